//! The words of a name as spelling-insensitive keys: folded, cut at spaces and hyphens, without articles and stops.
//!
//! Says nothing about meaning. Arabic's written article and its Latin renderings are signs of script, like case.

use super::fold_str;

/// The Arabic article in folded script.
pub const ARTICLE: &str = "\u{627}\u{644}";

/// Letters that must follow the article for it to be one: shorter words begin with alif and lam by themselves.
const AFTER_ARTICLE: usize = 3;

/// Latin renderings of the article before letters that do not take up the lam.
const PLAIN_ARTICLES: [&str; 4] = ["al", "el", "ul", "il"];

/// Latin renderings of the article that repeat the letter they stand before (`as-Suwayda`).
const ASSIMILATED: [&str; 14] =
    ["ad", "an", "ar", "as", "at", "az", "ash", "ath", "ed", "en", "er", "es", "et", "ez"];

/// The words of a name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NameWords {
    /// Folded words without articles.
    pub words: Vec<String>,
    /// Bit k is set when word k stood with the article.
    pub articles: u32,
}

impl NameWords {
    /// The words joined with spaces: the key of `World::spellings`.
    #[must_use]
    pub fn key(&self) -> String {
        self.words.join(" ")
    }

    /// Adds a folded word without white space; a leading article is cut off, and so is a possessive ending.
    pub fn push(&mut self, folded: &str, article: bool) {
        let (word, cut) = without_article(folded);
        if article || cut {
            self.articles |= 1 << self.words.len().min(31);
        }
        self.words.push(word.to_owned());
    }
}

/// A folded word without the Arabic article, and whether it had one.
#[must_use]
pub fn without_article(folded: &str) -> (&str, bool) {
    match folded.strip_prefix(ARTICLE) {
        Some(rest) if rest.chars().count() >= AFTER_ARTICLE => (rest, true),
        _ => (folded, false),
    }
}

/// True for a Latin rendering of the Arabic article before a word.
#[must_use]
pub fn is_latin_article(folded: &str, next: &str) -> bool {
    PLAIN_ARTICLES.contains(&folded)
        || ASSIMILATED.contains(&folded) && folded.len() > 1 && next.starts_with(&folded[1..])
}

/// Cuts a spelling into the words of a name.
#[must_use]
pub fn name_words(spelling: &str) -> NameWords {
    let folded = fold_str(spelling);
    let pieces: Vec<&str> = pieces(&folded).collect();
    let mut words = NameWords::default();
    let mut article = false;
    for (k, piece) in pieces.iter().enumerate() {
        match pieces.get(k + 1) {
            Some(next) if is_latin_article(piece, next) => article = true,
            _ => {
                words.push(piece, article);
                article = false;
            }
        }
    }
    words
}

/// The letters-and-digits pieces of a folded text. An apostrophe inside a word is dropped with the cut it makes:
/// `dar'a` is `dara`, but `l'orient` is two pieces. Stops inside abbreviations are dropped (`u.s.`).
fn pieces(folded: &str) -> impl Iterator<Item = &str> {
    folded.split(|c: char| !c.is_alphanumeric()).filter(|p| !p.is_empty())
}
