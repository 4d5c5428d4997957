//! Names as the model sees them: the words of a name in its own script and in Latin letters, cut down to letters.

use super::EDGE;
use crate::text::{fold_str, without_article};

/// Stands for the article before a word of the other script; folding leaves no text with this letter (alif wasla).
pub const ARTICLE_SIGN: char = '\u{671}';

/// The folded words of a name in its own script, a written article as one sign before its word.
#[must_use]
pub fn native_words(name: &str) -> Vec<String> {
    let folded = fold_str(name).replace('\'', "");
    let words = folded.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty());
    let words = words.map(|word| match without_article(word) {
        (rest, true) => format!("{ARTICLE_SIGN}{rest}"),
        (word, false) => word.to_owned(),
    });
    words.collect()
}

/// A name in Latin letters.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LatinName {
    /// Its words, a to z.
    pub words: Vec<String>,
}

impl LatinName {
    /// The words of a spelling; apostrophes are no letters and part no words.
    #[must_use]
    pub fn new(spelling: &str) -> Self {
        let mut plain = String::new();
        for c in fold_str(spelling).chars().filter(|c| *c != '\'') {
            match spelled_out(c) {
                Some(letters) => plain.push_str(letters),
                None => plain.push(c),
            }
        }
        let words = plain.split(|c: char| !c.is_ascii_lowercase()).filter(|w| !w.is_empty());
        Self { words: words.map(str::to_owned).collect() }
    }

    /// Its symbols: letters from 1, `EDGE` between words.
    #[must_use]
    pub fn symbols(words: &[&str]) -> Vec<u8> {
        let mut out = Vec::new();
        for word in words {
            if !out.is_empty() {
                out.push(EDGE);
            }
            out.extend(word.bytes().map(|b| b - b'a' + 1));
        }
        out
    }
}

/// Latin letters of their own that folding leaves as they are.
fn spelled_out(c: char) -> Option<&'static str> {
    Some(match c {
        '\u{111}' | '\u{f0}' => "d",
        '\u{f8}' => "o",
        '\u{142}' => "l",
        '\u{131}' => "i",
        '\u{df}' => "ss",
        '\u{e6}' => "ae",
        '\u{153}' => "oe",
        '\u{fe}' => "th",
        '\u{259}' => "a",
        '\u{127}' => "h",
        _ => return None,
    })
}
