//! Folding: one spelling for the many ways of writing the same word, with a map back to the characters.
//!
//! Case, accents, Arabic vowel signs and tatweel, hamza seats, ta marbuta, alif maqsura, Persian letter variants,
//! presentation forms, digits of all scripts and typographic quotes. Language-neutral: it never cuts a word.

use super::Span;
use std::sync::LazyLock;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// A folded text that knows where each of its bytes came from.
#[derive(Debug, Clone, Default)]
pub struct Folded {
    /// The folded characters.
    pub text: String,
    /// For every byte of `text`, the byte span of the original character it came from.
    origin: Vec<Span>,
}

impl Folded {
    /// The original span behind a byte range of the folded text; accents and vowel signs that folding dropped
    /// after the last character belong to it.
    #[must_use]
    pub fn original(&self, start: usize, end: usize) -> Span {
        let Some(first) = self.origin.get(start) else { return Span::default() };
        let last = self.origin.get(end.saturating_sub(1)).unwrap_or(first);
        let until = self.origin.get(end).map_or(last.end, |next| next.start.max(last.end));
        Span { start: first.start, end: until.max(first.end) }
    }
}

/// Folds a text and keeps the way back.
#[must_use]
pub fn fold(text: &str) -> Folded {
    let folds = &*FOLDS;
    let mut out = Folded::default();
    out.text.reserve(text.len());
    out.origin.reserve(text.len());
    for (at, c) in text.char_indices() {
        let from = Span::new(at, at + c.len_utf8());
        fold_char(c, folds, |folded| {
            out.text.push(folded);
            out.origin.extend(std::iter::repeat_n(from, folded.len_utf8()));
        });
    }
    out
}

/// Folds a text when the way back is not needed.
#[must_use]
pub fn fold_str(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    fold_into(text, &mut out);
    out
}

/// Adds a folded text to `out`.
pub fn fold_into(text: &str, out: &mut String) {
    if text.is_ascii() {
        let start = out.len();
        out.push_str(text);
        out[start..].make_ascii_lowercase();
        return;
    }
    let folds = &*FOLDS;
    for c in text.chars() {
        fold_char(c, folds, |folded| out.push(folded));
    }
}

/// Characters below this are folded by a table: the scripts of Europe, Hebrew and Arabic.
const TABLE: usize = 0x700;

/// What a character folds to.
#[derive(Clone, Copy)]
enum Fold {
    Nothing,
    One(char),
    /// Several characters: spelled out when asked.
    Several,
}

/// What the characters of the table fold to.
static FOLDS: LazyLock<[Fold; TABLE]> = LazyLock::new(|| {
    std::array::from_fn(|code| {
        let Some(c) = char::from_u32(code as u32) else { return Fold::Several };
        let (mut only, mut count) = (c, 0);
        spell_out(c, |folded| (only, count) = (folded, count + 1));
        match count {
            0 => Fold::Nothing,
            1 => Fold::One(only),
            _ => Fold::Several,
        }
    })
});

#[inline]
fn fold_char(c: char, folds: &[Fold; TABLE], mut put: impl FnMut(char)) {
    match folds.get(c as usize) {
        Some(Fold::One(folded)) => put(*folded),
        Some(Fold::Nothing) => {}
        Some(Fold::Several) | None => spell_out(c, put),
    }
}

/// Folds a character by Unicode's own tables.
fn spell_out(c: char, mut put: impl FnMut(char)) {
    if c.is_ascii() {
        put(c.to_ascii_lowercase());
        return;
    }
    for part in std::iter::once(c).nfkd() {
        if is_combining_mark(part) || is_silent(part) {
            continue;
        }
        let part = seat(part);
        for lower in part.to_lowercase() {
            // Lower-casing can bring a mark of its own (İ gives i and a dot above).
            if !is_combining_mark(lower) {
                put(lower);
            }
        }
    }
}

/// Tatweel, joiners, bidirectional controls, the soft hyphen and the byte order mark: written, never read.
fn is_silent(c: char) -> bool {
    matches!(c, '\u{640}' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{61c}')
}

/// Letters and signs that stand for one another.
fn seat(c: char) -> char {
    match c {
        '\u{671}' => '\u{627}',                                     // alif wasla
        '\u{649}' | '\u{6cc}' | '\u{6d2}' => '\u{64a}',             // alif maqsura, Persian and Urdu ya
        '\u{629}' | '\u{6c1}' | '\u{6d5}' | '\u{6c0}' => '\u{647}', // ta marbuta and variants of ha
        '\u{6a9}' => '\u{643}',                                     // Persian kaf
        '\u{660}'..='\u{669}' => char::from(b'0' + (c as u32 - 0x660) as u8),
        '\u{6f0}'..='\u{6f9}' => char::from(b'0' + (c as u32 - 0x6f0) as u8),
        '\u{2018}' | '\u{2019}' | '\u{201a}' | '\u{201b}' | '\u{2032}' | '\u{2bc}' | '\u{2be}'
        | '\u{2bf}' | '\u{60}' | '\u{b4}' => '\'',
        '\u{201c}'..='\u{201f}' | '\u{ab}' | '\u{bb}' | '\u{2039}' | '\u{203a}' => '"',
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        '\u{a0}' | '\u{2007}' | '\u{202f}' => ' ',
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn spellings_meet() {
        for (a, b) in [
            ("Évacués", "evacues"),
            ("إدلب", "ادلب"),
            ("مُحَمَّد", "محمد"),
            ("حمـــاة", "حماه"),
            ("٢٠١٨", "2018"),
            ("l’armée", "l'armee"),
        ] {
            assert_eq!(fold_str(a), fold_str(b), "{a} and {b}");
        }
    }

    #[test]
    fn a_match_leads_back_to_the_characters() {
        let text = "في مُحَافَظة Évreux";
        let folded = fold(text);
        let at = folded.text.find("محافظه").expect("folded form stands there");
        assert_eq!(folded.original(at, at + "محافظه".len()).slice(text), "مُحَافَظة");
        let at = folded.text.find("evreux").expect("folded form stands there");
        assert_eq!(folded.original(at, at + 6).slice(text), "Évreux");
    }

    proptest! {
        #[test]
        fn folding_is_idempotent(text in "\\PC{0,60}") {
            let once = fold_str(&text);
            prop_assert_eq!(fold_str(&once), once.clone());
            prop_assert_eq!(fold(&text).text, once);
        }
    }
}
