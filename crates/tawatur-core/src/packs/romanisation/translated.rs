//! Words of place names that are translated, not spelled in other letters: `Upper`, `Eastern`, `Lake`.
//!
//! Table `lang/<xx>/place_words.tsv`: `kind`, `native`, `latin`, several words of each in a cell. A `generic` word says what
//! the place is, and one of the two spellings may lack it; a `qualifier` tells the place from its neighbour.

use super::name::ARTICLE_SIGN;
use crate::packs::{PackFile, Problems, Table};
use crate::text::{fold_str, without_article};
use rustc_hash::FxHashMap;

/// Columns of the table.
const COLUMNS: [&str; 3] = ["kind", "native", "latin"];

/// Log probability of a word that both spellings have; about that of two letters.
const MATCHED: f32 = -1.0;
/// That of a generic word that one spelling lacks; about that of a letter out of place.
const LEFT_OUT: f32 = -4.0;
/// That of a qualifier that one spelling lacks.
const MISSING: f32 = -9.0;

/// Most translated words of a name that are looked at: each doubles the ways to read it.
const MOST: usize = 3;

/// Number of a meaning: a row of the table.
pub type Meaning = u16;

/// A way to read a name: the words that are spelled, and the meanings of those that are translated.
pub type Reading<'a> = (Vec<&'a str>, Vec<Meaning>);

/// The words by script.
#[derive(Debug, Clone, Default)]
pub struct TranslatedWords {
    words: FxHashMap<String, Meaning>,
    /// For each meaning, whether it is generic.
    generic: Vec<bool>,
}

impl TranslatedWords {
    pub fn read(file: PackFile<'_>, problems: &mut Problems) -> Self {
        let table = Table::read(file, &COLUMNS, problems);
        let mut out = Self::default();
        for row in &table.rows {
            let generic = match table.cell(row, "kind") {
                "generic" => true,
                "qualifier" => false,
                other => {
                    problems.at(
                        file.0,
                        row.line,
                        1,
                        format!("`{other}` is neither `generic` nor `qualifier`"),
                    );
                    continue;
                }
            };
            let meaning = out.generic.len() as Meaning;
            out.generic.push(generic);
            for word in table.values(row, "native").chain(table.values(row, "latin")) {
                let folded = fold_str(word);
                out.words.insert(without_article(&folded).0.to_owned(), meaning);
            }
        }
        out
    }

    /// The ways to read a name: every word spelled, and each choice of translated words that leaves a word to spell.
    pub fn readings<'a>(&self, words: &'a [String]) -> Vec<Reading<'a>> {
        let meaning = |word: &str| self.words.get(word.trim_start_matches(ARTICLE_SIGN)).copied();
        let known: Vec<(usize, Meaning)> =
            words.iter().enumerate().filter_map(|(k, w)| Some((k, meaning(w)?))).take(MOST).collect();
        let mut out = Vec::new();
        for choice in 0..1_usize << known.len() {
            let chosen =
                |k: usize| known.iter().position(|(at, _)| *at == k).is_some_and(|n| choice & 1 << n != 0);
            let spelled: Vec<&str> =
                words.iter().enumerate().filter(|(k, _)| !chosen(*k)).map(|(_, w)| w.as_str()).collect();
            if !spelled.is_empty() {
                let mut meanings: Vec<Meaning> =
                    known.iter().filter(|(at, _)| chosen(*at)).map(|(_, m)| *m).collect();
                meanings.sort_unstable();
                out.push((spelled, meanings));
            }
        }
        out
    }

    /// Log probability that names with these translated words are one.
    pub fn cost(&self, one: &[Meaning], other: &[Meaning]) -> f32 {
        let alone = |m: &Meaning| if self.generic[usize::from(*m)] { LEFT_OUT } else { MISSING };
        let of = |list: &[Meaning], against: &[Meaning]| -> f32 {
            list.iter().map(|m| if against.contains(m) { MATCHED / 2.0 } else { alone(m) }).sum()
        };
        of(one, other) + of(other, one)
    }
}
