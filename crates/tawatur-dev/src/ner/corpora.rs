//! Reads annotated names: NewsFANE (Arabic), UNER (English), Europeana newspapers (French), WikiNEuRal for measuring.

use super::{Class, Known, Tagged, Word, tag};
use crate::eval::shared;
use tawatur_core::analyse::tag_words;
use tawatur_core::model::Lang;
use tawatur_core::packs::Packs;

/// Fine classes of NewsFANE that are people, places and organisations (MEASURES.md); persons end in `_PER` besides.
const PEOPLE: [&str; 9] = [
    "Politician",
    "Athlete",
    "Artist",
    "Scientist",
    "Lawyer",
    "Engineer",
    "Businessperson",
    "Police",
    "Group",
];
const PLACES: [&str; 17] = [
    "Nation",
    "Population-Center",
    "State-or-Province",
    "County-or-District",
    "Continent",
    "GPE-Cluster",
    "Water-Body",
    "Land-Region-Natural",
    "Airport",
    "Building-Grounds",
    "Path",
    "Land",
    "Water",
    "Air",
    "Subarea-Facility",
    "Plant",
    "Celestial",
];
const ORGANISATIONS: [&str; 8] = [
    "Government",
    "Non-Governmental",
    "Commercial",
    "Media",
    "Sports",
    "Educational",
    "Medical-Science",
    "Religious_ORG",
];

/// A line of a corpus: a word and its tag; `None` ends a sentence.
pub type Line = Option<(String, u8)>;

/// NewsFANE: its first five sixths, and the last sixth.
///
/// # Errors
/// When the data is absent.
pub fn newsfane(packs: &Packs) -> Result<[Vec<Tagged>; 2], String> {
    let folder = "data/languages/NewsFANE_Gold/data/Finegrained/WikiFANE_2014_Gold_standard";
    let text = read(&format!("{folder}/NewsFANE_Gold_2014_170K.txt"))?;
    let class = |name: &str| {
        if PEOPLE.contains(&name) || name.ends_with("_PER") {
            Class::Person
        } else if PLACES.contains(&name) {
            Class::Place
        } else if ORGANISATIONS.contains(&name) {
            Class::Organisation
        } else {
            Class::Other
        }
    };
    let lines: Vec<Line> = text
        .lines()
        .map(|line| {
            let (form, label) = line.split_once('\t')?;
            let form = form.trim_matches(['\u{200e}', '\u{feff}', ' ']).to_owned();
            let told = label.trim().split_once('-').map(|(place, name)| tag(class(name), place == "B"));
            (!form.is_empty()).then(|| (form, told.unwrap_or(0)))
        })
        .collect();
    let words = lines.iter().flatten().count();
    let (mut seen, mut cut) = (0, lines.len());
    for (k, line) in lines.iter().enumerate() {
        seen += usize::from(line.is_some());
        if seen > words * 5 / 6 {
            cut = k;
            break;
        }
    }
    Ok([sentences(&lines[..cut], "ar", packs)?, sentences(&lines[cut..], "ar", packs)?])
}

/// The parts of UNER English that are at hand: EWT dev and test, PUD.
///
/// # Errors
/// When the data is absent.
pub fn uner(packs: &Packs) -> Result<Vec<Tagged>, String> {
    let mut out = Vec::new();
    for file in ["EWT/en_ewt-ud-dev", "EWT/en_ewt-ud-test", "PUD/en_pud-ud-test"] {
        out.extend(columns(&format!("data/languages/UNER_English-{file}.iob2"), "en", packs)?);
    }
    Ok(out)
}

/// WikiNEuRal's test part of a language.
///
/// # Errors
/// When the data is absent.
pub fn wikineural(lang: &str, packs: &Packs) -> Result<Vec<Tagged>, String> {
    columns(&format!("data/measure/wikineural/data/wikineural/{lang}/test.conllu"), lang, packs)
}

/// French newspapers of Europeana, without sentence ends of their own: cut at full stops.
///
/// # Errors
/// When the data is absent.
pub fn europeana(packs: &Packs) -> Result<Vec<Tagged>, String> {
    /// Shorter runs are abbreviations.
    const SHORTEST: usize = 6;
    let text = read("data/languages/europeana-ner-fr/enp_FR.bnf.bio/enp_FR.bnf.bio")?;
    let (mut lines, mut last, mut length): (Vec<Line>, Option<Class>, usize) = (Vec::new(), None, 0);
    for line in text.lines() {
        let mut cells = line.split_whitespace();
        let (Some(form), Some(label)) = (cells.next(), cells.next()) else { continue };
        let class = label.split_once('-').and_then(|(_, name)| Class::named(name));
        lines.push(Some((form.to_owned(), class.map_or(0, |c| tag(c, last != class)))));
        (last, length) = (class, length + 1);
        if matches!(form, "." | "!" | "?") && length >= SHORTEST {
            lines.push(None);
            (last, length) = (None, 0);
        }
    }
    sentences(&lines, "fr", packs)
}

/// Tab-separated columns: number, word, tag.
fn columns(path: &str, lang: &str, packs: &Packs) -> Result<Vec<Tagged>, String> {
    let line = |line: &str| -> Line {
        let mut cells = line.split('\t').skip(1);
        let (form, label) = (cells.next()?, cells.next()?);
        let told =
            label.split_once('-').and_then(|(place, name)| Some(tag(Class::named(name)?, place == "B")));
        Some((form.to_owned(), told.unwrap_or(0)))
    };
    let lines: Vec<Line> = read(path)?.lines().filter(|l| !l.starts_with('#')).map(line).collect();
    sentences(&lines, lang, packs)
}

/// Lines as sentences, with parts of speech by the language's own tagger.
///
/// # Errors
/// When the language has no tagger.
pub fn sentences(lines: &[Line], lang: &str, packs: &Packs) -> Result<Vec<Tagged>, String> {
    let parsed: Lang = lang.parse()?;
    let language = packs.languages.get(&parsed).ok_or("a pack of the language")?;
    let model = language.tagger.as_ref().ok_or("a tagger of the language")?;
    let mut out = Vec::new();
    for block in lines.split(Option::is_none).filter(|b| !b.is_empty()) {
        let forms: Vec<&str> = block.iter().flatten().map(|(form, _)| form.as_str()).collect();
        let found = tag_words(&forms, model, language.morphology.as_ref());
        let words = forms.iter().zip(found).map(|(form, reading)| Word {
            form: (*form).to_owned(),
            pos: model.tags[usize::from(reading.tag)].pos as u64,
            known: Known::of(form, language.morphology.as_ref()),
        });
        out.push((words.collect(), block.iter().flatten().map(|(_, tag)| *tag).collect()));
    }
    Ok(out)
}

fn read(path: &str) -> Result<String, String> {
    let path = shared(path)?;
    std::fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))
}
