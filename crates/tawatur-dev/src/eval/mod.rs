//! `cargo dev eval SET…`: runs sets and prints their measures, by the keys of `shared/measures.tsv`.
//!
//! A set is one file beside this one and one line in `SETS`. A set whose data is absent says so and ends well.

mod arabic;
mod arguments;
mod classes;
mod clusters;
mod events;
mod exports;
mod floors;
mod language;
mod linking;
mod names;
mod news;
mod own;
mod own_news;
mod pages;
mod reading;
mod scored;
mod seeds;
mod store;
mod taggers;
mod times;

pub use own::scale;

use clap::Args;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;

/// What `cargo dev eval` is asked for.
#[derive(Args, Clone)]
pub struct Options {
    /// Sets to run; all when none is named.
    pub sets: Vec<String>,
    /// Sets to leave out, where another run takes them.
    #[arg(long, value_delimiter = ',')]
    pub except: Vec<String>,
    /// Measures to take alone, by key, of sets that take them one after another (`reading`).
    #[arg(long, value_delimiter = ',')]
    pub only: Vec<String>,
    /// One flat JSON object, measure → number, on standard output.
    #[arg(long)]
    pub json: bool,
    /// List what was missed and what was wrong.
    #[arg(long)]
    pub errors: bool,
    /// Fail when a measure misses its floor in `floors.tsv`.
    #[arg(long)]
    pub floors: bool,
    /// Run the long form of sets that have one.
    #[arg(long)]
    pub full: bool,
}

/// Measures of a set, by key.
pub type Measures = BTreeMap<String, f64>;

/// A set: its name and the function that takes its measures. `Err` says which data is absent.
type Set = (&'static str, fn(&Options) -> Result<Measures, String>);

/// Every set, in the order they run.
const SETS: &[Set] = &[
    ("language", language::take),
    ("arabic", arabic::take),
    ("arguments", arguments::take),
    ("names", names::take),
    ("taggers", taggers::take),
    ("seeds", seeds::take),
    ("news", news::take),
    ("own-news", own_news::take),
    ("classes", classes::take),
    ("events", events::take),
    ("linking", linking::take),
    ("clusters", clusters::take),
    ("store", store::take),
    ("times", times::take),
    ("pages", pages::take),
    ("reading", reading::take),
    ("exports", exports::take),
];

/// Runs the sets asked for.
pub fn run(options: &Options) -> ExitCode {
    let mut all = Measures::new();
    if let Some(name) = options.sets.iter().chain(&options.except).find(|n| !SETS.iter().any(|(s, _)| s == n))
    {
        eprintln!(
            "there is no set `{name}`; sets are: {}",
            SETS.iter().map(|s| s.0).collect::<Vec<_>>().join(", ")
        );
        return ExitCode::from(2);
    }
    let named = |list: &[String], name: &str| list.iter().any(|s| s == name);
    let wanted =
        |name: &str| (options.sets.is_empty() || named(&options.sets, name)) && !named(&options.except, name);
    for (name, take) in SETS.iter().filter(|(name, _)| wanted(name)) {
        match take(options) {
            Ok(measures) => {
                for (key, value) in measures {
                    if !options.json {
                        println!("{name:10} {key:32} {value:.4}");
                    }
                    all.insert(key, value);
                }
            }
            Err(absent) => eprintln!("{name}: skipped, {absent}"),
        }
    }
    if options.json {
        println!("{}", serde_json::to_string(&all).unwrap_or_default());
    }
    let missed = if options.floors { floors::missed(&all) } else { Vec::new() };
    missed.iter().for_each(|line| eprintln!("{line}"));
    if missed.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// The folder with the shared data: `../shared` beside the checkout. `Err` says that it is absent.
///
/// # Errors
/// When neither `TAWATUR_SHARED` nor `../shared` is a folder.
pub fn shared(path: &str) -> Result<PathBuf, String> {
    let base = std::env::var_os("TAWATUR_SHARED")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared"), PathBuf::from);
    let full = base.join(path);
    if full.exists() { Ok(full) } else { Err(format!("{} is not there", full.display())) }
}

/// The program built beside this one.
fn program() -> Result<PathBuf, String> {
    let own = std::env::current_exe().map_err(|e| e.to_string())?;
    let path = own.with_file_name("tawatur");
    if path.is_file() { Ok(path) } else { Err(format!("{} is not built", path.display())) }
}
