//! Lists of names that the tagger may lean on: tokens of persons' names, places, countries, organisations, peoples.

use super::features::folded;
use crate::eval::shared;
use std::collections::HashSet;
use tawatur_core::model::{EntityKind, Lang};
use tawatur_core::packs::Packs;

/// Most words of a listed name.
const LONGEST: usize = 4;
/// Bits for a list's mark: none, first word, later word.
const BITS: usize = 2;

/// Several lists of folded phrases.
#[derive(Default)]
pub struct Lists {
    lists: Vec<HashSet<String>>,
    /// In scripts with capitals a listed name begins with one.
    capitals: bool,
    /// In languages with clitics a listed name may stand behind one.
    pub clitics: bool,
}

impl Lists {
    /// The lists of a language from the shared data and its pack.
    ///
    /// # Errors
    /// When a file of the shared data is absent.
    pub fn load(lang: &str, packs: &Packs) -> Result<Self, String> {
        let arabic = lang == "ar";
        let mut persons = HashSet::new();
        for row in rows("data/names/translit_wd_arabic.tsv")? {
            if row[0] == "train" {
                persons.insert(phrase(&row[if arabic { 2 } else { 1 }]));
            }
        }
        let mut places = HashSet::new();
        for row in rows("data/names/places_geonames.tsv")? {
            let cell = row.get(if arabic { 9 } else { 1 }).map_or("", String::as_str);
            places.extend(cell.split('|').map(phrase));
        }
        for row in rows("data/names/places_naturalearth10m.tsv")? {
            let cells: &[usize] = if arabic { &[7] } else { &[4, 5, 6] };
            places.extend(cells.iter().map(|k| phrase(&row[*k])));
        }
        let mut countries = HashSet::new();
        for row in rows("data/names/countries_cldr.tsv")? {
            let cells: &[usize] = match lang {
                "ar" => &[7, 8],
                "fr" => &[5, 6],
                _ => &[3, 4],
            };
            let told = cells.iter().filter_map(|k| row.get(*k)).flat_map(|c| c.split('|'));
            countries.extend(told.map(phrase));
        }
        let mut organisations = HashSet::new();
        for list in ["organisations.tsv", "outlets.tsv"] {
            let path = crate::checkout::packs_folder().join("world").join(list);
            for row in table(&path)? {
                let names = row.iter().flat_map(|c| c.split('|')).map(|n| n.trim_matches(['~', '!', ' ']));
                organisations.extend(names.filter(|n| n.chars().count() > 2 && !n.contains('/')).map(phrase));
            }
        }
        if !arabic {
            countries.extend(super::made::list(lang, "places.txt")?.iter().map(|n| phrase(n)));
            organisations.extend(super::made::list(lang, "organisations.txt")?.iter().map(|n| phrase(n)));
        }
        let path = crate::checkout::packs_folder().join(format!("lang/{lang}/demonyms.tsv"));
        let words = table(&path)?;
        let peoples = words.iter().filter_map(|r| r.get(1)).flat_map(|c| c.split('|')).map(phrase).collect();
        let mut lists = vec![persons, places, countries, organisations, peoples];
        if arabic {
            lists.extend(of_packs(packs, lang)?);
            lists.push(
                rows("data/names/translit_gaza_name_dict.tsv")?.iter().map(|r| phrase(&r[0])).collect(),
            );
        }
        lists.iter_mut().for_each(|list| {
            list.remove("");
        });
        Ok(Self { lists, capitals: !arabic, clitics: arabic })
    }

    /// Marks the words that listed names cover, the longest name first, two bits a list.
    pub fn marks(&self, words: &[String], capital: &[bool]) -> Vec<u64> {
        let mut marks = vec![0_u64; words.len()];
        for (number, list) in self.lists.iter().enumerate() {
            let mut at = 0;
            while at < words.len() {
                let ends = (at + 1..=(at + LONGEST).min(words.len())).rev();
                let fits = |end: &usize| list.contains(&words[at..*end].join(" "));
                let found = ends.into_iter().find(fits).filter(|_| !self.capitals || capital[at]);
                let end = found.unwrap_or(at);
                for (k, mark) in marks.iter_mut().enumerate().take(end).skip(at) {
                    *mark |= (if k == at { 1 } else { 2 }) << (BITS * number);
                }
                at = end.max(at + 1);
            }
        }
        marks
    }
}

/// What the packs name: places of the world, places of conflicts, people, everybody else.
fn of_packs(packs: &Packs, lang: &str) -> Result<[HashSet<String>; 4], String> {
    let lang: Lang = lang.parse()?;
    let mut lists: [HashSet<String>; 4] = Default::default();
    for entity in packs.world.entities.values().filter(|e| e.names.contains_key(&lang)) {
        let of_world = entity.wikidata.is_some();
        let list = match entity.kind {
            EntityKind::Place | EntityKind::State if of_world => 0,
            EntityKind::Place | EntityKind::State => 1,
            EntityKind::Person => 2,
            _ => 3,
        };
        lists[list].extend(entity.names.get(&lang).into_iter().chain(&entity.aliases).map(|n| phrase(n)));
    }
    Ok(lists)
}

/// A name as words of texts with a space after each apostrophe, folded.
fn phrase(name: &str) -> String {
    folded(&name.replace('\u{2019}', "'").replace('\'', "' ")).trim().to_owned()
}

fn rows(path: &str) -> Result<Vec<Vec<String>>, String> {
    table(&shared(path)?)
}

/// The cells of a table, its header and notes left out.
fn table(path: &std::path::Path) -> Result<Vec<Vec<String>>, String> {
    let text = std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
    let lines = text.lines().filter(|l| !l.starts_with('#')).skip(1);
    Ok(lines.map(|l| l.split('\t').map(str::to_owned).collect()).collect())
}
