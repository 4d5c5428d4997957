//! Press bundles.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| tawatur_fuzz::behind(b"Title\n80 words\n31 July 2018\n\nText\n\nDocument LOCAL00020180731ee7v0001\n\n", "x.txt", bytes));
