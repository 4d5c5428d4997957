//! A small repeatable source of random order (SplitMix64), so that training gives the same bytes on every machine.

/// State of the generator.
pub struct Random(pub u64);

impl Random {
    /// A number below `limit`.
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        (tawatur_core::packs::mix(self.0, 0) % limit.max(1) as u64) as usize
    }

    /// Puts things into random order (Fisher and Yates).
    pub fn shuffle<T>(&mut self, things: &mut [T]) {
        for k in (1..things.len()).rev() {
            things.swap(k, self.below(k + 1));
        }
    }
}
