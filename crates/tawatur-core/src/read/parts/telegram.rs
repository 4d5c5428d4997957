//! Exports of Telegram Desktop (`result.json`): every message with words is a row, its channel the outlet.
//!
//! Files, pictures and service messages are left out. A message passed on from elsewhere keeps the name it came from.

use super::Taking;
use serde_json::{Map, Value, json};

/// True for an export of one chat or of a whole account.
pub(super) fn fits(_: &str, bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(1 << 16)];
    let holds = |word: &[u8]| head.windows(word.len()).any(|w| w == word);
    bytes.trim_ascii_start().starts_with(b"{")
        && holds(b"\"messages\"")
        && (holds(b"\"type\"") || holds(b"\"chats\""))
        && serde_json::from_slice::<Value>(bytes).is_ok_and(|v| !chats(&v).is_empty())
}

/// The chats of an export.
fn chats(value: &Value) -> Vec<&Value> {
    match value["chats"]["list"].as_array() {
        Some(list) => list.iter().filter(|chat| chat["messages"].is_array()).collect(),
        None if value["messages"].is_array() => vec![value],
        None => Vec::new(),
    }
}

/// Hands over the messages.
pub(super) fn read(taking: &mut Taking<'_>, name: &str, bytes: &[u8]) -> Result<(), String> {
    let value: Value = serde_json::from_slice(bytes).map_err(|e| format!("is no whole JSON ({e})"))?;
    let mut number = 0;
    for chat in chats(&value) {
        for message in chat["messages"].as_array().into_iter().flatten() {
            number += 1;
            if taking.too_many_rows(name, number) {
                return Ok(());
            }
            if let Some(row) = row(chat, message) {
                taking.row(name, number, &row);
            }
        }
    }
    Ok(())
}

/// A message as a row; `None` when it holds no words.
fn row(chat: &Value, message: &Value) -> Option<Value> {
    if message["type"].as_str().is_some_and(|kind| kind != "message") {
        return None;
    }
    let text = words(&message["text"]);
    if text.trim().is_empty() {
        return None;
    }
    let mut row = Map::new();
    row.insert("text".to_owned(), json!(text.trim()));
    let channel = chat["name"].as_str().map(str::to_owned);
    let outlet = message["forwarded_from"].as_str().map(str::to_owned).or(channel);
    // In a channel the signature, in a group who writes.
    let from = || message["from"].as_str().filter(|from| Some(*from) != chat["name"].as_str());
    let byline = message["author"].as_str().or_else(from).map(str::to_owned);
    let day = message["date"].as_str().map(str::to_owned);
    for (field, value) in
        [("outlet", outlet), ("byline", byline), ("published", day), ("url", address(chat, message))]
    {
        if let Some(value) = value {
            row.insert(field.to_owned(), json!(value));
        }
    }
    Some(Value::Object(row))
}

/// The address of a message, where the export gives the channel's id.
fn address(chat: &Value, message: &Value) -> Option<String> {
    let (channel, id) = (chat["id"].as_i64()?, message["id"].as_i64()?);
    let public =
        chat["type"].as_str().is_some_and(|kind| kind.contains("channel") || kind.contains("supergroup"));
    public.then(|| format!("https://t.me/c/{channel}/{id}"))
}

/// The words of a message: a string, or a list of strings and of marked strings.
fn words(text: &Value) -> String {
    match text {
        Value::String(text) => text.clone(),
        Value::Array(parts) => parts.iter().map(words).collect(),
        Value::Object(part) => part.get("text").map(words).unwrap_or_default(),
        _ => String::new(),
    }
}
