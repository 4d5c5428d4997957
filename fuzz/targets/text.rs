//! Plain text and its encodings.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| tawatur_fuzz::one("x.txt", bytes));
