//! Set `events`: what the program finds in the measuring sets on events and attributions (`shared/MEASURES.md`, part 4),
//! by the scorers of `shared/eval`. The seeds and the news have sets of their own.

use super::{Measures, Options, shared};
use crate::checkout::packs;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;
use tawatur_core::model::{Entity, EntityId, Report};
use tawatur_core::packs::Packs;
use tawatur_core::pipeline::{Examined, examine};
use tawatur_core::read;
use tempfile::TempDir;

mod arabic;
mod codes;
mod muc;
mod petr2;
mod plover;
mod polnear;
mod quiet;

/// One measuring set of this set. `Err` says which data is absent.
type Part = fn(&Setting, &Options) -> Result<Measures, String>;

/// Every part, in the order they run.
const PARTS: [(&str, Part); 6] = [
    ("quiet", quiet::take),
    ("arabic", arabic::take),
    ("petr2", petr2::take),
    ("plover", plover::take),
    ("polnear", polnear::take),
    ("muc", muc::take),
];

/// Takes the measures of every part whose data is there.
///
/// # Errors
/// When the packs do not load.
pub fn take(options: &Options) -> Result<Measures, String> {
    let setting = Setting::new()?;
    let mut measures = Measures::new();
    for (name, part) in PARTS {
        match part(&setting, options) {
            Ok(taken) => measures.extend(taken),
            Err(absent) => eprintln!("events: {name} skipped, {absent}"),
        }
    }
    Ok(measures)
}

/// What the parts share: the packs, and a folder for what the scorers read.
struct Setting {
    packs: Packs,
    folder: TempDir,
}

impl Setting {
    fn new() -> Result<Self, String> {
        let packs = packs()?;
        Ok(Self { packs, folder: TempDir::new().map_err(|e| e.to_string())? })
    }

    /// A text through the program's own code; with the day it was published (`2014-09-16`, `20140916`), where given.
    fn examine(&self, name: &str, text: &str, day: Option<&str>) -> Result<Examined, String> {
        let mut row = serde_json::json!({ "id": name, "text": text });
        if let Some(day) = day.filter(|d| !d.is_empty()) {
            row["published"] = iso(day).into();
        }
        let row = row.to_string();
        let received = read::read_one(name, row.as_bytes()).map_err(|e| format!("{name}: {e}"))?;
        Ok(examine(received.document, &self.packs))
    }

    /// The reports that listings show: all but those of quiet types.
    fn listed<'e>(&'e self, examined: &'e Examined) -> impl Iterator<Item = &'e Report> {
        let quiet = |report: &Report| self.packs.frames.get(&report.kind).is_some_and(|f| f.quiet);
        examined.extraction.reports.iter().filter(move |r| !quiet(r))
    }

    /// An entity of a pack or of the document.
    fn entity<'e>(&'e self, examined: &'e Examined, id: &EntityId) -> Option<&'e Entity> {
        let own = examined.extraction.entities.iter().find(|e| e.id == *id);
        own.or_else(|| self.packs.world.entities.get(id))
    }

    /// Writes predictions as JSON Lines and runs a scorer on gold and predictions.
    fn score(
        &self,
        scorer: &str,
        gold: &Path,
        predictions: &[Value],
        form: &[&str],
    ) -> Result<String, String> {
        let path = self.folder.path().join(format!("{scorer}.jsonl"));
        std::fs::write(&path, lines(predictions)).map_err(|e| format!("{}: {e}", path.display()))?;
        let program = shared(&format!("eval/{scorer}.py"))?;
        let output = Command::new("python3").arg(program).args([gold, &path]).args(form).output();
        let output = output.map_err(|e| format!("python3 cannot be run: {e}"))?;
        if !output.status.success() {
            return Err(format!("{scorer}.py failed: {}", String::from_utf8_lossy(&output.stderr)));
        }
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }
}

/// A day in ISO form.
fn iso(day: &str) -> String {
    match day.as_bytes() {
        digits if digits.len() == 8 && digits.iter().all(u8::is_ascii_digit) => {
            format!("{}-{}-{}", &day[..4], &day[4..6], &day[6..])
        }
        _ => day.to_owned(),
    }
}

/// A measuring set's file.
fn measure(path: &str) -> Result<PathBuf, String> {
    shared(&format!("data/measure/{path}"))
}

/// The rows of a JSON Lines file.
fn rows(path: &Path) -> Result<Vec<Value>, String> {
    let text = std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
    let row = |line: &str| serde_json::from_str(line).map_err(|e| format!("{}: {e}", path.display()));
    text.lines().filter(|l| !l.trim().is_empty()).map(row).collect()
}

fn lines(rows: &[Value]) -> String {
    rows.iter().map(|row| format!("{row}\n")).collect()
}

/// A text field of a row, empty where absent.
fn field<'r>(row: &'r Value, name: &str) -> &'r str {
    row[name].as_str().unwrap_or("")
}

/// The number after a word in a scorer's line: `F1=0.71`, `f1 0.71`, `F1  71.00`.
fn number_after(line: &str, word: &str) -> Option<f64> {
    let rest = &line[line.rfind(word)? + word.len()..];
    rest.trim_start_matches(['=', ' ']).split_whitespace().next()?.parse().ok()
}

/// Harmonic mean of precision and recall.
fn f1(right: usize, found: usize, gold: usize) -> f64 {
    2.0 * right as f64 / (found + gold).max(1) as f64
}
