//! Linking: which entities, reports and documents are the same things. Says judgements with reasons, builds nothing.
//!
//! Language-neutral: it sees types, times, places, roles and figures, no words. Near-linear: only reports that share a
//! key (type and place, figure, actor, document) are compared. The order of documents never changes the result.

mod candidates;
mod cluster;
mod compare;
mod copies;
mod kindred;
mod sketch;

use crate::model::{Action, Decision, Judgement, Maker, Relation, ReportId, Subject, Workers, in_force};
use crate::packs::{Kinship, Packs};
use std::collections::BTreeMap;

pub use crate::model::Linkable;

/// The name rules of linking go by in judgements.
const RULE: &str = "link";

/// Judgements on everything given; `kinship` is that of the packs and of the documents' own entities. The order of
/// `documents` never changes the result.
#[must_use]
pub fn link<'a>(
    documents: &'a [Linkable],
    decisions: &[Decision],
    kinship: &Kinship<'a>,
    packs: &'a Packs,
    workers: &dyn Workers,
) -> Vec<Judgement> {
    let mut documents: Vec<&'a Linkable> = documents.iter().collect();
    documents.sort_by(|a, b| a.document.id.cmp(&b.document.id));
    documents.dedup_by(|a, b| a.document.id == b.document.id);
    let mut judgements: Vec<Judgement> = kinship
        .folds()
        .into_iter()
        .map(|(own, known)| {
            let reasons = vec!["one spelling, one kind".to_owned()];
            rule(Relation::Same, Subject::Entity(own.clone()), Subject::Entity(known.clone()), 1.0, reasons)
        })
        .collect();
    judgements.extend(copies::find(&documents));
    judgements.extend(kindred::find(&documents, &packs.linking.kindred, workers));
    let rejected = rejected(decisions);
    let sketches = sketch::all(&documents, &rejected, kinship, packs);
    let rulings = rulings(decisions, &sketches);
    // First by the reports alone; then once more, knowing which documents tell of the same events.
    let mut scale = compare::Scale::new(packs, kinship, &sketches);
    let candidates = candidates::Candidates::sharing_keys(&sketches, kinship, packs, workers);
    let by_reports = cluster::scored(&candidates, &scale, workers);
    let first = cluster::gather(&by_reports, &rulings, &scale);
    scale.told = told(&sketches, &first.groups, documents.len());
    let by_stories = cluster::scored_anew(candidates, by_reports, &scale, workers);
    judgements.extend(cluster::gather(&by_stories, &rulings, &scale).judgements(&rulings, &scale, workers));
    judgements
}

/// For each document the groups of reports it shares with others, of days close to its own.
fn told(sketches: &[sketch::Sketch<'_>], groups: &[u32], documents: usize) -> Vec<Vec<u32>> {
    let recent = sketches.iter().zip(groups).filter(|(sketch, _)| sketch.is_recent());
    let mut tellers: Vec<(u32, usize)> = recent.map(|(sketch, &group)| (group, sketch.document)).collect();
    tellers.sort_unstable();
    tellers.dedup();
    let mut told = vec![Vec::new(); documents];
    for tellers in tellers.chunk_by(|a, b| a.0 == b.0).filter(|t| t.len() > 1) {
        for &(group, document) in tellers {
            told[document].push(group);
        }
    }
    told
}

/// A judgement made by a rule.
fn rule(relation: Relation, left: Subject, right: Subject, weight: f32, reasons: Vec<String>) -> Judgement {
    Judgement { relation, left, right, made_by: Maker::Rule(RULE.to_owned()), weight, reasons }
}

/// Reports that people took out of the record.
fn rejected(decisions: &[Decision]) -> Vec<ReportId> {
    let mut last: BTreeMap<&ReportId, bool> = BTreeMap::new();
    for decision in in_force(decisions) {
        match &decision.action {
            Action::Reject { report } => last.insert(report, true),
            Action::Accept { report } => last.insert(report, false),
            _ => continue,
        };
    }
    last.into_iter().filter(|(_, gone)| *gone).map(|(id, _)| id.clone()).collect()
}

/// A person's word on two reports, by their place in the list of sketches.
struct Ruling {
    left: usize,
    right: usize,
    same: bool,
    by: Maker,
    decision: u64,
}

/// What people said of pairs of reports. Of two rulings on one pair the later holds.
fn rulings(decisions: &[Decision], sketches: &[sketch::Sketch<'_>]) -> Vec<Ruling> {
    let at: BTreeMap<&ReportId, usize> =
        sketches.iter().enumerate().map(|(k, s)| (&s.report.id, k)).collect();
    let mut found: BTreeMap<(usize, usize), Ruling> = BTreeMap::new();
    for decision in in_force(decisions) {
        let (pairs, same) = match &decision.action {
            Action::Same { reports } => {
                (reports.iter().skip(1).map(|r| (&reports[0], r)).collect::<Vec<_>>(), true)
            }
            Action::Different { left, right } => {
                (left.iter().flat_map(|l| right.iter().map(move |r| (l, r))).collect(), false)
            }
            _ => continue,
        };
        for (a, b) in pairs {
            if let (Some(&a), Some(&b)) = (at.get(a), at.get(b))
                && a != b
            {
                let (left, right) = (a.min(b), a.max(b));
                let ruling = Ruling { left, right, same, by: decision.by.clone(), decision: decision.id };
                found.insert((left, right), ruling);
            }
        }
    }
    found.into_values().collect()
}
