//! Stretches in quotation marks, over sentences too. Who speaks in them is found in `attribution`.

use super::scene::Scene;
use super::speakers::is_quotation_mark;
use std::ops::Range;

/// The longest quotation followed from mark to mark, in tokens; a mark further off belongs to another one.
const QUOTATION_REACH: usize = 160;

/// On which side of a quotation a mark stands, as far as its form or the space around it tells.
enum Side {
    Opens,
    Closes,
    Either,
}

/// Every quotation, in order and apart. A mark that is not closed within reach opens nothing; one that can only open
/// begins anew, so that one stray mark does not turn the text inside out.
pub(super) fn quotations(scene: &Scene<'_>) -> Vec<Range<usize>> {
    let mut all = Vec::new();
    let mut open: Option<usize> = None;
    for token in 0..scene.analysis.tokens.len() {
        if !is_quotation_mark(scene, token) {
            continue;
        }
        let begun = open.filter(|start| token - start <= QUOTATION_REACH);
        open = match (side(scene, token), begun) {
            (Side::Opens, _) | (Side::Either, None) => Some(token),
            (Side::Closes, None) => None,
            (Side::Closes | Side::Either, Some(start)) => {
                all.push(start..token + 1);
                None
            }
        };
    }
    all
}

/// Marks of two forms tell by their form, the straight one by the space beside it.
fn side(scene: &Scene<'_>, token: usize) -> Side {
    let text = &scene.document.text;
    let span = scene.analysis.tokens[token].span;
    let mark = span.slice(text);
    let pairs = scene.language(token).map_or(&[][..], |l| l.settings.quotes.as_slice());
    let opens = pairs.iter().any(|(open, close)| open == mark && close != mark);
    let closes = pairs.iter().any(|(open, close)| close == mark && open != mark);
    if opens != closes {
        return if opens { Side::Opens } else { Side::Closes };
    }
    let free = |c: Option<char>| c.is_none_or(char::is_whitespace);
    let before = free(text[..span.start as usize].chars().next_back());
    let after = free(text[span.end as usize..].chars().next());
    match (before, after) {
        (true, false) => Side::Opens,
        (false, true) => Side::Closes,
        _ => Side::Either,
    }
}

/// The quotations, which are in order and apart, that share a token with a range.
pub(super) fn around(quotations: &[Range<usize>], start: usize, end: usize) -> &[Range<usize>] {
    let first = quotations.partition_point(|q| q.end <= start);
    let last = quotations.partition_point(|q| q.start < end);
    &quotations[first..last.max(first)]
}
