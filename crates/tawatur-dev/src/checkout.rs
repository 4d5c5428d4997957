//! The packs of the checkout, read when a tool runs: a change of words is measured without a build.
//!
//! The program itself uses the embedded packs; the two are the same files.

use std::path::{Path, PathBuf};
use tawatur_core::packs::{PackFile, Packs};

/// The folders that hold packs.
const ROOTS: [&str; 4] = ["lang", "events", "world", "conflicts"];

/// The folder of the packs.
pub fn packs_folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../packs")
}

/// The packs as they stand in the checkout.
///
/// # Errors
/// What cannot be read, or the first problems that the packs have.
pub fn packs() -> Result<Packs, String> {
    let mut files = Vec::new();
    for root in ROOTS {
        walk(&packs_folder().join(root), root, &mut files)?;
    }
    files.sort();
    // Packs are kept as long as the tool runs.
    let kept = |bytes: Vec<u8>| -> &'static [u8] { bytes.leak() };
    let files: Vec<(String, &'static [u8])> = files.into_iter().map(|(n, b)| (n, kept(b))).collect();
    let listed: Vec<PackFile<'_>> = files.iter().map(|(name, bytes)| (name.as_str(), *bytes)).collect();
    Packs::load(&listed)
        .map_err(|problems| problems.iter().take(5).map(ToString::to_string).collect::<Vec<_>>().join("\n"))
}

/// Folders that hold no packs.
const LEFT_OUT: [&str; 2] = ["cases", "training"];

/// Adds the files below a folder, by their path below the packs folder.
fn walk(folder: &Path, prefix: &str, files: &mut Vec<(String, Vec<u8>)>) -> Result<(), String> {
    let told = |path: &Path, error: std::io::Error| format!("{}: {error}", path.display());
    for entry in std::fs::read_dir(folder).map_err(|e| told(folder, e))?.flatten() {
        let (path, name) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
        if path.is_dir() {
            if LEFT_OUT.contains(&name.as_str()) {
                continue;
            }
            walk(&path, &format!("{prefix}/{name}"), files)?;
        } else if path.is_file() {
            let bytes = std::fs::read(&path).map_err(|e| told(&path, e))?;
            files.push((format!("{prefix}/{name}"), bytes));
        }
    }
    Ok(())
}
