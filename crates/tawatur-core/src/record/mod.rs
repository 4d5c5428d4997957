//! The record, as a pure function of extractions, judgements, decisions and packs.
