//! One agreement as a settlement ledger: each term with its deadline, what became of it and on whose word, over time; and
//! the forms by which a person keeps it where reports are silent.

use super::claim::Named;
use super::decide::{Decided, decided};
use super::disputes::{Quote, quote};
use super::page::{Page, answer};
use super::review::{Form, kept};
use super::timeline::Choice;
use super::words::Days;
use super::{App, Desk, guard, why};
use crate::cli::Failure;
use crate::cli::decide::keep;
use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Serialize;
use tawatur_core::model::{Agreement, AgreementTerm, EventId, Maker, ReportId};

/// Quotations shown of one event or term.
const QUOTED: usize = 2;

#[derive(Serialize)]
struct View {
    id: String,
    event: String,
    label: String,
    when: Days,
    #[serde(rename = "where")]
    place: Vec<Named>,
    parties: Vec<Named>,
    mediator: Vec<Named>,
    status: String,
    why: String,
    told: Vec<Quote>,
    terms: Vec<Term>,
    decisions: Vec<Decided>,
    /// The report that decisions on terms are laid down under.
    report: String,
}

#[derive(Serialize)]
struct Term {
    #[serde(rename = "type")]
    kind: String,
    label: String,
    deadline: Days,
    /// The deadline passed, and nothing is told of what became of it.
    overdue: bool,
    told: Vec<Quote>,
    fates: Vec<Fate>,
}

/// What became of a term, and the words for it.
#[derive(Serialize)]
struct Fate {
    label: String,
    event: String,
    event_label: String,
    when: Days,
    told: Vec<Quote>,
}

#[derive(Template)]
#[template(path = "agreement.html")]
struct AgreementPage<'a> {
    page: &'a Page,
    view: &'a View,
    token: &'a str,
    by: &'a str,
    provisions: Vec<Choice>,
}

/// The page of an agreement.
///
/// # Errors
/// When there is none of that id, or the store cannot be read.
pub fn page(page: &Page, id: &str, desk: &Desk<'_>, app: &App) -> Result<Response, Failure> {
    let agreement = desk.store.agreement(&desk.store.full_id(id)?)?;
    let event = desk.store.event(&agreement.event)?;
    let reports = desk.store.reports_of_event(&event.id)?;
    let documents: Vec<_> = reports.iter().map(|r| r.document.clone()).collect();
    let own = |t: &&str| *t == agreement.id || event.reports.iter().any(|r| r.as_str() == *t);
    let decisions = desk.store.decisions_on_any(&documents)?;
    let view = View {
        id: agreement.id.clone(),
        event: event.id.to_string(),
        label: desk.kind(&event.kind),
        when: desk.tongue.when(agreement.when.as_ref()),
        place: desk.named(&agreement.place),
        parties: desk.named(&agreement.parties),
        mediator: desk.named(&agreement.mediator),
        status: desk.tongue.value("status", &agreement.status),
        why: why::standing(&agreement, desk.tongue),
        told: quotes(&event.reports, desk)?,
        terms: terms(&agreement, desk)?,
        decisions: decided(&decisions, desk, &|_, targets| targets.iter().any(own)),
        report: event.reports.first().map(ToString::to_string).unwrap_or_default(),
    };
    let provisions = Choice::kinds(desk, "")
        .into_iter()
        .filter(|c| {
            let frame = desk.packs.frames.get(&tawatur_core::model::EventType::new(&c.id));
            frame.is_some_and(|f| f.provision || f.term_only)
        })
        .collect();
    let by = &app.0.by;
    answer(page, &view, &AgreementPage { page, view: &view, token: &app.0.token, by, provisions })
}

fn quotes(reports: &[ReportId], desk: &Desk<'_>) -> Result<Vec<Quote>, Failure> {
    reports.iter().take(QUOTED).map(|r| quote(r, desk)).collect()
}

fn terms(agreement: &Agreement, desk: &Desk<'_>) -> Result<Vec<Term>, Failure> {
    agreement.terms.iter().map(|t| term(t, desk)).collect()
}

fn term(t: &AgreementTerm, desk: &Desk<'_>) -> Result<Term, Failure> {
    let lists: [(&str, &[EventId]); 3] = [
        ("fate.carried_out", &t.carried_out_by),
        ("fate.refused", &t.refused_by),
        ("fate.broken", &t.broken_by),
    ];
    let mut fates = Vec::new();
    for (key, events) in lists {
        for id in events {
            let event = desk.store.event(id)?;
            let fate = Fate {
                label: desk.tongue.word(key),
                event: id.to_string(),
                event_label: desk.kind(&event.kind),
                when: desk.tongue.when(event.when.as_ref()),
                told: quotes(&event.reports, desk)?,
            };
            fates.push((event.when.map(|w| w.bounds()), fate));
        }
    }
    fates.sort_by_key(|f| f.0);
    let mut deadline = None;
    for id in &t.reports {
        let report = desk.store.report(id)?;
        deadline =
            deadline.or(report.terms.into_iter().find(|own| own.kind == t.kind).and_then(|own| own.deadline));
    }
    Ok(Term {
        kind: t.kind.to_string(),
        label: desk.kind(&t.kind),
        deadline: desk.tongue.when(deadline.as_ref()),
        overdue: t.overdue,
        told: quotes(&t.reports, desk)?,
        fates: fates.into_iter().map(|f| f.1).collect(),
    })
}

/// Stores what a form of an agreement's page sends, has the record built, and leads back there.
///
/// # Errors
/// When it names nothing that is there, or a value cannot be read.
pub fn store(page: &Page, id: &str, form: &Form, app: &App) -> Result<Response, Failure> {
    if !guard::same(form.get("token").unwrap_or(""), &app.0.token) {
        let reason = "This form is of another run of tawatur. Open the agreement again and decide there.";
        return Ok((StatusCode::FORBIDDEN, reason).into_response());
    }
    let by = Maker::Person(app.0.by.clone());
    let mut store = app.store();
    let what = kept(form, &Desk::new(&store, app, page.tongue), &app.0.by)?;
    keep(&what, &by, &mut store, &app.0.packs)?;
    store.rebuild_record(&app.0.packs)?;
    Ok(Redirect::to(&page.agreement(id)).into_response())
}
