//! Reading: from bytes as received to documents with an unaltered text. Text problems become notes, never errors.
//!
//! The format is decided by the bytes alone, never by a file's name, so that the text of a document is a function of
//! its id. What is no text at all is refused with a sentence. It opens no file and resolves no outlet or language.

mod columns;
mod decode;
mod docx;
pub mod feed;
pub mod html;
mod limits;
mod mail;
mod parts;
mod plain;
mod rows;
mod rtf;
mod web_record;
mod xml;

pub use columns::Columns;
pub use limits::Limits;
pub use parts::{Part, Records, formats, is_web_archive, parts};
pub use web_record::digest;

use crate::model::{
    Document, DocumentId, Lang, Note, NoteKind, Published, PublishedBasis, PublishedPrecision, WhenPrecision,
    iso_period,
};
use crate::text::sha256_hex;

/// The largest document that is read: 32 MiB. A book of a thousand pages has 3; what is larger is an archive or a
/// data file, and offsets stay far below the 4 GiB that a `Span` can hold.
pub const DOCUMENT_LIMIT: usize = 32 << 20;

/// One document and the bytes it was read from: the whole input, or its own row of JSON Lines.
#[derive(Debug, Clone)]
pub struct Received<'b> {
    /// The document; its language is set only where it was given.
    pub document: Document,
    /// Its own bytes; their hash is its id.
    pub bytes: &'b [u8],
}

/// Why an input, or a row of it, is no document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Name of the input.
    pub name: String,
    /// Row, from 1, in JSON Lines.
    pub row: Option<usize>,
    /// What is wrong and what to do.
    pub message: String,
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.row {
            Some(row) => write!(f, "{}, row {row}: {}", self.name, self.message),
            None => write!(f, "{}: {}", self.name, self.message),
        }
    }
}

/// Reads an input into its documents, with the limits nobody has set.
#[must_use]
pub fn read(name: &str, bytes: &[u8]) -> Vec<Result<(Document, Vec<u8>), Refusal>> {
    let parts = parts(name, bytes, &Limits::default(), &[]);
    parts
        .into_iter()
        .map(|part| {
            let part = part?;
            let refuse = |message| Refusal { name: part.name.clone(), row: None, message };
            let document = read_one(&part.name, &part.bytes).map_err(refuse)?.document;
            Ok((document, part.bytes))
        })
        .collect()
}

/// The characters of bytes, whatever their encoding.
///
/// # Errors
/// A sentence, when they are no text.
pub fn text_of(bytes: &[u8]) -> Result<String, String> {
    decode::decode(bytes).map(|decoded| decoded.text)
}

/// The addresses of what a feed announces, in its order; none when bytes are no feed.
#[must_use]
pub fn links(bytes: &[u8]) -> Vec<String> {
    let Ok(text) = text_of(bytes) else { return Vec::new() };
    let announced = if feed::is_feed(&text) {
        feed::read(&text)
    } else {
        match serde_json::from_str(&text) {
            Ok(value) if feed::is_json_feed(&value) => feed::read_json(&value),
            _ => return Vec::new(),
        }
    };
    announced.entries.into_iter().filter_map(|entry| entry.link).collect()
}

/// True when the first row that is not blank is a JSON object, so that the input is JSON Lines.
#[must_use]
pub fn is_rows(bytes: &[u8]) -> bool {
    rows::is_rows(bytes)
}

/// A row of JSON Lines that names its fields otherwise, as a row with `text` and the other fields; `None` when it can be read
/// as it is, or holds no text by any name that is known or said.
#[must_use]
pub fn row_named(row: &[u8], columns: &[Columns]) -> Option<String> {
    columns::of_row(row, columns).map(|row| serde_json::Value::Object(row).to_string())
}

/// Reads one row of JSON Lines; `number` counts rows from 1.
///
/// # Errors
/// When it is no object with a text.
pub fn read_row<'b>(name: &str, number: usize, row: &'b [u8]) -> Result<Received<'b>, Refusal> {
    let row = row.strip_suffix(b"\n").unwrap_or(row);
    let row = row.strip_suffix(b"\r").unwrap_or(row);
    read_as(&format!("{name}#{number}"), row, true).map_err(|message| refuse(name, Some(number), message))
}

/// Reads the bytes of one document again, as they were kept. `name` stands in for a name that the bytes do not give.
///
/// # Errors
/// A sentence, when the bytes are empty, too large, no text, or a row without a text.
pub fn read_one<'b>(name: &str, bytes: &'b [u8]) -> Result<Received<'b>, String> {
    read_as(name, bytes, is_rows(bytes))
}

/// Formats of one document that are no text: name, whether bytes are of it, how it is read.
const SINGLE: &[(&str, fn(&[u8]) -> bool, fn(&str, &[u8]) -> Result<Document, String>)] = &[
    ("docx", docx::fits, docx::document),
    ("rtf", rtf::fits, rtf::document),
    ("web_record", web_record::fits, web_record::document),
    ("mail", mail::fits, mail::document),
];

/// Beginnings of files that hold no text this program can read, and what to do about them.
const UNREADABLE: [(&[u8], &str); 2] = [
    (
        b"%PDF-",
        "is a PDF; Arabic text is not read rightly out of PDF files: save the text of the report and add that",
    ),
    (b"\xd0\xcf\x11\xe0", "is an old Office document; save it as DOCX or plain text and add that"),
];

fn text_or_page(name: &str, bytes: &[u8]) -> Result<Document, String> {
    if let Some((_, message)) = UNREADABLE.iter().find(|(start, _)| bytes.starts_with(start)) {
        return Err((*message).to_owned());
    }
    let decoded = decode::decode(bytes)?;
    Ok(if html::is_html(&decoded.text) { html::page(name, decoded) } else { plain::text(name, decoded) })
}

fn read_as<'b>(name: &str, bytes: &'b [u8], is_row: bool) -> Result<Received<'b>, String> {
    if bytes.len() > DOCUMENT_LIMIT {
        return Err(format!(
            "has {} MiB, more than the {} MiB a single document may have; split it, or give many reports as JSON Lines",
            bytes.len() >> 20,
            DOCUMENT_LIMIT >> 20
        ));
    }
    let document = if is_row {
        rows::row(name, bytes)?
    } else {
        match SINGLE.iter().find(|(_, fits, _)| fits(bytes)) {
            Some((.., read)) => read(name, bytes)?,
            None => text_or_page(name, bytes)?,
        }
    };
    if document.text.trim().is_empty() {
        return Err("is empty: it holds no text to read".to_owned());
    }
    Ok(Received { document: finish(document, bytes), bytes })
}

fn refuse(name: &str, row: Option<usize>, message: String) -> Refusal {
    Refusal { name: name.to_owned(), row, message }
}

/// A document with a name and a text, and nothing else known.
fn blank(file: &str, text: String) -> Document {
    Document {
        id: DocumentId::new(""),
        file: file.to_owned(),
        sha256: String::new(),
        text_sha256: String::new(),
        language: Lang::UNKNOWN,
        title: None,
        byline: None,
        outlet: None,
        url: None,
        published: Published::default(),
        text,
        blocks: Vec::new(),
        notes: Vec::new(),
    }
}

/// Hashes and id. The id is the hash of the bytes whole: two documents never meet by chance.
fn finish(mut document: Document, bytes: &[u8]) -> Document {
    document.sha256 = sha256_hex(bytes);
    document.id = DocumentId::new(format!("d{}", &document.sha256[..ID_DIGITS]));
    document.text_sha256 = sha256_hex(document.text.as_bytes());
    document
}

/// Hex digits of the hash that a document's id keeps: 128 bits.
const ID_DIGITS: usize = 32;

/// How a day is written.
const DAY: &str = "2018-07-31";

/// A publication date as metadata gives it: a day, a month, a year, or a moment of which the day is kept.
fn published(value: &str, field: &str, notes: &mut Vec<Note>) -> Published {
    let value = value.trim();
    // Of a moment (2018-07-31T10:00:00Z) the day is kept.
    let period = iso_period(value).or_else(|| iso_period(value.get(..DAY.len())?));
    let Some((date, _, precision)) = period else {
        notes.push(Note {
            kind: NoteKind::Metadata,
            text: format!("`{value}` in `{field}` is no date (2018-07-31, 2018-07 or 2018) and was left out"),
        });
        return Published::default();
    };
    let precision = match precision {
        WhenPrecision::Month => PublishedPrecision::Month,
        WhenPrecision::Year => PublishedPrecision::Year,
        _ => PublishedPrecision::Day,
    };
    Published {
        date: Some(date),
        precision,
        basis: PublishedBasis::Given,
        why: format!("given as `{field}`: {value}"),
    }
}

/// A language as metadata gives it (`fr`, `fr-FR`, `ar_SY`).
fn language(value: &str, notes: &mut Vec<Note>) -> Lang {
    let main = value.trim().split(['-', '_']).next().unwrap_or("").to_ascii_lowercase();
    main.parse().unwrap_or_else(|message: String| {
        notes.push(Note { kind: NoteKind::Metadata, text: format!("the language was left out: {message}") });
        Lang::UNKNOWN
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn one(bytes: &[u8]) -> Document {
        read_one("a", bytes).expect("it is a text").document
    }

    #[test]
    fn plain_text_stays_as_it_is() {
        let text = "Title\n\nFirst paragraph.\r\nSecond, أ.\n";
        let document = one(text.as_bytes());
        assert_eq!(document.text, text);
        assert!(document.notes.is_empty());
        let blocks: Vec<&str> = document.blocks.iter().map(|b| b.span.slice(text)).collect();
        assert_eq!(blocks, ["Title", "First paragraph.", "Second, أ."]);
    }

    #[test]
    fn encodings_are_told_in_a_note() {
        let text = "قال مصدر عسكري إن القوات دخلت البلدة صباح اليوم بعد انسحاب المقاتلين منها.";
        let (old, ..) = encoding_rs::WINDOWS_1256.encode(text);
        let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let marked: Vec<u8> = [0xff, 0xfe].into_iter().chain(utf16.iter().copied()).collect();
        for bytes in [old.as_ref(), &utf16, &marked] {
            let document = one(bytes);
            assert_eq!(document.text, text);
            assert_eq!(document.notes.len(), 1, "{:?}", document.notes);
            assert_eq!(document.notes[0].kind, NoteKind::Encoding);
        }
        assert_eq!(one(format!("\u{feff}{text}").as_bytes()).text, text);
    }

    #[test]
    fn what_is_no_text_is_refused_with_a_sentence() {
        for (bytes, word) in [
            (&b""[..], "empty"),
            (b" \n ", "empty"),
            (b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0>\0", "binary"),
            (b"{\"text\":\"\"}", "empty"),
        ] {
            let message = read_one("a", bytes).expect_err("no text");
            assert!(message.contains(word), "{message}");
        }
        let huge = vec![b'a'; DOCUMENT_LIMIT + 1];
        assert!(read_one("a", &huge).expect_err("too large").contains("MiB"));
    }

    #[test]
    fn rows_are_documents_of_their_own() {
        let rows = "{\"id\":\"one\",\"text\":\"a\\u00e9 b\",\"published\":\"2018-07-31T10:00:00Z\",\"language\":\"fr-FR\",\"outlet\":\"X\"}\r\n\n{\"text\":\"c\",\"published\":\"soon\"}\n[1]\n{\"text\":5}";
        let read = read("n.jsonl", rows.as_bytes());
        assert_eq!(read.len(), 4);
        let (first, _) = read[0].as_ref().expect("a row");
        assert_eq!(
            (first.file.as_str(), first.text.as_str(), first.language.as_str()),
            ("one", "aé b", "fr")
        );
        assert_eq!(first.published.date, Some(jiff::civil::date(2018, 7, 31)));
        assert_eq!(first.sha256, sha256_hex(rows.split("\r\n").next().expect("first row").as_bytes()));
        let (second, _) = read[1].as_ref().expect("a row");
        assert_eq!((second.file.as_str(), second.notes.len()), ("n.jsonl#3", 1));
        assert!(read[3].as_ref().expect_err("no text").message.contains("text"));
        let refused = read_row("n.jsonl", 4, b"[1]\n").expect_err("no object");
        assert_eq!(refused.row, Some(4));
    }

    #[test]
    fn pages_become_text() {
        let page = "<!DOCTYPE html><html lang=ar><head><title>T &amp; U</title><meta property='og:site_name' content='Site'><script>x<p>y</script></head><body><h1>Head</h1><p>One <b>two</b>\n three</p><style>p{}</style><ul><li>item<li>next</ul></body></html>";
        let document = one(page.as_bytes());
        assert_eq!(document.text, "Head\n\nOne two three\n\nitem\n\nnext");
        assert_eq!(
            (document.title.as_deref(), document.outlet.as_deref(), document.language.as_str()),
            (Some("T & U"), Some("Site"), "ar")
        );
        let blocks: Vec<&str> = document.blocks.iter().map(|b| b.span.slice(&document.text)).collect();
        assert_eq!(blocks, ["Head", "One two three", "item", "next"]);
    }

    proptest! {
        #[test]
        fn no_bytes_do_harm(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            for (document, bytes) in read("x", &bytes).into_iter().flatten() {
                let text = &document.text;
                let mut last = 0;
                for block in &document.blocks {
                    prop_assert!(block.span.start >= last && !block.span.slice(text).is_empty());
                    last = block.span.end;
                }
                let again = read_one("x", &bytes).expect("read before");
                prop_assert_eq!(&again.document.text, text);
            }
        }

        #[test]
        fn a_text_is_its_own_text(text in "[^\\x00-\\x08{<\u{feff}\\x0e-\\x1f\\x7f]{1,80}") {
            if let Ok(received) = read_one("x", text.as_bytes()) {
                prop_assert_eq!(received.document.text, text);
            }
        }
    }
}
