//! Language packs: letters, word order, sentence ends, prepositions, common nouns. Times, numbers, attribution and
//! modality have their own files beside this one.

use super::romanisation::{self, LazyRomanisation, Romanisation};
use super::{
    Attribution, Grammar, Letters, Modality, Morphology, PackFile, Problems, Table, Tagger, Titles,
    attribution, modality, titles, toml,
};
use crate::model::{EntityKind, Function, Lang};
use crate::text::{fold_str, name_words};
use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;
use std::collections::BTreeMap;

/// Everything a language pack says.
#[derive(Debug)]
pub struct Language {
    /// Its code.
    pub code: Lang,
    /// Parameters of `pack.toml`.
    pub settings: Settings,
    /// Common nouns that name classes of people, forces, places and things, by folded lemma.
    pub nouns: FxHashMap<String, Noun>,
    /// The words that those of several words begin with.
    pub noun_beginnings: FxHashSet<String>,
    /// What each class is called: the first spelling of the first row of its concept.
    pub classes: BTreeMap<String, String>,
    /// Words that stand before names and say what they name (`titles.toml`).
    pub titles: Titles,
    /// How its names are written in Latin letters, where the pack has a table (`romanisation.tsv`): read when it is first
    /// asked for, since most of the program does without.
    pub romanisation: LazyRomanisation,
    /// Words of attribution.
    pub attribution: Attribution,
    /// Words of modality.
    pub modality: Modality,
    /// Words of fields that borrow the words of war: sport, business, the arts, weather (`fields.toml`). Folded.
    pub fields: FxHashSet<String>,
    /// Lexicon and tagger weights (`tagger.bin`), where the pack has them.
    pub tagger: Option<Tagger>,
    /// What its text looks like in letters (`letters.bin`), where the pack has it.
    pub letters: Option<Letters>,
    /// Function words of `grammar.toml`, for the clause grammar.
    pub grammar: Grammar,
    /// Clitics and lexicon of a language whose words carry clitics.
    pub morphology: Option<Morphology>,
}

/// `lang/<xx>/pack.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Its name in itself.
    pub name: String,
    /// ISO 15924 script.
    pub script: String,
    /// Right to left.
    #[serde(default)]
    pub right_to_left: bool,
    /// Where subject and adjective stand.
    pub order: WordOrder,
    /// Characters that end a sentence.
    pub sentence_ends: String,
    /// Abbreviations after which a full stop ends no sentence, without the stop.
    #[serde(default)]
    pub abbreviations: Vec<String>,
    /// Abbreviations that may also be the last word of a sentence, without the stop; the next word decides.
    #[serde(default)]
    pub closing_abbreviations: Vec<String>,
    /// Beginnings with an apostrophe that are words of their own (`l'`). Folded when read.
    #[serde(default)]
    pub elided: Vec<String>,
    /// Endings with an apostrophe or a hyphen that are words of their own (`n't`, `-t-il`). Folded when read.
    #[serde(default)]
    pub enclitics: Vec<String>,
    /// Words that neither `elided` nor `enclitics` may cut. Folded when read.
    #[serde(default)]
    pub whole: FxHashSet<String>,
    /// The letters that those words begin with.
    #[serde(skip)]
    pub whole_initials: String,
    /// Words of grammar that many write without a sign of theirs, with the spelling that models know (`ان`: `أن`).
    #[serde(default)]
    pub spelled: FxHashMap<String, String>,
    /// Two words written as one, by their parts (`cannot`). Folded when read.
    #[serde(default)]
    pub split: FxHashMap<String, Vec<String>>,
    /// Opening and closing quotation marks, in pairs.
    #[serde(default)]
    pub quotes: Vec<(String, String)>,
    /// Articles that a mention leaves out. Folded when read.
    #[serde(default)]
    pub articles: Vec<String>,
    /// Lemmas of sport, art, weather and trade: what such a word takes part in is no deed of war. Folded when read.
    #[serde(default)]
    pub peaceful: FxHashSet<String>,
    /// Words that open a link to another text ("read more :"), token by token. Folded when read.
    #[serde(default)]
    pub links: Vec<String>,
    /// Words that open the credit of a picture, behind its caption ("Photo released by"). Folded when read.
    #[serde(default)]
    pub credits: Vec<String>,
    /// Prepositions that say with what it was done where a weapon follows, and to whom elsewhere. Folded when read.
    #[serde(default)]
    pub instruments: Vec<String>,
    /// Prepositions before the place, a country too, in which something happens, and never what it is done to. Folded.
    #[serde(default)]
    pub within: Vec<String>,
    /// Prepositions before the object of a noun of action that names its doer too ("the shelling of the army *to* the
    /// town"). Folded when read.
    #[serde(default)]
    pub object_markers: Vec<String>,
    /// Prepositions, one or several words, by class. Folded when read.
    pub prepositions: BTreeMap<Function, Vec<String>>,
}

impl Settings {
    /// How many of the words, folded, that open a sentence open a link to another text; 0 when they open none.
    pub fn link_words<W: AsRef<str>>(&self, words: impl Iterator<Item = W> + Clone) -> usize {
        let Some(first) = words.clone().next() else { return 0 };
        // Few sentences begin like a link: only then the words behind are asked for.
        let begins = |link: &&String| link.split(' ').next() == Some(first.as_ref());
        let opens = |link: &&String| {
            let mut rest = words.clone();
            link.split(' ').all(|w| rest.next().is_some_and(|word| word.as_ref() == w))
        };
        self.links.iter().filter(begins).filter(opens).map(|link| link.split(' ').count()).max().unwrap_or(0)
    }
}

/// Parameters of the clause grammar.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WordOrder {
    /// The subject may follow its verb in plain statements (Arabic).
    #[serde(default)]
    pub verb_first: bool,
    /// Adjectives follow their noun.
    #[serde(default)]
    pub adjective_after: bool,
    /// Nouns stand before the noun they describe (English compounds).
    #[serde(default)]
    pub noun_before_noun: bool,
    /// The subject may follow a verb that takes no object, a passive and a reflexive (Spanish, Italian).
    #[serde(default)]
    pub subject_behind: bool,
    /// A noun may directly follow the noun it belongs to (idafa).
    #[serde(default)]
    pub construct_state: bool,
}

/// A common noun for a class of people, forces, places or things (`lang/<xx>/nouns.tsv`).
#[derive(Debug, Clone)]
pub struct Noun {
    /// Concept it stands for, the same in every language (`fighters`, `residents`): a generic entity's id is `any/` and this.
    pub concept: String,
    /// What it names.
    pub kind: EntityKind,
    /// What a number on it counts, where that is not the concept itself.
    pub counts: Option<String>,
    /// How loaded it is, from -2 (hostile) to 2 (glorifying).
    pub load: i8,
    /// Armed people.
    pub armed: Option<bool>,
    /// CAMEO sector (`REB`, `CVL`, `MIL` …).
    pub sector: Option<String>,
}

/// Columns of `nouns.tsv`.
const NOUN_COLUMNS: [&str; 7] = ["noun", "concept", "kind", "counts", "load", "armed", "sector"];

/// Reads every language pack.
pub(super) fn load(files: &[PackFile<'_>], problems: &mut Problems) -> BTreeMap<Lang, Language> {
    let mut languages = BTreeMap::new();
    for &file in files {
        let Some(code) = file.0.strip_prefix("lang/").and_then(|p| p.strip_suffix("/pack.toml")) else {
            continue;
        };
        let code: Lang = match code.parse() {
            Ok(code) => code,
            Err(message) => {
                problems.at(file.0, 1, 1, message);
                continue;
            }
        };
        let Some(mut settings) = toml::<Settings>(file, problems) else { continue };
        fold_words(&mut settings);
        languages.insert(
            code,
            Language {
                code,
                settings,
                nouns: FxHashMap::default(),
                noun_beginnings: FxHashSet::default(),
                classes: BTreeMap::new(),
                titles: Titles::default(),
                romanisation: LazyRomanisation::new(Box::new(Romanisation::default)),
                attribution: Attribution::default(),
                modality: Modality::default(),
                fields: FxHashSet::default(),
                tagger: None,
                letters: None,
                grammar: Grammar::default(),
                morphology: None,
            },
        );
    }
    for (code, language) in &mut languages {
        let folder = format!("lang/{code}/");
        language.morphology = Morphology::load(files, &folder, problems);
        language.romanisation = romanisation::when_asked_for(files, &folder);
        for &file in files {
            match file.0.strip_prefix(&folder) {
                Some("nouns.tsv") => load_nouns(file, language, problems),
                Some("people.toml") => load_people(file, language, problems),
                Some("titles.toml") => language.titles = titles::read(file, problems),
                Some("attribution.toml") => language.attribution = attribution::load(file, problems),
                Some("modality.toml") => language.modality = modality::load(file, problems),
                Some("fields.toml") => {
                    let fields = toml::<BTreeMap<String, Vec<String>>>(file, problems).unwrap_or_default();
                    language.fields = fields.values().flatten().map(|w| fold_str(w)).collect();
                }
                Some("grammar.toml") => {
                    language.grammar = Grammar::read(file, &language.settings, problems);
                }
                Some("tagger.bin") => language.tagger = Tagger::read(file, problems),
                Some("letters.bin") => language.letters = Letters::read(file, problems),
                _ => {}
            }
        }
    }
    languages
}

/// Words of `pack.toml` are compared with folded text, so they are folded once here.
fn fold_words(settings: &mut Settings) {
    let lists = [
        &mut settings.articles,
        &mut settings.links,
        &mut settings.credits,
        &mut settings.abbreviations,
        &mut settings.closing_abbreviations,
        &mut settings.elided,
        &mut settings.enclitics,
        &mut settings.instruments,
        &mut settings.within,
        &mut settings.object_markers,
    ];
    for words in settings.prepositions.values_mut().chain(lists).chain(settings.split.values_mut()) {
        words.iter_mut().for_each(|w| *w = fold_str(w));
    }
    for words in [&mut settings.peaceful, &mut settings.whole] {
        *words = words.iter().map(|w| fold_str(w)).collect();
    }
    let mut initials: Vec<char> = settings.whole.iter().filter_map(|w| w.chars().next()).collect();
    initials.sort_unstable();
    initials.dedup();
    settings.whole_initials = initials.into_iter().collect();
    // The longest ending or beginning that fits is the one that is cut.
    for words in [&mut settings.elided, &mut settings.enclitics] {
        words.sort_by_key(|w| std::cmp::Reverse(w.len()));
    }
    settings.split = std::mem::take(&mut settings.split)
        .into_iter()
        .map(|(word, parts)| (fold_str(&word), parts))
        .collect();
}

fn load_nouns(file: PackFile<'_>, language: &mut Language, problems: &mut Problems) {
    let table = Table::read(file, &NOUN_COLUMNS, problems);
    for row in &table.rows {
        let Some(kind) = kind(table.cell(row, "kind")) else {
            problems.at(file.0, row.line, 3, format!("`{}` is no kind of entity", table.cell(row, "kind")));
            continue;
        };
        let optional = |column| Some(table.cell(row, column)).filter(|c| !c.is_empty()).map(str::to_owned);
        let noun = Noun {
            concept: table.cell(row, "concept").to_owned(),
            kind,
            counts: optional("counts"),
            load: table.cell(row, "load").parse().unwrap_or(0),
            armed: match table.cell(row, "armed") {
                "yes" => Some(true),
                "no" => Some(false),
                _ => None,
            },
            sector: optional("sector"),
        };
        for (place, word) in table.values(row, "noun").enumerate() {
            if place == 0 {
                language.classes.entry(noun.concept.clone()).or_insert_with(|| word.to_owned());
            }
            language.insert_noun(word, &noun, true);
        }
    }
}

impl Language {
    /// Adds a spelling of a noun, of several words also without articles inside, as phrases are compared. What another
    /// list says of the spelling stays unless it `outranks` that.
    fn insert_noun(&mut self, spelling: &str, noun: &Noun, outranks: bool) {
        let folded = fold_str(spelling);
        if spelling.contains(' ') {
            let bare = name_words(spelling).key();
            let beginnings = [&folded, &bare].map(|words| words.split(' ').next().unwrap_or("").to_owned());
            self.noun_beginnings.extend(beginnings);
            self.nouns.entry(bare).or_insert_with(|| noun.clone());
        }
        if outranks || !self.nouns.contains_key(&folded) {
            self.nouns.insert(folded, noun.clone());
        }
    }
}

/// `people.toml`: further nouns for people, the spellings of one parted by `|`; each is a class named by its first.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct People {
    words: Vec<String>,
}

/// The CAMEO sector of people of whom nothing else is known.
const CIVILIAN: &str = "CVL";

/// Reads the nouns for people; a word that `nouns.tsv` holds stays what it is there.
fn load_people(file: PackFile<'_>, language: &mut Language, problems: &mut Problems) {
    for words in toml::<People>(file, problems).unwrap_or_default().words {
        let first = words.split('|').next().unwrap_or("");
        let noun = Noun {
            concept: first.replace(' ', "_"),
            kind: EntityKind::Crowd,
            counts: None,
            load: 0,
            armed: None,
            sector: Some(CIVILIAN.to_owned()),
        };
        language.classes.entry(noun.concept.clone()).or_insert_with(|| first.to_owned());
        words.split('|').for_each(|word| language.insert_noun(word, &noun, false));
    }
}

/// An entity kind by its codebook name.
pub(super) fn kind(name: &str) -> Option<EntityKind> {
    EntityKind::ALL.into_iter().find(|kind| kind.name() == name)
}
