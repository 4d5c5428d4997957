//! `tawatur decide import`: a sheet of reports (`export reports`) that was corrected in a spreadsheet, taken in as decisions.

use super::context::Context;
use super::decide::{self, What};
use super::failure::{Code, Failure};
use super::output;
use super::table::Table;
use crate::csvfile::{Line, read};
use crate::export::reports::{VERSION, fields, version};
use crate::export::{Material, Options, View};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::Path;
use std::process::ExitCode;
use tawatur_core::model::{Count, Lang, Maker, Report, ReportId, Role, in_force};

/// What a row of the sheet asks for.
struct Asked {
    line: usize,
    about: String,
    what: What,
    /// Field, what it says now, what it would say.
    changes: Vec<(&'static str, String, String)>,
}

/// Reads the sheet and stores what it decides, or only shows it.
///
/// # Errors
/// When the sheet or the store cannot be read, or the store not be written.
pub fn run(
    sheet: &Path,
    preview: bool,
    lang: Lang,
    by: &Maker,
    context: &Context,
) -> Result<ExitCode, Failure> {
    let lines = read(sheet)?;
    if lines.first().is_some_and(|line| !line.has("id") || !line.has("evidence")) {
        return Err(Failure::new(
            Code::Usage,
            format!("{} is no sheet of reports", sheet.display()),
            "name a CSV that `tawatur export reports` wrote and a person corrected",
        ));
    }
    let mut store = context.open_current()?;
    let packs = context.load_packs()?;
    let options = Options { lang, statements: true, raw: true, json: false };
    let mut refused: Vec<(usize, String)> = Vec::new();
    let mut asked: Vec<Asked> = Vec::new();
    {
        let view = View::load(Material::new(&store)?, context.load_packs()?, options)?;
        for line in &lines {
            match row(line, &view) {
                Ok(wanted) => asked.extend(wanted),
                Err(reason) => refused.push((line.number, reason)),
            }
        }
    }
    let mut known: BTreeSet<String> = BTreeSet::new();
    for decision in in_force(&store.decisions()?) {
        known.insert(serde_json::to_string(&(&decision.by, &decision.action))?);
    }
    let mut taken = Vec::new();
    let mut table = Table::new(&["row", "decision", "report", "field", "now", "becomes"]);
    for one in &asked {
        let actions = match decide::actions(&one.what, &store, by, &packs) {
            Ok(actions) => actions,
            Err(failure) => {
                refused.push((one.line, failure.message));
                continue;
            }
        };
        for (action, document) in actions {
            if known.insert(serde_json::to_string(&(by, &action))?) {
                show(one, context, &mut table)?;
                taken.push((action, document));
            }
        }
    }
    if !context.json {
        table.print()?;
    }
    refused.sort();
    for (line, reason) in &refused {
        eprintln!("row {line} refused: {reason}");
    }
    let refusals = if refused.is_empty() { String::new() } else { format!(", {} refused", refused.len()) };
    if preview {
        eprintln!("{} would be stored{refusals}; nothing was", output::counted(taken.len(), "decision"));
    } else {
        if !taken.is_empty() {
            decide::keep_actions(&taken, by, &mut store)?;
            store.rebuild_record(&packs)?;
        }
        eprintln!("{} stored{refusals}", output::counted(taken.len(), "decision"));
    }
    Ok(if refused.is_empty() { ExitCode::SUCCESS } else { Code::Refused.into() })
}

fn show(one: &Asked, context: &Context, table: &mut Table) -> Result<(), Failure> {
    let name = match one.what {
        What::Accept { .. } => "accept",
        What::Reject { .. } => "reject",
        What::Correct { .. } => "correct",
        What::Add { .. } => "add",
        _ => "note",
    };
    if context.json {
        let changes: Vec<Value> = one
            .changes
            .iter()
            .map(|(field, now, becomes)| json!({ "field": field, "now": now, "becomes": becomes }))
            .collect();
        return output::json(
            &json!({ "row": one.line, "decision": name, "about": one.about, "changes": changes }),
        );
    }
    let cells = |field: &str, now: &str, becomes: &str| {
        let line = one.line.to_string();
        [line, name.to_owned(), one.about.clone(), field.to_owned(), now.to_owned(), becomes.to_owned()]
            .into()
    };
    if one.changes.is_empty() {
        table.row(cells("", "", ""));
    }
    for (field, now, becomes) in &one.changes {
        table.row(cells(field, now, becomes));
    }
    Ok(())
}

/// What a row asks for, if anything.
fn row(line: &Line, view: &View<'_>) -> Result<Vec<Asked>, String> {
    let id = line.cell("id");
    if id.is_empty() {
        return new(line).map(|what| {
            vec![Asked {
                line: line.number,
                about: line.cell("document").to_owned(),
                what,
                changes: Vec::new(),
            }]
        });
    }
    let rejected = line.cell("decision").eq_ignore_ascii_case("reject");
    if rejected && view.texts.store.document_of_verdict(&ReportId::new(id)).is_ok_and(|d| d.is_some()) {
        // It left the record by an earlier reading of this sheet.
        return Ok(Vec::new());
    }
    let report = view.report(&ReportId::new(id)).ok_or_else(|| {
        format!("there is no report {id} in the record; it was rejected, or is of another store")
    })?;
    let asked = |what: What, changes| Asked { line: line.number, about: id.to_owned(), what, changes };
    let mut all = Vec::new();
    let mut changes = Vec::new();
    let mut set = Vec::new();
    for (field, now) in fields(report, view) {
        let cell = unprotected(line.cell(field));
        if line.has(field) && cell != now.trim() {
            set.push(format!("{field}={}", value(field, cell, report, view)?));
            changes.push((field, now, cell.to_owned()));
        }
    }
    let told = line.cell(VERSION);
    if !set.is_empty() && line.has(VERSION) && told != version(report, view) {
        return Err("the report has changed since the sheet was written; export it again".to_owned());
    }
    let decision = line.cell("decision").to_lowercase();
    match decision.as_str() {
        "reject" => all.push(asked(What::Reject { reports: vec![id.to_owned()] }, Vec::new())),
        "" | "accept" => {
            if !set.is_empty() {
                all.push(asked(What::Correct { report: id.to_owned(), fields: set }, changes));
            }
            if decision == "accept" {
                all.push(asked(What::Accept { reports: vec![id.to_owned()] }, Vec::new()));
            }
        }
        other => return Err(format!("`{other}` is no decision; write accept or reject, or nothing")),
    }
    let note = unprotected(line.cell("note"));
    if !note.is_empty() {
        let what = What::Note { id: id.to_owned(), text: note.to_owned(), source: None };
        all.push(asked(what, vec![("note", String::new(), note.to_owned())]));
    }
    Ok(all)
}

/// A row without an id: a report that was missed.
fn new(line: &Line) -> Result<What, String> {
    let [document, kind, evidence] =
        ["document", "type", "evidence"].map(|c| unprotected(line.cell(c)).to_owned());
    if document.is_empty() || kind.is_empty() || evidence.is_empty() {
        return Err("a row without an id is a new report and needs document, type and evidence".to_owned());
    }
    let mut set = Vec::new();
    for field in COLUMNS {
        let cell = unprotected(line.cell(field));
        if !cell.is_empty() {
            set.push(format!("{field}={}", plain(field, cell)?));
        }
    }
    Ok(What::Add { document, kind, evidence, fields: set })
}

/// Columns of a new report, beside what it is and where it stands.
const COLUMNS: [&str; 11] =
    ["mode", "who", "whom", "parties", "mediator", "where", "from", "to", "when", "counts", "source"];

/// A cell without the apostrophe that kept a spreadsheet from running it.
fn unprotected(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|rest| rest.starts_with(['=', '+', '-', '@'])).unwrap_or(cell)
}

/// A cell as a correction reads it; who stays in it stays the same entity.
fn value(field: &str, cell: &str, report: &Report, view: &View<'_>) -> Result<String, String> {
    let same = |name: &str| -> String {
        let people = report.roles.iter().map(|f| &f.entity);
        let mut all = people.chain(report.source.iter().flat_map(|c| &c.0).map(|l| &l.entity));
        all.find(|id| view.name(id) == name).map_or_else(|| name.to_owned(), ToString::to_string)
    };
    match field {
        "source" => Ok(chains(cell, &same).to_string()),
        "counts" => figures(cell, &report.counts, view).map(|v| v.to_string()),
        _ if is_role(field) => Ok(json!(names(cell).map(same).collect::<Vec<_>>()).to_string()),
        _ => Ok(cell.to_owned()),
    }
}

/// The same of a report that is new.
fn plain(field: &str, cell: &str) -> Result<String, String> {
    let same = |name: &str| name.to_owned();
    match field {
        "source" => Ok(chains(cell, &same).to_string()),
        "counts" => cell.split(';').map(figure).collect::<Result<Vec<_>, _>>().map(|v| json!(v).to_string()),
        _ if is_role(field) => Ok(json!(names(cell).collect::<Vec<_>>()).to_string()),
        _ => Ok(cell.to_owned()),
    }
}

fn is_role(field: &str) -> bool {
    Role::ALL.iter().any(|role| role.name() == field)
}

fn names(cell: &str) -> impl Iterator<Item = &str> {
    cell.split(';').map(str::trim).filter(|name| !name.is_empty())
}

fn chains(cell: &str, same: &dyn Fn(&str) -> String) -> Value {
    let chain = |chain: &str| -> Vec<String> {
        chain.split('>').map(str::trim).filter(|n| !n.is_empty()).map(same).collect()
    };
    json!(names(cell).map(chain).collect::<Vec<_>>())
}

/// Figures; one that stands in the report already stays as it is.
fn figures(cell: &str, known: &[Count], view: &View<'_>) -> Result<Value, String> {
    let one = |text: &str| -> Result<Value, String> {
        match known.iter().find(|c| crate::export::reports::figure(c, view) == text) {
            Some(c) => {
                let side = c.side.as_ref().map(ToString::to_string);
                Ok(
                    json!({ "value": c.value, "low": c.low, "high": c.high, "op": c.op, "of": c.of, "side": side }),
                )
            }
            None => figure(text),
        }
    };
    names(cell).map(one).collect::<Result<Vec<_>, _>>().map(Value::from)
}

/// `more than 45 fighters (Syrian army)`: how it is meant unless exactly, the value, what is counted, whose.
fn figure(text: &str) -> Result<Value, String> {
    let (rest, side) = match text.trim().strip_suffix(')').and_then(|t| t.rsplit_once('(')) {
        Some((rest, side)) => (rest.trim(), Some(side.trim())),
        None => (text.trim(), None),
    };
    let mut words = rest.split_whitespace();
    let op: Vec<&str> = words.by_ref().take_while(|w| w.parse::<f64>().is_err()).collect();
    let number = rest.split_whitespace().find_map(|w| w.parse::<f64>().ok());
    let of: Vec<&str> = words.collect();
    let Some(number) = number else {
        return Err(format!("`{text}` is no figure; write as in `45 fighters` or `more than 10 killed`"));
    };
    let op = if op.is_empty() { "=".to_owned() } else { op.join(" ") };
    let mut figure = json!({ "value": number, "op": op, "side": side });
    if !of.is_empty() {
        figure["of"] = of.join(" ").into();
    }
    Ok(figure)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_read_as_they_are_written() {
        let read = |text: &str| figure(text).map(|f| f.to_string());
        assert_eq!(
            read("45 fighters").as_deref(),
            Ok(r#"{"value":45.0,"op":"=","side":null,"of":"fighters"}"#)
        );
        assert_eq!(
            read("more than 10 killed (Syrian army)").as_deref(),
            Ok(r#"{"value":10.0,"op":"more than","side":"Syrian army","of":"killed"}"#)
        );
        assert!(read("some fighters").is_err());
    }

    #[test]
    fn protection_from_formulas_is_taken_off() {
        assert_eq!((unprotected("'=1+1"), unprotected("'tis"), unprotected("a")), ("=1+1", "'tis", "a"));
    }
}
