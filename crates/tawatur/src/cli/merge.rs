//! `tawatur merge`: what another person decided in a store of their own, taken into this one as they made it.

use super::context::{Context, now};
use super::failure::Failure;
use super::output;
use super::table::Table;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::process::ExitCode;
use tawatur_core::model::{Action, Decision};
use tawatur_store::{Mode, Run, Store, StoreError};

/// Takes the decisions of another store into this one; who made them and when stays. Where two people differ the later
/// decision holds, and the review queue shows the conflict.
///
/// Example: tawatur merge colleague.db --preview
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Arguments {
    /// The other store; it is only read.
    other: PathBuf,
    /// Shows what would be taken and stores nothing.
    #[arg(long)]
    preview: bool,
}

/// A decision of the other store, as this one would have it.
struct Foreign {
    decision: Decision,
    document: String,
    /// Why it stays out, if it does.
    left_out: Option<&'static str>,
}

/// Runs the command.
///
/// # Errors
/// When a store cannot be read or this one not be written.
pub fn run(arguments: &Arguments, context: &Context) -> Result<ExitCode, Failure> {
    let mut store = context.open_current()?;
    let other = Store::open(&arguments.other, Mode::Existing)?;
    let foreign = foreign(&store, &other)?;
    let mut table = Table::new(&["at", "by", "what", ""]);
    for one in &foreign {
        let action = serde_json::to_value(&one.decision.action)?;
        let what = action["action"].as_str().unwrap_or("").to_owned();
        if context.json {
            output::json(&json!({ "decision": one.decision, "left_out": one.left_out }))?;
        }
        let left_out = one.left_out.unwrap_or("").to_owned();
        table.row(vec![one.decision.at.clone(), one.decision.by.name().to_owned(), what, left_out]);
    }
    if !context.json {
        table.print()?;
    }
    let taken = foreign.iter().filter(|f| f.left_out.is_none()).count();
    if arguments.preview {
        eprintln!("{taken} would be taken, {} stay out; nothing was stored", foreign.len() - taken);
        return Ok(ExitCode::SUCCESS);
    }
    if taken > 0 {
        let packs = context.load_packs()?;
        adopt(&mut store, &other, &foreign, &arguments.other.display().to_string())?;
        let orphans = store.rebuild_record(&packs)?.orphans.len();
        if orphans > 0 {
            eprintln!("{orphans} decisions do not fit; they are kept");
        }
    }
    eprintln!("{taken} taken, {} stay out", foreign.len() - taken);
    Ok(ExitCode::SUCCESS)
}

/// The decisions of the other store that this one does not have, in their order.
fn foreign(store: &Store, other: &Store) -> Result<Vec<Foreign>, Failure> {
    let documents: BTreeSet<String> = store.document_ids()?.iter().map(ToString::to_string).collect();
    let ours: BTreeSet<String> =
        store.decisions()?.iter().filter(|d| !is_undo(d)).map(fingerprint).collect::<Result<_, _>>()?;
    let own_undos: BTreeSet<(String, String)> = undone(store)?;
    let theirs = other.decisions_with_documents()?;
    let by_number: BTreeMap<u64, &Decision> = theirs.iter().map(|(d, _)| (d.id, d)).collect();
    let mut foreign = Vec::new();
    for (decision, document) in &theirs {
        let known = match &decision.action {
            Action::Undo { decision: taken_back } => match by_number.get(taken_back) {
                Some(target) => own_undos.contains(&(decision.by.name().to_owned(), fingerprint(target)?)),
                None => true,
            },
            _ => ours.contains(&fingerprint(decision)?),
        };
        if !known {
            let absent = !document.is_empty() && !documents.contains(document);
            let left_out = absent.then_some("its document is not in this store; add it first");
            foreign.push(Foreign { decision: decision.clone(), document: document.clone(), left_out });
        }
    }
    Ok(foreign)
}

fn is_undo(decision: &Decision) -> bool {
    matches!(decision.action, Action::Undo { .. })
}

/// What makes two decisions one: who, when and what; their numbers differ from store to store.
fn fingerprint(decision: &Decision) -> Result<String, Failure> {
    Ok(serde_json::to_string(&(&decision.by, &decision.at, &decision.action))?)
}

/// Which decisions were taken back in a store, and by whom.
fn undone(store: &Store) -> Result<BTreeSet<(String, String)>, Failure> {
    let decisions = store.decisions()?;
    let by_number: BTreeMap<u64, &Decision> = decisions.iter().map(|d| (d.id, d)).collect();
    let mut undone = BTreeSet::new();
    for decision in &decisions {
        if let Action::Undo { decision: number } = decision.action
            && let Some(target) = by_number.get(&number)
        {
            undone.insert((decision.by.name().to_owned(), fingerprint(target)?));
        }
    }
    Ok(undone)
}

/// Appends the decisions; what takes another back names it by its number here.
fn adopt(store: &mut Store, other: &Store, foreign: &[Foreign], name: &str) -> Result<(), Failure> {
    let here: BTreeMap<String, u64> = store
        .decisions()?
        .iter()
        .filter(|d| !is_undo(d))
        .map(|d| fingerprint(d).map(|f| (f, d.id)))
        .collect::<Result<_, _>>()?;
    let prints: BTreeMap<u64, String> = other
        .decisions()?
        .iter()
        .map(|d| fingerprint(d).map(|print| (d.id, print)))
        .collect::<Result<_, _>>()?;
    let mut run = Run::new("merge", name, now());
    store.write::<_, StoreError>(&mut run, |writer| {
        let mut numbers: BTreeMap<u64, u64> =
            prints.iter().filter_map(|(number, print)| Some((*number, *here.get(print)?))).collect();
        for one in foreign.iter().filter(|f| f.left_out.is_none()) {
            let mut decision = one.decision.clone();
            if let Action::Undo { decision: number } = &mut decision.action {
                match numbers.get(number) {
                    Some(here) => *number = *here,
                    // What it takes back stayed out.
                    None => continue,
                }
            }
            let number = writer.adopt(&decision, &one.document)?;
            numbers.insert(one.decision.id, number);
        }
        Ok(())
    })?;
    Ok(())
}
