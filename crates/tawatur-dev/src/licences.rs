//! `cargo dev licences`: every crate of the tree has a licence that `deny.toml` allows. Reads cargo's metadata only.

use serde::Deserialize;
use std::path::Path;
use std::process::{Command, ExitCode};

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    version: String,
    license: Option<String>,
}

/// The part of `deny.toml` that is used; the file keeps cargo-deny's form so that tool can be run on it too.
#[derive(Deserialize)]
struct Deny {
    licenses: Allowed,
}

#[derive(Deserialize)]
struct Allowed {
    allow: Vec<String>,
}

/// Prints every crate whose licence is not allowed.
pub fn run() -> ExitCode {
    match check() {
        Ok(bad) if bad.is_empty() => ExitCode::SUCCESS,
        Ok(bad) => {
            bad.iter().for_each(|line| eprintln!("{line}"));
            ExitCode::FAILURE
        }
        Err(message) => {
            eprintln!("licences: {message}");
            ExitCode::from(2)
        }
    }
}

fn check() -> Result<Vec<String>, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let deny = std::fs::read_to_string(root.join("deny.toml")).map_err(|e| format!("deny.toml: {e}"))?;
    let deny: Deny = toml::from_str(&deny).map_err(|e| format!("deny.toml: {e}"))?;
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--filter-platform", "x86_64-unknown-linux-gnu"])
        .current_dir(&root)
        .output()
        .map_err(|e| format!("cargo metadata did not start: {e}"))?;
    let metadata: Metadata =
        serde_json::from_slice(&output.stdout).map_err(|e| format!("cargo metadata: {e}"))?;
    let fits =
        |package: &&Package| !package.license.as_deref().is_some_and(|l| allowed(l, &deny.licenses.allow));
    let line = |p: &Package| {
        format!(
            "{} {}: licence {} is not allowed",
            p.name,
            p.version,
            p.license.as_deref().unwrap_or("(none)")
        )
    };
    Ok(metadata.packages.iter().filter(fits).map(line).collect())
}

/// Evaluates an SPDX expression: of `OR` one side is enough, of `AND` both are needed; `/` is an old way to write `OR`.
fn allowed(expression: &str, allow: &[String]) -> bool {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut at = 0;
    either(&words, &mut at, allow)
}

fn either(words: &[&str], at: &mut usize, allow: &[String]) -> bool {
    let mut fits = both(words, at, allow);
    while words.get(*at) == Some(&"OR") {
        *at += 1;
        fits |= both(words, at, allow);
    }
    fits
}

fn both(words: &[&str], at: &mut usize, allow: &[String]) -> bool {
    let mut fits = one(words, at, allow);
    while words.get(*at) == Some(&"AND") {
        *at += 1;
        fits &= one(words, at, allow);
    }
    fits
}

fn one(words: &[&str], at: &mut usize, allow: &[String]) -> bool {
    let Some(&word) = words.get(*at) else { return false };
    *at += 1;
    if word == "(" {
        let fits = either(words, at, allow);
        *at += 1;
        return fits;
    }
    if words.get(*at) == Some(&"WITH") {
        *at += 2;
    }
    allow.iter().any(|a| a == word)
}

#[cfg(test)]
mod tests {
    use super::allowed;

    #[test]
    fn expressions_are_read_as_spdx_says() {
        let allow = vec!["MIT".to_owned(), "Unicode-3.0".to_owned()];
        assert!(allowed("MIT OR Apache-2.0", &allow));
        assert!(allowed("Unlicense/MIT", &allow));
        assert!(allowed("(MIT OR Apache-2.0) AND Unicode-3.0", &allow));
        assert!(!allowed("MIT AND GPL-3.0", &allow));
        assert!(!allowed("GPL-3.0", &allow));
    }
}
