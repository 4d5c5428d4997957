//! Rows of reports, with everything that is cut out of their documents.

use serde::{Serialize, Serializer};
use tawatur_core::model::{
    Armed, Chain, Confidence, Count, DocumentId, EntityId, EventId, Filler, GeoPrecision, Mode, Operator,
    Report, ReportId, Role, Term, When, WhenEnd, WhenPrecision,
};
use tawatur_core::text::{CodePoints, Span};

#[derive(Debug, Serialize)]
pub(super) struct ReportRow {
    id: ReportId,
    document: DocumentId,
    #[serde(rename = "type")]
    kind: String,
    span: [usize; 2],
    trigger: Option<[usize; 2]>,
    evidence: String,
    #[serde(flatten)]
    roles: Roles,
    when: Option<WhenRow>,
    geo_precision: GeoPrecision,
    means: Vec<String>,
    armed: Armed,
    confidence: &'static str,
    counts: Vec<CountRow>,
    source: Vec<Vec<EntityId>>,
    mode: Mode,
    terms: Vec<TermRow>,
    order: Option<u8>,
    event: Option<EventId>,
    made_by: String,
    /// The words that name fillers and sources.
    pub mentions: Vec<MentionRow>,
}

#[derive(Debug, Serialize)]
pub(super) struct MentionRow {
    /// Whom they name.
    pub entity: EntityId,
    role: &'static str,
    span: [usize; 2],
    /// The words.
    pub text: String,
}

impl ReportRow {
    /// The row of a report; `text` is its document's.
    pub fn new(r: &Report, event: Option<&EventId>, text: &str, points: &CodePoints<'_>) -> Self {
        Self {
            id: r.id.clone(),
            document: r.document.clone(),
            kind: r.kind.to_string(),
            span: points.span(r.span),
            trigger: r.trigger.map(|s| points.span(s)),
            evidence: r.span.slice(text).to_owned(),
            roles: Roles::new(&r.roles),
            when: r.when.as_ref().map(|w| WhenRow::new(w, Some(text))),
            geo_precision: r.geo_precision,
            means: r.means.clone(),
            armed: r.armed,
            confidence: match r.confidence {
                Confidence::A => "class A",
                Confidence::B => "class B",
                Confidence::C => "class C",
            },
            counts: r.counts.iter().map(|c| CountRow::new(c, Some(points))).collect(),
            source: r
                .source
                .iter()
                .map(|Chain(links)| links.iter().map(|l| l.entity.clone()).collect())
                .collect(),
            mode: r.mode,
            terms: r.terms.iter().map(|t| TermRow::new(t, text, points)).collect(),
            order: r.order,
            event: event.cloned(),
            made_by: r.made_by.name().to_owned(),
            mentions: mentions(r, text, points),
        }
    }
}

/// The words that name whoever fills a role or stands in a chain, in the order of the text.
fn mentions(r: &Report, text: &str, points: &CodePoints<'_>) -> Vec<MentionRow> {
    let fillers = r
        .roles
        .iter()
        .chain(r.terms.iter().flat_map(|t| &t.roles))
        .map(|f| (&f.entity, f.role.name(), f.span));
    let links = r.source.iter().flat_map(|c| &c.0).map(|l| (&l.entity, "source", l.span));
    let mut rows: Vec<(Span, &'static str, &EntityId)> =
        fillers.chain(links).filter_map(|(entity, role, span)| Some((span?, role, entity))).collect();
    rows.sort();
    rows.dedup();
    rows.into_iter()
        .map(|(span, role, entity)| MentionRow {
            entity: entity.clone(),
            role,
            span: points.span(span),
            text: span.slice(text).to_owned(),
        })
        .collect()
}

/// Every role, each there even when empty.
#[derive(Debug, Default)]
pub(super) struct Roles([Vec<EntityId>; Role::ALL.len()]);

impl Roles {
    fn new(fillers: &[Filler]) -> Self {
        Self(Role::ALL.map(|role| {
            let mut ids: Vec<EntityId> = Vec::new();
            for filler in fillers.iter().filter(|f| f.role == role) {
                if !ids.contains(&filler.entity) {
                    ids.push(filler.entity.clone());
                }
            }
            ids
        }))
    }
}

impl Serialize for Roles {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(Role::ALL.iter().map(|r| r.name()).zip(&self.0))
    }
}

#[derive(Debug, Serialize)]
pub(super) struct WhenRow {
    start: Option<String>,
    end: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    precision: WhenPrecision,
}

impl WhenRow {
    /// `text` is the text of the document, where the time stands in one.
    pub fn new(w: &When, text: Option<&str>) -> Self {
        Self {
            start: w.start.map(|d| d.to_string()),
            end: match w.end {
                WhenEnd::Day(date) => date.to_string(),
                WhenEnd::Open => "..".to_owned(),
            },
            text: text.and_then(|t| Some(w.span?.slice(t).to_owned())),
            precision: w.precision,
        }
    }
}

#[derive(Debug, Serialize)]
pub(super) struct CountRow {
    #[serde(serialize_with = "number")]
    value: f64,
    #[serde(serialize_with = "number")]
    low: f64,
    #[serde(serialize_with = "number")]
    high: f64,
    op: Operator,
    of: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    side: Option<EntityId>,
    span: Option<[usize; 2]>,
}

impl CountRow {
    /// `points` index the document's text, where the figure stands in one.
    pub fn new(c: &Count, points: Option<&CodePoints<'_>>) -> Self {
        let span = points.and_then(|p| Some(p.span(c.span?)));
        Self {
            value: c.value,
            low: c.low,
            high: c.high,
            op: c.op,
            of: c.of.clone(),
            side: c.side.clone(),
            span,
        }
    }
}

/// The largest whole number that every reader of JSON keeps exactly.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// Whole numbers without a decimal point.
#[allow(clippy::trivially_copy_pass_by_ref)] // serde calls it so
pub(super) fn number<S: Serializer>(value: &f64, serializer: S) -> Result<S::Ok, S::Error> {
    // Checked to be whole and small enough to be exact.
    if value.fract() == 0.0 && value.abs() < EXACT {
        serializer.serialize_i64(*value as i64)
    } else {
        serializer.serialize_f64(*value)
    }
}

#[derive(Debug, Serialize)]
pub(super) struct TermRow {
    #[serde(rename = "type")]
    kind: String,
    #[serde(flatten)]
    roles: Roles,
    what: Option<String>,
    into: Option<String>,
    counts: Vec<CountRow>,
    deadline: Option<WhenRow>,
    span: Option<[usize; 2]>,
}

impl TermRow {
    fn new(t: &Term, text: &str, points: &CodePoints<'_>) -> Self {
        Self {
            kind: t.kind.to_string(),
            roles: Roles::new(&t.roles),
            what: t.what.clone(),
            into: t.into.clone(),
            counts: t.counts.iter().map(|c| CountRow::new(c, Some(points))).collect(),
            deadline: t.deadline.as_ref().map(|w| WhenRow::new(w, Some(text))),
            span: t.span.map(|s| points.span(s)),
        }
    }
}
