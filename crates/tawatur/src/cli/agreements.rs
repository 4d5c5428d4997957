//! `tawatur agreements`: local agreements, truces and offers, with their terms and what became of each.

use super::context::Context;
use super::failure::Failure;
use super::names::{Names, spaced, when, when_json};
use super::table::isolated;
use super::timeline::short;
use super::{filter, output};
use serde_json::{Value, json};
use std::io::Write;
use std::process::ExitCode;
use tawatur_core::model::{Agreement, EventId};
use tawatur_store::Store;

/// Agreements, truces and offers: parties, mediator, terms, and what became of each term.
///
/// Example: tawatur agreements --place Deraa
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Arguments {
    #[command(flatten)]
    filter: filter::Narrowing,
}

/// Runs the command.
///
/// # Errors
/// When the store cannot be read.
pub fn run(arguments: &Arguments, context: &Context) -> Result<ExitCode, Failure> {
    let store = context.open_current()?;
    let agreements = store.agreements(&arguments.filter.filter()?)?;
    let names = Names::of(&store)?;
    let mut out = std::io::stdout().lock();
    for agreement in &agreements {
        if context.json {
            output::json(&as_json(agreement, &names))?;
        } else {
            write(agreement, &store, &names, &mut out)?;
        }
    }
    if agreements.is_empty() {
        eprintln!("no agreements");
    }
    Ok(ExitCode::SUCCESS)
}

/// Writes an agreement for people.
///
/// # Errors
/// When the store cannot be read or `out` not be written.
pub fn write(
    agreement: &Agreement,
    store: &Store,
    names: &Names,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let status = serde_json::to_value(agreement.status)?;
    let event = store.event(&agreement.event)?;
    writeln!(
        out,
        "{}  {}  {}  {}  [{}]",
        short(&agreement.id),
        when(agreement.when.as_ref()),
        spaced(event.kind.as_str()),
        isolated(&names.entities(&agreement.place)),
        status.as_str().unwrap_or("")
    )?;
    if !agreement.parties.is_empty() {
        writeln!(out, "  between   {}", isolated(&names.entities(&agreement.parties)))?;
    }
    if !agreement.mediator.is_empty() {
        writeln!(out, "  mediator  {}", isolated(&names.entities(&agreement.mediator)))?;
    }
    if !agreement.why.is_empty() {
        writeln!(out, "  status    {}", agreement.why)?;
    }
    for term in &agreement.terms {
        let mut fate = Vec::new();
        for (word, events) in [
            ("carried out", &term.carried_out_by),
            ("refused", &term.refused_by),
            ("broken", &term.broken_by),
        ] {
            for event in events {
                fate.push(format!("{word} {}", told(event, store)?));
            }
        }
        let fate = if fate.is_empty() { "nothing told since".to_owned() } else { fate.join("; ") };
        writeln!(out, "  term      {:<18}{fate}", spaced(term.kind.as_str()))?;
    }
    writeln!(out)?;
    Ok(())
}

/// An event in a few words: its day and id.
fn told(event: &EventId, store: &Store) -> Result<String, Failure> {
    let found = store.event(event)?;
    Ok(format!("{} ({})", when(found.when.as_ref()), short(event.as_str())))
}

fn as_json(a: &Agreement, names: &Names) -> Value {
    json!({
        "id": a.id, "event": a.event, "parties": names.json(&a.parties), "mediator": names.json(&a.mediator),
        "when": when_json(a.when.as_ref()), "where": names.json(&a.place), "status": a.status, "why": a.why, "terms": a.terms,
    })
}
