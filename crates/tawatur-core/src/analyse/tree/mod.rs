//! The clause grammar: from the tagged tokens of a sentence to a tree of words, by rules that hold for every language
//! and words and settings that come from its pack.
//!
//! Three steps, each a scan from left to right: what every word does (`words`), groups of words that stand together
//! (`groups`, `verbs`, `predicates`), and how groups hang on one another (`attach`). It knows no event, no name and no word.

mod adjectives;
mod attach;
mod attach_nonfinite;
mod attach_nouns;
mod attach_objects;
mod attach_prepositions;
mod attach_relatives;
mod attach_subjects;
mod attach_verbs;
mod counted;
mod group_marks;
mod groups;
mod items;
mod predicates;
mod verbs;
mod words;

use crate::model::{Arc, Label, Token};
use crate::packs::{Known, Language};
use items::Item;
use words::Word;

/// Arcs for the tokens of one sentence, whose first token has the index `base` in the document; `known` is what the
/// grammar says of each of them. The arcs form a tree: every token but one has a head in the sentence, and no circle is
/// closed.
#[must_use]
pub fn grow(tokens: &[Token], known: &[Known], language: &Language, base: usize) -> Vec<Arc> {
    if tokens.is_empty() {
        return Vec::new();
    }
    let mut tree = Tree::new(tokens, known, language);
    tree.find_words();
    tree.find_items();
    tree.repair_forms();
    tree.find_predicates();
    tree.attach();
    tree.finish(base)
}

/// A sentence while its tree grows. All indices are those of the sentence.
struct Tree<'a> {
    tokens: &'a [Token],
    known: &'a [Known],
    language: &'a Language,
    words: Vec<Word>,
    heads: Vec<Option<u32>>,
    labels: Vec<Label>,
    items: Vec<Item>,
}

impl<'a> Tree<'a> {
    fn new(tokens: &'a [Token], known: &'a [Known], language: &'a Language) -> Self {
        let n = tokens.len();
        Self {
            tokens,
            known,
            language,
            words: Vec::with_capacity(n),
            heads: vec![None; n],
            labels: vec![Label::Other; n],
            items: Vec::with_capacity(n),
        }
    }

    /// Hangs a word on another, unless it hangs already or a circle would close.
    fn set(&mut self, dependent: usize, head: usize, label: Label) {
        if self.heads[dependent].is_none() && !self.is_below(head, dependent) {
            self.heads[dependent] = Some(head as u32);
            self.labels[dependent] = label;
        }
    }

    /// Hangs a word elsewhere than before.
    fn reset(&mut self, dependent: usize, head: usize, label: Label) {
        self.heads[dependent] = None;
        self.set(dependent, head, label);
    }

    /// True when `word` is `above` or stands below it.
    fn is_below(&self, word: usize, above: usize) -> bool {
        let mut at = word;
        loop {
            if at == above {
                return true;
            }
            match self.heads[at] {
                Some(up) => at = up as usize,
                None => return false,
            }
        }
    }

    /// True when no space parts a token from the one before it.
    fn adjoins(&self, k: usize) -> bool {
        k > 0 && self.tokens[k - 1].span.end == self.tokens[k].span.start
    }

    /// Hangs what is left on the root and gives the arcs their place in the document.
    fn finish(self, base: usize) -> Vec<Arc> {
        let is_word = |k: usize| !matches!(self.words[k].pos, crate::model::PartOfSpeech::Punct);
        let free = |k: usize| self.heads[k].is_none();
        let root = self
            .items
            .iter()
            .map(|i| i.head)
            .find(|&k| free(k) && self.words[k].is_verb())
            .or_else(|| (0..self.tokens.len()).find(|&k| free(k) && is_word(k)))
            .or_else(|| (0..self.tokens.len()).find(|&k| free(k)))
            .unwrap_or(0);
        (0..self.tokens.len())
            .map(|k| match self.heads[k] {
                Some(head) => Arc { head: Some(base as u32 + head), label: self.labels[k] },
                None if k == root => Arc { head: None, label: Label::Root },
                None if is_word(k) => Arc { head: Some((base + root) as u32), label: Label::Parataxis },
                None => Arc { head: Some((base + root) as u32), label: Label::Punctuation },
            })
            .collect()
    }
}
