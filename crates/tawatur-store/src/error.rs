//! What can go wrong with a store, as sentences with what to do about it.

use std::fmt;

/// A failure of the store.
#[derive(Debug)]
pub struct StoreError {
    /// What kind.
    pub kind: Kind,
    /// What happened, where.
    pub message: String,
    /// What to do.
    pub hint: String,
}

/// Kinds of failures, so that a program can choose its exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// There is no store at the path.
    Absent,
    /// The file is no store, or one of another program or of a newer version.
    Foreign,
    /// Another program is writing.
    Busy,
    /// The disk is full, the file may not be written, or the like.
    Io,
    /// Stored bytes are damaged.
    Damaged,
    /// What was asked for is not in the store.
    Missing,
}

impl StoreError {
    /// A failure with a message and what to do.
    pub fn new(kind: Kind, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { kind, message: message.into(), hint: hint.into() }
    }

    /// Stored bytes that do not read as what they should be.
    pub(crate) fn damaged(what: impl fmt::Display) -> Self {
        Self::new(
            Kind::Damaged,
            format!("the store is damaged: {what}"),
            "run `tawatur verify`, and take the file from a backup",
        )
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for StoreError {}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode as Code;
        match error.sqlite_error_code() {
            Some(Code::DatabaseBusy | Code::DatabaseLocked) => Self::new(
                Kind::Busy,
                "another program is writing to the store",
                "wait until it is done, then run the command again",
            ),
            Some(Code::NotADatabase) => {
                Self::new(Kind::Foreign, "the file is no store of tawatur", "name another file with --store")
            }
            Some(Code::DatabaseCorrupt) => Self::damaged(error),
            Some(Code::DiskFull) => Self::new(
                Kind::Io,
                "the disk is full",
                "make room and run the command again; what was stored before is whole",
            ),
            Some(Code::ReadOnly | Code::PermissionDenied | Code::CannotOpen | Code::SystemIoFailure) => {
                Self::new(
                    Kind::Io,
                    format!("the store cannot be read or written: {error}"),
                    "check the rights on the file and its folder",
                )
            }
            _ => match error {
                rusqlite::Error::QueryReturnedNoRows => Self::new(
                    Kind::Missing,
                    "it is not in the store",
                    "list what there is with `tawatur events` or `tawatur sources`",
                ),
                other => Self::damaged(other),
            },
        }
    }
}

impl From<serde_json::Error> for StoreError {
    fn from(error: serde_json::Error) -> Self {
        Self::damaged(format!("a row cannot be read ({error})"))
    }
}
