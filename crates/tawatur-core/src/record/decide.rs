//! What people decided, as far as the record itself applies it: rejections and outcomes; and which decisions have lost
//! their evidence. Corrections and handed-in reports are already in the extractions; same and different went into
//! linking.

use crate::model::{Action, Decision, EventType, Linkable, ReportId, in_force};
use rustc_hash::FxHashSet;
use std::collections::BTreeSet;

/// What became of a term, by a person's word.
pub(super) struct Outcome {
    pub agreement: ReportId,
    pub term: EventType,
    pub report: Option<ReportId>,
    pub outcome: String,
}

/// Decisions in force, sorted out.
pub(super) struct Decided {
    pub rejected: BTreeSet<ReportId>,
    pub outcomes: Vec<Outcome>,
    pub orphans: Vec<(u64, String)>,
}

impl Decided {
    /// Sorts decisions out against the reports and documents there are.
    pub fn of(decisions: &[Decision], documents: &[Linkable]) -> Self {
        let there: FxHashSet<&ReportId> =
            documents.iter().flat_map(|d| &d.extraction.reports).map(|r| &r.id).collect();
        let mut decided = Self { rejected: BTreeSet::new(), outcomes: Vec::new(), orphans: Vec::new() };
        for decision in in_force(decisions) {
            match &decision.action {
                Action::Reject { report } => {
                    decided.rejected.insert(report.clone());
                }
                Action::Accept { report } => {
                    decided.rejected.remove(report);
                }
                Action::Outcome { agreement, term, report, outcome } => decided.outcomes.push(Outcome {
                    agreement: agreement.clone(),
                    term: term.clone(),
                    report: report.clone(),
                    outcome: outcome.clone(),
                }),
                _ => {}
            }
            let missing: Vec<&str> = named(&decision.action)
                .into_iter()
                .filter(|id| !there.contains(id))
                .map(ReportId::as_str)
                .collect();
            if !missing.is_empty() {
                let reason = format!("no report has the id {} any more", missing.join(", "));
                decided.orphans.push((decision.id, reason));
            }
            if let Action::Add { report } = &decision.action {
                let known = |d: &Linkable| {
                    d.document.id.as_str() == report.document || d.document.file == report.document
                };
                if !documents.iter().any(known) {
                    decided.orphans.push((decision.id, format!("there is no document {}", report.document)));
                }
            }
        }
        decided
    }
}

/// The reports a decision names.
fn named(action: &Action) -> Vec<&ReportId> {
    match action {
        Action::Accept { report } | Action::Reject { report } | Action::Correct { report, .. } => {
            vec![report]
        }
        Action::Same { reports } => reports.iter().collect(),
        Action::Different { left, right } => left.iter().chain(right).collect(),
        Action::Outcome { agreement, report, .. } => std::iter::once(agreement).chain(report).collect(),
        Action::Add { .. } | Action::Note { .. } | Action::Undo { .. } => Vec::new(),
    }
}
