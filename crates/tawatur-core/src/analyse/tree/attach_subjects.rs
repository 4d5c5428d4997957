//! Whether a noun behind a verb is its subject or its object. Which verb that is, `attach_nouns` says.

use super::attach::Scan;
use super::items::Kind;
use crate::model::{Feature, Label, PartOfSpeech};
use crate::packs::WordRole;

impl Scan<'_, '_> {
    /// True when the bare noun group at `i` is the subject of the verb before it.
    pub(super) fn takes_subject(&mut self, i: usize) -> bool {
        let item = self.item_of(i);
        let verb_first = self.verb_first();
        let top = self.top();
        let Some((verb, verb_item)) = top.verb else { return false };
        let (inverted, passive) = (top.inverted || verb_first, top.passive);
        let inverted = inverted || self.subject_behind(verb, verb_item, passive);
        let top = self.top();
        if top.subject.is_some() || !inverted {
            return false;
        }
        let shares_subject = top.label == Label::Conjunct;
        let passive = top.passive;
        let group = self.item_of(verb_item);
        if group.has_subject || item.time && (!self.tree.is_definite(item.head) || verb_first && self.comma) {
            return false;
        }
        if !verb_first {
            return true;
        }
        if matches!(group.form, super::items::Form::Infinitive) {
            return false;
        }
        let features = self.tree.tokens[verb].features;
        let form = &self.tree.tokens[verb].folded;
        let full = features.has(Feature::FirstPerson)
            || features.has(Feature::SecondPerson)
            || self.tree.language.grammar.subject_endings.iter().any(|e| form.ends_with(e.as_str()));
        if full {
            return false;
        }
        if passive {
            return true;
        }
        let noun = self.tree.tokens[item.head].features;
        let thing_plural = noun.has(Feature::Plural) && features.has(Feature::Feminine);
        let clash = !thing_plural
            && (features.has(Feature::Feminine) && noun.has(Feature::Masculine)
                || features.has(Feature::Masculine)
                    && self.is_feminine(item.head)
                    && !noun.has(Feature::Plural));
        if clash && !(self.tree.is_definite(item.head) && self.second_noun_follows(i)) {
            return false;
        }
        if shares_subject && !self.tree.words[verb].roles.has(WordRole::Intransitive) {
            // A coordinated verb usually keeps the subject it has: a new one is definite or followed by an object.
            return group.has_object
                || self.tree.is_definite(item.head)
                || self.tree.words[item.head].pos == PartOfSpeech::Propn
                || self.second_noun_follows(i);
        }
        true
    }

    /// True when the language lets the subject of this verb follow it: the verb takes no object.
    fn subject_behind(&self, verb: usize, verb_item: usize, passive: bool) -> bool {
        let order = &self.tree.language.settings.order;
        let reflexive = |k: usize| self.tree.words[k].roles.has(WordRole::Reflexive);
        let group = self.item_of(verb_item);
        order.subject_behind
            && (passive
                || self.tree.words[verb].roles.has(WordRole::Intransitive)
                || (group.first..group.head).any(reflexive))
    }

    pub(super) fn second_noun_follows(&self, i: usize) -> bool {
        for next in &self.tree.items[i + 1..] {
            match next.kind {
                Kind::Noun if next.case.is_none() && !next.time => return true,
                Kind::Noun | Kind::Adverb | Kind::Done | Kind::Quote | Kind::Adjective => {}
                _ => return false,
            }
        }
        false
    }
}
