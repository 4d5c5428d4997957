//! Feeds as inputs: RSS, Atom and JSON Feed, every entry a row.

use super::Taking;
use crate::read::{decode, feed};
use serde_json::Value;

/// True for a feed.
pub(super) fn fits(_: &str, bytes: &[u8]) -> bool {
    let start = bytes.trim_ascii_start();
    match start.first() {
        Some(b'{') => json(start).is_some_and(|value| feed::is_json_feed(&value)),
        Some(b'<' | 0xef | 0xfe | 0xff | 0) => decode::decode(bytes).is_ok_and(|d| feed::is_feed(&d.text)),
        _ => false,
    }
}

/// Hands over the entries.
pub(super) fn read(taking: &mut Taking<'_>, name: &str, bytes: &[u8]) -> Result<(), String> {
    let feed = match json(bytes) {
        Some(value) => feed::read_json(&value),
        None => feed::read(&decode::decode(bytes)?.text),
    };
    for (k, row) in feed::rows(&feed).into_iter().enumerate() {
        if taking.too_many_rows(name, k + 1) {
            break;
        }
        match row {
            Ok(row) => taking.row(name, k + 1, &row),
            Err(message) => taking.refuse(&format!("{name}#{}", k + 1), message),
        }
    }
    match feed.problem {
        Some(problem) => Err(format!("{problem}; what stands before it was read")),
        None if feed.entries.is_empty() => Err("is a feed without entries".to_owned()),
        None => Ok(()),
    }
}

fn json(bytes: &[u8]) -> Option<Value> {
    let head = &bytes[..bytes.len().min(1 << 12)];
    let looks_so = head.windows(12).any(|w| w == b"jsonfeed.org");
    looks_so.then(|| serde_json::from_slice(bytes).ok()).flatten()
}
