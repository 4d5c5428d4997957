//! Compares two reports: how much speaks for one event, part by part, by the weights of the packs.

use super::sketch::{Days, Grain, NEAR, OPEN, Sketch};
use crate::model::{Count, EntityId, EventType, Mode};
use crate::packs::{Kin, Kinship, Packs};
use crate::text::fold_str;

/// What reports are compared with.
pub(super) struct Scale<'a> {
    pub packs: &'a Packs,
    pub kinship: &'a Kinship<'a>,
    pub sketches: &'a [Sketch<'a>],
    /// For each document the groups of reports of its own days that others tell too, sorted; empty while unknown.
    pub told: Vec<Vec<u32>>,
    /// The place of each report's id among all, for breaking ties.
    pub ranks: Vec<u32>,
    /// How readily two types tell of one event, by the numbers that sketches give types.
    bonds: Vec<Option<f32>>,
    types: usize,
}

/// What speaks for or against two reports telling of one event, in logits.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Parts {
    pub kind: f32,
    pub document: f32,
    pub time: f32,
    pub place: f32,
    pub who: f32,
    pub whom: f32,
    pub figures: f32,
    pub mode: f32,
    pub terms: f32,
}

impl Parts {
    /// All of it.
    pub fn sum(self) -> f32 {
        let told = self.time + self.place + self.who + self.whom + self.figures;
        self.kind + self.document + told + self.mode + self.terms
    }

    /// The parts that count, for people.
    pub fn reasons(self) -> Vec<String> {
        /// Parts below it are not worth a reader's time.
        const TELLING: f32 = 0.3;
        let named = [
            (self.kind, "types that tell of one thing", "types that seldom tell of one thing"),
            (self.document, "one document or story", "two in one document"),
            (self.time, "times meet", "times apart"),
            (self.place, "places meet", "places apart"),
            (self.who, "who agrees", "who differs"),
            (self.whom, "whom agrees", "whom differs"),
            (self.figures, "figures agree", "figures differ"),
            (self.mode, "one denies what the other tells", "modes differ"),
            (self.terms, "terms agree", "terms differ"),
        ];
        let telling = named.into_iter().filter(|(value, ..)| value.abs() >= TELLING);
        telling
            .map(|(value, good, bad)| format!("{} ({value:+.1})", if value > 0.0 { good } else { bad }))
            .collect()
    }
}

impl<'a> Scale<'a> {
    /// What reports are compared with while it is not known which documents tell one story.
    pub fn new(packs: &'a Packs, kinship: &'a Kinship<'a>, sketches: &'a [Sketch<'a>]) -> Self {
        let mut by_id: Vec<usize> = (0..sketches.len()).collect();
        by_id.sort_unstable_by_key(|&k| &sketches[k].report.id);
        let mut ranks = vec![0; sketches.len()];
        (0..).zip(by_id).for_each(|(rank, k)| ranks[k] = rank);
        let types = sketches.iter().map(|s| s.kind + 1).max().unwrap_or(0);
        let mut named: Vec<Option<&EventType>> = vec![None; types];
        sketches.iter().for_each(|s| named[s.kind] = Some(&s.report.kind));
        let bond = |(a, b): (&Option<&EventType>, &Option<&EventType>)| packs.linking.bond((*a)?, (*b)?);
        let bonds = named.iter().flat_map(|a| named.iter().map(move |b| bond((a, b)))).collect();
        Self { packs, kinship, sketches, told: Vec::new(), ranks, bonds, types }
    }
}

impl Scale<'_> {
    /// What speaks for and against; `None` when the types never tell of one event.
    pub fn compare(&self, a: usize, b: usize) -> Option<Parts> {
        let (a, b) = (&self.sketches[a], &self.sketches[b]);
        let weights = &self.packs.linking;
        let here = a.document == b.document;
        let bond = self.bond(a, b)?;
        let (who, whom) = self.actors(a, b);
        Some(Parts {
            kind: weights.prior + bond,
            document: self.document(a, b, here),
            time: self.time(a, b, here) + order(a, b, here, weights.time.apart),
            place: self.place(a, b, here),
            who,
            whom,
            figures: self.figures(a, b, here),
            mode: self.mode(a, b, here),
            terms: self.terms(a, b),
        })
    }

    /// The score of two reports where it may reach what a link takes; most pairs fail by their times alone.
    pub fn link(&self, a: usize, b: usize) -> Option<f32> {
        let (x, y) = (&self.sketches[a], &self.sketches[b]);
        let weights = &self.packs.linking;
        let here = x.document == y.document;
        let first = weights.prior + self.bond(x, y)? + self.document(x, y, here) + self.time(x, y, here);
        if first + weights.most_of_the_rest() < weights.link {
            return None;
        }
        Some(self.score(a, b)).filter(|score| *score >= weights.link)
    }

    /// The score of two reports; far below any threshold when their types never tell of one event.
    pub fn score(&self, a: usize, b: usize) -> f32 {
        self.compare(a, b).map_or(self.packs.linking.never, Parts::sum)
    }

    fn bond(&self, a: &Sketch<'_>, b: &Sketch<'_>) -> Option<f32> {
        let of_a_deal = a.is_provision() && b.is_deal() || b.is_provision() && a.is_deal();
        let bond = self.bonds[a.kind * self.types + b.kind];
        let deal = of_a_deal.then_some(self.packs.linking.mode.of_a_deal);
        [bond, deal].into_iter().flatten().reduce(f32::max)
    }

    /// A document goes on about the same thing, most of all where it tells neither place nor time again.
    fn document(&self, a: &Sketch<'_>, b: &Sketch<'_>, here: bool) -> f32 {
        let weights = &self.packs.linking;
        let goes_on = if a.is_bare() || b.is_bare() { weights.goes_on } else { 0.0 };
        if here {
            weights.one_document + goes_on
        } else if self.one_story(a.document, b.document) {
            weights.one_story + goes_on / 2.0
        } else {
            0.0
        }
    }

    /// True when two reports stand in two documents that tell of one event.
    pub fn tell_one_story(&self, a: usize, b: usize) -> bool {
        let (a, b) = (self.sketches[a].document, self.sketches[b].document);
        a != b && self.one_story(a, b)
    }

    fn one_story(&self, a: usize, b: usize) -> bool {
        let (Some(mut x), Some(mut y)) =
            (self.told.get(a).map(Vec::as_slice), self.told.get(b).map(Vec::as_slice))
        else {
            return false;
        };
        while let (Some(p), Some(q)) = (x.first(), y.first()) {
            if p == q {
                return true;
            }
            if p < q { x = &x[1..] } else { y = &y[1..] }
        }
        false
    }

    fn time(&self, a: &Sketch<'_>, b: &Sketch<'_>, here: bool) -> f32 {
        let weights = &self.packs.linking.time;
        let recent = |s: &Sketch<'_>| {
            s.published.map(|p| Days { start: p - weights.recent_days, end: p, grain: Grain::Long })
        };
        match (a.when, b.when) {
            (Some(x), Some(y)) => {
                let gap = (x.start.max(y.start)).saturating_sub(x.end.min(y.end)).max(0);
                // A settlement goes on, but deals told of two months are two deals.
                let exact = x.grain.max(y.grain) != Grain::Long;
                let lasting = a.lasts() && b.lasts() && !(exact && a.is_deal() && b.is_deal());
                match (gap, x.grain.max(y.grain), x.grain.min(y.grain)) {
                    (0, Grain::Day, _) => weights.same_day,
                    (0, Grain::Period, Grain::Day) => weights.in_period,
                    (0, Grain::Period, _) => weights.same_period,
                    (0, Grain::Long, Grain::Long) if close(x, y) => weights.same_period,
                    (0, Grain::Long, _) if lasting => weights.in_period,
                    (0, Grain::Long, _) => weights.in_year,
                    (..) if lasting && gap <= weights.phase_days => weights.apart_lasting,
                    (..) if lasting => weights.apart_lasting_far,
                    (1.., Grain::Day, _) if here => weights.apart,
                    (1, ..) => weights.next_day,
                    (2..=NEAR, ..) => weights.near,
                    _ => weights.apart,
                }
            }
            _ if self.taken_times_meet(a, b) => {
                // That both stand in one text says so already.
                if a.when.is_none() && b.when.is_none() { weights.taken_both } else { weights.taken }
            }
            (None, None) if here => weights.untold,
            (x, y) => match (x.or_else(|| recent(a)), y.or_else(|| recent(b))) {
                (Some(x), Some(y)) if x.start > y.end || y.start > x.end => weights.untold_far,
                _ if here && is_taken_apart(a, b) => weights.taken_apart,
                (Some(_), Some(_)) if !here && self.is_late(a, b) => weights.untold_late,
                (Some(_), Some(_)) => weights.untold,
                _ => 0.0,
            },
        }
    }

    /// One tells no time, and what the text around gives it lies close to what the other tells or is given.
    fn taken_times_meet(&self, a: &Sketch<'_>, b: &Sketch<'_>) -> bool {
        let times = a.when.or(a.taken_when).zip(b.when.or(b.taken_when));
        times.is_some_and(|(x, y)| {
            let gap = x.start.max(y.start).saturating_sub(x.end.min(y.end));
            gap <= self.packs.linking.time.taken_days
        })
    }

    /// One tells no time and appeared days after the time that the other tells.
    fn is_late(&self, a: &Sketch<'_>, b: &Sketch<'_>) -> bool {
        let after = |told: Option<Days>, silent: &Sketch<'_>| {
            let appeared = silent.published.filter(|_| silent.when.is_none());
            told.zip(appeared).is_some_and(|(x, day)| day - x.end > self.packs.linking.time.late_days)
        };
        after(a.when, b) || after(b.when, a)
    }

    fn place(&self, a: &Sketch<'_>, b: &Sketch<'_>, here: bool) -> f32 {
        let weights = &self.packs.linking.place;
        let route = match (a.to.is_empty(), b.to.is_empty()) {
            (false, false) => match self.best(&a.to, &b.to, |kin| self.place_value(kin)) {
                value if value > 0.0 => weights.route,
                _ => weights.route_differs,
            },
            _ => 0.0,
        };
        if a.place.is_empty() || b.place.is_empty() {
            // An advance on a town, told with nothing but its goal, against something in a place.
            let goal = |x: &Sketch<'_>, y: &Sketch<'_>| {
                let told = x.place.is_empty() && !x.to.is_empty() && !y.place.is_empty() && y.to.is_empty();
                told.then(|| self.best(&x.to, &y.place, |kin| self.place_value(kin)) / 2.0)
            };
            if let Some(value) = goal(a, b).or_else(|| goal(b, a)) {
                return value;
            }
            return route + if here { 0.0 } else { weights.untold };
        }
        let (few, many) =
            if a.place.len() <= b.place.len() { (&a.place, &b.place) } else { (&b.place, &a.place) };
        let value = self.best(few, many, |kin| self.place_value(kin));
        let meets = if a.place_taken && b.place_taken { weights.taken_both } else { weights.taken_meets };
        if a.place_taken || b.place_taken {
            return route + value * if value < 0.0 { weights.taken_differs } else { meets };
        }
        let found_again = |id: &EntityId| many.iter().any(|m| self.kinship.between(id, m) == Kin::Same);
        if many.len() > few.len() && few.iter().all(|id| found_again(id)) {
            return route + weights.part_of_list;
        }
        route + value
    }

    fn place_value(&self, kin: Kin) -> f32 {
        /// Names that share words speak less than those that are known.
        const HINT: f32 = 0.4;
        let weights = &self.packs.linking.place;
        match kin {
            Kin::Same => weights.same,
            Kin::Part => weights.part,
            Kin::Alike => weights.alike,
            Kin::Wide => weights.wide,
            Kin::Comparable => weights.alike * HINT,
            Kin::Doubt => weights.doubt,
            Kin::Differ => weights.differ,
        }
    }

    fn actor_value(&self, kin: Kin) -> f32 {
        let weights = &self.packs.linking.actor;
        match kin {
            Kin::Same => weights.same,
            Kin::Part | Kin::Alike | Kin::Wide => weights.kin,
            Kin::Comparable => weights.comparable,
            Kin::Doubt => weights.doubt,
            Kin::Differ => weights.differ,
        }
    }

    /// Mean over the shorter list of the best value each of its entities finds in the other.
    fn best(&self, a: &[&EntityId], b: &[&EntityId], value: impl Fn(Kin) -> f32) -> f32 {
        let (few, many) = if a.len() <= b.len() { (a, b) } else { (b, a) };
        let best = |id: &EntityId| {
            many.iter().map(|other| value(self.kinship.between(id, other))).fold(f32::NEG_INFINITY, f32::max)
        };
        few.iter().map(|id| best(id)).sum::<f32>() / few.len().max(1) as f32
    }

    fn actors(&self, a: &Sketch<'_>, b: &Sketch<'_>) -> (f32, f32) {
        let compared = |x: &[&EntityId], y: &[&EntityId]| {
            if x.is_empty() || y.is_empty() { 0.0 } else { self.best(x, y, |kin| self.actor_value(kin)) }
        };
        if a.is_mutual() == b.is_mutual() {
            return (compared(&a.who, &b.who), compared(&a.whom, &b.whom));
        }
        // One side tells who fought whom, the other that both fought.
        let all = |s: &Sketch<'_>| s.who.iter().chain(&s.whom).map(|id| (*id).clone()).collect::<Vec<_>>();
        let (x, y) = (all(a), all(b));
        (compared(&x.iter().collect::<Vec<_>>(), &y.iter().collect::<Vec<_>>()), 0.0)
    }

    fn figures(&self, a: &Sketch<'_>, b: &Sketch<'_>, here: bool) -> f32 {
        let weights = &self.packs.linking.figure;
        let (mut good, mut bad) = (0.0f32, 0.0f32);
        for x in a.counts() {
            for y in b.counts().iter().filter(|y| comparable(x, y)) {
                let meet = x.low.max(y.low) <= x.high.min(y.high);
                let ratio = x.value.max(y.value) / x.value.min(y.value).max(1.0);
                let parts = here && x.value != y.value && !x.op.is_rough() && !y.op.is_rough();
                let value = if x.value == y.value && (meet || x.op == y.op) {
                    if x.value < weights.small { weights.equal_small } else { weights.equal }
                } else if meet && !parts {
                    weights.close
                } else if here && a.giver == b.giver {
                    weights.differ_here
                } else if here {
                    weights.differ_here / 2.0
                } else if ratio > weights.far_ratio {
                    // Ten against a hundred speak more strongly than ten against thirty.
                    weights.far * (ratio.ln() / weights.far_ratio.ln()) as f32
                } else {
                    weights.differ
                };
                good = good.max(value);
                bad = bad.min(value);
            }
        }
        good + bad
    }

    fn mode(&self, a: &Sketch<'_>, b: &Sketch<'_>, here: bool) -> f32 {
        let weights = &self.packs.linking.mode;
        if (a.report.mode == Mode::Habitual) != (b.report.mode == Mode::Habitual) {
            return weights.habitual;
        }
        let with_its_deal = a.is_provision() && b.is_deal() || b.is_provision() && a.is_deal();
        let unreal = |s: &Sketch<'_>| s.is_unreal() || s.is_provision();
        let denied = |s: &Sketch<'_>| s.report.mode == Mode::Denied;
        if unreal(a) != unreal(b) && !with_its_deal {
            weights.unreal
        } else if here && denied(a) != denied(b) {
            weights.denial
        } else {
            0.0
        }
    }

    /// Deals, offers and demands that hold the same terms, or have the same mediator.
    fn terms(&self, a: &Sketch<'_>, b: &Sketch<'_>) -> f32 {
        let weights = &self.packs.linking;
        let (x, y) = (&a.report.terms, &b.report.terms);
        let shared = x.iter().any(|t| y.iter().any(|u| t.kind == u.kind));
        let terms = if shared { weights.terms } else { 0.0 };
        let mediators = if a.mediator.is_empty() || b.mediator.is_empty() {
            0.0
        } else {
            self.best(&a.mediator, &b.mediator, |kin| self.actor_value(kin))
        };
        terms + mediators / 2.0
    }
}

/// One tells its day, and the text around gives the other another one.
fn is_taken_apart(a: &Sketch<'_>, b: &Sketch<'_>) -> bool {
    let to_the_day = |told: Option<Days>| told.filter(|days| days.grain == Grain::Day);
    let apart = |told: Option<Days>, taken: Option<Days>| {
        to_the_day(told).zip(to_the_day(taken)).is_some_and(|(x, y)| x.end < y.start || y.end < x.start)
    };
    apart(a.when, b.taken_when) || apart(b.when, a.taken_when)
}

/// Long times that begin and end within the same weeks.
fn close(x: Days, y: Days) -> bool {
    /// Days by which the beginnings and ends of one long time may differ.
    const ABOUT: i32 = 31;
    let near = |a: i32, b: i32| a.saturating_sub(b).abs() <= ABOUT;
    near(x.start, y.start) && (near(x.end, y.end) || x.end.max(y.end) == OPEN)
}

/// "First group" and "second batch" are two.
fn order(a: &Sketch<'_>, b: &Sketch<'_>, here: bool, apart: f32) -> f32 {
    match (a.report.order, b.report.order) {
        (Some(x), Some(y)) if x != y => {
            if here {
                apart
            } else {
                apart / 2.0
            }
        }
        _ => 0.0,
    }
}

/// Figures of one kind, of one side.
fn comparable(x: &Count, y: &Count) -> bool {
    // Categories are mostly written alike: folding is for the few that people wrote by hand.
    (x.side.is_none() || y.side.is_none() || x.side == y.side)
        && (x.of == y.of || fold_str(&x.of) == fold_str(&y.of))
}
