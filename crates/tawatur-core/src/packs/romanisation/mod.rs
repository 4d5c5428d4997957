//! How names of another script are written in Latin letters: the probability that a Latin spelling stands for letters of
//! that script, and search for the best of many spellings.
//!
//! A channel model: each Latin letter, seen with its neighbours, stands for none to two letters of the other script, so
//! that the score is the probability of the name given the spelling and short spellings are not favoured (a
//! many-to-many alignment as of Jiampojamarn et al. 2007, trained by `cargo dev names romanisation`). The table is
//! `lang/<xx>/romanisation.tsv`; words that are translated instead (`Upper`, `Lake`) stand in `lang/<xx>/place_words.tsv`.

mod index;
mod name;
mod translated;

pub use index::LatinIndex;
pub use name::{LatinName, native_words};

use super::{PackFile, Problems, Table};
use std::sync::LazyLock;
use translated::TranslatedWords;

/// Most letters of the other script that one Latin letter stands for.
pub const LONGEST_CHUNK: usize = 2;

/// The edge of a word as a neighbour, and the pause between words.
pub const EDGE: u8 = 0;

/// Latin letters and the edge.
pub const SYMBOLS: usize = 27;

/// Log probability of a chunk that was never seen, by its length.
const UNSEEN: [f32; LONGEST_CHUNK + 1] = [-9.0, -9.0, -14.0];

/// The files of the model.
const TABLE: &str = "romanisation.tsv";
const WORDS: &str = "place_words.tsv";

/// Columns of the table.
const COLUMNS: [&str; 3] = ["letter", "context", "native"];

/// Costs are written as hundredths of a negative natural logarithm.
const COST_UNIT: f32 = -0.01;

/// Signs of a context: any consonant, and a row for all contexts.
const CONSONANT: char = '+';
const EDGE_SIGN: char = '_';
/// Context of the row that holds for any.
pub const ANY: &str = "*";

/// Letters of the other script, the second absent for one alone, both for none.
type Chunk = [Option<char>; LONGEST_CHUNK];

/// The model.
#[derive(Debug, Clone, Default)]
pub struct Romanisation {
    /// For each letter between two neighbours, the row of `chunks` that holds.
    rows: Vec<u16>,
    /// What a letter may stand for, with its log probability.
    chunks: Vec<Vec<(Chunk, f32)>>,
    /// Words that names translate.
    translated: TranslatedWords,
}

/// The model of a language, read when it is first asked for.
pub type LazyRomanisation = LazyLock<Romanisation, Box<dyn FnOnce() -> Romanisation + Send>>;

/// The model in the files of a language's folder (`lang/ar/`), still unread. Rows that cannot be read are left out: a test
/// of the packs asks for problems, see [`Romanisation::load`].
pub(super) fn when_asked_for(files: &[PackFile<'_>], folder: &str) -> LazyRomanisation {
    let own =
        |file: &&PackFile<'_>| file.0.strip_prefix(folder).is_some_and(|name| name == TABLE || name == WORDS);
    let own: Vec<(String, &'static [u8])> = files.iter().filter(own).map(|f| (f.0.to_owned(), f.1)).collect();
    LazyLock::new(Box::new(move || {
        let files: Vec<PackFile<'_>> = own.iter().map(|(path, bytes)| (path.as_str(), *bytes)).collect();
        Romanisation::load(&files, &mut Problems::default())
    }))
}

/// A symbol as a context shows it: itself.
#[must_use]
pub fn exact_sign(symbol: u8) -> char {
    if symbol == EDGE { EDGE_SIGN } else { char::from(symbol - 1 + b'a') }
}

/// A symbol as a context shows it that takes all consonants for one; `h`, which changes the letter before it, stays.
#[must_use]
pub fn class_sign(symbol: u8) -> char {
    match exact_sign(symbol) {
        c @ (EDGE_SIGN | 'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'h') => c,
        _ => CONSONANT,
    }
}

/// The context of a letter between two symbols, each shown by `sign`.
#[must_use]
pub fn context(before: u8, after: u8, sign: fn(u8) -> char) -> String {
    [sign(before), sign(after)].iter().collect()
}

impl Romanisation {
    /// Reads the table and the list of translated words among some files.
    pub fn load(files: &[PackFile<'_>], problems: &mut Problems) -> Self {
        let mut model = Self::default();
        for &file in files {
            match file.0.rsplit('/').next() {
                Some(TABLE) => model.read(file, problems),
                Some(WORDS) => model.translated = TranslatedWords::read(file, problems),
                _ => {}
            }
        }
        model
    }

    /// Reads a table: the row of the exact context holds, else that of its classes, else that of any.
    fn read(&mut self, file: PackFile<'_>, problems: &mut Problems) {
        let table = Table::read(file, &COLUMNS, problems);
        let (mut known, mut chunks) = (Vec::new(), vec![Vec::new()]);
        for row in &table.rows {
            let letter = shown_as(table.cell(row, "letter").chars().next()).next().unwrap_or(EDGE);
            known.push((letter, table.cell(row, "context"), chunks.len() as u16));
            let mut read = Vec::new();
            for cell in table.cell(row, "native").split(' ') {
                let (native, cost) = cell.split_once(':').unwrap_or((cell, ""));
                match (chunk(native.chars()), cost.parse::<f32>()) {
                    (Some(chunk), Ok(cost)) => read.push((chunk, cost * COST_UNIT)),
                    _ => problems.at(file.0, row.line, 3, format!("`{cell}` is not letters, colon, cost")),
                }
            }
            chunks.push(read);
        }
        // The wider contexts first, so that the narrower ones have the last word.
        known.sort_by_key(|(_, context, _)| (*context != ANY, !context.contains(CONSONANT)));
        let mut rows = vec![0; SYMBOLS * SYMBOLS * SYMBOLS];
        for (letter, around, row) in known {
            for before in shown_as(around.chars().next()) {
                for after in shown_as(around.chars().nth(1).or(around.chars().next())) {
                    rows[place(letter, before, after)] = row;
                }
            }
        }
        (self.rows, self.chunks) = (rows, chunks);
    }

    /// Log probability that a Latin letter between two symbols stands for these letters, at most `LONGEST_CHUNK`.
    fn cost(&self, letter: u8, (before, after): (u8, u8), native: &[char]) -> f32 {
        let row = self.rows.get(place(letter, before, after)).map_or(0, |row| usize::from(*row));
        let seen =
            chunk(native.iter().copied()).and_then(|wanted| self.chunks[row].iter().find(|c| c.0 == wanted));
        seen.map_or(UNSEEN[native.len().min(LONGEST_CHUNK)], |c| c.1)
    }

    /// True when the pack has a table.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}

/// The symbols that a context shows by a sign, or all for the sign of any context.
fn shown_as(sign: Option<char>) -> impl Iterator<Item = u8> {
    let shown =
        move |s: &u8| sign.is_some_and(|c| exact_sign(*s) == c || class_sign(*s) == c || ANY.contains(c));
    (0..SYMBOLS as u8).filter(shown)
}

/// Where the row of a letter between two symbols stands.
fn place(letter: u8, before: u8, after: u8) -> usize {
    (usize::from(letter) * SYMBOLS + usize::from(before)) * SYMBOLS + usize::from(after)
}

/// Letters as a chunk; none when there are too many.
fn chunk(mut letters: impl Iterator<Item = char>) -> Option<Chunk> {
    let chunk = std::array::from_fn(|_| letters.next());
    letters.next().is_none().then_some(chunk)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_of_the_packs_are_sound() {
        let mut problems = Problems::default();
        let model = Romanisation::load(tawatur_packs::FILES, &mut problems);
        assert!(!model.is_empty());
        assert_eq!(problems.into_result(()), Ok(()));
    }
}
