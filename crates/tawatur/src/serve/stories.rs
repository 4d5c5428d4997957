//! Stories: what happened in one place over one stretch of time, most told first.

use super::Desk;
use super::page::{Asked, Page, Pages, answer};
use super::timeline::{Head, sorted};
use crate::cli::Failure;
use askama::Template;
use axum::response::Response;
use serde::Serialize;
use tawatur_store::Of;

/// Stories on a page.
const ON_A_PAGE: usize = 50;

#[derive(Serialize)]
struct View {
    #[serde(flatten)]
    pages: Pages,
    stories: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    id: String,
    title: String,
    documents: usize,
    events: usize,
}

#[derive(Template)]
#[template(path = "stories.html")]
struct StoriesPage<'a> {
    page: &'a Page,
    view: &'a View,
    heads: Vec<Head>,
}

/// Columns by which the list is sorted.
const COLUMNS: [(&str, Of, &str, bool); 2] =
    [("events", Of::Events, "events", true), ("documents", Of::Documents, "documents", true)];

/// Every story.
///
/// # Errors
/// When the store cannot be read.
pub fn page(page: &Page, asked: &Asked, desk: &Desk<'_>) -> Result<Response, Failure> {
    let (order, heads) = sorted(&COLUMNS, asked, desk);
    let total = desk.store.sorted_stories(order, 0, 0)?.1;
    let pages = Pages::new(total, page.rows(ON_A_PAGE), asked);
    let (stories, _) = desk.store.sorted_stories(order, page.rows(ON_A_PAGE), pages.offset)?;
    let row = |s: tawatur_core::model::Story| Row {
        title: super::story::title(&s, desk),
        id: s.id,
        documents: s.documents.len(),
        events: s.events.len(),
    };
    let view = View { pages, stories: stories.into_iter().map(row).collect() };
    answer(page, &view, &StoriesPage { page, view: &view, heads })
}
