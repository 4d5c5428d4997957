//! What the lexicon said of stretches of words. The words of a text come again, and each is read twice: to cut it and to
//! tag it.

use crate::packs::{Lexicon, Reading};
use rustc_hash::FxHashMap;

/// Stretches whose readings are kept; a longer text begins anew.
const KEPT: usize = 1 << 15;

/// Readings of the stretches seen so far.
#[derive(Debug, Default)]
pub(super) struct Seen {
    /// By the letters as written, which give the key: the place of the readings in the list.
    places: FxHashMap<Box<str>, (u32, u32)>,
    told: Vec<Reading>,
}

impl Seen {
    /// Every reading of a stretch, whose letters are given in key spelling and as written.
    pub fn readings(&mut self, lexicon: &Lexicon, key: &str, written: &str) -> &[Reading] {
        let (start, end) = match self.places.get(written) {
            Some(&place) => place,
            None => {
                if self.places.len() >= KEPT {
                    self.places.clear();
                    self.told.clear();
                }
                let start = self.told.len() as u32;
                lexicon.readings(key, written, &mut self.told);
                let place = (start, self.told.len() as u32);
                self.places.insert(written.into(), place);
                place
            }
        };
        &self.told[start as usize..end as usize]
    }
}
