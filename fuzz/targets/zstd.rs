//! Zstandard.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| tawatur_fuzz::behind(b"\x28\xb5\x2f\xfd", "x.zst", bytes));
