//! A story: its facts in a paragraph, a drawn timeline, a map, its agreements and open disputes.

use super::Desk;
use super::disputes::{DisputeView, dispute};
use super::drawn::{self, Lanes};
use super::map::{self, Map, Place};
use super::page::{Page, answer};
use super::timeline::{Row, row};
use super::words::Tongue;
use crate::cli::Failure;
use askama::Template;
use axum::response::Response;
use serde::Serialize;
use std::collections::BTreeMap;
use tawatur_core::model::{EntityId, EventType, Story};
use tawatur_store::{Bin, Dot, Filter};

/// Places and movements that are drawn.
const DRAWN: usize = 60;
/// Places and types that the paragraph names.
const TOLD: usize = 5;
/// Events told by most origins that are listed.
const BEST: usize = 8;
/// Agreements, disputes and documents that are listed; the rest stand in their own listings.
const LISTED: usize = 10;

#[derive(Serialize)]
struct View {
    id: String,
    title: String,
    facts: Vec<Fact>,
    best: Vec<Row>,
    lanes: Vec<String>,
    timeline: Lanes,
    map: Map,
    places: Vec<PlaceRow>,
    agreements: Vec<Named>,
    agreements_total: usize,
    disputes: Vec<DisputeView>,
    disputes_total: usize,
    documents: Vec<Named>,
    documents_total: usize,
    events_total: usize,
}

/// A sentence of the paragraph: what it is about, and its parts.
#[derive(Serialize)]
struct Fact {
    label: String,
    parts: Vec<String>,
}

#[derive(Serialize)]
struct PlaceRow {
    id: String,
    name: String,
    events: usize,
}

/// Something with a page of its own.
#[derive(Serialize)]
struct Named {
    id: String,
    name: String,
}

#[derive(Template)]
#[template(path = "story.html")]
struct StoryPage<'a> {
    page: &'a Page,
    view: &'a View,
    width: f64,
    half: f64,
    map_width: f64,
    map_height: f64,
}

/// A story's title in the reader's language: its main place and its first and last day. The record's own title where
/// no place is known.
pub fn title(story: &Story, desk: &Desk<'_>) -> String {
    let Ok(dots) = desk.store.dots(&story.id, 1) else { return story.title.clone() };
    let Some(dot) = dots.first() else { return story.title.clone() };
    let days: Vec<&str> =
        story.title.split(|c: char| !(c.is_ascii_digit() || c == '-')).filter(|d| d.len() >= 4).collect();
    let place = desk.names.entity(&EntityId::new(&dot.place));
    match days.as_slice() {
        [] => place,
        [first, ..] if Some(first) == days.last() => format!("{place}, {first}"),
        [first, .., last] => format!("{place}, {first} \u{2013} {last}"),
        [one] => format!("{place}, {one}"),
    }
}

/// The page of a story.
///
/// # Errors
/// When there is none of that id, or the store cannot be read.
pub fn page(page: &Page, id: &str, desk: &Desk<'_>) -> Result<Response, Failure> {
    let store = desk.store;
    let story = store.story(&store.full_id(id)?)?;
    let quiet = desk.quiet();
    let mut bins = store.bins(&story.id)?;
    bins.retain(|b| !quiet.contains(&b.kind));
    let (dots, movements) = (store.dots(&story.id, DRAWN)?, store.movements(&story.id, DRAWN)?);
    let (best, alone) = store.best_told(&story.id, &quiet, BEST)?;
    let filter = Filter { story: Some(story.id.clone()), limit: Some(LISTED), ..Filter::default() };
    let agreements_total =
        desk.count(format!("agreements {filter:?}"), || store.count_agreements(&filter))?;
    let disputes_total = desk.count(format!("disputes {filter:?}"), || store.count_disputes(&filter))?;
    let (lanes, timeline) = timeline(&bins, desk);
    let places = dots.iter().take(LISTED).map(|d| PlaceRow {
        id: d.place.clone(),
        name: desk.names.entity(&EntityId::new(&d.place)),
        events: d.events,
    });
    let mut best: Vec<Row> = best.iter().map(|e| row(e, desk)).collect();
    best.sort_by(|a, b| a.when.digits.cmp(&b.when.digits));
    let view = View {
        title: title(&story, desk),
        facts: facts(&story, &bins, &dots, (alone, agreements_total, disputes_total), desk),
        best,
        lanes,
        timeline,
        map: drawn_map(&dots, &movements, desk),
        places: places.collect(),
        agreements: agreements(&filter, desk)?,
        agreements_total,
        disputes: store.disputes(&filter)?.iter().map(|d| dispute(d, desk)).collect::<Result<_, _>>()?,
        disputes_total,
        documents: story
            .documents
            .iter()
            .take(LISTED)
            .map(|d| Named { id: d.to_string(), name: desk.names.document(d) })
            .collect(),
        documents_total: story.documents.len(),
        events_total: story.events.len(),
        id: story.id,
    };
    let template = StoryPage {
        page,
        view: &view,
        width: drawn::WIDTH,
        half: drawn::LANE / 2.0,
        map_width: map::WIDTH,
        map_height: map::HEIGHT,
    };
    answer(page, &view, &template)
}

/// The facts, each a sentence: composed from counts of the record, nothing else.
fn facts(
    story: &Story,
    bins: &[Bin],
    dots: &[Dot],
    (alone, agreements, disputes): (usize, usize, usize),
    desk: &Desk<'_>,
) -> Vec<Fact> {
    let fact = |key: &str, parts: Vec<String>| Fact { label: desk.tongue.word(key), parts };
    let count = |key: &str, n: usize| fact(key, vec![n.to_string()]);
    let list = |key: &str, items: Vec<(String, usize)>| {
        fact(key, items.into_iter().take(TOLD).map(|(name, n)| format!("{name} ({n})")).collect())
    };
    let places = dots.iter().map(|d| (desk.names.entity(&EntityId::new(&d.place)), d.events)).collect();
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    for bin in bins {
        *kinds.entry(&bin.kind).or_default() += bin.events;
    }
    let mut kinds: Vec<(String, usize)> =
        kinds.into_iter().map(|(kind, n)| (desk.kind(&EventType::new(kind)), n)).collect();
    kinds.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    let days = bins.first().zip(bins.last()).map(|(first, last)| vec![first.day.clone(), last.day.clone()]);
    let all = [
        fact("story.days", days.unwrap_or_default()),
        list("role.where", places),
        list("type", kinds),
        count("documents", story.documents.len()),
        count("events", story.events.len()),
        count("story.alone", alone),
        count("agreements", agreements),
        count("disputes", disputes),
    ];
    all.into_iter().filter(|f| !f.parts.is_empty()).collect()
}

/// The lanes' names and the drawn events: a lane for every family of types that there is.
fn timeline(bins: &[Bin], desk: &Desk<'_>) -> (Vec<String>, Lanes) {
    let family = |kind: &str| desk.packs.frames.get(&EventType::new(kind)).map_or("", |f| f.family.as_str());
    let mut families: BTreeMap<&str, usize> = BTreeMap::new();
    for bin in bins {
        *families.entry(family(&bin.kind)).or_default() += bin.events;
    }
    let mut order: Vec<(&str, usize)> = families.into_iter().collect();
    order.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    let lane = |kind: &str| order.iter().position(|(f, _)| *f == family(kind)).unwrap_or_default();
    let events: Vec<(usize, jiff::civil::Date, usize)> =
        bins.iter().filter_map(|bin| Some((lane(&bin.kind), bin.day.parse().ok()?, bin.events))).collect();
    let names = order.iter().map(|(f, _)| desk.tongue.word(&format!("family.{f}"))).collect();
    (names, drawn::lanes(&events, order.len(), desk.tongue == Tongue::Arabic))
}

fn drawn_map(dots: &[Dot], movements: &[Dot], desk: &Desk<'_>) -> Map {
    let mut places: Vec<Place> = Vec::new();
    let mut at: BTreeMap<String, usize> = BTreeMap::new();
    let mut add = |id: &str, events: usize| -> Option<usize> {
        if let Some(known) = at.get(id) {
            return Some(*known);
        }
        let entity = desk.names.get(&EntityId::new(id))?;
        let point = entity.point?;
        let within = map::within(entity.place_kind.as_deref());
        // A whole country has no place on the map of one story: its point would draw all events to its middle.
        if entity.place_kind.as_deref() == Some("country") {
            return None;
        }
        places.push(Place { name: desk.names.entity(&entity.id), point, within, events });
        at.insert(id.to_owned(), places.len() - 1);
        Some(places.len() - 1)
    };
    for dot in dots {
        add(&dot.place, dot.events);
    }
    let moved: Vec<(usize, usize, usize)> = movements
        .iter()
        .filter_map(|m| Some((add(&m.place, 0)?, add(m.to.as_ref()?, 0)?, m.events)))
        .collect();
    map::map(&places, &moved, desk.shapes)
}

fn agreements(filter: &Filter, desk: &Desk<'_>) -> Result<Vec<Named>, Failure> {
    let name = |a: tawatur_core::model::Agreement| {
        let event = desk.store.event(&a.event)?;
        let places: Vec<String> = a.place.iter().map(|p| desk.names.entity(p)).collect();
        let when = desk.tongue.when(a.when.as_ref());
        let parts = [
            desk.kind(&event.kind),
            places.join(" "),
            format!("{}{}{}", when.before, when.digits, when.after),
        ];
        let said = parts.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(" ");
        Ok(Named { id: a.id, name: format!("{said} ({})", desk.tongue.value("status", &a.status)) })
    };
    desk.store.agreements(filter)?.into_iter().map(name).collect()
}
