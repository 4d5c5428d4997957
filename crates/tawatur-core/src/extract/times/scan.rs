//! The rough words of a stretch of text in one language, with the way back to the document. Clitics written together
//! with a word of the pack ("and after", "by the evening" in Arabic) are words of their own here.

use crate::packs::times::WordId;
use crate::packs::{Numbers, Times};
use crate::text::{Folded, Span, Word, WordKind, fold, words};

/// A stretch of text cut into rough words.
#[derive(Debug)]
pub struct Scan<'t> {
    text: &'t str,
    base: usize,
    folded: Folded,
    /// The words.
    pub words: Vec<Word>,
    /// Each word's number in the pack of times.
    pub ids: Vec<Option<WordId>>,
}

impl<'t> Scan<'t> {
    /// Cuts `span` of a document's text.
    #[must_use]
    pub fn new(text: &'t str, span: Span, times: &Times, numbers: &Numbers) -> Self {
        Self::with(text, span, times, &|part: &str| {
            times.word(part).is_some() || numbers.phrases.contains_key(part)
        })
    }

    /// Cuts `span` of a document's text; clitics come off words whose rest is known.
    #[must_use]
    pub fn with(text: &'t str, span: Span, times: &Times, known: &dyn Fn(&str) -> bool) -> Self {
        let folded = fold(span.slice(text));
        let rough = words(&folded.text);
        let mut scan = Self {
            text,
            base: span.start as usize,
            folded,
            words: Vec::with_capacity(rough.len()),
            ids: Vec::new(),
        };
        for word in rough {
            let written = &scan.folded.text[word.start..word.end];
            let cut = if word.kind == WordKind::Letters && !known(written) {
                cut(written, times, known)
            } else {
                None
            };
            match cut {
                Some(len) => {
                    let middle = word.start + len;
                    scan.words.push(Word { end: middle, ..word });
                    // A second clitic may follow ("and by the ...").
                    let rest = &scan.folded.text[middle..word.end];
                    let second = if known(rest) { None } else { self::cut(rest, times, known) };
                    let mut from = middle;
                    if let Some(len) = second {
                        scan.words.push(Word {
                            start: middle,
                            end: middle + len,
                            glued: true,
                            after_gap: false,
                            ..word
                        });
                        from = middle + len;
                    }
                    scan.words.push(Word { start: from, glued: true, after_gap: false, ..word });
                }
                None => scan.words.push(word),
            }
        }
        scan.ids = (0..scan.words.len()).map(|k| scan.word(k).and_then(|w| times.word(w))).collect();
        scan
    }

    /// The folded form of a word.
    #[must_use]
    pub fn word(&self, at: usize) -> Option<&str> {
        self.words.get(at).map(|w| &self.folded.text[w.start..w.end])
    }

    /// True when these words stand at a position.
    #[must_use]
    pub fn has(&self, at: usize, phrase: &[String]) -> bool {
        phrase.iter().enumerate().all(|(k, w)| self.word(at + k) == Some(w) && (k == 0 || !self.gap(at + k)))
    }

    /// True when an empty line lies before a word.
    #[must_use]
    pub fn gap(&self, at: usize) -> bool {
        self.words.get(at).is_some_and(|w| w.after_gap)
    }

    /// The digits at a position.
    #[must_use]
    pub fn digits(&self, at: usize) -> Option<&str> {
        self.words.get(at).filter(|w| w.kind == WordKind::Digits).map(|w| &self.folded.text[w.start..w.end])
    }

    /// The mark at a position.
    #[must_use]
    pub fn mark(&self, at: usize) -> Option<char> {
        self.words
            .get(at)
            .filter(|w| w.kind == WordKind::Mark)
            .and_then(|w| self.folded.text[w.start..].chars().next())
    }

    /// What the word at a position is made of.
    #[must_use]
    pub fn kind(&self, at: usize) -> Option<WordKind> {
        self.words.get(at).map(|w| w.kind)
    }

    /// True when this mark stands at a position.
    #[must_use]
    pub fn is_mark(&self, at: usize, mark: char) -> bool {
        self.mark(at) == Some(mark)
    }

    /// True when nothing stands between a word and the one before.
    #[must_use]
    pub fn glued(&self, at: usize) -> bool {
        self.words.get(at).is_some_and(|w| w.glued)
    }

    /// True when exactly one space, and no line end, stands between a word and the one before.
    #[must_use]
    pub fn spaced(&self, at: usize) -> bool {
        at > 0
            && at < self.words.len()
            && &self.folded.text[self.words[at - 1].end..self.words[at].start] == " "
    }

    /// True when a word begins with a capital letter in the document.
    #[must_use]
    pub fn capital(&self, at: usize) -> bool {
        self.span(at, at + 1).slice(self.text).chars().next().is_some_and(char::is_uppercase)
    }

    /// The span in the document from one word up to, not with, another.
    #[must_use]
    pub fn span(&self, start: usize, end: usize) -> Span {
        let (Some(first), Some(last)) = (self.words.get(start), self.words.get(end.saturating_sub(1))) else {
            return Span::default();
        };
        let inner = self.folded.original(first.start, last.end.max(first.end));
        Span::new(self.base + inner.start as usize, self.base + inner.end as usize)
    }
}

/// The length of a clitic at the start of a word whose rest is a word of the packs.
fn cut(written: &str, times: &Times, known: &dyn Fn(&str) -> bool) -> Option<usize> {
    for clitic in &times.clitics {
        let Some(rest) = written.strip_prefix(clitic.as_str()) else { continue };
        let again =
            |rest: &str| times.clitics.iter().any(|c| rest.strip_prefix(c.as_str()).is_some_and(known));
        if known(rest) || again(rest) {
            return Some(clitic.len());
        }
    }
    None
}
