//! JSON Feed.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| tawatur_fuzz::behind(b"{\"version\":\"https://jsonfeed.org/version/1\",", "x.json", bytes));
