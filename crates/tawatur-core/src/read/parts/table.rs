//! Tables of news (CSV, TSV): every row with a text is a row of JSON.
//!
//! A table is told by the end of its name, because any text may hold commas.

use super::{Taking, ends_in};
use crate::read::{columns, decode};
use csv::ReaderBuilder;
use serde_json::{Map, Value, json};

/// True for names of tables whose bytes are text.
pub(super) fn fits(name: &str, bytes: &[u8]) -> bool {
    ends_in(name, &[".csv", ".tsv"]) && !bytes.is_empty()
}

/// Hands over the rows.
pub(super) fn read(taking: &mut Taking<'_>, name: &str, bytes: &[u8]) -> Result<(), String> {
    let text = decode::decode(bytes)?.text;
    let head = text.lines().next().unwrap_or("");
    let delimiter = [b'\t', b';', b','].into_iter().max_by_key(|&d| head.bytes().filter(|&b| b == d).count());
    let mut reader =
        ReaderBuilder::new().delimiter(delimiter.unwrap_or(b',')).flexible(true).from_reader(text.as_bytes());
    let head = reader.headers().map_err(|e| format!("is no table ({e})"))?;
    let columns = columns::of_head(&head.iter().collect::<Vec<_>>(), taking.columns)?;
    for (k, record) in reader.records().enumerate() {
        // The first row has the number that an editor shows: the head is row 1.
        let number = k + 2;
        if taking.too_many_rows(name, number) {
            break;
        }
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                taking.refuse(&format!("{name}#{number}"), format!("cannot be read ({error})"));
                continue;
            }
        };
        let row: Map<String, Value> = columns
            .iter()
            .filter_map(|&(field, at)| Some((field.to_owned(), json!(record.get(at)?.trim()))))
            .filter(|(_, value)| value != "")
            .collect();
        if row.contains_key("text") {
            taking.row(name, number, &Value::Object(row));
        } else {
            taking.refuse(&format!("{name}#{number}"), "has no text in its text column".to_owned());
        }
    }
    Ok(())
}
