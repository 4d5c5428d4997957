//! The date of publication: as given, from the address, from a dateline, else from what the text itself fixes.
//!
//! "Thursday 26 August" leaves one year in six or so; a year named, or a dated fact of the packs that the text tells
//! of, leaves one; a weekday ("today Thursday") fixes the day after the latest day told. Nothing supports: unknown.

use super::times::{Meaning, Point, TimeExpression, Unit};
use crate::model::{Document, Lang, Published, PublishedBasis, PublishedPrecision};
use crate::packs::times::{BoundWord, Direction};
use crate::packs::{Fact, Packs};
use crate::text::fold_str;
use jiff::{Span, ToSpan as _, civil::Date};

/// The head of a text, in bytes, where a dateline may stand.
const HEAD: usize = 240;
/// A date stands in a dateline when at most so many bytes precede it on its line.
const LINE_LABEL: usize = 48;
/// Years after the last one named within which a weekday with day and month fixes the year.
const YEARS_AFTER: i16 = 6;

/// When a document was published, and why that is believed.
#[must_use]
pub fn date(document: &Document, times: &[TimeExpression], packs: &Packs) -> Published {
    if document.published.date.is_some() {
        return document.published.clone();
    }
    if let Some(day) = document.url.as_deref().and_then(in_address) {
        return published(
            day,
            PublishedPrecision::Day,
            PublishedBasis::Given,
            format!("Its address names the day {day}."),
        );
    }
    let text = &document.text;
    let told: Vec<Told<'_>> = times.iter().filter_map(Told::of).collect();
    if let Some(first) =
        told.iter().find(|t| t.full().is_some() && in_dateline(text, t.expression, document.language, packs))
        && let Some(day) = first.full()
    {
        let why = format!("The text opens with the date \"{}\".", first.words(text));
        return published(day, PublishedPrecision::Day, PublishedBasis::Dateline, why);
    }
    inferred(text, &told, times, packs).unwrap_or_else(|| Published {
        why: "Nothing in the text fixes a year.".to_owned(),
        ..Published::default()
    })
}

fn published(date: Date, precision: PublishedPrecision, basis: PublishedBasis, why: String) -> Published {
    Published { date: Some(date), precision, basis, why }
}

/// A point of the calendar that the text tells.
struct Told<'a> {
    expression: &'a TimeExpression,
    point: &'a Point,
}

impl<'a> Told<'a> {
    fn of(expression: &'a TimeExpression) -> Option<Self> {
        match &expression.meaning {
            Meaning::Point(point) if !point.fields.hijri => Some(Self { expression, point }),
            _ => None,
        }
    }

    fn words<'t>(&self, text: &'t str) -> &'t str {
        self.expression.span.slice(text)
    }

    /// The day, when year, month and day are told.
    fn full(&self) -> Option<Date> {
        self.in_year(self.point.fields.year?)
    }

    /// The day in a year, when month and day are told.
    fn in_year(&self, year: i16) -> Option<Date> {
        let fields = &self.point.fields;
        Date::new(year, i8::try_from(fields.month?).ok()?, i8::try_from(fields.day?).ok()?).ok()
    }

    /// Day and month without a year, not said to be to come.
    fn day_without_year(&self) -> bool {
        let fields = &self.point.fields;
        fields.year.is_none()
            && fields.month.is_some()
            && fields.day.is_some()
            && self.point.direction != Direction::Future
    }

    /// Day and month of a year, with a weekday that holds then.
    fn weekday_holds(&self, year: i16) -> bool {
        match (self.point.fields.weekday, self.in_year(year)) {
            (Some(weekday), Some(day)) => weekday_of(day) == weekday,
            _ => false,
        }
    }
}

fn weekday_of(day: Date) -> u8 {
    day.weekday().to_monday_one_offset() as u8
}

/// A day in an address: `/2018/07/31/` or `2018-07-31`.
fn in_address(url: &str) -> Option<Date> {
    let runs: Vec<&str> = url.split(|c: char| !c.is_ascii_digit()).collect();
    runs.windows(3).find_map(|w| {
        let (year, month, day) = (w[0], w[1], w[2]);
        if year.len() != 4 || !(1..=2).contains(&month.len()) || !(1..=2).contains(&day.len()) {
            return None;
        }
        Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
    })
}

/// True when an expression stands where datelines stand: in the head of the text, after a label, alone on its line, or
/// after a place and before a dash or bracket.
fn in_dateline(text: &str, expression: &TimeExpression, language: Lang, packs: &Packs) -> bool {
    let (start, end) = (expression.span.start as usize, expression.span.end as usize);
    if start > HEAD {
        return false;
    }
    let line = text[..start].rfind('\n').map_or(0, |k| k + 1);
    let before = fold_str(text[line..start].trim());
    let before = before.trim_end_matches(|c: char| !c.is_alphanumeric());
    let after = text[end..].lines().next().unwrap_or("").trim();
    let labels = packs.times.get(&language).map(|t| t.dateline.as_slice()).unwrap_or_default();
    let labelled = labels.iter().any(|l| {
        before
            .strip_suffix(l.as_str())
            .is_some_and(|b| b.chars().next_back().is_none_or(|c| !c.is_alphanumeric()))
    });
    let alone = before.is_empty() && after.is_empty();
    let wire = before.len() <= LINE_LABEL
        && !before.is_empty()
        && (after.starts_with('(')
            || after.starts_with('-')
            || after.starts_with('\u{2013}')
            || after.starts_with('\u{2014}'));
    labelled || alone || wire
}

/// What the text fixes by itself.
fn inferred(text: &str, told: &[Told<'_>], times: &[TimeExpression], packs: &Packs) -> Option<Published> {
    let (year, why_year) = year(text, told, packs)?;
    let Some((day, why_day)) = latest_day(text, told, times, year) else {
        return coarse(told, year, why_year);
    };
    let Some((weekday, words)) = weekday(text, told) else {
        return Some(published(
            day,
            PublishedPrecision::Day,
            PublishedBasis::Inferred,
            format!("{why_year} {why_day}"),
        ));
    };
    let ahead = (i64::from(weekday) - i64::from(weekday_of(day))).rem_euclid(7);
    let day = day.checked_add(ahead.days()).ok()?;
    let why = format!("{why_year} {why_day} \"{words}\" is the weekday of the report.");
    Some(published(day, PublishedPrecision::Day, PublishedBasis::Inferred, why))
}

/// The year, and what fixes it.
fn year(text: &str, told: &[Told<'_>], packs: &Packs) -> Option<(i16, String)> {
    let folded = fold_str(text);
    if let Some((fact, words)) = packs.facts.iter().find_map(|fact| {
        told.iter().find(|t| tells(t, fact)).filter(|_| fact.told_in(&folded)).map(|t| (fact, t.words(text)))
    }) {
        return Some((
            fact.date.year(),
            format!("\"{words}\" with what the text tells of is {} ({}).", fact.date, fact.name),
        ));
    }
    let named = told
        .iter()
        .filter_map(|t| t.point.fields.year.filter(|_| t.point.direction != Direction::Future))
        .max()?;
    if let Some((year, fixing)) = (named..=named + YEARS_AFTER)
        .find_map(|y| told.iter().find(|t| t.day_without_year() && t.weekday_holds(y)).map(|t| (y, t)))
    {
        return Some((
            year,
            format!(
                "\"{}\" is a day of {year}, the first such year from {named}, the last year named, on.",
                fixing.words(text)
            ),
        ));
    }
    told.iter()
        .filter_map(Told::full)
        .max()
        .map(|d| (d.year(), format!("The last day named in full is {d}.")))
}

/// True when an expression without a year may tell of a fact's day or month.
fn tells(told: &Told<'_>, fact: &Fact) -> bool {
    let fields = &told.point.fields;
    fields.year.is_none()
        && fields.month == u8::try_from(fact.date.month()).ok()
        && fields.day.is_none_or(|d| i8::try_from(d) == Ok(fact.date.day()))
}

/// The latest day told as past in a year: the text was written then or after.
fn latest_day(text: &str, told: &[Told<'_>], times: &[TimeExpression], year: i16) -> Option<(Date, String)> {
    // "this Friday 29 June" is the day of the report itself.
    let this = told.iter().find(|t| t.day_without_year() && t.point.direction == Direction::This);
    if let Some((told, day)) = this.and_then(|t| Some((t, t.in_year(year)?))) {
        return Some((day, format!("It speaks of \"{}\".", told.words(text))));
    }
    let with_weekday = told.iter().filter(|t| t.day_without_year() && t.weekday_holds(year));
    let any = told.iter().filter(|t| t.day_without_year() || t.full().is_some());
    let day_of = |t: &&Told<'_>| t.full().or_else(|| t.in_year(year));
    let latest = with_weekday.max_by_key(day_of).or_else(|| any.max_by_key(day_of))?;
    let day = day_of(&latest)?;
    let mut why = format!("The latest day told is \"{}\".", latest.words(text));
    if latest.expression.bound == Some(BoundWord::Since)
        && let Some((later, words)) = times.iter().find_map(|t| Some((since(day, t)?, t.span.slice(text))))
    {
        why = format!("What began on \"{}\" has gone on for \"{words}\".", latest.words(text));
        return Some((later, why));
    }
    Some((day, why))
}

/// The day reached when what began on a day has gone on for a told duration.
fn since(start: Date, expression: &TimeExpression) -> Option<Date> {
    let (Meaning::Duration(amount), Some(BoundWord::Since)) = (&expression.meaning, expression.bound) else {
        return None;
    };
    let number = amount.number.filter(|n| n.fract() == 0.0)? as i64;
    let span: Span = match amount.unit {
        Unit::Day => Span::new().try_days(number).ok()?,
        Unit::Week => Span::new().try_weeks(number).ok()?,
        Unit::Month => Span::new().try_months(number).ok()?,
        _ => return None,
    };
    start.checked_add(span).ok()
}

/// The weekday of the report: "today Thursday", else the first weekday that stands alone.
fn weekday<'t>(text: &'t str, told: &[Told<'_>]) -> Option<(u8, &'t str)> {
    if told.iter().any(|t| {
        t.day_without_year() && (t.point.direction == Direction::This || t.point.fields.weekday.is_some())
    }) {
        return None;
    }
    let today =
        |t: &&Told<'_>| t.point.shift.as_ref().is_some_and(|s| s.unit == Unit::Day && s.number == Some(0.0));
    let alone = |t: &&Told<'_>| {
        t.point.shift.is_none()
            && t.point.fields.day.is_none()
            && t.point.direction == Direction::Nearest
            && t.expression.bound.is_none()
    };
    let with_weekday = || told.iter().filter(|t| t.point.fields.weekday.is_some());
    let found = with_weekday().find(today).or_else(|| with_weekday().find(alone))?;
    Some((found.point.fields.weekday?, found.words(text)))
}

/// Month or year, when no day is told.
fn coarse(told: &[Told<'_>], year: i16, why: String) -> Option<Published> {
    let month = told
        .iter()
        .filter(|t| t.point.fields.year.is_none_or(|y| y == year) && t.point.direction != Direction::Future)
        .filter_map(|t| t.point.fields.month)
        .max();
    let (month, precision) = month.map_or((1, PublishedPrecision::Year), |m| (m, PublishedPrecision::Month));
    let date = Date::new(year, i8::try_from(month).ok()?, 1).ok()?;
    Some(published(date, precision, PublishedBasis::Inferred, why))
}
