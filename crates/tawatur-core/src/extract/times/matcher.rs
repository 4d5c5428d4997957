//! Matches the patterns of a pack on a stretch of text: from right to left, so that a pattern may hold times and
//! durations that begin later; what begins at the same word is matched again until nothing new comes.

use super::make::{self, Value};
use super::meaning::{Meaning, TimeExpression};
use super::scan::Scan;
use crate::extract::figures::numerals;
use crate::packs::times::{Class, HIJRI, Kind, Rule, What};
use crate::packs::{Numbers, Times};
use crate::text::Span;

/// Something found: a word of a class, a number, a time.
#[derive(Debug, Clone)]
pub(super) struct Item {
    pub class: Class,
    pub start: usize,
    pub end: usize,
    /// The expression itself, without words that bound it.
    pub inner: (usize, usize),
    pub value: Value,
    pub alone: bool,
    pub rule: usize,
    /// The two ends of a range.
    pub ends: Option<[(usize, usize); 2]>,
}

/// More items than this at one word means a text made to hurt; the rest is left.
const MOST_ITEMS: usize = 64;

struct Chart<'a> {
    scan: &'a Scan<'a>,
    times: &'a Times,
    items: Vec<Vec<Item>>,
    /// Room for the way through a rule.
    path: Vec<Place>,
}

/// The time expressions of a stretch of text.
pub(super) fn find(text: &str, span: Span, times: &Times, numbers: &Numbers) -> Vec<TimeExpression> {
    let scan = Scan::new(text, span, times, numbers);
    let mut chart = Chart { scan: &scan, times, items: vec![Vec::new(); scan.words.len()], path: Vec::new() };
    for at in (0..scan.words.len()).rev() {
        chart.fill(at, numbers);
    }
    chart.select()
}

impl Chart<'_> {
    fn fill(&mut self, at: usize, numbers: &Numbers) {
        self.words(at);
        self.numbers(at, numbers);
        let mut tried = Vec::new();
        if let Some(id) = self.scan.ids[at] {
            tried.extend(self.times.by_word.get(&id).into_iter().flatten().copied());
        }
        for rule in tried {
            self.apply(rule, at);
        }
        let mut next = 0;
        while next < self.items[at].len() && self.items[at].len() < MOST_ITEMS {
            let class = self.items[at][next].class;
            let first_of_class = !self.items[at][..next]
                .iter()
                .any(|i| i.class == class && matches!(class, Class::List(_) | Class::Number));
            next += 1;
            if !first_of_class {
                continue;
            }
            for rule in self.times.by_class.get(&class).into_iter().flatten() {
                self.apply(*rule, at);
            }
        }
    }

    /// Words of the pack's classes.
    fn words(&mut self, at: usize) {
        let Some(id) = self.scan.ids[at] else { return };
        let Some(phrases) = self.times.phrases.get(&id) else { return };
        for phrase in phrases {
            let end = at + phrase.words.len();
            let stands = phrase.words.iter().enumerate().all(|(k, w)| {
                self.scan.ids.get(at + k) == Some(&Some(*w)) && (k == 0 || !self.scan.gap(at + k))
            });
            if !stands || (phrase.capitalised && !self.scan.capital(at)) {
                continue;
            }
            let value = make::word(phrase.class, phrase.index);
            let class = if phrase.class == Class::Pair { Class::Duration } else { phrase.class };
            self.push(Item {
                class,
                start: at,
                end,
                inner: (at, end),
                value,
                alone: !phrase.never_alone,
                rule: usize::MAX,
                ends: None,
            });
        }
    }

    /// Numbers, and what a number may be in a date.
    fn numbers(&mut self, at: usize, numbers: &Numbers) {
        let Some(numeral) = numerals::read(self.scan, at, numbers) else { return };
        let end = numeral.end;
        let mut put = |class| {
            let value = Value::Number(numeral.value);
            self.push(Item {
                class,
                start: at,
                end,
                inner: (at, end),
                value,
                alone: true,
                rule: usize::MAX,
                ends: None,
            });
        };
        let whole = numeral.value.fract() == 0.0;
        let among = |low: f64, high: f64| whole && (low..=high).contains(&numeral.value);
        if numeral.ordinal {
            put(Class::Ordinal);
        } else {
            put(Class::Number);
        }
        if numeral.worded && !numeral.ordinal {
            put(Class::Worded);
        }
        // "Tuesday a lawyer", where "a" is a number too: the first day of a month is never told as "one" in words.
        let article = numeral.worded && !numeral.ordinal && numeral.value <= 1.0;
        if among(1.0, 31.0) && (numeral.digits <= 2) && !article {
            put(Class::Day);
        }
        if among(1.0, 12.0) && (1..=2).contains(&numeral.digits) {
            put(Class::MonthNumber);
        }
        if among(0.0, 24.0) && (numeral.worded || (1..=2).contains(&numeral.digits)) {
            put(Class::Hour);
        }
        if among(0.0, 59.0) && numeral.digits == 2 {
            put(Class::Minute);
        }
        if among(0.0, 99.0) && numeral.digits == 2 {
            put(Class::ShortYear);
        }
        if among(1000.0, 2199.0)
            && (numeral.digits == 4 || numeral.worded && !numeral.bare_multiplier)
            && !numeral.ordinal
        {
            put(Class::Year);
        }
        if among(1800.0, 2100.0) && numeral.digits == 4 {
            put(Class::LateYear);
        }
    }

    /// Adds an item; of two of one class over the same words, the earlier rule stands.
    fn push(&mut self, item: Item) {
        let here = &mut self.items[item.start];
        let known = here.iter().position(|i| i.class == item.class && i.end == item.end);
        match known {
            Some(k) if item.rule < here[k].rule && here[k].rule != usize::MAX => here[k] = item,
            Some(_) => {}
            None if here.len() < MOST_ITEMS => here.push(item),
            None => {}
        }
    }

    fn apply(&mut self, number: usize, at: usize) {
        let mut path = std::mem::take(&mut self.path);
        path.clear();
        if self.walk(&self.times.rules[number], 0, at, &mut path) {
            self.take(number, at, &path);
        }
        self.path = path;
    }

    /// Adds what a rule makes of what stands on the way through it.
    fn take(&mut self, number: usize, at: usize, path: &[Place]) {
        let rule = &self.times.rules[number];
        let end = path.last().map_or(at, |p: &Place| p.end);
        let captured: Vec<&Item> =
            path.iter().filter_map(|p| p.item.map(|(s, k)| &self.items[s][k])).collect();
        let Some((class, value)) = make::make(&rule.make, &captured, self.times.month_first) else { return };
        let inner = self.inner(rule, path, at, end);
        let ends = (rule.make.kind == Kind::Range).then(|| self.ends(path)).flatten();
        self.push(Item { class, start: at, end, inner, value, alone: true, rule: number, ends });
    }

    /// The two ends of a range: what is captured before and after the words between them.
    fn ends(&self, path: &[Place]) -> Option<[(usize, usize); 2]> {
        let first = path.iter().position(|p| p.item.is_some())?;
        let between = first + path[first..].iter().position(|p| p.item.is_none())?;
        let second = between + path[between..].iter().position(|p| p.item.is_some())?;
        let edge = |p: &Place| p.item.map_or((p.start, p.end), |(s, k)| self.items[s][k].inner);
        let last = path[second..].iter().rfind(|p| p.item.is_some())?;
        Some([(edge(&path[first]).0, edge(&path[between - 1]).1), (edge(&path[second]).0, edge(last).1)])
    }

    /// The words of the expression itself.
    fn inner(&self, rule: &Rule, path: &[Place], at: usize, end: usize) -> (usize, usize) {
        let within: Vec<&Place> =
            path.iter().filter(|p| (rule.inner.0..rule.inner.1).contains(&p.element)).collect();
        let (Some(first), Some(last)) = (within.first(), within.last()) else { return (at, end) };
        let edge = |p: &Place| p.item.map(|(s, k)| self.items[s][k].inner);
        let from = edge(first).map_or(first.start, |i| i.0);
        let to = edge(last).map_or(last.end, |i| i.1);
        (from, to.max(from + 1))
    }

    /// Finds a way through a rule's elements from a position; the longest item of a class is tried first.
    fn walk(&self, rule: &Rule, element: usize, at: usize, path: &mut Vec<Place>) -> bool {
        let Some(wanted) = rule.elements.get(element) else { return !path.is_empty() };
        let crosses_gap = !path.is_empty() && self.scan.gap(at);
        if at < self.items.len() && !crosses_gap {
            match &wanted.what {
                What::Class(class, alone) => {
                    let here = &self.items[at];
                    let fits = |item: &Item| item.class == *class && (!alone || item.alone);
                    // Of one length the first is tried first.
                    let rank = |k: usize| (here[k].end, std::cmp::Reverse(k));
                    let next = |last: Option<usize>| {
                        let open =
                            |&k: &usize| last.is_none_or(|last| rank(k) < rank(last)) && fits(&here[k]);
                        (0..here.len()).filter(open).max_by_key(|&k| rank(k))
                    };
                    for k in std::iter::successors(next(None), |&last| next(Some(last))) {
                        let end = here[k].end;
                        path.push(Place { element, start: at, end, item: Some((at, k)) });
                        if self.walk(rule, element + 1, end, path) {
                            return true;
                        }
                        path.pop();
                    }
                }
                What::Words(phrases) => {
                    for phrase in phrases {
                        let stands = phrase
                            .iter()
                            .enumerate()
                            .all(|(k, w)| self.scan.ids.get(at + k) == Some(&Some(*w)));
                        if !stands {
                            continue;
                        }
                        path.push(Place { element, start: at, end: at + phrase.len(), item: None });
                        if self.walk(rule, element + 1, at + phrase.len(), path) {
                            return true;
                        }
                        path.pop();
                    }
                }
            }
        }
        wanted.optional && self.walk(rule, element + 1, at, path)
    }

    /// From left to right, at each word the time that reaches farthest; of equals the one with more around it.
    fn select(&self) -> Vec<TimeExpression> {
        let mut begin: Vec<Vec<&Item>> = vec![Vec::new(); self.items.len()];
        let times = self.items.iter().flatten().filter(|i| matches!(i.class, Class::Time | Class::Duration));
        for item in times {
            begin[item.inner.0].push(item);
        }
        let mut out = Vec::new();
        let mut at = 0;
        while at < begin.len() {
            let reach =
                |i: &&&Item| (i.inner.1, i.end, std::cmp::Reverse(i.start), std::cmp::Reverse(i.rule));
            let Some(best) = begin[at].iter().max_by_key(reach) else {
                at += 1;
                continue;
            };
            at = best.inner.1;
            out.extend(self.expression(best));
        }
        out
    }

    fn expression(&self, item: &Item) -> Option<TimeExpression> {
        let Value::Time(time) = &item.value else { return None };
        let rule = self.times.rules.get(item.rule);
        if rule.is_some_and(|r| r.make.kind == Kind::Nothing) {
            return None;
        }
        let meaning: Meaning = time.meaning.clone()?;
        Some(TimeExpression {
            span: self.scan.span(item.inner.0, item.inner.1),
            whole: self.scan.span(item.start, item.end),
            meaning,
            bound: time.bound,
            rough: time.rough,
            ends: item.ends.map(|ends| ends.map(|(from, to)| self.scan.span(from, to))),
            rule: rule.map_or_else(String::new, |r| r.id.clone()),
        })
    }
}

/// Where an element of a rule stands.
struct Place {
    element: usize,
    start: usize,
    end: usize,
    /// The item it captured, by its position and number.
    item: Option<(usize, usize)>,
}

/// Month number and calendar of a class index.
pub(super) fn month(index: u16) -> (u8, bool) {
    if index > HIJRI { ((index - HIJRI) as u8, true) } else { (index as u8, false) }
}
