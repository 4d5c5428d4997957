//! Exports of channels.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| tawatur_fuzz::behind(b"{\"type\":\"x\",\"messages\":[", "result.json", bytes));
