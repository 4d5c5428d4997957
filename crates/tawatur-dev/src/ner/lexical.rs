//! What a dictionary with clitics says of a word: the parts of speech it can be, whole or behind a clitic. A word that no
//! dictionary knows is most often a foreign name.

use tawatur_core::model::PartOfSpeech;
use tawatur_core::packs::{Morphology, hash, spell};

/// Clitics before a word, in folded script: conjunctions, prepositions, the article, and what they make together.
const BEFORE: [&str; 13] = [
    "\u{648}",
    "\u{641}",
    "\u{628}",
    "\u{644}",
    "\u{643}",
    "\u{627}\u{644}",
    "\u{648}\u{627}\u{644}",
    "\u{628}\u{627}\u{644}",
    "\u{641}\u{627}\u{644}",
    "\u{644}\u{644}",
    "\u{648}\u{644}\u{644}",
    "\u{648}\u{628}",
    "\u{648}\u{644}",
];

/// Pronouns at the end of a word.
const AFTER: [&str; 5] =
    ["\u{647}", "\u{647}\u{627}", "\u{647}\u{645}", "\u{646}\u{627}", "\u{647}\u{645}\u{627}"];

/// Shortest word that a clitic leaves, in letters.
const SHORTEST: usize = 2;

/// What the dictionary says, as numbers; 0 where a language has none.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Known {
    /// The parts of speech of the whole word, or of the first cut where the whole is unknown.
    pub exact: u64,
    /// Which of the open classes it can be by any cut; 1 for a word that nobody knows.
    pub rough: u64,
}

impl Known {
    /// Looks a word up.
    pub fn of(form: &str, morphology: Option<&Morphology>) -> Self {
        let Some(morphology) = morphology else { return Self::default() };
        let whole = kinds(form, morphology);
        let long = |rest: &&str| rest.chars().count() >= SHORTEST;
        let before = BEFORE.iter().filter_map(|c| form.strip_prefix(c).filter(long).map(|rest| (*c, rest)));
        let after = AFTER.iter().filter_map(|c| form.strip_suffix(c).filter(long).map(|rest| (*c, rest)));
        let cuts: Vec<(&str, u32)> = before
            .chain(after)
            .map(|(clitic, rest)| (clitic, kinds(rest, morphology)))
            .filter(|(_, kinds)| *kinds != 0)
            .collect();
        let (clitic, cut) = cuts.first().copied().filter(|_| whole == 0).unwrap_or_default();
        let exact = hash(format!("{whole} {clitic} {cut}").as_bytes());
        let all = cuts.iter().fold(whole, |all, (_, kinds)| all | kinds);
        if all == 0 {
            return Self { exact, rough: 1 };
        }
        let can = |pos: PartOfSpeech| u64::from(all & bit(pos) != 0);
        let open = can(PartOfSpeech::Propn)
            | can(PartOfSpeech::Verb) << 1
            | can(PartOfSpeech::Adj) << 2
            | can(PartOfSpeech::Noun) << 3
            | u64::from(whole == 0) << 4;
        Self { exact, rough: 2 + open }
    }
}

/// The parts of speech of a form, a bit each.
fn kinds(form: &str, morphology: &Morphology) -> u32 {
    let spelling = spell(form);
    let mut readings = Vec::new();
    morphology.lexicon.readings(&spelling.key, &spelling.written, &mut readings);
    readings.iter().fold(0, |all, reading| all | bit(reading.pos))
}

fn bit(pos: PartOfSpeech) -> u32 {
    1 << pos as u32
}
