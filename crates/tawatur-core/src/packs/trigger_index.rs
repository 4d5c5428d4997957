//! Finds trigger words in a run of lemmas: one hash look-up a token, then the few phrases that begin with it.
//!
//! It knows words only; whether grammar and fillers fit is `extract`'s question.

use super::{Frame, Language, TriggerForm};
use crate::model::{EventType, Lang};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// Most tokens that a `_` in a phrase may stand for.
const GAP: usize = 5;

/// The trigger words of one language.
#[derive(Debug, Default)]
pub struct TriggerIndex {
    entries: Vec<Entry>,
    /// First word → entries, longest first.
    first: FxHashMap<String, Vec<u32>>,
    /// First word → phrases in which a trigger means something else.
    silenced: FxHashMap<String, Vec<(EventType, Vec<String>)>>,
}

#[derive(Debug)]
struct Entry {
    kind: EventType,
    /// Index into `Frame::triggers` of the language.
    trigger: usize,
    words: Vec<Word>,
}

#[derive(Debug, PartialEq, Eq)]
enum Word {
    Exactly(String),
    /// Up to `GAP` tokens of any kind.
    Any,
}

/// A match: which trigger of which type, and the tokens it covers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TriggerMatch<'i> {
    /// Event type.
    pub kind: &'i EventType,
    /// Index into the frame's triggers of the language.
    pub trigger: usize,
    /// Tokens of its words, relative to the run, gaps left out.
    pub tokens: Vec<usize>,
}

impl TriggerIndex {
    /// Builds the index of every language from the frames.
    ///
    /// Where the verb stands first, its subject may stand between it and the words it is told with ("seized the army
    /// control"), so a verb of several words also matches with a gap behind its first.
    pub(super) fn build(
        frames: &BTreeMap<EventType, Frame>,
        languages: &BTreeMap<Lang, Language>,
    ) -> BTreeMap<Lang, Self> {
        let mut out: BTreeMap<Lang, Self> = BTreeMap::new();
        for (kind, frame) in frames {
            for (&lang, triggers) in &frame.triggers {
                let index = out.entry(lang).or_default();
                let verb_first = languages.get(&lang).is_some_and(|l| l.settings.order.verb_first);
                for (number, trigger) in triggers.iter().enumerate() {
                    for phrase in &trigger.words {
                        index.insert(kind, number, phrase);
                        let parted = phrase.split_once(' ').filter(|_| {
                            verb_first && trigger.form == TriggerForm::Verb && !phrase.contains('_')
                        });
                        if let Some((verb, rest)) = parted {
                            index.insert(kind, number, &format!("{verb} _ {rest}"));
                        }
                    }
                }
            }
            for (&lang, phrases) in &frame.silenced {
                let index = out.entry(lang).or_default();
                for phrase in phrases {
                    let words: Vec<String> = phrase.split_whitespace().map(str::to_owned).collect();
                    if let Some(first) = words.first() {
                        index.silenced.entry(first.clone()).or_default().push((kind.clone(), words));
                    }
                }
            }
        }
        for index in out.values_mut() {
            let entries = &index.entries;
            for list in index.first.values_mut() {
                list.sort_by_key(|&e| std::cmp::Reverse(entries[e as usize].words.len()));
            }
        }
        out
    }

    fn insert(&mut self, kind: &EventType, trigger: usize, phrase: &str) {
        let words: Vec<Word> = phrase
            .split_whitespace()
            .map(|w| if w == "_" { Word::Any } else { Word::Exactly(w.to_owned()) })
            .collect();
        if let Some(Word::Exactly(first)) = words.first() {
            self.first.entry(first.clone()).or_default().push(self.entries.len() as u32);
            self.entries.push(Entry { kind: kind.clone(), trigger, words });
        }
    }

    /// Every match that begins at `at`. `is` tells whether a token bears a word (as lemma or as folded form), `len` is
    /// the length of the run, and `forms` are the lemma and the folded form of the token at `at`.
    pub fn matches<'i>(
        &'i self,
        at: usize,
        len: usize,
        forms: [&str; 2],
        is: impl Fn(usize, &str) -> bool + Copy,
    ) -> Vec<TriggerMatch<'i>> {
        let mut out = Vec::new();
        let [lemma, folded] = forms;
        let keys = if lemma == folded { &forms[..1] } else { &forms[..] };
        for key in keys {
            for &e in self.first.get(*key).into_iter().flatten() {
                let entry = &self.entries[e as usize];
                if let Some(tokens) = follow(&entry.words[1..], at, len, is) {
                    out.push(TriggerMatch { kind: &entry.kind, trigger: entry.trigger, tokens });
                }
            }
        }
        out
    }

    /// Types that a phrase beginning at `at` silences, with the number of tokens the phrase covers.
    pub fn silenced_at(
        &self,
        at: usize,
        len: usize,
        forms: [&str; 2],
        is: impl Fn(usize, &str) -> bool + Copy,
    ) -> Vec<(&EventType, usize)> {
        let mut out = Vec::new();
        for key in forms {
            for (kind, words) in self.silenced.get(key).into_iter().flatten() {
                if at + words.len() <= len && words.iter().enumerate().skip(1).all(|(k, w)| is(at + k, w)) {
                    out.push((kind, words.len()));
                }
            }
        }
        out
    }
}

/// Follows the words of a phrase from `at` on; the tokens of its exact words, first included.
fn follow(
    words: &[Word],
    at: usize,
    len: usize,
    is: impl Fn(usize, &str) -> bool + Copy,
) -> Option<Vec<usize>> {
    let mut tokens = vec![at];
    let mut next = at + 1;
    let mut gap = false;
    for word in words {
        match word {
            Word::Any => gap = true,
            Word::Exactly(word) => {
                let reach = if gap { (next + GAP + 1).min(len) } else { (next + 1).min(len) };
                let found = (next..reach).find(|&t| is(t, word))?;
                tokens.push(found);
                next = found + 1;
                gap = false;
            }
        }
    }
    Some(tokens)
}

/// True when a part of speech may bear a trigger of a form.
#[must_use]
pub fn bears(form: TriggerForm, pos: crate::model::PartOfSpeech) -> bool {
    use crate::model::PartOfSpeech as P;
    match form {
        TriggerForm::Verb => matches!(pos, P::Verb | P::Aux | P::X),
        TriggerForm::Noun => matches!(pos, P::Noun | P::Propn | P::X),
        TriggerForm::Adjective => matches!(pos, P::Adj | P::Verb | P::X),
        TriggerForm::Phrase => true,
    }
}
