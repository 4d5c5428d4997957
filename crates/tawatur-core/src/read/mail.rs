//! Mail (EML): the text of a message, its subject as title, its day. Attachments are left out and named in a note.

use super::{blank, decode::Decoded, html, plain};
use crate::model::{Document, Note, NoteKind, Published, PublishedBasis, PublishedPrecision};
use jiff::civil::Date;
use mail_parser::{MessageParser, MimeHeaders};

/// Header fields of which a message has at least two.
const FIELDS: [&str; 10] = [
    "from",
    "to",
    "subject",
    "date",
    "message-id",
    "received",
    "mime-version",
    "return-path",
    "delivered-to",
    "content-type",
];
/// Lines looked at for header fields.
const LINES: usize = 40;

/// True for a line `Name: value`.
pub(super) fn is_field(line: &[u8]) -> bool {
    let name = line.split(|&b| b == b':').next().unwrap_or(b"");
    name.len() < line.len()
        && !name.is_empty()
        && name.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'-')
}

/// True for bytes that begin with the header of a message.
pub(super) fn fits(bytes: &[u8]) -> bool {
    let (mut known, mut dated) = (0, false);
    for (k, line) in bytes.split(|&b| b == b'\n').take(LINES).enumerate() {
        if line.trim_ascii().is_empty() {
            break;
        }
        let folded = k > 0 && line.starts_with(b" ") || line.starts_with(b"\t");
        if !folded && !is_field(line) {
            return false;
        }
        let name = line.split(|&b| b == b':').next().unwrap_or(b"").to_ascii_lowercase();
        let name = String::from_utf8_lossy(&name).into_owned();
        known += usize::from(FIELDS.contains(&name.as_str()));
        dated |= matches!(name.as_str(), "from" | "message-id" | "received");
    }
    known >= 3 && dated
}

/// A message as a document.
///
/// # Errors
/// A sentence, when it holds no text.
pub(super) fn document(name: &str, bytes: &[u8]) -> Result<Document, String> {
    let message = MessageParser::default().parse(bytes).ok_or("is no whole mail message")?;
    let mut notes = Vec::new();
    let attached: Vec<String> = message
        .attachments()
        .map(|part| part.attachment_name().unwrap_or("without a name").to_owned())
        .collect();
    if !attached.is_empty() {
        notes.push(Note {
            kind: NoteKind::Text,
            text: format!("attachments were left out ({}); save and add them as files", attached.join(", ")),
        });
    }
    let page = message.html_part(0).filter(|part| part.is_text_html()).and_then(|part| part.text_contents());
    let mut document = match (message.body_text(0), page) {
        // A plain form beside a page is what the sender made for reading.
        (Some(text), None) => plain::text(name, Decoded { text: text.replace("\r\n", "\n"), notes }),
        (_, Some(page)) => html::page(name, Decoded { text: page.to_owned(), notes }),
        (None, None) => return Err("is a mail message without a text".to_owned()),
    };
    if document.text.trim().is_empty() {
        document = blank(name, String::new());
    }
    document.title = message.subject().map(str::to_owned);
    let sender = message.from().and_then(|from| from.first());
    document.byline = sender.and_then(|from| from.name().or(from.address())).map(str::to_owned);
    if let Some(moment) = message.date() {
        let parts = (i16::try_from(moment.year), i8::try_from(moment.month), i8::try_from(moment.day));
        if let (Ok(year), Ok(month), Ok(day)) = parts
            && let Ok(date) = Date::new(year, month, day)
        {
            document.published = Published {
                date: Some(date),
                precision: PublishedPrecision::Day,
                basis: PublishedBasis::Given,
                why: format!("given as `Date`: {date}"),
            };
        }
    }
    Ok(document)
}
