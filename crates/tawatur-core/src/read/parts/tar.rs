//! Tar archives: every regular file in them is an input of its own. Links and devices are left out.

use super::{Taking, zip};

/// Bytes of a block; headers and files begin at multiples of it.
const BLOCK: usize = 512;

/// True for bytes with the mark of a tar archive, or a first header whose checksum is right.
pub(super) fn fits(_: &str, bytes: &[u8]) -> bool {
    bytes.get(257..262) == Some(b"ustar") && bytes.get(..BLOCK).is_some_and(is_header)
}

/// True when the checksum of a header is right.
fn is_header(block: &[u8]) -> bool {
    let sum: u64 =
        block.iter().enumerate().map(|(k, &b)| if (148..156).contains(&k) { 32 } else { u64::from(b) }).sum();
    number(&block[148..156]) == Some(sum)
}

/// A number in octal digits, or in base 256 when the first bit is set.
fn number(field: &[u8]) -> Option<u64> {
    if field.first()? & 0x80 != 0 {
        return field[1..].iter().try_fold(0_u64, |n, &b| n.checked_mul(256)?.checked_add(u64::from(b)));
    }
    let text = std::str::from_utf8(field).ok()?.trim_matches(['\0', ' ']);
    u64::from_str_radix(text, 8).ok()
}

fn text(field: &[u8]) -> String {
    String::from_utf8_lossy(field.split(|&b| b == 0).next().unwrap_or(b"")).into_owned()
}

/// Hands over the files of an archive.
pub(super) fn read(taking: &mut Taking<'_>, name: &str, bytes: &[u8]) -> Result<(), String> {
    let (mut at, mut long_name) = (0, None);
    while let Some(header) = bytes.get(at..at + BLOCK) {
        if header.iter().all(|&b| b == 0) {
            return Ok(());
        }
        if !is_header(header) {
            return Err(format!(
                "is damaged: the header at byte {at} of the tar archive is none; the rest was left out"
            ));
        }
        taking.count()?;
        let size = number(&header[124..136]).and_then(|n| usize::try_from(n).ok());
        let size = size.ok_or("is damaged: an entry of the tar archive has no size")?;
        let Some(content) = bytes.get(at + BLOCK..(at + BLOCK).saturating_add(size)) else {
            return Err(format!("is cut short: `{}` in the tar archive is not whole", text(&header[..100])));
        };
        at += BLOCK + size.div_ceil(BLOCK) * BLOCK;
        let prefix = text(&header[345..500]);
        let short = text(&header[..100]);
        match header[156] {
            b'L' => long_name = Some(text(content)),
            b'x' => long_name = path_of(content).or(long_name),
            kind => {
                let entry = long_name.take().unwrap_or(if prefix.is_empty() {
                    short
                } else {
                    format!("{prefix}/{short}")
                });
                let inside = format!("{name}/{entry}");
                if zip::leaves(&entry) {
                    taking.refuse(&inside, "was refused: its name leads out of the archive".to_owned());
                } else if matches!(kind, 0 | b'0' | b'7') && !entry.ends_with('/') {
                    taking.entry(&inside, content.to_vec());
                }
            }
        }
    }
    Err("is cut short: the end of the tar archive is missing; what stands before it was read".to_owned())
}

/// The `path` of an extended header (POSIX pax).
fn path_of(content: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(content);
    text.lines().find_map(|line| Some(line.split_once(' ')?.1.strip_prefix("path=")?.to_owned()))
}
