//! `export timelinejs`: the events that happened on a known day, as TimelineJS 3 reads them.

use super::view::{Happening, View};
use crate::cli::Failure;
use jiff::civil::Date;
use serde::Serialize;
use std::io::Write;
use tawatur_core::model::WhenPrecision;

#[derive(Debug, Serialize)]
struct Timeline {
    /// Version of this format; TimelineJS passes over fields it does not know.
    tawatur: u32,
    events: Vec<Slide>,
}

#[derive(Debug, Serialize)]
struct Slide {
    start_date: Day,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_date: Option<Day>,
    text: Text,
    group: String,
    unique_id: String,
}

#[derive(Debug, Serialize)]
struct Day {
    year: i16,
    /// Left out where only the year is told.
    #[serde(skip_serializing_if = "Option::is_none")]
    month: Option<i8>,
    /// Left out where only the month is told.
    #[serde(skip_serializing_if = "Option::is_none")]
    day: Option<i8>,
}

#[derive(Debug, Serialize)]
struct Text {
    headline: String,
    text: String,
}

/// Version of this format.
const VERSION: u32 = 1;

impl Day {
    fn new(date: Date, precision: WhenPrecision) -> Self {
        Self {
            year: date.year(),
            month: (precision != WhenPrecision::Year).then(|| date.month()),
            day: (!matches!(precision, WhenPrecision::Year | WhenPrecision::Month)).then(|| date.day()),
        }
    }
}

/// Writes the export.
///
/// # Errors
/// When the output cannot be written.
pub fn write(view: &View, out: &mut dyn Write) -> Result<(), Failure> {
    let events = view.happenings().iter().filter_map(|h| slide(h, view)).collect();
    serde_json::to_writer(&mut *out, &Timeline { tawatur: VERSION, events })?;
    out.write_all(b"\n")?;
    Ok(())
}

fn slide(happening: &Happening<'_>, view: &View) -> Option<Slide> {
    let (start, end) = happening.days();
    let start = start?;
    let event = happening.event;
    let precision = event.when.as_ref().map_or(WhenPrecision::Day, |w| w.precision);
    let label = view.label(&event.kind);
    let place = happening.place.map_or_else(String::new, |p| format!(", {}", view.name(&p.id)));
    let mut paragraphs = Vec::new();
    for report in &happening.reports {
        let Some(found) = view.evidence(&report.id) else { continue };
        paragraphs.push(format!(
            "<p><bdi>{}</bdi> ({}, {})</p>",
            escaped(found.text.trim()),
            escaped(&view.outlet(&report.document)),
            escaped(&found.reference())
        ));
    }
    paragraphs.push(format!(
        "<p>{} ({}) <a href=\"{}\">{}</a></p>",
        escaped(&happening.origin_names(view)),
        happening.origins.len(),
        escaped(&view.page("event", event.id.as_str())),
        escaped(event.id.as_str())
    ));
    Some(Slide {
        start_date: Day::new(start, precision),
        end_date: end.filter(|end| *end != start).map(|end| Day::new(end, precision)),
        text: Text { headline: escaped(&format!("{label}{place}")), text: paragraphs.concat() },
        group: label,
        unique_id: event.id.to_string(),
    })
}

/// TimelineJS shows its texts as HTML; those of documents must stay text.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
