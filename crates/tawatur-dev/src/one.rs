//! One file through the reader in a process of its own, so that a panic, an abort or a lack of memory is seen outside.
//!
//! The cases inside html5lib, JSON and naughty-string files are read one by one as well.

use clap::Args;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use tawatur_core::read;

/// What is to be read.
#[derive(Args)]
pub struct Options {
    /// The file.
    file: PathBuf,
}

/// Reads the file and every case inside it; prints bytes read and nanoseconds of processor time.
pub fn run(options: &Options) -> ExitCode {
    let Ok(bytes) = std::fs::read(&options.file) else { return ExitCode::FAILURE };
    let name = options.file.to_string_lossy().into_owned();
    let mut inputs = vec![bytes.clone()];
    inputs.extend(cases(&options.file, &bytes));
    let before = processor_time();
    for input in &inputs {
        let _ = read::read(&name, input);
    }
    let spent = processor_time().saturating_sub(before);
    println!("{} {spent}", inputs.iter().map(Vec::len).sum::<usize>());
    ExitCode::SUCCESS
}

/// Nanoseconds this process has had a processor; where the system does not tell, of the clock.
pub fn processor_time() -> u128 {
    let told = std::fs::read_to_string("/proc/self/schedstat").ok();
    let told = told.and_then(|line| line.split_whitespace().next()?.parse().ok());
    told.unwrap_or_else(|| {
        std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map_or(0, |d| d.as_nanos())
    })
}

/// The cases inside a test file.
fn cases(path: &Path, bytes: &[u8]) -> Vec<Vec<u8>> {
    let ending = path.extension().and_then(|e| e.to_str()).unwrap_or("");
    let text = String::from_utf8_lossy(bytes);
    match ending {
        // Trees: `#data`, the page, `#errors`.
        "dat" => text
            .split("#data\n")
            .skip(1)
            .map(|case| case.split("\n#errors").next().unwrap_or("").as_bytes().to_vec())
            .collect(),
        "test" | "json" => strings(&serde_json::from_slice(bytes).unwrap_or_default()),
        "txt" => text.lines().map(|line| line.as_bytes().to_vec()).collect(),
        _ => Vec::new(),
    }
}

/// Every string in a value: inputs of tokenizer tests and naughty strings.
fn strings(value: &Value) -> Vec<Vec<u8>> {
    match value {
        Value::String(text) => vec![text.as_bytes().to_vec()],
        Value::Array(several) => several.iter().flat_map(strings).collect(),
        Value::Object(fields) => fields.values().flat_map(strings).collect(),
        _ => Vec::new(),
    }
}
