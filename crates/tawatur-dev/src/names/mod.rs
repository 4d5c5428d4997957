//! `cargo dev names`: shows what names are found in a text, and makes the big name lists from `shared/data/names`.

mod optional;
mod romanisation;
pub mod show;

use clap::{Args, Subcommand};
use std::path::PathBuf;
use std::process::ExitCode;

/// What `cargo dev names` is asked for.
#[derive(Args)]
pub struct Options {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Writes packs of places that the program cannot carry, for `--packs`.
    Optional {
        /// Where the packs go.
        folder: PathBuf,
    },
    /// Trains the table of Latin renderings of Arabic letters.
    Romanisation,
    /// Lists the names and noun phrases of text files with whom they mean.
    Show {
        /// Plain text files.
        files: Vec<PathBuf>,
    },
}

/// Runs the command.
pub fn run(options: &Options) -> ExitCode {
    match &options.what {
        What::Optional { folder } => crate::lexicon::told(optional::write(folder)),
        What::Romanisation => crate::lexicon::told(romanisation::train()),
        What::Show { files } => crate::lexicon::told(show::show(files)),
    }
}
