//! Key spelling: the letters that tell words of a lexicon apart, lighter than folding.
//!
//! Lower case without accents' marks in scripts that have case would be wrong for French, so Latin letters are only lower-cased;
//! Arabic loses vowel signs and tatweel, all seats of alif become the bare alif and the alif maqsura becomes ya, but ta
//! marbuta, ha and the other hamzas stay, for they tell pronoun endings from nouns. What was merged is kept beside the
//! key as `seats`, so that a text that writes its hamzas rules out what it does not say and one that leaves them out
//! still finds everything.

use crate::text::lower;

/// The bit of `seats` for a final alif maqsura.
const MAQSURA: u8 = 1 << 6;

/// How well written letters agree with the dictionary's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Fit {
    /// As the dictionary spells it.
    #[default]
    Exact,
    /// A hamza or the dots of a final ya are left out, as hurried writers do.
    Omitted,
    /// Another hamza than the dictionary's.
    Contrary,
}

impl Fit {
    /// Compares the seats of a written form with those of the dictionary.
    #[must_use]
    pub fn of(written: u8, dictionary: u8) -> Self {
        if written == dictionary {
            return Self::Exact;
        }
        // A ya for an alif maqsura adds dots, which nobody does by haste; the other way round they are left out.
        let mut fit = if dictionary & !written & MAQSURA != 0 { Self::Contrary } else { Self::Omitted };
        for shift in [0, 2, 4] {
            let (w, d) = (written >> shift & 3, dictionary >> shift & 3);
            if w != d && w != 0 {
                fit = Self::Contrary;
            }
        }
        fit
    }
}

/// Alif seats of a written form: two bits for each of its first three alifs (bare, hamza above, hamza below, madda) and
/// one for a final alif maqsura.
#[must_use]
pub fn seats(written: Option<&str>) -> u8 {
    let mut bits = 0;
    let mut alifs = 0;
    let mut last = ' ';
    for c in written.unwrap_or("").chars() {
        let seat = match c {
            '\u{627}' | '\u{671}' => 0,
            '\u{623}' => 1,
            '\u{625}' => 2,
            '\u{622}' => 3,
            _ => {
                last = c;
                continue;
            }
        };
        last = c;
        if alifs < 3 {
            bits |= seat << (2 * alifs);
        }
        alifs += 1;
    }
    if last == '\u{649}' { bits | MAQSURA } else { bits }
}

/// A word as written, without what is never part of the spelling, and its key; for both, the byte each byte came from.
#[derive(Debug, Default, Clone)]
pub struct Spelling {
    /// Letters as written, without vowel signs and tatweel, lower-cased; as long as `key`.
    pub written: String,
    /// The key spelling.
    pub key: String,
    /// For every byte of `key`, and one past its end, the byte of the word where its character starts.
    pub origin: Vec<u32>,
}

impl Spelling {
    /// Fills itself from a word, reusing its buffers.
    pub fn fill(&mut self, word: &str) {
        self.written.clear();
        self.key.clear();
        self.origin.clear();
        for (at, c) in word.char_indices() {
            if is_sign(c) {
                continue;
            }
            lower(c, |c| {
                let key = key_letter(c);
                self.written.push(c);
                self.key.push(key);
                if key.len_utf8() != c.len_utf8() {
                    // Letters whose key has another length keep the key on both sides, so that offsets agree.
                    self.written.truncate(self.written.len() - c.len_utf8());
                    self.written.push(key);
                }
                self.origin.resize(self.key.len(), at as u32);
            });
        }
        self.origin.push(word.len() as u32);
    }

    /// The byte of the word where the character at a byte of the key starts.
    #[must_use]
    pub fn original(&self, at: usize) -> usize {
        self.origin.get(at).map_or(0, |&o| o as usize)
    }
}

/// The spelling of a word, for when no buffer is at hand.
#[must_use]
pub fn spell(word: &str) -> Spelling {
    let mut spelling = Spelling::default();
    spelling.fill(word);
    spelling
}

/// Vowel signs, tatweel and invisible controls.
fn is_sign(c: char) -> bool {
    matches!(c, '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{640}' | '\u{6d6}'..='\u{6ed}' | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{61c}' | '\u{feff}' | '\u{ad}')
}

fn key_letter(c: char) -> char {
    match c {
        '\u{622}' | '\u{623}' | '\u{625}' | '\u{671}' => '\u{627}',
        '\u{649}' | '\u{6cc}' => '\u{64a}',
        '\u{6a9}' => '\u{643}',
        _ => c,
    }
}
