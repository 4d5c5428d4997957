//! Stories: documents of one main place and one stretch of time, or that mainly tell of the same events.

use super::Sources;
use crate::model::{
    DocumentId, EntityId, Event, EventType, Judgement, Lang, Relation, Report, Role, Story, Subject, When,
};
use crate::packs::Kin;
use crate::text::content_id;
use jiff::civil::Date;
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};

/// Days between two documents of one place beyond which a new story begins.
const PAUSE: i64 = 45;
/// Days before a document that are its own days; what lies further back is background.
const RECENT: i64 = 14;
/// Documents that share an event or a place with a document and are compared with it, the nearest before it.
const COMPARED: usize = 30;
/// Share of a document's own reports that must belong to shared events to be its main matter.
const MAIN: f64 = 0.3;

/// A document as stories see it.
struct Teller {
    id: DocumentId,
    day: Option<Date>,
    /// Its places with how often it names them, the most named first.
    places: Vec<(EntityId, usize)>,
    /// Events of its own days, by number, with how many of its reports tell of them.
    events: BTreeMap<usize, usize>,
    own: usize,
}

/// All stories; sets the story of each document.
pub(super) fn all(sources: &mut Sources<'_>, events: &[Event], judgements: &[Judgement]) -> Vec<Story> {
    let tellers = tellers(sources, events);
    let mut of: Vec<usize> = (0..tellers.len()).collect();
    let mut before: FxHashMap<Shared, Vec<usize>> = FxHashMap::default();
    for (k, one) in tellers.iter().enumerate() {
        let shared = shared(sources, one);
        let near = |key| before.get(key).into_iter().flat_map(|list| list.iter().rev().take(COMPARED));
        let mut met: Vec<usize> = shared.iter().flat_map(near).copied().collect();
        met.sort_unstable();
        met.dedup();
        for j in met {
            let (a, b) = (root(&mut of, k), root(&mut of, j));
            if a != b && one_story(sources, one, &tellers[j]) {
                of[a.max(b)] = a.min(b);
            }
        }
        shared.into_iter().for_each(|key| before.entry(key).or_default().push(k));
    }
    // Documents whose leads tell of one happening.
    let at: BTreeMap<&DocumentId, usize> = tellers.iter().enumerate().map(|(k, t)| (&t.id, k)).collect();
    for judgement in judgements.iter().filter(|j| j.relation == Relation::Same) {
        if let (Subject::Document(a), Subject::Document(b)) = (&judgement.left, &judgement.right)
            && let (Some(&a), Some(&b)) = (at.get(a), at.get(b))
            && !too_far(&tellers[a], &tellers[b])
        {
            let (a, b) = (root(&mut of, a), root(&mut of, b));
            of[a.max(b)] = a.min(b);
        }
    }
    let mut groups: BTreeMap<usize, Vec<&Teller>> = BTreeMap::new();
    for (k, teller) in tellers.iter().enumerate() {
        groups.entry(root(&mut of, k)).or_default().push(teller);
    }
    let stories: Vec<Story> = groups.into_values().map(|group| story(sources, events, &group)).collect();
    for story in &stories {
        for document in &story.documents {
            if let Some(known) = sources.documents.get_mut(document) {
                known.story = Some(story.id.clone());
            }
        }
    }
    stories
}

fn root(of: &mut [usize], mut k: usize) -> usize {
    while of[k] != k {
        of[k] = of[of[k]];
        k = of[k];
    }
    k
}

/// What two documents of one story have in common at least.
#[derive(PartialEq, Eq, Hash)]
enum Shared {
    Event(usize),
    Place(EntityId),
    Word(String),
}

fn shared(sources: &Sources<'_>, teller: &Teller) -> Vec<Shared> {
    let kinship = sources.kinship;
    let mut shared: Vec<Shared> = teller.events.keys().map(|&event| Shared::Event(event)).collect();
    if let (Some((place, _)), Some(_)) = (teller.places.first(), teller.day) {
        let above = kinship.above(place).into_iter().filter(|up| !kinship.is_wide(up));
        shared.push(Shared::Place(kinship.canonical(place).clone()));
        shared.extend(above.map(Shared::Place));
        shared.extend(kinship.words(place).map(|word| Shared::Word(word.to_owned())));
    }
    shared
}

/// Every document with at least one report, by day.
fn tellers(sources: &Sources<'_>, events: &[Event]) -> Vec<Teller> {
    let event_of: FxHashMap<_, usize> =
        events.iter().enumerate().flat_map(|(k, e)| e.reports.iter().map(move |r| (r, k))).collect();
    let mut by: BTreeMap<&DocumentId, Vec<&Report>> = BTreeMap::new();
    for report in &sources.reports {
        by.entry(&report.document).or_default().push(report);
    }
    let mut tellers: Vec<Teller> = Vec::new();
    for (id, reports) in by {
        let day = sources.documents.get(id).and_then(|d| d.published.date);
        let own: Vec<&Report> = reports.iter().copied().filter(|r| is_own(r.when.as_ref(), day)).collect();
        let mut named: BTreeMap<&EntityId, usize> = BTreeMap::new();
        for place in own.iter().flat_map(|r| r.fillers(Role::Where).chain(r.fillers(Role::From))) {
            if !sources.kinship.is_wide(place) && !sources.kinship.is_generic(place) {
                *named.entry(place).or_default() += 1;
            }
        }
        let mut places: Vec<(EntityId, usize)> = named.into_iter().map(|(id, n)| (id.clone(), n)).collect();
        places.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        let mut of_events: BTreeMap<usize, usize> = BTreeMap::new();
        for report in &own {
            if let Some(&event) = event_of.get(&report.id) {
                *of_events.entry(event).or_default() += 1;
            }
        }
        tellers.push(Teller { id: id.clone(), day, places, events: of_events, own: own.len() });
    }
    tellers.sort_by(|a, b| (a.day.is_none(), a.day, &a.id).cmp(&(b.day.is_none(), b.day, &b.id)));
    tellers
}

/// Of the days of its document: without a time, or with one that ends not long before.
fn is_own(when: Option<&When>, day: Option<Date>) -> bool {
    match (when, day) {
        (Some(when), Some(day)) => {
            let (_, end) = when.bounds();
            day.duration_since(end.min(day)).as_hours() / 24 <= RECENT
        }
        _ => true,
    }
}

/// Dated so far apart that they tell of two stories.
fn too_far(a: &Teller, b: &Teller) -> bool {
    a.day.zip(b.day).is_some_and(|(p, q)| (p.duration_since(q).as_hours() / 24).abs() > PAUSE)
}

fn one_story(sources: &Sources<'_>, a: &Teller, b: &Teller) -> bool {
    if too_far(a, b) {
        return false;
    }
    let shared: Vec<usize> = a.events.keys().filter(|e| b.events.contains_key(e)).copied().collect();
    let share = |t: &Teller| {
        let told: usize = shared.iter().filter_map(|e| t.events.get(e)).sum();
        told as f64 / t.own.max(1) as f64
    };
    if share(a) >= MAIN && share(b) >= MAIN {
        return true;
    }
    a.day.is_some() && b.day.is_some() && same_main_place(sources, a, b)
}

/// The place most reports of one document name is, holds, or lies in that of the other.
fn same_main_place(sources: &Sources<'_>, a: &Teller, b: &Teller) -> bool {
    match (a.places.first(), b.places.first()) {
        (Some((x, _)), Some((y, _))) => {
            matches!(sources.kinship.between(x, y), Kin::Same | Kin::Part | Kin::Alike)
        }
        _ => false,
    }
}

/// The language of most documents; of equals the first by code.
fn language(sources: &Sources<'_>, tellers: &[&Teller]) -> Lang {
    let mut counted: BTreeMap<Lang, usize> = BTreeMap::new();
    for document in tellers.iter().filter_map(|t| sources.documents.get(&t.id)) {
        *counted.entry(document.language).or_default() += 1;
    }
    let most = counted.into_iter().max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(&a.0)));
    most.map_or(Lang::UNKNOWN, |(lang, _)| lang)
}

fn story(sources: &Sources<'_>, events: &[Event], tellers: &[&Teller]) -> Story {
    let mut documents: Vec<DocumentId> = tellers.iter().map(|t| t.id.clone()).collect();
    // Named by its first document: later ones leave the id as it is.
    let id = content_id("s", &[documents.first().map_or("", DocumentId::as_str)]);
    documents.sort();
    let own: BTreeSet<usize> = tellers.iter().flat_map(|t| t.events.keys().copied()).collect();
    let mut told: BTreeMap<&EventType, usize> = BTreeMap::new();
    let mut places: BTreeMap<&EntityId, usize> = BTreeMap::new();
    for &event in &own {
        let quiet = sources.packs.frames.get(&events[event].kind).is_some_and(|f| f.quiet);
        if !quiet {
            *told.entry(&events[event].kind).or_default() += events[event].reports.len();
        }
    }
    for (place, count) in tellers.iter().flat_map(|t| &t.places) {
        *places.entry(place).or_default() += count;
    }
    let most = |a: &(&EntityId, usize), b: &(&EntityId, usize)| a.1.cmp(&b.1).then(b.0.cmp(a.0));
    let place = places.into_iter().max_by(most).and_then(|(id, _)| sources.kinship.entity(id));
    let lang = language(sources, tellers);
    let place = place.map(|e| e.name(lang).to_owned()).filter(|name| !name.is_empty());
    let kind = told.into_iter().max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(a.0))).map(|(kind, _)| kind);
    let label = kind.map(|k| {
        let labels = sources.packs.frames.get(k).map(|f| &f.label);
        let label = labels.and_then(|l| l.get(&lang).or_else(|| l.values().next()));
        label.cloned().unwrap_or_else(|| k.to_string())
    });
    let month =
        tellers.iter().filter_map(|t| t.day).min().map(|d| format!("{:04}-{:02}", d.year(), d.month()));
    let title = [place, label, month].into_iter().flatten().collect::<Vec<_>>().join(", ");
    Story { id, title, documents, events: own.into_iter().map(|e| events[e].id.clone()).collect() }
}
