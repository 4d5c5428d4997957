//! Grammar words: what the clause grammar must know of a language's function words, in `lang/<xx>/grammar.toml`.
//!
//! Holds words and phrases by what they do in a clause, and the prepositions of `pack.toml` ready for look-up by
//! tokens. It parses nothing.

use super::{PackFile, Problems, Settings, toml};
use crate::model::{Feature, Function, PartOfSpeech, Token};
use crate::text::fold_str;
use rustc_hash::FxHashMap;
use serde::Deserialize;
use std::collections::BTreeMap;

/// What a word or phrase does in a clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum WordRole {
    /// Opens a clause that is the object of a verb ("that").
    ComplementMark,
    /// Opens a clause that says when, why, if.
    Subordinator,
    /// Stands before an infinitive ("to").
    InfinitiveMark,
    /// Relative pronoun that is always the subject (*qui*).
    RelativeSubject,
    /// Relative pronoun that is always the object (*que*).
    RelativeObject,
    /// Relative pronoun that may be subject or object ("which").
    RelativeAny,
    /// Relative word that is neither ("where").
    RelativeAdverb,
    /// Auxiliary of the passive and copula ("be").
    Be,
    /// Word that puts its verb into the future.
    Future,
    /// Word that puts its verb into the conditional.
    Conditional,
    /// Verb that lends its subject to the noun of action that is its object ("carry out a raid").
    Light,
    /// Verb whose subject, a noun of action, is the real predicate of a passive.
    PassiveLight,
    /// Negates its verb or noun.
    Negation,
    /// Negation that a restriction behind the verb takes back (*ne … que*): of two such words, this one.
    HalfNegation,
    /// Word behind a negated verb after which all that is not taken out did happen (*que*, "but").
    Restriction,
    /// Noun that says when without a preposition ("Monday").
    TimeNoun,
    /// Time noun that names a day by itself ("Monday", "yesterday"): no noun before it makes a compound with it.
    DayNoun,
    /// Verb of saying whose subject may follow it.
    Speech,
    /// Subject that stands for nothing ("there").
    Expletive,
    /// Pronoun hung on a verb as its subject.
    SubjectClitic,
    /// Pronoun before or on a verb as its object.
    ObjectClitic,
    /// Pronoun before a verb as its indirect object.
    IndirectClitic,
    /// Pronoun before a verb as neither.
    AdverbialClitic,
    /// Reflexive pronoun.
    Reflexive,
    /// Verb whose object does the infinitive after it ("order troops to leave").
    ObjectControl,
    /// Verb with two objects ("give").
    Ditransitive,
    /// Verb whose perfect is formed like a passive (*venir*).
    PerfectWithBe,
    /// Last word of a name that is its head ("Army").
    NameHead,
    /// Mark of a possessor after it ("'s").
    GenitiveMark,
    /// Possessive determiner.
    Possessive,
    /// Conjunction, where the tag does not say so.
    Coordination,
    /// Preposition that a clause with an infinitive may follow as the verb's complement (*de*, *à*).
    InfinitivePreposition,
    /// Verb whose only noun is its subject ("arrive").
    Intransitive,
    /// Particle of a sentence that opens a clause and has no other part in it.
    Particle,
    /// Adjective whose complement follows it with a preposition ("loyal to").
    GoverningAdjective,
    /// Particle that stands before verbs only (*qad*).
    VerbParticle,
    /// Word before a number that says how exact it is ("at least").
    Approximator,
    /// Several words that are one adverb ("of course").
    Adverb,
    /// A verb with a particle that is no preposition ("hand over").
    PhrasalVerb,
    /// Noun that stands for many of what depends on it ("a series of strikes").
    Collective,
    /// Pronoun that opens a clause and is what the clause is said of ("what").
    FreeRelative,
    /// Title before a name ("Mr").
    Title,
    /// Verb whose second noun says what its subject is ("become").
    Copular,
    /// Verb whose subject pronoun may stand for nothing (*il faut*).
    Impersonal,
    /// Preposition before some of those that the noun before it counts ("including").
    Including,
    /// Light verb whose noun of action stands behind a preposition (*procéder à*).
    LightPreposition,
    /// Verb that makes the perfect with a participle behind it ("have").
    Perfect,
    /// Noun that says what somebody is made by the verb before them ("took them *hostage*").
    Predicative,
    /// Adjective that is taken for a noun where a small treebank never saw it.
    Adjective,
}

/// A set of word roles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Roles(u64);

impl Roles {
    /// True when the role is in the set.
    #[must_use]
    pub fn has(self, role: WordRole) -> bool {
        self.0 >> role as u8 & 1 == 1
    }

    /// True when one of these roles is in the set.
    #[must_use]
    pub fn any(self, roles: &[WordRole]) -> bool {
        roles.iter().any(|&r| self.has(r))
    }

    /// Both sets together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    fn with(self, role: WordRole) -> Self {
        Self(self.0 | 1 << role as u8)
    }
}

/// The grammar words of one language.
#[derive(Debug, Default)]
pub struct Grammar {
    entries: FxHashMap<String, Entry>,
    contractions: FxHashMap<String, String>,
    /// Letters before a noun that make it definite.
    pub definite_prefixes: Vec<String>,
    /// Endings of nouns after which no complement may follow directly.
    pub closed_endings: Vec<String>,
    /// Clauses may stand without the word that opens them ("the town the army took").
    pub bare_clauses: bool,
    /// Past tense and past participle are mostly one form, so that their tags are often wrong.
    pub past_like_participle: bool,
    /// Endings behind its lemma that tell of a past verb that its subject is feminine.
    pub feminine_endings: Vec<String>,
    /// Endings that feminine nouns are written with; a noun without one does not tell its gender.
    pub feminine_noun_endings: Vec<String>,
    /// The vowel sign near the beginning of a past verb that makes it passive.
    pub passive_sign: Option<char>,
    /// Endings that only subjects have, of plurals and duals.
    pub nominative_endings: Vec<String>,
    /// A verb tells by its form who does it: a subject told before is left out.
    pub drops_subject: bool,
    /// Plurals of all but persons are taken up as one feminine.
    pub things_in_feminine: bool,
    /// Active and passive of the past are written alike: a verb that needs an object and has none is passive.
    pub unwritten_passive: bool,
    /// Past forms that taggers miss, with their dictionary forms.
    pub past: FxHashMap<String, String>,
    /// Endings of verbs that already say who does it: no subject follows.
    pub subject_endings: Vec<String>,
    /// Endings that an indefinite noun has behind its lemma as an object only.
    pub accusative_endings: Vec<String>,
}

/// What is known of a word and of the phrases that begin with it.
#[derive(Debug, Default)]
struct Entry {
    roles: Roles,
    preposition: Option<Function>,
    phrases: Vec<Phrase>,
}

/// A phrase of several words, without its first.
#[derive(Debug)]
struct Phrase {
    rest: Vec<String>,
    roles: Roles,
    preposition: Option<Function>,
}

/// What the words at a place are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Known {
    /// What they do.
    pub roles: Roles,
    /// Their class as a preposition.
    pub preposition: Option<Function>,
    /// How many tokens they are; 1 where no phrase begins.
    pub len: usize,
}

impl Known {
    /// Adds what one of the forms of a word is.
    fn add(&mut self, entry: &Entry) {
        self.roles = self.roles.and(entry.roles);
        self.preposition = self.preposition.or(entry.preposition);
    }
}

/// `grammar.toml` as written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    /// Words and phrases by role.
    words: BTreeMap<WordRole, Vec<String>>,
    /// Contracted forms and the word they stand for in a phrase.
    #[serde(default)]
    contractions: BTreeMap<String, String>,
    /// Past forms with their dictionary forms.
    #[serde(default)]
    past: BTreeMap<String, String>,
    /// Letters that are words of their own at the beginning of a word.
    #[serde(default)]
    proclitics: Vec<String>,
    #[serde(default)]
    definite_prefixes: Vec<String>,
    #[serde(default)]
    closed_endings: Vec<String>,
    #[serde(default)]
    subject_endings: Vec<String>,
    #[serde(default)]
    accusative_endings: Vec<String>,
    #[serde(default)]
    bare_clauses: bool,
    #[serde(default)]
    past_like_participle: bool,
    #[serde(default)]
    feminine_endings: Vec<String>,
    #[serde(default)]
    feminine_noun_endings: Vec<String>,
    #[serde(default)]
    passive_sign: Option<char>,
    #[serde(default)]
    nominative_endings: Vec<String>,
    #[serde(default)]
    drops_subject: bool,
    #[serde(default)]
    things_in_feminine: bool,
    #[serde(default)]
    unwritten_passive: bool,
}

impl Grammar {
    /// Reads one `grammar.toml` together with the prepositions of the language's settings.
    pub(super) fn read(file: PackFile<'_>, settings: &Settings, problems: &mut Problems) -> Self {
        let mut grammar = Self::default();
        let Some(raw) = toml::<Raw>(file, problems) else { return grammar };
        let fold = |words: &[String]| words.iter().map(|w| fold_str(w)).collect::<Vec<_>>();
        grammar.definite_prefixes = fold(&raw.definite_prefixes);
        grammar.closed_endings = fold(&raw.closed_endings);
        grammar.subject_endings = fold(&raw.subject_endings);
        grammar.accusative_endings = fold(&raw.accusative_endings);
        grammar.bare_clauses = raw.bare_clauses;
        grammar.past_like_participle = raw.past_like_participle;
        grammar.feminine_endings = fold(&raw.feminine_endings);
        grammar.feminine_noun_endings = fold(&raw.feminine_noun_endings);
        grammar.passive_sign = raw.passive_sign;
        grammar.nominative_endings = fold(&raw.nominative_endings);
        grammar.drops_subject = raw.drops_subject;
        grammar.things_in_feminine = raw.things_in_feminine;
        grammar.unwritten_passive = raw.unwritten_passive;
        grammar.contractions = raw.contractions.iter().map(|(a, b)| (fold_str(a), fold_str(b))).collect();
        grammar.past = raw.past.iter().map(|(a, b)| (fold_str(a), fold_str(b))).collect();
        let proclitics = fold(&raw.proclitics);
        for (&role, words) in &raw.words {
            for word in words {
                grammar.add(word, &proclitics, Some(role), None);
            }
        }
        for (&class, words) in &settings.prepositions {
            for word in words {
                grammar.add(word, &proclitics, None, Some(class));
            }
        }
        for entry in grammar.entries.values_mut() {
            entry.phrases.sort_by(|a, b| b.rest.len().cmp(&a.rest.len()).then_with(|| a.rest.cmp(&b.rest)));
        }
        grammar
    }

    fn add(&mut self, words: &str, proclitics: &[String], role: Option<WordRole>, class: Option<Function>) {
        for mut parts in spellings(&fold_str(words), proclitics) {
            let first = parts.remove(0);
            let entry = self.entries.entry(first).or_default();
            let (roles, preposition) = if parts.is_empty() {
                (&mut entry.roles, &mut entry.preposition)
            } else {
                let known = entry.phrases.iter().position(|p| p.rest == parts);
                let at = known.unwrap_or_else(|| {
                    entry.phrases.push(Phrase { rest: parts, roles: Roles::default(), preposition: None });
                    entry.phrases.len() - 1
                });
                let phrase = &mut entry.phrases[at];
                (&mut phrase.roles, &mut phrase.preposition)
            };
            if let Some(role) = role {
                *roles = roles.with(role);
            }
            *preposition = preposition.or(class);
        }
    }

    /// What stands at the first of these tokens: the longest phrase that begins there, else the word by its form and lemma.
    #[must_use]
    pub fn known(&self, tokens: &[Token]) -> Known {
        let Some(token) = tokens.first() else { return Known { len: 1, ..Known::default() } };
        let mut word = Known { len: 1, ..Known::default() };
        for entry in self.entries_of(token) {
            for phrase in entry.phrases.iter().filter(|p| self.follows(&p.rest, &tokens[1..])) {
                let verb = phrase.roles.any(&[WordRole::PhrasalVerb, WordRole::Light]);
                if !verb || token.pos == PartOfSpeech::Verb {
                    let roles = if verb { phrase.roles.and(self.word(token).roles) } else { phrase.roles };
                    return Known { roles, preposition: phrase.preposition, len: phrase.rest.len() + 1 };
                }
            }
            word.add(entry);
        }
        word
    }

    /// True when a noun is definite: by its article where that is written on it, else by its features.
    #[must_use]
    pub fn is_definite(&self, token: &Token) -> bool {
        if self.definite_prefixes.is_empty() {
            token.features.has(Feature::Definite)
        } else {
            self.definite_prefixes.iter().any(|p| has_prefix(token, p))
        }
    }

    /// True for an indefinite noun written with the ending of the accusative: it has no complement and is no subject.
    #[must_use]
    pub fn is_accusative(&self, token: &Token) -> bool {
        let stem = |e: &String| token.folded.strip_suffix(e.as_str()).is_some_and(|stem| stem == token.lemma);
        self.accusative_endings.iter().any(stem)
    }

    /// What stands at each of the tokens of a sentence.
    #[must_use]
    pub fn known_all(&self, tokens: &[Token]) -> Vec<Known> {
        (0..tokens.len()).map(|k| self.known(&tokens[k..])).collect()
    }

    /// What a word is on its own.
    #[must_use]
    pub fn word(&self, token: &Token) -> Known {
        let mut known = Known { len: 1, ..Known::default() };
        self.entries_of(token).for_each(|entry| known.add(entry));
        known
    }

    /// The entries of a token's form, of the word it is contracted from, and of its lemma.
    fn entries_of<'a>(&'a self, token: &'a Token) -> impl Iterator<Item = &'a Entry> {
        let (form, lemma) = (token.folded.as_str(), token.lemma.as_str());
        let plain = self.plain(form);
        let forms = [
            Some(form),
            Some(plain).filter(|p| *p != form),
            Some(lemma).filter(|l| *l != form && *l != plain),
        ];
        forms.into_iter().flatten().filter_map(|f| self.entries.get(f))
    }

    fn follows(&self, rest: &[String], tokens: &[Token]) -> bool {
        rest.len() <= tokens.len()
            && rest
                .iter()
                .zip(tokens)
                .all(|(word, token)| *word == token.folded || word == self.plain(&token.folded))
    }

    /// True for a preposition and article in one word (*des*).
    #[must_use]
    pub fn contracts(&self, form: &str) -> bool {
        self.contractions.contains_key(form)
    }

    /// The word a contracted form stands for in phrases, else the form itself.
    fn plain<'a>(&'a self, form: &'a str) -> &'a str {
        if self.contractions.is_empty() {
            form
        } else {
            self.contractions.get(form).map_or(form, String::as_str)
        }
    }
}

/// Cuts an elided word off the word behind it ("l'exception"), not an ending off its word ("n't").
fn elided(word: &str) -> impl Iterator<Item = &str> {
    let cut = word.find('\'').map(|at| at + 1).filter(|&at| at > 1 && word[at..].chars().nth(1).is_some());
    let (first, rest) = word.split_at(cut.unwrap_or(word.len()));
    [first, rest].into_iter().filter(|part| !part.is_empty())
}

/// The ways a phrase may be cut into tokens: at spaces, after apostrophes, and with or without its proclitics cut off.
fn spellings(words: &str, proclitics: &[String]) -> Vec<Vec<String>> {
    let mut all: Vec<Vec<String>> = vec![Vec::new()];
    for word in words.split_whitespace().flat_map(elided) {
        let cut = proclitics.iter().find_map(|p| {
            let rest = word.strip_prefix(p.as_str())?;
            (rest.chars().count() > 1).then(|| [p.clone(), rest.to_owned()])
        });
        let before = all.len();
        if let Some(parts) = cut {
            for k in 0..before {
                let mut longer = all[k].clone();
                longer.extend(parts.iter().cloned());
                all.push(longer);
            }
        }
        for spelling in &mut all[..before] {
            spelling.push(word.to_owned());
        }
    }
    all.retain(|parts| !parts.is_empty());
    all
}

/// A prefix counts only where a stem of two letters or more is left, and not where the dictionary form has it too.
fn has_prefix(token: &Token, prefix: &str) -> bool {
    let stem_left = token.folded.strip_prefix(prefix).is_some_and(|stem| stem.chars().nth(1).is_some());
    stem_left
        && (token.pos == PartOfSpeech::Propn
            || token.lemma == token.folded
            || !token.lemma.starts_with(prefix))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phrase_is_cut_at_spaces_apostrophes_and_proclitics() {
        assert_eq!(spellings("a l'exception de", &[]), [["a", "l'", "exception", "de"]]);
        let cut = spellings("بقياده", &["ب".to_owned()]);
        assert_eq!(cut, [vec!["بقياده".to_owned()], vec!["ب".to_owned(), "قياده".to_owned()]]);
    }
}
