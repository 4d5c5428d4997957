//! Extraction: mentions, times, figures and reports of one document, each with its characters and its rule.

pub mod dating;
pub mod figures;
pub mod handed;
pub mod names;
pub mod times;

use crate::model::{Analysis, Document, Extraction};
use crate::packs::Packs;

/// Everything one document says about the conflict. Pure: depends on the document and the packs alone.
#[must_use]
pub fn extract(document: &Document, analysis: &Analysis, packs: &Packs) -> Extraction {
    let _ = (analysis, packs);
    Extraction {
        document: document.id.clone(),
        published: document.published.clone(),
        outlet: None,
        agency: None,
        mentions: Vec::new(),
        entities: Vec::new(),
        reports: Vec::new(),
    }
}
