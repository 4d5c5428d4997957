//! Writes compiled lexicons, see `lexicon`. Used by the developer tools and by tests; the program only reads.

use super::lexicon::{
    ANALYSIS, Conditions, ENTRY, MAGIC, PLACE_BITS, PLACE_MASK, SECTIONS, hash, hash_piece,
};
use super::spelling::{seats, spell};
use crate::model::PartOfSpeech;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// One line of a paradigm: an inflectional prefix and suffix, as the dictionary spells them, and what they make of a stem.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Inflection {
    /// Letters before the stem.
    pub prefix: String,
    /// Letters after the stem.
    pub suffix: String,
    /// Part of speech.
    pub pos: PartOfSpeech,
    /// Features, as bits.
    pub features: u64,
    /// What the form needs around it.
    pub conditions: Conditions,
}

/// Collects stems and their paradigms and writes the file.
#[derive(Debug, Default)]
pub struct LexiconBuilder {
    /// Key spelling of a stem to its records: lemma, seats, inflections, with the highest weight given.
    stems: BTreeMap<String, BTreeMap<(String, u8, BTreeSet<Inflection>), u8>>,
}

/// Most records one stem may have: its count is a byte.
const MOST_RECORDS: usize = 255;

impl LexiconBuilder {
    /// Adds a stem (as the dictionary spells it, without vowel signs), its folded lemma, its paradigm and its weight.
    pub fn add(&mut self, stem: &str, lemma: &str, paradigm: BTreeSet<Inflection>, weight: u8) {
        let spelling = spell(stem);
        if spelling.key.is_empty() || spelling.key.len() > usize::from(u8::MAX) || paradigm.is_empty() {
            return;
        }
        let of_stem = self.stems.entry(spelling.key).or_default();
        let known = of_stem.entry((lemma.to_owned(), seats(Some(stem)), paradigm)).or_default();
        *known = weight.max(*known);
    }

    /// The file.
    ///
    /// # Errors
    /// When something outgrew the format, with its name and limit.
    pub fn finish(&self) -> Result<Vec<u8>, String> {
        let mut prefixes = Names::default();
        let mut suffixes = Names::default();
        let mut analyses = Names::default();
        let mut paradigms = Names::default();
        let mut lemmas = Names::default();
        // The empty suffix must be number 0, where the reader looks for it.
        prefixes.number(&(String::new(), 0));
        suffixes.number(&(String::new(), 0));
        let mut records = Vec::new();
        let mut places = Vec::new();
        for (stem, of_stem) in &self.stems {
            places.push((stem.as_bytes(), records.len() as u32));
            records.push(stem.len() as u8);
            records.extend(stem.as_bytes());
            let mut ordered: Vec<_> = of_stem.iter().collect();
            ordered.sort_by_key(|(_, weight)| std::cmp::Reverse(**weight));
            ordered.truncate(MOST_RECORDS);
            records.push(ordered.len() as u8);
            for ((lemma, seats_of_stem, inflections), weight) in ordered {
                let mut entries: Vec<(u32, u32, u32)> = inflections
                    .iter()
                    .map(|i| {
                        let affix = |text: &str| (spell(text).key, seats(Some(text)));
                        (
                            prefixes.number(&affix(&i.prefix)),
                            suffixes.number(&affix(&i.suffix)),
                            analyses.number(&(i.pos, i.features, i.conditions)),
                        )
                    })
                    .collect();
                entries.sort_unstable();
                records.extend(lemmas.number(lemma).to_le_bytes());
                records.extend((paradigms.number(&entries) as u16).to_le_bytes());
                records.extend([*seats_of_stem, *weight]);
            }
        }
        for (count, most, what) in [
            (prefixes.list.len(), 256, "prefixes"),
            (suffixes.list.len(), 256, "suffixes"),
            (analyses.list.len(), 1 << 16, "analyses"),
            (paradigms.list.len(), 1 << 16, "paradigms"),
            (self.stems.len(), PLACE_MASK as usize, "stems"),
        ] {
            if count > most {
                return Err(format!("the lexicon has {count} {what}; its format holds {most}"));
            }
        }
        let sections: [Vec<u8>; SECTIONS] = [
            affix_bytes(&prefixes.list),
            affix_bytes(&suffixes.list),
            analysis_bytes(&analyses.list),
            starts(paradigms.list.iter().map(Vec::len)),
            paradigm_bytes(&paradigms.list),
            starts(lemmas.list.iter().map(String::len)),
            lemmas.list.concat().into_bytes(),
            slots(&places),
            places.iter().flat_map(|p| p.1.to_le_bytes()).collect(),
            records,
        ];
        let mut out = MAGIC.to_vec();
        let mut end = MAGIC.len() + 4 * SECTIONS;
        for section in &sections {
            end += section.len();
            out.extend((end as u32).to_le_bytes());
        }
        out.extend(sections.concat());
        Ok(out)
    }
}

/// Distinct values, numbered in the order they came.
#[derive(Debug)]
struct Names<T> {
    numbers: HashMap<T, u32>,
    list: Vec<T>,
}

impl<T> Default for Names<T> {
    fn default() -> Self {
        Self { numbers: HashMap::new(), list: Vec::new() }
    }
}

impl<T: Clone + Eq + std::hash::Hash> Names<T> {
    fn number(&mut self, value: &T) -> u32 {
        if let Some(&number) = self.numbers.get(value) {
            return number;
        }
        let number = self.list.len() as u32;
        self.numbers.insert(value.clone(), number);
        self.list.push(value.clone());
        number
    }
}

fn affix_bytes(affixes: &[(String, u8)]) -> Vec<u8> {
    affixes
        .iter()
        .flat_map(|(text, seats)| [&[text.len() as u8], text.as_bytes(), &[*seats]].concat())
        .collect()
}

fn analysis_bytes(analyses: &[(PartOfSpeech, u64, Conditions)]) -> Vec<u8> {
    let mut out = Vec::with_capacity(ANALYSIS * analyses.len());
    for (pos, features, conditions) in analyses {
        out.extend(features.to_le_bytes());
        out.extend(conditions.0.to_le_bytes());
        out.extend([*pos as u8, 0]);
    }
    out
}

fn paradigm_bytes(paradigms: &[Vec<(u32, u32, u32)>]) -> Vec<u8> {
    let mut out = Vec::with_capacity(ENTRY * paradigms.len());
    for &(prefix, suffix, analysis) in paradigms.iter().flatten() {
        out.extend([prefix as u8, suffix as u8]);
        out.extend((analysis as u16).to_le_bytes());
    }
    out
}

/// Where each of a list of lengths starts, and the end of the last.
fn starts(lengths: impl Iterator<Item = usize>) -> Vec<u8> {
    let mut at = 0_u32;
    let mut out = at.to_le_bytes().to_vec();
    for length in lengths {
        at += length as u32;
        out.extend(at.to_le_bytes());
    }
    out
}

/// Open addressing with linear probing; at least half of the slots stay free.
fn slots(places: &[(&[u8], u32)]) -> Vec<u8> {
    let size = (places.len() * 2).next_power_of_two().max(2);
    let mut table = vec![0_u32; size];
    for (k, (stem, _)) in places.iter().enumerate() {
        let hash = hash(stem);
        let mut at = hash as usize & (size - 1);
        while table[at] != 0 {
            at = (at + 1) & (size - 1);
        }
        table[at] = hash_piece(hash) << PLACE_BITS | (k as u32 + 1);
    }
    table.iter().flat_map(|slot| slot.to_le_bytes()).collect()
}

#[cfg(test)]
mod tests {
    use super::super::lexicon::{Lexicon, Reading};
    use super::super::spelling::Fit;
    use super::*;

    fn inflection(prefix: &str, suffix: &str, pos: PartOfSpeech, conditions: Conditions) -> Inflection {
        Inflection { prefix: prefix.into(), suffix: suffix.into(), pos, features: 0, conditions }
    }

    fn sample() -> Vec<u8> {
        let mut builder = LexiconBuilder::default();
        let verb = [
            inflection("ي", "", PartOfSpeech::Verb, Conditions::INDICATIVE),
            inflection("أ", "", PartOfSpeech::Verb, Conditions::INDICATIVE),
        ];
        let noun = [
            inflection("", "", PartOfSpeech::Noun, Conditions::INDEFINITE),
            inflection("", "ات", PartOfSpeech::Noun, Conditions::INDEFINITE),
        ];
        builder.add("كتب", "كتب", verb.into(), 3);
        builder.add("أمر", "امر", noun.into(), 7);
        builder.finish().expect("a small lexicon fits")
    }

    fn readings(lexicon: &Lexicon, word: &str) -> Vec<Reading> {
        let spelling = spell(word);
        let mut found = Vec::new();
        lexicon.readings(&spelling.key, &spelling.written, &mut found);
        found
    }

    #[test]
    fn forms_lead_to_lemmas_and_hamzas_are_compared() {
        let lexicon = Lexicon::read(sample()).expect("what was written can be read");
        for (word, lemma, fit) in [
            ("يكتب", "كتب", Fit::Exact),
            ("اكتب", "كتب", Fit::Omitted),
            ("أُمَراتٌ", "امر", Fit::Exact),
            ("امر", "امر", Fit::Omitted),
            ("إمر", "امر", Fit::Contrary),
        ] {
            let found = readings(&lexicon, word);
            assert_eq!(found.len(), 1, "{word}");
            assert_eq!((lexicon.lemma(found[0].lemma), found[0].fit), (lemma, fit), "{word}");
        }
        assert!(readings(&lexicon, "كتب").is_empty());
        assert!(readings(&lexicon, "").is_empty());
    }

    #[test]
    fn damaged_files_are_refused_or_find_nothing() {
        let bytes = sample();
        for end in 0..bytes.len() {
            if let Ok(lexicon) = Lexicon::read(bytes[..end].to_vec()) {
                readings(&lexicon, "يكتب");
            }
        }
        for at in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[at] ^= 0xff;
            if let Ok(lexicon) = Lexicon::read(damaged) {
                readings(&lexicon, "يكتب");
                readings(&lexicon, "امرات");
            }
        }
    }
}
