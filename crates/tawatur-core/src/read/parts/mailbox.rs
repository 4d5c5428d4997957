//! Mail boxes (mbox): every message is a part, byte for byte. A message itself is read by `mail`.

use super::Taking;

/// True when a first line `From …` is followed by header fields.
pub(super) fn fits(_: &str, bytes: &[u8]) -> bool {
    let mut lines = bytes.split(|&b| b == b'\n');
    lines.next().is_some_and(|l| l.starts_with(b"From "))
        && lines.next().is_some_and(crate::read::mail::is_field)
}

/// Hands over the messages.
pub(super) fn read(taking: &mut Taking<'_>, name: &str, bytes: &[u8]) -> Result<(), String> {
    let mut starts = vec![0];
    starts.extend(
        bytes.windows(7).enumerate().filter(|(_, w)| w.starts_with(b"\n\nFrom ")).map(|(at, _)| at + 2),
    );
    starts.extend(bytes.windows(9).enumerate().filter(|(_, w)| *w == b"\r\n\r\nFrom ").map(|(at, _)| at + 4));
    starts.sort_unstable();
    for (k, &start) in starts.iter().enumerate() {
        if taking.too_many_rows(name, k + 1) {
            break;
        }
        let end = starts.get(k + 1).copied().unwrap_or(bytes.len());
        let message = &bytes[start..end];
        // The line `From …` belongs to the box, not to the message.
        let from = message.iter().position(|&b| b == b'\n').map_or(message.len(), |at| at + 1);
        taking.part(&format!("{name}#{}", k + 1), message[from..].to_vec(), false);
    }
    Ok(())
}
