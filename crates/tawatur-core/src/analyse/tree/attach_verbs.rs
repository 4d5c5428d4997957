//! Where finite verbs go: predicate of an open clause, second part of a coordination, clause of saying, clause without
//! conjunction.

use super::attach::{Open, Parent, Scan};
use super::items::{Form, Item, Kind};
use crate::model::Label;
use crate::packs::WordRole;

impl Scan<'_, '_> {
    pub(super) fn verb(&mut self, i: usize) {
        match self.item_of(i).form {
            Form::Finite => self.finite(i),
            Form::Infinitive => self.infinitive(i),
            Form::Participle => self.participle(i),
            Form::Gerund => self.gerund(i),
        }
    }

    /// Makes a verb the predicate of the open clause.
    pub(super) fn place(&mut self, i: usize) {
        let item = self.item_of(i);
        let at = self.top_index();
        let open = &mut self.clauses[at];
        open.verb = Some((item.head, i));
        open.passive = item.passive;
        let label = if item.passive { Label::PassiveSubject } else { Label::Subject };
        let subject = open.subject.filter(|_| !item.has_subject);
        let waiting = std::mem::take(&mut open.waiting);
        let open_relative = open.relative;
        // An infinitive right behind takes the pronoun as its object: "whom they wanted to free".
        let relative = if self.infinitive_next(i) { None } else { open_relative };
        let label = if subject.is_some_and(|s| self.stands_for_nothing(s, i)) { Label::Other } else { label };
        if let Some(subject) = subject {
            self.tree.set(subject, item.head, label);
        } else if item.has_subject
            && let Some(topic) = self.clauses[at].subject
        {
            self.tree.set(topic, item.head, Label::Subject);
        }
        for (word, label) in waiting {
            self.tree.set(word, item.head, label);
        }
        if let Some(relative) = relative {
            let label = if item.passive { Label::PassiveSubject } else { Label::Object };
            self.tree.set(relative, item.head, label);
            self.clauses[at].relative = Some(relative);
            if self.clauses[at].object.is_none() && !item.has_object {
                self.clauses[at].object = Some(relative);
            }
        }
    }

    /// "after the two sides agreed": what was read as a preposition with its noun opens a clause with its subject.
    fn clause_from_preposition(&mut self, i: usize) -> bool {
        let Some((noun, case, stretch)) = self.subject_behind_preposition(i) else { return false };
        let at = self.top_index();
        let waits = |&c: &usize| {
            let open = &self.clauses[c];
            open.verb.is_none() && open.subject.is_some() && open.subject != stretch
        };
        if !self.bare_clauses() || self.conjunction.is_some() || self.stack.iter().any(waits) {
            return false;
        }
        self.tree.heads[noun.head] = None;
        self.tree.heads[case] = None;
        for open in &mut self.clauses {
            open.waiting.retain(|w| w.0 != noun.head);
        }
        let mut parent = self.clauses[at].verb.map_or(Parent::Clause(at), |v| Parent::Word(v.0));
        if let Some(stretch) = stretch.filter(|_| self.clauses[at].subject == stretch) {
            // "Days after …" is no subject; a clause that was opened for it is the one told here.
            self.clauses[at].subject = None;
            if self.stack.len() > 1 && self.clauses[at].label == Label::Complement {
                parent = self.clauses[at].parent;
                self.stack.pop();
            }
            self.tree.heads[stretch] = None;
        }
        let mut open = Open { subject: Some(noun.head), ..Open::new(parent, Label::Adverbial) };
        open.waiting.push((case, Label::Mark));
        open.waiting.extend(stretch.map(|s| (s, Label::Oblique)));
        self.push(open);
        self.place(i);
        true
    }

    /// The noun group before a verb whose preposition may open a clause ("after the raid *on the camp* failed"), with that
    /// preposition and the stretch of time before it ("days after …").
    fn subject_behind_preposition(&self, i: usize) -> Option<(Item, usize, Option<usize>)> {
        let mut before =
            self.tree.items[..i].iter().rev().filter(|x| !x.is_silent() && x.kind != Kind::Coordination);
        let mut nearest = !self.comma;
        loop {
            let noun = before.next().filter(|b| b.kind == Kind::Noun)?;
            if noun.case.is_none() && self.tree.labels[noun.head] == Label::Conjunct {
                continue;
            }
            let case = noun.case.filter(|_| nearest || !self.comma && !self.speech_inversion(i))?;
            if self.tree.words[case].roles.has(WordRole::Subordinator) {
                let stretch = before.next().filter(|b| b.is_bare_noun() && b.time).map(|b| b.head);
                return Some((*noun, case, stretch));
            }
            nearest = false;
        }
    }

    /// A subject further up still waits for its verb: the next finite verb is its own.
    pub(super) fn subject_waits_for_verb(&self) -> bool {
        self.stack.iter().any(|&c| self.clauses[c].verb.is_none() && self.clauses[c].subject.is_some())
    }

    /// An infinitive without object of its own follows at once.
    fn infinitive_next(&self, i: usize) -> bool {
        let mut rest = self.tree.items[i + 1..].iter().filter(|x| x.kind != Kind::Adverb && !x.is_silent());
        let infinitive =
            rest.next().is_some_and(|n| n.kind == Kind::Verb && n.form == Form::Infinitive && !n.has_object);
        infinitive && !rest.next().is_some_and(|n| n.is_bare_noun() && !n.time)
    }

    /// *il* in *il faut*, *il y a*.
    fn stands_for_nothing(&self, subject: usize, i: usize) -> bool {
        let item = self.item_of(i);
        self.tree.words[subject].roles.has(WordRole::SubjectClitic)
            && self.tree.words[subject].roles.has(WordRole::Impersonal)
            && (self.tree.words[item.head].roles.has(WordRole::Impersonal)
                || (item.first..item.head).any(|k| self.tree.words[k].roles.has(WordRole::Impersonal)))
    }

    fn finite(&mut self, i: usize) {
        if self.clause_from_preposition(i) {
            return;
        }
        let at = self.top_index();
        let Some((verb, _)) = self.clauses[at].verb else {
            if self.verb_first() && self.item_of(i).has_object && self.describes_noun_before(i).is_some() {
                // "in an attack that gunmen carried out": the pronoun on the verb stands for the noun.
                self.unmarked_clause(i, self.item_of(i).head);
                return;
            }
            // The subject of the clause follows a verb that opens it.
            if self.clauses[at].subject.is_none() && (self.verb_first() || self.speech_inversion(i)) {
                self.clauses[at].inverted = true;
            }
            self.place(i);
            return;
        };
        if self.conjunction.is_some() {
            self.join(i);
            return;
        }
        if let Some(at) =
            self.stack.iter().rposition(|&c| self.clauses[c].verb.is_none() && self.waits_for_verb(c))
        {
            self.stack.truncate(at + 1);
            self.place(i);
            return;
        }
        if self.verb_first() {
            self.unmarked_clause(i, verb);
            return;
        }
        if self.said_of_relative(i) {
            return;
        }
        if self.comma && self.speech_inversion(i) {
            self.push(Open { inverted: true, ..Open::new(Parent::Word(verb), Label::Parataxis) });
            self.place(i);
            return;
        }
        // The object of the verb before was the subject of this one.
        let object = self.clauses[at].object;
        let last = self.last_noun;
        if let Some(noun) = last
            && self.before(i).is_some_and(|b| b.kind == Kind::Noun || b.kind == Kind::Adverb)
            && !self.comma
            && (object == Some(noun) || self.tree.heads[noun].is_some_and(|h| Some(h as usize) == object))
        {
            let subject = object.unwrap_or(noun);
            self.tree.heads[subject] = None;
            self.clauses[at].object = None;
            self.push(Open { subject: Some(subject), ..Open::new(Parent::Word(verb), Label::Complement) });
            self.place(i);
            return;
        }
        let label = if self.comma { Label::Parataxis } else { Label::Complement };
        if self.comma {
            // A list of verbs without conjunction shares the subject.
            self.stack.pop();
            self.push(Open::new(
                Parent::Word(verb),
                if self.list_of_verbs(i) { Label::Conjunct } else { label },
            ));
        } else {
            self.push(Open::new(Parent::Word(verb), label));
        }
        self.place(i);
    }

    /// "The attack which it said targeted the base": behind a verb of saying the relative pronoun is the subject of what
    /// is said.
    fn said_of_relative(&mut self, i: usize) -> bool {
        let at = self.top_index();
        let Some((verb, _)) = self.clauses[at].verb else { return false };
        let speech = self.tree.words[verb].roles.has(WordRole::Speech);
        let next = self.before(i).is_some_and(|b| b.head == verb) && !self.comma;
        let Some(pronoun) = self.clauses[at].relative.filter(|_| speech && next) else { return false };
        self.tree.heads[pronoun] = None;
        self.clauses[at].object = None;
        self.push(Open { subject: Some(pronoun), ..Open::new(Parent::Word(verb), Label::Complement) });
        self.place(i);
        true
    }

    /// True for a clause that has all it needs before its verb.
    fn waits_for_verb(&self, c: usize) -> bool {
        let open = &self.clauses[c];
        open.subject.is_some()
            || open.relative.is_some()
            || self.verb_first()
            || c == self.stack[0]
            || !open.waiting.is_empty()
    }

    /// "came, saw and won": a conjunction with a verb follows later on.
    fn list_of_verbs(&self, i: usize) -> bool {
        let items = &self.tree.items;
        (i + 1..items.len())
            .any(|k| items[k].kind == Kind::Coordination && items.get(k + 1).is_some_and(|n| n.is_finite()))
    }

    /// A verb of saying with its subject behind it.
    fn speech_inversion(&self, i: usize) -> bool {
        let item = self.item_of(i);
        self.tree.words[item.head].roles.has(WordRole::Speech)
            && (item.has_subject
                || self.tree.items[i + 1..]
                    .iter()
                    .find(|x| {
                        x.kind != Kind::Adverb && !(x.kind == Kind::Noun && (x.time || x.case.is_some()))
                    })
                    .is_some_and(|n| n.is_bare_noun()))
    }

    /// A verb after a conjunction: joins the clause whose form it shares.
    pub(super) fn join(&mut self, i: usize) {
        let item = self.item_of(i);
        while self.stack.len() > 1 {
            let at = self.top_index();
            let same = self.clauses[at].verb.is_some_and(|(_, k)| self.item_of(k).form == item.form);
            if same && item.form == Form::Finite && self.number_clash(at, i) && self.agreeing_below(i) {
                self.stack.pop();
                continue;
            }
            if same || item.form != Form::Finite && !self.same_form_below(item.form) {
                break;
            }
            self.stack.pop();
        }
        let at = self.top_index();
        let Some((verb, _)) = self.clauses[at].verb else {
            self.place(i);
            return;
        };
        let shared = self.clauses[at].subject;
        if self.stack.len() > 1 {
            self.stack.pop();
        }
        self.push(Open { inverted: self.verb_first(), ..Open::new(Parent::Word(verb), Label::Conjunct) });
        self.place(i);
        if !self.verb_first() {
            // Known for agreement; the tree leaves what is shared to the first verb.
            self.top().subject = shared;
        }
    }

    /// The verb at `i` and the subject of a clause differ in number.
    fn number_clash(&self, clause: usize, i: usize) -> bool {
        use crate::model::Feature::{Plural, Singular};
        let Some(subject) = self.clauses[clause].subject else { return false };
        let item = self.item_of(i);
        let opening = (item.first..=item.last).find(|&k| {
            let features = self.tree.tokens[k].features;
            self.tree.words[k].pos != crate::model::PartOfSpeech::Pron
                && (features.has(Plural) || features.has(Singular))
        });
        let Some(verb) = opening.map(|k| self.tree.tokens[k].features) else { return false };
        let noun = self.tree.tokens[subject].features;
        let several = self
            .tree
            .labels
            .iter()
            .zip(&self.tree.heads)
            .any(|(l, h)| *l == Label::Conjunct && *h == Some(subject as u32));
        noun.has(Plural) && verb.has(Singular) || noun.has(Singular) && verb.has(Plural) && !several
    }

    fn agreeing_below(&self, i: usize) -> bool {
        let below = &self.stack[..self.stack.len() - 1];
        below.iter().any(|&c| {
            self.clauses[c].subject.is_some()
                && self.clauses[c].verb.is_some_and(|(_, k)| self.item_of(k).form == Form::Finite)
                && !self.number_clash(c, i)
        })
    }

    pub(super) fn same_form_below(&self, form: Form) -> bool {
        self.stack.iter().any(|&c| self.clauses[c].verb.is_some_and(|(_, k)| self.item_of(k).form == form))
    }

    /// Verb-first languages: a verb without conjunction describes an indefinite noun before it, or goes on with the sentence.
    fn unmarked_clause(&mut self, i: usize, verb: usize) {
        let open = match self.describes_noun_before(i) {
            Some(noun) => Open::new(Parent::Word(noun), Label::Relative),
            None => {
                let near = self.before(i).is_some_and(|b| b.kind == Kind::Verb);
                Open::new(Parent::Word(verb), if near { Label::OpenComplement } else { Label::Adverbial })
            }
        };
        self.push(Open { inverted: true, ..open });
        self.place(i);
    }

    /// The indefinite noun right before a verb, which a verb without conjunction describes.
    fn describes_noun_before(&self, i: usize) -> Option<usize> {
        let adjacent =
            self.before(i).is_some_and(|b| matches!(b.kind, Kind::Noun | Kind::Adjective)) && !self.comma;
        self.last_noun.filter(|&n| {
            let open = self.is_common(n) && !self.tree.is_definite(n);
            adjacent && (open || self.tree.words[n].roles.has(WordRole::FreeRelative))
        })
    }
}
