//! `cargo dev train WHAT LANG`: makes the model files of the language packs, from the free treebanks in `../shared` or from
//! what the pack's own `training` folder holds (`own.rs`).
//!
//! Same data, same seed, same bytes. Beside every model stands a text file with its data, their commits, and its score.

pub mod corpora;
mod letters;
pub mod lexicon;
mod own;
mod perceptron;
pub mod random;
mod tagger;

use clap::{Args, ValueEnum};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// What `cargo dev train` is asked for.
#[derive(Args)]
pub struct Options {
    /// What to train.
    what: Model,
    /// Language code; all languages when absent.
    lang: Option<String>,
    /// Passes over the data.
    #[arg(long, default_value_t = 10)]
    passes: usize,
    /// Where the random order starts.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

/// Models that can be trained.
#[derive(Clone, Copy, ValueEnum)]
enum Model {
    /// Lexicon and tagger (`tagger.bin`).
    Tagger,
    /// Letter runs for language identification (`letters.bin`).
    Letters,
}

/// Trains what is asked for.
pub fn run(options: &Options) -> ExitCode {
    let langs = options.lang.as_deref().map_or_else(|| vec!["en", "fr", "ar"], |lang| vec![lang]);
    for lang in langs {
        let done = match options.what {
            Model::Tagger => tagger::train(lang, options),
            Model::Letters => letters::train(lang),
        };
        if let Err(message) = done {
            eprintln!("{lang}: {message}");
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}

/// The folder of a language pack in this checkout.
fn pack(lang: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs/lang").join(lang)
}

/// Writes a file of a language pack.
fn write(lang: &str, name: &str, bytes: &[u8]) -> Result<(), String> {
    let path = pack(lang).join(name);
    std::fs::write(&path, bytes).map_err(|e| format!("{} cannot be written: {e}", path.display()))
}
