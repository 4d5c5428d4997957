//! Walks the pack folders and embeds every file with its path.
//!
//! It does not read what the files say: `tawatur-core` does, the same way for these and for a user's own folder.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// Development material that stays out of the program: cases, and what models are trained on.
const LEFT_OUT: [&str; 2] = ["cases", "training"];

/// The folders that hold packs. A new language, event type or conflict is a folder below one of them.
const ROOTS: [&str; 4] = ["lang", "events", "world", "conflicts"];

fn main() {
    let base = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    let out = PathBuf::from(std::env::var("OUT_DIR").expect("cargo sets it")).join("files.rs");
    let mut found = Vec::new();
    for root in ROOTS {
        println!("cargo:rerun-if-changed={}", base.join(root).display());
        walk(&base.join(root), &mut found);
    }
    found.sort();
    let mut code = String::from("&[\n");
    for path in found {
        let name = path.strip_prefix(&base).expect("below the base").to_string_lossy().replace('\\', "/");
        writeln!(code, "    ({name:?}, include_bytes!({:?})),", path.display().to_string())
            .expect("a String takes all");
    }
    code.push_str("]\n");
    std::fs::write(out, code).expect("OUT_DIR can be written");
}

/// Adds every file below `folder`.
fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        let name = entry.file_name();
        if path.is_dir() {
            println!("cargo:rerun-if-changed={}", path.display());
            if !LEFT_OUT.iter().any(|&left_out| name == left_out) {
                walk(&path, found);
            }
        } else if !name.to_string_lossy().starts_with('.') {
            found.push(path);
        }
    }
}
