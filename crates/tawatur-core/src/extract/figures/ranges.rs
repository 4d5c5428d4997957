//! What a text says of a number's bounds: "more than 20 and at most 35", "between 20 and 30", "200 or more".
//!
//! Only what is told is kept: which ends are open, and whether an end belongs to the range.

use super::numerals::longest;
use super::quotients::{Reader, Told};
use crate::extract::times::scan::Scan;
use crate::model::Lang;
use crate::packs::Packs;
use crate::packs::numbers::{Comparison, NumberPart};
use crate::text::Span;

/// The bounds of a number; an end that is not told is `None`, the flag says that the end itself belongs to it.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Bounds {
    /// Least value.
    pub low: Option<(f64, bool)>,
    /// Greatest value.
    pub high: Option<(f64, bool)>,
}

/// Bounds with one past their last rough word.
type Bounded = (Bounds, usize);

/// Every bounded number of a stretch of text.
#[must_use]
pub fn ranges(text: &str, span: Span, lang: Lang, packs: &Packs) -> Vec<(Span, Bounds)> {
    let (Some(calendar), Some(numbers)) = (packs.times.get(&lang), packs.numbers.get(&lang)) else {
        return Vec::new();
    };
    let scan = Scan::with(text, span, calendar, &|part: &str| numbers.phrases.contains_key(part));
    let reader = Reader { scan: &scan, numbers };
    let (mut out, mut at) = (Vec::new(), 0);
    while at < scan.words.len() {
        match reader.bounded(at) {
            Some((bounds, end)) => {
                let (bounds, end) = reader.other_end(bounds, end).unwrap_or((bounds, end));
                out.push((scan.span(at, end), bounds));
                at = end;
            }
            None => at = reader.comparison(at, Comparison::Nothing).unwrap_or(at) + 1,
        }
    }
    out
}

impl Reader<'_> {
    fn comparison(&self, at: usize, wanted: Comparison) -> Option<usize> {
        longest(self.scan, at, self.numbers, |part| part == NumberPart::Comparison(wanted))
            .map(|(_, end)| end)
    }

    /// A word that bounds the number after it; the longest that stands here decides.
    fn before(&self, at: usize) -> Option<(Comparison, usize)> {
        use Comparison as C;
        [C::Nothing, C::Above, C::AtLeast, C::Below, C::AtMost, C::Equal, C::Between]
            .into_iter()
            .filter_map(|wanted| Some((wanted, self.comparison(at, wanted)?)))
            .max_by_key(|found| found.1)
    }

    fn bounded(&self, at: usize) -> Option<Bounded> {
        let Some((comparison, next)) = self.before(at) else { return self.unbound(at) };
        let (value, end) = self.number(next)?;
        let itself = self.comparison(end, Comparison::OrEqual).filter(|e| self.number(*e).is_none());
        let or_more = self.comparison(end, Comparison::OrMore).filter(|e| self.number(*e).is_none());
        let or_less = self.comparison(end, Comparison::OrLess).filter(|e| self.number(*e).is_none());
        let low = |closed| Bounds { low: Some((value, closed)), high: None };
        let high = |closed| Bounds { low: None, high: Some((value, closed)) };
        Some(match comparison {
            Comparison::Above => (low(itself.is_some()), itself.unwrap_or(end)),
            Comparison::AtLeast => (low(true), end),
            Comparison::Below => (high(itself.is_some()), itself.unwrap_or(end)),
            Comparison::AtMost => (high(true), end),
            Comparison::Equal => match (or_more, or_less) {
                (Some(end), _) => (low(true), end),
                (_, Some(end)) => (high(true), end),
                _ => (Bounds { low: Some((value, true)), high: Some((value, true)) }, end),
            },
            Comparison::Between => self.up_to((value, end))?,
            _ => return None,
        })
    }

    /// The number first: "20 to 30", "200 or more".
    fn unbound(&self, at: usize) -> Option<Bounded> {
        let told = self.number(at)?;
        if let Some(end) = self.comparison(told.1, Comparison::OrMore) {
            return Some((Bounds { low: Some((told.0, true)), high: None }, end));
        }
        if let Some(end) = self.comparison(told.1, Comparison::OrLess) {
            return Some((Bounds { low: None, high: Some((told.0, true)) }, end));
        }
        self.up_to(told).filter(|_| self.comparison(told.1, Comparison::To).is_some())
    }

    /// From a number to the one after it; the second is where the range ends, not part of it.
    fn up_to(&self, low: Told) -> Option<Bounded> {
        let next = self
            .comparison(low.1, Comparison::To)
            .or_else(|| longest(self.scan, low.1, self.numbers, |p| p == NumberPart::Joiner).map(|f| f.1))?;
        let (high, end) = self.number(next).filter(|h| h.0 > low.0)?;
        Some((Bounds { low: Some((low.0, true)), high: Some((high, false)) }, end))
    }

    /// The other end told right after one end: "more than 20 and less than 35".
    fn other_end(&self, bounds: Bounds, end: usize) -> Option<Bounded> {
        let comma = end + usize::from(self.scan.mark(end).is_some());
        let next =
            longest(self.scan, comma, self.numbers, |p| p == NumberPart::Joiner).map_or(comma, |f| f.1);
        self.before(next)?;
        let (other, end) = self.bounded(next).filter(|_| next > end)?;
        let both = match (bounds.low, bounds.high, other.low, other.high) {
            (Some(low), None, None, Some(high)) | (None, Some(high), Some(low), None) => {
                Bounds { low: Some(low), high: Some(high) }
            }
            _ => return None,
        };
        let grows = matches!((both.low, both.high), (Some(low), Some(high)) if low.0 < high.0);
        grows.then_some((both, end))
    }
}
