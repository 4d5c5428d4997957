//! Exports: one format a file, and one line for each in `FORMATS`.

pub mod json;

use crate::cli::Failure;
use std::io::Write;
use tawatur_store::Store;

/// A format that the record can be written in.
pub struct Format {
    /// Its name on the command line.
    pub name: &'static str,
    /// What it is for, in a line.
    pub about: &'static str,
    write: fn(&Store, &mut dyn Write) -> Result<(), Failure>,
}

/// Every format.
pub const FORMATS: &[Format] =
    &[Format { name: "json", about: "the whole record, as CONTRACT.md describes it", write: json::write }];

/// Writes the record in a format.
///
/// # Errors
/// When the store cannot be read or the output not be written.
pub fn write(format: &Format, store: &Store, out: &mut dyn Write) -> Result<(), Failure> {
    (format.write)(store, out)
}
