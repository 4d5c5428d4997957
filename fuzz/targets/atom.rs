//! Atom feeds.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| tawatur_fuzz::behind(b"<feed xmlns='http://www.w3.org/2005/Atom'>", "x.xml", bytes));
