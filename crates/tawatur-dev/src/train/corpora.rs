//! The treebanks each language is trained on, and what is held out. No sentence of a measuring set is among them.

use crate::conllu::{self, Sentence, Word};
use crate::eval::shared;
use std::collections::HashSet;
use tawatur_core::model::PartOfSpeech;

/// Training data of one language.
#[derive(Default)]
pub struct Corpora {
    /// Sentences with Universal Dependencies tags.
    pub exact: Vec<Sentence>,
    /// Sentences whose tags are known only roughly (UniMorph bundles).
    pub coarse: Vec<Sentence>,
    /// Words that a list gives, outside any sentence.
    pub words: Vec<Word>,
    /// Held out to watch training, and learned from in the end.
    pub held_out: Vec<Sentence>,
    /// Each source with its commit.
    pub sources: Vec<String>,
}

/// The one in so many sentences of Arabic PUD that tests (`shared/MEASURES.md`).
pub const ARABIC_FOLDS: usize = 5;

impl Corpora {
    /// Loads what a language is trained on.
    ///
    /// # Errors
    /// When data is absent, or nothing is known for the language.
    pub fn load(lang: &str) -> Result<Self, String> {
        let mut corpora = Self::default();
        match lang {
            "en" => {
                corpora.exact = corpora.read("UD_English-EWT", "en_ewt-ud-train.rebuilt.conllu")?;
                corpora.held_out = corpora.read("UD_English-EWT", "en_ewt-ud-dev.conllu")?;
            }
            "fr" => {
                corpora.exact = corpora.read("UD_French-Sequoia", "fr_sequoia-ud-train.conllu")?;
                let gsd = corpora.read("UD_French-GSD", "fr_gsd-ud-dev.conllu")?;
                let questions = corpora.read("UD_French-FQB", "fr_fqb-ud-test.conllu")?;
                let known: HashSet<String> = corpora
                    .read("UD_French-GSD", "fr_gsd-ud-test.conllu")?
                    .iter()
                    .chain(&gsd)
                    .map(Sentence::written)
                    .collect();
                for file in ["fr_gsd-um-dev.conllu", "fr_gsd-um-test.conllu"] {
                    let found = corpora.read("sigmorphon2019-ud", &format!("task2/UD_French-GSD/{file}"))?;
                    corpora.coarse.extend(
                        found
                            .into_iter()
                            .filter(|s| !s.id.starts_with("fr-ud-test") && !known.contains(&s.written())),
                    );
                }
                corpora.exact.extend(gsd);
                corpora.exact.extend(questions);
                corpora.held_out = corpora.read("UD_French-Sequoia", "fr_sequoia-ud-dev.conllu")?;
            }
            "ar" => {
                let all = corpora.read("UD_Arabic-PUD", "ar_pud-ud-test.conllu")?;
                let test = |k: usize| k % ARABIC_FOLDS == ARABIC_FOLDS - 1;
                corpora.exact =
                    all.into_iter().enumerate().filter(|(k, _)| !test(*k)).map(|(_, s)| s).collect();
                // Words are written without vowel signs, so rules from form to lemma must be without them too.
                corpora
                    .exact
                    .iter_mut()
                    .flat_map(|s| &mut s.words)
                    .for_each(|w| (w.form, w.lemma) = (unvowelled(&w.form), unvowelled(&w.lemma)));
            }
            _ => return super::own::load(lang),
        }
        Ok(corpora)
    }

    /// Reads a file that is learned from.
    fn read(&mut self, folder: &str, file: &str) -> Result<Vec<Sentence>, String> {
        let commit = std::fs::read_to_string(shared("data/languages")?.join(folder).join("COMMIT"))
            .unwrap_or_default();
        self.sources.push(format!("{file} ({})", commit.trim().replace('\n', " ")));
        sentences(folder, file)
    }
}

fn sentences(folder: &str, file: &str) -> Result<Vec<Sentence>, String> {
    conllu::read(&shared("data/languages")?.join(folder).join(file))
}

impl Sentence {
    /// Its words as they are written, a space between them.
    pub fn written(&self) -> String {
        let merged = self.merged();
        merged.words.iter().map(|w| w.form.as_str()).collect::<Vec<_>>().join(" ")
    }

    /// The sentence as our own tokens cut it: contractions that cannot be cut (`du`) and words with hyphens inside are
    /// one word each. UniMorph files name no contractions; theirs are put together again.
    pub fn merged(&self) -> Self {
        let mut merged = Self {
            id: self.id.clone(),
            text: self.text.clone(),
            new_document: self.new_document,
            ..Self::default()
        };
        let mut place = Vec::with_capacity(self.words.len());
        while place.len() < self.words.len() {
            let from = place.len();
            let (to, form) = self.join(from).unwrap_or_else(|| (from + 1, self.words[from].form.clone()));
            let base = self.base(from, to);
            let mut word = Word { form, ..self.words[base].clone() };
            if to > from + 2 {
                let name = word.pos == Some(PartOfSpeech::Propn);
                word.lemma = if name { word.form.clone() } else { word.form.to_lowercase() };
            }
            word.spaced = self.words[to - 1].spaced;
            place.resize(to, merged.words.len());
            merged.words.push(word);
        }
        for (k, word) in merged.words.iter_mut().enumerate() {
            // A head inside the joined word can only come from a treebank's mistake; such a word hangs on the root.
            word.head = word.head.map(|h| place[h]).filter(|h| *h != k);
        }
        merged
    }

    /// One past the words that are written as one word from here on, and its form.
    fn join(&self, from: usize) -> Option<(usize, String)> {
        let written: String = self.words.iter().skip(from).take(2).map(|w| w.form.as_str()).collect();
        if let Some((_, to, form)) =
            self.contractions.iter().find(|c| c.0 == from && c.1 == from + 2 && c.2 != written)
        {
            return Some((*to, form.clone()));
        }
        let unnamed = self.words.iter().all(|w| w.pos.is_none());
        if let Some(form) =
            self.words.get(from + 1).filter(|_| unnamed).and_then(|next| contraction(&self.words[from], next))
        {
            return Some((from + 2, form));
        }
        let mut to = from + 1;
        let starts =
            |k: usize, test: fn(char) -> bool| self.words.get(k).is_some_and(|w| w.form.starts_with(test));
        while starts(from, char::is_alphanumeric)
            && self.words.get(to).is_some_and(|w| w.form == "-")
            && !self.words[to - 1].spaced
            && !self.words[to].spaced
            && starts(to + 1, char::is_alphabetic)
        {
            to += 2;
        }
        (to > from + 1).then(|| (to, self.words[from..to].iter().map(|w| w.form.as_str()).collect()))
    }

    /// The word that stands for a joined group: the pronoun of a contraction (`auquel`), else the one whose head lies
    /// outside the group.
    fn base(&self, from: usize, to: usize) -> usize {
        let outside = |k: &usize| self.words[*k].head.is_none_or(|h| !(from..to).contains(&h));
        if to == from + 2 {
            return if self.words[from + 1].pos == Some(PartOfSpeech::Pron) { from + 1 } else { from };
        }
        (from..to).find(|k| outside(k) && self.words[*k].form != "-").unwrap_or(from)
    }
}

/// An Arabic word without vowel signs, alif wasla as plain alif.
fn unvowelled(word: &str) -> String {
    let mut plain = String::new();
    tawatur_core::analyse::tagger::normalise(word, &mut plain);
    plain.replace('\u{671}', "\u{627}")
}

/// The written form of a preposition and an article that French always draws together.
fn contraction(first: &Word, second: &Word) -> Option<String> {
    if !second.feats.split(';').any(|t| t == "DET") {
        return None;
    }
    let joined = match (first.form.to_lowercase().as_str(), second.form.as_str()) {
        ("de", "le") => "du",
        ("de", "les") => "des",
        ("à", "le") => "au",
        ("à", "les") => "aux",
        _ => return None,
    };
    let capital = first.form.starts_with(char::is_uppercase);
    Some(if capital { joined[..1].to_uppercase() + &joined[1..] } else { joined.to_owned() })
}
