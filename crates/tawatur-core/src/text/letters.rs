//! What the standard library knows of letters, answered quickly for the scripts that texts are mostly in.
//!
//! Nothing here says more than `char` does: the tables of Unicode are only asked where a range does not settle it.

use std::borrow::Cow;

/// The same as `char::is_alphabetic`.
#[must_use]
#[inline]
pub fn is_letter(c: char) -> bool {
    match c {
        '\0'..='\x7f' => c.is_ascii_alphabetic(),
        '\u{620}'..='\u{63f}' | '\u{641}'..='\u{64a}' => true,
        _ => c.is_alphabetic(),
    }
}

/// The same as `char::is_alphanumeric`.
#[must_use]
#[inline]
pub fn is_letter_or_digit(c: char) -> bool {
    match c {
        '\0'..='\x7f' => c.is_ascii_alphanumeric(),
        '\u{620}'..='\u{63f}' | '\u{641}'..='\u{64a}' | '\u{660}'..='\u{669}' => true,
        _ => c.is_alphanumeric(),
    }
}

/// The same as `char::is_numeric`.
#[must_use]
#[inline]
pub fn is_number(c: char) -> bool {
    match c {
        '\0'..='\x7f' => c.is_ascii_digit(),
        '\u{620}'..='\u{63f}' | '\u{641}'..='\u{64a}' => false,
        _ => c.is_numeric(),
    }
}

/// True for characters that are their own lower case, as far as a range tells: small Latin letters, and the scripts from
/// Hebrew to Myanmar, none of which has cases.
#[inline]
fn is_surely_small(c: char) -> bool {
    match c {
        '\0'..='\x7f' => !c.is_ascii_uppercase(),
        '\u{df}'..='\u{ff}' | '\u{590}'..='\u{109f}' => true,
        _ => false,
    }
}

/// Hands on the lower case of a character.
#[inline]
pub fn lower(c: char, mut put: impl FnMut(char)) {
    if c.is_ascii() {
        put(c.to_ascii_lowercase());
    } else if is_surely_small(c) {
        put(c);
    } else {
        c.to_lowercase().for_each(put);
    }
}

/// The same as `str::to_lowercase`, without a copy where nothing changes.
#[must_use]
pub fn lower_case(text: &str) -> Cow<'_, str> {
    if text.chars().all(is_surely_small) {
        Cow::Borrowed(text)
    } else if text.is_ascii() {
        Cow::Owned(text.to_ascii_lowercase())
    } else {
        Cow::Owned(text.to_lowercase())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_is_what_the_standard_library_says() {
        for c in '\0'..=char::MAX {
            assert_eq!(is_letter(c), c.is_alphabetic(), "{c:?}");
            assert_eq!(is_letter_or_digit(c), c.is_alphanumeric(), "{c:?}");
            assert_eq!(is_number(c), c.is_numeric(), "{c:?}");
            let mut small = String::new();
            lower(c, |l| small.push(l));
            assert_eq!(small, c.to_lowercase().to_string(), "{c:?}");
            assert_eq!(lower_case(c.encode_utf8(&mut [0; 4])), c.to_string().to_lowercase(), "{c:?}");
        }
    }
}
