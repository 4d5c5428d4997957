//! Function words and telling letters of many languages (`lang/function_words.tsv`), by which text in a language
//! without a pack is recognised as such, and one with a pack but without a table of letters is recognised at all. A
//! pack may add words of its language, in a table of the same form (`lang/<xx>/function_words.tsv`).

use super::{PackFile, Problems, Table};
use crate::model::Lang;
use crate::text::fold_str;
use rustc_hash::FxHashMap;
use std::collections::HashSet;

/// Columns of the table.
const COLUMNS: [&str; 4] = ["lang", "script", "letters", "words"];

/// What gives the languages of the table away.
#[derive(Debug, Default)]
pub struct FunctionWords {
    /// The languages, in the order of the table, with their script.
    pub languages: Vec<(Lang, String)>,
    /// Folded word to the languages that use it, a bit each, by place in `languages`.
    pub words: FxHashMap<String, u64>,
    /// Letter to the languages that use it, where not all of its script do: letters below [`TABLE`] by their number, the
    /// rest by the map.
    letters: Vec<u64>,
    rare_letters: FxHashMap<char, u64>,
}

/// Letters below this are looked up by their number: the scripts of Europe, Hebrew and Arabic.
const TABLE: usize = 0x700;

impl FunctionWords {
    /// The languages that use a letter, a bit each, where not all of its script do.
    #[must_use]
    #[inline]
    pub fn languages_of(&self, letter: char) -> u64 {
        match self.letters.get(letter as usize) {
            Some(&languages) => languages,
            None => self.rare_letters.get(&letter).copied().unwrap_or(0),
        }
    }

    fn letter_mut(&mut self, letter: char) -> &mut u64 {
        match letter as usize {
            at @ ..TABLE => &mut self.letters[at],
            _ => self.rare_letters.entry(letter).or_default(),
        }
    }
}

/// Reads the table.
pub(super) fn load(files: &[PackFile<'_>], problems: &mut Problems) -> FunctionWords {
    let mut found = FunctionWords { letters: vec![0; TABLE], ..FunctionWords::default() };
    let tables = files.iter().filter(|f| f.0.starts_with("lang/") && f.0.ends_with("/function_words.tsv"));
    // The table of all languages goes first.
    let common = files.iter().filter(|f| f.0 == "lang/function_words.tsv");
    for &file in common.chain(tables.filter(|f| f.0 != "lang/function_words.tsv")) {
        let table = Table::read(file, &COLUMNS, problems);
        let mut seen = HashSet::new();
        for row in &table.rows {
            let Ok(lang) = table.cell(row, "lang").parse::<Lang>() else {
                problems.at(
                    file.0,
                    row.line,
                    1,
                    format!("`{}` is no language code", table.cell(row, "lang")),
                );
                continue;
            };
            let known = found.languages.iter().position(|(known, _)| *known == lang);
            if !seen.insert(lang) || known.is_none() && found.languages.len() == u64::BITS as usize {
                problems.at(
                    file.0,
                    row.line,
                    1,
                    format!("`{lang}` stands here twice, or the table has more than 64 languages"),
                );
                continue;
            }
            let bit = 1_u64 << known.unwrap_or(found.languages.len());
            if known.is_none() {
                found.languages.push((lang, table.cell(row, "script").to_owned()));
            }
            for word in table.values(row, "words") {
                *found.words.entry(fold_str(word)).or_default() |= bit;
            }
            for letter in table.cell(row, "letters").chars() {
                *found.letter_mut(letter) |= bit;
            }
        }
    }
    found
}
