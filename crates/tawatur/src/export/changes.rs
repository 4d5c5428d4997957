//! What became of the record since an earlier export: events that are new or changed, and those that are gone. Both are
//! read from exports (`json`), so that any two states can be compared, also of two stores.

use super::Material;
use super::json::Export;
use crate::cli::{Code, Failure};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use tawatur_core::model::EventId;

/// What changed.
#[derive(Debug, Default)]
pub struct Changes {
    /// Events that the earlier export does not have.
    pub new: usize,
    /// Events that say something else now, or have other reports, terms or disputes.
    pub changed: usize,
    /// Events that are no longer there.
    pub gone: Vec<Gone>,
}

/// An event of the earlier export that is no longer there.
#[derive(Debug, PartialEq, Eq)]
pub struct Gone {
    /// Its id.
    pub event: String,
    /// The events that its reports tell of now; none when they left the record.
    pub now: Vec<String>,
}

/// Narrows a record to what is new or changed since an earlier `json` export.
///
/// # Errors
/// When that is no such export, or the store cannot be read.
pub fn since(material: &mut Material<'_>, earlier: &[u8]) -> Result<Changes, Failure> {
    let not_one = |why: String| {
        let hint = "name a file that `tawatur export json` wrote";
        Failure::new(Code::Usage, format!("this is no earlier export: {why}"), hint)
    };
    let earlier: Value = serde_json::from_slice(earlier).map_err(|e| not_one(e.to_string()))?;
    if !earlier["tawatur"].is_u64() || !earlier["events"].is_array() {
        return Err(not_one("it holds no events".to_owned()));
    }
    let now = serde_json::to_value(Export::of(&material.record, &material.texts)?)?;
    let (before, after) = (states(&earlier), states(&now));
    let mut changes = Changes::default();
    let mut kept = BTreeSet::new();
    for (event, state) in &after {
        match before.get(event) {
            Some(old) if old == state => continue,
            Some(_) => changes.changed += 1,
            None => changes.new += 1,
        }
        kept.insert(EventId::new(*event));
    }
    let events = event_of_report(&now);
    for event in rows(&earlier, "events").filter(|e| !after.contains_key(id(e))) {
        let reports = event["reports"].as_array().into_iter().flatten().filter_map(Value::as_str);
        let now: BTreeSet<&str> = reports.filter_map(|r| events.get(r).copied()).collect();
        changes
            .gone
            .push(Gone { event: id(event).to_owned(), now: now.into_iter().map(str::to_owned).collect() });
    }
    material.keep(&kept);
    Ok(changes)
}

fn rows<'v>(export: &'v Value, list: &str) -> impl Iterator<Item = &'v Value> {
    export[list].as_array().into_iter().flatten()
}

fn id(row: &Value) -> &str {
    row["id"].as_str().unwrap_or_default()
}

fn event_of_report(export: &Value) -> BTreeMap<&str, &str> {
    rows(export, "reports").filter_map(|r| Some((id(r), r["event"].as_str()?))).collect()
}

/// Everything an export says of each event: itself, its reports, agreements and disputes.
fn states(export: &Value) -> BTreeMap<&str, Vec<String>> {
    let mut states: BTreeMap<&str, Vec<String>> =
        rows(export, "events").map(|e| (id(e), vec![e.to_string()])).collect();
    for list in ["reports", "agreements", "disputes"] {
        for row in rows(export, list) {
            if let Some(state) = row["event"].as_str().and_then(|event| states.get_mut(event)) {
                state.push(row.to_string());
            }
        }
    }
    states
}
