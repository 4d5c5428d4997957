//! The words of a name as spelling-insensitive keys: folded, cut at spaces and hyphens, without articles and stops.
//!
//! Says nothing about meaning. Arabic's written article and its Latin renderings are signs of script, like case.

use super::{fold_into, fold_str, is_letter_or_digit};

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
        self.articles |= article_bit(self.words.len(), article || cut);
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
    // None is longer.
    folded.len() <= 3 && PLAIN_ARTICLES.contains(&folded)
        || folded.len() <= 3 && ASSIMILATED.contains(&folded) && next.starts_with(&folded[1..])
}

/// Cuts a spelling into the words of a name.
#[must_use]
pub fn name_words(spelling: &str) -> NameWords {
    let mut words = NameWords::default();
    each_word(&fold_str(spelling), |word, article| words.push(word, article));
    words
}

/// Hands on the words of a folded name, and whether an article of its own stands before each.
fn each_word(folded: &str, mut put: impl FnMut(&str, bool)) {
    let mut pieces = pieces(folded).peekable();
    let mut article = false;
    while let Some(piece) = pieces.next() {
        match pieces.peek() {
            Some(next) if is_latin_article(piece, next) => article = true,
            _ => {
                put(piece, article);
                article = false;
            }
        }
    }
}

/// The key of a name, see [`NameWords::key`], for when its words are not needed one by one. Its buffers serve one name after
/// the other.
#[derive(Debug, Default)]
pub struct NameKey {
    folded: String,
    /// The words, joined with spaces.
    pub key: String,
    /// How many they are.
    pub words: usize,
    /// As [`NameWords::articles`].
    pub articles: u32,
}

impl NameKey {
    /// Takes the next name.
    pub fn fill(&mut self, spelling: &str) {
        self.folded.clear();
        fold_into(spelling, &mut self.folded);
        self.key.clear();
        (self.words, self.articles) = (0, 0);
        let Self { folded, key, words, articles } = self;
        each_word(folded, |word, article| {
            let (word, cut) = without_article(word);
            *articles |= article_bit(*words, article || cut);
            if *words > 0 {
                key.push(' ');
            }
            key.push_str(word);
            *words += 1;
        });
    }

    /// The first of its words.
    #[must_use]
    pub fn first(&self) -> &str {
        self.key.split(' ').next().unwrap_or("")
    }
}

/// The bit of `articles` for a word, where it stood with the article.
fn article_bit(word: usize, article: bool) -> u32 {
    u32::from(article) << word.min(31)
}

/// The letters-and-digits pieces of a folded text. An apostrophe inside a word is dropped with the cut it makes:
/// `dar'a` is `dara`, but `l'orient` is two pieces. Stops inside abbreviations are dropped (`u.s.`).
fn pieces(folded: &str) -> impl Iterator<Item = &str> {
    folded.split(|c: char| !is_letter_or_digit(c)).filter(|p| !p.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_key_is_that_of_the_words(name in "(\\PC|al-|el |as-s|\u{627}\u{644}|[ 'a-z\u{628}-\u{64a}]){0,40}") {
            let (words, mut key) = (name_words(&name), NameKey::default());
            // Its buffers served another name before.
            key.fill("al-Qusayr el Bab");
            key.fill(&name);
            prop_assert_eq!(&key.key, &words.key());
            prop_assert_eq!((key.words, key.articles), (words.words.len(), words.articles));
            prop_assert_eq!(key.first(), words.words.first().map_or("", String::as_str));
        }
    }
}
