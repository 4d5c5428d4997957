//! Web archives.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| tawatur_fuzz::behind(b"WARC/1.0\r\nWARC-Type: response\r\n", "x.warc", bytes));
