//! Which pairs of reports are worth comparing: those of one document, and those that share a key.
//!
//! Keys join a group of types with a place, a figure, an actor or a day, and a stretch of time. Crowded keys compare
//! neighbours in time only, so that the work grows about as fast as the number of reports.

use super::sketch::{Days, Grain, Sketch};
use crate::model::EntityId;
use crate::packs::{Kinship, Packs};
use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};

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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Slot {
    Stretch(i32),
    Year(i32),
    Untold,
}

/// What reports share.
#[derive(Debug, Clone, Hash)]
enum Key<'a> {
    Document(usize),
    Place(usize, &'a EntityId, Slot),
    Word(usize, &'a str, Slot),
    Figure(usize, &'a str, u64, Slot),
    Actor(usize, &'a EntityId, Slot),
    Day(usize, i32),
}

/// Which of the pairs under a key are worth a look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Worth {
    All,
    /// A shared day alone: only where one of the two names no place.
    OneUnplaced,
    /// A shared year: only where one of the two is not told to the day, or both last.
    OneRough,
}

/// A report under a key: the key's hash (a clash of two keys only costs comparisons), the beginning of its time, its
/// number, and which of its pairs count.
type Filing = (u64, Option<i32>, usize, Worth);

/// Pairs of reports to compare, each once, by their numbers.
pub(super) fn pairs(sketches: &[Sketch<'_>], kinship: &Kinship<'_>, packs: &Packs) -> Vec<(usize, usize)> {
    let mut filed: Vec<Filing> = Vec::new();
    for (number, sketch) in sketches.iter().enumerate() {
        let start = sketch.when.map(|d| d.start);
        filed
            .extend(keys(sketch, kinship, packs).into_iter().map(|(key, worth)| (key, start, number, worth)));
    }
    compared(filed, |a, b, worth| {
        let (x, y) = (&sketches[a], &sketches[b]);
        if x.is_too_far_from(y) {
            return false;
        }
        match worth {
            Worth::All => true,
            Worth::OneUnplaced => x.place.is_empty() || y.place.is_empty(),
            Worth::OneRough => !x.is_exact() || !y.is_exact() || x.lasts() && y.lasts(),
        }
    })
}

/// Pairs of reports of documents that tell of one event, one of them without place and time of its own.
pub(super) fn of_one_story(
    sketches: &[Sketch<'_>],
    told: &[BTreeSet<usize>],
    packs: &Packs,
) -> Vec<(usize, usize)> {
    let mut filed: Vec<Filing> = Vec::new();
    for (number, sketch) in sketches.iter().enumerate() {
        let start = sketch.when.map(|d| d.start);
        for &event in &told[sketch.document] {
            let keys = groups(sketch, packs).into_iter().map(|group| hash(&(event, group)));
            filed.extend(keys.map(|key| (key, start, number, Worth::All)));
        }
    }
    compared(filed, |a, b, _| sketches[a].is_bare() || sketches[b].is_bare())
}

/// The pairs under each key that are worth it, of crowded keys the neighbours in time.
fn compared(mut filed: Vec<Filing>, is_worth: impl Fn(usize, usize, Worth) -> bool) -> Vec<(usize, usize)> {
    filed.sort_unstable();
    filed.dedup();
    // Whichever of two reports begins first is always the one that meets the other, so pairs are gathered by the first.
    let mut places: Vec<(usize, usize)> = filed.iter().enumerate().map(|(at, f)| (f.2, at)).collect();
    places.sort_unstable();
    let mut pairs = Vec::new();
    let mut met: Vec<usize> = Vec::new();
    for of_one in places.chunk_by(|a, b| a.0 == b.0) {
        let number = of_one[0].0;
        met.clear();
        for &(_, at) in of_one {
            let (key, _, _, worth) = filed[at];
            let next = filed[at + 1..].iter().take_while(|f| f.0 == key).take(NEIGHBOURS);
            met.extend(next.map(|f| f.2).filter(|&other| is_worth(number, other, worth)));
        }
        met.sort_unstable();
        met.dedup();
        pairs.extend(met.iter().filter(|&&m| m != number).map(|&m| (number.min(m), number.max(m))));
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

fn hash(key: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    key.hash(&mut hasher);
    hasher.finish()
}

/// Everything a report is filed under, by its hash.
fn keys(sketch: &Sketch<'_>, kinship: &Kinship<'_>, packs: &Packs) -> Vec<(u64, Worth)> {
    let mut keys = vec![(hash(&Key::Document(sketch.document)), Worth::All)];
    let slots = slots(sketch);
    let above: BTreeSet<EntityId> = sketch.place.iter().flat_map(|id| kinship.above(id)).collect();
    for group in groups(sketch, packs) {
        for &slot in &slots {
            let worth = if matches!(slot, Slot::Year(_)) { Worth::OneRough } else { Worth::All };
            let mut file = |key: Key<'_>| keys.push((hash(&key), worth));
            for id in &sketch.place {
                file(Key::Place(group, kinship.canonical(id), slot));
                kinship.words(id).for_each(|word| file(Key::Word(group, word, slot)));
            }
            let above = above.iter().filter(|up| !kinship.is_wide(up));
            above.for_each(|up| file(Key::Place(group, up, slot)));
            for count in sketch.counts().iter().filter(|c| c.value >= packs.linking.figure.small) {
                file(Key::Figure(group, &count.of, count.value.to_bits(), slot));
            }
            for id in sketch.who.iter().chain(&sketch.whom) {
                if !kinship.is_generic(id) && kinship.entity(id).is_some() {
                    file(Key::Actor(group, kinship.canonical(id), slot));
                }
            }
        }
        if let Some(Days { start, grain: Grain::Day, .. }) = sketch.when {
            keys.push((hash(&Key::Day(group, start)), Worth::OneUnplaced));
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
