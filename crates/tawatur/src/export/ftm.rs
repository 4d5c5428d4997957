//! `export ftm`: FollowTheMoney entities as JSON Lines: events, who takes part, articles, and the words that name them.

use super::view::{Happening, View, joined};
use crate::cli::Failure;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use tawatur_core::model::{Entity, EntityId, EntityKind, RecordDocument};
use tawatur_core::text::content_id;

/// An entity of FollowTheMoney: every property is a list of texts.
#[derive(Debug, Serialize)]
struct Proxy {
    id: String,
    schema: &'static str,
    properties: BTreeMap<&'static str, Vec<String>>,
}

impl Proxy {
    fn new(id: String, schema: &'static str) -> Self {
        Self { id, schema, properties: BTreeMap::new() }
    }

    fn with(mut self, property: &'static str, values: impl IntoIterator<Item = String>) -> Self {
        let kept: Vec<String> = values.into_iter().filter(|v| !v.is_empty()).collect();
        if !kept.is_empty() {
            self.properties.entry(property).or_default().extend(kept);
        }
        self
    }

    fn write(&self, out: &mut dyn Write) -> Result<(), Failure> {
        serde_json::to_writer(&mut *out, self)?;
        out.write_all(b"\n")?;
        Ok(())
    }
}

/// Writes the export. Who and what is referred to comes before what refers to it.
///
/// # Errors
/// When the output cannot be written.
pub fn write(view: &View, out: &mut dyn Write) -> Result<(), Failure> {
    let happenings = view.happenings();
    let mut involved: BTreeSet<&EntityId> = BTreeSet::new();
    let mut documents = BTreeSet::new();
    for happening in &happenings {
        involved.extend(actors(happening));
        documents.extend(happening.reports.iter().map(|r| &r.document));
    }
    for entity in involved.into_iter().filter_map(|id| view.entity(id)) {
        if let Some(schema) = schema(entity) {
            actor(entity, schema, view).write(out)?;
        }
    }
    for document in documents.into_iter().filter_map(|id| view.document(id)) {
        article(document, view).write(out)?;
    }
    for happening in &happenings {
        event(happening, view).write(out)?;
        for report in &happening.reports {
            let Some(found) = view.evidence(&report.id) else { continue };
            for filler in &report.roles {
                let (Some(entity), Some(span)) = (view.entity(&filler.entity), filler.span) else { continue };
                let from = span.start.saturating_sub(report.span.start) as usize;
                let words = found.text.get(from..from + span.len()).filter(|_| report.span.contains(span));
                let (Some(schema), Some(words)) = (schema(entity), words) else { continue };
                let parts = [report.id.as_str(), filler.role.name(), entity.id.as_str(), words];
                Proxy::new(content_id("m", &parts), "Mention")
                    .with("document", [report.document.to_string()])
                    .with("resolved", [id(&entity.id)])
                    .with("detectedSchema", [schema.to_owned()])
                    .with("name", [words.to_owned()])
                    .write(out)?;
            }
        }
    }
    Ok(())
}

fn actors<'v>(happening: &Happening<'v>) -> Vec<&'v EntityId> {
    let event = happening.event;
    let told = happening.reports.iter().flat_map(|r| r.roles.iter().map(|f| &f.entity));
    event.who.iter().chain(&event.whom).chain(&event.mediator).chain(told).collect()
}

/// An id in the letters that FollowTheMoney allows: digits, Latin letters, dots and hyphens.
fn id(of: &EntityId) -> String {
    of.as_str().replace('/', ".").replace('_', "-")
}

/// The schema of an actor; crowds, classes of people ("fighters"), places and things are none.
fn schema(entity: &Entity) -> Option<&'static str> {
    if entity.generic || entity.id.is_class() {
        return None;
    }
    match entity.kind {
        EntityKind::Person => Some("Person"),
        EntityKind::State => Some("PublicBody"),
        EntityKind::Group | EntityKind::Force | EntityKind::Body | EntityKind::Outlet => Some("Organization"),
        EntityKind::Crowd | EntityKind::Place | EntityKind::Weapon | EntityKind::Other => None,
    }
}

/// FollowTheMoney writes countries as two lower-case letters; packs have them in their ids (`country/SY`).
fn country(of: &Entity, view: &View) -> Option<String> {
    let id = view.country(of)?.id.to_string();
    Some(id.strip_prefix("country/")?.to_lowercase())
}

fn actor(entity: &Entity, schema: &'static str, view: &View) -> Proxy {
    let others = entity.names.values().chain(&entity.aliases).cloned();
    let name = view.name(&entity.id);
    Proxy::new(id(&entity.id), schema)
        .with("name", [name.clone()])
        .with("alias", others.filter(|n| *n != name).collect::<BTreeSet<_>>())
        .with("country", country(entity, view))
        .with("wikidataId", entity.wikidata.clone())
}

fn article(document: &RecordDocument, view: &View) -> Proxy {
    let name = document.title.clone().unwrap_or_else(|| document.file.clone());
    Proxy::new(document.id.to_string(), "Article")
        .with("title", [name])
        .with("fileName", [document.file.clone()])
        .with("publisher", [view.outlet(&document.id)])
        .with("publishedAt", document.published.date.map(|d| d.to_string()))
        .with("language", [document.language.to_string()])
        .with("sourceUrl", view.url(&document.id).map(str::to_owned))
        .with("notes", [format!("sha256:{}", document.sha256)])
}

fn event(happening: &Happening<'_>, view: &View) -> Proxy {
    let event = happening.event;
    let (start, end) = happening.days();
    let place = happening.place.map(|p| view.name(&p.id));
    let label = view.label(&event.kind);
    let name = place.as_ref().map_or_else(|| label.clone(), |p| format!("{label}, {p}"));
    let involved = actors(happening).into_iter().filter(|id| view.entity(id).and_then(schema).is_some());
    let documents: BTreeSet<String> = happening.reports.iter().map(|r| r.document.to_string()).collect();
    let urls = happening.reports.iter().filter_map(|r| view.url(&r.document).map(str::to_owned));
    let quoted = happening.reports.iter().filter_map(|r| Some(view.evidence(&r.id)?.text.clone()));
    Proxy::new(event.id.to_string(), "Event")
        .with("name", [name])
        .with("startDate", start.map(|d| d.to_string()))
        .with("endDate", end.map(|d| d.to_string()))
        .with("location", place)
        .with("country", happening.place.and_then(|p| country(p, view)))
        .with("involved", involved.map(id).collect::<BTreeSet<_>>())
        .with("summary", [joined(quoted)])
        .with("sourceUrl", urls.collect::<BTreeSet<_>>())
        .with("proof", documents)
        .with(
            "notes",
            [
                format!("origins: {} ({})", happening.origins.len(), happening.origin_names(view)),
                happening.references(view),
                format!("page: {}", view.page("event", event.id.as_str())),
            ],
        )
}
