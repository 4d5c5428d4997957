//! Which words tell a clause: from the first to the last word of the predicate with its arguments, without what stands
//! beside it (coordinated clauses, clauses of saying, subordinate clauses with a subject of their own).

use super::{Draft, View};
use crate::model::{Function, Label, PartOfSpeech};
use crate::text::Span;

/// First and last word.
type Extent = (usize, usize);

impl View<'_> {
    /// For every word the first and last word of what tells its clause.
    pub(super) fn extents(&self) -> Vec<Extent> {
        let mut extents: Vec<Extent> = (0..self.len()).map(|k| (k, k)).collect();
        let order = self.heads_first();
        for &k in order.iter().rev() {
            if let Some(head) = self.heads[k].filter(|_| !self.stands_beside(k, &extents)) {
                let (own, above) = (extents[k], extents[head]);
                extents[head] = (own.0.min(above.0), own.1.max(above.1));
            }
        }
        extents
    }

    /// True for what hangs on a word but does not belong to its clause.
    fn stands_beside(&self, k: usize, extents: &[Extent]) -> bool {
        match self.labels[k] {
            Label::Punctuation | Label::Coordination | Label::Mark | Label::Complement | Label::Parataxis => {
                true
            }
            Label::Conjunct => self.is_verb(k) || self.has_subject(k),
            Label::Adverbial => self.has_subject(k) || self.opens_finite(k),
            Label::Relative => self.behind_comma(extents[k].0),
            Label::Oblique => self.preposition(k).is_some_and(|p| p.0 == Function::According),
            _ => false,
        }
    }

    fn has_subject(&self, k: usize) -> bool {
        self.children(k).any(|c| matches!(self.labels[c], Label::Subject | Label::PassiveSubject))
    }

    /// A subordinate clause whose subject is not told: opened by a conjunction that is no preposition.
    fn opens_finite(&self, k: usize) -> bool {
        self.children(k).any(|c| self.labels[c] == Label::Mark && self.tokens[c].pos == PartOfSpeech::Sconj)
    }

    fn behind_comma(&self, k: usize) -> bool {
        k > 0 && self.tokens[k - 1].pos == PartOfSpeech::Punct
    }

    /// The span of a clause: its own words, those of the noun it describes and of the verb that lends it arguments.
    pub(super) fn span(&self, k: usize, draft: &Draft, extents: &[Extent]) -> Span {
        let (mut first, mut last) = extents[k];
        if let Some(noun) = draft.antecedent {
            first = first.min(extents[noun].0);
            last = last.max(noun);
        }
        if let Some(verb) = draft.lender {
            let (a, z) = extents[verb];
            (first, last) = (first.min(a), last.max(z));
        }
        self.tokens[first].span.cover(self.tokens[last].span)
    }
}
