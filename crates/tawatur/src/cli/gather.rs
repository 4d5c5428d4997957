//! What `fetch` and `watch` share: pages are asked for, kept in a web archive, added to the store, and remembered.

use super::add::{Wanted, add_inputs, tell};
use super::context::{Context, interrupted, now};
use super::failure::{Code, Failure};
use super::input::Input;
use super::output;
use crate::fetch::{Answer, Fetcher, Settings, joined};
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;
use tawatur_core::read::links;

/// The kind of setting that tells by what a server knows whether a page is still the same.
const VALIDATORS: &str = "validators";

/// How sites are asked.
#[derive(Debug, clap::Args)]
pub struct Polite {
    /// Seconds between two requests to one host; robots.txt may ask for more.
    #[arg(long, value_name = "SECONDS", default_value_t = 5)]
    pause: u64,
    /// Whom the owners of the sites can turn to, as an address of mail or of a page; sent with every request.
    #[arg(long, value_name = "TEXT")]
    contact: Option<String>,
    /// Seconds that a request may take in all.
    #[arg(long, value_name = "SECONDS", default_value_t = 60, value_parser = clap::value_parser!(u64).range(1..=600))]
    timeout: u64,
    /// Also addresses of this machine and of networks that are not public.
    #[arg(long)]
    private: bool,
}

/// One round of asking: an archive that is written, and what became of the addresses.
pub struct Gathering<'c> {
    context: &'c Context,
    fetcher: Fetcher,
    archive: Option<(PathBuf, File)>,
    /// Pages that came.
    pub fetched: usize,
    /// Pages that are as they were.
    pub same: usize,
    /// Addresses that gave no page.
    pub refused: usize,
}

impl<'c> Gathering<'c> {
    /// Nothing asked yet.
    ///
    /// # Errors
    /// When the contact cannot stand in a header.
    pub fn new(polite: &Polite, context: &'c Context) -> Result<Self, Failure> {
        if polite.contact.as_ref().is_some_and(|c| c.chars().any(char::is_control)) {
            return Err(Failure::new(
                Code::Usage,
                "--contact holds a control character",
                "write it on one line",
            ));
        }
        let fetcher = Fetcher::new(Settings {
            pause: Duration::from_secs(polite.pause),
            private: polite.private,
            contact: polite.contact.clone(),
            patience: Duration::from_secs(polite.timeout),
        });
        Ok(Self { context, fetcher, archive: None, fetched: 0, same: 0, refused: 0 })
    }

    /// Takes from the store by what pages are known to be the same.
    ///
    /// # Errors
    /// When the store is there and cannot be read.
    pub fn remember(&mut self) -> Result<(), Failure> {
        if !self.context.store_path().exists() {
            return Ok(());
        }
        let known = self.context.open()?.settings(VALIDATORS)?;
        let read = |(address, value): (String, String)| Some((address, serde_json::from_str(&value).ok()?));
        self.fetcher.know(known.into_iter().filter_map(read).collect());
        Ok(())
    }

    /// Begins a round with an archive in a folder, named by the time.
    ///
    /// # Errors
    /// When the file is there or cannot be made.
    pub fn begin_in(&mut self, folder: &Path, name: &str) -> Result<(), Failure> {
        let time = now().replace(':', "");
        let path = |end: &str| folder.join(format!("{name}-{time}{end}.warc"));
        // Another round may have begun in the same second.
        let mut free = path("");
        for number in 2_u32.. {
            if !free.exists() {
                break;
            }
            free = path(&format!("-{number}"));
        }
        self.begin(free)
    }

    /// Begins a round: an archive of its own, in a new file, and robots.txt asked again.
    ///
    /// # Errors
    /// When the file is there or cannot be made.
    pub fn begin(&mut self, path: PathBuf) -> Result<(), Failure> {
        let archive = File::options().write(true).create_new(true).open(&path);
        let archive = archive.map_err(|e| Failure::file(path.display(), &e))?;
        self.archive = Some((path, archive));
        self.fetcher.forget_robots();
        (self.fetched, self.same, self.refused) = (0, 0, 0);
        Ok(())
    }

    /// Asks for a page. Gives back where it stands and its body; nothing when it did not come or is the same.
    ///
    /// # Errors
    /// When the archive cannot be written.
    pub fn page(&mut self, address: &str) -> Result<Option<(String, Vec<u8>)>, Failure> {
        if interrupted() {
            return Ok(None);
        }
        match self.fetcher.fetch(address, &now) {
            Ok(Answer::Page(page)) => {
                if let Some((path, archive)) = &mut self.archive {
                    archive.write_all(&page.records).map_err(|e| Failure::file(path.display(), &e))?;
                }
                self.fetched += 1;
                Ok(Some((page.address, page.body)))
            }
            Ok(Answer::Same) => {
                self.same += 1;
                Ok(None)
            }
            Err(reason) => {
                self.refused += 1;
                eprintln!("{address}: {reason}");
                Ok(None)
            }
        }
    }

    /// Asks for a feed and for the pages it announces, `most` at most: those that are wanted, by whether they came before and
    /// where they stand. False when the feed did not come.
    ///
    /// # Errors
    /// When the archive cannot be written.
    pub fn feed(
        &mut self,
        address: &str,
        most: usize,
        wanted: &mut dyn FnMut(bool, &str) -> bool,
    ) -> Result<bool, Failure> {
        let refused = self.refused;
        let Some((at, body)) = self.page(address)? else { return Ok(self.refused == refused) };
        let announced = links(&body);
        if announced.is_empty() {
            eprintln!("{address}: is no feed, or announces nothing");
        }
        let from = at.parse().ok();
        for link in announced.iter().take(most) {
            let page = from.as_ref().map_or_else(|| link.clone(), |from| joined(from, link));
            if wanted(self.fetcher.known().contains_key(&page), &page) {
                self.page(&page)?;
            }
        }
        Ok(true)
    }

    /// Closes the archive and adds what it holds. Gives nothing back when no page came: then no file is left either.
    ///
    /// # Errors
    /// When the archive or the store cannot be written.
    pub fn keep(&mut self) -> Result<Option<ExitCode>, Failure> {
        let Some((path, archive)) = self.archive.take() else { return Ok(None) };
        archive.sync_all().map_err(|e| Failure::file(path.display(), &e))?;
        let mut parts = vec![format!("{} fetched", output::counted(self.fetched, "page"))];
        for (number, word) in [(self.same, "as before"), (self.refused, "not")] {
            if number > 0 {
                parts.push(format!("{number} {word}"));
            }
        }
        eprintln!("{}", parts.join(", "));
        if self.fetched == 0 {
            // An archive without a page is of no use.
            let _ = std::fs::remove_file(&path);
            return Ok(None);
        }
        eprintln!("kept in {}", path.display());
        let packs = self.context.load_packs()?;
        let mut store = self.context.create()?;
        let (inputs, _) = Input::find(&[path]);
        let bar = output::progress(Input::bytes(&inputs));
        let added = add_inputs(&mut store, &inputs, &packs, &Wanted::default(), &bar)?;
        bar.finish_and_clear();
        store.rebuild_record(&packs)?;
        // Only now: what is remembered is never asked for again unless it changed.
        let known: Result<Vec<(String, String)>, serde_json::Error> =
            self.fetcher.known().iter().map(|(at, v)| Ok((at.clone(), serde_json::to_string(v)?))).collect();
        store.keep_settings(VALIDATORS, &known?)?;
        Ok(Some(tell(&added, self.context)?))
    }
}
