//! The embedded packs: every file below `lang`, `events`, `world` and `conflicts`, by path.
//!
//! Data only. Reading, checking and using it is `tawatur-core`'s work; cases and training data are not embedded.

/// Path below the packs folder (with `/`) and bytes of every embedded pack file, sorted by path.
pub static FILES: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/files.rs"));
