//! From bytes to characters: byte order marks, UTF-8, UTF-16, legacy encodings guessed; what is no text is refused.
//!
//! It never drops a character without a note, and knows nothing of markup but a `charset` near the beginning.

use crate::model::{Note, NoteKind};
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// Bytes at the beginning in which a page may name its encoding (the HTML standard's own number).
const CHARSET_WITHIN: usize = 1024;
/// Bytes looked at to tell text from binary data.
const SNIFF: usize = 64 << 10;
/// Share of bytes that may be wrong in an encoding that a page names before another is guessed: one in a hundred.
const WRONG_SHARE: usize = 100;
/// Share of control characters above which bytes are no text: one in fifty.
const CONTROL_SHARE: usize = 50;

/// Characters, and how they were found.
#[derive(Debug)]
pub(super) struct Decoded {
    /// The text without its byte order mark.
    pub text: String,
    /// How the encoding was found, where it was not plain UTF-8, and what could not be read.
    pub notes: Vec<Note>,
}

/// Decodes a document's bytes.
///
/// # Errors
/// A sentence, when they are no text.
pub(super) fn decode(bytes: &[u8]) -> Result<Decoded, String> {
    decode_as(bytes, None)
}

/// Decodes bytes of which a server named the encoding. UTF-8 that is right is UTF-8 whatever was named.
///
/// # Errors
/// A sentence, when they are no text.
pub(super) fn decode_as(bytes: &[u8], served: Option<&str>) -> Result<Decoded, String> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let (text, broken) = encoding.decode_without_bom_handling(&bytes[mark..]);
        let mut notes = Vec::new();
        if encoding != UTF_8 {
            notes.push(note(format!("read as {} by its byte order mark", encoding.name())));
        }
        return Ok(Decoded { text: checked(text.into_owned())?, notes: replaced(notes, broken) });
    }
    if let Ok(text) = std::str::from_utf8(bytes)
        && !looks_utf16(bytes).is_some_and(|_| bytes.contains(&0))
    {
        return Ok(Decoded { text: checked(text.to_owned())?, notes: Vec::new() });
    }
    let served = served.and_then(|label| Encoding::for_label(label.as_bytes()));
    let (encoding, why) = match (looks_utf16(bytes), served.or_else(|| named_charset(bytes))) {
        (Some(encoding), _) => (encoding, "guessed from its zero bytes and letters"),
        (None, Some(encoding)) if decodes(encoding, bytes) => (encoding, "as the page says"),
        (None, Some(_)) => (guess(bytes), "guessed from its bytes: the encoding it names does not fit them"),
        (None, None) => (guess(bytes), "guessed from its bytes; no UTF-8"),
    };
    let (text, broken) = encoding.decode_without_bom_handling(bytes);
    let notes = vec![note(format!("read as {}, {why}", encoding.name()))];
    Ok(Decoded { text: checked(text.into_owned())?, notes: replaced(notes, broken) })
}

/// True when bytes are right in an encoding. Nearly right UTF-8 is still UTF-8: a cut or a slip, not another encoding.
fn decodes(encoding: &'static Encoding, bytes: &[u8]) -> bool {
    let (text, broken) = encoding.decode_without_bom_handling(bytes);
    let lost = text.chars().filter(|&c| c == '\u{fffd}').count();
    !broken || lost * WRONG_SHARE < bytes.len()
}

fn note(text: String) -> Note {
    Note { kind: NoteKind::Encoding, text }
}

fn replaced(mut notes: Vec<Note>, broken: bool) -> Vec<Note> {
    if broken {
        notes.push(note("some bytes stand for no character and are shown as U+FFFD".to_owned()));
    }
    notes
}

/// UTF-16 without a mark: an even number of bytes whose units, read one way round, are nearly all letters, digits,
/// spaces and punctuation of one small part of Unicode, and are not read the other way round.
fn looks_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    if bytes.len() < 4 || !bytes.len().is_multiple_of(2) {
        return None;
    }
    let sample = &bytes[..bytes.len().min(SNIFF)];
    let plausible = |of: fn([u8; 2]) -> u16| {
        let units = sample.chunks_exact(2).map(|pair| of([pair[0], pair[1]]));
        units.filter(|&unit| matches!(unit, 0x09 | 0x0a | 0x0d | 0x20..=0x7e | 0xa0..=0x24f | 0x370..=0x6ff | 0x2010..=0x2030)).count()
    };
    let pairs = sample.len() / 2;
    let (little, big) = (plausible(u16::from_le_bytes), plausible(u16::from_be_bytes));
    let spaced = |of: fn([u8; 2]) -> u16| sample.chunks_exact(2).any(|pair| of([pair[0], pair[1]]) == 0x20);
    // Nine in ten, and the space as a unit of its own: chance does not give both.
    if little * 10 >= pairs * 9 && little > big && spaced(u16::from_le_bytes) {
        Some(UTF_16LE)
    } else if big * 10 >= pairs * 9 && big > little && spaced(u16::from_be_bytes) {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// The encoding a page names in its first bytes.
fn named_charset(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(CHARSET_WITHIN)]).to_ascii_lowercase();
    if !head.contains('<') {
        return None;
    }
    let declared = head.trim_start().starts_with("<?xml").then(|| head.split_once("encoding=")).flatten();
    let (_, rest) = declared.or_else(|| head.split_once("charset="))?;
    let label: String = rest
        .trim_start_matches(['"', '\''])
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || "-_".contains(*c))
        .collect();
    Encoding::for_label(label.as_bytes()).filter(|e| *e != UTF_16LE && *e != UTF_16BE)
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Allow)
}

/// Refuses what is no text: zero characters, or many control characters.
fn checked(text: String) -> Result<String, String> {
    let (mut seen, mut control) = (0_usize, 0_usize);
    for c in text.chars().take(SNIFF) {
        seen += 1;
        if c == '\0' || (c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}')) {
            control += 1;
        }
    }
    if control * CONTROL_SHARE > seen {
        return Err(
            "is binary data, not text; save the report as plain text, HTML or JSON Lines and add that"
                .to_owned(),
        );
    }
    Ok(text)
}
