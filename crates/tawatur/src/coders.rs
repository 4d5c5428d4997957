//! How far two codings of the same documents agree: units found by both, verdicts, and each field of what both found.
//!
//! Units are matched by id, else by overlapping evidence. Verdicts are compared by Cohen's kappa (1960), fields by
//! Krippendorff's alpha for nominal values and two coders (Krippendorff, *Content Analysis*, chapter 12); a set of names
//! is one value, and nothing said is a value too.

use std::collections::{BTreeMap, BTreeSet};
use tawatur_core::model::{DocumentId, EventType, Maker, Report, ReportId};

/// What one coder made of one document.
#[derive(Debug, Default, Clone)]
pub struct Coding {
    /// Reports held to be right, as the coder has them.
    pub held: BTreeMap<ReportId, Report>,
    /// Reports held to be wrong.
    pub rejected: BTreeSet<ReportId>,
    /// Made without what the program found: what is not in it was not found. Else what the program found and the coder
    /// left alone was not judged, and says nothing.
    pub blind: bool,
}

impl Coding {
    fn verdict(&self, id: &ReportId) -> Option<bool> {
        if self.held.contains_key(id) { Some(true) } else { self.rejected.contains(id).then_some(false) }
    }

    /// True when a report that the other coder holds was before this one too, who passed it by.
    fn passed_by(&self, report: &Report) -> bool {
        !self.blind && self.verdict(&report.id).is_none() && matches!(report.made_by, Maker::Rule(_))
    }
}

/// A field that both filled, differently.
#[derive(Debug, PartialEq, Eq)]
pub struct Difference {
    /// The document.
    pub document: DocumentId,
    /// The report, as the first has it; as the second has it where only that one does.
    pub report: ReportId,
    /// The field, `verdict`, or `report` where only one has it.
    pub field: &'static str,
    /// What the first says.
    pub first: String,
    /// What the second says.
    pub second: String,
}

/// Agreement on one thing.
#[derive(Debug, Default, Clone, serde::Serialize)]
pub struct Measure {
    /// Pairs of values.
    pub pairs: usize,
    /// Equal pairs.
    pub equal: usize,
    /// Agreement beyond chance: 1 is full, 0 that of chance; none where all values are one.
    pub beyond_chance: Option<f64>,
}

/// Units of one type.
#[derive(Debug, Default, Clone, serde::Serialize)]
pub struct Units {
    /// Held by both.
    pub both: usize,
    /// Held by the first only.
    pub only_first: usize,
    /// Held by the second only.
    pub only_second: usize,
}

impl Units {
    /// Harmonic mean of the shares that the other has too; 1 is full agreement.
    #[must_use]
    pub fn f1(&self) -> f64 {
        let all = 2 * self.both + self.only_first + self.only_second;
        if all == 0 { 0.0 } else { (2 * self.both) as f64 / all as f64 }
    }
}

/// How far two agree.
#[derive(Debug, Default)]
pub struct Agreement {
    /// Documents that both worked on.
    pub documents: usize,
    /// Right or wrong, of reports that both judged.
    pub verdicts: Measure,
    /// Units of all types.
    pub units: Units,
    /// Reports of the program that one holds and the other did not judge; they count nowhere.
    pub not_judged: usize,
    /// Units by type.
    pub by_type: BTreeMap<EventType, Units>,
    /// Fields of the units that both have.
    pub fields: Vec<(&'static str, Measure)>,
    /// Everything they differ in.
    pub differences: Vec<Difference>,
}

/// Share of the shorter evidence that two passages must have in common to be one unit.
const OVERLAP: f64 = 0.5;

/// Compares two codings, document by document. `say` gives the fields of a report in words, always the same in the same order.
#[must_use]
pub fn agreement(
    documents: &[(DocumentId, Coding, Coding)],
    say: &dyn Fn(&Report) -> Vec<(&'static str, String)>,
) -> Agreement {
    let mut all = Agreement { documents: documents.len(), ..Agreement::default() };
    let mut verdicts = Vec::new();
    let mut fields: Vec<(&'static str, Vec<(String, String)>)> = Vec::new();
    for (document, first, second) in documents {
        let judged: BTreeSet<&ReportId> = first.held.keys().chain(&first.rejected).collect();
        for id in judged {
            let Some((a, b)) = first.verdict(id).zip(second.verdict(id)) else { continue };
            let said = |right| if right { "right" } else { "wrong" }.to_owned();
            verdicts.push((said(a), said(b)));
            if a != b {
                all.differences.push(Difference {
                    document: document.clone(),
                    report: id.clone(),
                    field: "verdict",
                    first: said(a),
                    second: said(b),
                });
            }
        }
        let pairs = matched(first, second);
        for (a, b) in &pairs {
            let units = all.by_type.entry(a.kind.clone()).or_default();
            units.both += 1;
            for ((name, x), (_, y)) in say(a).into_iter().zip(say(b)) {
                if x != y {
                    all.differences.push(Difference {
                        document: document.clone(),
                        report: a.id.clone(),
                        field: name,
                        first: x.clone(),
                        second: y.clone(),
                    });
                }
                match fields.iter_mut().find(|(known, _)| *known == name) {
                    Some((_, values)) => values.push((x, y)),
                    None => fields.push((name, vec![(x, y)])),
                }
            }
        }
        let of_first: BTreeSet<&ReportId> = pairs.iter().map(|(a, _)| &a.id).collect();
        let of_second: BTreeSet<&ReportId> = pairs.iter().map(|(_, b)| &b.id).collect();
        // What the other judged to be wrong is a difference of verdict already.
        for report in first.held.values().filter(|r| !of_first.contains(&r.id)) {
            if second.passed_by(report) {
                all.not_judged += 1;
                continue;
            }
            all.by_type.entry(report.kind.clone()).or_default().only_first += 1;
            if second.verdict(&report.id).is_none() {
                all.differences.push(alone(document, report, (report.kind.to_string(), String::new())));
            }
        }
        for report in second.held.values().filter(|r| !of_second.contains(&r.id)) {
            if first.passed_by(report) {
                all.not_judged += 1;
                continue;
            }
            all.by_type.entry(report.kind.clone()).or_default().only_second += 1;
            if first.verdict(&report.id).is_none() {
                all.differences.push(alone(document, report, (String::new(), report.kind.to_string())));
            }
        }
    }
    for units in all.by_type.values() {
        all.units.both += units.both;
        all.units.only_first += units.only_first;
        all.units.only_second += units.only_second;
    }
    all.verdicts = measure(&verdicts, kappa);
    all.fields = fields.into_iter().map(|(name, values)| (name, measure(&values, alpha))).collect();
    all
}

fn alone(document: &DocumentId, report: &Report, (first, second): (String, String)) -> Difference {
    Difference { document: document.clone(), report: report.id.clone(), field: "report", first, second }
}

/// Units of both: the same report, else of the reports left over those whose evidence overlaps most, of one type first.
fn matched<'c>(first: &'c Coding, second: &'c Coding) -> Vec<(&'c Report, &'c Report)> {
    let mut pairs: Vec<(&Report, &Report)> =
        first.held.values().filter_map(|a| Some((a, second.held.get(&a.id)?))).collect();
    let left = |coding: &'c Coding, other: &Coding| -> Vec<&'c Report> {
        coding.held.values().filter(|r| other.verdict(&r.id).is_none()).collect()
    };
    let (left_first, left_second) = (left(first, second), left(second, first));
    let mut likely: Vec<(bool, f64, &Report, &Report)> = Vec::new();
    for &a in &left_first {
        for &b in &left_second {
            let overlap = overlap(a, b);
            if overlap >= OVERLAP {
                likely.push((a.kind == b.kind, overlap, a, b));
            }
        }
    }
    likely.sort_by(|x, y| {
        y.0.cmp(&x.0).then(y.1.total_cmp(&x.1)).then_with(|| (&x.2.id, &x.3.id).cmp(&(&y.2.id, &y.3.id)))
    });
    for (_, _, a, b) in likely {
        if !pairs.iter().any(|(x, y)| x.id == a.id || y.id == b.id) {
            pairs.push((a, b));
        }
    }
    pairs
}

/// Share of the shorter of two passages that lies in the other.
fn overlap(a: &Report, b: &Report) -> f64 {
    let common = a.span.end.min(b.span.end).saturating_sub(a.span.start.max(b.span.start));
    let shorter = (a.span.end - a.span.start).min(b.span.end - b.span.start).max(1);
    f64::from(common) / f64::from(shorter)
}

fn measure(values: &[(String, String)], beyond: fn(&[(String, String)]) -> Option<f64>) -> Measure {
    let equal = values.iter().filter(|(a, b)| a == b).count();
    Measure { pairs: values.len(), equal, beyond_chance: beyond(values) }
}

/// Cohen's kappa.
fn kappa(values: &[(String, String)]) -> Option<f64> {
    let n = values.len() as f64;
    let mut first: BTreeMap<&str, f64> = BTreeMap::new();
    let mut second: BTreeMap<&str, f64> = BTreeMap::new();
    for (a, b) in values {
        *first.entry(a).or_default() += 1.0;
        *second.entry(b).or_default() += 1.0;
    }
    let observed = values.iter().filter(|(a, b)| a == b).count() as f64 / n;
    let expected: f64 = first.iter().map(|(v, k)| k / n * second.get(v).copied().unwrap_or(0.0) / n).sum();
    (n > 0.0 && expected < 1.0).then(|| (observed - expected) / (1.0 - expected))
}

/// Krippendorff's alpha, nominal, two coders, no value missing.
fn alpha(values: &[(String, String)]) -> Option<f64> {
    let n = 2.0 * values.len() as f64;
    let mut counts: BTreeMap<&str, f64> = BTreeMap::new();
    for value in values.iter().flat_map(|(a, b)| [a, b]) {
        *counts.entry(value).or_default() += 1.0;
    }
    // Every pair of different values stands twice in the coincidence matrix.
    let observed = 2.0 * values.iter().filter(|(a, b)| a != b).count() as f64;
    let expected: f64 = counts.values().map(|k| k * (n - k)).sum();
    (expected > 0.0).then(|| 1.0 - (n - 1.0) * observed / expected)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(values: &[(&str, &str)]) -> Vec<(String, String)> {
        values.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
    }

    /// Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability", section A: two observers, binary, alpha 0.095.
    #[test]
    fn alpha_is_that_of_its_author_s_example() {
        let first = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0];
        let second = [1, 1, 1, 0, 0, 1, 0, 0, 0, 0];
        let values: Vec<(String, String)> =
            first.iter().zip(&second).map(|(a, b)| (a.to_string(), b.to_string())).collect();
        let alpha = alpha(&values).expect("two values");
        assert!((alpha - 0.095).abs() < 0.001, "{alpha}");
    }

    #[test]
    fn agreement_beyond_chance_needs_more_than_one_value() {
        assert_eq!(kappa(&pairs(&[("right", "right"), ("right", "right")])), None);
        assert_eq!(alpha(&pairs(&[("x", "x")])), None);
        let half = kappa(&pairs(&[("a", "a"), ("a", "b"), ("b", "a"), ("b", "b")])).expect("two values");
        assert!(half.abs() < 1e-9, "{half}");
        let full = kappa(&pairs(&[("a", "a"), ("b", "b")])).expect("two values");
        assert!((full - 1.0).abs() < 1e-9);
    }
}
