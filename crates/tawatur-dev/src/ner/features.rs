//! What the tagger sees of a word: itself and its neighbours, their ends and beginnings, shapes, parts of speech, lists.

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

/// One word as hashes.
struct Seen {
    form: u64,
    affixes: Vec<u64>,
    ending: u64,
    shape: u64,
    pos: u64,
    listed: u64,
}

/// The features of every word of a sentence.
pub fn features(words: &[Word], lists: &Lists) -> Vec<Vec<u64>> {
    let folded: Vec<String> = words.iter().map(|w| folded(&w.form)).collect();
    let capital: Vec<bool> = words.iter().map(|w| w.form.starts_with(char::is_uppercase)).collect();
    let marks = lists.marks(&folded, &capital);
    let seen: Vec<Seen> = words
        .iter()
        .zip(&folded)
        .zip(marks)
        .map(|((word, form), listed)| Seen {
            form: hash(form.as_bytes()),
            affixes: affixes(form),
            ending: hash(ending(form, AFFIX - 1).as_bytes()),
            shape: hash(shape(&word.form).as_bytes()),
            pos: mix(word.pos, 1),
            listed,
        })
        .collect();
    (0..seen.len()).map(|at| of_word(&seen, at)).collect()
}

fn of_word(seen: &[Seen], at: usize) -> Vec<u64> {
    let near = |offset: isize| at.checked_add_signed(offset).and_then(|k| seen.get(k));
    let of = |offset: isize, what: fn(&Seen) -> u64| near(offset).map_or(OUTSIDE, what);
    let form = |k: isize| of(k, |s| s.form);
    let shape = |k: isize| of(k, |s| s.shape);
    let pos = |k: isize| of(k, |s| s.pos);
    let list = |k: isize| of(k, |s| s.listed);
    let pair = |a: u64, b: u64| mix(mix(a, 5), b);
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
    kinds.iter().enumerate().map(|(kind, value)| mix(*value, kind as u64)).collect()
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
