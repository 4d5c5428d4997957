//! Set `exports`: every export of a record, read back by readers that others wrote (`tests/readers`: one command, which
//! prints its measures as JSON).

use super::{Measures, Options};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// What the demo lacks for every export to have rows: deaths by an organised actor's hand.
const TEXT: &str = "On 4 May 2021 the army shelled Tafas and killed ten residents, a hospital said.\n";
/// Its report, by hand, so that the exports are measured and not the reading.
const ROW: &str = r#"{"document":"deaths.txt","type":"shelling","evidence":"the army shelled Tafas and killed ten residents","who":"Syrian army","whom":"residents","where":"Tafas","when":"2021-05-04","count":[{"value":10,"of":"killed","op":"="}],"source":["a hospital"]}"#;

/// Takes the measures.
pub fn take(_: &Options) -> Result<Measures, String> {
    let program = super::program()?;
    let readers = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/readers");
    let python = readers.join(".venv/bin/python");
    if !python.is_file() {
        return Err("install the readers: python3 -m venv tests/readers/.venv && \
                    tests/readers/.venv/bin/pip install -r tests/readers/requirements.txt"
            .to_owned());
    }
    let folder = TempDir::new().map_err(|e| e.to_string())?;
    let run = |arguments: &[&str]| tawatur(&program, folder.path(), arguments);
    std::fs::write(folder.path().join("deaths.txt"), TEXT).map_err(|e| e.to_string())?;
    std::fs::write(folder.path().join("rows.jsonl"), ROW).map_err(|e| e.to_string())?;
    run(&["demo"])?;
    run(&["add", "--documents-only", "deaths.txt"])?;
    run(&["add", "--reports", "rows.jsonl", "--by", "measure"])?;
    std::fs::create_dir(folder.path().join("out")).map_err(|e| e.to_string())?;
    for format in tawatur::export::FORMATS {
        run(&["export", format.name, "--output", &format!("out/{}", format.name)])?;
    }
    let mut command = Command::new(python);
    command.arg(readers.join("read.py")).arg(folder.path().join("out"));
    let output = command.stderr(Stdio::inherit()).output().map_err(|e| format!("python: {e}"))?;
    serde_json::from_slice(&output.stdout).map_err(|e| format!("the readers print no measures: {e}"))
}

/// Runs the program on a store of its own.
fn tawatur(program: &Path, folder: &Path, arguments: &[&str]) -> Result<(), String> {
    let mut command = Command::new(program);
    command.args(["--store", "measure.db"]).args(arguments).current_dir(folder).stdin(Stdio::null());
    let output = command.output().map_err(|e| e.to_string())?;
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    if output.status.success() { Ok(()) } else { Err(format!("{}: {told}", arguments.join(" "))) }
}
