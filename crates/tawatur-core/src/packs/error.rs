//! Problems of pack files: collected, sorted, each with file, line and column.

use std::fmt;

/// One problem of one pack file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct PackError {
    /// Path below the packs folder.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// What is wrong and what to write instead.
    pub message: String,
}

impl fmt::Display for PackError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}: {}", self.file, self.line, self.column, self.message)
    }
}

impl std::error::Error for PackError {}

/// Collects problems while packs are read.
#[derive(Debug, Default)]
pub struct Problems(Vec<PackError>);

impl Problems {
    /// Notes a problem at a place.
    pub fn at(&mut self, file: &str, line: usize, column: usize, message: impl Into<String>) {
        self.0.push(PackError { file: file.to_owned(), line, column, message: message.into() });
    }

    /// The value when nothing was noted, else all problems in order.
    ///
    /// # Errors
    /// All problems noted so far.
    pub fn into_result<T>(mut self, value: T) -> Result<T, Vec<PackError>> {
        if self.0.is_empty() {
            return Ok(value);
        }
        self.0.sort();
        Err(self.0)
    }
}
