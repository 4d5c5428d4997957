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
    ReportId, Subject, Workers,
};
use crate::packs::{Kinship, Packs};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Everything the parts of the record are made from: reports that stand, with their documents, by id.
struct Sources<'a> {
    packs: &'a Packs,
    kinship: &'a Kinship<'a>,
    documents: BTreeMap<DocumentId, RecordDocument>,
    /// Reports by document and span, entities by their one id.
    reports: Vec<Report>,
    /// For reports that stand in a passage copied from another document, that document.
    passages: FxHashMap<ReportId, DocumentId>,
    /// Place in `reports` by id.
    at: FxHashMap<ReportId, usize>,
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

/// Builds the record; `own` are the entities that documents describe themselves, document by document, and `kinship` is
/// theirs and the packs'.
#[must_use]
pub fn build<'a>(
    mut given: Vec<Linkable>,
    own: &'a [Arc<Entity>],
    judgements: Vec<Judgement>,
    decisions: &[Decision],
    kinship: &'a Kinship<'a>,
    workers: &dyn Workers,
) -> Record {
    given.sort_by(|a, b| a.document.id.cmp(&b.document.id));
    given.dedup_by(|a, b| a.document.id == b.document.id);
    let decided = decide::Decided::of(decisions, &given);
    let reports: Vec<Report> =
        given.iter_mut().flat_map(|one| std::mem::take(&mut one.extraction.reports)).collect();
    let mut sources = sources(&given, reports, &judgements, &decided, kinship);
    let groups = groups(&sources, &judgements);
    dates::second_look(&mut sources, &groups);
    let mut events = events::all(&sources, &groups, workers);
    let stories = stories::all(&mut sources, &events, &judgements);
    let disputes = disputes::all(&sources, &events, workers);
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
    record.entities = entities(&record, &given, own, kinship);
    record
}

fn start(event: &crate::model::Event) -> Option<jiff::civil::Date> {
    event.when.as_ref().and_then(|w| w.start)
}

fn sources<'a>(
    given: &[Linkable],
    reports: Vec<Report>,
    judgements: &[Judgement],
    decided: &decide::Decided,
    kinship: &'a Kinship<'a>,
) -> Sources<'a> {
    let mut documents: BTreeMap<DocumentId, RecordDocument> = BTreeMap::new();
    let standing = reports.into_iter().filter(|r| !decided.rejected.contains(&r.id));
    let mut reports: Vec<Report> = standing.map(|r| canonical(r, kinship)).collect();
    let mut passages = FxHashMap::default();
    for one in given {
        let mut document = one.document.clone();
        for id in document.outlet.iter_mut().chain(&mut document.agency) {
            *id = kinship.canonical(id).clone();
        }
        documents.insert(document.id.clone(), document);
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
    Sources { packs: kinship.packs(), kinship, documents, reports, passages, at }
}

/// The report with every entity by its one id.
fn canonical(mut report: Report, kinship: &Kinship<'_>) -> Report {
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
    let root = |of: &mut [usize], mut k: usize| {
        while of[k] != k {
            of[k] = of[of[k]];
            k = of[k];
        }
        k
    };
    for judgement in judgements.iter().filter(|j| j.relation == Relation::Same) {
        let (Subject::Report(a), Subject::Report(b)) = (&judgement.left, &judgement.right) else { continue };
        if let (Some(&a), Some(&b)) = (sources.at.get(a), sources.at.get(b)) {
            let (a, b) = (root(&mut of, a), root(&mut of, b));
            let (low, high) = (a.min(b), a.max(b));
            of[high] = low;
        }
    }
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for k in 0..of.len() {
        groups.entry(root(&mut of, k)).or_default().push(k);
    }
    groups.into_values().collect()
}

/// Every entity that the record refers to, with what it is part of; spellings of folded ones go to the one they became.
fn entities(record: &Record, given: &[Linkable], own: &[Arc<Entity>], kinship: &Kinship<'_>) -> Vec<Entity> {
    let mut used: FxHashSet<&EntityId> = FxHashSet::default();
    for document in &record.documents {
        used.extend(document.outlet.iter().chain(&document.agency));
    }
    for report in &record.reports {
        used.extend(report.roles.iter().map(|f| &f.entity));
        used.extend(report.source.iter().flat_map(|c| &c.0).map(|l| &l.entity));
        used.extend(report.counts.iter().filter_map(|c| c.side.as_ref()));
        used.extend(report.terms.iter().flat_map(|t| &t.roles).map(|f| &f.entity));
    }
    for one in given {
        used.extend(one.extraction.mentions.iter().map(|m| kinship.canonical(&m.entity)));
    }
    let above: BTreeSet<EntityId> = used.iter().flat_map(|id| kinship.above(id)).collect();
    used.extend(&above);
    let mut entities: BTreeMap<EntityId, Entity> =
        used.into_iter().filter_map(|id| kinship.entity(id).map(|e| (id.clone(), e.clone()))).collect();
    // What many documents say alike is one copy, which adds its spellings once.
    let mut added: FxHashSet<*const Entity> = FxHashSet::default();
    for own in own.iter().filter(|own| added.insert(Arc::as_ptr(own))) {
        let Some(entity) = entities.get_mut(kinship.canonical(&own.id)) else { continue };
        let known: BTreeSet<&String> = entity.names.values().chain(&entity.aliases).collect();
        let new: BTreeSet<String> =
            own.names.values().chain(&own.aliases).filter(|s| !known.contains(s)).cloned().collect();
        entity.aliases.extend(new);
    }
    entities.into_values().collect()
}
