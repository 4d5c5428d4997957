//! What the lead of a text is about: hashes of the dictionary forms of its telling words and of its two-word names, by
//! which linking finds documents that tell of one happening. Says nothing about what they mean.

use crate::model::{Analysis, Extraction, PartOfSpeech, Token};
use crate::packs::hash;

/// Tokens of the beginning that are read for words: news tells the main thing first.
const LEAD: usize = 160;
/// Tokens of the beginning that are read for names: who was concerned is often named only further down.
const NAMES: usize = 600;
/// Tokens that a text without any sentence may fall short of before all of it is read.
const SHORT: usize = 40;
/// Letters a word must have.
const WORD: usize = 3;
/// Tokens of a sentence that tells something; shorter ones are menus, captions and headings.
const SENTENCE: usize = 6;

/// The marks of a lead, sorted, each once.
pub(super) fn lead(analysis: &Analysis) -> Vec<u32> {
    let mut told: Vec<&Token> = told(analysis, |k, tokens| k == 0 || is_prose(tokens));
    if told.len() < SHORT {
        told = self::told(analysis, |_, _| true);
    }
    let words = told.iter().take(LEAD).filter(|t| tells(t));
    let mut marks: Vec<u32> = words.map(|t| mark(&[&t.lemma])).collect();
    let is_name = |t: &&Token| t.pos == PartOfSpeech::Propn;
    let names = told[..told.len().min(NAMES)].windows(2).filter(|pair| pair.iter().all(is_name));
    marks.extend(names.map(|pair| mark(&[&pair[0].folded, &pair[1].folded]) | Extraction::NAME));
    marks.sort_unstable();
    marks.dedup();
    marks
}

/// The tokens of the sentences that count, in order.
fn told(analysis: &Analysis, counts: impl Fn(usize, &[Token]) -> bool) -> Vec<&Token> {
    let sentences = analysis.sentences.iter().map(|s| &analysis.tokens[s.tokens.clone()]);
    sentences.enumerate().filter(|(k, tokens)| counts(*k, tokens)).flat_map(|(_, tokens)| tokens).collect()
}

/// A sentence of some length that is closed by a mark; what stands around the text of a page seldom is.
fn is_prose(tokens: &[Token]) -> bool {
    tokens.len() >= SENTENCE && tokens.last().is_some_and(|t| t.pos == PartOfSpeech::Punct)
}

fn tells(token: &Token) -> bool {
    use PartOfSpeech::{Adj, Noun, Num, Propn, Verb};
    matches!(token.pos, Adj | Noun | Num | Propn | Verb) && token.lemma.chars().count() >= WORD
}

fn mark(words: &[&str]) -> u32 {
    // The upper half of the hash, without the bit that names have.
    (hash(words.join(" ").as_bytes()) >> 32) as u32 & !Extraction::NAME
}
