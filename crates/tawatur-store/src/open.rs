//! Opening a store: whose file it is, which version, and bringing an older one up to date.

use crate::{Kind, Result, StoreError};
use rusqlite::{Connection, OpenFlags, TransactionBehavior};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Marks the file as ours in SQLite's header: `tawa` in ASCII.
const APPLICATION: i32 = 0x7461_7761;

/// How long to wait for another program that writes before giving up.
const PATIENCE: Duration = Duration::from_secs(5);

/// Memory for pages of the file, in KiB, as SQLite takes it (negative: not a number of pages). Rows with hashes for keys
/// go to places all over their tables.
const CACHE: i32 = -(32 << 10);

/// Every migration, in order; the store's version is how many of them it has seen.
const MIGRATIONS: &[&str] = &[
    include_str!("../migrations/0001-first.sql"),
    include_str!("../migrations/0002-pages.sql"),
    include_str!("../migrations/0003-containers.sql"),
    include_str!("../migrations/0004-sorting.sql"),
    include_str!("../migrations/0005-settings.sql"),
];

/// What takes the last migration back.
const BACK: &str = "DROP TABLE settings; DROP TABLE record_sorting; DROP TABLE record_ranks;";

/// Makes a store one version older, so that opening it brings it up to date again. For measures of migrations alone.
///
/// # Errors
/// When the store cannot be written.
#[doc(hidden)]
pub fn make_older(path: &Path) -> Result<()> {
    let store = Store::open(path, Mode::Existing)?;
    store.connection.execute_batch(BACK)?;
    store.connection.pragma_update(
        None,
        "user_version",
        i32::try_from(MIGRATIONS.len() - 1).unwrap_or_default(),
    )?;
    Ok(())
}

/// The name of the copy of an older store that is made before it is brought up to date.
#[must_use]
pub fn copy_of_older(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(format!(".before-version-{}", MIGRATIONS.len()));
    path.with_file_name(name)
}

/// How to open a store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Make it when it is not there.
    Create,
    /// It must be there.
    Existing,
}

/// An open store.
#[derive(Debug)]
pub struct Store {
    pub(crate) connection: Connection,
    path: PathBuf,
}

/// While it lives, everything that is read from the store is of one moment, whatever others write.
#[derive(Debug)]
pub struct Snapshot<'s> {
    _transaction: rusqlite::Transaction<'s>,
}

impl Store {
    /// A view of the store as it is now; it ends when it is dropped, and must before anything is written.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn snapshot(&self) -> Result<Snapshot<'_>> {
        Ok(Snapshot { _transaction: self.connection.unchecked_transaction()? })
    }

    /// Opens a store, bringing an older one up to date.
    ///
    /// # Errors
    /// When it is absent, another program's file, a newer version's, damaged, or may not be written.
    pub fn open(path: &Path, mode: Mode) -> Result<Self> {
        if !path.exists() && mode == Mode::Existing {
            return Err(StoreError::new(
                Kind::Absent,
                format!("there is no store at {}", path.display()),
                "add reports with `tawatur add FILE…`, or name the store with --store; `tawatur demo` shows an example",
            ));
        }
        if path.is_dir() {
            return Err(StoreError::new(
                Kind::Foreign,
                format!("{} is a folder, not a store", path.display()),
                "name a file with --store",
            ));
        }
        let mut flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        flags.set(OpenFlags::SQLITE_OPEN_CREATE, mode == Mode::Create);
        let connection = Connection::open_with_flags(path, flags).map_err(|e| at(path, e.into()))?;
        let mut store = Self { connection, path: path.to_owned() };
        store.prepare().map_err(|e| at(path, e))?;
        Ok(store)
    }

    /// Opens a store without bringing it up to date.
    pub(crate) fn open_as_is(path: &Path) -> Result<Self> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags).map_err(|e| at(path, e.into()))?;
        Ok(Self { connection, path: path.to_owned() })
    }

    /// Where it lies.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    fn prepare(&mut self) -> Result<()> {
        self.connection.busy_timeout(PATIENCE)?;
        let number = |name: &str| self.connection.pragma_query_value(None, name, |row| row.get::<_, i32>(0));
        let (application, version) = (number("application_id")?, number("user_version")?);
        let tables: i64 =
            self.connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
        let ours = application == APPLICATION || (application == 0 && version == 0 && tables == 0);
        if !ours {
            return Err(StoreError::new(
                Kind::Foreign,
                "the file belongs to another program",
                "name another file with --store; it was left as it is",
            ));
        }
        let version = usize::try_from(version).unwrap_or(usize::MAX);
        if version > MIGRATIONS.len() {
            return Err(StoreError::new(
                Kind::Foreign,
                format!("the store has version {version}, this program knows up to {}", MIGRATIONS.len()),
                "use a newer tawatur; the store was left as it is",
            ));
        }
        self.connection.pragma_update(None, "synchronous", "FULL")?;
        self.connection.pragma_update(None, "foreign_keys", true)?;
        self.connection.pragma_update(None, "cache_size", CACHE)?;
        if version < MIGRATIONS.len() {
            self.connection.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()))?;
            if version > 0 {
                self.copy_before(version)?;
            }
            self.migrate(version)?;
        }
        Ok(())
    }

    /// Copies an older store beside itself before it is brought up to date. A copy that is there is of an attempt that
    /// was cut short, and the store is still as it was then.
    fn copy_before(&self, version: usize) -> Result<()> {
        let copy = copy_of_older(&self.path);
        if copy.exists() {
            return Ok(());
        }
        self.backup(&copy).map_err(|mut error| {
            error.message = format!(
                "the store of version {version} could not be copied before it is changed: {}",
                error.message
            );
            error
        })
    }

    /// Runs the migrations that the store has not seen. Each is committed together with the new version, so that a
    /// migration cut short leaves the version before it.
    fn migrate(&mut self, seen: usize) -> Result<()> {
        for (number, sql) in MIGRATIONS.iter().enumerate().skip(seen) {
            let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            transaction.execute_batch(sql)?;
            transaction.pragma_update(None, "application_id", APPLICATION)?;
            // Versions are small.
            transaction.pragma_update(None, "user_version", i32::try_from(number + 1).unwrap_or(i32::MAX))?;
            transaction.commit()?;
        }
        Ok(())
    }
}

/// Names the file in a message.
fn at(path: &Path, mut error: StoreError) -> StoreError {
    error.message = format!("{}: {}", path.display(), error.message);
    error
}
