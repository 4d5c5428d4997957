//! Trains `lang/ar/romanisation.tsv`: which Arabic letters each Latin letter stands for, from pairs of free lists.
//!
//! Expectation maximisation over all alignments. A pair that the model finds very unlikely, a translation or an error of
//! the list, hardly counts.

use crate::eval::shared;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Write as _;
use tawatur_core::packs::romanisation::{
    ANY, EDGE, LONGEST_CHUNK, LatinName, SYMBOLS, class_sign, context, exact_sign, native_words,
};

/// Rounds of training; the likelihood hardly moves after.
const ROUNDS: usize = 6;
/// Rounds before unlikely pairs lose their weight.
const TRUSTING_ROUNDS: usize = 2;
/// Mean log probability of a letter below which a pair is unlikely, and what such a pair still counts.
const UNLIKELY: f64 = -1.6;
const DOUBTED: f64 = 0.05;

/// Weight of the wider context beside counts of the narrower one.
const PRIOR: f64 = 12.0;
/// Probability of a chunk never seen for a letter, by length, and the weight of that guess.
const NEVER_SEEN: [f64; LONGEST_CHUNK + 1] = [1e-4, 1e-4, 2e-6];
const GUESS: f64 = 5.0;

/// Chunks below this probability are left out of the table, and so are contexts with fewer letters seen.
const LEAST: f64 = 0.002;
const LEAST_SEEN: f64 = 12.0;

/// Where the table goes, from the workspace root.
const TABLE: &str = "packs/lang/ar/romanisation.tsv";

/// The lists: file, what picks the Arabic and the Latin name of a row, and what a pair counts.
type Pick = fn(&[&str]) -> Option<(String, String)>;
const LISTS: &[(&str, Pick, f64)] = &[
    ("translit_wd_arabic.tsv", |row| (row[0] == "train").then(|| (row[2].into(), row[1].into())), 1.0),
    ("translit_gaza_token_pairs.tsv", |row| Some((row[0].into(), row[1].into())), 0.5),
    ("places_yemen_info.tsv", |row| Some((row[4].into(), row[3].into())), 1.0),
];

/// A letter in a context as the table shows it.
type Key = (u8, String);

/// A pair: the symbols of the Latin name, the letters of the Arabic one, what it counts.
struct Pair {
    latin: Vec<u8>,
    native: Vec<char>,
    weight: f64,
}

/// Counts of chunks by context, and of all.
#[derive(Default)]
struct Model {
    chunks: HashMap<Key, (f64, HashMap<String, f64>)>,
}

/// Trains and writes the table.
pub fn train() -> Result<String, String> {
    let pairs = pairs()?;
    let mut model = Model::default();
    for round in 0..ROUNDS {
        let mut counts = Model::default();
        for pair in &pairs {
            counts.add(pair, &model, round);
        }
        model = counts;
    }
    let table = model.table();
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(TABLE);
    std::fs::write(&path, &table).map_err(|e| format!("{}: {e}", path.display()))?;
    Ok(format!("{} pairs, {} rows, {} bytes in {TABLE}", pairs.len(), table.lines().count(), table.len()))
}

fn pairs() -> Result<Vec<Pair>, String> {
    let mut out = Vec::new();
    for (file, pick, weight) in LISTS {
        let path = shared(&format!("data/names/{file}"))?;
        let text = std::fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
        for line in text.lines().skip(1) {
            let Some((native, latin)) = pick(&line.split('\t').collect::<Vec<_>>()) else { continue };
            let name = LatinName::new(&latin);
            let latin = LatinName::symbols(&name.words.iter().map(String::as_str).collect::<Vec<_>>());
            let native: Vec<char> = native_words(&native).concat().chars().collect();
            if !latin.is_empty() && !native.is_empty() && native.len() <= LONGEST_CHUNK * latin.len() {
                out.push(Pair { latin, native, weight: *weight });
            }
        }
    }
    Ok(out)
}

/// The contexts of a symbol of a name, the narrowest first.
fn contexts(latin: &[u8], at: usize) -> [String; 3] {
    let before = at.checked_sub(1).map_or(EDGE, |k| latin[k]);
    let after = latin.get(at + 1).copied().unwrap_or(EDGE);
    [context(before, after, exact_sign), context(before, after, class_sign), ANY.to_owned()]
}

impl Model {
    /// Probability of a chunk: each context smoothed by the next wider one.
    fn probability(&self, letter: u8, contexts: &[String], chunk: &str) -> f64 {
        let length = chunk.chars().count();
        let Some((narrow, wider)) = contexts.split_first() else { return NEVER_SEEN[length] };
        let weight = if wider.is_empty() { GUESS } else { PRIOR };
        let wide = weight * self.probability(letter, wider, chunk);
        let (all, seen) = self
            .chunks
            .get(&(letter, narrow.clone()))
            .map_or((0.0, 0.0), |(all, chunks)| (*all, chunks.get(chunk).copied().unwrap_or(0.0)));
        (seen + wide) / (all + weight)
    }

    /// Adds the expected counts of a pair under a model (forward-backward). To begin with, letters that stand at about
    /// the same part of both names belong together.
    fn add(&mut self, pair: &Pair, model: &Model, round: usize) {
        const FIRST: [f64; LONGEST_CHUNK + 1] = [0.2, 1.0, 0.3];
        const AWAY: f64 = 4.0;
        let (m, n) = (pair.latin.len(), pair.native.len());
        let around: Vec<_> = (0..m).map(|k| contexts(&pair.latin, k)).collect();
        let chunk = |from: usize, to: usize| pair.native[from..to].iter().collect::<String>();
        let mut steps: Vec<Vec<Vec<(usize, f64)>>> = Vec::with_capacity(m);
        for (k, around) in around.iter().enumerate() {
            let of = |from: usize, to: usize| match (pair.latin[k], round) {
                (EDGE, _) => f64::from(u8::from(from == to)),
                (_, 0) => {
                    let away = (k as f64 + 0.5) / m as f64 - (from + to) as f64 / (2 * n) as f64;
                    FIRST[to - from] / (1.0 + AWAY * away.abs())
                }
                (letter, _) => model.probability(letter, around, &chunk(from, to)),
            };
            let from = |from: usize| {
                let ends = from..=(from + LONGEST_CHUNK).min(n);
                ends.map(|to| (to, of(from, to))).filter(|s| s.1 > 0.0).collect()
            };
            steps.push((0..=n).map(from).collect());
        }
        let mut forward = vec![vec![0.0; n + 1]; m + 1];
        let mut backward = vec![vec![0.0; n + 1]; m + 1];
        (forward[0][0], backward[m][n]) = (1.0, 1.0);
        for k in 0..m {
            for from in 0..=n {
                for &(to, p) in &steps[k][from] {
                    forward[k + 1][to] += forward[k][from] * p;
                }
            }
        }
        for k in (0..m).rev() {
            for from in 0..=n {
                backward[k][from] = steps[k][from].iter().map(|&(to, p)| p * backward[k + 1][to]).sum();
            }
        }
        let all = forward[m][n];
        if all <= 0.0 {
            return;
        }
        let doubted = round >= TRUSTING_ROUNDS && all.ln() / (m.max(n) as f64) < UNLIKELY;
        let weight = pair.weight * if doubted { DOUBTED } else { 1.0 };
        for k in (0..m).filter(|k| pair.latin[*k] != EDGE) {
            for from in 0..=n {
                for &(to, p) in &steps[k][from] {
                    let share = forward[k][from] * p * backward[k + 1][to] / all * weight;
                    if share > 1e-5 {
                        self.count(pair.latin[k], &around[k], &chunk(from, to), share);
                    }
                }
            }
        }
    }

    fn count(&mut self, letter: u8, contexts: &[String], chunk: &str, share: f64) {
        for context in contexts {
            let (all, chunks) = self.chunks.entry((letter, context.clone())).or_default();
            *all += share;
            *chunks.entry(chunk.to_owned()).or_default() += share;
        }
    }

    /// The table as text: a row for each letter and context, costs in hundredths of a natural logarithm.
    fn table(&self) -> String {
        let mut out = String::from(
            "# Arabic letters that Latin letters stand for. Made by `cargo dev names romanisation`; do not edit.\n\
             # Context: the letter before and after; `_` edge of the word, `+` any consonant, `*` any.\n\
             letter\tcontext\tnative\n",
        );
        let symbols = 1..SYMBOLS as u8;
        for letter in symbols {
            let mut rows = BTreeMap::new();
            let neighbours = 0..SYMBOLS as u8;
            for (before, after) in neighbours.clone().flat_map(|b| neighbours.clone().map(move |a| (b, a))) {
                let all =
                    [context(before, after, exact_sign), context(before, after, class_sign), ANY.to_owned()];
                for narrowest in 0..all.len() {
                    let contexts = &all[narrowest..];
                    let seen = self.chunks.get(&(letter, contexts[0].clone()));
                    if seen.is_some_and(|(seen, _)| *seen >= LEAST_SEEN) {
                        rows.entry(contexts[0].clone()).or_insert_with(|| self.row(letter, contexts));
                    }
                }
            }
            for (context, row) in rows {
                let _ = writeln!(out, "{}\t{context}\t{row}", exact_sign(letter));
            }
        }
        out
    }

    /// What a letter stands for in a context.
    fn row(&self, letter: u8, contexts: &[String]) -> String {
        let known = contexts.iter().filter_map(|c| self.chunks.get(&(letter, c.clone())));
        let known: BTreeSet<&String> = known.flat_map(|(_, chunks)| chunks.keys()).collect();
        let cells = known.into_iter().filter_map(|chunk| {
            let p = self.probability(letter, contexts, chunk);
            (p >= LEAST).then(|| format!("{chunk}:{}", (p.ln() * -100.0).round() as i64))
        });
        cells.collect::<Vec<_>>().join(" ")
    }
}
