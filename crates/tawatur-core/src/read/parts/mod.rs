//! Inputs that hold several documents: archives, web archives, feeds, exports, tables, mail boxes, bundles.
//!
//! Each format is one file and one line of `FORMATS`. Parts are the bytes of the documents: those of the entry where
//! the format holds whole files, a row of JSON made from the entry where it holds fields. What cannot be read is
//! refused with a sentence and the rest goes on. Nothing is written to a disk, so no entry's name can do harm.

pub(super) mod arc;
mod bundle;
mod compressed;
mod mailbox;
mod news_feed;
mod rows;
mod table;
mod tar;
mod telegram;
pub(super) mod warc;
pub(super) mod zip;

pub use warc::Records;

use super::Refusal;
use super::columns::Columns;
use super::limits::Limits;

/// One document's bytes within an input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The input's name and where in it the part stands: `news.zip/a.html`, `feed.xml#3`.
    pub name: String,
    /// Its bytes: those of the entry, or a row made from it.
    pub bytes: Vec<u8>,
    /// Whether the bytes are a row made from the input, so that the input itself must be kept as evidence too.
    pub made: bool,
}

/// A format that holds several documents.
struct Format {
    /// Its name; the file beside this one that reads it.
    name: &'static str,
    /// Whether bytes, or else the end of the input's name, are of this format.
    fits: fn(&str, &[u8]) -> bool,
    /// Hands over its parts.
    read: fn(&mut Taking<'_>, &str, &[u8]) -> Result<(), String>,
}

/// Every such format, in the order they are tried.
const FORMATS: &[Format] = &[
    Format { name: "zip", fits: zip::fits, read: zip::read },
    Format { name: "compressed", fits: compressed::fits, read: compressed::read },
    Format { name: "tar", fits: tar::fits, read: tar::read },
    Format { name: "warc", fits: warc::fits, read: warc::read },
    Format { name: "arc", fits: arc::fits, read: arc::read },
    Format { name: "rows", fits: rows::fits, read: rows::read },
    Format { name: "telegram", fits: telegram::fits, read: telegram::read },
    Format { name: "news_feed", fits: news_feed::fits, read: news_feed::read },
    Format { name: "mailbox", fits: mailbox::fits, read: mailbox::read },
    Format { name: "bundle", fits: bundle::fits, read: bundle::read },
    Format { name: "table", fits: table::fits, read: table::read },
];

/// Names of the formats that hold several documents, in the order they are tried.
#[must_use]
pub fn formats() -> Vec<&'static str> {
    FORMATS.iter().map(|format| format.name).collect()
}

/// True for the beginning of a web archive of either form.
#[must_use]
pub fn is_web_archive(bytes: &[u8]) -> bool {
    warc::fits("", bytes) || arc::fits("", bytes)
}

/// Takes an input apart into the bytes of its documents; what is one document is its only part. `columns` says what the
/// columns of tables mean; the first that fits counts.
#[must_use]
pub fn parts(name: &str, bytes: &[u8], limits: &Limits, columns: &[Columns]) -> Vec<Result<Part, Refusal>> {
    let mut taking = Taking { limits, columns, depth: 0, unpacked: 0, entries: 0, out: Vec::new() };
    taking.input(name, bytes.to_vec());
    taking.out
}

/// The parts taken so far, and what they cost.
struct Taking<'l> {
    limits: &'l Limits,
    columns: &'l [Columns],
    depth: u64,
    unpacked: u64,
    entries: u64,
    out: Vec<Result<Part, Refusal>>,
}

impl Taking<'_> {
    /// Takes an input, or an entry of one, apart.
    fn input(&mut self, name: &str, bytes: Vec<u8>) {
        let Some(format) = FORMATS.iter().find(|f| (f.fits)(name, &bytes)) else {
            return self.part(name, bytes, false);
        };
        if self.depth > self.limits.nested {
            let limit = self.limits.nested;
            return self.refuse(
                name,
                format!("lies deeper than {limit} archives inside one another (limit `nested`)"),
            );
        }
        self.depth += 1;
        if let Err(message) = (format.read)(self, name, &bytes) {
            self.refuse(name, message);
        }
        self.depth -= 1;
    }

    /// An entry of an archive, unpacked: an input of its own.
    fn entry(&mut self, name: &str, bytes: Vec<u8>) {
        self.input(name, bytes);
    }

    /// Counts unpacked bytes; false when the limit is passed.
    fn spend(&mut self, bytes: u64) -> bool {
        self.unpacked = self.unpacked.saturating_add(bytes);
        self.unpacked <= self.limits.unpacked_bytes
    }

    /// Counts an entry of an archive.
    fn count(&mut self) -> Result<(), String> {
        self.entries += 1;
        if self.entries > self.limits.entries {
            let limit = self.limits.entries;
            return Err(format!("has more than {limit} entries (limit `entries`); the rest was left out"));
        }
        Ok(())
    }

    fn part(&mut self, name: &str, bytes: Vec<u8>, made: bool) {
        self.out.push(Ok(Part { name: name.to_owned(), bytes, made }));
    }

    /// A row made from an entry.
    fn row(&mut self, name: &str, number: usize, row: &serde_json::Value) {
        self.part(&format!("{name}#{number}"), row.to_string().into_bytes(), true);
    }

    fn refuse(&mut self, name: &str, message: String) {
        self.out.push(Err(Refusal { name: name.to_owned(), row: None, message }));
    }

    /// True when a table, feed or export has more rows than allowed; said once.
    fn too_many_rows(&mut self, name: &str, number: usize) -> bool {
        let beyond = number as u64 > self.limits.rows;
        if beyond {
            let limit = self.limits.rows;
            self.refuse(name, format!("has more than {limit} rows (limit `rows`); the rest was left out"));
        }
        beyond
    }
}

/// True when a name ends in one of these, in any case.
fn ends_in(name: &str, endings: &[&str]) -> bool {
    let name = name.to_ascii_lowercase();
    endings.iter().any(|ending| name.ends_with(ending))
}
