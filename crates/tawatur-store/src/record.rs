//! Derived rows: the record, as rows that listings and pages query. Dropped and rebuilt whole.

use crate::found::Packed;
use crate::{Result, Store};
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};
use serde::de::DeserializeOwned;
use std::collections::{BTreeMap, BTreeSet};
use tawatur_core::model::{
    Action, Decision, DocumentId, EntityId, Event, EventId, Linkable, Record, ReportId, When,
};
use tawatur_core::packs::Packs;
use tawatur_core::pipeline;
use tawatur_core::text::fold_str;

/// Tables that a rebuild empties.
const TABLES: [&str; 12] = [
    "record_documents",
    "record_entities",
    "record_spellings",
    "record_reports",
    "record_events",
    "record_cast",
    "record_languages",
    "record_agreements",
    "record_disputes",
    "record_stories",
    "record_judgements",
    "record_orphans",
];

/// Decisions that no longer fit, by number, with the reason.
type Orphans = Vec<(u64, String)>;

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
        let (linkables, refused) = self.linkables(&decisions, packs)?;
        let mut record = pipeline::record(linkables, &decisions, packs);
        record.orphans.extend(refused);
        record.orphans.sort();
        record.orphans.dedup_by_key(|o| o.0);
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        put(&transaction, &record)?;
        set_state(&transaction, "record_of", &basis)?;
        transaction.commit()?;
        Ok(record)
    }

    /// Every document that stands, with what was found and handed in; and decisions that no longer fit.
    fn linkables(&self, decisions: &[Decision], packs: &Packs) -> Result<(Vec<Linkable>, Orphans)> {
        let mut by_document: BTreeMap<&str, Vec<Decision>> = BTreeMap::new();
        let keys = self.decision_keys()?;
        for decision in tawatur_core::model::in_force(decisions) {
            if matches!(decision.action, Action::Add { .. } | Action::Correct { .. })
                && let Some(key) = keys.get(&decision.id)
            {
                by_document.entry(key).or_default().push(decision.clone());
            }
        }
        let mut refused = Vec::new();
        let mut linkables = Vec::new();
        for id in self.document_ids()? {
            let stored = self.document(&id)?;
            let mut extraction = stored.extraction;
            if let Some(own) = by_document.remove(id.as_str()) {
                refused.extend(pipeline::hand_in(&mut extraction, &stored.document.text, &own, packs));
            }
            linkables.push(pipeline::linkable(&stored.document, extraction));
        }
        for decision in by_document.into_values().flatten() {
            refused.push((decision.id, "its document is no longer in the store".to_owned()));
        }
        Ok((linkables, refused))
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
        Ok(Record {
            documents: self.bodies("SELECT body FROM record_documents ORDER BY position", &[])?,
            entities: self.bodies("SELECT body FROM record_entities ORDER BY position", &[])?,
            reports: self.bodies("SELECT body FROM record_reports ORDER BY position", &[])?,
            events: self.bodies("SELECT body FROM record_events ORDER BY position", &[])?,
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

/// Puts a record in place of the one before.
fn put(transaction: &Transaction<'_>, record: &Record) -> Result<()> {
    for table in TABLES {
        transaction.execute(&format!("DELETE FROM {table}"), [])?;
    }
    let mut documents =
        transaction.prepare("INSERT INTO record_documents VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?;
    for (k, d) in (0_i64..).zip(&record.documents) {
        let day = d.published.date.map(|date| date.to_string());
        documents.execute(params![
            k,
            d.id.as_str(),
            d.language.as_str(),
            day,
            d.story,
            serde_json::to_string(d)?
        ])?;
    }
    put_entities(transaction, record)?;
    put_reports_and_events(transaction, record)?;
    let mut agreements = transaction.prepare("INSERT INTO record_agreements VALUES (?1, ?2, ?3, ?4)")?;
    for (k, a) in (0_i64..).zip(&record.agreements) {
        agreements.execute(params![k, a.id, a.event.as_str(), serde_json::to_string(a)?])?;
    }
    let mut disputes = transaction.prepare("INSERT INTO record_disputes VALUES (?1, ?2, ?3, ?4, ?5)")?;
    for (k, d) in (0_i64..).zip(&record.disputes) {
        let about = serde_json::to_value(d.about)?;
        disputes.execute(params![k, d.id, d.event.as_str(), about.as_str(), serde_json::to_string(d)?])?;
    }
    let mut stories = transaction.prepare("INSERT INTO record_stories VALUES (?1, ?2, ?3)")?;
    for (k, s) in (0_i64..).zip(&record.stories) {
        stories.execute(params![k, s.id, serde_json::to_string(s)?])?;
    }
    let mut judgements = transaction.prepare("INSERT INTO record_judgements VALUES (?1, ?2)")?;
    for (k, j) in (0_i64..).zip(&record.judgements) {
        judgements.execute(params![k, serde_json::to_string(j)?])?;
    }
    let mut orphans = transaction.prepare("INSERT INTO record_orphans VALUES (?1, ?2)")?;
    for (decision, reason) in &record.orphans {
        orphans.execute(params![i64::try_from(*decision).unwrap_or_default(), reason])?;
    }
    Ok(())
}

fn put_entities(transaction: &Transaction<'_>, record: &Record) -> Result<()> {
    let mut entities = transaction.prepare("INSERT INTO record_entities VALUES (?1, ?2, ?3, ?4, ?5)")?;
    let mut spellings = transaction.prepare("INSERT OR IGNORE INTO record_spellings VALUES (?1, ?2)")?;
    for (k, e) in (0_i64..).zip(&record.entities) {
        let part_of = e.part_of.as_ref().map(EntityId::as_str);
        entities.execute(params![k, e.id.as_str(), e.kind.name(), part_of, serde_json::to_string(e)?])?;
        for spelling in e.names.values().chain(&e.aliases) {
            spellings.execute([fold_str(spelling).as_str(), e.id.as_str()])?;
        }
    }
    Ok(())
}

fn put_reports_and_events(transaction: &Transaction<'_>, record: &Record) -> Result<()> {
    let event_of: BTreeMap<&ReportId, &EventId> =
        record.events.iter().flat_map(|e| e.reports.iter().map(move |r| (r, &e.id))).collect();
    let language_of: BTreeMap<&DocumentId, &str> =
        record.documents.iter().map(|d| (&d.id, d.language.as_str())).collect();
    let mut reports =
        transaction.prepare("INSERT INTO record_reports VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")?;
    let mut languages = transaction.prepare("INSERT OR IGNORE INTO record_languages VALUES (?1, ?2)")?;
    for (k, r) in (0_i64..).zip(&record.reports) {
        let (first, last) = bounds(r.when.as_ref());
        let event = event_of.get(&r.id).map(|e| e.as_str());
        reports.execute(params![
            k,
            r.id.as_str(),
            r.document.as_str(),
            event,
            r.kind.as_str(),
            first,
            last,
            serde_json::to_string(r)?
        ])?;
        if let (Some(event), Some(language)) = (event, language_of.get(&r.document)) {
            languages.execute([event, language])?;
        }
    }
    let mut events = transaction.prepare("INSERT INTO record_events VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?;
    let mut cast = transaction.prepare("INSERT OR IGNORE INTO record_cast VALUES (?1, ?2, ?3)")?;
    for (k, e) in (0_i64..).zip(&record.events) {
        let (first, last) = bounds(e.when.as_ref());
        events.execute(params![k, e.id.as_str(), e.kind.as_str(), first, last, serde_json::to_string(e)?])?;
        for (entity, role) in cast_of(e) {
            cast.execute([entity.as_str(), role, e.id.as_str()])?;
        }
    }
    Ok(())
}

/// Who and where, of an event: what listings filter by.
fn cast_of(event: &Event) -> BTreeSet<(&EntityId, &'static str)> {
    let places = event.place.iter().chain(&event.from).chain(&event.to).map(|e| (e, "place"));
    let actors = event.who.iter().chain(&event.whom).chain(&event.mediator).map(|e| (e, "actor"));
    let origins = event.origins.iter().filter_map(|o| o.entity.as_ref()).map(|e| (e, "origin"));
    places.chain(actors).chain(origins).collect()
}

/// First and last day as the columns hold them.
fn bounds(when: Option<&When>) -> (Option<String>, Option<String>) {
    let Some(when) = when else { return (None, None) };
    let (first, last) = when.bounds();
    (Some(first.to_string()), Some(last.to_string()))
}
