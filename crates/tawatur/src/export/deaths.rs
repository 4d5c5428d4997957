//! Deaths of an event as its reports tell them: totals, and by side where the side is told.

use super::view::{Happening, View};
use std::collections::{BTreeMap, BTreeSet};
use tawatur_core::model::{Count, EntityId, Operator, Report};

/// What counts of deaths are called in the record (codebook, `count`).
const KILLED: &str = "killed";

/// "Dozens", as ACLED's codebook reads it.
const DOZENS: f64 = 12.0;
/// "Hundreds", as ACLED's codebook reads it.
const HUNDREDS: f64 = 100.0;

/// The toll that one report gives.
#[derive(Debug, Clone)]
pub struct Toll<'v> {
    /// Whose.
    pub report: &'v Report,
    /// All dead.
    pub total: f64,
    /// Least that its words allow.
    pub low: f64,
    /// Greatest that was told.
    pub high: f64,
    /// Dead of each side that is told.
    pub sides: BTreeMap<&'v EntityId, f64>,
}

/// The tolls of an event, one for each report that gives one.
#[must_use]
pub fn tolls<'v>(happening: &Happening<'v>) -> Vec<Toll<'v>> {
    happening.reports.iter().filter_map(|r| toll(r)).collect()
}

/// A report that gives a total and a part of it ("ten, three of them children") has the total; sides are added up.
fn toll(report: &Report) -> Option<Toll<'_>> {
    let mut whole: Option<&Count> = None;
    let mut parts: BTreeMap<&EntityId, &Count> = BTreeMap::new();
    for count in report.counts.iter().filter(|c| c.of == KILLED) {
        match &count.side {
            Some(side) => {
                let kept = parts.entry(side).or_insert(count);
                if value(count) > value(kept) {
                    *kept = count;
                }
            }
            None if whole.is_none_or(|w| value(count) > value(w)) => whole = Some(count),
            None => {}
        }
    }
    if whole.is_none() && parts.is_empty() {
        return None;
    }
    let larger = |of: &dyn Fn(&Count) -> f64| {
        let sum: f64 = parts.values().map(|c| of(c)).sum();
        whole.map_or(sum, |c| of(c).max(sum))
    };
    Some(Toll {
        report,
        total: larger(&value),
        low: larger(&|c| if c.op.is_rough() { value(c) } else { c.low }).floor(),
        high: larger(&greatest).ceil(),
        sides: parts.into_iter().map(|(side, count)| (side, value(count))).collect(),
    })
}

/// A figure as ACLED reads it: rough words have fixed values.
fn value(count: &Count) -> f64 {
    match count.op {
        // "Tens" come as dozens with the value ten.
        Operator::Dozens => count.value.min(DOZENS),
        Operator::Hundreds => HUNDREDS,
        _ => count.value,
    }
}

/// The greatest value that was told: nothing above "more than forty" was.
fn greatest(count: &Count) -> f64 {
    match count.op {
        Operator::MoreThan | Operator::AtLeast => count.value,
        _ => count.high,
    }
}

/// The toll that most origins give; of equals the lower (UCDP GED Codebook: best estimate).
#[must_use]
pub fn most_likely<'t, 'v>(tolls: &'t [Toll<'v>], happening: &Happening<'v>) -> Option<&'t Toll<'v>> {
    let backing = |toll: &Toll<'_>| {
        let same: BTreeSet<_> =
            tolls.iter().filter(|t| t.total.total_cmp(&toll.total).is_eq()).map(|t| &t.report.id).collect();
        happening.origins.iter().filter(|o| o.reports.iter().any(|r| same.contains(r))).count()
    };
    tolls.iter().max_by(|a, b| backing(a).cmp(&backing(b)).then(b.total.total_cmp(&a.total)))
}

/// Who gives which toll, where they differ: "deaths differ: 3 (A); 5 (B)".
#[must_use]
pub fn differences(tolls: &[Toll<'_>], view: &View) -> Option<String> {
    let mut givers: Vec<(f64, Vec<String>)> = Vec::new();
    for toll in tolls {
        let origin = toll.report.source.first().and_then(|chain| chain.0.last());
        let name = origin.map_or_else(|| view.outlet(&toll.report.document), |link| view.name(&link.entity));
        match givers.iter_mut().find(|(total, _)| total.total_cmp(&toll.total).is_eq()) {
            Some((_, names)) if names.contains(&name) => {}
            Some((_, names)) => names.push(name),
            None => givers.push((toll.total, vec![name])),
        }
    }
    if givers.len() < 2 {
        return None;
    }
    givers.sort_by(|a, b| a.0.total_cmp(&b.0));
    let told: Vec<String> =
        givers.iter().map(|(total, names)| format!("{total} ({})", names.join(", "))).collect();
    Some(format!("deaths differ: {}", told.join("; ")))
}
