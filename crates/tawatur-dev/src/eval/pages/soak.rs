//! A desk at work: two people review, each with pages of their own over one store, while eight others read. No page may show an
//! error, and no decision that was acknowledged may be lost.

use super::{Measures, Served};
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use tawatur_store::{Mode, Store};
use tempfile::TempDir;

/// Clients that read.
const READERS: usize = 8;
/// Decisions of each reviewer in the quick form.
const QUICK: usize = 30;
/// How long the long form lasts, and the pause between two decisions of a reviewer and between two pages of a reader: long
/// enough that the record is built anew in between.
const FULL: Duration = Duration::from_secs(600);
const THINKS: Duration = Duration::from_millis(2_500);
const READS: Duration = Duration::from_millis(400);
/// Notes of two reports each that the store holds.
const NOTES: usize = 150;

/// Pages that are read in turn.
const PAGES: [&str; 10] = [
    "/stories",
    "/timeline",
    "/timeline?sort=-place",
    "/timeline.json?type=shelling",
    "/review",
    "/disputes",
    "/sources",
    "/entities?sort=name",
    "/search?q=Tafas",
    "/ledger",
];

/// Takes the measures: errors shown, and decisions lost.
pub fn take(program: &Path, full: bool) -> Result<Measures, String> {
    let folder = TempDir::new().map_err(|e| e.to_string())?;
    let store = folder.path().join("desk.db");
    let notes = folder.path().join("notes.jsonl");
    std::fs::write(&notes, (0..NOTES).map(note).collect::<String>()).map_err(|e| e.to_string())?;
    let added = Command::new(program).arg("add").arg(&notes).arg("--store").arg(&store).output();
    if !added.map_err(|e| e.to_string())?.status.success() {
        return Err("the desk's notes could not be added".to_owned());
    }
    let opened = Store::open(&store, Mode::Existing).map_err(|e| e.to_string())?;
    let record = opened.record().map_err(|e| e.to_string())?;
    let reports: Vec<String> = record.reports.iter().map(|r| r.id.to_string()).collect();
    drop(opened);
    let servers = [Served::start(program, &store, "Lina")?, Served::start(program, &store, "Karim")?];
    let (errors, kept, read) = (AtomicUsize::new(0), AtomicUsize::new(0), AtomicUsize::new(0));
    let over = AtomicBool::new(false);
    let begun = Instant::now();
    let told = |result: Result<(u16, String), String>, wanted: u16, path: &str| match result {
        Ok((status, _)) if status == wanted => true,
        other => {
            errors.fetch_add(1, Ordering::Relaxed);
            let said = other.map_or_else(|e| e, |(status, _)| status.to_string());
            eprintln!("desk: {path}: {said}");
            false
        }
    };
    std::thread::scope(|scope| {
        let reviewers: Vec<_> = servers
            .iter()
            .zip([0, 1])
            .map(|(server, shift)| {
                let (reports, kept, told) = (&reports, &kept, &told);
                scope.spawn(move || {
                    for number in 0_usize.. {
                        if (full && begun.elapsed() > FULL) || (!full && number == QUICK) {
                            break;
                        }
                        let report = &reports[(2 * number + shift) % reports.len()];
                        if decide(server, report, number, told) {
                            kept.fetch_add(1, Ordering::Relaxed);
                        }
                        if full {
                            std::thread::sleep(THINKS);
                        }
                    }
                })
            })
            .collect();
        for reader in 0..READERS {
            let (servers, over, read, told) = (&servers, &over, &read, &told);
            scope.spawn(move || {
                for number in reader.. {
                    if over.load(Ordering::Relaxed) {
                        break;
                    }
                    let path = PAGES[number % PAGES.len()];
                    told(servers[reader % servers.len()].ask("GET", path, ""), 200, path);
                    read.fetch_add(1, Ordering::Relaxed);
                    if full {
                        std::thread::sleep(READS);
                    }
                }
            });
        }
        for reviewer in reviewers {
            // A reviewer that panicked has shown an error.
            if reviewer.join().is_err() {
                errors.fetch_add(1, Ordering::Relaxed);
            }
        }
        over.store(true, Ordering::Relaxed);
    });
    let seconds = begun.elapsed().as_secs();
    drop(servers);
    let opened = Store::open(&store, Mode::Existing).map_err(|e| e.to_string())?;
    if let Some(fault) = opened.verify().faults.first() {
        return Err(format!("the desk's store is damaged: {}: {}", fault.place, fault.message));
    }
    let stored = opened.decisions().map_err(|e| e.to_string())?.len();
    let (errors, kept) = (errors.into_inner(), kept.into_inner());
    eprintln!("desk: {kept} decisions, {} pages read, {seconds} s", read.into_inner());
    Ok([
        ("desk-errors".to_owned(), errors as f64),
        ("desk-decisions-lost".to_owned(), kept.abs_diff(stored) as f64),
    ]
    .into())
}

/// Opens a report in the queue and decides on it; true when the decision was acknowledged.
fn decide(
    server: &Served,
    report: &str,
    number: usize,
    told: &dyn Fn(Result<(u16, String), String>, u16, &str) -> bool,
) -> bool {
    let path = format!("/review?item={report}");
    let page = server.ask("GET", &path, "");
    let token = page.as_ref().ok().and_then(|(_, text)| {
        text.split("name=\"token\" value=\"").nth(1)?.split('"').next().map(str::to_owned)
    });
    if !told(page, 200, &path) {
        return false;
    }
    let act = ["act=accept", "act=reject", "act=note&text=checked", "act=accept"][number % 4];
    let form = format!("token={}&report={report}&position=0&{act}", token.unwrap_or_default());
    told(server.ask("POST", "/review/decide", &form), 303, "/review/decide")
}

/// A short note of two reports.
fn note(number: usize) -> String {
    const TOWNS: [&str; 5] = ["Tafas", "Nawa", "Inkhil", "Jasim", "Dael"];
    let (one, other) = (TOWNS[number % 5], TOWNS[(number + 2) % 5]);
    let (day, later, killed) = (1 + number % 19, 1 + (number + 3) % 19, 2 + number % 9);
    format!(
        "{{\"id\":\"note-{number}\",\"language\":\"en\",\"published\":\"2018-07-20\",\"text\":\"The army shelled {one} on {day} July 2018, killing {killed} people. Fighters withdrew from {other} on {later} July 2018.\"}}\n"
    )
}
