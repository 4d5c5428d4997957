//! Names: whom and what the record knows, those of most events first; and the page of one.

use super::Desk;
use super::page::{Asked, Page, Pages, answer};
use super::timeline::{Choice, Head, Row, row, sorted};
use super::views::Views;
use super::wording::{Way, ways};
use crate::cli::Failure;
use askama::Template;
use axum::response::Response;
use serde::Serialize;
use tawatur_core::model::{Entity, EntityId, EntityKind};
use tawatur_store::{Filter, Of};

/// Entities on a page.
const ON_A_PAGE: usize = 100;
/// Events and wordings shown on the page of an entity.
const SHOWN: usize = 25;

const KINDS: [EntityKind; 10] = [
    EntityKind::Person,
    EntityKind::Group,
    EntityKind::Crowd,
    EntityKind::State,
    EntityKind::Force,
    EntityKind::Body,
    EntityKind::Outlet,
    EntityKind::Place,
    EntityKind::Weapon,
    EntityKind::Other,
];

#[derive(Serialize)]
struct View {
    #[serde(flatten)]
    pages: Pages,
    entities: Vec<Line>,
}

#[derive(Serialize)]
struct Line {
    id: String,
    name: String,
    kind: String,
    part_of: Option<String>,
    events: usize,
}

#[derive(Template)]
#[template(path = "entities.html")]
struct EntitiesPage<'a> {
    views: Views,
    page: &'a Page,
    asked: &'a Asked,
    kinds: Vec<Choice>,
    view: &'a View,
    heads: Vec<Head>,
}

/// Columns by which the list is sorted.
const COLUMNS: [(&str, Of, &str, bool); 4] = [
    ("events", Of::Events, "events", true),
    ("name", Of::Name, "name", false),
    ("kind", Of::Kind, "kind", false),
    ("whole", Of::Whole, "part_of", false),
];

/// The list.
///
/// # Errors
/// When the store cannot be read.
pub fn page(page: &Page, asked: &Asked, desk: &Desk<'_>) -> Result<Response, Failure> {
    let kind = asked.kind.trim();
    let (order, heads) = sorted(&COLUMNS, asked, desk);
    let line = |(entity, events): (Entity, usize)| Line {
        name: desk.names.entity(&entity.id),
        kind: desk.tongue.value("kind", &entity.kind),
        part_of: entity.part_of.as_ref().map(|p| desk.names.entity(p)),
        id: entity.id.to_string(),
        events,
    };
    let (pages, found) = if asked.q.trim().is_empty() {
        let total =
            desk.count(format!("entities {kind}"), || Ok(desk.store.sorted_entities(kind, order, 0, 0)?.1))?;
        let pages = Pages::new(total, page.rows(ON_A_PAGE), asked);
        let found = desk.store.sorted_entities(kind, order, page.rows(ON_A_PAGE), pages.offset)?.0;
        (pages, found)
    } else {
        let found = desk.store.entities_named(asked.q.trim())?;
        let found: Vec<(Entity, usize)> = found
            .into_iter()
            .map(|e| desk.store.events_of_entity(&e.id).map(|n| (e, n)))
            .collect::<Result<_, _>>()?;
        (Pages::new(found.len(), found.len().max(1), asked), found)
    };
    let view = View { pages, entities: found.into_iter().map(line).collect() };
    let choice = |k: &EntityKind| Choice {
        id: k.name().to_owned(),
        label: desk.tongue.value("kind", k),
        chosen: k.name() == kind,
    };
    let kinds = KINDS.iter().map(choice).collect();
    answer(
        page,
        &view,
        &EntitiesPage { views: Views::of(page, desk)?, page, asked, kinds, view: &view, heads },
    )
}

#[derive(Serialize)]
struct EntityView {
    id: String,
    name: String,
    kind: String,
    names: Vec<(String, String)>,
    aliases: Vec<String>,
    part_of: Option<(String, String)>,
    owner: Option<String>,
    side: Option<String>,
    point: Option<String>,
    wikidata: Option<String>,
    ways: Vec<Way>,
    events: Vec<Row>,
    events_total: usize,
}

#[derive(Template)]
#[template(path = "entity.html")]
struct EntityPage<'a> {
    page: &'a Page,
    view: &'a EntityView,
}

/// The page of an entity.
///
/// # Errors
/// When there is none of that id, or the store cannot be read.
pub fn one(page: &Page, id: &str, desk: &Desk<'_>) -> Result<Response, Failure> {
    let entity = desk.store.entity(&EntityId::new(id))?;
    let hidden = desk.names.hides(&entity);
    let mut filter = Filter { limit: Some(SHOWN), ..Filter::default() };
    if entity.kind == EntityKind::Place {
        filter.place = Some(id.to_owned());
    } else {
        filter.actor = Some(id.to_owned());
    }
    let shown = |list: Vec<String>| if hidden { Vec::new() } else { list };
    let names = entity.names.iter().map(|(lang, name)| (lang.to_string(), name.clone()));
    let view = EntityView {
        name: desk.names.entity(&entity.id),
        kind: desk.tongue.value("kind", &entity.kind),
        names: if hidden { Vec::new() } else { names.collect() },
        aliases: shown(entity.aliases.clone()),
        part_of: entity.part_of.as_ref().map(|p| (p.to_string(), desk.names.entity(p))),
        owner: entity.owner.clone(),
        side: entity.side.clone(),
        point: entity.point.map(|(lat, lon)| format!("{lat:.3}, {lon:.3}")),
        wikidata: entity.wikidata.clone().filter(|_| !hidden),
        ways: ways(id, SHOWN, desk)?,
        events: desk.store.events(&filter)?.iter().map(|e| row(e, desk)).collect(),
        events_total: desk.store.events_of_entity(&entity.id)?,
        id: entity.id.to_string(),
    };
    answer(page, &view, &EntityPage { page, view: &view })
}
