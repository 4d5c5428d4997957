//! Comma-separated tables with a header (RFC 4180 quoting), as the morphology's spreadsheets are exported.

use std::collections::HashMap;
use std::path::Path;

/// Rows of a table, each from column name to cell.
pub type Rows = Vec<HashMap<String, String>>;

/// Reads a table.
///
/// # Errors
/// When the file cannot be read, with its path.
pub fn read(path: &Path) -> Result<Rows, String> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let mut lines = records(&text).into_iter();
    let header = lines.next().unwrap_or_default();
    Ok(lines.map(|line| header.iter().cloned().zip(line).collect()).collect())
}

/// Splits a text into records of cells.
fn records(text: &str) -> Vec<Vec<String>> {
    let mut found = vec![vec![String::new()]];
    let mut quoted = false;
    let mut letters = text.chars().filter(|&c| c != '\r').peekable();
    while let Some(c) = letters.next() {
        let (Some(row), true) = (found.last_mut(), true) else { break };
        let Some(cell) = row.last_mut() else { break };
        match c {
            '"' if quoted && letters.peek() == Some(&'"') => {
                letters.next();
                cell.push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(String::new()),
            '\n' if !quoted => found.push(vec![String::new()]),
            _ => cell.push(c),
        }
    }
    found.retain(|row| row.len() > 1);
    found
}
