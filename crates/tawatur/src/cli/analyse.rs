//! `tawatur analyse`: what the program sees in one file, without a store.

use super::add::Wanted;
use super::context::Context;
use super::failure::{Code, Failure};
use super::input::Input;
use super::output;
use super::table::isolated;
use serde_json::json;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;
use tawatur_core::analyse::analyse;
use tawatur_core::model::{Analysis, Document, Role};
use tawatur_core::packs::Packs;
use tawatur_core::pipeline::examine;
use tawatur_core::read::{read_one, read_row};

/// What the program sees in a file: sentences, words, reports. Stores nothing.
///
/// Example: tawatur analyse report.txt
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Arguments {
    /// The file, or - for standard input.
    file: PathBuf,
    /// Words with lemma and part of speech too.
    #[arg(long)]
    words: bool,
}

/// Runs the command.
///
/// # Errors
/// When the file cannot be read.
pub fn run(arguments: &Arguments, context: &Context) -> Result<ExitCode, Failure> {
    let packs = context.load_packs()?;
    let (inputs, _) = Input::find(std::slice::from_ref(&arguments.file));
    for input in inputs {
        input.pieces(&Wanted::default(), &output::progress(0), &mut |piece| {
            let refused = |message: String| Failure::new(Code::Refused, message, "");
            let piece = piece.map_err(|r| refused(r.to_string()))?;
            let received = match piece.row {
                Some(row) => read_row(&piece.name, row, &piece.bytes).map_err(|r| refused(r.to_string()))?,
                None => read_one(&piece.name, &piece.bytes)
                    .map_err(|m| refused(format!("{}: {m}", piece.name)))?,
            };
            tell(received.document, &packs, arguments, context)?;
            Ok(true)
        })?;
    }
    Ok(ExitCode::SUCCESS)
}

fn tell(document: Document, packs: &Packs, arguments: &Arguments, context: &Context) -> Result<(), Failure> {
    let analysis = analyse(&document.text, &document.blocks, packs);
    let examined = examine(document, packs);
    let (document, extraction) = (&examined.document, &examined.extraction);
    if context.json {
        return output::json(
            &json!({ "document": document, "analysis": analysis, "extraction": extraction }),
        );
    }
    let mut out = std::io::stdout().lock();
    let published = extraction.published.date.map_or_else(|| "unknown".to_owned(), |d| d.to_string());
    writeln!(
        out,
        "{}  language {}  published {published}  {}",
        document.file, document.language, extraction.published.why
    )?;
    for note in &document.notes {
        writeln!(out, "note: {}", note.text)?;
    }
    if arguments.words {
        words(&analysis, &document.text, &mut out)?;
    }
    for report in &extraction.reports {
        let mode = serde_json::to_value(report.mode)?;
        let quotation = report.span.slice(&document.text).split_whitespace().collect::<Vec<_>>().join(" ");
        writeln!(
            out,
            "\n{}  {}  {}",
            report.kind,
            mode.as_str().unwrap_or(""),
            super::names::when(report.when.as_ref())
        )?;
        writeln!(out, "  {}", isolated(&format!("“{quotation}”")))?;
        for role in Role::ALL {
            let fillers = report.roles.iter().filter(|f| f.role == role);
            let named: Vec<String> = fillers
                .map(|f| {
                    f.span.map_or_else(
                        || f.entity.to_string(),
                        |s| format!("{} [{}]", s.slice(&document.text), f.entity),
                    )
                })
                .collect();
            if !named.is_empty() {
                writeln!(out, "  {:<9} {}", role.name(), isolated(&named.join(", ")))?;
            }
        }
        for count in &report.counts {
            writeln!(out, "  count     {}", super::names::figure(count))?;
        }
        for chain in &report.source {
            let links: Vec<&str> = chain
                .0
                .iter()
                .map(|l| l.span.map_or(l.entity.as_str(), |s| s.slice(&document.text)))
                .collect();
            writeln!(out, "  source    {}", isolated(&links.join(" ← ")))?;
        }
        for term in &report.terms {
            writeln!(out, "  term      {}", term.kind)?;
        }
    }
    Ok(())
}

fn words(analysis: &Analysis, text: &str, out: &mut dyn Write) -> Result<(), Failure> {
    for sentence in &analysis.sentences {
        writeln!(out, "\n# {}", sentence.span.slice(text))?;
        for token in &analysis.tokens[sentence.tokens.clone()] {
            let pos = serde_json::to_value(token.pos)?;
            writeln!(out, "{}\t{}\t{}", token.span.slice(text), token.lemma, pos.as_str().unwrap_or(""))?;
        }
    }
    Ok(())
}
