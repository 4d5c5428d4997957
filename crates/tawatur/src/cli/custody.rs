//! `tawatur custody`: the chain of custody of what stands behind an event, a report or a document.

use super::context::Context;
use super::failure::{Code, Failure};
use super::output;
use serde_json::Value;
use std::collections::BTreeSet;
use std::process::ExitCode;
use tawatur_core::model::DocumentId;
use tawatur_store::{Step, Store};

/// Shows how each document behind an event came into the store, when, from where and by whom, and what was decided.
///
/// Example: tawatur custody e1b2c3
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Arguments {
    /// Id, or the beginning of an id, of an event, a report or a document; or a document's name.
    id: String,
}

/// Runs the command.
///
/// # Errors
/// When there is no such thing, or the store cannot be read.
pub fn run(arguments: &Arguments, context: &Context) -> Result<ExitCode, Failure> {
    let store = context.open_current()?;
    for document in documents(&store, &arguments.id)? {
        let steps = store.custody(&document)?;
        if context.json {
            output::json(&serde_json::json!({ "document": document, "steps": steps }))?;
            continue;
        }
        println!("{document}  {}", store.file_name(&document).unwrap_or_default());
        for step in &steps {
            println!("{}", line(step));
        }
        println!();
    }
    Ok(ExitCode::SUCCESS)
}

/// The documents behind an id.
fn documents(store: &Store, id: &str) -> Result<BTreeSet<DocumentId>, Failure> {
    let record = store.record()?;
    let means = |known: &str| known == id || (id.len() >= 3 && known.starts_with(id));
    let reports: BTreeSet<&str> = record
        .events
        .iter()
        .filter(|event| means(event.id.as_str()))
        .flat_map(|event| event.reports.iter().map(|report| report.as_str()))
        .collect();
    let behind = record.reports.iter().filter(|r| reports.contains(r.id.as_str()) || means(r.id.as_str()));
    let found: BTreeSet<DocumentId> = behind.map(|r| r.document.clone()).collect();
    if !found.is_empty() {
        return Ok(found);
    }
    store.document_named(id).map(|document| BTreeSet::from([document])).map_err(|_| {
        Failure::new(
            Code::Missing,
            format!("there is nothing with the id `{id}`"),
            "list ids with `tawatur events`",
        )
    })
}

/// A step in words: its row, when, by whom, what, and the hash that covers all before it.
fn line(step: &Step) -> String {
    let text = |value: &Value| value.as_str().unwrap_or("").to_owned();
    let by = match step.class.as_str() {
        "decision" => text(&step.body["by"]).replace("person:", ""),
        _ => text(&step.run["by"]),
    };
    let what = match step.class.as_str() {
        "document" | "container" => format!(
            "{} received as {}, {} bytes, SHA-256 {}",
            step.class,
            step.name,
            step.body["length"],
            text(&step.body["sha256"])
        ),
        "name" => format!("received again as {}", step.name),
        "undo" => "a run was taken back".to_owned(),
        _ => format!("decision: {}", step.body["action"]),
    };
    let by = if by.is_empty() { String::new() } else { format!(" by {by}") };
    let undone = if step.undone { " (taken back)" } else { "" };
    let hash = step.hash.get(..16).unwrap_or("");
    format!(
        "  row {}  {}  run {}{by}: {what}{undone}  [{hash}…]",
        step.number,
        text(&step.run["at"]),
        step.run["number"]
    )
}
