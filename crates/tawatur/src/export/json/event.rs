//! Rows of events, agreements and disputes.

use super::report::{CountRow, WhenRow, number};
use jiff::civil::Date;
use serde::Serialize;
use tawatur_core::model::{
    Agreement, Dispute, DisputeAbout, DocumentId, EntityId, Event, EventId, OriginKind, ReportId, Status,
};

#[derive(Debug, Serialize)]
pub(super) struct EventRow<'r> {
    id: &'r EventId,
    #[serde(rename = "type")]
    kind: &'r str,
    when: Option<WhenRow>,
    #[serde(rename = "where")]
    place: &'r [EntityId],
    who: &'r [EntityId],
    whom: &'r [EntityId],
    mediator: &'r [EntityId],
    from: &'r [EntityId],
    to: &'r [EntityId],
    reports: &'r [ReportId],
    origins: Vec<OriginRow<'r>>,
    counts: Vec<EventCountRow<'r>>,
}

#[derive(Debug, Serialize)]
struct OriginRow<'r> {
    entity: Option<&'r EntityId>,
    document: Option<&'r DocumentId>,
    kind: OriginKind,
    first: Option<Date>,
    last: Option<Date>,
    reports: &'r [ReportId],
}

#[derive(Debug, Serialize)]
struct EventCountRow<'r> {
    of: &'r str,
    #[serde(serialize_with = "number")]
    best: f64,
    #[serde(serialize_with = "number")]
    low: f64,
    #[serde(serialize_with = "number")]
    high: f64,
    rule: &'r str,
    given: Vec<GivenRow<'r>>,
}

#[derive(Debug, Serialize)]
struct GivenRow<'r> {
    report: &'r ReportId,
    #[serde(flatten)]
    count: CountRow,
}

impl<'r> EventRow<'r> {
    /// The row.
    pub fn new(e: &'r Event) -> Self {
        Self {
            id: &e.id,
            kind: e.kind.as_str(),
            when: e.when.as_ref().map(|w| WhenRow::new(w, None)),
            place: &e.place,
            who: &e.who,
            whom: &e.whom,
            mediator: &e.mediator,
            from: &e.from,
            to: &e.to,
            reports: &e.reports,
            origins: e
                .origins
                .iter()
                .map(|o| OriginRow {
                    entity: o.entity.as_ref(),
                    document: o.document.as_ref(),
                    kind: o.kind,
                    first: o.first,
                    last: o.last,
                    reports: &o.reports,
                })
                .collect(),
            counts: e
                .counts
                .iter()
                .map(|c| EventCountRow {
                    of: &c.of,
                    best: c.best,
                    low: c.low,
                    high: c.high,
                    rule: &c.rule,
                    given: c
                        .given
                        .iter()
                        .map(|(report, count)| GivenRow { report, count: CountRow::new(count, None) })
                        .collect(),
                })
                .collect(),
        }
    }
}

#[derive(Debug, Serialize)]
pub(super) struct AgreementRow<'r> {
    id: &'r str,
    event: &'r EventId,
    parties: &'r [EntityId],
    mediator: &'r [EntityId],
    when: Option<WhenRow>,
    #[serde(rename = "where")]
    place: &'r [EntityId],
    status: Status,
    why: &'r str,
    terms: Vec<AgreementTermRow<'r>>,
}

#[derive(Debug, Serialize)]
struct AgreementTermRow<'r> {
    #[serde(rename = "type")]
    kind: &'r str,
    reports: &'r [ReportId],
    deadline: Option<WhenRow>,
    overdue: bool,
    carried_out_by: &'r [EventId],
    broken_by: &'r [EventId],
    refused_by: &'r [EventId],
}

impl<'r> AgreementRow<'r> {
    /// The row.
    pub fn new(a: &'r Agreement) -> Self {
        Self {
            id: &a.id,
            event: &a.event,
            parties: &a.parties,
            mediator: &a.mediator,
            when: a.when.as_ref().map(|w| WhenRow::new(w, None)),
            place: &a.place,
            status: a.status,
            why: &a.why,
            terms: a
                .terms
                .iter()
                .map(|t| AgreementTermRow {
                    kind: t.kind.as_str(),
                    reports: &t.reports,
                    deadline: t.deadline.as_ref().map(|w| WhenRow::new(w, None)),
                    overdue: t.overdue,
                    carried_out_by: &t.carried_out_by,
                    broken_by: &t.broken_by,
                    refused_by: &t.refused_by,
                })
                .collect(),
        }
    }
}

#[derive(Debug, Serialize)]
pub(super) struct DisputeRow<'r> {
    id: &'r str,
    event: &'r EventId,
    about: DisputeAbout,
    reports: &'r [ReportId],
    sides: &'r [Vec<ReportId>],
    why: &'r str,
}

impl<'r> DisputeRow<'r> {
    /// The row.
    pub fn new(d: &'r Dispute) -> Self {
        Self { id: &d.id, event: &d.event, about: d.about, reports: &d.reports, sides: &d.sides, why: &d.why }
    }
}
