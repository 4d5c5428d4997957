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
                    .for_each(|w| w.lemma = unvowelled(&w.lemma));
            }
            _ => return Err(format!("no treebank is known for `{lang}`; add it to train/corpora.rs")),
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

    /// The sentence with contractions that cannot be cut (`du`) as one word: the first part's tag and lemma, or the
    /// second's where that is a pronoun (`auquel`). UniMorph files name no contractions; theirs are put together again.
    pub fn merged(&self) -> Self {
        let mut joins: Vec<(usize, usize, String)> = self.contractions.clone();
        if self.words.iter().all(|w| w.pos.is_none()) {
            joins.extend(
                (1..self.words.len())
                    .filter_map(|k| Some((k - 1, k + 1, contraction(&self.words[k - 1], &self.words[k])?))),
            );
        }
        joins.retain(|(from, to, form)| {
            *to == from + 2
                && self.words[*from..*to].iter().map(|w| w.form.as_str()).collect::<String>() != *form
        });
        let mut merged = Self {
            id: self.id.clone(),
            text: self.text.clone(),
            new_document: self.new_document,
            ..Self::default()
        };
        let mut place = vec![0; self.words.len()];
        let mut k = 0;
        while k < self.words.len() {
            place[k] = merged.words.len();
            if let Some((_, to, form)) = joins.iter().find(|j| j.0 == k) {
                place[k + 1] = merged.words.len();
                let second = self.words[k + 1].pos == Some(PartOfSpeech::Pron);
                let base = &self.words[if second { k + 1 } else { k }];
                merged.words.push(Word { form: form.clone(), ..base.clone() });
                k = *to;
            } else {
                merged.words.push(self.words[k].clone());
                k += 1;
            }
        }
        for word in &mut merged.words {
            word.head = word.head.map(|h| place[h]);
        }
        merged
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
