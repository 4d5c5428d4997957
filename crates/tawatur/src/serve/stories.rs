//! Stories: what happened in one place over one stretch of time, most told first.

use super::Desk;
use super::page::{Asked, Page, Pages, answer};
use super::timeline::{Head, sorted};
use crate::cli::Failure;
use askama::Template;
use axum::response::Response;
use serde::Serialize;
use std::sync::Arc;
use tawatur_store::Of;

/// Stories on a page.
const ON_A_PAGE: usize = 50;

#[derive(Serialize)]
struct View {
    #[serde(flatten)]
    pages: Pages,
    stories: Arc<Vec<Row>>,
}

/// A story in the list.
#[derive(Serialize)]
pub struct Row {
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
    let rows = page.rows(ON_A_PAGE);
    let pages = Pages::new(total, rows, asked);
    let row = |s: tawatur_core::model::Story| Row {
        title: super::story::title(&s, desk),
        id: s.id,
        documents: s.documents.len(),
        events: s.events.len(),
    };
    // A title asks where most events of a story happened; the list is the first page that everybody opens.
    let stories = desk.stories(format!("{order:?} {rows} {}", pages.offset), || {
        let (stories, _) = desk.store.sorted_stories(order, rows, pages.offset)?;
        Ok(Arc::new(stories.into_iter().map(row).collect()))
    })?;
    let view = View { pages, stories };
    answer(page, &view, &StoriesPage { page, view: &view, heads })
}
