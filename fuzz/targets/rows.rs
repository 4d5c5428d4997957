//! Rows of JSON.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| tawatur_fuzz::behind(b"{\"text\":\"", "x.jsonl", bytes));
