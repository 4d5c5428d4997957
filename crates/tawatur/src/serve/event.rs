//! An event: its facts with the claims that tell each, who says what side by side, origins, figures, disputes, decisions.

use super::Desk;
use super::chart::{self, Chart, Given, chart};
use super::claim::{Claim, Named};
use super::decide::{Decided, decided};
use super::disputes::{DisputeView, dispute};
use super::page::{Asked, Page, Pages, answer};
use super::words::{Days, Tongue, grouped};
use crate::cli::Failure;
use askama::Template;
use axum::response::Response;
use serde::Serialize;
use std::collections::BTreeMap;
use tawatur_core::model::{Count, EntityId, Event, EventId, Report, ReportId, Role};

/// Claims on a page.
const ON_A_PAGE: usize = 40;
/// Values drawn of one figure.
const CHARTED: usize = 20;

#[derive(Serialize)]
struct View {
    id: String,
    #[serde(rename = "type")]
    kind: String,
    label: String,
    when: Days,
    when_claims: Vec<usize>,
    facts: Vec<Fact>,
    #[serde(flatten)]
    pages: Pages,
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
    /// What stands behind it.
    kind: String,
    /// Who told it on from the origin, outermost last, with the number of the claim; of the claims of this page.
    chains: Vec<Chain>,
    claims: Vec<Claim>,
}

/// The way from an origin to a document.
#[derive(Serialize)]
struct Chain {
    links: Vec<String>,
    claim: usize,
}

#[derive(Serialize)]
struct Figure {
    of: String,
    best: String,
    low: String,
    high: String,
    rule: String,
    given: Vec<Told>,
    #[serde(skip)]
    chart: Chart,
}

#[derive(Template)]
#[template(path = "event.html")]
struct EventPage<'a> {
    page: &'a Page,
    view: &'a View,
    place: Vec<Named>,
    width: f64,
}

/// The page of an event.
///
/// # Errors
/// When there is none of that id, or the store cannot be read.
pub fn page(page: &Page, id: &str, asked: &Asked, desk: &Desk<'_>) -> Result<Response, Failure> {
    let event = desk.store.event(&EventId::new(desk.store.full_id(id)?))?;
    let reports = desk.store.reports_of_event(&event.id)?;
    let by_id: BTreeMap<&ReportId, &Report> = reports.iter().map(|r| (&r.id, r)).collect();
    let mut numbers: BTreeMap<ReportId, usize> = BTreeMap::new();
    for report in event.origins.iter().flat_map(|o| &o.reports) {
        let next = numbers.len() + 1;
        numbers.entry(report.clone()).or_insert(next);
    }
    let pages = Pages::new(numbers.len(), ON_A_PAGE, asked);
    let shown = pages.offset + 1..=pages.offset + ON_A_PAGE;
    let mut origins = Vec::new();
    for origin in &event.origins {
        let mut claims = Vec::new();
        for id in origin.reports.iter().filter(|r| numbers.get(*r).is_some_and(|n| shown.contains(n))) {
            let Some(report) = by_id.get(id) else { continue };
            claims.push(desk.claim(numbers[id], report, &desk.names.text(&report.document)?)?);
        }
        if !claims.is_empty() {
            let name = desk.names.origin(origin);
            origins.push(OriginView {
                chains: claims.iter().map(|c| chain(c, &name)).collect(),
                name,
                kind: desk.tongue.value("origin_kind", &origin.kind),
                claims,
            });
        }
    }
    let documents: Vec<_> = reports.iter().map(|r| r.document.clone()).collect();
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
        pages,
        origins,
        figures: figures(&event, &by_id, &numbers, desk)?,
        disputes: disputes.iter().map(|d| dispute(d, desk)).collect::<Result<_, _>>()?,
        decisions: decided(&desk.store.decisions_on_any(&documents)?, desk, &|_, targets| {
            let ours = |t: &&str| *t == event.id.as_str() || event.reports.iter().any(|r| r.as_str() == *t);
            targets.iter().any(ours)
        }),
    };
    answer(
        page,
        &view,
        &EventPage { page, view: &view, place: desk.named(&event.place), width: chart::WIDTH },
    )
}

/// Who told a claim on, from its origin out to the outlet that published it.
fn chain(claim: &Claim, origin: &str) -> Chain {
    let told = claim.source.iter().find(|c| c.last().is_some_and(|l| l.name == origin));
    let mut links: Vec<String> =
        told.into_iter().flatten().rev().skip(1).map(|link| link.name.clone()).collect();
    let outlet = claim.outlet.clone().unwrap_or_else(|| claim.file.clone());
    if outlet != origin && links.last() != Some(&outlet) {
        links.push(outlet);
    }
    Chain { links, claim: claim.number }
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

fn figures(
    e: &Event,
    reports: &BTreeMap<&ReportId, &Report>,
    numbers: &BTreeMap<ReportId, usize>,
    desk: &Desk<'_>,
) -> Result<Vec<Figure>, Failure> {
    let given = |(report, count): &(ReportId, Count)| Told {
        value: desk.tongue.told(count),
        claims: numbers.get(report).copied().into_iter().collect(),
    };
    let mut all = Vec::new();
    for c in &e.counts {
        let mut drawn = Vec::new();
        for (report, count) in c.given.iter().take(CHARTED) {
            let day = match reports.get(report) {
                Some(found) => desk.store.record_document(&found.document)?.published.date,
                None => None,
            };
            let origin = e.origins.iter().find(|o| o.reports.contains(report));
            let who = origin.map_or_else(String::new, |o| desk.names.origin(o));
            let day = day.map_or_else(String::new, |d| format!(" \u{b7} {d}"));
            drawn.push(Given {
                giver: format!("{}{day}", shortened(&who)),
                said: grouped(count.value),
                values: (count.low, count.value, count.high),
            });
        }
        all.push(Figure {
            of: desk.tongue.counted(&c.of),
            best: grouped(c.best),
            low: grouped(c.low),
            high: grouped(c.high),
            rule: c.rule.clone(),
            given: c.given.iter().map(given).collect(),
            chart: chart(&drawn, c.best, desk.tongue == Tongue::Arabic),
        });
    }
    Ok(all)
}

/// A name that fits beside a chart.
fn shortened(name: &str) -> String {
    const LETTERS: usize = 20;
    if name.chars().count() <= LETTERS {
        return name.to_owned();
    }
    format!("{}…", name.chars().take(LETTERS - 1).collect::<String>())
}
