//! What the sets on gold records share: texts through the program's own code into a store, an export, `score.py`.

use super::{Options, shared};
use crate::checkout::packs;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;
use tawatur::cli::{Input, Wanted, add_inputs, hand_in, progress};
use tawatur_core::packs::Packs;
use tawatur_store::{Mode, Store};
use tempfile::TempDir;

/// Which reports end up in the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reports {
    /// Those the program finds.
    Found,
    /// Those of the gold record, handed in through the door, and none of the program's own.
    Gold,
}

/// Adds files or folders to a new store and builds its record.
///
/// # Errors
/// What went wrong, in a sentence.
pub fn store_of(
    paths: &[PathBuf],
    folder: &Path,
    documents_only: bool,
    packs: &Packs,
) -> Result<Store, String> {
    let told = |failure: tawatur::cli::Failure| failure.to_string();
    let mut store = Store::open(&folder.join("store.db"), Mode::Create).map_err(|e| e.to_string())?;
    let (inputs, _) = Input::find(paths);
    let added =
        add_inputs(&mut store, &inputs, packs, &Wanted { documents_only, ..Wanted::default() }, &progress(0))
            .map_err(told)?;
    if let Some(refusal) = added.refused.first() {
        return Err(format!("{refusal}"));
    }
    store.rebuild_record(packs).map_err(|e| e.to_string())?;
    Ok(store)
}

/// Writes the export of a store beside it.
///
/// # Errors
/// What went wrong, in a sentence.
pub fn export(store: &Store, folder: &Path) -> Result<PathBuf, String> {
    let path = folder.join("export.json");
    let mut file = std::io::BufWriter::new(std::fs::File::create(&path).map_err(|e| e.to_string())?);
    let material = tawatur::export::Material::new(store).map_err(|failure| failure.to_string())?;
    tawatur::export::json::write(&material.record, &material.texts, &mut file)
        .map_err(|failure| failure.to_string())?;
    std::io::Write::flush(&mut file).map_err(|e| e.to_string())?;
    Ok(path)
}

/// Before the name of a gold that the project wrote for itself.
pub const OWN: &str = "own/";

/// The folder of a gold.
fn gold_folder(name: &str) -> Result<PathBuf, String> {
    match name.strip_prefix(OWN) {
        Some(own) => Ok(Path::new(env!("CARGO_MANIFEST_DIR")).join("data/news").join(own)),
        None => shared(&format!("gold/{name}")),
    }
}

/// Reads the texts of a gold folder (`seeds`, `news-en` …) into a new store and exports it: the gold folder, the folder
/// that holds the store while it lives, and the export.
///
/// # Errors
/// Which data is absent, or what went wrong.
pub fn exported(name: &str, reports: Reports, packs: &Packs) -> Result<(PathBuf, TempDir, PathBuf), String> {
    let gold = gold_folder(name)?;
    let folder = TempDir::new().map_err(|e| e.to_string())?;
    let inputs = if name == "seeds" { shared("seeds")? } else { rows(&gold, folder.path())? };
    let mut store = store_of(&[inputs], folder.path(), reports == Reports::Gold, packs)?;
    if reports == Reports::Gold {
        let rows = std::fs::read(gold.join("reports.jsonl")).map_err(|e| e.to_string())?;
        let handed =
            hand_in(&mut store, "gold", &rows, Some("gold"), "gold", packs).map_err(|f| f.to_string())?;
        for (row, reason) in &handed.refused {
            eprintln!("{name}: gold row {row} refused: {reason}");
        }
        store.rebuild_record(packs).map_err(|e| e.to_string())?;
    }
    let export = export(&store, folder.path())?;
    Ok((gold, folder, export))
}

/// Scores a gold folder as `score.py` does, on the program's reports or on the gold's own.
///
/// # Errors
/// Which data is absent, or what went wrong.
pub fn score(name: &str, reports: Reports, options: &Options) -> Result<Value, String> {
    let (gold, _folder, export) = exported(name, reports, &packs()?)?;
    if options.errors {
        eprintln!("== {name}");
        eprint!("{}", run_scorer(&gold, &export, "--errors")?);
    }
    serde_json::from_str(&run_scorer(&gold, &export, "--json")?)
        .map_err(|e| format!("score.py printed no JSON: {e}"))
}

/// The texts of a news folder as JSON Lines, with the date and outlet its documents came with.
fn rows(gold: &Path, folder: &Path) -> Result<PathBuf, String> {
    let table = std::fs::read_to_string(gold.join("documents.json")).map_err(|e| e.to_string())?;
    let table: Value = serde_json::from_str(&table).map_err(|e| e.to_string())?;
    let mut lines = String::new();
    for document in table["documents"].as_array().into_iter().flatten() {
        let id = document["id"].as_str().unwrap_or("");
        let text = std::fs::read_to_string(gold.join("texts").join(id)).map_err(|e| format!("{id}: {e}"))?;
        let row = serde_json::json!({ "id": id, "text": text, "published": document["published"], "outlet": document["outlet"] });
        lines.push_str(&row.to_string());
        lines.push('\n');
    }
    let path = folder.join("news.jsonl");
    std::fs::write(&path, lines).map_err(|e| e.to_string())?;
    Ok(path)
}

fn run_scorer(gold: &Path, export: &Path, form: &str) -> Result<String, String> {
    let scorer = shared("eval/score.py")?;
    let output = Command::new("python3").arg(scorer).args([gold, export]).arg(form).output();
    let output = output.map_err(|e| format!("python3 cannot be run: {e}"))?;
    if !output.status.success() {
        return Err(format!("score.py failed: {}", String::from_utf8_lossy(&output.stderr)));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The f1 of a row of the scorer's output; 0 when it is not there.
#[must_use]
pub fn f1(scores: &Value, row: &str) -> f64 {
    scores[row]["f1"].as_f64().unwrap_or(0.0)
}

/// True positives, false positives and false negatives of a slot.
#[must_use]
pub fn tally(scores: &Value, slot: &str) -> [f64; 3] {
    ["tp", "fp", "fn"].map(|key| scores["slots"][slot][key].as_f64().unwrap_or(0.0))
}
