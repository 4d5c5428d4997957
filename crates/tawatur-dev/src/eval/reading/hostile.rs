//! Every hostile input through the reader, one process a file, with little memory: no panic, no abort, no standstill.

use super::super::{Options, shared};
use std::path::{Path, PathBuf};
use std::process::Command;

/// KiB of address space that a process may have.
const MEMORY: u64 = 512 << 10;
/// Nanoseconds of processor time that a MiB may take.
const TIME: u128 = 1_000_000_000;
/// Every how many files the quick form reads one.
const QUICK: usize = 8;

/// How many files did harm.
pub fn panics(options: &Options) -> Result<f64, String> {
    let base = shared("data/hostile")?;
    let program = std::env::current_exe().map_err(|e| e.to_string())?;
    let mut files = Vec::new();
    walk(&base, &mut files);
    files.sort();
    let step = if options.full { 1 } else { QUICK };
    let mut harm = 0;
    for file in files.iter().step_by(step) {
        if let Err(message) = one(&program, file) {
            harm += 1;
            eprintln!("{}: {message}", file.display());
        }
    }
    Ok(f64::from(harm))
}

fn one(program: &Path, file: &Path) -> Result<(), String> {
    let limited = format!("ulimit -v {MEMORY}; exec \"$0\" one \"$1\"");
    let output = Command::new("sh")
        .args(["-c", &limited])
        .arg(program)
        .arg(file)
        .output()
        .map_err(|e| e.to_string())?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        return Err(format!("{}: {}", output.status, said.lines().next().unwrap_or("")));
    }
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    let mut numbers = told.split_whitespace().filter_map(|n| n.parse::<u128>().ok());
    let (Some(bytes), Some(spent)) = (numbers.next(), numbers.next()) else {
        return Err("printed nothing".to_owned());
    };
    let allowed = ((bytes * TIME) >> 20).max(TIME / 10);
    if spent > allowed { Err(format!("took {} ms for {bytes} bytes", spent / 1_000_000)) } else { Ok(()) }
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            walk(&path, files);
        } else {
            files.push(path);
        }
    }
}
