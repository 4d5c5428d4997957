//! Trains `letters.bin`: how usual each run of letters is, from the texts of the training treebanks.

use super::corpora::Corpora;
use tawatur_core::packs::Letters;

/// Added to every count, so that runs never seen stay possible.
const SMOOTHING: f64 = 0.5;

/// Trains and writes the table of a language.
pub fn train(lang: &str) -> Result<(), String> {
    let corpora = Corpora::load(lang)?;
    let mut counts = vec![SMOOTHING; Letters::BUCKETS];
    for sentence in corpora.exact.iter().chain(&corpora.coarse) {
        let text = sentence.written();
        for run in Letters::runs(&text) {
            counts[run as usize] += 1.0;
        }
    }
    let total: f64 = counts.iter().sum();
    let cost =
        |count: &f64| ((total / count).ln() * Letters::SCALE).round().clamp(0.0, f64::from(u8::MAX)) as u8;
    let costs: Vec<u8> = counts.iter().map(cost).collect();
    super::write(lang, "letters.bin", &costs)
}
