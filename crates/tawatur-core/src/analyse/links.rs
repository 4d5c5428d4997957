//! Links to other texts that stand in a text ("Read more: …"), with the titles behind them. Scraped pages run such titles
//! into the next sentence without a stop; here they are cut apart. Whether a piece is a link is asked by extraction.

use super::sentences::{opens_sentence, starts_quotation};
use crate::packs::{Settings, Tagger};
use crate::text::{Span, fold_str};
use std::ops::Range;

/// Cuts every sentence that opens with a link: behind its words, before a quotation, and before a capital on a word that
/// only opens sentences.
pub(super) fn cut(
    text: &str,
    tokens: &[Span],
    sentences: Vec<Range<usize>>,
    settings: Option<&Settings>,
    tagger: Option<&Tagger>,
) -> Vec<Range<usize>> {
    let Some(settings) = settings.filter(|s| !s.links.is_empty()) else { return sentences };
    let mut out = Vec::with_capacity(sentences.len());
    for sentence in sentences {
        let words = settings.link_words(sentence.clone().map(|t| fold_str(tokens[t].slice(text))));
        if words == 0 {
            out.push(sentence);
            continue;
        }
        let mut start = sentence.start;
        for at in sentence.start + words..sentence.end {
            let word = tokens[at].slice(text);
            let capital = word.chars().next().is_some_and(char::is_uppercase);
            let first = capital && opens_sentence(word, tagger) && !starts_quotation(text, tokens, at - 1);
            if at > start && (starts_quotation(text, tokens, at) || first) {
                out.push(start..at);
                start = at;
            }
        }
        out.push(start..sentence.end);
    }
    out
}
