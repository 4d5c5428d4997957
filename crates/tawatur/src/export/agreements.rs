//! `export agreements`: agreements, truces and offers with terms, deadlines, outcomes and evidence, as CSV (a row a term)
//! or with `--json` as one object.

use super::sheet::{Sheet, columns};
use super::view::{Evidence, View, joined};
use crate::cli::Failure;
use serde::Serialize;
use std::io::Write;
use tawatur_core::model::{
    Agreement, AgreementTerm, EntityId, EventId, ReportId, Role, Status, Term, When, WhenEnd,
};

/// Version of this format.
const VERSION: u32 = 1;

columns! {
    /// A term of an agreement; an agreement without terms has one row.
    Row {
        agreement, event, kind, status, why, start, end, place, parties, mediator, origins, term, term_kind,
        who, whom, term_where, from, to, what, into, figures, deadline, outcome, carried_out_by, broken_by,
        refused_by, evidence, evidence_text, page,
    }
}

#[derive(Debug, Serialize)]
struct Export {
    tawatur_agreements: u32,
    agreements: Vec<AgreementRow>,
}

#[derive(Debug, Serialize)]
struct AgreementRow {
    id: String,
    event: String,
    #[serde(rename = "type")]
    kind: String,
    status: Status,
    why: String,
    start: Option<String>,
    end: Option<String>,
    #[serde(rename = "where")]
    place: Vec<Named>,
    parties: Vec<Named>,
    mediator: Vec<Named>,
    origins: usize,
    page: String,
    evidence: Vec<Quotation>,
    terms: Vec<TermRow>,
}

#[derive(Debug, Serialize)]
struct Named {
    id: String,
    name: String,
}

#[derive(Debug, Serialize)]
struct Quotation {
    report: String,
    document: String,
    sha256: String,
    range: [usize; 2],
    text: String,
    url: Option<String>,
}

#[derive(Debug, Serialize)]
struct TermRow {
    #[serde(rename = "type")]
    kind: String,
    outcome: &'static str,
    told: Vec<ToldRow>,
    carried_out_by: Vec<Outcome>,
    broken_by: Vec<Outcome>,
    refused_by: Vec<Outcome>,
    evidence: Vec<Quotation>,
}

/// The term as one report words it.
#[derive(Debug, Serialize)]
struct ToldRow {
    roles: Vec<(&'static str, Named)>,
    what: Option<String>,
    into: Option<String>,
    figures: Vec<String>,
    deadline: Option<String>,
}

#[derive(Debug, Serialize)]
struct Outcome {
    event: String,
    start: Option<String>,
}

/// Writes the export.
///
/// # Errors
/// When the output cannot be written.
pub fn write(view: &View, out: &mut dyn Write) -> Result<(), Failure> {
    let all = &view.record.agreements;
    if view.options.json {
        let export = Export {
            tawatur_agreements: VERSION,
            agreements: all.iter().map(|a| AgreementRow::new(a, view)).collect(),
        };
        serde_json::to_writer(&mut *out, &export)?;
        out.write_all(b"\n")?;
        return Ok(());
    }
    let mut sheet = Sheet::new(out, view.options.raw);
    sheet.header(Row::HEADER)?;
    for agreement in all {
        for (number, term) in agreement.terms.iter().enumerate() {
            sheet.row(&row(agreement, Some((number + 1, term)), view)?.cells())?;
        }
        if agreement.terms.is_empty() {
            sheet.row(&row(agreement, None, view)?.cells())?;
        }
    }
    Ok(())
}

fn row(agreement: &Agreement, term: Option<(usize, &AgreementTerm)>, view: &View) -> Result<Row, Failure> {
    let (start, end) = days(agreement.when.as_ref());
    let status = serde_json::to_value(agreement.status)?;
    let mut row = Row {
        agreement: agreement.id.clone().into(),
        event: agreement.event.to_string().into(),
        kind: kind(agreement, view).into(),
        status: status.as_str().into(),
        why: agreement.why.clone().into(),
        start: start.into(),
        end: end.into(),
        place: view.names(&agreement.place).into(),
        parties: view.names(&agreement.parties).into(),
        mediator: view.names(&agreement.mediator).into(),
        origins: origins(agreement, view).into(),
        page: view.page("agreement", &agreement.id).into(),
        ..Row::default()
    };
    let reports = term.map_or_else(|| reports(agreement, view), |(_, term)| term.reports.as_slice());
    let evidence: Vec<&Evidence> = reports.iter().filter_map(|id| view.evidence(id)).collect();
    row.evidence = joined(evidence.iter().map(|e| e.reference())).into();
    row.evidence_text = evidence.first().map(|e| e.text.clone()).into();
    if let Some((number, term)) = term {
        let told = told(term, view);
        let role = |role: Role| {
            joined(
                told.iter().flat_map(|t| &t.roles).filter(|f| f.role == role).map(|f| view.name(&f.entity)),
            )
        };
        row.term = number.into();
        row.term_kind = term.kind.to_string().into();
        row.who = role(Role::Who).into();
        row.whom = role(Role::Whom).into();
        row.term_where = role(Role::Where).into();
        row.from = role(Role::From).into();
        row.to = role(Role::To).into();
        row.what = joined(told.iter().filter_map(|t| t.what.clone())).into();
        row.into = joined(told.iter().filter_map(|t| t.into.clone())).into();
        row.figures = joined(told.iter().flat_map(|t| figures(t))).into();
        row.deadline = joined(told.iter().filter_map(|t| deadline(t))).into();
        row.outcome = outcome(term).into();
        row.carried_out_by = ids(&term.carried_out_by).into();
        row.broken_by = ids(&term.broken_by).into();
        row.refused_by = ids(&term.refused_by).into();
    }
    Ok(row)
}

impl AgreementRow {
    fn new(a: &Agreement, view: &View) -> Self {
        let (start, end) = days(a.when.as_ref());
        Self {
            id: a.id.clone(),
            event: a.event.to_string(),
            kind: kind(a, view),
            status: a.status,
            why: a.why.clone(),
            start,
            end,
            place: named(&a.place, view),
            parties: named(&a.parties, view),
            mediator: named(&a.mediator, view),
            origins: origins(a, view),
            page: view.page("agreement", &a.id),
            evidence: quotations(reports(a, view), view),
            terms: a.terms.iter().map(|t| TermRow::new(t, view)).collect(),
        }
    }
}

impl TermRow {
    fn new(term: &AgreementTerm, view: &View) -> Self {
        let told = told(term, view).into_iter().map(|t| ToldRow {
            roles: t.roles.iter().map(|f| (f.role.name(), one(&f.entity, view))).collect(),
            what: t.what.clone(),
            into: t.into.clone(),
            figures: figures(t).collect(),
            deadline: deadline(t),
        });
        let outcomes = |ids: &[EventId]| {
            ids.iter()
                .map(|id| Outcome {
                    event: id.to_string(),
                    start: view.event(id).and_then(|e| days(e.when.as_ref()).0),
                })
                .collect()
        };
        Self {
            kind: term.kind.to_string(),
            outcome: outcome(term),
            told: told.collect(),
            carried_out_by: outcomes(&term.carried_out_by),
            broken_by: outcomes(&term.broken_by),
            refused_by: outcomes(&term.refused_by),
            evidence: quotations(&term.reports, view),
        }
    }
}

fn kind(a: &Agreement, view: &View) -> String {
    view.event(&a.event).map_or_else(String::new, |e| e.kind.to_string())
}

fn origins(a: &Agreement, view: &View) -> usize {
    view.event(&a.event).map_or(0, |e| e.origins.len())
}

fn reports<'v>(a: &Agreement, view: &'v View) -> &'v [ReportId] {
    view.event(&a.event).map_or(&[], |e| e.reports.as_slice())
}

/// The term in the words of each report that tells it.
fn told<'v>(term: &AgreementTerm, view: &'v View) -> Vec<&'v Term> {
    let reports = term.reports.iter().filter_map(|id| view.report(id));
    reports.flat_map(|r| &r.terms).filter(|t| t.kind == term.kind).collect()
}

/// The last thing that became of a term, the worst first: what was carried out and then broken is broken.
fn outcome(term: &AgreementTerm) -> &'static str {
    if !term.broken_by.is_empty() {
        "broken"
    } else if !term.carried_out_by.is_empty() {
        "carried_out"
    } else if !term.refused_by.is_empty() {
        "refused"
    } else {
        ""
    }
}

fn figures(term: &Term) -> impl Iterator<Item = String> + '_ {
    term.counts.iter().map(|c| format!("{} {}", c.value, c.of))
}

fn deadline(term: &Term) -> Option<String> {
    let (start, end) = days(term.deadline.as_ref());
    end.or(start)
}

fn days(when: Option<&When>) -> (Option<String>, Option<String>) {
    let Some(when) = when else { return (None, None) };
    let end = match when.end {
        WhenEnd::Day(day) => Some(day.to_string()),
        WhenEnd::Open => None,
    };
    (when.start.map(|d| d.to_string()), end)
}

fn ids(events: &[EventId]) -> String {
    joined(events.iter().map(EventId::to_string))
}

fn named(ids: &[EntityId], view: &View) -> Vec<Named> {
    ids.iter().map(|id| one(id, view)).collect()
}

fn one(id: &EntityId, view: &View) -> Named {
    Named { id: id.to_string(), name: view.name(id) }
}

fn quotations(reports: &[ReportId], view: &View) -> Vec<Quotation> {
    let quote = |id: &ReportId| {
        let (found, report) = (view.evidence(id)?, view.report(id)?);
        Some(Quotation {
            report: id.to_string(),
            document: report.document.to_string(),
            sha256: found.sha256.clone(),
            range: found.range,
            text: found.text.clone(),
            url: view.url(&report.document).map(str::to_owned),
        })
    };
    reports.iter().filter_map(quote).collect()
}
