//! `tawatur completions` and `tawatur man`: for shells and manuals, made from the command line itself.

use super::failure::Failure;
use std::io::{Write, stdout};
use std::process::ExitCode;

/// Completions for a shell.
///
/// Example: tawatur completions bash > /etc/bash_completion.d/tawatur
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub struct CompletionsArguments {
    /// The shell.
    shell: clap_complete::Shell,
}

/// The manual page.
///
/// Example: tawatur man > tawatur.1
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub struct ManArguments {}

/// Runs `completions`.
///
/// # Errors
/// When standard output cannot be written.
pub fn completions(
    arguments: &CompletionsArguments,
    mut command: clap::Command,
) -> Result<ExitCode, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut command, "tawatur", &mut script);
    stdout().write_all(&script)?;
    Ok(ExitCode::SUCCESS)
}

/// Runs `man`.
///
/// # Errors
/// When standard output cannot be written.
pub fn man(_: &ManArguments, command: clap::Command) -> Result<ExitCode, Failure> {
    let mut page = Vec::new();
    clap_mangen::Man::new(command).render(&mut page)?;
    stdout().write_all(&page)?;
    Ok(ExitCode::SUCCESS)
}
