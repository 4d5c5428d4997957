//! What became of agreements: events that carry out or break their terms, breaches and refusals.
//!
//! Which types carry out or break which terms is said by the frames. An event belongs to the latest agreement of its
//! place with such a term; a breach or refusal told without more belongs to the deal its document told last.

use super::agreements::Draft;
use super::events::compatible;
use super::{Sources, start};
use crate::model::{DocumentId, EntityId, Event, EventId, EventType, Mode, Report, Role};
use crate::packs::{Kin, Line as Part};
use jiff::civil::Date;
use rustc_hash::FxHashMap;

/// Days after an agreement within which its terms are carried out.
const CARRIED_OUT: i64 = 120;
/// Days a truce is held to last when nothing ends it.
const TRUCE: i64 = 45;
/// Days by which an event may be told before the agreement it carries out.
const EARLY: i64 = 1;
/// The same, before an agreement of which only the day of a report is known.
const EARLY_UNDATED: i64 = 7;

/// What became of an agreement as a whole.
#[derive(Debug, Default)]
pub(super) struct Line {
    pub broken_by: Vec<EventId>,
    pub refused_by: Vec<EventId>,
}

/// Puts under each term the events that carried it out or broke it. `drafts` are sorted by time.
pub(super) fn trace(sources: &Sources<'_>, drafts: &mut [Draft<'_>], events: &[Event]) -> Vec<Line> {
    let mut lines: Vec<Line> = drafts.iter().map(|_| Line::default()).collect();
    let found = Index::new(drafts);
    for event in events {
        let reports: Vec<&Report> = event.reports.iter().filter_map(|id| sources.report(id)).collect();
        let real: Vec<&Report> =
            reports.into_iter().filter(|r| matches!(r.mode, Mode::Asserted | Mode::Reported)).collect();
        if real.is_empty() {
            continue;
        }
        match sources.packs.frames.get(&event.kind).and_then(|f| f.line) {
            Some(Part::Breach) => breach(sources, drafts, &found, &mut lines, event, &real),
            Some(Part::Refusal) => refusal(sources, drafts, &found, &mut lines, event, &real),
            _ => deed(sources, drafts, &found, event, &real),
        }
    }
    lines
}

/// Where agreements are found, so that not every event is held against every agreement. Places in the list of drafts,
/// in its order, which is that of time.
struct Index {
    /// Deals and truces by the types of their terms.
    holding: FxHashMap<EventType, Vec<usize>>,
    /// Deals and truces.
    concluded: Vec<usize>,
    /// All by the documents that tell of them.
    told: FxHashMap<DocumentId, Vec<usize>>,
}

impl Index {
    fn new(drafts: &[Draft<'_>]) -> Self {
        let mut index =
            Self { holding: FxHashMap::default(), concluded: Vec::new(), told: FxHashMap::default() };
        let put = |list: &mut Vec<usize>, k: usize| {
            if list.last() != Some(&k) {
                list.push(k);
            }
        };
        for (k, draft) in drafts.iter().enumerate() {
            if draft.part != Part::Offer {
                index.concluded.push(k);
                let terms = draft.terms.iter();
                terms.for_each(|t| put(index.holding.entry(t.kind.clone()).or_default(), k));
            }
            let reports = draft.reports.iter();
            reports.for_each(|r| put(index.told.entry(r.document.clone()).or_default(), k));
        }
        index
    }

    fn holding(&self, term: &EventType) -> &[usize] {
        self.holding.get(term).map_or(&[], Vec::as_slice)
    }

    fn told_in(&self, document: &DocumentId) -> &[usize] {
        self.told.get(document).map_or(&[], Vec::as_slice)
    }
}

/// Places of an event and of a draft that may be one, or one of them not told.
fn place_fits(sources: &Sources<'_>, draft: &Draft<'_>, places: &[EntityId]) -> bool {
    let own: Vec<EntityId> = draft.event.place.iter().chain(&draft.event.from).cloned().collect();
    own.is_empty() || places.is_empty() || compatible(sources, &own, places)
}

/// Where an event took place, as its outcome is concerned.
fn places(event: &Event) -> Vec<EntityId> {
    event.place.iter().chain(&event.from).cloned().collect()
}

fn days(from: Option<Date>, to: Option<Date>) -> Option<i64> {
    Some(to?.duration_since(from?).as_hours() / 24)
}

fn early(draft: &Draft<'_>) -> i64 {
    if draft.dated { EARLY } else { EARLY_UNDATED }
}

fn deed(sources: &Sources<'_>, drafts: &mut [Draft<'_>], index: &Index, event: &Event, real: &[&Report]) {
    let day = start(event);
    let places = places(event);
    let mut kinds: Vec<&EventType> = real.iter().map(|r| &r.kind).collect();
    kinds.sort();
    kinds.dedup();
    for kind in kinds {
        let Some(frame) = sources.packs.frames.get(kind) else { continue };
        for term in &frame.carries_out {
            let fits = |d: &Draft<'_>| place_fits(sources, d, &places);
            if let Some(at) = last_before(drafts, index.holding(term), event, day, CARRIED_OUT, fits) {
                let found = drafts[at].terms.iter_mut().filter(|t| t.kind == *term);
                found.for_each(|t| t.carried_out_by.push(event.id.clone()));
            }
        }
        for broken in &frame.breaks {
            let term = EventType::new(broken);
            let fits = |d: &Draft<'_>| place_fits(sources, d, &places) && bound(sources, d, event, &term);
            let within = if broken == "ceasefire" { TRUCE } else { i64::MAX };
            if let Some(at) = last_before(drafts, index.holding(&term), event, day, within, fits) {
                let found = drafts[at].terms.iter_mut().filter(|t| t.kind == term);
                found.for_each(|t| t.broken_by.push(event.id.clone()));
            }
        }
    }
}

/// Of the agreements `among` those in `drafts` the latest that fits and began before an event of this day.
fn last_before(
    drafts: &[Draft<'_>],
    among: &[usize],
    event: &Event,
    day: Option<Date>,
    within: i64,
    fits: impl Fn(&Draft<'_>) -> bool,
) -> Option<usize> {
    let gap = |k: usize| days(drafts[k].start, day);
    // Those without a day stand first.
    let begun = among.partition_point(|&k| gap(k).is_none_or(|gap| gap >= -EARLY_UNDATED));
    let in_time = among[..begun].iter().rev().take_while(|&&k| gap(k).is_some_and(|gap| gap <= within));
    let not_early = |k: usize| gap(k).is_some_and(|gap| gap >= -early(&drafts[k]));
    in_time.copied().find(|&k| drafts[k].event.id != event.id && not_early(k) && fits(&drafts[k]))
}

/// True when a deed is of those the term binds: told actors of either that are known to be others are not.
fn bound(sources: &Sources<'_>, draft: &Draft<'_>, event: &Event, term: &EventType) -> bool {
    let doers: Vec<&EntityId> = event.who.iter().chain(&event.whom).collect();
    let of_term: Vec<&EntityId> = draft
        .reports
        .iter()
        .flat_map(|r| &r.terms)
        .filter(|t| t.kind == *term)
        .flat_map(|t| t.roles.iter().filter(|f| f.role == Role::Who).map(|f| &f.entity))
        .collect();
    let named = if of_term.is_empty() { draft.parties.iter().collect() } else { of_term };
    // A class ("fighters") binds a class; who has a name of his own must be of the parties.
    let generic = |id: &EntityId| sources.kinship.is_generic(id);
    let binds = |a: &EntityId, b: &EntityId| match sources.kinship.between(a, b) {
        Kin::Comparable => generic(a) || !generic(b),
        kin => kin < Kin::Doubt,
    };
    let kin = |a: &EntityId| named.iter().any(|b| binds(a, b));
    named.is_empty() || doers.is_empty() || doers.iter().any(|d| kin(d))
}

/// The deal that a document told last before a passage and that fits in time and place.
fn told_before(
    sources: &Sources<'_>,
    drafts: &[Draft<'_>],
    index: &Index,
    event: &Event,
    report: &Report,
    parts: &[Part],
) -> Option<usize> {
    let mut best: Option<(u32, usize)> = None;
    for &k in index.told_in(&report.document) {
        let draft = &drafts[k];
        if !parts.contains(&draft.part) || !place_fits(sources, draft, &places(event)) {
            continue;
        }
        // A deal named in the words of the breach itself is the one, whatever time they tell.
        let in_time = days(draft.start, start(event)).is_none_or(|gap| gap >= -early(draft));
        let told = draft.reports.iter().filter(|r| {
            let before = in_time && r.span.start < report.span.start;
            r.document == report.document && (before || report.span.contains(r.span))
        });
        if let Some(at) = told.map(|r| r.span.start).max()
            && best.is_none_or(|(before, _)| at > before)
        {
            best = Some((at, k));
        }
    }
    best.map(|(_, k)| k)
}

fn breach(
    sources: &Sources<'_>,
    drafts: &mut [Draft<'_>],
    index: &Index,
    lines: &mut [Line],
    event: &Event,
    real: &[&Report],
) {
    let parts = [Part::Deal, Part::Truce];
    let told = real.iter().find_map(|r| told_before(sources, drafts, index, event, r, &parts));
    let places = places(event);
    let fits = |d: &Draft<'_>| parts.contains(&d.part) && place_fits(sources, d, &places);
    let last = || last_before(drafts, &index.concluded, event, start(event), i64::MAX, fits);
    let Some(at) = told.or_else(last) else { return };
    lines[at].broken_by.push(event.id.clone());
    for term in drafts[at].terms.iter_mut() {
        term.broken_by.push(event.id.clone());
    }
}

fn refusal(
    sources: &Sources<'_>,
    drafts: &mut [Draft<'_>],
    index: &Index,
    lines: &mut [Line],
    event: &Event,
    real: &[&Report],
) {
    /// Bytes after an offer within which a refusal of the same document is of that offer.
    const NEAR: u32 = 800;
    for report in real {
        let Some(at) = told_before(sources, drafts, index, event, report, &[Part::Offer]) else { continue };
        let near = drafts[at]
            .reports
            .iter()
            .any(|r| r.document == report.document && report.span.start.saturating_sub(r.span.end) <= NEAR);
        let same_day = days(drafts[at].start, start(event)).is_none_or(|gap| gap <= CARRIED_OUT);
        if near && same_day {
            lines[at].refused_by.push(event.id.clone());
            for term in drafts[at].terms.iter_mut() {
                term.refused_by.push(event.id.clone());
            }
            return;
        }
    }
}
