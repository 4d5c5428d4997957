//! Zip archives and Word documents.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| tawatur_fuzz::behind(b"PK\x03\x04", "x.zip", bytes));
