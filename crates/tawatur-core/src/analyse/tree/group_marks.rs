//! Quotation marks and hyphens inside a noun group. The words of the group itself are read in `groups`.

use super::Tree;
use super::groups::Group;
use crate::model::{Feature, Label, PartOfSpeech};

impl Tree<'_> {
    /// An opening quotation mark inside a group: *la « zone sûre »*.
    pub(super) fn take_quote(&mut self, group: &mut Group, j: usize) -> usize {
        let wordlike = self
            .words
            .get(j + 1)
            .is_some_and(|w| w.is_nominal() || matches!(w.pos, PartOfSpeech::Adj | PartOfSpeech::Num));
        if group.head.is_some() || group.before.is_empty() || !wordlike {
            return 0;
        }
        self.set(j, j + 1, Label::Punctuation);
        group.last = j;
        1
    }

    /// "US-backed", "Deir-Ezzor": a hyphen written between two words of a group.
    pub(super) fn take_hyphen(&mut self, group: &mut Group, j: usize) -> usize {
        let hyphen = self.tokens[j].folded == "-"
            && self.adjoins(j)
            && j + 1 < self.tokens.len()
            && self.adjoins(j + 1);
        let nonfinite = |k: usize| {
            self.tokens[k].features.has(Feature::Participle) || self.tokens[k].features.has(Feature::Gerund)
        };
        let wordlike = |k: usize| {
            self.words.get(k).is_some_and(|w| {
                w.is_nominal()
                    || matches!(w.pos, PartOfSpeech::Adj | PartOfSpeech::Num)
                    || w.is_verb() && nonfinite(k)
            })
        };
        if !hyphen || group.last + 1 != j || !wordlike(j + 1) {
            return 0;
        }
        self.set(j, j + 1, Label::Punctuation);
        if group.head == Some(group.last) && group.tail == group.last {
            // The group goes on behind the hyphen.
            group.tail = j;
            group.last = j;
            return self.take_hyphenated(group, j + 1);
        }
        group.last = j;
        1
    }

    /// The word behind a hyphen that follows the head so far.
    pub(super) fn take_hyphenated(&mut self, group: &mut Group, j: usize) -> usize {
        let Some(head) = group.head else { return 0 };
        if self.language.settings.order.noun_before_noun && self.words[j].pos != PartOfSpeech::Propn {
            // "rebel-held", "Israeli-occupied": becomes a word before the head to come.
            self.hang_before(group, head);
            self.set(head, j, Label::Flat);
            if self.words[j].is_nominal() {
                group.head = Some(j);
            } else {
                group.head = None;
                group.before.push((j, Label::AdjectiveModifier));
            }
        } else {
            self.set(j, head, Label::Flat);
        }
        group.tail = j;
        group.last = j;
        2
    }
}
