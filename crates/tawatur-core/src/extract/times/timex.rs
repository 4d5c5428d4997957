//! TIMEX3 values (TimeML 1.2.1) of time expressions, for exports and measuring.

use super::meaning::{Amount, Meaning, Point, TimeExpression, Unit};
use super::resolve::{Anchors, days_of, point_days};
use crate::model::WhenPrecision;
use crate::packs::times::{DAYPARTS, Direction, From};
use jiff::civil::Date;

/// A TIMEX3 type and value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timex {
    /// `DATE`, `TIME`, `DURATION` or `SET`.
    pub kind: &'static str,
    /// The normalised value.
    pub value: String,
}

/// The TIMEX3 form of an expression.
#[must_use]
pub fn timex(expression: &TimeExpression, anchors: &Anchors) -> Timex {
    match &expression.meaning {
        Meaning::Point(Point { shift: Some(shift), .. })
            if shift.from == From::Told && !shift.period && expression.span != expression.whole =>
        {
            // "a month later": TIMEX3 gives the length and leaves the anchor to a link.
            let amount = Amount { number: shift.number.map(f64::abs), unit: shift.unit };
            Timex { kind: "DURATION", value: period(amount) }
        }
        Meaning::Point(Point { shift: Some(shift), .. }) if shift.number.is_none() => {
            Timex { kind: "DURATION", value: period(Amount { number: None, unit: shift.unit }) }
        }
        Meaning::Point(point) => point_timex(point, anchors),
        Meaning::Duration(amount) | Meaning::Recent(amount, ..) => {
            Timex { kind: "DURATION", value: period(*amount) }
        }
        Meaning::Set(amount, point) => {
            Timex { kind: "SET", value: point.as_ref().map_or_else(|| period(*amount), |p| repeated(p)) }
        }
        Meaning::Vague(direction) => {
            let value = match direction {
                -1 => "PAST_REF",
                0 => "PRESENT_REF",
                _ => "FUTURE_REF",
            };
            Timex { kind: "DATE", value: value.to_owned() }
        }
        Meaning::Range(..) => {
            let value = days_of(&expression.meaning, anchors)
                .map_or_else(String::new, |d| format!("{}/{}", d.start, d.end));
            Timex { kind: "DATE", value }
        }
    }
}

/// An ISO 8601 period.
fn period(amount: Amount) -> String {
    let number = amount.number.map_or_else(|| "X".to_owned(), |n| n.to_string());
    let (before, after) = match amount.unit {
        Unit::Second => ("PT", "S"),
        Unit::Minute => ("PT", "M"),
        Unit::Hour => ("PT", "H"),
        Unit::Day => ("P", "D"),
        Unit::Week => ("P", "W"),
        Unit::Fortnight => {
            return amount.number.map_or_else(|| "PXW".to_owned(), |n| format!("P{}W", n * 2.0));
        }
        Unit::Weekend => ("P", "WE"),
        Unit::Month => ("P", "M"),
        Unit::Quarter => ("P", "Q"),
        Unit::Season => ("P", "SEASON"),
        Unit::Year => ("P", "Y"),
        // TIMEX3 allows `P1DE` too; annotators write years.
        Unit::Decade => {
            return amount.number.map_or_else(|| "PXDE".to_owned(), |n| format!("P{}Y", n * 10.0));
        }
        Unit::Century => ("P", "CE"),
    };
    format!("{before}{number}{after}")
}

fn repeated(point: &Point) -> String {
    let fields = &point.fields;
    if let Some(weekday) = fields.weekday {
        return format!("{}-W{}-{weekday}", unknown(4), unknown(2));
    }
    if let Some(month) = fields.month {
        return match fields.day {
            Some(day) => format!("{}-{month:02}-{day:02}", unknown(4)),
            None => format!("{}-{month:02}", unknown(4)),
        };
    }
    if let Some(season) = fields.season {
        return format!("{}-{}", unknown(4), season_code(season));
    }
    let part = point.daypart.map_or("", daypart_code);
    unknown_day() + part
}

/// So many digits that are not known: TIMEX3 writes an X for each (Pustejovsky et al. 2003, as ISO 8601 with gaps).
fn unknown(digits: usize) -> String {
    "X".repeat(digits)
}

/// A day of which nothing is known.
fn unknown_day() -> String {
    format!("{}-{}-{}", unknown(4), unknown(2), unknown(2))
}

fn season_code(season: u8) -> &'static str {
    match season {
        1 => "SP",
        2 => "SU",
        3 => "FA",
        _ => "WI",
    }
}

fn daypart_code(daypart: u8) -> &'static str {
    match DAYPARTS.get(usize::from(daypart)).copied() {
        Some("noon") => "T12:00",
        Some("afternoon") => "TAF",
        Some("evening") => "TEV",
        Some("night") => "TNI",
        Some("midnight") => "T24:00",
        _ => "TMO",
    }
}

fn point_timex(point: &Point, anchors: &Anchors) -> Timex {
    let fields = &point.fields;
    let clock = match (point.clock, point.daypart) {
        (Some((hour, minute)), _) => {
            minute.map_or_else(|| format!("T{hour:02}"), |m| format!("T{hour:02}:{m:02}"))
        }
        (None, Some(daypart)) => daypart_code(daypart).to_owned(),
        (None, None) => String::new(),
    };
    let kind = if clock.is_empty() { "DATE" } else { "TIME" };
    let date = |value: String| Timex { kind, value };
    if let Some(decade) = fields.decade {
        return date((decade / 10).to_string());
    }
    if let Some(century) = fields.century {
        return date((century - 1).to_string());
    }
    // The whole period, without its part: TIMEX3 puts that into `mod`.
    let mut whole = Point { part: None, ..point.clone() };
    // "yesterday Friday" has the value of "yesterday": TIMEX3 anchors what points from the text's date.
    if whole.shift.as_ref().is_some_and(|s| s.unit == Unit::Day) {
        whole.fields.weekday = None;
    }
    let Some(days) = point_days(&whole, anchors) else { return date(unanchored(point, &clock)) };
    if let Some(season) = fields.season {
        return date(format!("{:04}-{}", days.start.year(), season_code(season)));
    }
    if let Some(quarter) = fields.quarter {
        return date(format!("{:04}-Q{quarter}", days.start.year()));
    }
    if let Some(half) = fields.half {
        return date(format!("{:04}-H{half}", days.start.year()));
    }
    let unit = point.shift.as_ref().map(|s| s.unit);
    date(match days.precision {
        WhenPrecision::Week => {
            if unit == Some(Unit::Weekend) {
                format!("{}-WE", week(days.start))
            } else {
                week(days.start)
            }
        }
        WhenPrecision::Month if unit == Some(Unit::Quarter) => {
            format!("{:04}-Q{}", days.start.year(), (days.start.month() - 1) / 3 + 1)
        }
        WhenPrecision::Month => format!("{:04}-{:02}", days.start.year(), days.start.month()),
        WhenPrecision::Year => match unit {
            Some(Unit::Decade) => (days.start.year() / 10).to_string(),
            Some(Unit::Century) => (days.start.year() / 100).to_string(),
            _ => format!("{:04}", days.start.year()),
        },
        WhenPrecision::Day | WhenPrecision::Open => format!("{}{clock}", days.start),
    })
}

fn week(day: Date) -> String {
    let week = day.iso_week_date();
    format!("{:04}-W{:02}", week.year(), week.week())
}

/// What is told when nothing anchors it.
fn unanchored(point: &Point, clock: &str) -> String {
    let fields = &point.fields;
    if point.shift.is_some() || point.direction != Direction::Nearest {
        return unknown_day();
    }
    let two = |n: Option<u8>| n.map_or_else(|| "XX".to_owned(), |n| format!("{n:02}"));
    let year = fields.year.map_or_else(|| unknown(4), |y| format!("{y:04}"));
    match (fields.weekday, fields.month, fields.day) {
        (Some(weekday), None, None) => format!("{year}-WXX-{weekday}{clock}"),
        (_, None, None) => format!("{year}{clock}"),
        (_, month, None) => format!("{year}-{}{clock}", two(month)),
        (_, month, day) => format!("{year}-{}-{}{clock}", two(month), two(day)),
    }
}

/// The TIMEX3 forms of a document's expressions in order; each may count from the one told before it.
#[must_use]
pub fn timex_all(expressions: &[TimeExpression], published: Option<Date>) -> Vec<Timex> {
    let mut anchors = Anchors { published, last_told: None };
    expressions
        .iter()
        .map(|expression| {
            let value = timex(expression, &anchors);
            anchors = anchors.after(expression);
            value
        })
        .collect()
}

/// The length of a duration in seconds, months as 30 and years as 365 days.
#[must_use]
pub fn seconds(expression: &TimeExpression) -> Option<f64> {
    const DAY: f64 = 86_400.0;
    /// Fractions of a second that are kept.
    const EXACT: f64 = 1000.0;
    let Meaning::Duration(Amount { number: Some(number), unit }) = expression.meaning else { return None };
    Some((number * unit.even_days() * DAY * EXACT).round() / EXACT)
}
