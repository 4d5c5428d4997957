//! Sources: who the record rests on, who tells on whose word, how often one stands alone, how often it is contradicted.

use super::Desk;
use super::page::{Asked, Page, Pages, answer};
use super::timeline::{Head, sorted};
use crate::cli::Failure;
use askama::Template;
use axum::response::Response;
use serde::Serialize;
use tawatur_core::model::EntityId;
use tawatur_store::Of;

/// Origins on a page.
const ON_A_PAGE: usize = 50;
/// Outlets named that tell on the word of one.
const DEPENDENTS: usize = 6;

#[derive(Serialize)]
struct View {
    #[serde(flatten)]
    pages: Pages,
    origins: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    id: String,
    name: String,
    /// True when it is an entity with a page; else a document that stands for itself.
    entity: bool,
    kind: String,
    events: usize,
    alone: usize,
    disputed: usize,
    told_by: Vec<Dependent>,
}

#[derive(Serialize)]
struct Dependent {
    id: String,
    name: String,
    reports: usize,
}

#[derive(Template)]
#[template(path = "sources.html")]
struct SourcesPage<'a> {
    page: &'a Page,
    view: &'a View,
    heads: Vec<Head>,
}

/// Columns by which the list is sorted.
const COLUMNS: [(&str, Of, &str, bool); 4] = [
    ("events", Of::Events, "events", true),
    ("name", Of::Name, "origin", false),
    ("alone", Of::Alone, "sources.alone", true),
    ("disputed", Of::Disputed, "sources.disputed", true),
];

/// Who the events rest on.
///
/// # Errors
/// When the store cannot be read.
pub fn page(page: &Page, asked: &Asked, desk: &Desk<'_>) -> Result<Response, Failure> {
    let (order, heads) = sorted(&COLUMNS, asked, desk);
    let total = desk.store.origins(0, 0)?.1;
    let pages = Pages::new(total, page.rows(ON_A_PAGE), asked);
    let mut origins = Vec::new();
    for origin in desk.store.sorted_origins(order, page.rows(ON_A_PAGE), pages.offset)?.0 {
        let entity = desk.names.get(&EntityId::new(&origin.id));
        let told_by = desk.store.dependents(&origin.id, DEPENDENTS)?;
        origins.push(Row {
            name: desk.names.either(&origin.id),
            kind: entity.as_ref().and_then(|e| e.outlet_kind).map_or_else(
                || entity.as_ref().map_or(String::new(), |e| desk.tongue.value("kind", &e.kind)),
                |kind| desk.tongue.value("outlet_kind", &kind),
            ),
            entity: entity.is_some(),
            events: origin.events,
            alone: origin.alone,
            disputed: origin.disputed,
            told_by: told_by
                .into_iter()
                .map(|(id, reports)| Dependent { name: desk.names.either(&id), id, reports })
                .collect(),
            id: origin.id,
        });
    }
    let view = View { pages, origins };
    answer(page, &view, &SourcesPage { page, view: &view, heads })
}
