//! `tawatur undo`: takes the last run back. Nothing is deleted; the run is marked.

use super::context::{Context, now};
use super::failure::{Code, Failure};
use super::output;
use super::table::Table;
use std::process::ExitCode;
use tawatur_store::{Run, StoreError};

/// Takes the last run back: what it added or decided counts no more.
///
/// Example: tawatur undo --list
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Arguments {
    /// Number of the run; the last one when none is named.
    run: Option<i64>,
    /// List the runs instead.
    #[arg(long)]
    list: bool,
}

/// Runs the command.
///
/// # Errors
/// When there is no such run, or the store cannot be written.
pub fn run(arguments: &Arguments, context: &Context) -> Result<ExitCode, Failure> {
    let mut store = context.open()?;
    let runs = store.runs()?;
    if arguments.list {
        let mut table = Table::new(&["run", "at", "kind", "what", ""]);
        for run in &runs {
            if context.json {
                output::json(run)?;
            }
            let state = if run.undone { "taken back" } else { "" };
            table.row(vec![
                run.number.to_string(),
                run.at.clone(),
                run.kind.clone(),
                run.what.clone(),
                state.to_owned(),
            ]);
        }
        if !context.json {
            table.print()?;
        }
        return Ok(ExitCode::SUCCESS);
    }
    // Reading documents again gives nothing and decides nothing: there is nothing to take back.
    let last = runs
        .iter()
        .rev()
        .find(|r| !r.undone && !matches!(r.kind.as_str(), "undo" | "rebuild"))
        .map(|r| r.number);
    let Some(number) = arguments.run.or(last) else {
        return Err(Failure::new(Code::Missing, "there is nothing to take back", ""));
    };
    let packs = context.load_packs()?;
    let mut run = Run::new("undo", format!("run {number}"), now());
    store.write::<_, StoreError>(&mut run, |writer| writer.undo(number))?;
    store.rebuild_record(&packs)?;
    let what = runs
        .iter()
        .find(|r| r.number == number)
        .map_or_else(String::new, |r| format!(" ({}, {})", r.kind, r.what));
    eprintln!("run {number}{what} taken back");
    Ok(ExitCode::SUCCESS)
}
