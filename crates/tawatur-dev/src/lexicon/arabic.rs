//! The Arabic lexicon: stems of Camel Morph and ArabicChainBank, broken plurals, names, and what the training part of
//! the treebank adds, with how common each lemma is there.
//!
//! Camel Morph's release holds no table of common nouns; they come from ArabicChainBank's lemmas, declined by their
//! endings, and their broken plurals from our own list (`plurals.tsv`) and from patterns (see `plurals`).

use super::buckwalter::letters;
use super::camel::{Camel, Stem};
use super::frequencies::{self, Counts};
use super::{plurals, table};
use crate::checkout::packs_folder;
use crate::conllu::Sentence;
use crate::eval::shared;
use crate::treebank;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use tawatur_core::model::{Feature, Features, PartOfSpeech};
use tawatur_core::packs::{Conditions, Inflection, Lexicon, LexiconBuilder};
use tawatur_core::text::fold_str;

/// Folder of Camel Morph's tables below the shared data.
const CAMEL: &str = "data/languages/camel_morph_msa_lrec2024/official_releases/lrec-coling2024_release/data/camel-morph-msa/camel_morph_msa";
/// Tables of nominals and particles.
const NOMINALS: [&str; 7] = [
    "MSA-Adj-LEX.csv",
    "MSA-Adj-Comp-LEX.csv",
    "MSA-Adj-Num-LEX.csv",
    "MSA-Noun-Num-LEX.csv",
    "MSA-Noun-Prop-LEX.csv",
    "MSA-Noun-Quant-LEX.csv",
    "MSA-Other-LEX.csv",
];

/// Features that a form has in its sentence, not by itself.
const CONTEXTUAL: u64 = 1 << Feature::Nominative as u64
    | 1 << Feature::Accusative as u64
    | 1 << Feature::Genitive as u64
    | 1 << Feature::Definite as u64
    | 1 << Feature::Indefinite as u64
    | 1 << Feature::Construct as u64;

/// Everything collected on the way to the file.
struct Collector<'a> {
    camel: &'a mut Camel,
    builder: LexiconBuilder,
    paradigms: HashMap<(String, u128, String), BTreeSet<Inflection>>,
    counts: Counts,
    derived: &'a HashMap<String, Features>,
    /// Folded stems and lemmas of common words, so that names which are also words are left out.
    words: HashSet<String>,
}

/// Compiles the lexicon into the pack and says what it holds.
///
/// # Errors
/// When data is absent or the format is outgrown.
pub fn compile() -> Result<String, String> {
    let training = treebank::arabic()?.0;
    let bytes = Sources::read()?.build(&training.iter().collect::<Vec<_>>())?;
    let path = packs_folder().join("lang/ar/lexicon.bin");
    std::fs::write(&path, &bytes).map_err(|error| format!("{}: {error}", path.display()))?;
    let length = bytes.len();
    let lexicon = Lexicon::read(bytes)?;
    Ok(format!("{}: {} stems, {length} bytes", path.display(), lexicon.stems()))
}

/// What the lexicon is built from, apart from the treebank.
pub struct Sources {
    stems: Vec<Stem>,
    camel: Camel,
    nouns: Vec<(String, String)>,
    plurals: Vec<(String, String)>,
    derived: HashMap<String, Features>,
    names: BTreeSet<String>,
    news: Vec<Vec<String>>,
}

impl Sources {
    /// Reads them.
    ///
    /// # Errors
    /// When data is absent.
    pub fn read() -> Result<Self, String> {
        let folder = shared(CAMEL)?;
        let mut camel = Camel::read(&folder)?;
        let mut stems = Vec::new();
        for name in NOMINALS {
            stems.extend(camel.stems(&folder.join(name))?);
        }
        for (name, patterns) in [("PV", Some("PV")), ("IV", Some("IV")), ("CV", None)] {
            let patterns = patterns.map(|p| folder.join(format!("MSA-Verb-{p}-Passive-Patterns.csv")));
            stems.extend(camel.verbs(&folder.join(format!("MSA-Verb-LEX-{name}.csv")), patterns.as_deref())?);
        }
        let plurals = plurals::list(&packs_folder().join("lang/ar/plurals.tsv"))?;
        Ok(Self {
            stems,
            camel,
            nouns: nouns()?,
            plurals,
            derived: derived()?,
            names: names()?,
            news: frequencies::news()?,
        })
    }

    /// Builds a lexicon with what some treebank sentences add. How common lemmas are is learned in a second step from
    /// running news, read with what the first step gave.
    ///
    /// # Errors
    /// When the format is outgrown.
    pub fn build(&mut self, training: &[&Sentence]) -> Result<Vec<u8>, String> {
        let known = counts(training);
        let first = self.with_counts(training, known.clone())?;
        let mut morphology = crate::segmenter::morphology(true)?;
        morphology.lexicon = Lexicon::read(first)?;
        self.with_counts(training, frequencies::estimate(&morphology, &self.news, &known))
    }

    fn with_counts(&mut self, training: &[&Sentence], counts: Counts) -> Result<Vec<u8>, String> {
        let mut collector = Collector {
            camel: &mut self.camel,
            builder: LexiconBuilder::default(),
            paradigms: HashMap::new(),
            counts,
            derived: &self.derived,
            words: HashSet::new(),
        };
        self.stems.iter().for_each(|stem| collector.add(stem));
        self.nouns.iter().for_each(|(lemma, pattern)| collector.add_noun(lemma, pattern));
        self.plurals.iter().for_each(|(singular, plural)| collector.add_plural(singular, plural));
        collector.add_training(training);
        collector.add_names(&self.names);
        collector.builder.finish()
    }
}

/// The packs folder of this checkout.
impl Collector<'_> {
    fn weight(&self, lemma: &str, pos: PartOfSpeech) -> u8 {
        weight(self.counts.get(&(lemma.to_owned(), pos)).copied().unwrap_or(0.0))
    }

    fn add(&mut self, stem: &Stem) {
        let signature =
            (format!("{} {:?} {:?}", stem.class, stem.needs, stem.features), stem.sets, String::new());
        if !self.paradigms.contains_key(&signature) {
            let paradigm = self.camel.paradigm(stem);
            self.paradigms.insert(signature.clone(), paradigm);
        }
        let lemma = fold_str(&letters(&stem.lemma));
        let mut by_pos: BTreeMap<PartOfSpeech, BTreeSet<Inflection>> = BTreeMap::new();
        for inflection in &self.paradigms[&signature] {
            let mut inflection = inflection.clone();
            if inflection.pos != PartOfSpeech::Verb {
                inflection.features |= self.derived.get(&stem.lemma).map_or(0, |f| f.0);
            }
            by_pos.entry(inflection.pos).or_default().insert(inflection);
        }
        let form = letters(&stem.form);
        for (pos, paradigm) in by_pos {
            if pos != PartOfSpeech::Propn {
                self.words.insert(fold_str(&form));
                self.words.insert(lemma.clone());
            }
            let weight = self.weight(&lemma, pos);
            self.builder.add(&form, &lemma, paradigm, weight);
        }
    }

    /// A common noun by its lemma in Buckwalter's transliteration and its abstract pattern.
    fn add_noun(&mut self, lemma: &str, pattern: &str) {
        let (form, sets, feminine) = decline(&letters(lemma), lemma.ends_with("iy"));
        // Participles and nouns of profession take the sound plural of persons, others only that in -at.
        let person =
            ["mu", "1A2i3", "1a2~A3"].iter().any(|p| pattern.starts_with(p)) || pattern.ends_with("iy~");
        let needs = match (feminine, person) {
            (true, _) => "FS||FD||FP",
            (false, true) => "MS||MD||MP||FP",
            (false, false) => "MS||MD||FP",
        };
        let stem =
            self.camel.made("[STEM-NOM]", lemma, &form, (sets, needs), "pos:noun gen:- num:- rat:i cas:u");
        self.add(&stem);
    }

    /// A broken plural, both in Arabic letters.
    fn add_plural(&mut self, singular: &str, plural: &str) {
        let (form, sets, feminine) = decline(plural, false);
        let needs = if feminine { "FS" } else { "MS" };
        let gender = if singular.ends_with('ة') { "f" } else { "m" };
        let stem = self.camel.made(
            "[STEM-NOM]",
            singular,
            &form,
            (sets, needs),
            &format!("pos:noun gen:{gender} num:p rat:i cas:u"),
        );
        self.add(&stem);
    }

    /// Forms of the training sentences, as they stand, with their lemma and features.
    fn add_training(&mut self, training: &[&Sentence]) {
        let mut seen: BTreeMap<(String, String, PartOfSpeech, u64), u32> = BTreeMap::new();
        for word in training.iter().flat_map(|s| &s.words) {
            let Some(pos) = word.pos.filter(|p| !matches!(p, PartOfSpeech::Punct | PartOfSpeech::Sym)) else {
                continue;
            };
            if !bare(&word.form).chars().all(char::is_alphabetic) {
                continue;
            }
            let form = bare(&word.form);
            *seen.entry((form, fold_str(&word.lemma), pos, word.features().0 & !CONTEXTUAL)).or_default() +=
                1;
        }
        for ((form, lemma, pos, features), count) in seen {
            let mut conditions = Conditions::INDEFINITE
                .with(Conditions::CONSTRUCT)
                .with(Conditions::DEFINITE)
                .with(Conditions::GENITIVE)
                .with(Conditions::LEARNED);
            if Features(features).has(Feature::Present) {
                conditions = conditions.with(Conditions::INDICATIVE).with(Conditions::DEPENDENT);
            }
            let inflection =
                Inflection { prefix: String::new(), suffix: String::new(), pos, features, conditions };
            self.builder.add(&form, &lemma, [inflection].into(), weight(f64::from(count)));
        }
    }

    /// Name tokens that are no common words.
    fn add_names(&mut self, names: &BTreeSet<String>) {
        let conditions = Conditions::INDEFINITE.with(Conditions::CONSTRUCT).with(Conditions::GENITIVE);
        for name in names {
            let folded = fold_str(name);
            let long_enough =
                name.chars().count() > 2 && name.chars().all(|c| ('\u{620}'..='\u{6ff}').contains(&c));
            if !long_enough || self.words.contains(&folded) {
                continue;
            }
            let inflection = Inflection {
                prefix: String::new(),
                suffix: String::new(),
                pos: PartOfSpeech::Propn,
                features: 0,
                conditions,
            };
            self.builder.add(&bare(name), &folded, [inflection].into(), 0);
        }
    }
}

/// The tokens of the name lists.
fn names() -> Result<BTreeSet<String>, String> {
    let mut names = BTreeSet::new();
    let path = shared("data/names/translit_wd_arabic.tsv")?;
    let text = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    for line in text.lines().filter(|l| l.starts_with("train\t")) {
        names.extend(line.split('\t').nth(2).map(str::to_owned));
    }
    let path = shared("data/names/places_naturalearth10m.tsv")?;
    let text = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let column = text.lines().next().and_then(|header| header.split('\t').position(|c| c == "name_ar"));
    for line in text.lines().skip(1) {
        let cell = column.and_then(|c| line.split('\t').nth(c)).unwrap_or("");
        names.extend(cell.split([' ', '|', '-']).map(str::to_owned));
    }
    Ok(names)
}

/// A form without vowel signs and tatweel.
fn bare(form: &str) -> String {
    form.chars().filter(|c| !matches!(c, '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{640}')).collect()
}

/// The weight of a count, see `Reading::weight`.
fn weight(count: f64) -> u8 {
    ((count + 1.0).log2() * 4.0).round().min(255.0) as u8
}

/// How often each lemma stands in the training sentences as each part of speech.
fn counts(training: &[&Sentence]) -> Counts {
    let mut counts = Counts::new();
    for word in training.iter().flat_map(|s| &s.words) {
        if let Some(pos) = word.pos {
            *counts.entry((fold_str(&word.lemma), pos)).or_default() += 1.0;
        }
    }
    counts
}

/// Nouns of ArabicChainBank: lemma and abstract pattern.
fn nouns() -> Result<Vec<(String, String)>, String> {
    let rows = table::read(&shared("data/languages/ArabicChainBank/data/lemmas.csv")?)?;
    // In some rows the columns after the gloss are shifted to the left by one.
    let is_noun = |row: &&HashMap<String, String>| {
        row["POS"] == "NOUN" || row["POS"].is_empty() && row["FUNCTION"] == "NOUN"
    };
    Ok(rows
        .iter()
        .filter(is_noun)
        .map(|row| (row["LEMMA"].clone(), row["PATTERN_ABSTRACT"].clone()))
        .collect())
}

/// What nouns and adjectives are derived as, by lemma: nouns of action and participles.
fn derived() -> Result<HashMap<String, Features>, String> {
    let mut found = HashMap::new();
    for row in table::read(&shared("data/languages/ArabicChainBank/chainbank/trees.csv")?)? {
        let features = match row["DER_CLASS"].as_str() {
            class if class.starts_with("N_VERB") || class.starts_with("MASDAR") => {
                Features::default().with(Feature::VerbalNoun)
            }
            "ACT_PRTC" => Features::default().with(Feature::Participle),
            "PASS_PRTC" => Features::default().with(Feature::Participle).with(Feature::Passive),
            _ => continue,
        };
        found.insert(row["LEMMA"].clone(), features);
    }
    Ok(found)
}

/// The stem of a noun, the condition that its ending sets, and whether it has the feminine ending.
fn decline(noun: &str, defective: bool) -> (String, &'static str, bool) {
    let cut = |n: usize| noun.chars().take(noun.chars().count() - n).collect::<String>();
    let mut last = noun.chars().rev();
    let (last, before) = (last.next().unwrap_or(' '), last.next().unwrap_or(' '));
    match (before, last) {
        ('ا', 'ة') => (cut(2), "#aA-Ap-w", true),
        (_, 'ة') => (cut(1), "", true),
        ('ا', 'ء') => (cut(1), "#A'", false),
        ('و', 'ء') => (cut(1), "#w'", false),
        ('د' | 'ذ' | 'ر' | 'ز', 'ء') => (cut(1), "#o'-dis", false),
        (_, 'ء') => (cut(1), "#o'-con", false),
        (_, 'ى') => (cut(1), "#aY-Ap-y", false),
        (_, 'ا') => (cut(1), "#aA-Ap-w", false),
        (_, 'أ') => (cut(1), "#a>", false),
        (_, 'ؤ') => (cut(1), "#u&", false),
        (_, 'ي') if defective => (cut(1), "#iy", false),
        _ => (noun.to_owned(), "", false),
    }
}
