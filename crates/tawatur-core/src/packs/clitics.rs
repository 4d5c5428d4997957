//! Clitics of a language (`lang/<xx>/clitics.toml`): what is written joined to a word and is a word of its own.

use super::spelling::spell;
use super::{Conditions, PackFile, Problems, toml};
use crate::model::{Feature, Features, PartOfSpeech};
use crate::text::fold_str;
use serde::Deserialize;

/// The clitics of a language.
#[derive(Debug, Clone)]
pub struct Clitics {
    /// The article that is joined to nouns and stays there, in key spelling.
    pub article: String,
    /// What stands before a word, in the order of their places.
    pub proclitics: Vec<Proclitic>,
    /// Pronouns that stand after a word, longest first.
    pub enclitics: Vec<Enclitic>,
}

/// A clitic before a word.
#[derive(Debug, Clone)]
pub struct Proclitic {
    /// Key spelling.
    pub form: String,
    /// Folded lemma.
    pub lemma: String,
    /// Part of speech.
    pub pos: PartOfSpeech,
    /// Features.
    pub features: Features,
    /// 1 or 2: a clitic of place 1 stands before one of place 2.
    pub place: u8,
    /// What the word must allow.
    pub before: Conditions,
    /// The article loses its first letter after it.
    pub shortens_article: bool,
}

/// A pronoun after a word.
#[derive(Debug, Clone)]
pub struct Enclitic {
    /// Key spelling.
    pub form: String,
    /// Folded lemma.
    pub lemma: String,
    /// Features.
    pub features: Features,
    /// What the word must allow.
    pub after: Conditions,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    article: String,
    proclitic: Vec<ProcliticRow>,
    enclitic: Vec<EncliticRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ProcliticRow {
    form: String,
    lemma: String,
    pos: PartOfSpeech,
    place: u8,
    before: Before,
    #[serde(default)]
    features: Vec<Feature>,
    #[serde(default)]
    shortens_article: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Before {
    Any,
    Genitive,
    Indicative,
    Dependent,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EncliticRow {
    form: String,
    lemma: String,
    #[serde(default)]
    features: Vec<Feature>,
    #[serde(default)]
    first_person_form: bool,
}

impl Clitics {
    /// Reads the file.
    pub(super) fn read(file: PackFile<'_>, problems: &mut Problems) -> Option<Self> {
        let File { article, proclitic, enclitic } = toml(file, problems)?;
        let mut proclitics: Vec<Proclitic> = proclitic.into_iter().map(Proclitic::from).collect();
        proclitics.sort_by_key(|p| p.place);
        let mut enclitics: Vec<Enclitic> = enclitic.into_iter().map(Enclitic::from).collect();
        enclitics.sort_by_key(|e| std::cmp::Reverse(e.form.len()));
        if proclitics.len() > usize::from(u8::MAX) || enclitics.len() > usize::from(u8::MAX) {
            problems.at(file.0, 1, 1, "has more than 255 clitics of a kind");
            return None;
        }
        Some(Self { article: spell(&article).key, proclitics, enclitics })
    }
}

impl From<ProcliticRow> for Proclitic {
    fn from(row: ProcliticRow) -> Self {
        let before = match row.before {
            Before::Any => Conditions::default(),
            Before::Genitive => Conditions::GENITIVE,
            Before::Indicative => Conditions::INDICATIVE,
            Before::Dependent => Conditions::DEPENDENT,
        };
        Self {
            form: spell(&row.form).key,
            lemma: fold_str(&row.lemma),
            pos: row.pos,
            features: row.features.into_iter().fold(Features::default(), Features::with),
            place: row.place,
            before,
            shortens_article: row.shortens_article,
        }
    }
}

impl From<EncliticRow> for Enclitic {
    fn from(row: EncliticRow) -> Self {
        Self {
            form: spell(&row.form).key,
            lemma: fold_str(&row.lemma),
            features: row.features.into_iter().fold(Features::default(), Features::with),
            after: if row.first_person_form { Conditions::BOUND_FIRST } else { Conditions::BOUND },
        }
    }
}
