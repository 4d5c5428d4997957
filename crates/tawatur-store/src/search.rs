//! Full-text search over folded words: any spelling with or without hamza, vowel signs or accents finds the others.

use crate::{Result, Store};
use tawatur_core::model::DocumentId;
use tawatur_core::text::{Span, fold, fold_str};

/// Bytes of text shown on either side of the first word found.
const AROUND: usize = 80;

/// A document that holds what was searched for.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Hit {
    /// The document.
    pub document: DocumentId,
    /// Its name.
    pub file: String,
    /// Where the first word found stands in its text.
    pub span: Option<Span>,
    /// The text around it.
    pub excerpt: String,
}

impl Store {
    /// Documents that hold every word of a query, best first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn search(&self, query: &str, limit: usize) -> Result<Vec<Hit>> {
        let folded = fold_str(query);
        let words: Vec<&str> =
            folded.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
        if words.is_empty() {
            return Ok(Vec::new());
        }
        // Quoted, so that nothing in a query is an operator; a star, so that endings count.
        let expression = words.iter().map(|w| format!("\"{w}\" *")).collect::<Vec<_>>().join(" ");
        let sql = "SELECT f.document FROM words JOIN found f ON f.number = words.rowid
                   WHERE words MATCH ?1 AND f.document IN (SELECT key FROM standing WHERE class = 'document')
                   ORDER BY rank, f.document LIMIT ?2";
        let mut statement = self.connection.prepare_cached(sql)?;
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let ids: Vec<String> = statement
            .query_map(rusqlite::params![expression, limit], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        ids.into_iter().map(|id| self.hit(DocumentId::new(id), &words)).collect()
    }

    fn hit(&self, id: DocumentId, words: &[&str]) -> Result<Hit> {
        let stored = self.document(&id)?;
        let text = &stored.document.text;
        let folded = fold(text);
        let at = words.iter().filter_map(|w| Some((folded.text.find(w)?, w.len()))).min();
        let span = at.map(|(at, len)| folded.original(at, at + len));
        Ok(Hit {
            excerpt: excerpt(text, span.unwrap_or_default()),
            document: id,
            file: stored.document.file,
            span,
        })
    }
}

/// The text around a span, on one line, cut at spaces.
fn excerpt(text: &str, span: Span) -> String {
    let (start, end) = (span.start as usize, span.end as usize);
    let from = text.floor_char_boundary(start.saturating_sub(AROUND));
    let to = text.ceil_char_boundary((end + AROUND).min(text.len()));
    let (Some(before), Some(after)) = (text.get(from..start), text.get(end..to)) else {
        return String::new();
    };
    // A word that the cut went through is left out.
    let before =
        if from == 0 { before } else { before.split_once(char::is_whitespace).map_or("", |(_, rest)| rest) };
    let after = if to == text.len() {
        after
    } else {
        after.rsplit_once(char::is_whitespace).map_or("", |(rest, _)| rest)
    };
    format!("{before}{}{after}", span.slice(text)).split_whitespace().collect::<Vec<_>>().join(" ")
}
