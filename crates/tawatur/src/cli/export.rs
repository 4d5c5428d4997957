//! `tawatur export`: the record in a format of other programs.

use super::context::Context;
use super::failure::Failure;
use crate::export::{self, FORMATS, Options};
use std::io::{BufWriter, Write, stdout};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use tawatur_core::model::Lang;

/// Writes the record in a format of other programs.
///
/// Example: tawatur export json > record.json
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment, after_help = formats())]
pub struct Arguments {
    /// The format.
    #[arg(value_parser = clap::builder::PossibleValuesParser::new(FORMATS.iter().map(|f| f.name)))]
    format: String,
    /// Write to this file instead of standard output: the whole export or nothing.
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Language of names and labels.
    #[arg(long, value_name = "CODE", default_value = "en")]
    language: Lang,
    /// With statements too, which exports other than json leave out.
    #[arg(long)]
    statements: bool,
    /// CSV cells as they are, without protection from spreadsheets that run cells as formulas.
    #[arg(long)]
    raw: bool,
}

/// What each format is, for `--help`.
fn formats() -> String {
    let width = FORMATS.iter().map(|f| f.name.len()).max().unwrap_or(0);
    let lines: Vec<String> = FORMATS.iter().map(|f| format!("  {:width$}  {}", f.name, f.about)).collect();
    format!("Formats:\n{}", lines.join("\n"))
}

/// Runs the command.
///
/// # Errors
/// When the store cannot be read or the output not be written.
pub fn run(arguments: &Arguments, context: &Context) -> Result<ExitCode, Failure> {
    let store = context.open_current()?;
    let options = Options {
        lang: arguments.language,
        statements: arguments.statements,
        raw: arguments.raw,
        json: context.json,
    };
    // The parser lets no other name through.
    let Some(format) = FORMATS.iter().find(|f| f.name == arguments.format) else {
        return Ok(ExitCode::SUCCESS);
    };
    let write = |out: &mut dyn Write| export::write(format, &store, || context.load_packs(), options, out);
    match &arguments.output {
        Some(path) => whole(path, write)?,
        None => {
            let mut out = BufWriter::new(stdout().lock());
            write(&mut out)?;
            out.flush()?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Writes a file whole or not at all: beside it first, then renamed over it.
fn whole(path: &Path, write: impl FnOnce(&mut dyn Write) -> Result<(), Failure>) -> Result<(), Failure> {
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(format!(".{}.part", std::process::id()));
    let part = path.with_file_name(name);
    let fails = |e: std::io::Error| Failure::file(path.display(), &e);
    let written = (|| {
        let mut out = BufWriter::new(std::fs::File::create(&part).map_err(fails)?);
        write(&mut out)?;
        let file = out.into_inner().map_err(|e| fails(e.into_error()))?;
        file.sync_all().map_err(fails)?;
        std::fs::rename(&part, path).map_err(fails)
    })();
    if written.is_err() {
        // What was begun is of no use to anyone.
        let _ = std::fs::remove_file(&part);
    }
    written
}
