//! Who an account goes back to. Ten outlets that quote one agency are one origin; a copied text has the origin of the
//! text it copies; who speaks for a body is that body.

use super::Sources;
use crate::model::{DocumentId, EntityId, EntityKind, Origin, Report, ReportId};
use std::collections::{BTreeMap, BTreeSet};

/// An origin, for counting.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Giver {
    Entity(EntityId),
    Document(DocumentId),
}

/// The origins of one report: the last of each chain, else the wire the text copies, else outlet or document.
pub(super) fn givers(sources: &Sources<'_>, report: &Report) -> Vec<Giver> {
    let mut found: Vec<Giver> = Vec::new();
    for chain in &report.source {
        if let Some(link) = chain.0.last() {
            found.push(Giver::Entity(speaker(sources, &link.entity)));
        }
    }
    if found.is_empty() {
        found.push(own(sources, &report.document));
    }
    found.sort();
    found.dedup();
    found
}

/// Whoever a document speaks for when it names nobody.
fn own(sources: &Sources<'_>, document: &DocumentId) -> Giver {
    /// Copies of copies that are followed.
    const COPIES: usize = 16;
    let mut id = document;
    for _ in 0..COPIES {
        match sources.documents.get(id).and_then(|d| d.copy_of.as_ref()) {
            Some(original) => id = original,
            None => break,
        }
    }
    let found = sources.documents.get(id);
    match found.and_then(|d| d.agency.clone().or_else(|| d.outlet.clone())) {
        Some(entity) => Giver::Entity(speaker(sources, &entity)),
        None => Giver::Document(id.clone()),
    }
}

/// Who speaks for a body is that body: up through what it is part of, as long as that is no place.
fn speaker(sources: &Sources<'_>, id: &EntityId) -> EntityId {
    let is_body = |id: &EntityId| sources.kinship.entity(id).is_some_and(|e| e.kind != EntityKind::Place);
    sources
        .kinship
        .above(id)
        .into_iter()
        .rfind(is_body)
        .unwrap_or_else(|| sources.kinship.canonical(id).clone())
}

/// The independent origins of reports, with the reports that go back to each.
pub(super) fn of_event(sources: &Sources<'_>, reports: &[&Report]) -> Vec<Origin> {
    let mut by: BTreeMap<Giver, Vec<ReportId>> = BTreeMap::new();
    // Unnamed sources of one class, on one event, are counted once: nothing shows that they are several.
    let mut classes: BTreeMap<BTreeSet<&str>, Giver> = BTreeMap::new();
    for report in reports {
        for giver in givers(sources, report) {
            let concepts = match &giver {
                Giver::Entity(id) => sources.kinship.concepts(id),
                Giver::Document(_) => BTreeSet::new(),
            };
            let giver =
                if concepts.is_empty() { giver } else { classes.entry(concepts).or_insert(giver).clone() };
            let told = by.entry(giver).or_default();
            if !told.contains(&report.id) {
                told.push(report.id.clone());
            }
        }
    }
    by.into_iter()
        .map(|(giver, reports)| match giver {
            Giver::Entity(id) => Origin { entity: Some(id), document: None, reports },
            Giver::Document(id) => Origin { entity: None, document: Some(id), reports },
        })
        .collect()
}
