//! What the tagger sees of a word: itself and its neighbours, their ends and beginnings, shapes, parts of speech, lists,
//! dictionary, and what the same word was taken for nearby.

use super::Word;
use super::lists::Lists;
use tawatur_core::packs::{hash, mix};
use tawatur_core::text::fold_str;

/// Longest beginning and ending, in characters, that are features.
const AFFIX: usize = 4;
/// Neighbours on each side.
const REACH: isize = 2;
/// Stands for what lies outside the sentence.
const OUTSIDE: u64 = 3;

/// Clitics and the article before a word, folded, the longest first: what stands behind is looked up in lists.
const CLITICS: [&str; 11] = [
    "\u{648}\u{628}\u{627}\u{644}",
    "\u{628}\u{627}\u{644}",
    "\u{648}\u{627}\u{644}",
    "\u{643}\u{627}\u{644}",
    "\u{641}\u{627}\u{644}",
    "\u{627}\u{644}",
    "\u{644}\u{644}",
    "\u{648}",
    "\u{628}",
    "\u{644}",
    "\u{641}",
];
/// Clitics of one letter.
const LETTERS: [&str; 4] = ["\u{648}", "\u{628}", "\u{644}", "\u{641}"];
/// Shortest word that a clitic leaves, in letters.
const SHORTEST: usize = 3;

/// Marks lists that hold a word only behind a clitic.
const BEHIND_CLITIC: u64 = 1 << 40;

/// One word as hashes.
struct Seen {
    form: u64,
    stem: u64,
    clitic: u64,
    affixes: Vec<u64>,
    ending: u64,
    shape: u64,
    pos: u64,
    listed: u64,
    /// The lists that hold the stem.
    bare: u64,
    exact: u64,
    rough: u64,
    vote: u64,
}

/// The features of every word of a sentence.
pub fn features(words: &[Word], lists: &Lists, votes: Option<&[u64]>) -> Vec<Vec<u64>> {
    let folded: Vec<String> = words.iter().map(|w| folded(&w.form)).collect();
    let stems: Vec<String> = folded.iter().map(|f| without(f, &CLITICS).to_owned()).collect();
    let capital: Vec<bool> = words.iter().map(|w| w.form.starts_with(char::is_uppercase)).collect();
    let mut marks = lists.marks(&folded, &capital);
    let bare = lists.marks(&stems, &capital);
    let behind: Vec<String> = folded.iter().map(|f| without(f, &LETTERS).to_owned()).collect();
    for (mark, behind) in marks.iter_mut().zip(lists.marks(&behind, &capital)) {
        if *mark == 0 && behind != 0 {
            *mark = behind | BEHIND_CLITIC;
        }
    }
    let seen: Vec<Seen> = (0..words.len())
        .map(|k| Seen {
            form: hash(folded[k].as_bytes()),
            stem: hash(stems[k].as_bytes()),
            clitic: hash(&folded[k].as_bytes()[..folded[k].len() - stems[k].len()]),
            affixes: affixes(&folded[k]),
            ending: hash(ending(&folded[k], AFFIX - 1).as_bytes()),
            shape: hash(shape(&words[k].form).as_bytes()),
            pos: mix(words[k].pos, 1),
            listed: marks[k],
            bare: bare[k],
            exact: words[k].known.exact,
            rough: words[k].known.rough,
            vote: votes.map_or(0, |v| v[k]),
        })
        .collect();
    let all = (0..seen.len()).map(|at| {
        let mut kinds = of_word(&seen, at);
        if lists.clitics {
            kinds.extend(of_stem(&seen, at));
        }
        if votes.is_some() {
            kinds.extend(of_vote(&seen, at));
        }
        kinds.iter().enumerate().map(|(kind, value)| mix(*value, kind as u64)).collect()
    });
    all.collect()
}

/// The stem of a form: without clitics and article.
pub fn stem(form: &str) -> String {
    without(&folded(form), &CLITICS).to_owned()
}

/// A folded form without the first of some clitics that leaves enough.
fn without<'a>(folded: &'a str, clitics: &[&str]) -> &'a str {
    let rest = clitics.iter().filter_map(|c| folded.strip_prefix(c));
    rest.into_iter().find(|rest| rest.chars().count() >= SHORTEST).unwrap_or(folded)
}

/// A value of the word so many places away.
fn near(seen: &[Seen], at: usize, offset: isize, what: fn(&Seen) -> u64) -> u64 {
    at.checked_add_signed(offset).and_then(|k| seen.get(k)).map_or(OUTSIDE, what)
}

fn pair(a: u64, b: u64) -> u64 {
    mix(mix(a, 5), b)
}

/// What a language with clitics shows behind them, and its dictionary.
fn of_stem(seen: &[Seen], at: usize) -> Vec<u64> {
    let of = |offset: isize, what: fn(&Seen) -> u64| near(seen, at, offset, what);
    let stem = |k: isize| of(k, |s| s.stem);
    let list = |k: isize| of(k, |s| s.listed);
    let bare = |k: isize| of(k, |s| s.bare);
    let rough = |k: isize| of(k, |s| s.rough);
    let exact = |k: isize| of(k, |s| s.exact);
    let pos = |k: isize| of(k, |s| s.pos);
    let here = &seen[at];
    let mut kinds: Vec<u64> = (-REACH..=REACH).map(stem).collect();
    kinds.extend([pair(stem(-1), stem(0)), pair(stem(0), stem(1))]);
    kinds.extend([pair(list(0), stem(-1)), pair(list(0), stem(1)), pair(pos(0), stem(-1))]);
    kinds.extend([here.clitic, pair(here.clitic, pos(0)), pair(pair(list(0), pos(0)), pos(-1))]);
    kinds.extend([exact(0), pair(exact(0), exact(-1)), pair(exact(0), exact(1))]);
    kinds.extend([rough(0), rough(1), rough(-1), pair(rough(0), rough(1)), pair(rough(0), rough(-1))]);
    kinds.extend([
        pair(pair(rough(-1), rough(0)), rough(1)),
        pair(pair(rough(0), list(0)), pos(0)),
        pair(rough(0), of(-1, |s| s.form)),
        pair(rough(0), of(1, |s| s.form)),
        pair(rough(0), stem(-1)),
        pair(pair(list(-1), rough(0)), list(1)),
        pair(rough(0), here.ending),
    ]);
    kinds.extend([
        bare(0),
        bare(1),
        bare(-1),
        pair(bare(0), bare(1)),
        pair(bare(0), bare(-1)),
        pair(bare(0), pos(0)),
        pair(bare(0), here.ending),
        pair(pair(bare(-1), bare(0)), bare(1)),
    ]);
    kinds
}

/// What the same words were taken for nearby.
fn of_vote(seen: &[Seen], at: usize) -> Vec<u64> {
    let vote = |k: isize| near(seen, at, k, |s| s.vote);
    let here = &seen[at];
    vec![
        vote(0),
        pair(vote(0), vote(-1)),
        pair(vote(0), vote(1)),
        pair(vote(0), here.pos),
        pair(vote(0), here.listed),
        pair(vote(0), here.shape),
    ]
}

fn of_word(seen: &[Seen], at: usize) -> Vec<u64> {
    let of = |offset: isize, what: fn(&Seen) -> u64| near(seen, at, offset, what);
    let form = |k: isize| of(k, |s| s.form);
    let shape = |k: isize| of(k, |s| s.shape);
    let pos = |k: isize| of(k, |s| s.pos);
    let list = |k: isize| of(k, |s| s.listed);
    let mut kinds = vec![0];
    kinds.extend((-REACH..=REACH).map(form));
    kinds.extend((-REACH..REACH).map(|k| pair(form(k), form(k + 1))));
    kinds.push(pair(form(-1), form(1)));
    kinds.extend(&seen[at].affixes);
    kinds.extend([of(-1, |s| s.ending), of(1, |s| s.ending)]);
    kinds.extend([
        shape(0),
        pair(shape(-1), shape(0)),
        pair(shape(0), shape(1)),
        pair(pair(shape(-1), shape(0)), shape(1)),
        pair(shape(0), u64::from(at == 0)),
        pair(form(-1), shape(0)),
        pair(form(1), shape(0)),
    ]);
    for value in [&list as &dyn Fn(isize) -> u64, &pos] {
        kinds.extend([
            value(0),
            pair(value(0), value(-1)),
            pair(value(0), value(1)),
            pair(pair(value(-1), value(0)), value(1)),
            pair(pair(value(-2), value(-1)), value(0)),
            pair(value(0), pair(value(1), value(2))),
            pair(value(0), form(-1)),
            pair(value(0), form(1)),
            pair(value(0), shape(0)),
        ]);
    }
    kinds.extend([
        pair(list(1), form(0)),
        pair(list(-1), form(0)),
        pair(list(-2), list(-1)),
        pair(list(1), list(2)),
    ]);
    kinds
}

/// A form as lists and features see it: folded, every digit 0.
pub fn folded(form: &str) -> String {
    fold_str(form).chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect()
}

fn affixes(form: &str) -> Vec<u64> {
    let starts: Vec<usize> = form.char_indices().map(|(at, _)| at).collect();
    let mut out = Vec::with_capacity(2 * AFFIX);
    for length in 1..=AFFIX {
        out.push(starts.len().checked_sub(length).map_or(1, |k| hash(&form.as_bytes()[starts[k]..])));
        out.push(starts.get(length).map_or(2, |&end| hash(&form.as_bytes()[..end])));
    }
    out
}

fn ending(form: &str, length: usize) -> &str {
    let start = form.char_indices().rev().nth(length - 1).map_or(0, |(at, _)| at);
    &form[start..]
}

/// Runs of capitals, small letters, digits and other letters, one sign each; marks as they are.
fn shape(form: &str) -> String {
    let mut out = String::new();
    for c in form.chars() {
        let sign = match c {
            _ if c.is_uppercase() => 'X',
            _ if c.is_lowercase() => 'x',
            _ if c.is_numeric() => 'd',
            _ if c.is_alphabetic() => 'a',
            _ => c,
        };
        if !out.ends_with(sign) {
            out.push(sign);
        }
    }
    if form.chars().nth(1).is_none() {
        out.push('1');
    }
    if form.chars().all(char::is_uppercase) {
        out.push('A');
    }
    out
}
