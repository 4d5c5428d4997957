//! Makes the meaning of a range: two points, or one period with two days, weekdays, months or years of it.

use super::make::Captured;
use super::matcher::month;
use super::meaning::{Fields, Meaning, Point};
use crate::packs::times::Class;

/// A range between what was captured; what only one end names holds for both.
pub(super) fn range(captured: &Captured<'_>) -> Option<Meaning> {
    let mut points = captured.points_or_now();
    let days: Vec<u8> = captured.numbers(&[Class::Day]).map(|d| d as u8).collect();
    let years: Vec<i16> = captured.numbers(&[Class::Year]).map(|y| y as i16).collect();
    let months: Vec<u16> = captured.indices(Class::Month).collect();
    let weekdays: Vec<u8> = captured.indices(Class::Weekday).map(|w| w as u8).collect();
    let (mut from, mut to) = match (points.next(), points.next()) {
        (Some(from), Some(to)) => (from, to),
        // "next week from Tuesday to Thursday", "from 4 to 22 this month": both are of the one period.
        (Some(period), None) if weekdays.len() == 2 || days.len() == 2 && period.fields.day.is_none() => {
            let of = |k: usize| {
                let fields = Fields {
                    weekday: weekdays.get(k).copied(),
                    day: days.get(k).copied(),
                    ..Fields::default()
                };
                period.join(&Point { fields, ..Point::default() })
            };
            (of(0)?, of(1)?)
        }
        // "from 3 to 5 May": the first point is its day alone.
        (Some(to), None) => (
            Point { fields: Fields { day: days.first().copied(), ..to.fields.clone() }, ..Point::default() },
            to,
        ),
        (None, _) => {
            let point = |k: usize| {
                let (month, hijri) = months.get(k).or(months.first()).map_or((None, false), |m| {
                    let (month, hijri) = month(*m);
                    (Some(month), hijri)
                });
                let fields = Fields {
                    day: days.get(k).copied(),
                    month,
                    hijri,
                    year: years.get(k).or(years.first()).copied(),
                    ..Fields::default()
                };
                Point { fields, ..Point::default() }
            };
            (point(0), point(1))
        }
    };
    // What only the second names holds for the first too.
    from.fields.year =
        from.fields.year.or(to.fields.year.filter(|_| from.shift.is_none() && from.fields.year.is_none()));
    if to.fields.year.is_none() && from.fields.year.is_some() && to.shift.is_none() {
        to.fields.year = from.fields.year;
    }
    if from.fields.month.is_none() && from.fields.day.is_some() {
        from.fields.month = to.fields.month;
    }
    if to.fields.month.is_none() && to.fields.day.is_some() {
        to.fields.month = from.fields.month;
    }
    Some(Meaning::Range(Box::new(from), Box::new(to)))
}
