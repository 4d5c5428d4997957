//! `tawatur search`: full text, whatever the spelling.

use super::context::Context;
use super::failure::Failure;
use super::output;
use super::table::Table;
use super::timeline::short;
use std::process::ExitCode;
use tawatur_core::pipeline::query_forms;
use tawatur_store::Narrowed;

/// Documents that hold all of the words, whatever their case, accents, hamzas or vowel signs.
///
/// Example: tawatur search "اتفاق درعا"
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Arguments {
    /// The words.
    #[arg(required = true)]
    words: Vec<String>,
    /// At most this many.
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: usize,
}

/// Runs the command.
///
/// # Errors
/// When the store cannot be read.
pub fn run(arguments: &Arguments, context: &Context) -> Result<ExitCode, Failure> {
    let store = context.open()?;
    let query = query_forms(&arguments.words.join(" "), &context.load_packs()?);
    let hits = store.search(&query, &Narrowed::default(), arguments.limit)?;
    let mut table = Table::new(&["document", "file", "excerpt"]);
    for hit in &hits {
        if context.json {
            output::json(hit)?;
        }
        table.row(vec![short(hit.document.as_str()), hit.file.clone(), hit.excerpt.clone()]);
    }
    if !context.json {
        table.print()?;
    }
    if hits.is_empty() {
        eprintln!("nothing found");
    }
    Ok(ExitCode::SUCCESS)
}
