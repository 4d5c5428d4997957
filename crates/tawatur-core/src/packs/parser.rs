//! Weights of a dependency parser (`lang/<xx>/parser.bin`), made by `cargo dev train parser`: one table for the next
//! move, one for the label of an arc.

use super::{PackFile, Problems, Weights};

/// First bytes of the file; the number changes with the layout or the features.
const MAGIC: &[u8; 8] = b"twpar-01";

/// A transition parser's weights.
#[derive(Debug, Default)]
pub struct Parser {
    /// Scores of the moves.
    pub moves: Weights,
    /// Scores of the labels.
    pub labels: Weights,
}

impl Parser {
    /// Moves there are: shift, left arc, right arc.
    pub const MOVES: usize = 3;
    /// Labels there are: as many as `model::Label` has.
    pub const LABELS: usize = 28;

    pub(super) fn read(file: PackFile<'_>, problems: &mut Problems) -> Option<Self> {
        let parser = Self::of_bytes(file.1);
        if parser.is_none() {
            problems.at(
                file.0,
                1,
                1,
                "is no parser of this version; make it again with `cargo dev train parser`",
            );
        }
        parser
    }

    fn of_bytes(bytes: &[u8]) -> Option<Self> {
        let rest = bytes.strip_prefix(MAGIC)?;
        let (length, rest) = rest.split_first_chunk::<4>()?;
        let (moves, labels) = rest.split_at_checked(u32::from_le_bytes(*length) as usize)?;
        let table = |bytes: &[u8]| bytes.iter().map(|&b| i8::from_le_bytes([b])).collect();
        Some(Self {
            moves: Weights::new(Self::MOVES, table(moves))?,
            labels: Weights::new(Self::LABELS, table(labels))?,
        })
    }

    /// The file's bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        out.extend((self.moves.table().len() as u32).to_le_bytes());
        let tables = self.moves.table().iter().chain(self.labels.table());
        out.extend(tables.map(|w| w.to_le_bytes()[0]));
        out
    }
}
