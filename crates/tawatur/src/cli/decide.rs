//! `tawatur decide`: the last word of a person. Every decision is a row that is kept for good and can be taken back.

use super::context::{Context, analyst, now};
use super::corrected;
use super::failure::{Code, Failure};
use super::output;
use super::show::Thing;
use super::table::Table;
use serde_json::{Map, Value};
use std::process::ExitCode;
use tawatur_core::model::{
    Action, Correction, DocumentId, EventType, HandedReport, Lang, Maker, ReportId, in_force,
};
use tawatur_core::packs::Packs;
use tawatur_core::pipeline::{check_correction, check_row};
use tawatur_store::{Run, Store, StoreError};

/// Decides on what was found: accept, reject, correct, add, merge, split, note, outcome, undo.
///
/// Example: tawatur decide add report.txt --type evacuate --evidence "45 fighters left" --set to=Idlib
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Arguments {
    #[command(subcommand)]
    what: What,
    /// Who decides; else TAWATUR_BY, else the name you are logged in under.
    #[arg(long, global = true, value_name = "NAME")]
    by: Option<String>,
}

/// What a person can decide; the pages offer the same.
#[derive(Debug, clap::Subcommand)]
pub enum What {
    /// These reports are right.
    ///
    /// Example: tawatur decide accept r1f2a3b4c5
    Accept {
        /// Ids, or the beginnings of ids.
        #[arg(required = true)]
        reports: Vec<String>,
    },
    /// These reports are wrong and leave the record.
    ///
    /// Example: tawatur decide reject r1f2a3b4c5
    Reject {
        /// Ids, or the beginnings of ids.
        #[arg(required = true)]
        reports: Vec<String>,
    },
    /// Puts parts of a report right.
    ///
    /// Example: tawatur decide correct r1f2a3b4c5 --set mode=denied --set when=2018-07
    Correct {
        /// Id, or the beginning of it.
        report: String,
        /// What becomes of a field, as `mode=denied`, `who=Russia`, `when=2018-07`, `whom=` to empty it.
        #[arg(long = "set", required = true, value_name = "FIELD=VALUE")]
        fields: Vec<String>,
    },
    /// Adds a report from a quotation.
    ///
    /// Example: tawatur decide add report.txt --type evacuate --evidence "45 fighters left" --set to=Idlib
    Add {
        /// The document: id or file name.
        document: String,
        /// Event type.
        #[arg(long = "type")]
        kind: String,
        /// The words of the document, letter by letter.
        #[arg(long)]
        evidence: String,
        /// Further fields, as `who=Russia`, `when=2018-07-31`, `count=45`.
        #[arg(long = "set", value_name = "FIELD=VALUE")]
        fields: Vec<String>,
    },
    /// These reports or events are one event.
    ///
    /// Example: tawatur decide merge e1f2a3b4c5 e5c4b3a2f1
    Merge {
        /// Ids of reports or events.
        #[arg(required = true, num_args = 2..)]
        ids: Vec<String>,
    },
    /// These reports tell of another event than the others of theirs.
    ///
    /// Example: tawatur decide split r1f2a3b4c5
    Split {
        /// Ids of reports of one event.
        #[arg(required = true)]
        reports: Vec<String>,
    },
    /// What became of a term of an agreement.
    ///
    /// Example: tawatur decide outcome a1f2a3b4c5 evacuate carried_out --report r1f2a3b4c5
    Outcome {
        /// Id of the agreement, or of a report that tells of it.
        agreement: String,
        /// The term's type.
        term: String,
        /// What became of it.
        #[arg(value_parser = ["carried_out", "refused", "broken"])]
        outcome: String,
        /// A report that tells of it.
        #[arg(long)]
        report: Option<String>,
    },
    /// A remark on a report, event, document or entity.
    ///
    /// Example: tawatur decide note e1f2a3b4c5 "the mayor says otherwise" --source "call, 3 July"
    Note {
        /// Its id.
        id: String,
        /// The remark.
        text: String,
        /// Where it is known from.
        #[arg(long)]
        source: Option<String>,
    },
    /// Takes a decision back.
    ///
    /// Example: tawatur decide undo 12
    Undo {
        /// Its number, as `decide list` shows it.
        decision: u64,
    },
    /// Takes in a sheet of reports (`export reports`) that was corrected in a spreadsheet.
    ///
    /// Example: tawatur decide import sheet.csv --preview
    Import {
        /// The sheet (CSV).
        sheet: std::path::PathBuf,
        /// Shows what would be decided and stores nothing.
        #[arg(long)]
        preview: bool,
        /// The language of names that the sheet was exported with.
        #[arg(long, value_name = "CODE", default_value = "en")]
        language: Lang,
    },
    /// Lists the decisions.
    ///
    /// Example: tawatur decide list --json
    List,
}

/// Runs the command.
///
/// # Errors
/// When a target is not there, a value cannot be read, or the store cannot be written.
pub fn run(arguments: &Arguments, context: &Context) -> Result<ExitCode, Failure> {
    if matches!(arguments.what, What::List) {
        return list(context);
    }
    let by = Maker::Person(arguments.by.clone().unwrap_or_else(analyst));
    if let What::Import { sheet, preview, language } = &arguments.what {
        return corrected::run(sheet, *preview, *language, &by, context);
    }
    let mut store = context.open_current()?;
    let packs = context.load_packs()?;
    let decided = decide(&arguments.what, &by, &mut store, &packs)?;
    if context.json {
        output::json(&decided.iter().map(|(number, _)| number).collect::<Vec<_>>())?;
    }
    for (number, unfit) in decided {
        match unfit {
            Some(reason) => eprintln!("decision {number} is kept, but does not fit: {reason}"),
            None => eprintln!("decision {number}"),
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Stores decisions and builds the record with them: the number of each, with the reason where it does not fit.
///
/// # Errors
/// When a target is not there, a value cannot be read, or the store cannot be written.
pub fn decide(
    what: &What,
    by: &Maker,
    store: &mut Store,
    packs: &Packs,
) -> Result<Vec<(u64, Option<String>)>, Failure> {
    let numbers = keep(std::slice::from_ref(what), by, store, packs)?;
    let orphans = store.rebuild_record(packs)?.orphans;
    let unfit = |number: u64| orphans.iter().find(|(n, _)| *n == number).map(|(_, reason)| reason.clone());
    Ok(numbers.into_iter().map(|number| (number, unfit(number))).collect())
}

/// Stores decisions in one run and leaves the record as it is; whoever calls it has it built.
///
/// # Errors
/// When a target is not there, a value cannot be read, or the store cannot be written; nothing is stored then.
pub fn keep(what: &[What], by: &Maker, store: &mut Store, packs: &Packs) -> Result<Vec<u64>, Failure> {
    let mut actions = Vec::new();
    for one in what {
        actions.extend(self::actions(one, store, by, packs)?);
    }
    keep_actions(&actions, by, store)
}

/// Stores decisions that were checked, in one run, and leaves the record as it is.
///
/// # Errors
/// When the store cannot be written; nothing is stored then.
pub fn keep_actions(actions: &Actions, by: &Maker, store: &mut Store) -> Result<Vec<u64>, Failure> {
    let mut run = Run::new("decide", summary(actions), now());
    Ok(store.write::<_, StoreError>(&mut run, |writer| {
        actions
            .iter()
            .map(|(action, document)| writer.decide(by, action, document.as_ref()))
            .collect::<Result<Vec<u64>, _>>()
    })?)
}

/// What the decisions of a run do, for the list of runs.
fn summary(actions: &[(Action, Option<DocumentId>)]) -> String {
    let names = actions
        .iter()
        .filter_map(|(action, _)| serde_json::to_value(action).ok()?["action"].as_str().map(str::to_owned));
    let mut names: Vec<String> = names.collect();
    names.dedup();
    format!("{} {}", names.join(", "), actions.len())
}

/// Decisions with the documents they are about.
pub type Actions = Vec<(Action, Option<DocumentId>)>;

/// The decisions that are meant, checked against the record.
///
/// # Errors
/// When a target is not there or a value cannot be read.
pub fn actions(what: &What, store: &Store, by: &Maker, packs: &Packs) -> Result<Actions, Failure> {
    let about = |id: &ReportId| -> Result<Option<DocumentId>, Failure> {
        match store.document_of_verdict(id)? {
            Some(document) => Ok(Some(document)),
            None => Ok(Some(store.report(id)?.document)),
        }
    };
    let each = |ids: &[String], action: fn(ReportId) -> Action| -> Result<Actions, Failure> {
        ids.iter()
            .map(|id| {
                let report = report(store, id)?;
                let document = about(&report)?;
                Ok((action(report), document))
            })
            .collect()
    };
    Ok(match what {
        What::Accept { reports } => each(reports, |report| Action::Accept { report })?,
        What::Reject { reports } => each(reports, |report| Action::Reject { report })?,
        What::Correct { report: id, fields } => vec![correct(&report(store, id)?, fields, store, packs)?],
        What::Add { document, kind, evidence, fields } => {
            vec![add(document, kind, evidence, fields, store, by, packs)?]
        }
        What::Merge { ids } => {
            let mut reports = Vec::new();
            for id in ids {
                match Thing::find(store, id)? {
                    Thing::Event(event) => reports.extend(event.reports),
                    _ => reports.push(report(store, id)?),
                }
            }
            vec![(Action::Same { reports }, None)]
        }
        What::Split { reports } => vec![(split(reports, store)?, None)],
        What::Outcome { agreement, term, outcome, report: by_report } => {
            let teller = match Thing::find(store, agreement)? {
                Thing::Agreement(found) => store.event(&found.event)?.reports.first().cloned(),
                _ => Some(report(store, agreement)?),
            };
            let agreement =
                teller.ok_or_else(|| Failure::new(Code::Missing, "no report tells of this agreement", ""))?;
            let report = by_report.as_ref().map(|id| report(store, id)).transpose()?;
            vec![(
                Action::Outcome { agreement, term: EventType::new(term), report, outcome: outcome.clone() },
                None,
            )]
        }
        What::Note { id, text, source } => {
            let target = store.full_id(id)?;
            vec![(Action::Note { target, text: text.clone(), source: source.clone() }, None)]
        }
        What::Undo { decision } => {
            let decisions = store.decisions()?;
            if !in_force(&decisions).iter().any(|d| d.id == *decision) {
                return Err(Failure::new(
                    Code::Missing,
                    format!("there is no decision {decision} in force"),
                    "`tawatur decide list` lists them",
                ));
            }
            vec![(Action::Undo { decision: *decision }, None)]
        }
        What::Import { .. } | What::List => Vec::new(),
    })
}

/// The report that an id or its beginning means; one that was rejected by its whole id.
fn report(store: &Store, id: &str) -> Result<ReportId, Failure> {
    let whole = ReportId::new(id);
    if store.document_of_verdict(&whole)?.is_some() {
        return Ok(whole);
    }
    Ok(store.report(&ReportId::new(store.full_id(id)?))?.id)
}

fn correct(
    id: &ReportId,
    fields: &[String],
    store: &Store,
    packs: &Packs,
) -> Result<(Action, Option<DocumentId>), Failure> {
    let fields = Value::Object(pairs(fields)?);
    let correction: Correction = serde_json::from_value(fields).map_err(|e| {
        Failure::new(
            Code::Usage,
            format!("the correction cannot be read: {e}"),
            "fields are those of the export's report row",
        )
    })?;
    let found = store.report(id)?;
    let stored = store.document(&found.document)?;
    check_correction(&found, &correction, &stored.document.text, &stored.extraction, packs)
        .map_err(|reason| Failure::new(Code::Refused, reason, ""))?;
    Ok((Action::Correct { report: id.clone(), correction: Box::new(correction) }, Some(found.document)))
}

fn add(
    document: &str,
    kind: &str,
    evidence: &str,
    fields: &[String],
    store: &Store,
    by: &Maker,
    packs: &Packs,
) -> Result<(Action, Option<DocumentId>), Failure> {
    let id = store.document_named(document)?;
    let stored = store.document(&id)?;
    let mut row = pairs(fields)?;
    row.insert("document".to_owned(), id.as_str().into());
    row.insert("type".to_owned(), kind.into());
    row.insert("evidence".to_owned(), evidence.into());
    let row: HandedReport = serde_json::from_value(Value::Object(row)).map_err(|e| {
        Failure::new(
            Code::Usage,
            format!("the report cannot be read: {e}"),
            "fields are those of the export's report row",
        )
    })?;
    let handed =
        check_row(&row, &id, &stored.document.text, &stored.extraction, by, packs).map_err(|reason| {
            Failure::new(
                Code::Refused,
                reason,
                "select the words in the document and copy them as they stand",
            )
        })?;
    for note in handed.notes {
        eprintln!("note: {note}");
    }
    eprintln!("report {}", handed.report.id);
    Ok((Action::Add { report: Box::new(row) }, Some(id)))
}

fn split(ids: &[String], store: &Store) -> Result<Action, Failure> {
    let left = ids.iter().map(|id| report(store, id)).collect::<Result<Vec<_>, _>>()?;
    let mut right = Vec::new();
    for id in &left {
        right.extend(store.event_of(id)?.reports);
    }
    right.retain(|r| !left.contains(r));
    right.sort();
    right.dedup();
    if right.is_empty() {
        return Err(Failure::new(
            Code::Missing,
            "no other report tells of their event",
            "name only the reports that do not belong",
        ));
    }
    Ok(Action::Different { left, right })
}

/// `field=value` pairs: a value that is JSON is taken as such, any other as text; nothing empties a list.
fn pairs(fields: &[String]) -> Result<Map<String, Value>, Failure> {
    let mut map = Map::new();
    for field in fields {
        let Some((name, value)) = field.split_once('=') else {
            return Err(Failure::new(
                Code::Usage,
                format!("`{field}` is no FIELD=VALUE"),
                "write --set who=Russia",
            ));
        };
        let structured =
            value.starts_with(['[', '{']) || value.parse::<f64>().is_ok_and(|_| name.starts_with("count"));
        let value = match value {
            "" => Value::Array(Vec::new()),
            _ if structured => serde_json::from_str(value).map_err(|e| {
                Failure::new(
                    Code::Usage,
                    format!("`{value}` is no JSON: {e}"),
                    "write --set 'who=[\"A\",\"B\"]'",
                )
            })?,
            text => text.into(),
        };
        map.insert(name.to_owned(), value);
    }
    Ok(map)
}

fn list(context: &Context) -> Result<ExitCode, Failure> {
    let store = context.open()?;
    let decisions = store.decisions()?;
    let standing: Vec<u64> = in_force(&decisions).iter().map(|d| d.id).collect();
    let mut table = Table::new(&["number", "at", "by", "what", ""]);
    for d in &decisions {
        if context.json {
            output::json(d)?;
        }
        let mut action = serde_json::to_value(&d.action)?;
        let name = action["action"].take();
        let about = ["agreement", "report", "reports", "left", "target", "decision"]
            .iter()
            .find_map(|k| action.get(*k).filter(|v| !v.is_object()));
        let what =
            format!("{} {}", name.as_str().unwrap_or(""), about.map_or_else(String::new, Value::to_string));
        let state = if standing.contains(&d.id) { "" } else { "taken back" };
        table.row(vec![d.id.to_string(), d.at.clone(), d.by.name().to_owned(), what, state.to_owned()]);
    }
    if !context.json {
        table.print()?;
    }
    Ok(ExitCode::SUCCESS)
}
