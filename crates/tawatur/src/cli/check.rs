//! `tawatur check`: whether a folder of packs is sound.

use super::context::{Context, folder_files, load};
use super::failure::Failure;
use super::output;
use serde_json::json;
use std::path::PathBuf;
use std::process::ExitCode;

/// Loads a folder of packs over the built-in ones and lists every problem with file, line and column.
///
/// Example: tawatur check my-packs/
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Arguments {
    /// The folder: `lang`, `events`, `world`, `conflicts` as in the built-in packs.
    folder: PathBuf,
}

/// Runs the command.
///
/// # Errors
/// When the folder cannot be read or its packs have problems.
pub fn run(arguments: &Arguments, context: &Context) -> Result<ExitCode, Failure> {
    let packs = load(&folder_files(&arguments.folder)?)?;
    let (languages, types, entities) =
        (packs.languages.len(), packs.frames.len(), packs.world.entities.len());
    if context.json {
        output::json(&json!({ "languages": languages, "event_types": types, "entities": entities }))?;
    }
    eprintln!(
        "sound: with the built-in packs {}, {}, {entities} entities",
        output::counted(languages, "language"),
        output::counted(types, "event type")
    );
    Ok(ExitCode::SUCCESS)
}
