//! What commands share: the store's place, the packs, the clock, and whether someone pressed Ctrl-C.

use super::failure::{Code, Failure};
use std::path::{Path, PathBuf};
use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};
use tawatur_core::packs::{PackFile, Packs};
use tawatur_store::{Mode, Store};

/// Options of every command.
#[derive(Debug, Clone, clap::Args)]
pub struct Context {
    /// The store: one SQLite file. Without it: TAWATUR_STORE, else tawatur.db in this folder.
    #[arg(long, global = true, value_name = "PATH")]
    pub store: Option<PathBuf>,
    /// A folder with packs of your own, laid over the built-in ones.
    #[arg(long, global = true, value_name = "FOLDER")]
    pub packs: Option<PathBuf>,
    /// For machines: JSON on standard output.
    #[arg(long, global = true)]
    pub json: bool,
}

/// The store when nobody names one.
const STORE: &str = "tawatur.db";

impl Context {
    /// Where the store lies.
    #[must_use]
    pub fn store_path(&self) -> PathBuf {
        let named = self
            .store
            .clone()
            .or_else(|| std::env::var_os("TAWATUR_STORE").filter(|p| !p.is_empty()).map(PathBuf::from));
        named.unwrap_or_else(|| PathBuf::from(STORE))
    }

    /// Opens the store, making it when it is not there.
    ///
    /// # Errors
    /// When it cannot be used.
    pub fn create(&self) -> Result<Store, Failure> {
        Ok(Store::open(&self.store_path(), Mode::Create)?)
    }

    /// Opens a store that is there.
    ///
    /// # Errors
    /// When it is not there or cannot be used.
    pub fn open(&self) -> Result<Store, Failure> {
        Ok(Store::open(&self.store_path(), Mode::Existing)?)
    }

    /// Opens a store whose record is up to date; builds it when a run was cut short before it did.
    ///
    /// # Errors
    /// When the store cannot be used.
    pub fn open_current(&self) -> Result<Store, Failure> {
        let mut store = self.open()?;
        if !store.record_is_current()? {
            store.rebuild_record(&self.load_packs()?)?;
        }
        Ok(store)
    }

    /// Reads the packs. Commands that only read the record do without.
    ///
    /// # Errors
    /// All problems of all pack files.
    pub fn load_packs(&self) -> Result<Packs, Failure> {
        let own = match &self.packs {
            Some(folder) => folder_files(folder)?,
            None => Vec::new(),
        };
        load(&own)
    }
}

/// The packs built in, with a user's own files over them.
///
/// # Errors
/// All problems of all pack files.
pub fn load(own: &[(String, Vec<u8>)]) -> Result<Packs, Failure> {
    let embedded =
        tawatur_packs::FILES.iter().filter(|(path, _)| !own.iter().any(|(name, _)| name == path)).copied();
    // Packs are read once and kept as long as the program runs.
    let kept = |bytes: &[u8]| -> &'static [u8] { bytes.to_vec().leak() };
    let own_files = own.iter().map(|(path, bytes)| (path.as_str(), kept(bytes)));
    let files: Vec<PackFile<'_>> = embedded.chain(own_files).collect();
    Packs::load(&files).map_err(|problems| Failure::packs(&problems))
}

/// Every file below a packs folder, by its path with `/`, sorted.
///
/// # Errors
/// When the folder cannot be read.
pub fn folder_files(folder: &Path) -> Result<Vec<(String, Vec<u8>)>, Failure> {
    let mut files = Vec::new();
    walk(folder, folder, &mut files)?;
    if files.is_empty() {
        return Err(Failure::new(
            Code::Io,
            format!("{}: no pack files in it", folder.display()),
            "name a folder that holds `lang`, `events`, `world` or `conflicts`",
        ));
    }
    files.sort();
    Ok(files)
}

fn walk(base: &Path, folder: &Path, files: &mut Vec<(String, Vec<u8>)>) -> Result<(), Failure> {
    let entries = std::fs::read_dir(folder).map_err(|e| Failure::file(folder.display(), &e))?;
    for entry in entries {
        let path = entry.map_err(|e| Failure::file(folder.display(), &e))?.path();
        let hidden = path.file_name().is_some_and(|n| n.to_string_lossy().starts_with('.'));
        if path.is_dir() {
            if !path.ends_with("cases") && !hidden {
                walk(base, &path, files)?;
            }
        } else if !hidden {
            let bytes = std::fs::read(&path).map_err(|e| Failure::file(path.display(), &e))?;
            let name = path.strip_prefix(base).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            files.push((name, bytes));
        }
    }
    Ok(())
}

/// Now, as RFC 3339 in UTC, whole seconds.
#[must_use]
pub fn now() -> String {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_secs());
    i64::try_from(seconds)
        .ok()
        .and_then(|s| jiff::Timestamp::from_second(s).ok())
        .map_or_else(String::new, |t| t.to_string())
}

/// Who sits at this machine, for decisions without `--by`.
#[must_use]
pub fn analyst() -> String {
    let name = ["TAWATUR_BY", "USER", "LOGNAME", "USERNAME"]
        .into_iter()
        .find_map(|v| std::env::var(v).ok().filter(|n| !n.is_empty()));
    name.unwrap_or_else(|| "analyst".to_owned())
}

static INTERRUPTED: AtomicBool = AtomicBool::new(false);
static LISTENING: Once = Once::new();

/// From now on Ctrl-C ends a run between two batches instead of the program in the middle of one.
pub fn listen_for_interrupt() {
    // Without a handler Ctrl-C ends the program at once; the store stays whole then too, by its transactions.
    LISTENING.call_once(|| drop(ctrlc::set_handler(|| INTERRUPTED.store(true, Ordering::Relaxed))));
}

/// True when Ctrl-C was pressed since `listen_for_interrupt`.
#[must_use]
pub fn interrupted() -> bool {
    INTERRUPTED.load(Ordering::Relaxed)
}
