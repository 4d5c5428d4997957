//! One record of a web archive as a document: its page, its address, and whether its digest is right.

use super::decode::{self, Decoded};
use super::parts::arc::Line;
use super::parts::warc::Page;
use super::{DOCUMENT_LIMIT, html, plain};
use crate::model::{Document, Note, NoteKind};
use crate::text::sha256_hex;
use flate2::bufread::{GzDecoder, ZlibDecoder};
use sha1::{Digest, Sha1};
use std::io::Read;

/// True for one record of either form; a page that ARC keeps came from the web.
pub(super) fn fits(bytes: &[u8]) -> bool {
    bytes.starts_with(b"WARC/") || (bytes.starts_with(b"http") && Line::alone(bytes).is_some())
}

/// A record as a document.
///
/// # Errors
/// A sentence, when what it holds is no text.
pub(super) fn document(name: &str, bytes: &[u8]) -> Result<Document, String> {
    let page = Page::of(bytes);
    let mut notes = Vec::new();
    if let Some(told) = page.record.get("warc-block-digest")
        && !is_digest(told, page.block)
    {
        notes.push(note(
            NoteKind::Metadata,
            "the record's block is not what its digest says: it was changed after it was archived".to_owned(),
        ));
    }
    if page.record.get("warc-truncated").is_some() {
        notes.push(note(
            NoteKind::Limit,
            "the archive says that this page was cut when it was kept".to_owned(),
        ));
    }
    let packed = notes.len();
    let body = body(&page, &mut notes)?;
    // Archives take this digest before or after the encodings of the way are taken off.
    if let Some(told) = page.record.get("warc-payload-digest")
        && packed == 0
        && !is_digest(told, page.body)
        && !is_digest(told, &body)
        && !unchunked(page.body).is_some_and(|whole| is_digest(told, &whole))
    {
        notes.push(note(
            NoteKind::Metadata,
            "the page is not what its digest says: it was changed after it was archived".to_owned(),
        ));
    }
    let kind = page.response.get("content-type").unwrap_or("");
    let charset = kind
        .to_ascii_lowercase()
        .split_once("charset=")
        .map(|(_, label)| label.trim_matches(['"', '\'', ' ', ';']).to_owned());
    let decoded = decode::decode_as(&body, charset.as_deref())?;
    let Decoded { text, notes: found } = decoded;
    notes.extend(found);
    let decoded = Decoded { text, notes };
    let mut document = if kind.contains("html") || html::is_html(&decoded.text) {
        html::page(name, decoded)
    } else {
        plain::text(name, decoded)
    };
    if let Some(address) = page.record.get("warc-target-uri") {
        document.url = Some(address.trim_matches(['<', '>']).to_owned());
    }
    Ok(document)
}

fn note(kind: NoteKind, text: String) -> Note {
    Note { kind, text }
}

/// What the server sent, without the encodings of the way.
fn body(page: &Page<'_>, notes: &mut Vec<Note>) -> Result<Vec<u8>, String> {
    let field = |name: &str| page.response.get(name).unwrap_or("").to_ascii_lowercase();
    let mut body = page.body.to_vec();
    if field("transfer-encoding").contains("chunked") {
        match unchunked(&body) {
            Some(whole) => body = whole,
            // Some archives keep the field and not the chunks.
            None => notes.push(note(
                NoteKind::Markup,
                "the page says that it came in chunks and did not; it was read as it is".to_owned(),
            )),
        }
    }
    let unpack = |reader: &mut dyn Read| {
        let mut out = Vec::new();
        reader.take(DOCUMENT_LIMIT as u64 + 1).read_to_end(&mut out).map(|_| out)
    };
    let unpacked = match field("content-encoding").trim() {
        "gzip" | "x-gzip" if body.starts_with(b"\x1f\x8b") => unpack(&mut GzDecoder::new(body.as_slice())),
        "deflate" => unpack(&mut ZlibDecoder::new(body.as_slice())),
        "" | "identity" | "gzip" | "x-gzip" => return Ok(body),
        other => return Err(format!("is packed by a method that is not read here ({other})")),
    };
    let out = unpacked.map_err(|error| format!("is cut short or damaged: {error}"))?;
    if out.len() > DOCUMENT_LIMIT {
        return Err("was refused: it unpacks to more than a single document may have".to_owned());
    }
    Ok(out)
}

/// The body without the lengths of its chunks.
fn unchunked(mut rest: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    loop {
        let end = rest.iter().position(|&b| b == b'\n')?;
        let line = std::str::from_utf8(&rest[..end]).ok()?;
        let length = usize::from_str_radix(line.split(';').next()?.trim(), 16).ok()?;
        if length == 0 {
            return Some(out);
        }
        let chunk = rest.get(end + 1..(end + 1).checked_add(length)?)?;
        out.extend_from_slice(chunk);
        rest = &rest[end + 1 + length..];
        rest = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n")).unwrap_or(rest);
    }
}

/// The digest of bytes as web archives write it: `sha1:` in Base32.
#[must_use]
pub fn digest(bytes: &[u8]) -> String {
    format!("sha1:{}", base32(&Sha1::digest(bytes)))
}

/// True when bytes have a digest (`sha1:` in Base32 or hex, `sha256:` in hex), or when the kind is not known here.
fn is_digest(told: &str, bytes: &[u8]) -> bool {
    let Some((kind, value)) = told.split_once(':') else { return true };
    match kind.to_ascii_lowercase().as_str() {
        "sha1" => {
            let digest = Sha1::digest(bytes);
            let hex: String = digest.iter().map(|b| format!("{b:02x}")).collect();
            value.eq_ignore_ascii_case(&hex) || value.eq_ignore_ascii_case(&base32(&digest))
        }
        "sha256" if value.len() == 64 => value.eq_ignore_ascii_case(&sha256_hex(bytes)),
        _ => true,
    }
}

/// Base32 (RFC 4648) of whole groups of five bytes.
fn base32(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let mut out = String::new();
    for group in bytes.chunks(5) {
        let bits = group.iter().fold(0_u64, |bits, &b| bits << 8 | u64::from(b));
        for k in (0..8).rev() {
            out.push(char::from(DIGITS[(bits >> (5 * k) & 31) as usize]));
        }
    }
    out
}
