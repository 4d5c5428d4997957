//! Keeps the layout rules of ARCHITECTURE.md: what may import what, what a file opens with, where words may stand.

use std::path::{Path, PathBuf};

/// Longest a source file may be before its tests, in lines.
const LONGEST: usize = 500;

/// Stages of the core: none of them imports another.
const STAGES: [&str; 5] = ["read", "analyse", "extract", "link", "record"];

/// What each folder of the core may import besides itself.
const LAYERS: [(&str, &[&str]); 8] = [
    ("text", &[]),
    ("model", &["text"]),
    ("packs", &["text", "model"]),
    ("read", &["text", "model", "packs"]),
    ("analyse", &["text", "model", "packs"]),
    ("extract", &["text", "model", "packs"]),
    ("link", &["text", "model", "packs"]),
    ("record", &["text", "model", "packs"]),
];

/// What the core never touches: files, network, clock, threads, environment, SQL.
const IMPURE: [&str; 8] = [
    "std::fs",
    "std::net",
    "std::thread",
    "std::time::SystemTime",
    "std::time::Instant",
    "std::env",
    "rusqlite",
    "Zoned::now",
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Every Rust file below a folder, with its text.
fn sources(folder: &Path) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let entries = std::fs::read_dir(folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            if entry.file_name() != "target" {
                found.extend(sources(&path));
            }
        } else if path.extension().is_some_and(|e| e == "rs") {
            let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
            found.push((path, text));
        }
    }
    found
}

/// The part of a file before its tests.
fn before_tests(text: &str) -> &str {
    text.find("#[cfg(test)]").map_or(text, |at| &text[..at])
}

fn assert_none(problems: &[String]) {
    assert!(problems.is_empty(), "\n{}\n", problems.join("\n"));
}

#[test]
fn every_file_says_what_it_does() {
    let mut problems = Vec::new();
    for folder in ["crates", "packs"] {
        for (path, text) in sources(&root().join(folder)) {
            if !text.starts_with("//!") {
                problems.push(format!("{} does not open with //!", path.display()));
            }
        }
    }
    assert_none(&problems);
}

#[test]
fn no_file_is_too_long() {
    let mut problems = Vec::new();
    for (path, text) in sources(&root().join("crates")) {
        let lines = before_tests(&text).lines().count();
        if lines > LONGEST {
            let path = path.display();
            problems.push(format!(
                "{path} has {lines} lines before its tests; {LONGEST} are allowed: split it by purpose"
            ));
        }
    }
    assert_none(&problems);
}

#[test]
fn layers_import_downwards_only() {
    let mut problems = Vec::new();
    let core = root().join("crates/tawatur-core/src");
    for (folder, allowed) in LAYERS {
        for (path, text) in sources(&core.join(folder)) {
            for (number, line) in before_tests(&text).lines().enumerate() {
                let Some(at) = line.find("crate::") else { continue };
                let target: String =
                    line[at + 7..].chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                let layer = LAYERS.iter().any(|(name, _)| *name == target);
                if (layer && target != folder && !allowed.contains(&target.as_str())) || target == "pipeline"
                {
                    problems.push(format!("{}:{} imports {target}", path.display(), number + 1));
                }
            }
        }
    }
    assert_none(&problems);
}

#[test]
fn the_core_is_pure() {
    let mut problems = Vec::new();
    for (path, text) in sources(&root().join("crates/tawatur-core/src")) {
        for word in IMPURE {
            if before_tests(&text).contains(word) {
                problems.push(format!("{} uses {word}", path.display()));
            }
        }
    }
    assert_none(&problems);
}

#[test]
fn stages_hold_no_word_of_a_language() {
    let mut problems = Vec::new();
    for stage in STAGES {
        for (path, text) in sources(&root().join("crates/tawatur-core/src").join(stage)) {
            for (number, line) in before_tests(&text).lines().enumerate() {
                let code = line.split("//").next().unwrap_or("");
                let quoted = code.split('"').skip(1).step_by(2);
                if quoted.flat_map(str::chars).any(|c| c.is_alphabetic() && !c.is_ascii()) {
                    let at = path.display();
                    problems.push(format!(
                        "{at}:{} holds letters of a language; move them to a pack",
                        number + 1
                    ));
                }
            }
        }
    }
    assert_none(&problems);
}

#[test]
fn sql_stands_in_the_store_only() {
    let mut problems = Vec::new();
    for (path, text) in sources(&root().join("crates")) {
        let name = path.to_string_lossy();
        if !name.contains("tawatur-store") && !name.ends_with("tidy.rs") && text.contains("rusqlite::") {
            problems.push(format!("{name} uses SQL"));
        }
    }
    assert_none(&problems);
}

#[test]
fn every_list_has_an_origin() {
    let mut problems = Vec::new();
    for folder in ["packs/lang", "packs/world", "packs/conflicts"] {
        check_origins(&root().join(folder), &mut problems);
    }
    assert_none(&problems);
}

/// Every data list of a folder must be named in the `ORIGINS.tsv` of that folder or of one above it.
fn check_origins(folder: &Path, problems: &mut Vec<String>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    let packs = root().join("packs");
    for entry in entries.flatten() {
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        if path.is_dir() {
            if name != "cases" {
                check_origins(&path, problems);
            }
            continue;
        }
        if name == "ORIGINS.tsv" || name.ends_with(".md") || name.ends_with(".toml") {
            continue;
        }
        let named = path.ancestors().skip(1).take_while(|f| f.starts_with(&packs)).any(|above| {
            let origins = std::fs::read_to_string(above.join("ORIGINS.tsv")).unwrap_or_default();
            let relative = path.strip_prefix(above).unwrap_or(&path).to_string_lossy().into_owned();
            origins.lines().any(|line| line.split('\t').next() == Some(relative.as_str()))
        });
        if !named {
            problems.push(format!("{} has no line in an ORIGINS.tsv", path.display()));
        }
    }
}
