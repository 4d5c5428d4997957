//! JSON Lines: every row that is not blank is a part, byte for byte; one that names its fields otherwise is made a row.

use super::Taking;
use crate::read::columns;
use serde_json::Value;

/// True when the first row is a JSON object.
pub(super) fn fits(_: &str, bytes: &[u8]) -> bool {
    let several = bytes.trim_ascii().contains(&b'\n');
    several && crate::read::is_rows(bytes)
}

/// Hands over the rows.
pub(super) fn read(taking: &mut Taking<'_>, name: &str, bytes: &[u8]) -> Result<(), String> {
    for (k, row) in bytes.split(|&b| b == b'\n').enumerate() {
        if taking.too_many_rows(name, k + 1) {
            break;
        }
        let row = row.strip_suffix(b"\r").unwrap_or(row);
        if row.trim_ascii().is_empty() {
            continue;
        }
        match columns::of_row(row, taking.columns) {
            Some(made) => taking.row(name, k + 1, &Value::Object(made)),
            None => taking.part(&format!("{name}#{}", k + 1), row.to_vec(), false),
        }
    }
    Ok(())
}
