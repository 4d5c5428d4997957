//! `tawatur compare`: the record beside a table of ACLED or UCDP GED.

use super::context::Context;
use super::failure::Failure;
use super::output;
use super::table::Table as Rows;
use crate::compare::{Comparison, Ours, Theirs, compare, ours, read};
use crate::export::{Material, Options, View};
use serde_json::json;
use std::path::PathBuf;
use std::process::ExitCode;
use tawatur_core::model::Lang;

/// Compares the record with a table of ACLED or UCDP GED: which events both have and in what they differ, which only
/// they have, which only we have, and what can be said on why. Nothing is stored.
///
/// Example: tawatur compare ged.csv --about s0239dd
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Arguments {
    /// Their table (CSV, with their columns).
    table: PathBuf,
    /// Only what belongs to this story, event, agreement, document or name of ours.
    #[arg(long, value_name = "ID", num_args = 1..)]
    about: Vec<String>,
    /// Their rows from outside the days of our documents too, which are left out.
    #[arg(long)]
    all: bool,
}

/// Runs the command.
///
/// # Errors
/// When the store or the table cannot be read.
pub fn run(arguments: &Arguments, context: &Context) -> Result<ExitCode, Failure> {
    let (kind, mut theirs, unread) = read(&arguments.table)?;
    let store = context.open_current()?;
    let mut material = Material::new(&store)?;
    if !arguments.about.is_empty() {
        material.narrow_to(&arguments.about)?;
    }
    // English is the language of both tables; people write languages as codes everywhere else.
    let lang = "en".parse().unwrap_or(Lang::UNKNOWN);
    let options = Options { lang, statements: false, raw: true, json: context.json };
    let view = View::load(material, context.load_packs()?, options)?;
    let ours = ours(&view, kind);
    let read_rows = theirs.len();
    if !arguments.all {
        let days = view.record.documents.iter().filter_map(|d| d.published.date);
        let (first, last) = (ours.iter().map(|o| o.start).chain(days.clone()).min(), days.max());
        theirs.retain(|t| {
            first.is_some_and(|first| t.end >= first) && last.is_some_and(|last| t.start <= last)
        });
    }
    let found = compare(&theirs, &ours, &view);
    if context.json {
        for_machines(&found, &theirs, &ours)?;
    } else {
        for_people(&found, &theirs, &ours)?;
    }
    for line in &unread {
        eprintln!("row {line}: has no day or type that can be read; left out");
    }
    if read_rows > theirs.len() {
        eprintln!(
            "{} of theirs lie outside the days of our documents (--all shows them)",
            output::counted(read_rows - theirs.len(), "row")
        );
    }
    let same = found.both.iter().filter(|p| p.differences.is_empty()).count();
    eprintln!(
        "{} in both ({same} without a difference), {} only theirs, {} only ours",
        output::counted(found.both.len(), "event"),
        found.only_theirs.len(),
        found.only_ours.len()
    );
    Ok(ExitCode::SUCCESS)
}

fn for_machines(found: &Comparison, theirs: &[Theirs], ours: &[Ours]) -> Result<(), Failure> {
    let their = |t: &Theirs| {
        json!({ "id": t.id, "start": t.start.to_string(), "end": t.end.to_string(), "type": t.kind, "who": t.who,
            "where": t.place, "deaths": t.deaths, "source": t.source })
    };
    let our = |o: &Ours| {
        json!({ "id": o.id, "start": o.start.to_string(), "end": o.end.to_string(), "type": o.kind, "who": o.who,
            "where": o.place, "deaths": o.deaths, "origins": o.origins })
    };
    for pair in &found.both {
        let (theirs, ours) = (their(&theirs[pair.theirs]), our(&ours[pair.ours]));
        output::json(
            &json!({ "in": "both", "theirs": theirs, "ours": ours, "differences": pair.differences }),
        )?;
    }
    for one in &found.only_theirs {
        output::json(&json!({ "in": "theirs", "theirs": their(&theirs[one.at]), "why": one.reason }))?;
    }
    for one in &found.only_ours {
        output::json(&json!({ "in": "ours", "ours": our(&ours[one.at]), "why": one.reason }))?;
    }
    Ok(())
}

fn for_people(found: &Comparison, theirs: &[Theirs], ours: &[Ours]) -> Result<(), Failure> {
    let mut rows = Rows::new(&["in", "day", "type", "where", "theirs", "ours", "what differs, or why"]);
    let mut row = |side: &str, theirs: Option<&Theirs>, ours: Option<&Ours>, why: String| {
        let (start, kind, place) = match (theirs, ours) {
            (Some(t), _) => (t.start, &t.kind, &t.place),
            (None, Some(o)) => (o.start, &o.kind, &o.place),
            (None, None) => return,
        };
        rows.row(vec![
            side.to_owned(),
            start.to_string(),
            kind.clone(),
            place.clone(),
            theirs.map(|t| t.id.clone()).unwrap_or_default(),
            ours.map(|o| o.id.to_string()).unwrap_or_default(),
            why,
        ]);
    };
    for pair in &found.both {
        row("both", Some(&theirs[pair.theirs]), Some(&ours[pair.ours]), pair.differences.join("; "));
    }
    for one in &found.only_theirs {
        row("theirs", Some(&theirs[one.at]), None, one.reason.clone());
    }
    for one in &found.only_ours {
        row("ours", None, Some(&ours[one.at]), one.reason.clone());
    }
    rows.print()?;
    Ok(())
}
