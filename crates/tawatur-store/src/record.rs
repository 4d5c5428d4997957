//! Derived rows: the record, as rows that listings and pages query. Dropped and rebuilt whole.

use crate::compression::unpack;
use crate::found::Packed;
use crate::put::{Spoken, Wordings, put};
use crate::{Result, Store};
use rayon::prelude::*;
use rusqlite::{Connection, OptionalExtension, TransactionBehavior};
use rustc_hash::{FxHashMap, FxHashSet};
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use tawatur_core::model::{Action, Decision, DocumentId, Event, Ids, Linkable, Record, Workers};
use tawatur_core::packs::Packs;
use tawatur_core::pipeline;

/// Decisions that no longer fit, by number, with the reason.
type Orphans = Vec<(u64, String)>;

/// Documents that are read together, by threads.
const BATCH: usize = 256;

/// The threads of the pool that the caller runs in.
struct Threads;

impl Workers for Threads {
    fn each(&self, pieces: usize, work: &(dyn Fn(usize) + Sync)) {
        (0..pieces).into_par_iter().for_each(work);
    }
}

impl Store {
    /// True when the record is what documents, found rows and decisions say now.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn record_is_current(&self) -> Result<bool> {
        Ok(state(&self.connection, "record_of")?.unwrap_or_default() == basis(&self.connection)?)
    }

    /// Builds the record anew and keeps it.
    ///
    /// # Errors
    /// When the store cannot be read or written.
    pub fn rebuild_record(&mut self, packs: &Packs) -> Result<Record> {
        let basis = basis(&self.connection)?;
        let decisions = self.decisions()?;
        let (linkables, refused, wordings) = self.linkables(&decisions, packs)?;
        let mut record = pipeline::record_by(linkables, &decisions, packs, &Threads);
        record.orphans.extend(refused);
        record.orphans.sort();
        record.orphans.dedup_by_key(|o| o.0);
        self.keep(&record, &wordings, &basis)?;
        Ok(record)
    }

    /// Keeps a record that was built elsewhere from the documents and decisions of this store, or made for a measure.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn keep_record(&mut self, record: &Record) -> Result<()> {
        let basis = basis(&self.connection)?;
        self.keep(record, &Wordings::default(), &basis)
    }

    fn keep(&mut self, record: &Record, wordings: &Wordings, basis: &str) -> Result<()> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        put(&transaction, record, wordings)?;
        set_state(&transaction, "record_of", basis)?;
        transaction.commit()?;
        Ok(())
    }

    /// What the record that is kept was built from; a change of it is a change of the record.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn record_stamp(&self) -> Result<String> {
        Ok(state(&self.connection, "record_of")?.unwrap_or_default())
    }

    /// Every document that stands, with what was found and handed in; decisions that no longer fit; and in which words
    /// documents speak of whom.
    fn linkables(&self, decisions: &[Decision], packs: &Packs) -> Result<(Vec<Linkable>, Orphans, Wordings)> {
        let mut by_document: BTreeMap<&str, Vec<Decision>> = BTreeMap::new();
        let keys = self.decision_keys()?;
        for decision in tawatur_core::model::in_force(decisions) {
            if matches!(decision.action, Action::Add { .. } | Action::Correct { .. })
                && let Some(key) = keys.get(&decision.id)
            {
                by_document.entry(key).or_default().push(decision.clone());
            }
        }
        let mut standing = self.document_names()?;
        let (mut refused, mut linkables, mut wordings) = (Vec::new(), Vec::new(), Wordings::default());
        // What many documents hold alike is kept once, from the first document on.
        let mut ids = Ids::default();
        let read = |(packed, bytes, name): &(Packed, Option<Vec<u8>>, String)| -> Result<_> {
            let document = packed.document(|| unpack(bytes.as_deref().unwrap_or_default()));
            let mut document = document?;
            document.file.clone_from(name);
            let mut extraction = packed.extraction()?;
            let own = by_document.get(packed.document.as_str()).map_or(&[][..], Vec::as_slice);
            let refused = pipeline::hand_in(&mut extraction, &document.text, own, packs);
            let spoken = Spoken::of(&document, &extraction);
            Ok((pipeline::linkable(&document, extraction), refused, spoken))
        };
        let sql = format!(
            "SELECT {}, CASE WHEN text IS NULL THEN
                 (SELECT bytes FROM ledger WHERE class = 'document' AND key = document ORDER BY ledger.number LIMIT 1) END
             FROM found ORDER BY number",
            Packed::COLUMNS
        );
        let mut statement = self.connection.prepare(&sql)?;
        let mut rows = statement.query([])?;
        let mut batch = Vec::with_capacity(BATCH);
        loop {
            let row = rows.next()?;
            let is_last = row.is_none();
            if let Some(row) = row {
                let packed = Packed::read(row)?;
                if let Some(name) = standing.remove(packed.document.as_str()) {
                    batch.push((packed, row.get(Packed::FIELDS)?, name));
                }
            }
            if is_last || batch.len() == BATCH {
                let done: Vec<Result<_>> = batch.par_iter().map(read).collect();
                for one in done {
                    let (mut linkable, no_longer_fit, words) = one?;
                    linkable.share(&mut ids);
                    linkables.push(linkable);
                    refused.extend(no_longer_fit);
                    wordings.add(words, &mut ids);
                }
                batch.clear();
            }
            if is_last {
                break;
            }
        }
        if let Some(id) = standing.into_keys().min() {
            return Err(crate::ledger::missing(&DocumentId::new(id)));
        }
        let there: FxHashSet<&str> = linkables.iter().map(|one| one.document.id.as_str()).collect();
        for (_, decisions) in by_document.into_iter().filter(|(document, _)| !there.contains(document)) {
            for decision in decisions {
                refused.push((decision.id, "its document is no longer in the store".to_owned()));
            }
        }
        Ok((linkables, refused, wordings))
    }

    /// Every document that stands, with its name: of several the first in alphabetical order.
    fn document_names(&self) -> Result<FxHashMap<String, String>> {
        let sql = "SELECT key, min(name), max(class = 'document') AS given FROM standing
                   WHERE class IN ('document', 'name') GROUP BY key HAVING given";
        let mut statement = self.connection.prepare(sql)?;
        let names = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(names.collect::<rusqlite::Result<_>>()?)
    }

    fn decision_keys(&self) -> Result<BTreeMap<u64, String>> {
        let mut statement =
            self.connection.prepare("SELECT number, key FROM standing WHERE class = 'decision'")?;
        let rows = statement.query_map([], |row| Ok((row.get::<_, i64>(0)?, row.get(1)?)))?;
        Ok(rows
            .map(|row| row.map(|(n, key)| (u64::try_from(n).unwrap_or_default(), key)))
            .collect::<rusqlite::Result<_>>()?)
    }

    /// The whole record as it was built.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn record(&self) -> Result<Record> {
        let mut orphans =
            self.connection.prepare("SELECT decision, reason FROM record_orphans ORDER BY decision")?;
        let orphans = orphans.query_map([], |row| Ok((row.get::<_, i64>(0)?, row.get(1)?)))?;
        let mut events: Vec<Event> = self.bodies("SELECT body FROM record_events", &[])?;
        // Rows stand in the order of listings; the record's own is by first day and id.
        let start = |e: &Event| e.when.as_ref().and_then(|w| w.start);
        events.sort_by(|a, b| (start(a), &a.id).cmp(&(start(b), &b.id)));
        Ok(Record {
            documents: self.bodies("SELECT body FROM record_documents ORDER BY position", &[])?,
            entities: self.bodies("SELECT body FROM record_entities ORDER BY position", &[])?,
            reports: self.bodies("SELECT body FROM record_reports ORDER BY position", &[])?,
            events,
            agreements: self.bodies("SELECT body FROM record_agreements ORDER BY position", &[])?,
            disputes: self.bodies("SELECT body FROM record_disputes ORDER BY position", &[])?,
            stories: self.bodies("SELECT body FROM record_stories ORDER BY position", &[])?,
            judgements: self.bodies("SELECT body FROM record_judgements ORDER BY position", &[])?,
            orphans: orphans
                .map(|row| row.map(|(n, reason)| (u64::try_from(n).unwrap_or_default(), reason)))
                .collect::<rusqlite::Result<_>>()?,
        })
    }

    /// The rows of a query whose first column is a JSON body.
    pub(crate) fn bodies<T: DeserializeOwned>(
        &self,
        sql: &str,
        values: &[&dyn rusqlite::ToSql],
    ) -> Result<Vec<T>> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query(values)?;
        let mut out = Vec::new();
        while let Some(row) = rows.next()? {
            out.push(serde_json::from_slice(
                row.get_ref(0)?.as_bytes().map_err(crate::StoreError::damaged)?,
            )?);
        }
        Ok(out)
    }

    /// Every found row of documents that stand, as it lies in the store.
    pub(crate) fn packed(&self, mut each: impl FnMut(Packed) -> Result<()>) -> Result<()> {
        let sql = format!("SELECT {} FROM found ORDER BY number", Packed::COLUMNS);
        let mut statement = self.connection.prepare(&sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            each(Packed::read(row)?)?;
        }
        Ok(())
    }
}

/// What a record built now would rest on: the ledger's head and the state of the found rows.
fn basis(connection: &Connection) -> Result<String> {
    let head = state(connection, "ledger_head")?.unwrap_or_default();
    let found = state(connection, "found_changes")?.unwrap_or_default();
    Ok(format!("{head} {found}"))
}

/// Notes that a found row changed.
pub(crate) fn found_changed(connection: &Connection) -> Result<()> {
    let changes: u64 = state(connection, "found_changes")?.and_then(|n| n.parse().ok()).unwrap_or(0);
    set_state(connection, "found_changes", &(changes + 1).to_string())
}

pub(crate) fn state(connection: &Connection, name: &str) -> Result<Option<String>> {
    let mut statement = connection.prepare_cached("SELECT value FROM state WHERE name = ?1")?;
    Ok(statement.query_row([name], |row| row.get(0)).optional()?)
}

pub(crate) fn set_state(connection: &Connection, name: &str, value: &str) -> Result<()> {
    connection
        .prepare_cached("INSERT OR REPLACE INTO state (name, value) VALUES (?1, ?2)")?
        .execute([name, value])?;
    Ok(())
}
