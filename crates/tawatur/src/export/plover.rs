//! `export plover`: PLOVER 0.8 records as JSON Lines, one for each report: deeds as deeds, words as words.
//!
//! Reports that say something did not happen, might, or happens as a rule are left out, and so are types without a code.

use super::view::View;
use crate::cli::Failure;
use serde::Serialize;
use std::collections::BTreeMap;
use std::io::Write;
use tawatur_core::model::{EntityId, Event, Mode, Report, ReportId, Role, WhenEnd};

/// Version of this mapping.
const VERSION: u32 = 1;

#[derive(Debug, Serialize)]
struct PloverRecord {
    id: String,
    date: String,
    enddate: Option<String>,
    actor: Vec<Actor>,
    recipient: Vec<Actor>,
    event: Vec<String>,
    event_loc: Vec<Location>,
    event_text: String,
    /// Not derived: PLOVER's modes are finer than what reports tell.
    mode: [String; 0],
    /// Not derived.
    context: [String; 0],
    link: Option<String>,
    text: String,
    text_info: TextInfo,
    cite_info: CiteInfo,
    coder: String,
    comment: String,
}

#[derive(Debug, Serialize)]
struct Actor {
    code: String,
    sector: String,
    entity_text: String,
    identifier_id: Option<String>,
    identifier_text: Option<&'static str>,
}

#[derive(Debug, Serialize)]
struct Location {
    name: String,
    latitude: Option<f64>,
    longitude: Option<f64>,
    country: Option<String>,
}

#[derive(Debug, Serialize)]
struct TextInfo {
    version: u32,
    sha256: String,
    range: [usize; 2],
    language: String,
    codebook_type: String,
    codebook_mode: Mode,
    event: Option<String>,
    page: Option<String>,
    origins: usize,
}

#[derive(Debug, Serialize)]
struct CiteInfo {
    publisher: String,
    title: Option<String>,
    published: Option<String>,
    sources: Vec<Vec<String>>,
}

/// Writes the export.
///
/// # Errors
/// When the output cannot be written.
pub fn write(view: &View, out: &mut dyn Write) -> Result<(), Failure> {
    let events: BTreeMap<&ReportId, &Event> =
        view.record.events.iter().flat_map(|e| e.reports.iter().map(move |r| (r, e))).collect();
    for report in &view.record.reports {
        if let Some(row) = record(report, events.get(&report.id).copied(), view) {
            serde_json::to_writer(&mut *out, &row)?;
            out.write_all(b"\n")?;
        }
    }
    Ok(())
}

fn record(report: &Report, event: Option<&Event>, view: &View) -> Option<PloverRecord> {
    let frame = view.packs.frames.get(&report.kind).filter(|_| !view.is_quiet(&report.kind))?;
    // What is only spoken of has a code of its own, or is no event of PLOVER's.
    let code = frame.plover(report)?.to_owned();
    let document = view.document(&report.document)?;
    let (date, enddate) = dates(report, view)?;
    let found = view.evidence(&report.id)?;
    let fillers = |role: Role| -> Vec<&EntityId> { report.fillers(role).collect() };
    let (mut who, mut whom) = (fillers(Role::Who), fillers(Role::Whom));
    let parties = fillers(Role::Parties);
    if let Some((first, others)) = parties.split_first() {
        who.push(first);
        whom.extend(others);
    }
    let places = [Role::Where, Role::From, Role::To].into_iter().flat_map(fillers);
    let actors = |ids: Vec<&EntityId>| ids.into_iter().map(|id| actor(id, view)).collect();
    let trigger = report.trigger.map_or("", |t| {
        let from = (t.start.saturating_sub(report.span.start)) as usize;
        found.text.get(from..from + t.len()).unwrap_or("")
    });
    let chains = report.source.iter().map(|c| c.0.iter().map(|l| view.name(&l.entity)).collect());
    Some(PloverRecord {
        id: report.id.to_string(),
        date,
        enddate,
        actor: actors(who),
        recipient: actors(whom),
        event: vec![code],
        event_loc: places.map(|id| location(id, view)).collect(),
        event_text: trigger.to_owned(),
        mode: [],
        context: [],
        link: view.url(&report.document).map(str::to_owned),
        text: found.text.clone(),
        text_info: TextInfo {
            version: VERSION,
            sha256: found.sha256.clone(),
            range: found.range,
            language: document.language.to_string(),
            codebook_type: report.kind.to_string(),
            codebook_mode: report.mode,
            event: event.map(|e| e.id.to_string()),
            page: event.map(|e| view.page("event", e.id.as_str())),
            origins: event.map_or(0, |e| e.origins.len()),
        },
        cite_info: CiteInfo {
            publisher: view.outlet(&report.document),
            title: document.title.clone(),
            published: document.published.date.map(|d| d.to_string()),
            sources: chains.collect(),
        },
        coder: report.made_by.name().to_owned(),
        comment: report.means.join(", "),
    })
}

/// When it happened, else the day of publication, as PLOVER asks for.
fn dates(report: &Report, view: &View) -> Option<(String, Option<String>)> {
    let when = report.when.as_ref();
    if let Some(start) = when.and_then(|w| w.start) {
        let end = when.and_then(|w| match w.end {
            WhenEnd::Day(day) if day != start => Some(day.to_string()),
            _ => None,
        });
        return Some((start.to_string(), end));
    }
    Some((view.document(&report.document)?.published.date?.to_string(), None))
}

fn actor(id: &EntityId, view: &View) -> Actor {
    let entity = view.entity(id);
    let codes = entity.map_or(&[][..], |e| e.codes.as_slice());
    let wikidata = entity.and_then(|e| e.wikidata.clone());
    Actor {
        code: codes.first().cloned().unwrap_or_default(),
        sector: codes.get(1).cloned().unwrap_or_default(),
        entity_text: view.name(id),
        identifier_text: wikidata.is_some().then_some("Wikidata"),
        identifier_id: wikidata,
    }
}

fn location(id: &EntityId, view: &View) -> Location {
    let place = view.entity(id);
    let country = place.and_then(|p| view.country(p));
    Location {
        name: view.name(id),
        latitude: place.and_then(|p| p.point).map(|p| p.0),
        longitude: place.and_then(|p| p.point).map(|p| p.1),
        country: country.and_then(|c| c.codes.first().cloned()),
    }
}
