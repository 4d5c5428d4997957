//! `tawatur backup` and `tawatur restore`: copies of the store that are whole, checked, and in place only when they are.

use super::context::Context;
use super::failure::Failure;
use std::path::PathBuf;
use std::process::ExitCode;
use tawatur_store::Store;

/// Copies the store to a file that is not there yet, and checks the copy.
///
/// Example: tawatur backup 2018-08-01.db
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub struct BackupArguments {
    /// The file to write.
    file: PathBuf,
}

/// Puts a backup in the store's place, after checking it; a store that is there is kept under another name.
///
/// Example: tawatur restore 2018-08-01.db
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub struct RestoreArguments {
    /// The backup.
    file: PathBuf,
}

/// Runs `backup`.
///
/// # Errors
/// When the store cannot be read or the copy not be written.
pub fn backup(arguments: &BackupArguments, context: &Context) -> Result<ExitCode, Failure> {
    context.open()?.backup(&arguments.file)?;
    eprintln!("{} holds the store as it is now", arguments.file.display());
    Ok(ExitCode::SUCCESS)
}

/// Runs `restore`.
///
/// # Errors
/// When the backup is damaged or the store's place cannot be written.
pub fn restore(arguments: &RestoreArguments, context: &Context) -> Result<ExitCode, Failure> {
    let place = context.store_path();
    let kept = Store::restore(&arguments.file, &place)?;
    eprintln!("{} is the store now", place.display());
    if let Some(kept) = kept {
        eprintln!("the store that was there lies at {}", kept.display());
    }
    Ok(ExitCode::SUCCESS)
}
