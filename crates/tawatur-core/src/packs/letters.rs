//! What text of a language looks like: how usual each short run of letters is (`lang/<xx>/letters.bin`, Cavnar and
//! Trenkle 1994 in the form of a naive Bayes model over hashed runs). Made by `cargo dev train letters`.

use super::{PackFile, Problems, weights::mix};
use crate::text::{is_letter, lower};

/// Longest run of letters that is looked at.
const LONGEST: usize = 4;

/// How usual runs of letters are in a language, in sixteenths of a nat below certainty.
#[derive(Debug, Clone)]
pub struct Letters {
    costs: Vec<u8>,
}

impl Letters {
    /// Hash buckets: enough that runs of two languages rarely meet, small enough for the cache.
    pub const BUCKETS: usize = 1 << 15;
    /// Units of a cost in one nat.
    pub const SCALE: f64 = 16.0;

    /// Takes one cost for each bucket.
    #[must_use]
    pub fn new(costs: Vec<u8>) -> Option<Self> {
        (costs.len() == Self::BUCKETS).then_some(Self { costs })
    }

    pub(super) fn read(file: PackFile<'_>, problems: &mut Problems) -> Option<Self> {
        let letters = Self::new(file.1.to_vec());
        if letters.is_none() {
            problems.at(file.0, 1, 1, "has the wrong length; make it again with `cargo dev train letters`");
        }
        letters
    }

    /// Total cost of a text's runs: lower fits better.
    #[must_use]
    pub fn cost(&self, runs: &[u16]) -> u64 {
        runs.iter().map(|&bucket| u64::from(self.costs[bucket as usize])).sum()
    }

    /// The buckets of all runs of one to four letters of a text, words marked at both ends, in lower case.
    #[must_use]
    pub fn runs(text: &str) -> Vec<u16> {
        let mut runs = Vec::with_capacity(text.len() * LONGEST);
        Self::add_runs(text, &mut runs);
        runs
    }

    /// The same, added to `runs`. A text's runs are those of its words.
    pub fn add_runs(text: &str, runs: &mut Vec<u16>) {
        let mut last = [0_u64; LONGEST];
        let mut push = |c: u64| {
            last.rotate_left(1);
            last[LONGEST - 1] = c;
            let mut hash = 0;
            for (length, &part) in last.iter().rev().enumerate() {
                hash = mix(hash, part + ((length as u64) << 32));
                // A run never reaches across the start of its word.
                if length > 0 {
                    runs.push((hash % Self::BUCKETS as u64) as u16);
                }
                if part == 0 {
                    break;
                }
            }
        };
        let mut inside = false;
        for c in text.chars() {
            if is_letter(c) {
                lower(c, |small| push(u64::from(u32::from(small))));
                inside = true;
            } else if inside {
                push(0);
                inside = false;
            }
        }
        if inside {
            push(0);
        }
    }
}
