//! Complements with a number, in languages where the complement follows its noun directly.

use super::Tree;
use super::groups::Group;
use crate::model::{Feature, Label, PartOfSpeech};
use crate::packs::WordRole;

impl Tree<'_> {
    /// "the arrest of ten activists", where the complement follows directly: the counted noun hangs on the open noun
    /// before the number. Behind a verb the open noun may be its subject, so there only nouns of action take one.
    pub(super) fn take_counted_complement(&mut self, group: &mut Group, j: usize) -> usize {
        let tail = group.tail;
        let counted = j + 1;
        let action = self.tokens[tail].features.has(Feature::VerbalNoun);
        let before = tail.checked_sub(1).map(|k| self.words[k]);
        let behind_verb = before.is_some_and(|w| w.is_verb() && !w.roles.has(WordRole::PassiveLight));
        let open = self.language.settings.order.construct_state
            && group.last == tail
            && !group.closed
            && self.takes_complement(tail)
            && (action || !behind_verb);
        if !open {
            return 0;
        }
        self.set(counted, tail, Label::NounModifier);
        self.set(j, counted, Label::NumberModifier);
        group.tail = counted;
        group.last = counted;
        2
    }

    /// The same with a word that says how exact the number is: "the death of some 15 gunmen".
    pub(super) fn take_approximate_complement(&mut self, group: &mut Group, j: usize) -> usize {
        let number = j + self.words[j].len;
        let counted =
            self.words.get(number + 1).is_some_and(|w| w.is_nominal() || w.pos == PartOfSpeech::Adj);
        let adjacent = group.last + 1 == j;
        if !adjacent
            || !counted
            || self.words[number].pos != PartOfSpeech::Num
            || self.take_counted_complement(group, number) == 0
        {
            return 0;
        }
        self.set(j, number, Label::Adverb);
        number + 2 - j
    }
}
