//! `cargo dev lexicon LANG`: compiles the lexicon of a language from the shared data into its pack.

pub mod arabic;
mod buckwalter;
mod camel;
mod frequencies;
mod plurals;
mod reading;
mod table;

use clap::Args;
use std::process::ExitCode;

/// What `cargo dev lexicon` is asked for.
#[derive(Args)]
pub struct Options {
    /// Language whose lexicon to compile.
    pub lang: String,
}

/// Compiles a lexicon and writes it into the packs.
pub fn run(options: &Options) -> ExitCode {
    told(match options.lang.as_str() {
        "ar" => arabic::compile(),
        other => Err(format!("no lexicon is compiled for `{other}`; there is one for ar")),
    })
}

/// Prints what a command did, or why it could not.
pub fn told(done: Result<String, String>) -> ExitCode {
    match done {
        Ok(told) => {
            println!("{told}");
            ExitCode::SUCCESS
        }
        Err(message) => {
            eprintln!("{message}");
            ExitCode::from(2)
        }
    }
}
