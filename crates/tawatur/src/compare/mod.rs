//! The record beside a table of events that others coded (ACLED, UCDP GED): which are the same, which only one side has,
//! and in what the same ones differ. Nothing of theirs enters the record.

mod ours;
mod theirs;

pub use ours::{Ours, ours};
pub use theirs::{Table, Theirs, read};

use crate::export::{SIDE_NOT_TOLD, View};
use jiff::civil::Date;
use std::collections::BTreeSet;
use tawatur_core::text::fold_str;

/// Kilometres that two points of one place may lie apart: gazetteers set a town at its centre, a district at its seat.
const SAME_PLACE_KM: f64 = 15.0;
/// Kilometres from which on the places of two events that are held for one are told to differ.
const OTHER_PLACE_KM: f64 = 5.0;
/// Days that two accounts of one event may lie apart.
const SAME_EVENT_DAYS: i64 = 1;

/// A pair that tells of one event, with what differs.
pub struct Pair {
    /// Place in their table.
    pub theirs: usize,
    /// Place in our list.
    pub ours: usize,
    /// What differs, in words.
    pub differences: Vec<String>,
}

/// An event that only one side has, with what can be said on why.
pub struct Alone {
    /// Place in the list of its side.
    pub at: usize,
    /// Why, in words.
    pub reason: String,
}

/// The comparison.
pub struct Comparison {
    /// Events of both.
    pub both: Vec<Pair>,
    /// Events that only they have.
    pub only_theirs: Vec<Alone>,
    /// Events that only we have.
    pub only_ours: Vec<Alone>,
}

/// Compares; every event is at most in one pair, the likeliest pairs are made first.
#[must_use]
pub fn compare(theirs: &[Theirs], ours: &[Ours], view: &View<'_>) -> Comparison {
    let mut likely: Vec<(f64, usize, usize)> = Vec::new();
    for (t, their) in theirs.iter().enumerate() {
        for (o, our) in ours.iter().enumerate() {
            likely.extend(likeness(their, our).map(|score| (score, t, o)));
        }
    }
    likely.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let (mut used_theirs, mut used_ours) = (BTreeSet::new(), BTreeSet::new());
    let mut both = Vec::new();
    for (_, t, o) in likely {
        if !used_theirs.contains(&t) && !used_ours.contains(&o) {
            used_theirs.insert(t);
            used_ours.insert(o);
            both.push(Pair { theirs: t, ours: o, differences: differences(&theirs[t], &ours[o]) });
        }
    }
    both.sort_by_key(|p| p.theirs);
    let days = days_of(view);
    let only_theirs = (0..theirs.len()).filter(|t| !used_theirs.contains(t));
    let only_theirs = only_theirs.map(|at| Alone { at, reason: why_theirs(&theirs[at], ours, &days) });
    let span = theirs.iter().map(|t| t.start).min().zip(theirs.iter().map(|t| t.end).max());
    let only_ours = (0..ours.len()).filter(|o| !used_ours.contains(o));
    let only_ours = only_ours.map(|at| Alone { at, reason: why_ours(&ours[at], theirs, span) });
    Comparison { both, only_theirs: only_theirs.collect(), only_ours: only_ours.collect() }
}

/// How likely two are one event; `None` when day or place forbid it, or nothing else speaks for it.
fn likeness(their: &Theirs, our: &Ours) -> Option<f64> {
    let apart = gap((their.start, their.end), (our.start, our.end));
    if apart > SAME_EVENT_DAYS || !is_near(their, our) {
        return None;
    }
    let kind = their.kind == our.kind;
    let actors = share_actor(their, our);
    let deaths = matches!((their.deaths, our.deaths), (Some(a), Some(b)) if a.0 <= b.2 && b.0 <= a.2);
    let lethal = their.deaths.is_some_and(|d| d.2 > 0.0) && our.deaths.is_some();
    let speaks = u8::from(kind) + u8::from(actors) + u8::from(deaths && lethal);
    // One of them alone is not enough where the day differs too.
    if speaks == 0 || (speaks == 1 && apart > 0) {
        return None;
    }
    let distance = their.point.zip(our.point).map_or(SAME_PLACE_KM, |(a, b)| kilometres(a, b));
    Some(f64::from(speaks) - apart as f64 / 2.0 - distance / (4.0 * SAME_PLACE_KM))
}

/// The same name, points near one another, or one told only as the area that the other lies in.
fn is_near(their: &Theirs, our: &Ours) -> bool {
    let named = their.places.iter().any(|name| our.places.contains(name));
    match their.point.zip(our.point) {
        Some((a, b)) => kilometres(a, b) <= SAME_PLACE_KM || (named && (their.wide || our.wide)),
        None => named,
    }
}

fn share_actor(their: &Theirs, our: &Ours) -> bool {
    their.actors.iter().any(|name| {
        our.actors.iter().any(|own| own == name || (own.len() > 3 && name.contains(own.as_str())))
    })
}

fn differences(their: &Theirs, our: &Ours) -> Vec<String> {
    let mut found = Vec::new();
    if gap((their.start, their.end), (our.start, our.end)) > 0 {
        found.push(format!(
            "day: theirs {}, ours {}",
            span(their.start, their.end),
            span(our.start, our.end)
        ));
    }
    let distance = their.point.zip(our.point).map(|(a, b)| kilometres(a, b));
    if distance.is_some_and(|d| d > OTHER_PLACE_KM) {
        let distance = distance.unwrap_or_default();
        found.push(format!("place: theirs {}, ours {}, {distance:.0} km apart", their.place, our.place));
    }
    if their.kind != our.kind && our.kind != SIDE_NOT_TOLD {
        found.push(format!("type: theirs {}, ours {}", their.kind, our.kind));
    }
    if !share_actor(their, our) {
        found.push(format!("actors: theirs {}, ours {}", or_none(&their.who), or_none(&our.who)));
    }
    match (their.deaths, our.deaths) {
        (Some(a), Some(b)) if a.2 < b.0 || b.2 < a.0 => {
            found.push(format!("deaths: theirs {}, ours {}", toll(a), toll(b)));
        }
        (Some(a), None) if a.2 > 0.0 => found.push(format!("deaths: theirs {}, ours tell none", toll(a))),
        (None | Some((_, _, 0.0)), Some(b)) => found.push(format!("deaths: theirs none, ours {}", toll(b))),
        _ => {}
    }
    found
}

fn or_none(who: &str) -> &str {
    if who.is_empty() { "nobody named" } else { who }
}

/// Days on which documents of the record were published.
fn days_of(view: &View<'_>) -> Vec<Date> {
    let mut days: Vec<Date> = view.record.documents.iter().filter_map(|d| d.published.date).collect();
    days.sort_unstable();
    days
}

/// Days after an event in which news of it are looked for.
const NEWS_DAYS: i64 = 3;

fn why_theirs(their: &Theirs, ours: &[Ours], days: &[Date]) -> String {
    let near: Vec<&Ours> = ours
        .iter()
        .filter(|o| gap((their.start, their.end), (o.start, o.end)) <= SAME_EVENT_DAYS && is_near(their, o))
        .collect();
    if let Some(one) = near.first() {
        return format!("another event of that day and place is ours: {} ({})", one.id, one.kind);
    }
    let (first, last) = (days.first(), days.last());
    if first.is_none_or(|first| their.end < *first) || last.is_none_or(|last| their.start > *last) {
        return "outside the days of our documents".to_owned();
    }
    let written = days.iter().filter(|d| {
        let after = days_between(their.start, **d);
        (0..=NEWS_DAYS + days_between(their.start, their.end)).contains(&after)
    });
    match written.count() {
        0 => format!("no document of ours is from that day or the {NEWS_DAYS} after it"),
        n => format!(
            "{n} documents of ours are from those days; none tells of it, or it was not found in them"
        ),
    }
}

fn why_ours(our: &Ours, theirs: &[Theirs], span: Option<(Date, Date)>) -> String {
    if span.is_none_or(|(first, last)| our.end < first || our.start > last) {
        return "outside the days of their table".to_owned();
    }
    let near = theirs
        .iter()
        .find(|t| gap((t.start, t.end), (our.start, our.end)) <= SAME_EVENT_DAYS && is_near(t, our));
    match near {
        Some(one) => format!("another event of that day and place is theirs: {} ({})", one.id, one.kind),
        None => "nothing of theirs lies near it in day and place".to_owned(),
    }
}

/// Days between two intervals; 0 when they touch.
fn gap(a: (Date, Date), b: (Date, Date)) -> i64 {
    if a.1 < b.0 {
        days_between(a.1, b.0)
    } else if b.1 < a.0 {
        days_between(b.1, a.0)
    } else {
        0
    }
}

fn days_between(from: Date, to: Date) -> i64 {
    const DAY_HOURS: i64 = 24;
    to.duration_since(from).as_hours() / DAY_HOURS
}

/// Great-circle distance of two points of latitude and longitude (haversine).
fn kilometres(a: (f64, f64), b: (f64, f64)) -> f64 {
    /// Mean radius of the earth (IUGG).
    const RADIUS: f64 = 6371.0;
    let (lat_a, lat_b) = (a.0.to_radians(), b.0.to_radians());
    let half = |x: f64| (x / 2.0).sin().powi(2);
    let h = half(lat_b - lat_a) + lat_a.cos() * lat_b.cos() * half((b.1 - a.1).to_radians());
    2.0 * RADIUS * h.sqrt().min(1.0).asin()
}

fn span(start: Date, end: Date) -> String {
    if start == end { start.to_string() } else { format!("{start}/{end}") }
}

fn toll((low, best, high): (f64, f64, f64)) -> String {
    if (low - high).abs() < f64::EPSILON { best.to_string() } else { format!("{best} ({low}–{high})") }
}

/// A name for looking it up: folded, without the articles and words that data sets put around it.
fn folded(name: &str) -> String {
    let name = name.split_once(" (").map_or(name, |(before, _)| before);
    fold_str(name.trim())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn days_and_kilometres() {
        let day = |d| date(2021, 5, d);
        assert_eq!(gap((day(1), day(3)), (day(2), day(9))), 0);
        assert_eq!(gap((day(7), day(7)), (day(4), day(5))), 2);
        // Deraa to Tafas, by their coordinates.
        let apart = kilometres((32.6189, 36.1021), (32.7355, 36.0668));
        assert!((13.0..14.0).contains(&apart), "{apart}");
    }
}
