//! Where infinitives, participles and gerunds go: below a verb, below a noun, or as a clause in front.

use super::attach::{OUTWARD, Open, Parent, Scan};
use super::items::{Form, Kind};
use crate::model::{Feature, Function, Label, PartOfSpeech};
use crate::packs::WordRole;

impl Scan<'_, '_> {
    pub(super) fn infinitive(&mut self, i: usize) {
        let item = self.item_of(i);
        if self.bare_infinitive(i) {
            return;
        }
        self.leave_relative(i);
        let at = self.top_index();
        if self.conjunction.is_some()
            && self.same_form_below(Form::Infinitive)
            && self.clauses[at].verb.is_some()
        {
            self.join(i);
            return;
        }
        if self.comma && self.list_goes_on(i) {
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

    /// "Calls on the soldiers who took up arms *to* lay them down": behind a noun in a relative clause the infinitive belongs
    /// to the verb outside that asks for one. Closes the relative clause.
    fn leave_relative(&mut self, i: usize) {
        let Some(mark) = self.item_of(i).case else { return };
        let roles = self.tree.words[mark].roles;
        let asked = roles.any(&[WordRole::InfinitivePreposition, WordRole::InfinitiveMark]);
        let after_noun = self.before(i).is_some_and(|b| b.kind == Kind::Noun) && !self.comma;
        let controls = |clause: usize| {
            let verb = self.clauses[clause].verb.map(|(verb, _)| verb);
            verb.is_some_and(|verb| self.tree.words[verb].roles.has(WordRole::ObjectControl))
        };
        let at = self.top_index();
        if !asked || !after_noun || self.clauses[at].label != Label::Relative || controls(at) {
            return;
        }
        if let Some(outer) = self.stack.iter().rposition(|&clause| controls(clause)) {
            self.stack.truncate(outer + 1);
        }
    }

    /// "… to evacuate the fighters, to settle …": behind a comma an infinitive with the preposition of an open one goes on
    /// with the list. Closes what the open one took below it.
    fn list_goes_on(&mut self, i: usize) -> bool {
        let lemma = |case: Option<usize>| case.map(|c| self.tree.tokens[c].lemma.as_str());
        let Some(mark) = lemma(self.item_of(i).case) else { return false };
        let open = self.stack.iter().rposition(|&c| {
            let verb = self.clauses[c].verb.map(|(_, k)| self.item_of(k));
            verb.is_some_and(|v| v.form == Form::Infinitive && lemma(v.case) == Some(mark))
        });
        let Some(open) = open.filter(|&at| at > 0) else { return false };
        self.stack.truncate(open + 1);
        true
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

    pub(super) fn participle(&mut self, i: usize) {
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
            (Some(noun), _) if after_noun => {
                Open::new(Parent::Word(self.described(noun, i)), Label::NounClause)
            }
            (Some(noun), None) if self.clauses[at].subject.is_some() => {
                Open::new(Parent::Word(self.described(noun, i)), Label::NounClause)
            }
            (_, Some((verb, _))) => Open::new(Parent::Word(verb), Label::Adverbial),
            (_, None) => Open::new(Parent::Clause(at), Label::Adverbial),
        };
        self.push(open);
        self.place(i);
        self.top().passive = true;
    }

    /// The noun a participle describes: the last one, or the one it hangs on where only that one agrees in number
    /// ("soldiers of the mission arrested": French *arrêtés* is said of the soldiers).
    fn described(&self, noun: usize, i: usize) -> usize {
        let participle = self.tree.tokens[self.item_of(i).head].features;
        let clash = |k: usize| {
            let word = &self.tree.tokens[k];
            let plural = word.features.has(Feature::Plural);
            // A name is one, where it does not say that it is more.
            let singular = word.features.has(Feature::Singular) || word.pos == PartOfSpeech::Propn && !plural;
            plural && participle.has(Feature::Singular) || singular && participle.has(Feature::Plural)
        };
        let above = |&k: &usize| {
            let hangs = matches!(self.tree.labels[k], Label::NounModifier | Label::Apposition);
            self.tree.heads[k].filter(|_| hangs).map(|h| h as usize)
        };
        let mut nouns = std::iter::successors(Some(noun), above).take(OUTWARD);
        nouns.find(|&k| !clash(k)).unwrap_or(noun)
    }

    fn any_finite_ahead(&self, i: usize) -> bool {
        self.tree.items[i + 1..].iter().take_while(|x| x.kind != Kind::Stop).any(|x| x.is_finite())
    }

    fn object_follows(&self, i: usize) -> bool {
        self.tree.items.get(i + 1).is_some_and(|x| x.is_bare_noun() && !x.time)
    }

    pub(super) fn gerund(&mut self, i: usize) {
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
