//! Arabic sentences: is there an assault, a protest; and the words of who did it and to whom (arabic_event_gsr).

use super::{Measures, Options, Setting, f1, field, measure, number_after, rows};
use std::collections::BTreeMap;
use tawatur_core::model::{Report, Role};
use tawatur_core::pipeline::Examined;

/// Types that count as ASSAULT, as `score_detect.py` has them.
const VIOLENCE: [&str; 10] = [
    "clash",
    "attack",
    "shelling",
    "air_strike",
    "explosion",
    "kill",
    "abduct",
    "repress",
    "offensive",
    "destroy",
];

/// Takes `ar-assault-f1`, `ar-protest-f1`, `ar-easy-no-fired`, `ar-spans`.
///
/// # Errors
/// When the set is absent.
pub(super) fn take(setting: &Setting, options: &Options) -> Result<Measures, String> {
    let mut measures = detection(setting, options)?;
    measures.insert("ar-spans".to_owned(), spans(setting, options)?);
    Ok(measures)
}

fn is_of(report: &Report, wanted: &str) -> bool {
    let kind = report.kind.as_str();
    if wanted == "ASSAULT" { VIOLENCE.contains(&kind) } else { kind == "protest" }
}

fn detection(setting: &Setting, options: &Options) -> Result<Measures, String> {
    let path = measure("arabic_event_gsr/detection.jsonl")?;
    let mut predictions = Vec::new();
    for row in rows(&path)? {
        let id = field(&row, "id");
        let examined = setting.examine(id, field(&row, "text"), None)?;
        if options.errors {
            show(setting, &examined, field(&row, "event_type"), field(&row, "label"));
        }
        let types: Vec<&str> = setting.listed(&examined).map(|r| r.kind.as_str()).collect();
        predictions.push(serde_json::json!({ "id": id, "types": types }));
    }
    let scores = setting.score("score_detect", &path, &predictions, &[])?;
    let mut measures = Measures::new();
    let mut worst = 0.0_f64;
    for (name, key) in [("ASSAULT:", "ar-assault-f1"), ("PROTEST:", "ar-protest-f1")] {
        let line = scores.lines().find(|l| l.starts_with(name)).unwrap_or("");
        if options.errors {
            eprintln!("{line}");
        }
        measures.insert(key.to_owned(), number_after(line, " f1").unwrap_or(0.0));
        worst = worst.max(number_after(line, "=").unwrap_or(1.0));
    }
    measures.insert("ar-easy-no-fired".to_owned(), worst);
    Ok(measures)
}

fn show(setting: &Setting, examined: &Examined, wanted: &str, label: &str) {
    let text = &examined.document.text;
    let fired = setting.listed(examined).find(|r| is_of(r, wanted));
    match (fired, label) {
        (None, "yes") => eprintln!("ar missed {wanted}: {text}"),
        (Some(report), "easy no" | "difficult no") => {
            let trigger = report.trigger.map_or("", |span| span.slice(text));
            eprintln!("ar wrong {wanted} ({label}): {} `{trigger}` in: {text}", report.kind);
        }
        _ => {}
    }
}

/// f1 of the bags of words of source and target, in the rows where the right type fires.
fn spans(setting: &Setting, options: &Options) -> Result<f64, String> {
    let (mut right, mut found, mut expected) = (0, 0, 0);
    for row in rows(&measure("arabic_event_gsr/spans.jsonl")?)? {
        let examined = setting.examine(field(&row, "id"), field(&row, "text"), None)?;
        let wanted = field(&row, "event_type");
        let gold = &row["gold"];
        let Some(report) = best(setting, &examined, wanted, field(gold, "verb_gold")) else { continue };
        for (role, key) in [(Role::Who, "source_gold"), (Role::Whom, "target_gold")] {
            let words = field(gold, key);
            if words.is_empty() {
                continue;
            }
            let ours = words_of(report, role, &examined.document.text);
            let (theirs, own) = (bag(words), bag(&ours));
            right += theirs.iter().map(|(w, n)| *n.min(own.get(w).unwrap_or(&0))).sum::<usize>();
            found += own.values().sum::<usize>();
            expected += theirs.values().sum::<usize>();
            if options.errors && theirs != own {
                eprintln!(
                    "ar span {}: gold `{words}` ours `{ours}` in: {}",
                    role.name(),
                    field(&row, "text")
                );
            }
        }
    }
    Ok(f1(right, found, expected))
}

/// The report of the right type: the one whose trigger is the gold's verb, else the first.
fn best<'e>(setting: &'e Setting, examined: &'e Examined, wanted: &str, verb: &str) -> Option<&'e Report> {
    let text = &examined.document.text;
    let shares =
        |r: &Report| r.trigger.is_some_and(|t| verb.split_whitespace().any(|w| w.contains(t.slice(text))));
    let of_type = || setting.listed(examined).filter(|r| is_of(r, wanted));
    of_type().find(|r| shares(r)).or_else(|| of_type().next())
}

/// The words of a role; both parties of an event without direction stand for its source.
fn words_of(report: &Report, role: Role, text: &str) -> String {
    let of = |role| report.roles.iter().filter(move |f| f.role == role).filter_map(|f| f.span);
    let mut spans: Vec<_> = of(role).collect();
    if spans.is_empty() {
        let parties: Vec<_> = of(Role::Parties).collect();
        spans = if role == Role::Who {
            parties.into_iter().take(1).collect()
        } else {
            parties.into_iter().skip(1).collect()
        };
    }
    spans.iter().map(|s| s.slice(text)).collect::<Vec<_>>().join(" ")
}

fn bag(words: &str) -> BTreeMap<&str, usize> {
    let mut bag = BTreeMap::new();
    for word in words.split_whitespace() {
        *bag.entry(word).or_default() += 1;
    }
    bag
}
