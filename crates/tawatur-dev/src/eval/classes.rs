//! Set `classes`: how often a report of each confidence class is right, and how well each event type and language is
//! read, on the seeds and the three news golds. A report is right when a gold row of its document has its type and
//! shares at least 30 % of the characters which both cover, as in `score.py`; roles are not looked at here.

use super::scored::{Reports, exported};
use super::{Measures, Options};
use crate::checkout::packs;
use serde_json::Value;
use std::collections::BTreeMap;

/// The golds.
const FOLDERS: [&str; 4] = ["seeds", "news-en", "news-fr", "news-ar"];
/// Least share of the characters covered by both spans, of those covered by either (`score.py`).
const LEAST_OVERLAP: f64 = 0.3;

/// Reports found and right, reports found and wrong, gold rows missed.
#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    right: f64,
    wrong: f64,
    missed: f64,
}

impl Tally {
    fn precision(self) -> f64 {
        if self.right > 0.0 { self.right / (self.right + self.wrong) } else { 0.0 }
    }

    fn f1(self) -> f64 {
        if self.right > 0.0 { 2.0 * self.right / (2.0 * self.right + self.wrong + self.missed) } else { 0.0 }
    }
}

/// Takes the measures `class-a-precision` … and, with `--errors`, prints the table of types and languages.
pub fn take(options: &Options) -> Result<Measures, String> {
    let packs = packs()?;
    let mut classes: BTreeMap<String, Tally> = BTreeMap::new();
    let mut types: BTreeMap<(String, String), Tally> = BTreeMap::new();
    for folder in FOLDERS {
        let (gold, export) = read(folder, &packs)?;
        let pairs = matched(&gold, &export);
        for row in &export.reports {
            let right = pairs.values().any(|report| *report == row.id);
            let by_class = classes.entry(row.class.clone()).or_default();
            let by_type = types.entry((row.event_type.clone(), row.language.clone())).or_default();
            for tally in [by_class, by_type] {
                *(if right { &mut tally.right } else { &mut tally.wrong }) += 1.0;
            }
        }
        for row in gold.iter().filter(|row| row.core && !pairs.contains_key(&row.id)) {
            let language = export.languages.get(&row.document).cloned().unwrap_or_default();
            types.entry((row.event_type.clone(), language)).or_default().missed += 1.0;
        }
    }
    if options.errors {
        eprintln!("type            language  right  wrong missed   f1");
        for ((event_type, language), tally) in &types {
            eprintln!(
                "{event_type:15} {language:8} {:6} {:6} {:6} {:.2}",
                tally.right,
                tally.wrong,
                tally.missed,
                tally.f1()
            );
        }
    }
    Ok(classes
        .into_iter()
        .map(|(class, tally)| {
            (format!("{}-precision", class.to_lowercase().replace(' ', "-")), tally.precision())
        })
        .collect())
}

/// A row of the gold record, as far as the match needs it.
struct Row {
    id: String,
    document: String,
    event_type: String,
    span: (f64, f64),
    core: bool,
}

/// A report of the export, as far as the match needs it.
struct Report {
    id: String,
    document: String,
    language: String,
    event_type: String,
    span: (f64, f64),
    class: String,
}

/// The reports of an export and the language of each document, by file name.
struct Export {
    reports: Vec<Report>,
    languages: BTreeMap<String, String>,
}

fn read(folder: &str, packs: &tawatur_core::packs::Packs) -> Result<(Vec<Row>, Export), String> {
    let (gold, _folder, path) = exported(folder, Reports::Found, packs)?;
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let number = |value: &Value| value.as_f64().unwrap_or(0.0);
    let rows = std::fs::read_to_string(gold.join("reports.jsonl")).map_err(|e| e.to_string())?;
    let rows = rows.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let rows = rows.map(|row| Row {
        id: text(&row["id"]),
        document: text(&row["doc"]),
        event_type: text(&row["type"]),
        span: (number(&row["start"]), number(&row["end"])),
        core: row["core"].as_bool().unwrap_or(true),
    });
    let export = std::fs::read_to_string(path).map_err(|e| e.to_string())?;
    let export: Value = serde_json::from_str(&export).map_err(|e| e.to_string())?;
    let (mut files, mut languages) = (BTreeMap::new(), BTreeMap::new());
    for document in export["documents"].as_array().into_iter().flatten() {
        let file = text(&document["file"]);
        files.insert(text(&document["id"]), (file.clone(), text(&document["language"])));
        languages.insert(file, text(&document["language"]));
    }
    let mut reports = Vec::new();
    for report in export["reports"].as_array().into_iter().flatten() {
        let (document, language) = files.get(&text(&report["document"])).cloned().unwrap_or_default();
        reports.push(Report {
            id: text(&report["id"]),
            document,
            language,
            event_type: text(&report["type"]),
            span: (number(&report["span"][0]), number(&report["span"][1])),
            class: text(&report["confidence"]),
        });
    }
    Ok((rows.collect(), Export { reports, languages }))
}

/// Gold row → report, one to one, best overlap first.
fn matched(gold: &[Row], export: &Export) -> BTreeMap<String, String> {
    let mut pairs = Vec::new();
    for (g, row) in gold.iter().enumerate() {
        for (r, report) in export.reports.iter().enumerate() {
            let share = if row.document == report.document && row.event_type == report.event_type {
                overlap(row.span, report.span)
            } else {
                0.0
            };
            if share >= LEAST_OVERLAP {
                pairs.push((share, row.core, g, r));
            }
        }
    }
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then(b.1.cmp(&a.1)).then((a.2, a.3).cmp(&(b.2, b.3))));
    let (mut out, mut used) = (BTreeMap::new(), std::collections::BTreeSet::new());
    for (_, _, g, r) in pairs {
        if !out.contains_key(&gold[g].id) && used.insert(r) {
            out.insert(gold[g].id.clone(), export.reports[r].id.clone());
        }
    }
    out
}

/// Characters covered by both spans over characters covered by either.
fn overlap(a: (f64, f64), b: (f64, f64)) -> f64 {
    let both = a.1.min(b.1) - a.0.max(b.0);
    if both > 0.0 { both / (a.1.max(b.1) - a.0.min(b.0)).max(1.0) } else { 0.0 }
}
