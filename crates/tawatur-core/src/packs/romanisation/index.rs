//! Latin spellings as a tree of letters, for finding the best for a name among very many.

use super::translated::Meaning;
use super::{EDGE, LONGEST_CHUNK, LatinName, Romanisation, SYMBOLS, native_words};
use rustc_hash::FxHashMap;

/// States kept after each letter of the name, and how far, in log probability, one may stay behind the best.
const BEAM: usize = 250;
const BEHIND: f32 = 13.0;

const ROOT: u32 = 0;

/// Latin spellings by their letters.
#[derive(Debug)]
pub struct LatinIndex {
    nodes: Vec<Node>,
}

#[derive(Debug, Default)]
struct Node {
    /// Its own symbol and the one before it.
    symbol: u8,
    before: u8,
    /// Next nodes by symbol; the root is nobody's child.
    children: [u32; SYMBOLS],
    /// Spellings that end here, by position, with the meanings of the words they translate.
    ends: Vec<(u32, Vec<Meaning>)>,
}

/// Best log probability of each node.
type States = FxHashMap<u32, f32>;

impl LatinIndex {
    /// Indexes spellings for a model; results refer to them by position.
    pub fn new<'a>(model: &Romanisation, spellings: impl IntoIterator<Item = &'a str>) -> Self {
        let mut index = Self { nodes: vec![Node::default()] };
        for (number, spelling) in spellings.into_iter().enumerate() {
            let name = LatinName::new(spelling);
            for (words, meanings) in model.translated.readings(&name.words) {
                let mut node = ROOT;
                for symbol in LatinName::symbols(&words) {
                    node = index.child(node, symbol);
                }
                index.nodes[node as usize].ends.push((number as u32, meanings));
            }
        }
        index
    }

    /// The child of a node, made when absent.
    fn child(&mut self, node: u32, symbol: u8) -> u32 {
        let new = self.nodes.len() as u32;
        let parent = &mut self.nodes[node as usize];
        let (before, child) = (parent.symbol, &mut parent.children[usize::from(symbol)]);
        if *child == ROOT {
            *child = new;
            self.nodes.push(Node { symbol, before, ..Node::default() });
            return new;
        }
        *child
    }

    /// The spellings that best stand for a name, best first, at most `k`, with their log probability.
    #[must_use]
    pub fn search(&self, model: &Romanisation, name: &str, k: usize) -> Vec<(u32, f32)> {
        let words = native_words(name);
        let mut best = States::default();
        for (spelled, meanings) in model.translated.readings(&words) {
            let letters: Vec<char> = spelled.concat().chars().collect();
            for (node, score) in self.reach(model, &letters) {
                for (spelling, others) in &self.nodes[node as usize].ends {
                    put(&mut best, *spelling, score + model.translated.cost(&meanings, others));
                }
            }
        }
        let mut best: Vec<(u32, f32)> = best.into_iter().collect();
        best.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        best.truncate(k);
        best
    }

    /// The nodes where spellings end that may stand for all of the letters.
    fn reach(&self, model: &Romanisation, letters: &[char]) -> Vec<(u32, f32)> {
        let mut states = vec![States::default(); letters.len() + 1];
        states[0].insert(ROOT, 0.0);
        let mut ends = Vec::new();
        for at in 0..=letters.len() {
            let rest = &letters[at..];
            let mut here = kept(std::mem::take(&mut states[at]));
            // Letters that stand for nothing stay at the same place.
            while !here.is_empty() {
                let mut silent = States::default();
                for &(number, score) in &here {
                    let node = &self.nodes[number as usize];
                    for length in 0..=LONGEST_CHUNK.min(rest.len()) {
                        let go = |after: u8| score + step(model, node, after, &rest[..length]);
                        for (symbol, &child) in node.children.iter().enumerate().filter(|c| *c.1 != ROOT) {
                            let to = if length == 0 { &mut silent } else { &mut states[at + length] };
                            put(to, child, go(symbol as u8));
                        }
                        if length == rest.len() && !node.ends.is_empty() {
                            ends.push((number, go(EDGE)));
                        }
                    }
                }
                here = kept(silent);
            }
        }
        ends
    }
}

/// Log probability that the symbol of a node stands for these letters. Pauses stand for none.
fn step(model: &Romanisation, node: &Node, after: u8, letters: &[char]) -> f32 {
    match (node.symbol, letters.is_empty()) {
        (EDGE, true) => 0.0,
        (EDGE, false) => f32::NEG_INFINITY,
        (letter, _) => model.cost(letter, (node.before, after), letters),
    }
}

/// The states worth going on from, best first.
fn kept(states: States) -> Vec<(u32, f32)> {
    let mut states: Vec<(u32, f32)> = states.into_iter().filter(|s| s.1 > f32::NEG_INFINITY).collect();
    states.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    states.truncate(BEAM);
    let least = states.first().map_or(0.0, |s| s.1 - BEHIND);
    states.retain(|s| s.1 >= least);
    states
}

fn put(states: &mut States, key: u32, score: f32) {
    let best = states.entry(key).or_insert(f32::NEG_INFINITY);
    *best = best.max(score);
}
