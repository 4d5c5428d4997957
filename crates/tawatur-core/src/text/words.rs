//! Rough words of a folded text: runs of letters, runs of digits, single marks. Language-neutral; the tokens of
//! language analysis are another, finer thing. Times and figures are matched on these, packs and texts alike.

use super::is_letter;

/// A run of letters, a run of digits, or one mark, by byte offsets into a folded text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// What it is made of.
    pub kind: WordKind,
    /// True when no white space stands before it.
    pub glued: bool,
    /// True when an empty line lies before it.
    pub after_gap: bool,
}

/// What a rough word is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WordKind {
    /// Letters of any script.
    Letters,
    /// Digits 0-9 (folding has mapped those of other scripts).
    Digits,
    /// One character that is neither.
    Mark,
}

/// Cuts a folded text into rough words.
#[must_use]
pub fn words(folded: &str) -> Vec<Word> {
    let mut out: Vec<Word> = Vec::with_capacity(folded.len() / 5);
    let (mut glued, mut lines) = (false, 0);
    for (at, c) in folded.char_indices() {
        if c.is_whitespace() || c.is_control() {
            glued = false;
            lines += usize::from(c == '\n');
            continue;
        }
        let kind = if c.is_ascii_digit() {
            WordKind::Digits
        } else if is_letter(c) {
            WordKind::Letters
        } else {
            WordKind::Mark
        };
        let end = at + c.len_utf8();
        match out.last_mut() {
            Some(last) if glued && last.kind == kind && kind != WordKind::Mark => last.end = end,
            _ => out.push(Word { start: at, end, kind, glued, after_gap: lines > 1 }),
        }
        glued = true;
        lines = 0;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cut(text: &str) -> Vec<&str> {
        words(text).iter().map(|w| &text[w.start..w.end]).collect()
    }

    #[test]
    fn letters_digits_and_marks_are_apart() {
        assert_eq!(cut("le 1er mai, 10h30"), ["le", "1", "er", "mai", ",", "10", "h", "30"]);
        assert_eq!(cut("aujourd'hui"), ["aujourd", "'", "hui"]);
        assert_eq!(cut("عام 2003م"), ["عام", "2003", "م"]);
    }

    proptest! {
        #[test]
        fn words_are_in_order_and_leave_out_only_white_space(text in "\\PC{0,80}") {
            let mut at = 0;
            for word in words(&text) {
                prop_assert!(word.start >= at && word.end > word.start);
                prop_assert!(text[at..word.start].chars().all(|c| c.is_whitespace() || c.is_control()));
                at = word.end;
            }
        }
    }
}
