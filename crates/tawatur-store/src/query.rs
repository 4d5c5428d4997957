//! Reading the record by indexes: events, reports, agreements, disputes, entities, filtered.

use crate::filter::{Condition, Filter, SLIM, joined};
use crate::sorting::Sorted;
use crate::{Kind, Result, Store, StoreError};
use rusqlite::ToSql;
use tawatur_core::model::{
    Agreement, Dispute, DocumentId, Entity, EntityId, Event, EventId, Judgement, Record, RecordDocument,
    Report, ReportId, Story,
};
use tawatur_core::text::fold_str;

/// Letters that the beginning of an id must have to mean it.
const SHORTEST_BEGINNING: usize = 4;

impl Store {
    /// Events in the order of the filter.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn events(&self, filter: &Filter) -> Result<Vec<Event>> {
        let condition = filter.condition();
        let limit = filter.limit.and_then(|n| i64::try_from(n).ok()).unwrap_or(-1);
        let (index, beside, order) = filter.order.sql();
        let sql = format!(
            "SELECT e.body FROM record_events e{beside} WHERE e.position IN (
                 SELECT e.position FROM record_events e INDEXED BY {index}{beside}
                 WHERE true{} ORDER BY {order} LIMIT {limit} OFFSET {}
             ) ORDER BY {order}",
            condition.sql, filter.offset
        );
        let values: Vec<&dyn ToSql> = condition.values.iter().map(AsRef::as_ref).collect();
        self.bodies(&sql, &values)
    }

    /// The places, in the order of listings, of all events that a filter lets through, in its order and whatever its limit.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn event_places(&self, filter: &Filter) -> Result<Vec<u32>> {
        let condition = filter.condition();
        let (index, beside, order) = filter.order.sql();
        let sql = format!(
            "SELECT e.position FROM record_events e INDEXED BY {index}{beside} WHERE true{} ORDER BY {order}",
            condition.sql
        );
        let values: Vec<&dyn ToSql> = condition.values.iter().map(AsRef::as_ref).collect();
        let mut statement = self.connection.prepare_cached(&sql)?;
        let places = statement.query_map(values.as_slice(), |row| row.get(0))?;
        Ok(places.collect::<rusqlite::Result<_>>()?)
    }

    /// The events at places that `event_places` gave.
    ///
    /// # Errors
    /// When the store cannot be read, or the record is another by now.
    pub fn events_at(&self, places: &[u32]) -> Result<Vec<Event>> {
        let sql = "SELECT body FROM record_events WHERE position = ?1";
        places
            .iter()
            .map(|place| {
                let found = self.bodies(sql, &[place])?.pop();
                found.ok_or_else(|| {
                    StoreError::new(Kind::Missing, "the record was just built anew", "load the page again")
                })
            })
            .collect()
    }

    /// How many events a filter lets through, whatever its limit.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn count_events(&self, filter: &Filter) -> Result<usize> {
        let condition = filter.condition();
        self.count(&format!("SELECT count(*) FROM {SLIM} WHERE true{}", condition.sql), &condition)
    }

    /// How many agreements there are whose event the filter lets through.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn count_agreements(&self, filter: &Filter) -> Result<usize> {
        let condition = filter.condition();
        self.count(&format!("SELECT count(*) FROM {}", joined("record_agreements", &condition)), &condition)
    }

    /// How many disputes there are whose event the filter lets through.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn count_disputes(&self, filter: &Filter) -> Result<usize> {
        let condition = filter.condition();
        self.count(&format!("SELECT count(*) FROM {}", joined("record_disputes", &condition)), &condition)
    }

    fn count(&self, sql: &str, condition: &Condition) -> Result<usize> {
        let values: Vec<&dyn ToSql> = condition.values.iter().map(AsRef::as_ref).collect();
        let count: i64 =
            self.connection.prepare_cached(sql)?.query_row(values.as_slice(), |row| row.get(0))?;
        Ok(usize::try_from(count).unwrap_or_default())
    }

    /// Agreements whose event the filter lets through.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn agreements(&self, filter: &Filter) -> Result<Vec<Agreement>> {
        filter.rows(self, "record_agreements")
    }

    /// Disputes whose event the filter lets through.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn disputes(&self, filter: &Filter) -> Result<Vec<Dispute>> {
        filter.rows(self, "record_disputes")
    }

    /// A story.
    ///
    /// # Errors
    /// When it is not in the record.
    pub fn story(&self, id: &str) -> Result<Story> {
        self.one("story", "SELECT body FROM record_stories WHERE id = ?1", id)
    }

    /// Stories in an order, and how many there are.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn sorted_stories(&self, sorted: Sorted, limit: usize, offset: usize) -> Result<(Vec<Story>, usize)> {
        let (_, order) = sorted.sql();
        let sql = format!("SELECT body FROM record_stories ORDER BY {order} LIMIT {limit} OFFSET {offset}");
        let count = self.count("SELECT count(*) FROM record_stories", &Condition::default())?;
        Ok((self.bodies(&sql, &[])?, count))
    }

    /// Entities of a kind (of all kinds, when empty) in an order, and how many there are.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn sorted_entities(
        &self,
        kind: &str,
        sorted: Sorted,
        limit: usize,
        offset: usize,
    ) -> Result<(Vec<(Entity, usize)>, usize)> {
        let mut condition = Condition::default();
        if !kind.is_empty() {
            condition.and("kind = ?", kind.to_owned());
        }
        let (beside, order) = sorted.sql();
        let sql = format!(
            "SELECT body, events FROM record_entities{beside} WHERE true{} ORDER BY {order} LIMIT {limit} OFFSET {offset}",
            condition.sql
        );
        let values: Vec<&dyn ToSql> = condition.values.iter().map(AsRef::as_ref).collect();
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut rows = statement.query(values.as_slice())?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let entity = serde_json::from_slice(row.get_ref(0)?.as_bytes().map_err(StoreError::damaged)?)?;
            found.push((entity, usize::try_from(row.get::<_, i64>(1)?).unwrap_or_default()));
        }
        let sql = format!("SELECT count(*) FROM record_entities WHERE true{}", condition.sql);
        Ok((found, self.count(&sql, &condition)?))
    }

    /// In how many events an entity, or what is part of it, takes part.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn events_of_entity(&self, id: &EntityId) -> Result<usize> {
        let mut condition = Condition::default();
        condition.and("id = ?", id.as_str().to_owned());
        self.count(
            &format!("SELECT ifnull(max(events), 0) FROM record_entities WHERE true{}", condition.sql),
            &condition,
        )
    }

    /// Events of the same type that share a place with an event and lie within some days of it, nearest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn events_like(&self, event: &Event, days: i64, limit: usize) -> Result<Vec<Event>> {
        let Some((first, last)) = event.when.as_ref().map(tawatur_core::model::When::bounds) else {
            return Ok(Vec::new());
        };
        let sql = "SELECT body FROM record_events WHERE type = ?1 AND id <> ?2
                     AND julianday(first) <= julianday(?3) + ?4 AND julianday(last) >= julianday(?5) - ?4
                     AND position IN (SELECT event FROM record_cast WHERE role = 'at' AND entity = ?6)
                   ORDER BY abs(julianday(first) - julianday(?5)), position LIMIT ?7";
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let mut found: Vec<Event> = Vec::new();
        for place in &event.place {
            let near: Vec<Event> = self.bodies(
                sql,
                &[
                    &event.kind.as_str(),
                    &event.id.as_str(),
                    &last.to_string(),
                    &days,
                    &first.to_string(),
                    &place.as_str(),
                    &limit,
                ],
            )?;
            found.extend(near);
        }
        found.dedup_by(|a, b| a.id == b.id);
        found.truncate(usize::try_from(limit).unwrap_or_default());
        Ok(found)
    }

    /// Every story.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn stories(&self) -> Result<Vec<Story>> {
        self.bodies("SELECT body FROM record_stories ORDER BY position", &[])
    }

    /// Every document as the record knows it, by day and id.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn documents(&self) -> Result<Vec<RecordDocument>> {
        self.bodies("SELECT body FROM record_documents ORDER BY published IS NULL, published, id", &[])
    }

    /// A document as the record knows it.
    ///
    /// # Errors
    /// When it is not in the record.
    pub fn record_document(&self, id: &DocumentId) -> Result<RecordDocument> {
        self.one("document", "SELECT body FROM record_documents WHERE id = ?1", id.as_str())
    }

    /// An event.
    ///
    /// # Errors
    /// When it is not in the record.
    pub fn event(&self, id: &EventId) -> Result<Event> {
        self.one("event", "SELECT body FROM record_events WHERE id = ?1", id.as_str())
    }

    /// A report.
    ///
    /// # Errors
    /// When it is not in the record.
    pub fn report(&self, id: &ReportId) -> Result<Report> {
        self.one("report", "SELECT body FROM record_reports WHERE id = ?1", id.as_str())
    }

    /// The id of the event a report tells of, where it tells of one.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn event_id_of(&self, report: &ReportId) -> Result<Option<EventId>> {
        let mut statement =
            self.connection.prepare_cached("SELECT event FROM record_reports WHERE id = ?1")?;
        let mut rows = statement.query([report.as_str()])?;
        let id: Option<Option<String>> = rows.next()?.map(|row| row.get(0)).transpose()?;
        Ok(id.flatten().map(EventId::new))
    }

    /// The event a report tells of.
    ///
    /// # Errors
    /// When the report is not in the record, or tells of none.
    pub fn event_of(&self, report: &ReportId) -> Result<Event> {
        let sql =
            "SELECT e.body FROM record_reports r JOIN record_events e ON e.id = r.event WHERE r.id = ?1";
        self.one("event of the report", sql, report.as_str())
    }

    /// An agreement.
    ///
    /// # Errors
    /// When it is not in the record.
    pub fn agreement(&self, id: &str) -> Result<Agreement> {
        self.one("agreement", "SELECT body FROM record_agreements WHERE id = ?1", id)
    }

    /// A dispute.
    ///
    /// # Errors
    /// When it is not in the record.
    pub fn dispute(&self, id: &str) -> Result<Dispute> {
        self.one("dispute", "SELECT body FROM record_disputes WHERE id = ?1", id)
    }

    /// Every link with its reasons.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn judgements(&self) -> Result<Vec<Judgement>> {
        self.bodies("SELECT body FROM record_judgements ORDER BY position", &[])
    }

    /// An entity.
    ///
    /// # Errors
    /// When nothing in the record refers to it.
    pub fn entity(&self, id: &EntityId) -> Result<Entity> {
        self.one("entity", "SELECT body FROM record_entities WHERE id = ?1", id.as_str())
    }

    /// The entities that bear a spelling.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn entities_named(&self, spelling: &str) -> Result<Vec<Entity>> {
        let sql = "SELECT body FROM record_entities WHERE id IN (SELECT entity FROM record_spellings WHERE folded = ?1) ORDER BY position";
        self.bodies(sql, &[&fold_str(spelling)])
    }

    /// The reports of a document, in the order of their spans.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn reports_of_document(&self, id: &DocumentId) -> Result<Vec<Report>> {
        self.bodies("SELECT body FROM record_reports WHERE document = ?1 ORDER BY position", &[&id.as_str()])
    }

    /// The reports that tell of an event.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn reports_of_event(&self, id: &EventId) -> Result<Vec<Report>> {
        self.bodies("SELECT body FROM record_reports WHERE event = ?1 ORDER BY position", &[&id.as_str()])
    }

    /// The disputes about an event.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn disputes_of(&self, event: &EventId) -> Result<Vec<Dispute>> {
        self.bodies("SELECT body FROM record_disputes WHERE event = ?1 ORDER BY position", &[&event.as_str()])
    }

    /// The full id that the beginning of an id of any kind means (documents, reports, events, agreements, disputes, entities).
    ///
    /// # Errors
    /// When none or several begin so.
    pub fn full_id(&self, beginning: &str) -> Result<String> {
        const TABLES: [&str; 7] =
            ["documents", "reports", "events", "agreements", "disputes", "entities", "stories"];
        let found = |condition: &str| -> Result<Vec<String>> {
            let select = TABLES.map(|t| format!("SELECT id FROM record_{t} WHERE {condition}"));
            let mut statement = self.connection.prepare_cached(&select.join(" UNION "))?;
            Ok(statement.query_map([beginning], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
        };
        let mut found_whole = found("id = ?1")?;
        if found_whole.is_empty() && beginning.len() >= SHORTEST_BEGINNING {
            // A range of the index: ids are ASCII, so none that begins so lies beyond.
            found_whole = found("id >= ?1 AND id < ?1 || char(1114111)")?;
        }
        let found = found_whole;
        match found.as_slice() {
            _ if found.iter().any(|id| id == beginning) => Ok(beginning.to_owned()),
            [one] => Ok(one.clone()),
            [] => Err(StoreError::new(
                Kind::Missing,
                format!("nothing has the id {beginning}"),
                "ids stand in the first column of every listing",
            )),
            several => {
                let some: Vec<&str> = several.iter().take(5).map(String::as_str).collect();
                Err(StoreError::new(
                    Kind::Missing,
                    format!("{} ids begin with {beginning}: {} …", several.len(), some.join(", ")),
                    "write more of the id",
                ))
            }
        }
    }

    /// A record that holds only entities, documents and stories: what listings need to name things.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn names(&self) -> Result<Record> {
        Ok(Record {
            documents: self.documents()?,
            entities: self.bodies("SELECT body FROM record_entities ORDER BY position", &[])?,
            stories: self.stories()?,
            ..Record::default()
        })
    }

    fn one<T: serde::de::DeserializeOwned>(&self, what: &str, sql: &str, id: &str) -> Result<T> {
        self.bodies(sql, &[&id])?.pop().ok_or_else(|| {
            StoreError::new(
                Kind::Missing,
                format!("there is no {what} {id}"),
                "ids stand in the first column of every listing",
            )
        })
    }
}
