//! Which pairs of reports are worth comparing: those of one document, and those that share a key.
//!
//! Keys join a group of types with a place, a figure, an actor or a day, and a stretch of time. Crowded keys compare
//! neighbours in time only, so that the work grows about as fast as the number of reports.

use super::sketch::{Days, Grain, Sketch};
use crate::model::{EntityId, EventType, Workers};
use crate::packs::{Kinship, Packs};
use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};
use std::collections::BTreeSet;
use std::hash::{BuildHasher, Hash};

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
    Place(u16, &'a EntityId, Slot),
    Word(u16, &'a str, Slot),
    Figure(u16, &'a str, u64, Slot),
    Actor(u16, &'a EntityId, Slot),
    Day(u16, i32),
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

/// A report under a key: the key's hash (a clash of two keys only costs comparisons), then in one number the beginning
/// of its time, its own number, and which of its pairs count. There are dozens for each report, so they are kept small.
type Filing = (u64, u64);

/// Bits of a filing that say which pairs count.
const WORTH_BITS: u32 = 2;

fn filing(key: u64, start: Option<i32>, number: usize, worth: Worth) -> Filing {
    // Times not told come first, all others in their order.
    let start = start.map_or(0, |day| day.wrapping_sub(i32::MIN).cast_unsigned());
    (key, u64::from(start) << 32 | (number as u64) << WORTH_BITS | worth as u64)
}

/// The report of a filing, and which of its pairs count.
fn filed_report(filing: Filing) -> (usize, Worth) {
    let worth = match filing.1 & ((1 << WORTH_BITS) - 1) {
        0 => Worth::All,
        1 => Worth::OneUnplaced,
        _ => Worth::OneRough,
    };
    ((filing.1 as u32 >> WORTH_BITS) as usize, worth)
}

/// Two reports worth comparing, by their numbers, the lower first.
pub(super) type Pair = (u32, u32);

/// Pairs of reports to compare, each once, by their numbers.
pub(super) fn pairs(
    sketches: &[Sketch<'_>],
    kinship: &Kinship<'_>,
    packs: &Packs,
    workers: &dyn Workers,
) -> Vec<Pair> {
    let groups = Groups::new(packs);
    let filed = filings(sketches, workers, |sketch, file| keys(sketch, kinship, packs, &groups, file));
    compared(filed, sketches.len(), workers, |a, b, worth| {
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
    told: &[Vec<u32>],
    packs: &Packs,
    workers: &dyn Workers,
) -> Vec<Pair> {
    let groups = Groups::new(packs);
    let keys = |sketch: &Sketch<'_>| {
        let groups = groups.of(&sketch.report.kind);
        let events = told[sketch.document].iter();
        events.flat_map(|event| groups.iter().map(move |group| hash(&(*event, *group)))).collect::<Vec<_>>()
    };
    // Only where a bare report stands under a key do others meet there.
    let bare: FxHashSet<u64> = sketches.iter().filter(|s| s.is_bare()).flat_map(keys).collect();
    let filed = filings(sketches, workers, |sketch, file| {
        keys(sketch).into_iter().filter(|key| bare.contains(key)).for_each(|key| file(key, Worth::All));
    });
    compared(filed, sketches.len(), workers, |a, b, _| sketches[a].is_bare() || sketches[b].is_bare())
}

/// Every filing of every report, sorted, each once; `keys` hands over the keys of one.
fn filings(
    sketches: &[Sketch<'_>],
    workers: &dyn Workers,
    keys: impl Fn(&Sketch<'_>, &mut dyn FnMut(u64, Worth)) + Sync,
) -> Vec<Filing> {
    let numbers: Vec<usize> = (0..sketches.len()).collect();
    let mut filed = workers
        .stretches(&numbers, |numbers| {
            let mut filed: Vec<Filing> = Vec::new();
            for &number in numbers {
                let start = sketches[number].when.map(|d| d.start);
                keys(&sketches[number], &mut |key, worth| filed.push(filing(key, start, number, worth)));
            }
            filed
        })
        .concat();
    filed.sort_unstable();
    filed.dedup();
    filed
}

/// The pairs under each key that are worth it, of crowded keys the neighbours in time. Filings are sorted.
fn compared(
    filed: Vec<Filing>,
    reports: usize,
    workers: &dyn Workers,
    is_worth: impl Fn(usize, usize, Worth) -> bool + Sync,
) -> Vec<Pair> {
    // Whichever of two reports begins first is always the one that meets the other, so pairs are gathered by the first.
    let mut from: Vec<usize> = vec![0; reports + 1];
    filed.iter().for_each(|&f| from[filed_report(f).0 + 1] += 1);
    (0..reports).for_each(|k| from[k + 1] += from[k]);
    let mut places: Vec<u32> = vec![0; filed.len()];
    let mut next = from.clone();
    for (at, &f) in (0_u32..).zip(&filed) {
        let number = filed_report(f).0;
        places[next[number]] = at;
        next[number] += 1;
    }
    let met_by = |number: usize, pairs: &mut Vec<Pair>| {
        let begins = pairs.len();
        for &at in &places[from[number]..from[number + 1]] {
            let at = at as usize;
            let (key, worth) = (filed[at].0, filed_report(filed[at]).1);
            let next = filed[at + 1..].iter().take_while(|f| f.0 == key).take(NEIGHBOURS);
            let met = next.map(|&f| filed_report(f).0).filter(|&m| m != number && is_worth(number, m, worth));
            // Reports are fewer than four thousand million.
            pairs.extend(met.map(|m| (number.min(m) as u32, number.max(m) as u32)));
        }
        pairs[begins..].sort_unstable();
    };
    let numbers: Vec<usize> = (0..reports).collect();
    let made = workers.stretches(&numbers, |numbers| {
        let mut pairs: Vec<Pair> = Vec::new();
        numbers.iter().for_each(|&number| met_by(number, &mut pairs));
        pairs.dedup();
        pairs
    });
    let mut pairs = made.concat();
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

fn hash(key: &impl Hash) -> u64 {
    FxBuildHasher.hash_one(key)
}

/// Hands over everything a report is filed under, by its hash.
fn keys(
    sketch: &Sketch<'_>,
    kinship: &Kinship<'_>,
    packs: &Packs,
    groups: &Groups<'_>,
    file: &mut dyn FnMut(u64, Worth),
) {
    file(hash(&Key::Document(sketch.document)), Worth::All);
    let slots = slots(sketch);
    let above: BTreeSet<EntityId> = sketch.place.iter().flat_map(|id| kinship.above(id)).collect();
    let above: Vec<&EntityId> = above.iter().filter(|up| !kinship.is_wide(up)).collect();
    let actors = sketch.who.iter().chain(&sketch.whom);
    let actors: Vec<&EntityId> = actors
        .filter(|id| !kinship.is_generic(id) && kinship.entity(id).is_some())
        .map(|id| kinship.canonical(id))
        .collect();
    for &group in groups.of(&sketch.report.kind) {
        for &slot in &slots {
            let worth = if matches!(slot, Slot::Year(_)) { Worth::OneRough } else { Worth::All };
            let mut file = |key: Key<'_>| file(hash(&key), worth);
            for id in &sketch.place {
                file(Key::Place(group, kinship.canonical(id), slot));
                kinship.words(id).for_each(|word| file(Key::Word(group, word, slot)));
            }
            above.iter().for_each(|up| file(Key::Place(group, up, slot)));
            for count in sketch.counts().iter().filter(|c| c.value >= packs.linking.figure.small) {
                file(Key::Figure(group, &count.of, count.value.to_bits(), slot));
            }
            actors.iter().for_each(|id| file(Key::Actor(group, id, slot)));
        }
        if let Some(Days { start, grain: Grain::Day, .. }) = sketch.when {
            file(hash(&Key::Day(group, start)), Worth::OneUnplaced);
        }
    }
}

/// The groups of types that each type belongs to: its own, and every bond that names it.
struct Groups<'a>(FxHashMap<&'a EventType, Vec<u16>>);

impl<'a> Groups<'a> {
    fn new(packs: &'a Packs) -> Self {
        let mut groups: FxHashMap<&EventType, Vec<u16>> = FxHashMap::default();
        let bonds = &packs.linking.bond;
        let bonded = bonds.iter().map(|bond| &bond.types);
        for (types, number) in bonded.zip(0..) {
            types.iter().for_each(|kind| groups.entry(kind).or_default().push(number));
        }
        for (kind, number) in packs.frames.keys().zip(0..) {
            // A pack holds some dozens of types and bonds.
            groups.entry(kind).or_default().push(bonds.len() as u16 + number);
        }
        Self(groups)
    }

    fn of(&self, kind: &EventType) -> &[u16] {
        self.0.get(kind).map_or(&[], Vec::as_slice)
    }
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
