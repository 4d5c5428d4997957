//! Events: what the reports of one happening agree on.

use super::figures::{self, Rule, Told};
use super::{Sources, origins};
use crate::model::{
    EntityId, Event, EventId, EventType, Mode, Report, ReportId, Role, When, WhenEnd, Workers,
};
use crate::packs::Kin;
use jiff::civil::Date;
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};

/// All events, one for each group of reports.
pub(super) fn all(sources: &Sources<'_>, groups: &[Vec<usize>], workers: &dyn Workers) -> Vec<Event> {
    let made = workers.stretches(groups, |groups| {
        groups.iter().filter_map(|group| event(sources, group)).collect::<Vec<_>>()
    });
    made.into_iter().flatten().collect()
}

fn event(sources: &Sources<'_>, group: &[usize]) -> Option<Event> {
    let reports: Vec<&Report> = group.iter().map(|&k| &sources.reports[k]).collect();
    let anchor = anchor(sources, &reports)?;
    let kind = kind(sources, &reports).unwrap_or_else(|| anchor.kind.clone());
    let mutual = sources.packs.frames.get(&kind).is_some_and(|f| f.mutual);
    let filled = |roles: &[Role]| fillers(&reports, roles);
    let mut who = if mutual { filled(&[Role::Parties, Role::Who, Role::Whom]) } else { filled(&[Role::Who]) };
    if who.is_empty() {
        who = filled(&[Role::Parties]);
    }
    let origins = origins::of_event(sources, &reports);
    let told = told(sources, &reports, &origins);
    Some(Event {
        id: id_of(&anchor.id),
        kind,
        when: when(sources, &reports),
        place: places(sources, &reports),
        who,
        whom: if mutual { Vec::new() } else { filled(&[Role::Whom]) },
        mediator: filled(&[Role::Mediator]),
        from: filled(&[Role::From]),
        to: filled(&[Role::To]),
        reports: reports.iter().map(|r| r.id.clone()).collect(),
        counts: figures::of_event(&told, Rule::Tawatur),
        origins,
    })
}

/// The event's id, from the report it was first known by.
fn id_of(anchor: &ReportId) -> EventId {
    EventId::new(anchor.as_str().replacen('r', "e", 1))
}

/// The report of the earliest document; later documents leave it as it is.
fn anchor<'a>(sources: &Sources<'_>, reports: &[&'a Report]) -> Option<&'a Report> {
    let order = |r: &&&Report| {
        let day = sources.document(r).and_then(|d| d.published.date);
        (day.is_none(), day, r.document.clone(), r.span, r.id.clone())
    };
    reports.iter().min_by_key(order).copied()
}

/// The type most reports have that say more than a toll; of equals the first by name.
fn kind(sources: &Sources<'_>, reports: &[&Report]) -> Option<EventType> {
    let mut counted: BTreeMap<&EventType, (bool, usize)> = BTreeMap::new();
    for report in reports {
        let toll = sources.packs.frames.get(&report.kind).is_some_and(|f| f.toll);
        let entry = counted.entry(&report.kind).or_insert((!toll, 0));
        entry.1 += usize::from(report.mode != Mode::Agreed) + 1;
    }
    counted.into_iter().max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(a.0))).map(|(kind, _)| kind.clone())
}

/// Who fills roles, the most often named first; of those who stand for one another the one most often named.
pub(super) fn fillers(reports: &[&Report], roles: &[Role]) -> Vec<EntityId> {
    let mut named: BTreeMap<&EntityId, usize> = BTreeMap::new();
    for filler in reports.iter().flat_map(|r| &r.roles).filter(|f| roles.contains(&f.role)) {
        *named.entry(&filler.entity).or_default() += 1;
    }
    let mut named: Vec<(&EntityId, usize)> = named.into_iter().collect();
    named.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    named.into_iter().map(|(id, _)| id.clone()).collect()
}

/// The most exact places told: what holds another place told is left out.
fn places(sources: &Sources<'_>, reports: &[&Report]) -> Vec<EntityId> {
    let mut all = fillers(reports, &[Role::Where]);
    if all.iter().any(|id| !sources.kinship.is_generic(id)) {
        all.retain(|id| !sources.kinship.is_generic(id));
    }
    let holds_another =
        |id: &EntityId| all.iter().any(|other| other != id && sources.kinship.above(other).contains(id));
    all.iter().filter(|id| !holds_another(id)).cloned().collect()
}

/// The time most origins agree on; of equals the more exact, then the earlier. A time told in so many words goes before
/// one taken from the text around.
fn when(sources: &Sources<'_>, reports: &[&Report]) -> Option<When> {
    let in_words: Vec<&Report> =
        reports.iter().copied().filter(|r| r.when.is_some() && !r.is_time_taken()).collect();
    let reports = if in_words.is_empty() { reports } else { &in_words };
    let told: Vec<(&When, Vec<origins::Giver>)> =
        reports.iter().filter_map(|r| r.when.as_ref().map(|w| (w, origins::givers(sources, r)))).collect();
    // Many accounts tell few different times.
    let mut times: BTreeMap<(Date, Date), (&When, BTreeSet<&origins::Giver>)> = BTreeMap::new();
    for (when, givers) in &told {
        times.entry(when.bounds()).or_insert((*when, BTreeSet::new())).1.extend(givers);
    }
    let backed: BTreeMap<(Date, Date), usize> = times
        .iter()
        .map(|(bounds, (when, _))| {
            let meeting = times.values().filter(|(other, _)| other.meets(when));
            (*bounds, meeting.flat_map(|(_, givers)| givers).collect::<BTreeSet<_>>().len())
        })
        .collect();
    let backing = |when: &When| backed.get(&when.bounds()).copied().unwrap_or_default();
    let length = |when: &When| match (when.start, when.end) {
        (Some(start), WhenEnd::Day(end)) => end.duration_since(start).as_hours(),
        _ => i64::MAX,
    };
    let best = told.iter().map(|(w, _)| *w).max_by(|a, b| {
        backing(a).cmp(&backing(b)).then(length(b).cmp(&length(a))).then(b.bounds().cmp(&a.bounds()))
    })?;
    Some(When { span: None, ..best.clone() })
}

fn told(sources: &Sources<'_>, reports: &[&Report], origins: &[crate::model::Origin]) -> Vec<Told> {
    let mut behind: FxHashMap<&ReportId, Vec<usize>> = FxHashMap::default();
    for (k, origin) in origins.iter().enumerate() {
        origin.reports.iter().for_each(|id| behind.entry(id).or_default().push(k));
    }
    let mut told = Vec::new();
    for report in reports {
        let day = sources.document(report).and_then(|d| d.published.date);
        for count in &report.counts {
            told.push(Told {
                report: report.id.clone(),
                count: count.clone(),
                origins: behind.get(&report.id).cloned().unwrap_or_default(),
                day,
            });
        }
    }
    told
}

/// True when two lists of actors or places may mean the same ones.
pub(super) fn compatible(sources: &Sources<'_>, a: &[EntityId], b: &[EntityId]) -> bool {
    a.iter().any(|x| b.iter().any(|y| sources.kinship.between(x, y) < Kin::Doubt))
}
