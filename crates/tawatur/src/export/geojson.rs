//! `export geojson`: the events that happened at a known point, as a `FeatureCollection` (RFC 7946).

use super::deaths::{most_likely, tolls};
use super::view::{Happening, View};
use crate::cli::Failure;
use serde::Serialize;
use std::io::Write;

/// Version of this format.
const VERSION: u32 = 1;

#[derive(Debug, Serialize)]
struct Collection {
    #[serde(rename = "type")]
    kind: &'static str,
    /// A foreign member, as RFC 7946 section 6.1 allows.
    tawatur: u32,
    features: Vec<Feature>,
}

#[derive(Debug, Serialize)]
struct Feature {
    #[serde(rename = "type")]
    kind: &'static str,
    id: String,
    geometry: Point,
    properties: Properties,
}

#[derive(Debug, Serialize)]
struct Point {
    #[serde(rename = "type")]
    kind: &'static str,
    /// Longitude, latitude.
    coordinates: [f64; 2],
}

#[derive(Debug, Serialize)]
struct Properties {
    #[serde(rename = "type")]
    kind: String,
    label: String,
    start: Option<String>,
    end: Option<String>,
    place: String,
    who: String,
    whom: String,
    killed: Option<f64>,
    sources: String,
    origins: usize,
    page: String,
    evidence: Vec<Quotation>,
}

#[derive(Debug, Serialize)]
struct Quotation {
    document: String,
    sha256: String,
    range: [usize; 2],
    text: String,
    url: Option<String>,
}

/// Writes the export.
///
/// # Errors
/// When the output cannot be written.
pub fn write(view: &View, out: &mut dyn Write) -> Result<(), Failure> {
    let features = view.happenings().iter().filter_map(|h| feature(h, view)).collect();
    serde_json::to_writer(&mut *out, &Collection { kind: "FeatureCollection", tawatur: VERSION, features })?;
    out.write_all(b"\n")?;
    Ok(())
}

fn feature(happening: &Happening<'_>, view: &View) -> Option<Feature> {
    let place = happening.place?;
    let (lat, lon) = place.point?;
    let event = happening.event;
    let (start, end) = happening.days();
    let tolls = tolls(happening);
    let quotations = happening.reports.iter().filter_map(|r| {
        let found = view.evidence(&r.id)?;
        Some(Quotation {
            document: r.document.to_string(),
            sha256: found.sha256.clone(),
            range: found.range,
            text: found.text.clone(),
            url: view.url(&r.document).map(str::to_owned),
        })
    });
    Some(Feature {
        kind: "Feature",
        id: event.id.to_string(),
        geometry: Point { kind: "Point", coordinates: [lon, lat] },
        properties: Properties {
            kind: event.kind.to_string(),
            label: view.label(&event.kind),
            start: start.map(|d| d.to_string()),
            end: end.map(|d| d.to_string()),
            place: view.name(&place.id),
            who: view.names(&event.who),
            whom: view.names(&event.whom),
            killed: most_likely(&tolls, happening).map(|t| t.total),
            sources: happening.origin_names(view),
            origins: happening.origins.len(),
            page: view.page("event", event.id.as_str()),
            evidence: quotations.collect(),
        },
    })
}
