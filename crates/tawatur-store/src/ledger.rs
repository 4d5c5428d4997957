//! Given rows: documents, decisions, runs and undos, appended one after another and chained by hashes.
//!
//! Nothing here is ever changed or deleted; an undo is a row that names the run it takes back.

use crate::compression::{pack, unpack};
use crate::found::Prepared;
use crate::{Kind, Result, Store, StoreError};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, TransactionBehavior, params};
use serde_json::json;
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use tawatur_core::model::{Action, Decision, Document, DocumentId, Maker};

/// A run: one command that writes. Its row is written with the first thing it stores, so a command that changes
/// nothing leaves no trace.
#[derive(Debug, Clone)]
pub struct Run {
    kind: String,
    what: String,
    at: String,
    by: Option<String>,
    number: Option<i64>,
}

impl Run {
    /// A run of a kind (`add`, `reports`, `decide`, `undo`, `rebuild`), what it was asked for, and when (RFC 3339, UTC).
    pub fn new(kind: impl Into<String>, what: impl Into<String>, at: impl Into<String>) -> Self {
        Self { kind: kind.into(), what: what.into(), at: at.into(), by: None, number: None }
    }

    /// The same, with who ran it.
    #[must_use]
    pub fn by(mut self, who: impl Into<String>) -> Self {
        self.by = Some(who.into());
        self
    }

    /// Its number, once it has stored something.
    #[must_use]
    pub fn number(&self) -> Option<i64> {
        self.number
    }
}

/// A run as the ledger knows it.
#[derive(Debug, Clone, serde::Serialize)]
pub struct RunRow {
    /// Its number.
    pub number: i64,
    /// Its kind.
    pub kind: String,
    /// What it was asked for.
    pub what: String,
    /// When.
    pub at: String,
    /// Whether it was taken back.
    pub undone: bool,
}

/// What became of a document that was handed to the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Admission {
    /// It is new.
    New,
    /// Its bytes were there under another name; the name was added.
    Named,
    /// It was there.
    Known,
}

/// Writes within one transaction of a run.
#[derive(Debug)]
pub struct Writer<'s> {
    pub(crate) transaction: Transaction<'s>,
    run: &'s mut Run,
    /// Whether this transaction changed a found row.
    pub(crate) found_changed: bool,
}

impl Store {
    /// Runs `work` in one transaction of a run: everything it writes is stored, or nothing.
    ///
    /// # Errors
    /// Whatever `work` fails with, or the store; nothing is stored then.
    pub fn write<T, E: From<StoreError>>(
        &mut self,
        run: &mut Run,
        work: impl FnOnce(&mut Writer<'_>) -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(StoreError::from)?;
        let before = run.number;
        let mut writer = Writer { transaction, run, found_changed: false };
        match work(&mut writer) {
            Ok(value) => {
                if writer.found_changed {
                    crate::record::found_changed(&writer.transaction)?;
                }
                writer.transaction.commit().map_err(StoreError::from)?;
                Ok(value)
            }
            Err(error) => {
                // Dropping the transaction rolls it back, and with it the run's row.
                writer.run.number = before;
                Err(error)
            }
        }
    }

    /// Every run, oldest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn runs(&self) -> Result<Vec<RunRow>> {
        let sql = "SELECT number, body, number IN (SELECT run FROM undone) FROM ledger WHERE class = 'run' ORDER BY number";
        let mut statement = self.connection.prepare(sql)?;
        let mut rows = statement.query([])?;
        let mut runs = Vec::new();
        while let Some(row) = rows.next()? {
            let body: serde_json::Value =
                serde_json::from_str(row.get_ref(1)?.as_str().map_err(StoreError::damaged)?)?;
            let text = |name: &str| body[name].as_str().unwrap_or("").to_owned();
            runs.push(RunRow {
                number: row.get(0)?,
                kind: text("kind"),
                what: text("what"),
                at: text("at"),
                undone: row.get(2)?,
            });
        }
        Ok(runs)
    }

    /// Every decision of a run that stands, in order. Decisions taken back by a later decision are among them, as is
    /// that later one; `tawatur_core::model::in_force` sorts them out.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn decisions(&self) -> Result<Vec<Decision>> {
        self.decisions_where("", &[])
    }

    /// Decisions about one document: reports handed in for it and corrections of its reports.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn decisions_on(&self, document: &DocumentId) -> Result<Vec<Decision>> {
        self.decisions_where("AND key IN (?1, '')", &[&document.as_str()])
    }

    /// Every decision of a run that stands, in order, with the id of the document it is about; empty where it is about
    /// none.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn decisions_with_documents(&self) -> Result<Vec<(Decision, String)>> {
        let sql = "SELECT number, body, key FROM standing WHERE class = 'decision' ORDER BY number";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query([])?;
        let mut decisions = Vec::new();
        while let Some(row) = rows.next()? {
            decisions.push((decision(row)?, row.get(2)?));
        }
        Ok(decisions)
    }

    fn decisions_where(&self, condition: &str, values: &[&dyn rusqlite::ToSql]) -> Result<Vec<Decision>> {
        let sql =
            format!("SELECT number, body FROM standing WHERE class = 'decision' {condition} ORDER BY number");
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut rows = statement.query(values)?;
        let mut decisions = Vec::new();
        while let Some(row) = rows.next()? {
            decisions.push(decision(row)?);
        }
        Ok(decisions)
    }

    /// Ids of all documents that stand, in order.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn document_ids(&self) -> Result<Vec<DocumentId>> {
        let mut statement = self
            .connection
            .prepare("SELECT DISTINCT key FROM standing WHERE class = 'document' ORDER BY key")?;
        let ids = statement.query_map([], |row| Ok(DocumentId::new(row.get::<_, String>(0)?)))?;
        Ok(ids.collect::<rusqlite::Result<_>>()?)
    }

    /// The document that an id, the beginning of an id or a file name means.
    ///
    /// # Errors
    /// When none or several do.
    pub fn document_named(&self, name: &str) -> Result<DocumentId> {
        let sql = "SELECT DISTINCT key FROM standing WHERE class IN ('document', 'name') AND (key = ?1 OR name = ?1)";
        let mut found = self.keys(sql, name)?;
        if found.is_empty() {
            // A row may name a file without its folder or without its ending.
            let sql = "SELECT DISTINCT key FROM standing WHERE class IN ('document', 'name')
                       AND (name LIKE '%/' || ?1 OR name = ?1 || '.txt' OR name LIKE '%/' || ?1 || '.txt'
                            OR (length(?1) >= 6 AND substr(key, 1, length(?1)) = ?1))";
            found = self.keys(sql, name)?;
        }
        match found.as_slice() {
            [one] => Ok(DocumentId::new(one)),
            [] => Err(StoreError::new(
                Kind::Missing,
                format!("no document is named `{name}`"),
                "`tawatur sources` lists the documents; add the report first with `tawatur add`",
            )),
            several => Err(StoreError::new(
                Kind::Missing,
                format!("`{name}` names {} documents: {}", several.len(), several.join(", ")),
                "write the id",
            )),
        }
    }

    fn keys(&self, sql: &str, value: &str) -> Result<Vec<String>> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let keys = statement.query_map([value], |row| row.get(0))?;
        Ok(keys.collect::<rusqlite::Result<_>>()?)
    }

    /// The bytes of a document as received.
    ///
    /// # Errors
    /// When there is no such document, or its bytes are damaged.
    pub fn bytes(&self, document: &DocumentId) -> Result<Vec<u8>> {
        let sql = "SELECT bytes FROM ledger WHERE class = 'document' AND key = ?1 ORDER BY number LIMIT 1";
        let mut statement = self.connection.prepare_cached(sql)?;
        let packed: Option<Vec<u8>> =
            statement.query_row([document.as_str()], |row| row.get(0)).optional()?.flatten();
        unpack(&packed.ok_or_else(|| missing(document))?)
    }

    /// The name of a document: of all names it came under, the first in alphabetical order, so that the order in
    /// which they came changes nothing.
    ///
    /// # Errors
    /// When there is no such document.
    pub fn file_name(&self, document: &DocumentId) -> Result<String> {
        let sql = "SELECT min(name) FROM standing WHERE key = ?1 AND class IN ('document', 'name')";
        let mut statement = self.connection.prepare_cached(sql)?;
        let name: Option<String> = statement.query_row([document.as_str()], |row| row.get(0))?;
        name.ok_or_else(|| missing(document))
    }
}

/// There is no such document.
pub(crate) fn missing(document: &DocumentId) -> StoreError {
    StoreError::new(
        Kind::Missing,
        format!("there is no document {document}"),
        "`tawatur sources` lists the documents",
    )
}

fn decision(row: &Row<'_>) -> Result<Decision> {
    let mut body: serde_json::Value =
        serde_json::from_str(row.get_ref(1)?.as_str().map_err(StoreError::damaged)?)?;
    body["id"] = json!(row.get::<_, i64>(0)?);
    Ok(serde_json::from_value(body)?)
}

impl Writer<'_> {
    /// Keeps a document's bytes under its name.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn receive(&mut self, document: &Document, bytes: &[u8]) -> Result<Admission> {
        self.receive_from(document, bytes, "")
    }

    /// Keeps an input from which documents are made, once.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn keep_container(&mut self, name: &str, sha256: &str, bytes: &[u8]) -> Result<()> {
        let sql = "SELECT count(*) FROM standing WHERE class = 'container' AND key = ?1";
        let known: i64 = self.transaction.prepare_cached(sql)?.query_row([sha256], |row| row.get(0))?;
        if known == 0 {
            let body = json!({ "sha256": sha256, "length": bytes.len() }).to_string();
            self.append("container", sha256, name, &body, Some(&pack(bytes)?))?;
        }
        Ok(())
    }

    /// Keeps a document's bytes under its name; `container` is the SHA-256 of the input they were made from.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn receive_from(&mut self, document: &Document, bytes: &[u8], container: &str) -> Result<Admission> {
        self.admit(document, bytes.len(), container, || Ok(Cow::Owned(pack(bytes)?)))
    }

    /// Keeps the bytes of a document that was prepared; `container` is the SHA-256 of the input they were made from.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn receive_prepared(&mut self, prepared: &Prepared, container: &str) -> Result<Admission> {
        let packed = || Ok(Cow::Borrowed(prepared.bytes.as_slice()));
        self.admit(&prepared.document, prepared.length, container, packed)
    }

    fn admit<'b>(
        &mut self,
        document: &Document,
        length: usize,
        container: &str,
        packed: impl FnOnce() -> Result<Cow<'b, [u8]>>,
    ) -> Result<Admission> {
        let sql = "SELECT name = ?2, class FROM standing WHERE key = ?1 AND class IN ('document', 'name') ORDER BY name = ?2 DESC, class";
        let known: Option<bool> = self
            .transaction
            .prepare_cached(sql)?
            .query_row(params![document.id.as_str(), document.file], |row| row.get(0))
            .optional()?;
        match known {
            Some(true) => Ok(Admission::Known),
            Some(false) => {
                self.append("name", document.id.as_str(), &document.file, "{}", None)?;
                Ok(Admission::Named)
            }
            None => {
                let packed = packed()?;
                let mut body = json!({ "sha256": document.sha256, "length": length });
                if !container.is_empty() {
                    body["container"] = json!(container);
                }
                let body = body.to_string();
                self.append("document", document.id.as_str(), &document.file, &body, Some(&packed))?;
                Ok(Admission::New)
            }
        }
    }

    /// Appends a decision, and gives back its number. `document` is the one it is about, where it is about one.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn decide(&mut self, by: &Maker, action: &Action, document: Option<&DocumentId>) -> Result<u64> {
        let decision = Decision { id: 0, by: by.clone(), at: self.run.at.clone(), action: action.clone() };
        let mut body = serde_json::to_value(&decision)?;
        if let Some(fields) = body.as_object_mut() {
            fields.remove("id");
        }
        let key = document.map_or("", DocumentId::as_str);
        let number = self.append("decision", key, "", &body.to_string(), None)?;
        Ok(u64::try_from(number).unwrap_or_default())
    }

    /// Appends a decision that was made in another store, with who made it there and when. Gives back its number here.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn adopt(&mut self, decision: &Decision, document: &str) -> Result<u64> {
        let mut body = serde_json::to_value(decision)?;
        if let Some(fields) = body.as_object_mut() {
            fields.remove("id");
        }
        let number = self.append("decision", document, "", &body.to_string(), None)?;
        Ok(u64::try_from(number).unwrap_or_default())
    }

    /// Takes a run back.
    ///
    /// # Errors
    /// When there is no such run, it was taken back before, or is itself an undo.
    pub fn undo(&mut self, number: i64) -> Result<()> {
        let sql = "SELECT json_extract(body, '$.kind') = 'undo', number IN (SELECT run FROM undone) FROM ledger WHERE number = ?1 AND class = 'run'";
        let found: Option<(bool, bool)> =
            self.transaction.query_row(sql, [number], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
        let fail = |message: String| {
            Err(StoreError::new(Kind::Missing, message, "`tawatur undo --list` lists the runs"))
        };
        match found {
            None => fail(format!("there is no run {number}")),
            Some((true, _)) => fail(format!("run {number} is itself an undo; do again what it took back")),
            Some((_, true)) => fail(format!("run {number} was taken back before")),
            Some((false, false)) => {
                self.append("undo", &number.to_string(), "", "{}", None)?;
                Ok(())
            }
        }
    }

    /// The number of this run; writes its row when it is not there yet.
    pub(crate) fn run_number(&mut self) -> Result<i64> {
        if let Some(number) = self.run.number {
            return Ok(number);
        }
        let mut body = json!({ "kind": self.run.kind, "what": self.run.what, "at": self.run.at });
        if let Some(by) = &self.run.by {
            body["by"] = json!(by);
        }
        let body = body.to_string();
        let number = append_row(&self.transaction, None, "run", "", "", &body, None)?;
        self.run.number = Some(number);
        Ok(number)
    }

    fn append(
        &mut self,
        class: &str,
        key: &str,
        name: &str,
        body: &str,
        bytes: Option<&[u8]>,
    ) -> Result<i64> {
        let run = self.run_number()?;
        append_row(&self.transaction, Some(run), class, key, name, body, bytes)
    }
}

/// Appends a row to the ledger; `run` is absent for a run's own row.
fn append_row(
    connection: &Connection,
    run: Option<i64>,
    class: &str,
    key: &str,
    name: &str,
    body: &str,
    bytes: Option<&[u8]>,
) -> Result<i64> {
    let last = connection
        .prepare_cached("SELECT number, hash FROM ledger ORDER BY number DESC LIMIT 1")?
        .query_row([], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, Vec<u8>>(1)?)))
        .optional()?;
    let (number, previous) = last.map_or((1, Vec::new()), |(n, hash)| (n + 1, hash));
    let run = run.unwrap_or(number);
    let hash = row_hash(&previous, number, run, class, key, name, body, bytes);
    connection
        .prepare_cached("INSERT INTO ledger (number, run, class, key, name, body, bytes, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")?
        .execute(params![number, run, class, key, name, body, bytes, hash])?;
    let head = format!("{number}:{}", hex(&hash));
    crate::record::set_state(connection, "ledger_head", &head)?;
    Ok(number)
}

/// The hash of a row: SHA-256 over the hash before it and every column, each with its length.
#[allow(clippy::too_many_arguments)] // one for each column
pub(crate) fn row_hash(
    previous: &[u8],
    number: i64,
    run: i64,
    class: &str,
    key: &str,
    name: &str,
    body: &str,
    bytes: Option<&[u8]>,
) -> Vec<u8> {
    let (number, run) = (number.to_be_bytes(), run.to_be_bytes());
    hash_of(&[
        previous,
        &number,
        &run,
        class.as_bytes(),
        key.as_bytes(),
        name.as_bytes(),
        body.as_bytes(),
        bytes.unwrap_or(b""),
    ])
}

/// SHA-256 over parts, each with its length before it.
pub(crate) fn hash_of(parts: &[&[u8]]) -> Vec<u8> {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update((part.len() as u64).to_be_bytes());
        hasher.update(part);
    }
    hasher.finalize().to_vec()
}

/// Lower-case hex digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
