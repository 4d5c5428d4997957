//! Reads one number, in digits or words, from a position of the rough words of a text.

use crate::extract::times::scan::Scan;
use crate::packs::Numbers;
use crate::packs::numbers::{NumberPart, NumberPhrase};

/// A number as written.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Numeral {
    /// Its value.
    pub value: f64,
    /// One past its last rough word.
    pub end: usize,
    /// First, second, 3rd.
    pub ordinal: bool,
    /// Written in words, at least in part.
    pub worded: bool,
    /// How many digits it has when it is digits alone, without separators; 0 otherwise.
    pub digits: usize,
    /// A multiplier alone ("thousand", "million"), which may be part of a rough number.
    pub bare_multiplier: bool,
}

/// Digits in a group that a thousands separator ends.
const GROUP: usize = 3;
/// Numbers longer than this are no counts (telephone numbers, identifiers).
const MOST_DIGITS: usize = 15;

/// The number that begins at a rough word.
#[must_use]
pub fn read(scan: &Scan<'_>, at: usize, numbers: &Numbers) -> Option<Numeral> {
    read_before(scan, at, usize::MAX, numbers)
}

/// The number that begins at a rough word and ends before another.
#[must_use]
pub fn read_before(scan: &Scan<'_>, at: usize, limit: usize, numbers: &Numbers) -> Option<Numeral> {
    let start = digits(scan, at, numbers);
    let mut sum = Sum::default();
    let mut pos = at;
    let mut out = None;
    if let Some(literal) = start {
        if let Some(end) = suffix(scan, literal.end, numbers) {
            return Some(Numeral { ordinal: true, end, digits: 0, ..literal });
        }
        sum.group = literal.value;
        sum.filled = true;
        sum.room = 0.0;
        pos = literal.end;
        out = Some(literal);
    }
    let (mut words, mut after_one) = (0, false);
    loop {
        let (after_joiner, joined) = joiner(scan, pos, numbers, words > 0 && pos > at);
        let Some((phrase, end)) =
            longest(scan, after_joiner, numbers, |part| sum.fits(part, joined, numbers))
                .filter(|(_, end)| *end <= limit)
        else {
            break;
        };
        // Digits take a multiplier as their only word, and never through "and".
        if start.is_some() && (joined || !matches!(phrase.part, NumberPart::Multiplier(_))) {
            break;
        }
        let bare = words == 0 && start.is_none() && matches!(phrase.part, NumberPart::Multiplier(_));
        // "a four" is no number: the word for one takes a multiplier.
        if after_one && !matches!(phrase.part, NumberPart::Multiplier(_)) {
            break;
        }
        after_one = phrase.part == NumberPart::One;
        sum.take(phrase.part, numbers);
        words += 1;
        pos = end;
        if phrase.part == NumberPart::One {
            continue;
        }
        let ordinal = matches!(phrase.part, NumberPart::Ordinal(_));
        out = Some(Numeral {
            value: sum.total + sum.group,
            end,
            ordinal,
            worded: true,
            digits: 0,
            bare_multiplier: bare,
        });
        if ordinal {
            break;
        }
    }
    out
}

/// A number under way.
struct Sum {
    total: f64,
    group: f64,
    filled: bool,
    room: f64,
    last_multiplier: f64,
    joinable_tens: bool,
}

impl Default for Sum {
    fn default() -> Self {
        Self {
            total: 0.0,
            group: 0.0,
            filled: false,
            room: 1000.0,
            last_multiplier: f64::INFINITY,
            joinable_tens: false,
        }
    }
}

impl Sum {
    fn fits(&self, part: NumberPart, joined: bool, numbers: &Numbers) -> bool {
        match part {
            NumberPart::Value(v) | NumberPart::Ordinal(v) if v >= 1000.0 => {
                !self.filled && v < self.last_multiplier
            }
            NumberPart::Value(v) | NumberPart::Ordinal(v) => {
                let inverted =
                    numbers.units_first && joined && self.joinable_tens && (20.0..100.0).contains(&v);
                let before_hundred = !self.filled;
                inverted || before_hundred || (v > 0.0 && v < self.room)
            }
            NumberPart::Multiplier(m) if m < 1000.0 => {
                !joined
                    && self.total_room()
                    && (!self.filled || (self.group >= 1.0 && self.group < m && self.group.fract() == 0.0))
                    || joined && self.room > m
            }
            NumberPart::Multiplier(m) => {
                m < self.last_multiplier && (!joined || !self.filled) && self.group_or_bare()
            }
            NumberPart::One => !self.filled && self.total == 0.0,
            _ => false,
        }
    }

    fn total_room(&self) -> bool {
        self.last_multiplier > 1.0
    }

    fn group_or_bare(&self) -> bool {
        self.filled || self.total == 0.0 || self.last_multiplier.is_finite()
    }

    fn take(&mut self, part: NumberPart, numbers: &Numbers) {
        match part {
            NumberPart::Value(v) | NumberPart::Ordinal(v) if v >= 1000.0 => {
                self.total += v;
                self.last_multiplier = v;
                self.room = 1000.0;
            }
            NumberPart::Value(v) | NumberPart::Ordinal(v) => {
                self.joinable_tens = (1.0..10.0).contains(&v);
                self.room =
                    if v >= 20.0 && self.filled && self.group < 10.0 { 0.0 } else { room(v, numbers) };
                self.group += v;
                self.filled = true;
            }
            NumberPart::Multiplier(m) if m < 1000.0 => {
                if self.filled && self.group >= m {
                    self.group += m;
                } else {
                    self.group = self.group.max(1.0) * m;
                }
                self.filled = true;
                self.room = m;
                self.joinable_tens = false;
            }
            NumberPart::Multiplier(m) => {
                self.total += if self.filled { self.group } else { 1.0 } * m;
                self.group = 0.0;
                self.filled = false;
                self.room = 1000.0;
                self.last_multiplier = m;
                self.joinable_tens = false;
            }
            _ => {}
        }
    }
}

/// How much may be added after a value: below its own power of ten, or what the pack says.
fn room(value: f64, numbers: &Numbers) -> f64 {
    if let Some(room) = numbers.room.get(&(value as u64)) {
        return *room as f64;
    }
    match value {
        v if v >= 100.0 => 100.0,
        v if v >= 20.0 => 10.0,
        _ => 0.0,
    }
}

/// The longest phrase of the pack at a rough word whose part is wanted.
pub(super) fn longest<'n>(
    scan: &Scan<'_>,
    at: usize,
    numbers: &'n Numbers,
    wanted: impl Fn(NumberPart) -> bool,
) -> Option<(&'n NumberPhrase, usize)> {
    let first = scan.word(at)?;
    let phrases = numbers.phrases.get(first)?;
    phrases.iter().find(|p| wanted(p.part) && scan.has(at, &p.words)).map(|p| (p, at + p.words.len()))
}

/// One past a joiner at a position, when one is allowed and stands there.
fn joiner(scan: &Scan<'_>, at: usize, numbers: &Numbers, allowed: bool) -> (usize, bool) {
    if !allowed {
        return (at, false);
    }
    // A hyphen joins without meaning anything ("twenty-five"), also with a space on both its sides.
    if scan.is_mark(at, '-') && scan.glued(at) == scan.glued(at + 1) {
        let (next, _) = joiner(scan, at + 1, numbers, true);
        return if scan.is_mark(next, '-') { (next + 1, false) } else { (next, false) };
    }
    longest(scan, at, numbers, |part| part == NumberPart::Joiner)
        .map_or((at, false), |(_, end)| (if scan.is_mark(end, '-') { end + 1 } else { end }, true))
}

/// One past an ordinal suffix glued to digits.
fn suffix(scan: &Scan<'_>, at: usize, numbers: &Numbers) -> Option<usize> {
    if !scan.glued(at) {
        return None;
    }
    // "12e3" is a power of ten.
    let signed = |end: usize| end + usize::from(scan.mark(end).is_some_and(|m| matches!(m, '+' | '-')));
    let power = |end: &usize| scan.glued(*end) && scan.digits(signed(*end)).is_some();
    longest(scan, at, numbers, |part| part == NumberPart::OrdinalSuffix)
        .map(|(_, end)| end)
        .filter(|end| !power(end))
}

/// Digits with their separators and decimals.
fn digits(scan: &Scan<'_>, at: usize, numbers: &Numbers) -> Option<Numeral> {
    let first = scan.digits(at)?;
    if first.len() > MOST_DIGITS {
        return None;
    }
    let mut written = first.to_owned();
    let (mut end, mut plain) = (at + 1, first.len());
    if first.len() <= GROUP && !first.starts_with('0') {
        while let Some((next, group)) = next_group(scan, end, numbers) {
            if written.len() + group.len() > MOST_DIGITS {
                break;
            }
            written.push_str(group);
            end = next;
            plain = 0;
        }
    }
    if let Some((next, decimals)) = decimals(scan, end, numbers) {
        written.push('.');
        written.push_str(decimals);
        end = next;
        plain = 0;
    }
    let value = written.parse().ok()?;
    Some(Numeral { value, end, ordinal: false, worded: false, digits: plain, bare_multiplier: false })
}

/// A separator with exactly three digits after it, and no digits glued behind them.
fn next_group<'s>(scan: &'s Scan<'_>, at: usize, numbers: &Numbers) -> Option<(usize, &'s str)> {
    let (group_at, _) = match scan.mark(at) {
        Some(mark) if numbers.thousands.contains(&mark) && scan.glued(at) && scan.glued(at + 1) => {
            (at + 1, false)
        }
        None if numbers.thousands.contains(&' ') && scan.spaced(at) => (at, true),
        _ => return None,
    };
    let group = scan.digits(group_at).filter(|d| d.len() == GROUP)?;
    Some((group_at + 1, group))
}

fn decimals<'s>(scan: &'s Scan<'_>, at: usize, numbers: &Numbers) -> Option<(usize, &'s str)> {
    let mark = scan.mark(at)?;
    let fits = numbers.decimal.contains(&mark) && scan.glued(at) && scan.glued(at + 1);
    // A third run of digits, before or after, makes it a date or a version.
    let before = at >= 3
        && scan.is_mark(at - 2, mark)
        && scan.digits(at - 3).is_some()
        && scan.glued(at - 1)
        && scan.glued(at - 2);
    let more = || {
        scan.mark(at + 2) == Some(mark)
            && scan.digits(at + 3).is_some()
            && scan.glued(at + 2)
            && scan.glued(at + 3)
    };
    let decimals = scan.digits(at + 1).filter(|_| fits)?;
    if before || more() { None } else { Some((at + 2, decimals)) }
}
