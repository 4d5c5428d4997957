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

/// A progress bar on standard error when that is a terminal, else nothing.
#[must_use]
pub fn progress(total: usize, noun: &'static str) -> ProgressBar {
    if !stderr().is_terminal() {
        return ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
    }
    let bar = ProgressBar::new(total as u64);
    let style = ProgressStyle::with_template("{bar:30} {pos}/{len} {msg} {eta}");
    // The template is fixed and sound.
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar.set_message(noun);
    bar
}
