//! Time from start to end of `--help` and of `timeline` on the demo's store: `cargo bench --package tawatur`.
//!
//! Prints the median of many runs in milliseconds; aims are 30 and 60. It measures whole processes, as a person
//! waits for them, with whatever else the machine does.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

/// Runs of each command.
const RUNS: usize = 41;

fn main() {
    let folder = tempfile::TempDir::new().expect("a temporary folder");
    let store = folder.path().join("demo.db");
    run(&["demo"], &store);
    for (name, arguments) in [("--help", &["--help"][..]), ("timeline", &["timeline"])] {
        let mut times: Vec<f64> = (0..RUNS).map(|_| run(arguments, &store)).collect();
        times.sort_by(f64::total_cmp);
        println!("{name:10} median {:6.1} ms, fastest {:6.1} ms", times[RUNS / 2], times[0]);
    }
}

/// Milliseconds that a command takes.
fn run(arguments: &[&str], store: &Path) -> f64 {
    let begin = Instant::now();
    let mut command = Command::new(env!("CARGO_BIN_EXE_tawatur"));
    command.arg("--store").arg(store).args(arguments).stdout(Stdio::null()).stderr(Stdio::null());
    let status = command.status().expect("the program runs");
    assert!(status.success(), "{arguments:?}");
    begin.elapsed().as_secs_f64() * 1_000.0
}
