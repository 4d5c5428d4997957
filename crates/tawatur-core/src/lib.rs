//! The pure core of tawatur: from the bytes of a report to one sourced record.
//!
//! No files, no network, no clock, no threads, no SQL, and no word of any language in code: words come from packs.
//! `text ← model ← packs ← {read, analyse, extract, link, record} ← pipeline`; the stages never import one another.

pub mod analyse;
pub mod extract;
pub mod link;
pub mod model;
pub mod packs;
pub mod pipeline;
pub mod read;
pub mod record;
pub mod text;
