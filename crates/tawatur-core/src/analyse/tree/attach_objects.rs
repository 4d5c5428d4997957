//! What tells an object from a subject where word order alone does not: case endings, and noun groups that are closed.

use super::attach::Scan;
use super::items::Kind;
use crate::model::{Function, PartOfSpeech};
use crate::packs::WordRole;

impl Scan<'_, '_> {
    /// An indefinite noun written with the ending of the accusative: never a subject.
    pub(super) fn is_accusative(&self, k: usize) -> bool {
        self.tree.language.grammar.is_accusative(&self.tree.tokens[k])
    }

    /// "In a field near the town": a preposition that is a noun of place itself, behind a noun that says where.
    pub(super) fn is_near(&self, i: usize, noun: usize) -> bool {
        let nounlike = |c: usize| self.tree.tokens[c].pos == PartOfSpeech::Noun;
        let place = |c: usize| self.tree.words[c].preposition == Some(Function::Place);
        self.verb_first()
            && self.item_of(i).case.is_some_and(nounlike)
            && self.case_of(noun).is_some_and(place)
    }

    /// The adjective right before a preposition that it governs: "forces loyal to".
    pub(super) fn governing_adjective(&self, i: usize) -> Option<usize> {
        let before = self.item_of(i).first.checked_sub(1)?;
        let adjective = matches!(self.tree.words[before].pos, PartOfSpeech::Adj | PartOfSpeech::Noun);
        let governs = self.tree.words[before].roles.has(WordRole::GoverningAdjective);
        (adjective && governs && self.tree.heads[before].is_some()).then_some(before)
    }

    /// The item before is the subject: nothing parts the two noun groups.
    pub(super) fn next_noun_after_subject(&self, i: usize) -> bool {
        let subject = self.clauses[self.top_index()].subject;
        !self.item_of(i).time
            && !self.comma
            && self.before(i).is_some_and(|b| b.kind == Kind::Noun && Some(b.head) == subject)
    }

    /// An indefinite noun right behind a definite one, which could not be its complement.
    pub(super) fn behind_closed_group(&self, i: usize) -> bool {
        let item = self.item_of(i);
        let before = self.before(i).filter(|b| b.is_bare_noun() && !self.comma);
        let closed = before.is_some_and(|b| self.tree.is_definite(b.last) || self.tree.is_definite(b.head));
        closed && !item.time && self.is_common(item.head) && !self.tree.is_definite(item.head)
    }
}
