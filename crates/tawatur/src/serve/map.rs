//! The map: borders of Natural Earth around the places of a story, places as large as their events and as wide as they
//! are exact, movements from one place to another. Nothing is loaded from anywhere.

use super::drawn::round;
use serde::Serialize;
use std::fmt::Write as _;
use std::sync::LazyLock;

/// Width and height of the map in units of its own.
pub const WIDTH: f64 = 640.0;
/// Height of the map.
pub const HEIGHT: f64 = 440.0;
/// Degrees of latitude that the map shows at least.
const LEAST: f64 = 1.2;
/// Share of the extent that is kept free on every side.
const FREE: f64 = 0.18;
/// Radius of the place with most events, and of one with a single event.
const RADIUS: (f64, f64) = (16.0, 3.5);
/// Places whose names are written.
const NAMED: usize = 8;
/// Points of a border nearer than this, in units, are one.
const NEAR: f64 = 1.2;
/// A degree of latitude in kilometres.
const DEGREE: f64 = 111.2;

/// One ring of a border: longitude and latitude in degrees.
pub type Ring = Vec<(f64, f64)>;

/// The embedded borders (`world/outline.txt`).
static OUTLINE: LazyLock<Vec<Ring>> = LazyLock::new(|| {
    let file = tawatur_packs::FILES.iter().find(|(path, _)| *path == "world/outline.txt");
    let text = file.map_or("", |(_, bytes)| std::str::from_utf8(bytes).unwrap_or(""));
    text.lines().filter_map(|line| Some(ring(line.split_once('\t')?.1))).collect()
});

/// The points of a line of steps in hundredths of a degree.
fn ring(steps: &str) -> Ring {
    let numbers: Vec<f64> = steps.split(' ').filter_map(|n| n.parse().ok()).collect();
    let mut at = (0.0, 0.0);
    numbers
        .chunks_exact(2)
        .map(|step| {
            at = (at.0 + step[0], at.1 + step[1]);
            (at.0 / 100.0, at.1 / 100.0)
        })
        .collect()
}

/// A place to draw.
#[derive(Debug, Clone)]
pub struct Place {
    /// Its name.
    pub name: String,
    /// Latitude and longitude.
    pub point: (f64, f64),
    /// Kilometres within which it lies.
    pub within: f64,
    /// How many events.
    pub events: usize,
}

/// A drawn place.
#[derive(Debug, Clone, Serialize)]
pub struct Spot {
    /// From the left edge.
    pub x: f64,
    /// From the top.
    pub y: f64,
    /// Radius for the number of events.
    pub r: f64,
    /// Radius within which the place lies.
    pub wide: f64,
    /// Its name.
    pub name: String,
    /// How many events.
    pub events: usize,
    /// True when its name is written.
    pub named: bool,
}

/// A drawn movement.
#[derive(Debug, Clone, Serialize)]
pub struct Path {
    /// The curve, as SVG writes it.
    pub curve: String,
    /// Width of the line.
    pub width: f64,
    /// From where to where, and how many events.
    pub told: String,
}

/// A drawn map.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Map {
    /// Borders, as SVG writes a path.
    #[serde(skip)]
    pub borders: String,
    /// Borders within countries, where someone brought them along.
    #[serde(skip)]
    pub inner: String,
    /// Places.
    pub spots: Vec<Spot>,
    /// Movements.
    pub paths: Vec<Path>,
}

/// What part of the earth is shown: longitude and latitude of the middle, units a degree.
struct View {
    middle: (f64, f64),
    scale: (f64, f64),
}

impl View {
    fn of(points: &[(f64, f64)]) -> Self {
        let (mut south, mut north) = (f64::MAX, f64::MIN);
        let (mut west, mut east) = (f64::MAX, f64::MIN);
        for (lat, lon) in points {
            (south, north) = (south.min(*lat), north.max(*lat));
            (west, east) = (west.min(*lon), east.max(*lon));
        }
        let middle = ((west + east) / 2.0, (south + north) / 2.0);
        // Equirectangular with the parallel of the middle kept true: good for a region, and plain.
        let narrow = middle.1.to_radians().cos().max(0.2);
        let height = ((north - south) * (1.0 + 2.0 * FREE)).max(LEAST);
        let width = ((east - west) * narrow * (1.0 + 2.0 * FREE)).max(LEAST);
        let unit = (HEIGHT / height).min(WIDTH / width);
        Self { middle, scale: (unit * narrow, unit) }
    }

    fn place(&self, lon: f64, lat: f64) -> (f64, f64) {
        let x = WIDTH / 2.0 + (lon - self.middle.0) * self.scale.0;
        let y = HEIGHT / 2.0 - (lat - self.middle.1) * self.scale.1;
        (x, y)
    }
}

/// Draws places and movements (from, to, events); movements name places by their number. `shapes` are borders within countries.
#[must_use]
pub fn map(places: &[Place], movements: &[(usize, usize, usize)], shapes: &[Ring]) -> Map {
    if places.is_empty() {
        return Map::default();
    }
    let view = View::of(&places.iter().map(|p| p.point).collect::<Vec<_>>());
    let most = places.iter().map(|p| p.events).max().unwrap_or(1).max(1) as f64;
    let spot = |(k, p): (usize, &Place)| {
        let (x, y) = view.place(p.point.1, p.point.0);
        Spot {
            x: round(x),
            y: round(y),
            r: round(RADIUS.1 + (RADIUS.0 - RADIUS.1) * (p.events as f64 / most).sqrt()),
            wide: round(p.within / DEGREE * view.scale.1),
            name: p.name.clone(),
            events: p.events,
            named: k < NAMED,
        }
    };
    let mut spots: Vec<Spot> = places.iter().enumerate().map(spot).filter(|s| s.events > 0).collect();
    leave_room(&mut spots);
    let paths = movements.iter().filter_map(|&(from, to, events)| {
        let ((from, to), (a, b)) = ((places.get(from)?, places.get(to)?), (from, to));
        (a != b).then(|| path(&view, from, to, events))
    });
    Map { borders: borders(&view, &OUTLINE), inner: borders(&view, shapes), paths: paths.collect(), spots }
}

/// Takes away names that would lie over the name of a place with more events.
fn leave_room(spots: &mut [Spot]) {
    const LETTER: f64 = 7.0;
    const LINE: f64 = 14.0;
    let mut written: Vec<(f64, f64, f64)> = Vec::new();
    for spot in spots.iter_mut().filter(|s| s.named) {
        let (x, y, half) = (spot.x, spot.y - spot.r, spot.name.chars().count() as f64 * LETTER / 2.0);
        if written.iter().any(|w| (w.0 - x).abs() < w.2 + half && (w.1 - y).abs() < LINE) {
            spot.named = false;
        } else {
            written.push((x, y, half));
        }
    }
}

/// A movement as a curve that bends to its right, so that the way back lies beside it.
fn path(view: &View, from: &Place, to: &Place, events: usize) -> Path {
    const BEND: f64 = 0.18;
    let (x1, y1) = view.place(from.point.1, from.point.0);
    let (x2, y2) = view.place(to.point.1, to.point.0);
    let (x, y) = ((x1 + x2) / 2.0 - (y2 - y1) * BEND, (y1 + y2) / 2.0 + (x2 - x1) * BEND);
    Path {
        curve: format!("M{x1:.1} {y1:.1}Q{x:.1} {y:.1} {x2:.1} {y2:.1}"),
        width: round(1.0 + (events as f64).sqrt().min(4.0)),
        told: format!("{} → {}: {events}", from.name, to.name),
    }
}

/// The borders that cross the map, thinned to what can be seen; what lies far outside is drawn at its edge.
fn borders(view: &View, rings: &[Ring]) -> String {
    const OUTSIDE: f64 = 60.0;
    let mut out = String::new();
    for ring in rings {
        let placed: Vec<(f64, f64)> = ring.iter().map(|&(lon, lat)| view.place(lon, lat)).collect();
        let seen = |&(x, y): &(f64, f64)| (0.0..=WIDTH).contains(&x) && (0.0..=HEIGHT).contains(&y);
        let around = surrounds(&placed, WIDTH / 2.0, HEIGHT / 2.0);
        if !around && !placed.iter().any(seen) {
            continue;
        }
        let mut last: Option<(f64, f64)> = None;
        for (x, y) in placed {
            let point = (x.clamp(-OUTSIDE, WIDTH + OUTSIDE), y.clamp(-OUTSIDE, HEIGHT + OUTSIDE));
            if last.is_some_and(|l| (l.0 - point.0).abs() < NEAR && (l.1 - point.1).abs() < NEAR) {
                continue;
            }
            let letter = if last.is_none() { 'M' } else { 'L' };
            // A String takes all.
            let _ = write!(out, "{letter}{:.0} {:.0}", point.0, point.1);
            last = Some(point);
        }
        out.push('Z');
    }
    out
}

/// True when a point lies within a ring (even-odd rule).
fn surrounds(ring: &[(f64, f64)], x: f64, y: f64) -> bool {
    let mut inside = false;
    for (a, b) in ring.iter().zip(ring.iter().cycle().skip(1)) {
        if (a.1 > y) != (b.1 > y) && x < (b.0 - a.0) * (y - a.1) / (b.1 - a.1) + a.0 {
            inside = !inside;
        }
    }
    inside
}

/// Kilometres within which a place of a kind lies: half the width of what the word usually means.
#[must_use]
pub fn within(place_kind: Option<&str>) -> f64 {
    match place_kind {
        Some("country" | "region") => 150.0,
        Some("admin1") => 45.0,
        Some("admin2") => 20.0,
        Some("admin3") => 10.0,
        Some("town" | "city" | "capital") => 5.0,
        _ => 1.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_lie_on_the_map_and_borders_are_drawn() {
        let place = |name: &str, lat: f64, lon: f64, events: usize| Place {
            name: name.to_owned(),
            point: (lat, lon),
            within: 5.0,
            events,
        };
        let drawn = map(
            &[place("south", 32.6, 36.1, 9), place("north", 35.9, 36.6, 1)],
            &[(0, 1, 2), (1, 1, 1)],
            &[vec![(36.0, 33.0), (37.0, 34.0), (36.0, 34.0)], vec![(0.0, 0.0), (1.0, 1.0)]],
        );
        assert_eq!((drawn.spots.len(), drawn.paths.len()), (2, 1));
        assert!(drawn.spots.iter().all(|s| (0.0..WIDTH).contains(&s.x) && (0.0..HEIGHT).contains(&s.y)));
        assert!(drawn.spots[0].y > drawn.spots[1].y && drawn.spots[0].r > drawn.spots[1].r);
        assert!(drawn.borders.starts_with('M') && drawn.borders.len() < 20_000, "{}", drawn.borders.len());
        assert_eq!(drawn.inner.matches('M').count(), 1, "{}", drawn.inner);
        assert!(map(&[], &[], &[]).borders.is_empty());
    }
}
