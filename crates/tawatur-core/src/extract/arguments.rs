//! The arguments of a trigger by grammatical function, whatever its form: verb, noun of action, adjective, phrase.
//!
//! Reads the tree and the clauses that analysis made; decides nothing about roles.

use crate::model::{Analysis, Function, Label};
use crate::packs::TriggerForm;

/// Reads arguments off an analysis.
pub(super) struct Arguments<'a> {
    analysis: &'a Analysis,
}

impl<'a> Arguments<'a> {
    /// For one document.
    pub fn new(analysis: &'a Analysis) -> Self {
        Self { analysis }
    }

    /// The arguments of a trigger: function and head word, coordination expanded, words of the trigger left out.
    pub fn of(&self, head: usize, form: TriggerForm, trigger: &[usize]) -> Vec<(Function, usize)> {
        let mut found: Vec<(Function, usize)> = match form {
            TriggerForm::Adjective => self.described(head),
            _ => self.analysis.arguments(head),
        };
        found.retain(|(_, t)| !trigger.contains(t));
        let mut all = Vec::with_capacity(found.len() + 2);
        for (function, token) in found {
            all.push((function, token));
            let conjuncts =
                self.analysis.children(token).filter(|&t| self.analysis.arcs[t].label == Label::Conjunct);
            all.extend(
                conjuncts.filter(|t| self.analysis.tokens[*t].pos.is_nominal()).map(|t| (function, t)),
            );
        }
        all
    }

    /// An adjective or participle describes its noun; the noun is what it is done to.
    fn described(&self, head: usize) -> Vec<(Function, usize)> {
        let arc = self.analysis.arcs[head];
        let mut found = self.analysis.arguments(head);
        if let (Some(noun), Label::AdjectiveModifier | Label::NounClause) = (arc.head, arc.label) {
            if !found.iter().any(|(f, _)| *f == Function::Object) {
                found.push((Function::Object, noun as usize));
            }
        }
        found
    }
}
