//! Documents that repeat the text of another, by the marks of their texts. The earliest text that a document shares
//! most with is the one it copies. Which passage was taken is not said.

use super::{Linkable, rule};
use crate::model::{Judgement, Relation, Subject};
use jiff::civil::Date;
use std::cmp::Reverse;
use std::collections::HashMap;

/// Marks two texts must share at least: below it set phrases of news meet by chance.
const SHARED: usize = 6;
/// Share of the shorter text's marks that must stand in the other.
const CONTAINED: f32 = 0.5;
/// Earliest texts kept for each mark; a mark of more is a set phrase, or a text whose first copies are found already.
const KEPT: usize = 12;

/// Judgements that one document copies another, in the order of the copies.
pub(super) fn find(documents: &[&Linkable]) -> Vec<Judgement> {
    // First come the texts that appeared first, of one day the longest: an agency's text is cut, seldom lengthened.
    let mut order: Vec<usize> = (0..documents.len()).collect();
    let key = |k: usize| {
        let document = &documents[k].document;
        let day: Option<Date> = document.published.date;
        (day.is_none(), day, Reverse(documents[k].extraction.fingerprint.len()), document.id.clone())
    };
    order.sort_by_cached_key(|&k| key(k));
    let mut bearers: HashMap<u32, Vec<usize>> = HashMap::new();
    let mut judgements = Vec::new();
    for k in order {
        let marks = &documents[k].extraction.fingerprint;
        let mut shared: HashMap<usize, usize> = HashMap::new();
        for mark in marks {
            let earlier = bearers.entry(*mark).or_default();
            earlier.iter().for_each(|&e| *shared.entry(e).or_default() += 1);
            if earlier.len() < KEPT {
                earlier.push(k);
            }
        }
        let contained = |e: usize, n: usize| {
            n as f32 / documents[e].extraction.fingerprint.len().min(marks.len()).max(1) as f32
        };
        let best = shared
            .into_iter()
            .filter(|&(e, n)| n >= SHARED && contained(e, n) >= CONTAINED)
            .max_by(|a, b| a.1.cmp(&b.1).then_with(|| key(b.0).cmp(&key(a.0))));
        if let Some((original, n)) = best {
            let share = contained(original, n);
            let reasons = vec![format!(
                "{n} runs of words shared, {:.0} in a hundred of the shorter text",
                share * 100.0
            )];
            let subject = |at: usize| Subject::Document(documents[at].document.id.clone());
            judgements.push(rule(Relation::Copies, subject(k), subject(original), share, reasons));
        }
    }
    judgements.sort_by(|a, b| (&a.left, &a.right).cmp(&(&b.left, &b.right)));
    judgements
}
