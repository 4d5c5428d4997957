//! What the steps of extraction share for one document: text, analysis, packs, names, times and figures found.

use super::dating;
use super::figures::{self, Figure};
use super::names::{self, Found, Resolved};
use super::times::{self, TimeExpression};
use crate::model::{
    Analysis, Document, EntityId, EntityKind, Feature, Function, Label, Lang, Mention, OutletKind,
    PartOfSpeech, Published, When,
};
use crate::packs::{Language, Packs, Quantity, Saying, WordRole};
use crate::text::Span;

/// The concept of the noun packs for people of whom nothing else is told.
const VAGUE: &str = "people";

/// The word, what it stands for many of, and once more: "hundreds of thousands of Libyans".
const NESTED: usize = 3;

/// A sentence of at most so many tokens that names an agency is its signature.
const SIGNATURE: usize = 8;

/// One document with everything found before its reports.
pub(super) struct Scene<'a> {
    /// The document.
    pub document: &'a Document,
    /// Its analysis.
    pub analysis: &'a Analysis,
    /// The packs.
    pub packs: &'a Packs,
    /// When it was published, as given or as the text fixes it.
    pub published: Published,
    /// Names and descriptions.
    pub names: Found,
    /// Time expressions in order.
    pub times: Vec<Timed>,
    /// Numbers with what they count, in order.
    pub figures: Vec<Figure>,
}

/// A time expression and the days it means, where something anchors it.
pub(super) struct Timed {
    /// The expression.
    pub expression: TimeExpression,
    /// Its days.
    pub when: Option<When>,
}

impl<'a> Scene<'a> {
    /// Finds names, times and figures.
    pub fn new(document: &'a Document, analysis: &'a Analysis, packs: &'a Packs) -> Self {
        let expressions = times::find(&document.text, analysis, document.language, packs);
        let published = dating::date(document, &expressions, packs);
        let figures = figures::find(&document.text, analysis, document.language, &expressions, packs);
        let resolved = times::resolve_all(&expressions, published.date);
        let times = expressions
            .into_iter()
            .zip(resolved)
            .map(|(expression, when)| Timed { expression, when })
            .collect();
        Self {
            document,
            analysis,
            packs,
            published,
            names: names::find(document, analysis, packs),
            times,
            figures,
        }
    }
}

impl Scene<'_> {
    /// Whom the noun phrase around a head word means.
    pub fn resolve(&self, head: usize) -> Option<Resolved> {
        self.names.resolve(head).or_else(|| {
            // "Russian mediation": the adjective means the state.
            let country = self.names.nationality_at(head)?.clone();
            Some(Resolved { entity: country, kind: EntityKind::State, span: self.analysis.tokens[head].span })
        })
    }

    /// What the noun phrase around a head word names.
    pub fn kind_of(&self, head: usize) -> Option<EntityKind> {
        self.resolve(head).map(|r| r.kind)
    }

    /// The language of the sentence a token stands in.
    pub fn language(&self, token: usize) -> Option<&Language> {
        let lang = self.analysis.sentence_of(token).map_or(Lang::UNKNOWN, |s| s.lang);
        self.packs.languages.get(&lang)
    }

    /// The times whose expressions lie inside a span.
    pub fn times_in(&self, span: Span) -> impl Iterator<Item = &Timed> {
        let first = self.times.partition_point(|t| t.expression.span.start < span.start);
        let near = self.times[first..].iter().take_while(move |t| t.expression.span.start < span.end);
        near.filter(move |t| span.contains(t.expression.span))
    }

    /// The figures inside a span.
    pub fn figures_in(&self, span: Span) -> impl Iterator<Item = &Figure> {
        let first = self.figures.partition_point(|f| f.span.start < span.start);
        let near = self.figures[first..].iter().take_while(move |f| f.span.start < span.end);
        near.filter(move |f| span.contains(f.span))
    }

    /// The categories that tell what became of those counted, in the language of a token.
    pub fn fates(&self, token: usize) -> Option<&std::collections::BTreeSet<String>> {
        let lang = self.analysis.sentence_of(token)?.lang;
        self.packs.quantities.get(&lang).map(|q| &q.fates)
    }

    /// True for what a speaker puts out: a claim "in a statement" does not happen there.
    pub fn is_said(&self, noun: usize) -> bool {
        let lemma = &self.analysis.tokens[noun].lemma;
        self.language(noun).is_some_and(|l| l.attribution.saying.contains(lemma))
    }

    /// True for a number that stands for people ("hundreds demonstrated").
    pub fn is_number(&self, token: usize) -> bool {
        self.figure_at(self.analysis.tokens[token].span).is_some_and(|f| f.head.is_none_or(|h| h == token))
    }

    /// The figure whose number a word is part of.
    fn figure_at(&self, word: Span) -> Option<&Figure> {
        let end = self.figures.partition_point(|f| f.span.start <= word.start);
        self.figures[..end].last().filter(|f| f.number.contains(word))
    }

    /// The noun that a quantity counts ("dozens of fighters", "fifty of them"), else the word itself.
    pub fn counted(&self, token: usize) -> usize {
        let word = self.analysis.tokens[token].span;
        let figure = self.figure_at(word).and_then(|f| f.head).filter(|&h| h > token);
        figure.unwrap_or_else(|| {
            let many = std::iter::successors(Some(token), |&t| self.many_of(t));
            many.take(NESTED).last().unwrap_or(token)
        })
    }

    /// What a noun stands for many of: "a wave of *missiles*", "thousands of *Libyans*".
    fn many_of(&self, noun: usize) -> Option<usize> {
        let (tokens, arcs) = (&self.analysis.tokens, &self.analysis.arcs);
        let inner = |&t: &usize| t > noun && arcs[t].label == Label::NounModifier;
        let whole = self.analysis.children(noun).find(inner)?;
        let grammar = &self.language(noun)?.grammar;
        let number = || self.figure_at(tokens[noun].span).is_some_and(|f| f.head.is_none());
        let is_of = |t: usize| grammar.word(&tokens[t]).preposition == Some(Function::Of);
        let of = || self.analysis.children(whole).any(|t| arcs[t].label == Label::Case && is_of(t));
        let many = grammar.word(&tokens[noun]).roles.has(WordRole::Collective) || number() && of();
        many.then_some(whole)
    }

    /// True for a measure of length, money or the like: "a hundred kilometres north of the town".
    pub fn is_measure(&self, noun: usize) -> bool {
        let word = &self.analysis.tokens[noun].folded;
        let lang = self.analysis.sentence_of(noun).map_or(Lang::UNKNOWN, |s| s.lang);
        let known = self.packs.quantities.get(&lang);
        let unit = |q: &Quantity| *q == Quantity::NotAfter;
        known.is_some_and(|q| q.longest(word, |words| words.len() == 1, unit).is_some())
    }

    /// True when a noun is what a number before its preposition is a part of ("40 of the fighters").
    pub fn is_part_of_number(&self, noun: usize) -> bool {
        let case = self.analysis.children(noun).filter(|&t| self.analysis.arcs[t].label == Label::Case).min();
        let Some(before) = case.and_then(|c| c.checked_sub(1)) else { return false };
        let word = self.analysis.tokens[before].span;
        self.figure_at(word).is_some()
    }

    /// True for a noun behind a preposition that says with what something was done.
    pub fn is_instrument(&self, noun: usize) -> bool {
        self.stands_behind(noun, |language| &language.settings.instruments)
    }

    /// True for a noun behind a preposition that says where something happens, and never to what it is done.
    pub fn is_within(&self, noun: usize) -> bool {
        self.stands_behind(noun, |language| &language.settings.within)
    }

    /// True for a noun behind a preposition that marks the object of a noun of action.
    pub fn is_marked_object(&self, noun: usize) -> bool {
        self.stands_behind(noun, |language| &language.settings.object_markers)
    }

    /// True for a noun whose preposition is in a list of its language.
    fn stands_behind(&self, noun: usize, list: impl Fn(&Language) -> &Vec<String>) -> bool {
        let words = self.language(noun).map(list);
        let listed = |t: usize| words.is_some_and(|w| w.contains(&self.analysis.tokens[t].folded));
        self.analysis.children(noun).any(|t| self.analysis.arcs[t].label == Label::Case && listed(t))
    }

    /// How a verb stands to what it tells: a verb of saying, or one that dismisses hearsay ("rejected reports that").
    pub fn saying(&self, verb: usize) -> Option<Saying> {
        let words = &self.language(verb)?.attribution;
        let lemma = |t: usize| &self.analysis.tokens[t].lemma;
        let hearsay = |t: usize| words.hearsay.contains(lemma(t)) || words.saying.contains(lemma(t));
        words.verbs.get(lemma(verb)).copied().or_else(|| {
            let told = words.dismissing.contains(lemma(verb)).then(|| self.analysis.arguments(verb))?;
            let object = |&(f, t): &(Function, usize)| f == Function::Object && hearsay(t);
            told.iter().any(object).then_some(Saying::Deny)
        })
    }

    /// True for a verb of saying.
    pub fn is_saying(&self, verb: usize) -> bool {
        let lemma = &self.analysis.tokens[verb].lemma;
        self.language(verb).is_some_and(|l| l.attribution.verbs.contains_key(lemma))
    }

    /// True for a noun that hangs on a verb of saying: who announces deaths has killed nobody.
    pub fn is_announced(&self, noun: usize) -> bool {
        self.analysis.arcs[noun].head.is_some_and(|verb| self.is_saying(verb as usize))
    }

    /// True for people of whom nothing is told but that they are people; "people detained for terrorism" are some.
    pub fn is_vague(&self, noun: usize, filler: &Resolved) -> bool {
        let lemma = &self.analysis.tokens[noun].lemma;
        let vague = self.language(noun).and_then(|l| l.nouns.get(lemma)).is_some_and(|n| n.concept == VAGUE);
        vague && filler.entity.is_class() && !self.is_described(noun)
    }

    /// True for a noun with a clause or a complement that says which ones are meant.
    fn is_described(&self, noun: usize) -> bool {
        let describes = |t: usize| {
            matches!(self.analysis.arcs[t].label, Label::Relative | Label::NounClause | Label::NounModifier)
        };
        self.analysis.children(noun).any(|t| t > noun && describes(t))
    }

    /// True for a kind of place or of people, not one of them.
    pub fn is_class(&self, filler: &Resolved) -> bool {
        self.names.entity(self.packs, &filler.entity).is_some_and(|e| e.generic)
    }

    /// True for a name that neither a pack nor the words around it explain. Where all is in capitals nothing shows a name.
    pub fn is_unexplained(&self, token: usize, filler: &Resolved) -> bool {
        let word = &self.analysis.tokens[token];
        let written = word.span.slice(&self.document.text);
        filler.kind == EntityKind::Other
            && word.pos == PartOfSpeech::Propn
            && self.language(token).is_some_and(|l| !l.titles.never.contains(&word.folded))
            && written.starts_with(char::is_uppercase)
            && written.contains(char::is_lowercase)
    }

    /// True when a word is part of the name of somebody or something that is no place: "Amnesty" in the name of an
    /// organisation is no amnesty.
    pub fn is_part_of_name(&self, token: usize) -> bool {
        self.names.name_at(token).is_some_and(|name| {
            self.packs
                .world
                .entities
                .get(&name.entity)
                .is_some_and(|e| e.kind != EntityKind::Place && !e.generic)
        })
    }

    /// True when a noun has the article, as a word of its own or as part of the noun, or is that of a day ("Monday's
    /// attack").
    pub fn is_definite(&self, noun: usize) -> bool {
        let dated = self.analysis.children(noun).any(|t| {
            let word = self.analysis.tokens[t].span;
            t < noun && self.times_in(word).any(|time| time.when.is_some())
        });
        if dated {
            return true;
        }
        let articles = self.language(noun).map_or(&[][..], |l| l.settings.articles.as_slice());
        let tokens = &self.analysis.tokens;
        tokens[noun].features.has(Feature::Definite)
            || self.analysis.children(noun).any(|t| {
                tokens[t].pos == PartOfSpeech::Det
                    && tokens[t].features.has(Feature::Definite)
                    && articles.contains(&tokens[t].folded)
            })
    }

    /// The outlet that published the document, when a pack knows it by the name given or by the domain of its address.
    pub fn outlet(&self) -> Option<EntityId> {
        let world = &self.packs.world;
        let given = self.document.outlet.as_deref();
        let is_outlet =
            |id: &&EntityId| world.entities.get(*id).is_some_and(|e| e.kind == EntityKind::Outlet);
        let named = given.and_then(|name| world.named(name).iter().find(is_outlet));
        let at =
            || [given, self.document.url.as_deref()].into_iter().flatten().find_map(|a| world.outlet_at(a));
        named.or_else(at).cloned()
    }

    /// The agency whose signature stands at the beginning or the end of the text, apart from any sentence.
    pub fn agency(&self) -> Option<EntityId> {
        let is_agency = |id: &EntityId| {
            self.packs.world.entities.get(id).is_some_and(|e| e.outlet_kind == Some(OutletKind::Agency))
        };
        let ends = [self.analysis.sentences.first()?, self.analysis.sentences.last()?];
        let signature =
            |m: &&Mention| ends.iter().any(|s| s.tokens.len() <= SIGNATURE && s.span.contains(m.span));
        self.names.mentions().iter().filter(signature).map(|m| &m.entity).find(|id| is_agency(id)).cloned()
    }
}
