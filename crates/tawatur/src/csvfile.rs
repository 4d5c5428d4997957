//! Tables that people and other programs made: comma, semicolon or tab between cells, as their spreadsheet writes them.

use crate::cli::{Code, Failure};
use std::collections::BTreeMap;
use std::path::Path;

/// A row, by name of the column, with its number.
pub struct Line {
    /// Its number as spreadsheets count: the names of the columns are row 1.
    pub number: usize,
    cells: BTreeMap<String, String>,
}

impl Line {
    /// A cell, without the spaces around it; empty when the file has no such column.
    #[must_use]
    pub fn cell(&self, column: &str) -> &str {
        self.cells.get(column).map_or("", |cell| cell.trim())
    }

    /// True when the file has the column.
    #[must_use]
    pub fn has(&self, column: &str) -> bool {
        self.cells.contains_key(column)
    }

    /// A number, if the cell holds one.
    #[must_use]
    pub fn number(&self, column: &str) -> Option<f64> {
        self.cell(column).parse().ok()
    }
}

/// Reads a table whose first row names the columns; what separates cells is what the first row has most of.
///
/// # Errors
/// When the file cannot be read, is not UTF-8, or a row has more or fewer cells than there are columns.
pub fn read(path: &Path) -> Result<Vec<Line>, Failure> {
    let bytes = std::fs::read(path).map_err(|e| Failure::file(path.display(), &e))?;
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    let first = bytes.split(|&b| b == b'\n').next().unwrap_or_default();
    let count = |separator: u8| first.iter().filter(|&&b| b == separator).count();
    let separator = [b',', b';', b'\t'].into_iter().max_by_key(|&s| (count(s), s == b',')).unwrap_or(b',');
    let mut reader = csv::ReaderBuilder::new().delimiter(separator).from_reader(bytes);
    let wrong = |e: csv::Error| {
        Failure::new(
            Code::Usage,
            format!("{}: {e}", path.display()),
            "save the table as CSV in UTF-8, with the names of the columns in its first row",
        )
    };
    let header: Vec<String> = reader.headers().map_err(wrong)?.iter().map(|c| c.trim().to_owned()).collect();
    let mut lines = Vec::new();
    for (number, record) in (2..).zip(reader.records()) {
        let record = record.map_err(wrong)?;
        let cells = header.iter().cloned().zip(record.iter().map(str::to_owned)).collect();
        lines.push(Line { number, cells });
    }
    Ok(lines)
}
