//! What links say: two things are the same, differ, copy or contradict. Made by a rule or a person, with reasons.

use super::{DocumentId, EntityId, EventId, ReportId};
use serde::{Deserialize, Serialize};

/// One link between two things of a kind.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Judgement {
    /// What is said of the two.
    pub relation: Relation,
    /// The first.
    pub left: Subject,
    /// The second; for `copies`, the one that was copied.
    pub right: Subject,
    /// Who says so.
    pub made_by: Maker,
    /// Strength between 0 and 1; 1 for a person.
    pub weight: f32,
    /// Reasons, for people.
    pub reasons: Vec<String>,
}

/// What a judgement says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// They are one.
    Same,
    /// They are two.
    Different,
    /// The left text copies the right one.
    Copies,
    /// They cannot both hold.
    Contradicts,
}

/// What a judgement is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// An entity.
    Entity(EntityId),
    /// A report.
    Report(ReportId),
    /// A document.
    Document(DocumentId),
    /// An event.
    Event(EventId),
}

/// Who made a report, a judgement or a decision.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Maker {
    /// A rule of the program, by its id: pack path and number of the trigger.
    Rule(String),
    /// A person at this machine, by name.
    Person(String),
    /// Another coder or a model, by the name it came in under.
    Coder(String),
}

impl Maker {
    /// The name as exports write it.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Rule(name) | Self::Person(name) | Self::Coder(name) => name,
        }
    }
}
