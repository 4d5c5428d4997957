//! `export json`: the whole record in one object, as the contract describes it.
//!
//! Its structs are its own and carry a version, so that the model can change without changing what others read.
//! Offsets are Unicode code points; ids and order are the same on every run over the same input.

mod event;
mod report;

use super::Texts;
use crate::cli::Failure;
use event::{AgreementRow, DisputeRow, EventRow};
use report::ReportRow;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use tawatur_core::model::{
    DocumentId, Entity, EntityId, EventId, Published, PublishedPrecision, Record, RecordDocument, ReportId,
    Story,
};
use tawatur_core::text::CodePoints;

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

/// Writes a record with the texts it stands on.
///
/// # Errors
/// When the store cannot be read or the output not be written.
pub fn write(record: &Record, texts: &Texts<'_>, out: &mut dyn Write) -> Result<(), Failure> {
    serde_json::to_writer(&mut *out, &Export::of(record, texts)?)?;
    out.write_all(b"\n")?;
    Ok(())
}

impl<'r> Export<'r> {
    /// The export of a record with the texts of a store.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn of(record: &'r Record, texts: &Texts<'_>) -> Result<Self, Failure> {
        Self::new(record, &mut |id| Ok(texts.document(id)?.0))
    }

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
