//! The command line: one command a file, and one line for each in `Command`.

mod add;
mod context;
mod export;
mod failure;
mod input;
mod output;
mod rebuild;
mod reports;

pub use add::{Added, add_inputs};
pub use context::{Context, load};
pub use failure::{Code, Failure};
pub use input::Input;
pub use output::progress;
pub use reports::{HandedIn, hand_in};

use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// What `--help` says after the options.
const AFTER_HELP: &str = "\
Exit codes:
  0    done
  1    done, but something in the input was refused, or something checked is wrong
  2    the command line is wrong
  3    there is no store, or it is another program's, a newer version's, or in use
  4    the store is damaged
  5    a file cannot be read or written
  6    what was asked for is not in the store
  130  interrupted; what was done before is stored

Data goes to standard output, messages to standard error. NO_COLOR is respected.";

/// What `--help` begins with.
const BEFORE_HELP: &str = "Example:
  tawatur add reports/ && tawatur timeline --place Deraa --from 2018-06";

#[derive(Parser)]
#[command(
    name = "tawatur",
    version,
    about = "Reads the news of armed conflicts in Arabic, French and English and keeps one sourced record",
    before_help = BEFORE_HELP,
    after_help = AFTER_HELP
)]
struct Arguments {
    #[command(flatten)]
    context: Context,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Add(add::Arguments),
    Export(export::Arguments),
    Rebuild(rebuild::Arguments),
}

impl Command {
    fn run(&self, context: &Context) -> Result<ExitCode, Failure> {
        match self {
            Self::Add(arguments) => add::run(arguments, context),
            Self::Export(arguments) => export::run(arguments, context),
            Self::Rebuild(arguments) => rebuild::run(arguments, context),
        }
    }
}

/// Runs the program with the process's own arguments.
#[must_use]
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match arguments.command.run(&arguments.context) {
        Ok(code) => code,
        // A reader that has seen enough (`| head`) is no failure.
        Err(failure) if failure.message.contains("Broken pipe") => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("tawatur: {failure}");
            failure.code.into()
        }
    }
}
