//! Disputes: where the accounts of one event cannot all be right, side by side with their words.

use super::Desk;
use super::claim::{Named, direction};
use super::page::{Asked, Page, Pages, answer};
use super::timeline::filter;
use super::views::Views;
use super::why::why;
use super::words::Days;
use crate::cli::Failure;
use askama::Template;
use axum::response::Response;
use serde::Serialize;
use tawatur_core::model::{Dispute, Report, ReportId};

/// A dispute.
#[derive(Serialize)]
pub struct DisputeView {
    /// Its id.
    pub id: String,
    /// Its event.
    pub event: String,
    /// The event type's word.
    pub label: String,
    /// When.
    pub when: Days,
    /// Where.
    #[serde(rename = "where")]
    pub place: Vec<Named>,
    /// About what, in a word.
    pub about: String,
    /// What each side says.
    pub why: String,
    /// Words of each side.
    pub sides: Vec<Vec<Quote>>,
}

/// Evidence of a report.
#[derive(Serialize)]
pub struct Quote {
    /// The report.
    pub report: String,
    /// Its document.
    pub document: String,
    /// The document's name.
    pub file: String,
    /// Its language.
    pub language: String,
    /// The direction it runs.
    pub direction: &'static str,
    /// The words.
    pub evidence: String,
}

/// Rows on a page.
const ON_A_PAGE: usize = 50;

#[derive(Serialize)]
struct View {
    #[serde(flatten)]
    pages: Pages,
    disputes: Vec<DisputeView>,
}

#[derive(Template)]
#[template(path = "disputes.html")]
struct DisputesPage<'a> {
    views: Views,
    page: &'a Page,
    view: &'a View,
}

/// Every dispute that the address lets through.
///
/// # Errors
/// When a parameter or the store cannot be read.
pub fn page(page: &Page, asked: &Asked, desk: &Desk<'_>) -> Result<Response, Failure> {
    let mut filter = filter(asked, desk)?;
    filter.without.clear();
    let total = desk.count(format!("disputes {filter:?}"), || desk.store.count_disputes(&filter))?;
    let pages = Pages::new(total, page.rows(ON_A_PAGE), asked);
    filter.limit = Some(page.rows(ON_A_PAGE));
    filter.offset = pages.offset;
    let found = desk.store.disputes(&filter)?;
    let view = View { pages, disputes: found.iter().map(|d| dispute(d, desk)).collect::<Result<_, _>>()? };
    answer(page, &view, &DisputesPage { views: Views::of(page, desk)?, page, view: &view })
}

/// A dispute with the words of its sides.
///
/// # Errors
/// When the store cannot be read.
pub fn dispute(d: &Dispute, desk: &Desk<'_>) -> Result<DisputeView, Failure> {
    let event = desk.store.event(&d.event)?;
    let alone: Vec<Vec<ReportId>> = d.reports.iter().map(|r| vec![r.clone()]).collect();
    let sides = if d.sides.is_empty() { &alone } else { &d.sides };
    let side = |side: &Vec<ReportId>| side.iter().map(|r| quote(r, desk)).collect::<Result<Vec<_>, _>>();
    let told =
        |side: &Vec<ReportId>| side.iter().map(|r| desk.store.report(r)).collect::<Result<Vec<_>, _>>();
    let told: Vec<Vec<Report>> = sides.iter().map(told).collect::<Result<_, _>>()?;
    let told: Vec<Vec<&Report>> = told.iter().map(|side| side.iter().collect()).collect();
    Ok(DisputeView {
        id: d.id.clone(),
        event: d.event.to_string(),
        label: desk.kind(&event.kind),
        when: desk.tongue.when(event.when.as_ref()),
        place: desk.named(&event.place),
        about: desk.tongue.value("about", &d.about),
        why: why(d, &told, desk.tongue, &|id| desk.names.entity(id), &|kind| desk.kind(kind)),
        sides: sides.iter().map(side).collect::<Result<_, _>>()?,
    })
}

/// The words of a report.
///
/// # Errors
/// When the store cannot be read.
pub fn quote(id: &ReportId, desk: &Desk<'_>) -> Result<Quote, Failure> {
    let report = desk.store.report(id)?;
    let known = desk.store.record_document(&report.document)?;
    let language = known.language;
    Ok(Quote {
        report: id.to_string(),
        document: report.document.to_string(),
        file: known.file,
        language: language.to_string(),
        direction: direction(language),
        evidence: report.span.slice(&desk.names.text(&report.document)?).to_owned(),
    })
}
