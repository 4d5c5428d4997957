//! The text of Word documents.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| tawatur_fuzz::one("x.docx", &packed(bytes)));

/// A zip archive that holds bytes, as they are, as the text of a document.
fn packed(bytes: &[u8]) -> Vec<u8> {
    const NAME: &[u8] = b"word/document.xml";
    let length = u32::try_from(bytes.len()).unwrap_or(0).to_le_bytes();
    let mut crc = flate2::Crc::new();
    crc.update(bytes);
    let common = [&[20, 0, 0, 0, 0, 0, 0, 0, 0, 0][..], &crc.sum().to_le_bytes(), &length, &length, &[17, 0, 0, 0]].concat();
    let entry = [b"PK\x03\x04", common.as_slice(), NAME, bytes].concat();
    let list = [b"PK\x01\x02\x14\0", common.as_slice(), &[0; 14], NAME].concat();
    let place = |n: usize| u32::try_from(n).unwrap_or(0).to_le_bytes();
    let end = [&b"PK\x05\x06\0\0\0\0\x01\0\x01\0"[..], &place(list.len()), &place(entry.len()), &[0, 0]].concat();
    [entry, list, end].concat()
}
