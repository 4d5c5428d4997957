//! Embeds the example's reports, so that `tawatur demo` works wherever the program is. `example` is a link to
//! `examples/deraa`, so that a package of this crate holds them too.

use std::fmt::Write as _;
use std::path::PathBuf;

fn main() {
    let base = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    let folder = base.join("example");
    let out = PathBuf::from(std::env::var("OUT_DIR").expect("cargo sets it")).join("example.rs");
    println!("cargo:rerun-if-changed={}", folder.display());
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(&folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    files.retain(|path| path.extension().is_some_and(|e| e == "txt" || e == "jsonl" || e == "html"));
    assert!(!files.is_empty(), "{} holds no reports: it is a link to examples/deraa", folder.display());
    files.sort();
    let mut code = String::from("&[\n");
    for path in files {
        let name = path.file_name().expect("a file has a name").to_string_lossy().into_owned();
        println!("cargo:rerun-if-changed={}", path.display());
        writeln!(code, "    ({name:?}, include_bytes!({:?})),", path.display().to_string())
            .expect("a String takes all");
    }
    code.push_str("]\n");
    std::fs::write(out, code).expect("OUT_DIR can be written");
}
