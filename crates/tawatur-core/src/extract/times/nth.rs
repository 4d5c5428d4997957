//! Anchors what is counted within a period: "the second Monday of July", "the last week of 2015".

use super::meaning::{Counted, Nth, Unit};
use super::resolve::{Anchors, Days, period, point_days, step, weekday_of};
use crate::model::WhenPrecision;
use jiff::{ToSpan as _, civil::Date};

/// The weeks of a month are those that begin in it, the weeks of a year those of ISO 8601.
pub(super) fn days(nth: &Nth, anchors: &Anchors) -> Option<Days> {
    let within = match &nth.within {
        Some(point) => point_days(point, anchors)?,
        None => period(anchors.last_told.or(anchors.published)?, Unit::Month)?,
    };
    let one = |day| Days { start: day, end: day, precision: WhenPrecision::Day };
    let found = match nth.of {
        Counted::Weekday(weekday) => one(nth_weekday(within, weekday, nth.which)?),
        Counted::Unit(Unit::Week) => {
            let yearly = within.precision == WhenPrecision::Year;
            let mark = if yearly { ISO_WEEKDAY } else { MONDAY };
            period(nth_weekday(within, mark, nth.which)?, Unit::Week)?
        }
        Counted::Unit(unit) if nth.which > 0 => {
            period(step(within.start, f64::from(nth.which - 1), unit)?, unit)?
        }
        Counted::Unit(unit) => period(within.end, unit)?,
    };
    (found.start <= within.end).then_some(found)
}

/// Monday, and the weekday whose year is the year of its week (ISO 8601: Thursday).
const MONDAY: u8 = 1;
const ISO_WEEKDAY: u8 = 4;

/// The so-many-th day with a weekday within a period; -1 is the last.
fn nth_weekday(within: Days, weekday: u8, which: i8) -> Option<Date> {
    let day = if which > 0 {
        let ahead = (i64::from(weekday) - i64::from(weekday_of(within.start))).rem_euclid(7);
        within.start.checked_add((ahead + 7 * i64::from(which - 1)).days()).ok()?
    } else {
        let back = (i64::from(weekday_of(within.end)) - i64::from(weekday)).rem_euclid(7);
        within.end.checked_sub((back + 7 * i64::from(-1 - which)).days()).ok()?
    };
    (within.start..=within.end).contains(&day).then_some(day)
}
