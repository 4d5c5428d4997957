//! How two entities stand to one another, by the tables of the world and by the words of their names.
//!
//! It folds what only documents know into what a pack knows, and never decides whether two reports tell of one event.

use super::{Packs, Wording};
use crate::model::{Entity, EntityId, EntityKind};
use crate::text::{fold_str, name_words};
use rustc_hash::{FxBuildHasher, FxHashMap};
use std::collections::{BTreeMap, BTreeSet};
use std::hash::BuildHasher;
use std::sync::{Mutex, PoisonError};

/// Steps of `part_of` that are followed: deeper chains are errors of a table.
const DEPTH: usize = 8;
/// Letters a word of a name must have to count when names are compared.
const WORD: usize = 3;
/// Share of the words of the shorter name that must be shared for two names to be comparable.
const SHARED: f32 = 0.3;
/// Kilometres within which two places of the tables may be meant by one another.
const NEAR: f64 = 8.0;

/// The class of people of whom nothing more is told.
const PEOPLE: &str = "any/people";

/// Parts of the memory of answers, so that threads seldom wait for one another.
const SHARDS: usize = 64;
/// Answers kept in each part; a full part begins anew.
const KEPT: usize = 1 << 13;

/// The places of two ids in memory.
type Addresses = (usize, usize);
/// An answer, with the ids, which hold their places in memory as long as it is kept.
type Answer = (Kin, EntityId, EntityId);

/// How two entities stand to one another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kin {
    /// One and the same.
    Same,
    /// One is part of the other, or both of one side or state.
    Part,
    /// No table knows both, and all words of one name stand in the other.
    Alike,
    /// One is only a country or a large part of one, and holds the other.
    Wide,
    /// A class of people against one of its kind, or names that share words.
    Comparable,
    /// Nothing speaks for or against.
    Doubt,
    /// Two different ones.
    Differ,
}

/// What stands before the name of a class or of a point of the compass among the words of a name: no word of a text
/// holds a slash.
const CONCEPT: char = '/';

/// Answers how entities stand to one another.
#[derive(Debug)]
pub struct Kinship<'a> {
    packs: &'a Packs,
    own: FxHashMap<&'a EntityId, &'a Entity>,
    folded: FxHashMap<EntityId, EntityId>,
    /// Words of the names that no pack knows; classes and points of the compass as such, whatever their language.
    words: FxHashMap<&'a EntityId, BTreeSet<String>>,
    /// For names of one of a class what tells it from others of that class.
    marks: FxHashMap<&'a EntityId, BTreeSet<String>>,
    /// The sector of each class that has one.
    sectors: BTreeMap<&'a str, &'a str>,
    /// Names that say nothing but a class.
    classes: FxHashMap<&'a EntityId, &'a str>,
    inside: FxHashMap<&'a EntityId, Inside>,
    /// Answers given. Ids are shared (`Linkable::share`), so that their places in memory tell them apart.
    known: Vec<Mutex<FxHashMap<Addresses, Answer>>>,
}

/// A place known by the name of what holds it.
#[derive(Debug)]
struct Inside {
    holder: EntityId,
    /// The words of its name beside the holder's.
    rest: BTreeSet<String>,
}

impl<'a> Kinship<'a> {
    /// For the world of the packs and the entities that only documents know.
    #[must_use]
    pub fn new(packs: &'a Packs, own: impl IntoIterator<Item = &'a Entity>) -> Self {
        let own: FxHashMap<_, _> = own
            .into_iter()
            .filter(|e| !packs.world.entities.contains_key(&e.id))
            .map(|e| (&e.id, e))
            .collect();
        let mut kinship = Self {
            packs,
            own,
            folded: FxHashMap::default(),
            words: FxHashMap::default(),
            marks: FxHashMap::default(),
            sectors: BTreeMap::new(),
            classes: FxHashMap::default(),
            inside: FxHashMap::default(),
            known: std::iter::repeat_with(Mutex::default).take(SHARDS).collect(),
        };
        for noun in packs.languages.values().flat_map(|l| l.nouns.values()) {
            if let Some(sector) = &noun.sector {
                let kept = kinship.sectors.entry(&noun.concept).or_insert(sector);
                *kept = (*kept).min(sector);
            }
        }
        kinship.fold();
        kinship
    }

    /// The packs it knows the world by.
    #[must_use]
    pub fn packs(&self) -> &'a Packs {
        self.packs
    }

    /// The entity itself, or the one it was folded into.
    #[must_use]
    pub fn canonical<'b>(&'b self, id: &'b EntityId) -> &'b EntityId {
        self.folded.get(id).unwrap_or(id)
    }

    /// Every entity of documents that is another one, and that one; by id.
    #[must_use]
    pub fn folds(&self) -> BTreeMap<&EntityId, &EntityId> {
        self.folded.iter().collect()
    }

    /// What is known of an entity.
    #[must_use]
    pub fn entity(&self, id: &EntityId) -> Option<&'a Entity> {
        let id = self.canonical(id);
        self.packs.world.entities.get(id).or_else(|| self.own.get(id).copied())
    }

    /// What an entity is part of, nearest first.
    #[must_use]
    pub fn above(&self, id: &EntityId) -> Vec<EntityId> {
        let mut found: Vec<EntityId> = Vec::new();
        let mut at = self.canonical(id).clone();
        while found.len() < DEPTH {
            let part_of = self.entity(&at).and_then(|e| e.part_of.clone());
            let Some(next) = part_of.or_else(|| self.inside.get(&at).map(|i| i.holder.clone())) else {
                break;
            };
            if found.contains(&next) {
                break;
            }
            found.push(next.clone());
            at = next;
        }
        found
    }

    /// The words of an entity's own name, folded, without those of classes; empty for entities of the packs.
    pub fn words(&self, id: &EntityId) -> impl Iterator<Item = &str> {
        let words = self.words.get(self.canonical(id)).into_iter().flatten().map(String::as_str);
        words.filter(|word| !word.contains(CONCEPT))
    }

    /// For one of a class that has no name of its own ("town hospital"): what tells it from others of that class, in
    /// whatever language. Empty for whoever has a name, and for entities of the packs.
    #[must_use]
    pub fn class_marks(&self, id: &EntityId) -> BTreeSet<String> {
        let id = self.canonical(id);
        if id.is_class() {
            return BTreeSet::from([id.to_string()]);
        }
        self.marks.get(id).cloned().unwrap_or_default()
    }

    /// CAMEO sectors of an entity: its own codes, those of what it is part of, or those of the classes in its name.
    #[must_use]
    pub fn sectors(&self, id: &EntityId) -> BTreeSet<String> {
        let above = self.above(id);
        let own = std::iter::once(self.canonical(id)).chain(&above).filter_map(|id| self.entity(id));
        let codes: BTreeSet<String> =
            own.flat_map(|e| &e.codes).flat_map(|c| c.split_whitespace()).map(str::to_owned).collect();
        if !codes.is_empty() {
            return codes;
        }
        let marks = self.class_marks(id);
        let classes = marks.iter().filter_map(|mark| mark.strip_prefix("any/"));
        classes.filter_map(|class| self.sectors.get(class)).map(|sector| (*sector).to_owned()).collect()
    }

    /// The country a place or an actor belongs to, where that is known.
    #[must_use]
    pub fn country(&self, id: &EntityId) -> Option<EntityId> {
        let of = |id: &EntityId| {
            let entity = self.entity(id)?;
            let is_country =
                entity.kind == EntityKind::State || entity.place_kind.as_deref() == Some("country");
            if is_country { Some(entity.id.clone()) } else { entity.country.clone() }
        };
        of(id).or_else(|| self.above(id).iter().find_map(of))
    }

    /// True for a country or a region that holds provinces.
    #[must_use]
    pub fn is_wide(&self, id: &EntityId) -> bool {
        self.entity(id).is_some_and(|e| {
            e.kind == EntityKind::State
                || matches!(e.place_kind.as_deref(), Some("country" | "region" | "continent"))
        })
    }

    /// How two entities stand to one another; the same whichever comes first.
    #[must_use]
    pub fn between(&self, a: &EntityId, b: &EntityId) -> Kin {
        let (p, q) = (a.address(), b.address());
        let key = (p.min(q), p.max(q));
        // The upper bits choose the part, the lower ones the place in it.
        let shard = (FxBuildHasher.hash_one(key) >> 32) as usize % SHARDS;
        // A thread that panicked while it held the lock left whole answers behind.
        let known = || self.known[shard].lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((kin, ..)) = known().get(&key) {
            return *kin;
        }
        let kin = self.found_between(a, b);
        let mut known = known();
        if known.len() >= KEPT {
            known.clear();
        }
        known.insert(key, (kin, a.clone(), b.clone()));
        kin
    }

    fn found_between(&self, a: &EntityId, b: &EntityId) -> Kin {
        let (a, b) = (self.canonical(a), self.canonical(b));
        if a == b && a.as_str() == PEOPLE {
            return Kin::Doubt; // "people" of two reports are as likely others
        }
        if a == b && self.is_generic(a) {
            return Kin::Comparable;
        }
        if a == b {
            return if self.is_wide(a) && self.is_place(a) { Kin::Wide } else { Kin::Same };
        }
        if a < b { self.compare(a, b) } else { self.compare(b, a) }
    }

    /// True for a class of people or things, which the next text may use of others; for places also where only the name
    /// says so ("the village").
    #[must_use]
    pub fn is_generic(&self, id: &EntityId) -> bool {
        let says_no_more = || self.is_place(id) && self.classes.contains_key(self.canonical(id));
        self.entity(id).is_some_and(|e| e.generic) || says_no_more()
    }

    /// True for what lies on a map.
    #[must_use]
    pub fn is_place(&self, id: &EntityId) -> bool {
        self.entity(id).is_some_and(|e| e.kind == EntityKind::Place)
    }

    fn compare(&self, a: &EntityId, b: &EntityId) -> Kin {
        let (of_a, of_b) = (self.above(a), self.above(b));
        if of_a.contains(b) || of_b.contains(a) {
            let upper = if of_a.contains(b) { b } else { a };
            return if self.is_wide(upper) && self.is_place(upper) { Kin::Wide } else { Kin::Part };
        }
        let (Some(x), Some(y)) = (self.entity(a), self.entity(b)) else { return self.by_words(a, b) };
        if x.kind == EntityKind::Place || y.kind == EntityKind::Place {
            return self.places(x, y);
        }
        let is_class = |e: &Entity| e.generic || self.classes.contains_key(&e.id);
        if is_class(x) || is_class(y) {
            let opposed = matches!((&x.side, &y.side), (Some(s), Some(t)) if s != t);
            return if opposed { Kin::Doubt } else { Kin::Comparable };
        }
        if let (Some(c), Some(d)) = (self.classes.get(a), self.classes.get(b))
            && c == d
        {
            return Kin::Comparable;
        }
        if let (Some(s), Some(t)) = (&x.side, &y.side) {
            return if s == t { Kin::Part } else { Kin::Differ };
        }
        let of_state = |e: &Entity| matches!(e.kind, EntityKind::State | EntityKind::Force);
        if of_state(x) && of_state(y) && (x.country.is_some() && x.country == y.country) {
            return Kin::Part;
        }
        if of_a.iter().any(|id| of_b.contains(id) && !self.is_place(id)) {
            return Kin::Part;
        }
        if self.packs.world.entities.contains_key(a) && self.packs.world.entities.contains_key(b) {
            return Kin::Differ;
        }
        self.by_words(a, b)
    }

    fn places(&self, x: &Entity, y: &Entity) -> Kin {
        let in_tables = |e: &Entity| self.packs.world.entities.contains_key(&e.id);
        let countries = (self.country(&x.id), self.country(&y.id));
        if matches!(&countries, (Some(p), Some(q)) if p != q) {
            return Kin::Differ;
        }
        if self.is_wide(&x.id) || self.is_wide(&y.id) {
            // Which provinces a region holds is not told by the tables, and a place that no table knows may lie in
            // any country.
            return Kin::Wide.min(self.by_words(&x.id, &y.id));
        }
        if let (Some(p), Some(q)) = (x.point, y.point) {
            return if kilometres(p, q) <= NEAR { Kin::Comparable } else { Kin::Differ };
        }
        if in_tables(x) && in_tables(y) {
            return Kin::Differ;
        }
        self.by_words(&x.id, &y.id)
    }

    fn by_words(&self, a: &EntityId, b: &EntityId) -> Kin {
        let (Some(x), Some(y)) = (self.words.get(a), self.words.get(b)) else { return Kin::Doubt };
        if let (Some(p), Some(q)) = (self.inside.get(a), self.inside.get(b))
            && p.holder == q.holder
        {
            return parts_of_one(&p.rest, &q.rest);
        }
        let shared = x.intersection(y).count();
        let shorter = x.len().min(y.len());
        if shorter == 0 || shared == 0 {
            Kin::Doubt
        } else if shared == shorter {
            Kin::Alike
        } else if shared as f32 / shorter as f32 >= SHARED && !self.is_place(a) {
            // Two places that share a part of their names ("Upper X", "Upper Y") are as likely two as one.
            Kin::Comparable
        } else {
            Kin::Doubt
        }
    }

    /// Folds document entities into pack entities of the same spelling and kind, or into one another.
    fn fold(&mut self) {
        let own: Vec<(&'a EntityId, &'a Entity)> =
            self.own.iter().map(|(&id, &entity)| (id, entity)).collect();
        let mut bearers: FxHashMap<String, Vec<&'a Entity>> = FxHashMap::default();
        for &(_, entity) in &own {
            for spelling in entity.names.values().chain(&entity.aliases) {
                bearers.entry(fold_str(spelling)).or_default().push(entity);
            }
        }
        for &(id, entity) in &own {
            if let Some(known) = self.in_packs(entity).or_else(|| twin(entity, &bearers)) {
                self.folded.insert(id.clone(), known);
            }
            let spellings = entity.names.values().chain(&entity.aliases);
            let readings: Vec<_> = spellings.map(|s| (s, Wording::of(self.packs, s))).collect();
            self.words.insert(id, readings.iter().flat_map(|(s, reading)| words_of(s, reading)).collect());
            if let Some((_, reading)) = readings.iter().find(|(_, reading)| reading.head.is_some()) {
                self.marks.insert(id, reading.marks());
            }
            let nameable = !matches!(entity.kind, EntityKind::Person | EntityKind::Outlet);
            if let Some(class) = readings.iter().find_map(|(_, reading)| reading.class())
                && nameable
            {
                self.classes.insert(id, class);
            }
        }
        for &(id, entity) in &own {
            if entity.kind == EntityKind::Place
                && !self.folded.contains_key(id)
                && let Some(inside) = self.named_inside(entity)
            {
                self.inside.insert(id, inside);
            }
        }
    }

    /// The one pack entity that bears a spelling of it and is of its kind.
    fn in_packs(&self, entity: &Entity) -> Option<EntityId> {
        let spellings = || entity.names.values().chain(&entity.aliases);
        if let Some(place) = spellings().find_map(|s| self.with_its_holder(s, entity.kind)) {
            return Some(place);
        }
        let named = spellings().flat_map(|s| self.packs.world.named_anywhere(s));
        let fits = |id: &&EntityId| {
            let kind = self.packs.world.entities.get(*id).map(|e| e.kind);
            entity.kind == EntityKind::Other || kind == Some(entity.kind)
        };
        let fitting: BTreeSet<&EntityId> = named.filter(fits).collect();
        let mut fitting = fitting.into_iter();
        fitting.next().filter(|_| fitting.next().is_none()).cloned()
    }

    /// "Tripoli (Lebanon)", "Tripoli, Lebanon": of the places of one name the one in the place told beside it.
    fn with_its_holder(&self, spelling: &str, kind: EntityKind) -> Option<EntityId> {
        if !matches!(kind, EntityKind::Place | EntityKind::Other) {
            return None;
        }
        let (name, holder) = spelling.split_once(['(', ',', '\u{60c}'])?;
        let holders = self.packs.world.named(holder.trim_end_matches([')', ' ']));
        let lies_in = |id: &&EntityId| {
            let above = self.above(id);
            let country = self.country(id);
            self.is_place(id) && holders.iter().any(|h| above.contains(h) || country.as_ref() == Some(h))
        };
        let found: BTreeSet<&EntityId> = self.packs.world.named(name).iter().filter(lies_in).collect();
        let mut found = found.into_iter();
        found.next().filter(|_| found.next().is_none()).cloned()
    }

    /// The place of a pack whose name stands inside the name of a place that no pack knows; the longest, then the last.
    fn named_inside(&self, entity: &Entity) -> Option<Inside> {
        let is_place = |id: &&EntityId| {
            let found = self.packs.world.entities.get(*id);
            found.is_some_and(|e| matches!(e.kind, EntityKind::Place | EntityKind::State))
        };
        let mut best: Option<(usize, Inside)> = None;
        for spelling in entity.names.values().chain(&entity.aliases) {
            let folded = fold_str(spelling);
            let words: Vec<&str> = folded
                .split(|c: char| !(c.is_alphanumeric() || c == '-' || c == '\''))
                .filter(|w| !w.is_empty())
                .collect();
            for from in 0..words.len() {
                for to in from + 1..=words.len() {
                    let part = words[from..to].join(" ");
                    if part.chars().count() < WORD || to - from < best.as_ref().map_or(1, |b| b.0) {
                        continue;
                    }
                    let places: Vec<&EntityId> =
                        self.packs.world.named(&part).iter().filter(is_place).collect();
                    if let [only] = places.as_slice() {
                        let beside = [&words[..from], &words[to..]].concat().join(" ");
                        let rest = words_of(&beside, &Wording::of(self.packs, &beside));
                        best = Some((to - from, Inside { holder: (*only).clone(), rest }));
                    }
                }
            }
        }
        best.map(|(_, inside)| inside)
    }
}

/// Among document entities that share a spelling, one of no stated kind is the one of a stated kind.
fn twin(entity: &Entity, bearers: &FxHashMap<String, Vec<&Entity>>) -> Option<EntityId> {
    if entity.kind != EntityKind::Other {
        return None;
    }
    let spellings = entity.names.values().chain(&entity.aliases);
    let others = spellings.filter_map(|s| bearers.get(&fold_str(s))).flatten();
    others.filter(|e| e.kind != EntityKind::Other).map(|e| e.id.clone()).min()
}

/// Two parts of one place, by the words beside its name.
fn parts_of_one(x: &BTreeSet<String>, y: &BTreeSet<String>) -> Kin {
    let directions = |words: &BTreeSet<String>| -> BTreeSet<String> {
        words.iter().filter(|w| w.starts_with("direction/")).cloned().collect()
    };
    let (of_x, of_y) = (directions(x), directions(y));
    if !of_x.is_empty() && !of_y.is_empty() && of_x.is_disjoint(&of_y) {
        return Kin::Differ;
    }
    // A class alone ("quarter") is shared by parts that differ.
    let telling = |words: &BTreeSet<String>| words.iter().any(|w| !w.starts_with("any/"));
    let one_in_the_other = x.is_subset(y) || y.is_subset(x);
    if one_in_the_other && telling(x) && telling(y) { Kin::Alike } else { Kin::Doubt }
}

/// The words of a name that count; classes and points of the compass as such, whatever their language.
fn words_of(name: &str, reading: &Wording<'_>) -> BTreeSet<String> {
    let marks = reading.marks();
    if marks.iter().any(|mark| mark.contains(CONCEPT)) {
        return marks;
    }
    name_words(name).words.into_iter().filter(|w| w.chars().count() >= WORD).collect()
}

/// Great-circle distance (haversine, mean earth radius).
fn kilometres(a: (f64, f64), b: (f64, f64)) -> f64 {
    const RADIUS: f64 = 6371.0;
    let (lat1, lat2) = (a.0.to_radians(), b.0.to_radians());
    let (dlat, dlon) = ((b.0 - a.0).to_radians(), (b.1 - a.1).to_radians());
    let h = (dlat / 2.0).sin().powi(2) + lat1.cos() * lat2.cos() * (dlon / 2.0).sin().powi(2);
    2.0 * RADIUS * h.sqrt().asin()
}
