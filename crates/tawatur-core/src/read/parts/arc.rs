//! Web archives of the older form (ARC 1 and 2, Internet Archive 1996): a line, then so many bytes as the line says.
//!
//! Records are cut and handed over by `warc`, which treats both forms alike; here stands only what the line means.

pub(super) use super::warc::read;

/// The line before a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::read) struct Line {
    /// Where the page was found; `filedesc:` for the archive's description of itself.
    pub address: String,
    /// What kind of content it has.
    pub kind: String,
    /// Bytes that follow the line.
    pub length: u64,
}

/// Fields behind the address: IP, moment, kind, length; in version 2 five more stand before the length.
const FIELDS: [usize; 2] = [4, 9];

/// True for bytes that begin with the description of such an archive.
pub(super) fn fits(_: &str, bytes: &[u8]) -> bool {
    bytes.starts_with(b"filedesc://")
}

impl Line {
    /// Reads a line. An address may hold blanks, so the fields are counted from the end.
    pub fn of(line: &[u8]) -> Option<Self> {
        let line = std::str::from_utf8(line).ok()?.trim_end_matches(['\r', '\n']);
        FIELDS.iter().find_map(|&count| {
            let mut fields: Vec<&str> = line.rsplitn(count + 1, ' ').collect();
            fields.reverse();
            let [address, ip, moment, kind, .., length] = fields.as_slice() else { return None };
            let is_ip = ip.bytes().all(|b| b.is_ascii_hexdigit() || b".:".contains(&b));
            let is_moment = (8..=14).contains(&moment.len()) && moment.bytes().all(|b| b.is_ascii_digit());
            (address.contains(':') && is_ip && is_moment).then_some(())?;
            Some(Self {
                address: (*address).to_owned(),
                kind: (*kind).to_owned(),
                length: length.parse().ok()?,
            })
        })
    }

    /// The line of bytes that are one record and nothing more, and what follows it.
    pub fn alone(bytes: &[u8]) -> Option<(Self, &[u8])> {
        let end = bytes.iter().take(super::warc::HEADER as usize).position(|&b| b == b'\n')? + 1;
        let (line, block) = bytes.split_at(end);
        let line = Self::of(line)?;
        (line.length == block.len() as u64).then_some((line, block))
    }

    /// The kind of record, in the words of WARC.
    pub fn record(&self) -> &str {
        match self.address.split_once(':') {
            Some((scheme @ ("filedesc" | "dns"), _)) => scheme,
            _ => "response",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_both_versions_are_read() {
        let one =
            Line::of(b"http://a.example/x y 192.0.2.1 20140216050221 text/html 1591\n").expect("a line");
        assert_eq!(
            (one.address.as_str(), one.length, one.record()),
            ("http://a.example/x y", 1591, "response")
        );
        let two = b"http://a.example/ 192.0.2.1 20140216050221 text/html 200 c0ffee - 12 a.arc 7\r\n";
        assert_eq!(Line::of(two).map(|l| (l.kind, l.length)), Some(("text/html".to_owned(), 7)));
        assert_eq!(
            Line::of(b"filedesc://a.arc 0.0.0.0 20140216050221 text/plain 75\n").expect("a line").record(),
            "filedesc"
        );
        for wrong in [
            &b"http://a.example/ 192.0.2.1 20140216050221 text/html -1\n"[..],
            b"A line of a text, 12 words 3\n",
            b"\n",
        ] {
            assert_eq!(Line::of(wrong), None);
        }
    }
}
