//! Weights of a linear classifier, hashed: every feature names a row of small integers, one per class.
//!
//! Rows overlap and features may collide; training works on the same table, so it learns around collisions
//! (feature hashing: Weinberger et al. 2009). No feature names are stored, so the table is small and loads as it is.

use std::borrow::Cow;

/// A row is padded to a multiple of this, so that rows can be added in wide steps.
const LANES: usize = 16;
/// Rows of so few classes are padded to this only.
const FEW: usize = 4;
/// So many weights of eight bits always fit into a sum of sixteen.
const FITTING: usize = 255;

/// A table of hashed weights.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Weights {
    width: usize,
    starts: u64,
    /// Signed.
    table: Cow<'static, [u8]>,
}

impl Weights {
    /// Takes a table; `None` when it cannot hold one row.
    #[must_use]
    pub fn new(classes: usize, table: Vec<i8>) -> Option<Self> {
        let bytes: Vec<u8> = table.into_iter().map(i8::cast_unsigned).collect();
        Self::of_bytes(classes, bytes)
    }

    /// The same from bytes, each a signed weight; those of the program itself are used where they are.
    pub(super) fn of_bytes(classes: usize, table: impl Into<Cow<'static, [u8]>>) -> Option<Self> {
        let table = table.into();
        let width = Self::width(classes);
        let starts = Self::starts(width, table.len())?;
        (classes > 0).then_some(Self { width, starts, table })
    }

    /// Length of a row and of the score buffer for a number of classes.
    #[must_use]
    pub const fn width(classes: usize) -> usize {
        if classes <= FEW { FEW } else { classes.div_ceil(LANES) * LANES }
    }

    /// Where the row of a feature starts in a table of `length` weights, which must hold a row.
    #[must_use]
    pub fn row(feature: u64, classes: usize, length: usize) -> usize {
        let width = Self::width(classes);
        Self::start(feature, width, Self::starts(width, length).unwrap_or(1))
    }

    /// Places where a row may start: every few weights, so that rows overlap; `None` when there is none.
    fn starts(width: usize, length: usize) -> Option<u64> {
        let starts = length.checked_sub(width)? / width.min(LANES);
        (starts > 0).then_some(starts as u64)
    }

    fn start(feature: u64, width: usize, starts: u64) -> usize {
        // The high half of a product maps a hash to a range without a division (Lemire 2019).
        ((u128::from(feature) * u128::from(starts)) >> 64) as usize * width.min(LANES)
    }

    /// The whole table.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.table
    }

    /// Adds the rows of all features into `scores`, which must be `width` long.
    pub fn add(&self, features: &[u64], scores: &mut [i32]) {
        for few in features.chunks(FITTING) {
            if scores.len() < LANES {
                self.add_block::<FEW>(few, 0, scores);
                continue;
            }
            for (block, scores) in scores.chunks_exact_mut(LANES).enumerate() {
                self.add_block::<LANES>(few, block * LANES, scores);
            }
        }
    }

    /// Adds `N` weights of each feature's row, from the given place in the row on. That their number is known when
    /// compiling lets them be added in wide steps.
    #[inline]
    fn add_block<const N: usize>(&self, features: &[u64], from: usize, scores: &mut [i32]) {
        // Small sums keep a whole block of a row in two registers.
        let mut sums = [0_i16; N];
        for &feature in features {
            let at = Self::start(feature, self.width, self.starts) + from;
            let Some(row) = self.table.get(at..).and_then(|rest| rest.first_chunk::<N>()) else { continue };
            for (sum, &weight) in sums.iter_mut().zip(row) {
                *sum += i16::from(weight.cast_signed());
            }
        }
        for (score, sum) in scores.iter_mut().zip(sums) {
            *score += i32::from(sum);
        }
    }
}

/// Mixes a value into a hash (the finaliser of SplitMix64, Steele et al. 2014).
#[must_use]
pub fn mix(hash: u64, value: u64) -> u64 {
    let mut z = (hash ^ value).wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// Hash of a string of bytes (FNV-1a, mixed at the end so that the high bits are good too).
#[must_use]
pub fn hash(bytes: &[u8]) -> u64 {
    let mut state = Hash::default();
    state.write(bytes);
    state.finish()
}

/// The same hash, taken piece by piece, so that every beginning of a string has its hash on the way.
#[derive(Debug, Clone, Copy)]
pub struct Hash {
    state: u64,
    length: u64,
}

impl Default for Hash {
    fn default() -> Self {
        Self { state: 0xcbf2_9ce4_8422_2325, length: 0 }
    }
}

impl Hash {
    /// Takes the next bytes in.
    #[inline]
    pub fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.state = (self.state ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
        self.length += bytes.len() as u64;
    }

    /// The hash of what was taken in so far.
    #[must_use]
    pub fn finish(self) -> u64 {
        mix(self.state, self.length)
    }
}
