//! Low, best and high of the figures told of one event, by named rules.
//!
//! * `acled`: the most conservative figure that was told (ACLED Codebook, fatalities: "the lowest number is used").
//! * `ucdp`: best is the figure of the most origins, of equals the lower (UCDP GED Codebook: low, best, high estimate).
//! * `tawatur`: best is the latest figure of the most origins; an earlier, lower toll is an update, not a rival.

use crate::model::{Count, EventCount, Operator, ReportId};
use crate::text::fold_str;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// How the best of several figures is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// The lowest told.
    Acled,
    /// The one of most origins, of equals the lower.
    Ucdp,
    /// The latest of most origins.
    Tawatur,
}

impl Rule {
    /// Its name in records and exports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Acled => "acled",
            Self::Ucdp => "ucdp",
            Self::Tawatur => "tawatur",
        }
    }
}

/// One figure with its report, its origins by number and the day it was told.
#[derive(Debug, Clone)]
pub struct Told {
    /// Which report gave it.
    pub report: ReportId,
    /// The figure.
    pub count: Count,
    /// Numbers of the origins it goes back to.
    pub origins: Vec<usize>,
    /// When its document appeared.
    pub day: Option<Date>,
}

/// The figures of one event by what they count, best chosen by a rule.
#[must_use]
pub fn of_event(told: &[Told], rule: Rule) -> Vec<EventCount> {
    let mut kinds: BTreeMap<String, Vec<&Told>> = BTreeMap::new();
    for one in told {
        kinds.entry(fold_str(&one.count.of)).or_default().push(one);
    }
    kinds.into_values().filter_map(|told| figure(&told, rule)).collect()
}

fn figure(told: &[&Told], rule: Rule) -> Option<EventCount> {
    let first = told.first()?;
    let low = told.iter().map(|t| t.count.low).fold(f64::INFINITY, f64::min);
    let high = told.iter().map(|t| greatest(&t.count)).fold(f64::NEG_INFINITY, f64::max);
    let best = match rule {
        Rule::Acled => told.iter().map(|t| t.count.value).fold(f64::INFINITY, f64::min),
        Rule::Ucdp => most_backed(told),
        Rule::Tawatur => {
            let last = told.iter().filter_map(|t| t.day).max();
            let latest: Vec<&Told> = told.iter().filter(|t| t.day == last).copied().collect();
            most_backed(if latest.is_empty() { told } else { &latest })
        }
    };
    Some(EventCount {
        of: first.count.of.clone(),
        best,
        low: low.min(best),
        high: high.max(best),
        rule: rule.name().to_owned(),
        given: told.iter().map(|t| (t.report.clone(), t.count.clone())).collect(),
    })
}

/// The value that most origins give, of equals the exact one, then the lower.
fn most_backed(told: &[&Told]) -> f64 {
    let mut backed: BTreeMap<u64, (BTreeSet<usize>, bool, f64)> = BTreeMap::new();
    for one in told {
        let entry =
            backed.entry(one.count.value.to_bits()).or_insert((BTreeSet::new(), false, one.count.value));
        entry.0.extend(&one.origins);
        entry.1 |= one.count.op == Operator::Equal;
    }
    let rank = |v: &(BTreeSet<usize>, bool, f64)| (v.0.len(), v.1);
    let best = backed.into_values().max_by(|a, b| rank(a).cmp(&rank(b)).then(b.2.total_cmp(&a.2)));
    best.map_or(0.0, |v| v.2)
}

/// The greatest value a figure tells: what lies above "more than forty" was not told.
fn greatest(count: &Count) -> f64 {
    match count.op {
        Operator::MoreThan | Operator::AtLeast => count.value,
        _ => count.high,
    }
}
