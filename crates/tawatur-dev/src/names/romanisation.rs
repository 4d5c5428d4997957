//! Trains `lang/ar/romanisation.tsv`: which Latin letters each Arabic letter gives rise to, from the training split of
//! `translit_wd_arabic.tsv` (CC0). Expectation maximisation over all alignments.

use crate::eval::shared;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Write as _;
use tawatur_core::packs::romanisation::{LONGEST_CHUNK, Surroundings, latin_letters, letters, surroundings};

/// Rounds of training; the likelihood hardly moves after.
const ROUNDS: usize = 8;

/// Weight of the letter without surroundings against counts with them.
const PRIOR: f64 = 12.0;

/// Chunks below this probability are left out of the table.
const LEAST: f64 = 0.0008;

/// A chunk of a letter, with and without surroundings.
type Key = (char, Option<Surroundings>);
type Counts = HashMap<Key, HashMap<String, f64>>;

/// Where the table goes, from the workspace root.
const TABLE: &str = "packs/lang/ar/romanisation.tsv";

/// Long vowels of the Arabic script and what often stands at the end as one, folded.
const VOWELS: [char; 4] = ['\u{627}', '\u{648}', '\u{64a}', '\u{647}'];

/// Trains and writes the table.
pub fn train() -> Result<String, String> {
    let path = shared("data/names/translit_wd_arabic.tsv")?;
    let text = std::fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
    let mut pairs = Vec::new();
    for line in text.lines() {
        let cells: Vec<&str> = line.split('\t').collect();
        if let ["train", latin, arabic, ..] = cells[..] {
            let (name, latin) = (letters(arabic), latin_letters(latin));
            if !name.is_empty() && !latin.is_empty() && latin.len() <= LONGEST_CHUNK * name.len() {
                pairs.push((name, latin));
            }
        }
    }
    let mut model = Counts::new();
    for round in 0..ROUNDS {
        let mut counts = Counts::new();
        for (name, latin) in &pairs {
            align(name, latin, &model, round == 0, &mut counts);
        }
        model = normalise(&counts);
    }
    let table = table(&model);
    let base = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(TABLE);
    std::fs::write(&base, &table).map_err(|e| format!("{}: {e}", base.display()))?;
    Ok(format!("{} pairs, {} rows, {} bytes in {TABLE}", pairs.len(), table.lines().count(), table.len()))
}

/// Probability of a chunk: with surroundings smoothed by without.
fn probability(model: &Counts, letter: char, around: Surroundings, chunk: &str, first: bool) -> f64 {
    if first {
        // To begin with, about one Latin letter for each Arabic one.
        return [0.2, 1.0, 0.3, 0.05, 0.01][chunk.len()];
    }
    let of = |key| model.get(&key).and_then(|c: &HashMap<String, f64>| c.get(chunk)).copied().unwrap_or(0.0);
    let seen = of((letter, Some(around)));
    if seen > 0.0 { seen } else { 1e-7 }
}

/// Adds the expected counts of one pair (forward-backward).
fn align(name: &[char], latin: &str, model: &Counts, first: bool, counts: &mut Counts) {
    let (m, n) = (name.len(), latin.len());
    let around: Vec<_> = (0..m).map(|k| surroundings(&VOWELS, name, k)).collect();
    let p =
        |k: usize, from: usize, to: usize| probability(model, name[k], around[k], &latin[from..to], first);
    let mut forward = vec![vec![0.0; n + 1]; m + 1];
    let mut backward = vec![vec![0.0; n + 1]; m + 1];
    forward[0][0] = 1.0;
    backward[m][n] = 1.0;
    for k in 0..m {
        for from in 0..=n {
            if forward[k][from] > 0.0 {
                for to in from..=(from + LONGEST_CHUNK).min(n) {
                    forward[k + 1][to] += forward[k][from] * p(k, from, to);
                }
            }
        }
    }
    for k in (0..m).rev() {
        for from in 0..=n {
            backward[k][from] =
                (from..=(from + LONGEST_CHUNK).min(n)).map(|to| p(k, from, to) * backward[k + 1][to]).sum();
        }
    }
    let all = forward[m][n];
    if all <= 0.0 {
        return;
    }
    for k in 0..m {
        for from in 0..=n {
            for to in from..=(from + LONGEST_CHUNK).min(n) {
                let share = forward[k][from] * p(k, from, to) * backward[k + 1][to] / all;
                if share > 1e-6 {
                    for key in [(name[k], Some(around[k])), (name[k], None)] {
                        *counts.entry(key).or_default().entry(latin[from..to].to_owned()).or_default() +=
                            share;
                    }
                }
            }
        }
    }
}

/// Counts to probabilities; those with surroundings are smoothed by those without.
fn normalise(counts: &Counts) -> Counts {
    let mut model = Counts::new();
    for (key, chunks) in counts.iter().filter(|(k, _)| k.1.is_none()) {
        let all: f64 = chunks.values().sum();
        model.insert(*key, chunks.iter().map(|(c, n)| (c.clone(), n / all)).collect());
    }
    for (&(letter, around), chunks) in counts.iter().filter(|(k, _)| k.1.is_some()) {
        let all: f64 = chunks.values().sum();
        let base = &model[&(letter, None)];
        let mixed = base.iter().map(|(chunk, p)| {
            let seen = chunks.get(chunk).copied().unwrap_or(0.0);
            (chunk.clone(), (seen + PRIOR * p) / (all + PRIOR))
        });
        let mixed = mixed.collect();
        model.insert((letter, around), mixed);
    }
    model
}

/// The table as text: a row for each letter and surroundings, costs in hundredths of a natural logarithm.
fn table(model: &Counts) -> String {
    let vowels: String = VOWELS.iter().collect();
    let mut out = String::from(
        "# Latin letters that Arabic letters give rise to. Made by `cargo dev names romanisation`; do not edit.\n\
         letter\tcontext\tlatin\n",
    );
    let _ = writeln!(out, "*\t\t{vowels}");
    let known: BTreeSet<char> = model.keys().filter(|k| k.1.is_none()).map(|k| k.0).collect();
    let classes = 0..VOWELS.len() as u8 + 2;
    for letter in known {
        for before in classes.clone() {
            for after in classes.clone() {
                let Some(chunks) =
                    model.get(&(letter, Some((before, after)))).or_else(|| model.get(&(letter, None)))
                else {
                    continue;
                };
                let sorted: BTreeMap<&String, f64> =
                    chunks.iter().filter(|c| *c.1 >= LEAST).map(|(c, p)| (c, *p)).collect();
                let cells: Vec<String> =
                    sorted.iter().map(|(c, p)| format!("{c}:{}", (p.ln() * -100.0).round() as i64)).collect();
                let _ = writeln!(out, "{letter}\t{before} {after}\t{}", cells.join(" "));
            }
        }
    }
    out
}
