//! Web archives of the older form.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| tawatur_fuzz::behind(b"filedesc://x 0.0.0.0 20180101000000 text/plain 0\n", "x.arc", bytes));
