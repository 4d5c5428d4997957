//! JSON Lines of news: one object a row with `text` and optionally `id`, `title`, `url`, `outlet`, `byline`,
//! `published`, `language`. Further fields stay in the kept bytes and are not read.

use super::{blank, language, plain, published};
use crate::model::{Document, Note, NoteKind};
use serde_json::{Map, Value};

/// True when the first row that is not blank is a JSON object.
pub(super) fn is_rows(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let first = bytes.split(|&b| b == b'\n').map(<[u8]>::trim_ascii).find(|row| !row.is_empty());
    first.is_some_and(|row| {
        row.starts_with(b"{")
            && row.ends_with(b"}")
            && serde_json::from_slice::<Map<String, Value>>(row).is_ok()
    })
}

/// One row as a document.
///
/// # Errors
/// A sentence, when the row is no JSON object or has no `text`.
pub(super) fn row(name: &str, bytes: &[u8]) -> Result<Document, String> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let row: Map<String, Value> = serde_json::from_slice(bytes)
        .map_err(|e| format!("is no JSON object ({e}); write one object a row"))?;
    let Some(text) = row.get("text").and_then(Value::as_str) else {
        return Err(
            "has no `text`; write the report's text there, as a string, or say which field holds it: --column text=NAME"
                .to_owned(),
        );
    };
    let mut document = blank(name, text.to_owned());
    let mut notes = Vec::new();
    let mut given = |field: &str| match row.get(field) {
        None | Some(Value::Null) => None,
        Some(Value::String(value)) => Some(value.trim()).filter(|v| !v.is_empty()).map(str::to_owned),
        Some(Value::Number(value)) => Some(value.to_string()),
        Some(_) => {
            notes.push(Note {
                kind: NoteKind::Metadata,
                text: format!("`{field}` is no string and was left out"),
            });
            None
        }
    };
    if let Some(id) = given("id") {
        document.file = id;
    }
    document.title = given("title");
    document.byline = given("byline");
    document.url = given("url");
    document.outlet = given("outlet");
    let (date, lang) = (given("published"), given("language"));
    if let Some(date) = date {
        document.published = published(&date, "published", &mut notes);
    }
    if let Some(lang) = lang {
        document.language = language(&lang, &mut notes);
    }
    document.notes = notes;
    document.blocks = plain::blocks(&document.text);
    Ok(document)
}
