//! Fingerprints of texts, for finding texts that repeat one another: hashes of runs of words, thinned by winnowing.
//!
//! Words are folded and figures left out, so that a copy with rewritten digits and dates keeps its fingerprint. It does
//! not say which text copies which.
//!
//! Schleimer, Wilkerson, Aiken: Winnowing: Local Algorithms for Document Fingerprinting, SIGMOD 2003.

use super::{WordKind, fold, words};

/// Words in one run. Four words of running text rarely meet by chance, and a copy cut or re-ordered by paragraphs keeps
/// nearly all of its runs.
const RUN: usize = 4;
/// Runs of which the least hash is kept: two texts that share this many runs in a row share a mark.
const WINDOW: usize = 4;

/// The marks of a text, sorted, each once, and where each first stands (bytes of the text). Empty for texts shorter than
/// one run.
#[must_use]
pub fn fingerprint(text: &str) -> (Vec<u32>, Vec<u32>) {
    let folded = fold(text);
    let kept: Vec<_> = words(&folded.text).into_iter().filter(|w| w.kind == WordKind::Letters).collect();
    let runs: Vec<(u32, u32)> = kept
        .windows(RUN)
        .map(|run| {
            let said = run.iter().map(|w| &folded.text[w.start..w.end]);
            (hash(said), folded.original(run[0].start, run[0].end).start)
        })
        .collect();
    let mut marks: Vec<(u32, u32)> = if runs.len() < WINDOW {
        runs
    } else {
        runs.windows(WINDOW).filter_map(|w| w.iter().min().copied()).collect()
    };
    marks.sort_unstable();
    marks.dedup_by_key(|mark| mark.0);
    marks.into_iter().unzip()
}

/// FNV-1a over the words with a byte between them that no text holds, folded to 32 bits.
fn hash<'a>(run: impl Iterator<Item = &'a str>) -> u32 {
    const BASIS: u64 = 0xcbf2_9ce4_8422_2325;
    const PRIME: u64 = 0x0100_0000_01b3;
    let mut value = BASIS;
    for byte in run.flat_map(|word| word.bytes().chain(std::iter::once(0xff))) {
        value = (value ^ u64::from(byte)).wrapping_mul(PRIME);
    }
    // The upper half is the better mixed one; both halves are 32 bits wide.
    (value >> 32) as u32 ^ (value & 0xffff_ffff) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marks(text: &str) -> Vec<u32> {
        fingerprint(text).0
    }

    const TEXT: &str = "The convoy left the valley at dawn. Forty people were on board, the drivers said. \
        By noon the road was closed again and nobody knew for how long it would stay so.";

    #[test]
    fn rewritten_figures_change_nothing() {
        let one = "They left on 3 May 2031 with 40 others and went far away to the north";
        let other = "They left on 9 June with others and went far away to the north";
        assert!(marks(one).iter().filter(|m| marks(other).contains(m)).count() >= 2);
        assert_eq!(marks("about 40 of the people there"), marks("about 4,000 of the people there"));
    }

    #[test]
    fn a_cut_text_keeps_its_marks() {
        let cut = &TEXT[..TEXT.len() / 2];
        let (whole, part) = (marks(TEXT), marks(cut));
        let shared = part.iter().filter(|m| whole.contains(m)).count();
        assert!(shared * 10 >= part.len() * 7, "{shared} of {}", part.len());
    }

    #[test]
    fn short_texts_have_few_marks_or_none() {
        assert!(marks("").is_empty());
        assert!(marks("three words only").is_empty());
    }

    #[test]
    fn marks_know_where_they_stand() {
        let (_, places) = fingerprint(TEXT);
        assert!(places.iter().all(|&at| TEXT.is_char_boundary(at as usize)));
        assert!(places.iter().any(|&at| at as usize > TEXT.len() / 2));
    }
}
