//! What people and other coders hand in: decisions on what was found, and reports of their own. Rows, never edited.

use super::{EventType, Maker, Mode, ReportId};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// One row of the ledger of decisions. Rows are only ever added; an undo is a row that names another.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Decision {
    /// Its number in the store, counted from 1.
    pub id: u64,
    /// Who decided.
    pub by: Maker,
    /// When, RFC 3339 in UTC; given by the program, the core has no clock.
    pub at: String,
    /// What was decided.
    pub action: Action,
}

/// What a decision does.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "action", rename_all = "snake_case")]
pub enum Action {
    /// The report is right.
    Accept {
        /// Which.
        report: ReportId,
    },
    /// The report is wrong and leaves the record.
    Reject {
        /// Which.
        report: ReportId,
    },
    /// Parts of the report are put right.
    Correct {
        /// Which.
        report: ReportId,
        /// What becomes of it.
        correction: Box<Correction>,
    },
    /// A report that was missed, or comes from another coder.
    Add {
        /// The row as handed in.
        report: Box<HandedReport>,
    },
    /// These reports tell of one event.
    Same {
        /// Reports of either event.
        reports: Vec<ReportId>,
    },
    /// The reports on the left tell of another event than those on the right.
    Different {
        /// One side.
        left: Vec<ReportId>,
        /// The other.
        right: Vec<ReportId>,
    },
    /// What became of a term of an agreement.
    Outcome {
        /// A report that tells of the agreement.
        agreement: ReportId,
        /// The term's type.
        term: EventType,
        /// A report of the event that carried it out or broke it.
        report: Option<ReportId>,
        /// `carried_out`, `refused` or `broken`.
        outcome: String,
    },
    /// A remark with its source.
    Note {
        /// Id of a report, event, document or entity.
        target: String,
        /// The remark.
        text: String,
        /// Where it is known from.
        source: Option<String>,
    },
    /// Takes an earlier decision back.
    Undo {
        /// Number of that decision.
        decision: u64,
    },
}

/// The decisions that stand: neither undone nor an undo, in their order.
#[must_use]
pub fn in_force(decisions: &[Decision]) -> Vec<&Decision> {
    let undone = |d: &Decision| match d.action {
        Action::Undo { decision } => Some(decision),
        _ => None,
    };
    let gone: std::collections::BTreeSet<u64> = decisions.iter().filter_map(undone).collect();
    decisions.iter().filter(|d| !gone.contains(&d.id) && undone(d).is_none()).collect()
}

/// New values for parts of a report; absent parts stay as they are.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Correction {
    /// Event type.
    #[serde(rename = "type", default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<EventType>,
    /// Mode.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mode: Option<Mode>,
    /// Who; entities by id or by a spelling. An empty list empties the role.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub who: Option<HandedEntity>,
    /// Whom.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub whom: Option<HandedEntity>,
    /// Parties.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parties: Option<HandedEntity>,
    /// Mediator.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mediator: Option<HandedEntity>,
    /// Place.
    #[serde(rename = "where", default, skip_serializing_if = "Option::is_none")]
    pub place: Option<HandedEntity>,
    /// From where.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<HandedEntity>,
    /// To where.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<HandedEntity>,
    /// Time: ISO day, month, year, `A/B`, or the export's object.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Value>,
    /// Figures, as in the export.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counts: Option<Vec<Value>>,
    /// Chains of sources.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Value>,
    /// Terms.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub terms: Option<Vec<Value>>,
}

/// One spelling or id, or a list of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum HandedEntity {
    /// One.
    One(String),
    /// Several, or none.
    Many(Vec<String>),
}

impl HandedEntity {
    /// The spellings or ids as a list.
    #[must_use]
    pub fn list(&self) -> &[String] {
        match self {
            Self::One(one) => std::slice::from_ref(one),
            Self::Many(many) => many,
        }
    }
}

/// A row of `tawatur add --reports`: a report in the form of the export, with as much as its maker knows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HandedReport {
    /// Id or file name of a document in the store.
    #[serde(alias = "doc")]
    pub document: String,
    /// Event type.
    #[serde(rename = "type")]
    pub kind: String,
    /// Evidence in code points of the document's text, end exclusive.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub span: Option<[usize; 2]>,
    /// Evidence, letter by letter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<String>,
    /// Mode; asserted when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mode: Option<Mode>,
    /// Who handed it in, where the row says so itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub made_by: Option<String>,
    /// Every other field of the export's report row: roles, `when`, `counts`, `source`, `terms`, `means`, `armed` …
    #[serde(flatten)]
    pub rest: serde_json::Map<String, Value>,
}
