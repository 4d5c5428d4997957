//! Number words of a language: `lang/<xx>/numbers.toml`. Reads and checks; the arithmetic is `extract`'s work.

use super::{PackFile, Problems, toml};
use crate::model::{Lang, Operator};
use crate::text::{fold_str, words};
use rustc_hash::FxHashMap;
use serde::Deserialize;
use std::collections::BTreeMap;

/// How a language writes numbers.
#[derive(Debug, Clone, Default)]
pub struct Numbers {
    /// The character before decimals.
    pub decimal: Vec<char>,
    /// The characters between groups of three digits.
    pub thousands: Vec<char>,
    /// Units may stand before tens with a joiner between (three-and-twenty).
    pub units_first: bool,
    /// Every phrase the language counts with, by its first word; longest first.
    pub phrases: FxHashMap<String, Vec<NumberPhrase>>,
    /// How much may be added after a value: after 60 in French, up to 19.
    pub room: BTreeMap<u64, u64>,
}

/// One or several words with a part in a number.
#[derive(Debug, Clone, PartialEq)]
pub struct NumberPhrase {
    /// Its folded words.
    pub words: Vec<String>,
    /// What it does.
    pub part: NumberPart,
}

/// What a number phrase does.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum NumberPart {
    /// Is a value.
    Value(f64),
    /// Multiplies what stands before it.
    Multiplier(f64),
    /// An ordinal with this value; ends the number.
    Ordinal(f64),
    /// Stands between parts.
    Joiner,
    /// Stands for one before a multiplier ("a hundred").
    One,
    /// Makes digits an ordinal ("1er").
    OrdinalSuffix,
    /// A rough number: value, low, high.
    Rough(Rough),
    /// Stands before a number below zero.
    Minus,
    /// Stands between a number and its decimals written in words.
    Point,
    /// Stands between numerator and denominator ("one over three", "one out of three").
    Over,
    /// One part of the number that follows.
    PartOf,
    /// A fraction with a word of its own ("half").
    Fraction(f64),
    /// What a numerator counts ("fifths"): the denominator.
    Denominator(f64),
    /// Multiplies digits right before it ("10k"); the flag asks for a capital letter.
    Scale(f64, bool),
    /// What a text says of a number's bounds ("more than").
    Comparison(Comparison),
}

/// Words that bound a number, before or after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Comparison {
    /// Greater than the number after it.
    Above,
    /// The number after it or greater.
    AtLeast,
    /// Less than the number after it.
    Below,
    /// The number after it or less.
    AtMost,
    /// The number after it.
    Equal,
    /// Before the lesser of two numbers.
    Between,
    /// Between the lesser and the greater.
    To,
    /// After the least number.
    OrMore,
    /// After the greatest number.
    OrLess,
    /// After a bound: the number itself too.
    OrEqual,
    /// No bound at all; keeps its marks from being read as one.
    Nothing,
}

/// A word such as "dozens": the operator and the interval that its named rule gives.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rough {
    /// How it is told.
    pub op: Operator,
    /// The value told.
    pub value: f64,
    /// Least value.
    pub low: f64,
    /// Greatest value.
    pub high: f64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawNumbers {
    decimal: String,
    thousands: String,
    #[serde(default)]
    units_first: bool,
    #[serde(default)]
    room: BTreeMap<String, u64>,
    #[serde(default)]
    joiners: Vec<String>,
    #[serde(default)]
    one_before_multiplier: Vec<String>,
    #[serde(default)]
    ordinal_suffixes: Vec<String>,
    values: BTreeMap<String, Vec<String>>,
    multipliers: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    ordinals: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    rough: Vec<RawRough>,
    #[serde(default)]
    minus: Vec<String>,
    #[serde(default)]
    point: Vec<String>,
    #[serde(default)]
    over: Vec<String>,
    #[serde(default)]
    part_of: Vec<String>,
    /// Keys are quotients: `1/2`.
    #[serde(default)]
    fractions: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    denominators: BTreeMap<String, Vec<String>>,
    /// Forms with a capital letter count only with it.
    #[serde(default)]
    scales: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    comparisons: BTreeMap<Comparison, Vec<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRough {
    op: Operator,
    value: f64,
    low: f64,
    high: f64,
    words: Vec<String>,
}

/// Reads the number words of every language.
pub(super) fn load(files: &[PackFile<'_>], problems: &mut Problems) -> BTreeMap<Lang, Numbers> {
    let mut all = BTreeMap::new();
    for &file in files {
        let Some(lang) = language_of(file.0, "/numbers.toml") else { continue };
        if let Some(raw) = toml::<RawNumbers>(file, problems) {
            all.insert(lang, build(file.0, raw, problems));
        }
    }
    all
}

/// The language of `lang/<xx>/<name>`.
pub(super) fn language_of(path: &str, name: &str) -> Option<Lang> {
    path.strip_prefix("lang/")?.strip_suffix(name)?.parse().ok()
}

/// The folded rough words of a phrase.
pub(super) fn folded_words(phrase: &str) -> Vec<String> {
    let folded = fold_str(phrase);
    words(&folded).iter().map(|w| folded[w.start..w.end].to_owned()).collect()
}

fn build(file: &str, raw: RawNumbers, problems: &mut Problems) -> Numbers {
    let mut numbers = Numbers {
        decimal: raw.decimal.chars().collect(),
        thousands: raw.thousands.chars().collect(),
        units_first: raw.units_first,
        ..Numbers::default()
    };
    for (key, room) in raw.room {
        match key.parse() {
            Ok(value) => {
                numbers.room.insert(value, room);
            }
            Err(_) => problems.at(file, 1, 1, format!("`{key}` in `room` is no number")),
        }
    }
    let mut add = |phrase: &str, part| {
        let words = folded_words(phrase);
        if let Some(first) = words.first() {
            numbers.phrases.entry(first.clone()).or_default().push(NumberPhrase { words, part });
        }
    };
    let tables: [(&str, BTreeMap<String, Vec<String>>, fn(f64) -> NumberPart); 5] = [
        ("values", raw.values, NumberPart::Value),
        ("multipliers", raw.multipliers, NumberPart::Multiplier),
        ("ordinals", raw.ordinals, NumberPart::Ordinal),
        ("fractions", raw.fractions, NumberPart::Fraction),
        ("denominators", raw.denominators, NumberPart::Denominator),
    ];
    for (name, table, part) in tables {
        for (key, phrases) in table {
            match quotient(&key) {
                Some(value) => phrases.iter().for_each(|p| add(p, part(value))),
                None => problems.at(file, 1, 1, format!("`{key}` in `{name}` is no number")),
            }
        }
    }
    for (key, forms) in raw.scales {
        match quotient(&key) {
            Some(value) => forms.iter().for_each(|f| {
                add(f, NumberPart::Scale(value, f.starts_with(char::is_uppercase)));
            }),
            None => problems.at(file, 1, 1, format!("`{key}` in `scales` is no number")),
        }
    }
    for (comparison, forms) in raw.comparisons {
        forms.iter().for_each(|p| add(p, NumberPart::Comparison(comparison)));
    }
    raw.minus.iter().for_each(|p| add(p, NumberPart::Minus));
    raw.point.iter().for_each(|p| add(p, NumberPart::Point));
    raw.over.iter().for_each(|p| add(p, NumberPart::Over));
    raw.part_of.iter().for_each(|p| add(p, NumberPart::PartOf));
    raw.joiners.iter().for_each(|p| add(p, NumberPart::Joiner));
    raw.one_before_multiplier.iter().for_each(|p| add(p, NumberPart::One));
    raw.ordinal_suffixes.iter().for_each(|p| add(p, NumberPart::OrdinalSuffix));
    for RawRough { op, value, low, high, words } in raw.rough {
        words.iter().for_each(|p| add(p, NumberPart::Rough(Rough { op, value, low, high })));
    }
    for phrases in numbers.phrases.values_mut() {
        phrases.sort_by_key(|p| std::cmp::Reverse(p.words.len()));
    }
    numbers
}

/// A number, or two with a stroke between.
fn quotient(key: &str) -> Option<f64> {
    match key.split_once('/') {
        Some((a, b)) => Some(a.parse::<f64>().ok()? / b.parse::<f64>().ok()?),
        None => key.parse().ok(),
    }
}
