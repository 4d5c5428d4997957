//! Messages for people on standard error, and rows for machines on standard output.

use super::failure::Failure;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde::Serialize;
use std::io::{IsTerminal, Write, stderr, stdout};

/// Writes a value as one line of JSON.
///
/// # Errors
/// When standard output cannot be written.
pub fn json<T: Serialize>(value: &T) -> Result<(), Failure> {
    let mut out = stdout().lock();
    let line = serde_json::to_string(value)?;
    writeln!(out, "{line}")?;
    Ok(())
}

/// A count with its noun: `1 document`, `2 documents`.
#[must_use]
pub fn counted(n: usize, noun: &str) -> String {
    if n == 1 { format!("1 {noun}") } else { format!("{n} {noun}s") }
}

/// A progress bar over bytes that are read: how many, how fast, and how long it will take yet; on standard error when that is
/// a terminal, else nothing. Its message says how many documents there are so far.
#[must_use]
pub fn progress(bytes: u64) -> ProgressBar {
    bar(bytes, "{bar:30} {bytes}/{total_bytes}, {bytes_per_sec}, {msg}, {eta} left")
}

/// The same over documents.
#[must_use]
pub fn progress_over(documents: usize) -> ProgressBar {
    bar(documents as u64, "{bar:30} {pos}/{len} documents, {per_sec}, {eta} left")
}

fn bar(length: u64, template: &str) -> ProgressBar {
    if !stderr().is_terminal() {
        return ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
    }
    let bar = ProgressBar::new(length);
    // The templates are fixed and sound.
    bar.set_style(ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar
}
