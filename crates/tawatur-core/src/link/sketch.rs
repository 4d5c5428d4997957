//! A report as linking sees it: days as numbers, roles as lists, figures by what they count. No words.

use super::Linkable;
use crate::model::{
    Count, EntityId, EventType, Mode, Published, PublishedPrecision, Report, ReportId, Role, When, WhenEnd,
    WhenPrecision,
};
use crate::packs::{Frame, Kin, Kinship, Line, Packs};
use jiff::civil::{Date, date};
use rustc_hash::FxHashMap;

/// The day that days are counted from.
const FIRST: Date = date(1970, 1, 1);
/// Longest interval, in days, that is told to the day.
const EXACT: i32 = 3;
/// Longest interval, in days, that is told as a week or month; beyond it lie seasons and years.
const PERIOD: i32 = 62;
/// Days before (or, for plans, after) its document that are its own days.
const RECENT: i32 = 10;
/// Days before its end in which lies what is told to have been so until then ("no deal so far").
const UNTIL: i32 = 14;

/// Days between two exact times from which on they are never one event, unless what they tell of lasts.
pub(super) const NEAR: i32 = 3;

/// The last day of what goes on.
pub(super) const OPEN: i32 = i32::MAX / 2;

/// How exactly a time is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Grain {
    /// To the day.
    Day,
    /// To the week or month.
    Period,
    /// Coarser, or open.
    Long,
}

/// When a report says it happened, in days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Days {
    pub start: i32,
    pub end: i32,
    pub grain: Grain,
}

/// A report as it is compared.
#[derive(Debug)]
pub(super) struct Sketch<'a> {
    pub report: &'a Report,
    /// The number of its type: from 0 in the order in which types are met.
    pub kind: usize,
    /// Number of its document in the sorted list.
    pub document: usize,
    pub published: Option<i32>,
    /// As its own words tell it; `None` where a rule took it from the text around.
    pub when: Option<Days>,
    /// What a rule took from the text around, where its own words tell no time.
    pub taken_when: Option<Days>,
    /// Where it happened; for movements where they began.
    pub place: Vec<&'a EntityId>,
    /// A rule took the place from the text around, or from elsewhere in the sentence.
    pub place_taken: bool,
    /// Where movements led.
    pub to: Vec<&'a EntityId>,
    pub who: Vec<&'a EntityId>,
    pub whom: Vec<&'a EntityId>,
    pub mediator: Vec<&'a EntityId>,
    /// The last of its first chain of sources.
    pub giver: Option<&'a EntityId>,
    pub frame: Option<&'a Frame>,
}

impl Sketch<'_> {
    /// True when it tells of the days before its document, not of the past.
    pub fn is_recent(&self) -> bool {
        match (self.when.or(self.taken_when), self.published) {
            (Some(when), Some(published)) => {
                when.grain != Grain::Long
                    && published - when.end <= RECENT
                    && when.start <= published + RECENT
            }
            _ => false,
        }
    }

    /// It tells its time to the day.
    pub fn is_exact(&self) -> bool {
        self.when.is_some_and(|when| when.grain == Grain::Day)
    }

    /// Both tell exact times, too far apart for one event.
    pub fn is_too_far_from(&self, other: &Self) -> bool {
        let exact = |s: &Self| s.when.filter(|when| when.grain == Grain::Day);
        let apart = exact(self).zip(exact(other)).is_some_and(|(x, y)| {
            let gap = x.start.max(y.start).saturating_sub(x.end.min(y.end));
            gap > NEAR
        });
        apart && !(self.lasts() && other.lasts())
    }

    /// It tells neither place nor time of its own.
    pub fn is_bare(&self) -> bool {
        (self.place.is_empty() || self.place_taken) && self.when.is_none()
    }

    /// Told as not having happened as fact: planned, wished, supposed.
    pub fn is_unreal(&self) -> bool {
        matches!(self.report.mode, Mode::Planned | Mode::Intended | Mode::Hypothetical)
    }

    /// A provision told as agreed.
    pub fn is_provision(&self) -> bool {
        self.report.mode == Mode::Agreed
    }

    /// A deal.
    pub fn is_deal(&self) -> bool {
        matches!(self.frame.and_then(|f| f.line), Some(Line::Deal))
    }

    /// True when the type begins a state that goes on.
    pub fn lasts(&self) -> bool {
        self.frame.is_some_and(|f| f.lasting)
    }

    /// Both sides have no direction.
    pub fn is_mutual(&self) -> bool {
        self.frame.is_some_and(|f| f.mutual)
    }

    /// Figures of the report.
    pub fn counts(&self) -> &[Count] {
        &self.report.counts
    }
}

/// Every report that stands, in the order of documents, spans and ids.
pub(super) fn all<'a>(
    documents: &[&'a Linkable],
    rejected: &[ReportId],
    kinship: &Kinship<'a>,
    packs: &'a Packs,
) -> Vec<Sketch<'a>> {
    let mut sketches = Vec::new();
    let mut types: FxHashMap<&EventType, usize> = FxHashMap::default();
    for (number, one) in documents.iter().enumerate() {
        let published = day_of(&one.document.published);
        let mut reports: Vec<&Report> =
            one.extraction.reports.iter().filter(|r| rejected.binary_search(&r.id).is_err()).collect();
        reports.sort_by(|a, b| (a.span, &a.id).cmp(&(b.span, &b.id)));
        reports.dedup_by(|a, b| a.id == b.id);
        for report in reports {
            let next = types.len();
            let kind = *types.entry(&report.kind).or_insert(next);
            sketches.push(Sketch { kind, ..sketch(report, number, published, kinship, packs) });
        }
    }
    sketches
}

fn sketch<'a>(
    report: &'a Report,
    document: usize,
    published: Option<i32>,
    kinship: &Kinship<'a>,
    packs: &'a Packs,
) -> Sketch<'a> {
    let of = |roles: &[Role]| -> Vec<&'a EntityId> {
        let mut found: Vec<&EntityId> = Vec::new();
        for filler in report.roles.iter().filter(|f| roles.contains(&f.role)) {
            if !found.iter().any(|id| kinship.canonical(id) == kinship.canonical(&filler.entity)) {
                found.push(&filler.entity);
            }
        }
        found
    };
    let frame = packs.frames.get(&report.kind);
    let mutual = frame.is_some_and(|f| f.mutual) || report.roles.iter().any(|f| f.role == Role::Parties);
    let (who, whom) = if mutual {
        (of(&[Role::Parties, Role::Who, Role::Whom]), Vec::new())
    } else {
        (of(&[Role::Who]), of(&[Role::Whom]))
    };
    let to = of(&[Role::To]);
    let arrives = |id: &EntityId| {
        let leads_there = |goal: &&EntityId| match kinship.between(id, goal) {
            Kin::Same | Kin::Part => true,
            Kin::Wide => kinship.is_wide(id),
            _ => false,
        };
        frame.is_some_and(|f| f.leaves) && to.iter().any(leads_there)
    };
    // People leave from where they were; an attack is launched from elsewhere.
    let from = if frame.is_some_and(|f| f.leaves) { of(&[Role::From]) } else { Vec::new() };
    let told: Vec<&EntityId> =
        of(&[Role::Where]).into_iter().filter(|id| !from.contains(id) && !arrives(id)).collect();
    // "The area" and "a town" place nothing.
    let named = |id: &&EntityId| !kinship.is_generic(id);
    let mut place: Vec<&EntityId> = from.into_iter().chain(told).filter(named).collect();
    if place.is_empty() {
        place = of(&[Role::From]).into_iter().filter(named).collect();
    }
    if place.is_empty() {
        // Who besieges a town names the town as the one besieged.
        place = whom.iter().copied().filter(|id| kinship.is_place(id) && !kinship.is_generic(id)).collect();
    }
    if place.is_empty() && frame.is_some_and(|f| f.line.is_some()) {
        // A deal told without a place is about the places of its terms.
        let of_terms = report.terms.iter().flat_map(|t| &t.roles);
        let places = of_terms.filter(|f| matches!(f.role, Role::From | Role::Where)).map(|f| &f.entity);
        places.for_each(|id| {
            if !place.contains(&id) && !kinship.is_generic(id) {
                place.push(id);
            }
        });
    }
    let whom = whom.into_iter().filter(|id| !kinship.is_place(id)).collect();
    let when = report.when.as_ref().and_then(days).map(|told| about(report.when.as_ref(), told));
    let (when, taken_when) = if report.is_time_taken() { (None, when) } else { (when, None) };
    Sketch {
        report,
        kind: 0,
        document,
        published,
        when,
        taken_when,
        place,
        place_taken: report.is_place_taken(),
        to: to.into_iter().filter(|id| !kinship.is_generic(id)).collect(),
        who,
        whom,
        mediator: of(&[Role::Mediator]),
        giver: report.source.first().and_then(|c| c.0.last()).map(|l| &l.entity),
        frame,
    }
}

/// "A month later" reckons to the day and means about then: as far around as the unit it was told in.
fn about(told: Option<&When>, days: Days) -> Days {
    /// Half a week, half a month, half a year.
    const HALVES: [i32; 3] = [3, 15, 183];
    let half = told.filter(|when| when.span.is_some() && days.start == days.end).map(|w| w.precision);
    let around = |half: i32, grain| Days { start: days.start - half, end: days.end + half, grain };
    match half {
        Some(WhenPrecision::Week) => around(HALVES[0], Grain::Period),
        Some(WhenPrecision::Month) => around(HALVES[1], Grain::Period),
        Some(WhenPrecision::Year) => around(HALVES[2], Grain::Long),
        _ => days,
    }
}

/// Days from the first day.
pub(super) fn number(date: Date) -> i32 {
    // The calendar holds fewer than eight million days.
    i32::try_from(date.duration_since(FIRST).as_hours() / 24).unwrap_or_default()
}

/// The day a document appeared, when it is known to the week.
fn day_of(published: &Published) -> Option<i32> {
    match published.precision {
        PublishedPrecision::Day | PublishedPrecision::Week => published.date.map(number),
        PublishedPrecision::Month => published.date.map(|d| number(d) + 15),
        PublishedPrecision::Year | PublishedPrecision::Unknown => None,
    }
}

fn days(when: &When) -> Option<Days> {
    let start = when.start.map(number);
    let end = match when.end {
        WhenEnd::Day(day) => Some(number(day)),
        WhenEnd::Open => None,
    };
    match (start, end) {
        (Some(start), Some(end)) => {
            let days = end - start;
            let grain = if days <= EXACT {
                Grain::Day
            } else if days <= PERIOD {
                Grain::Period
            } else {
                Grain::Long
            };
            Some(Days { start, end: end.max(start), grain })
        }
        (Some(start), None) => Some(Days { start, end: OPEN, grain: Grain::Long }),
        (None, Some(end)) => Some(Days { start: end - UNTIL, end, grain: Grain::Period }),
        (None, None) => None,
    }
}
