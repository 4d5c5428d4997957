//! Feeds.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| tawatur_fuzz::behind(b"<rss version='2.0'><channel>", "x.xml", bytes));
