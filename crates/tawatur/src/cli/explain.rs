//! `tawatur explain ID`: how a report was found, or why reports are held to tell of one event.

use super::context::Context;
use super::failure::{Code, Failure};
use super::names::spaced;
use super::output;
use super::show::Thing;
use super::table::isolated;
use serde_json::json;
use std::collections::BTreeSet;
use std::io::Write;
use std::process::ExitCode;
use tawatur_core::model::{Event, Judgement, Report, Subject};
use tawatur_store::Store;

/// How a report was found (rule, trigger, roles, each with its words), or why an event is one event.
///
/// Example: tawatur explain r1f2a3b4c5
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Arguments {
    /// Id of a report, event, agreement or dispute, or the beginning of it.
    id: String,
}

/// Runs the command.
///
/// # Errors
/// When the store cannot be read or nothing has the id.
pub fn run(arguments: &Arguments, context: &Context) -> Result<ExitCode, Failure> {
    let store = context.open_current()?;
    let event = match Thing::find(&store, &arguments.id)? {
        Thing::Report(found) => {
            report(&found, &store, context)?;
            store.event_of(&found.id)?
        }
        Thing::Event(event) => *event,
        Thing::Agreement(agreement) => {
            println!("{}", agreement.why);
            store.event(&agreement.event)?
        }
        Thing::Dispute(dispute) => {
            println!("{}", isolated(&dispute.why));
            store.event(&dispute.event)?
        }
        Thing::Document(_) | Thing::Entity(_) => {
            return Err(Failure::new(
                Code::Missing,
                "only reports, events, agreements and disputes have a derivation",
                "use `tawatur show` for documents and entities",
            ));
        }
    };
    judgements(&event, &store, context)?;
    Ok(ExitCode::SUCCESS)
}

fn report(r: &Report, store: &Store, context: &Context) -> Result<(), Failure> {
    let text = store.document(&r.document)?.document.text;
    if context.json {
        let steps: Vec<_> = r
            .derivation
            .iter()
            .map(|s| json!({ "part": s.part, "rule": s.rule, "words": s.span.map(|s| s.slice(&text)) }))
            .collect();
        return output::json(
            &json!({ "report": r.id, "made_by": r.made_by.name(), "confidence": r.confidence, "steps": steps }),
        );
    }
    let mut out = std::io::stdout().lock();
    writeln!(
        out,
        "{}  {}  by {}, class {:?}",
        r.id,
        spaced(r.kind.as_str()),
        r.made_by.name(),
        r.confidence
    )?;
    writeln!(out, "  {}", isolated(&format!("“{}”", r.span.slice(&text))))?;
    for step in &r.derivation {
        let words = step.span.map_or_else(String::new, |s| format!("“{}”", s.slice(&text)));
        writeln!(out, "  {:<10} {:<40} {}", step.part, step.rule, isolated(&words))?;
    }
    Ok(())
}

/// The judgements that hold an event together.
fn judgements(event: &Event, store: &Store, context: &Context) -> Result<(), Failure> {
    let reports: BTreeSet<&str> = event.reports.iter().map(|r| r.as_str()).collect();
    let about = |s: &Subject| matches!(s, Subject::Report(id) if reports.contains(id.as_str()));
    let found: Vec<Judgement> =
        store.judgements()?.into_iter().filter(|j| about(&j.left) || about(&j.right)).collect();
    if context.json {
        return output::json(&json!({ "event": event.id, "judgements": found }));
    }
    let mut out = std::io::stdout().lock();
    writeln!(out, "event {}, {}", event.id, output::counted(event.reports.len(), "report"))?;
    for j in &found {
        let relation = serde_json::to_value(j.relation)?;
        let id = |s: &Subject| match s {
            Subject::Entity(id) => id.to_string(),
            Subject::Report(id) => id.to_string(),
            Subject::Document(id) => id.to_string(),
            Subject::Event(id) => id.to_string(),
        };
        writeln!(
            out,
            "  {} {} {}  {:.2}  by {}: {}",
            id(&j.left),
            relation.as_str().unwrap_or(""),
            id(&j.right),
            j.weight,
            j.made_by.name(),
            j.reasons.join(", ")
        )?;
    }
    Ok(())
}
