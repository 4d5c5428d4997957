//! Broken plurals: our own list, one singular a line with its plurals.

use std::path::Path;

/// Pairs of singular and plural from a table with the columns `singular` and `plurals`.
///
/// # Errors
/// When the table cannot be read.
pub fn list(path: &Path) -> Result<Vec<(String, String)>, String> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let rows = text.lines().filter(|l| !l.starts_with('#')).skip(1).filter_map(|l| l.split_once('\t'));
    Ok(rows
        .flat_map(|(singular, plurals)| {
            plurals.split('|').map(|p| (singular.trim().to_owned(), p.trim().to_owned()))
        })
        .collect())
}
