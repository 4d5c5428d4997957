//! `cargo dev segmenter`: the weights by which Arabic words are cut, from the training part of the treebank.
//!
//! An averaged perceptron (Collins 2002) over the cuts that the lexicon allows; among the cuts that agree with the
//! treebank the best scored one counts as right.

use crate::checkout::packs_folder;
use crate::lexicon::arabic::Sources;
use crate::treebank::{self, RawWord, raw_words};
use tawatur_core::analyse::segment::{Analyser, Before, Cut};
use tawatur_core::packs::{Lexicon, Morphology, PackFile, Problems, Segmenter, WEIGHTS};

/// Passes over the sentences.
const EPOCHS: usize = 8;
/// Parts of the training sentences.
const FOLDS: usize = 5;
/// Averaged weights are small fractions; this many steps make one unit.
const SCALE: f64 = 64.0;

/// The morphology of the Arabic pack of this checkout.
///
/// # Errors
/// When the pack cannot be read.
pub fn morphology(with_weights: bool) -> Result<Morphology, String> {
    let folder = packs_folder().join("lang/ar");
    let mut files = Vec::new();
    for name in ["clitics.toml", "lexicon.bin", "segmenter.bin"] {
        if name == "segmenter.bin" && !with_weights {
            continue;
        }
        if let Ok(bytes) = std::fs::read(folder.join(name)) {
            // Packs are kept as long as the tool runs.
            files.push((format!("lang/ar/{name}"), &*bytes.leak()));
        }
    }
    let files: Vec<PackFile<'_>> = files.iter().map(|(name, bytes)| (name.as_str(), *bytes)).collect();
    let mut problems = Problems::default();
    let morphology = Morphology::load(&files, "lang/ar/", &mut problems);
    problems.into_result(()).map_err(|p| p.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))?;
    morphology.ok_or_else(|| "the Arabic pack has no lexicon; run `cargo dev lexicon ar`".into())
}

/// Trains and writes the weights; says how many training words come out right.
///
/// # Errors
/// When data is absent or the file cannot be written.
pub fn train() -> Result<String, String> {
    let training = treebank::arabic()?.0;
    let mut sources = Sources::read()?;
    // A lexicon that has seen a sentence knows all its words; each part is read with a lexicon built from the others.
    let mut parts = Vec::new();
    for fold in 0..FOLDS {
        let others: Vec<_> =
            training.iter().enumerate().filter(|(k, _)| k % FOLDS != fold).map(|(_, s)| s).collect();
        let mut morphology = morphology(false)?;
        morphology.lexicon = Lexicon::read(sources.build(&others)?)?;
        let sentences: Vec<_> = training.iter().skip(fold).step_by(FOLDS).map(raw_words).collect();
        parts.push((morphology, sentences));
    }
    let mut learner = Learner { weights: vec![0.0; WEIGHTS], total: vec![0.0; WEIGHTS], step: 0.0 };
    let (mut right, mut words) = (0, 0);
    for _ in 0..EPOCHS {
        (right, words) = (0, 0);
        for (morphology, sentences) in &parts {
            let mut analyser = Analyser::new(morphology);
            for sentence in sentences {
                right += learner.sentence(&mut analyser, sentence);
                words += sentence.len();
            }
        }
    }
    let trained = Segmenter::new(learner.averaged()).ok_or("the number of weights is wrong")?;
    let path = packs_folder().join("lang/ar/segmenter.bin");
    std::fs::write(&path, trained.to_bytes()).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(format!("{}: {right} of {words} training words right in the last pass", path.display()))
}

/// Weights in training, and their sum over all steps.
struct Learner {
    weights: Vec<f64>,
    total: Vec<f64>,
    step: f64,
}

impl Learner {
    /// Learns from a sentence; the number of words that were right before.
    fn sentence(&mut self, analyser: &mut Analyser<'_>, sentence: &[RawWord]) -> usize {
        let mut before = Before::default();
        let mut right = 0;
        for (k, word) in sentence.iter().enumerate() {
            let after = if word.joined { sentence.get(k + 1).map_or("", |w| &w.text) } else { "" };
            analyser.list(&word.text);
            self.step += 1.0;
            let (best, gold) = decide(analyser, word, before, after, &self.weights);
            if let Some(gold) = gold {
                if same(analyser, &analyser.cuts[best], word) {
                    right += 1;
                } else {
                    for (cut, sign) in [(gold, 1.0), (best, -1.0)] {
                        analyser.features(cut, before, after, |feature| {
                            self.weights[Segmenter::place(feature)] += sign;
                            self.total[Segmenter::place(feature)] += sign * self.step;
                        });
                    }
                }
            }
            let chosen = analyser.cuts[gold.unwrap_or(best)];
            before = if word.joined { analyser.before(&chosen) } else { Before::default() };
        }
        right
    }

    fn averaged(&self) -> Vec<i16> {
        let average =
            |(w, t): (&f64, &f64)| ((w - t / self.step) * SCALE).round().clamp(-32768.0, 32767.0) as i16;
        self.weights.iter().zip(&self.total).map(average).collect()
    }
}

/// The best scored cut, and the best scored among those that agree with the treebank.
fn decide(
    analyser: &Analyser<'_>,
    word: &RawWord,
    before: Before,
    after: &str,
    weights: &[f64],
) -> (usize, Option<usize>) {
    let mut best = (f64::MIN, 0);
    let mut gold: Option<(f64, usize)> = None;
    for k in 0..analyser.cuts.len() {
        let mut score = 0.0;
        analyser.features(k, before, after, |feature| score += weights[Segmenter::place(feature)]);
        if score > best.0 {
            best = (score, k);
        }
        if same(analyser, &analyser.cuts[k], word) && gold.is_none_or(|g| score > g.0) {
            gold = Some((score, k));
        }
    }
    (best.1, gold.map(|g| g.1))
}

/// True when a cut agrees with the treebank.
fn same(analyser: &Analyser<'_>, cut: &Cut, word: &RawWord) -> bool {
    cuts(analyser, cut, &word.text) == word.cuts
}

/// Bytes at which the pieces of a cut start, without 0.
#[must_use]
pub fn cuts(analyser: &Analyser<'_>, cut: &Cut, word: &str) -> Vec<usize> {
    let mut found = Vec::new();
    analyser.pieces(cut, word, |piece| found.push(piece.start));
    found.retain(|&start| start > 0);
    found
}
