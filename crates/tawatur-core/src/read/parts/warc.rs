//! Web archives (WARC 0.17 to 1.1, and ARC): every record with a page is a part, byte for byte as it stands in the
//! archive.
//!
//! Records are cut by the lengths they give. A record whose length goes beyond the end is refused as cut short; other
//! kinds of records (requests, metadata, revisits of a page kept elsewhere) are counted and left out.

use super::Taking;
use super::arc::Line;
use crate::read::DOCUMENT_LIMIT;
use std::collections::BTreeMap;
use std::io::{BufRead, Read};

/// Bytes that the header of a record may have.
pub(super) const HEADER: u64 = 64 << 10;
/// Bytes added to a document's limit for the headers of a record.
const ROOM: u64 = 2 * HEADER;

/// True for bytes that begin with a record.
pub(super) fn fits(_: &str, bytes: &[u8]) -> bool {
    bytes.starts_with(b"WARC/")
}

/// Hands over the records with a page.
pub(super) fn read(taking: &mut Taking<'_>, name: &str, bytes: &[u8]) -> Result<(), String> {
    // One record that was kept as a document is not taken apart again.
    let mut records = Records::new(bytes);
    for record in &mut records {
        match record {
            Ok((number, record)) => taking.part(&format!("{name}#{number}"), record, false),
            Err((number, message)) => taking.refuse(&format!("{name}#{number}"), message),
        }
    }
    if records.pages == 0 && !records.failed {
        return Err(format!("holds no page: {}", records.told()));
    }
    Ok(())
}

/// The records with a page of an archive, one after another: number and bytes, or number and why it was refused.
pub struct Records<R> {
    reader: R,
    number: usize,
    done: bool,
    /// Records handed out.
    pub pages: usize,
    /// Whether any was refused.
    pub failed: bool,
    /// Records left out, by kind.
    left_out: BTreeMap<String, usize>,
}

impl<R: BufRead> Records<R> {
    /// Records of a reader that stands at the first.
    pub fn new(reader: R) -> Self {
        Self { reader, number: 0, done: false, pages: 0, failed: false, left_out: BTreeMap::new() }
    }

    /// What was left out, in words.
    #[must_use]
    pub fn told(&self) -> String {
        let parts: Vec<String> = self.left_out.iter().map(|(kind, n)| format!("{n} × {kind}")).collect();
        if parts.is_empty() {
            "no other records".to_owned()
        } else {
            format!("other records: {}", parts.join(", "))
        }
    }

    fn fail(&mut self, message: String) -> Option<Result<(usize, Vec<u8>), (usize, String)>> {
        self.failed = true;
        Some(Err((self.number, message)))
    }

    /// The header of the next record, as it stands; empty at the end.
    fn header(&mut self) -> Result<Vec<u8>, String> {
        let mut header = Vec::new();
        loop {
            let before = header.len();
            let mut line = (&mut self.reader).take(HEADER - before.min(HEADER as usize - 1) as u64);
            match line.read_until(b'\n', &mut header) {
                Ok(0) if before == 0 => return Ok(header),
                Ok(0) => return Err("is cut short: its header has no end".to_owned()),
                Ok(_) => {}
                Err(error) => return Err(format!("is cut short or damaged: {error}")),
            }
            let line = header[before..].trim_ascii();
            if before == 0 && line.is_empty() {
                // Blank lines between records.
                header.clear();
            } else if line.is_empty() || (before == 0 && Line::of(line).is_some()) {
                return Ok(header);
            } else if header.len() as u64 >= HEADER - 1 {
                return Err("has a header without end".to_owned());
            }
        }
    }

    fn skip(&mut self, length: u64) -> std::io::Result<u64> {
        std::io::copy(&mut (&mut self.reader).take(length), &mut std::io::sink())
    }
}

impl<R: BufRead> Iterator for Records<R> {
    type Item = Result<(usize, Vec<u8>), (usize, String)>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.done {
            self.number += 1;
            let header = match self.header() {
                Ok(header) if header.is_empty() => {
                    self.done = true;
                    return None;
                }
                Ok(header) => header,
                Err(message) => {
                    self.done = true;
                    return self.fail(message);
                }
            };
            let Some((kind, length)) = announced(&header) else {
                self.done = true;
                return self.fail("is no record of a web archive: the length is missing or the bytes before it are not of a record; the rest was left out".to_owned());
            };
            let wanted = matches!(kind.as_str(), "response" | "resource" | "conversion");
            if !wanted || length > DOCUMENT_LIMIT as u64 + ROOM {
                let skipped = self.skip(length).unwrap_or(0);
                if skipped < length {
                    self.done = true;
                    return self
                        .fail(format!("is cut short: a {kind} record has {skipped} of its {length} bytes"));
                }
                if wanted {
                    return self
                        .fail(format!("has {} MiB, more than a single document may have", length >> 20));
                }
                *self.left_out.entry(kind).or_default() += 1;
                continue;
            }
            let mut record = header;
            let start = record.len();
            let read = (&mut self.reader).take(length).read_to_end(&mut record);
            let got = (record.len() - start) as u64;
            if read.is_err() || got < length {
                self.done = true;
                return self.fail(format!("is cut short: it has {got} of its {length} bytes"));
            }
            let page = Page::of(&record);
            if !page.is_text() {
                *self.left_out.entry(format!("{kind} of {}", page.told())).or_default() += 1;
                continue;
            }
            self.pages += 1;
            return Some(Ok((self.number, record)));
        }
        None
    }
}

/// The kind and length that the header of a record announces.
fn announced(header: &[u8]) -> Option<(String, u64)> {
    if !header.starts_with(b"WARC/") {
        return Line::of(header).map(|line| (line.record().to_owned(), line.length));
    }
    let fields = Fields::of(header);
    let length = fields.get("content-length")?.parse().ok()?;
    Some((fields.get("warc-type").unwrap_or("unknown").to_ascii_lowercase(), length))
}

/// Header fields of a record or of a response.
pub(in crate::read) struct Fields(Vec<(String, String)>);

impl Fields {
    pub fn of(header: &[u8]) -> Self {
        let text = String::from_utf8_lossy(header);
        let field = |line: &str| {
            let (name, value) = line.split_once(':')?;
            Some((name.trim().to_ascii_lowercase(), value.trim().to_owned()))
        };
        Self(text.lines().skip(1).filter_map(field).collect())
    }

    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
    }
}

/// A record with what it holds.
pub(in crate::read) struct Page<'r> {
    /// Fields of the record.
    pub record: Fields,
    /// The block: all after the record's header.
    pub block: &'r [u8],
    /// Status of a response; 200 for what is no response.
    pub status: u16,
    /// Fields of the response.
    pub response: Fields,
    /// What the server sent, still encoded as it was sent.
    pub body: &'r [u8],
}

/// Where a header ends: behind its blank line.
fn header_end(bytes: &[u8]) -> Option<usize> {
    let mut at = 0;
    for line in bytes.split_inclusive(|&b| b == b'\n') {
        at += line.len();
        if line.trim_ascii().is_empty() {
            return Some(at);
        }
    }
    None
}

impl<'r> Page<'r> {
    /// Reads a record.
    pub fn of(bytes: &'r [u8]) -> Self {
        let (record, block) = match Line::alone(bytes) {
            Some((line, block)) => {
                let fields = [("warc-target-uri", line.address), ("content-type", line.kind)];
                (Fields(fields.map(|(name, value)| (name.to_owned(), value)).into()), block)
            }
            None => {
                let (header, block) = bytes.split_at(header_end(bytes).unwrap_or(bytes.len()));
                (Fields::of(header), block)
            }
        };
        if !block.starts_with(b"HTTP/") {
            let kind = record.get("content-type").unwrap_or("").to_owned();
            let response = Fields(vec![("content-type".to_owned(), kind)]);
            return Self { record, block, status: 200, response, body: block };
        }
        let (head, body) = block.split_at(header_end(block).unwrap_or(block.len()));
        let line = String::from_utf8_lossy(head.split(|&b| b == b'\n').next().unwrap_or(b""));
        let status = line.split_whitespace().nth(1).and_then(|s| s.parse().ok()).unwrap_or(0);
        Self { record, block, status, response: Fields::of(head), body }
    }

    /// True for an answer that is a page or a text.
    fn is_text(&self) -> bool {
        let kind = self.response.get("content-type").unwrap_or("").to_ascii_lowercase();
        let text = ["text/html", "text/plain", "xhtml"].iter().any(|known| kind.contains(known));
        self.status == 200 && !self.body.is_empty() && (text || kind.is_empty())
    }

    fn told(&self) -> String {
        let kind = self.response.get("content-type").unwrap_or("no kind");
        let kind = kind.split(';').next().unwrap_or("").trim();
        if self.status == 200 { kind.to_owned() } else { format!("status {}", self.status) }
    }
}
