//! `export hxl`: CSV with a row of HXL hashtags below the header (HXL 1.1), version 1 of our mapping.

use super::deaths::{most_likely, tolls};
use super::sheet::{Cell, Sheet};
use super::view::{Happening, View};
use crate::cli::Failure;
use std::io::Write;

/// Columns: name and hashtag.
const COLUMNS: [(&str, &str); 17] = [
    ("type", "#event+type"),
    ("date", "#date+occurred"),
    ("admin1", "#adm1+name"),
    ("location", "#loc+name"),
    ("latitude", "#geo+lat"),
    ("longitude", "#geo+lon"),
    ("killed", "#affected+killed"),
    ("source", "#meta+source"),
    ("killed_min", "#affected+killed+min"),
    ("killed_max", "#affected+killed+max"),
    ("date_end", "#date+end"),
    ("country", "#country+name"),
    ("pcode", "#loc+code"),
    ("id", "#event+id"),
    ("origins", "#meta+origins+num"),
    ("evidence", "#meta+evidence"),
    ("page", "#meta+url+page"),
];

/// Writes the export.
///
/// # Errors
/// When the output cannot be written.
pub fn write(view: &View, out: &mut dyn Write) -> Result<(), Failure> {
    let mut sheet = Sheet::new(out, view.options.raw);
    sheet.header(&COLUMNS.map(|(name, _)| name))?;
    sheet.header(&COLUMNS.map(|(_, tag)| tag))?;
    for happening in view.happenings() {
        sheet.row(&cells(&happening, view))?;
    }
    Ok(())
}

fn cells(happening: &Happening<'_>, view: &View) -> [Cell; COLUMNS.len()] {
    let tolls = tolls(happening);
    let best = most_likely(&tolls, happening).map(|t| t.total);
    let place = happening.place;
    let (start, end) = happening.days();
    [
        view.label(&happening.event.kind).into(),
        start.map(|d| d.to_string()).into(),
        view.area(place, "admin1").into(),
        place.map(|p| view.name(&p.id)).into(),
        place.and_then(|p| p.point).map(|p| p.0).into(),
        place.and_then(|p| p.point).map(|p| p.1).into(),
        best.into(),
        happening.origin_names(view).into(),
        tolls.iter().map(|t| t.low).reduce(f64::min).into(),
        tolls.iter().map(|t| t.high).reduce(f64::max).into(),
        end.map(|d| d.to_string()).into(),
        place.and_then(|p| view.country(p)).map(|c| view.name(&c.id)).into(),
        place.and_then(|p| p.pcode.clone()).into(),
        happening.event.id.to_string().into(),
        happening.origins.len().into(),
        happening.references(view).into(),
        view.page("event", happening.event.id.as_str()).into(),
    ]
}
