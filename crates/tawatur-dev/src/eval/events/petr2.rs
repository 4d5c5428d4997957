//! PETR2_GSR: English sentences with their CAMEO events, from raw text.

use super::{Measures, Options, Setting, codes, field, measure, number_after, rows};
use serde_json::{Value, json};
use tawatur_core::model::{EntityId, Report, Role};
use tawatur_core::pipeline::Examined;

/// Takes `petr2-root`, `petr2-root-actors`, `petr2-empty-fired`.
///
/// # Errors
/// When the set is absent.
pub(super) fn take(setting: &Setting, options: &Options) -> Result<Measures, String> {
    let path = measure("event_coders/petr2_gsr_validation_en.jsonl")?;
    let mut predictions = Vec::new();
    let mut fired = 0;
    for row in rows(&path)? {
        let events = events_of(setting, &row)?;
        if row["no_events_asserted"] == true {
            fired += events.len();
        }
        if options.errors {
            show(&row, &events);
        }
        predictions.push(json!({ "id": row["id"], "events": events }));
    }
    let scores = setting.score("score_event_coders", &path, &predictions, &[])?;
    if options.errors {
        eprintln!("{scores}");
    }
    let f1 = |name: &str| {
        let line = scores.lines().find(|l| l.trim_start().starts_with(name))?;
        number_after(&line[..line.find("tp=")?], "F1")
    };
    let mut measures = Measures::new();
    measures.insert("petr2-root".to_owned(), f1("root ").unwrap_or(0.0));
    measures.insert("petr2-root-actors".to_owned(), f1("root+src+tgt ").unwrap_or(0.0));
    measures.insert("petr2-empty-fired".to_owned(), fired as f64);
    Ok(measures)
}

/// The events of a row; a few rows are kept for their number alone and have no text.
fn events_of(setting: &Setting, row: &Value) -> Result<Vec<Value>, String> {
    let text = field(row, "text");
    if text.trim().is_empty() {
        return Ok(Vec::new());
    }
    let examined = setting.examine(field(row, "id"), text, row["date"].as_str())?;
    Ok(events(setting, &examined))
}

/// Events with both actors, as the coders write them: one for each pair of source and target.
fn events(setting: &Setting, examined: &Examined) -> Vec<Value> {
    let mut events = Vec::new();
    for report in setting.listed(examined) {
        let Some(code) = codes::cameo(report, &setting.packs) else { continue };
        for (source, target) in dyads(report) {
            let name = |id: Option<&EntityId>| {
                id.map(|id| codes::actor(id, examined, setting))
                    .filter(|c| !c.is_empty())
                    .unwrap_or_else(|| "---".to_owned())
            };
            let (source, target) = (name(source), name(target));
            if source == "---" && target == "---" {
                continue;
            }
            let event = json!({ "event_code": code, "source": source, "target": target });
            if !events.contains(&event) {
                events.push(event);
            }
        }
    }
    events
}

/// Who against whom; the parties of an event without direction stand on both sides in turn; a missing target is where
/// it happened.
fn dyads(report: &Report) -> Vec<(Option<&EntityId>, Option<&EntityId>)> {
    let parties: Vec<&EntityId> = report.fillers(Role::Parties).collect();
    if !parties.is_empty() {
        let pairs = parties.iter().flat_map(|a| parties.iter().map(move |b| (*a, *b)));
        return pairs.filter(|(a, b)| a != b).map(|(a, b)| (Some(a), Some(b))).collect();
    }
    let sources: Vec<_> = report.fillers(Role::Who).collect();
    let mut targets: Vec<_> = report.fillers(Role::Whom).collect();
    if targets.is_empty() {
        targets.extend(report.fillers(Role::To).chain(report.fillers(Role::Where)).take(1));
    }
    let or_none =
        |list: Vec<_>| if list.is_empty() { vec![None] } else { list.into_iter().map(Some).collect() };
    let targets: Vec<Option<&EntityId>> = or_none(targets);
    let sources: Vec<Option<&EntityId>> = or_none(sources);
    sources.iter().flat_map(|s| targets.iter().map(move |t| (*s, *t))).collect()
}

fn show(row: &Value, events: &[Value]) {
    let told = |events: &[Value]| {
        let one =
            |e: &Value| format!("{} {} {}", field(e, "event_code"), field(e, "source"), field(e, "target"));
        events.iter().map(one).collect::<Vec<_>>().join("; ")
    };
    let gold = row["events"].as_array().map(Vec::as_slice).unwrap_or_default();
    if told(gold) != told(events) {
        eprintln!("petr2 gold [{}] ours [{}]: {}", told(gold), told(events), field(row, "text"));
    }
}
