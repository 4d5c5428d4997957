//! `tawatur add`: reads documents into the store, or reports of other hands with `--reports`.

use super::context::{Context, analyst, interrupted, listen_for_interrupt, now};
use super::failure::{Code, Failure};
use super::input::{Input, Piece};
use super::{output, reports};
use indicatif::ProgressBar;
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::ExitCode;
use tawatur_core::model::{Document, DocumentId};
use tawatur_core::packs::Packs;
use tawatur_core::pipeline::examine;
use tawatur_core::read::{Columns, Limits, Received, Refusal, read_one, read_row};
use tawatur_store::{Prepared, Run, Store, Writer};

/// Documents in one transaction: few enough that Ctrl-C is heard soon, many enough that the disk is not waited for
/// after each.
const BATCH: usize = 256;
/// Bytes after which a batch is closed before it is full.
const BATCH_BYTES: usize = 8 << 20;

/// Adds reports to the store: texts, pages, feeds, exports of channels, tables, mail, archives of any of these.
///
/// Example: tawatur add reports/ channel/result.json crawl.warc.gz
///
/// A row of JSON Lines has `text` and optionally id, title, url, outlet, published, language. What is in the store
/// already changes nothing. docs/reading.md lists the formats and what is read of each.
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Arguments {
    /// Files, folders, or - for standard input.
    #[arg(required_unless_present = "reports")]
    paths: Vec<PathBuf>,
    /// Reports handed in by a person, another coder or a model: rows of the export's form, each with a quotation.
    #[arg(long, value_name = "FILE.jsonl")]
    reports: Option<PathBuf>,
    /// Who made the reports handed in; else each row's own `made_by`, else you.
    #[arg(long, value_name = "NAME", requires = "reports")]
    by: Option<String>,
    /// Look for no reports in the documents: reports will be handed in by others.
    #[arg(long)]
    documents_only: bool,
    /// Which column of a table, or field of a row of JSON, holds what: text, title, url, outlet, published, language, id. It is
    /// remembered for later inputs with the same columns.
    #[arg(long, value_name = "FIELD=COLUMN")]
    column: Vec<String>,
    /// Set a limit on what an input may cost: input_bytes, unpacked_bytes, ratio, entries, rows, nested.
    #[arg(long, value_name = "NAME=VALUE")]
    limit: Vec<String>,
    /// Threads; the result is the same with any number.
    #[arg(long, value_name = "N")]
    threads: Option<usize>,
}

/// What became of the inputs of `add`.
#[derive(Debug, Default, serde::Serialize)]
pub struct Added {
    /// Documents that are new.
    pub added: usize,
    /// Documents that were there.
    pub known: usize,
    /// What was refused, and why.
    #[serde(serialize_with = "as_sentences")]
    pub refused: Vec<Refusal>,
    /// Remarks on texts that could be read: encodings guessed, metadata left out.
    pub notes: Vec<String>,
    /// True when Ctrl-C ended it early.
    pub interrupted: bool,
}

fn as_sentences<S: serde::Serializer>(refused: &[Refusal], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(refused.iter().map(Refusal::to_string))
}

/// Runs the command.
///
/// # Errors
/// When the store cannot be written.
pub fn run(arguments: &Arguments, context: &Context) -> Result<ExitCode, Failure> {
    listen_for_interrupt();
    let mut limits = Limits::default();
    for setting in &arguments.limit {
        limits.set(setting).map_err(|e| Failure::new(Code::Usage, e, "see docs/reading.md"))?;
    }
    let packs = context.load_packs()?;
    let mut code = ExitCode::SUCCESS;
    if !arguments.paths.is_empty() {
        let (inputs, unlisted) = Input::find(&arguments.paths);
        let mut store = context.create()?;
        let columns = columns(&arguments.column, &mut store)?;
        let pool = rayon::ThreadPoolBuilder::new().num_threads(arguments.threads.unwrap_or(0)).build();
        let pool = pool.map_err(|e| {
            Failure::new(Code::Io, format!("cannot start threads: {e}"), "give a smaller --threads")
        })?;
        let bar = output::progress(Input::bytes(&inputs));
        let mut added = pool.install(|| {
            let wanted = Wanted { documents_only: arguments.documents_only, limits, columns };
            add_inputs(&mut store, &inputs, &packs, &wanted, &bar)
        })?;
        bar.finish_and_clear();
        added.refused.splice(0..0, unlisted);
        code = tell(&added, context)?;
        if added.interrupted {
            return Ok(code);
        }
        pool.install(|| store.rebuild_record(&packs))?;
    }
    if let Some(file) = &arguments.reports {
        let mut store = context.open()?;
        let who = arguments.by.clone();
        let bytes = std::fs::read(file).map_err(|e| Failure::file(file.display(), &e))?;
        let handed = reports::hand_in(
            &mut store,
            &file.display().to_string(),
            &bytes,
            who.as_deref(),
            &analyst(),
            &packs,
        )?;
        store.rebuild_record(&packs)?;
        code = reports::tell(&handed, context)?;
    }
    Ok(code)
}

/// The kind of setting that remembers what columns hold.
const COLUMNS: &str = "columns";

/// What columns hold: as said now, which is remembered, then as said before, the latest first.
fn columns(said: &[String], store: &mut Store) -> Result<Vec<Columns>, Failure> {
    let now = Columns::given(said).map_err(|e| Failure::new(Code::Usage, e, "see docs/reading.md"))?;
    let before = store.settings(COLUMNS)?;
    if !now.is_empty() {
        let value = serde_json::to_string(&now.settings())?;
        store.keep_settings(COLUMNS, &[(value.clone(), value)])?;
    }
    let read = |(_, value): (String, String)| serde_json::from_str::<Vec<String>>(&value).ok();
    let before = before.into_iter().filter_map(read).map(|settings| Columns::remembered(&settings));
    Ok(std::iter::once(now).chain(before).collect())
}

/// Tells what became of the inputs.
///
/// # Errors
/// When standard output cannot be written.
pub fn tell(added: &Added, context: &Context) -> Result<ExitCode, Failure> {
    if context.json {
        output::json(added)?;
    }
    for note in &added.notes {
        eprintln!("note: {note}");
    }
    for refusal in &added.refused {
        eprintln!("refused: {refusal}");
    }
    let mut parts = vec![format!("{} added", output::counted(added.added, "document"))];
    if added.known > 0 {
        parts.push(format!("{} known already", added.known));
    }
    if !added.refused.is_empty() {
        parts.push(format!("{} refused", added.refused.len()));
    }
    eprintln!("{}", parts.join(", "));
    if added.interrupted {
        eprintln!("interrupted; what was added is stored. Run the same command again to go on.");
        return Ok(Code::Interrupted.into());
    }
    Ok(if added.refused.is_empty() { ExitCode::SUCCESS } else { Code::Refused.into() })
}

/// How inputs are to be read.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Leave the program's own reports out; names and dates are found all the same.
    pub documents_only: bool,
    /// What an input may cost.
    pub limits: Limits,
    /// What columns of tables hold; the first that fits counts.
    pub columns: Vec<Columns>,
}

/// Reads inputs into the store, in batches, with the threads of the pool it runs in.
///
/// # Errors
/// When the store cannot be written; what was stored before stays.
pub fn add_inputs(
    store: &mut Store,
    inputs: &[Input],
    packs: &Packs,
    wanted: &Wanted,
    bar: &ProgressBar,
) -> Result<Added, Failure> {
    let known: BTreeSet<DocumentId> = store.document_ids()?.into_iter().collect();
    let mut adding = Adding {
        run: Run::new("add", what(inputs, &wanted.columns), now()).by(analyst()),
        store,
        packs,
        documents_only: wanted.documents_only,
        known,
        batch: Vec::new(),
        bytes: 0,
        ready: Vec::new(),
        added: Added::default(),
        bar,
    };
    for input in inputs {
        if !input.pieces(wanted, bar, &mut |piece| adding.take(piece))? {
            break;
        }
    }
    adding.flush()?;
    // What the last batch left ready.
    adding.flush()?;
    Ok(adding.added)
}

/// What a run was asked for, for the list of runs.
fn what(inputs: &[Input], columns: &[Columns]) -> String {
    let said = columns.first().map(|columns| columns.settings().join(", ")).unwrap_or_default();
    let inputs = output::counted(inputs.len(), "input");
    if said.is_empty() { inputs } else { format!("{inputs}, columns {said}") }
}

/// The state of one `add`.
struct Adding<'a> {
    run: Run,
    store: &'a mut Store,
    packs: &'a Packs,
    documents_only: bool,
    known: BTreeSet<DocumentId>,
    batch: Vec<Piece>,
    bytes: usize,
    /// The batch before, read and not yet stored.
    ready: Vec<(Piece, Read)>,
    added: Added,
    bar: &'a ProgressBar,
}

impl Adding<'_> {
    /// Takes a piece; false when Ctrl-C was pressed.
    fn take(&mut self, piece: Result<Piece, Refusal>) -> Result<bool, Failure> {
        match piece {
            Ok(piece) => {
                self.bytes += piece.bytes.len();
                self.batch.push(piece);
            }
            Err(refusal) => self.added.refused.push(refusal),
        }
        if self.batch.len() >= BATCH || self.bytes >= BATCH_BYTES {
            self.flush()?;
        }
        self.added.interrupted = interrupted();
        Ok(!self.added.interrupted)
    }

    /// Stores the batch before in one transaction while all threads examine this one.
    fn flush(&mut self) -> Result<(), Failure> {
        let pieces = std::mem::take(&mut self.batch);
        self.bytes = 0;
        let ready = std::mem::take(&mut self.ready);
        // The same bytes may come twice in one batch.
        let is_new: Vec<bool> = ready
            .iter()
            .map(|(_, read)| match read {
                Read::Known(..) => false,
                Read::New(prepared) => self.known.insert(prepared.document().id.clone()),
            })
            .collect();
        let (packs, known, documents_only) = (self.packs, &self.known, self.documents_only);
        let (store, run) = (&mut *self.store, &mut self.run);
        let (stored, read) = rayon::join(
            || store.write(run, |writer| keep(writer, &ready, &is_new)),
            || -> Vec<Result<Read, Refusal>> {
                pieces.par_iter().map(|piece| read_piece(piece, packs, known, documents_only)).collect()
            },
        );
        stored?;
        for ((_, read), is_new) in ready.iter().zip(is_new) {
            if let (Read::New(prepared), true) = (read, is_new) {
                let document = prepared.document();
                self.added.added += 1;
                let notes = document.notes.iter().map(|n| format!("{}: {}", document.file, n.text));
                self.added.notes.extend(notes);
            } else {
                self.added.known += 1;
            }
        }
        self.bar.set_message(output::counted(self.added.added, "document"));
        for (piece, read) in pieces.into_iter().zip(read) {
            match read {
                Ok(read) => self.ready.push((piece, read)),
                Err(refusal) => self.added.refused.push(refusal),
            }
        }
        Ok(())
    }
}

/// Stores what was read of a batch.
fn keep(writer: &mut Writer<'_>, batch: &[(Piece, Read)], is_new: &[bool]) -> Result<(), Failure> {
    for ((piece, read), &is_new) in batch.iter().zip(is_new) {
        let container = piece.container.as_deref();
        if let Some(c) = container {
            writer.keep_container(&c.name, &c.sha256, &c.bytes)?;
        }
        let made_from = container.map_or("", |c| c.sha256.as_str());
        match read {
            Read::Known(document, bytes) => {
                writer.receive_from(document, bytes, made_from)?;
            }
            Read::New(prepared) => {
                writer.receive_prepared(prepared, made_from)?;
                if is_new {
                    writer.put_prepared(prepared)?;
                }
            }
        }
    }
    Ok(())
}

/// A piece that is a document.
enum Read {
    /// The store has it; its name may be new.
    Known(Box<Document>, Vec<u8>),
    /// It is new, and this is what it says.
    New(Box<Prepared>),
}

/// Reads a piece and, unless the store knows it, finds what it says.
fn read_piece(
    piece: &Piece,
    packs: &Packs,
    known: &BTreeSet<DocumentId>,
    documents_only: bool,
) -> Result<Read, Refusal> {
    let refuse = |message| Refusal { name: piece.name.clone(), row: None, message };
    let Received { document, bytes } = match piece.row {
        Some(row) => read_row(&piece.name, row, &piece.bytes)?,
        None => read_one(&piece.name, &piece.bytes).map_err(refuse)?,
    };
    if known.contains(&document.id) {
        return Ok(Read::Known(Box::new(document), bytes.to_vec()));
    }
    let mut examined = examine(document, packs);
    if documents_only {
        examined.extraction.reports.clear();
    }
    let prepared = Prepared::of(examined, bytes).map_err(|error| refuse(error.to_string()))?;
    Ok(Read::New(Box::new(prepared)))
}
