//! Full-text search over the documents.

use super::Desk;
use super::claim::direction;
use super::page::{Asked, Page, Pages, answer};
use super::views::Views;
use crate::cli::Failure;
use askama::Template;
use axum::response::Response;
use serde::Serialize;
use tawatur_core::model::EntityId;
use tawatur_core::pipeline::query_forms;
use tawatur_store::{Facets, Narrowed};

/// Documents on a page.
const LIMIT: usize = 50;

#[derive(Serialize)]
struct View {
    query: String,
    found: usize,
    more: bool,
    #[serde(flatten)]
    pages: Pages,
    facets: Vec<Facet>,
    hits: Vec<Row>,
}

/// A way to narrow what was found.
#[derive(Serialize)]
struct Facet {
    /// The parameter of the address.
    name: &'static str,
    label: String,
    values: Vec<Value>,
}

#[derive(Serialize)]
struct Value {
    id: String,
    label: String,
    documents: usize,
    chosen: bool,
}

/// Values of a facet that are shown.
const VALUES: usize = 12;

#[derive(Serialize)]
struct Row {
    document: String,
    file: String,
    /// Its headline, where it has one.
    title: Option<String>,
    outlet: Option<String>,
    /// The day it was published.
    published: Option<String>,
    language: String,
    direction: &'static str,
    excerpt: String,
}

#[derive(Template)]
#[template(path = "search.html")]
struct SearchPage<'a> {
    views: Views,
    page: &'a Page,
    view: &'a View,
}

/// Documents that hold every word.
///
/// # Errors
/// When the store cannot be read.
pub fn page(page: &Page, asked: &Asked, desk: &Desk<'_>) -> Result<Response, Failure> {
    let query = query_forms(&asked.q, desk.packs);
    let given = |text: &String| Some(text.clone()).filter(|t| !t.is_empty());
    let narrowed = Narrowed {
        language: given(&asked.language),
        outlet: given(&asked.outlet),
        year: given(&asked.year),
        offset: 0,
    };
    let places = desk.found(&query, &narrowed)?;
    let pages = Pages::new(places.len(), LIMIT, asked);
    let shown = &places[pages.offset..places.len().min(pages.offset + LIMIT)];
    let mut hits = Vec::new();
    for hit in desk.store.hits_at(shown, &query)? {
        let known = desk.store.record_document(&hit.document)?;
        let language = known.language;
        hits.push(Row {
            // A headline may name whom the mask hides.
            title: known.title.filter(|t| !t.is_empty() && !desk.names.masks()),
            outlet: known.outlet.as_ref().map(|outlet| desk.names.entity(outlet)),
            published: known.published.date.map(|day| day.to_string()),
            document: hit.document.to_string(),
            file: hit.file,
            language: language.to_string(),
            direction: direction(language),
            excerpt: if desk.names.masks() { String::new() } else { hit.excerpt },
        });
    }
    let facets = desk.facets(&query)?;
    let view = View {
        query: asked.q.clone(),
        found: facets.found,
        more: facets.more,
        pages,
        facets: named(&facets, asked, desk),
        hits,
    };
    answer(page, &view, &SearchPage { views: Views::of(page, desk)?, page, view: &view })
}

/// Facets with words for their values; those that tell nothing apart are left out.
fn named(facets: &Facets, asked: &Asked, desk: &Desk<'_>) -> Vec<Facet> {
    let facet = |name: &'static str,
                 key: &str,
                 list: &[(String, usize)],
                 chosen: &str,
                 say: &dyn Fn(&str) -> String| {
        let value = |(id, documents): &(String, usize)| Value {
            label: say(id),
            chosen: id == chosen,
            id: id.clone(),
            documents: *documents,
        };
        let values: Vec<Value> = list.iter().take(VALUES).map(value).collect();
        (values.len() > 1 || !chosen.is_empty()).then(|| Facet { name, label: desk.tongue.word(key), values })
    };
    let language = |id: &str| desk.tongue.word(&format!("language.{id}"));
    let outlet = |id: &str| desk.names.entity(&EntityId::new(id));
    let year = |id: &str| id.to_owned();
    [
        facet("language", "filter.language", &facets.languages, &asked.language, &language),
        facet("outlet", "outlet", &facets.outlets, &asked.outlet, &outlet),
        facet("year", "year", &facets.years, &asked.year, &year),
    ]
    .into_iter()
    .flatten()
    .collect()
}
