//! What a listing of the record is narrowed to and in which order it comes, as conditions in SQL.

use crate::sorting::Order;
use crate::{Result, Store};
use jiff::civil::Date;
use rusqlite::ToSql;
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
    /// Events of this story.
    pub story: Option<String>,
    /// Event types left out.
    pub without: Vec<String>,
    /// In which order events are listed.
    pub order: Order,
    /// At most this many.
    pub limit: Option<usize>,
    /// Leaving out this many first.
    pub offset: usize,
}

/// A condition in SQL over `record_events e` with its values.
#[derive(Default)]
pub(crate) struct Condition {
    pub sql: String,
    pub values: Vec<Box<dyn ToSql>>,
}

impl Condition {
    pub fn and(&mut self, sql: &str, value: impl ToSql + 'static) {
        self.values.push(Box::new(value));
        let number = format!("?{}", self.values.len());
        self.sql.push_str(" AND ");
        self.sql.push_str(&sql.replace('?', &number));
    }

    /// Someone or some place takes part.
    fn cast(&mut self, role: &str, name: &str) {
        let spelling = format!("?{}", self.values.len() + 1);
        self.values.push(Box::new(fold_str(name)));
        self.values.push(Box::new(name.to_owned()));
        let sql = CAST.replace("ROLE", role).replacen('?', &spelling, 1);
        let id = format!("SELECT ?{}", self.values.len());
        self.sql.push_str(" AND ");
        self.sql.push_str(&sql.replace("SELECT ?", &id));
    }
}

/// Events in which an entity of a spelling or id takes part; what is part of it was counted in.
const CAST: &str = "e.position IN (SELECT event FROM record_cast WHERE role = 'ROLE' AND entity IN (
    SELECT entity FROM record_spellings WHERE folded = ? UNION ALL SELECT ?))";

/// A listing of events in their order; the index holds all that its conditions ask for, so that bodies are read only of
/// the rows of its page.
pub(crate) const SLIM: &str = "record_events e INDEXED BY record_events_slim";

impl Filter {
    pub(crate) fn condition(&self) -> Condition {
        let mut condition = Condition::default();
        if let Some(place) = &self.place {
            condition.cast("place", place);
        }
        if let Some(actor) = &self.actor {
            condition.cast("actor", actor);
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
            condition.and(
                "e.position IN (SELECT event FROM record_languages WHERE language = ?)",
                language.clone(),
            );
        }
        if let Some(story) = &self.story {
            condition
                .and("e.position IN (SELECT event FROM record_story_events WHERE story = ?)", story.clone());
        }
        for kind in &self.without {
            condition.and("e.type <> ?", kind.clone());
        }
        condition
    }

    /// Rows of a table whose event the filter lets through, in their order. Bodies are read of the rows of the page alone.
    pub(crate) fn rows<T: serde::de::DeserializeOwned>(&self, store: &Store, table: &str) -> Result<Vec<T>> {
        let condition = self.condition();
        let limit = self.limit.and_then(|n| i64::try_from(n).ok()).unwrap_or(-1);
        let sql = format!(
            "SELECT body FROM {table} WHERE position IN (
                 SELECT t.position FROM {} ORDER BY t.position LIMIT {limit} OFFSET {}
             ) ORDER BY position",
            joined(table, &condition),
            self.offset
        );
        let values: Vec<&dyn ToSql> = condition.values.iter().map(AsRef::as_ref).collect();
        store.bodies(&sql, &values)
    }
}

/// A table beside its events with a condition on them; its own rows lead, for they are few beside the events. Each event is found
/// by its id: without the `+` every place of a list of places would be tried for every row.
pub(crate) fn joined(table: &str, condition: &Condition) -> String {
    let by_id = condition.sql.replace("e.position IN", "+e.position IN");
    format!("{table} t CROSS JOIN record_events e ON e.id = t.event WHERE true{by_id}")
}
