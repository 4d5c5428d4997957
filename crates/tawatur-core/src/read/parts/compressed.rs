//! Gzip and Zstandard: what they hold is an input of its own, under the name without the ending.

use super::{Taking, warc};
use flate2::bufread::MultiGzDecoder;
use std::io::Read;

/// Bytes that anything may unpack to whatever its ratio.
const SMALL: u64 = 16 << 20;

/// True for the marks of gzip and Zstandard.
pub(super) fn fits(_: &str, bytes: &[u8]) -> bool {
    bytes.starts_with(b"\x1f\x8b") || bytes.starts_with(b"\x28\xb5\x2f\xfd")
}

/// Hands over what was compressed. What is cut short is read as far as it goes, and said so.
pub(super) fn read(taking: &mut Taking<'_>, name: &str, bytes: &[u8]) -> Result<(), String> {
    let most = (bytes.len() as u64).saturating_mul(taking.limits.ratio).max(SMALL);
    let most = most.min(taking.limits.unpacked_bytes);
    let mut content = Vec::new();
    let result = if bytes.starts_with(b"\x1f\x8b") {
        MultiGzDecoder::new(bytes).take(most + 1).read_to_end(&mut content)
    } else {
        zstd::stream::read::Decoder::new(bytes)
            .and_then(|decoder| decoder.take(most + 1).read_to_end(&mut content))
    };
    if content.len() as u64 > most || !taking.spend(content.len() as u64) {
        let ratio = taking.limits.ratio;
        return Err(format!(
            "was refused: it unpacks to more than {ratio} times its size, or to more than one input may (limits `ratio`, `unpacked_bytes`)"
        ));
    }
    let inside = inner_name(name);
    let is_warc = warc::fits(&inside, &content);
    if let Err(error) = result {
        // Of a web archive whole records stand before the cut; half a page is no evidence.
        if is_warc {
            taking.entry(&inside, content);
        }
        return Err(format!("is cut short or damaged: {error}"));
    }
    if content.is_empty() {
        return Err("is empty: it holds no text to read".to_owned());
    }
    taking.entry(&inside, content);
    Ok(())
}

fn inner_name(name: &str) -> String {
    let cut = [".gz", ".zst", ".zstd"].iter().find_map(|ending| name.strip_suffix(ending));
    match (cut, name.strip_suffix(".tgz")) {
        (Some(inner), _) => inner.to_owned(),
        (None, Some(inner)) => format!("{inner}.tar"),
        (None, None) => name.to_owned(),
    }
}
