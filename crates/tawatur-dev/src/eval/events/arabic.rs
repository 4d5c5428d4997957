//! Arabic sentences: is there an assault, a protest; and the words of who did it and to whom (arabic_event_gsr).

use super::{Measures, Options, Setting, f1, field, measure, number_after, rows};
use jiff::civil::Date;
use std::collections::BTreeMap;
use tawatur_core::analyse::analyse;
use tawatur_core::model::{Label, Maker, Mode, PartOfSpeech, Report, Role};
use tawatur_core::packs::TriggerForm;
use tawatur_core::pipeline::Examined;
use tawatur_core::text::without_article;

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

/// Rules by which a role goes to somebody told before.
const TAKEN_UP: [&str; 2] = ["pronoun", "dropped subject"];

/// Days before the sentence was published within which the set counts an event as news.
const NEWS: i64 = 31;

/// The day of publication in the id of a row (`AAW_ARB_20071026.0026-2`), where it holds one.
fn day_of(id: &str) -> Option<&str> {
    let digits = id.split(['_', '.']).find(|part| part.len() == 8)?;
    digits.bytes().all(|b| b.is_ascii_digit()).then_some(digits)
}

/// Whether a report is what the set asks for: an event now, told as news. The codebook also reports what is only spoken
/// of, planned, denied or long past; the set counts none of these. So a report counts when it stands as fact or hearsay,
/// happened in the last weeks, is no background of something else, and either says how many were hit, or tells by a verb
/// what happened at a place that the sentence names.
fn is_news(setting: &Setting, examined: &Examined, report: &Report, day: Option<Date>) -> bool {
    let told = matches!(report.mode, Mode::Asserted | Mode::Reported);
    let long_past = |day: Date| {
        let when = report.when.as_ref();
        when.is_some_and(|w| (day - w.bounds().0).get_days() as i64 > NEWS && w.start.is_some())
    };
    let placed = report.roles.iter().any(|f| f.role == Role::Where && f.span.is_some());
    let frame = setting.packs.frames.get(&report.kind);
    let triggers = frame.and_then(|f| f.triggers.get(&examined.document.language)).into_iter().flatten();
    let verb = |id: &str| {
        let form = triggers.clone().find(|t| t.id == id).map(|t| t.form);
        matches!(form, Some(TriggerForm::Verb | TriggerForm::Phrase))
    };
    let by_verb = matches!(&report.made_by, Maker::Rule(id) if verb(id));
    let hit = !report.counts.is_empty() || placed && by_verb;
    told && hit && !day.is_some_and(long_past) && !is_background(setting, examined, report)
}

/// True for what stands in a relative clause on a definite noun: the reader is taken to know it ("the men who attacked").
fn is_background(setting: &Setting, examined: &Examined, report: &Report) -> bool {
    let analysis = analyse(&examined.document.text, &[], &setting.packs);
    let trigger = analysis.tokens.iter().position(|t| Some(t.span) == report.trigger);
    let up = |&t: &usize| analysis.arcs[t].head.map(|h| h as usize);
    let above = std::iter::successors(trigger, up).take(analysis.tokens.len());
    let known = |noun: usize| {
        let token = &analysis.tokens[noun];
        token.pos == PartOfSpeech::Propn || without_article(&token.folded).1
    };
    above.into_iter().any(|t| analysis.arcs[t].label == Label::Relative && up(&t).is_some_and(known))
}

fn detection(setting: &Setting, options: &Options) -> Result<Measures, String> {
    let path = measure("arabic_event_gsr/detection.jsonl")?;
    let mut predictions = Vec::new();
    for row in rows(&path)? {
        let id = field(&row, "id");
        let day = day_of(id);
        let examined = setting.examine(id, field(&row, "text"), day)?;
        let day = examined.extraction.published.date.filter(|_| day.is_some());
        let news = |r: &&Report| is_news(setting, &examined, r, day);
        if options.errors {
            let fired = setting.listed(&examined).filter(news);
            show(&examined, fired, field(&row, "event_type"), field(&row, "label"));
        }
        let types: Vec<&str> = setting.listed(&examined).filter(news).map(|r| r.kind.as_str()).collect();
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

fn show<'e>(examined: &Examined, mut news: impl Iterator<Item = &'e Report>, wanted: &str, label: &str) {
    let text = &examined.document.text;
    let fired = news.find(|r| is_of(r, wanted));
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
            let ours = words_of(setting, report, role, &examined.document.text);
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

/// The words of a role, as the set gives them: without numbers, and of a pronoun or a subject left out the words that it
/// takes up. Both parties of an event without direction stand for its source.
fn words_of(setting: &Setting, report: &Report, role: Role, text: &str) -> String {
    let taken_up = |role: Role| {
        let steps = report.derivation.iter().filter(move |s| s.part == role.name());
        steps.filter(|s| TAKEN_UP.contains(&s.rule.as_str())).find_map(|s| s.span)
    };
    let of = |role: Role| {
        let spans = report.roles.iter().filter(move |f| f.role == role).map(|f| f.span);
        spans.filter_map(move |span| match taken_up(role) {
            Some(words) if span.is_none_or(|s| s.len() < words.len()) => Some(words),
            _ => span,
        })
    };
    let mut spans: Vec<_> = of(role).collect();
    if spans.is_empty() {
        let parties: Vec<_> = of(Role::Parties).collect();
        spans = if role == Role::Who {
            parties.into_iter().take(1).collect()
        } else {
            parties.into_iter().skip(1).collect()
        };
    }
    let analysis = analyse(text, &[], &setting.packs);
    let numbers: Vec<_> =
        analysis.tokens.iter().filter(|t| t.pos == PartOfSpeech::Num).map(|t| t.span.slice(text)).collect();
    let words = spans.iter().flat_map(|s| s.slice(text).split_whitespace());
    words.filter(|w| !numbers.contains(w)).collect::<Vec<_>>().join(" ")
}

fn bag(words: &str) -> BTreeMap<&str, usize> {
    let mut bag = BTreeMap::new();
    for word in words.split_whitespace() {
        *bag.entry(word).or_default() += 1;
    }
    bag
}
