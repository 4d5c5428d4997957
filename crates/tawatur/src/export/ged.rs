//! `export ged`: UCDP GED's 49 columns, version 1 of our mapping. Events with an organised actor and at least one death.
//!
//! Numbers of UCDP's own lists (conflicts, dyads, actors, countries) cannot be derived and stay empty.

use super::deaths::{Toll, differences, most_likely, tolls};
use super::sheet::{Cell, Sheet, columns};
use super::view::{Evidence, Happening, View, is_organised, joined};
use crate::cli::Failure;
use std::io::Write;
use tawatur_core::model::{DocumentId, Entity, EntityId, EntityKind, Report};

columns! {
    /// A row, in GED's order of columns.
    Row {
        id, relid, year, active_year, code_status, type_of_violence, conflict_dset_id, conflict_new_id,
        conflict_name, dyad_dset_id, dyad_new_id, dyad_name, side_a_dset_id, side_a_new_id, side_a,
        side_b_dset_id, side_b_new_id, side_b, number_of_sources, source_article, source_office, source_date,
        source_headline, source_original, where_prec, where_coordinates, where_description, adm_1, adm_2,
        latitude, longitude, geom_wkt, priogrid_gid, country, country_id, region, event_clarity, date_prec,
        date_start, date_end, deaths_a, deaths_b, deaths_civilians, deaths_unknown, best, high, low, gwnoa,
        gwnob,
    }
}

/// Writes the export.
///
/// # Errors
/// When the output cannot be written.
pub fn write(view: &View, out: &mut dyn Write) -> Result<(), Failure> {
    let mut sheet = Sheet::new(out, view.options.raw);
    sheet.header(Row::HEADER)?;
    for happening in view.happenings() {
        if let Some(row) = row(&happening, view) {
            sheet.row(&row.cells())?;
        }
    }
    Ok(())
}

/// GED's type of violence, in the words of its codebook, of an event that it would hold.
#[must_use]
pub fn violence(happening: &Happening<'_>, view: &View<'_>) -> Option<&'static str> {
    row(happening, view)?;
    match Dyad::of(happening, view)?.violence {
        Some(1.0) => Some("state-based"),
        Some(2.0) => Some("non-state"),
        Some(3.0) => Some("one-sided"),
        _ => Some(SIDE_NOT_TOLD),
    }
}

/// Where nobody tells who the other side is, GED's types cannot be told apart.
pub const SIDE_NOT_TOLD: &str = "other side not told";

/// The two sides; civilians are a side of one-sided violence only.
struct Dyad<'v> {
    violence: Option<f64>,
    a: &'v Entity,
    b: Option<&'v Entity>,
}

impl<'v> Dyad<'v> {
    fn of(happening: &Happening<'_>, view: &'v View) -> Option<Self> {
        let event = happening.event;
        let organised = |ids: &[EntityId]| -> Vec<&'v Entity> {
            ids.iter().filter_map(|id| view.entity(id)).filter(|e| is_organised(e)).collect()
        };
        let (who, whom) = (organised(&event.who), organised(&event.whom));
        let mut all = who.iter().chain(&whom).copied();
        let first = all.next()?;
        let second = if happening.frame.mutual { all.next() } else { whom.first().copied() };
        let second = second.filter(|b| b.id != first.id);
        let hit = event.whom.iter().filter_map(|id| view.entity(id));
        let civilians = second.is_none() && hit.clone().count() > 0 && hit.clone().all(is_civilian);
        Some(match second {
            // A government is always side A (UCDP GED Codebook).
            Some(second) if is_state(second) && !is_state(first) => {
                Self { violence: Some(1.0), a: second, b: Some(first) }
            }
            Some(second) => {
                let state = is_state(first) || is_state(second);
                Self { violence: Some(if state { 1.0 } else { 2.0 }), a: first, b: Some(second) }
            }
            None => Self { violence: civilians.then_some(3.0), a: first, b: None },
        })
    }

    fn name_b(&self, view: &View) -> String {
        match (self.b, self.violence) {
            (Some(b), _) => view.name(&b.id),
            (None, Some(_)) => "Civilians".to_owned(),
            (None, None) => String::new(),
        }
    }
}

fn is_state(entity: &Entity) -> bool {
    matches!(entity.kind, EntityKind::State | EntityKind::Force)
        || entity.kind == EntityKind::Body && entity.codes.iter().any(|c| matches!(c.as_str(), "GOV" | "MIL"))
}

fn is_civilian(entity: &Entity) -> bool {
    entity.kind == EntityKind::Crowd
}

/// Deaths by side; their sum is the best estimate.
#[derive(Default)]
struct Deaths {
    a: f64,
    b: f64,
    civilians: f64,
    unknown: f64,
}

impl Deaths {
    fn of(toll: &Toll<'_>, dyad: &Dyad<'_>, view: &View) -> Self {
        let mut deaths = Self::default();
        let belongs = |id: &EntityId, side: Option<&Entity>| {
            let up = view.entity(id).into_iter().flat_map(|e| view.up(e));
            side.is_some_and(|s| up.into_iter().any(|e| e.id == s.id))
        };
        for (side, dead) in &toll.sides {
            if belongs(side, Some(dyad.a)) {
                deaths.a += dead;
            } else if belongs(side, dyad.b) {
                deaths.b += dead;
            } else if view.entity(side).is_some_and(is_civilian) {
                deaths.civilians += dead;
            }
        }
        let rest = (toll.total - deaths.a - deaths.b - deaths.civilians).max(0.0);
        if toll.sides.is_empty() && dyad.b.is_none() && dyad.violence.is_some() {
            deaths.civilians = rest;
        } else {
            deaths.unknown = rest;
        }
        deaths
    }

    fn sum(&self) -> f64 {
        self.a + self.b + self.civilians + self.unknown
    }
}

/// `None` without an organised actor, without a death, or without a day.
fn row(happening: &Happening<'_>, view: &View) -> Option<Row> {
    let dyad = Dyad::of(happening, view)?;
    let tolls = tolls(happening);
    let deaths = Deaths::of(most_likely(&tolls, happening)?, &dyad, view);
    let best = deaths.sum();
    let low = tolls.iter().map(|t| t.low).fold(best, f64::min);
    let high = tolls.iter().map(|t| t.high).fold(best, f64::max);
    let (Some(start), end) = happening.days() else { return None };
    let end = end.unwrap_or(start);
    if high < 1.0 {
        return None;
    }
    let place = happening.place;
    let date_prec = date_precision(start, end);
    let side_b = dyad.name_b(view);
    let titles = happening.reports.iter().filter_map(|r| view.document(&r.document)?.title.clone());
    Some(Row {
        id: happening.event.id.to_string().into(),
        relid: happening.event.id.to_string().into(),
        year: f64::from(start.year()).into(),
        type_of_violence: dyad.violence.into(),
        dyad_name: (!side_b.is_empty()).then(|| format!("{} - {side_b}", view.name(&dyad.a.id))).into(),
        side_a: view.name(&dyad.a.id).into(),
        side_b: side_b.into(),
        number_of_sources: happening.origins.len().into(),
        source_article: articles(happening, &tolls, view),
        source_office: joined(happening.reports.iter().map(|r| view.outlet(&r.document))).into(),
        source_date: joined(happening.reports.iter().filter_map(|r| published(&r.document, view))).into(),
        source_headline: joined(titles).into(),
        source_original: happening.origin_names(view).into(),
        where_prec: place.map(where_precision).into(),
        where_coordinates: place.map(|p| view.name(&p.id)).into(),
        where_description: place.map(|p| joined(view.up(p).map(|e| view.name(&e.id)))).into(),
        adm_1: view.area(place, "admin1").into(),
        adm_2: view.area(place, "admin2").into(),
        latitude: place.and_then(|p| p.point).map(|p| p.0).into(),
        longitude: place.and_then(|p| p.point).map(|p| p.1).into(),
        geom_wkt: place.and_then(|p| p.point).map(|(lat, lon)| format!("POINT ({lon} {lat})")).into(),
        priogrid_gid: place.and_then(|p| p.point).map(grid_cell).into(),
        country: place.and_then(|p| view.country(p)).map(|c| view.name(&c.id)).into(),
        event_clarity: if date_prec <= 2.0 { 1.0 } else { 2.0 }.into(),
        date_prec: date_prec.into(),
        date_start: start.to_string().into(),
        date_end: end.to_string().into(),
        deaths_a: deaths.a.into(),
        deaths_b: deaths.b.into(),
        deaths_civilians: deaths.civilians.into(),
        deaths_unknown: deaths.unknown.into(),
        best: best.into(),
        high: high.into(),
        low: low.into(),
        ..Row::default()
    })
}

fn published(document: &DocumentId, view: &View) -> Option<String> {
    view.document(document)?.published.date.map(|d| d.to_string())
}

/// `"outlet,date,title" sha256:…#char=…` for each report, and where the tolls differ.
fn articles(happening: &Happening<'_>, tolls: &[Toll<'_>], view: &View) -> Cell {
    let article = |r: &Report| {
        let title = view.document(&r.document).and_then(|d| d.title.clone()).unwrap_or_default();
        let day = published(&r.document, view).unwrap_or_default();
        let reference = view.evidence(&r.id).map(Evidence::reference).unwrap_or_default();
        format!("\"{},{day},{title}\" {reference}", view.outlet(&r.document))
    };
    let mut parts = vec![joined(happening.reports.iter().map(|r| article(r)))];
    parts.extend(differences(tolls, view));
    parts.push(format!("page: {}", view.page("event", happening.event.id.as_str())));
    parts.join(" | ").into()
}

/// 1 exact place, 3 district, 4 province, 6 country (UCDP GED Codebook).
fn where_precision(place: &Entity) -> f64 {
    match place.place_kind.as_deref() {
        Some("admin2" | "admin3") => 3.0,
        Some("admin1") => 4.0,
        Some("country") => 6.0,
        Some("region") | None => 5.0,
        Some(_) => 1.0,
    }
}

/// 1 one day, 2 up to six days, 3 a week, 4 a month, 5 longer (UCDP GED Codebook).
fn date_precision(start: jiff::civil::Date, end: jiff::civil::Date) -> f64 {
    const DAY_HOURS: i64 = 24;
    match end.duration_since(start).as_hours() / DAY_HOURS + 1 {
        ..=1 => 1.0,
        2..=6 => 2.0,
        7 => 3.0,
        8..=31 => 4.0,
        _ => 5.0,
    }
}

/// The number of the PRIO-GRID cell of half a degree, counted from the south-west (Tollefsen et al. 2012).
fn grid_cell((lat, lon): (f64, f64)) -> f64 {
    const CELLS_A_DEGREE: f64 = 2.0;
    const COLUMNS: f64 = 720.0;
    ((90.0 + lat) * CELLS_A_DEGREE).floor() * COLUMNS + ((180.0 + lon) * CELLS_A_DEGREE).floor() + 1.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grid_cells_are_counted_from_the_south_west() {
        assert!((grid_cell((-89.9, -179.9)) - 1.0).abs() < f64::EPSILON);
        assert!((grid_cell((89.9, 179.9)) - 259_200.0).abs() < f64::EPSILON);
    }
}
