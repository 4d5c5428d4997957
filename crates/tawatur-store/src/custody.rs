//! Chain of custody: what the ledger knows of a document, from the input it came in to the last decision about it.

use crate::{Result, Store, ledger};
use tawatur_core::model::DocumentId;

/// A given row, as evidence of what was done when and by whom.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Step {
    /// Its number in the ledger.
    pub number: i64,
    /// Its class: run, container, document, name, decision, undo.
    pub class: String,
    /// The name it came under.
    pub name: String,
    /// What it says.
    pub body: serde_json::Value,
    /// Its hash, which covers all rows before it.
    pub hash: String,
    /// Number, kind, time and maker of the run that wrote it.
    pub run: serde_json::Value,
    /// Whether that run was taken back.
    pub undone: bool,
}

impl Store {
    /// Every given row about a document, oldest first, with the input it was made from and the runs taken back.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn custody(&self, document: &DocumentId) -> Result<Vec<Step>> {
        let sql = "SELECT l.number, l.class, l.name, l.body, l.hash, l.run, r.body, l.run IN (SELECT run FROM undone)
                   FROM ledger l JOIN ledger r ON r.number = l.run
                   WHERE l.key = ?1
                      OR (l.class = 'container' AND l.key IN
                          (SELECT json_extract(body, '$.container') FROM ledger WHERE class = 'document' AND key = ?1))
                      OR (l.class = 'undo' AND l.key IN (SELECT CAST(run AS TEXT) FROM ledger WHERE key = ?1))
                   ORDER BY l.number";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query([document.as_str()])?;
        let mut steps = Vec::new();
        while let Some(row) = rows.next()? {
            let mut run: serde_json::Value = serde_json::from_str(&row.get::<_, String>(6)?)?;
            run["number"] = serde_json::json!(row.get::<_, i64>(5)?);
            steps.push(Step {
                number: row.get(0)?,
                class: row.get(1)?,
                name: row.get(2)?,
                body: serde_json::from_str(&row.get::<_, String>(3)?)?,
                hash: ledger::hex(&row.get::<_, Vec<u8>>(4)?),
                run,
                undone: row.get(7)?,
            });
        }
        Ok(steps)
    }
}
