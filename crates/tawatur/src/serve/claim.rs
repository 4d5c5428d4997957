//! A report as pages show it: who says what, in which words.

use super::Desk;
use super::words::Days;
use crate::cli::Failure;
use serde::Serialize;
use tawatur_core::model::{Confidence, EntityId, Lang, Report, Role};
use tawatur_core::text::{CodePoints, Span};

/// Something with a name.
#[derive(Debug, Clone, Serialize)]
pub struct Named {
    /// Its id.
    pub id: String,
    /// Its name in the reader's language, where it has one.
    pub name: String,
}

/// A role with those who fill it.
#[derive(Debug, Clone, Serialize)]
pub struct Cast {
    /// The role's word.
    pub label: String,
    /// Who fills it.
    pub fillers: Vec<Named>,
}

/// A report with its evidence and its document.
#[derive(Debug, Clone, Serialize)]
pub struct Claim {
    /// Its number on the page, from 1.
    pub number: usize,
    /// Its id.
    pub report: String,
    /// Event type.
    #[serde(rename = "type")]
    pub kind: String,
    /// The type's word.
    pub label: String,
    /// Its document.
    pub document: String,
    /// The document's name.
    pub file: String,
    /// The outlet's name.
    pub outlet: Option<String>,
    /// The day the document is of.
    pub published: Option<String>,
    /// The document's language.
    pub language: String,
    /// The direction it runs.
    pub direction: &'static str,
    /// Evidence, letter by letter.
    pub evidence: String,
    /// The evidence in three: before the words that carry it, those words, after them.
    #[serde(skip)]
    pub parts: [String; 3],
    /// Evidence in code points of the document's text, end exclusive.
    pub span: [usize; 2],
    /// Confidence class.
    pub confidence: &'static str,
    /// How the report stands.
    pub mode: String,
    /// The mode's name in the codebook.
    pub mode_name: String,
    /// True when it is told as fact.
    pub asserted: bool,
    /// When it happened.
    pub when: Days,
    /// Who did what to whom and where.
    pub roles: Vec<Cast>,
    /// Figures.
    pub figures: Vec<String>,
    /// Chains of sources, outermost first.
    pub source: Vec<Vec<Named>>,
    /// Words for its terms.
    pub terms: Vec<String>,
    /// Who made it.
    pub made_by: String,
    /// Its event.
    pub event: Option<String>,
}

/// The direction a language is written in; `auto` when it is not known.
#[must_use]
pub fn direction(lang: Lang) -> &'static str {
    match lang.as_str() {
        "ar" | "fa" | "he" | "ur" | "ckb" => "rtl",
        "en" | "fr" => "ltr",
        _ => "auto",
    }
}

/// The evidence cut around the words that carry it.
fn parts(report: &Report, text: &str) -> [String; 3] {
    let (all, words) = (report.span, report.trigger.filter(|t| report.span.contains(*t)));
    let words = words.unwrap_or(Span { start: all.end, end: all.end });
    let cut = |start: u32, end: u32| text.get(start as usize..end as usize).unwrap_or_default().to_owned();
    [cut(all.start, words.start), cut(words.start, words.end), cut(words.end, all.end)]
}

impl Desk<'_> {
    /// Entities with names.
    pub fn named<'i>(&self, ids: impl IntoIterator<Item = &'i EntityId>) -> Vec<Named> {
        ids.into_iter().map(|id| Named { id: id.to_string(), name: self.names.entity(id) }).collect()
    }

    /// A report with its evidence.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn claim(&self, number: usize, report: &Report, text: &str) -> Result<Claim, Failure> {
        let known = self.store.record_document(&report.document)?;
        let cast = |role: Role| Cast {
            label: self.tongue.word(&format!("role.{}", role.name())),
            fillers: self.named(report.fillers(role)),
        };
        Ok(Claim {
            number,
            report: report.id.to_string(),
            kind: report.kind.to_string(),
            label: self.kind(&report.kind),
            document: report.document.to_string(),
            file: known.file,
            outlet: known.outlet.as_ref().map(|id| self.names.entity(id)),
            published: known.published.date.map(|d| d.to_string()),
            language: known.language.to_string(),
            direction: direction(known.language),
            evidence: report.span.slice(text).to_owned(),
            parts: parts(report, text),
            span: CodePoints::new(text).span(report.span),
            confidence: match report.confidence {
                Confidence::A => "A",
                Confidence::B => "B",
                Confidence::C => "C",
            },
            mode: self.tongue.value("mode", &report.mode),
            mode_name: serde_json::to_value(report.mode)?.as_str().unwrap_or_default().to_owned(),
            asserted: report.mode == tawatur_core::model::Mode::Asserted,
            when: self.tongue.when(report.when.as_ref()),
            roles: Role::ALL.into_iter().map(cast).filter(|c| !c.fillers.is_empty()).collect(),
            figures: report.counts.iter().map(|c| self.tongue.told(c)).collect(),
            source: report.source.iter().map(|chain| self.named(chain.0.iter().map(|l| &l.entity))).collect(),
            terms: report.terms.iter().map(|t| self.kind(&t.kind)).collect(),
            made_by: report.made_by.name().to_owned(),
            event: self.store.event_id_of(&report.id)?.map(|e| e.to_string()),
        })
    }
}
