//! Predicates made of a copula and a noun or adjective, and auxiliaries that stand apart from their verb.

use super::Tree;
use super::items::Kind;
use crate::model::Label;

impl Tree<'_> {
    /// Joins copulas with their predicates and auxiliaries with the verbs they are parted from.
    pub(super) fn find_predicates(&mut self) {
        for i in 0..self.items.len() {
            if self.items[i].kind == Kind::Verb && self.items[i].bare_auxiliary {
                if self.language.settings.order.verb_first {
                    self.join_far_auxiliary(i);
                } else {
                    self.join_copula(i);
                }
            }
        }
    }

    /// "is dangerous", "was the leader", "were in the town": the predicate is the head, as Universal Dependencies has it.
    fn join_copula(&mut self, i: usize) {
        let mut k = i + 1;
        while self.items.get(k).is_some_and(|x| x.kind == Kind::Adverb || x.kind == Kind::Quote) {
            k += 1;
        }
        let Some(next) = self.items.get(k).copied() else { return };
        if !matches!(next.kind, Kind::Adjective | Kind::Noun) {
            return;
        }
        self.join_predicate(i, k);
    }

    fn join_predicate(&mut self, i: usize, k: usize) {
        let (auxiliary, predicate) = (self.items[i], self.items[k]);
        for word in 0..self.tokens.len() {
            if self.heads[word] == Some(auxiliary.head as u32) {
                self.reset(word, predicate.head, self.labels[word]);
            }
        }
        self.set(auxiliary.head, predicate.head, Label::Auxiliary);
        let item = &mut self.items[i];
        item.head = predicate.head;
        item.bare_auxiliary = false;
        if k == i + 1 {
            item.last = predicate.last;
        }
        self.items[k].kind = Kind::Done;
    }

    /// Verb-first languages: the subject may stand between the auxiliary and its verb or predicate.
    fn join_far_auxiliary(&mut self, i: usize) {
        let mut subject = i > 0 && self.items[i - 1].is_bare_noun();
        let mut predicate = None;
        for k in i + 1..self.items.len() {
            let next = self.items[k];
            match next.kind {
                Kind::Verb if next.is_finite() && !next.bare_auxiliary => {
                    self.set(self.items[i].head, next.head, Label::Auxiliary);
                    self.items[i].kind = Kind::Done;
                    return;
                }
                Kind::Noun if next.case.is_none() && !subject => subject = true,
                Kind::Noun if next.case.is_none() => {
                    predicate = Some(k);
                    break;
                }
                Kind::Adjective => {
                    predicate = Some(k);
                    break;
                }
                Kind::Noun => predicate = predicate.or(Some(k)),
                Kind::Adverb | Kind::Done | Kind::Quote => {}
                _ => break,
            }
        }
        if let Some(k) = predicate {
            self.join_predicate(i, k);
        }
    }
}
