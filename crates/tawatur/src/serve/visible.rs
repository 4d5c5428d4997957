//! How every value gets into a page: HTML escaped, and the controls that reorder text made visible.

use askama::filters::{Escaper, Html};
use std::fmt;

/// The characters that change the order of text (Unicode standard annex 9) with the names it gives them.
const CONTROLS: [(char, &str); 12] = [
    ('\u{61c}', "ALM"),
    ('\u{200e}', "LRM"),
    ('\u{200f}', "RLM"),
    ('\u{202a}', "LRE"),
    ('\u{202b}', "RLE"),
    ('\u{202c}', "PDF"),
    ('\u{202d}', "LRO"),
    ('\u{202e}', "RLO"),
    ('\u{2066}', "LRI"),
    ('\u{2067}', "RLI"),
    ('\u{2068}', "FSI"),
    ('\u{2069}', "PDI"),
];

/// The escaper that every template uses (`askama.toml`): nothing a document says becomes markup or turns the page round.
#[derive(Debug, Clone, Copy)]
pub struct Visible;

impl Escaper for Visible {
    fn write_escaped_str<W: fmt::Write>(&self, mut out: W, text: &str) -> fmt::Result {
        let mut rest = text;
        while let Some((at, control)) = rest.char_indices().find(|(_, c)| *c == '\r' || sign(*c).is_some()) {
            Html.write_escaped_str(&mut out, &rest[..at])?;
            match sign(control) {
                Some(name) => write!(out, "\u{27e6}{name}\u{27e7}")?,
                // A bare carriage return would come to be a line feed (HTML, 13.2.3.5); a reference to one stays.
                None => out.write_str("&#13;")?,
            }
            rest = &rest[at + control.len_utf8()..];
        }
        Html.write_escaped_str(&mut out, rest)
    }
}

fn sign(c: char) -> Option<&'static str> {
    CONTROLS.iter().find(|(control, _)| *control == c).map(|(_, name)| *name)
}

/// A quotation copied from a page with the signs turned back into the characters of the document.
#[must_use]
pub fn restored(copied: &str) -> String {
    let mut text = copied.to_owned();
    for (control, name) in CONTROLS {
        text = text.replace(&format!("\u{27e6}{name}\u{27e7}"), control.encode_utf8(&mut [0; 4]));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_escaped_and_controls_are_shown() {
        let mut out = String::new();
        Visible.write_escaped_str(&mut out, "<b>\u{202e}x\"\u{2069}").expect("a String takes all");
        assert!(!out.contains('<') && !out.contains('"') && !out.contains('\u{202e}'), "{out}");
        assert!(out.contains("\u{27e6}RLO\u{27e7}x") && out.ends_with("\u{27e6}PDI\u{27e7}"), "{out}");
        assert_eq!(restored("\u{27e6}RLO\u{27e7}x"), "\u{202e}x");
        let mut lines = String::new();
        Visible.write_escaped_str(&mut lines, "a\r\nb").expect("a String takes all");
        assert_eq!(lines, "a&#13;\nb");
    }
}
