//! PETR2_GSR: English sentences with their CAMEO events, from raw text.

use super::{Measures, Options, Setting, codes, field, measure, number_after, rows};
use serde_json::{Value, json};
use tawatur_core::model::{EntityId, EntityKind, Mode, Report, Role};
use tawatur_core::pipeline::Examined;

/// CAMEO code of a mere comment, which the set's coders leave out.
const COMMENT: &str = "010";

/// Root of the CAMEO codes of talks and visits.
const TALKS: &str = "04";

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

/// Events with their actors, as the coders write them: one for each pair of source and target. A source must be there,
/// one of the two must be known by more than its sector, and nobody acts on himself.
fn events(setting: &Setting, examined: &Examined) -> Vec<Value> {
    let packs = &setting.packs;
    let mut events = Vec::new();
    for report in &examined.extraction.reports {
        let quiet = packs.frames.get(&report.kind).is_some_and(|f| f.quiet);
        let code = codes::cameo(report, packs).filter(|c| !quiet || c != COMMENT);
        let Some(code) = code else { continue };
        let said = speaker(setting, examined, report);
        // Talks are coded for each side; of other events between two sides the first named is the source.
        let sides = dyads(report, code.starts_with(TALKS));
        for (source, target) in sides {
            let name =
                |id: Option<&EntityId>| id.map(|id| codes::actor(id, examined, setting)).unwrap_or_default();
            let (mut code, mut source, mut target) = (code.clone(), name(source), name(target));
            if let Some(said) = &said {
                let of = std::mem::replace(&mut source, said.clone());
                (code, target) =
                    if of == *said { ("015".to_owned(), target) } else { ("112".to_owned(), of) };
            }
            let known = codes::is_named(&source, packs) || codes::is_named(&target, packs);
            if source.is_empty() || !known || source == target {
                continue;
            }
            let written = |code: String| if code.is_empty() { "---".to_owned() } else { code };
            let event = json!({ "event_code": code, "source": source, "target": written(target) });
            if !events.contains(&event) {
                events.push(event);
            }
        }
    }
    events
}

/// Who, if an actor, says at the head of the sentence that violence was done: CAMEO codes what is said, a claim of
/// one's own deed (015) or an accusation (112). A source named behind what it says is no actor.
fn speaker(setting: &Setting, examined: &Examined, report: &Report) -> Option<String> {
    let told = matches!(report.mode, Mode::Asserted | Mode::Reported | Mode::Planned);
    let hostile = setting.packs.frames.get(&report.kind)?.hostile();
    let link = report.source.first()?.0.last().filter(|_| hostile && told)?;
    link.span.filter(|span| span.start < report.span.start)?;
    let outlet = setting.entity(examined, &link.entity).is_some_and(|e| e.kind == EntityKind::Outlet);
    let code = codes::actor(&link.entity, examined, setting);
    (!outlet && codes::is_named(&code, &setting.packs)).then_some(code)
}

/// Who against whom; the parties of an event without direction stand on both sides in turn, or in their order; a missing
/// target is where it happened.
fn dyads(report: &Report, both: bool) -> Vec<(Option<&EntityId>, Option<&EntityId>)> {
    let parties: Vec<&EntityId> = report.fillers(Role::Parties).collect();
    let place = || report.fillers(Role::To).chain(report.fillers(Role::Where)).next();
    if let [one] = parties.as_slice() {
        return vec![(Some(*one), report.fillers(Role::Whom).next().or_else(place))];
    }
    if !parties.is_empty() {
        let numbered = || parties.iter().enumerate();
        let pairs = numbered().flat_map(|(i, a)| numbered().map(move |(j, b)| (i < j, *a, *b)));
        let wanted = pairs.filter(|(first, a, b)| a != b && (both || *first));
        return wanted.map(|(_, a, b)| (Some(a), Some(b))).collect();
    }
    let sources: Vec<_> = report.fillers(Role::Who).collect();
    let mut targets: Vec<_> = report.fillers(Role::Whom).collect();
    if targets.is_empty() {
        targets.extend(place());
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
