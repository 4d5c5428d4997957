//! Mail boxes.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| tawatur_fuzz::behind(b"From a@b.example x\nFrom: a@b.example\n", "x.mbox", bytes));
