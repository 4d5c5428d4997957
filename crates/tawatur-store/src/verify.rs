//! Verification: every hash, the chain of given rows, and every quotation cut out of its document again.

use crate::compression::unpack;
use crate::ledger::{hex, row_hash};
use crate::{Result, Store};
use std::collections::BTreeMap;
use tawatur_core::model::{DocumentId, Extraction, Report};
use tawatur_core::text::{Span, sha256_hex};

/// Something that is not as it was stored.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Fault {
    /// Where: a ledger row, a document, a report.
    pub place: String,
    /// What is wrong.
    pub message: String,
}

/// What a verification looked at, and what it found wrong.
#[derive(Debug, Clone, Default, serde::Serialize)]
pub struct Verification {
    /// Given rows checked.
    pub given: usize,
    /// Documents whose bytes were hashed again.
    pub documents: usize,
    /// Found rows checked.
    pub found: usize,
    /// Spans cut out again.
    pub spans: usize,
    /// What is wrong; nothing when the store is whole.
    pub faults: Vec<Fault>,
}

impl Verification {
    fn fault(&mut self, place: impl Into<String>, message: impl Into<String>) {
        self.faults.push(Fault { place: place.into(), message: message.into() });
    }
}

impl Store {
    /// Checks the whole store. A part that cannot even be read is a fault like any other.
    #[must_use]
    pub fn verify(&self) -> Verification {
        let mut seen = Verification::default();
        for (part, result) in [
            ("file", self.verify_file(&mut seen)),
            ("ledger", self.verify_ledger(&mut seen)),
            ("found rows", self.verify_found(&mut seen)),
            ("record", self.verify_record(&mut seen)),
        ] {
            if let Err(error) = result {
                seen.fault(part, error.message);
            }
        }
        seen
    }

    /// SQLite's own check of its pages and indexes.
    fn verify_file(&self, seen: &mut Verification) -> Result<()> {
        let mut statement = self.connection.prepare("PRAGMA integrity_check(20)")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let message: String = row.get(0)?;
            if message != "ok" {
                seen.fault("file", message);
            }
        }
        Ok(())
    }

    fn verify_ledger(&self, seen: &mut Verification) -> Result<()> {
        let mut statement = self
            .connection
            .prepare("SELECT number, run, class, key, name, body, bytes, hash FROM ledger ORDER BY number")?;
        let mut rows = statement.query([])?;
        let (mut previous, mut expected) = (Vec::new(), 1_i64);
        while let Some(row) = rows.next()? {
            let (number, run): (i64, i64) = (row.get(0)?, row.get(1)?);
            let place = format!("ledger row {number}");
            if number != expected {
                seen.fault(&place, format!("row {expected} is missing before it"));
            }
            expected = number + 1;
            seen.given += 1;
            let text = |k: usize| row.get::<_, String>(k);
            let (class, key, name, body) = (text(2)?, text(3)?, text(4)?, text(5)?);
            let bytes: Option<Vec<u8>> = row.get(6)?;
            let hash: Vec<u8> = row.get(7)?;
            if row_hash(&previous, number, run, &class, &key, &name, &body, bytes.as_deref()) != hash {
                seen.fault(&place, format!("its {class} was changed, or the chain before it was"));
            }
            previous = hash;
            if class == "document" {
                seen.documents += 1;
                check_bytes(seen, &place, &key, &body, bytes.as_deref());
            } else if class == "container" {
                check_bytes(seen, &place, &name, &body, bytes.as_deref());
            }
        }
        let head = crate::record::state(&self.connection, "ledger_head")?;
        let last = (expected > 1).then(|| format!("{}:{}", expected - 1, hex(&previous)));
        if head != last {
            seen.fault("ledger", "its last row is not the one that was written last");
        }
        Ok(())
    }

    fn verify_found(&self, seen: &mut Verification) -> Result<()> {
        self.packed(|packed| {
            seen.found += 1;
            let id = DocumentId::new(&packed.document);
            if packed.hash() != packed.hash {
                seen.fault(id.as_str(), "what was found in it was changed after it was stored");
                return Ok(());
            }
            let read =
                packed.document(|| self.bytes(&id)).and_then(|document| Ok((document, packed.extraction()?)));
            match read {
                Ok((document, extraction)) => {
                    if sha256_hex(document.text.as_bytes()) != document.text_sha256 {
                        seen.fault(id.as_str(), "its text has another hash than when it was read");
                    }
                    for span in spans(&extraction) {
                        check_span(seen, id.as_str(), &document.text, span);
                    }
                }
                Err(error) => seen.fault(id.as_str(), error.message),
            }
            Ok(())
        })?;
        for id in self.document_ids()? {
            let known: i64 = self.connection.query_row(
                "SELECT count(*) FROM found WHERE document = ?1",
                [id.as_str()],
                |row| row.get(0),
            )?;
            if known == 0 {
                seen.fault(id.as_str(), "nothing is stored of what was found in it; run `tawatur rebuild`");
            }
        }
        Ok(())
    }

    /// Every quotation of the record, reports of other hands among them, stands in its document.
    fn verify_record(&self, seen: &mut Verification) -> Result<()> {
        let mut reports: BTreeMap<DocumentId, Vec<Report>> = BTreeMap::new();
        for report in self.bodies::<Report>("SELECT body FROM record_reports", &[])? {
            reports.entry(report.document.clone()).or_default().push(report);
        }
        for (id, reports) in reports {
            match self.document(&id) {
                Ok(stored) => {
                    for report in &reports {
                        for span in report_spans(report) {
                            check_span(seen, report.id.as_str(), &stored.document.text, span);
                        }
                    }
                }
                Err(error) => seen.fault(id.as_str(), error.message),
            }
        }
        Ok(())
    }
}

/// A document's bytes still have the hash they came with.
fn check_bytes(seen: &mut Verification, place: &str, key: &str, body: &str, bytes: Option<&[u8]>) {
    let told = serde_json::from_str::<serde_json::Value>(body).ok();
    let told = told.as_ref().and_then(|b| b["sha256"].as_str()).unwrap_or("");
    match bytes.map(unpack) {
        Some(Ok(bytes)) if sha256_hex(&bytes) == told => {}
        Some(Ok(_)) => seen.fault(place, format!("the bytes of document {key} are not those received")),
        Some(Err(error)) => seen.fault(place, error.message),
        None => seen.fault(place, format!("the bytes of document {key} are gone")),
    }
}

fn check_span(seen: &mut Verification, place: &str, text: &str, span: Span) {
    seen.spans += 1;
    if span.is_empty() || span.slice(text).is_empty() {
        seen.fault(place, format!("bytes {} to {} are no words of its document", span.start, span.end));
    }
}

fn spans(extraction: &Extraction) -> impl Iterator<Item = Span> {
    extraction.mentions.iter().map(|m| m.span).chain(extraction.reports.iter().flat_map(report_spans))
}

fn report_spans(report: &Report) -> impl Iterator<Item = Span> {
    let fillers =
        report.roles.iter().chain(report.terms.iter().flat_map(|t| &t.roles)).filter_map(|f| f.span);
    let links = report.source.iter().flat_map(|c| &c.0).filter_map(|l| l.span);
    let counts = report.counts.iter().filter_map(|c| c.span);
    let own = [Some(report.span), report.trigger, report.when.as_ref().and_then(|w| w.span)];
    own.into_iter()
        .flatten()
        .chain(fillers)
        .chain(links)
        .chain(counts)
        .chain(report.terms.iter().filter_map(|t| t.span))
}

impl Store {
    /// The bytes of every column of given and found rows as they lie in the file, for checks that harm a copy.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn stored_bytes(&self) -> Result<Vec<Vec<u8>>> {
        let sql = "SELECT CAST(key AS BLOB) FROM ledger UNION ALL SELECT CAST(name AS BLOB) FROM ledger
                   UNION ALL SELECT CAST(body AS BLOB) FROM ledger UNION ALL SELECT bytes FROM ledger UNION ALL SELECT hash FROM ledger
                   UNION ALL SELECT CAST(document AS BLOB) FROM found UNION ALL SELECT meta FROM found UNION ALL SELECT text FROM found
                   UNION ALL SELECT extraction FROM found UNION ALL SELECT hash FROM found";
        let mut statement = self.connection.prepare(sql)?;
        let rows = statement.query_map([], |row| row.get::<_, Option<Vec<u8>>>(0))?;
        Ok(rows.collect::<rusqlite::Result<Vec<_>>>()?.into_iter().flatten().collect())
    }
}
