//! `tawatur add --reports`: the door for reports that a person, another coder or a model made.

use super::context::{Context, now};
use super::failure::{Code, Failure};
use super::output;
use std::collections::{BTreeMap, BTreeSet};
use std::process::ExitCode;
use tawatur_core::model::{Action, DocumentId, HandedReport, Maker};
use tawatur_core::packs::Packs;
use tawatur_core::pipeline::check_row;
use tawatur_store::{Run, Store, Stored};

/// What became of rows handed in.
#[derive(Debug, Default, serde::Serialize)]
pub struct HandedIn {
    /// Rows that went in.
    pub taken: usize,
    /// Rows that were in already, word for word and by the same hand.
    pub known: usize,
    /// Rows refused: row number, from 1, and the reason.
    pub refused: Vec<(usize, String)>,
    /// Remarks on rows that went in.
    pub notes: Vec<(usize, String)>,
}

/// Hands rows of JSON Lines in, all in one transaction; refused rows keep no other out. `by` says who made them all;
/// without it each row's own `made_by` counts, else `otherwise`.
///
/// # Errors
/// When the store cannot be read or written.
pub fn hand_in(
    store: &mut Store,
    name: &str,
    rows: &[u8],
    by: Option<&str>,
    otherwise: &str,
    packs: &Packs,
) -> Result<HandedIn, Failure> {
    let mut handed = HandedIn::default();
    let mut known: BTreeSet<String> = BTreeSet::new();
    for decision in tawatur_core::model::in_force(&store.decisions()?) {
        known.insert(serde_json::to_string(&(&decision.by, &decision.action))?);
    }
    let mut documents = BTreeMap::new();
    let mut taken = Vec::new();
    for (k, line) in rows.split(|&b| b == b'\n').enumerate() {
        let line = if k == 0 { line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line) } else { line };
        if line.trim_ascii().is_empty() {
            continue;
        }
        match row(store, line, by, otherwise, packs, &mut documents) {
            Ok(row) => {
                handed.notes.extend(row.notes.iter().map(|note| (k + 1, note.clone())));
                if known.insert(serde_json::to_string(&(&row.by, &row.action))?) {
                    taken.push(row);
                } else {
                    handed.known += 1;
                }
            }
            Err(reason) => handed.refused.push((k + 1, reason)),
        }
    }
    handed.taken = taken.len();
    let mut run =
        Run::new("reports", format!("{} from {name}", output::counted(taken.len(), "report")), now());
    store.write::<_, Failure>(&mut run, |writer| {
        for row in &taken {
            writer.decide(&row.by, &row.action, Some(&row.document))?;
        }
        Ok(())
    })?;
    Ok(handed)
}

/// A row that may go in.
struct Row {
    by: Maker,
    action: Action,
    document: DocumentId,
    notes: Vec<String>,
}

/// Checks a row against its document.
fn row(
    store: &Store,
    line: &[u8],
    by: Option<&str>,
    otherwise: &str,
    packs: &Packs,
    documents: &mut BTreeMap<String, Stored>,
) -> Result<Row, String> {
    let mut report: HandedReport =
        serde_json::from_slice(line).map_err(|e| format!("is no report row: {e}"))?;
    if !documents.contains_key(&report.document) {
        let found = store.document_named(&report.document).and_then(|id| store.document(&id));
        documents.insert(report.document.clone(), found.map_err(|e| format!("{}; {}", e.message, e.hint))?);
    }
    let Some(Stored { document, extraction }) = documents.get(&report.document) else {
        return Err("its document cannot be read".to_owned());
    };
    let by = Maker::Coder(by.or(report.made_by.as_deref()).unwrap_or(otherwise).to_owned());
    let checked = check_row(&report, &document.id, &document.text, extraction, &by, packs)?;
    report.document = document.id.to_string();
    Ok(Row {
        by,
        action: Action::Add { report: Box::new(report) },
        document: document.id.clone(),
        notes: checked.notes,
    })
}

/// Tells what became of the rows.
///
/// # Errors
/// When standard output cannot be written.
pub fn tell(handed: &HandedIn, context: &Context) -> Result<ExitCode, Failure> {
    if context.json {
        output::json(handed)?;
    }
    for (row, note) in &handed.notes {
        eprintln!("row {row}: {note}");
    }
    for (row, reason) in &handed.refused {
        eprintln!("row {row} refused: {reason}");
    }
    let mut parts = vec![format!("{} taken", output::counted(handed.taken, "report"))];
    if handed.known > 0 {
        parts.push(format!("{} known already", handed.known));
    }
    if !handed.refused.is_empty() {
        parts.push(format!("{} refused", handed.refused.len()));
    }
    eprintln!("{}", parts.join(", "));
    Ok(if handed.refused.is_empty() { ExitCode::SUCCESS } else { Code::Refused.into() })
}
