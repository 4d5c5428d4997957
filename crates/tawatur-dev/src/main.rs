//! Developer tools, never shipped: evaluation, training, generated pages.

mod checkout;
mod conllu;
mod eval;
mod lexicon;
mod licences;
mod names;
mod segmenter;
mod train;
mod treebank;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

#[derive(Parser)]
#[command(name = "cargo dev", about = "Developer tools of tawatur")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Takes scores: `cargo dev eval seeds news --errors`.
    Eval(eval::Options),
    /// Makes model files of language packs: `cargo dev train tagger fr`.
    Train(train::Options),
    /// Checks the licences of all crates against `deny.toml`.
    Licences,
    /// Compiles the lexicon of a language: `cargo dev lexicon ar`.
    Lexicon(lexicon::Options),
    /// Names of texts, and the lists they come from: `cargo dev names show FILE`.
    Names(names::Options),
    /// Trains the weights that cut Arabic words.
    Segmenter,
}

fn main() -> ExitCode {
    match Arguments::parse().command {
        Command::Eval(options) => eval::run(&options),
        Command::Train(options) => train::run(&options),
        Command::Licences => licences::run(),
        Command::Lexicon(options) => lexicon::run(&options),
        Command::Names(options) => names::run(&options),
        Command::Segmenter => lexicon::told(segmenter::train()),
    }
}
