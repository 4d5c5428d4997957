//! Which pairs of reports are worth comparing: those of one document, and those that share a key.
//!
//! Keys join a group of types with a place, a figure, an actor or a day, and a stretch of time. Crowded keys compare
//! neighbours in time only, so that the work grows about as fast as the number of reports.

use super::cluster::Scored;
use super::sketch::{Days, Grain, OPEN, Sketch};
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
pub(super) enum Worth {
    All,
    /// A shared day alone: only where one of the two names no place.
    OneUnplaced,
    /// A shared year: only where one of the two is not told to the day, or both last.
    OneRough,
}

impl Worth {
    const PARTIAL: [Self; 2] = [Self::OneUnplaced, Self::OneRough];

    /// True for a report that makes pairs count: with any other, or, lasting, with one that lasts too.
    fn holds_for(self, sketch: &Sketch<'_>) -> bool {
        match self {
            Self::All => true,
            Self::OneUnplaced => sketch.place.is_empty(),
            Self::OneRough => !sketch.is_exact() || sketch.lasts(),
        }
    }
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

/// Reports under what they share, ready to be compared.
pub(super) struct Candidates {
    /// Sorted, each once.
    filed: Vec<Filing>,
    /// Places in `filed`, report by report, and where those of each report begin.
    places: Vec<u32>,
    from: Vec<usize>,
}

impl Candidates {
    /// Reports that share a key.
    pub fn sharing_keys(
        sketches: &[Sketch<'_>],
        kinship: &Kinship<'_>,
        packs: &Packs,
        workers: &dyn Workers,
    ) -> Self {
        let groups = Groups::new(packs);
        // Under a shared day or year only a report of some kind meets others: where none stands, nobody need be filed.
        let mut met: FxHashSet<u64> = FxHashSet::default();
        for sketch in sketches.iter().filter(|s| Worth::PARTIAL.iter().any(|worth| worth.holds_for(s))) {
            keys(sketch, kinship, packs, &groups, &mut |key, worth| {
                if worth != Worth::All && worth.holds_for(sketch) {
                    met.insert(key);
                }
            });
        }
        Self::filed(sketches, workers, |sketch, file| {
            keys(sketch, kinship, packs, &groups, &mut |key, worth| {
                if worth == Worth::All || met.contains(&key) {
                    file(key, worth);
                }
            });
        })
    }

    /// Reports of documents that tell of one event, wherever one of them has no place and time of its own.
    pub fn sharing_stories(
        sketches: &[Sketch<'_>],
        told: &[Vec<u32>],
        packs: &Packs,
        workers: &dyn Workers,
    ) -> Self {
        let groups = Groups::new(packs);
        let keys = |sketch: &Sketch<'_>| {
            let groups = groups.of(&sketch.report.kind);
            let events = told[sketch.document].iter();
            let of_event = |event| groups.iter().map(move |group| hash(&(event, *group)));
            events.copied().flat_map(of_event).collect::<Vec<_>>()
        };
        // Only where a bare report stands under a key do others meet there.
        let bare: FxHashSet<u64> = sketches.iter().filter(|s| s.is_bare()).flat_map(keys).collect();
        Self::filed(sketches, workers, |sketch, file| {
            keys(sketch).into_iter().filter(|key| bare.contains(key)).for_each(|key| file(key, Worth::All));
        })
    }

    /// Files every report; `keys` hands over the keys of one.
    fn filed(
        sketches: &[Sketch<'_>],
        workers: &dyn Workers,
        keys: impl Fn(&Sketch<'_>, &mut dyn FnMut(u64, Worth)) + Sync,
    ) -> Self {
        let numbers: Vec<usize> = (0..sketches.len()).collect();
        let made = workers.stretches(&numbers, |numbers| {
            let mut filed: Vec<Filing> = Vec::new();
            for &number in numbers {
                let start = sketches[number].when.map(|d| d.start);
                keys(&sketches[number], &mut |key, worth| filed.push(filing(key, start, number, worth)));
            }
            filed
        });
        let mut filed: Vec<Filing> = Vec::with_capacity(made.iter().map(Vec::len).sum());
        made.into_iter().for_each(|part| filed.extend(part));
        filed.sort_unstable();
        filed.dedup();
        let mut from: Vec<usize> = vec![0; sketches.len() + 1];
        filed.iter().for_each(|&f| from[filed_report(f).0 + 1] += 1);
        (0..sketches.len()).for_each(|k| from[k + 1] += from[k]);
        let mut places: Vec<u32> = vec![0; filed.len()];
        let mut next = from.clone();
        for (at, &f) in (0_u32..).zip(&filed) {
            let number = filed_report(f).0;
            places[next[number]] = at;
            next[number] += 1;
        }
        Self { filed, places, from }
    }

    /// Pairs with their scores: of the pairs under each key (of crowded keys the neighbours in time) those that are
    /// `worth` it and that `link` gives a score, each once.
    pub fn scored(
        &self,
        workers: &dyn Workers,
        worth: impl Fn(usize, usize, Worth) -> bool + Sync,
        link: impl Fn(usize, usize) -> Option<f32> + Sync,
    ) -> Vec<Scored> {
        let numbers: Vec<usize> = (0..self.from.len() - 1).collect();
        let made = workers.stretches(&numbers, |numbers| {
            let (mut met, mut scored): (Vec<usize>, Vec<Scored>) = (Vec::new(), Vec::new());
            for &number in numbers {
                // Whichever of two reports begins first is always the one that meets the other.
                met.clear();
                for &at in &self.places[self.from[number]..self.from[number + 1]] {
                    let at = at as usize;
                    let (key, under) = (self.filed[at].0, filed_report(self.filed[at]).1);
                    let next = self.filed[at + 1..].iter().take_while(|f| f.0 == key).take(NEIGHBOURS);
                    let others = next.map(|&f| filed_report(f).0);
                    met.extend(others.filter(|&other| other != number && worth(number, other, under)));
                }
                met.sort_unstable();
                met.dedup();
                for &other in &met {
                    let (a, b) = (number.min(other), number.max(other));
                    // Reports are fewer than four thousand million.
                    scored.extend(link(a, b).map(|score| (score, a as u32, b as u32)));
                }
            }
            scored
        });
        made.into_iter().flatten().collect()
    }
}

/// True when two reports that share a key are worth a look.
pub(super) fn is_worth(x: &Sketch<'_>, y: &Sketch<'_>, worth: Worth) -> bool {
    if x.is_too_far_from(y) {
        return false;
    }
    match worth {
        Worth::All => true,
        Worth::OneUnplaced => x.place.is_empty() || y.place.is_empty(),
        Worth::OneRough => !x.is_exact() || !y.is_exact() || x.lasts() && y.lasts(),
    }
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
    // What goes on, went on until it was told.
    let end = if end == OPEN { start.max(sketch.published.unwrap_or(start)) } else { end };
    let start = start.max(end.saturating_sub(YEARS * YEAR));
    let end = end.min(start.saturating_add(YEARS * YEAR));
    // The neighbouring stretch too, for a day told wrongly across its border.
    let (first, last) = ((start - 1).div_euclid(STRETCH), (end + 1).div_euclid(STRETCH));
    let mut slots: Vec<Slot> = (first..=last.min(first + STRETCHES - 1)).map(Slot::Stretch).collect();
    slots.extend((start.div_euclid(YEAR)..=end.div_euclid(YEAR)).map(Slot::Year));
    slots
}
