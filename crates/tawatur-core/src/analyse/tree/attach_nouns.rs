//! Where noun groups go: subject, object, oblique, complement of a noun, apposition, part of a coordination.

use super::attach::{OUTWARD, Open, Parent, Scan};
use super::items::{Form, Item, Kind};
use crate::model::{Function, Label, PartOfSpeech};
use crate::packs::WordRole;

impl Scan<'_, '_> {
    pub(super) fn noun(&mut self, i: usize) {
        let item = self.item_of(i);
        if item.case.is_some() {
            self.prepositional(i);
        } else {
            self.bare(i);
        }
        self.last_noun = Some(item.head);
    }

    fn bare(&mut self, i: usize) {
        if self.conjunction.is_some() && self.coordinate(i) || self.comma && self.after_comma(i) {
            return;
        }
        if self.top().verb.is_none() {
            self.before_verb(i);
        } else {
            self.after_verb(i);
        }
    }

    /// A noun group after a conjunction: a new clause when a verb follows, else part of a coordination.
    fn coordinate(&mut self, i: usize) -> bool {
        let item = self.item_of(i);
        let verb = self.top().verb;
        let clause = self.finite_ahead(i, true)
            && !self.follows_as(i)
            && (!self.verb_first() || self.tree.is_definite(item.head) && self.verb_follows(i));
        if let Some((verb, _)) = verb
            && clause
        {
            let verb = self.leave_lower_clauses().unwrap_or(verb);
            let open = Open { subject: Some(item.head), ..Open::new(Parent::Word(verb), Label::Conjunct) };
            self.stack.truncate(self.stack.len().saturating_sub(1));
            self.push(open);
            return true;
        }
        let Some(target) = self.conjunct_target(i) else { return false };
        let target = self.like_complement(target, i).unwrap_or(target);
        self.tree.set(item.head, target, Label::Conjunct);
        true
    }

    /// "As the army and the rebels agreed": both belong to the clause that "as" opens.
    fn follows_as(&self, i: usize) -> bool {
        let mut before = self.tree.items[..i].iter().rev().filter(|x| !x.is_silent());
        let joined = before.next().is_some_and(|x| x.kind == Kind::Coordination);
        let words = &self.tree.words;
        let opens = |c: usize| {
            words[c].roles.has(WordRole::Subordinator) && words[c].preposition == Some(Function::As)
        };
        joined && before.next().is_some_and(|x| x.kind == Kind::Noun && x.case.is_some_and(opens))
    }

    fn verb_follows(&self, i: usize) -> bool {
        self.tree.items.get(i + 1).is_some_and(|n| n.is_finite())
    }

    /// Leaves infinitives, participles and relative clauses for the clause that a new main clause joins.
    fn leave_lower_clauses(&mut self) -> Option<usize> {
        while self.stack.len() > 1 {
            let at = self.top_index();
            let open = &self.clauses[at];
            let lower = self.top_is_nonfinite() || open.label == Label::Relative && self.comma;
            if !lower {
                break;
            }
            self.stack.pop();
        }
        self.top().verb.map(|v| v.0)
    }

    /// The noun that the noun group at `i` is coordinated with.
    pub(super) fn conjunct_target(&self, i: usize) -> Option<usize> {
        let item = self.item_of(i);
        let last = self.last_noun?;
        let proper = |k: usize| self.tree.words[k].pos == PartOfSpeech::Propn;
        let mut at = last;
        // A group with its own preposition joins one that has one too; a common noun rather joins a common noun.
        for _ in 0..OUTWARD {
            let has_case = self.has_case(at);
            let fits = if item.case.is_some() {
                has_case && self.same_case(at, i)
            } else {
                proper(at) == proper(item.head) && !self.tree.words[at].roles.has(WordRole::TimeNoun)
            };
            if fits {
                return Some(self.first_conjunct(at));
            }
            match self.tree.heads[at] {
                Some(up)
                    if matches!(
                        self.tree.labels[at],
                        Label::NounModifier | Label::Conjunct | Label::Apposition | Label::Possessor
                    ) =>
                {
                    at = up as usize
                }
                _ => break,
            }
        }
        item.case.is_none().then(|| self.first_conjunct(last))
    }

    fn first_conjunct(&self, k: usize) -> usize {
        match self.tree.heads[k] {
            Some(up) if self.tree.labels[k] == Label::Conjunct => up as usize,
            _ => k,
        }
    }

    pub(super) fn has_case(&self, k: usize) -> bool {
        self.case_of(k).is_some()
    }

    pub(super) fn case_of(&self, k: usize) -> Option<usize> {
        self.tree.items.iter().find(|x| x.kind == Kind::Noun && x.head == k).and_then(|x| x.case)
    }

    fn same_case(&self, k: usize, i: usize) -> bool {
        let (Some(a), Some(b)) = (self.case_of(k), self.item_of(i).case) else { return false };
        self.tree.tokens[a].lemma == self.tree.tokens[b].lemma
            || self.tree.words[a].preposition == self.tree.words[b].preposition
    }

    /// A noun group after a comma: part of a list, an apposition, or the subject of the clause a fronted one waits for.
    fn after_comma(&mut self, i: usize) -> bool {
        let item = self.item_of(i);
        let before = self.tree.items[..i]
            .iter()
            .rev()
            .find(|x| !matches!(x.kind, Kind::Comma | Kind::Stop) && !x.is_silent())
            .copied();
        let after_noun = before.is_some_and(|b| b.kind == Kind::Noun);
        let ahead = self.finite_ahead(i, true);
        let waiting = self
            .stack
            .iter()
            .rposition(|&c| self.clauses[c].verb.is_none() && self.clauses[c].subject.is_none());
        if let Some(at) = waiting.filter(|_| ahead && self.top().verb.is_some()) {
            self.stack.truncate(at + 1);
            self.top().subject = Some(item.head);
            return true;
        }
        let Some(noun) = self.last_noun.filter(|_| after_noun) else { return false };
        if self.top().verb.is_none() && self.top().subject.is_none() {
            return false;
        }
        // What follows a time between commas goes on with the clause: "attacked, on Monday, the town".
        let parenthesis = before.is_some_and(|b| b.time && b.case.is_none());
        if parenthesis && self.verb_first() && self.top().verb.is_some() && self.top().object.is_none() {
            return false;
        }
        if let Some(target) = self.conjunct_target(i).filter(|_| self.list_ahead(i)) {
            self.tree.set(item.head, target, Label::Conjunct);
            return true;
        }
        // "signed, under the auspices of X, a truce": the object of a verb that would be empty without one.
        let lacking = self.clauses[self.top_index()].verb.is_some_and(|(verb, k)| {
            let group = self.item_of(k);
            self.tree.words[verb].roles.has(WordRole::Light) && !group.has_object && !group.bare_auxiliary
        });
        if lacking
            && !self.top().passive
            && self.top().object.is_none()
            && self.has_case(noun)
            && !self.tree.is_definite(item.head)
        {
            return false;
        }
        if self.top().verb.is_none() {
            if item.time || self.tree.words[noun].roles.has(WordRole::TimeNoun) {
                return false;
            }
            if self.tree.words[item.head].pos == PartOfSpeech::Pron && self.next_is_finite(i) {
                // "A keen rider, he …": what stood before describes the pronoun.
                if let Some(first) = self.top().subject.replace(item.head) {
                    self.tree.set(first, item.head, Label::Apposition);
                }
                return true;
            }
            self.tree.set(item.head, noun, Label::Apposition);
            return true;
        }
        if item.time {
            return false;
        }
        if ahead {
            let verb = self.clauses[self.stack[0]].verb.map_or(Parent::Sentence, |v| Parent::Word(v.0));
            self.push(Open { subject: Some(item.head), ..Open::new(verb, Label::Parataxis) });
            return true;
        }
        if self.verb_first() && self.top().object.is_none() && self.top().subject.is_none() {
            return false;
        }
        self.tree.set(item.head, noun, Label::Apposition);
        true
    }

    /// "A, B and C": only noun groups and commas up to a conjunction with a noun group.
    fn list_ahead(&self, i: usize) -> bool {
        let items = &self.tree.items;
        let mut k = i + 1;
        while let Some(next) = items.get(k) {
            match next.kind {
                Kind::Noun | Kind::Comma | Kind::Adjective | Kind::Done | Kind::Quote => k += 1,
                Kind::Coordination => {
                    return items.get(k + 1).is_some_and(|n| n.kind == Kind::Noun && n.case.is_none());
                }
                _ => return false,
            }
        }
        false
    }

    /// A bare noun group where the clause has no verb yet.
    fn before_verb(&mut self, i: usize) {
        let item = self.item_of(i);
        let next_is_verb = self.next_is_finite(i);
        let roles = self.tree.words[item.head].roles;
        if roles.has(WordRole::Expletive) {
            self.top().waiting.push((item.head, Label::Other));
            self.top().inverted = true;
            return;
        }
        let another = !next_is_verb && item.time && self.bare_noun_before_verb(i);
        match self.top().subject {
            None if another => self.top().waiting.push((item.head, Label::Oblique)),
            None => self.top().subject = Some(item.head),
            Some(first) => {
                let noun = self.last_noun.unwrap_or(first);
                let adjacent = self.before(i).is_some_and(|b| b.kind == Kind::Noun);
                if item.time {
                    self.top().waiting.push((item.head, Label::Oblique));
                } else if next_is_verb
                    && adjacent
                    && self.bare_clauses()
                    && self.tree.words[noun].pos != PartOfSpeech::Pron
                {
                    // "the town the army took": a relative clause without pronoun.
                    let open =
                        Open { subject: Some(item.head), ..Open::new(Parent::Word(noun), Label::Relative) };
                    self.push(open);
                } else if self.tree.words[first].roles.has(WordRole::TimeNoun) {
                    self.top().waiting.push((first, Label::Oblique));
                    self.top().subject = Some(item.head);
                } else {
                    self.tree.set(item.head, noun, Label::Apposition);
                }
            }
        }
    }

    /// A finite verb is the next thing, adverbs left out.
    fn next_is_finite(&self, i: usize) -> bool {
        let next = self.tree.items[i + 1..].iter().find(|x| x.kind != Kind::Adverb && !x.is_silent());
        next.is_some_and(|n| n.is_finite())
    }

    pub(super) fn bare_clauses(&self) -> bool {
        self.tree.language.grammar.bare_clauses
    }

    fn bare_noun_before_verb(&self, i: usize) -> bool {
        for next in &self.tree.items[i + 1..] {
            match next.kind {
                Kind::Noun if next.case.is_none() && !next.time => return true,
                Kind::Verb if self.verb_first() => return true,
                Kind::Verb | Kind::Mark => return false,
                _ => {}
            }
        }
        false
    }

    /// A bare noun group behind the verb.
    fn after_verb(&mut self, i: usize) {
        let item = self.item_of(i);
        let Some((verb, verb_item)) = self.top().verb else { return };
        let described = self.last_noun.filter(|&noun| self.echoes(i, noun)).or_else(|| self.bearer(i));
        if let Some(noun) = described {
            self.tree.set(item.head, noun, Label::Apposition);
            return;
        }
        let group = self.item_of(verb_item);
        if self.takes_subject(i) {
            let label = if self.top().passive { Label::PassiveSubject } else { Label::Subject };
            self.top().subject = Some(item.head);
            self.tree.set(item.head, verb, label);
            return;
        }
        let free = self.top().object.is_none() && !group.has_object && !group.bare_auxiliary;
        let predicate = self.tree.words[verb].pos != PartOfSpeech::Verb;
        // "arrested Tuesday a lawyer": a day says when, and so does any time before a noun that can be the object.
        let when = self.tree.words[item.head].roles.has(WordRole::DayNoun) || self.second_noun_follows(i);
        // "Tried several times to advance"
        let infinitive = self.tree.items.get(i + 1).is_some_and(|n| n.form == Form::Infinitive);
        let when = when || infinitive;
        if item.time && (!free || when || !self.next_to_verb(i, verb_item) || self.top().passive) {
            self.tree.set(item.head, verb, Label::Oblique);
            return;
        }
        let clause_verb = self.tree.words[verb].roles.any(&[WordRole::Speech, WordRole::ObjectControl]);
        let object_of_light = self.tree.words[verb].roles.has(WordRole::Light)
            && (self.is_accusative(item.head)
                || self.is_common(item.head) && !self.tree.is_definite(item.head));
        if self.top().passive
            && free
            && self.verb_first()
            && (self.next_noun_after_subject(i)
                || object_of_light && !item.time
                || self.behind_closed_group(i))
        {
            // An unvowelled verb with subject and object is no passive, whatever its tag says.
            self.top().passive = false;
            if let Some(subject) = self.top().subject {
                self.tree.reset(subject, verb, Label::Subject);
            }
        }
        let bare_clause =
            self.bare_clauses() && !predicate && (clause_verb || !self.subject_waits_for_verb());
        if bare_clause && self.finite_ahead(i, false) {
            // "said the army took the town": a clause without conjunction.
            let speaker = !clause_verb && (self.ends_with_speech(i) || self.comma && self.speaks(i));
            let noun_before = self.before(i).filter(|b| b.kind == Kind::Noun);
            let described = noun_before.is_some_and(|b| !b.time) && self.verb_follows(i) && !clause_verb;
            let label = match free {
                _ if speaker => Label::Parataxis,
                // "advanced from the districts it has taken"
                true if described => Label::Relative,
                true => Label::Complement,
                false if noun_before.is_some() && self.verb_follows(i) => Label::Relative,
                false => Label::Parataxis,
            };
            let root = self.clauses[self.stack[0]].verb.map(|v| v.0).filter(|_| speaker);
            let parent = match label {
                Label::Relative => self.last_noun.unwrap_or(verb),
                _ => root.unwrap_or(verb),
            };
            self.push(Open { subject: Some(item.head), ..Open::new(Parent::Word(parent), label) });
            return;
        }
        if self.tree.words[verb].roles.has(WordRole::Copular) && free && self.next_to_verb(i, verb_item) {
            self.tree.set(item.head, verb, Label::OpenComplement);
            return;
        }
        if let Some(noun) = self.last_noun.filter(|_| self.is_name_of(i)) {
            self.tree.set(item.head, noun, Label::Apposition);
            return;
        }
        if free
            && !predicate
            && (!self.top().passive || self.tree.words[verb].roles.has(WordRole::Ditransitive))
        {
            if self.top().relative.is_some() {
                // The pronoun is the object already: what follows says something of it.
                let label = if self.top().subject.is_none() { Label::Subject } else { Label::OpenComplement };
                if label == Label::Subject {
                    self.top().subject = Some(item.head);
                }
                self.tree.set(item.head, verb, label);
                return;
            }
            self.top().object = Some(item.head);
            self.tree.set(item.head, verb, Label::Object);
            return;
        }
        if let Some(object) = self.top().object
            && self.tree.words[verb].roles.has(WordRole::Ditransitive)
            && self.before(i).is_some_and(|b| b.head == object)
        {
            self.tree.reset(object, verb, Label::Indirect);
            self.tree.set(item.head, verb, Label::Object);
            self.top().object = Some(item.head);
            return;
        }
        let described = |&noun: &usize| self.tree.words[noun].pos != PartOfSpeech::Pron;
        match self
            .last_noun
            .filter(described)
            .filter(|_| self.before(i).is_some_and(|b| b.kind == Kind::Noun))
        {
            Some(noun) => self.tree.set(item.head, noun, Label::Apposition),
            None => self.tree.set(item.head, verb, Label::Oblique),
        }
    }

    /// ", a source told the agency": the verb behind the noun group at `i` is one of saying.
    fn speaks(&self, i: usize) -> bool {
        let adjunct =
            |x: &&Item| x.kind == Kind::Adverb || x.kind == Kind::Noun && (x.time || x.case.is_some());
        let mut rest = self.tree.items[i + 1..].iter().filter(|x| !x.is_silent()).skip_while(adjunct);
        rest.next().is_some_and(|v| v.is_finite() && self.tree.words[v.head].roles.has(WordRole::Speech))
    }

    /// "The rebels took the town an official said": the noun group at `i` speaks, and nothing but a time or a place follows.
    fn ends_with_speech(&self, i: usize) -> bool {
        let adjunct =
            |x: &&Item| x.kind == Kind::Adverb || x.kind == Kind::Noun && (x.time || x.case.is_some());
        let mut rest = self.tree.items[i + 1..].iter().filter(|x| !x.is_silent()).skip_while(adjunct);
        let says =
            rest.next().is_some_and(|v| v.is_finite() && self.tree.words[v.head].roles.has(WordRole::Speech));
        says && rest.find(|x| !adjunct(x)).is_none_or(|x| matches!(x.kind, Kind::Stop | Kind::Comma))
    }

    /// "Said the regional governor *Jean Ngoma*": where adjectives follow their noun, a bare name right behind them names
    /// who the noun tells of.
    fn is_name_of(&self, i: usize) -> bool {
        let item = self.item_of(i);
        let name = self.tree.words[item.head].pos == PartOfSpeech::Propn && item.first == item.head;
        let right_behind = self.before(i).is_some_and(|b| {
            let common = self.tree.words[b.head].pos == PartOfSpeech::Noun && !b.time;
            b.kind == Kind::Noun && common && b.last + 1 == item.first
        });
        let after = self.tree.language.settings.order.adjective_after;
        name && right_behind && after && !self.verb_first()
    }

    fn next_to_verb(&self, i: usize, verb_item: usize) -> bool {
        self.tree.items[verb_item + 1..i].iter().all(|x| x.is_silent() || x.kind == Kind::Adverb)
    }
}
