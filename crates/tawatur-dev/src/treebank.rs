//! The Arabic treebank: its parts, and its words as they stand between spaces and punctuation.

use crate::conllu::{self, Sentence};
use crate::eval::shared;

/// Every fifth sentence is held out: those whose index modulo 5 is this.
const HELD_OUT: usize = 4;

/// The sentences for training and the held-out fifth.
///
/// # Errors
/// When the treebank is absent.
pub fn arabic() -> Result<(Vec<Sentence>, Vec<Sentence>), String> {
    let all = conllu::read(&shared("data/languages/UD_Arabic-PUD/ar_pud-ud-test.conllu")?)?;
    let (held_out, training): (Vec<_>, Vec<_>) =
        all.into_iter().enumerate().partition(|(k, _)| k % 5 == HELD_OUT);
    let sentences = |part: Vec<(usize, Sentence)>| part.into_iter().map(|(_, s)| s).collect();
    Ok((sentences(training), sentences(held_out)))
}

/// A word between spaces and punctuation with where it is cut.
#[derive(Debug, Clone)]
pub struct RawWord {
    /// As written.
    pub text: String,
    /// Bytes at which a new piece starts, without 0.
    pub cuts: Vec<usize>,
    /// The next raw word follows after nothing but white space.
    pub joined: bool,
}

/// The words between spaces and punctuation of a sentence.
#[must_use]
pub fn raw_words(sentence: &Sentence) -> Vec<RawWord> {
    let mut found: Vec<RawWord> = Vec::new();
    let mut rest = sentence.text.as_str();
    let mut open = false;
    for word in &sentence.words {
        let trimmed = rest.trim_start();
        open &= trimmed.len() == rest.len();
        rest = trimmed.strip_prefix(word.form.as_str()).unwrap_or(trimmed);
        if !word.form.chars().any(char::is_alphabetic) {
            open = false;
            if let Some(last) = found.last_mut() {
                last.joined = false;
            }
            continue;
        }
        match found.last_mut() {
            Some(last) if open => {
                last.cuts.push(last.text.len());
                last.text.push_str(&word.form);
            }
            _ => found.push(RawWord { text: word.form.clone(), cuts: Vec::new(), joined: true }),
        }
        open = true;
    }
    if let Some(last) = found.last_mut() {
        last.joined = false;
    }
    found
}
