//! The ledger: every row that was given, newest first, with its hash; and the runs that wrote them.

use super::Desk;
use super::page::{Asked, Page, Pages, answer};
use crate::cli::Failure;
use askama::Template;
use axum::response::Response;
use serde::Serialize;
use tawatur_store::RunRow;

/// Rows on a page.
const ON_A_PAGE: usize = 100;
/// Letters of a row's body that are shown; `tawatur` has the rest.
const SHOWN: usize = 240;

#[derive(Serialize)]
struct View {
    #[serde(flatten)]
    pages: Pages,
    rows: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    number: i64,
    run: i64,
    class: String,
    document: Option<String>,
    name: String,
    body: String,
    hash: String,
}

#[derive(Template)]
#[template(path = "ledger.html")]
struct LedgerPage<'a> {
    page: &'a Page,
    view: &'a View,
}

/// The rows.
///
/// # Errors
/// When the store cannot be read.
pub fn page(page: &Page, asked: &Asked, desk: &Desk<'_>) -> Result<Response, Failure> {
    let total = desk.store.ledger_rows(0, 0)?.1;
    let pages = Pages::new(total, page.rows(ON_A_PAGE), asked);
    let row = |r: tawatur_store::LedgerRow| Row {
        number: r.number,
        run: r.run,
        document: Some(r.key).filter(|k| k.starts_with('d')),
        class: desk.tongue.word(&format!("row.{}", r.class)),
        name: r.name,
        body: r.body.chars().take(SHOWN).collect(),
        hash: r.hash,
    };
    let view = View {
        pages: pages.clone(),
        rows: desk.store.ledger_rows(page.rows(ON_A_PAGE), pages.offset)?.0.into_iter().map(row).collect(),
    };
    answer(page, &view, &LedgerPage { page, view: &view })
}

#[derive(Serialize)]
struct RunsView {
    #[serde(flatten)]
    pages: Pages,
    runs: Vec<RunRow>,
}

#[derive(Template)]
#[template(path = "runs.html")]
struct RunsPage<'a> {
    page: &'a Page,
    view: &'a RunsView,
}

/// The runs, newest first.
///
/// # Errors
/// When the store cannot be read.
pub fn runs(page: &Page, asked: &Asked, desk: &Desk<'_>) -> Result<Response, Failure> {
    let mut runs = desk.store.runs()?;
    let pages = Pages::new(runs.len(), page.rows(ON_A_PAGE), asked);
    runs.reverse();
    let runs = runs.into_iter().skip(pages.offset).take(page.rows(ON_A_PAGE)).collect();
    let view = RunsView { pages, runs };
    answer(page, &view, &RunsPage { page, view: &view })
}
