//! How common lemmas are, learned from running text whose words nobody has analysed: every word's readings share its
//! occurrence by how common their lemmas are so far, some rounds over (expectation maximisation, Dempster et al. 1977).

use crate::eval::shared;
use std::collections::HashMap;
use tawatur_core::analyse::segment::{Analyser, Before};
use tawatur_core::model::PartOfSpeech;
use tawatur_core::packs::Morphology;

/// Rounds: later ones change little.
const ROUNDS: usize = 4;
/// What a lemma counts that was never seen.
const UNSEEN: f64 = 0.05;

/// Counts by folded lemma and part of speech.
pub type Counts = HashMap<(String, PartOfSpeech), f64>;

/// Sentences of the part of NewsFANE that may be learned from (its last sixth tests names).
///
/// # Errors
/// When it is absent.
pub fn news() -> Result<Vec<Vec<String>>, String> {
    let path = shared(
        "data/languages/NewsFANE_Gold/data/Finegrained/WikiFANE_2014_Gold_standard/NewsFANE_Gold_2014_170K.txt",
    )?;
    let text = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let lines: Vec<&str> = text.lines().collect();
    let mut sentences = vec![Vec::new()];
    for line in &lines[..lines.len() / 6 * 5] {
        let word = line.split('\t').next().unwrap_or("").trim();
        let word = word.trim_matches(|c: char| matches!(c, '\u{feff}' | '\u{200e}' | '\u{200f}'));
        match sentences.last_mut() {
            Some(last) if !word.is_empty() && word != "." => last.push(word.to_owned()),
            _ => sentences.push(Vec::new()),
        }
    }
    Ok(sentences)
}

/// Adds what running text says to counts.
pub fn estimate(morphology: &Morphology, sentences: &[Vec<String>], known: &Counts) -> Counts {
    let mut analyser = Analyser::new(morphology);
    let mut tokens: Vec<Vec<(u32, PartOfSpeech)>> = Vec::new();
    for sentence in sentences {
        let mut before = Before::default();
        for (k, word) in sentence.iter().enumerate() {
            if !word.chars().any(char::is_alphabetic) {
                before = Before::default();
                continue;
            }
            let cut = analyser.segment(word, before, sentence.get(k + 1).map_or("", String::as_str));
            before = analyser.before(&cut);
            let readings = &analyser.readings[cut.readings.0 as usize..cut.readings.1 as usize];
            let mut token: Vec<_> = readings.iter().map(|r| (r.lemma, r.pos)).collect();
            token.sort_unstable();
            token.dedup();
            tokens.push(token);
        }
    }
    let mut counts: HashMap<(u32, PartOfSpeech), f64> = HashMap::new();
    let names: HashMap<(u32, PartOfSpeech), f64> = tokens
        .iter()
        .flatten()
        .map(|&(lemma, pos)| {
            (
                (lemma, pos),
                known.get(&(morphology.lexicon.lemma(lemma).to_owned(), pos)).copied().unwrap_or(0.0),
            )
        })
        .collect();
    for _ in 0..ROUNDS {
        let mut next: HashMap<(u32, PartOfSpeech), f64> = HashMap::new();
        for token in &tokens {
            let share = |key: &(u32, PartOfSpeech)| {
                names.get(key).unwrap_or(&0.0) + counts.get(key).unwrap_or(&0.0) + UNSEEN
            };
            let total: f64 = token.iter().map(share).sum();
            for key in token {
                *next.entry(*key).or_default() += share(key) / total;
            }
        }
        counts = next;
    }
    let mut out = known.clone();
    for ((lemma, pos), count) in counts {
        *out.entry((morphology.lexicon.lemma(lemma).to_owned(), pos)).or_default() += count;
    }
    out
}
