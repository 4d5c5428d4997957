//! Which pairs of reports are worth comparing: those of one document, and those that share a key.
//!
//! Keys join a group of types with a place, a figure, an actor or a day, and a stretch of time. Crowded keys compare
//! neighbours in time only, so that the work grows about as fast as the number of reports.

use super::sketch::{Days, Grain, Sketch};
use crate::model::EntityId;
use crate::packs::{Kinship, Packs};
use std::collections::{BTreeMap, BTreeSet};

/// Days in one stretch of time.
const STRETCH: i32 = 32;
/// Stretches that one report is filed under at most, before it is filed under its years.
const STRETCHES: i32 = 3;
/// Years that one report is filed under at most.
const YEARS: i32 = 3;
/// Days in a year, for filing.
const YEAR: i32 = 366;
/// Neighbours in time that a report is compared with under a crowded key.
const NEIGHBOURS: usize = 40;

/// A time to file under.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Slot {
    Stretch(i32),
    Year(i32),
    Untold,
}

/// What reports share.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Key<'a> {
    Document(usize),
    Place(usize, EntityId, Slot),
    Word(usize, &'a str, Slot),
    Figure(usize, String, u64, Slot),
    Actor(usize, EntityId, Slot),
    Day(usize, i32),
}

/// Pairs of reports to compare, each once, by their numbers.
pub(super) fn pairs(sketches: &[Sketch<'_>], kinship: &Kinship<'_>, packs: &Packs) -> Vec<(usize, usize)> {
    let mut filed: BTreeMap<Key<'_>, Vec<usize>> = BTreeMap::new();
    for (number, sketch) in sketches.iter().enumerate() {
        for key in keys(sketch, kinship, packs) {
            filed.entry(key).or_default().push(number);
        }
    }
    // A shared day alone is worth a look only where one of the two names no place.
    let (days, rest): (BTreeMap<_, _>, BTreeMap<_, _>) =
        filed.into_iter().partition(|(key, _)| matches!(key, Key::Day(..)));
    let mut pairs = compared(rest, sketches);
    let unplaced = |&(a, b): &(usize, usize)| sketches[a].place.is_empty() || sketches[b].place.is_empty();
    pairs.extend(compared(days, sketches).into_iter().filter(unplaced));
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

/// Pairs of reports of documents that tell of one event, one of them without place and time of its own.
pub(super) fn of_one_story(
    sketches: &[Sketch<'_>],
    told: &[BTreeSet<usize>],
    packs: &Packs,
) -> Vec<(usize, usize)> {
    let mut filed: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
    for (number, sketch) in sketches.iter().enumerate() {
        for &event in &told[sketch.document] {
            for group in groups(sketch, packs) {
                filed.entry((event, group)).or_default().push(number);
            }
        }
    }
    let mut pairs = compared(filed, sketches);
    pairs.retain(|&(a, b)| sketches[a].is_bare() || sketches[b].is_bare());
    pairs
}

/// The pairs under each key, of crowded keys the neighbours in time.
fn compared<K>(filed: BTreeMap<K, Vec<usize>>, sketches: &[Sketch<'_>]) -> Vec<(usize, usize)> {
    let mut pairs = BTreeSet::new();
    for (_, mut members) in filed {
        members.sort_by_key(|&m| (sketches[m].when.map(|d| d.start), m));
        members.dedup();
        for (at, &a) in members.iter().enumerate() {
            for &b in members.iter().skip(at + 1).take(NEIGHBOURS) {
                pairs.insert((a.min(b), a.max(b)));
            }
        }
    }
    pairs.into_iter().collect()
}

/// Everything a report is filed under.
fn keys<'a>(sketch: &Sketch<'_>, kinship: &'a Kinship<'_>, packs: &Packs) -> Vec<Key<'a>> {
    let mut keys = vec![Key::Document(sketch.document)];
    let slots = slots(sketch);
    for group in groups(sketch, packs) {
        for &slot in &slots {
            for id in &sketch.place {
                keys.push(Key::Place(group, kinship.canonical(id).clone(), slot));
                let above = kinship.above(id).into_iter().filter(|up| !kinship.is_wide(up));
                keys.extend(above.map(|up| Key::Place(group, up, slot)));
                keys.extend(kinship.words(id).map(|word| Key::Word(group, word, slot)));
            }
            for count in sketch.counts().iter().filter(|c| c.value >= packs.linking.figure.small) {
                keys.push(Key::Figure(group, count.of.clone(), count.value.to_bits(), slot));
            }
            for id in sketch.who.iter().chain(&sketch.whom) {
                if kinship.entity(id).is_some_and(|e| !e.generic) {
                    keys.push(Key::Actor(group, kinship.canonical(id).clone(), slot));
                }
            }
        }
        if let Some(Days { start, grain: Grain::Day, .. }) = sketch.when {
            keys.push(Key::Day(group, start));
        }
    }
    keys
}

/// The groups of types a report belongs to: its own type, and every bond that names it.
fn groups(sketch: &Sketch<'_>, packs: &Packs) -> Vec<usize> {
    let bonds = &packs.linking.bond;
    let own = packs.frames.keys().position(|kind| *kind == sketch.report.kind);
    let mut groups: Vec<usize> = own.map(|at| bonds.len() + at).into_iter().collect();
    groups.extend(
        bonds.iter().enumerate().filter(|(_, b)| b.types.contains(&sketch.report.kind)).map(|(k, _)| k),
    );
    groups
}

/// Every stretch a time touches, with its years, so that exact and rough times meet.
fn slots(sketch: &Sketch<'_>) -> Vec<Slot> {
    let days = sketch.when.map(|d| (d.start, d.end)).or(sketch.published.map(|p| (p - STRETCH / 2, p)));
    let Some((start, end)) = days else { return vec![Slot::Untold] };
    let start = start.max(end.saturating_sub(YEARS * YEAR));
    let end = end.min(start.saturating_add(YEARS * YEAR));
    // The neighbouring stretch too, for a day told wrongly across its border.
    let (first, last) = ((start - 1).div_euclid(STRETCH), (end + 1).div_euclid(STRETCH));
    let mut slots: Vec<Slot> = (first..=last.min(first + STRETCHES - 1)).map(Slot::Stretch).collect();
    slots.extend((start.div_euclid(YEAR)..=end.div_euclid(YEAR)).map(Slot::Year));
    slots
}
