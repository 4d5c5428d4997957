//! How Arabic names are written in Latin letters: the probability that a Latin spelling renders an Arabic one, and
//! search for the best of many.
//!
//! Each Arabic letter gives rise to none to four Latin letters, with a probability that depends on its neighbours (a
//! many-to-many alignment model as of Jiampojamarn et al. 2007, trained by `cargo dev names romanisation` on CC0 pairs).
//! The table is `lang/<xx>/romanisation.tsv`; its letters are those of the table, so any script can have one.

use super::{PackFile, Problems, Table};
use crate::text::name_words;
use std::collections::{BTreeMap, HashMap};

/// Most Latin letters that one letter gives rise to.
pub const LONGEST_CHUNK: usize = 4;

/// Log probability of a chunk that was never seen, for no letters and for each letter more.
const UNSEEN: f32 = -9.0;
const UNSEEN_LETTER: f32 = -2.5;

/// States kept after each letter of a search.
const BEAM: usize = 600;

/// Columns of the table.
const COLUMNS: [&str; 4] = ["letter", "context", "latin", "cost"];

/// Costs are written as hundredths of a negative natural logarithm.
const COST_UNIT: f32 = -0.01;

/// What stands around a letter, as far as the model looks: `before` and `after`, each a class of letters.
pub type Surroundings = (u8, u8);

/// The model.
#[derive(Debug, Clone, Default)]
pub struct Romanisation {
    /// Chunks with their log probability, by letter and surroundings.
    chunks: HashMap<(char, Surroundings), BTreeMap<String, f32>>,
    /// Letters that stand for vowels, in order of their class.
    vowels: Vec<char>,
}

/// The letters of a name in its own script, articles and spaces left out.
#[must_use]
pub fn letters(name: &str) -> Vec<char> {
    name_words(name).words.concat().chars().filter(|c| c.is_alphabetic()).collect()
}

/// The letters of a name in Latin script, a to z, articles and spaces left out.
#[must_use]
pub fn latin_letters(name: &str) -> String {
    name_words(name).words.concat().chars().filter(char::is_ascii_lowercase).collect()
}

/// Class of a letter for its neighbours: 0 for the edge of the name, 1 for a consonant, from 2 for each vowel letter.
#[must_use]
pub fn class(vowels: &[char], letter: Option<char>) -> u8 {
    match letter {
        None => 0,
        Some(c) => vowels.iter().position(|v| *v == c).map_or(1, |k| k as u8 + 2),
    }
}

/// Surroundings of a letter of a name.
#[must_use]
pub fn surroundings(vowels: &[char], name: &[char], at: usize) -> Surroundings {
    let before = at.checked_sub(1).map(|k| name[k]);
    (class(vowels, before), class(vowels, name.get(at + 1).copied()))
}

impl Romanisation {
    /// Puts a model together; used by training.
    #[must_use]
    pub fn new(vowels: Vec<char>, chunks: HashMap<(char, Surroundings), BTreeMap<String, f32>>) -> Self {
        Self { chunks, vowels }
    }

    /// Reads a table. The first row, `letter` `*`, lists the vowel letters in `latin`.
    pub(super) fn read(file: PackFile<'_>, problems: &mut Problems) -> Self {
        let table = Table::read(file, &COLUMNS, problems);
        let mut model = Self::default();
        for row in &table.rows {
            let letter = table.cell(row, "letter");
            if letter == "*" {
                model.vowels = table.cell(row, "latin").chars().collect();
                continue;
            }
            let context: Vec<u8> =
                table.cell(row, "context").split(' ').filter_map(|c| c.parse().ok()).collect();
            let (&[before, after], Some(letter)) = (&context[..], letter.chars().next()) else {
                problems.at(file.0, row.line, 1, "needs a letter and a context of two numbers");
                continue;
            };
            let chunks = model.chunks.entry((letter, (before, after))).or_default();
            for chunk in table.cell(row, "latin").split(' ') {
                let (latin, cost) = chunk.split_once(':').unwrap_or((chunk, ""));
                match cost.parse::<f32>() {
                    Ok(cost) => drop(chunks.insert(latin.to_owned(), cost * COST_UNIT)),
                    Err(_) => {
                        problems.at(file.0, row.line, 3, format!("`{chunk}` is not letters, colon, cost"))
                    }
                }
            }
        }
        model
    }

    /// Log probability of a chunk for a letter.
    fn chunk(&self, chunks: Option<&BTreeMap<String, f32>>, latin: &str) -> f32 {
        let seen = chunks.and_then(|c| c.get(latin)).copied();
        seen.unwrap_or(UNSEEN + UNSEEN_LETTER * latin.len() as f32)
    }

    /// Log probability of the best way in which a name gives rise to a Latin spelling. Both as `letters` and
    /// `latin_letters` give them.
    #[must_use]
    pub fn score(&self, name: &[char], latin: &str) -> f32 {
        let n = latin.len();
        let mut best = vec![f32::NEG_INFINITY; n + 1];
        best[0] = 0.0;
        for at in 0..name.len() {
            let chunks = self.chunks.get(&(name[at], surroundings(&self.vowels, name, at)));
            let mut next = vec![f32::NEG_INFINITY; n + 1];
            for from in (0..=n).filter(|&k| best[k] > f32::NEG_INFINITY) {
                for to in from..=(from + LONGEST_CHUNK).min(n) {
                    let score = best[from] + self.chunk(chunks, &latin[from..to]);
                    next[to] = next[to].max(score);
                }
            }
            best = next;
        }
        best[n]
    }

    /// How alike two names of different scripts sound, between 0 and 1: the mean probability per letter.
    #[must_use]
    pub fn alike(&self, name: &str, latin: &str) -> f32 {
        let (name, latin) = (letters(name), latin_letters(latin));
        if name.is_empty() || latin.is_empty() {
            return 0.0;
        }
        (self.score(&name, &latin) / name.len().max(latin.len()) as f32).exp()
    }

    /// True when the pack has a table.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.chunks.is_empty()
    }
}

/// Latin spellings as a tree of letters, for finding the best for a name among very many.
#[derive(Debug, Default)]
pub struct LatinIndex {
    /// Children by letter a to z; 0 for none (the root is nobody's child).
    children: Vec<[u32; 26]>,
    /// Spellings that end at a node, as numbers in the order given.
    ends: Vec<Vec<u32>>,
}

impl LatinIndex {
    /// Indexes spellings; results refer to them by position.
    pub fn new<'a>(spellings: impl IntoIterator<Item = &'a str>) -> Self {
        let mut index = Self { children: vec![[0; 26]], ends: vec![Vec::new()] };
        for (number, spelling) in spellings.into_iter().enumerate() {
            let mut node = 0;
            for byte in latin_letters(spelling).bytes() {
                let letter = usize::from(byte - b'a');
                if index.children[node][letter] == 0 {
                    index.children[node][letter] = index.children.len() as u32;
                    index.children.push([0; 26]);
                    index.ends.push(Vec::new());
                }
                node = index.children[node][letter] as usize;
            }
            index.ends[node].push(number as u32);
        }
        index
    }

    /// The spellings that best render a name, best first, at most `k`, with their log probability.
    #[must_use]
    pub fn search(&self, model: &Romanisation, name: &str, k: usize) -> Vec<(u32, f32)> {
        let name = letters(name);
        let mut states: Vec<(u32, f32)> = vec![(0, 0.0)];
        for at in 0..name.len() {
            let chunks = model.chunks.get(&(name[at], surroundings(&model.vowels, &name, at)));
            let mut next: HashMap<u32, f32> = HashMap::new();
            for &(node, score) in &states {
                // Seen chunks by the table, unseen ones of up to one letter so that no name is out of reach.
                for (latin, cost) in chunks.into_iter().flatten() {
                    if let Some(node) = self.walk(node, latin) {
                        put(&mut next, node, score + cost);
                    }
                }
                put(&mut next, node, score + model.chunk(chunks, ""));
                for (letter, &child) in self.children[node as usize].iter().enumerate().filter(|c| *c.1 != 0)
                {
                    let latin = [b'a' + letter as u8];
                    let latin = std::str::from_utf8(&latin).unwrap_or_default();
                    put(&mut next, child, score + model.chunk(chunks, latin));
                }
            }
            states = next.into_iter().collect();
            states.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
            states.truncate(BEAM);
        }
        let ends = states
            .iter()
            .flat_map(|&(node, score)| self.ends[node as usize].iter().map(move |&n| (n, score)));
        ends.take(k).collect()
    }

    fn walk(&self, mut node: u32, latin: &str) -> Option<u32> {
        for byte in latin.bytes() {
            let letter = usize::from(byte.checked_sub(b'a')?);
            node = *self.children[node as usize].get(letter).filter(|c| **c != 0)?;
        }
        Some(node)
    }
}

fn put(states: &mut HashMap<u32, f32>, node: u32, score: f32) {
    let best = states.entry(node).or_insert(f32::NEG_INFINITY);
    *best = best.max(score);
}
