//! What the words of a name say in whatever language: classes of people and things, points of the compass, the rest.
//!
//! For names that no pack bears: "town hospital" and "hôpital de la ville" are of one class. It resolves no name.

use super::{Language, Noun, Packs};
use crate::model::EntityKind;
use crate::text::{NameWords, name_words};
use std::collections::BTreeSet;

/// Words in the longest class phrase that is looked up.
const PHRASE: usize = 3;
/// Letters a word must have to tell names apart.
const WORD: usize = 3;

/// The words of a name, read in the language that knows most of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wording<'a> {
    /// The class that the name is a name of.
    pub head: Option<&'a str>,
    /// Other classes in it that are no places: "army" in "army spokesman".
    pub others: BTreeSet<&'a str>,
    /// Points of the compass in it.
    pub directions: BTreeSet<&'a str>,
    /// Its other words that may tell names apart.
    pub rest: BTreeSet<String>,
}

impl<'a> Wording<'a> {
    /// Reads a spelling.
    #[must_use]
    pub fn of(packs: &'a Packs, spelling: &str) -> Self {
        let words = name_words(spelling);
        let read = packs.languages.values().map(|language| read(language, &words));
        // Of equals the first by language code.
        read.rev().max_by_key(|(known, _)| *known).map(|(_, wording)| wording).unwrap_or_default()
    }

    /// The class, where the name says nothing more.
    #[must_use]
    pub fn class(&self) -> Option<&'a str> {
        self.head.filter(|_| self.others.is_empty() && self.directions.is_empty() && self.rest.is_empty())
    }

    /// What tells it apart from others, comparable across languages as far as its words are known.
    #[must_use]
    pub fn marks(&self) -> BTreeSet<String> {
        let classes = self.head.iter().chain(&self.others).map(|c| format!("any/{c}"));
        let directions = self.directions.iter().map(|d| format!("direction/{d}"));
        classes.chain(directions).chain(self.rest.iter().cloned()).collect()
    }
}

/// Reads words by one language; also how many of them it knows.
fn read<'a>(language: &'a Language, name: &NameWords) -> (usize, Wording<'a>) {
    let words = &name.words;
    // What bears an article is no preposition, whatever it looks like without it.
    let bears_article = |at: usize| at < 32 && name.articles & (1 << at) != 0;
    let mut wording = Wording::default();
    let (mut at, mut known) = (0, 0);
    let (mut phrases, mut after_link): (Vec<&Noun>, bool) = (Vec::new(), false);
    let mut head: Option<usize> = None;
    while let Some(word) = words.get(at) {
        if let Some((noun, length)) = class_at(language, words, at) {
            // English compounds end in what they are; elsewhere, and before "of", the head stands first.
            if head.is_none() || language.settings.order.noun_before_noun && !after_link {
                head = Some(phrases.len());
            }
            phrases.push(noun);
            at += length;
            known += length;
            continue;
        }
        if let Some(direction) = language.titles.direction_of.get(word) {
            wording.directions.insert(direction);
            known += 1;
        } else if is_function(language, word) && !bears_article(at) {
            after_link |= head.is_some();
            known += 1;
        } else if word.chars().count() >= WORD {
            wording.rest.insert(word.clone());
        }
        at += 1;
    }
    wording.head = head.map(|k| phrases[k].concept.as_str());
    let others = phrases.iter().enumerate().filter(|(k, n)| Some(*k) != head && n.kind != EntityKind::Place);
    wording.others = others.map(|(_, noun)| noun.concept.as_str()).collect();
    (known, wording)
}

/// The longest class phrase that begins at a word.
fn class_at<'a>(language: &'a Language, words: &[String], at: usize) -> Option<(&'a Noun, usize)> {
    let longest = PHRASE.min(words.len() - at);
    (1..=longest).rev().find_map(|length| {
        let part = &words[at..at + length];
        let noun = language.nouns.get(&part.join(" ")).or_else(|| language.nouns.get(&part.join("-")))?;
        Some((noun, length))
    })
}

/// Articles, elisions and prepositions.
fn is_function(language: &Language, word: &str) -> bool {
    let settings = &language.settings;
    let elided = settings.elided.iter().any(|e| e.strip_suffix(|c: char| !c.is_alphanumeric()) == Some(word));
    let stands_in = |list: &Vec<String>| list.iter().any(|w| w == word);
    elided
        || stands_in(&settings.articles)
        || settings.prepositions.values().any(stands_in)
        || language.titles.links.contains(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marks(spelling: &str) -> BTreeSet<String> {
        static PACKS: std::sync::OnceLock<Packs> = std::sync::OnceLock::new();
        let packs = PACKS.get_or_init(|| Packs::load(tawatur_packs::FILES).expect("the embedded packs load"));
        Wording::of(packs, spelling).marks()
    }

    #[test]
    fn one_class_in_three_languages() {
        assert_eq!(marks("town hospital"), marks("hôpital de la ville"));
        assert_eq!(marks("army spokesman"), marks("porte-parole de l’armée"));
        assert_eq!(marks("rescue team"), marks("secouristes"));
        assert_eq!(marks("eastern quarter"), marks("quartier est"));
    }

    #[test]
    fn who_speaks_for_another_body_is_another() {
        assert_ne!(marks("army spokesman"), marks("police spokesman"));
        assert_ne!(marks("commander"), marks("commander of the Palm Brigade"));
    }
}
