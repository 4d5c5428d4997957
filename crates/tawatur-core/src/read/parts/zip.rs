//! Zip archives: every file in them is an input of its own. A web archive (WACZ) is one whose `archive/` holds WARC.
//!
//! The list at the end of the archive is what counts. Refused: names that leave the archive, entries that share bytes,
//! entries that unpack to far more than they are, encrypted ones, and archives above 4 GiB (Zip64).

use super::{Taking, ends_in};
use crate::text::sha256_hex;
use flate2::Crc;
use flate2::read::DeflateDecoder;
use serde_json::Value;
use std::io::Read;

/// Bytes at the end in which the archive's list must be found: its record and the longest comment.
const TAIL: usize = 22 + 0xffff;
/// Bytes that any entry may unpack to whatever its ratio: small repetitive files are no bombs.
const SMALL: u64 = 1 << 20;

/// An entry of an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::read) struct Entry {
    /// Its name, with `/`.
    pub name: String,
    method: u16,
    encrypted: bool,
    checksum: u32,
    packed: u64,
    size: u64,
    /// Where its local header stands.
    header: usize,
}

/// True for bytes that begin as a zip archive and are no Word document.
pub(super) fn fits(_: &str, bytes: &[u8]) -> bool {
    (bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")) && !crate::read::docx::fits(bytes)
}

/// Hands over the files of an archive.
pub(super) fn read(taking: &mut Taking<'_>, name: &str, bytes: &[u8]) -> Result<(), String> {
    let entries = list(bytes)?;
    let package = entries.iter().find(|e| e.name == "datapackage.json");
    let is_web_archive = package.is_some() && entries.iter().any(|e| e.name.starts_with("archive/"));
    let hashes = match package.filter(|_| is_web_archive) {
        Some(package) => hashes(&unpacked(bytes, package, taking.limits.ratio)?),
        None => Vec::new(),
    };
    for entry in &entries {
        taking.count()?;
        let inside = format!("{name}/{}", entry.name);
        let wanted = !is_web_archive
            || (entry.name.starts_with("archive/") && ends_in(&entry.name, &[".warc", ".warc.gz"]));
        if entry.name.ends_with('/') || !wanted {
            continue;
        }
        if !taking.spend(entry.size) {
            let limit = taking.limits.unpacked_bytes;
            return Err(format!(
                "unpacks to more than {limit} bytes (limit `unpacked_bytes`); the rest was left out"
            ));
        }
        match unpacked(bytes, entry, taking.limits.ratio) {
            Ok(content) => {
                let told = hashes.iter().find(|(path, _)| *path == entry.name);
                if told.is_some_and(|(_, hash)| *hash != sha256_hex(&content)) {
                    taking.refuse(
                        &inside,
                        "is not what the archive's datapackage.json says: its hash differs".to_owned(),
                    );
                    continue;
                }
                taking.entry(&inside, content);
            }
            Err(message) => taking.refuse(&inside, message),
        }
    }
    Ok(())
}

/// Paths and SHA-256 that a WACZ gives for its resources.
fn hashes(package: &[u8]) -> Vec<(String, String)> {
    let value: Value = serde_json::from_slice(package).unwrap_or_default();
    let resources = value["resources"].as_array().cloned().unwrap_or_default();
    let text = |v: &Value| v.as_str().map(str::to_owned);
    resources
        .iter()
        .filter_map(|r| Some((text(&r["path"])?, text(&r["hash"])?.strip_prefix("sha256:")?.to_owned())))
        .collect()
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

/// The entries of an archive, checked against one another.
///
/// # Errors
/// A sentence, when the list cannot be read or its entries share bytes.
pub(in crate::read) fn list(bytes: &[u8]) -> Result<Vec<Entry>, String> {
    let from = bytes.len().saturating_sub(TAIL);
    let end = bytes[from..].windows(4).rposition(|w| w == b"PK\x05\x06").map(|at| from + at);
    let end = end.ok_or("is cut short: the list of a zip archive is missing at its end")?;
    let damaged = || "is damaged: the list of the zip archive cannot be read".to_owned();
    let count = u16_at(bytes, end + 10).ok_or_else(damaged)?;
    let start = u32_at(bytes, end + 16).ok_or_else(damaged)?;
    if count == u16::MAX || start == u32::MAX {
        return Err(
            "is a zip archive above 4 GiB or 65,535 entries (Zip64); unpack it and add the folder".to_owned()
        );
    }
    let mut at = start as usize;
    let mut entries = Vec::new();
    for _ in 0..count {
        let (entry, next) = listed(bytes, at).ok_or_else(damaged)?;
        entries.push(entry);
        at = next;
    }
    let mut ranges: Vec<(u64, u64)> =
        entries.iter().map(|e| (e.header as u64, e.header as u64 + 30 + e.packed)).collect();
    ranges.sort_unstable();
    if ranges.windows(2).any(|pair| pair[0].1 > pair[1].0) {
        return Err(
            "was refused: entries of the zip archive share the same bytes, as in archives made to do harm"
                .to_owned(),
        );
    }
    Ok(entries)
}

/// The entry listed at a place, and where the next begins.
fn listed(bytes: &[u8], at: usize) -> Option<(Entry, usize)> {
    if bytes.get(at..at + 4)? != b"PK\x01\x02" {
        return None;
    }
    let (name, extra, comment) = (u16_at(bytes, at + 28)?, u16_at(bytes, at + 30)?, u16_at(bytes, at + 32)?);
    let name_end = at + 46 + usize::from(name);
    let entry = Entry {
        name: String::from_utf8_lossy(bytes.get(at + 46..name_end)?).replace('\\', "/"),
        method: u16_at(bytes, at + 10)?,
        encrypted: u16_at(bytes, at + 8)? & 1 == 1,
        checksum: u32_at(bytes, at + 16)?,
        packed: u64::from(u32_at(bytes, at + 20)?),
        size: u64::from(u32_at(bytes, at + 24)?),
        header: u32_at(bytes, at + 42)? as usize,
    };
    Some((entry, name_end + usize::from(extra) + usize::from(comment)))
}

/// The bytes of an entry.
///
/// # Errors
/// A sentence, when it was refused or is damaged.
pub(in crate::read) fn unpacked(bytes: &[u8], entry: &Entry, ratio: u64) -> Result<Vec<u8>, String> {
    if leaves(&entry.name) {
        return Err("was refused: its name leads out of the archive".to_owned());
    }
    if entry.encrypted {
        return Err("is encrypted; unpack the archive with its password and add the folder".to_owned());
    }
    let most = entry.packed.saturating_mul(ratio).max(SMALL);
    let bomb = || format!("was refused: it unpacks to more than {ratio} times its size (limit `ratio`)");
    if entry.size > most {
        return Err(bomb());
    }
    let damaged = || "is damaged: its bytes cannot be unpacked".to_owned();
    let at = entry.header;
    if bytes.get(at..at + 4) != Some(b"PK\x03\x04") {
        return Err(damaged());
    }
    let lengths = u16_at(bytes, at + 26).zip(u16_at(bytes, at + 28)).ok_or_else(damaged)?;
    let start = at + 30 + usize::from(lengths.0) + usize::from(lengths.1);
    let packed = usize::try_from(entry.packed).map_err(|_| damaged())?;
    let packed = bytes.get(start..start.saturating_add(packed)).ok_or_else(damaged)?;
    let mut content = Vec::new();
    match entry.method {
        0 => content.extend_from_slice(packed),
        8 => {
            // One byte more than it says is enough to know that it lies.
            let mut decoder = DeflateDecoder::new(packed).take(entry.size + 1);
            decoder.read_to_end(&mut content).map_err(|_| damaged())?;
        }
        other => return Err(format!("is packed by a method that is not read here ({other})")),
    }
    if content.len() as u64 > entry.size {
        return Err(bomb());
    }
    let mut check = Crc::new();
    check.update(&content);
    if content.len() as u64 != entry.size || check.sum() != entry.checksum {
        return Err(damaged());
    }
    Ok(content)
}

/// True for a name that leads out of the archive.
pub(super) fn leaves(name: &str) -> bool {
    name.starts_with('/')
        || name.contains('\0')
        || name.get(1..2) == Some(":")
        || name.split('/').any(|part| part == "..")
}
