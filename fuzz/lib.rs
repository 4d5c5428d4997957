//! What every target checks: whatever the bytes, reading ends well, and what was read reads the same again.

use tawatur_core::read::{read, read_one};

/// Reads an input of a name.
///
/// # Panics
/// When a block lies outside its text, or kept bytes read otherwise than before: then the fuzzer keeps the input.
pub fn one(name: &str, bytes: &[u8]) {
    for (document, bytes) in read(name, bytes).into_iter().flatten() {
        let mut last = 0;
        for block in &document.blocks {
            assert!(block.span.start >= last && !block.span.slice(&document.text).is_empty());
            last = block.span.end;
        }
        let again = read_one(&document.file, &bytes).expect("it was read before").document;
        assert_eq!(again.text, document.text);
    }
}

/// Reads bytes behind the beginning by which their format is known.
pub fn behind(start: &[u8], name: &str, bytes: &[u8]) {
    one(name, &[start, bytes].concat());
}
