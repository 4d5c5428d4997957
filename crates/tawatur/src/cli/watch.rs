//! `tawatur watch`: feeds are asked again and again, and what they newly announce is fetched, kept and added.

use super::context::{Context, interrupted, listen_for_interrupt};
use super::failure::{Code, Failure};
use super::gather::{Gathering, Polite};
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant};

/// How often is looked whether someone pressed Ctrl-C while nothing is to be done.
const LOOK: Duration = Duration::from_millis(200);

/// Rounds that a feed is left alone at most after it failed again and again.
const LONGEST_REST: u32 = 24;

/// Asks feeds again and again, and fetches the pages they newly announce; every round is kept as a web archive of its own and
/// added. A feed that did not change costs its server one short answer (ETag, Last-Modified), one that fails is asked ever
/// more seldom. Ctrl-C ends it; what came is stored.
///
/// Example: tawatur watch https://news.example/feed.xml --every 60 --contact desk@watch.example
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Arguments {
    /// Addresses of feeds (RSS, Atom, JSON Feed).
    #[arg(required = true, value_name = "FEED")]
    feeds: Vec<String>,
    /// Minutes from the beginning of a round to that of the next.
    #[arg(long, value_name = "MINUTES", default_value_t = 60, value_parser = clap::value_parser!(u64).range(5..))]
    every: u64,
    /// End after so many rounds.
    #[arg(long, value_name = "N")]
    rounds: Option<u64>,
    /// At most this many pages of each feed in a round, the first first.
    #[arg(long, value_name = "N", default_value_t = 20)]
    most: usize,
    /// The folder in which web archives are kept; else this one.
    #[arg(long, value_name = "FOLDER", default_value = ".")]
    folder: PathBuf,
    #[command(flatten)]
    polite: Polite,
}

/// A feed that is watched.
struct Feed<'a> {
    address: &'a str,
    /// Rounds in which it failed, one after another.
    failed: u32,
    /// Rounds that it is left alone from now on.
    rests: u32,
}

impl Feed<'_> {
    /// True when it is asked in this round.
    fn is_due(&mut self) -> bool {
        let due = self.rests == 0;
        self.rests = self.rests.saturating_sub(1);
        due
    }

    /// It was asked, well or not: after each failure it rests twice as long.
    fn was_asked(&mut self, well: bool) {
        self.failed = if well { 0 } else { self.failed + 1 };
        self.rests = 2_u32.saturating_pow(self.failed).saturating_sub(1).min(LONGEST_REST);
    }
}

/// Runs the command.
///
/// # Errors
/// When an archive or the store cannot be written.
pub fn run(arguments: &Arguments, context: &Context) -> Result<ExitCode, Failure> {
    listen_for_interrupt();
    let mut feeds: Vec<Feed<'_>> =
        arguments.feeds.iter().map(|address| Feed { address, failed: 0, rests: 0 }).collect();
    let mut gathering = Gathering::new(&arguments.polite, context)?;
    gathering.remember()?;
    // Pages that did not come are not asked for again by this run.
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let mut refused = false;
    for round in 1_u64.. {
        let begun = Instant::now();
        gathering.begin_in(&arguments.folder, "watched")?;
        for feed in &mut feeds {
            if feed.is_due() {
                let well = gathering.feed(feed.address, arguments.most, &mut |known, page| {
                    seen.insert(page.to_owned()) && !known
                })?;
                feed.was_asked(well);
            }
        }
        refused |= gathering.refused > 0;
        gathering.keep()?;
        let is_last = arguments.rounds.is_some_and(|rounds| round >= rounds);
        if is_last || !wait(begun + Duration::from_secs(60 * arguments.every)) {
            break;
        }
    }
    Ok(if refused { Code::Refused.into() } else { ExitCode::SUCCESS })
}

/// Waits for a moment; false when Ctrl-C was pressed.
fn wait(until: Instant) -> bool {
    while Instant::now() < until && !interrupted() {
        std::thread::sleep(LOOK);
    }
    !interrupted()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_feed_that_fails_is_asked_ever_more_seldom() {
        let mut feed = Feed { address: "x", failed: 0, rests: 0 };
        let mut asked = Vec::new();
        for round in 0..40 {
            if feed.is_due() {
                asked.push(round);
                feed.was_asked(false);
            }
        }
        assert_eq!(asked, [0, 2, 6, 14, 30]);
        feed.was_asked(true);
        assert!(feed.is_due() && feed.is_due());
    }
}
