//! PLOVER records with source and target given: is the type right (plv_test)?

use super::{Measures, Options, Setting, codes, field, measure, rows};
use serde_json::Value;
use tawatur_core::model::{EntityId, Report, Role};
use tawatur_core::pipeline::Examined;
use tawatur_core::text::{CodePoints, Span};

/// Takes `plover-type`.
///
/// # Errors
/// When the set is absent.
pub(super) fn take(setting: &Setting, options: &Options) -> Result<Measures, String> {
    let (mut right, mut all) = (0_u32, 0_u32);
    for row in rows(&measure("event_coders/plv_test_en.jsonl")?)? {
        let text = field(&row, "text");
        let examined = setting.examine(field(&row, "id"), text, None)?;
        for event in row["events"].as_array().into_iter().flatten() {
            all += 1;
            let points = CodePoints::new(text);
            let spans = |key: &str| spans(&event[key], &points);
            let chosen = choose(setting, &examined, &spans("source_spans"), &spans("target_spans"));
            let ours = chosen.and_then(|r| codes::plover(r, &setting.packs));
            let gold = field(event, "event_code");
            if ours.is_some_and(|ours| is_same(ours, gold)) {
                right += 1;
            } else if options.errors {
                let (source, target) = (field(event, "source"), field(event, "target"));
                let found = ours.unwrap_or("none");
                eprintln!("plover gold {gold} ours {found} ({source} → {target}): {text}");
            }
        }
    }
    Ok(Measures::from([("plover-type".to_owned(), f64::from(right) / f64::from(all.max(1)))]))
}

/// Types of version 0.8 beside those of older records (codebook, "PLOVER, old and new names").
fn is_same(ours: &str, gold: &str) -> bool {
    let old = match ours {
        "CONCEDE" | "RETREAT" => "YIELD",
        other => other,
    };
    let gold = match gold {
        "FIGHT" => "ASSAULT",
        "DEMAND" => "REQUEST",
        "DISAPPROVE" | "INVESTIGATE" => "ACCUSE",
        other => other,
    };
    old == gold || ours == gold
}

fn spans(pairs: &Value, points: &CodePoints<'_>) -> Vec<Span> {
    let number = |v: &Value| v.as_u64().and_then(|n| usize::try_from(n).ok());
    let pairs = pairs.as_array().into_iter().flatten();
    pairs.filter_map(|p| points.bytes([number(&p[0])?, number(&p[1])?])).collect()
}

/// The report between the given source and target: most roles right, one that listings show before a mere statement,
/// then the trigger nearest to the source.
fn choose<'e>(
    setting: &'e Setting,
    examined: &'e Examined,
    source: &[Span],
    target: &[Span],
) -> Option<&'e Report> {
    // A pronoun fills a role too, for whom it takes up.
    let named = |spans: &[Span], entity: &EntityId| {
        let mentions = examined.extraction.mentions.iter().filter(|m| m.entity == *entity);
        mentions.into_iter().any(|m| spans.iter().any(|s| s.overlaps(m.span)))
    };
    let fills = |report: &Report, role: Role, spans: &[Span]| {
        let mut filled = report.roles.iter().filter(|f| f.role == role || f.role == Role::Parties);
        let meets = |span: Span| spans.iter().any(|s| s.overlaps(span));
        u32::from(filled.any(|f| f.span.is_some_and(meets) || named(spans, &f.entity)))
    };
    let distance = |report: &Report| {
        let at = report.trigger.unwrap_or(report.span).start;
        source.iter().map(|s| at.abs_diff(s.end)).min().unwrap_or(at)
    };
    let score = |r: &Report| 2 * fills(r, Role::Who, source) + fills(r, Role::Whom, target);
    let quiet = |r: &Report| setting.packs.frames.get(&r.kind).is_some_and(|f| f.quiet);
    let reports = examined.extraction.reports.iter();
    reports.min_by_key(|r| (std::cmp::Reverse(score(r)), quiet(r), distance(r)))
}
