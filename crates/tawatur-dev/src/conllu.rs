//! Reads treebanks in CoNLL-U (Universal Dependencies 2), and the UniMorph features of the SIGMORPHON 2019 files.

use std::path::Path;
use tawatur_core::model::{Feature, Features, PartOfSpeech};

/// A sentence of a treebank.
#[derive(Debug, Clone, Default)]
pub struct Sentence {
    /// `sent_id`.
    pub id: String,
    /// `text`.
    pub text: String,
    /// True when a document begins here.
    pub new_document: bool,
    /// Its words.
    pub words: Vec<Word>,
    /// Written words that stand for several words: first, one past the last, form.
    pub contractions: Vec<(usize, usize, String)>,
}

/// A word of a treebank.
#[derive(Debug, Clone)]
pub struct Word {
    /// As written.
    pub form: String,
    /// Dictionary form.
    pub lemma: String,
    /// Part of speech; `None` in files that hold UniMorph features only.
    pub pos: Option<PartOfSpeech>,
    /// The column of features.
    pub feats: String,
    /// Place of its head in the sentence; `None` for the root.
    pub head: Option<usize>,
    /// Relation to its head.
    pub relation: String,
    /// A space follows it in the text.
    pub spaced: bool,
}

/// Reads a file.
///
/// # Errors
/// When it cannot be read, as a sentence.
pub fn read(path: &Path) -> Result<Vec<Sentence>, String> {
    let text =
        std::fs::read_to_string(path).map_err(|e| format!("{} cannot be read: {e}", path.display()))?;
    Ok(parse(&text))
}

/// Reads the text of a file.
#[must_use]
pub fn parse(text: &str) -> Vec<Sentence> {
    let mut sentences = Vec::new();
    let mut sentence = Sentence::default();
    for line in text.lines().chain([""]) {
        if let Some(comment) = line.strip_prefix('#') {
            let (key, value) = comment.split_once('=').unwrap_or((comment, ""));
            match key.trim() {
                "sent_id" => sentence.id = value.trim().to_owned(),
                "text" => sentence.text = value.trim().to_owned(),
                "newdoc id" | "newdoc" => sentence.new_document = true,
                _ => {}
            }
        } else if line.is_empty() {
            if !sentence.words.is_empty() {
                sentences.push(std::mem::take(&mut sentence));
            }
        } else {
            add(line, &mut sentence);
        }
    }
    sentences
}

fn add(line: &str, sentence: &mut Sentence) {
    let cells: Vec<&str> = line.split('\t').collect();
    let [id, form, lemma, upos, _, feats, head, relation, ..] = cells[..] else { return };
    if let Some((first, last)) = id.split_once('-') {
        if let (Ok(first), Ok(last)) = (first.parse::<usize>(), last.parse::<usize>()) {
            sentence.contractions.push((first - 1, last, form.to_owned()));
        }
    } else if id.parse::<usize>().is_ok() {
        sentence.words.push(Word {
            form: form.to_owned(),
            lemma: lemma.to_owned(),
            pos: part_of_speech(upos),
            feats: feats.to_owned(),
            head: head.parse::<usize>().ok().and_then(|h| h.checked_sub(1)),
            relation: relation.to_owned(),
            spaced: !cells.get(9).is_some_and(|misc| misc.split('|').any(|m| m == "SpaceAfter=No")),
        });
    }
}

/// A part of speech by its Universal Dependencies name.
#[must_use]
pub fn part_of_speech(name: &str) -> Option<PartOfSpeech> {
    serde_json::from_value(serde_json::Value::String(name.to_owned())).ok()
}

impl Word {
    /// Its features.
    #[must_use]
    pub fn features(&self) -> Features {
        self.feats.split('|').filter_map(feature).fold(Features::default(), Features::with)
    }
}

/// A feature by its Universal Dependencies name and value.
fn feature(name: &str) -> Option<Feature> {
    Some(match name {
        "Number=Sing" => Feature::Singular,
        "Number=Dual" => Feature::Dual,
        "Number=Plur" | "Number=Ptan" => Feature::Plural,
        "Gender=Masc" => Feature::Masculine,
        "Gender=Fem" => Feature::Feminine,
        "Definite=Def" => Feature::Definite,
        "Definite=Ind" => Feature::Indefinite,
        "Definite=Cons" | "Definite=Com" => Feature::Construct,
        "Person=1" => Feature::FirstPerson,
        "Person=2" => Feature::SecondPerson,
        "Person=3" => Feature::ThirdPerson,
        "Tense=Past" => Feature::Past,
        "Tense=Pres" => Feature::Present,
        "Tense=Fut" => Feature::Future,
        "Tense=Imp" => Feature::Imperfect,
        "VerbForm=Fin" => Feature::Finite,
        "VerbForm=Inf" => Feature::Infinitive,
        "VerbForm=Part" => Feature::Participle,
        "VerbForm=Ger" => Feature::Gerund,
        "VerbForm=Vnoun" => Feature::VerbalNoun,
        "Mood=Cnd" => Feature::Conditional,
        "Mood=Sub" => Feature::Subjunctive,
        "Mood=Imp" => Feature::Imperative,
        "Voice=Pass" => Feature::Passive,
        "PronType=Rel" => Feature::Relative,
        "PronType=Int" => Feature::Interrogative,
        "PronType=Dem" => Feature::Demonstrative,
        "Poss=Yes" => Feature::Possessive,
        "Reflex=Yes" => Feature::Reflexive,
        "Polarity=Neg" => Feature::Negative,
        "Case=Nom" => Feature::Nominative,
        "Case=Acc" => Feature::Accusative,
        "Case=Gen" => Feature::Genitive,
        _ => return None,
    })
}

/// Parts of speech that a UniMorph bundle allows (McCarthy et al. 2018).
#[must_use]
pub fn unimorph_parts(bundle: &str) -> Vec<PartOfSpeech> {
    use PartOfSpeech as P;
    let has = |tag: &str| bundle.split(';').any(|t| t == tag);
    for (tag, parts) in [
        ("PROPN", &[P::Propn][..]),
        ("AUX", &[P::Aux]),
        ("V", &[P::Verb, P::Aux]),
        ("V.PTCP", &[P::Verb, P::Aux, P::Adj]),
        ("ADP", &[P::Adp]),
        ("ADV", &[P::Adv]),
        ("DET", &[P::Det]),
        ("PRO", &[P::Pron, P::Det]),
        ("NUM", &[P::Num]),
        ("CONJ", &[P::Cconj, P::Sconj]),
        ("INTJ", &[P::Intj]),
        ("PART", &[P::Part, P::Adv]),
        ("ADJ", &[P::Adj]),
        ("N", &[P::Noun]),
    ] {
        if has(tag) {
            return parts.to_vec();
        }
    }
    vec![P::Punct, P::Sym, P::X]
}
