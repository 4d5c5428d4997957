//! The record, as a pure function of extractions, judgements, decisions and packs. It links nothing: it gathers what
//! linking judged to be one, and says what the accounts agree on and what they do not.

mod agreements;
mod dates;
mod decide;
mod disputes;
mod events;
pub mod figures;
mod origins;
mod outcomes;
mod stories;

use crate::model::{
    Decision, DocumentId, Entity, EntityId, Judgement, Linkable, Record, RecordDocument, Relation, Report,
    ReportId, Subject,
};
use crate::packs::{Kinship, Packs};
use std::collections::{BTreeMap, BTreeSet};

/// Everything the parts of the record are made from: reports that stand, with their documents, by id.
struct Sources<'a> {
    packs: &'a Packs,
    kinship: &'a Kinship<'a>,
    documents: BTreeMap<DocumentId, RecordDocument>,
    /// Reports by document and span, entities by their one id.
    reports: Vec<Report>,
    /// For reports that stand in a passage copied from another document, that document.
    passages: BTreeMap<ReportId, DocumentId>,
    /// Place in `reports` by id.
    at: BTreeMap<ReportId, usize>,
}

impl Sources<'_> {
    fn report(&self, id: &ReportId) -> Option<&Report> {
        self.at.get(id).and_then(|&k| self.reports.get(k))
    }

    /// The reports of one document, by span.
    fn reports_of(&self, document: &DocumentId) -> &[Report] {
        let from = self.reports.partition_point(|r| r.document < *document);
        let to = self.reports.partition_point(|r| r.document <= *document);
        &self.reports[from..to]
    }

    fn document(&self, report: &Report) -> Option<&RecordDocument> {
        self.documents.get(&report.document)
    }
}

/// Builds the record.
#[must_use]
pub fn build(
    documents: &[Linkable],
    judgements: Vec<Judgement>,
    decisions: &[Decision],
    packs: &Packs,
) -> Record {
    let mut given: Vec<&Linkable> = documents.iter().collect();
    given.sort_by(|a, b| a.document.id.cmp(&b.document.id));
    given.dedup_by(|a, b| a.document.id == b.document.id);
    let kinship = Kinship::new(packs, given.iter().flat_map(|d| &d.extraction.entities));
    let decided = decide::Decided::of(decisions, &given);
    let mut sources = sources(&given, &judgements, &decided, &kinship, packs);
    let groups = groups(&sources, &judgements);
    dates::second_look(&mut sources, &groups);
    let mut events = events::all(&sources, &groups);
    let stories = stories::all(&mut sources, &events, &judgements);
    let disputes = disputes::all(&sources, &events);
    let agreements = agreements::all(&sources, &events, &decided);
    events.sort_by(|a, b| (start(a), &a.id).cmp(&(start(b), &b.id)));
    let mut record = Record {
        entities: Vec::new(),
        events,
        agreements,
        disputes,
        stories,
        judgements,
        orphans: decided.orphans,
        documents: sources.documents.into_values().collect(),
        reports: sources.reports,
    };
    record.entities = entities(&record, &given, &kinship);
    record
}

fn start(event: &crate::model::Event) -> Option<jiff::civil::Date> {
    event.when.as_ref().and_then(|w| w.start)
}

fn sources<'a>(
    given: &[&'a Linkable],
    judgements: &[Judgement],
    decided: &decide::Decided,
    kinship: &'a Kinship<'a>,
    packs: &'a Packs,
) -> Sources<'a> {
    let mut documents: BTreeMap<DocumentId, RecordDocument> = BTreeMap::new();
    let mut reports = Vec::new();
    let mut passages = BTreeMap::new();
    for one in given {
        let mut document = one.document.clone();
        for id in document.outlet.iter_mut().chain(&mut document.agency) {
            *id = kinship.canonical(id).clone();
        }
        documents.insert(document.id.clone(), document);
        let standing = one.extraction.reports.iter().filter(|r| !decided.rejected.contains(&r.id));
        reports.extend(standing.map(|r| canonical(r, kinship)));
    }
    for judgement in judgements.iter().filter(|j| j.relation == Relation::Copies) {
        match (&judgement.left, &judgement.right) {
            (Subject::Document(copy), Subject::Document(original)) => {
                if let Some(document) = documents.get_mut(copy) {
                    document.copy_of = Some(original.clone());
                }
            }
            (Subject::Report(report), Subject::Document(original)) => {
                passages.insert(report.clone(), original.clone());
            }
            _ => {}
        }
    }
    reports.sort_by(|a, b| (&a.document, a.span, &a.id).cmp(&(&b.document, b.span, &b.id)));
    reports.dedup_by(|a, b| a.id == b.id);
    let at = reports.iter().enumerate().map(|(k, r)| (r.id.clone(), k)).collect();
    Sources { packs, kinship, documents, reports, passages, at }
}

/// The report with every entity by its one id.
fn canonical(report: &Report, kinship: &Kinship<'_>) -> Report {
    let mut report = report.clone();
    let mut put = |id: &mut EntityId| *id = kinship.canonical(id).clone();
    report.roles.iter_mut().for_each(|f| put(&mut f.entity));
    report.source.iter_mut().flat_map(|c| &mut c.0).for_each(|l| put(&mut l.entity));
    report.counts.iter_mut().filter_map(|c| c.side.as_mut()).for_each(&mut put);
    report.terms.iter_mut().flat_map(|t| &mut t.roles).for_each(|f| put(&mut f.entity));
    report
}

/// Reports that tell of one event, each group sorted, groups by their first.
fn groups(sources: &Sources<'_>, judgements: &[Judgement]) -> Vec<Vec<usize>> {
    let mut of: Vec<usize> = (0..sources.reports.len()).collect();
    let root = |of: &[usize], mut k: usize| {
        while of[k] != k {
            k = of[k];
        }
        k
    };
    for judgement in judgements.iter().filter(|j| j.relation == Relation::Same) {
        let (Subject::Report(a), Subject::Report(b)) = (&judgement.left, &judgement.right) else { continue };
        if let (Some(&a), Some(&b)) = (sources.at.get(a), sources.at.get(b)) {
            let (a, b) = (root(&of, a), root(&of, b));
            let (low, high) = (a.min(b), a.max(b));
            of[high] = low;
        }
    }
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for k in 0..of.len() {
        groups.entry(root(&of, k)).or_default().push(k);
    }
    groups.into_values().collect()
}

/// Every entity that the record refers to, with what it is part of; spellings of folded ones go to the one they became.
fn entities(record: &Record, given: &[&Linkable], kinship: &Kinship<'_>) -> Vec<Entity> {
    let mut used: BTreeSet<EntityId> = BTreeSet::new();
    for document in &record.documents {
        used.extend(document.outlet.iter().chain(&document.agency).cloned());
    }
    for report in &record.reports {
        used.extend(report.roles.iter().map(|f| f.entity.clone()));
        used.extend(report.source.iter().flat_map(|c| &c.0).map(|l| l.entity.clone()));
        used.extend(report.counts.iter().filter_map(|c| c.side.clone()));
        used.extend(report.terms.iter().flat_map(|t| &t.roles).map(|f| f.entity.clone()));
    }
    for one in given {
        used.extend(one.extraction.mentions.iter().map(|m| kinship.canonical(&m.entity).clone()));
    }
    let above: Vec<EntityId> = used.iter().flat_map(|id| kinship.above(id)).collect();
    used.extend(above);
    let mut entities: BTreeMap<EntityId, Entity> =
        used.iter().filter_map(|id| kinship.entity(id).map(|e| (id.clone(), e.clone()))).collect();
    for own in given.iter().flat_map(|d| &d.extraction.entities) {
        let Some(entity) = entities.get_mut(kinship.canonical(&own.id)) else { continue };
        let known: BTreeSet<&String> = entity.names.values().chain(&entity.aliases).collect();
        let new: BTreeSet<String> =
            own.names.values().chain(&own.aliases).filter(|s| !known.contains(s)).cloned().collect();
        entity.aliases.extend(new);
    }
    entities.into_values().collect()
}
