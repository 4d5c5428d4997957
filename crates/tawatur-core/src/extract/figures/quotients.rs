//! Numbers as a text may write them beside plain counts: with a sign, as fractions, with decimals in words, powers and
//! scales ("two thirds", "one and a half", "minus five", "2.5 k"). What they count is not asked here.

use super::numerals::{self, longest};
use crate::extract::times::scan::Scan;
use crate::model::Lang;
use crate::packs::numbers::NumberPart;
use crate::packs::{Numbers, Packs};
use crate::text::{Span, WordKind};

/// A value and one past its last rough word.
pub(super) type Told = (f64, usize);

/// Every number of a stretch of text with its value; ordinals, rough words and measures ("180ml") left out.
#[must_use]
pub fn numbers(text: &str, span: Span, lang: Lang, packs: &Packs) -> Vec<(Span, f64)> {
    let (Some(calendar), Some(numbers)) = (packs.times.get(&lang), packs.numbers.get(&lang)) else {
        return Vec::new();
    };
    let scan = Scan::with(text, span, calendar, &|part: &str| numbers.phrases.contains_key(part));
    let reader = Reader { scan: &scan, numbers };
    let (mut out, mut at) = (Vec::new(), 0);
    while at < scan.words.len() {
        match reader.number(at) {
            Some((value, end)) => {
                if !reader.measure(at, end) {
                    out.push((scan.span(at, end), value));
                }
                at = end;
            }
            None => at += 1,
        }
    }
    out
}

/// Reads numbers from one stretch of text.
pub(super) struct Reader<'a> {
    pub scan: &'a Scan<'a>,
    pub numbers: &'a Numbers,
}

impl Reader<'_> {
    fn part(&self, at: usize, wanted: NumberPart) -> Option<usize> {
        longest(self.scan, at, self.numbers, |part| part == wanted).map(|(_, end)| end)
    }

    /// The number that begins at a rough word, with its sign.
    pub fn number(&self, at: usize) -> Option<Told> {
        let negative = self.part(at, NumberPart::Minus).filter(|end| {
            // A hyphen is a sign only where it joins nothing.
            !self.scan.is_mark(at, '-') || at == 0 || !self.scan.glued(at) && self.scan.glued(*end)
        });
        let (value, end) = self.unsigned(negative.unwrap_or(at))?;
        Some((if negative.is_some() { -value } else { value }, end))
    }

    fn unsigned(&self, at: usize) -> Option<Told> {
        if let Some(found) = self.bare_decimals(at).or_else(|| self.fraction(at)) {
            return Some(found);
        }
        let numeral = numerals::read(self.scan, at, self.numbers).filter(|n| !n.ordinal)?;
        let told = (numeral.value, numeral.end);
        let glued_mark = self.scan.glued(told.1) && self.scan.kind(told.1) == Some(WordKind::Mark);
        if !numeral.worded {
            if let Some(found) = self.power(told).or_else(|| self.scaled(told)) {
                return Some(found);
            }
            if glued_mark && let Some(found) = self.stroke(told) {
                return Some(found);
            }
            if let Some(part) = self.stroke_after(told.1) {
                return Some((told.0 + part.0, part.1));
            }
        }
        self.over(told)
            .or_else(|| self.point(told))
            .or_else(|| self.denominated(at, told))
            .or_else(|| self.and_fraction(told))
            .or(Some(told))
    }

    /// Decimals without a whole number: ".08".
    fn bare_decimals(&self, at: usize) -> Option<Told> {
        let mark = self.scan.mark(at).filter(|m| self.numbers.decimal.contains(m))?;
        let digits = self.scan.digits(at + 1).filter(|_| self.scan.glued(at + 1))?;
        let alone = at == 0 || !self.scan.glued(at);
        let more = self.scan.is_mark(at + 2, mark) && self.scan.glued(at + 2) && self.scan.glued(at + 3);
        let value = format!("0.{digits}").parse().ok()?;
        (alone && !more).then_some((value, at + 2))
    }

    /// A fraction with no numerator in figures: "half", "a fifth", "half a dozen", "one part of ten".
    fn fraction(&self, at: usize) -> Option<Told> {
        let one = self.part(at, NumberPart::One);
        if let Some(of) = self.part(at, NumberPart::PartOf) {
            let whole = numerals::read(self.scan, of, self.numbers).filter(|n| n.value != 0.0)?;
            return Some((1.0 / whole.value, whole.end));
        }
        let (value, end) = self.named_fraction(one.unwrap_or(at)).or_else(|| {
            let (denominator, end) = self.denominator(one?).filter(|d| d.0 > 1.0)?;
            Some((1.0 / denominator, end))
        })?;
        // "half a dozen"
        let after = self.part(end, NumberPart::One).unwrap_or(end);
        let times = longest(self.scan, after, self.numbers, |p| matches!(p, NumberPart::Multiplier(_)));
        match times {
            Some((phrase, end)) => match phrase.part {
                NumberPart::Multiplier(by) => Some((value * by, end)),
                _ => Some((value, end)),
            },
            None => Some((value, end)),
        }
    }

    fn named_fraction(&self, at: usize) -> Option<Told> {
        let (phrase, end) = longest(self.scan, at, self.numbers, |p| matches!(p, NumberPart::Fraction(_)))?;
        match phrase.part {
            NumberPart::Fraction(value) => Some((value, end)),
            _ => None,
        }
    }

    /// A denominator: "fifths", "twenty-fifths", an ordinal.
    fn denominator(&self, at: usize) -> Option<Told> {
        let at = if self.scan.is_mark(at, '-') { at + 1 } else { at };
        let simple = |at: usize| {
            let (phrase, end) =
                longest(self.scan, at, self.numbers, |p| matches!(p, NumberPart::Denominator(_)))?;
            match phrase.part {
                NumberPart::Denominator(value) => Some((value, end)),
                _ => None,
            }
        };
        if let Some(found) = simple(at) {
            return Some(found);
        }
        let numeral = numerals::read(self.scan, at, self.numbers).filter(|n| n.worded)?;
        if numeral.ordinal {
            return Some((numeral.value, numeral.end));
        }
        // "twenty" and "fifths"
        let next = numeral.end + usize::from(self.scan.is_mark(numeral.end, '-'));
        let (units, end) = simple(next)?;
        (numeral.value % 10.0 == 0.0 && units < 10.0).then_some((numeral.value + units, end))
    }

    /// A numerator with its denominator; of "twenty and three fifths" only the last part is the numerator.
    fn denominated(&self, at: usize, told: Told) -> Option<Told> {
        let (denominator, end) = match self.named_fraction(told.1) {
            Some((fraction, end)) if told.0 >= 1.0 => (1.0 / fraction, end),
            _ => self.denominator(told.1)?,
        };
        if denominator <= 1.0 {
            return None;
        }
        let joiner = (at + 1..told.1).rev().find_map(|k| Some((k, self.part(k, NumberPart::Joiner)?)));
        if let Some((joiner, after)) = joiner {
            let whole = numerals::read_before(self.scan, at, joiner, self.numbers);
            let part = numerals::read_before(self.scan, after, told.1, self.numbers);
            if let (Some(whole), Some(part)) = (whole, part)
                && part.value < denominator
            {
                return Some((whole.value + part.value / denominator, end));
            }
        }
        Some((told.0 / denominator, end))
    }

    /// A whole number and a fraction: "one and a half", "three and two thirds".
    fn and_fraction(&self, told: Told) -> Option<Told> {
        let after = self.part(told.1, NumberPart::Joiner)?;
        let (value, end) = self.fraction(after).or_else(|| {
            let numerator = numerals::read(self.scan, after, self.numbers).filter(|n| !n.ordinal)?;
            self.denominated(after, (numerator.value, numerator.end))
        })?;
        (value < 1.0).then_some((told.0 + value, end))
    }

    /// "one over three", "one out of three", "one part of ten".
    fn over(&self, told: Told) -> Option<Told> {
        let after = self.part(told.1, NumberPart::Over).or_else(|| self.part(told.1, NumberPart::PartOf))?;
        let under =
            numerals::read(self.scan, after, self.numbers).filter(|n| !n.ordinal && n.value != 0.0)?;
        Some((told.0 / under.value, under.end))
    }

    /// "two hundred point zero three": the words after it are decimals, written one after the other.
    fn point(&self, told: Told) -> Option<Told> {
        let mut end = self.part(told.1, NumberPart::Point)?;
        let mut decimals = String::new();
        while let Some(next) = numerals::read(self.scan, end, self.numbers)
            .filter(|n| !n.ordinal && n.worded && n.value.fract() == 0.0 && decimals.len() < MOST_DECIMALS)
        {
            decimals.push_str(&next.value.to_string());
            end = next.end;
        }
        let part: f64 = format!("0.{decimals}").parse().ok()?;
        (!decimals.is_empty()).then_some((told.0 + part, end))
    }

    /// "1.1^23", "12.32e+14".
    fn power(&self, told: Told) -> Option<Told> {
        let ten = self.scan.word(told.1) == Some(TEN_TO) && self.scan.glued(told.1);
        if !(ten || self.scan.is_mark(told.1, '^') && self.scan.glued(told.1)) {
            return None;
        }
        let (mut at, mut sign) = (told.1 + 1, 1.0);
        while let Some(mark) = self.scan.mark(at).filter(|m| matches!(m, '+' | '-')) {
            // A second sign only separates, as in the sources that write it.
            sign = if mark == '-' { -1.0 } else { sign };
            at += 1;
        }
        let exponent = numerals::read(self.scan, at, self.numbers).filter(|n| !n.worded)?;
        let by = sign * exponent.value;
        Some((if ten { told.0 * 10_f64.powf(by) } else { told.0.powf(by) }, exponent.end))
    }

    /// Digits with a scale behind them: "10k", "2.5 bn".
    fn scaled(&self, told: Told) -> Option<Told> {
        let (phrase, end) = longest(self.scan, told.1, self.numbers, |part| match part {
            NumberPart::Scale(_, capital) => !capital || self.scan.capital(told.1),
            _ => false,
        })?;
        match phrase.part {
            NumberPart::Scale(by, _) => Some((told.0 * by, end)),
            _ => None,
        }
    }

    /// "3/4"; not "3/4/2015".
    fn stroke(&self, told: Told) -> Option<Told> {
        let under = self.scan.digits(told.1 + 1).filter(|_| self.scan.is_mark(told.1, '/'))?;
        let more = self.scan.is_mark(told.1 + 2, '/') && self.scan.glued(told.1 + 2);
        let under: f64 = under.parse().ok()?;
        (!more && under != 0.0 && self.scan.glued(told.1 + 1)).then_some((told.0 / under, told.1 + 2))
    }

    /// The fraction in figures after a whole number: the second part of "2 1/4".
    fn stroke_after(&self, at: usize) -> Option<Told> {
        let numerator: f64 = self.scan.digits(at)?.parse().ok()?;
        let (value, end) = self.stroke((numerator, at + 1)).filter(|_| self.scan.glued(at + 1))?;
        (value < 1.0).then_some((value, end))
    }

    /// True when a unit is written together with the digits ("180ml", "29km").
    fn measure(&self, at: usize, end: usize) -> bool {
        let digits = (at..end).next_back().is_some_and(|k| self.scan.digits(k).is_some());
        digits && self.scan.glued(end) && self.scan.kind(end) == Some(WordKind::Letters)
    }
}

/// Decimals after this many change nothing that a text would say.
const MOST_DECIMALS: usize = 12;
/// The letter of powers of ten in figures ("12e3").
const TEN_TO: &str = "e";
