//! Full-text search over folded words: any spelling with or without hamza, vowel signs or accents finds the others.

use crate::{Result, Store};
use std::collections::BTreeMap;
use tawatur_core::model::DocumentId;
use tawatur_core::text::{Span, fold};

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

/// What a search is narrowed to.
#[derive(Debug, Clone, Default)]
pub struct Narrowed {
    /// Language of the document.
    pub language: Option<String>,
    /// Its outlet's id.
    pub outlet: Option<String>,
    /// Year of publication.
    pub year: Option<String>,
    /// Leaving out this many first.
    pub offset: usize,
}

impl Narrowed {
    /// How many documents that hold the words are looked at, the latest first. Who narrows a search looks for what is
    /// not among the latest.
    fn reach(&self) -> i64 {
        let narrow = self.language.is_some() || self.outlet.is_some() || self.year.is_some();
        if narrow { NARROWED } else { COUNTED }
    }
}

/// How many of the documents found there are of each language, outlet and year.
#[derive(Debug, Clone, Default)]
pub struct Facets {
    /// Documents found, up to the number that is counted.
    pub found: usize,
    /// True when there may be more than were counted.
    pub more: bool,
    /// Languages.
    pub languages: Vec<(String, usize)>,
    /// Outlets' ids.
    pub outlets: Vec<(String, usize)>,
    /// Years.
    pub years: Vec<(String, usize)>,
}

/// Documents found that are ranked and counted; beyond them a search says "more".
const COUNTED: i64 = 5_000;
/// The same of a search that is narrowed.
const NARROWED: i64 = 100_000;

/// What of the documents found a search is narrowed to.
const WITHIN: &str = "LEFT JOIN record_documents d ON d.id = h.id
                 WHERE h.id IN (SELECT key FROM standing WHERE class = 'document' AND key = h.id)
                   AND (?3 IS NULL OR d.language = ?3) AND (?4 IS NULL OR d.outlet = ?4)
                   AND (?5 IS NULL OR d.published LIKE ?5)";

/// The documents that hold the words, those that came last first.
const FOUND: &str = "SELECT f.document AS id, w.rowid AS number FROM (
       SELECT rowid FROM words WHERE words MATCH ?1 ORDER BY rowid DESC LIMIT ?2) w
     JOIN found f ON f.number = w.rowid";

impl Store {
    /// Documents that hold every word of a query in one of its forms (`pipeline::query_forms`), newest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn search(&self, query: &[Vec<String>], narrowed: &Narrowed, limit: usize) -> Result<Vec<Hit>> {
        let Some(expression) = expression(query) else { return Ok(Vec::new()) };
        let year = narrowed.year.as_ref().map(|y| format!("{y}%"));
        let ids: Vec<String> = {
            let sql = format!(
                "SELECT h.id FROM ({FOUND}) h {WITHIN}
                 ORDER BY d.published IS NULL, d.published DESC, h.id LIMIT ?6 OFFSET {}",
                narrowed.offset
            );
            let mut statement = self.connection.prepare_cached(&sql)?;
            let limit = i64::try_from(limit).unwrap_or(i64::MAX);
            let values = rusqlite::params![
                expression,
                narrowed.reach(),
                narrowed.language,
                narrowed.outlet,
                year,
                limit
            ];
            statement.query_map(values, |row| row.get(0))?.collect::<rusqlite::Result<_>>()?
        };
        let words: Vec<&str> = query.iter().flatten().map(String::as_str).collect();
        ids.into_iter().map(|id| self.hit(DocumentId::new(id), &words)).collect()
    }

    /// The places in the record of all documents that a search finds, of those that it looks at, newest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn found_places(&self, query: &[Vec<String>], narrowed: &Narrowed) -> Result<Vec<u32>> {
        let Some(expression) = expression(query) else { return Ok(Vec::new()) };
        let year = narrowed.year.as_ref().map(|y| format!("{y}%"));
        let sql = format!(
            "SELECT d.position FROM ({FOUND}) h JOIN record_documents d ON d.id = h.id
             WHERE (?3 IS NULL OR d.language = ?3) AND (?4 IS NULL OR d.outlet = ?4)
               AND (?5 IS NULL OR d.published LIKE ?5)
             ORDER BY d.published IS NULL, d.published DESC, h.id"
        );
        let values =
            rusqlite::params![expression, narrowed.reach(), narrowed.language, narrowed.outlet, year];
        let mut statement = self.connection.prepare_cached(&sql)?;
        let places = statement.query_map(values, |row| row.get(0))?;
        Ok(places.collect::<rusqlite::Result<_>>()?)
    }

    /// The documents at places that `found_places` gave, with what of the query stands in each.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn hits_at(&self, places: &[u32], query: &[Vec<String>]) -> Result<Vec<Hit>> {
        let words: Vec<&str> = query.iter().flatten().map(String::as_str).collect();
        let mut statement =
            self.connection.prepare_cached("SELECT id FROM record_documents WHERE position = ?1")?;
        places
            .iter()
            .map(|place| {
                let id: String = statement.query_row([place], |row| row.get(0))?;
                self.hit(DocumentId::new(id), &words)
            })
            .collect()
    }

    /// Of which languages, outlets and years the documents are that hold every word.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn facets(&self, query: &[Vec<String>]) -> Result<Facets> {
        let Some(expression) = expression(query) else { return Ok(Facets::default()) };
        let sql = format!(
            "SELECT d.language, ifnull(d.outlet, ''), ifnull(substr(d.published, 1, 4), '') FROM ({FOUND}) h
             JOIN record_documents d ON d.id = h.id"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut rows = statement.query(rusqlite::params![expression, COUNTED])?;
        let mut counts: [BTreeMap<String, usize>; 3] = Default::default();
        let mut facets = Facets::default();
        while let Some(row) = rows.next()? {
            facets.found += 1;
            for (column, count) in counts.iter_mut().enumerate() {
                *count.entry(row.get(column)?).or_default() += 1;
            }
        }
        facets.more = i64::try_from(facets.found).is_ok_and(|n| n >= COUNTED);
        let [languages, outlets, years] = counts.map(|count| {
            let mut list: Vec<(String, usize)> = count.into_iter().filter(|(v, _)| !v.is_empty()).collect();
            list.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
            list
        });
        (facets.languages, facets.outlets, facets.years) = (languages, outlets, years);
        Ok(facets)
    }

    fn hit(&self, id: DocumentId, words: &[&str]) -> Result<Hit> {
        let (file, text) = (self.file_name(&id)?, self.text(&id)?);
        let folded = fold(&text);
        let at = words.iter().filter_map(|w| Some((folded.text.find(w)?, w.len()))).min();
        let span = at.map(|(at, len)| folded.original(at, at + len));
        Ok(Hit { excerpt: excerpt(&text, span.unwrap_or_default()), document: id, file, span })
    }
}

/// The words as the full-text index is asked for them: all of them, each in any of its forms. Quoted, so that nothing
/// in a query is an operator; a star, so that endings count.
fn expression(query: &[Vec<String>]) -> Option<String> {
    let one = |forms: &Vec<String>| {
        let forms: Vec<String> = forms.iter().map(|f| format!("\"{}\" *", f.replace('"', " "))).collect();
        format!("({})", forms.join(" OR "))
    };
    Some(query.iter().map(one).collect::<Vec<_>>().join(" AND ")).filter(|e| !e.is_empty())
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
