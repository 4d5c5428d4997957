//! `tawatur fetch`: pages from the network, kept as a web archive and added to the store.

use super::context::{Context, listen_for_interrupt};
use super::failure::{Code, Failure};
use super::gather::{Gathering, Polite};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Fetches pages and adds them. Only public addresses, with robots.txt obeyed, one request after the other. Everything that
/// came is kept in a web archive (WARC) that any archive's tools read. A page that was fetched into this store before is asked
/// for only if it changed. Only this command and `watch` use the network.
///
/// Example: tawatur fetch --feed https://news.example/feed.xml
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Arguments {
    /// Addresses of pages (http, https).
    #[arg(required = true, value_name = "URL")]
    addresses: Vec<String>,
    /// The addresses are feeds (RSS, Atom, JSON Feed): fetch the pages they announce, too.
    #[arg(long)]
    feed: bool,
    /// At most this many pages of each feed, the first first.
    #[arg(long, value_name = "N", default_value_t = 20, requires = "feed")]
    most: usize,
    #[command(flatten)]
    polite: Polite,
    /// Ask for the whole page even if it did not change.
    #[arg(long)]
    again: bool,
    /// The web archive that is written; a new file. Without it: fetched-TIME.warc in this folder.
    #[arg(long, short, value_name = "FILE.warc")]
    output: Option<PathBuf>,
}

/// Runs the command.
///
/// # Errors
/// When the archive or the store cannot be written.
pub fn run(arguments: &Arguments, context: &Context) -> Result<ExitCode, Failure> {
    listen_for_interrupt();
    let mut gathering = Gathering::new(&arguments.polite, context)?;
    if !arguments.again {
        gathering.remember()?;
    }
    match &arguments.output {
        Some(path) => gathering.begin(path.clone())?,
        None => gathering.begin_in(Path::new(""), "fetched")?,
    }
    for address in &arguments.addresses {
        if arguments.feed {
            gathering.feed(address, arguments.most, &mut |_, _| true)?;
        } else {
            gathering.page(address)?;
        }
    }
    let refused = gathering.refused > 0;
    let code = match gathering.keep()? {
        Some(code) => code,
        None if gathering.same > 0 && !refused => ExitCode::SUCCESS,
        None => Code::Refused.into(),
    };
    Ok(if refused { Code::Refused.into() } else { code })
}
