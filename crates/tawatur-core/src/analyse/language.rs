//! Which language a stretch of text is in: by script, by runs of letters, by function words. Languages without a table of
//! letters are known by function words and by their lexicon; of those a text in one without a pack is `und`. Nothing here knows a
//! word of any language.

use super::tagger::normalise;
use crate::model::Lang;
use crate::packs::{Language, Letters, Packs};
use crate::text::{Span, fold_into, is_letter, is_letter_or_digit};
use std::cell::OnceCell;
use std::ops::Range;

/// Bytes that are looked at: more text makes no answer surer.
const ENOUGH: usize = 4096;
/// Share of words that must speak for a language without letters before a text is taken from one that has them.
const FOREIGN_SHARE: f64 = 0.15;
/// Share of the other's function words that a language without letters must have for its lexicon to be asked.
const NEAR: f64 = 0.6;
/// How much more often function words of a language without letters must occur than those of the other.
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
    Signs::of(text, packs).language(Span::new(0, text.len()))
}

/// True for a language that is known by its letters: it has a table of them, or its script to itself.
fn by_letters(language: &Language, packs: &Packs) -> bool {
    let shares = |l: &Language| l.code != language.code && l.settings.script == language.settings.script;
    language.letters.is_some() || !packs.languages.values().any(shares)
}

/// Scripts (ISO 15924) that are told apart from one another and from all others.
const SCRIPTS: [&str; 2] = ["Arab", "Latn"];

/// What the words of a text say of its language. A text is asked as a whole, block by block and sentence by sentence, but
/// its words are looked up once.
pub(super) struct Signs<'a> {
    text: &'a str,
    packs: &'a Packs,
    words: Vec<Word>,
    /// Languages of the table of function words without letters of their own, a bit each; most have no pack.
    foreign: u64,
    /// By script: the languages of that table, a bit each.
    of_script: [u64; SCRIPTS.len()],
    /// By script: the languages with a pack, and what the words cost in each of them, word by word, once asked for.
    candidates: [Vec<&'a Language>; SCRIPTS.len()],
    costs: [OnceCell<Vec<u64>>; SCRIPTS.len()],
}

/// A run of letters and digits.
struct Word {
    span: Span,
    /// Languages that it speaks for, a bit each.
    languages: u64,
    /// Its letters by script, those of other scripts last.
    letters: [u32; SCRIPTS.len() + 1],
}

impl<'a> Signs<'a> {
    /// Looks up the words of a text.
    pub fn of(text: &'a str, packs: &'a Packs) -> Self {
        let table = &packs.function_words.languages;
        let listed = |fits: &dyn Fn(&(Lang, String)) -> bool| {
            table.iter().enumerate().filter(|(_, row)| fits(row)).fold(0, |set, (k, _)| set | 1 << k)
        };
        let mut signs = Self {
            text,
            packs,
            words: Vec::new(),
            foreign: listed(&|(lang, _)| !packs.languages.get(lang).is_some_and(|l| by_letters(l, packs))),
            of_script: SCRIPTS.map(|script| listed(&|(_, of)| of == script)),
            candidates: SCRIPTS.map(|script| {
                let own = |l: &&Language| l.settings.script == script && by_letters(l, packs);
                packs.languages.values().filter(own).collect()
            }),
            costs: Default::default(),
        };
        signs.words = signs.words_of(Span::new(0, text.len())).collect();
        signs
    }

    /// The words of a stretch, looked up anew.
    fn words_of(&self, span: Span) -> impl Iterator<Item = Word> {
        let joins = |c: char| is_letter_or_digit(c) || c == '\u{200c}';
        let part = span.slice(self.text);
        let mut folded = String::new();
        let mut at = 0;
        std::iter::from_fn(move || {
            at += part[at..].find(joins)?;
            let length = part[at..].find(|c| !joins(c)).unwrap_or(part.len() - at);
            let word = &part[at..at + length];
            folded.clear();
            fold_into(word, &mut folded);
            let mut languages = self.packs.function_words.words.get(&folded).copied().unwrap_or(0);
            let mut letters = [0; SCRIPTS.len() + 1];
            for c in word.chars() {
                if !c.is_ascii() {
                    languages |= self.packs.function_words.languages_of(c);
                }
                if is_letter(c) {
                    letters[script(c)] += 1;
                }
            }
            let start = span.start as usize + at;
            at += length;
            Some(Word { span: Span::new(start, start + length), languages, letters })
        })
    }

    /// The language of a stretch, among those with a pack; `und` where none fits.
    pub fn language(&self, span: Span) -> Lang {
        let length = head(span.slice(self.text), ENOUGH).len();
        let span = Span::new(span.start as usize, span.start as usize + length);
        let (whole, cut) = self.words_in(span);
        let words = || self.words[whole.clone()].iter().chain(&cut);
        let mut letters = [0_usize; SCRIPTS.len() + 1];
        for word in words() {
            letters.iter_mut().zip(word.letters).for_each(|(sum, n)| *sum += n as usize);
        }
        let most = letters.iter().copied().max().unwrap_or(0);
        let Some(script) = letters.iter().position(|&n| n == most).filter(|&k| most > 0 && k < SCRIPTS.len())
        else {
            return Lang::UNKNOWN;
        };
        let votes = Votes::count(words(), self.of_script[script]);
        let costs = || self.costs_of(script, whole.clone(), &cut);
        match self.best(script, costs, &votes) {
            Some(best) => match self.against(&votes, best) {
                Some(other) if self.packs.languages.contains_key(&other) => other,
                Some(_) => Lang::UNKNOWN,
                None => self.by_words(script, words(), best, &votes).unwrap_or(best),
            },
            None => Lang::UNKNOWN,
        }
    }

    /// The words that lie in a stretch, and those that its edges cut.
    fn words_in(&self, span: Span) -> (Range<usize>, Vec<Word>) {
        let mut start = self.words.partition_point(|word| word.span.end <= span.start);
        let mut end = self.words.partition_point(|word| word.span.start < span.end);
        let mut cut = Vec::new();
        let mut edge = |k: usize| {
            let outside = self.words.get(k).filter(|word| k < end && !span.contains(word.span));
            let inside =
                outside.map(|w| Span { start: w.span.start.max(span.start), end: w.span.end.min(span.end) });
            cut.extend(inside.into_iter().flat_map(|part| self.words_of(part)));
            inside.is_some()
        };
        if edge(start) {
            start += 1;
        }
        if start < end && edge(end - 1) {
            end -= 1;
        }
        (start..end, cut)
    }

    /// The candidate whose runs of letters the words' resemble most, function words counted in.
    fn best(&self, script: usize, costs: impl Fn() -> Vec<u64>, votes: &Votes) -> Option<Lang> {
        let candidates = &self.candidates[script];
        if let [only] = candidates.as_slice() {
            return Some(only.code);
        }
        let cost = |(language, letters): &(&&Language, u64)| {
            *letters as i64 - WORD_WORTH * votes.of(language.code, self.packs) as i64
        };
        candidates.iter().zip(costs()).min_by_key(cost).map(|(language, _)| language.code)
    }

    /// What the letters of words cost in each candidate of a script.
    fn costs_of(&self, script: usize, words: Range<usize>, cut: &[Word]) -> Vec<u64> {
        let candidates = &self.candidates[script];
        let mut runs = Vec::new();
        let mut each = |word: &Word, put: &mut dyn FnMut(usize, u64)| {
            runs.clear();
            Letters::add_runs(word.span.slice(self.text), &mut runs);
            for (k, language) in candidates.iter().enumerate() {
                put(k, language.letters.as_ref().map_or(0, |letters| letters.cost(&runs)));
            }
        };
        let mut sums = vec![0; candidates.len()];
        cut.iter().for_each(|word| each(word, &mut |k, cost| sums[k] += cost));
        let known = self.costs[script].get_or_init(|| {
            let mut known = Vec::with_capacity(self.words.len() * candidates.len());
            self.words.iter().for_each(|word| each(word, &mut |_, cost| known.push(cost)));
            known
        });
        for costs in known[words.start * candidates.len()..words.end * candidates.len()]
            .chunks(candidates.len().max(1))
        {
            sums.iter_mut().zip(costs).for_each(|(sum, cost)| *sum += cost);
        }
        sums
    }

    /// The language without letters that is clearly better supported than the best of those that have them; one with a
    /// pack than all of those.
    fn against(&self, votes: &Votes, best: Lang) -> Option<Lang> {
        let table = &self.packs.function_words.languages;
        // Of equals the first of the table.
        let others = table.iter().zip(&votes.votes).enumerate().filter(|(k, _)| self.foreign >> k & 1 == 1);
        let (_, ((lang, _), &most)) = others.rev().max_by_key(|(_, (_, votes))| **votes)?;
        let lettered = self.packs.languages.values().filter(|l| by_letters(l, self.packs));
        let most_own = || lettered.map(|l| votes.of(l.code, self.packs)).max().unwrap_or(0);
        let packed = self.packs.languages.contains_key(lang);
        let own = f64::from(if packed { most_own() } else { votes.of(best, self.packs) });
        let most = f64::from(most);
        let enough = most >= FOREIGN_WORDS as f64 && most >= FOREIGN_SHARE * votes.words as f64;
        (enough && most > own * FOREIGN_LEAD).then_some(*lang)
    }

    /// The language without letters whose lexicon knows clearly more of the words than that of the best of those with
    /// letters, and most of them. Asked only where function words leave it open.
    fn by_words<'w>(
        &self,
        script: usize,
        words: impl Iterator<Item = &'w Word> + Clone,
        best: Lang,
        votes: &Votes,
    ) -> Option<Lang> {
        let near = NEAR * f64::from(votes.of(best, self.packs));
        let open = |l: &&Language| {
            let own = votes.of(l.code, self.packs);
            l.settings.script == SCRIPTS[script]
                && !by_letters(l, self.packs)
                && own > 0
                && f64::from(own) >= near
        };
        let known = |language: &Language| {
            let mut normal = String::new();
            let words = words.clone().map(|word| word.span.slice(self.text));
            words.fold(0, |known, word| {
                normalise(word, &mut normal);
                known + usize::from(language.tagger.as_ref().is_some_and(|t| t.class_of(&normal) != 0))
            })
        };
        let others = self.packs.languages.values().filter(open).map(|l| (l, known(l)));
        let (other, words) = others.max_by_key(|other| other.1)?;
        let own = known(self.packs.languages.get(&best)?);
        (2 * words > votes.words && words as f64 > FOREIGN_LEAD * own as f64).then_some(other.code)
    }
}

/// How many words speak for each language of the table of function words.
struct Votes {
    words: usize,
    votes: [u32; u64::BITS as usize],
}

impl Votes {
    fn count<'w>(words: impl Iterator<Item = &'w Word>, of_script: u64) -> Self {
        let mut found = Self { words: 0, votes: [0; u64::BITS as usize] };
        for word in words {
            found.words += 1;
            let mut set = word.languages & of_script;
            while set != 0 {
                found.votes[set.trailing_zeros() as usize] += 1;
                set &= set - 1;
            }
        }
        found
    }

    fn of(&self, lang: Lang, packs: &Packs) -> u32 {
        packs.function_words.languages.iter().position(|(l, _)| *l == lang).map_or(0, |k| self.votes[k])
    }
}

/// The script of a letter, by its place in `SCRIPTS`; one past them for any other.
fn script(letter: char) -> usize {
    match letter {
        '\u{0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => 1,
        '\u{600}'..='\u{77f}' | '\u{8a0}'..='\u{8ff}' | '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}' => {
            0
        }
        _ => SCRIPTS.len(),
    }
}

/// The longest beginning of at most `limit` bytes.
fn head(text: &str, limit: usize) -> &str {
    text.get(..text.floor_char_boundary(limit)).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyse::tests::packs;
    use proptest::prelude::*;

    proptest! {
        /// A stretch of a text is in the language that it is in by itself, wherever its edges cut a word.
        #[test]
        fn a_stretch_is_told_as_if_it_stood_alone(
            text in "(\\PC|the |army |le |la ville |est |\u{645}\u{646} |\u{627}\u{644}\u{628}\u{644}\u{62f}\u{629} |[a-z\u{e9}\u{200c}0-9 ]){0,60}",
            edges in (0.0..1.0_f64, 0.0..1.0_f64),
        ) {
            let at = |share: f64| text.floor_char_boundary((text.len() as f64 * share) as usize);
            let (start, end) = (at(edges.0.min(edges.1)), at(edges.0.max(edges.1)));
            let signs = Signs::of(&text, packs());
            prop_assert_eq!(signs.language(Span::new(start, end)), identify(&text[start..end], packs()));
        }
    }
}
