//! Verbs that the tagger took for nouns. Without vowel signs a past tense and its noun of action are one word ("he
//! bombed", "bombing"); where the words around leave no doubt, the verb it is.
//!
//! Works only in languages whose verbs stand first (`pack.toml`) and that have a morphological lexicon; the tree comes
//! after. A word becomes a verb only when the packs speak of that verb.

use super::predicate;
use super::segment::Analyser;
use crate::model::{EntityKind, Feature, Features, PartOfSpeech, Token};
use crate::packs::{Known, Language, Morphology, Tagger, WordRole};
use crate::text::{fold_str, without_article};

/// Corrects the tags of one sentence.
pub(super) fn repair(text: &str, tokens: &mut [Token], language: &Language) {
    let (Some(model), Some(morphology)) = (&language.tagger, &language.morphology) else { return };
    if !language.settings.order.verb_first {
        return;
    }
    let known = language.grammar.known_all(tokens);
    for k in 0..tokens.len() {
        let view = View { tokens, known: &known, language };
        if view.is_feminine_verb(k) {
            let masculine = Features::default().with(Feature::Masculine).0;
            tokens[k].features = Features(tokens[k].features.0 & !masculine).with(Feature::Feminine);
            continue;
        }
        if view.is_attribute(k) {
            tokens[k].pos = PartOfSpeech::Adj;
            continue;
        }
        if view.is_noun(k) {
            tokens[k].pos = PartOfSpeech::Noun;
            tokens[k].features = Features::default();
            continue;
        }
        let verb_here = view.may_be_verb(k) && view.must_be_verb(k) || view.describes_with_pronoun(k);
        if !verb_here {
            continue;
        }
        let ending =
            || by_ending(tokens[k].span.slice(text), model).filter(|_| view.follows_verb_particle(k));
        let verb = verb(text, tokens, k, model, morphology).or_else(ending);
        let Some((lemma, features)) = verb else { continue };
        let Some(tag) = predicate::verb_tag(model, features) else { continue };
        tokens[k].pos = PartOfSpeech::Verb;
        tokens[k].lemma = lemma;
        tokens[k].features = features.and(Features(model.tags[usize::from(tag)].features));
    }
}

/// Lemma, folded, and features of a word as a verb that the packs speak of.
fn verb(
    text: &str,
    tokens: &[Token],
    k: usize,
    model: &Tagger,
    morphology: &Morphology,
) -> Option<(String, Features)> {
    let form = |t: &Token| t.span.slice(text);
    let before = k.checked_sub(1).map_or("", |b| form(&tokens[b]));
    let lemma = |id: u32| fold_str(morphology.lexicon.lemma(id));
    let mut analyser = Analyser::new(morphology);
    let readings = analyser.readings_of(form(&tokens[k]), before);
    let reading = readings.spoken_verb(|id| model.is_spoken(&lemma(id)))?;
    let past = reading.features.has(Feature::Past) && !reading.features.has(Feature::Plural);
    past.then(|| (lemma(reading.lemma), reading.features))
}

/// The same for a form that the dictionary lacks, by the endings of other verbs.
fn by_ending(form: &str, model: &Tagger) -> Option<(String, Features)> {
    let past = |t: &usize| {
        model.tags[*t].pos == PartOfSpeech::Verb && Features(model.tags[*t].features).has(Feature::Past)
    };
    (0..model.tags.len()).filter(past).find_map(|t| {
        let analysis = model.spoken(form, t as u8)?;
        Some((fold_str(&analysis.lemma.apply(form)), analysis.features.and(Features(model.tags[t].features))))
    })
}

/// A sentence with what the grammar says of its words.
struct View<'a> {
    tokens: &'a [Token],
    known: &'a [Known],
    language: &'a Language,
}

impl View<'_> {
    fn pos(&self, k: usize) -> Option<PartOfSpeech> {
        self.tokens.get(k).map(|t| t.pos)
    }

    fn is_verb(&self, k: usize) -> bool {
        matches!(self.pos(k), Some(PartOfSpeech::Verb | PartOfSpeech::Aux))
    }

    fn is_punctuation(&self, k: usize) -> bool {
        self.pos(k) == Some(PartOfSpeech::Punct)
    }

    fn is_conjunction(&self, k: usize) -> bool {
        self.pos(k) == Some(PartOfSpeech::Cconj) || self.known[k].roles.has(WordRole::Coordination)
    }

    /// A noun, a name, or an adjective or number that stands for one.
    fn is_nominal(&self, k: usize) -> bool {
        use PartOfSpeech::{Adj, Det, Noun, Num, Propn};
        matches!(self.pos(k), Some(Noun | Propn | Adj | Num | Det))
    }

    fn has_article(&self, k: usize) -> bool {
        self.language.grammar.is_definite(&self.tokens[k])
    }

    fn is_definite(&self, k: usize) -> bool {
        self.has_article(k) || self.pos(k) == Some(PartOfSpeech::Propn)
    }

    /// A noun without article, preposition or pronoun ending.
    fn may_be_verb(&self, k: usize) -> bool {
        use PartOfSpeech::{Adj, Adp, Adv, Noun, X};
        let governed = k > 0 && self.pos(k - 1) == Some(Adp);
        matches!(self.pos(k), Some(Noun | Adj | Adv | X))
            && !self.has_article(k)
            && !self.has_pronoun(k)
            && !governed
    }

    /// A past verb whose ending says that its subject is feminine, whatever a small treebank made of its gender.
    fn is_feminine_verb(&self, k: usize) -> bool {
        let token = &self.tokens[k];
        let ends = |e: &String| token.folded.ends_with(e.as_str()) && token.folded != token.lemma;
        self.is_verb(k)
            && token.features.has(Feature::Past)
            && self.language.grammar.feminine_endings.iter().any(ends)
    }

    /// A plural with the ending of subjects right behind another one: it describes it.
    fn is_attribute(&self, k: usize) -> bool {
        let Some(before) = k.checked_sub(1) else { return false };
        self.pos(k) == Some(PartOfSpeech::Noun)
            && self.pos(before) == Some(PartOfSpeech::Noun)
            && self.is_subject_plural(k)
            && self.is_subject_plural(before)
            && self.has_article(k) == self.has_article(before)
    }

    /// What is surely a noun, whatever its tag: a reflexive, a time of day, the name of a day, a kind of place before
    /// its name, a place of the noun list.
    fn is_noun(&self, k: usize) -> bool {
        let adjective = self.pos(k) == Some(PartOfSpeech::Adj);
        let day = adjective && self.known[k].roles.has(WordRole::DayNoun);
        let kinds = &self.language.titles.place_kinds;
        let listed = || {
            let (bare, _) = without_article(&self.tokens[k].folded);
            self.language.nouns.get(bare).is_some_and(|n| n.kind == EntityKind::Place)
        };
        let place = adjective
            && !self.has_article(k)
            && kinds.contains_key(&self.tokens[k].folded)
            && self.tokens.get(k + 1).is_some_and(|next| next.pos.is_nominal());
        self.is_reflexive(k) || self.is_time_of_day(k) || day || place || adjective && listed()
    }

    /// "himself", taken for a verb.
    fn is_reflexive(&self, k: usize) -> bool {
        self.is_verb(k) && self.known[k].roles.has(WordRole::Reflexive) && self.has_pronoun(k)
    }

    /// "noon" behind a preposition, taken for "appeared".
    fn is_time_of_day(&self, k: usize) -> bool {
        let behind = k > 0 && self.pos(k - 1) == Some(PartOfSpeech::Adp);
        behind && self.is_verb(k) && self.known[k].roles.has(WordRole::TimeNoun)
    }

    /// True for a word with a pronoun written on its end.
    fn has_pronoun(&self, k: usize) -> bool {
        self.pos(k + 1) == Some(PartOfSpeech::Pron)
            && self.tokens[k].span.end == self.tokens[k + 1].span.start
    }

    /// "an ambush that fighters laid": a word with a pronoun between an indefinite noun and a bare one.
    fn describes_with_pronoun(&self, k: usize) -> bool {
        let Some(before) = k.checked_sub(1) else { return false };
        self.pos(k) == Some(PartOfSpeech::Noun)
            && self.has_pronoun(k)
            && self.pos(before) == Some(PartOfSpeech::Noun)
            && !self.is_definite(before)
            && matches!(self.pos(k + 2), Some(PartOfSpeech::Noun | PartOfSpeech::Propn | PartOfSpeech::Num))
    }

    fn must_be_verb(&self, k: usize) -> bool {
        self.follows_subject_pronoun(k)
            || self.follows_verb_particle(k)
            || self.opens(k) && self.has_verb_evidence(k)
            || self.follows_subject(k)
    }

    /// Right behind what only verbs follow: "who", "while", "already".
    fn follows_verb_particle(&self, k: usize) -> bool {
        let Some(before) = k.checked_sub(1) else { return false };
        let roles = self.known[before].roles;
        let noun_may_follow = roles.any(&[WordRole::ComplementMark, WordRole::Coordination]);
        let particle =
            [WordRole::Subordinator, WordRole::RelativeAny, WordRole::FreeRelative, WordRole::VerbParticle];
        roles.any(&particle) && !noun_may_follow && self.is_nominal(k + 1)
            || roles.has(WordRole::RelativeAny) && !noun_may_follow
    }

    /// Behind a conjunction with the pronoun that is the subject: "that he blew".
    fn follows_subject_pronoun(&self, k: usize) -> bool {
        k > 1
            && self.pos(k - 1) == Some(PartOfSpeech::Pron)
            && self.known[k - 2].roles.has(WordRole::ComplementMark)
            && self.is_nominal(k + 1)
    }

    /// The first word of a sentence, or of what follows a mark of punctuation, a conjunction left out.
    fn opens(&self, k: usize) -> bool {
        let first = if k > 0 && self.is_conjunction(k - 1) { k - 1 } else { k };
        first == 0 || self.is_punctuation(first - 1)
    }

    /// What follows shows that the word is no noun of action: somebody in the nominative, an object behind a closed noun
    /// group, or no other verb that it could be the subject of.
    fn has_verb_evidence(&self, k: usize) -> bool {
        if !self.is_nominal(k + 1) {
            return false;
        }
        self.is_subject_plural(k + 1) || self.object_behind_closed_group(k + 1) || self.lacks_verb(k)
    }

    /// A plural with the ending that only subjects have.
    fn is_subject_plural(&self, k: usize) -> bool {
        let endings = &self.language.grammar.subject_endings;
        let token = &self.tokens[k];
        token.features.has(Feature::Plural) && endings.iter().any(|e| token.folded.ends_with(e.as_str()))
    }

    /// A definite noun closes its group: an indefinite one right behind it is an object.
    fn object_behind_closed_group(&self, first: usize) -> bool {
        let mut k = first;
        let mut closed = false;
        while self.is_nominal(k) {
            if closed && !self.is_definite(k) {
                return matches!(self.pos(k), Some(PartOfSpeech::Noun | PartOfSpeech::Num));
            }
            closed |= self.is_definite(k);
            k += 1;
        }
        false
    }

    /// No verb follows that a noun here could be the subject of: the next one is joined by a conjunction, describes an
    /// indefinite noun, or is not there at all.
    fn lacks_verb(&self, k: usize) -> bool {
        let described = self.pos(k + 1) == Some(PartOfSpeech::Adj)
            && !self.is_definite(k + 1)
            && !self.tokens[k + 1].features.has(Feature::Plural);
        if described {
            return false;
        }
        let mut verbs = (k + 1..self.tokens.len()).filter(|&v| self.is_verb(v));
        verbs.all(|v| {
            let before = v - 1;
            let indefinite =
                self.pos(before).is_some_and(PartOfSpeech::is_nominal) && !self.is_definite(before);
            self.is_conjunction(before)
                || self.is_punctuation(before)
                || indefinite
                || self.known[before].roles.any(&[
                    WordRole::RelativeAny,
                    WordRole::Subordinator,
                    WordRole::ComplementMark,
                    WordRole::FreeRelative,
                ])
        })
    }

    /// Right behind a noun with article or accusative ending in a clause that has no verb yet: an indefinite noun could
    /// not follow there.
    fn follows_subject(&self, k: usize) -> bool {
        let Some(before) = k.checked_sub(1) else { return false };
        use PartOfSpeech::{Adj, Adv, Noun};
        let accusative = self.language.grammar.is_accusative(&self.tokens[before]);
        let closed =
            (self.has_article(before) || accusative) && matches!(self.pos(before), Some(Noun | Adj | Adv));
        if !closed || !accusative && !self.is_nominal(k + 1) {
            return false;
        }
        let opens = |t: &usize| {
            self.is_punctuation(*t)
                || self.known[*t].roles.any(&[
                    WordRole::ComplementMark,
                    WordRole::Subordinator,
                    WordRole::RelativeAny,
                ])
        };
        let clause: Vec<usize> = (0..k).rev().take_while(|t| !opens(t)).collect();
        // A group with a preposition right before is no subject, and its noun may be followed by an object.
        let first = clause.last().copied().unwrap_or(before);
        let preposition = self.pos(first) == Some(PartOfSpeech::Adp);
        !preposition && !clause.iter().any(|&t| self.is_verb(t) || self.is_conjunction(t) && t != first)
    }
}
