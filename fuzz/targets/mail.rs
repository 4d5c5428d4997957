//! Mail.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| tawatur_fuzz::behind(b"From: a@b.example\nTo: c@d.example\n", "x.eml", bytes));
