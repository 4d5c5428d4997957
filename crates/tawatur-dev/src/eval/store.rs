//! Set `store`: what comes in through the door comes out unchanged, and no stored byte changes unnoticed.

use super::scored::{Reports, f1, score, store_of};
use super::{Measures, Options};
use crate::checkout::packs;
use std::path::{Path, PathBuf};
use tawatur_core::model::{Action, Maker};
use tawatur_store::{Mode, Run, Store, StoreError};
use tempfile::TempDir;

/// Flips inside the store and inside a case folder, as the measure asks.
const FLIPS: usize = 5_000;
/// The same in the quick form.
const FLIPS_QUICK: usize = 200;
/// Bytes by which a place of a row is found again in the file: long enough to be the only ones like them.
const WINDOW: usize = 12;
/// Where the sequence of places begins; any number does, always the same one keeps the measure repeatable.
const SEED: u64 = 0x7461_7761_7475_7221;

/// Takes the measures.
pub fn take(options: &Options) -> Result<Measures, String> {
    let gold = score("seeds", Reports::Gold, options)?;
    let flips = if options.full { FLIPS } else { FLIPS_QUICK };
    let folder = TempDir::new().map_err(|e| e.to_string())?;
    let rows = example(folder.path())?;
    Ok([
        ("gold-in-full".to_owned(), f1(&gold, "reports_full")),
        ("flips-found".to_owned(), flips_found(folder.path(), &rows, flips)?),
        ("case-flips-found".to_owned(), case_flips_found(folder.path(), flips)?),
    ]
    .into())
}

/// The share of random byte flips inside the files of a case folder that its check finds.
fn case_flips_found(folder: &Path, flips: usize) -> Result<f64, String> {
    let case = folder.join("case");
    let arguments = ["program", "--store"].map(std::ffi::OsString::from).into_iter();
    let rest = ["export", "case", "--output"].map(std::ffi::OsString::from).into_iter();
    let arguments =
        arguments.chain([folder.join("store.db").into()]).chain(rest).chain([case.clone().into()]);
    if tawatur::cli::run(arguments) != std::process::ExitCode::SUCCESS {
        return Err("the case folder could not be written".to_owned());
    }
    let files = files_below(&case);
    let (mut random, mut found) = (SEED, 0);
    for _ in 0..flips {
        let file = &files[usize::try_from(next(&mut random) % files.len() as u64).unwrap_or_default()];
        let whole = std::fs::read(file).map_err(|e| e.to_string())?;
        let mut bytes = whole.clone();
        let at = usize::try_from(next(&mut random) % bytes.len() as u64).unwrap_or_default();
        bytes[at] ^= 1 << (next(&mut random) % 8);
        std::fs::write(file, &bytes).map_err(|e| e.to_string())?;
        match tawatur::export::check(&case) {
            Ok(checked) if checked.faults.is_empty() => {
                eprintln!("the flip at byte {at} of {} was not found", file.display());
            }
            _ => found += 1,
        }
        std::fs::write(file, &whole).map_err(|e| e.to_string())?;
    }
    Ok(f64::from(found) / flips as f64)
}

/// Every file below a folder that holds something, sorted. The outermost list is what people compare by its seal.
fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut all = Vec::new();
    for path in std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            all.extend(files_below(&path));
        } else if path.metadata().is_ok_and(|found| found.len() > 0) {
            all.push(path);
        }
    }
    all.sort();
    all
}

/// The share of random byte flips inside stored rows of the example's store that `verify` finds.
fn flips_found(folder: &Path, rows: &[Vec<u8>], flips: usize) -> Result<f64, String> {
    let path = folder.join("store.db");
    let whole = std::fs::read(&path).map_err(|e| e.to_string())?;
    let total: usize = rows.iter().map(Vec::len).sum();
    let (mut random, mut found, mut done) = (SEED, 0, 0);
    let flipped = folder.join("flipped.db");
    while done < flips {
        let Some(at) = place(rows, total, &whole, &mut random) else { continue };
        let mut bytes = whole.clone();
        bytes[at] ^= 1 << (next(&mut random) % 8);
        std::fs::write(&flipped, &bytes).map_err(|e| e.to_string())?;
        done += 1;
        match Store::open(&flipped, Mode::Existing) {
            Ok(store) if store.verify().faults.is_empty() => eprintln!("the flip at byte {at} was not found"),
            _ => found += 1,
        }
    }
    Ok(f64::from(found) / flips as f64)
}

/// The example's store with a few decisions, closed; and the bytes of its given and found rows.
fn example(folder: &Path) -> Result<Vec<Vec<u8>>, String> {
    let texts = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../examples/deraa");
    if !texts.is_dir() {
        return Err(format!("{} is not there", texts.display()));
    }
    let packs = packs()?;
    let mut store = store_of(&[texts], folder, false, &packs)?;
    let record = store.record().map_err(|e| e.to_string())?;
    let mut run = Run::new("decide", "notes", "2026-01-01T00:00:00Z");
    let by = Maker::Person("measure".to_owned());
    store
        .write::<_, StoreError>(&mut run, |writer| {
            for document in &record.documents {
                let text = format!(
                    "seen, {} to do",
                    record.reports.iter().filter(|r| r.document == document.id).count()
                );
                writer.decide(
                    &by,
                    &Action::Note { target: document.id.to_string(), text, source: None },
                    Some(&document.id),
                )?;
            }
            Ok(())
        })
        .map_err(|e| e.to_string())?;
    store.rebuild_record(&packs).map_err(|e| e.to_string())?;
    store.stored_bytes().map_err(|e| e.to_string())
}

/// A random byte of the rows, as its place in the file; `None` where a page boundary cuts the bytes around it.
fn place(rows: &[Vec<u8>], total: usize, file: &[u8], random: &mut u64) -> Option<usize> {
    let mut at = usize::try_from(next(random) % total as u64).ok()?;
    let row = rows.iter().find(|row| {
        let inside = at < row.len();
        if !inside {
            at -= row.len();
        }
        inside
    })?;
    let from = at.saturating_sub(WINDOW / 2).min(row.len().saturating_sub(WINDOW));
    let window = row.get(from..from + WINDOW)?;
    // Bytes that stand elsewhere too (an id in an index) are left out: the place must be the row's own.
    let mut starts = file.windows(WINDOW).enumerate().filter(|(_, w)| *w == window);
    match (starts.next(), starts.next()) {
        (Some((start, _)), None) => Some(start + at - from),
        _ => None,
    }
}

/// The next number of a SplitMix64 sequence (Steele, Lea, Flood 2014).
fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}
