//! Text without meaning: spans, offset conversion, folding, hashing. Knows no language and no model type.

mod fingerprint;
mod fold;
mod hash;
mod letters;
mod names;
mod offsets;
mod span;
mod words;

pub use fingerprint::fingerprint;
pub use fold::{Folded, fold, fold_into, fold_str};
pub use hash::{content_id, sha256_hex};
pub use letters::{is_letter, is_letter_or_digit, is_number, lower, lower_case};
pub use names::{ARTICLE, NameKey, NameWords, is_latin_article, name_words, without_article};
pub use offsets::CodePoints;
pub use span::Span;
pub use words::{Word, WordKind, words};
