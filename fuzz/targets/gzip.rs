//! Gzip.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| tawatur_fuzz::behind(b"\x1f\x8b\x08", "x.gz", bytes));
