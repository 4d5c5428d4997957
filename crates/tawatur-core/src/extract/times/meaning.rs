//! What a time expression means before it is anchored: calendar fields, shifts from an anchor, durations, sets.

use crate::packs::times::{BoundWord, Direction, From, Part, RoughTime};
use crate::text::Span;

/// A time expression of a document.
#[derive(Debug, Clone, PartialEq)]
pub struct TimeExpression {
    /// The expression itself, as TIMEX3 draws it ("25 June").
    pub span: Span,
    /// With the words that bound it ("since 25 June").
    pub whole: Span,
    /// What it means.
    pub meaning: Meaning,
    /// What its preposition makes of it.
    pub bound: Option<BoundWord>,
    /// How exact it is told.
    pub rough: Option<RoughTime>,
    /// The words of the two ends of a range.
    pub ends: Option<[Span; 2]>,
    /// The rule that made it.
    pub rule: String,
}

impl TimeExpression {
    /// The two ends of a range as expressions of their own, as TIMEX3 has them; itself when it is no range.
    #[must_use]
    pub fn parts(&self) -> Vec<Self> {
        let (Meaning::Range(from, to), Some([first, second])) = (&self.meaning, self.ends) else {
            return vec![self.clone()];
        };
        let part = |span, point: &Point| Self {
            span,
            whole: span,
            meaning: Meaning::Point(point.clone()),
            bound: None,
            rough: None,
            ends: None,
            rule: self.rule.clone(),
        };
        vec![part(first, from), part(second, to)]
    }
}

/// What a time expression means.
#[derive(Debug, Clone, PartialEq)]
pub enum Meaning {
    /// A point or period of the calendar.
    Point(Point),
    /// A length of time.
    Duration(Amount),
    /// The amount of time up to the anchor, or from it on; `None` where it is not told ("these last days").
    Recent(Amount, Direction, From),
    /// Again and again, every such unit or point.
    Set(Amount, Option<Box<Point>>),
    /// The present (0), the past (-1), the future (1), without saying when.
    Vague(i8),
    /// From one point to another.
    Range(Box<Point>, Box<Point>),
}

/// An amount of a unit; the unit is an index into `packs::times::UNITS`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Amount {
    /// How many; `None` for "several".
    pub number: Option<f64>,
    /// Of what.
    pub unit: Unit,
}

/// A point of time, or a named period, with what makes it more exact.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Point {
    /// Calendar fields that are told.
    pub fields: Fields,
    /// Counted from an anchor.
    pub shift: Option<Shift>,
    /// Counted within a period.
    pub nth: Option<Nth>,
    /// Which one is meant when the fields leave it open.
    pub direction: Direction,
    /// A part of the period.
    pub part: Option<Part>,
    /// A part of the day, index into `packs::times::DAYPARTS`.
    pub daypart: Option<u8>,
    /// Hour and minute.
    pub clock: Option<(u8, Option<u8>)>,
}

/// Calendar fields.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fields {
    /// Year of the common era, or of the Hijra when `hijri`.
    pub year: Option<i16>,
    /// Month.
    pub month: Option<u8>,
    /// Day of the month.
    pub day: Option<u8>,
    /// Weekday, 1 = Monday.
    pub weekday: Option<u8>,
    /// Season, 1 = spring.
    pub season: Option<u8>,
    /// First year of a decade.
    pub decade: Option<i16>,
    /// Century, 20 for the twentieth.
    pub century: Option<i16>,
    /// Quarter of a year.
    pub quarter: Option<u8>,
    /// Half of a year.
    pub half: Option<u8>,
    /// Month and year are of the Hijri calendar.
    pub hijri: bool,
}

/// So many units from an anchor.
#[derive(Debug, Clone, PartialEq)]
pub struct Shift {
    /// How many, negative for the past; `None` for "several".
    pub number: Option<f64>,
    /// Of what.
    pub unit: Unit,
    /// From where.
    pub from: From,
    /// The point it counts from, when one is captured ("48 hours before the 5th").
    pub point: Option<Box<Point>>,
    /// The whole period of that unit ("last week") rather than a distance ("a week ago").
    pub period: bool,
}

/// The so-many-th of a weekday or unit within a period ("the second Monday of July", "the last week of 2015").
#[derive(Debug, Clone, PartialEq)]
pub struct Nth {
    /// Which: 1 is the first, -1 the last.
    pub which: i8,
    /// Of what.
    pub of: Counted,
    /// Of which period; `None` is the month of the anchor.
    pub within: Option<Box<Point>>,
}

/// What is counted within a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counted {
    /// Days with this weekday, 1 = Monday.
    Weekday(u8),
    /// Units.
    Unit(Unit),
}

/// Units of time, in the order of `packs::times::UNITS`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs)] // the names say it
pub enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Week,
    Fortnight,
    Weekend,
    Month,
    Quarter,
    Season,
    Year,
    Decade,
    Century,
}

impl Unit {
    /// Every unit, in the order of `packs::times::UNITS`.
    pub const ALL: [Self; 13] = [
        Self::Second,
        Self::Minute,
        Self::Hour,
        Self::Day,
        Self::Week,
        Self::Fortnight,
        Self::Weekend,
        Self::Month,
        Self::Quarter,
        Self::Season,
        Self::Year,
        Self::Decade,
        Self::Century,
    ];

    /// By its name in packs.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        crate::packs::times::UNITS.iter().position(|u| *u == name).map(|k| Self::ALL[k])
    }

    /// Its length in months, where it has whole ones.
    #[must_use]
    pub fn months(self) -> Option<f64> {
        match self {
            Self::Month => Some(1.0),
            Self::Quarter | Self::Season => Some(3.0),
            Self::Year => Some(12.0),
            Self::Decade => Some(120.0),
            Self::Century => Some(1200.0),
            _ => None,
        }
    }

    /// Its length in days where a month counts as 30 and a year as 365 days, as sums of lengths count them.
    #[must_use]
    pub fn even_days(self) -> f64 {
        match self {
            Self::Month => 30.0,
            Self::Quarter | Self::Season => 90.0,
            Self::Year => 365.0,
            Self::Decade => 3650.0,
            Self::Century => 36_500.0,
            _ => self.days(),
        }
    }

    /// Its length in days, about.
    #[must_use]
    pub fn days(self) -> f64 {
        match self {
            Self::Second => 1.0 / 86_400.0,
            Self::Minute => 1.0 / 1_440.0,
            Self::Hour => 1.0 / 24.0,
            Self::Day => 1.0,
            Self::Week | Self::Weekend => 7.0,
            Self::Fortnight => 14.0,
            Self::Month => 30.4,
            Self::Quarter | Self::Season => 91.3,
            Self::Year => 365.2,
            Self::Decade => 3652.0,
            Self::Century => 36525.0,
        }
    }
}

impl Point {
    /// True when no field is told.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Both points as one; what `self` tells comes first. `None` when they contradict.
    #[must_use]
    pub fn join(&self, other: &Self) -> Option<Self> {
        fn one<T: PartialEq + Clone>(a: &Option<T>, b: &Option<T>) -> Option<Option<T>> {
            match (a, b) {
                (Some(a), Some(b)) if a != b => None,
                (Some(a), _) => Some(Some(a.clone())),
                (None, b) => Some(b.clone()),
            }
        }
        let (f, g) = (&self.fields, &other.fields);
        let fields = Fields {
            year: one(&f.year, &g.year)?,
            month: one(&f.month, &g.month)?,
            day: one(&f.day, &g.day)?,
            weekday: one(&f.weekday, &g.weekday)?,
            season: one(&f.season, &g.season)?,
            decade: one(&f.decade, &g.decade)?,
            century: one(&f.century, &g.century)?,
            quarter: one(&f.quarter, &g.quarter)?,
            half: one(&f.half, &g.half)?,
            hijri: f.hijri || g.hijri,
        };
        let direction = if self.direction == Direction::Nearest { other.direction } else { self.direction };
        Some(Self {
            fields,
            shift: one(&self.shift, &other.shift)?,
            nth: one(&self.nth, &other.nth)?,
            direction,
            part: one(&self.part, &other.part)?,
            daypart: one(&self.daypart, &other.daypart)?,
            clock: one(&self.clock, &other.clock)?,
        })
    }
}
