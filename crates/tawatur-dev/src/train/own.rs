//! Training data written by hand, for languages without a free treebank: `packs/lang/<xx>/training/`. Opens no other file.
//!
//! - `paradigms.tsv` (`paradigm pos stem ending features`): how words are inflected. The first row of a paradigm makes the
//!   dictionary form; `stem` is the number of the stem that the ending stands on, from 1.
//! - `words.tsv` (`lemma paradigm stems`): words with their paradigm. `stems` are the second stem and those after it, with
//!   `|`; a stem that is not given is the first, which is the lemma without its ending.
//! - `forms.tsv` (`form lemma pos features`): irregular forms and words of grammar. They go before `words.tsv`.
//! - `sentences.txt`: a sentence a line, its tokens parted by spaces. A token is read as the lists have it, in their order;
//!   `token/POS` takes the reading with this part of speech.
//!
//! Parts of speech and features (`Number=Sing|Gender=Fem`) are those of Universal Dependencies. `#` begins a comment.

use super::corpora::Corpora;
use crate::conllu::{Sentence, Word, part_of_speech};
use std::collections::HashMap;
use std::path::Path;
use tawatur_core::model::PartOfSpeech;

/// Readings by form in lower case, in the order of the lists.
type Readings = HashMap<String, Vec<Word>>;

/// One row of `paradigms.tsv`.
struct Ending {
    pos: PartOfSpeech,
    stem: usize,
    ending: String,
    features: String,
}

/// Reads what was written for a language.
///
/// # Errors
/// When there is nothing, or with file and line of what cannot be understood.
pub fn load(lang: &str) -> Result<Corpora, String> {
    let folder = super::pack(lang).join("training");
    if !folder.is_dir() {
        return Err(format!(
            "no treebank is known for `{lang}`: add one to train/corpora.rs, or write {}",
            folder.display()
        ));
    }
    let mut readings = Readings::new();
    for (line, cells) in rows(&folder.join("forms.tsv"))? {
        let [form, lemma, pos, features] = &cells[..] else {
            return Err(wrong("forms.tsv", line, "needs four cells"));
        };
        let pos = part_of_speech(pos).ok_or_else(|| wrong("forms.tsv", line, "has no part of speech"))?;
        add(&mut readings, word(form, lemma, pos, features));
    }
    let paradigms = paradigms(&folder.join("paradigms.tsv"))?;
    for (line, cells) in rows(&folder.join("words.tsv"))? {
        let wrong = |what: &str| wrong("words.tsv", line, what);
        let [lemma, paradigm, stems @ ..] = &cells[..] else {
            return Err(wrong("needs a lemma and a paradigm"));
        };
        let endings =
            paradigms.get(paradigm).ok_or_else(|| wrong("names a paradigm that is not in paradigms.tsv"))?;
        inflect(lemma, endings, stems.first().map_or("", String::as_str), &mut readings)
            .map_err(|e| wrong(&e))?;
    }
    let mut words: Vec<Word> = readings.values().flatten().cloned().collect();
    words.sort_by(|a, b| (&a.form, &a.lemma, a.pos, &a.feats).cmp(&(&b.form, &b.lemma, b.pos, &b.feats)));
    let exact = sentences(&folder.join("sentences.txt"), &readings)?;
    Ok(Corpora {
        exact,
        words,
        sources: vec![format!("training of packs/lang/{lang}")],
        ..Corpora::default()
    })
}

fn wrong(file: &str, line: usize, what: &str) -> String {
    format!("{file}, line {line}: {what}")
}

fn read(path: &Path) -> Result<String, String> {
    std::fs::read_to_string(path).map_err(|e| format!("{} cannot be read: {e}", path.display()))
}

/// The rows of a table without its header, with their lines.
fn rows(path: &Path) -> Result<Vec<(usize, Vec<String>)>, String> {
    let text = read(path)?;
    let rows = text.lines().enumerate().filter(|(_, line)| !line.starts_with('#') && !line.trim().is_empty());
    Ok(rows
        .skip(1)
        .map(|(k, line)| (k + 1, line.split('\t').map(|c| c.trim().to_owned()).collect()))
        .collect())
}

fn paradigms(path: &Path) -> Result<HashMap<String, Vec<Ending>>, String> {
    let mut found: HashMap<String, Vec<Ending>> = HashMap::new();
    for (line, cells) in rows(path)? {
        let [name, pos, stem, ending, features] = &cells[..] else {
            return Err(wrong("paradigms.tsv", line, "needs five cells"));
        };
        let (Some(pos), Ok(stem @ 1..)) = (part_of_speech(pos), stem.parse::<usize>()) else {
            return Err(wrong("paradigms.tsv", line, "needs a part of speech and the number of a stem"));
        };
        let ending = Ending { pos, stem: stem - 1, ending: ending.clone(), features: features.clone() };
        found.entry(name.clone()).or_default().push(ending);
    }
    Ok(found)
}

/// Adds every form of a word.
fn inflect(lemma: &str, endings: &[Ending], stems: &str, readings: &mut Readings) -> Result<(), String> {
    let dictionary = endings.first().map_or("", |e| e.ending.as_str());
    let first =
        lemma.strip_suffix(dictionary).ok_or_else(|| format!("`{lemma}` does not end in `{dictionary}`"))?;
    let stems: Vec<&str> = std::iter::once(first).chain(stems.split('|')).collect();
    for ending in endings {
        let stem = stems.get(ending.stem).filter(|s| !s.is_empty()).unwrap_or(&first);
        add(readings, word(&format!("{stem}{}", ending.ending), lemma, ending.pos, &ending.features));
    }
    Ok(())
}

fn word(form: &str, lemma: &str, pos: PartOfSpeech, features: &str) -> Word {
    Word {
        form: form.to_owned(),
        lemma: lemma.to_owned(),
        pos: Some(pos),
        feats: features.to_owned(),
        head: None,
        relation: String::new(),
        spaced: true,
    }
}

/// Adds a reading unless the form has it already.
fn add(readings: &mut Readings, word: Word) {
    let known = readings.entry(word.form.to_lowercase()).or_default();
    if !known.iter().any(|k| (k.pos, &k.lemma, &k.feats) == (word.pos, &word.lemma, &word.feats)) {
        known.push(word);
    }
}

fn sentences(path: &Path, readings: &Readings) -> Result<Vec<Sentence>, String> {
    let mut found = Vec::new();
    for (k, line) in read(path)?.lines().enumerate() {
        if line.starts_with('#') || line.trim().is_empty() {
            continue;
        }
        let words = line.split_whitespace().map(|token| resolve(token, readings));
        let words = words.collect::<Result<_, _>>().map_err(|what| wrong("sentences.txt", k + 1, &what))?;
        found.push(Sentence { id: (k + 1).to_string(), words, ..Sentence::default() });
    }
    Ok(found)
}

/// The reading of a token of `sentences.txt`.
fn resolve(token: &str, readings: &Readings) -> Result<Word, String> {
    let marked = token.rsplit_once('/').and_then(|(form, pos)| Some((form, part_of_speech(pos)?)));
    let (form, pos) = marked.map_or((token, None), |(form, pos)| (form, Some(pos)));
    let known = readings.get(&form.to_lowercase()).into_iter().flatten();
    let reading = known.clone().find(|w| pos.is_none() || w.pos == pos);
    let first = form.chars().next().unwrap_or(' ');
    let unlisted = match pos {
        Some(pos) => Some(pos),
        None if !form.chars().any(char::is_alphanumeric) => Some(PartOfSpeech::Punct),
        None if first.is_numeric() => Some(PartOfSpeech::Num),
        None if first.is_uppercase() => Some(PartOfSpeech::Propn),
        None => None,
    };
    match (reading, unlisted) {
        (Some(reading), _) => Ok(Word { form: form.to_owned(), ..reading.clone() }),
        (None, Some(pos)) => Ok(word(form, form, pos, "")),
        (None, None) => Err(format!("`{form}` stands in no list; add it to words.tsv or write `{form}/POS`")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_inflected_and_tokens_read_by_the_lists() {
        let row = |stem: usize, ending: &str, features: &str| Ending {
            pos: PartOfSpeech::Verb,
            stem,
            ending: ending.to_owned(),
            features: features.to_owned(),
        };
        let endings =
            [row(0, "ar", "VerbForm=Inf"), row(1, "a", "Number=Sing"), row(0, "amos", "Number=Plur")];
        let mut readings = Readings::new();
        add(&mut readings, word("niega", "niega", PartOfSpeech::Noun, ""));
        inflect("negar", &endings, "nieg", &mut readings).expect("it ends like the dictionary form");
        assert!(inflect("ir", &endings, "", &mut readings).is_err());
        for (token, lemma, pos) in [
            ("Negamos", "negar", PartOfSpeech::Verb),
            ("niega", "niega", PartOfSpeech::Noun),
            ("niega/VERB", "negar", PartOfSpeech::Verb),
            ("12", "12", PartOfSpeech::Num),
            (",", ",", PartOfSpeech::Punct),
            ("Deraa", "Deraa", PartOfSpeech::Propn),
            ("casa/NOUN", "casa", PartOfSpeech::Noun),
        ] {
            let word = resolve(token, &readings).unwrap_or_else(|e| panic!("{e}"));
            assert_eq!((word.lemma.as_str(), word.pos), (lemma, Some(pos)), "{token}");
        }
        assert!(resolve("casa", &readings).is_err());
    }
}
