//! The timeline: events in the order of their days, narrowed by the parameters of the address.

use super::Desk;
use super::claim::Named;
use super::page::{Asked, Page, Pages, answer};
use super::words::Days;
use crate::cli::Failure;
use crate::cli::filter::{Narrowing, ORDERS, order};
use askama::Template;
use axum::response::Response;
use serde::Serialize;
use tawatur_core::model::Event;
use tawatur_store::{Filter, Order};

/// Events on a page: more than a screen, few enough to render at once.
const ON_A_PAGE: usize = 100;

#[derive(Serialize)]
struct View {
    #[serde(flatten)]
    pages: Pages,
    events: Vec<Row>,
}

/// An event in a listing.
#[derive(Serialize)]
pub struct Row {
    /// Its id.
    pub id: String,
    /// Event type.
    #[serde(rename = "type")]
    pub kind: String,
    /// The type's word.
    pub label: String,
    /// When.
    pub when: Days,
    /// Where.
    #[serde(rename = "where")]
    pub place: Vec<Named>,
    /// From where.
    pub from: Vec<Named>,
    /// To where.
    pub to: Vec<Named>,
    /// Who did it.
    pub who: Vec<Named>,
    /// Whom it was done to.
    pub whom: Vec<Named>,
    /// Figures.
    pub figures: Vec<String>,
    /// How many reports tell of it.
    pub reports: usize,
    /// How many independent origins stand behind it.
    pub origins: usize,
}

/// An event type to choose.
pub struct Choice {
    /// Its name.
    pub id: String,
    /// Its word.
    pub label: String,
    /// True when it is chosen.
    pub chosen: bool,
}

#[derive(Template)]
#[template(path = "timeline.html")]
struct TimelinePage<'a> {
    page: &'a Page,
    asked: &'a Asked,
    kinds: Vec<Choice>,
    languages: Vec<Choice>,
    view: &'a View,
    orders: Vec<Ordered>,
}

/// An order of the listing to choose.
pub struct Ordered {
    /// The parameter; empty for the order that needs none.
    pub sort: &'static str,
    /// The key of its word.
    pub key: String,
    /// True when it is chosen.
    pub chosen: bool,
}

fn orders(chosen: &str) -> Vec<Ordered> {
    let one = |(name, known): (&'static str, Order)| Ordered {
        sort: if known == Order::default() { "" } else { name },
        key: format!("sort.{name}"),
        chosen: known == order(chosen),
    };
    ORDERS.map(one).into()
}

/// The filter that an address asks for.
///
/// # Errors
/// When a date cannot be read.
pub fn filter(asked: &Asked, desk: &Desk<'_>) -> Result<Filter, Failure> {
    let given = |text: &String| Some(text.trim().to_owned()).filter(|t| !t.is_empty());
    let narrowing = Narrowing {
        place: given(&asked.place),
        from: given(&asked.from),
        to: given(&asked.to),
        kind: given(&asked.kind),
        actor: given(&asked.actor),
        language: given(&asked.language),
        limit: None,
    };
    let without = if asked.quiet.is_empty() && asked.kind.is_empty() { desk.quiet() } else { Vec::new() };
    Ok(Filter { story: given(&asked.story), without, ..narrowing.filter()? })
}

/// The timeline.
///
/// # Errors
/// When a parameter or the store cannot be read.
pub fn page(page: &Page, asked: &Asked, desk: &Desk<'_>) -> Result<Response, Failure> {
    let mut filter = filter(asked, desk)?;
    let total = desk.count(format!("events {filter:?}"), || desk.store.count_events(&filter))?;
    let pages = Pages::new(total, ON_A_PAGE, asked);
    filter.limit = Some(ON_A_PAGE);
    filter.offset = pages.offset;
    filter.order = order(&asked.sort);
    let events = desk.store.events(&filter)?.iter().map(|e| row(e, desk)).collect();
    let view = View { pages, events };
    let languages = Choice::languages(desk, &asked.language);
    let template = TimelinePage {
        page,
        asked,
        kinds: Choice::kinds(desk, &asked.kind),
        languages,
        view: &view,
        orders: orders(&asked.sort),
    };
    answer(page, &view, &template)
}

impl Choice {
    /// Event types by their words.
    #[must_use]
    pub fn kinds(desk: &Desk<'_>, chosen: &str) -> Vec<Self> {
        let one = |kind: &tawatur_core::model::EventType| Self {
            id: kind.to_string(),
            label: desk.kind(kind),
            chosen: kind.as_str() == chosen,
        };
        let mut all: Vec<Self> = desk.packs.frames.keys().map(one).collect();
        all.sort_by(|a, b| a.label.cmp(&b.label));
        all
    }

    /// Languages of documents by their words.
    #[must_use]
    pub fn languages(desk: &Desk<'_>, chosen: &str) -> Vec<Self> {
        let one = |code: &str| Self {
            id: code.to_owned(),
            label: desk.tongue.word(&format!("language.{code}")),
            chosen: code == chosen,
        };
        ["ar", "fr", "en"].map(one).into()
    }
}

/// An event as listings show it.
pub fn row(e: &Event, desk: &Desk<'_>) -> Row {
    Row {
        id: e.id.to_string(),
        kind: e.kind.to_string(),
        label: desk.kind(&e.kind),
        when: desk.tongue.when(e.when.as_ref()),
        place: desk.named(&e.place),
        from: desk.named(&e.from),
        to: desk.named(&e.to),
        who: desk.named(&e.who),
        whom: desk.named(&e.whom),
        figures: e.counts.iter().map(|c| desk.tongue.figure(c)).collect(),
        reports: e.reports.len(),
        origins: e.origins.len(),
    }
}
