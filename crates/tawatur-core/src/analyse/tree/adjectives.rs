//! Which noun of a group an adjective behind it describes: agreement in definiteness, gender and number.

use super::Tree;
use crate::model::{Feature, Label, PartOfSpeech};

impl Tree<'_> {
    /// The noun of the group that an adjective after it describes: the nearest that agrees in definiteness and gender.
    pub(super) fn adjective_owner(&self, head: usize, tail: usize, j: usize) -> Option<usize> {
        let construct = self.language.settings.order.construct_state;
        let mut owner = tail;
        loop {
            if self.agrees(owner, j) && self.labels[owner] != Label::Flat {
                return Some(owner);
            }
            if owner == head {
                break;
            }
            owner = self.heads[owner].map_or(head, |h| h as usize);
        }
        // A definite noun with an indefinite adjective is a sentence, not a group.
        let predicate = construct
            && self.is_definite(tail)
            && !self.is_definite(j)
            && self.words[tail].pos == PartOfSpeech::Noun;
        (!predicate).then_some(if construct { tail } else { head })
    }

    /// Adjective and noun agree as far as their features tell.
    pub(super) fn agrees(&self, noun: usize, adjective: usize) -> bool {
        let (n, a) = (self.tokens[noun].features, self.tokens[adjective].features);
        if self.language.settings.order.construct_state {
            let of_people = n.has(Feature::Plural) && a.has(Feature::Singular);
            let definite = self.is_definite(noun)
                || self.words[noun].pos == PartOfSpeech::Propn
                || self.has_definite_complement(noun);
            if definite != self.is_definite(adjective) {
                return false;
            }
            return of_people
                || !(n.has(Feature::Feminine) && a.has(Feature::Masculine)
                    || n.has(Feature::Masculine) && a.has(Feature::Feminine));
        }
        !(n.has(Feature::Feminine) && a.has(Feature::Masculine)
            || n.has(Feature::Masculine) && a.has(Feature::Feminine)
            || n.has(Feature::Singular) && a.has(Feature::Plural)
            || n.has(Feature::Plural) && a.has(Feature::Singular))
    }

    /// The complement of an idafa makes its head definite.
    pub(super) fn has_definite_complement(&self, noun: usize) -> bool {
        let next = noun + 1;
        next < self.tokens.len()
            && self.heads[next] == Some(noun as u32)
            && (matches!(self.labels[next], Label::Possessor | Label::Apposition)
                || self.labels[next] == Label::NounModifier
                    && (self.is_definite(next)
                        || self.words[next].pos == PartOfSpeech::Propn
                        || self.has_definite_complement(next)))
    }
    pub(super) fn nominal_after_adjectives(&self, mut k: usize) -> bool {
        while self.words.get(k).is_some_and(|w| w.pos == PartOfSpeech::Adj) {
            k += 1;
        }
        self.words.get(k).is_some_and(|w| w.is_nominal())
    }
}
