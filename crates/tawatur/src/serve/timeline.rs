//! The timeline: events in the order of their days, narrowed by the parameters of the address.

use super::Desk;
use super::claim::Named;
use super::page::{Asked, Page, Pages, answer};
use super::views::Views;
use super::words::Days;
use crate::cli::Failure;
use crate::cli::filter::{COLUMNS, Narrowing, order};
use askama::Template;
use axum::response::Response;
use serde::Serialize;
use tawatur_core::model::Event;
use tawatur_store::{Column, Filter, Of, Order, Sorted};

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
    heads: Vec<Head>,
    views: Views,
}

/// The head of a column: by it the listing is sorted, and the other way round when it is already.
pub struct Head {
    /// The parameter that sorts by it; empty for the order that needs none.
    pub sort: String,
    /// The key of its word.
    pub key: &'static str,
    /// `ascending` or `descending` when the listing is sorted by it, as pages say it (`aria-sort`).
    pub sorted: &'static str,
    /// True for columns of numbers.
    pub number: bool,
}

impl Head {
    /// The head of a column whose word has a key; `most` when its numbers begin with the largest.
    #[must_use]
    pub fn new(name: &'static str, key: &'static str, most: bool, chosen: &str) -> Self {
        let is_chosen = chosen.trim_start_matches('-') == name;
        let reversed = is_chosen && chosen.starts_with('-');
        let sorted = match is_chosen {
            false => "",
            true if reversed == most => "ascending",
            true => "descending",
        };
        let sort = if is_chosen && !reversed { format!("-{name}") } else { name.to_owned() };
        Self { sort, key, sorted, number: most }
    }
}

/// The order that an address asks for of a listing with these columns, and their heads: name, column, key of the word, whether
/// its numbers begin with the largest. The first is the order that needs no asking.
pub fn sorted(
    columns: &[(&'static str, Of, &'static str, bool)],
    asked: &Asked,
    desk: &Desk<'_>,
) -> (Sorted, Vec<Head>) {
    let reversed = asked.sort.starts_with('-');
    let name = asked.sort.trim_start_matches('-');
    let found = columns.iter().find(|column| column.0 == name);
    // Where a hidden name stands among others tells of it.
    let found = found.filter(|column| !(desk.names.masks() && matches!(column.1, Of::Name | Of::Whole)));
    let (name, of) = found.map_or((columns[0].0, columns[0].1), |column| (column.0, column.1));
    let reversed = reversed && found.is_some();
    let chosen = format!("{}{name}", if reversed { "-" } else { "" });
    let heads = columns.iter().map(|(name, _, key, most)| Head::new(name, key, *most, &chosen)).collect();
    (Sorted { of, reversed, language: Some(desk.tongue.lang()) }, heads)
}

/// The heads of a listing of events.
fn heads(order: Order) -> Vec<Head> {
    let back = if order.reversed { "-" } else { "" };
    let name = COLUMNS.iter().find(|(_, column)| *column == order.column).map_or("day", |found| found.0);
    let chosen = format!("{back}{name}");
    let one = |(name, column): (&'static str, Column)| {
        let (key, most) = match column {
            Column::Day => ("role.when", false),
            Column::Kind => ("type", false),
            Column::Place => ("role.where", false),
            Column::Who => ("role.who", false),
            Column::Whom => ("role.whom", false),
            Column::Figure => ("figures", true),
            Column::Reports => ("reports", true),
            Column::Origins => ("origins", true),
        };
        let mut head = Head::new(name, key, most, &chosen);
        head.number = matches!(column, Column::Reports | Column::Origins);
        if head.sort == "day" {
            head.sort.clear();
        }
        head
    };
    COLUMNS.map(one).into()
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
    filter.order = order(&asked.sort, desk.tongue.lang());
    if desk.names.masks() && matches!(filter.order.column, Column::Who | Column::Whom) {
        // Where a hidden name stands among others tells of it.
        filter.order = Order::default();
    }
    let order = filter.order;
    let places = desk.listing(&filter)?;
    let on_a_page = page.rows(ON_A_PAGE);
    let pages = Pages::new(places.len(), on_a_page, asked);
    let shown = &places[pages.offset..places.len().min(pages.offset + on_a_page)];
    let events = desk.store.events_at(shown)?.iter().map(|e| row(e, desk)).collect();
    let view = View { pages, events };
    let languages = Choice::languages(desk, &asked.language);
    let template = TimelinePage {
        page,
        asked,
        kinds: Choice::kinds(desk, &asked.kind),
        languages,
        view: &view,
        heads: heads(order),
        views: Views::of(page, desk)?,
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
