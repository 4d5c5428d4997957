//! Linking: which mentions, reports and documents tell of the same things. Says judgements, builds nothing.

use crate::model::{Decision, Extraction, Judgement, RecordDocument};
use crate::packs::Packs;

/// What linking is given of one document: its metadata and what was found in it. The text stays in the store.
#[derive(Debug, Clone)]
pub struct Linkable {
    /// Metadata; `story` and `copy_of` are not set yet.
    pub document: RecordDocument,
    /// What was found, with reports handed in by people already among its reports.
    pub extraction: Extraction,
}

/// Judgements on everything given. The order of `documents` never changes the result.
#[must_use]
pub fn link(documents: &[Linkable], decisions: &[Decision], packs: &Packs) -> Vec<Judgement> {
    let _ = (documents, decisions, packs);
    Vec::new()
}
