//! Rich text.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| tawatur_fuzz::behind(b"{\\rtf1", "x.rtf", bytes));
