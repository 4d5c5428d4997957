//! The review queue: which reports wait for a person, and what people said of reports so far.

use crate::{Result, Store};
use rusqlite::{ToSql, params_from_iter};
use tawatur_core::model::{DocumentId, Report, ReportId};

/// What decides which reports are in the queue. Every part that is there must hold.
#[derive(Debug, Clone, Default)]
pub struct Queue {
    /// Reports of documents of this story.
    pub story: Option<String>,
    /// Confidence class: `A`, `B` or `C`.
    pub confidence: Option<String>,
    /// Event type.
    pub kind: Option<String>,
    /// Language of the document.
    pub language: Option<String>,
    /// Only reports of events that rest on one origin.
    pub alone: bool,
    /// Event types left out.
    pub without: Vec<String>,
}

/// A report in the queue, and where in it.
#[derive(Debug, Clone)]
pub struct Item {
    /// Grows along the queue.
    pub position: i64,
    /// The report.
    pub report: Report,
}

/// What a person said of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// Number of the decision.
    pub number: u64,
    /// Who decided; a coder's name when no person did.
    pub person: String,
    /// `accept`, `reject` or `correct`.
    pub action: String,
}

/// Nobody decided on the report `r`.
const OPEN: &str = "NOT EXISTS (SELECT 1 FROM verdicts v WHERE v.report = r.id)";

impl Queue {
    fn condition(&self) -> (String, Vec<Box<dyn ToSql>>) {
        let mut sql = String::new();
        let mut values: Vec<Box<dyn ToSql>> = Vec::new();
        let equal = [
            ("story", &self.story),
            ("confidence", &self.confidence),
            ("type", &self.kind),
            ("language", &self.language),
        ];
        for (column, value) in equal {
            if let Some(value) = value {
                sql.push_str(&format!(" AND r.{column} = ?"));
                values.push(Box::new(value.clone()));
            }
        }
        if self.alone {
            sql.push_str(" AND r.alone = 1");
        }
        for kind in &self.without {
            sql.push_str(" AND r.type <> ?");
            values.push(Box::new(kind.clone()));
        }
        (sql, values)
    }
}

impl Store {
    /// The first report after a position on which nobody decided; from the beginning when there is none after it.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn next_open(&self, queue: &Queue, after: i64) -> Result<Option<Item>> {
        let (condition, values) = queue.condition();
        // Rows of an index come in the order of positions too; without one the table is read from where the queue was.
        let by = match queue {
            Queue { story: Some(_), .. } => "INDEXED BY record_reports_by_story",
            Queue { kind: Some(_), .. } => "INDEXED BY record_reports_by_type",
            _ => "NOT INDEXED",
        };
        let from = |after: i64| -> Result<Option<Item>> {
            let sql = format!(
                "SELECT r.position, r.body FROM record_reports r {by}
                 WHERE r.position > {after}{condition} AND {OPEN} ORDER BY r.position LIMIT 1"
            );
            self.item(&sql, &values)
        };
        match from(after)? {
            None if after >= 0 => from(-1),
            found => Ok(found),
        }
    }

    fn item(&self, sql: &str, values: &[Box<dyn ToSql>]) -> Result<Option<Item>> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query(params_from_iter(values.iter()))?;
        let Some(row) = rows.next()? else { return Ok(None) };
        let body = row.get_ref(1)?.as_bytes().map_err(crate::StoreError::damaged)?;
        Ok(Some(Item { position: row.get(0)?, report: serde_json::from_slice(body)? }))
    }

    /// A report's place in the queue.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn queue_position(&self, report: &ReportId) -> Result<Option<i64>> {
        let mut statement =
            self.connection.prepare_cached("SELECT position FROM record_reports WHERE id = ?1")?;
        let mut rows = statement.query([report.as_str()])?;
        Ok(rows.next()?.map(|row| row.get(0)).transpose()?)
    }

    /// How many reports the queue's filter lets through.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn count_queue(&self, queue: &Queue) -> Result<usize> {
        self.count_of("ifnull(sum(r.reports), 0)", "record_queue r", queue)
    }

    /// On how many reports of the queue someone decided.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn decided_in(&self, queue: &Queue) -> Result<usize> {
        self.count_of(
            "count(*)",
            "(SELECT DISTINCT report FROM verdicts) v JOIN record_reports r ON r.id = v.report",
            queue,
        )
    }

    fn count_of(&self, what: &str, from: &str, queue: &Queue) -> Result<usize> {
        let (condition, values) = queue.condition();
        let sql = format!("SELECT {what} FROM {from} WHERE true{condition}");
        let mut statement = self.connection.prepare_cached(&sql)?;
        let count: i64 = statement.query_row(params_from_iter(values.iter()), |row| row.get(0))?;
        Ok(usize::try_from(count).unwrap_or_default())
    }

    /// What people said of a report, in order.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn verdicts(&self, report: &ReportId) -> Result<Vec<Verdict>> {
        let sql = "SELECT number, ifnull(person, ''), action FROM verdicts WHERE report = ?1 ORDER BY number";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map([report.as_str()], |row| {
            Ok(Verdict {
                number: u64::try_from(row.get::<_, i64>(0)?).unwrap_or_default(),
                person: row.get(1)?,
                action: row.get(2)?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Reports on which others decided and this person did not, after a decision's number; the number is the position.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn next_for_second(&self, person: &str, after: i64) -> Result<Option<Item>> {
        let sql = "SELECT max(v.number), v.report, max(v.document) FROM verdicts v
                   WHERE NOT EXISTS (SELECT 1 FROM verdicts m WHERE m.report = v.report AND m.person = ?1)
                   GROUP BY v.report HAVING max(v.number) > ?2 ORDER BY 1 LIMIT 1";
        self.decided_item(sql, &[&person, &after])
    }

    /// Reports of which people said different things, after a decision's number; the number is the position.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn next_conflict(&self, after: i64) -> Result<Option<Item>> {
        let sql = "SELECT max(v.number), v.report, max(v.document) FROM verdicts v GROUP BY v.report
                   HAVING count(DISTINCT v.person) > 1 AND count(DISTINCT v.action) > 1 AND max(v.number) > ?1
                   ORDER BY 1 LIMIT 1";
        self.decided_item(sql, &[&after])
    }

    /// How many reports people said different things of.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn count_conflicts(&self) -> Result<usize> {
        let sql = "SELECT count(*) FROM (SELECT 1 FROM verdicts GROUP BY report
                   HAVING count(DISTINCT person) > 1 AND count(DISTINCT action) > 1)";
        let count: i64 = self.connection.prepare_cached(sql)?.query_row([], |row| row.get(0))?;
        Ok(usize::try_from(count).unwrap_or_default())
    }

    /// The last decision of a person that stands: its number and the report it is about, where it is about one.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn last_verdict_of(&self, person: &str) -> Result<Option<(u64, ReportId)>> {
        let sql = "SELECT number, report FROM verdicts WHERE person = ?1 ORDER BY number DESC LIMIT 1";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query([person])?;
        let Some(row) = rows.next()? else { return Ok(None) };
        let number = u64::try_from(row.get::<_, i64>(0)?).unwrap_or_default();
        Ok(Some((number, ReportId::new(row.get::<_, String>(1)?))))
    }

    fn decided_item(&self, sql: &str, values: &[&dyn ToSql]) -> Result<Option<Item>> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query(values)?;
        while let Some(row) = rows.next()? {
            let (position, report, document): (i64, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
            if let Some(report) = self.report_found(&ReportId::new(report), &DocumentId::new(document))? {
                return Ok(Some(Item { position, report }));
            }
        }
        Ok(None)
    }

    /// A report of the record; one that was rejected, as it was found in its document.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn report_found(&self, id: &ReportId, document: &DocumentId) -> Result<Option<Report>> {
        let sql = "SELECT body FROM record_reports WHERE id = ?1";
        if let Some(report) = self.bodies(sql, &[&id.as_str()])?.pop() {
            return Ok(Some(report));
        }
        let found = self.document(document).ok().map(|stored| stored.extraction.reports);
        Ok(found.into_iter().flatten().find(|r| r.id == *id))
    }

    /// The document that a decision on a report was about.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn document_of_verdict(&self, report: &ReportId) -> Result<Option<DocumentId>> {
        let sql = "SELECT document FROM verdicts WHERE report = ?1 AND document <> '' LIMIT 1";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query([report.as_str()])?;
        Ok(rows.next()?.map(|row| row.get::<_, String>(0)).transpose()?.map(DocumentId::new))
    }
}
