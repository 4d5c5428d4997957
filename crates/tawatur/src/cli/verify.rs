//! `tawatur verify`: whether the store still holds what was put into it.

use super::context::Context;
use super::failure::{Code, Failure};
use super::output;
use std::process::ExitCode;

/// Checks every hash, the chain of given rows, and that every quotation stands in its document.
///
/// Example: tawatur verify && cp tawatur.db backup.db
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Arguments {}

/// Runs the command.
///
/// # Errors
/// When the store cannot be opened.
pub fn run(_: &Arguments, context: &Context) -> Result<ExitCode, Failure> {
    let store = context.open()?;
    let seen = store.verify();
    if context.json {
        output::json(&seen)?;
    } else {
        for fault in &seen.faults {
            println!("{}: {}", fault.place, fault.message);
        }
    }
    eprintln!(
        "{}, {}, {}, {} checked; {}",
        output::counted(seen.given, "given row"),
        output::counted(seen.documents, "document"),
        output::counted(seen.found, "found row"),
        output::counted(seen.spans, "quotation"),
        if seen.faults.is_empty() {
            "all whole".to_owned()
        } else {
            format!("{} wrong. Take the file from a backup", seen.faults.len())
        }
    );
    Ok(if seen.faults.is_empty() { ExitCode::SUCCESS } else { Code::Damaged.into() })
}
