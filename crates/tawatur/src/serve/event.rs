//! An event: its facts with the claims that tell each, who says what side by side, origins, figures, disputes, decisions.

use super::Desk;
use super::claim::Claim;
use super::decide::{Decided, decided};
use super::disputes::{DisputeView, dispute};
use super::page::{Page, answer};
use super::words::{Days, grouped};
use crate::cli::Failure;
use askama::Template;
use axum::response::Response;
use serde::Serialize;
use std::collections::BTreeMap;
use tawatur_core::model::{EntityId, Event, EventId, Report, ReportId, Role};

#[derive(Serialize)]
struct View {
    id: String,
    #[serde(rename = "type")]
    kind: String,
    label: String,
    when: Days,
    when_claims: Vec<usize>,
    facts: Vec<Fact>,
    origins: Vec<OriginView>,
    figures: Vec<Figure>,
    disputes: Vec<DisputeView>,
    decisions: Vec<Decided>,
}

/// A field of the event with the claims that tell it.
#[derive(Serialize)]
struct Fact {
    label: String,
    values: Vec<Told>,
}

#[derive(Serialize)]
struct Told {
    value: String,
    claims: Vec<usize>,
}

#[derive(Serialize)]
struct OriginView {
    name: String,
    claims: Vec<Claim>,
}

#[derive(Serialize)]
struct Figure {
    of: String,
    best: String,
    low: String,
    high: String,
    rule: String,
    given: Vec<Told>,
}

#[derive(Template)]
#[template(path = "event.html")]
struct EventPage<'a> {
    page: &'a Page,
    view: &'a View,
}

/// The page of an event.
///
/// # Errors
/// When there is none of that id, or the store cannot be read.
pub fn page(page: &Page, id: &str, desk: &Desk<'_>) -> Result<Response, Failure> {
    let event = desk.store.event(&EventId::new(desk.store.full_id(id)?))?;
    let reports = desk.store.reports_of_event(&event.id)?;
    let mut numbers: BTreeMap<ReportId, usize> = BTreeMap::new();
    let mut origins = Vec::new();
    for origin in &event.origins {
        let mut claims = Vec::new();
        for report in reports.iter().filter(|r| origin.reports.contains(&r.id)) {
            let next = numbers.len() + 1;
            let text = desk.store.document(&report.document)?.document.text;
            claims.push(desk.claim(*numbers.entry(report.id.clone()).or_insert(next), report, &text)?);
        }
        origins.push(OriginView { name: desk.names.origin(origin), claims });
    }
    let disputes = desk.store.disputes_of(&event.id)?;
    let view = View {
        id: event.id.to_string(),
        kind: event.kind.to_string(),
        label: desk.kind(&event.kind),
        when: desk.tongue.when(event.when.as_ref()),
        when_claims: telling(&reports, &numbers, &|r| {
            r.when
                .as_ref()
                .zip(event.when.as_ref())
                .is_some_and(|(told, best)| told.bounds() == best.bounds())
        }),
        facts: facts(&event, &reports, &numbers, desk),
        origins,
        figures: figures(&event, &numbers, desk),
        disputes: disputes.iter().map(|d| dispute(d, desk)).collect::<Result<_, _>>()?,
        decisions: decided(&desk.store.decisions()?, desk, &|_, targets| {
            let ours = |t: &&str| *t == event.id.as_str() || event.reports.iter().any(|r| r.as_str() == *t);
            targets.iter().any(ours)
        }),
    };
    answer(page, &view, &EventPage { page, view: &view })
}

/// The numbers of the reports that tell something, in order.
fn telling(
    reports: &[Report],
    numbers: &BTreeMap<ReportId, usize>,
    tells: &dyn Fn(&Report) -> bool,
) -> Vec<usize> {
    let mut found: Vec<usize> =
        reports.iter().filter(|r| tells(r)).filter_map(|r| numbers.get(&r.id).copied()).collect();
    found.sort_unstable();
    found
}

fn facts(e: &Event, reports: &[Report], numbers: &BTreeMap<ReportId, usize>, desk: &Desk<'_>) -> Vec<Fact> {
    let claims = |tells: &dyn Fn(&Report) -> bool| telling(reports, numbers, tells);
    let mut facts = Vec::new();
    let fields: [(Role, &[EntityId]); 6] = [
        (Role::Where, &e.place),
        (Role::From, &e.from),
        (Role::To, &e.to),
        (Role::Who, &e.who),
        (Role::Whom, &e.whom),
        (Role::Mediator, &e.mediator),
    ];
    for (role, ids) in fields.into_iter().filter(|(_, ids)| !ids.is_empty()) {
        let plays = |filler: Role| filler == role || (role == Role::Who && filler == Role::Parties);
        let told = |id: &EntityId| Told {
            value: desk.names.entity(id),
            claims: claims(&|r| r.roles.iter().any(|f| plays(f.role) && f.entity == *id)),
        };
        let label = desk.tongue.word(&format!("role.{}", role.name()));
        facts.push(Fact { label, values: ids.iter().map(told).collect() });
    }
    facts
}

fn figures(e: &Event, numbers: &BTreeMap<ReportId, usize>, desk: &Desk<'_>) -> Vec<Figure> {
    let given = |(report, count): &(ReportId, tawatur_core::model::Count)| Told {
        value: desk.tongue.told(count),
        claims: numbers.get(report).copied().into_iter().collect(),
    };
    e.counts
        .iter()
        .map(|c| Figure {
            of: desk.tongue.counted(&c.of),
            best: grouped(c.best),
            low: grouped(c.low),
            high: grouped(c.high),
            rule: c.rule.clone(),
            given: c.given.iter().map(given).collect(),
        })
        .collect()
}
