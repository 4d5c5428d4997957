//! `tawatur export`: the record in a format of other programs.

use super::context::Context;
use super::failure::Failure;
use crate::export::{self, FORMATS};
use std::io::{BufWriter, Write, stdout};
use std::path::PathBuf;
use std::process::ExitCode;

/// Writes the record in a format of other programs.
///
/// Example: tawatur export json > record.json
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Arguments {
    /// The format.
    #[arg(value_parser = clap::builder::PossibleValuesParser::new(FORMATS.iter().map(|f| f.name)))]
    format: String,
    /// Write to this file instead of standard output.
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// Runs the command.
///
/// # Errors
/// When the store cannot be read or the output not be written.
pub fn run(arguments: &Arguments, context: &Context) -> Result<ExitCode, Failure> {
    let store = context.open_current()?;
    let mut out: Box<dyn Write> = match &arguments.output {
        Some(path) => Box::new(BufWriter::new(
            std::fs::File::create(path).map_err(|e| Failure::file(path.display(), &e))?,
        )),
        None => Box::new(BufWriter::new(stdout().lock())),
    };
    if let Some(format) = FORMATS.iter().find(|f| f.name == arguments.format) {
        export::write(format, &store, &mut *out)?;
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}
