//! An answer as a record of a web archive (WARC 1.1, ISO 28500:2017).

use std::fmt::Write as _;
use std::net::IpAddr;
use tawatur_core::read::digest;
use tawatur_core::text::{content_id, sha256_hex};
use ureq::http::{Response, header};

/// A response record: the status and headers as they were understood, and the body without its transfer coding.
pub fn record(address: &str, at: &str, ip: Option<IpAddr>, response: &Response<()>, body: &[u8]) -> Vec<u8> {
    let mut head = format!("{:?} {}\r\n", response.version(), response.status());
    for (name, value) in response.headers() {
        // The body stands here whole; how it was cut up on its way would be wrong.
        if *name != header::TRANSFER_ENCODING && *name != header::CONTENT_LENGTH {
            let _ = write!(head, "{name}: {}\r\n", String::from_utf8_lossy(value.as_bytes()));
        }
    }
    let _ = write!(head, "content-length: {}\r\n\r\n", body.len());
    let mut block = head.into_bytes();
    block.extend_from_slice(body);
    let ip = ip.map(|ip| format!("WARC-IP-Address: {ip}\r\n")).unwrap_or_default();
    let mut record = format!(
        "WARC/1.1\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{}>\r\nWARC-Date: {at}\r\nWARC-Target-URI: {address}\r\n\
         {ip}WARC-Payload-Digest: {}\r\nWARC-Block-Digest: {}\r\n\
         Content-Type: application/http; msgtype=response\r\nContent-Length: {}\r\n\r\n",
        uuid(address, at, &block),
        digest(body),
        digest(&block),
        block.len()
    )
    .into_bytes();
    record.extend_from_slice(&block);
    record.extend_from_slice(b"\r\n\r\n");
    record
}

/// A name for the record, made from what it holds (RFC 9562, version 8).
fn uuid(address: &str, at: &str, block: &[u8]) -> String {
    let digits = content_id("", &[address, at, &sha256_hex(block)]);
    let more = content_id("", &[&digits]);
    let d = format!("{digits}{more}");
    format!("{}-{}-8{}-8{}-{}", &d[..8], &d[8..12], &d[12..15], &d[15..18], &d[18..30])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_is_read_back_as_its_page() {
        let response =
            Response::builder().status(200).header("content-type", "text/plain").body(()).expect("sound");
        let body = b"Shells fell on the market.";
        let bytes = record("https://a.example/x", "2026-11-28T10:00:00Z", None, &response, body);
        let read = tawatur_core::read::read("x.warc", &bytes);
        let (document, _) = read[0].as_ref().expect("a page");
        assert_eq!(document.text, "Shells fell on the market.");
        assert_eq!(document.url.as_deref(), Some("https://a.example/x"));
        assert!(document.notes.is_empty(), "{:?}", document.notes);
        let text = String::from_utf8(bytes).expect("UTF-8");
        let block = text.find("WARC-Block-Digest").expect("a digest");
        let changed = format!("{}{}", &text[..block], text[block..].replace("market", "mARKET"))
            .replace("WARC-Block-Digest", "x");
        let read = tawatur_core::read::read("x.warc", changed.as_bytes());
        assert!(read[0].as_ref().expect("a page").0.notes[0].text.contains("not what its digest says"));
    }
}
