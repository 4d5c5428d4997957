//! SHA-256, and short ids made from content. Not for secrets.

use sha2::{Digest, Sha256};

/// Hex digits kept in a short id: 80 bits, a collision among a billion things has odds below one in a million.
const SHORT: usize = 20;

/// SHA-256 of the bytes as 64 lower-case hex digits (FIPS 180-4).
#[must_use]
pub fn sha256_hex(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(64);
    Sha256::digest(bytes).iter().for_each(|&byte| push_hex(byte, &mut out));
    out
}

/// Adds a byte as two lower-case hex digits.
fn push_hex(byte: u8, out: &mut String) {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    out.extend([byte >> 4, byte & 15].map(|digit| char::from(DIGITS[usize::from(digit)])));
}

/// A short id of a kind, the same for the same parts on every run: `prefix` and 20 hex digits.
///
/// Parts are joined by a byte that no UTF-8 text holds, so `["ab", "c"]` and `["a", "bc"]` differ.
#[must_use]
pub fn content_id(prefix: &str, parts: &[&str]) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(part.as_bytes());
        hasher.update([0xff]);
    }
    let mut out = String::with_capacity(prefix.len() + SHORT);
    out.push_str(prefix);
    hasher.finalize().iter().take(SHORT / 2).for_each(|&byte| push_hex(byte, &mut out));
    out
}
