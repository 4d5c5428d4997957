//! Which language a stretch of text is in: by script, by runs of letters, by function words. A text in a language
//! without a pack is `und`; nothing here knows a word of any language.

use crate::model::Lang;
use crate::packs::{Language, Letters, Packs};
use crate::text::{fold_into, is_letter, is_letter_or_digit};

/// Bytes that are looked at: more text makes no answer surer.
const ENOUGH: usize = 4096;
/// Share of words that must speak for a language without a pack before a text is taken from one that has a pack.
const FOREIGN_SHARE: f64 = 0.15;
/// How much more often function words of a language without a pack must occur than those of the pack's own.
const FOREIGN_LEAD: f64 = 1.2;
/// Fewest words that must speak for it: one may be a name.
const FOREIGN_WORDS: usize = 2;
/// How much lower the cost of a text's letters is taken for every function word of the language, in units of
/// `Letters::SCALE`: six nats, since one word stands for about three runs of letters.
const WORD_WORTH: i64 = 96;

/// The language of a text, among those with a pack; `und` where none fits.
#[must_use]
pub fn identify(text: &str, packs: &Packs) -> Lang {
    let text = head(text, ENOUGH);
    let Some(script) = script(text) else { return Lang::UNKNOWN };
    let candidates: Vec<&Language> =
        packs.languages.values().filter(|l| l.settings.script == script).collect();
    let votes = Votes::count(text, packs, script);
    let Some(best) = best(text, &candidates, &votes, packs) else { return Lang::UNKNOWN };
    if votes.speak_against(best.code, packs) { Lang::UNKNOWN } else { best.code }
}

/// The candidate whose runs of letters the text's resemble most, function words counted in.
fn best<'p>(text: &str, candidates: &[&'p Language], votes: &Votes, packs: &Packs) -> Option<&'p Language> {
    if let [only] = candidates {
        return Some(only);
    }
    let runs = Letters::runs(text);
    let cost = |language: &Language| {
        let letters = language.letters.as_ref().map_or(0, |table| table.cost(&runs) as i64);
        letters - WORD_WORTH * votes.of(language.code, packs) as i64
    };
    candidates.iter().copied().min_by_key(|language| cost(language))
}

/// How many words of a text speak for each language of the table of function words.
struct Votes {
    words: usize,
    votes: Vec<usize>,
}

impl Votes {
    fn count(text: &str, packs: &Packs, script: &str) -> Self {
        let table = &packs.function_words;
        let of_script = (0..table.languages.len())
            .filter(|&k| table.languages[k].1 == script)
            .fold(0_u64, |set, k| set | 1 << k);
        let mut found = Self { words: 0, votes: vec![0; table.languages.len()] };
        let mut folded = String::new();
        for word in text.split(|c| !is_letter_or_digit(c) && c != '\u{200c}').filter(|w| !w.is_empty()) {
            found.words += 1;
            folded.clear();
            fold_into(word, &mut folded);
            let by_word = table.words.get(&folded).copied().unwrap_or(0);
            let by_letter = word
                .chars()
                .filter(|c| !c.is_ascii())
                .fold(0, |set, c| set | table.letters.get(&c).copied().unwrap_or(0));
            let mut set = (by_word | by_letter) & of_script;
            while set != 0 {
                found.votes[set.trailing_zeros() as usize] += 1;
                set &= set - 1;
            }
        }
        found
    }

    fn of(&self, lang: Lang, packs: &Packs) -> usize {
        packs.function_words.languages.iter().position(|(l, _)| *l == lang).map_or(0, |k| self.votes[k])
    }

    /// True when a language without a pack is clearly better supported.
    fn speak_against(&self, lang: Lang, packs: &Packs) -> bool {
        let own = self.of(lang, packs) as f64;
        let foreign = packs
            .function_words
            .languages
            .iter()
            .zip(&self.votes)
            .filter(|((l, _), _)| !packs.languages.contains_key(l));
        let most = foreign.map(|(_, &votes)| votes).max().unwrap_or(0) as f64;
        most >= FOREIGN_WORDS as f64 && most >= FOREIGN_SHARE * self.words as f64 && most > own * FOREIGN_LEAD
    }
}

/// The script (ISO 15924) most letters are in; `None` without letters.
fn script(text: &str) -> Option<&'static str> {
    let (mut latin, mut arabic, mut other) = (0_usize, 0_usize, 0_usize);
    for c in text.chars().filter(|&c| is_letter(c)) {
        match c {
            '\u{0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => latin += 1,
            '\u{600}'..='\u{77f}'
            | '\u{8a0}'..='\u{8ff}'
            | '\u{fb50}'..='\u{fdff}'
            | '\u{fe70}'..='\u{feff}' => arabic += 1,
            _ => other += 1,
        }
    }
    let most = latin.max(arabic).max(other);
    match most {
        0 => None,
        _ if most == arabic => Some("Arab"),
        _ if most == latin => Some("Latn"),
        _ => None,
    }
}

/// The longest beginning of at most `limit` bytes.
fn head(text: &str, limit: usize) -> &str {
    text.get(..text.floor_char_boundary(limit)).unwrap_or(text)
}
