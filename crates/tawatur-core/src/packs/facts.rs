//! Dated facts (`world/facts.toml`, `conflicts/<name>/facts.toml`): what fixes the year of a text that names none.

use super::{PackFile, Problems, toml};
use crate::text::fold_str;
use jiff::civil::Date;
use serde::Deserialize;

/// Something that happened on a known day.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fact {
    /// The day.
    pub date: Date,
    /// What happened, for the reason that is shown.
    pub name: String,
    /// A text tells of it when it holds one word of every list. Folded when read.
    pub keys: Vec<Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFacts {
    fact: Vec<Fact>,
}

/// Reads every list of facts.
pub(super) fn load(files: &[PackFile<'_>], problems: &mut Problems) -> Vec<Fact> {
    let mut facts = Vec::new();
    for &file in files.iter().filter(|f| f.0.ends_with("/facts.toml")) {
        let Some(raw) = toml::<RawFacts>(file, problems) else { continue };
        facts.extend(raw.fact.into_iter().map(|mut fact| {
            fact.keys.iter_mut().flatten().for_each(|key| *key = fold_str(key));
            fact
        }));
    }
    facts
}

impl Fact {
    /// True when a folded text, with a space at both ends, holds a word of every list.
    #[must_use]
    pub fn told_in(&self, folded: &str) -> bool {
        self.keys.iter().all(|words| words.iter().any(|word| holds(folded, word)))
    }
}

/// True when the words stand in the text with no letter on either side (a clitic before them is let pass).
fn holds(text: &str, words: &str) -> bool {
    text.match_indices(words).any(|(at, found)| {
        let after = text[at + found.len()..].chars().next();
        let before = text[..at].chars().next_back();
        let one_letter_before = text[..at].chars().rev().nth(1).is_none_or(|c| !c.is_alphabetic());
        after.is_none_or(|c| !c.is_alphabetic())
            && (before.is_none_or(|c| !c.is_alphabetic()) || one_letter_before)
    })
}
