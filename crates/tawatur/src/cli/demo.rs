//! `tawatur demo`: the example's reports, read into a store, and what the record says of them.

use super::context::Context;
use super::failure::{Code, Failure};
use super::names::Names;
use super::{agreements, disputes, output, timeline};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use tawatur_core::packs::Packs;
use tawatur_core::pipeline::examine;
use tawatur_core::read::read;
use tawatur_store::{Filter, Mode, Run, Store, StoreError};

/// The example's files, embedded: name and bytes, sorted.
static EXAMPLE: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/example.rs"));

/// Reads short invented reports on the real events of Deraa in 2018 and 2021, and shows what comes of it.
///
/// Example: tawatur demo
///
/// With --store the example's record is kept there; else it lies in a temporary file that is removed at the end.
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Arguments {}

/// Runs the command.
///
/// # Errors
/// When the store cannot be written.
pub fn run(_: &Arguments, context: &Context) -> Result<ExitCode, Failure> {
    let packs = context.load_packs()?;
    let (path, temporary) = match &context.store {
        Some(path) => (path.clone(), None),
        None => {
            let folder = Temporary::new()?;
            (folder.0.join("demo.db"), Some(folder))
        }
    };
    let mut store = Store::open(&path, Mode::Create)?;
    fill(&mut store, &packs)?;
    tell(&store, temporary.is_none().then_some(path.as_path()))?;
    Ok(ExitCode::SUCCESS)
}

/// Adds the example's documents and builds the record. The clock is left out: two demos make the same store.
fn fill(store: &mut Store, packs: &Packs) -> Result<(), Failure> {
    let mut run = Run::new("demo", output::counted(EXAMPLE.len(), "example file"), "2021-09-30T00:00:00Z");
    let mut examined = Vec::new();
    for (name, bytes) in EXAMPLE {
        for received in read(name, bytes) {
            let (document, bytes) =
                received.map_err(|refusal| Failure::new(Code::Refused, refusal.to_string(), ""))?;
            examined.push((examine(document, packs), bytes));
        }
    }
    store.write::<_, StoreError>(&mut run, |writer| {
        for (examined, bytes) in &examined {
            writer.receive(&examined.document, bytes)?;
            writer.put_found(examined, bytes)?;
        }
        Ok(())
    })?;
    store.rebuild_record(packs)?;
    Ok(())
}

/// Prints what the record says.
fn tell(store: &Store, kept: Option<&Path>) -> Result<(), Failure> {
    let names = Names::of(store)?;
    let everything = Filter::default();
    let events = store.events(&everything)?;
    let documents = store.documents()?;
    let mut languages: Vec<String> = documents.iter().map(|d| d.language.to_string()).collect();
    languages.sort();
    languages.dedup();
    let mut out = std::io::stdout().lock();
    writeln!(
        out,
        "{} in {} ({}): {}\n",
        output::counted(documents.len(), "document"),
        output::counted(languages.len(), "language"),
        languages.join(", "),
        output::counted(events.len(), "event")
    )?;
    writeln!(out, "TIMELINE")?;
    timeline::timeline(&events, &names).write(&mut out, true)?;
    writeln!(out, "\nAGREEMENTS")?;
    for agreement in store.agreements(&everything)? {
        agreements::write(&agreement, store, &names, &mut out)?;
    }
    writeln!(out, "DISPUTES")?;
    for dispute in store.disputes(&everything)? {
        disputes::write(&dispute, store, &names, &mut out)?;
    }
    writeln!(out, "ORIGINS BEHIND EACH EVENT")?;
    timeline::with_origins(&events, &names).write(&mut out, true)?;
    writeln!(out, "\nNEXT")?;
    let store_option =
        kept.map_or_else(|| " --store demo.db".to_owned(), |path| format!(" --store {}", path.display()));
    if kept.is_none() {
        writeln!(
            out,
            "  tawatur{store_option} demo                  keep this record, to look around in it"
        )?;
    }
    let first = events.first().map_or_else(|| "ID".to_owned(), |e| timeline::short(e.id.as_str()));
    writeln!(out, "  tawatur{store_option} show {first}       an event with everyone who tells of it")?;
    writeln!(out, "  tawatur{store_option} export json           the whole record for other programs")?;
    writeln!(out, "  tawatur add YOUR-REPORTS/ && tawatur timeline  your own record, in tawatur.db")?;
    Ok(())
}

/// A folder that is removed with everything in it when the demo is over.
struct Temporary(PathBuf);

impl Temporary {
    fn new() -> Result<Self, Failure> {
        let path = std::env::temp_dir().join(format!("tawatur-demo-{}", std::process::id()));
        std::fs::create_dir_all(&path).map_err(|e| Failure::file(path.display(), &e))?;
        Ok(Self(path))
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        // What cannot be removed lies in the system's own folder for such files.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
