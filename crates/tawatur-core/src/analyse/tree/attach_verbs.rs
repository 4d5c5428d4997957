//! Where verb groups go: predicate of an open clause, second part of a coordination, infinitive, participle, clause of
//! saying; and predicates made of a copula and a noun or adjective.

use super::Tree;
use super::attach::{Open, Parent, Scan};
use super::items::{Form, Kind};
use crate::model::{Function, Label};
use crate::packs::WordRole;

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
    fn place(&mut self, i: usize) {
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
        let at = self.top_index();
        let Some((verb, _)) = self.clauses[at].verb else {
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
                    .find(|x| x.kind != Kind::Adverb)
                    .is_some_and(|n| n.is_bare_noun() && !n.time))
    }

    /// A verb after a conjunction: joins the clause whose form it shares.
    fn join(&mut self, i: usize) {
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

    fn same_form_below(&self, form: Form) -> bool {
        self.stack.iter().any(|&c| self.clauses[c].verb.is_some_and(|(_, k)| self.item_of(k).form == form))
    }

    /// Verb-first languages: a verb without conjunction describes an indefinite noun before it, or goes on with the sentence.
    fn unmarked_clause(&mut self, i: usize, verb: usize) {
        let adjacent =
            self.before(i).is_some_and(|b| matches!(b.kind, Kind::Noun | Kind::Adjective)) && !self.comma;
        let indefinite = self.last_noun.filter(|&n| {
            let open = self.is_common(n) && !self.tree.is_definite(n);
            adjacent && (open || self.tree.words[n].roles.has(WordRole::FreeRelative))
        });
        let open = match indefinite {
            Some(noun) => Open::new(Parent::Word(noun), Label::Relative),
            None => {
                let near = self.before(i).is_some_and(|b| b.kind == Kind::Verb);
                Open::new(Parent::Word(verb), if near { Label::OpenComplement } else { Label::Adverbial })
            }
        };
        self.push(Open { inverted: true, ..open });
        self.place(i);
    }

    fn infinitive(&mut self, i: usize) {
        let item = self.item_of(i);
        let at = self.top_index();
        if self.bare_infinitive(i) {
            return;
        }
        if self.conjunction.is_some()
            && self.same_form_below(Form::Infinitive)
            && self.clauses[at].verb.is_some()
        {
            self.join(i);
            return;
        }
        let class = item.case.and_then(|c| self.tree.words[c].preposition);
        let roles = item.case.map(|c| self.tree.words[c].roles).unwrap_or_default();
        let purpose = item.case.is_some_and(|_| {
            class.is_some() && !roles.any(&[WordRole::InfinitivePreposition, WordRole::InfinitiveMark])
        });
        let after_noun = self.before(i).is_some_and(|b| b.kind == Kind::Noun) && !self.comma;
        let open = match (self.clauses[at].verb, self.last_noun) {
            (Some((verb, _)), _) if purpose => Open::new(Parent::Word(verb), Label::Adverbial),
            (Some((verb, _)), Some(noun)) if after_noun => {
                let controls = self.tree.words[verb].roles.has(WordRole::ObjectControl);
                if controls || !self.is_common(noun) || self.tree.words[noun].roles.has(WordRole::TimeNoun) {
                    Open::new(Parent::Word(verb), Label::OpenComplement)
                } else {
                    Open::new(Parent::Word(noun), Label::NounClause)
                }
            }
            (Some((verb, _)), _) => Open::new(
                Parent::Word(verb),
                if self.comma { Label::Adverbial } else { Label::OpenComplement },
            ),
            (None, Some(noun)) if after_noun => Open::new(Parent::Word(noun), Label::NounClause),
            (None, _) => Open::new(Parent::Clause(at), Label::Adverbial),
        };
        let relative = self.clauses[at].relative.filter(|&r| self.tree.heads[r].is_none());
        self.push(Open { relative, ..open });
        self.place(i);
    }

    /// "help them leave", "let the convoy pass": the noun between is the subject of the infinitive.
    fn bare_infinitive(&mut self, i: usize) -> bool {
        let item = self.item_of(i);
        let at = self.top_index();
        let (Some((verb, _)), Some(object)) = (self.clauses[at].verb, self.clauses[at].object) else {
            return false;
        };
        let between = self.before(i).is_some_and(|b| b.head == object) && !self.comma;
        if item.case.is_some() || !between || !self.tree.words[verb].roles.has(WordRole::ObjectControl) {
            return false;
        }
        self.tree.heads[object] = None;
        self.clauses[at].object = None;
        self.push(Open { subject: Some(object), ..Open::new(Parent::Word(verb), Label::Complement) });
        self.place(i);
        true
    }

    fn participle(&mut self, i: usize) {
        let at = self.top_index();
        if self.conjunction.is_some()
            && self.clauses[at].verb.is_some_and(|(_, k)| {
                let before = self.item_of(k);
                before.passive || before.form == Form::Participle || before.first < before.head
            })
        {
            let passive = self.clauses[at].passive;
            let Some((verb, _)) = self.clauses[at].verb else { return };
            if self.stack.len() > 1 {
                self.stack.pop();
            }
            self.push(Open::new(Parent::Word(verb), Label::Conjunct));
            self.place(i);
            self.top().passive = passive;
            return;
        }
        let after_noun =
            self.before(i).is_some_and(|b| matches!(b.kind, Kind::Noun | Kind::Adjective | Kind::Adverb))
                && !self.comma;
        if self.clauses[at].verb.is_none()
            && self.clauses[at].subject.is_some()
            && !self.any_finite_ahead(i)
            && self.object_follows(i)
        {
            // A past tense that the tagger took for a participle.
            self.tree.items[i].form = Form::Finite;
            self.place(i);
            return;
        }
        let open = match (self.last_noun, self.clauses[at].verb) {
            (Some(noun), _) if after_noun => Open::new(Parent::Word(noun), Label::NounClause),
            (Some(noun), None) if self.clauses[at].subject.is_some() => {
                Open::new(Parent::Word(noun), Label::NounClause)
            }
            (_, Some((verb, _))) => Open::new(Parent::Word(verb), Label::Adverbial),
            (_, None) => Open::new(Parent::Clause(at), Label::Adverbial),
        };
        self.push(open);
        self.place(i);
        self.top().passive = true;
    }

    fn any_finite_ahead(&self, i: usize) -> bool {
        self.tree.items[i + 1..].iter().take_while(|x| x.kind != Kind::Stop).any(|x| x.is_finite())
    }

    fn object_follows(&self, i: usize) -> bool {
        self.tree.items.get(i + 1).is_some_and(|x| x.is_bare_noun() && !x.time)
    }

    fn gerund(&mut self, i: usize) {
        let item = self.item_of(i);
        let at = self.top_index();
        if self.conjunction.is_some() && self.same_form_below(Form::Gerund) && self.clauses[at].verb.is_some()
        {
            self.join(i);
            return;
        }
        let before = self.before(i);
        let after_noun = before.is_some_and(|b| b.kind == Kind::Noun) && !self.comma;
        let of = item.case.and_then(|c| self.tree.words[c].preposition) == Some(Function::Of);
        let open = match (self.clauses[at].verb, self.last_noun) {
            (_, Some(noun)) if after_noun && (item.case.is_none() || of) => {
                Open::new(Parent::Word(noun), Label::NounClause)
            }
            (Some((verb, _)), _) if item.case.is_none() && before.is_some_and(|b| b.kind == Kind::Verb) => {
                Open::new(Parent::Word(verb), Label::OpenComplement)
            }
            (Some((verb, _)), _) => Open::new(Parent::Word(verb), Label::Adverbial),
            (None, _)
                if self.clauses[at].subject.is_none() && item.case.is_none() && self.subject_clause(i) =>
            {
                self.clauses[at].subject = Some(item.head);
                Open::new(Parent::Sentence, Label::Subject)
            }
            (None, _) => Open::new(Parent::Clause(at), Label::Adverbial),
        };
        self.push(open);
        self.place(i);
    }

    /// A gerund that is the subject: a finite verb follows before any comma.
    fn subject_clause(&self, i: usize) -> bool {
        for next in &self.tree.items[i + 1..] {
            match next.kind {
                Kind::Verb if next.is_finite() => return true,
                Kind::Comma | Kind::Stop | Kind::Mark | Kind::Relative => return false,
                _ => {}
            }
        }
        false
    }
}
