//! Developer tools, never shipped: evaluation, training, generated pages.

mod bench;
mod checkout;
mod conllu;
mod eval;
mod lexicon;
mod licences;
mod names;
mod ner;
mod one;
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
    /// Measures the whole way, from raw text to the record in the store: `cargo dev bench documents --documents 3000`.
    Bench(bench::Options),
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
    /// Reads one file as `add` would, for sets that watch over the process: prints what it cost.
    #[command(hide = true)]
    One(one::Options),
    /// Runs the program itself, for sets that kill it.
    #[command(hide = true, trailing_var_arg = true)]
    Program {
        /// Its arguments.
        #[arg(allow_hyphen_values = true)]
        arguments: Vec<std::ffi::OsString>,
    },
}

fn main() -> ExitCode {
    match Arguments::parse().command {
        Command::Eval(options) => eval::run(&options),
        Command::Bench(options) => bench::run(&options),
        Command::Train(options) => train::run(&options),
        Command::Licences => licences::run(),
        Command::Lexicon(options) => lexicon::run(&options),
        Command::Names(options) => names::run(&options),
        Command::One(options) => one::run(&options),
        Command::Program { arguments } => {
            tawatur::cli::run(std::iter::once("tawatur".into()).chain(arguments))
        }
        Command::Segmenter => lexicon::told(segmenter::train()),
    }
}
