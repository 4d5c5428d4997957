//! Time expressions: found by the patterns of the language packs, kept unresolved, anchored by `resolve`.
//!
//! `find` looks at words only; which day "Tuesday" is depends on anchors and is `resolve`'s work.

mod hijri;
mod make;
mod matcher;
mod meaning;
mod nth;
mod range;
mod resolve;
pub(crate) mod scan;
mod timex;

pub use meaning::{Amount, Counted, Fields, Meaning, Nth, Point, Shift, TimeExpression, Unit};
pub use resolve::{Anchors, resolve, resolve_all};
pub use timex::{Timex, seconds, timex, timex_all};

use crate::model::{Analysis, Lang};
use crate::packs::Packs;
use crate::text::Span;

/// The time expressions of a document, in order, not overlapping.
#[must_use]
pub fn find(text: &str, analysis: &Analysis, language: Lang, packs: &Packs) -> Vec<TimeExpression> {
    stretches(text, analysis, language)
        .into_iter()
        .flat_map(|(span, lang)| find_in(text, span, lang, packs))
        .collect()
}

/// The time expressions of a stretch of text in one language.
#[must_use]
pub fn find_in(text: &str, span: Span, lang: Lang, packs: &Packs) -> Vec<TimeExpression> {
    match (packs.times.get(&lang), packs.numbers.get(&lang)) {
        (Some(times), Some(numbers)) => matcher::find(text, span, times, numbers),
        _ => Vec::new(),
    }
}

/// The text as stretches of one language each: runs of sentences, or all of it when nothing was analysed.
pub(super) fn stretches(text: &str, analysis: &Analysis, language: Lang) -> Vec<(Span, Lang)> {
    let mut out: Vec<(Span, Lang)> = Vec::new();
    for sentence in &analysis.sentences {
        match out.last_mut() {
            Some((span, lang)) if *lang == sentence.lang => *span = span.cover(sentence.span),
            _ => out.push((sentence.span, sentence.lang)),
        }
    }
    if out.is_empty() {
        out.push((Span::new(0, text.len()), language));
    }
    out
}
