//! `export json`: the whole record in one object, as the contract describes it.
//!
//! Its structs are its own and carry a version, so that the model can change without changing what others read.
//! Offsets are Unicode code points; ids and order are the same on every run over the same input.

use crate::cli::Failure;
use serde::{Serialize, Serializer};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use tawatur_core::model::{
    Agreement, Armed, Chain, Confidence, Count, Dispute, DisputeAbout, DocumentId, Entity, EntityId, Event,
    EventId, Filler, GeoPrecision, Mode, Operator, Published, PublishedPrecision, Record, RecordDocument,
    Report, ReportId, Role, Status, Story, Term, When, WhenEnd, WhenPrecision,
};
use tawatur_core::text::{CodePoints, Span};
use tawatur_store::Store;

/// Version of this format.
const VERSION: u32 = 1;

/// The export.
#[derive(Debug, Serialize)]
pub struct Export<'r> {
    tawatur: u32,
    documents: Vec<DocumentRow<'r>>,
    entities: Vec<EntityRow<'r>>,
    reports: Vec<ReportRow>,
    events: Vec<EventRow<'r>>,
    agreements: Vec<AgreementRow<'r>>,
    disputes: Vec<DisputeRow<'r>>,
    stories: Vec<&'r Story>,
}

/// Writes the whole record of a store.
///
/// # Errors
/// When the store cannot be read or the output not be written.
pub fn write(store: &Store, out: &mut dyn Write) -> Result<(), Failure> {
    let record = store.record()?;
    let export = Export::new(&record, &mut |id| Ok(store.document(id)?.document.text))?;
    serde_json::to_writer(&mut *out, &export)?;
    out.write_all(b"\n")?;
    Ok(())
}

impl<'r> Export<'r> {
    /// The export of a record; `text` gives the text of a document.
    ///
    /// # Errors
    /// What `text` fails with.
    pub fn new(
        record: &'r Record,
        text: &mut dyn FnMut(&DocumentId) -> Result<String, Failure>,
    ) -> Result<Self, Failure> {
        let events: BTreeMap<&ReportId, &EventId> =
            record.events.iter().flat_map(|e| e.reports.iter().map(move |r| (r, &e.id))).collect();
        let mut seen: BTreeMap<EntityId, BTreeSet<String>> = BTreeMap::new();
        let mut reports = Vec::new();
        let mut rows = record.reports.iter().peekable();
        while let Some(first) = rows.peek() {
            let document = first.document.clone();
            let words = text(&document)?;
            let points = CodePoints::new(&words);
            while let Some(report) = rows.next_if(|r| r.document == document) {
                let row = ReportRow::new(report, events.get(&report.id).copied(), &words, &points);
                for mention in &row.mentions {
                    seen.entry(mention.entity.clone()).or_default().insert(mention.text.clone());
                }
                reports.push(row);
            }
        }
        let known: BTreeMap<&EntityId, &Entity> = record.entities.iter().map(|e| (&e.id, e)).collect();
        let none = BTreeSet::new();
        Ok(Self {
            tawatur: VERSION,
            documents: record.documents.iter().map(DocumentRow::new).collect(),
            entities: record
                .entities
                .iter()
                .map(|e| EntityRow::new(e, seen.get(&e.id).unwrap_or(&none), &known))
                .collect(),
            reports,
            events: record.events.iter().map(EventRow::new).collect(),
            agreements: record.agreements.iter().map(AgreementRow::new).collect(),
            disputes: record.disputes.iter().map(DisputeRow::new).collect(),
            stories: record.stories.iter().collect(),
        })
    }
}

#[derive(Debug, Serialize)]
struct DocumentRow<'r> {
    id: &'r DocumentId,
    file: &'r str,
    sha256: &'r str,
    text_sha256: &'r str,
    language: String,
    title: Option<&'r str>,
    outlet: Option<&'r EntityId>,
    agency: Option<&'r EntityId>,
    published: PublishedRow<'r>,
    story: Option<&'r str>,
    copy_of: Option<&'r DocumentId>,
}

#[derive(Debug, Serialize)]
struct PublishedRow<'r> {
    date: Option<String>,
    precision: PublishedPrecision,
    basis: tawatur_core::model::PublishedBasis,
    why: &'r str,
}

impl<'r> DocumentRow<'r> {
    fn new(d: &'r RecordDocument) -> Self {
        let Published { date, precision, basis, why } = &d.published;
        Self {
            id: &d.id,
            file: &d.file,
            sha256: &d.sha256,
            text_sha256: &d.text_sha256,
            language: d.language.to_string(),
            title: d.title.as_deref(),
            outlet: d.outlet.as_ref(),
            agency: d.agency.as_ref(),
            published: PublishedRow {
                date: date.map(|d| d.to_string()),
                precision: *precision,
                basis: *basis,
                why,
            },
            story: d.story.as_deref(),
            copy_of: d.copy_of.as_ref(),
        }
    }
}

#[derive(Debug, Serialize)]
struct EntityRow<'r> {
    id: &'r EntityId,
    kind: &'static str,
    generic: bool,
    name: BTreeMap<String, &'r str>,
    aliases: Vec<String>,
    wikidata: Option<&'r str>,
    geonames: Option<&'r str>,
    pcode: Option<&'r str>,
    lat: Option<f64>,
    lon: Option<f64>,
    part_of: Option<&'r EntityId>,
    place_kind: Option<&'r str>,
    admin1: Option<&'r EntityId>,
    admin2: Option<&'r EntityId>,
    admin3: Option<&'r EntityId>,
    country: Option<&'r EntityId>,
    side: Option<&'r str>,
}

/// Steps up a chain of `part_of` before it is taken for a circle: no place has more levels than this.
const LEVELS: usize = 12;

impl<'r> EntityRow<'r> {
    /// `seen` holds the spellings that reports use; they come first among the aliases.
    fn new(e: &'r Entity, seen: &BTreeSet<String>, known: &BTreeMap<&EntityId, &'r Entity>) -> Self {
        let mut aliases: Vec<String> = seen.iter().cloned().collect();
        for alias in &e.aliases {
            if !aliases.contains(alias) {
                aliases.push(alias.clone());
            }
        }
        let above = |level: &str| {
            let mut at = Some(e);
            for _ in 0..LEVELS {
                let here = at?;
                if here.place_kind.as_deref() == Some(level) {
                    return Some(&here.id);
                }
                at = known.get(here.part_of.as_ref()?).copied();
            }
            None
        };
        Self {
            id: &e.id,
            kind: e.kind.name(),
            generic: e.generic,
            name: e.names.iter().map(|(lang, name)| (lang.to_string(), name.as_str())).collect(),
            aliases,
            wikidata: e.wikidata.as_deref(),
            geonames: e.geonames.as_deref(),
            pcode: e.pcode.as_deref(),
            lat: e.point.map(|p| p.0),
            lon: e.point.map(|p| p.1),
            part_of: e.part_of.as_ref(),
            place_kind: e.place_kind.as_deref(),
            admin1: above("admin1"),
            admin2: above("admin2"),
            admin3: above("admin3"),
            country: e.country.as_ref().or_else(|| above("country")),
            side: e.side.as_deref(),
        }
    }
}

#[derive(Debug, Serialize)]
struct ReportRow {
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
    mentions: Vec<MentionRow>,
}

#[derive(Debug, Serialize)]
struct MentionRow {
    entity: EntityId,
    role: &'static str,
    span: [usize; 2],
    text: String,
}

impl ReportRow {
    fn new(r: &Report, event: Option<&EventId>, text: &str, points: &CodePoints<'_>) -> Self {
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
struct Roles([Vec<EntityId>; Role::ALL.len()]);

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
struct WhenRow {
    start: Option<String>,
    end: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    precision: WhenPrecision,
}

impl WhenRow {
    /// `text` is the text of the document, where the time stands in one.
    fn new(w: &When, text: Option<&str>) -> Self {
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
struct CountRow {
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
    fn new(c: &Count, points: Option<&CodePoints<'_>>) -> Self {
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
fn number<S: Serializer>(value: &f64, serializer: S) -> Result<S::Ok, S::Error> {
    // Checked to be whole and small enough to be exact.
    if value.fract() == 0.0 && value.abs() < EXACT {
        serializer.serialize_i64(*value as i64)
    } else {
        serializer.serialize_f64(*value)
    }
}

#[derive(Debug, Serialize)]
struct TermRow {
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

#[derive(Debug, Serialize)]
struct EventRow<'r> {
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
    fn new(e: &'r Event) -> Self {
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
struct AgreementRow<'r> {
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
    carried_out_by: &'r [EventId],
    broken_by: &'r [EventId],
    refused_by: &'r [EventId],
}

impl<'r> AgreementRow<'r> {
    fn new(a: &'r Agreement) -> Self {
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
                    carried_out_by: &t.carried_out_by,
                    broken_by: &t.broken_by,
                    refused_by: &t.refused_by,
                })
                .collect(),
        }
    }
}

#[derive(Debug, Serialize)]
struct DisputeRow<'r> {
    id: &'r str,
    event: &'r EventId,
    about: DisputeAbout,
    reports: &'r [ReportId],
    sides: &'r [Vec<ReportId>],
    why: &'r str,
}

impl<'r> DisputeRow<'r> {
    fn new(d: &'r Dispute) -> Self {
        Self { id: &d.id, event: &d.event, about: d.about, reports: &d.reports, sides: &d.sides, why: &d.why }
    }
}
