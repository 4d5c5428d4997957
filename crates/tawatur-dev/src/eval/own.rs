//! The project's own linking set: 120 short reports in three languages on invented events, with copies,
//! contradictions, growing tolls and traps; handed in, nothing extracted. Keys `own-*`.

use super::Measures;
use super::linking::{self, Given};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use tawatur_core::model::{DisputeAbout, Event, EventCount, EventId, Linkable, Record};
use tawatur_core::packs::Packs;

/// The reports with the event each tells of, and the truth beside them: origins and disputes of each event.
const REPORTS: &str = include_str!("../../data/linking/reports.jsonl");
const TRUTH: &str = include_str!("../../data/linking/truth.json");

/// Takes the measures.
///
/// # Errors
/// When the set does not read, or the scorer is absent.
pub fn take(errors: bool, packs: &Packs, measures: &mut Measures) -> Result<(), String> {
    let truth: Value = serde_json::from_str(TRUTH).map_err(|e| e.to_string())?;
    let mut given = Vec::new();
    let mut event_of: BTreeMap<String, String> = BTreeMap::new();
    for line in REPORTS.lines() {
        let row: Value = serde_json::from_str(line).map_err(|e| e.to_string())?;
        let text = |field: &str| row[field].as_str().unwrap_or_default().to_owned();
        let mut report = row["report"].clone();
        report["document"] = row["id"].clone();
        let report = serde_json::from_value(report).map_err(|e| e.to_string())?;
        event_of.insert(text("id"), text("event"));
        given.push(Given { name: text("id"), data: row.clone(), text: text("text"), rows: vec![report] });
    }
    let (linkables, _) = linking::linkables(given, packs)?;
    measures.insert("own-ids-kept".to_owned(), ids_kept(&linkables, packs));
    let record = tawatur_core::pipeline::record(linkables, &[], packs);
    let found = found(&record);
    measures.insert("own-conll".to_owned(), linking::conll(&event_of, &found)?);
    measures.insert("own-origins".to_owned(), origins(&record, &truth, &event_of, errors));
    let (f1, updates) = disputes(&record, &truth, &event_of, errors);
    measures.insert("own-disputes".to_owned(), f1);
    measures.insert("own-disputes-false".to_owned(), updates);
    measures.insert("own-updates".to_owned(), updates_kept(&record, &truth, &event_of));
    if errors {
        show_groups(&event_of, &found);
    }
    Ok(())
}

/// The event each document was put into, by file name.
fn found(record: &Record) -> BTreeMap<String, String> {
    let file: BTreeMap<_, _> = record.documents.iter().map(|d| (&d.id, &d.file)).collect();
    let event: BTreeMap<_, _> =
        record.events.iter().flat_map(|e| e.reports.iter().map(move |r| (r, &e.id))).collect();
    let of = |r: &tawatur_core::model::Report| {
        Some((file.get(&r.document)?.to_string(), event.get(&r.id)?.to_string()))
    };
    record.reports.iter().filter_map(of).collect()
}

/// The true event that most reports of a found event tell of.
fn true_event(
    record: &Record,
    event: &tawatur_core::model::Event,
    event_of: &BTreeMap<String, String>,
) -> Option<String> {
    let mut told: BTreeMap<&String, usize> = BTreeMap::new();
    for id in &event.reports {
        let report = record.reports.iter().find(|r| r.id == *id)?;
        let document = record.documents.iter().find(|d| d.id == report.document)?;
        *told.entry(event_of.get(&document.file)?).or_default() += 1;
    }
    told.into_iter().max_by_key(|(_, n)| *n).map(|(name, _)| name.clone())
}

/// Share of true events whose number of origins is right; the largest found event stands for each.
fn origins(record: &Record, truth: &Value, event_of: &BTreeMap<String, String>, errors: bool) -> f64 {
    let wanted = truth["origins"].as_object().cloned().unwrap_or_default();
    let mut largest: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for event in &record.events {
        if let Some(name) = true_event(record, event, event_of) {
            let best = largest.entry(name).or_default();
            *best = (*best).max((event.reports.len(), event.origins.len()));
        }
    }
    let mut right = 0usize;
    for (name, count) in &wanted {
        let got = largest.get(name).map_or(0, |(_, origins)| *origins);
        if count.as_u64() == Some(got as u64) {
            right += 1;
        } else if errors {
            println!("origins of {name}: {got} for {count}");
        }
    }
    right as f64 / wanted.len().max(1) as f64
}

/// F1 of disputes by event and subject, and how many were found that are none.
fn disputes(record: &Record, truth: &Value, event_of: &BTreeMap<String, String>, errors: bool) -> (f64, f64) {
    let wanted: BTreeSet<(String, String)> = truth["disputes"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|d| {
            (
                d["event"].as_str().unwrap_or_default().to_owned(),
                d["about"].as_str().unwrap_or_default().to_owned(),
            )
        })
        .collect();
    let mut got: BTreeSet<(String, String)> = BTreeSet::new();
    for dispute in &record.disputes {
        let event = record.events.iter().find(|e| e.id == dispute.event);
        if let Some(name) = event.and_then(|e| true_event(record, e, event_of)) {
            let about = serde_json::to_value(dispute.about).ok();
            got.insert((name, about.and_then(|a| a.as_str().map(str::to_owned)).unwrap_or_default()));
        }
    }
    if errors {
        wanted.difference(&got).for_each(|d| println!("dispute missed: {} {}", d.0, d.1));
        got.difference(&wanted).for_each(|d| println!("no dispute: {} {}", d.0, d.1));
    }
    let hit = wanted.intersection(&got).count();
    let f1 = 2.0 * hit as f64 / (wanted.len() + got.len()).max(1) as f64;
    (f1, got.difference(&wanted).count() as f64)
}

/// Of the events of which several figures of one kind are told and that are no dispute in truth, the share that the
/// record takes for none either.
fn updates_kept(record: &Record, truth: &Value, event_of: &BTreeMap<String, String>) -> f64 {
    let disputed = |name: &String| {
        let rows = truth["disputes"].as_array().into_iter().flatten();
        rows.into_iter().any(|d| d["event"] == name.as_str() && d["about"] == "count")
    };
    let grows = |event: &&Event| {
        let values =
            |count: &EventCount| count.given.iter().map(|g| g.1.value.to_bits()).collect::<BTreeSet<_>>();
        event.counts.iter().any(|count| values(count).len() > 1)
    };
    let growing = record.events.iter().filter(grows);
    let updates: Vec<&Event> =
        growing.filter(|e| true_event(record, e, event_of).is_some_and(|name| !disputed(&name))).collect();
    let called = |event: &&&Event| {
        record.disputes.iter().any(|d| d.event == event.id && d.about == DisputeAbout::Count)
    };
    1.0 - updates.iter().filter(called).count() as f64 / updates.len().max(1) as f64
}

/// Share of the events' ids that stay when the tenth of the documents that appeared last comes in later.
fn ids_kept(linkables: &[Linkable], packs: &Packs) -> f64 {
    let mut before = linkables.to_vec();
    before.sort_by_key(|one| (one.document.published.date, one.document.id.clone()));
    before.truncate(linkables.len() - linkables.len() / 10);
    let ids = |record: Record| -> BTreeSet<EventId> { record.events.into_iter().map(|e| e.id).collect() };
    let was = ids(tawatur_core::pipeline::record(before, &[], packs));
    let is = ids(tawatur_core::pipeline::record(linkables.to_vec(), &[], packs));
    was.intersection(&is).count() as f64 / was.len().max(1) as f64
}

/// Prints the found groups that are not one true event.
fn show_groups(event_of: &BTreeMap<String, String>, found: &BTreeMap<String, String>) {
    let mut groups: BTreeMap<&String, Vec<&String>> = BTreeMap::new();
    for (document, event) in found {
        groups.entry(event).or_default().push(document);
    }
    for members in groups.values() {
        let truth: BTreeSet<&String> = members.iter().filter_map(|m| event_of.get(*m)).collect();
        let whole = truth.len() == 1
            && truth.iter().all(|t| event_of.values().filter(|v| v == t).count() == members.len());
        if !whole {
            println!("group {members:?}");
        }
    }
}

/// Sentences in one made-up text.
const SENTENCES: usize = 12;
/// Parts of a text that its copies keep, in hundredths.
const CUTS: [usize; 5] = [20, 35, 50, 75, 100];

/// Copies of texts put together from the set's sentences: cut, with a new headline, sentences turned round, figures and
/// dates rewritten. Precision and recall over pairs of a text and the one it was made from.
///
/// # Errors
/// When the set does not read.
pub fn copies(packs: &Packs, measures: &mut Measures) -> Result<(), String> {
    let mut by_language: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for line in REPORTS.lines() {
        let row: Value = serde_json::from_str(line).map_err(|e| e.to_string())?;
        let text = |field: &str| row[field].as_str().unwrap_or_default().to_owned();
        by_language.entry(text("language")).or_default().push(text("text"));
    }
    let mut given = Vec::new();
    let mut made_from: BTreeMap<String, String> = BTreeMap::new();
    for (language, sentences) in &by_language {
        for (number, chunk) in sentences.chunks(SENTENCES).filter(|c| c.len() == SENTENCES).enumerate() {
            let original = format!("{language}{number}");
            given.push(text_of(&original, "2031-06-01", &chunk.join(" ")));
            for cut in CUTS {
                let kept = chunk.len() * cut / 100;
                let from = (number * 3) % (chunk.len() - kept + 1);
                let mut sentences: Vec<String> = chunk[from..from + kept].to_vec();
                sentences.rotate_left(kept / 2);
                let body: String =
                    sentences.join(" ").chars().map(|c| if c.is_ascii_digit() { '9' } else { c }).collect();
                let name = format!("{original}-{cut}");
                given.push(text_of(&name, "2031-06-02", &format!("{name} {cut} {name}. {body}")));
                made_from.insert(name, original.clone());
            }
        }
    }
    let (record, _) = linking::record_of(given, packs)?;
    let file: BTreeMap<_, _> = record.documents.iter().map(|d| (&d.id, &d.file)).collect();
    let copies: Vec<_> =
        record.documents.iter().filter_map(|d| Some((&d.file, d.copy_of.as_ref()?))).collect();
    let root = |name: &String| made_from.get(name).unwrap_or(name).clone();
    let right =
        copies.iter().filter(|(name, of)| file.get(of).is_some_and(|f| root(name) == root(f))).count();
    measures.insert("copies-precision".to_owned(), right as f64 / copies.len().max(1) as f64);
    measures.insert("copies-recall".to_owned(), right as f64 / made_from.len().max(1) as f64);
    Ok(())
}

/// Time for ten times as many reports over time for a tenth of them (10,000 and 100,000); five reports an
/// event, places and days spread evenly. Wall clock of one run, so only the order of magnitude says something.
///
/// # Errors
/// When a made-up document does not read.
pub fn scale(packs: &Packs, measures: &mut Measures) -> Result<(), String> {
    let small = 10_000;
    let mut kept = 0.0;
    let mut time = |reports: usize| -> Result<f64, String> {
        let linkables = linking::linkables((0..reports).map(made_up).collect(), packs)?.0;
        if reports == small {
            kept = ids_kept(&linkables, packs);
        }
        let start = std::time::Instant::now();
        let record = tawatur_core::pipeline::record(linkables, &[], packs);
        let taken = start.elapsed().as_secs_f64();
        eprintln!(
            "{reports} reports of {} events, {} events found, {taken:.2} s",
            reports / TELLERS,
            record.events.len()
        );
        Ok(taken)
    };
    let (few, many) = (time(small)?, time(small * 10)?);
    measures.insert("scale-ratio".to_owned(), many / few.max(0.001));
    measures.insert("scale-ids-kept".to_owned(), kept);
    Ok(())
}

/// Reports that tell of one made-up event.
const TELLERS: usize = 5;

/// A document with one report; five in a row tell of one event. No two events have place, type and day in common, nor
/// places that could be taken for one another.
fn made_up(number: usize) -> Given {
    /// Places by which events are spread, and days between two events of one place.
    const PLACES: usize = 400;
    const BETWEEN: usize = 17;
    let event = number / TELLERS;
    let (place, round) = (event % PLACES, event / PLACES);
    let day = round * BETWEEN + place % 11;
    let first = jiff::civil::date(2031, 1, 1);
    let when =
        first.saturating_add(jiff::Span::new().days(i64::try_from(day).unwrap_or_default())).to_string();
    let types = ["shelling", "attack", "evacuate", "abduct", "protest"];
    let name = format!("m{number}");
    let text = format!("Made-up report {number}.");
    let data =
        serde_json::json!({"id": name, "published": when, "outlet": format!("Outlet {}", number % 50)});
    let row = serde_json::json!({"document": name, "type": types[event % types.len()], "evidence": text, "when": when,
        "where": format!("Place{place}"), "counts": [{"value": event % 37 + 1, "of": "people", "op": "="}]});
    let rows = serde_json::from_value(row).into_iter().collect();
    Given { name, data, text, rows }
}

fn text_of(name: &str, published: &str, text: &str) -> Given {
    let data = serde_json::json!({"id": name, "published": published});
    Given { name: name.to_owned(), data, text: text.to_owned(), rows: Vec::new() }
}
