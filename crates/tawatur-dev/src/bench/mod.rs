//! `cargo dev bench`: how long the whole way takes, from raw text to the record in the store, and how much memory.
//!
//! The program itself runs as a process of its own over made-up documents (`made.rs`). Numbers go with the machine and
//! with what else it does: none of this is a test. Stages on one core: `cargo bench -p tawatur-core --bench analyse`.

mod made;

use crate::checkout::packs;
use crate::eval::Measures;
use clap::Args;
use made::Length;
use std::io::BufWriter;
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};
use tawatur_core::packs::Packs;

/// What `cargo dev bench` is asked for.
#[derive(Args)]
pub struct Options {
    /// Which: `documents` (300 words each), `million` (as they come; so many of them), `more` (one more, added to those),
    /// `scale` (linking alone); all when none is named.
    benches: Vec<String>,
    /// Documents.
    #[arg(long, default_value_t = 3_000)]
    documents: usize,
    /// One million documents; takes long, and about three gigabytes of disk for each hundred thousand.
    #[arg(long)]
    full: bool,
    /// Threads of the program.
    #[arg(long, default_value_t = 2)]
    threads: usize,
    /// Write the made-up documents to a file and measure nothing.
    #[arg(long)]
    write: Option<std::path::PathBuf>,
    /// One flat JSON object, measure → number, on standard output.
    #[arg(long)]
    json: bool,
}

/// A million.
const MILLION: usize = 1_000_000;
/// Bytes of a megabyte.
const MEGABYTE: f64 = (1 << 20) as f64;

/// Runs the benches asked for.
pub fn run(options: &Options) -> ExitCode {
    match take(options) {
        Ok(measures) if options.json => {
            println!("{}", serde_json::to_string(&measures).unwrap_or_default());
            ExitCode::SUCCESS
        }
        Ok(measures) => {
            measures.iter().for_each(|(key, value)| println!("{key:32} {value:.2}"));
            ExitCode::SUCCESS
        }
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

fn take(options: &Options) -> Result<Measures, String> {
    let packs = packs()?;
    if let Some(path) = &options.write {
        make(path, options.documents, Length::Mixed, &packs)?;
        return Ok(Measures::new());
    }
    let asked = |name: &str| options.benches.is_empty() || options.benches.iter().any(|b| b == name);
    let mut measures = Measures::new();
    let folder = tempfile::TempDir::new().map_err(|e| e.to_string())?;
    if asked("documents") {
        let texts = folder.path().join("documents.jsonl");
        make(&texts, options.documents, Length::Words(300), &packs)?;
        let added = add(&texts, &folder.path().join("documents.db"), options.threads)?;
        measures.insert("documents-per-second".to_owned(), options.documents as f64 / added.seconds);
        measures.insert("documents-peak-mb".to_owned(), added.peak_mb);
    }
    if asked("million") || asked("more") {
        let documents = if options.full { MILLION } else { options.documents };
        let (texts, store) = (folder.path().join("mixed.jsonl"), folder.path().join("mixed.db"));
        make(&texts, documents, Length::Mixed, &packs)?;
        let added = add(&texts, &store, options.threads)?;
        let name = if options.full { "million".to_owned() } else { format!("mixed-{documents}") };
        measures.insert(format!("{name}-minutes"), added.seconds / 60.0);
        measures.insert(format!("{name}-peak-mb"), added.peak_mb);
        measures.insert(format!("{name}-store-over-input"), size(&store)? / size(&texts)?);
        if asked("more") {
            let one = folder.path().join("one.jsonl");
            let row = r#"{"id":"one","text":"Artillery shelled Nawa on 3 January 2015, killing 12 people.","published":"2015-01-04"}"#;
            std::fs::write(&one, row).map_err(|e| e.to_string())?;
            let added = add(&one, &store, options.threads)?;
            measures.insert(format!("{name}-one-more-seconds"), added.seconds);
        }
    }
    if asked("scale") {
        crate::eval::scale(&packs, &mut measures)?;
    }
    Ok(measures)
}

fn make(path: &Path, documents: usize, length: Length, packs: &Packs) -> Result<(), String> {
    let told = |e: std::io::Error| format!("{}: {e}", path.display());
    let mut out = BufWriter::new(std::fs::File::create(path).map_err(told)?);
    made::write(&mut out, documents, length, packs).map_err(told)
}

fn size(path: &Path) -> Result<f64, String> {
    let length = std::fs::metadata(path).map_err(|e| format!("{}: {e}", path.display()))?.len();
    Ok(length as f64 / MEGABYTE)
}

/// What an `add` took.
struct Added {
    seconds: f64,
    peak_mb: f64,
}

/// Adds documents to a store as the program does, in a process of its own.
fn add(texts: &Path, store: &Path, threads: usize) -> Result<Added, String> {
    /// How often the memory of the process is looked at; the system keeps the peak itself.
    const LOOK: Duration = Duration::from_millis(20);
    let own = std::env::current_exe().map_err(|e| e.to_string())?;
    let start = Instant::now();
    let mut child = Command::new(own)
        .args(["program", "--store"])
        .arg(store)
        .args(["add", "--threads", &threads.to_string()])
        .arg(texts)
        .stderr(Stdio::null())
        .spawn()
        .map_err(|e| e.to_string())?;
    let mut peak_mb = 0.0;
    let status = loop {
        if let Some(status) = child.try_wait().map_err(|e| e.to_string())? {
            break status;
        }
        peak_mb = peak_megabytes(child.id()).unwrap_or(peak_mb);
        std::thread::sleep(LOOK);
    };
    let seconds = start.elapsed().as_secs_f64();
    if !status.success() {
        return Err(format!("`tawatur add {}` failed with {status}", texts.display()));
    }
    Ok(Added { seconds, peak_mb })
}

/// The most memory a process has had so far, where the system tells (Linux).
fn peak_megabytes(process: u32) -> Option<f64> {
    let told = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = told.lines().find_map(|l| l.strip_prefix("VmHWM:"))?;
    Some(line.trim().trim_end_matches(" kB").parse::<f64>().ok()? / 1024.0)
}
