//! `export csv`: every event with its figures and evidence, a row each; version 1. What did not happen says so in `stands`.

use super::sheet::{Sheet, columns};
use super::view::{Evidence, View, joined};
use crate::cli::Failure;
use std::io::Write;
use tawatur_core::model::{Entity, Event, Mode, Report, WhenEnd};

columns! {
    /// A row.
    Row {
        id, kind, label, stands, start, end, precision, place, admin1, country, latitude, longitude, from, to,
        who, whom, mediator, figures, origins, origin_names, reports, languages, disputed, evidence,
        evidence_text, urls, page,
    }
}

/// Writes the export.
///
/// # Errors
/// When the output cannot be written.
pub fn write(view: &View, out: &mut dyn Write) -> Result<(), Failure> {
    let mut sheet = Sheet::new(out, view.options.raw);
    sheet.header(Row::HEADER)?;
    for event in view.record.events.iter().filter(|e| !view.is_quiet(&e.kind)) {
        sheet.row(&row(event, view)?.cells())?;
    }
    Ok(())
}

fn row(event: &Event, view: &View) -> Result<Row, Failure> {
    let reports: Vec<&Report> = event.reports.iter().filter_map(|id| view.report(id)).collect();
    let place: Option<&Entity> = event.place.first().and_then(|id| view.entity(id));
    let when = event.when.as_ref();
    let end = when.map(|w| match w.end {
        WhenEnd::Day(day) => day.to_string(),
        WhenEnd::Open => "..".to_owned(),
    });
    let figures = event.counts.iter().map(|c| format!("{} {} ({}–{})", c.best, c.of, c.low, c.high));
    let evidence = reports.iter().filter_map(|r| view.evidence(&r.id));
    let documents = reports.iter().filter_map(|r| view.document(&r.document));
    let disputes = view.record.disputes.iter().filter(|d| d.event == event.id).map(|d| d.why.clone());
    Ok(Row {
        id: event.id.to_string().into(),
        kind: event.kind.to_string().into(),
        label: view.label(&event.kind).into(),
        stands: stands(&reports)?.into(),
        start: when.and_then(|w| w.start).map(|d| d.to_string()).into(),
        end: end.into(),
        precision: when.map(|w| name(&w.precision)).transpose()?.into(),
        place: view.names(&event.place).into(),
        admin1: view.area(place, "admin1").into(),
        country: place.and_then(|p| view.country(p)).map(|c| view.name(&c.id)).into(),
        latitude: place.and_then(|p| p.point).map(|p| p.0).into(),
        longitude: place.and_then(|p| p.point).map(|p| p.1).into(),
        from: view.names(&event.from).into(),
        to: view.names(&event.to).into(),
        who: view.names(&event.who).into(),
        whom: view.names(&event.whom).into(),
        mediator: view.names(&event.mediator).into(),
        figures: joined(figures).into(),
        origins: event.origins.len().into(),
        origin_names: joined(event.origins.iter().map(|o| view.origin(o))).into(),
        reports: reports.len().into(),
        languages: joined(documents.map(|d| d.language.to_string())).into(),
        disputed: joined(disputes).into(),
        evidence: joined(evidence.clone().map(Evidence::reference)).into(),
        evidence_text: reports.first().and_then(|r| view.evidence(&r.id)).map(|e| e.text.clone()).into(),
        urls: joined(reports.iter().filter_map(|r| view.url(&r.document).map(str::to_owned))).into(),
        page: view.page("event", event.id.as_str()).into(),
    })
}

/// How the event stands: asserted or reported when any report says so, else all modes told.
fn stands(reports: &[&Report]) -> Result<String, Failure> {
    for mode in [Mode::Asserted, Mode::Reported] {
        if reports.iter().any(|r| r.mode == mode) {
            return name(&mode);
        }
    }
    let modes: Vec<String> = reports.iter().map(|r| name(&r.mode)).collect::<Result<_, _>>()?;
    Ok(joined(modes.into_iter()))
}

/// The name a value has in the contract.
fn name<T: serde::Serialize>(value: &T) -> Result<String, Failure> {
    Ok(serde_json::to_value(value)?.as_str().unwrap_or_default().to_owned())
}
