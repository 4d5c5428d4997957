//! `tawatur timeline` and `tawatur events`: what happened, in the order of days.

use super::context::Context;
use super::failure::Failure;
use super::names::{Names, figures, spaced, when};
use super::table::Table;
use super::{filter, output};
use std::process::ExitCode;
use tawatur_core::model::Event;
use tawatur_store::Store;

/// What happened, day by day.
///
/// Example: tawatur timeline --place Deraa --from 2018-06 --to 2018-08
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Arguments {
    #[command(flatten)]
    filter: filter::Narrowing,
}

/// The events of the record, with who, whom, figures and how many independent origins stand behind each.
///
/// Example: tawatur events --type evacuate --actor "Syrian army"
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub struct EventsArguments {
    #[command(flatten)]
    filter: filter::Narrowing,
    /// The column that decides the order; with - before it (--sort=-day) the other way round.
    #[arg(long, value_name = "COLUMN", default_value = "day", allow_hyphen_values = true, value_parser = filter::known_order)]
    sort: String,
}

/// Runs `timeline`.
///
/// # Errors
/// When the store cannot be read.
pub fn run(arguments: &Arguments, context: &Context) -> Result<ExitCode, Failure> {
    let store = context.open_current()?;
    let events = store.events(&arguments.filter.filter()?)?;
    list(&store, &events, context, &timeline)
}

/// Runs `events`.
///
/// # Errors
/// When the store cannot be read.
pub fn run_events(arguments: &EventsArguments, context: &Context) -> Result<ExitCode, Failure> {
    let store = context.open_current()?;
    let order = filter::order(&arguments.sort, tawatur_core::model::Lang::UNKNOWN);
    let filter = tawatur_store::Filter { order, ..arguments.filter.filter()? };
    let events = store.events(&filter)?;
    list(&store, &events, context, &with_origins)
}

fn list(
    store: &Store,
    events: &[Event],
    context: &Context,
    table: &dyn Fn(&[Event], &Names) -> Table,
) -> Result<ExitCode, Failure> {
    let names = Names::of(store)?;
    if context.json {
        for event in events {
            output::json(&names.event_json(event))?;
        }
    } else {
        table(events, &names).print()?;
    }
    if events.is_empty() {
        eprintln!("no events; `tawatur sources` lists the documents");
    }
    Ok(ExitCode::SUCCESS)
}

/// One line an event: when, what, where, who.
#[must_use]
pub fn timeline(events: &[Event], names: &Names) -> Table {
    let mut table = Table::new(&["when", "what", "where", "who", "figures", "id"]);
    for e in events {
        table.row(vec![
            when(e.when.as_ref()),
            spaced(e.kind.as_str()),
            names.places(e),
            names.cast(e),
            figures(&e.counts),
            short(e.id.as_str()),
        ]);
    }
    table
}

/// One line an event: what, and who tells of it.
#[must_use]
pub fn with_origins(events: &[Event], names: &Names) -> Table {
    let mut table = Table::new(&["id", "when", "what", "where", "reports", "origins", "origin"]);
    for e in events {
        let origins: Vec<String> = e.origins.iter().map(|o| names.origin(o)).collect();
        table.row(vec![
            short(e.id.as_str()),
            when(e.when.as_ref()),
            spaced(e.kind.as_str()),
            names.places(e),
            e.reports.len().to_string(),
            e.origins.len().to_string(),
            origins.join(", "),
        ]);
    }
    table
}

/// Characters of an id that listings show; commands take the beginning of an id.
const SHORT: usize = 10;

/// The beginning of an id.
#[must_use]
pub fn short(id: &str) -> String {
    id.chars().take(SHORT).collect()
}
