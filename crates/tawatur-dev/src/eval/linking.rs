//! Set `linking`: same event, disputes, agreements. On the gold reports handed in through the same door as any other
//! reports, with nothing extracted (`links-on-gold-*`); scored by `shared/eval/score.py`.

use super::{Measures, Options, shared};
use crate::checkout::packs;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use tawatur_core::model::{
    Action, Decision, Entity, EntityId, EntityKind, Extraction, HandedReport, Linkable, Maker, Record,
    Report, Role, When, WhenEnd,
};
use tawatur_core::packs::Packs;
use tawatur_core::pipeline;
use tawatur_core::read;
use tawatur_core::text::CodePoints;

/// The gold folders.
const GOLDS: [&str; 4] = ["seeds", "news-en", "news-fr", "news-ar"];

/// Takes the measures.
///
/// # Errors
/// When the gold is absent.
pub fn take(options: &Options) -> Result<Measures, String> {
    let packs = packs()?;
    let mut measures = Measures::new();
    super::own::take(options.errors, &packs, &mut measures)?;
    super::own::copies(&packs, &mut measures)?;
    if options.full {
        super::own::scale(&packs, &mut measures)?;
    }
    on_gold(options, &packs, &mut measures)?;
    Ok(measures)
}

fn on_gold(options: &Options, packs: &Packs, measures: &mut Measures) -> Result<(), String> {
    let (mut pairs, mut disputes, mut counted) = (0.0, 0.0, 0.0);
    for gold in GOLDS {
        let folder = shared(&format!("gold/{gold}"))?;
        let texts = shared(if gold == "seeds" { "seeds" } else { "gold" })?;
        let texts = if gold == "seeds" { texts } else { folder.join("texts") };
        let (record, documents) = handed_in(&folder, &texts, packs)?;
        if options.errors {
            show_disputes(&record, &documents);
        }
        let scores = score(&folder, &export(&record, &documents), options.errors)?;
        let f1 = |key: &str| scores.get(key).and_then(|s| s.get("f1")).and_then(Value::as_f64);
        for key in ["same_event_pairs", "disputes", "agreements", "story_pairs"] {
            if let Some(value) = f1(key) {
                measures.insert(format!("links-on-gold-{gold}-{key}"), value);
            }
        }
        pairs += f1("same_event_pairs").unwrap_or_default() / GOLDS.len() as f64;
        if let Some(value) = f1("disputes") {
            disputes += value;
            counted += 1.0;
        }
        if let Some(value) = f1("agreements") {
            measures.insert("links-on-gold-agreements".to_owned(), value);
        }
    }
    measures.insert("links-on-gold-pairs".to_owned(), pairs);
    measures.insert("links-on-gold-disputes".to_owned(), disputes / f64::max(counted, 1.0));
    Ok(())
}

/// One document with the rows that are handed in for it.
pub(super) struct Given {
    pub name: String,
    /// Its metadata, as in a row of JSON Lines.
    pub data: Value,
    pub text: String,
    pub rows: Vec<HandedReport>,
}

/// The gold reports of a folder, by document.
fn handed_in(
    folder: &Path,
    texts: &Path,
    packs: &Packs,
) -> Result<(Record, BTreeMap<String, String>), String> {
    let metadata: Value = json_file(&folder.join("documents.json"))?;
    let rows = std::fs::read_to_string(folder.join("reports.jsonl")).map_err(|e| e.to_string())?;
    let mut by_document: BTreeMap<String, Vec<HandedReport>> = BTreeMap::new();
    for line in rows.lines().filter(|l| !l.trim().is_empty()) {
        let row: HandedReport = serde_json::from_str(line).map_err(|e| e.to_string())?;
        by_document.entry(row.document.clone()).or_default().push(row);
    }
    let mut given = Vec::new();
    for data in metadata["documents"].as_array().into_iter().flatten() {
        let name = data["id"].as_str().unwrap_or_default().to_owned();
        let text = std::fs::read_to_string(texts.join(&name)).map_err(|e| format!("{name}: {e}"))?;
        let rows = by_document.remove(&name).unwrap_or_default();
        given.push(Given { name, data: data.clone(), text, rows });
    }
    record_of(given, packs)
}

/// A record of documents in which nothing was found and into which the rows were handed, and their texts by id.
///
/// # Errors
/// When a document does not read.
pub(super) fn record_of(
    given: Vec<Given>,
    packs: &Packs,
) -> Result<(Record, BTreeMap<String, String>), String> {
    let (linkables, kept) = linkables(given, packs)?;
    Ok((pipeline::record(linkables, &[], packs), kept))
}

/// Documents with the rows handed in and nothing found, and their texts by id.
///
/// # Errors
/// When a document does not read.
pub(super) fn linkables(
    given: Vec<Given>,
    packs: &Packs,
) -> Result<(Vec<Linkable>, BTreeMap<String, String>), String> {
    let (mut linkables, mut kept) = (Vec::new(), BTreeMap::new());
    for Given { name, data, text, rows } in given {
        let mut row: Map<String, Value> = data.as_object().cloned().unwrap_or_default();
        row.insert("text".to_owned(), Value::String(text));
        let bytes = Value::Object(row).to_string();
        let document = read::read_one(&name, bytes.as_bytes())?.document;
        let mut entities: Vec<Entity> = Vec::new();
        let mut resolve = |field: &str| -> Option<EntityId> {
            let spelling = data[field].as_str()?;
            if let Some(id) = packs.world.named(spelling).first() {
                return Some(id.clone());
            }
            entities.push(Entity::provisional(EntityKind::Outlet, spelling));
            entities.last().map(|e| e.id.clone())
        };
        let (outlet, agency) = (resolve("outlet"), resolve("agency"));
        let (fingerprint, fingerprint_places) = tawatur_core::text::fingerprint(&document.text);
        let mut extraction = Extraction {
            document: document.id.clone(),
            published: document.published.clone(),
            outlet,
            agency,
            mentions: Vec::new(),
            entities,
            reports: Vec::new(),
            fingerprint,
            fingerprint_places,
            lead: Vec::new(),
        };
        let decisions: Vec<Decision> =
            rows.into_iter().zip(1..).map(|(row, id)| added(row, &document.id, id)).collect();
        for (number, reason) in pipeline::hand_in(&mut extraction, &document.text, &decisions, packs) {
            eprintln!("{name}, row {number}: {reason}");
        }
        kept.insert(document.id.to_string(), document.text.clone());
        linkables.push(pipeline::linkable(&document, extraction));
    }
    Ok((linkables, kept))
}

/// CoNLL F1 of a clustering, by `shared/eval/score_cluster.py`.
///
/// # Errors
/// When the scorer is absent or fails.
pub(super) fn conll(
    gold: &BTreeMap<String, String>,
    found: &BTreeMap<String, String>,
) -> Result<f64, String> {
    let write = |clusters: &BTreeMap<String, String>| -> Result<tempfile::NamedTempFile, String> {
        let file = tempfile::NamedTempFile::new().map_err(|e| e.to_string())?;
        let rows: Vec<String> =
            clusters.iter().map(|(id, cluster)| json!({"id": id, "cluster": cluster}).to_string()).collect();
        std::fs::write(file.path(), rows.join("\n")).map_err(|e| e.to_string())?;
        Ok(file)
    };
    let (gold, found) = (write(gold)?, write(found)?);
    let scorer = shared("eval/score_cluster.py")?;
    let output = Command::new("python3").arg(scorer).arg(gold.path()).arg(found.path()).output();
    let output = output.map_err(|e| format!("python3 does not run: {e}"))?;
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    let line = printed.lines().find(|l| l.starts_with("conll")).and_then(|l| l.split_whitespace().last());
    let value = line.and_then(|v| v.parse::<f64>().ok());
    value
        .map(|v| v / 100.0)
        .ok_or_else(|| format!("the scorer failed: {}", String::from_utf8_lossy(&output.stderr)))
}

/// Prints the disputes found, each side with its words.
fn show_disputes(record: &Record, texts: &BTreeMap<String, String>) {
    for dispute in &record.disputes {
        println!("dispute {:?}: {}", dispute.about, dispute.why);
        for (side, id) in dispute.sides.iter().enumerate().flat_map(|(k, s)| s.iter().map(move |id| (k, id)))
        {
            if let Some(report) = record.reports.iter().find(|r| r.id == *id) {
                let words = texts.get(report.document.as_str()).map_or("", |text| report.span.slice(text));
                println!("    side {}: {} {:?} {words}", side + 1, report.kind, report.mode);
            }
        }
    }
}

fn added(mut row: HandedReport, document: &tawatur_core::model::DocumentId, id: u64) -> Decision {
    row.document = document.to_string();
    let by = Maker::Coder("gold".to_owned());
    Decision { id, by, at: String::new(), action: Action::Add { report: Box::new(row) } }
}

fn json_file(path: &Path) -> Result<Value, String> {
    let text = std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
    serde_json::from_str(&text).map_err(|e| format!("{}: {e}", path.display()))
}

/// What the scorer reads of an export.
fn export(record: &Record, texts: &BTreeMap<String, String>) -> Value {
    let event_of: BTreeMap<&str, &str> =
        record.events.iter().flat_map(|e| e.reports.iter().map(|r| (r.as_str(), e.id.as_str()))).collect();
    json!({
        "documents": record.documents.iter().map(|d| json!({
            "id": d.id, "file": d.file, "language": d.language, "story": d.story,
            "published": {"date": d.published.date},
        })).collect::<Vec<_>>(),
        "entities": record.entities.iter().map(|e| json!({"id": e.id, "name": e.names, "aliases": e.aliases})).collect::<Vec<_>>(),
        "reports": record.reports.iter().map(|r| report(r, &event_of, texts)).collect::<Vec<_>>(),
        "events": record.events.iter().map(|e| json!({"id": e.id, "reports": e.reports})).collect::<Vec<_>>(),
        "agreements": record.agreements,
        "disputes": record.disputes,
        "stories": record.stories,
    })
}

fn report(report: &Report, event_of: &BTreeMap<&str, &str>, texts: &BTreeMap<String, String>) -> Value {
    let text = texts.get(report.document.as_str()).map_or("", String::as_str);
    let range = CodePoints::new(text).span(report.span);
    let mut row = json!({
        "id": report.id, "document": report.document, "type": report.kind, "span": range,
        "when": report.when.as_ref().map(when), "counts": report.counts, "mode": report.mode,
        "source": report.source.iter().map(|c| c.0.iter().map(|l| &l.entity).collect::<Vec<_>>()).collect::<Vec<_>>(),
        "terms": report.terms, "event": event_of.get(report.id.as_str()),
    });
    for role in Role::ALL {
        row[role.name()] = json!(report.fillers(role).collect::<Vec<_>>());
    }
    row
}

fn when(when: &When) -> Value {
    let end = match when.end {
        WhenEnd::Day(day) => json!(day),
        WhenEnd::Open => json!(".."),
    };
    json!({"start": when.start, "end": end})
}

/// Runs the scorer; its errors go to standard error.
fn score(gold: &Path, export: &Value, errors: bool) -> Result<Value, String> {
    let file = tempfile::NamedTempFile::new().map_err(|e| e.to_string())?;
    std::fs::write(file.path(), export.to_string()).map_err(|e| e.to_string())?;
    let scorer = shared("eval/score.py")?;
    let run = |extra: &[&str]| {
        let output = Command::new("python3").arg(&scorer).arg(gold).arg(file.path()).args(extra).output();
        output.map_err(|e| format!("python3 does not run: {e}"))
    };
    if errors {
        let shown = run(&["--errors"])?;
        println!("{}\n{}", gold.display(), String::from_utf8_lossy(&shown.stdout));
    }
    let output = run(&["--json"])?;
    serde_json::from_slice(&output.stdout)
        .map_err(|e| format!("the scorer failed ({e}): {}", String::from_utf8_lossy(&output.stderr)))
}
