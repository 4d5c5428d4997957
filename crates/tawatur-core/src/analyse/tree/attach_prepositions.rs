//! Where noun groups with a preposition go: to the noun before them or to the verb.

use super::attach::Scan;
use super::items::Kind;
use crate::model::{Feature, Function, Label, PartOfSpeech};
use crate::packs::WordRole;

impl Scan<'_, '_> {
    /// A noun group with a preposition.
    pub(super) fn prepositional(&mut self, i: usize) {
        let item = self.item_of(i);
        let class = item.case.and_then(|c| self.tree.words[c].preposition).unwrap_or(Function::Other);
        if self.conjunction.is_some()
            && let Some(target) = self.conjunct_target(i)
        {
            self.tree.set(item.head, target, Label::Conjunct);
            return;
        }
        if let Some(adjective) = self.governing_adjective(i) {
            self.tree.set(item.head, adjective, Label::Oblique);
            return;
        }
        let before = self.before(i);
        let after_noun = before
            .is_some_and(|b| b.kind == Kind::Noun || b.kind == Kind::Adjective && self.last_noun.is_some())
            && !self.comma;
        let including = item.case.is_some_and(|c| self.tree.words[c].roles.has(WordRole::Including));
        let on_noun = match self.last_noun {
            Some(_) if including => true,
            Some(noun) if after_noun => self.prefers_noun(i, noun, class),
            _ => false,
        };
        match self.last_noun {
            Some(noun) if on_noun => {
                let outer = class == Function::Agent
                    || class == Function::Against && !self.tree.language.settings.order.construct_state;
                let noun = if outer { self.outer_noun(noun) } else { noun };
                self.tree.set(item.head, noun, Label::NounModifier);
            }
            _ => self.hang_on_verb(item.head, Label::Oblique),
        }
    }

    /// The noun that a chain of complements hangs on: who does it, and to whom, is said of the whole ("an attack of
    /// gunmen against a village").
    fn outer_noun(&self, noun: usize) -> usize {
        let mut at = noun;
        while let Some(up) = self.tree.heads[at].filter(|_| self.tree.labels[at] == Label::NounModifier) {
            at = up as usize;
        }
        at
    }

    /// True when a prepositional group right behind a noun belongs to that noun rather than to the verb.
    fn prefers_noun(&mut self, i: usize, noun: usize, class: Function) -> bool {
        // "seized Monday of the town": nothing but a time hangs on a day.
        let day = self.tree.words[noun].roles.has(WordRole::DayNoun) && !self.has_case(noun);
        if day && self.top().verb.is_some() && !self.item_of(i).time {
            return false;
        }
        if class == Function::Of {
            return true;
        }
        // "Kidnapped on 3 January by the rebels": nobody does a time.
        let time = self.tree.words[noun].roles.has(WordRole::TimeNoun);
        if class == Function::Agent && time && self.top().verb.is_some() {
            return false;
        }
        let pronoun = self.tree.words[noun].pos == PartOfSpeech::Pron;
        let Some((verb, verb_item)) = self.top().verb else {
            // Between subject and verb everything belongs to the subject; in front of it, to the verb to come.
            return self.top().subject.is_some() && !self.item_of(i).time;
        };
        if pronoun || self.item_of(i).time {
            return false;
        }
        let top_passive =
            self.top().passive || self.item_of(verb_item).form == super::items::Form::Participle;
        let action = self.is_common(noun)
            && (self.tree.tokens[noun].features.has(Feature::VerbalNoun)
                || self.tree.words[verb].roles.any(&[WordRole::Light, WordRole::PassiveLight])
                    && self.tree.heads[noun] == Some(verb as u32)
                    && matches!(
                        self.tree.labels[noun],
                        Label::Object | Label::Subject | Label::PassiveSubject
                    ));
        if class == Function::Agent {
            // Where the passive is not written, the tag of the verb does not tell.
            return !top_passive && (action || !self.tree.language.grammar.unwritten_passive);
        }
        // "The authorities released …": in a verb-first clause what follows the subject belongs to the verb.
        let subject = self.verb_first() && self.clauses[self.top_index()].subject == Some(noun);
        match class {
            Function::Between | Function::Against | Function::For | Function::With => {
                action || self.is_common(noun) && !subject
            }
            // "The raid on the camp led to …": so does what follows a noun that is an oblique itself.
            Function::About => {
                let oblique = self.verb_first() && self.has_case(noun);
                action || self.is_common(noun) && !subject && !oblique
            }
            Function::Goal | Function::From => action && !subject,
            Function::Place => self.is_near(i, noun),
            _ => false,
        }
    }
}
