//! What the same words nearby were taken for: the second stage of the tagger leans on it.

use super::features::stem;
use super::{Class, Word};
use std::collections::HashMap;

/// How far, in words, the same word still counts as nearby; about two news texts.
const REACH: usize = 600;

/// Words more frequent than this are no names.
const COMMON: usize = 400;

/// Shares of named occurrences and numbers of occurrences that are told apart.
const SHARES: usize = 3;
const NUMBERS: [usize; 2] = [1, 4];

/// For every word the vote of its other occurrences nearby as one number; 0 where there are none.
pub fn votes(text: &[&[Word]], tags: &[Vec<u8>]) -> Vec<Vec<u64>> {
    let stems: Vec<String> = text.iter().flat_map(|s| s.iter().map(|w| stem(&w.form))).collect();
    let classes: Vec<Option<usize>> =
        tags.iter().flatten().map(|t| t.checked_sub(1).map(|t| usize::from(t / 2))).collect();
    let mut places: HashMap<&str, Vec<usize>> = HashMap::new();
    for (at, stem) in stems.iter().enumerate() {
        places.entry(stem).or_default().push(at);
    }
    let vote = |at: usize| {
        let all = &places[stems[at].as_str()];
        if all.len() > COMMON {
            return 0;
        }
        let from = all.partition_point(|&k| k + REACH < at);
        let near = all[from..].iter().take_while(|&&k| k <= at + REACH).filter(|&&k| k != at);
        let mut counts = [0; Class::ALL.len()];
        let mut number = 0;
        for &k in near {
            number += 1;
            if let Some(class) = classes[k] {
                counts[class] += 1;
            }
        }
        if number == 0 {
            return 0;
        }
        let named: usize = counts.iter().sum();
        // Of equals the last; a word that is no name more often than any one of them is none.
        let best = (0..counts.len()).max_by_key(|c| counts[*c]).filter(|c| counts[*c] > number - named);
        let class = best.map_or(0, |c| c + 1);
        let size = NUMBERS.iter().filter(|n| number > **n).count();
        1 + ((class * (SHARES + 1) + named * SHARES / number) * (NUMBERS.len() + 1) + size) as u64
    };
    let mut at = 0;
    let of_sentence = |s: &&[Word]| {
        let here = (at..at + s.len()).map(vote).collect();
        at += s.len();
        here
    };
    text.iter().map(of_sentence).collect()
}
