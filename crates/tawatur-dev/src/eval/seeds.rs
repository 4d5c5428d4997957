//! Set `seeds`: the five seed texts as plain files without dates, through the program, against the gold record.

use super::scored::{Reports, f1, score};
use super::{Measures, Options};

/// Measures and the rows of the scorer they are.
const ROWS: [(&str, &str); 10] = [
    ("seeds-strict-spine", "reports_strict"),
    ("seeds-full-spine", "reports_full"),
    ("seeds-strict", "reports_strict"),
    ("seeds-full", "reports_full"),
    ("seeds-family", "reports_family"),
    ("seeds-published", "published"),
    ("seeds-same-event", "same_event_pairs"),
    ("seeds-story-pairs", "story_pairs"),
    ("seeds-disputes", "disputes"),
    ("seeds-agreements", "agreements"),
];

/// Takes the measures.
pub fn take(options: &Options) -> Result<Measures, String> {
    let scores = score("seeds", Reports::Found, options)?;
    let mut measures: Measures =
        ROWS.iter().map(|(key, row)| ((*key).to_owned(), f1(&scores, row))).collect();

    measures.insert("seeds-language".to_owned(), f1(&scores, "language"));
    measures.insert("seeds-slots-min".to_owned(), scores["slots_min"].as_f64().unwrap_or(0.0));
    Ok(measures)
}
