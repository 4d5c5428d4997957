//! Backups: a copy of the store that is whole, checked, and under its name only when it is both.

use crate::{Kind, Mode, Result, Store, StoreError};
use std::fs::File;
use std::path::{Path, PathBuf};

impl Store {
    /// Copies the store to a file that is not there yet: whole or not at all.
    ///
    /// # Errors
    /// When the file is there, cannot be written, or the copy is not like the store.
    pub fn backup(&self, to: &Path) -> Result<()> {
        if to.exists() {
            return Err(StoreError::new(
                Kind::Io,
                format!("{} is there already", to.display()),
                "name another file; nothing was overwritten",
            ));
        }
        let part = beside(to);
        let copied = self.copy(&part).and_then(|()| std::fs::rename(&part, to).map_err(|e| failed(to, &e)));
        if copied.is_err() {
            // What was begun is of no use to anyone.
            let _ = std::fs::remove_file(&part);
        }
        copied?;
        sync_folder(to)
    }

    fn copy(&self, part: &Path) -> Result<()> {
        // A copy begun by a program that was killed.
        let _ = std::fs::remove_file(part);
        let name = part.to_str().ok_or_else(|| {
            StoreError::new(Kind::Io, format!("{} is no name in UTF-8", part.display()), "name another file")
        })?;
        self.connection.execute("VACUUM INTO ?1", [name])?;
        File::open(part).and_then(|file| file.sync_all()).map_err(|e| failed(part, &e))?;
        let head = |store: &Self| crate::record::state(&store.connection, "ledger_head");
        let copy = Store::open_as_is(part)?;
        if head(self)? != head(&copy)? {
            return Err(StoreError::new(
                Kind::Io,
                "the copy differs from the store",
                "run the command again",
            ));
        }
        Ok(())
    }

    /// Puts a backup in the place of a store: checks it, then copies it whole. A store that is there is kept beside
    /// it, under the name that is given back.
    ///
    /// # Errors
    /// When the backup is damaged, or the place cannot be written.
    pub fn restore(backup: &Path, to: &Path) -> Result<Option<PathBuf>> {
        let store = Store::open(backup, Mode::Existing)?;
        let seen = store.verify();
        if let Some(fault) = seen.faults.first() {
            return Err(StoreError::new(
                Kind::Damaged,
                format!("{}: the backup is damaged ({}: {})", backup.display(), fault.place, fault.message),
                "take another backup; nothing was changed",
            ));
        }
        let part = beside(to);
        store.copy(&part)?;
        let kept = set_aside(to)?;
        std::fs::rename(&part, to).map_err(|e| failed(to, &e))?;
        sync_folder(to)?;
        Ok(kept)
    }
}

/// Moves a store, with what SQLite keeps beside it, out of the way.
fn set_aside(store: &Path) -> Result<Option<PathBuf>> {
    if !store.exists() {
        return Ok(None);
    }
    // Opening takes what lies beside the store into it, so that the file alone is whole.
    drop(Store::open(store, Mode::Existing).and_then(|s| {
        Ok(s.connection.pragma_update_and_check(None, "wal_checkpoint", "TRUNCATE", |_| Ok(()))?)
    }));
    let free = (1..).map(|k| named(store, &format!("replaced-{k}"))).find(|path| !path.exists());
    let kept = free.unwrap_or_else(|| named(store, "replaced"));
    std::fs::rename(store, &kept).map_err(|e| failed(store, &e))?;
    for ending in ["-wal", "-shm"] {
        let mut name = store.as_os_str().to_os_string();
        name.push(ending);
        let mut new = kept.as_os_str().to_os_string();
        new.push(ending);
        if Path::new(&name).exists() {
            std::fs::rename(&name, &new).map_err(|e| failed(store, &e))?;
        }
    }
    Ok(Some(kept))
}

/// The name under which a file is written before it is whole.
fn beside(path: &Path) -> PathBuf {
    named(path, "part")
}

fn named(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(format!(".{ending}"));
    path.with_file_name(name)
}

/// Makes a rename last: the folder itself must reach the disk.
fn sync_folder(path: &Path) -> Result<()> {
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // Some systems do not let a folder be opened; there the rename is as lasting as they make it.
    match File::open(folder) {
        Ok(folder) if cfg!(unix) => folder.sync_all().map_err(|e| failed(path, &e)),
        _ => Ok(()),
    }
}

fn failed(path: &Path, error: &std::io::Error) -> StoreError {
    StoreError::new(
        Kind::Io,
        format!("{}: {error}", path.display()),
        "check the disk and the rights on the folder; what was there before is whole",
    )
}
