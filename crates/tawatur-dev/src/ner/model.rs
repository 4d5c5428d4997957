//! Averaged structured perceptron with the Viterbi search over first-order tag sequences.

use super::features::features;
use super::lists::Lists;
use super::{TAGS, Tagged, Word};
use crate::train::random::Random;
use tawatur_core::packs::mix;

/// Rows of weights: features share them by their hash.
const ROW_BITS: u32 = 20;
/// The row of the tag before the first word.
const START: usize = TAGS;

type Row = [f32; TAGS];

/// Weights, and the sums from which their averages come.
#[derive(Clone)]
struct Table {
    now: Vec<Row>,
    sums: Vec<Row>,
    stamps: Vec<[u32; TAGS]>,
}

impl Table {
    fn new(rows: usize) -> Self {
        Self { now: vec![[0.0; TAGS]; rows], sums: vec![[0.0; TAGS]; rows], stamps: vec![[0; TAGS]; rows] }
    }

    fn settle(&mut self, row: usize, tag: usize, time: u32) {
        self.sums[row][tag] += self.now[row][tag] * (time - self.stamps[row][tag]) as f32;
        self.stamps[row][tag] = time;
    }

    fn update(&mut self, row: usize, tag: usize, by: f32, time: u32) {
        self.settle(row, tag, time);
        self.now[row][tag] += by;
    }

    /// The averages up to a time.
    fn averaged(mut self, time: u32) -> Vec<Row> {
        for row in 0..self.now.len() {
            for tag in 0..TAGS {
                self.settle(row, tag, time);
                self.sums[row][tag] /= time as f32;
            }
        }
        self.sums
    }
}

/// A trained tagger with its lists.
pub struct Model {
    lists: Lists,
    weights: Vec<Row>,
    steps: Vec<Row>,
}

fn row(feature: u64) -> usize {
    (mix(feature, 0) >> (u64::BITS - ROW_BITS)) as usize
}

/// Inside follows begin or inside of the same class only.
fn follows(before: usize, tag: usize) -> bool {
    tag == 0 || tag % 2 == 1 || before == tag || before + 1 == tag
}

/// The best tags of a sentence.
fn best(rows: &[Vec<usize>], weights: &[Row], steps: &[Row]) -> Vec<u8> {
    let mut scores: Vec<Row> = Vec::with_capacity(rows.len());
    let mut from = vec![[0_u8; TAGS]; rows.len()];
    for (at, features) in rows.iter().enumerate() {
        let mut here = [0.0; TAGS];
        for &feature in features {
            for (score, weight) in here.iter_mut().zip(&weights[feature]) {
                *score += weight;
            }
        }
        for tag in 0..TAGS {
            let step = match scores.last() {
                None if follows(0, tag) => steps[START][tag],
                None => f32::NEG_INFINITY,
                Some(last) => {
                    let ways = (0..TAGS).filter(|b| follows(*b, tag)).map(|b| (b, last[b] + steps[b][tag]));
                    let (before, score) =
                        ways.max_by(|a, b| a.1.total_cmp(&b.1)).unwrap_or((0, f32::NEG_INFINITY));
                    from[at][tag] = before as u8;
                    score
                }
            };
            here[tag] += step;
        }
        scores.push(here);
    }
    let mut tags = vec![0; rows.len()];
    let last = scores.last().and_then(|s| (0..TAGS).max_by(|a, b| s[*a].total_cmp(&s[*b])));
    let mut tag = last.unwrap_or(0);
    for at in (0..rows.len()).rev() {
        tags[at] = tag as u8;
        tag = usize::from(from[at][tag]);
    }
    tags
}

impl Model {
    /// Learns from sentences in so many passes.
    pub fn train(lists: Lists, data: &[Tagged], passes: usize, seed: u64) -> Self {
        let rows: Vec<Vec<Vec<usize>>> = data.iter().map(|(words, _)| rows(words, &lists)).collect();
        let mut table = Table::new(1 << ROW_BITS);
        let mut steps = Table::new(TAGS + 1);
        let mut order: Vec<usize> = (0..data.len()).collect();
        let (mut random, mut time) = (Random(seed), 1);
        for _ in 0..passes {
            random.shuffle(&mut order);
            for &k in &order {
                let (gold, rows) = (&data[k].1, &rows[k]);
                let guess = best(rows, &table.now, &steps.now);
                time += 1;
                let (mut before_gold, mut before_guess) = (START, START);
                for (at, (&truth, &guessed)) in gold.iter().zip(&guess).enumerate() {
                    let (truth, guessed) = (usize::from(truth), usize::from(guessed));
                    if truth != guessed {
                        for &feature in &rows[at] {
                            table.update(feature, truth, 1.0, time);
                            table.update(feature, guessed, -1.0, time);
                        }
                    }
                    if (before_gold, truth) != (before_guess, guessed) {
                        steps.update(before_gold, truth, 1.0, time);
                        steps.update(before_guess, guessed, -1.0, time);
                    }
                    (before_gold, before_guess) = (truth, guessed);
                }
            }
        }
        Self { lists, weights: table.averaged(time), steps: steps.averaged(time) }
    }

    /// The tags of a sentence.
    pub fn tags(&self, words: &[Word]) -> Vec<u8> {
        best(&rows(words, &self.lists), &self.weights, &self.steps)
    }
}

fn rows(words: &[Word], lists: &Lists) -> Vec<Vec<usize>> {
    features(words, lists).into_iter().map(|f| f.into_iter().map(row).collect()).collect()
}
