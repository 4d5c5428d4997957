//! Found rows: what the program read out of each document. Replaced whenever it reads the document again.

use crate::compression::{pack, unpack};
use crate::ledger::{Writer, hash_of, missing};
use crate::{Result, Store};
use rusqlite::{OptionalExtension, params};
use tawatur_core::model::{Document, DocumentId, Extraction};
use tawatur_core::pipeline::Examined;

/// A document with what was found in it.
#[derive(Debug, Clone)]
pub struct Stored {
    /// The document.
    pub document: Document,
    /// What the program found; reports of other hands are not among it.
    pub extraction: Extraction,
}

/// A document with what was found in it, written out and compressed: what threads can do before one of them stores it.
#[derive(Debug)]
pub struct Prepared {
    /// The document without its text.
    pub(crate) document: Document,
    /// Bytes received: how many, and compressed.
    pub(crate) length: usize,
    pub(crate) bytes: Vec<u8>,
    meta: Vec<u8>,
    text: Option<Vec<u8>>,
    extraction: Vec<u8>,
    words: String,
}

impl Prepared {
    /// Prepares a document that was received as these bytes.
    ///
    /// # Errors
    /// When memory runs out.
    pub fn of(examined: Examined, bytes: &[u8]) -> Result<Self> {
        let mut document = examined.document;
        let text = std::mem::take(&mut document.text);
        let meta = pack(&serde_json::to_vec(&document)?)?;
        let text = if text.as_bytes() == bytes { None } else { Some(pack(text.as_bytes())?) };
        let extraction = pack(&serde_json::to_vec(&examined.extraction)?)?;
        let (length, bytes) = (bytes.len(), pack(bytes)?);
        Ok(Self { document, length, bytes, meta, text, extraction, words: examined.words })
    }

    /// The document, without its text.
    #[must_use]
    pub fn document(&self) -> &Document {
        &self.document
    }
}

/// A found row as it lies in the store.
pub(crate) struct Packed {
    pub document: String,
    pub run: i64,
    pub meta: Vec<u8>,
    pub text: Option<Vec<u8>>,
    pub extraction: Vec<u8>,
    pub hash: Vec<u8>,
}

impl Packed {
    /// The columns of a query over `found`, in the order of the fields.
    pub const COLUMNS: &'static str = "document, run, meta, text, extraction, hash";
    /// How many they are.
    pub const FIELDS: usize = 6;

    pub fn read(row: &rusqlite::Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            document: row.get(0)?,
            run: row.get(1)?,
            meta: row.get(2)?,
            text: row.get(3)?,
            extraction: row.get(4)?,
            hash: row.get(5)?,
        })
    }

    /// The hash its columns should have.
    pub fn hash(&self) -> Vec<u8> {
        row_hash(&self.document, self.run, &self.meta, self.text.as_deref(), &self.extraction)
    }

    pub fn extraction(&self) -> Result<Extraction> {
        Ok(serde_json::from_slice(&unpack(&self.extraction)?)?)
    }

    /// The document; `bytes` gives what was received, for a text that is just that.
    pub fn document(&self, bytes: impl FnOnce() -> Result<Vec<u8>>) -> Result<Document> {
        let mut document: Document = serde_json::from_slice(&unpack(&self.meta)?)?;
        let text = match &self.text {
            Some(packed) => unpack(packed)?,
            None => bytes()?,
        };
        document.text = String::from_utf8(text)
            .map_err(|e| crate::StoreError::damaged(format!("a text is not UTF-8 ({e})")))?;
        Ok(document)
    }
}

fn row_hash(document: &str, run: i64, meta: &[u8], text: Option<&[u8]>, extraction: &[u8]) -> Vec<u8> {
    // Whether a text is there is hashed too: an absent one is not an empty one.
    let has_text = [u8::from(text.is_some())];
    hash_of(&[document.as_bytes(), &run.to_be_bytes(), meta, &has_text, text.unwrap_or(b""), extraction])
}

impl Writer<'_> {
    /// Keeps what was found in a document, in place of what was found before.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn put_found(&mut self, examined: &Examined, bytes: &[u8]) -> Result<()> {
        self.put_prepared(&Prepared::of(examined.clone(), bytes)?)
    }

    /// Keeps what was prepared of a document, in place of what was found before.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn put_prepared(&mut self, prepared: &Prepared) -> Result<()> {
        let run = self.run_number()?;
        let Prepared { document, meta, text, extraction, words, .. } = prepared;
        let hash = row_hash(document.id.as_str(), run, meta, text.as_deref(), extraction);
        let number: Option<i64> = self
            .transaction
            .prepare_cached("SELECT number FROM found WHERE document = ?1")?
            .query_row([document.id.as_str()], |row| row.get(0))
            .optional()?;
        if let Some(number) = number {
            self.transaction.prepare_cached("DELETE FROM words WHERE rowid = ?1")?.execute([number])?;
        }
        self.transaction
            .prepare_cached("INSERT OR REPLACE INTO found (number, document, run, meta, text, extraction, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")?
            .execute(params![number, document.id.as_str(), run, meta, text, extraction, hash])?;
        let number = number.unwrap_or_else(|| self.transaction.last_insert_rowid());
        self.transaction
            .prepare_cached("INSERT INTO words (rowid, folded) VALUES (?1, ?2)")?
            .execute(params![number, words])?;
        self.found_changed = true;
        Ok(())
    }
}

impl Store {
    /// A document with what was found in it, under its name.
    ///
    /// # Errors
    /// When there is no such document, or its rows are damaged.
    pub fn document(&self, id: &DocumentId) -> Result<Stored> {
        let sql = format!("SELECT {} FROM found WHERE document = ?1", Packed::COLUMNS);
        let packed =
            self.connection.prepare_cached(&sql)?.query_row([id.as_str()], Packed::read).optional()?;
        let packed = packed.ok_or_else(|| missing(id))?;
        let mut document = packed.document(|| self.bytes(id))?;
        document.file = self.file_name(id)?;
        Ok(Stored { document, extraction: packed.extraction()? })
    }

    /// The text of a document alone.
    ///
    /// # Errors
    /// When there is no such document, or its rows are damaged.
    pub fn text(&self, id: &DocumentId) -> Result<String> {
        let mut statement = self.connection.prepare_cached("SELECT text FROM found WHERE document = ?1")?;
        let packed: Option<Option<Vec<u8>>> =
            statement.query_row([id.as_str()], |row| row.get(0)).optional()?;
        let bytes = match packed.ok_or_else(|| missing(id))? {
            Some(packed) => unpack(&packed)?,
            None => self.bytes(id)?,
        };
        String::from_utf8(bytes).map_err(|e| crate::StoreError::damaged(format!("a text is not UTF-8 ({e})")))
    }
}
