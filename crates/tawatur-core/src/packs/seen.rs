//! What the lexicon said of stretches of words. The words of a text come again, and the words of one text in the next: a
//! list outlives the text, and whoever reads the next one goes on with it. What a stretch can be depends on the lexicon
//! alone, so that nothing but time depends on what was read before.

use super::{Lexicon, Reading};
use rustc_hash::FxHashMap;
use std::sync::{Mutex, PoisonError};

/// Stretches whose readings are kept, some six megabytes; then a list begins anew.
const KEPT: usize = 1 << 16;

/// Readings of the stretches seen so far.
#[derive(Debug, Default)]
pub struct Seen {
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

/// Lists that wait for the next text: one for each that was read at the same time.
#[derive(Debug, Default)]
pub struct SeenLists(Mutex<Vec<Seen>>);

impl SeenLists {
    /// A list to go on with.
    #[must_use]
    pub fn take(&self) -> Seen {
        self.lists().pop().unwrap_or_default()
    }

    /// Leaves a list for the next text.
    pub fn put_back(&self, seen: Seen) {
        self.lists().push(seen);
    }

    fn lists(&self) -> std::sync::MutexGuard<'_, Vec<Seen>> {
        // A list is whole whenever nobody holds the lock.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
