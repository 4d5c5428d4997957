//! Figures: numbers of a text with how they are meant, what they count and what became of those counted.
//!
//! Dates, clock times, ages and shares are no figures. Binding a figure to an event is the frames' work.

pub(crate) mod numerals;
mod quotients;
mod ranges;

pub use quotients::numbers;
pub use ranges::{Bounds, ranges};

use super::times::scan::Scan;
use super::times::{Meaning, TimeExpression, stretches};
use crate::model::{Analysis, Label, Lang, Operator, PartOfSpeech};
use crate::packs::numbers::NumberPart;
use crate::packs::times::UNITS;
use crate::packs::{Numbers, Packs, Quantities, Quantity};
use crate::text::Span;

/// A number told of something.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// The number with its operator and the noun it counts.
    pub span: Span,
    /// The number alone.
    pub number: Span,
    /// The value told; for "dozens" and the like the low bound of its rule.
    pub value: f64,
    /// Least value it allows.
    pub low: f64,
    /// Greatest value it allows.
    pub high: f64,
    /// How it is meant.
    pub op: Operator,
    /// Category of what is told of: `killed`, `wounded` … where that is told, else of the noun counted.
    pub of: Option<String>,
    /// Category of the noun counted: `soldiers`, `people`.
    pub noun: Option<String>,
    /// The token of the analysis that the noun is.
    pub head: Option<usize>,
    /// The figure it is a part of ("including 3 children"), as an index into the list.
    pub part_of: Option<usize>,
    /// The figure it adds up with ("24 soldiers and 8 civilians"), as an index into the list: the first of the sum.
    pub sum_with: Option<usize>,
}

/// Words between a number and its noun that no list holds (adjectives).
const MOST_BETWEEN: usize = 3;
/// Words after a noun within which it is told what became of those counted.
const AFTER_REACH: usize = 7;
/// Words before a number within which it is told what became of those counted.
const BEFORE_REACH: usize = 5;

/// The figures of a document, in order, not overlapping.
#[must_use]
pub fn find(
    text: &str,
    analysis: &Analysis,
    language: Lang,
    times: &[TimeExpression],
    packs: &Packs,
) -> Vec<Figure> {
    let mut out = Vec::new();
    for (span, lang) in stretches(text, analysis, language) {
        find_in(text, span, lang, times, packs, &mut out);
    }
    for figure in &mut out {
        figure.head = figure.head.and_then(|byte| {
            let token = analysis.tokens.partition_point(|t| (t.span.end as usize) <= byte);
            (token < analysis.tokens.len()).then_some(token)
        });
        figure.head = figure.head.or_else(|| counted_by_grammar(analysis, figure.number));
    }
    out
}

/// The noun behind a number that grammar says it counts, where no list holds the noun.
fn counted_by_grammar(analysis: &Analysis, number: Span) -> Option<usize> {
    let last = analysis.tokens.partition_point(|t| t.span.start < number.end).checked_sub(1)?;
    let arc = analysis.arcs[last];
    // "Dozens of travellers" in one chain: the number is the head.
    if analysis.tokens[last].pos == PartOfSpeech::Noun {
        let of = |&t: &usize| t == last + 1 && analysis.arcs[t].label == Label::NounModifier;
        return analysis.children(last).find(of).filter(|&t| analysis.tokens[t].pos == PartOfSpeech::Noun);
    }
    let noun = arc.head.filter(|_| arc.label == Label::NumberModifier)? as usize;
    (noun > last && analysis.tokens[noun].pos == PartOfSpeech::Noun).then_some(noun)
}

/// The figures of a stretch of text in one language; `head` holds a byte offset here, not a token.
fn find_in(
    text: &str,
    span: Span,
    lang: Lang,
    times: &[TimeExpression],
    packs: &Packs,
    out: &mut Vec<Figure>,
) {
    let (Some(calendar), Some(numbers), Some(quantities)) =
        (packs.times.get(&lang), packs.numbers.get(&lang), packs.quantities.get(&lang))
    else {
        return;
    };
    let known = |part: &str| {
        quantities.begins(part) || numbers.phrases.contains_key(part) || calendar.word(part).is_some()
    };
    let scan = Scan::with(text, span, calendar, &known);
    let finder = Finder { scan: &scan, numbers, quantities, times };
    let mut at = 0;
    let mut last_end = 0;
    while at < scan.words.len() {
        match finder.figure(at, last_end) {
            Some((mut figure, end)) => {
                // Several rough words can come from one character of the document (a fraction sign).
                if out.last().is_none_or(|last| last.span.end <= figure.span.start) {
                    finder.relate(&mut figure, at, out);
                    out.push(figure);
                }
                last_end = end;
                at = end;
            }
            None => at += 1,
        }
    }
}

struct Finder<'a> {
    scan: &'a Scan<'a>,
    numbers: &'a Numbers,
    quantities: &'a Quantities,
    times: &'a [TimeExpression],
}

/// A number as told: value, bounds, operator, end.
#[derive(Debug, Clone, Copy)]
struct Told {
    value: f64,
    low: f64,
    high: f64,
    op: Operator,
    start: usize,
    end: usize,
}

impl Finder<'_> {
    fn quantity(&self, at: usize, wanted: impl Fn(&Quantity) -> bool) -> Option<(usize, &Quantity)> {
        self.quantities.longest(self.scan.word(at)?, |words| self.scan.has(at, words), wanted)
    }

    /// The figure that begins at a word.
    fn figure(&self, at: usize, last_end: usize) -> Option<(Figure, usize)> {
        if let Some((len, Quantity::Several(category, number))) =
            self.quantity(at, |q| matches!(q, Quantity::Several(..)))
        {
            let value = f64::from(*number);
            let told = Told { value, low: value, high: value, op: Operator::Equal, start: at, end: at + len };
            let noun = Some(category.clone());
            let by_noun = noun.clone().filter(|c| self.quantities.fates.contains(c));
            let of = by_noun.or_else(|| self.became(at, at + len, last_end)).or(noun);
            return Some((self.build(told, at, at + len, of, Some(category.clone()), Some(at)), at + len));
        }
        let (told, whole_start) = self.told(at)?;
        if self.excluded(&told) {
            return None;
        }
        if let Some(unit) = self.duration(&told) {
            let head = told.end + usize::from(self.scan.is_mark(told.end, '-'));
            let end = (head + 1).min(self.scan.words.len());
            return Some((
                self.build(told, whole_start, end, Some(unit.clone()), Some(unit), Some(head)),
                end,
            ));
        }
        let noun = self.noun(told.end);
        let (category, head, end) = match &noun {
            Some((category, head, end)) => (category.clone(), Some(*head), *end),
            None => (None, None, told.end),
        };
        let told_by_noun = category.clone().filter(|c| self.quantities.fates.contains(c));
        let of =
            told_by_noun.or_else(|| self.became(whole_start, end, last_end)).or_else(|| category.clone());
        Some((self.build(told, whole_start, end, of, category, head), end))
    }

    fn build(
        &self,
        told: Told,
        start: usize,
        end: usize,
        of: Option<String>,
        noun: Option<String>,
        head: Option<usize>,
    ) -> Figure {
        Figure {
            span: self.scan.span(start, end),
            number: self.scan.span(told.start, told.end),
            value: told.value,
            low: told.low,
            high: told.high,
            op: told.op,
            of,
            noun,
            head: head.map(|h| self.scan.span(h, h + 1).start as usize),
            part_of: None,
            sum_with: None,
        }
    }

    /// A number with the operator before or after it, or a range; and where the words begin.
    fn told(&self, at: usize) -> Option<(Told, usize)> {
        if let Some((len, _)) = self.quantity(at, |q| *q == Quantity::Between) {
            let low = self.number(at + len)?;
            let (to, _) = self.quantity(low.end, |q| matches!(q, Quantity::To | Quantity::And))?;
            let high = self.number(low.end + to)?;
            return Some((range(low, high)?, at));
        }
        if let Some((len, Quantity::Operator(op))) = self.quantity(at, |q| matches!(q, Quantity::Operator(_)))
        {
            let mut told = self.number(at + len)?;
            told.apply(*op);
            return Some((told, at));
        }
        let mut told = self.number(at)?;
        if let Some((len, _)) = self.quantity(told.end, |q| *q == Quantity::To)
            && let Some(high) = self.number(told.end + len).and_then(|high| range(told, high))
        {
            return Some((high, at));
        }
        if let Some((len, Quantity::Trailing(op))) =
            self.quantity(told.end, |q| matches!(q, Quantity::Trailing(_)))
        {
            let end = told.end + len;
            told.apply(*op);
            told.end = end;
        }
        Some((told, at))
    }

    /// A number or a rough number word.
    fn number(&self, at: usize) -> Option<Told> {
        let rough =
            numerals::longest(self.scan, at, self.numbers, |part| matches!(part, NumberPart::Rough(_)));
        let numeral = numerals::read(self.scan, at, self.numbers).filter(|n| !n.ordinal);
        if let Some((phrase, end)) = rough {
            // "dix millions" is a number, "millions" alone is rough.
            if numeral.is_none_or(|n| n.bare_multiplier || n.end <= end)
                && let NumberPart::Rough(rough) = phrase.part
            {
                return Some(Told {
                    value: rough.value,
                    low: rough.low,
                    high: rough.high,
                    op: rough.op,
                    start: at,
                    end,
                });
            }
        }
        let numeral = numeral?;
        let article = numeral.worded && numeral.value == 1.0 && self.numbers_article(at);
        let negative_or_glued = at > 0
            && self.scan.glued(at)
            && self.scan.mark(at - 1).is_some_and(|m| m == '-' || m == '/' || m == '$' || m == '#');
        if article || negative_or_glued {
            return None;
        }
        Some(Told {
            value: numeral.value,
            low: numeral.value,
            high: numeral.value,
            op: Operator::Equal,
            start: at,
            end: numeral.end,
        })
    }

    /// True when the word for one is the indefinite article too: it counts only in front of a counted noun.
    fn numbers_article(&self, at: usize) -> bool {
        self.noun(at + 1).is_none_or(|(_, head, _)| head != at + 1)
    }

    /// Dates, clock times, shares, numbers of articles and chapters.
    fn excluded(&self, told: &Told) -> bool {
        let span = self.scan.span(told.start, told.end);
        let counts = self.noun(told.end).is_some_and(|(_, head, _)| head == told.end);
        let timed = self.times.iter().any(|t| {
            t.whole.overlaps(span)
                && !matches!(t.meaning, Meaning::Duration(_))
                && !(counts && t.whole == span)
        });
        let after = self.quantity(told.end, |q| *q == Quantity::NotAfter).is_some();
        let before = (1..=2).any(|back| {
            told.start >= back
                && self
                    .quantity(told.start - back, |q| *q == Quantity::NotBefore)
                    .is_some_and(|(len, _)| len == back)
        });
        let joined = self.scan.glued(told.end)
            && self.scan.mark(told.end).is_some_and(|m| matches!(m, '-' | '/' | ':' | '%' | '.'))
            && self.scan.glued(told.end + 1);
        timed || after || before || self.is_age(told) || joined && self.duration(told).is_none()
    }

    /// An age in apposition: digits alone between two commas.
    fn is_age(&self, told: &Told) -> bool {
        let comma = |at: usize| self.scan.mark(at).is_some_and(|m| !matches!(m, '.' | ';' | ':' | '"' | ')'));
        told.start > 0
            && told.end == told.start + 1
            && self.scan.digits(told.start).is_some()
            && comma(told.start - 1)
            && comma(told.end)
            && !self.scan.glued(told.start)
    }

    /// The unit of a duration that the number belongs to.
    fn duration(&self, told: &Told) -> Option<String> {
        let span = self.scan.span(told.start, told.end);
        let unit = self.times.iter().filter(|t| t.whole.overlaps(span)).find_map(|t| match t.meaning {
            Meaning::Duration(amount) => Some(amount.unit),
            _ => None,
        })?;
        UNITS.get(unit as usize).map(|name| format!("{name}s"))
    }

    /// The noun after a number: its category, its place, one past its end.
    fn noun(&self, from: usize) -> Option<(Option<String>, usize, usize)> {
        let (mut at, mut between) = (from, 0);
        while at < self.scan.words.len() && !self.scan.gap(at) {
            if let Some((len, Quantity::Noun(category))) =
                self.quantity(at, |q| matches!(q, Quantity::Noun(_)))
            {
                let next = self.quantity(at + len, |q| matches!(q, Quantity::Noun(_)));
                if let (true, Some((more, Quantity::Noun(last)))) = (self.quantities.last_noun, next) {
                    return Some((Some(last.clone()), at + len, at + len + more));
                }
                return Some((Some(category.clone()), at, at + len));
            }
            if let Some((len, _)) = self.quantity(at, |q| *q == Quantity::Skip) {
                at += len;
                continue;
            }
            let ends = self
                .quantity(at, |q| {
                    matches!(
                        q,
                        Quantity::Stop
                            | Quantity::After(_)
                            | Quantity::Before(_)
                            | Quantity::And
                            | Quantity::Including
                    )
                })
                .is_some();
            if ends
                || self.scan.mark(at).is_some_and(|m| m != '-' && m != '\'' && m != '"')
                || self.scan.digits(at).is_some()
                || between == MOST_BETWEEN
            {
                break;
            }
            between += 1;
            at += 1;
        }
        None
    }

    /// What became of those counted: told after them, or before.
    fn became(&self, start: usize, end: usize, last_end: usize) -> Option<String> {
        for at in end..(end + AFTER_REACH).min(self.scan.words.len()) {
            if self.scan.gap(at)
                || self.scan.mark(at).is_some_and(|m| matches!(m, '.' | ';' | '('))
                || numerals::read(self.scan, at, self.numbers)
                    .is_some_and(|n| !n.ordinal && (n.digits > 0 || n.value > 1.0))
            {
                break;
            }
            match self.quantity(at, |q| matches!(q, Quantity::After(_) | Quantity::And)) {
                Some((_, Quantity::After(category))) => return Some(category.clone()),
                // What comes after "and" is told of others; a comma goes on.
                Some(_) if self.scan.mark(at).is_none() => break,
                _ => {}
            }
        }
        for at in (start.saturating_sub(BEFORE_REACH).max(last_end)..start).rev() {
            if self.scan.mark(at).is_some_and(|m| matches!(m, '.' | ';')) || self.scan.gap(at + 1) {
                break;
            }
            if let Some((_, Quantity::Before(category))) =
                self.quantity(at, |q| matches!(q, Quantity::Before(_)))
            {
                return Some(category.clone());
            }
        }
        None
    }

    /// Notes whether a figure is a part of the one before it, or adds up with it.
    fn relate(&self, figure: &mut Figure, at: usize, before: &mut [Figure]) {
        let Some(last) = before.len().checked_sub(1) else { return };
        let word_before = |back: usize| {
            at.checked_sub(back).and_then(|k| {
                self.quantity(k, |q| matches!(q, Quantity::Including | Quantity::And))
                    .filter(|(len, _)| *len == back)
            })
        };
        match (1..=2).find_map(word_before) {
            Some((_, Quantity::Including)) => figure.part_of = Some(last),
            Some((len, Quantity::And)) => {
                let gap = self.scan.span(at - len, at);
                let near = gap.start >= before[last].span.end && (gap.start - before[last].span.end) <= 1;
                if near && before[last].part_of.is_some() {
                    figure.part_of = before[last].part_of;
                } else if near {
                    // What became of one part of a sum became of the other.
                    let fate = |f: &Figure| f.of.clone().filter(|o| self.quantities.fates.contains(o));
                    match (fate(&before[last]), fate(figure)) {
                        (Some(told), None) => figure.of = Some(told),
                        (None, Some(told)) if before[last].noun.is_some() => before[last].of = Some(told),
                        // The dead and the displaced are no sum.
                        (Some(one), Some(other)) if one != other => return,
                        _ => {}
                    }
                    figure.sum_with = before[last].sum_with.or(Some(last));
                }
            }
            _ => {}
        }
    }
}

impl Told {
    /// Takes an operator; a named rough number ("dozens") keeps its own.
    fn apply(&mut self, op: Operator) {
        /// How far about and nearly reach, as a share of the value.
        const ABOUT: f64 = 0.1;
        if !matches!(self.op, Operator::Equal | Operator::About) {
            return;
        }
        self.op = op;
        let value = self.value;
        (self.low, self.high) = match op {
            Operator::MoreThan | Operator::AtLeast => (value, value),
            Operator::Nearly => (value - value * ABOUT, value),
            Operator::About => (value - value * ABOUT, value + value * ABOUT),
            Operator::UpTo => (1.0_f64.min(value), value),
            _ => (value, value),
        };
    }
}

fn range(low: Told, high: Told) -> Option<Told> {
    // "between 20 and 30 thousand": the multiplier holds for both.
    let scale = if low.value < 1000.0
        && high.value >= 1000.0
        && high.value % 1000.0 == 0.0
        && low.value < high.value / 1000.0
    {
        1000.0
    } else {
        1.0
    };
    let value = low.value * scale;
    (value < high.value).then_some(Told {
        value,
        low: value,
        high: high.high,
        op: Operator::About,
        start: low.start,
        end: high.end,
    })
}
