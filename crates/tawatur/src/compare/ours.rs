//! Events of the record that a table of theirs would hold, with every name they are known by.

use super::Table;
use super::folded;
use crate::export::{self, View};
use jiff::civil::Date;
use std::collections::BTreeSet;
use tawatur_core::model::{Entity, EntityId, EntityKind, EventId};

/// An event of the record.
pub struct Ours {
    /// Its id.
    pub id: EventId,
    /// First day.
    pub start: Date,
    /// Last day.
    pub end: Date,
    /// In the words of their table: ACLED's event type, GED's type of violence.
    pub kind: String,
    /// Who takes part.
    pub who: String,
    /// Every name they have, for looking up.
    pub actors: BTreeSet<String>,
    /// Where.
    pub place: String,
    /// Every name of the place and of what it lies in, for looking up.
    pub places: BTreeSet<String>,
    /// Told only as an area.
    pub wide: bool,
    /// Latitude and longitude.
    pub point: Option<(f64, f64)>,
    /// Deaths: least, best, greatest.
    pub deaths: Option<(f64, f64, f64)>,
    /// Independent origins.
    pub origins: usize,
}

/// The events of the record that a table of that kind would hold.
#[must_use]
pub fn ours(view: &View<'_>, table: Table) -> Vec<Ours> {
    let mut all = Vec::new();
    for happening in view.happenings() {
        let (Some(start), end) = happening.days() else { continue };
        let kind = match table {
            Table::Acled => export::acled_type(&happening, view),
            Table::Ged => export::ged_type(&happening, view),
        };
        let Some(kind) = kind else { continue };
        let event = happening.event;
        let people: Vec<&EntityId> = event.who.iter().chain(&event.whom).collect();
        let tolls = export::tolls(&happening);
        let best = export::most_likely(&tolls, &happening).map(|t| t.total);
        let deaths = best.map(|best| {
            let low = tolls.iter().map(|t| t.low).fold(best, f64::min);
            (low, best, tolls.iter().map(|t| t.high).fold(best, f64::max))
        });
        let place = happening.place;
        let around: Vec<&Entity> = place.into_iter().flat_map(|p| view.up(p)).collect();
        // A country is no place that two events could be told to share.
        let around = around.into_iter().filter(|e| e.place_kind.as_deref() != Some("country"));
        all.push(Ours {
            id: event.id.clone(),
            start,
            end: end.unwrap_or(start),
            kind: kind.to_owned(),
            who: people.iter().map(|id| view.name(id)).collect::<Vec<_>>().join(" – "),
            actors: people.iter().filter_map(|id| view.entity(id)).flat_map(|e| called(e, view)).collect(),
            place: place.map(|p| view.name(&p.id)).unwrap_or_default(),
            places: around.flat_map(names).collect(),
            wide: place.is_none_or(|p| {
                matches!(p.place_kind.as_deref(), Some("admin1" | "admin2" | "region" | "country") | None)
            }),
            point: place.and_then(|p| p.point),
            deaths,
            origins: happening.origins.len(),
        });
    }
    all
}

/// Every name of who takes part: its own and those of what it is part of; a state's own are called after their country,
/// people without an organisation "civilians", as both tables call them.
fn called(entity: &Entity, view: &View<'_>) -> Vec<String> {
    let mut all: Vec<String> = view.up(entity).flat_map(names).collect();
    if matches!(entity.kind, EntityKind::State | EntityKind::Force | EntityKind::Body) {
        all.extend(view.country(entity).into_iter().flat_map(names));
    }
    if entity.kind == EntityKind::Crowd {
        all.push("civilians".to_owned());
    }
    all
}

fn names(entity: &Entity) -> Vec<String> {
    let all = entity.names.values().chain(&entity.aliases);
    all.map(|name| folded(name)).filter(|name| !name.is_empty()).collect()
}
