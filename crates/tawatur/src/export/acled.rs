//! `export acled`: ACLED's 31 columns, version 1 of our mapping. One row per actors, place and day.
//!
//! Columns that reports do not tell (`iso`, `source_scale`, `tags`, `timestamp`) stay empty; docs/exports.md lists them.

use super::deaths::{differences, tolls};
use super::sheet::{Sheet, columns};
use super::view::{Happening, View, is_organised, joined};
use crate::cli::Failure;
use std::collections::BTreeMap;
use std::io::Write;
use tawatur_core::model::{Armed, Entity, EntityId, EntityKind, WhenPrecision};

columns! {
    /// A row, in ACLED's order of columns.
    Row {
        event_id_cnty, event_date, year, time_precision, disorder_type, event_type, sub_event_type, actor1,
        assoc_actor_1, inter1, actor2, assoc_actor_2, inter2, interaction, civilian_targeting, iso, region,
        country, admin1, admin2, admin3, location, latitude, longitude, geo_precision, source, source_scale,
        notes, fatalities, tags, timestamp,
    }
}

const BATTLES: &str = "Battles";
const EXPLOSIONS: &str = "Explosions/Remote violence";
const CIVILIANS: &str = "Violence against civilians";
const PROTESTS: &str = "Protests";
const RIOTS: &str = "Riots";
const STRATEGIC: &str = "Strategic developments";

/// ACLED's sub-event types with the event type each belongs to (ACLED Codebook).
const SUB_EVENTS: [(&str, &str); 25] = [
    ("Armed clash", BATTLES),
    ("Government regains territory", BATTLES),
    ("Non-state actor overtakes territory", BATTLES),
    ("Chemical weapon", EXPLOSIONS),
    ("Air/drone strike", EXPLOSIONS),
    ("Suicide bomb", EXPLOSIONS),
    ("Shelling/artillery/missile attack", EXPLOSIONS),
    ("Remote explosive/landmine/IED", EXPLOSIONS),
    ("Grenade", EXPLOSIONS),
    ("Sexual violence", CIVILIANS),
    ("Attack", CIVILIANS),
    ("Abduction/forced disappearance", CIVILIANS),
    ("Excessive force against protesters", PROTESTS),
    ("Protest with intervention", PROTESTS),
    ("Peaceful protest", PROTESTS),
    ("Violent demonstration", RIOTS),
    ("Mob violence", RIOTS),
    ("Agreement", STRATEGIC),
    ("Arrests", STRATEGIC),
    ("Change to group/activity", STRATEGIC),
    ("Disrupted weapons use", STRATEGIC),
    ("Headquarters or base established", STRATEGIC),
    ("Looting/property destruction", STRATEGIC),
    ("Non-violent transfer of territory", STRATEGIC),
    ("Other", STRATEGIC),
];

/// What a weapon or way makes of a one-sided attack; the first that was told decides.
const BY_MEANS: [(&str, &[&str]); 7] = [
    ("Chemical weapon", &["chemical"]),
    ("Suicide bomb", &["suicide"]),
    ("Air/drone strike", &["aircraft", "helicopter", "drone", "barrel_bomb"]),
    ("Shelling/artillery/missile attack", &["artillery", "mortar", "rocket", "missile"]),
    ("Remote explosive/landmine/IED", &["ied", "mine"]),
    ("Grenade", &["grenade"]),
    ("Sexual violence", &["sexual"]),
];

/// What makes two events one row: day, place, actors, sub-event type.
type Key = (jiff::civil::Date, String, String, String, &'static str);

/// Writes the export.
///
/// # Errors
/// When the output cannot be written.
pub fn write(view: &View, out: &mut dyn Write) -> Result<(), Failure> {
    let mut sheet = Sheet::new(out, view.options.raw);
    sheet.header(Row::HEADER)?;
    let mut rows: BTreeMap<Key, Vec<Coded<'_>>> = BTreeMap::new();
    for happening in view.happenings() {
        if let Some(coded) = Coded::new(happening, view) {
            rows.entry(coded.key(view)).or_default().push(coded);
        }
    }
    for same in rows.values() {
        sheet.row(&row(same, view).cells())?;
    }
    Ok(())
}

/// ACLED's event type of an event that it would code.
#[must_use]
pub fn event_type(happening: &Happening<'_>, view: &View<'_>) -> Option<&'static str> {
    Some(Coded::new(happening.clone(), view)?.event_type)
}

/// An event that ACLED would code.
struct Coded<'v> {
    happening: Happening<'v>,
    day: jiff::civil::Date,
    place: &'v Entity,
    sub_event: &'static str,
    event_type: &'static str,
    first: Actor,
    second: Actor,
}

/// One side of a row.
#[derive(Default, Clone)]
struct Actor {
    name: String,
    associates: String,
    inter: &'static str,
}

impl<'v> Coded<'v> {
    /// `None` for events without a code, a day to within a month, a place, or anyone who takes part.
    fn new(happening: Happening<'v>, view: &'v View) -> Option<Self> {
        let (Some(day), _) = happening.days() else { return None };
        if happening.event.when.as_ref().is_some_and(|w| w.precision == WhenPrecision::Year) {
            return None;
        }
        let place = happening.place?;
        let (first, second) = sides(&happening);
        let sub_event = sub_event(&happening, first, second, place, view)?;
        let event_type = SUB_EVENTS.iter().find(|(name, _)| *name == sub_event)?.1;
        let mut actors = [first, second].map(|side| actor(side, event_type, place, view));
        if actors[0].name.is_empty() {
            actors[0] = match event_type {
                // ACLED's own name for whoever is not told.
                BATTLES | EXPLOSIONS | CIVILIANS => Actor {
                    name: format!("Unidentified Armed Group{}", of_country(place, view)),
                    inter: "Political militia",
                    ..Actor::default()
                },
                _ => std::mem::take(&mut actors[1]),
            };
        }
        // In demonstrations the demonstrators come first (ACLED Codebook).
        if matches!(event_type, PROTESTS | RIOTS)
            && is_demonstrator(&actors[1])
            && !is_demonstrator(&actors[0])
        {
            actors.swap(0, 1);
        }
        let [first, second] = actors;
        (!first.name.is_empty()).then_some(Self {
            happening,
            day,
            place,
            sub_event,
            event_type,
            first,
            second,
        })
    }

    fn key(&self, view: &View) -> Key {
        let place = view.name(&self.place.id);
        (self.day, place, self.first.name.clone(), self.second.name.clone(), self.sub_event)
    }
}

/// Who does it and to whom, or the two sides of a mutual event.
fn sides<'v>(happening: &Happening<'v>) -> (&'v [EntityId], &'v [EntityId]) {
    let event = happening.event;
    if happening.frame.mutual && event.whom.is_empty() {
        event.who.split_at(event.who.len().min(1))
    } else {
        (&event.who, &event.whom)
    }
}

/// The sub-event type: the frame's, refined by means, by who is hit and by who takes a place.
fn sub_event(
    happening: &Happening<'_>,
    who: &[EntityId],
    whom: &[EntityId],
    place: &Entity,
    view: &View,
) -> Option<&'static str> {
    let told = happening.frame.codes.acled_sub.as_deref()?;
    let (base, event_type) = *SUB_EVENTS.iter().find(|(name, _)| *name == told)?;
    let entities =
        |ids: &[EntityId]| -> Vec<&Entity> { ids.iter().filter_map(|id| view.entity(id)).collect() };
    let (doers, hit) = (entities(who), entities(whom));
    let armed = |wanted| happening.reports.iter().any(|r| r.armed == wanted);
    let one_sided = !happening.frame.mutual && !happening.frame.lasting;
    let strike = one_sided && (matches!(base, "Armed clash" | "Attack") || event_type == EXPLOSIONS);
    let by_means = BY_MEANS.iter().find(|(_, means)| {
        happening.reports.iter().any(|r| r.means.iter().any(|m| means.contains(&m.as_str())))
    });
    Some(match base {
        _ if strike && by_means.is_some() => by_means?.0,
        "Armed clash" if strike => {
            let crowd = !hit.is_empty() && hit.iter().all(|e| is_civilian(e));
            if crowd && !armed(Armed::Yes) || armed(Armed::No) { "Attack" } else { base }
        }
        "Attack" if armed(Armed::Yes) || hit.iter().any(|e| is_organised(e)) => "Armed clash",
        "Government regains territory" => match doers.first() {
            None => "Armed clash",
            Some(doer) if is_home_state(doer, place, view) => base,
            Some(_) => "Non-state actor overtakes territory",
        },
        "Peaceful protest" if armed(Armed::Yes) => "Violent demonstration",
        _ => base,
    })
}

fn is_demonstrator(actor: &Actor) -> bool {
    matches!(actor.inter, "Protesters" | "Rioters")
}

/// True for people without an organisation.
fn is_civilian(entity: &Entity) -> bool {
    entity.kind == EntityKind::Crowd
}

/// True for a state, or a force of a state, in its own country.
fn is_home_state(entity: &Entity, place: &Entity, view: &View) -> bool {
    is_state(entity)
        && match (view.country(entity), view.country(place)) {
            (Some(own), Some(here)) => own.id == here.id,
            _ => true,
        }
}

fn is_state(entity: &Entity) -> bool {
    let serves = entity.codes.iter().any(|c| matches!(c.as_str(), "GOV" | "MIL" | "COP"));
    match entity.kind {
        EntityKind::State | EntityKind::Force => true,
        EntityKind::Body | EntityKind::Person => serves,
        _ => false,
    }
}

/// ` (Syria)`, as ACLED names actors that it has no name for.
fn of_country(place: &Entity, view: &View) -> String {
    view.country(place).map_or_else(String::new, |c| format!(" ({})", view.name(&c.id)))
}

fn actor(ids: &[EntityId], event_type: &str, place: &Entity, view: &View) -> Actor {
    let who = |id: &&EntityId| {
        view.entity(id)
            .is_none_or(|e| !matches!(e.kind, EntityKind::Place | EntityKind::Weapon | EntityKind::Other))
    };
    let ids: Vec<&EntityId> = ids.iter().filter(who).collect();
    let organised = ids.iter().position(|id| view.entity(id).is_some_and(is_organised));
    let Some(main) = organised.or((!ids.is_empty()).then_some(0)).map(|k| ids[k]) else {
        return Actor::default();
    };
    let entity = view.entity(main);
    let crowd = entity.is_some_and(is_civilian);
    let others = joined(ids.iter().filter(|id| crowd || **id != main).map(|id| view.name(id)));
    let (name, inter) = match (crowd, event_type) {
        (true, PROTESTS) => (format!("Protesters{}", of_country(place, view)), "Protesters"),
        (true, RIOTS) => (format!("Rioters{}", of_country(place, view)), "Rioters"),
        (true, _) => (format!("Civilians{}", of_country(place, view)), "Civilians"),
        (false, _) => (view.name(main), entity.map_or("", |e| inter(e, place, view))),
    };
    Actor { name, associates: others, inter }
}

/// ACLED's class of an actor, where kind and codes fix it.
fn inter(entity: &Entity, place: &Entity, view: &View) -> &'static str {
    if is_state(entity) {
        return if is_home_state(entity, place, view) { "State forces" } else { "External/Other forces" };
    }
    match entity.kind {
        EntityKind::Group if entity.codes.iter().any(|c| c == "REB") => "Rebel group",
        EntityKind::Body if entity.codes.iter().any(|c| matches!(c.as_str(), "IGO" | "UNO")) => {
            "External/Other forces"
        }
        _ => "",
    }
}

fn row(same: &[Coded<'_>], view: &View) -> Row {
    // A row is made of at least one event.
    let Some(one) = same.first() else { return Row::default() };
    let place = one.place;
    let country = view.country(place);
    let code = country.and_then(|c| c.codes.first()).map_or("", String::as_str);
    let (first, second) = (&one.first, &one.second);
    let interaction = match (first.inter, second.inter) {
        ("", _) => String::new(),
        (a, "") if second.name.is_empty() => format!("{a} only"),
        (_, "") => String::new(),
        (a, b) => format!("{a}-{b}"),
    };
    let targeted = matches!(one.event_type, BATTLES | EXPLOSIONS | CIVILIANS) && second.inter == "Civilians"
        || one.sub_event == "Excessive force against protesters";
    let precision = one.happening.event.when.as_ref().map(|w| match w.precision {
        WhenPrecision::Day | WhenPrecision::Open => 1.0,
        WhenPrecision::Week => 2.0,
        WhenPrecision::Month | WhenPrecision::Year => 3.0,
    });
    Row {
        event_id_cnty: format!("{code}{}", one.happening.event.id).into(),
        event_date: one.day.to_string().into(),
        year: f64::from(one.day.year()).into(),
        time_precision: precision.into(),
        disorder_type: disorder(one.event_type, one.sub_event).into(),
        event_type: one.event_type.into(),
        sub_event_type: one.sub_event.into(),
        actor1: first.name.clone().into(),
        assoc_actor_1: first.associates.clone().into(),
        inter1: first.inter.into(),
        actor2: second.name.clone().into(),
        assoc_actor_2: second.associates.clone().into(),
        inter2: second.inter.into(),
        interaction: interaction.into(),
        civilian_targeting: targeted.then_some("Civilian targeting").into(),
        country: country.map(|c| view.name(&c.id)).into(),
        admin1: view.area(Some(place), "admin1").into(),
        admin2: view.area(Some(place), "admin2").into(),
        admin3: view.area(Some(place), "admin3").into(),
        location: view.name(&place.id).into(),
        latitude: place.point.map(|p| p.0).into(),
        longitude: place.point.map(|p| p.1).into(),
        geo_precision: geo_precision(place).into(),
        source: sources(same, view).into(),
        notes: notes(same, view).into(),
        fatalities: same.iter().map(|c| fatalities(&c.happening)).fold(0.0, f64::max).into(),
        ..Row::default()
    }
}

fn disorder(event_type: &str, sub_event: &str) -> &'static str {
    match (event_type, sub_event) {
        (_, "Excessive force against protesters") => "Political violence; Demonstrations",
        (_, "Mob violence") | (BATTLES | EXPLOSIONS | CIVILIANS, _) => "Political violence",
        (PROTESTS | RIOTS, _) => "Demonstrations",
        _ => STRATEGIC,
    }
}

/// 1 for a place on the map, 2 for a district, 3 for anything larger.
fn geo_precision(place: &Entity) -> f64 {
    match place.place_kind.as_deref() {
        Some("admin2" | "admin3") => 2.0,
        Some("country" | "admin1" | "region") | None => 3.0,
        Some(_) => 1.0,
    }
}

/// The lowest figure told (ACLED Codebook: the most conservative); 0 when none is.
fn fatalities(happening: &Happening<'_>) -> f64 {
    tolls(happening).iter().map(|t| t.total).reduce(f64::min).unwrap_or(0.0)
}

fn sources(same: &[Coded<'_>], view: &View) -> String {
    joined(same.iter().flat_map(|c| {
        let origins = c.happening.origins.iter().map(|o| view.origin(o));
        let outlets = c.happening.reports.iter().map(|r| view.outlet(&r.document));
        origins.chain(outlets).collect::<Vec<_>>()
    }))
}

/// What happened in a report's own words, what accounts differ on, and where all of it stands.
fn notes(same: &[Coded<'_>], view: &View) -> String {
    let mut parts = Vec::new();
    for coded in same {
        let happening = &coded.happening;
        let id = &happening.event.id;
        let quoted = happening.reports.first().and_then(|r| view.evidence(&r.id));
        parts.push(format!("[{id}] {}", quoted.map_or("", |e| e.text.trim())));
        parts.extend(differences(&tolls(happening), view));
        let disputes = view.record.disputes.iter().filter(|d| d.event == *id).map(|d| d.why.clone());
        parts.extend(Some(joined(disputes)).filter(|d| !d.is_empty()).map(|d| format!("disputed: {d}")));
        parts.push(format!("origins: {}", happening.origins.len()));
        parts.push(format!("evidence: {}", happening.references(view)));
        parts.push(format!("page: {}", view.page("event", id.as_str())));
    }
    parts.join(" | ")
}
