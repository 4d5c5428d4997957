//! Cuts text into words, numbers and punctuation marks. Only white space lies between tokens; every other character
//! is in one. Contractions are cut by the lists of the language pack.

use super::segment::{Analyser, Before, Cut};
use crate::packs::Settings;
use crate::text::{Span, fold, fold_str, is_letter, is_letter_or_digit, is_number};

/// Letters of a word that is looked up without being folded first: more than the words of the lists have.
const PLAIN: usize = 24;

/// Cuts the part of `text` that `span` covers and adds the tokens to `out`.
pub(super) fn cut(text: &str, span: Span, settings: Option<&Settings>, out: &mut Vec<Span>) {
    let base = span.start as usize;
    let mut start = None;
    let part = span.slice(text);
    for (at, c) in part.char_indices() {
        match (start, c.is_whitespace()) {
            (None, false) => start = Some(at),
            (Some(from), true) => {
                cut_chunk(text, Span::new(base + from, base + at), settings, out);
                start = None;
            }
            _ => {}
        }
    }
    if let Some(from) = start {
        cut_chunk(text, Span::new(base + from, base + part.len()), settings, out);
    }
}

/// Cuts a stretch without white space.
fn cut_chunk(text: &str, chunk: Span, settings: Option<&Settings>, out: &mut Vec<Span>) {
    let part = chunk.slice(text);
    // Most chunks are one plain word.
    if part.bytes().all(|b| b.is_ascii_alphabetic()) {
        cut_word(text, chunk, settings, out);
        return;
    }
    let base = chunk.start as usize;
    let mut at = 0;
    while let Some(c) = part[at..].chars().next() {
        let (length, is_word) = if is_address(&part[at..]) {
            (address(&part[at..]), false)
        } else if joins(c) {
            (word(part, at, settings), true)
        } else {
            (run_of(&part[at..], c), false)
        };
        let token = Span::new(base + at, base + at + length);
        if is_word {
            cut_word(text, token, settings, out)
        } else {
            out.push(token)
        }
        at += length;
    }
}

/// True for characters that words are made of: letters, digits, marks, and what is written but never read.
fn joins(c: char) -> bool {
    is_letter_or_digit(c) || is_mark(c)
}

/// Combining marks, tatweel, joiners and other format characters: they belong to the word they stand at.
fn is_mark(c: char) -> bool {
    !c.is_ascii()
        && (unicode_normalization::char::is_combining_mark(c)
            || matches!(c, '\u{640}' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{61c}'))
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2019}' | '\u{2bc}')
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}')
}

/// Web and mail addresses.
fn is_address(part: &str) -> bool {
    let bytes = part.as_bytes();
    let scheme =
        || part.find("://").is_some_and(|k| k > 0 && bytes[..k].iter().all(u8::is_ascii_alphanumeric));
    let mail = || {
        part.split_once('@').is_some_and(|(name, host)| {
            !name.is_empty()
                && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-+".contains(&b))
                && host.starts_with(|c: char| c.is_ascii_alphanumeric())
        })
    };
    let handle = || matches!(bytes.first(), Some(b'@' | b'#')) && part.chars().nth(1).is_some_and(joins);
    bytes.first().is_some_and(u8::is_ascii) && (part.starts_with("www.") || scheme() || handle() || mail())
}

/// Length of an address: to the end, without the punctuation that closes a sentence.
fn address(part: &str) -> usize {
    if part.starts_with(['@', '#']) {
        return 1 + part[1..].find(|c| !joins(c) && c != '_').unwrap_or(part.len() - 1);
    }
    part.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '/').len().max(1)
}

/// Length of a run of the same sign (`...`, `--`).
fn run_of(part: &str, c: char) -> usize {
    let repeats = matches!(c, '.' | '-' | '*' | '_' | '=' | '!' | '?' | '\u{2026}');
    if repeats { part.len() - part.trim_start_matches(c).len() } else { c.len_utf8() }
}

/// Length of the word at a place: letters and digits, with apostrophes and hyphens inside, points inside numbers and
/// abbreviations, and the stop of an abbreviation.
fn word(part: &str, from: usize, settings: Option<&Settings>) -> usize {
    let rest = &part[from..];
    let mut end = 0;
    let mut before = '\0';
    let mut letters_dotted = true;
    let mut chars = rest.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|&(_, n)| n);
        let inside = match c {
            _ if joins(c) => true,
            _ if is_apostrophe(c) => next.is_some_and(joins) && before.is_alphanumeric(),
            _ if is_hyphen(c) => next.is_some_and(char::is_alphabetic) && joins(before),
            '.' | ',' | '\u{66b}' | '\u{66c}' => {
                before.is_numeric() && next.is_some_and(char::is_numeric)
                    || c == '.' && letters_dotted && next.is_some_and(char::is_alphabetic)
            }
            ':' | '/' => before.is_numeric() && next.is_some_and(char::is_numeric),
            _ => false,
        };
        if !inside {
            break;
        }
        // `U.S.A`, `j.-c`: single letters between points.
        let single = at == end
            && (before == '\0'
                || before == '.'
                || is_hyphen(before)
                || c == '.'
                || is_hyphen(c)
                || is_mark(c));
        letters_dotted &= single;
        end = at + c.len_utf8();
        before = c;
    }
    if rest[end..].starts_with('.') && !rest[end + 1..].starts_with('.') && takes_stop(&rest[..end], settings)
    {
        end + 1
    } else {
        end
    }
}

/// True for abbreviations and initials, whose full stop belongs to them.
fn takes_stop(word: &str, settings: Option<&Settings>) -> bool {
    let mut chars = word.chars();
    let first = chars.next();
    let initial = first.is_some_and(char::is_uppercase) && chars.next().is_none();
    let dotted = word.contains('.')
        && word.split('.').all(|part| part.chars().count() == 1)
        && word.chars().any(char::is_alphabetic);
    initial
        || dotted
        || settings.is_some_and(|s| {
            let folded = crate::text::fold_str(word);
            s.abbreviations.contains(&folded) || s.closing_abbreviations.contains(&folded)
        })
}

/// Cuts what the pack lists as words of their own off a word.
fn cut_word(text: &str, word: Span, settings: Option<&Settings>, out: &mut Vec<Span>) {
    let part = word.slice(text);
    let Some(settings) = settings else {
        out.push(word);
        return;
    };
    let cuttable = part.contains(|c| is_apostrophe(c) || is_hyphen(c));
    if !cuttable && !may_split(part, settings) {
        out.push(word);
        return;
    }
    let folded = fold(part);
    if let Some(parts) = settings.split.get(&folded.text) {
        let mut from = 0;
        for piece in parts {
            let span = folded.original(from, from + piece.len());
            out.push(Span::new((word.start + span.start) as usize, (word.start + span.end) as usize));
            from += piece.len();
        }
        return;
    }
    if !cuttable || settings.whole.contains(&folded.text) {
        out.push(word);
        return;
    }
    // Places in the folded word where a token begins.
    let mut begins = vec![0];
    let mut from = 0;
    while let Some(cut) = settings
        .elided
        .iter()
        .find(|e| folded.text[from..].starts_with(e.as_str()) && folded.text.len() > from + e.len())
    {
        from += cut.len();
        begins.push(from);
        if settings.whole.contains(&folded.text[from..]) {
            break;
        }
    }
    let rest = &folded.text[from..];
    if !settings.whole.contains(rest)
        && let Some(cut) =
            settings.enclitics.iter().find(|e| rest.len() > e.len() && rest.ends_with(e.as_str()))
    {
        begins.push(folded.text.len() - cut.len());
    }
    begins.push(folded.text.len());
    let mut at = word.start;
    for pair in begins.windows(2) {
        let end = if pair[1] == folded.text.len() {
            word.end
        } else {
            word.start + folded.original(pair[1], pair[1] + 1).start
        };
        if at < end {
            out.push(Span { start: at, end });
        }
        at = end.max(at);
    }
}

/// False for plain words that stand in no list of two words written as one; what is not plain must be folded first.
fn may_split(word: &str, settings: &Settings) -> bool {
    let mut small = [0; PLAIN];
    match small.get_mut(..word.len()) {
        Some(small) if word.is_ascii() => {
            small.copy_from_slice(word.as_bytes());
            small.make_ascii_lowercase();
            std::str::from_utf8(small).is_ok_and(|folded| settings.split.contains_key(folded))
        }
        _ => true,
    }
}

/// Cuts clitics off the words of a language whose pack has them; words that the settings list as whole stay as they are.
pub(super) fn cut_clitics(
    text: &str,
    words: &[Span],
    analyser: &mut Analyser<'_>,
    settings: &Settings,
) -> Vec<Span> {
    let mut pieces = Vec::with_capacity(words.len() * 3 / 2);
    let mut before = Before::default();
    // Words of other scripts have no clitics; neither they nor punctuation tell how a neighbour is cut.
    let word =
        |span: &Span| Some(span.slice(text)).filter(|w| w.chars().any(|c| !c.is_ascii() && is_letter(c)));
    for (k, &span) in words.iter().enumerate() {
        let Some(form) = word(&span) else {
            pieces.push(span);
            before = Before::default();
            continue;
        };
        let start = span.start as usize;
        // "and 120 wounded": what is written on a number is a conjunction or a preposition.
        if let Some(number) = number_behind_clitic(form, analyser) {
            pieces.extend([
                Span::new(start, start + number),
                Span { start: span.start + number as u32, ..span },
            ]);
            before = Before::default();
            continue;
        }
        let after = words.get(k + 1).and_then(word).unwrap_or("");
        // Folding is dear: only words that begin like one of the list are looked up.
        let alike = form.chars().next().is_some_and(|c| settings.whole_initials.contains(c));
        let listed = alike && settings.whole.contains(&fold_str(form));
        let cut = if listed { uncut(form, analyser) } else { analyser.segment(form, before, after) };
        analyser.pieces(&cut, form, |piece| {
            if piece.start < piece.end {
                pieces.push(Span::new(start + piece.start, start + piece.end));
            }
        });
        before = analyser.before(&cut);
    }
    pieces
}

/// A word that is left as it is, with its readings.
fn uncut(word: &str, analyser: &mut Analyser<'_>) -> Cut {
    analyser.list(word);
    let whole = |c: &&Cut| c.first.is_none() && c.enclitic.is_none() && !c.article;
    analyser.cuts.iter().find(whole).copied().unwrap_or(analyser.cuts[0])
}

/// Where the number begins in a word that is a clitic and a number.
fn number_behind_clitic(word: &str, analyser: &Analyser<'_>) -> Option<usize> {
    let at = word.find(is_number).filter(|&at| at > 0)?;
    let (before, number) = word.split_at(at);
    let clitic = analyser.morphology.clitics.proclitics.iter().any(|c| c.form == before);
    (clitic && !number.contains(is_letter)).then_some(at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn words<'t>(text: &'t str, lang: &str) -> Vec<&'t str> {
        let packs = crate::analyse::tests::packs();
        let lang = lang.parse().expect("a language code");
        let mut out = Vec::new();
        cut(text, Span::new(0, text.len()), Some(&packs.languages[&lang].settings), &mut out);
        out.iter().map(|s| s.slice(text)).collect()
    }

    #[test]
    fn english_contractions_and_abbreviations() {
        assert_eq!(
            words("Gen. Smith didn't cannot say, 1,200.5 (U.S. troops')", "en"),
            [
                "Gen.", "Smith", "did", "n't", "can", "not", "say", ",", "1,200.5", "(", "U.S.", "troops",
                "'", ")"
            ]
        );
    }

    #[test]
    fn french_elisions_and_inversions() {
        assert_eq!(
            words("L’armée n'a-t-elle qu'aujourd'hui dit-il... M. K. à 14h30.", "fr"),
            [
                "L’",
                "armée",
                "n'",
                "a",
                "-t-elle",
                "qu'",
                "aujourd'hui",
                "dit",
                "-il",
                "...",
                "M.",
                "K.",
                "à",
                "14h30",
                "."
            ]
        );
    }

    #[test]
    fn arabic_punctuation_and_marks() {
        assert_eq!(words("قال، «مُحمّد»؟ ٤٥٫٥", "ar"), ["قال", "،", "«", "مُحمّد", "»", "؟", "٤٥٫٥"]);
    }

    proptest! {
        #[test]
        fn only_white_space_lies_between(text in "(\\PC|[ '’.\\-a-zà-ÿا-ي0-9@:/\u{200f}\u{301}\n]){0,80}") {
            let packs = crate::analyse::tests::packs();
            for lang in packs.languages.values() {
                let mut out = Vec::new();
                cut(&text, Span::new(0, text.len()), Some(&lang.settings), &mut out);
                let mut at = 0;
                for span in out {
                    prop_assert!(span.start as usize >= at && !span.is_empty());
                    prop_assert!(text[at..span.start as usize].trim().is_empty());
                    at = span.end as usize;
                }
                prop_assert!(text[at..].trim().is_empty());
            }
        }
    }
}
