//! `tawatur rebuild`: reads every document again with the rules and packs of today, and builds the record anew.

use super::context::{Context, interrupted, listen_for_interrupt, now};
use super::failure::{Code, Failure};
use super::output;
use rayon::prelude::*;
use std::process::ExitCode;
use tawatur_core::pipeline::{Examined, examine};
use tawatur_core::read::read_one;
use tawatur_store::{Run, StoreError};

/// Documents in one transaction.
const BATCH: usize = 64;

/// Reads every document in the store again with the rules and packs of today.
///
/// Example: tawatur rebuild --packs my-packs/
///
/// Documents and decisions stay as they are; what was found is replaced.
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Arguments {}

/// Runs the command.
///
/// # Errors
/// When the store cannot be read or written.
pub fn run(_: &Arguments, context: &Context) -> Result<ExitCode, Failure> {
    listen_for_interrupt();
    let packs = context.load_packs()?;
    let mut store = context.open()?;
    let ids = store.document_ids()?;
    let bar = output::progress_over(ids.len());
    let mut run = Run::new("rebuild", output::counted(ids.len(), "document"), now());
    for batch in ids.chunks(BATCH) {
        if interrupted() {
            eprintln!("interrupted; documents read again so far are stored. Run the same command again.");
            return Ok(Code::Interrupted.into());
        }
        let mut received = Vec::new();
        for id in batch {
            received.push((store.file_name(id)?, store.bytes(id)?));
        }
        let examined: Vec<Result<Examined, String>> = received
            .par_iter()
            .map(|(name, bytes)| read_one(name, bytes).map(|received| examine(received.document, &packs)))
            .collect();
        store.write::<_, StoreError>(&mut run, |writer| {
            for (result, (name, bytes)) in examined.iter().zip(&received) {
                match result {
                    Ok(examined) => writer.put_found(examined, bytes)?,
                    Err(message) => eprintln!("{name}: {message}; what was found before stays"),
                }
            }
            Ok(())
        })?;
        bar.inc(batch.len() as u64);
    }
    bar.finish_and_clear();
    let record = store.rebuild_record(&packs)?;
    eprintln!(
        "{}, {}, {}",
        output::counted(record.documents.len(), "document"),
        output::counted(record.reports.len(), "report"),
        output::counted(record.events.len(), "event")
    );
    Ok(ExitCode::SUCCESS)
}
