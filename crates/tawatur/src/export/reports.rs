//! `export reports`: every report a row, to be corrected in a spreadsheet; `tawatur decide import` reads it back in.
//! Version 1. Names stand between semicolons, `A > B` is a chain of sources from the outlet to the origin.

use super::sheet::{Sheet, columns};
use super::view::{View, joined};
use crate::cli::Failure;
use std::io::Write;
use tawatur_core::model::{Count, Operator, Report, Role, When, WhenEnd, WhenPrecision};
use tawatur_core::text::content_id;

columns! {
    /// A row; the columns from `type` to `source` may be corrected.
    Row {
        id, decision, event, document, published, outlet, evidence, r#type, mode, who, whom, parties, mediator,
        r#where, from, to, when, counts, source, made_by, note, version,
    }
}

/// The column by which a later reading knows that a report has not changed since.
pub const VERSION: &str = "version";

/// Writes the export.
///
/// # Errors
/// When the output cannot be written.
pub fn write(view: &View<'_>, out: &mut dyn Write) -> Result<(), Failure> {
    let mut sheet = Sheet::new(out, view.options.raw);
    let header: Vec<&str> = Row::HEADER.iter().map(|name| name.trim_start_matches("r#")).collect();
    sheet.header(&header)?;
    let events: std::collections::BTreeMap<_, _> =
        view.record.events.iter().flat_map(|e| e.reports.iter().map(move |r| (r, &e.id))).collect();
    for report in view.record.reports.iter().filter(|r| !view.is_quiet(&r.kind)) {
        let document = view.document(&report.document);
        let [kind, mode, who, whom, parties, mediator, place, from, to, when, counts, source] =
            fields(report, view).map(|(_, value)| value.into());
        let row = Row {
            id: report.id.to_string().into(),
            event: events.get(&report.id).map(|e| e.to_string()).into(),
            document: document.map(|d| d.file.clone()).into(),
            published: document.and_then(|d| d.published.date).map(|d| d.to_string()).into(),
            outlet: view.outlet(&report.document).into(),
            evidence: view.evidence(&report.id).map(|e| e.text.clone()).into(),
            r#type: kind,
            mode,
            who,
            whom,
            parties,
            mediator,
            r#where: place,
            from,
            to,
            when,
            counts,
            source,
            made_by: report.made_by.name().into(),
            version: version(report, view).into(),
            ..Row::default()
        };
        sheet.row(&row.cells())?;
    }
    Ok(())
}

/// The columns that may be corrected, with what a report says in each.
#[must_use]
pub fn fields(report: &Report, view: &View<'_>) -> [(&'static str, String); 12] {
    let role = |role: Role| (role.name(), joined(report.fillers(role).map(|id| view.name(id))));
    let mode = serde_json::to_value(report.mode).ok();
    let source = report
        .source
        .iter()
        .map(|chain| chain.0.iter().map(|link| view.name(&link.entity)).collect::<Vec<_>>().join(" > "));
    [
        ("type", report.kind.to_string()),
        ("mode", mode.as_ref().and_then(|m| m.as_str()).unwrap_or_default().to_owned()),
        role(Role::Who),
        role(Role::Whom),
        role(Role::Parties),
        role(Role::Mediator),
        role(Role::Where),
        role(Role::From),
        role(Role::To),
        ("when", report.when.as_ref().map(iso).unwrap_or_default()),
        ("counts", joined(report.counts.iter().map(|c| figure(c, view)))),
        ("source", joined(source)),
    ]
}

/// What tells one state of a report from another: a few digits of the hash of what it says.
#[must_use]
pub fn version(report: &Report, view: &View<'_>) -> String {
    let all = fields(report, view).map(|(_, value)| value);
    content_id("v", &all.each_ref().map(String::as_str))
}

/// A time as `when` of a handed report reads it: a day, a month, a year, `A/B`, with `..` for an end that is open.
fn iso(when: &When) -> String {
    let start = when.start.map_or_else(|| "..".to_owned(), |d| d.to_string());
    let end = match when.end {
        WhenEnd::Day(day) => day.to_string(),
        WhenEnd::Open => "..".to_owned(),
    };
    match (when.start, when.end, when.precision) {
        (Some(first), WhenEnd::Day(last), WhenPrecision::Month)
            if first == first.first_of_month() && last == first.last_of_month() =>
        {
            start[..7].to_owned()
        }
        (Some(first), WhenEnd::Day(last), WhenPrecision::Year)
            if first == first.first_of_year() && last == first.last_of_year() =>
        {
            start[..4].to_owned()
        }
        _ if start == end => start,
        _ => format!("{start}/{end}"),
    }
}

/// A figure: how it is meant unless exactly, its value, what is counted, and whose in brackets.
#[must_use]
pub fn figure(count: &Count, view: &View<'_>) -> String {
    let op = serde_json::to_value(count.op).ok();
    let op = op.as_ref().and_then(|o| o.as_str()).filter(|_| count.op != Operator::Equal);
    let side = count.side.as_ref().map(|side| format!("({})", view.name(side)));
    let parts = [op.map(str::to_owned), Some(count.value.to_string()), Some(count.of.clone()), side];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
}
