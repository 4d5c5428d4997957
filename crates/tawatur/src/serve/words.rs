//! The words of the pages in Arabic, French and English (`strings.tsv`), and how days and figures are said with them.

use crate::cli::names::{number, spaced, when as iso};
use std::collections::BTreeMap;
use std::sync::LazyLock;
use tawatur_core::model::{Count, EventCount, Lang, Operator, When, WhenEnd};

/// Key, English, French, Arabic; one line each.
static STRINGS: &str = include_str!("strings.tsv");

static TABLE: LazyLock<BTreeMap<&'static str, [&'static str; 3]>> = LazyLock::new(|| {
    let line = |line: &'static str| {
        let mut cells = line.split('\t');
        Some((cells.next()?, [cells.next()?, cells.next()?, cells.next()?]))
    };
    STRINGS.lines().filter(|l| !l.starts_with('#')).filter_map(line).collect()
});

/// A language of the pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tongue {
    /// English.
    #[default]
    English,
    /// French.
    French,
    /// Arabic.
    Arabic,
}

impl Tongue {
    /// Every language, in the order of the table's columns.
    pub const ALL: [Self; 3] = [Self::English, Self::French, Self::Arabic];

    /// Its code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::French => "fr",
            Self::Arabic => "ar",
        }
    }

    /// Its code as the model has it.
    #[must_use]
    pub fn lang(self) -> Lang {
        self.code().parse().unwrap_or(Lang::UNKNOWN)
    }

    /// The direction pages in it run.
    #[must_use]
    pub fn direction(self) -> &'static str {
        if self == Self::Arabic { "rtl" } else { "ltr" }
    }

    /// The language of a code, with or without a region.
    #[must_use]
    pub fn of_code(code: &str) -> Option<Self> {
        let main = code.trim().split(['-', '_']).next()?.to_ascii_lowercase();
        Self::ALL.into_iter().find(|t| t.code() == main)
    }

    /// The language of the pages nearest to a language: English where they do not speak it.
    #[must_use]
    pub fn of(lang: Lang) -> Self {
        Self::of_code(&lang.to_string()).unwrap_or_default()
    }

    /// The language a browser likes best (RFC 9110, section 12.5.4), English when it names none of ours.
    #[must_use]
    pub fn accepted(header: &str) -> Self {
        let weighed = header.split(',').filter_map(|part| {
            let (code, weight) = part.split_once(";q=").unwrap_or((part, "1"));
            Some((Self::of_code(code)?, weight.trim().parse::<f64>().ok()?))
        });
        let mut best = (Self::English, 0.0);
        for (tongue, weight) in weighed {
            if weight > best.1 {
                best = (tongue, weight);
            }
        }
        best.0
    }

    /// The word for a key; the key itself, with spaces, when the table has none.
    #[must_use]
    pub fn word(self, key: &str) -> String {
        match TABLE.get(key) {
            Some(row) => row[self as usize].to_owned(),
            None => spaced(key.rsplit('.').next().unwrap_or(key)),
        }
    }

    /// The word for a value that the model writes as a string: `mode.denied`.
    #[must_use]
    pub fn value<T: serde::Serialize>(self, group: &str, value: &T) -> String {
        let name = serde_json::to_value(value).ok();
        let name = name.as_ref().and_then(|v| v.as_str()).unwrap_or("");
        self.word(&format!("{group}.{}", name.replace(' ', "_")))
    }

    /// A time for people.
    #[must_use]
    pub fn when(self, when: Option<&When>) -> Days {
        let said = |key: &str, day: String| {
            let words = self.word(key);
            let (before, after) = words.split_once("{}").unwrap_or((&words, ""));
            Days { before: before.to_owned(), digits: day, after: after.to_owned() }
        };
        match when.map(|w| (w.start, w.end)) {
            Some((Some(start), WhenEnd::Open)) => said("since", start.to_string()),
            Some((None, WhenEnd::Day(end))) => said("until", end.to_string()),
            _ => Days { digits: iso(when), ..Days::default() },
        }
    }

    /// What is counted.
    #[must_use]
    pub fn counted(self, of: &str) -> String {
        self.word(&format!("of.{of}"))
    }

    /// A figure of an event: `45–50 fighters`.
    #[must_use]
    pub fn figure(self, count: &EventCount) -> String {
        let value = if (count.low - count.high).abs() < f64::EPSILON {
            grouped(count.best)
        } else {
            format!("{}\u{2013}{}", grouped(count.low), grouped(count.high))
        };
        self.figure_of("figure", &value, &count.of)
    }

    /// A figure of a report: `more than 45 fighters`.
    #[must_use]
    pub fn told(self, count: &Count) -> String {
        let op = self.value("op", &count.op);
        match count.op {
            Operator::Equal => self.figure_of("figure", &grouped(count.value), &count.of),
            rough if rough.is_rough() => self.figure_of("figure.rough", &op, &count.of),
            _ => self.figure_of("figure", &format!("{op} {}", grouped(count.value)), &count.of),
        }
    }

    /// Arabic names what is counted first: its nouns change with the number before them.
    fn figure_of(self, form: &str, value: &str, of: &str) -> String {
        self.word(form).replace("{value}", value).replace("{of}", &self.counted(of))
    }
}

/// A time with the words around it. Templates set the digits apart, left to right: after Arabic letters the parts of
/// an ISO date would else be shown in reverse (Unicode standard annex 9, rules W2 and W4).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Days {
    /// Words before.
    pub before: String,
    /// The days.
    pub digits: String,
    /// Words after.
    pub after: String,
}

impl serde::Serialize for Days {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&format!("{}{}{}", self.before, self.digits, self.after))
    }
}

/// From this many on digits stand in groups (ISO 80000-1, 7.3.1: groups of three, a small space between).
const GROUPED_FROM: f64 = 10_000.0;

/// A number with its digits in groups.
#[must_use]
pub fn grouped(value: f64) -> String {
    let plain = number(value);
    if value < GROUPED_FROM || !plain.bytes().all(|b| b.is_ascii_digit()) {
        return plain;
    }
    let mut out = String::new();
    for (k, digit) in plain.chars().enumerate() {
        if k > 0 && (plain.len() - k).is_multiple_of(3) {
            out.push('\u{202f}');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_has_three_languages_and_every_key_of_a_template_a_line() {
        for line in STRINGS.lines().filter(|l| !l.starts_with('#')) {
            assert_eq!(line.split('\t').filter(|c| !c.trim().is_empty()).count(), 4, "{line}");
        }
        let folders = ["/src/serve/templates", "/src/export/templates"]
            .map(|f| format!("{}{f}", env!("CARGO_MANIFEST_DIR")));
        for file in folders.iter().flat_map(|f| std::fs::read_dir(f).expect("the folder")) {
            let text = std::fs::read_to_string(file.expect("a file").path()).expect("text");
            for key in text.split("page.t(\"").skip(1).filter_map(|rest| rest.split('"').next()) {
                assert!(TABLE.contains_key(key), "no words for {key}");
            }
        }
    }

    #[test]
    fn large_numbers_stand_in_groups() {
        assert_eq!(grouped(38_000.0), "38\u{202f}000");
        assert_eq!((grouped(1250.0), grouped(2.5)), ("1250".to_owned(), "2.5".to_owned()));
    }

    #[test]
    fn the_language_a_browser_likes_best_is_taken() {
        assert_eq!(Tongue::accepted("de, fr;q=0.7, ar-SY;q=0.9"), Tongue::Arabic);
        assert_eq!(Tongue::accepted("fr-FR,fr;q=0.9,en;q=0.8"), Tongue::French);
        assert_eq!(Tongue::accepted("de"), Tongue::English);
    }
}
