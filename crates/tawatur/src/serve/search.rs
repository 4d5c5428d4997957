//! Full-text search over the documents.

use super::Desk;
use super::claim::direction;
use super::page::{Asked, Page, answer};
use crate::cli::Failure;
use askama::Template;
use axum::response::Response;
use serde::Serialize;

/// Documents on a page.
const LIMIT: usize = 50;

#[derive(Serialize)]
struct View {
    query: String,
    hits: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    document: String,
    file: String,
    language: String,
    direction: &'static str,
    excerpt: String,
}

#[derive(Template)]
#[template(path = "search.html")]
struct SearchPage<'a> {
    page: &'a Page,
    view: &'a View,
}

/// Documents that hold every word.
///
/// # Errors
/// When the store cannot be read.
pub fn page(page: &Page, asked: &Asked, desk: &Desk<'_>) -> Result<Response, Failure> {
    let mut hits = Vec::new();
    for hit in desk.store.search(&asked.q, LIMIT)? {
        let language = desk.store.record_document(&hit.document)?.language;
        hits.push(Row {
            document: hit.document.to_string(),
            file: hit.file,
            language: language.to_string(),
            direction: direction(language),
            excerpt: hit.excerpt,
        });
    }
    let view = View { query: asked.q.clone(), hits };
    answer(page, &view, &SearchPage { page, view: &view })
}
