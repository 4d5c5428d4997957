//! Stories: what happened in one place over one stretch of time, most told first.

use super::Desk;
use super::page::{Asked, Page, Pages, answer};
use crate::cli::Failure;
use askama::Template;
use axum::response::Response;
use serde::Serialize;

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
}

/// Every story.
///
/// # Errors
/// When the store cannot be read.
pub fn page(page: &Page, asked: &Asked, desk: &Desk<'_>) -> Result<Response, Failure> {
    let total = desk.store.largest_stories(0, 0)?.1;
    let pages = Pages::new(total, ON_A_PAGE, asked);
    let (stories, _) = desk.store.largest_stories(ON_A_PAGE, pages.offset)?;
    let row = |s: tawatur_core::model::Story| Row {
        title: super::story::title(&s, desk),
        id: s.id,
        documents: s.documents.len(),
        events: s.events.len(),
    };
    let view = View { pages, stories: stories.into_iter().map(row).collect() };
    answer(page, &view, &StoriesPage { page, view: &view })
}
