//! Which language a stretch of text is in: by script, by runs of letters, by function words. Languages without a table of
//! letters are known by function words and by their lexicon; of those a text in one without a pack is `und`. Nothing here knows a
//! word of any language.

use super::tagger::normalise;
use crate::model::Lang;
use crate::packs::{Language, Letters, Packs};
use crate::text::{fold_into, is_letter, is_letter_or_digit};

/// Bytes that are looked at: more text makes no answer surer.
const ENOUGH: usize = 4096;
/// Share of words that must speak for a language without letters before a text is taken from one that has them.
const FOREIGN_SHARE: f64 = 0.15;
/// How much more often function words of a language without letters must occur than those of the other.
const FOREIGN_LEAD: f64 = 1.2;
/// Share of the other's function words that a language without letters must have for its lexicon to be asked.
const NEAR: f64 = 0.6;
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
    let of_script = |l: &&Language| l.settings.script == script;
    let candidates: Vec<&Language> =
        packs.languages.values().filter(of_script).filter(|l| by_letters(l, packs)).collect();
    let votes = Votes::count(text, packs, script);
    let best = best(text, &candidates, &votes, packs).map(|language| language.code);
    match votes.against(best, packs) {
        Some(other) if packs.languages.contains_key(&other) => other,
        Some(_) => Lang::UNKNOWN,
        None => by_words(text, best, &votes, packs).or(best).unwrap_or(Lang::UNKNOWN),
    }
}

/// The language without letters whose lexicon knows clearly more of the text's words than that of the best of those
/// with letters, and most of them. Asked only where function words leave it open.
fn by_words(text: &str, best: Option<Lang>, votes: &Votes, packs: &Packs) -> Option<Lang> {
    let best = packs.languages.get(&best?)?;
    let open = |l: &&Language| {
        let own = votes.of(l.code, packs);
        l.settings.script == best.settings.script
            && !by_letters(l, packs)
            && own > 0
            && own as f64 >= NEAR * votes.of(best.code, packs) as f64
    };
    let known = |language: &Language| {
        let mut normal = String::new();
        let words = text.split(|c| !is_letter(c)).filter(|w| !w.is_empty());
        words.fold(0, |known, word| {
            normalise(word, &mut normal);
            known + usize::from(language.tagger.as_ref().is_some_and(|t| t.class_of(&normal) != 0))
        })
    };
    let (other, words) = packs.languages.values().filter(open).map(|l| (l, known(l))).max_by_key(|o| o.1)?;
    (2 * words > votes.words && words as f64 > FOREIGN_LEAD * known(best) as f64).then_some(other.code)
}

/// True for a language that is known by its letters: it has a table of them, or its script to itself.
fn by_letters(language: &Language, packs: &Packs) -> bool {
    let shares = |l: &Language| l.code != language.code && l.settings.script == language.settings.script;
    language.letters.is_some() || !packs.languages.values().any(shares)
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

    /// The language without letters that is clearly better supported than the best of those that have them; one with a
    /// pack than all of those.
    fn against(&self, best: Option<Lang>, packs: &Packs) -> Option<Lang> {
        let own = best.map_or(0, |lang| self.of(lang, packs));
        let most_own = packs.languages.values().filter(|l| by_letters(l, packs));
        let most_own = most_own.map(|l| self.of(l.code, packs)).max().unwrap_or(0);
        let lettered = |lang: &Lang| packs.languages.get(lang).is_some_and(|l| by_letters(l, packs));
        let others =
            packs.function_words.languages.iter().zip(&self.votes).filter(|((l, _), _)| !lettered(l));
        // Of equals the first of the table.
        let ((lang, _), &votes) = others.rev().max_by_key(|(_, votes)| **votes)?;
        let own = if packs.languages.contains_key(lang) { most_own } else { own } as f64;
        let most = votes as f64;
        let clear =
            votes >= FOREIGN_WORDS && most >= FOREIGN_SHARE * self.words as f64 && most > own * FOREIGN_LEAD;
        clear.then_some(*lang)
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
