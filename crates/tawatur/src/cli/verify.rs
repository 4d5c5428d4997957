//! `tawatur verify`: whether the store, or a case folder, still holds what was put into it.

use super::context::Context;
use super::failure::{Code, Failure};
use super::output;
use crate::export;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Checks every hash, the chain of given rows, and that every quotation stands in its document.
///
/// Example: tawatur verify && cp tawatur.db backup.db
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Arguments {
    /// Checks a folder that `tawatur export case` made, instead of the store.
    #[arg(long, value_name = "FOLDER")]
    case: Option<PathBuf>,
}

/// Runs the command.
///
/// # Errors
/// When the store cannot be opened, or the folder is no case folder.
pub fn run(arguments: &Arguments, context: &Context) -> Result<ExitCode, Failure> {
    if let Some(folder) = &arguments.case {
        return case(folder, context);
    }
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

/// Checks a case folder; the seal is what a person compares with what was kept elsewhere.
fn case(folder: &Path, context: &Context) -> Result<ExitCode, Failure> {
    let checked = export::check(folder)?;
    if context.json {
        output::json(&checked)?;
    } else {
        for (file, reason) in &checked.faults {
            println!("{file}: {reason}");
        }
        println!("seal {}", checked.seal);
    }
    let found = match checked.faults.len() {
        0 => "all whole".to_owned(),
        several => format!("{several} wrong"),
    };
    let (files, quotations) =
        (output::counted(checked.files, "file"), output::counted(checked.quotations, "quotation"));
    eprintln!("{files}, {quotations} checked; {found}");
    Ok(if checked.faults.is_empty() { ExitCode::SUCCESS } else { Code::Damaged.into() })
}
