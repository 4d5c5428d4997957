//! `tawatur sources`: the documents, and who stands behind the reports.

use super::context::Context;
use super::failure::Failure;
use super::names::Names;
use super::output;
use super::table::Table;
use super::timeline::short;
use serde_json::json;
use std::collections::BTreeMap;
use std::process::ExitCode;

/// Documents with outlet, date and language; with --origins, who the events rest on.
///
/// Example: tawatur sources --origins
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Arguments {
    /// Origins instead of documents: how many events each stands behind, and how many rest on it alone.
    #[arg(long)]
    origins: bool,
    /// Only documents in this language.
    #[arg(long, value_name = "CODE")]
    language: Option<String>,
}

/// Runs the command.
///
/// # Errors
/// When the store cannot be read.
pub fn run(arguments: &Arguments, context: &Context) -> Result<ExitCode, Failure> {
    let store = context.open_current()?;
    let names = Names::of(&store)?;
    let mut table;
    if arguments.origins {
        table = Table::new(&["events", "alone", "origin"]);
        let mut behind: BTreeMap<String, (usize, usize)> = BTreeMap::new();
        for event in store.events(&tawatur_store::Filter::default())? {
            for origin in &event.origins {
                let entry = behind.entry(names.origin(origin)).or_default();
                entry.0 += 1;
                entry.1 += usize::from(event.origins.len() == 1);
            }
        }
        let mut rows: Vec<(String, (usize, usize))> = behind.into_iter().collect();
        rows.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        for (name, (events, alone)) in rows {
            if context.json {
                output::json(&json!({ "origin": name, "events": events, "alone": alone }))?;
            }
            table.row(vec![events.to_string(), alone.to_string(), name]);
        }
    } else {
        table = Table::new(&["id", "published", "language", "outlet", "reports", "file"]);
        for d in store.documents()? {
            if arguments.language.as_ref().is_some_and(|l| *l != d.language.to_string()) {
                continue;
            }
            let reports = store.reports_of_document(&d.id)?.len();
            if context.json {
                output::json(&json!({ "document": d, "reports": reports }))?;
            }
            let published = d.published.date.map_or_else(|| "?".to_owned(), |date| date.to_string());
            let outlet = d.outlet.as_ref().map_or_else(String::new, |o| names.entity(o));
            table.row(vec![
                short(d.id.as_str()),
                published,
                d.language.to_string(),
                outlet,
                reports.to_string(),
                d.file,
            ]);
        }
    }
    if !context.json {
        table.print()?;
    }
    if table.is_empty() {
        eprintln!("nothing yet; add reports with `tawatur add FILE…`");
    }
    Ok(ExitCode::SUCCESS)
}
