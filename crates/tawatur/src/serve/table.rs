//! A listing as a table (`.csv`): the rows of its JSON twin, for a spreadsheet, protected from formulas.

use crate::export::{Cell, Sheet};
use serde_json::{Map, Value};

/// Rows of a listing in one table; what goes beyond has a further page.
pub const ROWS: usize = 10_000;

/// Where the rows stand in views of listings.
const LISTS: [&str; 10] = [
    "events",
    "entities",
    "origins",
    "stories",
    "agreements",
    "disputes",
    "hits",
    "rows",
    "runs",
    "documents",
];

/// The table of a view; `None` when it is no listing.
pub fn of(view: &Value) -> Option<String> {
    let rows = LISTS.iter().find_map(|name| view[*name].as_array())?;
    let rows: Vec<&Map<String, Value>> = rows.iter().filter_map(Value::as_object).collect();
    let mut names: Vec<&str> = Vec::new();
    for name in rows.iter().flat_map(|row| row.keys()) {
        if !names.contains(&name.as_str()) {
            names.push(name);
        }
    }
    let mut out = Vec::new();
    let mut sheet = Sheet::new(&mut out, false);
    // Writing to memory does not fail.
    let _ = sheet.header(&names);
    for row in rows {
        let cells: Vec<Cell> = names.iter().map(|name| row.get(*name).map_or(Cell::Empty, cell)).collect();
        let _ = sheet.row(&cells);
    }
    String::from_utf8(out).ok()
}

fn cell(value: &Value) -> Cell {
    match value {
        Value::Number(number) => number.as_f64().into(),
        other => words(other).into(),
    }
}

/// A value in words: of what has a name its name, of a list all of it.
fn words(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(list) => list.iter().map(words).filter(|w| !w.is_empty()).collect::<Vec<_>>().join("; "),
        Value::Object(fields) => {
            let named =
                ["name", "label", "evidence", "text"].iter().find_map(|key| fields.get(*key)?.as_str());
            named.map_or_else(|| fields.values().map(words).collect::<Vec<_>>().join(" "), str::to_owned)
        }
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_become_lines_and_formulas_words() {
        let view = serde_json::json!({ "total": 2, "events": [
            { "id": "e1", "where": [{ "id": "p", "name": "Nawa" }, { "id": "q", "name": "Tafas" }], "reports": 3 },
            { "id": "=1+1", "where": [], "why": "x" },
        ] });
        assert_eq!(of(&view).as_deref(), Some("id,where,reports,why\r\ne1,Nawa; Tafas,3,\r\n'=1+1,,,x\r\n"));
        assert_eq!(of(&serde_json::json!({ "id": "e1" })), None);
    }
}
