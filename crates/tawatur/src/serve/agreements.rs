//! Agreements: parties, mediator, terms and what became of each.

use super::claim::Named;
use super::page::{Asked, Page, Pages, answer};
use super::timeline::filter;
use super::views::Views;
use super::words::Days;
use super::{Desk, why};
use crate::cli::Failure;
use askama::Template;
use axum::response::Response;
use serde::Serialize;
use tawatur_core::model::{Agreement, AgreementTerm, EventId};

/// Rows on a page.
const ON_A_PAGE: usize = 50;

#[derive(Serialize)]
struct View {
    #[serde(flatten)]
    pages: Pages,
    agreements: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
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
    terms: Vec<Term>,
}

#[derive(Serialize)]
struct Term {
    #[serde(rename = "type")]
    kind: String,
    label: String,
    fates: Vec<Fate>,
}

/// What became of a term.
#[derive(Serialize)]
struct Fate {
    label: String,
    event: String,
    when: Days,
}

#[derive(Template)]
#[template(path = "agreements.html")]
struct AgreementsPage<'a> {
    views: Views,
    page: &'a Page,
    view: &'a View,
}

/// Every agreement that the address lets through.
///
/// # Errors
/// When a parameter or the store cannot be read.
pub fn page(page: &Page, asked: &Asked, desk: &Desk<'_>) -> Result<Response, Failure> {
    let mut filter = filter(asked, desk)?;
    filter.without.clear();
    let total = desk.count(format!("agreements {filter:?}"), || desk.store.count_agreements(&filter))?;
    let pages = Pages::new(total, page.rows(ON_A_PAGE), asked);
    filter.limit = Some(page.rows(ON_A_PAGE));
    filter.offset = pages.offset;
    let found = desk.store.agreements(&filter)?;
    let view = View { pages, agreements: found.iter().map(|a| row(a, desk)).collect::<Result<_, _>>()? };
    answer(page, &view, &AgreementsPage { views: Views::of(page, desk)?, page, view: &view })
}

fn row(a: &Agreement, desk: &Desk<'_>) -> Result<Row, Failure> {
    let event = desk.store.event(&a.event)?;
    Ok(Row {
        id: a.id.clone(),
        event: a.event.to_string(),
        label: desk.kind(&event.kind),
        when: desk.tongue.when(a.when.as_ref()),
        place: desk.named(&a.place),
        parties: desk.named(&a.parties),
        mediator: desk.named(&a.mediator),
        status: desk.tongue.value("status", &a.status),
        why: why::standing(a, desk.tongue),
        terms: a.terms.iter().map(|t| term(t, desk)).collect::<Result<_, _>>()?,
    })
}

fn term(t: &AgreementTerm, desk: &Desk<'_>) -> Result<Term, Failure> {
    let told: [(&str, &[EventId]); 3] = [
        ("fate.carried_out", &t.carried_out_by),
        ("fate.refused", &t.refused_by),
        ("fate.broken", &t.broken_by),
    ];
    let mut fates = Vec::new();
    for (key, events) in told {
        for id in events {
            let when = desk.tongue.when(desk.store.event(id)?.when.as_ref());
            fates.push(Fate { label: desk.tongue.word(key), event: id.to_string(), when });
        }
    }
    Ok(Term { kind: t.kind.to_string(), label: desk.kind(&t.kind), fates })
}
