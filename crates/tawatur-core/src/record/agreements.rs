//! Agreements: offers, deals and truces, with parties, mediator and terms gathered from all reports of the event and,
//! where these are silent, from the talks and truces of the same line; and how each stands.

use super::decide::Decided;
use super::events::compatible;
use super::outcomes::{self, Line};
use super::{Sources, start};
use crate::model::{
    Agreement, AgreementTerm, EntityId, EntityKind, Event, EventId, EventType, Mode, Report, ReportId, Role,
    Status, When,
};
use crate::packs::{Kin, Line as Part};
use crate::text::content_id;
use jiff::civil::Date;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// Days around an agreement within which talks and truces of its place are of its line.
const LINE: i64 = 10;

/// An agreement before its outcomes are known.
pub(super) struct Draft<'a> {
    pub event: &'a Event,
    pub reports: Vec<&'a Report>,
    pub part: Part,
    pub parties: Vec<EntityId>,
    pub mediator: Vec<EntityId>,
    pub terms: Vec<AgreementTerm>,
    pub start: Option<Date>,
    /// Its reports tell when; otherwise `start` is taken from their documents, which may have appeared days after it.
    pub dated: bool,
}

/// All agreements, by time and id.
pub(super) fn all(sources: &Sources<'_>, events: &[Event], decided: &Decided) -> Vec<Agreement> {
    let mut drafts: Vec<Draft<'_>> = events.iter().filter_map(|event| draft(sources, event)).collect();
    drafts.sort_by(|a, b| (a.start, &a.event.id).cmp(&(b.start, &b.event.id)));
    complete(sources, &mut drafts, events);
    let lines = outcomes::trace(sources, &mut drafts, events);
    decide(&mut drafts, decided, events);
    mark_overdue(sources, &mut drafts);
    drafts.into_iter().zip(lines).map(|(draft, line)| agreement(draft, &line)).collect()
}

/// The part an event plays: that of its weightiest report. Talks with terms on the table are an offer.
fn part(sources: &Sources<'_>, reports: &[&Report]) -> Option<Part> {
    let weight = |part: Part| match part {
        Part::Deal => 3,
        Part::Truce => 2,
        Part::Offer => 1,
        _ => 0,
    };
    let terms_told = reports.iter().any(|r| !r.terms.is_empty());
    let of = |r: &&Report| match sources.packs.frames.get(&r.kind).and_then(|f| f.line) {
        Some(Part::Talks) if terms_told => Some(Part::Offer),
        part => part,
    };
    reports.iter().filter_map(of).max_by_key(|p| weight(*p)).filter(|p| weight(*p) > 0)
}

fn draft<'a>(sources: &'a Sources<'_>, event: &'a Event) -> Option<Draft<'a>> {
    let reports: Vec<&Report> = event.reports.iter().filter_map(|id| sources.report(id)).collect();
    // What is only denied, wished or supposed is no agreement; what was tried is an offer.
    let told =
        |r: &&Report| !matches!(r.mode, Mode::Denied | Mode::Intended | Mode::Hypothetical | Mode::Habitual);
    if !reports.iter().any(told) {
        return None;
    }
    let part = part(sources, &reports)?;
    let start = match &event.when {
        Some(when) => when.start,
        None => reports.iter().filter_map(|r| sources.document(r)).filter_map(|d| d.published.date).min(),
    };
    let dated = reports.iter().any(|r| r.when.is_some() && !r.is_time_taken());
    Some(Draft {
        dated,
        parties: with_those_bound(sources, &reports, parties(sources, &reports, Some(part))),
        mediator: distinct(sources, &super::events::fillers(&reports, &[Role::Mediator])),
        terms: terms(sources, &reports),
        event,
        reports,
        part,
        start,
    })
}

/// The parties as one account gives them: of the accounts with most parties one that tells of the very part (of an
/// offer rather than of talks), and the one that others bear out most.
fn parties(sources: &Sources<'_>, reports: &[&Report], part: Option<Part>) -> Vec<EntityId> {
    let of_part = |r: &Report| part.is_some() && line(sources, r) == part;
    let told: Vec<(bool, Vec<EntityId>)> =
        reports.iter().map(|r| (of_part(r), of_report(sources, r))).filter(|(_, l)| !l.is_empty()).collect();
    let all = || told.iter().flat_map(|(_, list)| list);
    let bears_out = |id: &EntityId, other: &EntityId| sources.kinship.between(id, other) < Kin::Doubt;
    let backed =
        |list: &[EntityId]| list.iter().map(|id| all().filter(|x| bears_out(id, x)).count()).sum::<usize>();
    let best = told.iter().max_by(|(own_a, a), (own_b, b)| {
        // Two sides are what an agreement needs; a third counts for nothing.
        (a.len().min(2), own_a, backed(a)).cmp(&(b.len().min(2), own_b, backed(b))).then_with(|| b.cmp(a))
    });
    best.map(|(_, list)| list.clone()).unwrap_or_default()
}

/// The part that a report plays in the line of an agreement, by its type.
fn line(sources: &Sources<'_>, report: &Report) -> Option<Part> {
    sources.packs.frames.get(&report.kind).and_then(|f| f.line)
}

/// Where one side only is told, those who leave by the deal's terms are the other: "the army accepted the departure of
/// the fighters".
fn with_those_bound(sources: &Sources<'_>, reports: &[&Report], mut parties: Vec<EntityId>) -> Vec<EntityId> {
    if parties.len() != 1 {
        return parties;
    }
    let leaves = |kind: &EventType| sources.packs.frames.get(kind).is_some_and(|f| f.leaves);
    let of_terms = reports.iter().flat_map(|r| &r.terms).filter(|t| leaves(&t.kind)).flat_map(|t| &t.roles);
    let armed = |id: &EntityId| {
        let kind = sources.kinship.entity(id).map(|e| e.kind);
        matches!(kind, Some(EntityKind::Group | EntityKind::Force))
    };
    let bound: Vec<EntityId> =
        of_terms.filter(|f| f.role == Role::Whom && armed(&f.entity)).map(|f| f.entity.clone()).collect();
    parties.extend(bound.into_iter().take(1));
    distinct(sources, &parties)
}

/// Both sides as one report tells them.
fn of_report(sources: &Sources<'_>, report: &Report) -> Vec<EntityId> {
    let parties: Vec<EntityId> = report.fillers(Role::Parties).cloned().collect();
    let told = if parties.is_empty()
        && line(sources, report).is_some_and(|l| l != Part::Refusal && l != Part::Breach)
    {
        report.fillers(Role::Who).chain(report.fillers(Role::Whom)).cloned().collect()
    } else {
        parties
    };
    distinct(sources, &told)
}

/// Of those who stand for one another the first.
fn distinct(sources: &Sources<'_>, ids: &[EntityId]) -> Vec<EntityId> {
    let mut kept: Vec<EntityId> = Vec::new();
    for id in ids {
        if !kept.iter().any(|k| k == id || sources.kinship.between(k, id) < Kin::Wide) {
            kept.push(id.clone());
        }
    }
    kept
}

/// The terms of all reports, each type once.
fn terms(sources: &Sources<'_>, reports: &[&Report]) -> Vec<AgreementTerm> {
    let mut told: BTreeMap<EventType, Vec<ReportId>> = BTreeMap::new();
    for report in reports {
        let own = report.terms.iter().map(|t| t.kind.clone());
        // What is told as agreed is a provision itself.
        let provision =
            sources.packs.frames.get(&report.kind).is_some_and(|f| f.provision && f.line.is_none());
        let itself = (report.mode == Mode::Agreed && provision).then(|| report.kind.clone());
        for kind in own.chain(itself) {
            let reports = told.entry(kind).or_default();
            if !reports.contains(&report.id) {
                reports.push(report.id.clone());
            }
        }
    }
    told.into_iter()
        .map(|(kind, ids)| {
            let told = reports.iter().flat_map(|r| &r.terms).filter(|t| t.kind == kind);
            let deadline = told.filter_map(|t| t.deadline.clone()).max_by_key(When::bounds);
            AgreementTerm { deadline, ..AgreementTerm::new(kind, ids) }
        })
        .collect()
}

/// Where a deal's own reports name no parties or mediator, the nearest of its line with the same place do.
fn complete(sources: &Sources<'_>, drafts: &mut [Draft<'_>], events: &[Event]) {
    struct Known {
        start: Option<Date>,
        event: EventId,
        place: Vec<EntityId>,
        parties: Vec<EntityId>,
        mediator: Vec<EntityId>,
    }
    let mut known: Vec<Known> = events
        .iter()
        .filter_map(|event| {
            let reports: Vec<&Report> = event.reports.iter().filter_map(|id| sources.report(id)).collect();
            let of_line = reports
                .iter()
                .filter_map(|r| line(sources, r))
                .any(|l| matches!(l, Part::Talks | Part::Deal | Part::Truce));
            let told = reports.iter().any(|r| r.mode != Mode::Denied);
            (of_line && told).then(|| Known {
                start: start(event),
                event: event.id.clone(),
                place: event.place.clone(),
                parties: parties(sources, &reports, None),
                mediator: distinct(sources, &event.mediator),
            })
        })
        .collect();
    known.sort_by(|a, b| (a.start, &a.event).cmp(&(b.start, &b.event)));
    let lacking = drafts.iter_mut().filter(|d| d.part != Part::Offer && d.parties.len() < 2);
    for draft in lacking {
        let Some(start) = draft.start else { continue };
        let distance = |k: &Known| k.start.map(|day| (day.duration_since(start).as_hours() / 24).abs());
        let first = known.partition_point(|k| distance(k).is_none_or(|d| d > LINE) && k.start < draft.start);
        let within = known[first..].iter().map_while(|k| distance(k).filter(|d| *d <= LINE).map(|d| (d, k)));
        let nearest = within
            .filter(|(_, k)| k.parties.len() > 1 && k.event != draft.event.id)
            .filter(|(_, k)| compatible(sources, &k.place, &draft.event.place))
            .min_by(|a, b| a.0.cmp(&b.0).then_with(|| a.1.event.cmp(&b.1.event)));
        if let Some((_, found)) = nearest {
            draft.parties.clone_from(&found.parties);
            if draft.mediator.is_empty() {
                draft.mediator.clone_from(&found.mediator);
            }
        }
    }
}

/// What people said became of terms.
fn decide(drafts: &mut [Draft<'_>], decided: &Decided, events: &[Event]) {
    if decided.outcomes.is_empty() {
        return;
    }
    let event_of: FxHashMap<&ReportId, &Event> =
        events.iter().flat_map(|e| e.reports.iter().map(move |r| (r, e))).collect();
    let draft_of: FxHashMap<&EventId, usize> = drafts.iter().map(|d| &d.event.id).zip(0..).collect();
    for outcome in &decided.outcomes {
        let about = event_of.get(&outcome.agreement).and_then(|event| draft_of.get(&event.id));
        let Some(draft) = about.map(|&at| &mut drafts[at]) else { continue };
        let by = outcome.report.as_ref().and_then(|r| event_of.get(r));
        let by = by.map_or_else(|| draft.event.id.clone(), |e| e.id.clone());
        let known = draft.terms.iter().position(|t| t.kind == outcome.term);
        let at = known.unwrap_or_else(|| {
            let told = vec![outcome.agreement.clone()];
            draft.terms.push(AgreementTerm::new(outcome.term.clone(), told));
            draft.terms.len() - 1
        });
        let term = &mut draft.terms[at];
        let list = match outcome.outcome.as_str() {
            "carried_out" => &mut term.carried_out_by,
            "broken" => &mut term.broken_by,
            "refused" => &mut term.refused_by,
            _ => continue,
        };
        if !list.contains(&by) {
            list.push(by);
        }
    }
}

/// Terms whose deadline the latest document has passed, and of which no outcome is told. The record has no clock: what
/// has passed is measured by what it was given.
fn mark_overdue(sources: &Sources<'_>, drafts: &mut [Draft<'_>]) {
    let latest = sources.documents.values().filter_map(|d| d.published.date).max();
    for term in drafts.iter_mut().flat_map(|d| &mut d.terms) {
        let open = term.carried_out_by.is_empty() && term.broken_by.is_empty() && term.refused_by.is_empty();
        let passed = term.deadline.as_ref().is_some_and(|d| latest.is_some_and(|day| d.bounds().1 < day));
        term.overdue = open && passed;
    }
}

fn agreement(draft: Draft<'_>, line: &Line) -> Agreement {
    let (status, why) = status(&draft, line);
    Agreement {
        id: content_id("a", &[draft.event.id.as_str()]),
        event: draft.event.id.clone(),
        parties: draft.parties,
        mediator: draft.mediator,
        when: draft.event.when.clone(),
        place: draft.event.place.clone(),
        status,
        terms: draft.terms,
        why,
    }
}

/// How an agreement stands, and why in a sentence.
fn status(draft: &Draft<'_>, line: &Line) -> (Status, String) {
    let done = draft.terms.iter().filter(|t| !t.carried_out_by.is_empty()).count();
    let broken: usize = draft.terms.iter().map(|t| t.broken_by.len()).sum::<usize>() + line.broken_by.len();
    let refused = draft.terms.iter().any(|t| !t.refused_by.is_empty()) || !line.refused_by.is_empty();
    let real = |r: &&&Report| matches!(r.mode, Mode::Asserted | Mode::Reported | Mode::Agreed);
    if broken > 0 {
        let why = match broken {
            1 => "an event that breaks it is told".to_owned(),
            _ => format!("{broken} events that break it are told"),
        };
        return (Status::Broken, why);
    }
    if draft.part == Part::Offer {
        return match refused {
            true => (Status::Rejected, "an offer that was refused".to_owned()),
            false => (Status::Offered, "an offer; no acceptance is told".to_owned()),
        };
    }
    if draft.reports.iter().filter(real).count() == 0 {
        return (Status::Unclear, "only announced or tried".to_owned());
    }
    if done > 0 && done == draft.terms.len() && done > 1 {
        return (Status::CarriedOut, format!("all {done} terms were carried out"));
    }
    if done > 0 {
        return (Status::PartlyCarriedOut, format!("{done} of {} terms carried out", draft.terms.len()));
    }
    match draft.part {
        Part::Truce => (Status::InForce, "a truce that took effect; no breach is told".to_owned()),
        _ => (Status::Agreed, "concluded; nothing is told of its terms yet".to_owned()),
    }
}
