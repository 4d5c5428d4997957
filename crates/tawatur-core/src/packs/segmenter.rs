//! Weights by which the segmenter chooses among the cuts of a word (`lang/<xx>/segmenter.bin`), made by
//! `cargo dev train segmenter`.

/// Number of weights: a power of two, large enough that the few thousand features of training rarely meet.
pub const WEIGHTS: usize = 1 << 16;

/// A table of weights addressed by hashed features (feature hashing, Weinberger et al. 2009).
#[derive(Debug, Clone)]
pub struct Segmenter {
    weights: Box<[i16]>,
}

impl Segmenter {
    /// Takes a table of [`WEIGHTS`] weights.
    #[must_use]
    pub fn new(weights: Vec<i16>) -> Option<Self> {
        (weights.len() == WEIGHTS).then(|| Self { weights: weights.into() })
    }

    /// Reads the file: little-endian 16-bit weights.
    ///
    /// # Errors
    /// When its length is wrong.
    pub fn read(bytes: &[u8]) -> Result<Self, String> {
        let weights = bytes.chunks_exact(2).map(|b| i16::from_le_bytes([b[0], b[1]])).collect();
        Self::new(weights)
            .filter(|_| bytes.len() == 2 * WEIGHTS)
            .ok_or_else(|| "has the wrong length; make it again with `cargo dev train segmenter`".into())
    }

    /// The file's bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        self.weights.iter().flat_map(|w| w.to_le_bytes()).collect()
    }

    /// Where the weight of a feature stands.
    #[must_use]
    pub fn place(feature: u64) -> usize {
        (feature.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (u64::BITS - WEIGHTS.trailing_zeros())) as usize
    }

    /// The weight of a feature.
    #[must_use]
    pub fn weight(&self, feature: u64) -> i32 {
        self.weights.get(Self::place(feature)).map_or(0, |&w| i32::from(w))
    }
}
