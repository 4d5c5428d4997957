//! The main text of pages, as `score_article.py` measures it.

use super::super::{Options, shared};
use flate2::read::GzDecoder;
use serde_json::{Map, json};
use std::io::Read;
use std::process::Command;
use tawatur_core::read::{html, read_one};
use tempfile::TempDir;

/// F1 over the pages.
pub fn f1(_: &Options) -> Result<f64, String> {
    let base = shared("data/measure/scrapinghub-aeb")?;
    let told = |e: std::io::Error| e.to_string();
    let mut found = Map::new();
    for entry in std::fs::read_dir(base.join("html")).map_err(told)?.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let Some(id) = name.strip_suffix(".html.gz") else { continue };
        let mut page = Vec::new();
        let file = std::fs::File::open(entry.path()).map_err(told)?;
        GzDecoder::new(file).read_to_end(&mut page).map_err(told)?;
        let body = read_one(id, &page).map(|r| html::body(&r.document)).unwrap_or_default();
        found.insert(id.to_owned(), json!({ "articleBody": body }));
    }
    let folder = TempDir::new().map_err(told)?;
    let path = folder.path().join("found.json");
    std::fs::write(&path, serde_json::to_vec(&found).map_err(|e| e.to_string())?).map_err(told)?;
    let output = Command::new("python3")
        .args([shared("eval/score_article.py")?, base.join("ground-truth.json"), path])
        .output()
        .map_err(told)?;
    let line = String::from_utf8_lossy(&output.stdout).into_owned();
    eprintln!("pages: {}", line.trim());
    let score = line.split_once("f1 ").and_then(|(_, rest)| rest.split_whitespace().next()?.parse().ok());
    score.ok_or_else(|| "score_article.py printed no f1".to_owned())
}
