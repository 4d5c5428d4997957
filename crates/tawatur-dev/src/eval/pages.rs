//! Set `pages`: how long the server takes for every page of a long record, and what a browser finds on the pages
//! (`tests/browser`: one command, which prints its measures as JSON).

mod long;
mod soak;

use super::{Measures, Options, program, shared};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Instant;
use tempfile::TempDir;

/// Events of the long record, with ten reports each.
const EVENTS: usize = 100_000;
/// Events in the quick form.
const EVENTS_QUICK: usize = 5_000;
/// Times each address is asked for.
const ROUNDS: usize = 5;
/// The share of answers that are faster than the figure.
const PERCENTILE: f64 = 0.95;

/// Takes the measures.
pub fn take(options: &Options) -> Result<Measures, String> {
    let program = program()?;
    let mut measures = Measures::new();
    let events = if options.full { EVENTS } else { EVENTS_QUICK };
    measures.insert("page-p95-ms".to_owned(), page_time(&program, events, options)?);
    measures.extend(soak::take(&program, options.full)?);
    match browser(&program, options) {
        Ok(found) => measures.extend(found),
        Err(absent) => eprintln!("pages: no browser measures, {absent}"),
    }
    Ok(measures)
}

/// A running `tawatur serve`; ends with it.
struct Served {
    child: Child,
    address: String,
}

impl Drop for Served {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Served {
    fn start(program: &Path, store: &Path, by: &str) -> Result<Self, String> {
        let mut command = Command::new(program);
        command.arg("serve").arg("--store").arg(store).args(["--port", "0", "--by", by]);
        let mut child =
            command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().map_err(|e| e.to_string())?;
        let out = child.stdout.take().ok_or("the program has no output")?;
        let mut line = String::new();
        BufReader::new(out).read_line(&mut line).map_err(|e| e.to_string())?;
        let address = line.trim().trim_start_matches("http://").trim_end_matches('/').to_owned();
        Ok(Self { child, address })
    }

    /// The nanoseconds that the server's threads have run, where the system tells (Linux); a machine that others use
    /// too would else be measured with it.
    fn run_for(&self) -> Option<u64> {
        let tasks = std::fs::read_dir(format!("/proc/{}/task", self.child.id())).ok()?;
        let one = |task: std::fs::DirEntry| -> Option<u64> {
            let told = std::fs::read_to_string(task.path().join("schedstat")).ok()?;
            told.split(' ').next()?.parse().ok()
        };
        Some(tasks.flatten().filter_map(one).sum())
    }

    /// What the server answers to a request: its status and all it says.
    fn ask(&self, method: &str, path: &str, form: &str) -> Result<(u16, String), String> {
        let told = |e: std::io::Error| format!("{path}: {e}");
        let mut stream = TcpStream::connect(&self.address).map_err(told)?;
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{form}",
            self.address,
            form.len()
        )
        .map_err(told)?;
        let mut raw = Vec::new();
        stream.read_to_end(&mut raw).map_err(told)?;
        let text = String::from_utf8_lossy(&raw).into_owned();
        let status = text.split(' ').nth(1).and_then(|s| s.parse().ok()).unwrap_or(0);
        Ok((status, text))
    }

    /// The body of a page and the milliseconds of the server's time until it was there.
    fn get(&self, path: &str) -> Result<(String, f64), String> {
        let told = |e: std::io::Error| format!("{path}: {e}");
        let before = self.run_for();
        let start = Instant::now();
        let mut stream = TcpStream::connect(&self.address).map_err(told)?;
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.address)
            .map_err(told)?;
        let mut raw = Vec::new();
        stream.read_to_end(&mut raw).map_err(told)?;
        let elapsed = start.elapsed().as_secs_f64() * 1000.0;
        let run = before.zip(self.run_for()).and_then(|(before, after)| after.checked_sub(before));
        let time = run.map_or(elapsed, |nanoseconds| nanoseconds as f64 / 1e6);
        let text = String::from_utf8_lossy(&raw).into_owned();
        if !text.starts_with("HTTP/1.1 200") {
            return Err(format!("{path}: {}", text.lines().next().unwrap_or("")));
        }
        Ok((text, time))
    }
}

/// The 95th percentile of the milliseconds that pages of a long record take.
fn page_time(program: &Path, events: usize, options: &Options) -> Result<f64, String> {
    let folder = TempDir::new().map_err(|e| e.to_string())?;
    let store = folder.path().join("long.db");
    let paths = long::make(&store, events)?;
    let served = Served::start(program, &store, "measure")?;
    let mut times = Vec::new();
    for round in 0..ROUNDS {
        for path in &paths {
            let (_, time) = served.get(path)?;
            times.push(time);
            if options.errors && round == 0 {
                eprintln!("{time:8.1} ms  {path}");
            }
        }
    }
    times.sort_by(f64::total_cmp);
    let at = (times.len() as f64 * PERCENTILE).ceil() as usize;
    times.get(at.saturating_sub(1)).copied().ok_or_else(|| "no page was asked for".to_owned())
}

/// What the browser tests print.
fn browser(program: &Path, options: &Options) -> Result<Measures, String> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/browser");
    if !folder.join("node_modules").is_dir() {
        return Err("install them: npm ci --prefix tests/browser".to_owned());
    }
    let mut command = Command::new("node");
    command.arg(folder.join("measure.mjs")).arg(program);
    if let Ok(hostile) = shared("data/hostile/xss-payload-list/Intruder/xss-payload-list.txt") {
        command.arg("--hostile").arg(hostile);
    }
    if options.full {
        command.arg("--full");
    }
    let output = command.stderr(Stdio::inherit()).output().map_err(|e| format!("node: {e}"))?;
    if !output.status.success() {
        return Err("the browser tests failed".to_owned());
    }
    serde_json::from_slice(&output.stdout).map_err(|e| format!("the browser tests print no measures: {e}"))
}
