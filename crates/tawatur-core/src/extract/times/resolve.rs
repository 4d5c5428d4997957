//! Anchors time expressions: which days "Tuesday", "last week" or "two days earlier" are, by the codebook's rules.

use super::hijri;
use super::meaning::{Amount, Fields, Meaning, Point, Shift, TimeExpression, Unit};
use crate::model::{When, WhenEnd, WhenPrecision};
use crate::packs::times::{BoundWord, Direction, From, Part};
use jiff::{Span, ToSpan as _, civil::Date};

/// What relative times count from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Anchors {
    /// The day of publication.
    pub published: Option<Date>,
    /// The day told last before the expression.
    pub last_told: Option<Date>,
}

impl Anchors {
    /// What the next expression counts from once this one is told.
    #[must_use]
    pub fn after(self, told: &TimeExpression) -> Self {
        let day = resolve(told, &self).and_then(|when| told_day(told, &when));
        Self { last_told: day.or(self.last_told), ..self }
    }
}

/// First and last day, and how exact that is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Days {
    pub start: Date,
    pub end: Date,
    pub precision: WhenPrecision,
}

/// A month or day without a year that lies at most this many days after publication is taken as to come.
const AHEAD: i32 = 100;
/// "These last days" are the week before (codebook).
const RECENT_DAYS: f64 = 7.0;
/// "Some weeks, months, years" where no number is told: as few as the plural allows and one more.
const SEVERAL: f64 = 3.0;
/// Early, mid and late in a month: until the 10th, the 15th, from the 25th (codebook: "end of June": from the 25th).
const EARLY_UNTIL: i8 = 10;
const MIDDLE: i8 = 15;
const LATE_FROM: i8 = 25;
/// The years within which a weekday fixes the year of a day and month.
const WEEKDAY_YEARS: i16 = 6;

/// The time of an expression; `None` when nothing anchors it, or when it is a duration or a repetition.
#[must_use]
pub fn resolve(expression: &TimeExpression, anchors: &Anchors) -> Option<When> {
    let span = Some(expression.span);
    if let (Meaning::Duration(amount), Some(BoundWord::Since)) = (&expression.meaning, expression.bound) {
        let start = step(anchors.published?, -amount.number.unwrap_or(SEVERAL), amount.unit)?;
        return Some(When::since(start, span));
    }
    if let (Meaning::Duration(amount), Some(bound @ (BoundWord::After | BoundWord::Before))) =
        (&expression.meaning, expression.bound)
    {
        let sign = if bound == BoundWord::After { 1.0 } else { -1.0 };
        let day = step(
            anchors.last_told.or(anchors.published)?,
            sign * amount.number.unwrap_or(SEVERAL),
            amount.unit,
        )?;
        return Some(When::days(day, day, precision_of(amount.unit), span));
    }
    let days = days_of(&expression.meaning, anchors)?;
    Some(match expression.bound {
        Some(BoundWord::Since) => {
            // What goes on since then began before it was told.
            let ahead = anchors.published.is_some_and(|day| days.start > day);
            let before = days.start.checked_sub(1.year()).ok().filter(|_| ahead);
            When::since(before.unwrap_or(days.start), span)
        }
        // "No deal until now" is how things stand today.
        Some(BoundWord::Until) if anchors.published == Some(days.end) => {
            When::days(days.end, days.end, days.precision, span)
        }
        Some(BoundWord::Until) => {
            When { start: None, end: WhenEnd::Day(days.end), precision: WhenPrecision::Open, span }
        }
        _ => When::days(days.start, days.end, days.precision, span),
    })
}

/// The times of a document's expressions in order; each may count from the one told before it.
#[must_use]
pub fn resolve_all(expressions: &[TimeExpression], published: Option<Date>) -> Vec<Option<When>> {
    let mut anchors = Anchors { published, last_told: None };
    let mut out = Vec::with_capacity(expressions.len());
    for expression in expressions {
        out.push(resolve(expression, &anchors));
        anchors = anchors.after(expression);
    }
    out
}

/// The day that later expressions may count from: the start of what is told as a point in time.
fn told_day(expression: &TimeExpression, when: &When) -> Option<Date> {
    let fine = matches!(
        when.precision,
        WhenPrecision::Day | WhenPrecision::Week | WhenPrecision::Month | WhenPrecision::Open
    );
    let told = match expression.meaning {
        Meaning::Point(_) => true,
        // "for two months now" is background: what follows is not counted from its beginning.
        Meaning::Duration(_) => expression.bound != Some(BoundWord::Since),
        _ => false,
    };
    when.start.filter(|_| fine && told)
}

pub(super) fn days_of(meaning: &Meaning, anchors: &Anchors) -> Option<Days> {
    match meaning {
        Meaning::Point(point) => point_days(point, anchors),
        Meaning::Recent(amount, direction, from) => {
            let anchor = match from {
                From::Told => anchors.last_told.or(anchors.published)?,
                _ => anchors.published?,
            };
            recent(*amount, *direction, anchor)
        }
        Meaning::Range(from, to) => {
            let end = point_days(to, anchors)?;
            let start = point_days(from, anchors)?;
            // "from 28 December to 3 January": the start lies before the end, in the year before if need be.
            let first = if start.start > end.end && from.fields.year.is_none() {
                start.start.checked_sub(1.year()).ok()?
            } else {
                start.start
            };
            ordered(first, end.end, start.precision.max(end.precision))
        }
        Meaning::Vague(0) => {
            anchors.published.map(|d| Days { start: d, end: d, precision: WhenPrecision::Day })
        }
        Meaning::Duration(_) | Meaning::Set(..) | Meaning::Vague(_) => None,
    }
}

fn ordered(start: Date, end: Date, precision: WhenPrecision) -> Option<Days> {
    (start <= end).then_some(Days { start, end, precision })
}

fn recent(amount: Amount, direction: Direction, anchor: Date) -> Option<Days> {
    let number = amount.number.unwrap_or(if amount.unit == Unit::Day { RECENT_DAYS } else { SEVERAL });
    let precision = precision_of(amount.unit);
    if direction == Direction::Future {
        // "The next three days" begin after the one on which that is said.
        return ordered(anchor.tomorrow().ok()?, step(anchor, number, amount.unit)?, precision);
    }
    ordered(step(anchor, -number, amount.unit)?, anchor, precision)
}

/// A day so many units later.
pub(super) fn step(day: Date, number: f64, unit: Unit) -> Option<Date> {
    const LONGEST: f64 = 20_000.0;
    if !number.is_finite() || number.abs() > LONGEST {
        return None;
    }
    let whole = number.fract() == 0.0;
    let span: Span = match unit {
        Unit::Month | Unit::Quarter | Unit::Season if whole => {
            let months = if unit == Unit::Month { 1 } else { 3 };
            Span::new().try_months(number as i64 * months).ok()?
        }
        Unit::Year | Unit::Decade | Unit::Century if whole => {
            let years = match unit {
                Unit::Decade => 10,
                Unit::Century => 100,
                _ => 1,
            };
            Span::new().try_years(number as i64 * years).ok()?
        }
        _ => Span::new().try_days((number * unit.days()).round() as i64).ok()?,
    };
    day.checked_add(span).ok()
}

fn precision_of(unit: Unit) -> WhenPrecision {
    match unit {
        Unit::Second | Unit::Minute | Unit::Hour | Unit::Day => WhenPrecision::Day,
        Unit::Week | Unit::Fortnight | Unit::Weekend => WhenPrecision::Week,
        Unit::Month | Unit::Quarter | Unit::Season => WhenPrecision::Month,
        Unit::Year | Unit::Decade | Unit::Century => WhenPrecision::Year,
    }
}

pub(super) fn point_days(point: &Point, anchors: &Anchors) -> Option<Days> {
    let days = match (&point.shift, &point.nth) {
        (Some(shift), _) => shifted(shift, point, anchors)?,
        (None, Some(nth)) => super::nth::days(nth, anchors)?,
        (None, None) => calendar(&point.fields, point, anchors)?,
    };
    if point.part == Some(Part::Rest) {
        return ordered(days.start.max(anchors.published?), days.end, days.precision);
    }
    Some(point.part.and_then(|part| part_of(days, part)).unwrap_or(days))
}

fn shifted(shift: &Shift, point: &Point, anchors: &Anchors) -> Option<Days> {
    let anchor = match (shift.from, &shift.point) {
        (_, Some(inner)) => point_days(inner, anchors)?.start,
        (From::Told, _) => anchors.last_told.or(anchors.published)?,
        _ => anchors.published?,
    };
    let number = shift.number.unwrap_or(-SEVERAL);
    let day = step(anchor, number, shift.unit)?;
    if !shift.period {
        return Some(Days { start: day, end: day, precision: precision_of(shift.unit) });
    }
    let period = period(day, shift.unit)?;
    refine(period, &point.fields, anchor)
}

/// The calendar period of a unit that a day lies in; weeks begin on Monday (ISO 8601).
pub(super) fn period(day: Date, unit: Unit) -> Option<Days> {
    let precision = precision_of(unit);
    let monday = day.checked_sub(i64::from(day.weekday().to_monday_zero_offset()).days()).ok()?;
    let (start, end) = match unit {
        Unit::Second | Unit::Minute | Unit::Hour | Unit::Day => (day, day),
        Unit::Week => (monday, monday.checked_add(6.days()).ok()?),
        Unit::Fortnight => (monday, monday.checked_add(13.days()).ok()?),
        Unit::Weekend => (monday.checked_add(5.days()).ok()?, monday.checked_add(6.days()).ok()?),
        Unit::Month => (day.first_of_month(), day.last_of_month()),
        Unit::Quarter | Unit::Season => {
            let first = Date::new(day.year(), (day.month() - 1) / 3 * 3 + 1, 1).ok()?;
            (first, first.checked_add(2.months()).ok()?.last_of_month())
        }
        Unit::Year => (day.first_of_year(), day.last_of_year()),
        Unit::Decade => years(day.year() - day.year().rem_euclid(10), 10)?,
        Unit::Century => years(day.year() - (day.year() - 1).rem_euclid(100), 100)?,
    };
    Some(Days { start, end, precision })
}

fn years(first: i16, count: i16) -> Option<(Date, Date)> {
    Some((Date::new(first, 1, 1).ok()?, Date::new(first.checked_add(count - 1)?, 12, 31).ok()?))
}

/// What calendar fields pick out of a period: a weekday of a week, a day and month of a year.
fn refine(period: Days, fields: &Fields, anchor: Date) -> Option<Days> {
    if let Some(month) = fields.month {
        let year = fields.year.unwrap_or(period.start.year());
        return whole(&Fields { year: Some(year), ..fields.clone() }, month);
    }
    if let Some(season) = fields.season {
        return season_of(period.start.year(), season);
    }
    if let Some(weekday) = fields.weekday {
        if period.start == period.end {
            // "today Tuesday": where both do not hold, the weekday is the firmer of the two.
            let told = if weekday_of(period.start) == weekday {
                period.start
            } else {
                weekday_near(anchor, weekday, Direction::Nearest)?
            };
            return Some(Days { start: told, end: told, precision: WhenPrecision::Day });
        }
        let mut day = period.start;
        while day <= period.end {
            if weekday_of(day) == weekday {
                return Some(Days { start: day, end: day, precision: WhenPrecision::Day });
            }
            day = day.tomorrow().ok()?;
        }
    }
    if let Some(day) = fields.day {
        let date = Date::new(period.start.year(), period.start.month(), day as i8).ok()?;
        return Some(Days { start: date, end: date, precision: WhenPrecision::Day });
    }
    if let Some(half) = fields.half {
        return part_of(period, if half == 1 { Part::FirstHalf } else { Part::SecondHalf });
    }
    if let Some(quarter) = fields.quarter {
        return period_quarter(period.start.year(), quarter);
    }
    Some(period)
}

pub(super) fn weekday_of(day: Date) -> u8 {
    day.weekday().to_monday_one_offset() as u8
}

/// The day with this weekday that is meant near a day.
fn weekday_near(anchor: Date, weekday: u8, direction: Direction) -> Option<Date> {
    let ahead = (i64::from(weekday) - i64::from(weekday_of(anchor))).rem_euclid(7);
    let days = match direction {
        Direction::Nearest if ahead == 0 => 0,
        Direction::Nearest | Direction::Past => ahead - 7,
        Direction::Future => {
            if ahead == 0 {
                7
            } else {
                ahead
            }
        }
        Direction::This => ahead - if ahead + i64::from(weekday_of(anchor)) > 7 { 7 } else { 0 },
    };
    anchor.checked_add(days.days()).ok()
}

fn calendar(fields: &Fields, point: &Point, anchors: &Anchors) -> Option<Days> {
    if let Some(decade) = fields.decade {
        let (start, end) = years(decade, 10)?;
        return Some(Days { start, end, precision: WhenPrecision::Year });
    }
    if let Some(century) = fields.century {
        let (start, end) = years(century.checked_sub(1)?.checked_mul(100)?.checked_add(1)?, 100)?;
        return Some(Days { start, end, precision: WhenPrecision::Year });
    }
    if fields.hijri {
        return hijri_days(fields, anchors);
    }
    match (fields.year, fields.month) {
        (Some(_), Some(month)) => whole(fields, month),
        (Some(year), None) => {
            let (start, end) = years(year, 1)?;
            refine(
                Days { start, end, precision: WhenPrecision::Year },
                &Fields { day: None, ..fields.clone() },
                start,
            )
        }
        (None, Some(month)) => {
            let anchor = anchors.published?;
            let year = year_near(anchor, fields, month, point.direction)?;
            whole(&Fields { year: Some(year), ..fields.clone() }, month)
        }
        (None, None) => partial(fields, point, anchors),
    }
}

/// A day or month with its year.
fn whole(fields: &Fields, month: u8) -> Option<Days> {
    let (year, month) = (fields.year?, i8::try_from(month).ok()?);
    let first = Date::new(year, month, 1).ok()?;
    let Some(day) = fields.day else {
        return Some(Days { start: first, end: first.last_of_month(), precision: WhenPrecision::Month });
    };
    let date = Date::new(year, month, i8::try_from(day).ok()?).ok()?;
    Some(Days { start: date, end: date, precision: WhenPrecision::Day })
}

/// The year that a month, or day and month, without one is of.
pub(super) fn year_near(anchor: Date, fields: &Fields, month: u8, direction: Direction) -> Option<i16> {
    let year = anchor.year();
    let at = |year: i16| {
        let day = fields.day.unwrap_or(if month == anchor.month() as u8 { anchor.day() as u8 } else { 1 });
        Date::new(year, month as i8, day as i8).or_else(|_| Date::new(year, month as i8, 28)).ok()
    };
    if let (Some(weekday), Some(_)) = (fields.weekday, fields.day) {
        let fits = |year: i16| at(year).is_some_and(|d| weekday_of(d) == weekday);
        let distance = |year: i16| at(year).map_or(i32::MAX, |d| (d - anchor).get_days().abs());
        let found = (year - WEEKDAY_YEARS..=year + 1).filter(|y| fits(*y)).min_by_key(|y| distance(*y));
        if found.is_some() {
            return found;
        }
    }
    let same = at(year)?;
    let ahead = (same - anchor).get_days();
    Some(match direction {
        Direction::Past if month == anchor.month() as u8 && fields.day.is_none() => year - 1,
        Direction::Past => {
            if ahead >= 0 {
                year - 1
            } else {
                year
            }
        }
        Direction::Future if ahead > 0 || month == anchor.month() as u8 && fields.day.is_none() => year,
        Direction::Future => year + 1,
        Direction::This => year,
        Direction::Nearest => {
            if ahead > AHEAD {
                year - 1
            } else if ahead < AHEAD - 365 {
                year + 1
            } else {
                year
            }
        }
    })
}

/// Weekday, day of the month or season alone.
fn partial(fields: &Fields, point: &Point, anchors: &Anchors) -> Option<Days> {
    let anchor = anchors.published?;
    let one = |day| Days { start: day, end: day, precision: WhenPrecision::Day };
    if let Some(day) = fields.day {
        let told = anchors.last_told.unwrap_or(anchor);
        let mut date = Date::new(told.year(), told.month(), i8::try_from(day).ok()?).ok()?;
        let other_weekday = |d: Date| fields.weekday.is_some_and(|w| weekday_of(d) != w);
        if other_weekday(date) {
            // A weekday with a day of the month fixes the month.
            let months = [-1i64, 1, -2, 2].into_iter().filter_map(|m| date.checked_add(m.months()).ok());
            date = months.filter(|d| d.day() == date.day()).find(|d| !other_weekday(*d)).unwrap_or(date);
        }
        return Some(one(date));
    }
    if let Some(weekday) = fields.weekday {
        return Some(one(weekday_near(anchor, weekday, point.direction)?));
    }
    if let Some(season) = fields.season {
        let this = season_of(anchor.year(), season)?;
        let year = match point.direction {
            Direction::Past if this.end >= anchor => anchor.year() - 1,
            Direction::Future if this.start <= anchor => anchor.year() + 1,
            Direction::Nearest if (this.start - anchor).get_days() > AHEAD => anchor.year() - 1,
            _ => anchor.year(),
        };
        return season_of(year, season);
    }
    if fields.quarter.is_some() || fields.half.is_some() {
        let (start, end) = years(anchor.year(), 1)?;
        return refine(Days { start, end, precision: WhenPrecision::Year }, fields, anchor);
    }
    if point.daypart.is_some() || point.clock.is_some() {
        return Some(one(anchors.last_told.unwrap_or(anchor)));
    }
    None
}

/// Seasons of the northern half of the earth by months; winter ends in February of the year after.
fn season_of(year: i16, season: u8) -> Option<Days> {
    let start = Date::new(year, 3 * i8::try_from(season).ok()?, 1).ok()?;
    let end = start.checked_add(2.months()).ok()?.last_of_month();
    Some(Days { start, end, precision: WhenPrecision::Month })
}

fn period_quarter(year: i16, quarter: u8) -> Option<Days> {
    let first = Date::new(year, (i8::try_from(quarter).ok()? - 1) * 3 + 1, 1).ok()?;
    period(first, Unit::Quarter)
}

fn hijri_days(fields: &Fields, anchors: &Anchors) -> Option<Days> {
    let month = fields.month?;
    let year = match (fields.year, anchors.published) {
        (Some(year), _) => year,
        (None, Some(anchor)) => {
            let this = hijri::year_of(anchor);
            let distance =
                |y: i16| hijri::to_gregorian(y, month, 1).map_or(i32::MAX, |d| (d - anchor).get_days().abs());
            (this - 1..=this + 1).min_by_key(|y| distance(*y))?
        }
        (None, None) => return None,
    };
    if let Some(day) = fields.day {
        let date = hijri::to_gregorian(year, month, day)?;
        return Some(Days { start: date, end: date, precision: WhenPrecision::Day });
    }
    let start = hijri::to_gregorian(year, month, 1)?;
    Some(Days { start, end: start.checked_add(28.days()).ok()?, precision: WhenPrecision::Month })
}

/// A part of a period, by the codebook's rules for months and by thirds and halves for longer ones.
fn part_of(days: Days, part: Part) -> Option<Days> {
    let length = (days.end - days.start).get_days();
    if length == 0 {
        return Some(days);
    }
    let at = |share: i32, of: i32| days.start.checked_add(i64::from(length * share / of).days()).ok();
    let whole_month = days.start.day() == 1 && days.end == days.start.last_of_month();
    let (start, end) = match part {
        Part::Early if whole_month => (days.start, days.start.with().day(EARLY_UNTIL).build().ok()?),
        Part::Mid if whole_month => {
            let middle = days.start.with().day(MIDDLE).build().ok()?;
            (middle, middle)
        }
        Part::Late if whole_month => (days.start.with().day(LATE_FROM).build().ok()?, days.end),
        Part::Early => (days.start, at(1, 3)?),
        Part::Mid => (at(1, 3)?, at(2, 3)?),
        Part::Late => (at(2, 3)?, days.end),
        Part::FirstHalf => (days.start, at(1, 2)?),
        Part::SecondHalf => (at(1, 2)?.tomorrow().ok()?, days.end),
        Part::Rest => (days.start, days.end),
    };
    let precision =
        if whole_month && length < 32 && part == Part::Mid { WhenPrecision::Day } else { days.precision };
    ordered(start, end, precision)
}
