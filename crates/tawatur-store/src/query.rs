//! Reading the record by indexes: events, reports, agreements, disputes, entities, filtered.

use crate::{Kind, Result, Store, StoreError};
use jiff::civil::Date;
use rusqlite::ToSql;
use tawatur_core::model::{
    Agreement, Dispute, DocumentId, Entity, EntityId, Event, EventId, Judgement, Record, RecordDocument,
    Report, ReportId, Story,
};
use tawatur_core::text::fold_str;

/// What a listing is narrowed to. Every part that is there must hold.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// A place by id or any spelling; what lies in it counts too.
    pub place: Option<String>,
    /// Events that end on this day or later.
    pub from: Option<Date>,
    /// Events that begin on this day or earlier.
    pub to: Option<Date>,
    /// An event type.
    pub kind: Option<String>,
    /// Who takes part, by id or any spelling; what is part of it counts too.
    pub actor: Option<String>,
    /// Events that a document in this language tells of.
    pub language: Option<String>,
    /// At most this many.
    pub limit: Option<usize>,
    /// Leaving out this many first.
    pub offset: usize,
}

/// A condition in SQL over `record_events e` with its values.
#[derive(Default)]
struct Condition {
    sql: String,
    values: Vec<Box<dyn ToSql>>,
}

impl Condition {
    fn and(&mut self, sql: &str, value: impl ToSql + 'static) {
        self.values.push(Box::new(value));
        let number = format!("?{}", self.values.len());
        self.sql.push_str(" AND ");
        self.sql.push_str(&sql.replace('?', &number));
    }
}

/// Entities of a spelling or id, and everything that is part of them.
const CAST: &str = "e.id IN (WITH RECURSIVE wanted (id) AS (
    SELECT entity FROM record_spellings WHERE folded = ?
    UNION SELECT p.id FROM record_entities p JOIN wanted ON p.part_of = wanted.id
) SELECT event FROM record_cast WHERE role = 'ROLE' AND entity IN (SELECT id FROM wanted))";

impl Filter {
    fn condition(&self) -> Condition {
        let mut condition = Condition::default();
        if let Some(place) = &self.place {
            condition.and(&CAST.replace("ROLE", "place"), fold_str(place));
        }
        if let Some(actor) = &self.actor {
            condition.and(&CAST.replace("ROLE", "actor"), fold_str(actor));
        }
        if let Some(from) = self.from {
            condition.and("e.last >= ?", from.to_string());
        }
        if let Some(to) = self.to {
            condition.and("e.first <= ?", to.to_string());
        }
        if let Some(kind) = &self.kind {
            condition.and("e.type = ?", kind.clone());
        }
        if let Some(language) = &self.language {
            condition
                .and("e.id IN (SELECT event FROM record_languages WHERE language = ?)", language.clone());
        }
        condition
    }

    /// Rows of the query `SELECT body … WHERE true`, narrowed; `e` must be the events' table in it.
    fn rows<T: serde::de::DeserializeOwned>(
        &self,
        store: &Store,
        select: &str,
        order: &str,
    ) -> Result<Vec<T>> {
        let condition = self.condition();
        let limit = self.limit.and_then(|n| i64::try_from(n).ok()).unwrap_or(-1);
        let sql = format!(
            "{select} WHERE true{} ORDER BY {order} LIMIT {limit} OFFSET {}",
            condition.sql, self.offset
        );
        let values: Vec<&dyn ToSql> = condition.values.iter().map(AsRef::as_ref).collect();
        store.bodies(&sql, &values)
    }
}

impl Store {
    /// Events in the order of their days; those without a day come last.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn events(&self, filter: &Filter) -> Result<Vec<Event>> {
        filter.rows(
            self,
            "SELECT e.body FROM record_events e",
            "e.first IS NULL, e.first, e.last, e.position",
        )
    }

    /// How many events a filter lets through, whatever its limit.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn count_events(&self, filter: &Filter) -> Result<usize> {
        let condition = filter.condition();
        let sql = format!("SELECT count(*) FROM record_events e WHERE true{}", condition.sql);
        let values: Vec<&dyn ToSql> = condition.values.iter().map(AsRef::as_ref).collect();
        let count: i64 =
            self.connection.prepare_cached(&sql)?.query_row(values.as_slice(), |row| row.get(0))?;
        Ok(usize::try_from(count).unwrap_or_default())
    }

    /// Agreements whose event the filter lets through.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn agreements(&self, filter: &Filter) -> Result<Vec<Agreement>> {
        filter.rows(
            self,
            "SELECT a.body FROM record_agreements a JOIN record_events e ON e.id = a.event",
            "a.position",
        )
    }

    /// Disputes whose event the filter lets through.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn disputes(&self, filter: &Filter) -> Result<Vec<Dispute>> {
        filter.rows(
            self,
            "SELECT d.body FROM record_disputes d JOIN record_events e ON e.id = d.event",
            "d.position",
        )
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
        let tables = ["documents", "reports", "events", "agreements", "disputes", "entities", "stories"];
        let select = tables.map(|t| {
            format!("SELECT id FROM record_{t} WHERE id = ?1 OR (length(?1) >= 4 AND substr(id, 1, length(?1)) = ?1)")
        });
        let mut statement = self.connection.prepare_cached(&select.join(" UNION "))?;
        let found: Vec<String> =
            statement.query_map([beginning], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
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
