//! What words lend one another: antecedents fill the gap of relative clauses and participles, coordinated verbs and
//! infinitives share subjects, light verbs lend theirs to the noun of action.

use super::{Draft, View};
use crate::model::{Feature, Function, Label, PartOfSpeech};
use crate::packs::WordRole;

/// How many words may stand between two verbs that share the object of the second ("attacked and then looted").
const SHARED_OBJECT_REACH: usize = 3;

/// Functions of a verb that also tell of the noun of action that is its object.
const LENT: [Function; 14] = [
    Function::Agent,
    Function::From,
    Function::Goal,
    Function::Place,
    Function::With,
    Function::Against,
    Function::Between,
    Function::For,
    Function::Through,
    Function::Under,
    Function::Since,
    Function::Until,
    Function::Cause,
    Function::Exchange,
];

impl View<'_> {
    /// Fills what is shared. Heads come before what hangs on them, so that what is lent can be lent on.
    pub(super) fn lend(&self, drafts: &mut [Option<Draft>]) {
        for k in self.heads_first() {
            if drafts[k].is_none() {
                continue;
            }
            match self.labels[k] {
                Label::Relative => self.fill_gap(k, drafts),
                Label::NounClause | Label::AdjectiveModifier if self.is_verb(k) => self.describe(k, drafts),
                Label::OpenComplement | Label::Adverbial if self.is_verb(k) => self.inherit(k, drafts),
                Label::Conjunct => self.join(k, drafts),
                _ => {}
            }
        }
        for k in 0..self.len() {
            if self.is_verb(k) {
                self.light(k, drafts);
            }
        }
        for k in 0..self.len() {
            if self.tokens[k].pos == PartOfSpeech::Noun {
                self.following(k, drafts);
            } else if self.is_verb(k) {
                self.place_of_object(k, drafts);
            }
        }
    }

    /// All words, heads before what hangs on them.
    pub(super) fn heads_first(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.len()).filter(|&k| self.heads[k].is_none()).collect();
        let mut at = 0;
        while let Some(&k) = order.get(at) {
            order.extend(self.children(k));
            at += 1;
        }
        order
    }

    fn is_relative_word(&self, k: usize) -> bool {
        const WORDS: [WordRole; 4] = [
            WordRole::RelativeAny,
            WordRole::RelativeSubject,
            WordRole::RelativeObject,
            WordRole::RelativeAdverb,
        ];
        self.tokens[k].features.has(Feature::Relative)
            || !self.tokens[k].pos.is_nominal()
                && self.tokens[k].pos != PartOfSpeech::Verb
                && self.known(k).roles.any(&WORDS)
    }

    /// The antecedent of a relative clause takes the place of its pronoun, or fills the gap where there is none.
    fn fill_gap(&self, k: usize, drafts: &mut [Option<Draft>]) {
        let (Some(antecedent), Some(draft)) = (self.heads[k], drafts[k].as_mut()) else { return };
        draft.antecedent = Some(antecedent);
        let mut filled = false;
        let mut surface = None;
        for (_, word) in &mut draft.arguments {
            if self.is_relative_word(*word) {
                if draft.surface == Some(*word) {
                    surface = Some(antecedent);
                }
                *word = antecedent;
                filled = true;
            }
        }
        draft.surface = surface.or(draft.surface);
        let others = self.children(k).filter(|&c| self.is_relative_word(c) && self.labels[c] != Label::Other);
        if filled || others.count() > 0 && !self.language.settings.order.verb_first {
            return;
        }
        // A pronoun on the verb that stands for the antecedent ("which they bombed it").
        let resumed = draft.arguments.iter_mut().find(|(f, w)| {
            *f == Function::Object
                && self.tokens[*w].pos == PartOfSpeech::Pron
                && self.language.settings.order.construct_state
        });
        if draft.surface.is_some()
            && let Some((_, word)) = resumed
        {
            *word = antecedent;
        } else if draft.surface.is_none() {
            draft.surface = Some(antecedent);
            draft.add(if draft.passive { Function::Object } else { Function::Subject }, antecedent);
        } else if !draft.has(Function::Object) && !draft.passive && self.tokens[k].pos == PartOfSpeech::Verb {
            draft.add(Function::Object, antecedent);
        }
    }

    /// A participle describes its noun: what it is done to when it is passive, else who does it.
    fn describe(&self, k: usize, drafts: &mut [Option<Draft>]) {
        let (Some(noun), Some(draft)) = (self.heads[k], drafts[k].as_mut()) else { return };
        let features = self.tokens[k].features;
        if features.has(Feature::Infinitive) {
            self.inherit_through(k, noun, drafts);
            return;
        }
        if draft.surface.is_some()
            || !self.tokens[noun].pos.is_nominal() && self.tokens[noun].pos != PartOfSpeech::Pron
        {
            return;
        }
        if draft.passive {
            draft.surface = Some(noun);
            draft.antecedent = Some(noun);
            draft.add(Function::Object, noun);
        } else if features.has(Feature::Participle) || features.has(Feature::Gerund) {
            // A gerund behind a preposition ("on the point of launching") is not said of the noun.
            if self.children(k).any(|c| matches!(self.labels[c], Label::Mark | Label::Case)) {
                self.inherit_through(k, noun, drafts);
                return;
            }
            draft.surface = Some(noun);
            draft.antecedent = Some(noun);
            draft.add(Function::Subject, noun);
        }
    }

    /// An infinitive, or a gerund behind a preposition, below a noun shares the subject of the noun's verb: "launched an
    /// operation to retake the town", "seemed on the point of launching".
    fn inherit_through(&self, k: usize, noun: usize, drafts: &mut [Option<Draft>]) {
        let argument = matches!(self.labels[noun], Label::Object | Label::Oblique);
        let Some(verb) = self.heads[noun].filter(|&v| argument && self.is_verb(v)) else { return };
        let lent = drafts[verb].as_ref().filter(|d| !d.passive).and_then(|d| d.surface);
        let Some(draft) = drafts[k].as_mut().filter(|d| d.surface.is_none()) else { return };
        if let Some(word) = lent.filter(|&w| w != k && w != noun) {
            draft.surface = Some(word);
            draft.add(if draft.passive { Function::Object } else { Function::Subject }, word);
        }
    }

    /// An infinitive or participle below a verb shares its subject, or its object where the verb says so.
    fn inherit(&self, k: usize, drafts: &mut [Option<Draft>]) {
        let Some(head) = self.heads[k] else { return };
        let finite = self.labels[k] == Label::Adverbial && !self.is_nonfinite(k);
        let Some(above) = drafts[head].as_ref() else { return };
        let controls =
            self.labels[k] == Label::OpenComplement && self.has_role(head, WordRole::ObjectControl);
        let object = above.get(Function::Indirect).or_else(|| above.get(Function::Object));
        let lent = if controls { object.or(above.surface) } else { above.surface };
        let Some(draft) = drafts[k].as_mut() else { return };
        if let Some(word) = lent.filter(|&w| w != k && !finite && draft.surface.is_none()) {
            draft.surface = Some(word);
            draft.add(if draft.passive { Function::Object } else { Function::Subject }, word);
        }
    }

    fn is_nonfinite(&self, k: usize) -> bool {
        let features = self.tokens[k].features;
        let own = features.has(Feature::Infinitive)
            || features.has(Feature::Gerund)
            || features.has(Feature::Participle);
        own && !self.children(k).any(|c| {
            matches!(self.labels[c], Label::Auxiliary | Label::PassiveAuxiliary)
                && !self.tokens[c].features.has(Feature::Infinitive)
        })
    }

    /// A coordinated verb shares the subject of the first, and the first the object of the second.
    fn join(&self, k: usize, drafts: &mut [Option<Draft>]) {
        let Some(first) = self.heads[k] else { return };
        let Some(above) = drafts[first].as_ref() else { return };
        // "Were on a visit and were wounded": a noun with a copula is a predicate like any other.
        let predicate = self.is_verb(first)
            || self.tokens[first].pos == PartOfSpeech::Adj
            || above.surface.is_some_and(|s| self.heads[s] == Some(first));
        if !self.is_verb(k) || !predicate {
            return;
        }
        let (surface, antecedent) = (above.surface, above.antecedent);
        let (mood, negated, bare) = (above.mood, above.negated, self.begins[k] == self.begins[k + 1]);
        let lacks_object = !above.passive
            && self.tokens[first].pos != PartOfSpeech::Noun
            && !above.has(Function::Object)
            && k <= first + SHARED_OBJECT_REACH
            && !self.has_role(first, WordRole::Intransitive)
            && above.arguments.iter().all(|a| a.1 < first);
        let Some(draft) = drafts[k].as_mut() else { return };
        // "was captured and killed": the auxiliary counts for both.
        if self.is_nonfinite(k) && self.is_nonfinite_form(first) && !self.is_nonfinite(first) {
            draft.mood = mood;
            draft.negated |= negated && bare;
            if self.tokens[k].features.has(Feature::Participle)
                && self.child(first, Label::PassiveAuxiliary).is_some()
            {
                draft.passive = true;
                let objects = draft.arguments.iter_mut().filter(|a| a.0 == Function::Through);
                objects.for_each(|a| a.0 = Function::Agent);
            }
        }
        if draft.surface.is_none()
            && let Some(word) = surface.filter(|&w| w != k)
        {
            draft.surface = Some(word);
            draft.add(if draft.passive { Function::Object } else { Function::Subject }, word);
            draft.antecedent = antecedent.filter(|&a| a == word).and(draft.antecedent);
        }
        let object = draft.get(Function::Object).filter(|&o| o > k && !draft.passive && lacks_object);
        if let (Some(object), Some(above)) = (object, drafts[first].as_mut()) {
            above.add(Function::Object, object);
        }
    }

    fn is_nonfinite_form(&self, k: usize) -> bool {
        let features = self.tokens[k].features;
        features.has(Feature::Infinitive)
            || features.has(Feature::Gerund)
            || features.has(Feature::Participle)
    }

    /// "launched an attack on", "an attack launched by", "attacks carried out", *تم إجلاء*: the noun of action takes
    /// the subject and the obliques of its light verb.
    fn light(&self, verb: usize, drafts: &mut [Option<Draft>]) {
        let roles = self.known(verb).roles;
        let passive_light = roles.has(WordRole::PassiveLight);
        if !passive_light && !roles.any(&[WordRole::Light, WordRole::LightPreposition]) {
            return;
        }
        let Some(lender) = drafts[verb].clone() else { return };
        let noun = match lender.get(Function::Object) {
            Some(noun) => Some(noun),
            None if passive_light => lender.get(Function::Subject),
            // "carry on with", "procéder à", *قام ب*: the noun behind the preposition.
            None if !roles.has(WordRole::LightPreposition) => None,
            None => lender
                .arguments
                .iter()
                .find(|a| a.1 > verb && !matches!(a.0, Function::Subject | Function::Other))
                .map(|a| a.1),
        };
        let Some(noun) = noun.filter(|&n| self.tokens[n].pos == PartOfSpeech::Noun) else { return };
        let noun = self.many_of(noun);
        let coordinated: Vec<usize> =
            self.children(noun).filter(|&c| self.labels[c] == Label::Conjunct && c > noun).collect();
        for noun in std::iter::once(noun).chain(coordinated) {
            let Some(draft) = drafts[noun].as_mut() else { continue };
            draft.lender = Some(verb);
            draft.mood = lender.mood;
            draft.negated |= lender.negated;
            if passive_light {
                draft.passive = true;
                for argument in draft.arguments.iter_mut().filter(|a| a.0 == Function::Of) {
                    argument.0 = Function::Object;
                }
            } else if let Some(subject) = lender.get(Function::Subject).filter(|&s| s != noun) {
                draft.add(Function::Subject, subject);
            }
            for &(function, word) in &lender.arguments {
                if LENT.contains(&function) && word != noun && !draft.has(function) {
                    draft.add(function, word);
                }
            }
        }
    }

    /// What a noun stands for many of ("a series of *strikes*"), else the noun.
    fn many_of(&self, noun: usize) -> usize {
        let of = |&c: &usize| {
            c > noun && self.labels[c] == Label::NounModifier && self.tokens[c].pos == PartOfSpeech::Noun
        };
        let inner = self.children(noun).find(of).filter(|_| self.has_role(noun, WordRole::Collective));
        inner.unwrap_or(noun)
    }

    /// Prepositional groups right behind a noun tell of it too, where the tree hung them on the verb.
    fn following(&self, k: usize, drafts: &mut [Option<Draft>]) {
        let Some(verb) = self.verb_before(k) else { return };
        if drafts[k].as_ref().is_none_or(|d| d.lender.is_some()) {
            return;
        }
        let mut found = Vec::new();
        for c in self.children(verb).filter(|&c| c > k) {
            match self.labels[c] {
                Label::Oblique => found.push(self.oblique(c)),
                Label::Punctuation | Label::Adverb => {}
                _ => break,
            }
        }
        let Some(draft) = drafts[k].as_mut() else { return };
        for (function, word) in found {
            if LENT.contains(&function) && !draft.has(function) {
                draft.add(function, word);
            }
        }
    }

    /// The verb before a noun that its noun phrase hangs on: in a language of chains of complements from any depth.
    fn verb_before(&self, k: usize) -> Option<usize> {
        let mut above = self.heads[k];
        while self.language.settings.order.construct_state
            && let Some(noun) =
                above.filter(|&h| h < k && !self.is_verb(h) && self.tokens[h].pos.is_nominal())
        {
            above = self.heads[noun];
        }
        above.filter(|&h| h < k && self.is_verb(h))
    }

    /// The place of what is attacked is the place of the attack, where the tree hung it on the object.
    fn place_of_object(&self, verb: usize, drafts: &mut [Option<Draft>]) {
        let Some(draft) = drafts[verb].as_ref().filter(|d| !d.has(Function::Place)) else { return };
        let Some(object) = draft.get(Function::Object).filter(|&o| o > verb) else { return };
        let place = drafts[object].as_ref().and_then(|d| d.get(Function::Place));
        if let (Some(place), Some(draft)) = (place, drafts[verb].as_mut()) {
            draft.add(Function::Place, place);
        }
    }
}
