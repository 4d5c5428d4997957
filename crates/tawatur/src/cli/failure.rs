//! What every command fails with: a sentence, what to do, and an exit code.

use std::fmt;
use std::process::ExitCode;
use tawatur_core::packs::PackError;
use tawatur_store::{Kind, StoreError};

/// Exit codes, as `tawatur --help` lists them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Code {
    /// The command ran; something in its input was refused, or something it checked is wrong.
    Refused = 1,
    /// The command line is wrong. (clap's own code)
    Usage = 2,
    /// There is no store, or none that this program may use.
    Store = 3,
    /// The store is damaged.
    Damaged = 4,
    /// A file cannot be read or written.
    Io = 5,
    /// What was asked for is not there.
    Missing = 6,
    /// Interrupted; what was done before is stored.
    Interrupted = 130,
}

impl From<Code> for ExitCode {
    fn from(code: Code) -> Self {
        Self::from(code as u8)
    }
}

/// A failure at the program's rim.
#[derive(Debug)]
pub struct Failure {
    /// Its exit code.
    pub code: Code,
    /// What happened.
    pub message: String,
    /// What to do.
    pub hint: String,
}

impl Failure {
    /// A failure with a message and what to do.
    pub fn new(code: Code, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { code, message: message.into(), hint: hint.into() }
    }

    /// A file that cannot be read or written.
    pub fn file(path: impl fmt::Display, error: &std::io::Error) -> Self {
        let hint = match error.kind() {
            std::io::ErrorKind::NotFound => "check the name",
            std::io::ErrorKind::PermissionDenied => "check the rights on it",
            _ => "check the file and the disk",
        };
        Self::new(Code::Io, format!("{path}: {error}"), hint)
    }

    /// Packs with problems: all of them, each on a line.
    pub fn packs(problems: &[PackError]) -> Self {
        let list: Vec<String> = problems.iter().map(PackError::to_string).collect();
        Self::new(
            Code::Refused,
            list.join("\n"),
            format!("{} problems in the packs; put the files right", problems.len()),
        )
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        if self.hint.is_empty() { Ok(()) } else { write!(f, "\n  → {}", self.hint) }
    }
}

impl std::error::Error for Failure {}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        let code = match error.kind {
            Kind::Absent | Kind::Foreign | Kind::Busy => Code::Store,
            Kind::Io => Code::Io,
            Kind::Damaged => Code::Damaged,
            Kind::Missing => Code::Missing,
        };
        Self::new(code, error.message, error.hint)
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self::file("output", &error)
    }
}

impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Self {
        Self::new(Code::Io, format!("cannot write JSON: {error}"), "check that the output can be written")
    }
}
