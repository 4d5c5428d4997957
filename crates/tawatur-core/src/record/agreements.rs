//! Agreements: offers, deals and truces with their terms and what became of them.

use super::Sources;
use super::decide::Decided;
use crate::model::{Agreement, Event};

/// All agreements.
pub(super) fn all(sources: &Sources<'_>, events: &[Event], decided: &Decided) -> Vec<Agreement> {
    let _ = (sources, events, decided);
    Vec::new()
}
