//! What numbers count: `lang/<xx>/quantities.toml`. Nouns by category, words that say what became of those counted,
//! operators, words of ranges. Reads and checks; binding them to numbers is `extract::figures`' work.

use super::numbers::{folded_words, language_of};
use super::{PackFile, Problems, toml};
use crate::model::{Lang, Operator};
use rustc_hash::FxHashMap;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// Words around numbers.
#[derive(Debug, Clone, Default)]
pub struct Quantities {
    phrases: FxHashMap<String, Vec<(Vec<String>, Quantity)>>,
    /// In a compound of nouns the last one is counted ("militia fighters").
    pub last_noun: bool,
    /// Categories that say what became of those counted (`killed`, `wounded`).
    pub fates: BTreeSet<String>,
}

/// What a word around a number does.
#[derive(Debug, Clone, PartialEq)]
pub enum Quantity {
    /// Is what is counted, of this category.
    Noun(String),
    /// So many of this category in one word or phrase ("a double murder").
    Several(String, u8),
    /// Says what became of those counted, after them ("were killed").
    After(String),
    /// The same, before them ("killed").
    Before(String),
    /// Tells how the number is meant, before it.
    Operator(Operator),
    /// Tells how the number is meant, after it ("or more").
    Trailing(Operator),
    /// Opens a range ("between").
    Between,
    /// Stands between the ends of a range ("to").
    To,
    /// Opens a part of the number before ("including").
    Including,
    /// Joins two figures to one sum ("and").
    And,
    /// May stand between a number and its noun ("of").
    Skip,
    /// Ends the noun group ("in").
    Stop,
    /// Makes the number no count, after it ("%").
    NotAfter,
    /// Makes the number no count, before it ("article 7").
    NotBefore,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawQuantities {
    /// An article that may be written together with each noun.
    #[serde(default)]
    article: String,
    /// Endings that each noun may take after a number.
    #[serde(default)]
    endings: Vec<String>,
    #[serde(default)]
    last_noun: bool,
    nouns: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    pairs: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    triples: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    quadruples: BTreeMap<String, Vec<String>>,
    after: BTreeMap<String, Vec<String>>,
    before: BTreeMap<String, Vec<String>>,
    operators: Vec<RawOperator>,
    #[serde(default)]
    trailing: Vec<RawOperator>,
    between: Vec<String>,
    to: Vec<String>,
    including: Vec<String>,
    and: Vec<String>,
    skip: Vec<String>,
    stop: Vec<String>,
    not_after: Vec<String>,
    not_before: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawOperator {
    op: Operator,
    words: Vec<String>,
}

/// Reads the quantities of every language.
pub(super) fn load(files: &[PackFile<'_>], problems: &mut Problems) -> BTreeMap<Lang, Quantities> {
    let mut all = BTreeMap::new();
    for &file in files {
        let Some(lang) = language_of(file.0, "/quantities.toml") else { continue };
        if let Some(raw) = toml::<RawQuantities>(file, problems) {
            all.insert(lang, build(raw));
        }
    }
    all
}

impl Quantities {
    /// The longest phrase that begins with this word and for which the rest stands: its length and what it does.
    /// `stands` is asked whether a phrase's words stand at the place; `wanted` whether its part is of use there.
    pub fn longest(
        &self,
        first: &str,
        stands: impl Fn(&[String]) -> bool,
        wanted: impl Fn(&Quantity) -> bool,
    ) -> Option<(usize, &Quantity)> {
        let phrases = self.phrases.get(first)?;
        phrases
            .iter()
            .find(|(words, part)| wanted(part) && stands(words))
            .map(|(words, part)| (words.len(), part))
    }

    /// True when some phrase begins with this folded word.
    #[must_use]
    pub fn begins(&self, first: &str) -> bool {
        self.phrases.contains_key(first)
    }
}

fn build(raw: RawQuantities) -> Quantities {
    let fates = raw.after.keys().chain(raw.before.keys()).cloned().collect();
    let mut quantities = Quantities { fates, last_noun: raw.last_noun, ..Quantities::default() };
    let mut add = |phrase: &str, part: Quantity| {
        let words = folded_words(phrase);
        if let Some(first) = words.first() {
            quantities.phrases.entry(first.clone()).or_default().push((words, part));
        }
    };
    for (category, nouns) in raw.nouns {
        for noun in nouns {
            add(&noun, Quantity::Noun(category.clone()));
            if !raw.article.is_empty() {
                add(&format!("{}{noun}", raw.article), Quantity::Noun(category.clone()));
            }
            for ending in &raw.endings {
                add(&format!("{noun}{ending}"), Quantity::Noun(category.clone()));
            }
        }
    }
    type Maker = fn(String) -> Quantity;
    let tables: [(BTreeMap<String, Vec<String>>, Maker); 5] = [
        (raw.pairs, |of| Quantity::Several(of, 2)),
        (raw.triples, |of| Quantity::Several(of, 3)),
        (raw.quadruples, |of| Quantity::Several(of, 4)),
        (raw.after, Quantity::After),
        (raw.before, Quantity::Before),
    ];
    for (table, part) in tables {
        for (category, words) in table {
            words.iter().for_each(|w| add(w, part(category.clone())));
        }
    }
    for RawOperator { op, words } in raw.operators {
        words.iter().for_each(|w| add(w, Quantity::Operator(op)));
    }
    for RawOperator { op, words } in raw.trailing {
        words.iter().for_each(|w| add(w, Quantity::Trailing(op)));
    }
    let lists = [
        (raw.between, Quantity::Between),
        (raw.to, Quantity::To),
        (raw.including, Quantity::Including),
        (raw.and, Quantity::And),
        (raw.skip, Quantity::Skip),
        (raw.stop, Quantity::Stop),
        (raw.not_after, Quantity::NotAfter),
        (raw.not_before, Quantity::NotBefore),
    ];
    for (words, part) in lists {
        words.iter().for_each(|w| add(w, part.clone()));
    }
    for phrases in quantities.phrases.values_mut() {
        phrases.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
    }
    quantities
}
