//! Averaged structured perceptron with the Viterbi search over first-order tag sequences, in two stages.

use super::features::features;
use super::lists::Lists;
use super::votes::votes;
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

/// Weights of features and of steps from tag to tag.
struct Weights {
    features: Vec<Row>,
    steps: Vec<Row>,
}

/// A trained tagger with its lists.
pub struct Model {
    lists: Lists,
    first: Weights,
    /// Sees the votes of the first; the same words in the same text are mostly the same name.
    second: Weights,
}

/// How a tagger is trained.
pub struct Training {
    /// Passes over the data.
    pub passes: usize,
    /// First seed.
    pub seed: u64,
    /// Orders of the data whose weights are added up.
    pub orders: u64,
    /// Sentences at the end that stand in no text, and so give no votes.
    pub loose: usize,
}

/// Parts of the data, each tagged by a model of the others, that the second stage learns from.
const FOLDS: usize = 5;

/// Rounds of votes when tagging: the second stage corrects its own votes once.
const ROUNDS: usize = 2;

/// What a wrong tag scores while learning, so that the right one must win by as much (Taskar et al. 2004).
const MARGIN: f32 = 1.0;

fn row(feature: u64) -> usize {
    (mix(feature, 0) >> (u64::BITS - ROW_BITS)) as usize
}

/// Inside follows begin or inside of the same class only.
fn follows(before: usize, tag: usize) -> bool {
    tag == 0 || tag % 2 == 1 || before == tag || before + 1 == tag
}

/// The best tags of a sentence; where the truth is given, every other tag has a margin before it.
fn best(rows: &[Vec<usize>], weights: &[Row], steps: &[Row], truth: Option<&[u8]>) -> Vec<u8> {
    let mut scores: Vec<Row> = Vec::with_capacity(rows.len());
    let mut from = vec![[0_u8; TAGS]; rows.len()];
    for (at, features) in rows.iter().enumerate() {
        let mut here = [0.0; TAGS];
        for &feature in features {
            for (score, weight) in here.iter_mut().zip(&weights[feature]) {
                *score += weight;
            }
        }
        if let Some(truth) = truth {
            here.iter_mut()
                .enumerate()
                .filter(|(t, _)| *t != usize::from(truth[at]))
                .for_each(|(_, s)| *s += MARGIN);
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

impl Weights {
    /// Learns from sentences as rows with their tags. The weights of several orders of the data are added up.
    fn learn(data: &[(Vec<Vec<usize>>, &[u8])], training: &Training, orders: u64) -> Self {
        let mut sum: Option<Self> = None;
        for order in 0..orders {
            let weights = Self::once(data, training.passes, training.seed + order);
            match &mut sum {
                None => sum = Some(weights),
                Some(sum) => sum.add(&weights),
            }
        }
        sum.unwrap_or_else(|| Self {
            features: vec![[0.0; TAGS]; 1 << ROW_BITS],
            steps: vec![[0.0; TAGS]; TAGS + 1],
        })
    }

    fn add(&mut self, other: &Self) {
        let pairs =
            self.features.iter_mut().zip(&other.features).chain(self.steps.iter_mut().zip(&other.steps));
        for (row, more) in pairs {
            row.iter_mut().zip(more).for_each(|(w, m)| *w += m);
        }
    }

    fn once(data: &[(Vec<Vec<usize>>, &[u8])], passes: usize, seed: u64) -> Self {
        let mut table = Table::new(1 << ROW_BITS);
        let mut steps = Table::new(TAGS + 1);
        let mut order: Vec<usize> = (0..data.len()).collect();
        let (mut random, mut time) = (Random(seed), 1);
        for _ in 0..passes {
            random.shuffle(&mut order);
            for &k in &order {
                let (rows, gold) = &data[k];
                let guess = best(rows, &table.now, &steps.now, Some(gold));
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
        Self { features: table.averaged(time), steps: steps.averaged(time) }
    }

    fn tags(&self, rows: &[Vec<usize>]) -> Vec<u8> {
        best(rows, &self.features, &self.steps, None)
    }
}

impl Model {
    /// Learns both stages. The second learns from votes of models that have not seen the sentence.
    pub fn train(lists: Lists, data: &[Tagged], training: &Training) -> Self {
        let plain: Vec<(Vec<Vec<usize>>, &[u8])> =
            data.iter().map(|(words, tags)| (rows(words, &lists, None), tags.as_slice())).collect();
        let first = Weights::learn(&plain, training, training.orders);
        let texts = data.len() - training.loose;
        let mut guessed = Vec::with_capacity(data.len());
        for fold in 0..FOLDS {
            let held = texts * fold / FOLDS..texts * (fold + 1) / FOLDS;
            let others: Vec<_> =
                plain.iter().enumerate().filter(|(k, _)| !held.contains(k)).map(|(_, s)| s.clone()).collect();
            let weights = Weights::learn(&others, training, 1);
            guessed.extend(plain[held].iter().map(|(rows, _)| weights.tags(rows)));
        }
        let words: Vec<&[Word]> = data.iter().map(|(words, _)| words.as_slice()).collect();
        let mut votes = votes(&words[..texts], &guessed);
        votes.extend(words[texts..].iter().map(|w| vec![0; w.len()]));
        let with_votes: Vec<(Vec<Vec<usize>>, &[u8])> = data
            .iter()
            .zip(&votes)
            .map(|((words, tags), votes)| (rows(words, &lists, Some(votes)), tags.as_slice()))
            .collect();
        let second = Weights::learn(&with_votes, training, training.orders);
        Self { lists, first, second }
    }

    /// The tags of the sentences of a text, or of several one after the other.
    pub fn tags(&self, text: &[&[Word]]) -> Vec<Vec<u8>> {
        let mut tags: Vec<Vec<u8>> =
            text.iter().map(|words| self.first.tags(&rows(words, &self.lists, None))).collect();
        for _ in 0..ROUNDS {
            let votes = votes(text, &tags);
            let tagged =
                text.iter().zip(&votes).map(|(w, v)| self.second.tags(&rows(w, &self.lists, Some(v))));
            tags = tagged.collect();
        }
        tags
    }
}

fn rows(words: &[Word], lists: &Lists, votes: Option<&[u64]>) -> Vec<Vec<usize>> {
    features(words, lists, votes).into_iter().map(|f| f.into_iter().map(row).collect()).collect()
}
