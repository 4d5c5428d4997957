//! What people set and no part of the record rests on: columns of tables, filters kept under a name, who reviews what.
//!
//! Settings are no evidence: they are in no chain of hashes, and a store without them has the same record.

use crate::{Result, Store};

impl Store {
    /// Settings of a kind, name and value, the latest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn settings(&self, kind: &str) -> Result<Vec<(String, String)>> {
        let sql = "SELECT name, value FROM settings WHERE kind = ?1 ORDER BY number DESC";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map([kind], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Keeps settings of a kind in place of earlier ones of the same names; an empty value takes the name away.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn keep_settings(&mut self, kind: &str, settings: &[(String, String)]) -> Result<()> {
        let transaction = self.connection.transaction()?;
        for (name, value) in settings {
            let (name, value) = (name.as_str(), value.as_str());
            transaction.execute("DELETE FROM settings WHERE kind = ?1 AND name = ?2", [kind, name])?;
            if !value.is_empty() {
                let sql = "INSERT INTO settings (kind, name, value) VALUES (?1, ?2, ?3)";
                transaction.execute(sql, [kind, name, value])?;
            }
        }
        Ok(transaction.commit()?)
    }
}
