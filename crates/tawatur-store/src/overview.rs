//! Counts over many rows: what drawings, listings of sources and of wordings are made from.

use crate::sorting::Sorted;
use crate::{Result, Store, StoreError};
use rusqlite::{Row, ToSql};
use tawatur_core::model::{Decision, DocumentId, Event};

/// Events of one type that begin on one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bin {
    /// Event type.
    pub kind: String,
    /// Their first day, ISO.
    pub day: String,
    /// How many.
    pub events: usize,
}

/// A place or a movement with how many events there are of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dot {
    /// The place; for a movement, from where.
    pub place: String,
    /// For a movement, to where.
    pub to: Option<String>,
    /// How many events.
    pub events: usize,
}

/// Someone or something that events rest on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OriginRow {
    /// An entity, or the document that stands for itself.
    pub id: String,
    /// Events it stands behind.
    pub events: usize,
    /// Events that rest on it alone.
    pub alone: usize,
    /// Disputes in which it is on a side.
    pub disputed: usize,
}

/// How an outlet speaks of someone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WordingRow {
    /// The words.
    pub wording: String,
    /// The outlet; empty when it is not known.
    pub outlet: String,
    /// Language of the documents.
    pub language: String,
    /// From -2 (hostile) over 0 to 2 (glorifying).
    pub load: i64,
    /// How often.
    pub times: usize,
}

/// A row of the ledger, without its bytes.
#[derive(Debug, Clone, serde::Serialize)]
pub struct LedgerRow {
    /// Its number.
    pub number: i64,
    /// The run it belongs to.
    pub run: i64,
    /// `run`, `document`, `name`, `decision` or `undo`.
    pub class: String,
    /// The document it is about, where it is about one.
    pub key: String,
    /// File name.
    pub name: String,
    /// What it says, as JSON.
    pub body: String,
    /// Its hash, in hex digits.
    pub hash: String,
}

fn count(row: &Row<'_>, column: usize) -> rusqlite::Result<usize> {
    Ok(usize::try_from(row.get::<_, i64>(column)?).unwrap_or_default())
}

impl Store {
    fn rows<T>(
        &self,
        sql: &str,
        values: &[&dyn ToSql],
        read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map(values, read)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Events of a story by type and first day, in the order of their days. What is told of a year or longer has no day at which
    /// it could stand.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn bins(&self, story: &str) -> Result<Vec<Bin>> {
        let sql = "SELECT e.type, e.first, count(*) FROM record_story_events s JOIN record_events e ON e.position = s.event
                   WHERE s.story = ?1 AND e.first > '0'
                     AND (e.last = '9999-12-31' OR julianday(e.last) - julianday(e.first) < 360)
                   GROUP BY e.first, e.type ORDER BY e.first, e.type";
        self.rows(sql, &[&story], |row| {
            Ok(Bin { kind: row.get(0)?, day: row.get(1)?, events: count(row, 2)? })
        })
    }

    /// The events of a story that most origins tell of, and how many of its events rest on one origin alone.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn best_told(&self, story: &str, without: &[String], limit: usize) -> Result<(Vec<Event>, usize)> {
        let left_out = serde_json::to_string(without)?;
        let sql = format!(
            "SELECT e.body FROM record_story_events s JOIN record_events e ON e.position = s.event
             WHERE s.story = ?1 AND e.first > '0' AND e.type NOT IN (SELECT value FROM json_each(?2))
             ORDER BY e.origins DESC, e.position LIMIT {limit}"
        );
        let best = self.bodies(&sql, &[&story, &left_out])?;
        let sql = "SELECT count(*) FROM record_story_events s JOIN record_events e ON e.position = s.event
                   WHERE s.story = ?1 AND e.origins = 1";
        let alone = self.rows(sql, &[&story], |row| count(row, 0))?;
        Ok((best, alone.first().copied().unwrap_or_default()))
    }

    /// Where the events of a story happened, places with most events first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn dots(&self, story: &str, limit: usize) -> Result<Vec<Dot>> {
        let sql = "SELECT c.entity, count(*) FROM record_story_events s JOIN record_cast c ON c.event = s.event AND c.role = 'at'
                   WHERE s.story = ?1 GROUP BY c.entity ORDER BY 2 DESC, 1 LIMIT ?2";
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        self.rows(sql, &[&story, &limit], |row| {
            Ok(Dot { place: row.get(0)?, to: None, events: count(row, 1)? })
        })
    }

    /// Movements of a story from one place to another, those with most events first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn movements(&self, story: &str, limit: usize) -> Result<Vec<Dot>> {
        let sql = "SELECT f.entity, t.entity, count(*) FROM record_story_events s
                   JOIN record_cast f ON f.event = s.event AND f.role = 'from'
                   JOIN record_cast t ON t.event = s.event AND t.role = 'to'
                   WHERE s.story = ?1 GROUP BY f.entity, t.entity ORDER BY 3 DESC, 1, 2 LIMIT ?2";
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        self.rows(sql, &[&story, &limit], |row| {
            Ok(Dot { place: row.get(0)?, to: row.get(1)?, events: count(row, 2)? })
        })
    }

    /// Who the events rest on, those behind most events first, and how many there are.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn origins(&self, limit: usize, offset: usize) -> Result<(Vec<OriginRow>, usize)> {
        self.sorted_origins(Sorted::default(), limit, offset)
    }

    /// Who the events rest on, in an order, and how many there are.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn sorted_origins(
        &self,
        sorted: Sorted,
        limit: usize,
        offset: usize,
    ) -> Result<(Vec<OriginRow>, usize)> {
        let (beside, order) = sorted.sql();
        let sql = format!(
            "SELECT id, events, alone, disputed FROM record_origins{beside} ORDER BY {order} LIMIT {limit} OFFSET {offset}"
        );
        let found = self.rows(&sql, &[], |row| {
            Ok(OriginRow {
                id: row.get(0)?,
                events: count(row, 1)?,
                alone: count(row, 2)?,
                disputed: count(row, 3)?,
            })
        })?;
        Ok((found, self.total("record_origins")?))
    }

    /// The outlets that tell on the word of an origin, with how many reports.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn dependents(&self, origin: &str, limit: usize) -> Result<Vec<(String, usize)>> {
        let sql = format!(
            "SELECT outlet, reports FROM record_dependence WHERE origin = ?1 ORDER BY reports DESC, outlet LIMIT {limit}"
        );
        self.rows(&sql, &[&origin], |row| Ok((row.get(0)?, count(row, 1)?)))
    }

    /// Who is spoken of in most wordings: entity, wordings, times; and how many there are.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn spoken_of(&self, limit: usize, offset: usize) -> Result<(Vec<(String, usize, usize)>, usize)> {
        let sql = format!(
            "SELECT entity, wordings, times FROM record_spoken ORDER BY position LIMIT {limit} OFFSET {offset}"
        );
        let found = self.rows(&sql, &[], |row| Ok((row.get(0)?, count(row, 1)?, count(row, 2)?)))?;
        Ok((found, self.total("record_spoken")?))
    }

    /// How an entity is spoken of, most often first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn wordings(&self, entity: &str, limit: usize) -> Result<Vec<WordingRow>> {
        let sql = format!(
            "SELECT wording, outlet, language, load, times FROM record_wording WHERE entity = ?1
             ORDER BY times DESC, wording, outlet, language, load LIMIT {limit}"
        );
        self.rows(&sql, &[&entity], |row| {
            Ok(WordingRow {
                wording: row.get(0)?,
                outlet: row.get(1)?,
                language: row.get(2)?,
                load: row.get(3)?,
                times: count(row, 4)?,
            })
        })
    }

    /// Rows of the ledger, newest first, and how many there are.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn ledger_rows(&self, limit: usize, offset: usize) -> Result<(Vec<LedgerRow>, usize)> {
        // Numbers have no gap, so that the last is the count.
        let last: i64 = self
            .connection
            .prepare_cached("SELECT ifnull(max(number), 0) FROM ledger")?
            .query_row([], |row| row.get(0))?;
        let below = last - i64::try_from(offset).unwrap_or(i64::MAX);
        let sql = format!(
            "SELECT number, run, class, key, name, body, lower(hex(hash)) FROM ledger WHERE number <= ?1 ORDER BY number DESC LIMIT {limit}"
        );
        let found = self.rows(&sql, &[&below], |row| {
            Ok(LedgerRow {
                number: row.get(0)?,
                run: row.get(1)?,
                class: row.get(2)?,
                key: row.get(3)?,
                name: row.get(4)?,
                body: row.get(5)?,
                hash: row.get(6)?,
            })
        })?;
        Ok((found, usize::try_from(last).unwrap_or_default()))
    }

    /// Decisions about some documents and decisions about none.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn decisions_on_any(&self, documents: &[DocumentId]) -> Result<Vec<Decision>> {
        let mut keys = vec![String::new()];
        keys.extend(documents.iter().map(ToString::to_string));
        keys.sort_unstable();
        keys.dedup();
        let sql = "SELECT number, body FROM standing WHERE class = 'decision' AND key = ?1 ORDER BY number";
        let mut all = Vec::new();
        for key in keys {
            let rows: Vec<(i64, String)> = self.rows(sql, &[&key], |row| Ok((row.get(0)?, row.get(1)?)))?;
            for (number, body) in rows {
                let mut body: serde_json::Value = serde_json::from_str(&body)?;
                body["id"] = number.into();
                all.push(serde_json::from_value::<Decision>(body).map_err(StoreError::from)?);
            }
        }
        all.sort_by_key(|d| d.id);
        Ok(all)
    }

    fn total(&self, table: &str) -> Result<usize> {
        let sql = format!("SELECT count(*) FROM {table}");
        let count: i64 = self.connection.prepare_cached(&sql)?.query_row([], |row| row.get(0))?;
        Ok(usize::try_from(count).unwrap_or_default())
    }
}
