//! Compiled lexicons: for a written word its possible parts of speech, features and lemmas.
//!
//! A lexicon factors words into inflectional prefix, stem and suffix: a stem points to paradigms, a paradigm lists which
//! prefix and suffix give which analysis (as in finite-state morphologies; the layout is our own). The bytes are used in
//! place: loading checks and indexes a few small tables and copies nothing else. `LexiconBuilder` (beside this file)
//! writes the format. It knows nothing of clitics (`clitics` does) and chooses nothing: it lists what can be.

use super::SeenLists;
use super::spelling::{Fit, seats};
use crate::model::{Feature, Features, PartOfSpeech};
use std::borrow::Cow;

/// First bytes of a compiled lexicon; the digit is the version of the format.
pub(super) const MAGIC: &[u8; 8] = b"twlexic1";
/// Sections of the file, in order; the header holds the end of each as `u32`.
pub(super) const SECTIONS: usize = 10;
/// Bytes of one slot-addressed record: lemma `u32`, paradigm `u16`, seats `u8`, weight `u8`.
pub(super) const RECORD: usize = 8;
/// Bytes of one entry of a paradigm: prefix `u8`, suffix `u8`, analysis `u16`.
pub(super) const ENTRY: usize = 4;
/// Bytes of one analysis: features `u64`, conditions `u16`, part of speech `u8`, one spare.
pub(super) const ANALYSIS: usize = 12;

/// What a form needs or allows around it, as bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Conditions(pub u16);

impl Conditions {
    /// Stands without article and without a following noun of its own.
    pub const INDEFINITE: Self = Self(1);
    /// Takes the article.
    pub const DEFINITE: Self = Self(1 << 1);
    /// Stands before a noun it belongs to.
    pub const CONSTRUCT: Self = Self(1 << 2);
    /// Stands only before a pronoun ending.
    pub const BOUND: Self = Self(1 << 3);
    /// Stands only before the ending of the first person singular.
    pub const BOUND_FIRST: Self = Self(1 << 4);
    /// Can be nominative.
    pub const NOMINATIVE: Self = Self(1 << 5);
    /// Can be accusative.
    pub const ACCUSATIVE: Self = Self(1 << 6);
    /// Can be genitive, so a preposition may be joined to it.
    pub const GENITIVE: Self = Self(1 << 7);
    /// An imperfect verb in the indicative: takes the future clitic.
    pub const INDICATIVE: Self = Self(1 << 8);
    /// An imperfect verb in the subjunctive or jussive: takes the clitic of purpose.
    pub const DEPENDENT: Self = Self(1 << 9);
    /// Carries a conjunction or preposition in itself, so nothing is joined before it.
    pub const CLOSED: Self = Self(1 << 10);
    /// Takes no enclitic and no proclitic but a conjunction.
    pub const ALONE: Self = Self(1 << 11);

    /// Learned from a treebank's sentences as it stands, not from a dictionary.
    pub const LEARNED: Self = Self(1 << 12);

    /// True when all bits of `other` are set.
    #[must_use]
    pub fn all(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// True when any bit of `other` is set.
    #[must_use]
    pub fn any(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Both sets together.
    #[must_use]
    pub fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// One possible reading of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    /// Part of speech.
    pub pos: PartOfSpeech,
    /// Features.
    pub features: Features,
    /// What it needs around it.
    pub conditions: Conditions,
    /// Number of its lemma, see [`Lexicon::lemma`].
    pub lemma: u32,
    /// How common the lemma is in this part of speech: the binary logarithm of a count, in quarters; 0 is unseen.
    pub weight: u8,
    /// How well the letters agree with the dictionary's.
    pub fit: Fit,
}

impl Reading {
    /// True for what is not in the first or second person: news tells of others.
    #[must_use]
    pub fn tells_of_others(&self) -> bool {
        ![Feature::FirstPerson, Feature::SecondPerson].iter().any(|&f| self.features.has(f))
    }
}

/// A compiled lexicon.
#[derive(Debug)]
pub struct Lexicon {
    bytes: Cow<'static, [u8]>,
    ends: [usize; SECTIONS],
    prefixes: Vec<Affix>,
    suffixes: Vec<Affix>,
    /// Numbers of the suffixes by their last byte; the empty suffix stands in none.
    by_last: Vec<Vec<u16>>,
    analyses: Vec<(PartOfSpeech, Features, Conditions)>,
    slots: usize,
    /// What it said of words that were read.
    pub seen: SeenLists,
}

/// A prefix or suffix in its key spelling.
#[derive(Debug)]
struct Affix {
    text: Box<[u8]>,
    seats: u8,
    /// Its bytes as a number, and which bytes of a word's end or beginning they are compared with.
    tail: u128,
    mask: u128,
    head: u128,
}

impl Affix {
    fn new(text: &[u8], seats: u8) -> Self {
        let mask = if text.len() < TAIL { (1 << (8 * text.len())) - 1 } else { u128::MAX };
        Self { text: text.into(), seats, tail: tail(text), mask, head: head(text) }
    }

    /// True when a form begins with it; `start` is the form's [`head`].
    fn opens(&self, form: &[u8], start: u128) -> bool {
        start & self.mask == self.head && (self.text.len() <= TAIL || form.starts_with(&self.text))
    }

    /// True when a form ends with it; `end` is the form's [`tail`].
    fn closes(&self, form: &[u8], end: u128) -> bool {
        end & self.mask == self.tail && (self.text.len() <= TAIL || form.ends_with(&self.text))
    }
}

/// Bytes of a word's end or beginning that are compared at once.
const TAIL: usize = 16;

/// The first bytes of a form as a number, the very first lowest; a shorter form has zeros behind.
fn head(form: &[u8]) -> u128 {
    let mut bytes = [0; TAIL];
    let first = &form[..form.len().min(TAIL)];
    bytes[..first.len()].copy_from_slice(first);
    u128::from_le_bytes(bytes)
}

/// The last bytes of a form as a number, the very last lowest; a shorter form has zeros in front.
fn tail(form: &[u8]) -> u128 {
    let mut bytes = [0; TAIL];
    let last = &form[form.len().saturating_sub(TAIL)..];
    bytes[TAIL - last.len()..].copy_from_slice(last);
    u128::from_be_bytes(bytes)
}

/// Sections by what they hold.
#[derive(Clone, Copy)]
#[repr(usize)]
pub(super) enum Section {
    Prefixes,
    Suffixes,
    Analyses,
    ParadigmStarts,
    Paradigms,
    LemmaStarts,
    Lemmas,
    Slots,
    Stems,
    Records,
}

impl Lexicon {
    /// Reads a compiled lexicon: bytes of the program itself, which are used where they are, or others.
    ///
    /// # Errors
    /// A sentence that says what is wrong with the bytes.
    pub fn read(bytes: impl Into<Cow<'static, [u8]>>) -> Result<Self, String> {
        let bytes = bytes.into();
        let header = MAGIC.len() + 4 * SECTIONS;
        if bytes.len() < header || &bytes[..MAGIC.len()] != MAGIC {
            return Err(
                "is no compiled lexicon of this version; compile it again with `cargo dev lexicon`".into()
            );
        }
        let mut ends = [0; SECTIONS];
        let mut before = header;
        for (k, end) in ends.iter_mut().enumerate() {
            *end = u32_at(&bytes, MAGIC.len() + 4 * k) as usize;
            if *end < before || *end > bytes.len() {
                return Err(format!("is damaged: section {k} ends at byte {end}; compile it again"));
            }
            before = *end;
        }
        let mut lexicon = Self {
            bytes,
            ends,
            prefixes: Vec::new(),
            suffixes: Vec::new(),
            by_last: Vec::new(),
            analyses: Vec::new(),
            slots: 0,
            seen: SeenLists::default(),
        };
        lexicon.prefixes = affixes(lexicon.section(Section::Prefixes));
        lexicon.suffixes = affixes(lexicon.section(Section::Suffixes));
        lexicon.by_last = vec![Vec::new(); 256];
        for (k, suffix) in lexicon.suffixes.iter().enumerate() {
            if let Some(&last) = suffix.text.last() {
                lexicon.by_last[usize::from(last)].push(k as u16);
            }
        }
        lexicon.analyses = lexicon.section(Section::Analyses).chunks_exact(ANALYSIS).map(analysis).collect();
        lexicon.slots = lexicon.section(Section::Slots).len() / 4;
        if !lexicon.slots.is_power_of_two() {
            return Err("is damaged: its table of stems has a wrong size; compile it again".into());
        }
        Ok(lexicon)
    }

    /// The lemma of a reading, folded.
    #[must_use]
    pub fn lemma(&self, number: u32) -> &str {
        let starts = self.section(Section::LemmaStarts);
        let (start, end) =
            (u32_at(starts, 4 * number as usize) as usize, u32_at(starts, 4 * number as usize + 4) as usize);
        self.section(Section::Lemmas).get(start..end).and_then(|b| std::str::from_utf8(b).ok()).unwrap_or("")
    }

    /// How many stems it holds.
    #[must_use]
    pub fn stems(&self) -> usize {
        self.section(Section::Stems).len() / 4
    }

    /// Adds every reading of a form to `found`. `key` is the form in key spelling and `written` the same letters as the
    /// text has them (see [`super::spelling`]); both have the same number of bytes.
    pub fn readings(&self, key: &str, written: &str, found: &mut Vec<Reading>) {
        let key = key.as_bytes();
        let Some(&last) = key.last() else { return };
        let (start, end, suffixes) = (head(key), tail(key), &self.by_last[usize::from(last)]);
        for (p, prefix) in self.prefixes.iter().enumerate() {
            if !prefix.opens(key, start) || prefix.text.len() >= key.len() {
                continue;
            }
            self.with_affixes(key, written, (p as u8, prefix), 0, found);
            for &s in suffixes.iter().filter(|&&s| self.suffixes[usize::from(s)].closes(key, end)) {
                self.with_affixes(key, written, (p as u8, prefix), s, found);
            }
        }
    }

    /// Adds the readings of a form with one prefix and one suffix, which it begins and ends with.
    fn with_affixes(
        &self,
        key: &[u8],
        written: &str,
        (p, prefix): (u8, &Affix),
        s: u16,
        found: &mut Vec<Reading>,
    ) {
        let Some(suffix) = self.suffixes.get(usize::from(s)) else { return };
        let (from, to) = (prefix.text.len(), key.len().saturating_sub(suffix.text.len()));
        if from >= to {
            return;
        }
        let Some(records) = self.stem(&key[from..to]) else { return };
        for record in records.chunks_exact(RECORD) {
            let paradigm = usize::from(u16::from_le_bytes([record[4], record[5]]));
            let mut fit = None;
            for entry in self.paradigm(paradigm, p, s as u8) {
                let Some(&(pos, features, conditions)) =
                    self.analyses.get(usize::from(u16::from_le_bytes([entry[2], entry[3]])))
                else {
                    continue;
                };
                let fit = *fit.get_or_insert_with(|| {
                    Fit::of(seats(written.get(..from)), prefix.seats)
                        .max(Fit::of(seats(written.get(from..to)), record[6]))
                        .max(Fit::of(seats(written.get(to..)), suffix.seats))
                });
                found.push(Reading {
                    pos,
                    features,
                    conditions,
                    lemma: u32_at(record, 0),
                    weight: record[7],
                    fit,
                });
            }
        }
    }

    /// The entries of a paradigm for a prefix and a suffix; entries are sorted by both.
    fn paradigm(&self, number: usize, prefix: u8, suffix: u8) -> impl Iterator<Item = &[u8]> {
        let starts = self.section(Section::ParadigmStarts);
        let (start, end) = (u32_at(starts, 4 * number) as usize, u32_at(starts, 4 * number + 4) as usize);
        let entries = self.section(Section::Paradigms).get(ENTRY * start..ENTRY * end).unwrap_or(&[]);
        let (mut low, mut high) = (0, entries.len() / ENTRY);
        while low < high {
            let middle = usize::midpoint(low, high);
            let at = &entries[ENTRY * middle..];
            if (at[0], at[1]) < (prefix, suffix) { low = middle + 1 } else { high = middle }
        }
        entries[ENTRY * low..].chunks_exact(ENTRY).take_while(move |e| (e[0], e[1]) == (prefix, suffix))
    }

    /// The records of a stem.
    fn stem(&self, stem: &[u8]) -> Option<&[u8]> {
        let slots = self.section(Section::Slots);
        let stems = self.section(Section::Stems);
        let hash = hash(stem);
        let mut at = hash as usize & (self.slots - 1);
        // A slot holds the place of a stem plus one in its low bits and a piece of the hash above; 0 ends the probe.
        for _ in 0..self.slots {
            let slot = u32_at(slots, 4 * at);
            if slot == 0 {
                return None;
            }
            if slot >> PLACE_BITS == hash_piece(hash) {
                let place = u32_at(stems, 4 * ((slot & PLACE_MASK) as usize - 1)) as usize;
                if let Some(records) = self.records(place, stem) {
                    return Some(records);
                }
            }
            at = (at + 1) & (self.slots - 1);
        }
        None
    }

    /// The records at a place of the record section, when they belong to this stem: length, stem, count, records.
    fn records(&self, place: usize, stem: &[u8]) -> Option<&[u8]> {
        let rest = self.section(Section::Records).get(place..)?;
        let (&length, rest) = rest.split_first()?;
        if usize::from(length) != stem.len() || rest.get(..stem.len())? != stem {
            return None;
        }
        let (&count, rest) = rest.get(stem.len()..)?.split_first()?;
        rest.get(..RECORD * usize::from(count))
    }

    fn section(&self, section: Section) -> &[u8] {
        let k = section as usize;
        let start = if k == 0 { MAGIC.len() + 4 * SECTIONS } else { self.ends[k - 1] };
        &self.bytes[start..self.ends[k]]
    }
}

/// Bits of a slot that hold the place of a stem; the rest hold a piece of its hash, which spares most comparisons.
pub(super) const PLACE_BITS: u32 = 22;
/// Mask of those bits.
pub(super) const PLACE_MASK: u32 = (1 << PLACE_BITS) - 1;

/// The piece of a hash kept in a slot.
pub(super) fn hash_piece(hash: u64) -> u32 {
    (hash >> (64 - (32 - PLACE_BITS))) as u32
}

/// A quick hash of a few bytes (multiply and rotate, as rustc's Fx hash); not for hostile tables: the table is compiled.
pub(super) fn hash(bytes: &[u8]) -> u64 {
    const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
    let mut state = bytes.len() as u64;
    for chunk in bytes.chunks(8) {
        let mut word = [0; 8];
        word[..chunk.len()].copy_from_slice(chunk);
        state = (state.rotate_left(5) ^ u64::from_le_bytes(word)).wrapping_mul(FACTOR);
    }
    state ^ (state >> 29)
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..at + 4).map_or(0, |b| u32::from_le_bytes([b[0], b[1], b[2], b[3]]))
}

/// Affixes: each a byte for its length, its bytes, its seats.
fn affixes(mut section: &[u8]) -> Vec<Affix> {
    let mut found = Vec::new();
    while let Some((&length, rest)) = section.split_first() {
        let (Some(text), Some(&seats)) = (rest.get(..usize::from(length)), rest.get(usize::from(length)))
        else {
            break;
        };
        found.push(Affix::new(text, seats));
        section = &rest[usize::from(length) + 1..];
    }
    found
}

fn analysis(bytes: &[u8]) -> (PartOfSpeech, Features, Conditions) {
    let features = u64::from(u32_at(bytes, 0)) | u64::from(u32_at(bytes, 4)) << 32;
    let pos = PartOfSpeech::ALL.get(usize::from(bytes[10])).copied().unwrap_or_default();
    (pos, Features(features), Conditions(u16::from_le_bytes([bytes[8], bytes[9]])))
}
