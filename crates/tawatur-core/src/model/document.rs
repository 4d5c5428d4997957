//! A document as received: its unaltered text, where it came from, when it was published, and notes on its text.

use super::{DocumentId, Lang};
use crate::text::Span;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// One article, post or file. `text` never changes: every span of the record points into it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// Hash of the bytes as received.
    pub id: DocumentId,
    /// Its name as given: a file name, a row's `id`, an address.
    pub file: String,
    /// SHA-256 of the bytes as received.
    pub sha256: String,
    /// SHA-256 of `text`.
    pub text_sha256: String,
    /// Language of most of the text; set by `read` when given, else by `analyse`.
    pub language: Lang,
    /// Title, where the format gives one apart from the text.
    pub title: Option<String>,
    /// Who wrote it, as given; not read as a source of what it tells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub byline: Option<String>,
    /// Outlet as given (a name, a domain), not yet resolved to an entity.
    pub outlet: Option<String>,
    /// Address it was published at, where known.
    pub url: Option<String>,
    /// Date of publication and why it is believed.
    pub published: Published,
    /// The text that every span points into.
    pub text: String,
    /// Paragraphs, headlines, captions and the like, in order, not overlapping.
    pub blocks: Vec<Block>,
    /// Problems of the text; never errors.
    pub notes: Vec<Note>,
}

/// A part of a document's text with a purpose of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Where it stands.
    pub span: Span,
}

/// What a block of text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BlockKind {
    /// Title of the whole text.
    Headline,
    /// Ordinary paragraph.
    Paragraph,
    /// Heading inside the text.
    Heading,
    /// Legend of a picture.
    Caption,
    /// One item of a list.
    Item,
}

/// When a document was published, and on what grounds that is believed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Published {
    /// The day; the first day of the period when the precision is coarser; `None` when nothing supports a guess.
    pub date: Option<Date>,
    /// How exact `date` is.
    pub precision: PublishedPrecision,
    /// Where it comes from.
    pub basis: PublishedBasis,
    /// The reason, in one sentence.
    pub why: String,
}

/// How exact a publication date is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PublishedPrecision {
    /// One day.
    Day,
    /// Some day of a week from `date`.
    Week,
    /// Some day of the month of `date`.
    Month,
    /// Some day of the year of `date`.
    Year,
    /// Not known.
    #[default]
    Unknown,
}

/// Where a publication date comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PublishedBasis {
    /// Metadata that came with the document.
    Given,
    /// A dateline or date line in the text.
    Dateline,
    /// What the text, or documents of the same events, fix.
    Inferred,
    /// Nothing.
    #[default]
    Unknown,
}

/// A remark on a text problem, for people; never an error.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// What kind of problem.
    pub kind: NoteKind,
    /// One sentence: what, where, what was done about it.
    pub text: String,
}

/// Kinds of text problems.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoteKind {
    /// The bytes were not in the encoding they claim, or it had to be guessed.
    Encoding,
    /// Something was cut at a limit.
    Limit,
    /// The markup is broken.
    Markup,
    /// Metadata could not be read.
    Metadata,
    /// The text is empty or in a language without a pack.
    Text,
}
