//! Sentences made for training: patterns written for the project (`data/names`), filled with names of free lists.

use super::corpora::sentences;
use super::{Class, Tagged, tag};
use crate::eval::shared;
use crate::train::random::Random;
use tawatur_core::packs::Packs;

/// The lines of a file of `data/names`; those of a language, or of all where `lang` is empty.
///
/// # Errors
/// When the file cannot be read.
pub fn list(lang: &str, file: &str) -> Result<Vec<String>, String> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("data/names").join(lang);
    let path = folder.join(file);
    let text = std::fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
    Ok(text.lines().filter(|l| !l.is_empty()).map(str::to_owned).collect())
}

/// What the patterns are filled with.
struct Maker {
    random: Random,
    persons: Vec<String>,
    towns: Vec<String>,
    countries: Vec<String>,
    known_places: Vec<String>,
    place_forms: Vec<String>,
    known_organisations: Vec<String>,
    organisation_forms: Vec<String>,
    teams: Vec<String>,
}

/// So many sentences of a language.
///
/// # Errors
/// When a list is absent.
pub fn sentences_of(lang: &str, count: usize, packs: &Packs) -> Result<Vec<Tagged>, String> {
    let patterns = list(lang, "sentences.txt")?;
    let mut maker = Maker::load(lang)?;
    let mut lines = Vec::new();
    for _ in 0..count {
        let pattern = maker.one_of(&patterns);
        for piece in pattern.split(' ') {
            let class = match piece {
                "{person}" => Some((maker.person(), Class::Person)),
                "{place}" => Some((maker.place(), Class::Place)),
                "{organisation}" => Some((maker.organisation(), Class::Organisation)),
                "{team}" => Some((maker.pick(|m| &m.teams), Class::Organisation)),
                _ => None,
            };
            match class {
                Some((name, class)) => {
                    let name = name.replace('\u{2019}', "'").replace('\'', "' ");
                    let words = name.split_whitespace().enumerate();
                    lines.extend(words.map(|(k, w)| Some((w.to_owned(), tag(class, k == 0)))));
                }
                None => lines.push(Some((piece.to_owned(), 0))),
            }
        }
        lines.push(None);
    }
    sentences(&lines, lang, packs)
}

impl Maker {
    fn load(lang: &str) -> Result<Self, String> {
        let cell = |path: &str, pick: &dyn Fn(&[&str]) -> Option<String>| -> Result<Vec<String>, String> {
            let path = shared(path)?;
            let text = std::fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
            Ok(text.lines().skip(1).filter_map(|l| pick(&l.split('\t').collect::<Vec<_>>())).collect())
        };
        let capital = |name: &str| {
            let mut chars = name.chars();
            chars.next().map(|c| c.to_uppercase().chain(chars).collect::<String>())
        };
        let persons = cell("data/names/translit_wd_arabic.tsv", &|row| {
            capital(row.get(1)?).filter(|_| row[0] != "test")
        })?;
        let towns = cell("data/names/places_geonames.tsv", &|row| row.get(1).map(|n| (*n).to_owned()))?;
        let column = if lang == "fr" { 5 } else { 3 };
        let countries = cell("data/names/countries_cldr.tsv", &|row| {
            row.get(column).filter(|n| row[0].len() == 2 && !n.is_empty()).map(|n| (*n).to_owned())
        })?;
        Ok(Self {
            random: Random(1),
            persons,
            towns,
            countries,
            known_places: list(lang, "places.txt")?,
            place_forms: list(lang, "place-forms.txt")?,
            known_organisations: list(lang, "organisations.txt")?,
            organisation_forms: list(lang, "organisation-forms.txt")?,
            teams: list("", "teams.txt")?,
        })
    }

    fn one_of(&mut self, list: &[String]) -> String {
        list.get(self.random.below(list.len())).cloned().unwrap_or_default()
    }

    fn pick(&mut self, of: impl Fn(&Self) -> &Vec<String>) -> String {
        let at = self.random.below(of(self).len());
        of(self).get(at).cloned().unwrap_or_default()
    }

    fn fill(&mut self, form: &str) -> String {
        let mut out = form.to_owned();
        for (slot, of) in [
            ("{town}", (|m| &m.towns) as fn(&Self) -> &Vec<String>),
            ("{name}", |m| &m.persons),
            ("{country}", |m| &m.countries),
            ("{team}", |m| &m.teams),
        ] {
            while out.contains(slot) {
                let word = self.pick(of);
                out = out.replacen(slot, &word, 1);
            }
        }
        out
    }

    /// One name in five alone, most with a given name, some with two or with an initial.
    fn person(&mut self) -> String {
        let family = self.pick(|m| &m.persons);
        match self.random.below(10) {
            0 | 1 => family,
            2 => format!("{} {} {family}", self.pick(|m| &m.persons), self.pick(|m| &m.persons)),
            3 => format!("{} {}. {family}", self.pick(|m| &m.persons), self.initial()),
            _ => format!("{} {family}", self.pick(|m| &m.persons)),
        }
    }

    fn initial(&mut self) -> char {
        char::from(b'A' + self.random.below(26) as u8)
    }

    fn place(&mut self) -> String {
        match self.random.below(20) {
            0..=4 => self.pick(|m| &m.known_places),
            5..=9 => self.pick(|m| &m.countries),
            10 | 11 => {
                let form = self.pick(|m| &m.place_forms);
                self.fill(&form)
            }
            _ => self.pick(|m| &m.towns),
        }
    }

    fn organisation(&mut self) -> String {
        match self.random.below(20) {
            0..=7 => self.pick(|m| &m.known_organisations),
            8 => (0..=self.random.below(3) + 1).map(|_| self.initial()).collect(),
            9 => self.pick(|m| &m.towns),
            _ => {
                let form = self.pick(|m| &m.organisation_forms);
                self.fill(&form)
            }
        }
    }
}
