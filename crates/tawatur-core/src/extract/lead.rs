//! What the lead of a text is about: hashes of the dictionary forms of its telling words and of its two-word names, by
//! which linking finds documents that tell of one happening. Says nothing about what they mean.

use crate::model::{Analysis, Extraction, PartOfSpeech, Token};
use crate::packs::hash;

/// Tokens of the beginning that are read: news tells the main thing first.
const LEAD: usize = 160;
/// Letters a word must have.
const WORD: usize = 3;

/// The marks of a lead, sorted, each once.
pub(super) fn lead(analysis: &Analysis) -> Vec<u32> {
    let tokens = &analysis.tokens[..analysis.tokens.len().min(LEAD)];
    let mut marks: Vec<u32> = tokens.iter().filter(|t| tells(t)).map(|t| mark(&[&t.lemma])).collect();
    let is_name = |t: &Token| t.pos == PartOfSpeech::Propn;
    let names = tokens.windows(2).filter(|pair| pair.iter().all(is_name));
    marks.extend(names.map(|pair| mark(&[&pair[0].folded, &pair[1].folded]) | Extraction::NAME));
    marks.sort_unstable();
    marks.dedup();
    marks
}

fn tells(token: &Token) -> bool {
    use PartOfSpeech::{Adj, Noun, Num, Propn, Verb};
    matches!(token.pos, Adj | Noun | Num | Propn | Verb) && token.lemma.chars().count() >= WORD
}

fn mark(words: &[&str]) -> u32 {
    // The upper half of the hash, without the bit that names have.
    (hash(words.join(" ").as_bytes()) >> 32) as u32 & !Extraction::NAME
}
