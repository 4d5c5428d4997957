//! The way from bytes to the record: the only file that calls several stages.
//!
//! Pure like the stages: whoever calls it keeps the bytes, runs documents in parallel and stores what comes out.

use crate::analyse::{analyse, search_forms};
use crate::extract::extract;
use crate::extract::handed::{self, Handed, Place};
use crate::link::link;
use crate::model::{
    Action, Alone, Correction, Decision, Document, DocumentId, Entity, Extraction, HandedReport, Ids, Lang,
    Linkable, Maker, Record, RecordDocument, Report, Workers, in_force,
};
use crate::packs::{Kinship, Packs};
use crate::record;
use crate::text::{fingerprint, fold_str};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A document with everything found in it.
#[derive(Debug, Clone)]
pub struct Examined {
    /// The document, with its language.
    pub document: Document,
    /// What was found.
    pub extraction: Extraction,
    /// Its title and words for full-text search: folded, each in every form it is searched by, one space between.
    pub words: String,
}

/// Analyses and extracts one document. Depends on the document and the packs alone.
#[must_use]
pub fn examine(mut document: Document, packs: &Packs) -> Examined {
    let analysis = analyse(&document.text, &document.blocks, packs);
    if document.language == Lang::UNKNOWN {
        let mut lengths: BTreeMap<Lang, usize> = BTreeMap::new();
        for passage in &analysis.passages {
            *lengths.entry(passage.lang).or_default() += passage.span.len();
        }
        // The longest; of equals the first by code, so that the answer never wavers.
        let longest = lengths.iter().max_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(a.0)));
        document.language = longest.map_or(Lang::UNKNOWN, |(&lang, _)| lang);
    }
    let mut extraction = extract(&document, &analysis, packs);
    (extraction.fingerprint, extraction.fingerprint_places) = fingerprint(&document.text);
    let mut words = fold_str(document.title.as_deref().unwrap_or(""));
    for form in search_forms(&document.text, &analysis, packs).into_iter().flatten() {
        words.push(' ');
        words.push_str(&form);
    }
    Examined { document, extraction, words }
}

/// The words of a query, each with the forms that find it.
#[must_use]
pub fn query_forms(query: &str, packs: &Packs) -> Vec<Vec<String>> {
    search_forms(query, &analyse(query, &[], packs), packs)
}

/// The document as linking and the record know it.
#[must_use]
pub fn linkable(document: &Document, extraction: Extraction) -> Linkable {
    let known = RecordDocument {
        id: document.id.clone(),
        file: document.file.clone(),
        sha256: document.sha256.clone(),
        text_sha256: document.text_sha256.clone(),
        language: document.language,
        title: document.title.clone(),
        outlet: extraction.outlet.clone(),
        agency: extraction.agency.clone(),
        published: extraction.published.clone(),
        story: None,
        copy_of: None,
    };
    Linkable { document: known, extraction, own: Vec::new() }
}

/// Checks a row of other hands against a document, as `hand_in` will later.
///
/// # Errors
/// Why the row is refused, in a sentence.
pub fn check_row(
    row: &HandedReport,
    document: &DocumentId,
    text: &str,
    found: &Extraction,
    made_by: &Maker,
    packs: &Packs,
) -> Result<Handed, String> {
    handed::report(row, Place { document, text, known: &found.entities }, made_by, packs)
}

/// Checks a correction of a report of a document, as `hand_in` will make it later.
///
/// # Errors
/// What cannot be read, in a sentence.
pub fn check_correction(
    report: &Report,
    correction: &Correction,
    text: &str,
    found: &Extraction,
    packs: &Packs,
) -> Result<Report, String> {
    corrected(report, correction, text, found, packs).map(|(corrected, _)| corrected)
}

/// A report as a correction leaves it, with the entities that it names and no pack knows.
///
/// # Errors
/// What cannot be read, in a sentence.
pub fn corrected(
    report: &Report,
    correction: &Correction,
    text: &str,
    found: &Extraction,
    packs: &Packs,
) -> Result<(Report, Vec<Entity>), String> {
    let place = Place { document: &report.document, text, known: &found.entities };
    handed::correct(report, correction, place, packs)
}

/// Puts what people handed in and corrected into what was found in a document, in the order of their decisions.
/// Gives back the numbers of decisions that no longer fit, with the reason.
#[must_use]
pub fn hand_in(
    extraction: &mut Extraction,
    text: &str,
    decisions: &[Decision],
    packs: &Packs,
) -> Vec<(u64, String)> {
    let id = extraction.document.clone();
    let mut refused = Vec::new();
    for decision in in_force(decisions) {
        let known = extraction.entities.clone();
        let place = Place { document: &id, text, known: &known };
        let result = match &decision.action {
            Action::Add { report } if report.document == id.as_str() => {
                handed::report(report, place, &decision.by, packs)
                    .map(|handed| (handed.report, handed.entities))
            }
            Action::Correct { report, correction } => {
                match extraction.reports.iter().find(|r| r.id == *report) {
                    Some(found) => handed::correct(found, correction, place, packs),
                    None => continue,
                }
            }
            _ => continue,
        };
        match result {
            Ok((report, entities)) => {
                adopt(&mut extraction.entities, entities);
                extraction.reports.retain(|r| r.id != report.id);
                extraction.reports.push(report);
            }
            Err(reason) => refused.push((decision.id, reason)),
        }
    }
    extraction.reports.sort_by(|a, b| (a.span, &a.id).cmp(&(b.span, &b.id)));
    refused
}

fn adopt(entities: &mut Vec<Entity>, new: Vec<Entity>) {
    for entity in new {
        match entities.iter_mut().find(|e| e.id == entity.id) {
            Some(old) => {
                for spelling in entity.aliases {
                    if !old.aliases.contains(&spelling) {
                        old.aliases.push(spelling);
                    }
                }
            }
            None => entities.push(entity),
        }
    }
}

/// The record of all documents. Their order changes nothing.
#[must_use]
pub fn record(documents: Vec<Linkable>, decisions: &[Decision], packs: &Packs) -> Record {
    record_by(documents, decisions, packs, &Alone)
}

/// The same, made by workers of the program's own.
#[must_use]
pub fn record_by(
    mut documents: Vec<Linkable>,
    decisions: &[Decision],
    packs: &Packs,
    workers: &dyn Workers,
) -> Record {
    documents.sort_by(|a, b| a.document.id.cmp(&b.document.id));
    documents.dedup_by(|a, b| a.document.id == b.document.id);
    let mut ids = Ids::default();
    documents.iter_mut().for_each(|one| one.share(&mut ids));
    drop(ids);
    let own: Vec<Arc<Entity>> = documents.iter_mut().flat_map(|one| std::mem::take(&mut one.own)).collect();
    let kinship = Kinship::new(packs, own.iter().map(Arc::as_ref));
    let judgements = link(&documents, decisions, &kinship, packs, workers);
    // Only linking asks how documents are worded.
    for one in &mut documents {
        (one.extraction.fingerprint, one.extraction.fingerprint_places) = Default::default();
        one.extraction.lead = Vec::new();
    }
    record::build(documents, &own, judgements, decisions, &kinship, workers)
}
