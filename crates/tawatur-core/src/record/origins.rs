//! Who an account goes back to. Ten outlets that quote one agency are one origin; a copied text or passage has the origin
//! of the text it copies; who speaks for a body is that body.

use super::Sources;
use crate::model::{
    DocumentId, EntityId, EntityKind, Origin, OriginKind, OutletKind, Report, ReportId, Role,
};
use crate::packs::Kin;
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
        found.push(own(sources, sources.passages.get(&report.id).unwrap_or(&report.document)));
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
    let mut classes: BTreeMap<BTreeSet<String>, Giver> = BTreeMap::new();
    for report in reports {
        for giver in givers(sources, report) {
            let class = match &giver {
                Giver::Entity(id) => sources.kinship.class_marks(id),
                Giver::Document(_) => BTreeSet::new(),
            };
            let giver = if class.is_empty() { giver } else { classes.entry(class).or_insert(giver).clone() };
            let told = by.entry(giver).or_default();
            // One report after the other, each with its givers.
            if told.last() != Some(&report.id) {
                told.push(report.id.clone());
            }
        }
    }
    let actors: Vec<&EntityId> = reports
        .iter()
        .flat_map(|r| &r.roles)
        .filter(|f| matches!(f.role, Role::Who | Role::Whom | Role::Parties))
        .map(|f| &f.entity)
        .collect();
    let origin = |(giver, reports): (Giver, Vec<ReportId>)| {
        let told = reports.iter().filter_map(|id| sources.document(sources.report(id)?)?.published.date);
        let (first, last) = (told.clone().min(), told.max());
        let (entity, document) = match giver {
            Giver::Entity(id) => (Some(id), None),
            Giver::Document(id) => (None, Some(id)),
        };
        let kind = match &entity {
            Some(id) => behind(sources, id, &actors),
            None => OriginKind::Unknown,
        };
        Origin { entity, document, kind, first, last, reports }
    };
    by.into_iter().map(origin).collect()
}

/// What stands behind an origin: a party to the event first, then what the packs say of it or of its class.
fn behind(sources: &Sources<'_>, id: &EntityId, actors: &[&EntityId]) -> OriginKind {
    let kinship = sources.kinship;
    let Some(entity) = kinship.entity(id) else { return OriginKind::Unknown };
    if actors.iter().any(|actor| kinship.between(id, actor) <= Kin::Part) && !kinship.is_place(id) {
        return OriginKind::Party;
    }
    if let Some(kind) = entity.outlet_kind {
        return match kind {
            OutletKind::State => OriginKind::State,
            OutletKind::Party | OutletKind::Opposition => OriginKind::Party,
            OutletKind::Monitor | OutletKind::Ngo | OutletKind::Un => OriginKind::Monitor,
            OutletKind::Agency | OutletKind::Independent => OriginKind::Independent,
        };
    }
    let sectors = kinship.sectors(id);
    let any = |codes: &[&str]| sectors.iter().any(|sector| codes.contains(&sector.as_str()));
    match entity.kind {
        EntityKind::State | EntityKind::Force => OriginKind::State,
        EntityKind::Group => OriginKind::Party,
        EntityKind::Outlet => OriginKind::Independent,
        _ if any(&["GOV", "MIL", "COP", "JUD", "LEG", "SPY"]) => OriginKind::State,
        _ if any(&["REB", "OPP", "PTY", "CRM"]) => OriginKind::Party,
        _ if any(&["NGO", "IGO", "UNO"]) => OriginKind::Monitor,
        _ if any(&["MED"]) => OriginKind::Independent,
        EntityKind::Crowd => OriginKind::Witness,
        _ if any(&["CVL", "HLH", "REF", "BUS", "EDU"]) => OriginKind::Witness,
        _ => OriginKind::Unknown,
    }
}
