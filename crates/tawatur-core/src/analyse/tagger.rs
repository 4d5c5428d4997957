//! Chooses a tag for every word: averaged perceptron (Collins 2002), left to right, over hashed features and the
//! lexicon's readings. Training (`tawatur-dev`) uses the same features and the same search.

use super::segment;
use crate::packs::{Hash, Tagger, Weights, hash, mix};
use crate::text::{is_number, lower};

/// Most features of one decision.
pub const FEATURES: usize = 40;
/// Tag before the first word of a sentence.
pub const START: u8 = u8::MAX;
/// Marks that are nothing but punctuation, whatever a small training text made of one of them.
const STOPS: &str = ",;:!?.()[]\"\u{ab}\u{bb}\u{201c}\u{201d}\u{2026}\u{60c}\u{61b}\u{61f}";
/// Longest ending and beginning, in characters, that are features.
const ENDINGS: usize = 5;
const BEGINNINGS: usize = 3;

/// What the tagger sees of a word, whatever its neighbours.
#[derive(Debug, Clone, Default)]
pub struct Word {
    form: u64,
    endings: [u64; ENDINGS],
    beginnings: [u64; BEGINNINGS],
    shape: u64,
    /// The lexicon's readings, as an index into the model's classes; 0 when unknown.
    pub class: u16,
    /// The tags of those readings, a bit each.
    pub tags: u64,
    /// The only tag the form was ever seen with, often enough.
    pub sure: Option<u8>,
    /// What a morphological lexicon says of the word (see `segment::hints`); 0 in languages without one.
    pub hints: u64,
    /// The tags that the dictionary leaves open, a bit each; 0 when it leaves all open.
    pub allowed: u64,
}

/// Writes a form as the lexicon and the tagger see it: lower case, accents kept, marks and joiners dropped, one
/// apostrophe, every digit 0.
pub fn normalise(form: &str, out: &mut String) {
    out.clear();
    for c in form.chars() {
        match c {
            '0'..='9' | '\u{660}'..='\u{669}' | '\u{6f0}'..='\u{6f9}' => out.push('0'),
            _ if c.is_ascii() => out.push(c.to_ascii_lowercase()),
            '\u{2019}' | '\u{2bc}' => out.push('\''),
            '\u{64b}'..='\u{65f}'
            | '\u{670}'
            | '\u{640}'
            | '\u{ad}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2069}'
            | '\u{feff}' => {}
            _ => lower(c, |small| out.push(small)),
        }
    }
}

impl Word {
    /// Looks a word up. `normal` is its normalised form, `first` says that a sentence begins with it.
    #[must_use]
    pub fn new(form: &str, normal: &str, first: bool, model: &Tagger) -> Self {
        let mut state = Hash::default();
        let mut beginnings = [0; BEGINNINGS];
        for (k, (at, c)) in normal.char_indices().enumerate() {
            if (1..=BEGINNINGS).contains(&k) {
                beginnings[k - 1] = state.finish();
            }
            state.write(&normal.as_bytes()[at..at + c.len_utf8()]);
        }
        let form_hash = state.finish();
        let class = model.class_of_hash(form_hash);
        let readings = &model.classes[class as usize];
        let sure =
            readings.readings.first().filter(|_| readings.sure).map(|&r| model.analyses[r as usize].tag);
        let sure =
            sure.or_else(|| form.chars().all(|c| STOPS.contains(c)).then(|| model.punctuation()).flatten());
        let mut word = Self {
            form: form_hash,
            beginnings,
            class,
            tags: readings.tags,
            sure,
            shape: shape(form, first),
            ..Self::default()
        };
        for (k, (at, _)) in normal.char_indices().rev().take(ENDINGS).enumerate() {
            word.endings[k] = hash(&normal.as_bytes()[at..]);
        }
        word
    }
}

/// Where the word stands and what it is written with, a bit each: first of its sentence, capital at its start, capitals and
/// small letters behind that, digits, hyphen, stop, apostrophe.
fn shape(form: &str, first: bool) -> u64 {
    let mut flags = u64::from(first);
    for (at, c) in form.char_indices() {
        flags |= match c {
            // Letters of Arabic have no cases.
            '\u{620}'..='\u{64a}' => 0,
            '-' => 1 << 5,
            '.' => 1 << 6,
            '\'' => 1 << 7,
            _ => {
                let capital = if c.is_uppercase() { 1 << (1 + usize::from(at > 0)) } else { 0 };
                let small = u64::from(at > 0 && c.is_lowercase());
                capital | small << 3 | u64::from(is_number(c)) << 4
            }
        };
    }
    flags
}

/// The features of word `at` after two tags; returns how many there are.
pub fn features(words: &[Word], at: usize, before: [u8; 2], out: &mut [u64; FEATURES]) -> usize {
    static OUTSIDE: Word = Word {
        form: 1,
        endings: [1; ENDINGS],
        beginnings: [1; BEGINNINGS],
        shape: 1 << 16,
        class: 0,
        tags: 1 << 63,
        sure: None,
        hints: 0,
        allowed: 0,
    };
    let near = |offset: isize| at.checked_add_signed(offset).and_then(|k| words.get(k)).unwrap_or(&OUTSIDE);
    let (word, last, next) = (near(0), near(-1), near(1));
    let tag1 = u64::from(before[0]);
    let tag2 = u64::from(before[1]) << 8 | tag1;
    let mut k = 0;
    let mut put = |a: u64, b: u64| {
        out[k] = mix(mix(a, k as u64), b);
        k += 1;
    };
    put(0, 0);
    put(word.form, 0);
    for ending in word.endings {
        put(ending, 0);
    }
    for beginning in word.beginnings {
        put(beginning, 0);
    }
    put(word.shape, word.tags);
    put(word.shape, word.endings[2]);
    put(word.tags, 0);
    put(word.tags, tag1);
    put(tag1, 0);
    put(tag2, 0);
    put(tag1, word.form);
    put(tag1, word.endings[1]);
    put(last.form, 0);
    put(last.endings[2], 0);
    put(last.form, word.form);
    put(near(-2).form, 0);
    put(next.form, 0);
    put(next.endings[2], next.shape);
    put(next.tags, word.tags);
    put(next.tags, mix(tag1, word.tags));
    put(near(2).form, 0);
    put(near(2).tags, next.tags);
    put(word.form, word.shape);
    put(word.shape << 32 | last.shape << 16, next.shape);
    put(tag2, word.tags);
    put(tag1, mix(word.shape, next.tags));
    if word.hints != 0 {
        let kinds = |w: &Word| w.hints & segment::KINDS;
        put(kinds(word), 0);
        put(word.hints, 0);
        put(kinds(word), tag1);
        put(kinds(word), word.endings[1]);
        put(kinds(word), kinds(next));
        put(kinds(word), kinds(last));
        put(word.hints, tag2);
        put(kinds(word), last.form);
    }
    k
}

/// The best-scored tag, among the lexicon's where `allowed` names any.
#[must_use]
pub fn best(scores: &[i32], tags: usize, allowed: u64) -> u8 {
    let open = |tag: usize| allowed == 0 || allowed >> tag & 1 == 1;
    // Ties go to the first tag, so that runs agree.
    let best = (0..tags).filter(|&t| open(t)).fold(None, |best: Option<usize>, t| match best {
        Some(b) if scores[b] >= scores[t] => Some(b),
        _ => Some(t),
    });
    best.unwrap_or(0) as u8
}

/// Tags the words of one sentence.
pub fn tag(words: &[Word], model: &Tagger, out: &mut Vec<u8>) {
    out.clear();
    let mut scores = vec![0; Weights::width(model.tags.len())];
    let mut row = [0; FEATURES];
    let mut before = [START; 2];
    for (at, word) in words.iter().enumerate() {
        let tag = word.sure.unwrap_or_else(|| {
            let count = features(words, at, before, &mut row);
            scores.fill(0);
            model.weights.add(&row[..count], &mut scores);
            best(&scores, model.tags.len(), word.allowed)
        });
        out.push(tag);
        before = [tag, before[0]];
    }
}
