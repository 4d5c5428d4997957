//! Reads clauses off a tree of words: for every verb, noun and adjective its arguments by function, voice, polarity,
//! mood, the clause above and the words that tell it.
//!
//! Works on any sound tree, whoever grew it. What a word lends another (the antecedent of a relative clause, the
//! subject of an infinitive, the subject of a light verb) is `lend`'s work; the words of a clause are `extent`'s.

mod extent;
mod lend;

use crate::model::{Arc, Clause, Feature, Function, Label, Mood, PartOfSpeech, Sentence, Token};
use crate::packs::{Known, Language, WordRole};

/// The clauses of one sentence, in order of their predicates. `known` is what the grammar says of each word of the sentence;
/// `first_clause` is the index the first of the clauses will have.
#[must_use]
pub fn read(
    tokens: &[Token],
    arcs: &[Arc],
    known: &[Known],
    sentence: &Sentence,
    language: &Language,
    first_clause: usize,
) -> Vec<Clause> {
    let range = sentence.tokens.clone();
    let view = View::new(&tokens[range.clone()], &arcs[range.clone()], known, range.start, language);
    let mut drafts: Vec<Option<Draft>> = (0..view.len()).map(|k| view.draft(k)).collect();
    view.lend(&mut drafts);
    let extents = view.extents();
    let mut places = vec![None; view.len()];
    let mut next = first_clause;
    for (k, _) in drafts.iter().enumerate().filter(|(_, d)| d.is_some()) {
        places[k] = Some(next);
        next += 1;
    }
    let spans: Vec<_> =
        (0..view.len()).map(|k| drafts[k].as_ref().map(|d| view.span(k, d, &extents))).collect();
    let mut clauses = Vec::with_capacity(next - first_clause);
    for (k, draft) in drafts.into_iter().enumerate() {
        let Some((mut draft, span)) = draft.zip(spans[k]) else { continue };
        draft.arguments.sort_by_key(|a| a.1);
        draft.arguments.dedup();
        clauses.push(Clause {
            predicate: k + range.start,
            passive: draft.passive,
            negated: draft.negated,
            mood: draft.mood,
            arguments: draft.arguments.into_iter().map(|(f, w)| (f, w + range.start)).collect(),
            above: view.above(k, &places),
            span,
        });
    }
    clauses
}

/// A clause while it is read; words are indices in the sentence.
#[derive(Debug, Clone, Default)]
struct Draft {
    passive: bool,
    negated: bool,
    mood: Mood,
    arguments: Vec<(Function, usize)>,
    /// The word that is its subject in form: of a passive too.
    surface: Option<usize>,
    /// The noun a relative clause or participle describes.
    antecedent: Option<usize>,
    /// The verb that lends a noun its arguments.
    lender: Option<usize>,
}

impl Draft {
    fn has(&self, function: Function) -> bool {
        self.arguments.iter().any(|a| a.0 == function)
    }

    fn get(&self, function: Function) -> Option<usize> {
        self.arguments.iter().find(|a| a.0 == function).map(|a| a.1)
    }

    fn add(&mut self, function: Function, word: usize) {
        if !self.arguments.iter().any(|a| a.1 == word) {
            self.arguments.push((function, word));
        }
    }
}

/// A sentence with its children at hand.
struct View<'a> {
    tokens: &'a [Token],
    known: &'a [Known],
    language: &'a Language,
    heads: Vec<Option<usize>>,
    labels: Vec<Label>,
    /// Children of all words one after the other, and where each word's begin.
    children: Vec<usize>,
    begins: Vec<usize>,
}

impl<'a> View<'a> {
    fn new(
        tokens: &'a [Token],
        arcs: &[Arc],
        known: &'a [Known],
        base: usize,
        language: &'a Language,
    ) -> Self {
        let n = tokens.len();
        let heads: Vec<Option<usize>> = arcs
            .iter()
            .map(|a| a.head.and_then(|h| (h as usize).checked_sub(base)).filter(|&h| h < n))
            .collect();
        let mut begins = vec![0; n + 1];
        for head in heads.iter().flatten() {
            begins[head + 1] += 1;
        }
        for k in 0..n {
            begins[k + 1] += begins[k];
        }
        let mut children = vec![0; begins[n]];
        let mut at = begins.clone();
        for (k, head) in heads.iter().enumerate() {
            if let Some(head) = head {
                children[at[*head]] = k;
                at[*head] += 1;
            }
        }
        let labels = arcs.iter().map(|a| a.label).collect();
        Self { tokens, known, language, heads, labels, children, begins }
    }

    fn len(&self) -> usize {
        self.tokens.len()
    }

    /// The words that hang on a word, in order.
    fn children(&self, k: usize) -> impl Iterator<Item = usize> + '_ {
        self.children[self.begins[k]..self.begins[k + 1]].iter().copied()
    }

    fn child(&self, k: usize, label: Label) -> Option<usize> {
        self.children(k).find(|&c| self.labels[c] == label)
    }

    fn known(&self, k: usize) -> Known {
        self.known[k]
    }

    fn has_role(&self, k: usize, role: WordRole) -> bool {
        self.known(k).roles.has(role)
    }

    fn is_verb(&self, k: usize) -> bool {
        match self.tokens[k].pos {
            PartOfSpeech::Verb => true,
            PartOfSpeech::Aux => !matches!(self.labels[k], Label::Auxiliary | Label::PassiveAuxiliary),
            // "to attack", tagged as a noun.
            PartOfSpeech::Noun => {
                self.child(k, Label::Mark).is_some_and(|m| self.tokens[m].pos == PartOfSpeech::Part)
            }
            _ => false,
        }
    }

    /// The class of the preposition before a noun, with the first and one past the last word of it.
    fn preposition(&self, k: usize) -> Option<(Function, usize, usize)> {
        self.children(k).filter(|&c| matches!(self.labels[c], Label::Case | Label::Mark)).find_map(|c| {
            let known = self.known(c);
            known.preposition.map(|class| (class, c, c + known.len))
        })
    }

    /// The argument that a noun with a preposition is. A phrase like "in exchange for" may have been taken for a noun
    /// with a complement: then the complement is the argument.
    fn oblique(&self, k: usize) -> (Function, usize) {
        let Some((class, _, end)) = self.preposition(k) else { return (Function::Other, k) };
        if k >= end {
            return (class, k);
        }
        let inner = self.children(k).find(|&c| c >= end && self.labels[c] == Label::NounModifier);
        (class, inner.unwrap_or(k))
    }

    /// A clause for every word that may tell of something.
    fn draft(&self, k: usize) -> Option<Draft> {
        let governs =
            || self.children(k).any(|c| matches!(self.labels[c], Label::Subject | Label::PassiveSubject));
        match self.tokens[k].pos {
            _ if self.is_verb(k) => Some(self.verb(k)),
            PartOfSpeech::Noun => Some(self.noun(k)),
            PartOfSpeech::Adj => Some(self.adjective(k)),
            _ if governs() => Some(self.verb(k)),
            _ => None,
        }
    }

    fn verb(&self, k: usize) -> Draft {
        let features = self.tokens[k].features;
        let mut draft = Draft { mood: self.mood(k), negated: self.negated(k), ..Draft::default() };
        let auxiliary = self.child(k, Label::PassiveAuxiliary).is_some();
        // Where past tense and participle look alike, the tag of one that describes a noun may be that of the past.
        let described_by = self.language.grammar.past_like_participle
            && self.labels[k] == Label::NounClause
            && features.has(Feature::Past)
            && self.child(k, Label::Subject).is_none();
        let past = (features.has(Feature::Participle) || described_by)
            && !features.has(Feature::Present)
            && self.child(k, Label::Auxiliary).is_none();
        let hangs_as_participle =
            matches!(self.labels[k], Label::NounClause | Label::AdjectiveModifier | Label::Adverbial);
        let participle = features.has(Feature::Participle);
        draft.passive = auxiliary
            || features.has(Feature::Passive) && !participle && self.child(k, Label::Subject).is_none()
            || self.child(k, Label::PassiveSubject).is_some()
            || past && hangs_as_participle;
        for c in self.children(k) {
            let argument = match self.labels[c] {
                Label::Subject if draft.passive && self.is_verb(k) => (Function::Object, c),
                Label::Subject => (Function::Subject, c),
                Label::PassiveSubject => (Function::Object, c),
                Label::Object if self.has_role(c, WordRole::Reflexive) => continue,
                Label::Object => (Function::Object, c),
                Label::Indirect => (Function::Indirect, c),
                Label::Oblique | Label::NounModifier => match self.oblique(c) {
                    (Function::Agent, word) if !self.agent_possible(k, &draft) => (Function::Through, word),
                    other => other,
                },
                _ => continue,
            };
            if matches!(self.labels[c], Label::Subject | Label::PassiveSubject) {
                draft.surface = Some(argument.1);
            }
            draft.add(argument.0, argument.1);
        }
        draft
    }

    /// "by X" names the doer of passives, participles and infinitives ("se faire tuer par"), else a means.
    fn agent_possible(&self, k: usize, draft: &Draft) -> bool {
        draft.passive
            || self.tokens[k].features.has(Feature::Infinitive)
            || self.tokens[k].features.has(Feature::Participle) && self.child(k, Label::Subject).is_none()
    }

    fn noun(&self, k: usize) -> Draft {
        let mut draft = Draft { mood: Mood::Infinitive, negated: self.negated(k), ..Draft::default() };
        let mut idafa = true;
        for c in self.children(k) {
            let argument = match self.labels[c] {
                Label::NounModifier if c < k && self.preposition(c).is_none() => (Function::Modifier, c),
                Label::NounModifier | Label::Oblique => match self.preposition(c) {
                    Some(_) => self.oblique(c),
                    None if c > k && idafa => (Function::Of, c),
                    None => (Function::Other, c),
                },
                Label::Flat if c < k => (Function::Modifier, c),
                Label::AdjectiveModifier => (Function::Modifier, c),
                Label::Possessor => (Function::Possessor, c),
                Label::Subject | Label::PassiveSubject => (Function::Subject, c),
                _ => continue,
            };
            if self.has_role(argument.1, WordRole::TimeNoun) {
                // "The meeting of 16 July between X and Y": nothing hangs on a time.
                let passed = self.children(argument.1).filter(|&d| self.labels[d] == Label::NounModifier);
                draft.arguments.extend(passed.map(|d| self.oblique(d)).filter(|o| o.0 != Function::Of));
            }
            if argument.0 == Function::Of {
                // "the shelling of the town by the army": the doer may hang on the inner noun.
                let inner = self.children(argument.1).filter(|&d| self.labels[d] == Label::NounModifier);
                let doer = inner.map(|d| self.oblique(d)).find(|o| o.0 == Function::Agent);
                draft.arguments.extend(doer);
            }
            idafa &= c < k || argument.0 == Function::Modifier;
            if argument.0 == Function::Subject {
                draft.surface = Some(c);
                draft.mood = self.mood(k);
            }
            draft.add(argument.0, argument.1);
        }
        draft
    }

    /// An adjective is said of its noun, which it is done to: "the besieged town", "the town is besieged".
    fn adjective(&self, k: usize) -> Draft {
        let mut draft = Draft { mood: self.mood(k), negated: self.negated(k), ..Draft::default() };
        if self.labels[k] == Label::AdjectiveModifier
            && let Some(noun) = self.heads[k]
        {
            draft.add(Function::Object, noun);
            draft.antecedent = Some(noun);
        }
        for c in self.children(k) {
            match self.labels[c] {
                Label::Subject | Label::PassiveSubject => {
                    draft.surface = Some(c);
                    draft.add(Function::Object, c);
                }
                Label::Oblique | Label::NounModifier => {
                    let (function, word) = self.oblique(c);
                    draft.add(function, word);
                }
                _ => {}
            }
        }
        draft
    }

    /// Negated by an adverb, particle, determiner or preposition of its own, or by the noun before it.
    fn negated(&self, k: usize) -> bool {
        let own = self.children(k).any(|c| {
            matches!(
                self.labels[c],
                Label::Adverb
                    | Label::Other
                    | Label::Determiner
                    | Label::Case
                    | Label::Mark
                    | Label::Auxiliary
            ) && self.is_negation(c)
                && !self.negates_next(c, k)
        });
        let above = self.heads[k].is_some_and(|h| {
            h < k
                && self.labels[k] == Label::NounModifier
                && self.tokens[h].pos != PartOfSpeech::Verb
                && self.is_negation(h)
        });
        let of_argument = self.is_verb(k)
            && self.children(k).any(|c| {
                matches!(self.labels[c], Label::Subject | Label::PassiveSubject | Label::Object)
                    && (self.is_negation(c)
                        || self.children(c).any(|d| {
                            // Behind its noun it denies the adjective that follows ("talks not direct").
                            d < c
                                && self.labels[d] == Label::Determiner
                                && self.has_role(d, WordRole::Negation)
                        }))
            });
        own && !self.is_restricted(k) || above || of_argument
    }

    /// "Freed none but two": what stands behind the restriction did happen.
    fn is_restricted(&self, k: usize) -> bool {
        let Some(first) = self.children(k).find(|&c| self.is_negation(c)) else { return false };
        let full = |t: usize| self.is_negation(t) && !self.has_role(t, WordRole::HalfNegation);
        let behind = (k + 1..self.len()).take_while(|&t| {
            !matches!(self.tokens[t].pos, PartOfSpeech::Punct | PartOfSpeech::Verb | PartOfSpeech::Sconj)
                || self.has_role(t, WordRole::Restriction)
        });
        let restriction = behind.into_iter().find(|&t| self.has_role(t, WordRole::Restriction));
        restriction.is_some_and(|end| !(first..end).any(full))
    }

    fn is_negation(&self, k: usize) -> bool {
        let role = self.has_role(k, WordRole::Negation);
        // "nothing but": of a longer phrase the phrase decides.
        let phrase = self.known(k).len > 1 && !role;
        (self.tokens[k].features.has(Feature::Negative) || role) && !phrase
    }

    /// A negation behind a predicate and right before an adjective or participle is about that one: "killed ten men not
    /// armed", *non armés*.
    fn negates_next(&self, c: usize, k: usize) -> bool {
        let describes = |t: usize| {
            matches!(self.labels[t], Label::NounClause | Label::AdjectiveModifier) && self.heads[t] != Some(c)
        };
        c > k && c + 1 < self.len() && describes(c + 1)
    }

    /// The mood of a predicate, told by its auxiliaries and particles first, then by its own form.
    fn mood(&self, k: usize) -> Mood {
        let mut finite = false;
        for c in self.children(k) {
            let helps = matches!(self.labels[c], Label::Auxiliary | Label::PassiveAuxiliary);
            if !helps && !matches!(self.labels[c], Label::Adverb | Label::Other | Label::Mark) {
                continue;
            }
            let features = self.tokens[c].features;
            let roles = self.known(c).roles;
            if roles.has(WordRole::Future) || helps && features.has(Feature::Future) {
                return Mood::Future;
            }
            if helps && (roles.has(WordRole::Conditional) || features.has(Feature::Conditional)) {
                return Mood::Conditional;
            }
            if helps && features.has(Feature::Subjunctive) {
                return Mood::Subjunctive;
            }
            finite |= helps && !features.has(Feature::Infinitive) && !features.has(Feature::Gerund);
        }
        let features = self.tokens[k].features;
        let own = [
            (Feature::Conditional, Mood::Conditional),
            (Feature::Future, Mood::Future),
            (Feature::Subjunctive, Mood::Subjunctive),
            (Feature::Imperative, Mood::Imperative),
        ];
        if let Some(&(_, mood)) = own.iter().find(|(f, _)| features.has(*f)) {
            return mood;
        }
        match () {
            () if finite => Mood::Indicative,
            () if features.has(Feature::Infinitive) => Mood::Infinitive,
            () if features.has(Feature::Participle) || features.has(Feature::Gerund) => Mood::Participle,
            () => Mood::Indicative,
        }
    }

    /// The nearest word above that has a clause, and how the way there begins below it.
    fn above(&self, k: usize, places: &[Option<usize>]) -> Option<(usize, Label)> {
        let mut at = k;
        for _ in 0..self.len() {
            let head = self.heads[at]?;
            if let Some(place) = places[head] {
                return Some((place, self.labels[at]));
            }
            at = head;
        }
        None
    }
}
