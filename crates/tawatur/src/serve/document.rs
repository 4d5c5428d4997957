//! A document: its text with its reports marked, both ways, and the forms by which a person decides.

use super::claim::{Claim, direction};
use super::decide::{Decided, decided};
use super::marked::{Piece, pieces};
use super::page::{Page, answer};
use super::timeline::Choice;
use super::{App, Desk};
use crate::cli::Failure;
use askama::Template;
use axum::response::Response;
use serde::Serialize;
use tawatur_core::model::{Action, DocumentId};

#[derive(Serialize)]
struct View {
    id: String,
    file: String,
    title: Option<String>,
    outlet: Option<String>,
    byline: Option<String>,
    url: Option<String>,
    language: String,
    direction: &'static str,
    published: Option<String>,
    published_why: String,
    copy_of: Option<String>,
    notes: Vec<String>,
    text: Vec<Piece>,
    reports: Vec<Claim>,
    decisions: Vec<Decided>,
}

#[derive(Template)]
#[template(path = "document.html")]
struct DocumentPage<'a> {
    page: &'a Page,
    view: &'a View,
    token: &'a str,
    by: &'a str,
    kinds: Vec<Choice>,
}

/// The page of a document, by id, the beginning of it, or file name.
///
/// # Errors
/// When there is none of that id, or the store cannot be read.
pub fn page(page: &Page, id: &str, desk: &Desk<'_>, app: &App) -> Result<Response, Failure> {
    let id = find(id, desk)?;
    let (known, stored) = (desk.store.record_document(&id)?, desk.store.document(&id)?);
    let text = &*desk.names.text(&id)?;
    let reports = desk.store.reports_of_document(&id)?;
    let spans: Vec<_> = reports.iter().map(|r| r.span).collect();
    let view = View {
        id: id.to_string(),
        file: known.file,
        title: known.title,
        outlet: known.outlet.as_ref().map(|o| desk.names.entity(o)).or(stored.document.outlet),
        byline: stored.document.byline.filter(|_| !desk.names.masks()),
        url: stored.document.url,
        language: known.language.to_string(),
        direction: direction(known.language),
        published: known.published.date.map(|d| d.to_string()),
        published_why: known.published.why,
        copy_of: known.copy_of.map(|d| d.to_string()),
        notes: stored.document.notes.iter().map(|n| n.text.clone()).collect(),
        text: pieces(text, &spans),
        reports: reports
            .iter()
            .enumerate()
            .map(|(k, r)| desk.claim(k + 1, r, text))
            .collect::<Result<_, _>>()?,
        decisions: decided(&desk.store.decisions_on(&id)?, desk, &|action, targets| {
            // The store keeps these with their document; the report itself may have left the record.
            let kept_here = matches!(
                action,
                Action::Accept { .. } | Action::Reject { .. } | Action::Correct { .. } | Action::Add { .. }
            );
            kept_here
                || targets.iter().any(|t| *t == id.as_str() || reports.iter().any(|r| r.id.as_str() == *t))
        }),
    };
    let kinds = Choice::kinds(desk, "");
    answer(page, &view, &DocumentPage { page, view: &view, token: &app.0.token, by: &app.0.by, kinds })
}

/// The document that an id, its beginning, or a file name means.
fn find(name: &str, desk: &Desk<'_>) -> Result<DocumentId, Failure> {
    match desk.store.full_id(name) {
        Ok(id) => Ok(DocumentId::new(id)),
        Err(error) => desk.store.document_named(name).map_err(|_| error.into()),
    }
}
