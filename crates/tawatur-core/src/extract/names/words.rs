//! The text as words of names: folded, cut at tokens, hyphens and apostrophes, articles set aside. Knows no entity.

use crate::model::{Analysis, Document};
use crate::text::{Span, fold, is_latin_article, is_letter_or_digit, without_article};

/// One word as names are compared.
#[derive(Debug, Clone)]
pub(super) struct Word {
    /// Folded, without article.
    pub folded: String,
    /// Where it stands, with its article.
    pub span: Span,
    /// The token it lies in.
    pub token: usize,
    /// True when it stands with an article.
    pub article: bool,
    /// True when its first letter is a capital, or of a script that has none.
    pub capital: bool,
    /// True when none of its letters is small.
    pub capitals: bool,
    /// True when it is written onto the word before (a cut clitic).
    pub glued: bool,
    /// True when more than white space, hyphens and apostrophes lies between it and the word before.
    pub after_stop: bool,
}

/// Cuts a document into words. Latin renderings of the Arabic article belong to the word they stand before.
pub(super) fn words(document: &Document, analysis: &Analysis) -> Vec<Word> {
    let text = document.text.as_str();
    let mut cutter =
        Cutter { text, words: Vec::with_capacity(analysis.tokens.len()), end: 0, particle: None };
    for (token, cut) in analysis.tokens.iter().enumerate() {
        let surface = cut.span.slice(text);
        if surface.chars().all(is_letter_or_digit) {
            // The analysis may have restored an article that writing hides.
            cutter.push(cut.span, token, &cut.folded);
            continue;
        }
        let folded = fold(surface);
        let mut from = None;
        for (k, inside) in folded
            .text
            .char_indices()
            .map(|(k, c)| (k, c.is_alphanumeric()))
            .chain([(folded.text.len(), false)])
        {
            match (from, inside) {
                (None, true) => from = Some(k),
                (Some(start), false) => {
                    let inner = folded.original(start, k);
                    let base = cut.span.start;
                    let span = Span { start: base + inner.start, end: base + inner.end };
                    cutter.push(span, token, &folded.text[start..k]);
                    from = None;
                }
                _ => {}
            }
        }
    }
    cutter.words
}

/// Puts words together in the order of the text.
struct Cutter<'t> {
    text: &'t str,
    words: Vec<Word>,
    /// End of the last word.
    end: u32,
    /// An article that waits for its word.
    particle: Option<Span>,
}

impl Cutter<'_> {
    fn push(&mut self, span: Span, token: usize, folded: &str) {
        let gap = self.text.get(self.end as usize..span.start as usize).unwrap_or("");
        let joined = gap.chars().all(|c| c.is_whitespace() || is_joiner(c)) && !gap.contains('\n');
        self.end = span.end;
        // "al", "el", "as" before a word: the article of that word.
        if let Some(last) = self.words.last()
            && joined
            && !last.article
            && self.particle.is_none()
            && is_latin_article(&last.folded, folded)
        {
            self.particle = Some(last.span);
            self.words.pop();
        }
        let (folded, article) = without_article(folded);
        let surface = span.slice(self.text);
        let start = self.particle.take();
        let glued = gap.is_empty() && start.is_none() && !self.words.is_empty();
        self.words.push(Word {
            folded: folded.to_owned(),
            span: start.map_or(span, |s| s.cover(span)),
            token,
            article: article || start.is_some(),
            capital: surface.chars().find(|c| c.is_alphabetic()).is_none_or(|c| !c.is_lowercase()),
            capitals: !surface.chars().any(char::is_lowercase),
            glued,
            after_stop: !joined && start.is_none(),
        });
    }
}

/// Hyphens, apostrophes and the stops of abbreviations: what may stand inside a name.
fn is_joiner(c: char) -> bool {
    matches!(
        c,
        '-' | '\'' | '.' | '`' | '\u{2010}' | '\u{2011}' | '\u{2019}' | '\u{2bc}' | '\u{2be}' | '\u{2bf}'
    )
}
