//! A text cut at the boundaries of its reports, so that nested and overlapping reports can be marked side by side.

use serde::Serialize;
use tawatur_core::text::Span;

/// A piece of a text over which the same reports lie.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Piece {
    /// The words.
    pub text: String,
    /// Numbers of the reports that cover it, from 1.
    pub reports: Vec<usize>,
    /// The shortest of them: where a click on the words leads.
    pub nearest: Option<usize>,
    /// Reports that begin here.
    pub begins: Vec<usize>,
    /// Reports that end here.
    pub ends: Vec<usize>,
}

/// Cuts a text at the boundaries of spans; put together again the pieces are the text.
#[must_use]
pub fn pieces(text: &str, spans: &[Span]) -> Vec<Piece> {
    let sound = |s: &Span| s.start < s.end && text.get(s.start as usize..s.end as usize).is_some();
    let marks: Vec<(usize, Span)> =
        spans.iter().enumerate().filter(|(_, s)| sound(s)).map(|(k, s)| (k + 1, *s)).collect();
    let mut cuts: Vec<usize> = vec![0, text.len()];
    cuts.extend(marks.iter().flat_map(|(_, s)| [s.start as usize, s.end as usize]));
    cuts.sort_unstable();
    cuts.dedup();
    cuts.windows(2).map(|cut| piece(text, cut[0], cut[1], &marks)).collect()
}

fn piece(text: &str, from: usize, to: usize, marks: &[(usize, Span)]) -> Piece {
    let numbers = |holds: &dyn Fn(usize, usize) -> bool| -> Vec<usize> {
        marks.iter().filter(|(_, s)| holds(s.start as usize, s.end as usize)).map(|(n, _)| *n).collect()
    };
    let covers = |s: &Span| s.start as usize <= from && to <= s.end as usize;
    Piece {
        text: text.get(from..to).unwrap_or_default().to_owned(),
        reports: numbers(&|start, end| start <= from && to <= end),
        nearest: marks.iter().filter(|(_, s)| covers(s)).min_by_key(|(_, s)| s.len()).map(|(n, _)| *n),
        begins: numbers(&|start, _| start == from),
        ends: numbers(&|_, end| end == to),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_join_to_the_text_and_overlaps_are_cut() {
        let text = "abcdéfgh";
        let spans = [Span::new(0, 4), Span::new(2, 7), Span::new(2, 3), Span::new(5, 6), Span::new(9, 20)];
        let cut = pieces(text, &spans);
        assert_eq!(cut.iter().map(|p| p.text.as_str()).collect::<String>(), text);
        let third = cut.iter().find(|p| p.text == "c").expect("cut before and after");
        assert_eq!((third.reports.as_slice(), third.nearest), ([1, 2, 3].as_slice(), Some(3)));
        assert_eq!((third.begins.as_slice(), third.ends.as_slice()), ([2, 3].as_slice(), [3].as_slice()));
        assert!(pieces("", &[]).is_empty());
    }
}
