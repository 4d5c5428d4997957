//! `lang/<xx>/modality.toml`: the words that make a clause planned, tried, denied and so on.
//!
//! ```toml
//! [[operator]]
//! mode = "attempted"
//! verbs = ["try", "attempt"]     # lemmas; what they govern (infinitive, clause, object noun) stands so
//! nouns = ["attempt"]            # lemmas; what depends on them stands so
//! adverbs = ["in vain"]          # words or phrases anywhere in the clause
//! conjunctions = []              # words that open the clause ("if")
//! purposes = []                  # prepositions of a noun of action that is the aim of what its verb does to something
//! auxiliaries = []               # auxiliaries of the clause's verb ("might")
//!
//! [grammar]
//! conditional = "reported"       # what the conditional mood means (French hearsay); absent: nothing
//! future = "planned"             # what the future tense means
//! exceptions = ["except"]        # before a noun of action they take back the negation of its verb
//! ```
//! Negation by grammar is the clause grammar's work and gives `denied`.

use super::{PackFile, Problems, toml};
use crate::model::Mode;
use crate::text::fold_str;
use rustc_hash::FxHashMap;
use serde::Deserialize;
use std::collections::HashSet;

/// The modality words of a language, folded, with the mode each gives.
#[derive(Debug, Default)]
pub struct Modality {
    /// Verbs that govern a clause.
    pub verbs: FxHashMap<String, Mode>,
    /// Nouns that govern a clause or a noun of action.
    pub nouns: FxHashMap<String, Mode>,
    /// Adverbs and phrases in the clause.
    pub adverbs: FxHashMap<String, Mode>,
    /// Conjunctions that open the clause.
    pub conjunctions: FxHashMap<String, Mode>,
    /// Prepositions of a noun of action: what something is done for. Written without spaces.
    pub purposes: FxHashMap<String, Mode>,
    /// Auxiliaries.
    pub auxiliaries: FxHashMap<String, Mode>,
    /// What the conditional means.
    pub conditional: Option<Mode>,
    /// What the future means.
    pub future: Option<Mode>,
    /// Words, written without spaces, before a noun of action that take back the negation of its verb ("nothing remains but").
    pub exceptions: HashSet<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    #[serde(default)]
    operator: Vec<RawOperator>,
    #[serde(default)]
    grammar: RawGrammar,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawOperator {
    mode: Mode,
    #[serde(default)]
    verbs: Vec<String>,
    #[serde(default)]
    nouns: Vec<String>,
    #[serde(default)]
    adverbs: Vec<String>,
    #[serde(default)]
    conjunctions: Vec<String>,
    #[serde(default)]
    purposes: Vec<String>,
    #[serde(default)]
    auxiliaries: Vec<String>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct RawGrammar {
    #[serde(default)]
    conditional: Option<Mode>,
    #[serde(default)]
    future: Option<Mode>,
    #[serde(default)]
    exceptions: Vec<String>,
}

/// Reads a language's modality words.
pub(super) fn load(file: PackFile<'_>, problems: &mut Problems) -> Modality {
    let Some(raw) = toml::<Raw>(file, problems) else { return Modality::default() };
    let mut modality =
        Modality { conditional: raw.grammar.conditional, future: raw.grammar.future, ..Modality::default() };
    modality.exceptions = raw.grammar.exceptions.iter().map(|w| joined(w)).collect();
    for operator in &raw.operator {
        let tables = [
            (&mut modality.verbs, &operator.verbs),
            (&mut modality.nouns, &operator.nouns),
            (&mut modality.adverbs, &operator.adverbs),
            (&mut modality.conjunctions, &operator.conjunctions),
            (&mut modality.auxiliaries, &operator.auxiliaries),
        ];
        modality.purposes.extend(operator.purposes.iter().map(|w| (joined(w), operator.mode)));
        for (table, words) in tables {
            table.extend(words.iter().map(|w| (fold_str(w), operator.mode)));
        }
    }
    modality
}

/// The words of a preposition as one: its parts may stand together or apart.
fn joined(words: &str) -> String {
    fold_str(words).split_whitespace().collect()
}
