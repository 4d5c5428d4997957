//! Set `news`: the three news golds as JSON Lines with their dates and outlets, against the gold records.

use super::scored::{Reports, f1, score, tally};
use super::{Measures, Options};

/// The golds.
const FOLDERS: [&str; 3] = ["news-en", "news-fr", "news-ar"];

/// Takes the measures. `mode-other` is pooled over these and the seeds.
pub fn take(options: &Options) -> Result<Measures, String> {
    let mut measures = Measures::new();
    let (mut slots, mut modes) = (0.0, [0.0; 3]);
    let mut pool = |scores: &serde_json::Value| {
        for (sum, n) in modes.iter_mut().zip(tally(scores, "mode_other")) {
            *sum += n;
        }
    };
    for folder in FOLDERS {
        let scores = score(folder, Reports::Found, options)?;
        measures.insert(format!("{folder}-strict"), f1(&scores, "reports_strict"));
        measures.insert(format!("{folder}-full"), f1(&scores, "reports_full"));
        slots += scores["slots_mean"].as_f64().unwrap_or(0.0);
        pool(&scores);
    }
    pool(&score("seeds", Reports::Found, &Options { errors: false, ..options.clone() })?);
    measures.insert("news-slots-mean".to_owned(), slots / FOLDERS.len() as f64);
    let [right, wrong, missed] = modes;
    measures.insert(
        "mode-other".to_owned(),
        if right > 0.0 { 2.0 * right / (2.0 * right + wrong + missed) } else { 0.0 },
    );
    Ok(measures)
}
