//! The command line: one command a file, and one line for each in `Command`.

mod add;
mod agree;
mod agreements;
mod analyse;
mod backup;
mod check;
mod compare;
mod context;
mod corrected;
mod custody;
pub mod decide;
mod demo;
mod disputes;
mod explain;
mod export;
mod failure;
mod fetch;
pub mod filter;
mod gather;
mod input;
mod merge;
pub mod names;
mod output;
mod rebuild;
mod reports;
mod search;
mod serve;
mod shell;
mod show;
mod sources;
mod table;
mod timeline;
mod undo;
mod verify;
mod watch;

pub use add::{Added, Wanted, add_inputs};
pub use context::{Context, load};
pub use failure::{Code, Failure};
pub use input::Input;
pub use output::progress;
pub use reports::{HandedIn, hand_in};
pub use serve::PORT;
pub use show::Thing;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};
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

/// What the paragraph of a command's description begins with that its help puts first.
const EXAMPLE: &str = "Example: ";

/// What `--help` begins with.
const BEFORE_HELP: &str = "Example: tawatur add reports/ && tawatur timeline --place Deraa --from 2018-06";

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
    Demo(demo::Arguments),
    Add(add::Arguments),
    Fetch(fetch::Arguments),
    Watch(watch::Arguments),
    Timeline(timeline::Arguments),
    Events(timeline::EventsArguments),
    Agreements(agreements::Arguments),
    Disputes(disputes::Arguments),
    Sources(sources::Arguments),
    Show(show::Arguments),
    Explain(explain::Arguments),
    Search(search::Arguments),
    Serve(serve::Arguments),
    Decide(decide::Arguments),
    Undo(undo::Arguments),
    Merge(merge::Arguments),
    Agree(agree::Arguments),
    Compare(compare::Arguments),
    Export(export::Arguments),
    Verify(verify::Arguments),
    Custody(custody::Arguments),
    Backup(backup::BackupArguments),
    Restore(backup::RestoreArguments),
    Rebuild(rebuild::Arguments),
    Check(check::Arguments),
    Analyse(analyse::Arguments),
    Completions(shell::CompletionsArguments),
    Man(shell::ManArguments),
}

impl Command {
    fn run(&self, context: &Context) -> Result<ExitCode, Failure> {
        match self {
            Self::Demo(arguments) => demo::run(arguments, context),
            Self::Add(arguments) => add::run(arguments, context),
            Self::Fetch(arguments) => fetch::run(arguments, context),
            Self::Watch(arguments) => watch::run(arguments, context),
            Self::Timeline(arguments) => timeline::run(arguments, context),
            Self::Events(arguments) => timeline::run_events(arguments, context),
            Self::Agreements(arguments) => agreements::run(arguments, context),
            Self::Disputes(arguments) => disputes::run(arguments, context),
            Self::Sources(arguments) => sources::run(arguments, context),
            Self::Show(arguments) => show::run(arguments, context),
            Self::Explain(arguments) => explain::run(arguments, context),
            Self::Search(arguments) => search::run(arguments, context),
            Self::Serve(arguments) => serve::run(arguments, context),
            Self::Decide(arguments) => decide::run(arguments, context),
            Self::Undo(arguments) => undo::run(arguments, context),
            Self::Merge(arguments) => merge::run(arguments, context),
            Self::Agree(arguments) => agree::run(arguments, context),
            Self::Compare(arguments) => compare::run(arguments, context),
            Self::Export(arguments) => export::run(arguments, context),
            Self::Verify(arguments) => verify::run(arguments, context),
            Self::Custody(arguments) => custody::run(arguments, context),
            Self::Backup(arguments) => backup::backup(arguments, context),
            Self::Restore(arguments) => backup::restore(arguments, context),
            Self::Rebuild(arguments) => rebuild::run(arguments, context),
            Self::Check(arguments) => check::run(arguments, context),
            Self::Analyse(arguments) => analyse::run(arguments, context),
            Self::Completions(arguments) => shell::completions(arguments, command()),
            Self::Man(arguments) => shell::man(arguments, command()),
        }
    }
}

/// The command line. The help of every command begins with its example and ends with the exit codes.
#[must_use]
pub fn command() -> clap::Command {
    Arguments::command().mut_subcommands(whole_help)
}

/// Puts the example of a command, a paragraph of its description, before its help, and the exit codes behind it.
fn whole_help(command: clap::Command) -> clap::Command {
    let told = command.get_long_about().or(command.get_about()).map(ToString::to_string).unwrap_or_default();
    let (examples, about): (Vec<&str>, Vec<&str>) = told.split("\n\n").partition(|p| p.starts_with(EXAMPLE));
    let own = command.get_after_help().map(|own| format!("{own}\n\n")).unwrap_or_default();
    let command = command.before_help(examples.join("\n")).long_about(about.join("\n\n"));
    command.after_long_help(format!("{own}{AFTER_HELP}")).mut_subcommands(whole_help)
}

/// Runs the program with the process's own arguments.
#[must_use]
pub fn main() -> ExitCode {
    run(std::env::args_os())
}

/// Runs the program with arguments, the first of which is its own name.
pub fn run(arguments: impl IntoIterator<Item = std::ffi::OsString>) -> ExitCode {
    let matches = command().get_matches_from(arguments);
    let arguments = Arguments::from_arg_matches(&matches).unwrap_or_else(|error| error.exit());
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
