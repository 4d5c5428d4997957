//! `tawatur export`: the record in a format of other programs, whole or in part.

use super::context::Context;
use super::failure::{Code, Failure};
use super::output;
use crate::export::{self, Changes, FORMATS, Format, Material, Options, Sheet};
use crate::serve::words::Tongue;
use std::io::{BufWriter, Write, stdout};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use tawatur_core::model::Lang;

/// Writes the record in a format of other programs.
///
/// Example: tawatur export json > record.json
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment, after_help = formats())]
pub struct Arguments {
    /// The format.
    #[arg(value_parser = clap::builder::PossibleValuesParser::new(FORMATS.iter().map(|f| f.name)))]
    format: String,
    /// Write to this file instead of standard output: the whole export or nothing. Formats of several files need it: a
    /// new folder.
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Only what belongs to this story, event, agreement, dispute, document or name (id or the beginning of it).
    #[arg(long, value_name = "ID", num_args = 1..)]
    about: Vec<String>,
    /// Only events that are new or changed since an earlier `export json`.
    #[arg(long, value_name = "EARLIER.json")]
    changed_since: Option<PathBuf>,
    /// With --changed-since: write the events that are gone, and what became of them, to this CSV file.
    #[arg(long, value_name = "FILE", requires = "changed_since")]
    gone: Option<PathBuf>,
    /// Names of private persons masked, also in quotations.
    #[arg(long)]
    mask: bool,
    /// With --mask: these too, by name or id, whatever they are, when no pack names them.
    #[arg(long, value_name = "NAME", num_args = 1.., requires = "mask")]
    mask_also: Vec<String>,
    /// Language of names and labels.
    #[arg(long, value_name = "CODE", default_value = "en")]
    language: Lang,
    /// With statements too, which exports other than json leave out.
    #[arg(long)]
    statements: bool,
    /// CSV cells as they are, without protection from spreadsheets that run cells as formulas.
    #[arg(long)]
    raw: bool,
}

/// What each format is, for `--help`.
fn formats() -> String {
    let width = FORMATS.iter().map(|f| f.name.len()).max().unwrap_or(0);
    let lines: Vec<String> = FORMATS.iter().map(|f| format!("  {:width$}  {}", f.name, f.about)).collect();
    format!("Formats:\n{}", lines.join("\n"))
}

/// Runs the command.
///
/// # Errors
/// When the store cannot be read or the output not be written.
pub fn run(arguments: &Arguments, context: &Context) -> Result<ExitCode, Failure> {
    // The parser lets no other name through.
    let Some(format) = FORMATS.iter().find(|f| f.name == arguments.format) else {
        return Ok(ExitCode::SUCCESS);
    };
    let store = context.open_current()?;
    let mut material = Material::new(&store)?;
    if !arguments.about.is_empty() {
        material.narrow_to(&arguments.about)?;
    }
    if arguments.mask {
        material.mask(&Tongue::of(arguments.language).word("masked"), &arguments.mask_also)?;
    }
    if let Some(earlier) = &arguments.changed_since {
        let bytes = std::fs::read(earlier).map_err(|e| Failure::file(earlier.display(), &e))?;
        tell(&export::since(&mut material, &bytes)?, arguments.gone.as_deref())?;
    }
    let options = Options {
        lang: arguments.language,
        statements: arguments.statements,
        raw: arguments.raw,
        json: context.json,
    };
    match &arguments.output {
        Some(folder) if format.is_folder() => {
            fill(folder, format, |folder| {
                export::write_folder(format, material, context.load_packs()?, options, folder)
            })?;
        }
        Some(path) => {
            whole(path, |out| export::write(format, material, || context.load_packs(), options, out))?;
        }
        None => {
            let mut out = BufWriter::new(stdout().lock());
            export::write(format, material, || context.load_packs(), options, &mut out)?;
            out.flush()?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Says what changed, and writes what is gone.
fn tell(changes: &Changes, gone: Option<&Path>) -> Result<(), Failure> {
    let told = [(changes.new, "new"), (changes.changed, "changed"), (changes.gone.len(), "gone")];
    let told: Vec<String> =
        told.iter().map(|(n, what)| format!("{} {what}", output::counted(*n, "event"))).collect();
    eprintln!("{}", told.join(", "));
    match gone {
        Some(path) => whole(path, |out| {
            let mut sheet = Sheet::new(out, true);
            sheet.header(&["event", "now"])?;
            for one in &changes.gone {
                sheet.row(&[one.event.as_str().into(), one.now.join("; ").into()])?;
            }
            Ok(())
        }),
        None if !changes.gone.is_empty() => {
            eprintln!("  → --gone FILE lists the events that are gone");
            Ok(())
        }
        None => Ok(()),
    }
}

/// Writes a file whole or not at all: beside it first, then renamed over it.
fn whole(path: &Path, write: impl FnOnce(&mut dyn Write) -> Result<(), Failure>) -> Result<(), Failure> {
    let part = beside(path);
    let fails = |e: std::io::Error| Failure::file(path.display(), &e);
    let written = (|| {
        let mut out = BufWriter::new(std::fs::File::create(&part).map_err(fails)?);
        write(&mut out)?;
        let file = out.into_inner().map_err(|e| fails(e.into_error()))?;
        file.sync_all().map_err(fails)?;
        std::fs::rename(&part, path).map_err(fails)
    })();
    if written.is_err() {
        // What was begun is of no use to anyone.
        let _ = std::fs::remove_file(&part);
    }
    written
}

/// Fills a new folder whole or not at all.
fn fill(
    folder: &Path,
    format: &Format,
    write: impl FnOnce(&Path) -> Result<(), Failure>,
) -> Result<(), Failure> {
    if folder.exists() {
        return Err(Failure::new(
            Code::Io,
            format!("{} is there already", folder.display()),
            format!("`{}` is a folder of files: name a new one", format.name),
        ));
    }
    let part = beside(folder);
    let fails = |e: std::io::Error| Failure::file(folder.display(), &e);
    let written = std::fs::create_dir(&part)
        .map_err(fails)
        .and_then(|()| write(&part))
        .and_then(|()| std::fs::rename(&part, folder).map_err(fails));
    if written.is_err() {
        // What was begun is of no use to anyone.
        let _ = std::fs::remove_dir_all(&part);
    }
    written
}

/// The name under which an output grows.
fn beside(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(format!(".{}.part", std::process::id()));
    path.with_file_name(name)
}
