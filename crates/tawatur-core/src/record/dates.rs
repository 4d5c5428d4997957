//! The second look at dates: an undated document is dated by the events it shares with dated ones.

use super::Sources;
use crate::model::{DocumentId, Mode, Published, PublishedBasis, PublishedPrecision};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Days between the dated documents of a shared event within which their date says something.
const CLOSE: i64 = 7;

/// Dates what can be dated: by the earliest dated document of each shared event, the middle one of several.
pub(super) fn second_look(sources: &mut Sources<'_>, groups: &[Vec<usize>]) {
    let mut shared: BTreeMap<DocumentId, Vec<(Date, String)>> = BTreeMap::new();
    for group in groups {
        let told = group.iter().map(|&k| &sources.reports[k]).filter(|r| r.mode != Mode::Habitual);
        let documents: Vec<_> = told.filter_map(|r| sources.document(r)).collect();
        let mut dated: Vec<(Date, &str)> =
            documents.iter().filter_map(|d| d.published.date.map(|day| (day, d.file.as_str()))).collect();
        dated.sort();
        let (Some(&(first, file)), Some(&(last, _))) = (dated.first(), dated.last()) else { continue };
        // An event told of for months, as background, dates nothing.
        if last.duration_since(first).as_hours() / 24 > CLOSE {
            continue;
        }
        for document in documents.iter().filter(|d| d.published.date.is_none()) {
            shared.entry(document.id.clone()).or_default().push((first, file.to_owned()));
        }
    }
    for (id, mut found) in shared {
        found.sort();
        let (date, file) = found[found.len() / 2].clone();
        if let Some(document) = sources.documents.get_mut(&id) {
            let why = format!(
                "shares {} reports of events with documents of about that day, as {file}",
                found.len()
            );
            let precision = PublishedPrecision::Week;
            document.published =
                Published { date: Some(date), precision, basis: PublishedBasis::Inferred, why };
        }
    }
}
