//! What a pattern of `times.toml` makes: the kinds of times with their constants. Patterns themselves are `times`' work.

use serde::Deserialize;

/// What a rule makes, with its constants.
#[derive(Debug, Clone, Default, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct Make {
    /// The patterns that make it.
    pub patterns: Vec<String>,
    /// Kind.
    pub kind: Kind,
    /// Sign and step of a shift.
    #[serde(default)]
    pub by: Option<f64>,
    /// Unit of a shift, duration or set.
    #[serde(default)]
    pub unit: Option<String>,
    /// What a shift counts from.
    #[serde(default)]
    pub from: From,
    /// Which one a partial date means.
    #[serde(default)]
    pub direction: Direction,
    /// Part of a period.
    #[serde(default)]
    pub part: Option<Part>,
    /// What a bound does.
    #[serde(default)]
    pub bound: Option<BoundWord>,
    /// How exact.
    #[serde(default)]
    pub rough: Option<RoughTime>,
    /// Constant fields of a date.
    #[serde(default)]
    pub month: Option<u8>,
    /// Constant day of the month.
    #[serde(default)]
    pub day: Option<u8>,
    /// Constant part of the day.
    #[serde(default)]
    pub daypart: Option<String>,
}

/// Kinds of makers.
#[derive(Debug, Clone, Copy, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Matches words that are no time ("15-year-old").
    #[default]
    Nothing,
    /// A date from calendar fields.
    Date,
    /// A day of the month of a date named before ("the 25th").
    Numeric,
    /// Numeric date with the year first.
    NumericIso,
    /// A period counted from an anchor.
    Shift,
    /// An amount of a unit.
    Duration,
    /// An amount of a unit up to or from the anchor ("the last three days").
    Recent,
    /// The present, the past, the future (by `by`: 0, -1, 1).
    Vague,
    /// Again and again.
    Set,
    /// A clock time.
    Clock,
    /// A part of a time.
    Part,
    /// Since, until, before, after.
    Bound,
    /// From one time to another.
    Range,
    /// About, more than, less than.
    Rough,
    /// Two words for one time ("yesterday Friday").
    Join,
    /// The first, the last of a weekday or unit within a period ("the second Monday of July").
    Nth,
    /// Two lengths that make one ("a year and two months").
    Sum,
    /// A decade ("the 1960s").
    Decade,
    /// A century.
    Century,
}

/// What a shift counts from.
#[derive(Debug, Clone, Copy, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum From {
    /// The day of publication.
    #[default]
    Published,
    /// The time told last.
    Told,
    /// The time captured.
    Captured,
}

/// Which one a partial date or weekday means.
#[derive(Debug, Clone, Copy, Default, Deserialize, PartialEq, Eq, Hash)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// The nearest, the past one when in doubt.
    #[default]
    Nearest,
    /// The last one before publication.
    Past,
    /// The next one.
    Future,
    /// The one of the current period.
    This,
}

/// A part of a period.
#[derive(Debug, Clone, Copy, Deserialize, PartialEq, Eq, Hash)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)] // the names say it
pub enum Part {
    Early,
    Mid,
    Late,
    FirstHalf,
    SecondHalf,
    /// From the day of publication to its end.
    Rest,
}

/// What stands before a time and bounds it.
#[derive(Debug, Clone, Copy, Deserialize, PartialEq, Eq, Hash)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)] // the names say it
pub enum BoundWord {
    Since,
    Until,
    Before,
    After,
    During,
}

/// How exact a time or duration is told.
#[derive(Debug, Clone, Copy, Deserialize, PartialEq, Eq, Hash)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)] // the names say it
pub enum RoughTime {
    About,
    MoreThan,
    LessThan,
}
