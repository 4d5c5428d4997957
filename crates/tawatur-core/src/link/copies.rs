//! Documents that repeat the text of another, or a passage of it, by the marks of their texts. The earliest text that a
//! document shares most with is the one it copies; a passage copied into an own text gives its reports their origin.

use super::{Linkable, rule};
use crate::model::{EntityId, Judgement, Relation, Report, Subject};
use jiff::civil::Date;
use rustc_hash::FxHashMap;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Marks two texts must share at least: below it set phrases of news meet by chance.
const SHARED: usize = 6;
/// Share of the shorter text's marks that must stand in the other.
const CONTAINED: f32 = 0.5;
/// Earliest texts kept for each mark; a mark of more is a set phrase, or a text whose first copies are found already.
const KEPT: usize = 12;
/// Marks of its own that may stand between two shared ones inside a copied passage: a changed word or figure.
const BETWEEN: usize = 3;

/// Judgements that one document, or a report of it, copies another document, in the order of the copies.
pub(super) fn find(documents: &[&Linkable]) -> Vec<Judgement> {
    let order = in_order(documents);
    let mut rank = vec![0; documents.len()];
    order.iter().enumerate().for_each(|(at, &k)| rank[k] = at);
    let mut bearers: FxHashMap<u32, Vec<usize>> = FxHashMap::default();
    let mut judgements = Vec::new();
    for k in order {
        let marks = &documents[k].extraction.fingerprint;
        // For each earlier text the marks of this one that it bears, by their place in the list.
        let mut shared: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (at, mark) in marks.iter().enumerate() {
            let earlier = bearers.entry(*mark).or_default();
            earlier.iter().for_each(|&e| shared.entry(e).or_default().push(at));
            if earlier.len() < KEPT {
                earlier.push(k);
            }
        }
        shared.retain(|_, found| found.len() >= SHARED);
        let contained = |e: usize, n: usize| {
            n as f32 / documents[e].extraction.fingerprint.len().min(marks.len()).max(1) as f32
        };
        let best = shared
            .iter()
            .map(|(&e, found)| (e, found.len()))
            .filter(|&(e, n)| contained(e, n) >= CONTAINED)
            .max_by_key(|&(e, n)| (n, Reverse(rank[e])));
        match best {
            Some((original, n)) => {
                let share = contained(original, n);
                let reasons = vec![format!(
                    "{n} runs of words shared, {:.0} in a hundred of the shorter text",
                    share * 100.0
                )];
                let subject = |at: usize| Subject::Document(documents[at].document.id.clone());
                judgements.push(rule(Relation::Copies, subject(k), subject(original), share, reasons));
            }
            None => judgements.extend(passages(documents, k, &shared, &rank)),
        }
    }
    judgements.sort_by(|a, b| (&a.left, &a.right).cmp(&(&b.left, &b.right)));
    judgements
}

/// Documents in the order in which they may copy one another: first what appeared first; of one day an agency's own
/// text, then the longest, for it is cut more often than lengthened.
fn in_order(documents: &[&Linkable]) -> Vec<usize> {
    let agencies: BTreeSet<&EntityId> = documents.iter().filter_map(|d| d.document.agency.as_ref()).collect();
    let key = |k: usize| {
        let document = &documents[k].document;
        let day: Option<Date> = document.published.date;
        let is_wire = document.outlet.as_ref().is_some_and(|outlet| agencies.contains(outlet));
        let length = documents[k].extraction.fingerprint.len();
        (day.is_none(), day, !is_wire, Reverse(length), document.id.clone())
    };
    let mut order: Vec<usize> = (0..documents.len()).collect();
    order.sort_by_cached_key(|&k| key(k));
    order
}

/// Reports of a document that stand in passages of earlier texts: of several texts the one of the longest passage, of
/// equals the earliest.
fn passages(
    documents: &[&Linkable],
    k: usize,
    shared: &BTreeMap<usize, Vec<usize>>,
    rank: &[usize],
) -> Vec<Judgement> {
    let extraction = &documents[k].extraction;
    if extraction.fingerprint_places.len() != extraction.fingerprint.len() {
        return Vec::new();
    }
    let mut by_place: Vec<usize> = (0..extraction.fingerprint.len()).collect();
    by_place.sort_by_key(|&at| extraction.fingerprint_places[at]);
    let place = |at: usize| extraction.fingerprint_places[at];
    let mut found: Vec<(usize, Reverse<usize>, usize, u32, u32)> = Vec::new();
    for (&e, marks) in shared {
        let of_other: BTreeSet<usize> = marks.iter().copied().collect();
        let told: Vec<usize> = (0..by_place.len()).filter(|&n| of_other.contains(&by_place[n])).collect();
        for run in told.chunk_by(|a, b| b - a <= BETWEEN + 1).filter(|run| run.len() >= SHARED) {
            let (first, last) = (place(by_place[run[0]]), place(by_place[run[run.len() - 1]]));
            found.push((run.len(), Reverse(rank[e]), e, first, last));
        }
    }
    found.sort_unstable_by(|a, b| b.cmp(a));
    let middle = |report: &Report| report.span.start.midpoint(report.span.end);
    let of_report = |report: &Report| {
        let (n, _, e, ..) = found.iter().find(|f| (f.3..=f.4).contains(&middle(report)))?;
        let reasons = vec![format!("its passage shares {n} runs of words with that text")];
        let original = Subject::Document(documents[*e].document.id.clone());
        Some(rule(Relation::Copies, Subject::Report(report.id.clone()), original, 1.0, reasons))
    };
    extraction.reports.iter().filter_map(of_report).collect()
}
