//! Words whose tag the words around or their endings prove wrong: nouns taken for verbs, names or adjectives, adjectives
//! taken for nouns or names. Only looks; `clause_verbs` changes the tags.

use super::clause_verbs::View;
use crate::model::{EntityKind, Feature, PartOfSpeech};
use crate::packs::WordRole;
use crate::text::without_article;

impl View<'_> {
    /// "Armed" behind an indefinite plural of things, taken for a noun of its own: it may describe it. The dictionary decides.
    pub(super) fn may_describe(&self, k: usize) -> bool {
        let Some(before) = k.checked_sub(1) else { return false };
        let ending = |e: &String| self.tokens[k].folded.ends_with(e.as_str());
        let opens_group = self.tokens.get(k + 1).is_some_and(|next| {
            next.pos.is_nominal() && (self.has_article(k + 1) || next.pos == PartOfSpeech::Propn)
        });
        self.pos(k) == Some(PartOfSpeech::Noun)
            && self.pos(before) == Some(PartOfSpeech::Noun)
            && self.tokens[before].features.has(Feature::Plural)
            && !self.has_article(before)
            && !self.has_article(k)
            && !self.has_pronoun(k)
            && self.language.grammar.feminine_noun_endings.first().is_some_and(ending)
            && !self.language.nouns.contains_key(&self.tokens[k].folded)
            && !opens_group
    }

    /// "A Russian attack", where the adjective was taken for a name: behind an indefinite noun that introduces no name. The
    /// dictionary decides.
    pub(super) fn may_describe_as_name(&self, k: usize) -> bool {
        let Some(before) = k.checked_sub(1) else { return false };
        let noun = &self.tokens[before];
        let kind = self.language.nouns.get(&noun.lemma).or_else(|| self.language.nouns.get(&noun.folded));
        let introduces = kind.is_some_and(|n| matches!(n.kind, EntityKind::Place | EntityKind::Person))
            || self.language.titles.place_kinds.contains_key(&noun.folded);
        self.pos(k) == Some(PartOfSpeech::Propn)
            && noun.pos == PartOfSpeech::Noun
            && !self.has_article(before)
            && !self.has_article(k)
            && !introduces
            && !matches!(self.pos(k + 1), Some(PartOfSpeech::Propn))
    }

    /// A common noun of the noun list, taken for a name or for an adjective of the subject before it: "the army [arrested]
    /// a lawyer", "gunmen [attacked] a post". Its ending of case tells it from what describes the subject.
    pub(super) fn is_common(&self, k: usize) -> bool {
        use PartOfSpeech::{Adj, Noun, Propn};
        let Some(before) = k.checked_sub(1) else { return false };
        let token = &self.tokens[k];
        let nouns = &self.language.nouns;
        let (bare, _) = without_article(&token.folded);
        let listed = nouns.contains_key(&token.lemma) || nouns.contains_key(bare);
        let copula = self.known[before].roles.has(WordRole::Copular);
        let object = self.is_oblique(k);
        match self.pos(k) {
            Some(Propn) => listed && (self.pos(before) != Some(Propn) || self.has_article(k)),
            Some(Adj) if self.pos(before) == Some(Noun) => {
                object && self.is_subject_plural(before)
                    || listed && object && self.has_article(before)
                    || listed && self.disagrees(k) && (self.has_article(k) || self.is_subject(before))
            }
            Some(Adj) if self.is_verb(before) && !copula => {
                self.is_subject_plural(k) || listed && self.has_article(k)
            }
            _ => false,
        }
    }

    /// The first noun behind a verb.
    fn is_subject(&self, k: usize) -> bool {
        k > 0 && self.is_verb(k - 1)
    }

    /// A plural with the ending of objects behind a noun that it cannot describe: one thing, or a plural of things.
    fn disagrees(&self, k: usize) -> bool {
        let (word, noun) = (&self.tokens[k], &self.tokens[k - 1]);
        let grammar = &self.language.grammar;
        let ends = |endings: &[String], t: &crate::model::Token| {
            endings.iter().any(|e| t.folded.ends_with(e.as_str()))
        };
        let oblique = ends(&grammar.closed_endings, word) && !ends(&grammar.nominative_endings, word);
        let people = noun.features.has(Feature::Plural) && !ends(&grammar.feminine_noun_endings, noun);
        oblique && word.folded != word.lemma && !people && !ends(&grammar.closed_endings, noun)
    }

    /// An indefinite word with an ending that no subject has.
    fn is_oblique(&self, k: usize) -> bool {
        let grammar = &self.language.grammar;
        let token = &self.tokens[k];
        let ends = |endings: &[String]| endings.iter().any(|e| token.folded.ends_with(e.as_str()));
        let closed = ends(&grammar.closed_endings) && token.folded != token.lemma;
        !self.has_article(k) && (grammar.is_accusative(token) || closed && !ends(&grammar.nominative_endings))
    }

    /// A verb right behind a preposition that only nouns follow: a name that looks like one.
    pub(super) fn is_place_behind_preposition(&self, k: usize) -> bool {
        use crate::model::Function::{About, From, Goal, Place};
        let Some(before) = k.checked_sub(1) else { return false };
        let known = &self.known[before];
        let proclitic = self.tokens[before].span.end == self.tokens[k].span.start;
        self.is_verb(k)
            && self.pos(before) == Some(PartOfSpeech::Adp)
            && matches!(known.preposition, Some(From | Goal | Place | About))
            && known.len == 1
            && !known.roles.any(&[WordRole::Subordinator, WordRole::ComplementMark])
            && !proclitic
    }

    /// "Provides for the handing over of weapons and *setting up* checkpoints": a past verb behind a conjunction, in a
    /// sentence of the present whose verb is about a noun right before, is a noun of action itself.
    pub(super) fn goes_on_with_deed(&self, k: usize) -> bool {
        let past = |t: usize| self.tokens[t].features.has(Feature::Past);
        let Some(verb) = (0..k).rev().find(|&t| self.is_verb(t)) else { return false };
        let present = self.tokens[verb].features.has(Feature::Present) && !past(verb);
        self.is_verb(k)
            && past(k)
            && k > 1
            && self.is_conjunction(k - 1)
            && self.is_nominal(k - 2)
            && !self.has_pronoun(k)
            && self.is_nominal(k + 1)
            && !self.tokens[k].features.has(Feature::Feminine)
            && present
            && (verb + 1..k).all(|t| !self.is_punctuation(t))
    }

    /// What is surely a noun, whatever its tag: a reflexive, a time of day, the name of a day, a kind of place before
    /// its name, a place of the noun list.
    pub(super) fn is_noun(&self, k: usize) -> bool {
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
}
