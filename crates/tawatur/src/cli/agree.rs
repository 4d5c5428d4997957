//! `tawatur agree`: how far two coders agree on the documents that both worked on.

use super::context::Context;
use super::failure::{Code, Failure};
use super::output;
use super::table::Table;
use crate::coders::{Agreement, Coding, Measure, agreement};
use crate::export::reports::fields;
use crate::export::{Material, Options, View};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::process::ExitCode;
use tawatur_core::model::{Action, Decision, DocumentId, Entity, EntityId, Lang, Report, ReportId, in_force};
use tawatur_core::packs::Packs;
use tawatur_core::pipeline::{check_row, corrected};
use tawatur_store::{Store, Stored};

/// Compares two coders, or a coder and the program, on the documents that both worked on: reports held by both, verdicts
/// (Cohen's kappa), and each field (Krippendorff's alpha).
///
/// Example: tawatur agree amal program --differences
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Arguments {
    /// Who: the name decisions are signed with, or `program` for what it found by itself.
    first: String,
    /// Who else.
    second: String,
    /// Lists everything they differ in, too.
    #[arg(long)]
    differences: bool,
}

/// The name that stands for what the program found by itself.
const PROGRAM: &str = "program";

/// Runs the command.
///
/// # Errors
/// When the store cannot be read, or nobody of that name decided anything.
pub fn run(arguments: &Arguments, context: &Context) -> Result<ExitCode, Failure> {
    let store = context.open_current()?;
    let packs = context.load_packs()?;
    let decisions = store.decisions_with_documents()?;
    let standing: Vec<Decision> = decisions.iter().map(|(d, _)| d.clone()).collect();
    let standing: BTreeSet<u64> = in_force(&standing).iter().map(|d| d.id).collect();
    let mut by_document: BTreeMap<DocumentId, Vec<&Decision>> = BTreeMap::new();
    for (decision, document) in decisions.iter().filter(|(d, id)| standing.contains(&d.id) && !id.is_empty())
    {
        by_document.entry(DocumentId::new(document)).or_default().push(decision);
    }
    let coders: BTreeSet<&str> = by_document.values().flatten().map(|d| d.by.name()).collect();
    for name in [&arguments.first, &arguments.second] {
        if name != PROGRAM && !coders.contains(name.as_str()) {
            let known: Vec<&str> = coders.into_iter().chain([PROGRAM]).collect();
            return Err(Failure::new(
                Code::Missing,
                format!("nobody named `{name}` decided on a report here"),
                format!("names are: {}", known.join(", ")),
            ));
        }
    }
    let mut new_entities = Vec::new();
    let mut both = Vec::new();
    for (id, on_it) in &by_document {
        let worked = |name: &str| name == PROGRAM || on_it.iter().any(|d| d.by.name() == name);
        if worked(&arguments.first) && worked(&arguments.second) {
            let stored = store.document(id)?;
            let coding = |name: &str, new: &mut Vec<Entity>| coding(name, &stored, on_it, &packs, new);
            let first = coding(&arguments.first, &mut new_entities);
            let second = coding(&arguments.second, &mut new_entities);
            both.push((id.clone(), first, second));
        }
    }
    let view = view(&store, packs, context, new_entities)?;
    let say = |report: &Report| fields(report, &view).to_vec();
    let found = agreement(&both, &say);
    if context.json {
        for_machines(&found, arguments)?;
    } else {
        for_people(&found, arguments, &view)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// The record with the entities that only corrections name.
fn view<'s>(
    store: &'s Store,
    packs: Packs,
    context: &Context,
    new: Vec<Entity>,
) -> Result<View<'s>, Failure> {
    let mut material = Material::new(store)?;
    let known: BTreeSet<EntityId> = material.record.entities.iter().map(|e| e.id.clone()).collect();
    material.record.entities.extend(new.into_iter().filter(|e| !known.contains(&e.id)));
    let lang = "en".parse().unwrap_or(Lang::UNKNOWN);
    View::load(material, packs, Options { lang, statements: true, raw: true, json: context.json })
}

/// What a coder made of a document. Corrections of reports that others added start from those.
fn coding(name: &str, stored: &Stored, on_it: &[&Decision], packs: &Packs, new: &mut Vec<Entity>) -> Coding {
    let (document, extraction) = (&stored.document, &stored.extraction);
    new.extend(extraction.entities.iter().cloned());
    let mut known: BTreeMap<ReportId, Report> =
        extraction.reports.iter().map(|r| (r.id.clone(), r.clone())).collect();
    if name == PROGRAM {
        return Coding { held: known, rejected: BTreeSet::new(), blind: true };
    }
    let judges = |d: &&Decision| d.by.name() == name && !matches!(d.action, Action::Add { .. });
    let mut coding = Coding { blind: !on_it.iter().any(judges), ..Coding::default() };
    for decision in on_it {
        let own = decision.by.name() == name;
        match &decision.action {
            Action::Add { report } => {
                let row = check_row(report, &document.id, &document.text, extraction, &decision.by, packs);
                // A row that no longer fits is in no coding; `tawatur rebuild` tells of it.
                let Ok(handed) = row else { continue };
                new.extend(handed.entities);
                known.insert(handed.report.id.clone(), handed.report.clone());
                if own {
                    coding.held.insert(handed.report.id.clone(), handed.report);
                }
            }
            Action::Accept { report } if own => {
                coding.rejected.remove(report);
                if !coding.held.contains_key(report)
                    && let Some(found) = known.get(report)
                {
                    coding.held.insert(report.clone(), found.clone());
                }
            }
            Action::Reject { report } if own => {
                coding.held.remove(report);
                coding.rejected.insert(report.clone());
            }
            Action::Correct { report, correction } if own => {
                let Some(base) = coding.held.get(report).or_else(|| known.get(report)) else { continue };
                let put_right = corrected(base, correction, &document.text, extraction, packs);
                let Ok((report, entities)) = put_right else { continue };
                new.extend(entities);
                coding.rejected.remove(&report.id);
                coding.held.insert(report.id.clone(), report);
            }
            _ => {}
        }
    }
    coding
}

fn for_machines(found: &Agreement, arguments: &Arguments) -> Result<(), Failure> {
    let fields: BTreeMap<&str, &Measure> = found.fields.iter().map(|(name, m)| (*name, m)).collect();
    let types: BTreeMap<&str, _> = found.by_type.iter().map(|(kind, units)| (kind.as_str(), units)).collect();
    output::json(&json!({
        "first": arguments.first, "second": arguments.second, "documents": found.documents, "units": found.units,
        "units_f1": found.units.f1(), "not_judged": found.not_judged, "verdicts": found.verdicts, "fields": fields, "types": types,
    }))?;
    if arguments.differences {
        for d in &found.differences {
            output::json(&json!({
                "document": d.document, "report": d.report, "field": d.field, "first": d.first, "second": d.second,
            }))?;
        }
    }
    Ok(())
}

fn for_people(found: &Agreement, arguments: &Arguments, view: &View<'_>) -> Result<(), Failure> {
    let units = &found.units;
    println!("{} that both worked on", output::counted(found.documents, "document"));
    println!(
        "{} held by both, {} by {} only, {} by {} only (F1 {:.2})",
        output::counted(units.both, "report"),
        units.only_first,
        arguments.first,
        units.only_second,
        arguments.second,
        units.f1()
    );
    if found.not_judged > 0 {
        println!("{} judged by one alone, left out", output::counted(found.not_judged, "report"));
    }
    let mut table = Table::new(&["", "pairs", "equal", "beyond chance"]);
    let mut row = |name: &str, m: &Measure| {
        let beyond = m.beyond_chance.map_or_else(|| "–".to_owned(), |v| format!("{v:.2}"));
        let equal = if m.pairs == 0 { 0.0 } else { 100.0 * m.equal as f64 / m.pairs as f64 };
        table.row(vec![name.to_owned(), m.pairs.to_string(), format!("{equal:.0} %"), beyond]);
    };
    row("verdict", &found.verdicts);
    for (name, measure) in &found.fields {
        row(name, measure);
    }
    table.print()?;
    println!();
    let mut table = Table::new(&["type", "both", "only first", "only second", "F1"]);
    for (kind, units) in &found.by_type {
        let counts = [units.both, units.only_first, units.only_second].map(|n| n.to_string());
        let [both, first, second] = counts;
        table.row(vec![view.label(kind), both, first, second, format!("{:.2}", units.f1())]);
    }
    table.print()?;
    if arguments.differences && !found.differences.is_empty() {
        println!();
        let mut table = Table::new(&["report", "document", "field", "first", "second"]);
        for d in &found.differences {
            let file = view.document(&d.document).map_or_else(|| d.document.to_string(), |k| k.file.clone());
            table.row(vec![
                d.report.to_string(),
                file,
                d.field.to_owned(),
                d.first.clone(),
                d.second.clone(),
            ]);
        }
        table.print()?;
    }
    Ok(())
}
