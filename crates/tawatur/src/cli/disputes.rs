//! `tawatur disputes`: where the accounts of one event cannot all be right.

use super::context::Context;
use super::failure::Failure;
use super::names::{Names, spaced, when};
use super::table::isolated;
use super::timeline::short;
use super::{filter, output};
use std::io::Write;
use std::process::ExitCode;
use tawatur_core::model::{Dispute, ReportId};
use tawatur_store::Store;

/// What the accounts of an event disagree on, side by side with their words.
///
/// Example: tawatur disputes --from 2021-08
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
    let disputes = store.disputes(&arguments.filter.filter()?)?;
    let names = Names::of(&store)?;
    let mut out = std::io::stdout().lock();
    for dispute in &disputes {
        if context.json {
            output::json(dispute)?;
        } else {
            write(dispute, &store, &names, &mut out)?;
        }
    }
    if disputes.is_empty() {
        eprintln!("no disputes");
    }
    Ok(ExitCode::SUCCESS)
}

/// Writes a dispute for people.
///
/// # Errors
/// When the store cannot be read or `out` not be written.
pub fn write(dispute: &Dispute, store: &Store, names: &Names, out: &mut dyn Write) -> Result<(), Failure> {
    let event = store.event(&dispute.event)?;
    let about = serde_json::to_value(dispute.about)?;
    writeln!(
        out,
        "{}  {}  {}  {}  about {}: {}",
        short(&dispute.id),
        when(event.when.as_ref()),
        spaced(event.kind.as_str()),
        isolated(&names.entities(&event.place)),
        about.as_str().unwrap_or(""),
        isolated(&dispute.why)
    )?;
    let alone: Vec<Vec<ReportId>> = dispute.reports.iter().map(|r| vec![r.clone()]).collect();
    for side in if dispute.sides.is_empty() { &alone } else { &dispute.sides } {
        for (k, report) in side.iter().enumerate() {
            let (words, file) = quotation(report, store)?;
            writeln!(
                out,
                "  {} {}  ({})",
                if k == 0 { "•" } else { " " },
                isolated(&words),
                isolated(&file)
            )?;
        }
    }
    writeln!(out)?;
    Ok(())
}

/// A report's evidence on one line, and its document's name.
///
/// # Errors
/// When the store cannot be read.
pub fn quotation(report: &ReportId, store: &Store) -> Result<(String, String), Failure> {
    let report = store.report(report)?;
    let stored = store.document(&report.document)?;
    let words = report.span.slice(&stored.document.text).split_whitespace().collect::<Vec<_>>().join(" ");
    Ok((format!("“{words}”"), stored.document.file))
}
