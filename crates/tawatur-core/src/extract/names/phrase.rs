//! The noun phrase around a head word: which tokens belong to it, by the tree of words. Knows no entity.

use crate::model::{Analysis, Label, PartOfSpeech};
use crate::text::Span;

/// A noun phrase: its tokens in order, without the preposition and the article before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Phrase {
    /// Its head word.
    pub head: usize,
    /// Tokens of the phrase; clauses and second parts of a coordination are not among them.
    pub tokens: Vec<usize>,
    /// The common noun that names it, where it has several words; else the head.
    pub core: Span,
    /// True when an article, a possessive or a demonstrative stands before it.
    pub determined: bool,
}

impl Phrase {
    /// From its first to its last word.
    pub fn span(&self, analysis: &Analysis) -> Span {
        let mut span = analysis.tokens[self.head].span;
        for &t in &self.tokens {
            span = span.cover(analysis.tokens[t].span);
        }
        span
    }
}

/// Words that may hang below a noun and belong to its phrase.
fn belongs(label: Label) -> bool {
    matches!(
        label,
        Label::AdjectiveModifier
            | Label::NumberModifier
            | Label::NounModifier
            | Label::Flat
            | Label::Possessor
            | Label::Case
            | Label::Determiner
    )
}

/// The phrase around a head word.
pub(super) fn phrase(analysis: &Analysis, head: usize) -> Phrase {
    let mut tokens = vec![head];
    let mut determined = false;
    let mut open = vec![head];
    while let Some(above) = open.pop() {
        for t in analysis.children(above) {
            let label = analysis.arcs[t].label;
            if !belongs(label) {
                continue;
            }
            let front = above == head && t < head;
            if front && matches!(label, Label::Case | Label::Determiner) {
                determined |= label == Label::Determiner;
                continue;
            }
            if front && analysis.tokens[t].pos == PartOfSpeech::Pron {
                determined = true;
                continue;
            }
            tokens.push(t);
            open.push(t);
        }
    }
    tokens.sort_unstable();
    contiguous(analysis, head, &mut tokens);
    Phrase { head, tokens, core: analysis.tokens[head].span, determined }
}

/// Keeps the tokens that hang together around the head: a gap means that the tree is wrong or a clause lies between.
/// Quotation marks and hyphens make no gap.
fn contiguous(analysis: &Analysis, head: usize, tokens: &mut Vec<usize>) {
    let Some(at) = tokens.iter().position(|&t| t == head) else { return };
    let near =
        |a: usize, b: usize| (a + 1..b).all(|t| analysis.tokens[t].pos == PartOfSpeech::Punct && b - a <= 2);
    let mut first = at;
    while first > 0 && near(tokens[first - 1], tokens[first]) {
        first -= 1;
    }
    let mut last = at;
    while last + 1 < tokens.len() && near(tokens[last], tokens[last + 1]) {
        last += 1;
    }
    // A preposition left over at the end belongs to what was cut away.
    while last > at && analysis.arcs[tokens[last]].label == Label::Case {
        last -= 1;
    }
    *tokens = tokens[first..=last].to_vec();
}
