//! Where sentences end, decided on tokens: after a closing mark and what closes with it, unless the stop belongs to
//! an abbreviation or the text plainly runs on. Sentences never run across blocks.

use super::dateline;
use crate::model::PartOfSpeech;
use crate::packs::{Settings, Tagger};
use crate::text::{Span, fold_str};
use std::ops::Range;

/// Tokens after which a sentence is cut in any case, so that no later step meets a sentence without end.
const LONGEST: usize = 400;
/// Tokens a bracketed or quoted insertion may have and still close with the sentence before it.
const CLOSERS: &str = ")]}\"'\u{bb}\u{201d}\u{2019}\u{203a}";
/// Signs that may open a sentence before its first word.
const OPENERS: &str = "([{\"'\u{ab}\u{201c}\u{2018}\u{2039}\u{bf}\u{a1}-\u{2013}\u{2014}\u{2022}";

/// Splits the tokens of one block into sentences.
pub(super) fn split(
    text: &str,
    tokens: &[Span],
    settings: Option<&Settings>,
    tagger: Option<&Tagger>,
) -> Vec<Range<usize>> {
    let ends = settings.map_or(".!?\u{2026}\u{61f}", |s| s.sentence_ends.as_str());
    let mut sentences = Vec::new();
    let mut start = dateline::length(text, tokens);
    if start > 0 {
        sentences.push(0..start);
    }
    let mut at = start;
    while at < tokens.len() {
        let closing = Closing::of(tokens[at].slice(text), ends, settings);
        let alone = matches!(closing, Closing::None | Closing::Bracket);
        let after = if alone { at + 1 } else { closers_end(text, tokens, at + 1) };
        let full = after - start >= LONGEST;
        if full || after < tokens.len() && closing.ends_before(text, &tokens[at..], &tokens[after..], tagger)
        {
            sentences.push(start..after);
            start = after;
        }
        at = after;
    }
    if start < tokens.len() {
        sentences.push(start..tokens.len());
    }
    sentences
}

/// What a token says about the end of a sentence.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Closing {
    /// Nothing.
    None,
    /// A stop of its own.
    Stop,
    /// A question or exclamation mark, or suspension points.
    Mark,
    /// An abbreviation that may close a sentence.
    Abbreviation,
    /// A closing bracket: what follows a caption's "(file photo)" may be a sentence of its own.
    Bracket,
}

impl Closing {
    fn of(token: &str, ends: &str, settings: Option<&Settings>) -> Self {
        if token == ")" {
            return Self::Bracket;
        }
        let Some(last) = token.chars().last().filter(|&c| ends.contains(c)) else { return Self::None };
        if token.chars().all(|c| ends.contains(c)) {
            return if last == '.' && token.len() == 1 { Self::Stop } else { Self::Mark };
        }
        let word = token.trim_end_matches(last);
        let closes =
            word.contains('.') || settings.is_some_and(|s| s.closing_abbreviations.contains(&fold_str(word)));
        if closes { Self::Abbreviation } else { Self::None }
    }

    /// Whether a sentence ends here when these tokens follow.
    fn ends_before(self, text: &str, from: &[Span], rest: &[Span], tagger: Option<&Tagger>) -> bool {
        let Some(first) = rest.iter().find(|s| !s.slice(text).chars().all(|c| OPENERS.contains(c))) else {
            return !matches!(self, Self::None | Self::Bracket);
        };
        let next = first.slice(text);
        let starts_small = next.chars().next().is_some_and(char::is_lowercase);
        // Nothing stands between the stop and the next word in `a.b` and in addresses.
        let touches = from[0].end == rest[0].start;
        match self {
            Self::None => false,
            Self::Stop => {
                !starts_small && !touches || touches && next.chars().next().is_some_and(char::is_uppercase)
            }
            Self::Mark => !starts_small,
            Self::Abbreviation => !starts_small && opens_sentence(next, tagger),
            Self::Bracket => {
                let capital = next.chars().next().is_some_and(char::is_uppercase);
                let behind = rest.iter().find(|s| s.start > first.start).map(|s| s.slice(text));
                let small = behind.is_some_and(|word| word.starts_with(char::is_lowercase));
                capital && small && opens_sentence(next, tagger)
            }
        }
    }
}

/// True for words that, with a capital, are more likely the first of a sentence than part of a name: the words of
/// closed classes.
pub(super) fn opens_sentence(word: &str, tagger: Option<&Tagger>) -> bool {
    let Some(tagger) = tagger else { return false };
    let class = tagger.class_of(&word.to_lowercase());
    let Some(&reading) = tagger.classes[class as usize].readings.first() else { return false };
    let tag = tagger.tags[tagger.analyses[reading as usize].tag as usize];
    matches!(
        tag.pos,
        PartOfSpeech::Det
            | PartOfSpeech::Pron
            | PartOfSpeech::Adp
            | PartOfSpeech::Adv
            | PartOfSpeech::Cconj
            | PartOfSpeech::Sconj
            | PartOfSpeech::Aux
    )
}

/// True for a quotation mark that opens: white space before it, none behind it or a mark that only opens.
pub(super) fn starts_quotation(text: &str, tokens: &[Span], at: usize) -> bool {
    let mark = tokens[at].slice(text);
    let only_opens = mark.starts_with(['\u{ab}', '\u{201c}', '\u{2039}']);
    let touches = |k: usize| tokens.get(k + 1).is_some_and(|next| next.start == tokens[k].end);
    let apart = at == 0 || !touches(at - 1);
    apart && (only_opens || mark.starts_with(['"', '\u{201d}']) && touches(at))
}

/// One past the marks that close together with a sentence end.
fn closers_end(text: &str, tokens: &[Span], mut at: usize) -> usize {
    while at < tokens.len() {
        let token = tokens[at].slice(text);
        let closes = token.chars().all(|c| CLOSERS.contains(c) || c == '.' || c == '!' || c == '?');
        // A straight quotation mark after a space opens what follows.
        let opens = token.starts_with(['"', '\''])
            && tokens[at - 1].end != tokens[at].start
            && tokens.get(at + 1).is_some_and(|n| n.start == tokens[at].end);
        if !closes || opens {
            break;
        }
        at += 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyse::tokens::cut;

    fn sentences<'t>(text: &'t str, lang: &str) -> Vec<&'t str> {
        let packs = crate::analyse::tests::packs();
        let language = &packs.languages[&lang.parse().expect("a language code")];
        let mut tokens = Vec::new();
        cut(text, Span::new(0, text.len()), Some(&language.settings), &mut tokens);
        let found = split(text, &tokens, Some(&language.settings), language.tagger.as_ref());
        found.iter().map(|r| tokens[r.start].cover(tokens[r.end - 1]).slice(text)).collect()
    }

    #[test]
    fn stops_that_end_nothing() {
        assert_eq!(
            sentences("Gen. J. Smith paid $3.5 million. He left.", "en"),
            ["Gen. J. Smith paid $3.5 million.", "He left."]
        );
        assert_eq!(
            sentences("M. Durand a dit : « Partez ! » Il est parti.", "fr"),
            ["M. Durand a dit : « Partez ! »", "Il est parti."]
        );
    }

    #[test]
    fn a_dateline_is_no_part_of_the_first_sentence() {
        let first = |text: &str, lang| sentences(text, lang)[0].to_owned();
        for (dateline, rest, lang) in [
            ("KABUL -", "Rebels shelled the airport.", "en"),
            ("ADEN, Yemen (Reuters) -", "Rebels shelled the airport.", "en"),
            ("LIMA, 4 FEB 90 (EFE) -- [EXCERPTS]", "REBELS SHELLED THE AIRPORT.", "en"),
            ("BANGUI, 12 mars (AFP) \u{2013}", "Des rebelles ont tir\u{e9} sur l'a\u{e9}roport.", "fr"),
            ("عدن (رويترز) -", "قصف مسلحون المطار.", "ar"),
        ] {
            assert_eq!(first(&format!("{dateline} {rest}"), lang), dateline);
            assert_eq!(first(rest, lang), rest);
        }
        for (text, lang) in [
            ("Salem - who leads the party - left the town.", "en"),
            ("The rebels (RUF) - once allies - left.", "en"),
            ("Les rebelles - une centaine - sont partis.", "fr"),
        ] {
            assert_eq!(first(text, lang), text);
        }
    }

    #[test]
    fn a_question_inside_a_quotation_runs_on() {
        assert_eq!(
            sentences("\"Who fired?\" asked the judge. Nobody spoke.", "en"),
            ["\"Who fired?\" asked the judge.", "Nobody spoke."]
        );
    }

    #[test]
    fn arabic_ends() {
        assert_eq!(sentences("هل انسحبوا؟ لم ينسحبوا. انتهى.", "ar").len(), 3);
    }
}
