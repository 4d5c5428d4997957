//! The arguments of a trigger by grammatical function, whatever its form: verb, noun of action, adjective, phrase.
//!
//! Reads the tree and the clauses that analysis made; decides nothing about roles.

use super::reference::is_pronoun;
use crate::model::{Analysis, Feature, Features, Function, Label, PartOfSpeech};
use crate::packs::TriggerForm;

/// How many subjects and objects back a pronoun may reach.
const TAKEN_UP: usize = 4;

/// How many words up the tree the finite verb may stand that governs an infinitive.
const GOVERNED: usize = 3;

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
            TriggerForm::Noun => self.borrowed(head),
            _ => self.analysis.arguments(head),
        };
        // "lay siege to": what hangs on any word of the trigger belongs to it, but not who only has something of their
        // own ("lost their lives") nor the object of the first verb as subject of the second ("force people to flee").
        let does = found.iter().any(|a| a.0 == Function::Subject);
        let own = |(function, t): &(Function, usize)| match function {
            Function::Subject => does,
            Function::Possessor => self.analysis.tokens[*t].pos == PartOfSpeech::Pron,
            _ => false,
        };
        for &word in trigger.iter().filter(|&&t| t != head) {
            let more = self.analysis.arguments(word).into_iter().filter(|a| !found.contains(a) && !own(a));
            found.extend(more.collect::<Vec<_>>());
        }
        found.retain(|(_, t)| !trigger.contains(t));
        if form == TriggerForm::Noun {
            self.inner(head, &mut found);
        }
        let mut all = Vec::with_capacity(found.len() + 2);
        for (function, token) in found {
            all.push((function, token));
            all.extend(self.beside(function, token).into_iter().map(|t| (function, t)));
        }
        all
    }

    /// "A rocket attack on the base", "the release of hostages by the rebels": against whom and by whom a noun of action
    /// is may hang on a complement of it.
    fn inner(&self, head: usize, found: &mut Vec<(Function, usize)>) {
        for function in [Function::Against, Function::Agent, Function::Between] {
            if found.iter().any(|(f, _)| *f == function) {
                continue;
            }
            let complements = found.iter().filter(|(f, t)| *t > head && *f != Function::Subject);
            let told = complements.flat_map(|&(_, t)| self.analysis.arguments(t));
            let told = told.filter(|(f, _)| *f == function).min_by_key(|(_, t)| *t);
            found.extend(told);
        }
    }

    /// The nouns coordinated with an argument. "Between the forces of X and Y" needs two sides, so there a conjunct that
    /// hangs on a complement or an apposition of the first side counts too.
    fn beside(&self, function: Function, token: usize) -> Vec<usize> {
        let conjuncts = |of: usize| {
            let all = self.analysis.conjuncts(of).skip(1);
            all.filter(|&t| self.analysis.tokens[t].pos.is_nominal()).collect::<Vec<_>>()
        };
        let own = conjuncts(token);
        if function != Function::Between || !own.is_empty() {
            return own;
        }
        let below =
            |t: &usize| matches!(self.analysis.arcs[*t].label, Label::NounModifier | Label::Apposition);
        let complements = self.analysis.children(token).filter(below);
        complements.flat_map(conjuncts).collect()
    }

    /// An adjective or participle describes its noun; the noun is what it is done to.
    fn described(&self, head: usize) -> Vec<(Function, usize)> {
        let arc = self.analysis.arcs[head];
        let mut found = self.analysis.arguments(head);
        // "The fighters remain trapped": said of the subject.
        let predicate = match arc.label {
            Label::OpenComplement => arc.head.map(|verb| self.analysis.arguments(verb as usize)),
            _ => None,
        };
        let of = predicate.as_ref().unwrap_or(&found).iter().find(|a| a.0 == Function::Subject).map(|a| a.1);
        if let Some(noun) = of.filter(|&noun| noun != head && !found.iter().any(|a| a.0 == Function::Object))
        {
            found.retain(|a| a.1 != noun);
            found.push((Function::Object, noun));
        }
        if let (Some(noun), Label::AdjectiveModifier | Label::NounClause) = (arc.head, arc.label)
            && !found.iter().any(|(f, _)| *f == Function::Object)
        {
            found.push((Function::Object, noun as usize));
        }
        found
    }

    /// A noun of action that is the subject of a verb without object happens where and when the verb says
    /// ("fighting resumed in the south", "a truce entered into force in the town").
    fn borrowed(&self, head: usize) -> Vec<(Function, usize)> {
        let mut found = self.analysis.arguments(head);
        let Some(verb) = self.governor(head) else { return found };
        let lent = self.analysis.arguments(verb);
        if lent.iter().any(|(f, t)| *f == Function::Object && *t != head) {
            return found;
        }
        for (function, token) in lent {
            let core =
                matches!(function, Function::Subject | Function::Object | Function::Indirect | Function::Of);
            if !core && token != head && !found.contains(&(function, token)) {
                found.push((function, token));
            }
        }
        found
    }

    /// The verb whose subject a noun is.
    pub fn governor(&self, noun: usize) -> Option<usize> {
        self.above(noun, &[Label::Subject, Label::PassiveSubject])
    }

    /// The finite verb that a noun is an argument of, whatever the function.
    pub fn finite_verb(&self, noun: usize) -> Option<usize> {
        let verb = self.above(noun, &[Label::Object, Label::Oblique])?;
        (self.analysis.tokens[verb].features.has(Feature::Finite) || self.is_helped(verb)).then_some(verb)
    }

    /// The verb whose object a noun is.
    pub fn object_of(&self, noun: usize) -> Option<usize> {
        self.above(noun, &[Label::Object])
    }

    /// The finite verb that an infinitive or gerund hangs on, directly ("managed to take") or through a noun or a verb
    /// between ("failed in its attempt to take").
    pub fn governing_verb(&self, verb: usize) -> Option<usize> {
        let features = |t: usize| self.analysis.tokens[t].features;
        let nonfinite = [Feature::Infinitive, Feature::Gerund].iter().any(|&f| features(verb).has(f));
        if !nonfinite || features(verb).has(Feature::Finite) {
            return None;
        }
        let mut at = verb;
        for _ in 0..GOVERNED {
            let noun = self.analysis.tokens[at].pos.is_nominal();
            let labels: &[Label] = match noun {
                true => &[Label::Object, Label::Oblique, Label::Subject],
                false => &[Label::OpenComplement, Label::Complement, Label::NounClause],
            };
            at = self.above(at, labels)?;
            if features(at).has(Feature::Finite) || self.is_helped(at) {
                return Some(at);
            }
        }
        None
    }

    /// True for a verb form that an auxiliary makes finite ("has forced").
    pub fn is_helped(&self, verb: usize) -> bool {
        let helps =
            |t: usize| matches!(self.analysis.arcs[t].label, Label::Auxiliary | Label::PassiveAuxiliary);
        let verbal = matches!(self.analysis.tokens[verb].pos, PartOfSpeech::Verb | PartOfSpeech::Aux);
        verbal && self.analysis.children(verb).any(helps)
    }

    fn above(&self, noun: usize, labels: &[Label]) -> Option<usize> {
        let arc = self.analysis.arcs[noun];
        arc.head.map(|h| h as usize).filter(|_| labels.contains(&arc.label))
    }

    /// True when a pronoun takes up a noun with one of these lemmas: one of the last few subjects and objects before it
    /// that agree with it ("the agreement … it provides for").
    pub fn takes_up(&self, pronoun: usize, lemmas: &[String]) -> bool {
        let tokens = &self.analysis.tokens;
        if !is_pronoun(&tokens[pronoun]) {
            return false;
        }
        let core = |t: &usize| {
            matches!(
                self.analysis.arcs[*t].label,
                Label::Subject | Label::PassiveSubject | Label::Object | Label::Root
            )
        };
        let nouns = (0..pronoun).rev().filter(|&t| tokens[t].pos.is_nominal()).filter(core);
        nouns
            .take(TAKEN_UP)
            .any(|t| lemmas.contains(&tokens[t].lemma) && agree(tokens[t].features, tokens[pronoun].features))
    }
}

/// Number and gender agree, as far as both are told.
fn agree(a: Features, b: Features) -> bool {
    let pairs = [(Feature::Singular, Feature::Plural), (Feature::Masculine, Feature::Feminine)];
    pairs.iter().all(|&(x, y)| !(a.has(x) && b.has(y) || a.has(y) && b.has(x)))
}
