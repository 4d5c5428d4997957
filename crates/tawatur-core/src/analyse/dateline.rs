//! The dateline before the first sentence of a report: "DAMASCUS, Syria (Reuters) -", "BAMAKO, 12 mars (AFP) –".
//!
//! It says where and when a report was written and is no part of what it tells, so it stands as a sentence of its own.
//! Which place, day and agency it names is read by extraction.

use crate::text::Span;

/// Most tokens before the dash.
const LONGEST: usize = 16;
/// Most words of a dateline that is nothing but names: "KABUL -", "New York -".
const NAMES: usize = 3;
/// Most tokens of a remark in square brackets that may follow the dash: "[Excerpts]".
const REMARK: usize = 5;

/// How many tokens at the head of a block are a dateline; 0 when it has none.
pub(super) fn length(text: &str, tokens: &[Span]) -> usize {
    let Some(dash) = tokens.iter().take(LONGEST + 1).position(|t| is_dash(t.slice(text))) else { return 0 };
    let Some(next) = tokens.get(dash + 1) else { return 0 };
    let agency = dash > 0 && tokens[dash - 1].slice(text) == ")";
    let before = dash > 0 && (agency || tokens[dash - 1].end < tokens[dash].start);
    let apart = tokens[dash].end < next.start;
    // "BANGUI, 12 mars", but "On 16 November": the day stands apart from the place.
    let number = tokens[..dash].iter().position(|t| is_number(t.slice(text)));
    let dated =
        number.is_some_and(|at| at > 0 && matches!(tokens[at - 1].slice(text), "," | "(" | "/" | "."));
    let names = dash <= NAMES && !starts_small(next.slice(text));
    if before && apart && (agency || dated || names) && names_only(text, &tokens[..dash]) {
        let rest = &tokens[dash + 1..];
        dash + 1 + remark(text, rest).max(signature(text, rest))
    } else {
        0
    }
}

/// True when every word is written as names are, stands in brackets or beside a number ("12 mars"), and no sentence
/// ends among them.
fn names_only(text: &str, tokens: &[Span]) -> bool {
    let mut depth = 0_usize;
    for (k, token) in tokens.iter().enumerate() {
        let word = token.slice(text);
        match word {
            "(" => depth += 1,
            ")" => depth = depth.saturating_sub(1),
            "," | "/" | "." | "-" => {}
            _ if !word.chars().any(char::is_alphanumeric) => return false,
            _ => {
                let number = |t: Option<&Span>| t.is_some_and(|t| is_number(t.slice(text)));
                let beside = number(tokens.get(k + 1)) || k > 0 && number(tokens.get(k - 1));
                if starts_small(word) && depth == 0 && !beside {
                    return false;
                }
            }
        }
    }
    !tokens.is_empty() && depth == 0
}

/// The agency that may follow the dash with a colon: "SANAA - Saba:".
fn signature(text: &str, tokens: &[Span]) -> usize {
    let named = tokens.first().is_some_and(|t| {
        let word = t.slice(text);
        word.chars().all(char::is_alphabetic) && !starts_small(word)
    });
    if named && tokens.get(1).is_some_and(|t| t.slice(text) == ":") { 2 } else { 0 }
}

/// The tokens of an editor's remark in square brackets.
fn remark(text: &str, tokens: &[Span]) -> usize {
    if tokens.first().is_none_or(|t| t.slice(text) != "[") {
        return 0;
    }
    tokens.iter().take(REMARK).position(|t| t.slice(text) == "]").map_or(0, |end| end + 1)
}

fn is_dash(token: &str) -> bool {
    matches!(token, "-" | "--" | "\u{2013}" | "\u{2014}" | "_")
}

fn is_number(token: &str) -> bool {
    token.starts_with(char::is_numeric)
}

fn starts_small(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_lowercase)
}
