//! Wording: who calls whom what. Those spoken of in most ways come first, each way with how loaded it is and who uses it.

use super::Desk;
use super::claim::direction;
use super::page::{Asked, Page, Pages, answer};
use crate::cli::Failure;
use askama::Template;
use axum::response::Response;
use serde::Serialize;
use std::collections::BTreeMap;
use tawatur_core::model::{EntityId, Lang};

/// Entities on a page.
const ON_A_PAGE: usize = 25;
/// Rows read of one entity, and wordings shown of it.
const READ: usize = 200;
const SHOWN: usize = 12;
/// Outlets named that use a wording.
const OUTLETS: usize = 4;

#[derive(Serialize)]
struct View {
    #[serde(flatten)]
    pages: Pages,
    entities: Vec<Spoken>,
}

#[derive(Serialize)]
struct Spoken {
    id: String,
    name: String,
    wordings: usize,
    times: usize,
    ways: Vec<Way>,
}

/// A wording.
#[derive(Debug, Clone, Serialize)]
pub struct Way {
    /// The words.
    pub wording: String,
    /// Language of the documents.
    pub language: String,
    /// The direction it runs.
    pub direction: &'static str,
    /// How loaded it is, in a word; empty when it is not.
    pub load: String,
    /// How often.
    pub times: usize,
    /// Outlets that use it, most often first.
    pub outlets: Vec<String>,
}

#[derive(Template)]
#[template(path = "wording.html")]
struct WordingPage<'a> {
    page: &'a Page,
    view: &'a View,
}

/// Who is called what.
///
/// # Errors
/// When the store cannot be read.
pub fn page(page: &Page, asked: &Asked, desk: &Desk<'_>) -> Result<Response, Failure> {
    let total = desk.store.spoken_of(0, 0)?.1;
    let pages = Pages::new(total, page.rows(ON_A_PAGE), asked);
    let mut entities = Vec::new();
    for (id, wordings, times) in desk.store.spoken_of(page.rows(ON_A_PAGE), pages.offset)?.0 {
        let ways = ways(&id, SHOWN, desk)?;
        entities.push(Spoken { name: desk.names.entity(&EntityId::new(&id)), wordings, times, ways, id });
    }
    let view = View { pages, entities };
    answer(page, &view, &WordingPage { page, view: &view })
}

/// In which words an entity is spoken of, most often first; none of a person under a mask.
///
/// # Errors
/// When the store cannot be read.
pub fn ways(id: &str, most: usize, desk: &Desk<'_>) -> Result<Vec<Way>, Failure> {
    if desk.names.get(&EntityId::new(id)).is_some_and(|e| desk.names.hides(&e)) {
        return Ok(Vec::new());
    }
    let mut found: BTreeMap<(String, String, i64), (usize, Vec<String>)> = BTreeMap::new();
    for row in desk.store.wordings(id, READ)? {
        let entry = found.entry((row.wording, row.language, row.load)).or_default();
        entry.0 += row.times;
        if entry.1.len() < OUTLETS && !row.outlet.is_empty() {
            entry.1.push(desk.names.entity(&EntityId::new(&row.outlet)));
        }
    }
    let mut ways: Vec<Way> = found
        .into_iter()
        .map(|((wording, language, load), (times, outlets))| Way {
            direction: direction(language.parse().unwrap_or(Lang::UNKNOWN)),
            load: if load == 0 { String::new() } else { desk.tongue.word(&format!("load.{load}")) },
            wording,
            language,
            times,
            outlets,
        })
        .collect();
    ways.sort_by(|a, b| b.times.cmp(&a.times).then_with(|| a.wording.cmp(&b.wording)));
    ways.truncate(most);
    Ok(ways)
}
