//! Every write, sync and rename of every work fails once, with no space and with an input/output error.
//!
//! The failure comes from outside: a small library in C, built here and loaded before the C library of the program.

use super::super::Options;
use super::durability::{Scene, WORKS, Work};
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

/// What the library is made of.
const SOURCE: &str = include_str!("faults.c");
/// Error numbers: input/output error, no space left.
const ERRORS: [u32; 2] = [5, 28];
/// Failures of each work and error in the quick form.
const QUICK: usize = 2;

/// How often something was lost.
pub fn lost(options: &Options) -> Result<f64, String> {
    let folder = TempDir::new().map_err(|e| e.to_string())?;
    let library = build(folder.path())?;
    let count = folder.path().join("count");
    let scene = Scene::new()?;
    let (mut losses, mut tried, mut silent) = (0, 0, 0);
    let with = |work: Work, at: usize, error: u32| {
        scene.reset(work)?;
        let _ = std::fs::remove_file(&count);
        let mut command = scene.command(work);
        command.env("LD_PRELOAD", &library).env("FAULT_COUNT", &count);
        command.env("FAULT_AT", at.to_string()).env("FAULT_ERRNO", error.to_string());
        command.output().map_err(|e| e.to_string())
    };
    for work in WORKS {
        with(work, 0, 0)?;
        let calls: usize = std::fs::read_to_string(&count).ok().and_then(|n| n.parse().ok()).unwrap_or(0);
        if calls == 0 {
            return Err("the library counted no call; is the C library another than glibc?".to_owned());
        }
        let step = if options.full { 1 } else { calls.div_ceil(QUICK) };
        for at in (1..=calls).step_by(step) {
            for error in ERRORS {
                let output = with(work, at, error)?;
                tried += 1;
                let done = output.status.success();
                let said = String::from_utf8_lossy(&output.stderr).into_owned();
                if !done && !said.contains("tawatur:") {
                    silent += 1;
                    eprintln!("faults: {work:?}, call {at}, error {error}: no clear message: {said}");
                }
                if let Err(message) = scene.check(work, done) {
                    losses += 1;
                    eprintln!("faults: {work:?}, call {at} of {calls}, error {error}: {message}");
                }
            }
        }
    }
    eprintln!("faults: {tried} failures, {silent} without a clear message");
    Ok(f64::from(losses + silent))
}

/// Builds the library.
fn build(folder: &Path) -> Result<std::path::PathBuf, String> {
    let (source, library) = (folder.join("faults.c"), folder.join("faults.so"));
    std::fs::write(&source, SOURCE).map_err(|e| e.to_string())?;
    let built = Command::new("cc")
        .args(["-shared", "-fPIC", "-O1", "-o"])
        .arg(&library)
        .arg(&source)
        .arg("-ldl")
        .output();
    match built {
        Ok(output) if output.status.success() => Ok(library),
        Ok(output) => Err(String::from_utf8_lossy(&output.stderr).into_owned()),
        Err(error) => Err(format!("there is no C compiler ({error})")),
    }
}
