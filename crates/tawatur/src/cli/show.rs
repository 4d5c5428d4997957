//! `tawatur show ID`: one document, report, event, agreement, dispute or entity, whole.

use super::context::Context;
use super::failure::Failure;
use super::names::{Names, figure, figures, spaced, when};
use super::table::isolated;
use super::timeline::short;
use super::{agreements, disputes, output};
use std::io::Write;
use std::process::ExitCode;
use tawatur_core::model::{DocumentId, EntityId, Event, EventId, Report, ReportId, Role};
use tawatur_store::Store;

/// One thing of the record, whole: a document, report, event, agreement, dispute or entity.
///
/// Example: tawatur show e1f2a3b4c5
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Arguments {
    /// Its id, or the beginning of it, or a document's file name.
    id: String,
}

/// Something of the record, found by id.
pub enum Thing {
    /// A document.
    Document(DocumentId),
    /// A report.
    Report(Box<Report>),
    /// An event.
    Event(Box<Event>),
    /// An agreement.
    Agreement(Box<tawatur_core::model::Agreement>),
    /// A dispute.
    Dispute(Box<tawatur_core::model::Dispute>),
    /// An entity.
    Entity(Box<tawatur_core::model::Entity>),
}

impl Thing {
    /// The thing that an id, its beginning, or a document's name means.
    ///
    /// # Errors
    /// When there is none, or several.
    pub fn find(store: &Store, name: &str) -> Result<Self, Failure> {
        let id = match store.full_id(name) {
            Ok(id) => id,
            Err(error) => return store.document_named(name).map(Self::Document).map_err(|_| error.into()),
        };
        if let Ok(event) = store.event(&EventId::new(&id)) {
            return Ok(Self::Event(Box::new(event)));
        }
        if let Ok(report) = store.report(&ReportId::new(&id)) {
            return Ok(Self::Report(Box::new(report)));
        }
        if let Ok(agreement) = store.agreement(&id) {
            return Ok(Self::Agreement(Box::new(agreement)));
        }
        if let Ok(dispute) = store.dispute(&id) {
            return Ok(Self::Dispute(Box::new(dispute)));
        }
        if let Ok(entity) = store.entity(&EntityId::new(&id)) {
            return Ok(Self::Entity(Box::new(entity)));
        }
        Ok(Self::Document(store.record_document(&DocumentId::new(&id))?.id))
    }
}

/// Runs the command.
///
/// # Errors
/// When the store cannot be read or nothing has the id.
pub fn run(arguments: &Arguments, context: &Context) -> Result<ExitCode, Failure> {
    let store = context.open_current()?;
    let names = Names::of(&store)?;
    let mut out = std::io::stdout().lock();
    match Thing::find(&store, &arguments.id)? {
        Thing::Document(id) if context.json => {
            output::json(&(store.record_document(&id)?, store.reports_of_document(&id)?))?
        }
        Thing::Report(report) if context.json => output::json(&report)?,
        Thing::Event(event) if context.json => output::json(&names.event_json(&event))?,
        Thing::Agreement(agreement) if context.json => output::json(&agreement)?,
        Thing::Dispute(dispute) if context.json => output::json(&dispute)?,
        Thing::Entity(entity) if context.json => output::json(&entity)?,
        Thing::Document(id) => document(&id, &store, &names, &mut out)?,
        Thing::Report(found) => report(&found, &store, &names, &mut out)?,
        Thing::Event(found) => event(&found, &store, &names, &mut out)?,
        Thing::Agreement(found) => agreements::write(&found, &store, &names, &mut out)?,
        Thing::Dispute(found) => disputes::write(&found, &store, &names, &mut out)?,
        Thing::Entity(found) => {
            writeln!(out, "{}  {}  {}", found.id, found.kind.name(), isolated(&names.entity(&found.id)))?;
            for (lang, name) in &found.names {
                writeln!(out, "  {lang}  {}", isolated(name))?;
            }
            writeln!(out, "  also {}", isolated(&found.aliases.join(", ")))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn document(id: &DocumentId, store: &Store, names: &Names, out: &mut dyn Write) -> Result<(), Failure> {
    let (known, stored) = (store.record_document(id)?, store.document(id)?);
    writeln!(out, "{}  {}", id, known.file)?;
    writeln!(out, "  language   {}", known.language)?;
    let published = known.published.date.map_or_else(|| "unknown".to_owned(), |d| d.to_string());
    writeln!(out, "  published  {published}  {}", known.published.why)?;
    if let Some(outlet) = &known.outlet {
        writeln!(out, "  outlet     {}", isolated(&names.entity(outlet)))?;
    }
    for note in &stored.document.notes {
        writeln!(out, "  note       {}", note.text)?;
    }
    writeln!(out, "\n{}\n", stored.document.text.trim_end())?;
    for one in store.reports_of_document(id)? {
        report(&one, store, names, out)?;
    }
    Ok(())
}

/// Writes a report for people.
fn report(r: &Report, store: &Store, names: &Names, out: &mut dyn Write) -> Result<(), Failure> {
    let text = store.document(&r.document)?.document.text;
    let words = r.span.slice(&text).split_whitespace().collect::<Vec<_>>().join(" ");
    let mode = serde_json::to_value(r.mode)?;
    writeln!(
        out,
        "{}  {}  {}  {}",
        short(r.id.as_str()),
        spaced(r.kind.as_str()),
        mode.as_str().unwrap_or(""),
        when(r.when.as_ref())
    )?;
    writeln!(out, "  {}", isolated(&format!("“{words}”")))?;
    for role in Role::ALL {
        let fillers = names.role(r, role);
        if !fillers.is_empty() {
            writeln!(out, "  {:<9} {}", role.name(), isolated(&fillers))?;
        }
    }
    for count in &r.counts {
        writeln!(out, "  count     {}", figure(count))?;
    }
    for chain in &r.source {
        let links: Vec<String> = chain.0.iter().map(|l| names.entity(&l.entity)).collect();
        writeln!(out, "  source    {}", isolated(&links.join(" ← ")))?;
    }
    for term in &r.terms {
        writeln!(out, "  term      {}", spaced(term.kind.as_str()))?;
    }
    writeln!(out, "  document  {}", isolated(&names.document(&r.document)))?;
    if let Ok(event) = store.event_of(&r.id) {
        writeln!(out, "  event     {}", short(event.id.as_str()))?;
    }
    writeln!(out, "  made by   {}\n", r.made_by.name())?;
    Ok(())
}

fn event(e: &Event, store: &Store, names: &Names, out: &mut dyn Write) -> Result<(), Failure> {
    writeln!(
        out,
        "{}  {}  {}  {}",
        e.id,
        spaced(e.kind.as_str()),
        when(e.when.as_ref()),
        isolated(&names.places(e))
    )?;
    if !names.cast(e).is_empty() {
        writeln!(out, "  {}", isolated(&names.cast(e)))?;
    }
    if !e.counts.is_empty() {
        writeln!(out, "  {}", figures(&e.counts))?;
    }
    writeln!(out, "\n{}:", output::counted(e.origins.len(), "independent origin"))?;
    for origin in &e.origins {
        writeln!(out, "  {}", isolated(&names.origin(origin)))?;
        for report in &origin.reports {
            let (words, file) = disputes::quotation(report, store)?;
            writeln!(out, "    {}  {}  ({})", short(report.as_str()), isolated(&words), isolated(&file))?;
        }
    }
    let found = store.disputes_of(&e.id)?;
    if !found.is_empty() {
        writeln!(out, "\n{}:", output::counted(found.len(), "dispute"))?;
        for dispute in &found {
            disputes::write(dispute, store, names, out)?;
        }
    }
    Ok(())
}
