//! When something happened: an interval of days with its precision. Finding and resolving it is `extract`'s work.

use crate::text::Span;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// An interval of days, both ends included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct When {
    /// First day; `None` when only the end is known.
    pub start: Option<Date>,
    /// Last day, or open.
    pub end: WhenEnd,
    /// How exact it is told.
    pub precision: WhenPrecision,
    /// The words that tell it, in the document.
    pub span: Option<Span>,
}

/// The last day of an interval.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WhenEnd {
    /// Up to and with this day.
    Day(Date),
    /// Goes on.
    Open,
}

/// How exact a time is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WhenPrecision {
    /// One day, or exact days.
    Day,
    /// About a week.
    Week,
    /// A month or part of one.
    Month,
    /// A year or part of one.
    Year,
    /// One end is not known.
    Open,
}

/// First and last day of an ISO day, month or year (`2018-07-31`, `2018-07`, `2018`), and how exact that is.
#[must_use]
pub fn iso_period(text: &str) -> Option<(Date, Date, WhenPrecision)> {
    let text = text.trim();
    let digits =
        |from: usize, to: usize| text.get(from..to).filter(|d| d.bytes().all(|b| b.is_ascii_digit()));
    let year: i16 = digits(0, 4)?.parse().ok()?;
    match text.len() {
        4 => Some((Date::new(year, 1, 1).ok()?, Date::new(year, 12, 31).ok()?, WhenPrecision::Year)),
        7 if text.as_bytes()[4] == b'-' => {
            let first = Date::new(year, digits(5, 7)?.parse().ok()?, 1).ok()?;
            Some((first, first.last_of_month(), WhenPrecision::Month))
        }
        10 => text.parse().ok().map(|day| (day, day, WhenPrecision::Day)),
        _ => None,
    }
}

impl When {
    /// One day.
    #[must_use]
    pub fn day(date: Date, span: Option<Span>) -> Self {
        Self { start: Some(date), end: WhenEnd::Day(date), precision: WhenPrecision::Day, span }
    }

    /// From one day to another.
    #[must_use]
    pub fn days(start: Date, end: Date, precision: WhenPrecision, span: Option<Span>) -> Self {
        Self { start: Some(start), end: WhenEnd::Day(end), precision, span }
    }

    /// Since a day, still going on.
    #[must_use]
    pub fn since(start: Date, span: Option<Span>) -> Self {
        Self { start: Some(start), end: WhenEnd::Open, precision: WhenPrecision::Open, span }
    }

    /// First and last day with open ends at the calendar's limits, for comparing.
    #[must_use]
    pub fn bounds(&self) -> (Date, Date) {
        let end = match self.end {
            WhenEnd::Day(date) => date,
            WhenEnd::Open => Date::MAX,
        };
        (self.start.unwrap_or(Date::MIN), end)
    }

    /// True when both may be the same time.
    #[must_use]
    pub fn meets(&self, other: &Self) -> bool {
        let ((a, b), (c, d)) = (self.bounds(), other.bounds());
        a <= d && c <= b
    }
}
