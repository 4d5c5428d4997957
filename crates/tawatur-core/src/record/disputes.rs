//! Disputes: reports of one event that cannot all hold, with both sides. A figure that grows from one day's reports to
//! the next is an update and no dispute; what one giver says twice in one document are parts and no dispute.

use super::Sources;
use super::origins;
use crate::model::{
    Count, Dispute, DisputeAbout, Event, Mode, Operator, Report, ReportId, Role, When, WhenEnd,
    WhenPrecision, Workers,
};
use crate::packs::Kin;
use crate::text::{content_id, fold_str};
use jiff::civil::Date;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// Reports of one side that are named; more say nothing new.
const NAMED: usize = 3;
/// Days that two accounts of one happening may lie apart to be a dispute over its date.
const DAYS: i64 = 3;

/// One side: what it says, and the reports that say it.
struct Side<'a> {
    says: String,
    reports: Vec<&'a Report>,
}

/// All disputes, by event and subject.
pub(super) fn all(sources: &Sources<'_>, events: &[Event], workers: &dyn Workers) -> Vec<Dispute> {
    let made = workers.stretches(events, |events| {
        let of_one = |event| of_event(sources, event);
        events.iter().filter(|e| e.reports.len() > 1).flat_map(of_one).collect::<Vec<_>>()
    });
    let mut found = made.concat();
    found.sort_by(|a, b| (&a.event, a.about, &a.id).cmp(&(&b.event, b.about, &b.id)));
    found
}

fn of_event(sources: &Sources<'_>, event: &Event) -> Vec<Dispute> {
    let reports: Vec<&Report> = event.reports.iter().filter_map(|id| sources.report(id)).collect();
    let reports = telling(sources, reports);
    let real: Vec<&Report> = reports.iter().copied().filter(|r| is_real(r)).collect();
    let mut subjects = counts(sources, &real);
    subjects.extend(date(sources, &real).map(|sides| (DisputeAbout::Date, sides)));
    subjects.extend(actors(sources, &real, Role::Where).map(|sides| (DisputeAbout::Place, sides)));
    subjects.extend(actors(sources, &real, Role::Who).map(|sides| (DisputeAbout::Who, sides)));
    subjects.extend(occurrence(sources, &reports).map(|sides| (DisputeAbout::Occurrence, sides)));
    subjects.extend(terms(&reports).into_iter().map(|sides| (DisputeAbout::Terms, sides)));
    subjects.into_iter().map(|(about, sides)| dispute(sources, event, about, sides)).collect()
}

/// Of an event that very many tell of, a few reports for each account: those that say the same thing in the same way
/// add nothing to a dispute, and every two are compared.
fn telling<'a>(sources: &Sources<'_>, reports: Vec<&'a Report>) -> Vec<&'a Report> {
    /// Reports of an event of which every one is looked at.
    const FEW: usize = 48;
    if reports.len() <= FEW {
        return reports;
    }
    let day = |r: &Report| sources.document(r).and_then(|d| d.published.date);
    let mut seen: FxHashMap<String, usize> = FxHashMap::default();
    let account = |r: &Report| {
        let roles = r.roles.iter().map(|f| (f.role, &f.entity)).collect::<Vec<_>>();
        let counts = r.counts.iter().map(|c| (&c.of, c.low.to_bits(), c.high.to_bits())).collect::<Vec<_>>();
        let terms = r.terms.iter().map(|t| (&t.kind, &t.what)).collect::<Vec<_>>();
        let when = r.when.as_ref().map(When::bounds);
        // A figure of a later day may be an update.
        let day = day(r).filter(|_| !r.counts.is_empty());
        format!("{} {:?} {when:?} {day:?} {roles:?} {counts:?} {terms:?}", r.kind, r.mode)
    };
    // Of each account those that came first.
    let mut few = reports;
    few.sort_by_cached_key(|r| (day(r).is_none(), day(r), r.id.clone()));
    few.retain(|report| {
        let before = seen.entry(account(report)).or_default();
        *before += 1;
        *before <= NAMED
    });
    few.sort_by(|a, b| (&a.document, a.span, &a.id).cmp(&(&b.document, b.span, &b.id)));
    few
}

/// Told as having happened.
fn is_real(report: &Report) -> bool {
    matches!(report.mode, Mode::Asserted | Mode::Reported | Mode::Agreed)
}

fn dispute(sources: &Sources<'_>, event: &Event, about: DisputeAbout, sides: Vec<Side<'_>>) -> Dispute {
    let why = sides.iter().map(|s| s.says.as_str()).collect::<Vec<_>>().join(" or ");
    let sides: Vec<Vec<ReportId>> = sides
        .into_iter()
        .map(|s| named(sources, s.reports).into_iter().map(|r| r.id.clone()).collect())
        .collect();
    let mut reports: Vec<ReportId> = sides.concat();
    reports.sort();
    reports.dedup();
    let about_name = format!("{about:?}");
    let first = sides.iter().map(|s| s.first().map_or("", ReportId::as_str)).collect::<Vec<_>>().join(" ");
    let id = content_id("q", &[event.id.as_str(), &about_name, &first]);
    Dispute { id, event: event.id.clone(), about, reports, sides, why }
}

/// The reports of a side that say most, one of each document before a second.
fn named<'a>(sources: &Sources<'_>, mut reports: Vec<&'a Report>) -> Vec<&'a Report> {
    let says = |r: &Report| r.roles.len() + r.counts.len() + r.terms.len() + usize::from(r.when.is_some());
    reports.sort_by(|a, b| says(b).cmp(&says(a)).then_with(|| a.id.cmp(&b.id)));
    reports.dedup_by(|a, b| a.id == b.id);
    let mut seen: BTreeMap<_, usize> = BTreeMap::new();
    let mut ranked: Vec<(usize, &Report)> = Vec::new();
    for report in reports {
        let before = seen.entry(&report.document).or_default();
        ranked.push((*before, report));
        *before += 1;
    }
    let day = |r: &Report| sources.document(r).and_then(|d| d.published.date);
    ranked.sort_by(|a, b| {
        a.0.cmp(&b.0).then_with(|| (day(a.1).is_none(), day(a.1)).cmp(&(day(b.1).is_none(), day(b.1))))
    });
    ranked.into_iter().take(NAMED).map(|(_, r)| r).collect()
}

/// True when two reports come from different mouths: another document, or another origin.
fn independent(sources: &Sources<'_>, a: &Report, b: &Report) -> bool {
    a.document != b.document || origins::givers(sources, a) != origins::givers(sources, b)
}

/// Figures of one kind that cannot both hold.
fn counts<'a>(sources: &Sources<'_>, reports: &[&'a Report]) -> Vec<(DisputeAbout, Vec<Side<'a>>)> {
    let mut kinds: BTreeMap<(String, Option<&str>), Vec<(&'a Report, &'a Count)>> = BTreeMap::new();
    for &report in reports {
        for count in report.counts.iter().filter(|c| !c.op.is_rough()) {
            let side = count.side.as_ref().map(|id| id.as_str());
            kinds.entry((fold_str(&count.of), side)).or_default().push((report, count));
        }
    }
    let mut found = Vec::new();
    for ((of, _), told) in kinds {
        let first = first_told(sources, &told);
        let mut rivals: Vec<(&Report, &Count)> = Vec::new();
        for (k, &(a, x)) in told.iter().enumerate() {
            for (j, &(b, y)) in told.iter().enumerate().skip(k + 1) {
                let days = (first[k], first[j]);
                let rival = clash(x, y) && !is_update(days, (x, y)) && independent(sources, a, b);
                if rival && !told_together(sources, a, (x, y)) && !told_together(sources, b, (x, y)) {
                    rivals.extend([(a, x), (b, y)]);
                }
            }
        }
        if rivals.is_empty() {
            continue;
        }
        let mut sides: BTreeMap<u64, (&Count, Vec<&Report>)> = BTreeMap::new();
        for (report, count) in rivals {
            let side = sides.entry(count.value.to_bits()).or_insert((count, Vec::new()));
            side.1.push(report);
        }
        let sides =
            sides.into_values().map(|(count, reports)| Side { says: say(count, &of), reports }).collect();
        found.push((DisputeAbout::Count, sides));
    }
    found
}

fn say(count: &Count, of: &str) -> String {
    let op =
        serde_json::to_value(count.op).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default();
    let op = if count.op == Operator::Equal { String::new() } else { format!("{op} ") };
    format!("{op}{} {of}", count.value)
}

/// Two figures that cannot both hold. Above "at least" there is no end, and rough words clash with nothing near.
fn clash(x: &Count, y: &Count) -> bool {
    let top = |c: &Count| match c.op {
        Operator::MoreThan | Operator::AtLeast => f64::INFINITY,
        _ => c.high,
    };
    x.low > top(y) || y.low > top(x)
}

/// True when the document of a report tells both figures by one mouth: they are parts of one another, or of a sum.
fn told_together(sources: &Sources<'_>, report: &Report, (x, y): (&Count, &Count)) -> bool {
    let of = fold_str(&x.of);
    let givers = |value: f64| -> Vec<origins::Giver> {
        let of_document = sources.reports_of(&report.document).iter();
        let tells = |r: &&Report| r.counts.iter().any(|c| c.value == value && fold_str(&c.of) == of);
        of_document.filter(tells).flat_map(|r| origins::givers(sources, r)).collect()
    };
    let (of_x, of_y) = (givers(x.value), givers(y.value));
    of_x.iter().any(|giver| of_y.contains(giver))
}

/// For each figure the day on which its origins first gave it: who repeats an agency's toll of the day before says
/// nothing new.
fn first_told(sources: &Sources<'_>, told: &[(&Report, &Count)]) -> Vec<Option<Date>> {
    let mut first: BTreeMap<(u64, origins::Giver), Date> = BTreeMap::new();
    let givers = |&(report, count): &(&Report, &Count)| -> Vec<(u64, origins::Giver)> {
        let value = count.value.to_bits();
        origins::givers(sources, report).into_iter().map(|giver| (value, giver)).collect()
    };
    for one in told {
        let Some(day) = sources.document(one.0).and_then(|d| d.published.date) else { continue };
        for key in givers(one) {
            first.entry(key).and_modify(|kept| *kept = day.min(*kept)).or_insert(day);
        }
    }
    told.iter().map(|one| givers(one).iter().filter_map(|key| first.get(key).copied()).min()).collect()
}

/// The greater figure was told on a later day.
fn is_update(days: (Option<Date>, Option<Date>), (x, y): (&Count, &Count)) -> bool {
    match days {
        (Some(p), Some(q)) if p != q => (p < q) == (x.value < y.value),
        _ => false,
    }
}

/// Days told that do not meet.
fn date<'a>(sources: &Sources<'_>, reports: &[&'a Report]) -> Option<Vec<Side<'a>>> {
    let lasts = |r: &Report| sources.packs.frames.get(&r.kind).is_some_and(|f| f.lasting);
    let told: Vec<(&Report, &When)> = reports
        .iter()
        .filter(|r| !lasts(r) && !r.is_time_taken())
        .filter_map(|&r| r.when.as_ref().filter(|w| w.precision == WhenPrecision::Day).map(|w| (r, w)))
        .collect();
    // An account that spans both days bears both out.
    let spanned = |x: &When, y: &When| told.iter().any(|(_, w)| w.meets(x) && w.meets(y));
    let mut rivals: Vec<(&Report, &When)> = Vec::new();
    for (k, &(a, x)) in told.iter().enumerate() {
        for &(b, y) in &told[k + 1..] {
            let rival = a.document != b.document && a.kind == b.kind && !spanned(x, y);
            if rival && apart(x, y).is_some_and(|days| days <= DAYS) {
                rivals.extend([(a, x), (b, y)]);
            }
        }
    }
    let mut sides: BTreeMap<(Date, Date), Vec<&Report>> = BTreeMap::new();
    for (report, when) in rivals {
        sides.entry(when.bounds()).or_default().push(report);
    }
    let sides: Vec<Side<'_>> =
        sides.into_iter().map(|((start, _), reports)| Side { says: start.to_string(), reports }).collect();
    Some(sides).filter(|s| s.len() > 1)
}

/// Days between two exact times that do not meet.
fn apart(x: &When, y: &When) -> Option<i64> {
    let end = |w: &When| match w.end {
        WhenEnd::Day(day) => Some(day),
        WhenEnd::Open => None,
    };
    let (a, b, c, d) = (x.start?, end(x)?, y.start?, end(y)?);
    let gap = a.max(c).duration_since(b.min(d)).as_hours() / 24;
    (gap > 0).then_some(gap)
}

/// Two accounts that name different ones for one role, neither of them a class of people.
fn actors<'a>(sources: &Sources<'_>, reports: &[&'a Report], role: Role) -> Option<Vec<Side<'a>>> {
    // What a rule took from the text around contradicts nobody.
    let taken = |r: &Report| role == Role::Where && r.is_place_taken();
    let named = |r: &Report| r.fillers(role).any(|id| !sources.kinship.is_generic(id));
    let told: Vec<&Report> = reports.iter().copied().filter(|r| named(r) && !taken(r)).collect();
    let (mut left, mut right): (Vec<&Report>, Vec<&Report>) = (Vec::new(), Vec::new());
    for (k, &a) in told.iter().enumerate() {
        for &b in &told[k + 1..] {
            let differ = |x, y| sources.kinship.between(x, y) == Kin::Differ;
            let names = |r: &'a Report| r.fillers(role).filter(|id| !sources.kinship.is_generic(id));
            let apart = names(a).all(|x| names(b).all(|y| differ(x, y)));
            // Two places in one document are a way from one to the other, or two events.
            let rivals = a.document != b.document || role != Role::Where && independent(sources, a, b);
            if apart && rivals && a.kind == b.kind {
                left.push(a);
                right.push(b);
            }
        }
    }
    if left.is_empty() {
        return None;
    }
    let name = |r: &Report| {
        let entity = r.fillers(role).next().and_then(|id| sources.kinship.entity(id));
        entity
            .map(|e| e.names.values().chain(&e.aliases).next().cloned().unwrap_or_default())
            .unwrap_or_default()
    };
    let says = (name(left[0]), name(right[0]));
    Some(vec![Side { says: says.0, reports: left }, Side { says: says.1, reports: right }])
}

/// A document contradicts itself only where it quotes somebody who denies.
fn contradicts(denial: &Report, report: &Report) -> bool {
    !denial.source.is_empty() && denial.source != report.source
}

/// What had not happened until one day ("no deal so far") may have happened after it.
fn is_later(report: &Report, denial: &Report) -> bool {
    /// Days before the time of a report that only the text around gives, in which it may have happened.
    const BEFORE: i64 = 3;
    let until = match denial.when.as_ref() {
        Some(When { start: None, end: WhenEnd::Day(day), .. }) => *day,
        _ => return false,
    };
    let margin = if report.is_time_taken() { BEFORE } else { 0 };
    let start = report.when.as_ref().and_then(|w| w.start);
    start.is_some_and(|start| start.duration_since(until).as_hours() / 24 > margin)
}

/// Told as fact by one, denied by another.
fn occurrence<'a>(sources: &Sources<'_>, reports: &[&'a Report]) -> Option<Vec<Side<'a>>> {
    let denied: Vec<&Report> = reports.iter().copied().filter(|r| r.mode == Mode::Denied).collect();
    // A denial that names nobody and no place may deny anything.
    let named = |d: &Report, r: &Report| {
        let meets = |x| r.roles.iter().any(|f| sources.kinship.between(x, &f.entity) < Kin::Doubt);
        d.kind == r.kind && d.roles.iter().any(|f| meets(&f.entity)) && !is_later(r, d)
    };
    let told: Vec<&Report> = reports
        .iter()
        .copied()
        .filter(|r| matches!(r.mode, Mode::Asserted | Mode::Reported))
        .filter(|r| denied.iter().any(|d| named(d, r) && (d.document != r.document || contradicts(d, r))))
        .collect();
    let denied: Vec<&Report> = denied.into_iter().filter(|d| told.iter().any(|t| named(d, t))).collect();
    if told.is_empty() || denied.is_empty() {
        return None;
    }
    let label = |r: &Report| r.kind.to_string();
    let says = (format!("{} told as fact", label(told[0])), "denied".to_owned());
    Some(vec![Side { says: says.0, reports: told }, Side { says: says.1, reports: denied }])
}

/// One term told with different contents in different documents, where the contents share words.
fn terms<'a>(reports: &[&'a Report]) -> Vec<Vec<Side<'a>>> {
    let words = |what: &str| -> Vec<String> {
        let folded = fold_str(what);
        let mut words: Vec<String> = folded
            .split(|c: char| !c.is_alphanumeric())
            .filter(|w| !w.is_empty())
            .map(str::to_owned)
            .collect();
        words.sort();
        words.dedup();
        words
    };
    let mut kinds: BTreeMap<_, Vec<(&'a Report, &'a str, Vec<String>)>> = BTreeMap::new();
    for &report in reports {
        for term in &report.terms {
            if let Some(what) = &term.what {
                kinds.entry(&term.kind).or_default().push((report, what, words(what)));
            }
        }
    }
    let mut found = Vec::new();
    for told in kinds.into_values() {
        let mut rivals: BTreeMap<&[String], (&str, Vec<&Report>)> = BTreeMap::new();
        for (k, (a, what_a, x)) in told.iter().enumerate() {
            for (b, what_b, y) in &told[k + 1..] {
                // "Weapons" alone contradicts no kind of weapons.
                let exact = x.len() > 1 && y.len() > 1;
                if a.document != b.document && exact && x != y && x.iter().any(|w| y.contains(w)) {
                    rivals.entry(x).or_insert((what_a, Vec::new())).1.push(a);
                    rivals.entry(y).or_insert((what_b, Vec::new())).1.push(b);
                }
            }
        }
        if rivals.len() > 1 {
            let side = |(what, reports): (&str, Vec<&'a Report>)| Side { says: what.to_owned(), reports };
            found.push(rivals.into_values().map(side).collect());
        }
    }
    found
}
