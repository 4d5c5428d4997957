//! Words and patterns of times: `lang/<xx>/times.toml`, compiled to word numbers. Matching them is `extract`'s work.
//!
//! A pattern is written in words: `{month}` is a word or part of that class, `@last` a word of that list, `in/during`
//! one of these (`~` for a space inside one), `?` marks what may be absent, `[ ]` the part that is the expression itself (all of it without them).

pub use super::time_rules::{BoundWord, Direction, From, Kind, Make, Part, RoughTime};

use super::numbers::{folded_words, language_of};
use super::{PackFile, Problems, toml};
use crate::model::Lang;
use rustc_hash::FxHashMap;
use serde::Deserialize;
use std::collections::BTreeMap;

/// A folded word that some phrase or pattern of the pack holds.
pub type WordId = u32;

/// Everything a language says about times.
#[derive(Debug, Clone, Default)]
pub struct Times {
    words: FxHashMap<String, WordId>,
    /// Clitics that may be cut off a word when what is left is a word of the pack, longest first.
    pub clitics: Vec<String>,
    /// A clitic that swallows the first letter of the article, with the article it leaves.
    pub contracted: Option<(String, String)>,
    /// Phrases by their first word, longest first.
    pub phrases: FxHashMap<WordId, Vec<Phrase>>,
    /// Rules in order; of two that cover the same words the first wins.
    pub rules: Vec<Rule>,
    /// Rules that may begin with a word.
    pub by_word: FxHashMap<WordId, Vec<usize>>,
    /// Rules that may begin with a class.
    pub by_class: FxHashMap<Class, Vec<usize>>,
    /// Calendar order of day and month in `3/4/2015`.
    pub month_first: bool,
    /// Words right before the date of publication ("posted", "date"). Folded.
    pub dateline: Vec<String>,
}

/// Words that stand for a value of a class.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrase {
    /// The words.
    pub words: Vec<WordId>,
    /// Class.
    pub class: Class,
    /// Which month, weekday, season, part of the day or unit; 0 for lists.
    pub index: u16,
    /// Not a time of its own, only in company ("may").
    pub never_alone: bool,
    /// Only with a capital letter.
    pub capitalised: bool,
}

/// Classes that patterns speak of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Class {
    /// A month: 1 to 12; Hijri months are 101 to 112.
    Month,
    /// A weekday: 1 = Monday.
    Weekday,
    /// A season: 1 = spring.
    Season,
    /// A part of the day, index into `DAYPARTS`.
    Daypart,
    /// A unit, index into `UNITS`.
    Unit,
    /// A unit in the plural.
    Units,
    /// Two of a unit in one word.
    Pair,
    /// A number.
    Number,
    /// A number written in words.
    Worded,
    /// An ordinal number.
    Ordinal,
    /// A number or ordinal from 1 to 31.
    Day,
    /// A number from 1 to 12 in digits.
    MonthNumber,
    /// Four digits from 1000 to 2199.
    Year,
    /// Four digits from 1800 to 2100: a year even where nothing says so.
    LateYear,
    /// Two digits, as in `'98`.
    ShortYear,
    /// A number from 0 to 24.
    Hour,
    /// Two digits from 00 to 59.
    Minute,
    /// A duration.
    Duration,
    /// A time.
    Time,
    /// A named list of the pack.
    List(u16),
}

/// Names of units, in the order of their indices.
pub const UNITS: [&str; 13] = [
    "second",
    "minute",
    "hour",
    "day",
    "week",
    "fortnight",
    "weekend",
    "month",
    "quarter",
    "season",
    "year",
    "decade",
    "century",
];
/// Names of seasons.
pub const SEASONS: [&str; 4] = ["spring", "summer", "autumn", "winter"];
/// Names of parts of the day.
pub const DAYPARTS: [&str; 7] = ["dawn", "morning", "noon", "afternoon", "evening", "night", "midnight"];

/// A pattern with what it makes.
#[derive(Debug, Clone)]
pub struct Rule {
    /// Its elements in order.
    pub elements: Vec<Element>,
    /// First and one past the last element of the expression itself.
    pub inner: (usize, usize),
    /// What it makes.
    pub make: Make,
    /// Its id for derivations: file and number of the rule.
    pub id: String,
}

/// One place of a pattern.
#[derive(Debug, Clone)]
pub struct Element {
    /// What may stand there.
    pub what: What,
    /// May be absent.
    pub optional: bool,
}

/// What an element matches.
#[derive(Debug, Clone)]
pub enum What {
    /// A word or part of a class; the flag asks for one that is a time of its own.
    Class(Class, bool),
    /// One of these phrases.
    Words(Vec<Vec<WordId>>),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTimes {
    #[serde(default)]
    clitics: Vec<String>,
    #[serde(default)]
    contracted: Option<(String, String)>,
    /// Letters of the article that may stand before a form of a unit, month part or list word marked so.
    #[serde(default)]
    article: String,
    #[serde(default)]
    month_first: bool,
    #[serde(default)]
    dateline: Vec<String>,
    #[serde(default)]
    never_alone: Vec<String>,
    #[serde(default)]
    capitalised: Vec<String>,
    months: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    hijri: BTreeMap<String, Vec<String>>,
    weekdays: BTreeMap<String, Vec<String>>,
    seasons: BTreeMap<String, Vec<String>>,
    dayparts: BTreeMap<String, Vec<String>>,
    units: BTreeMap<String, Vec<String>>,
    /// Plural forms, apart where the patterns need them apart.
    #[serde(default)]
    plurals: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    pairs: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    lists: BTreeMap<String, Vec<String>>,
    rule: Vec<Make>,
}

/// Reads the times of every language.
pub(super) fn load(files: &[PackFile<'_>], problems: &mut Problems) -> BTreeMap<Lang, Times> {
    let mut all = BTreeMap::new();
    for &file in files {
        let Some(lang) = language_of(file.0, "/times.toml") else { continue };
        if let Some(raw) = toml::<RawTimes>(file, problems) {
            all.insert(lang, Builder::default().build(file.0, raw, problems));
        }
    }
    all
}

impl Times {
    /// The number of a folded word; `None` when no phrase or pattern holds it.
    #[must_use]
    pub fn word(&self, folded: &str) -> Option<WordId> {
        self.words.get(folded).copied()
    }
}

#[derive(Default)]
struct Builder {
    times: Times,
    lists: BTreeMap<String, u16>,
    never_alone: Vec<Vec<WordId>>,
    capitalised: Vec<Vec<WordId>>,
}

impl Builder {
    fn build(mut self, file: &str, raw: RawTimes, problems: &mut Problems) -> Times {
        self.times.month_first = raw.month_first;
        self.times.dateline = raw.dateline.iter().map(|w| crate::text::fold_str(w)).collect();
        self.times.clitics = raw.clitics.iter().map(|c| crate::text::fold_str(c)).collect();
        self.times.clitics.sort_by_key(|c| std::cmp::Reverse(c.len()));
        self.times.contracted = raw.contracted;
        self.never_alone = raw.never_alone.iter().map(|p| self.phrase(p)).collect();
        self.capitalised = raw.capitalised.iter().map(|p| self.phrase(p)).collect();
        for (offset, table) in [(0, &raw.months), (HIJRI, &raw.hijri)] {
            for (key, forms) in table {
                match key.parse::<u16>() {
                    Ok(month @ 1..=12) => self.add(Class::Month, month + offset, forms, ""),
                    _ => problems.at(file, 1, 1, format!("`{key}` is no month; write 1 to 12")),
                }
            }
        }
        for (key, forms) in &raw.weekdays {
            match key.parse::<u16>() {
                Ok(day @ 1..=7) => self.add(Class::Weekday, day, forms, ""),
                _ => problems.at(file, 1, 1, format!("`{key}` is no weekday; write 1 (Monday) to 7")),
            }
        }
        let named: [(Class, &[&str], &BTreeMap<String, Vec<String>>); 6] = [
            (Class::Season, &SEASONS, &raw.seasons),
            (Class::Daypart, &DAYPARTS, &raw.dayparts),
            (Class::Unit, &UNITS, &raw.units),
            (Class::Unit, &UNITS, &raw.plurals),
            (Class::Units, &UNITS, &raw.plurals),
            (Class::Pair, &UNITS, &raw.pairs),
        ];
        for (class, names, table) in named {
            for (key, forms) in table {
                match names.iter().position(|n| n == key) {
                    Some(k) => self.add(class, k as u16, forms, &raw.article),
                    None => problems.at(file, 1, 1, format!("`{key}` is none of {}", names.join(", "))),
                }
            }
        }
        for (number, (name, forms)) in raw.lists.iter().enumerate() {
            self.lists.insert(name.clone(), number as u16);
            self.add(Class::List(number as u16), 0, forms, "");
        }
        for (number, rule) in raw.rule.iter().enumerate() {
            for pattern in &rule.patterns {
                match self.rule(pattern, rule, format!("{file}#{}", number + 1)) {
                    Ok(rule) => self.times.rules.push(rule),
                    Err(why) => {
                        problems.at(file, 1, 1, format!("pattern `{pattern}` of rule {}: {why}", number + 1))
                    }
                }
            }
        }
        self.index();
        for phrases in self.times.phrases.values_mut() {
            phrases.sort_by_key(|p| std::cmp::Reverse(p.words.len()));
        }
        self.times
    }

    fn phrase(&mut self, text: &str) -> Vec<WordId> {
        folded_words(text)
            .into_iter()
            .map(|w| {
                let next = self.times.words.len() as WordId;
                *self.times.words.entry(w).or_insert(next)
            })
            .collect()
    }

    fn add(&mut self, class: Class, index: u16, forms: &[String], article: &str) {
        for form in forms {
            let mut written = vec![form.clone()];
            if !article.is_empty() {
                written.push(format!("{article}{form}"));
            }
            for form in written {
                let words = self.phrase(&form);
                let Some(&first) = words.first() else { continue };
                let never_alone = self.never_alone.contains(&words);
                let capitalised = self.capitalised.contains(&words);
                self.times.phrases.entry(first).or_default().push(Phrase {
                    words,
                    class,
                    index,
                    never_alone,
                    capitalised,
                });
            }
        }
    }

    fn rule(&mut self, pattern: &str, make: &Make, id: String) -> Result<Rule, String> {
        let mut elements = Vec::new();
        let mut inner = (0, usize::MAX);
        for piece in pattern.split_whitespace() {
            match piece {
                "[" => inner.0 = elements.len(),
                "]" => inner.1 = elements.len(),
                _ => {
                    // A mark that is a question mark alone is no element anyone needs.
                    let (piece, optional) = piece.strip_suffix('?').map_or((piece, false), |p| (p, true));
                    elements.push(Element { what: self.what(piece)?, optional });
                }
            }
        }
        if elements.iter().all(|e| e.optional) {
            return Err("needs at least one element that must be there".to_owned());
        }
        inner.1 = inner.1.min(elements.len());
        Ok(Rule { elements, inner, make: Make { patterns: Vec::new(), ..make.clone() }, id })
    }

    fn what(&mut self, piece: &str) -> Result<What, String> {
        if let Some(name) = piece.strip_prefix('{').and_then(|p| p.strip_suffix('}')) {
            let (name, alone) = name.strip_suffix('!').map_or((name, false), |n| (n, true));
            return class(name).map(|c| What::Class(c, alone)).ok_or_else(|| format!("`{name}` is no class"));
        }
        if let Some(name) = piece.strip_prefix('@') {
            let list = self.lists.get(name).ok_or_else(|| format!("there is no list `{name}`"))?;
            return Ok(What::Class(Class::List(*list), false));
        }
        if piece == "/" {
            return Ok(What::Words(vec![self.phrase("/")]));
        }
        Ok(What::Words(
            piece.split('/').map(|p| self.phrase(&p.replace('~', " "))).filter(|p| !p.is_empty()).collect(),
        ))
    }

    /// Notes with which words and classes each rule may begin.
    fn index(&mut self) {
        for (number, rule) in self.times.rules.iter().enumerate() {
            for element in &rule.elements {
                match &element.what {
                    What::Class(class, _) => self.times.by_class.entry(*class).or_default().push(number),
                    What::Words(phrases) => {
                        for first in phrases.iter().filter_map(|p| p.first()) {
                            self.times.by_word.entry(*first).or_default().push(number);
                        }
                    }
                }
                if !element.optional {
                    break;
                }
            }
        }
    }
}

/// What Hijri months add to their number.
pub const HIJRI: u16 = 100;

fn class(name: &str) -> Option<Class> {
    Some(match name {
        "month" => Class::Month,
        "weekday" => Class::Weekday,
        "season" => Class::Season,
        "daypart" => Class::Daypart,
        "unit" => Class::Unit,
        "units" => Class::Units,
        "pair" => Class::Pair,
        "number" => Class::Number,
        "worded" => Class::Worded,
        "ordinal" => Class::Ordinal,
        "day" => Class::Day,
        "month_number" => Class::MonthNumber,
        "year" => Class::Year,
        "late_year" => Class::LateYear,
        "short_year" => Class::ShortYear,
        "hour" => Class::Hour,
        "minute" => Class::Minute,
        "duration" => Class::Duration,
        "time" => Class::Time,
        _ => return None,
    })
}
