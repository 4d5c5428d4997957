//! Verbs that the tagger took for nouns. Without vowel signs a past tense and its noun of action are one word ("he
//! bombed", "bombing"); where the words around leave no doubt, the verb it is.
//!
//! Works only in languages whose verbs stand first (`pack.toml`) and that have a morphological lexicon; the tree comes
//! after. A word becomes a verb only when the packs speak of that verb.

use super::predicate;
use super::segment::Analyser;
use crate::model::{Feature, Features, PartOfSpeech, Token};
use crate::packs::{Known, Language, Morphology, Reading, Tagger, WordRole};
use crate::text::fold_str;

/// How many characters from the beginning of a past verb the sign of its passive may stand: behind the first letter, or
/// behind the third of longer stems.
const PASSIVE_SIGN_REACH: usize = 4;

/// Corrects the tags of one sentence.
pub(super) fn repair(text: &str, tokens: &mut [Token], language: &Language) {
    let (Some(model), Some(morphology)) = (&language.tagger, &language.morphology) else { return };
    if !language.settings.order.verb_first {
        return;
    }
    let known = language.grammar.known_all(tokens);
    for k in 0..tokens.len() {
        let view = View { tokens, known: &known, language };
        let passive = has_passive_sign(text, &tokens[k], language);
        if passive && view.is_verb(k) && tokens[k].features.has(Feature::Past) {
            tokens[k].features = tokens[k].features.with(Feature::Passive);
        }
        if tokens[k].pos == PartOfSpeech::Verb
            && let Some(features) = only_passive(text, tokens, k, morphology)
        {
            tokens[k].features = features;
        }
        let view = View { tokens, known: &known, language };
        if view.is_feminine_verb(k) {
            let masculine = Features::default().with(Feature::Masculine).0;
            tokens[k].features = Features(tokens[k].features.0 & !masculine).with(Feature::Feminine);
            continue;
        }
        let known_as = |pos| may_be(pos, text, tokens, k, morphology);
        let describes = view.is_attribute(k)
            || (view.may_describe(k) || view.may_describe_as_name(k)) && known_as(PartOfSpeech::Adj);
        if describes {
            tokens[k].pos = PartOfSpeech::Adj;
            continue;
        }
        if view.goes_on_with_deed(k) && known_as(PartOfSpeech::Noun) {
            tokens[k].pos = PartOfSpeech::Noun;
            tokens[k].features = Features::default();
            continue;
        }
        if view.is_common(k) {
            tokens[k].pos = PartOfSpeech::Noun;
            continue;
        }
        if view.is_place_behind_preposition(k) {
            tokens[k].pos = PartOfSpeech::Propn;
            tokens[k].lemma.clone_from(&tokens[k].folded);
            tokens[k].features = Features::default();
            continue;
        }
        if view.is_noun(k) || view.is_verb(k) && is_never_verb(text, tokens, k, morphology, language) {
            tokens[k].pos = PartOfSpeech::Noun;
            tokens[k].features = Features::default();
            continue;
        }
        let verb_here = view.may_be_verb(k) && view.must_be_verb(k)
            || view.describes_with_pronoun(k)
            || view.is_bound_behind_relative(k)
            || passive && view.may_be_verb(k);
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
        if passive {
            tokens[k].features = tokens[k].features.with(Feature::Passive);
        }
    }
}

/// The vowel sign of the passive, near the beginning of a word.
fn has_passive_sign(text: &str, token: &Token, language: &Language) -> bool {
    let sign = language.grammar.passive_sign;
    sign.is_some_and(|sign| token.span.slice(text).chars().take(PASSIVE_SIGN_REACH).any(|c| c == sign))
}

/// The features of a verb that the dictionary knows, told of others, as a passive of the past only ("was hit").
fn only_passive(text: &str, tokens: &[Token], k: usize, morphology: &Morphology) -> Option<Features> {
    let before = k.checked_sub(1).map_or("", |b| tokens[b].span.slice(text));
    let mut analyser = Analyser::new(morphology);
    let known = analyser.readings_of(tokens[k].span.slice(text), before);
    let mut verbs =
        known.readings.iter().filter(|r| r.pos == PartOfSpeech::Verb && r.tells_of_others()).peekable();
    let first = verbs.peek()?.features;
    let passive = |r: &&Reading| r.features.has(Feature::Passive) && r.features.has(Feature::Past);
    verbs.all(|r| passive(&r)).then(|| first.with(Feature::Finite))
}

/// True when the dictionary knows a word as a part of speech.
fn may_be(pos: PartOfSpeech, text: &str, tokens: &[Token], k: usize, morphology: &Morphology) -> bool {
    let before = k.checked_sub(1).map_or("", |b| tokens[b].span.slice(text));
    let mut analyser = Analyser::new(morphology);
    let readings = analyser.readings_of(tokens[k].span.slice(text), before);
    readings.readings.iter().any(|r| r.pos == pos)
}

/// A noun of the noun list that the dictionary knows no verb for, taken for one.
fn is_never_verb(
    text: &str,
    tokens: &[Token],
    k: usize,
    morphology: &Morphology,
    language: &Language,
) -> bool {
    let token = &tokens[k];
    let listed = |word: &str| language.nouns.contains_key(word);
    if !listed(&token.lemma) && !listed(&token.folded) {
        return false;
    }
    let before = k.checked_sub(1).map_or("", |b| tokens[b].span.slice(text));
    let mut analyser = Analyser::new(morphology);
    let readings = analyser.readings_of(token.span.slice(text), before);
    !readings.readings.is_empty() && readings.readings.iter().all(|r| r.pos != PartOfSpeech::Verb)
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
pub(super) struct View<'a> {
    pub(super) tokens: &'a [Token],
    pub(super) known: &'a [Known],
    pub(super) language: &'a Language,
}

impl View<'_> {
    pub(super) fn pos(&self, k: usize) -> Option<PartOfSpeech> {
        self.tokens.get(k).map(|t| t.pos)
    }

    pub(super) fn is_verb(&self, k: usize) -> bool {
        matches!(self.pos(k), Some(PartOfSpeech::Verb | PartOfSpeech::Aux))
    }

    pub(super) fn is_punctuation(&self, k: usize) -> bool {
        self.pos(k) == Some(PartOfSpeech::Punct)
    }

    pub(super) fn is_conjunction(&self, k: usize) -> bool {
        self.pos(k) == Some(PartOfSpeech::Cconj) || self.known[k].roles.has(WordRole::Coordination)
    }

    /// A noun, a name, or an adjective or number that stands for one.
    pub(super) fn is_nominal(&self, k: usize) -> bool {
        use PartOfSpeech::{Adj, Det, Noun, Num, Propn};
        matches!(self.pos(k), Some(Noun | Propn | Adj | Num | Det))
    }

    pub(super) fn has_article(&self, k: usize) -> bool {
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

    /// True for a word with a pronoun written on its end.
    pub(super) fn has_pronoun(&self, k: usize) -> bool {
        self.pos(k + 1) == Some(PartOfSpeech::Pron)
            && self.tokens[k].span.end == self.tokens[k + 1].span.start
    }

    /// "an ambush that fighters laid": a word with a pronoun between an indefinite noun and a bare one.
    fn describes_with_pronoun(&self, k: usize) -> bool {
        let Some(before) = k.checked_sub(1) else { return false };
        self.pos(k) == Some(PartOfSpeech::Noun)
            && self.has_pronoun(k)
            && (self.pos(before) == Some(PartOfSpeech::Noun) || self.ends_indefinite_group(before))
            && !self.is_definite(before)
            && matches!(self.pos(k + 2), Some(PartOfSpeech::Noun | PartOfSpeech::Propn | PartOfSpeech::Num))
    }

    fn must_be_verb(&self, k: usize) -> bool {
        self.follows_subject_pronoun(k)
            || self.follows_verb_particle(k)
            || self.opens(k) && (self.has_verb_evidence(k) || self.opens_complement(k + 1))
            || self.follows_subject(k)
            || self.follows_described(k)
            || self.has_verb_ending(k)
    }

    /// "Which the group claimed": right behind the relative pronoun a word with a pronoun ending is a verb.
    fn is_bound_behind_relative(&self, k: usize) -> bool {
        let relative = k > 0 && self.known[k - 1].roles.has(WordRole::RelativeAny);
        relative && self.pos(k) == Some(PartOfSpeech::Noun) && self.has_pronoun(k)
    }

    /// Behind an indefinite noun with an adjective, whose group is closed: "an official source refused to".
    fn follows_described(&self, k: usize) -> bool {
        k.checked_sub(1).is_some_and(|before| self.ends_indefinite_group(before))
            && matches!(self.pos(k), Some(PartOfSpeech::Noun))
            && self
                .tokens
                .get(k + 1)
                .is_some_and(|next| next.pos == PartOfSpeech::Adp || next.pos.is_nominal())
    }

    /// An adjective of an indefinite noun right before it.
    fn ends_indefinite_group(&self, adjective: usize) -> bool {
        let Some(noun) = adjective.checked_sub(1) else { return false };
        let indefinite = |t: usize| !self.is_definite(t) && !self.has_pronoun(t);
        self.pos(noun) == Some(PartOfSpeech::Noun)
            && self.pos(adjective) == Some(PartOfSpeech::Adj)
            && indefinite(noun)
            && indefinite(adjective)
    }

    /// A word with the ending of feminine verbs in the place of the last letter of a noun, which only nouns with a pronoun
    /// ending change.
    fn has_verb_ending(&self, k: usize) -> bool {
        let token = &self.tokens[k];
        let mut stem = token.lemma.chars();
        let last = stem.next_back();
        self.language.grammar.feminine_endings.iter().any(|ending| {
            token.folded.strip_suffix(ending.as_str()) == Some(stem.as_str())
                && last.is_some_and(|l| !ending.starts_with(l))
        })
    }

    /// The word that opens what is said: "explained that".
    fn opens_complement(&self, k: usize) -> bool {
        self.known.get(k).is_some_and(|known| known.roles.has(WordRole::ComplementMark))
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
    pub(super) fn is_subject_plural(&self, k: usize) -> bool {
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
        let future = |t: usize| self.known[t].roles.has(WordRole::Future);
        verbs.all(|v| {
            let before = if v > k + 2 && future(v - 1) { v - 2 } else { v - 1 };
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
