//! `tawatur fetch`: pages from the network, kept as a web archive and added to the store. The only command that connects.

use super::add::{Wanted, add_inputs, tell};
use super::context::{Context, interrupted, listen_for_interrupt, now};
use super::failure::{Code, Failure};
use super::input::Input;
use super::output;
use crate::fetch::{Fetcher, Settings, joined};
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;
use tawatur_core::read::{Limits, links};

/// Fetches pages and adds them. Only public addresses, with robots.txt obeyed, one request after the other. Everything that
/// came is kept in a web archive (WARC) that any archive's tools read. No other command uses the network.
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
    /// Seconds between two requests to one host; robots.txt may ask for more.
    #[arg(long, value_name = "SECONDS", default_value_t = 5)]
    pause: u64,
    /// Whom the owners of the sites can turn to, as an address of mail or of a page; sent with every request.
    #[arg(long, value_name = "TEXT")]
    contact: Option<String>,
    /// The web archive that is written; a new file. Without it: fetched-TIME.warc in this folder.
    #[arg(long, short, value_name = "FILE.warc")]
    output: Option<PathBuf>,
    /// Also addresses of this machine and of networks that are not public.
    #[arg(long)]
    private: bool,
}

/// Runs the command.
///
/// # Errors
/// When the archive or the store cannot be written.
pub fn run(arguments: &Arguments, context: &Context) -> Result<ExitCode, Failure> {
    listen_for_interrupt();
    if arguments.contact.as_ref().is_some_and(|c| c.chars().any(char::is_control)) {
        return Err(Failure::new(Code::Usage, "--contact holds a control character", "write it on one line"));
    }
    let path =
        arguments.output.clone().unwrap_or_else(|| format!("fetched-{}.warc", now().replace(':', "")).into());
    let fails = |e: std::io::Error| Failure::file(path.display(), &e);
    let mut archive = std::fs::OpenOptions::new().write(true).create_new(true).open(&path).map_err(fails)?;
    let mut fetcher = Fetcher::new(Settings {
        pause: Duration::from_secs(arguments.pause),
        private: arguments.private,
        contact: arguments.contact.clone(),
    });
    let mut open: Vec<(String, bool)> =
        arguments.addresses.iter().map(|a| (a.clone(), arguments.feed)).rev().collect();
    let (mut fetched, mut refused) = (0, 0);
    while let Some((address, is_feed)) = open.pop() {
        if interrupted() {
            break;
        }
        match fetcher.fetch(&address, &now) {
            Ok(page) => {
                archive.write_all(&page.records).map_err(fails)?;
                fetched += 1;
                if is_feed {
                    let from = page.address.parse().ok();
                    let announced = links(&page.body);
                    if announced.is_empty() {
                        eprintln!("{address}: is no feed, or announces nothing");
                    }
                    let pages = announced.iter().take(arguments.most).rev();
                    open.extend(pages.filter_map(|link| Some((joined(from.as_ref()?, link), false))));
                }
            }
            Err(reason) => {
                refused += 1;
                eprintln!("{address}: {reason}");
            }
        }
    }
    archive.sync_all().map_err(fails)?;
    let refusals = if refused == 0 { String::new() } else { format!(", {refused} not") };
    eprintln!("{} fetched{refusals}", output::counted(fetched, "page"));
    if fetched == 0 {
        // An archive without a page is of no use.
        let _ = std::fs::remove_file(&path);
        return Ok(Code::Refused.into());
    }
    eprintln!("kept in {}", path.display());
    let packs = context.load_packs()?;
    let mut store = context.create()?;
    let (inputs, _) = Input::find(&[path]);
    let wanted = Wanted { documents_only: false, limits: Limits::default() };
    let bar = output::progress(inputs.len(), "inputs");
    let added = add_inputs(&mut store, &inputs, &packs, &wanted, &bar)?;
    bar.finish_and_clear();
    store.rebuild_record(&packs)?;
    let code = tell(&added, context)?;
    Ok(if refused > 0 { Code::Refused.into() } else { code })
}
