//! Events of other people's tables: ACLED and UCDP GED, told apart by their columns.

use super::folded;
use crate::cli::{Code, Failure};
use crate::csvfile::{Line, read as rows};
use jiff::civil::Date;
use std::path::Path;

/// Whose table it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Table {
    /// Armed Conflict Location & Event Data.
    Acled,
    /// Uppsala Conflict Data Program, Georeferenced Event Dataset.
    Ged,
}

/// A row.
pub struct Theirs {
    /// Their id.
    pub id: String,
    /// First day, as far as their precision tells.
    pub start: Date,
    /// Last day.
    pub end: Date,
    /// ACLED's event type, or GED's type of violence in words.
    pub kind: String,
    /// Who takes part, as they write it.
    pub who: String,
    /// The same names for looking up.
    pub actors: Vec<String>,
    /// Where, as they write it.
    pub place: String,
    /// The place and what it lies in, for looking up.
    pub places: Vec<String>,
    /// Told only as an area.
    pub wide: bool,
    /// Latitude and longitude.
    pub point: Option<(f64, f64)>,
    /// Deaths: least, best, greatest.
    pub deaths: Option<(f64, f64, f64)>,
    /// Whom they have it from.
    pub source: String,
}

/// What GED's types of violence are called in its codebook.
pub(super) const VIOLENCE: [&str; 3] = ["state-based", "non-state", "one-sided"];

/// Reads a table; rows without a day that can be read are given back by their number.
///
/// # Errors
/// When it cannot be read, or is neither of the two.
pub fn read(path: &Path) -> Result<(Table, Vec<Theirs>, Vec<usize>), Failure> {
    let lines = rows(path)?;
    let has = |columns: &[&str]| lines.first().is_some_and(|l| columns.iter().all(|c| l.has(c)));
    let (table, row): (Table, fn(&Line) -> Option<Theirs>) = if has(&[
        "event_id_cnty",
        "event_date",
        "event_type",
        "actor1",
        "fatalities",
    ]) {
        (Table::Acled, acled)
    } else if has(&["id", "type_of_violence", "side_a", "date_start", "date_end", "best"]) {
        (Table::Ged, ged)
    } else {
        return Err(Failure::new(
            Code::Usage,
            format!("{} is no table of ACLED or UCDP GED", path.display()),
            "name a CSV with ACLED's columns (event_id_cnty, event_date …) or GED's (id, type_of_violence …)",
        ));
    };
    let mut unread = Vec::new();
    let mut events = Vec::new();
    for line in &lines {
        match row(line) {
            Some(event) => events.push(event),
            None => unread.push(line.number),
        }
    }
    Ok((table, events, unread))
}

fn acled(line: &Line) -> Option<Theirs> {
    let day: Date = day(line.cell("event_date"))?;
    // 1 a day, 2 a week, 3 a month around it (ACLED Codebook).
    let (start, end) = match line.cell("time_precision") {
        "2" => (day, day.saturating_add(jiff::Span::new().days(6))),
        "3" => (day.first_of_month(), day.last_of_month()),
        _ => (day, day),
    };
    let dead = line.number("fatalities").filter(|n| *n > 0.0).map(|n| (n, n, n));
    Some(Theirs {
        id: line.cell("event_id_cnty").to_owned(),
        start,
        end,
        kind: line.cell("event_type").to_owned(),
        who: names(line, &["actor1", "actor2"]),
        actors: lookups(line, &["actor1", "actor2", "assoc_actor_1", "assoc_actor_2"]),
        place: line.cell("location").to_owned(),
        places: lookups(line, &["location", "admin3", "admin2", "admin1"]),
        wide: line.cell("geo_precision") == "3",
        point: point(line),
        deaths: dead,
        source: line.cell("source").to_owned(),
    })
}

fn ged(line: &Line) -> Option<Theirs> {
    let kind = line.number("type_of_violence")?;
    // A whole number from 1 to 3; others have no name.
    let kind = VIOLENCE.get((kind as usize).checked_sub(1)?)?;
    let number = |column: &str| line.number(column);
    Some(Theirs {
        id: line.cell("id").trim_end_matches(".0").to_owned(),
        start: day(line.cell("date_start"))?,
        end: day(line.cell("date_end"))?,
        kind: (*kind).to_owned(),
        who: names(line, &["side_a", "side_b"]),
        actors: lookups(line, &["side_a", "side_b"]),
        place: line.cell("where_coordinates").to_owned(),
        places: lookups(line, &["where_coordinates", "adm_2", "adm_1"]),
        // 1 exact, 2 within 25 km; from 3 on an area (GED Codebook).
        wide: number("where_prec").is_some_and(|p| p > 2.0),
        point: point(line),
        deaths: number("low")
            .zip(number("best"))
            .zip(number("high"))
            .map(|((low, best), high)| (low, best, high)),
        source: line.cell("source_original").to_owned(),
    })
}

/// A day in ISO form, or with the month in words as ACLED's site writes it (`04 May 2021`); a time after it is left out.
fn day(text: &str) -> Option<Date> {
    let iso = text.get(..10).and_then(|d| d.parse().ok());
    iso.or_else(|| Date::strptime("%d %B %Y", text).ok())
}

fn point(line: &Line) -> Option<(f64, f64)> {
    line.number("latitude").zip(line.number("longitude"))
}

fn names(line: &Line, columns: &[&str]) -> String {
    let all: Vec<&str> = columns.iter().map(|c| line.cell(c)).filter(|n| !n.is_empty()).collect();
    all.join(" – ")
}

/// What stands after names of places in GED and is no part of them.
const AREA_WORDS: [&str; 6] = [" town", " city", " village", " governorate", " district", " province"];

fn lookups(line: &Line, columns: &[&str]) -> Vec<String> {
    let parts = columns.iter().flat_map(|c| line.cell(c).split(';'));
    let mut all: Vec<String> = parts
        .map(folded)
        .map(|name| AREA_WORDS.iter().find_map(|w| name.strip_suffix(w)).unwrap_or(&name).to_owned())
        .filter(|name| !name.is_empty())
        .collect();
    // "Government of X" and "Military Forces of X" are X's own.
    let of: Vec<String> = all
        .iter()
        .filter_map(|n| Some(n.split_once("government of ").or(n.split_once("forces of "))?.1.to_owned()))
        .collect();
    all.extend(of);
    all
}
