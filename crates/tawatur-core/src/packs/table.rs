//! Tab-separated pack tables: a header row, one entry a line, several values in a cell joined with `|`, `#` comments.

use super::{PackFile, Problems};
use rustc_hash::FxHashMap;

/// A table with named columns.
#[derive(Debug)]
pub struct Table<'a> {
    /// Path, for problems.
    pub file: &'a str,
    /// The place of each column.
    header: FxHashMap<&'a str, usize>,
    /// How many there are.
    columns: usize,
    /// Its rows in order.
    pub rows: Vec<Row<'a>>,
}

/// One row.
#[derive(Debug)]
pub struct Row<'a> {
    /// Line in the file, from 1.
    pub line: usize,
    cells: Vec<&'a str>,
}

impl<'a> Table<'a> {
    /// Splits a file; rows with too many cells and columns that are not in `known` are problems.
    pub fn read(file: PackFile<'a>, known: &[&str], problems: &mut Problems) -> Self {
        let text = super::text(file, problems);
        let mut table = Self { file: file.0, header: FxHashMap::default(), columns: 0, rows: Vec::new() };
        for (k, line) in text.lines().enumerate() {
            let line = line.strip_prefix('\u{feff}').unwrap_or(line);
            if line.trim().is_empty() || line.starts_with('#') {
                continue;
            }
            let cells: Vec<&str> = line.split('\t').map(str::trim).collect();
            if table.columns == 0 {
                for (column, name) in cells.iter().enumerate() {
                    if !known.contains(name) {
                        problems.at(
                            file.0,
                            k + 1,
                            column + 1,
                            format!("column `{name}` is not known; known are {}", known.join(", ")),
                        );
                    }
                }
                table.columns = cells.len();
                // Of two columns with one name the first counts.
                table.header = cells.into_iter().enumerate().rev().map(|(k, name)| (name, k)).collect();
            } else if cells.len() > table.columns {
                problems.at(
                    file.0,
                    k + 1,
                    1,
                    format!("{} cells where the header has {}", cells.len(), table.columns),
                );
            } else {
                table.rows.push(Row { line: k + 1, cells });
            }
        }
        table
    }

    /// A cell of a row by column name; empty when the row is short or the column absent.
    #[must_use]
    pub fn cell(&self, row: &Row<'a>, column: &str) -> &'a str {
        self.header.get(column).and_then(|&k| row.cells.get(k).copied()).unwrap_or("")
    }

    /// The values of a cell that holds several, joined with `|`.
    pub fn values(&self, row: &Row<'a>, column: &str) -> impl Iterator<Item = &'a str> + use<'a> {
        self.cell(row, column).split('|').map(str::trim).filter(|v| !v.is_empty())
    }
}
