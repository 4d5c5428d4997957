//! What the surrounding text gives a report: its time and place when its own clause is silent, and what reports of one
//! thing in one document lend one another.

use super::assemble::by_fallback;
use super::captions;
use super::holders::government;
use super::scene::Scene;
use super::scene::Timed;
use super::terms;
use super::times::{Fields, Meaning};
use super::triggers::{Hit, is_noun};
use crate::model::{
    Entity, EntityKind, EventType, Filler, Function, GeoPrecision, Label, Mode, PartOfSpeech,
    PublishedPrecision, Report, Role, Step, When, WhenPrecision,
};
use crate::packs::Line;
use crate::packs::times::{BoundWord, Direction};
use crate::text::Span;
use jiff::{ToSpan as _, civil::Date};
use std::collections::HashMap;

/// How many words up the tree the verb may stand whose time a word shares.
const CLAUSES_UP: usize = 6;
/// Days from publication within which a time told of one report is lent to another of its type.
const LENT: i64 = 31;
/// Longest time, in days from its first to its last, that one happening lends to what is told of it further on.
const HAPPENING: i64 = 3;

/// Concepts of the noun packs for places that tell nothing more exact than the name of a place around them.
const WIDE: [&str; 11] = [
    "towns",
    "villages",
    "cities",
    "capital",
    "quarters",
    "provinces",
    "areas",
    "pockets",
    "front_lines",
    "borders",
    "countries",
];

/// The rule by which a report takes the nearest place named in its sentence.
pub(super) const PLACE_NEAR: &str = "sentence";

/// The rule by which a report takes the place of the deed told before it.
const PLACE_TOLD: &str = "told before";

/// What holds for the whole document.
pub(super) struct Context {
    published: Option<Date>,
    /// The place most of the document is about.
    main_place: Option<Filler>,
}

impl Context {
    /// At the beginning of a document.
    pub fn new(scene: &Scene<'_>) -> Self {
        let published = &scene.published;
        let exact = matches!(published.precision, PublishedPrecision::Day | PublishedPrecision::Week);
        Self { published: published.date.filter(|_| exact), main_place: main_place(scene) }
    }

    /// True when a time expression hangs on the hit itself, not on what it is told with.
    pub fn has_time_of_its_own(&self, scene: &Scene<'_>, hit: &Hit<'_>) -> bool {
        let analysis = scene.analysis;
        let below = |timed: &Timed| {
            let first = analysis.tokens.partition_point(|t| t.span.end <= timed.expression.span.start);
            terms::is_below(analysis, first, hit.head)
        };
        let mut told = scene.times_in(super::evidence::span(scene, hit)).filter(|t| t.when.is_some());
        told.any(below) || time_behind(scene, hit).is_some()
    }

    /// Gives a report its time and place.
    pub fn complete(&self, scene: &Scene<'_>, hit: &Hit<'_>, before: &[Report], report: &mut Report) {
        self.time(scene, hit, report);
        self.place(scene, hit, before, report);
        if let Some(filler) = report.roles.iter().find(|f| matches!(f.role, Role::Where | Role::From)) {
            report.geo_precision = geo_precision(scene, filler);
        }
    }

    fn time(&self, scene: &Scene<'_>, hit: &Hit<'_>, report: &mut Report) {
        if let Some(timed) = own_time(scene, hit).or_else(|| captions::time(scene, hit.head)) {
            report.derivation.push(Step {
                part: "when".into(),
                rule: "clause".into(),
                span: Some(timed.expression.span),
            });
            let to_come = matches!(report.mode, Mode::Planned | Mode::Intended);
            report.when = to_come.then(|| self.next(timed)).flatten().or_else(|| timed.when.clone());
        }
    }

    /// The weekday after publication that a weekday alone means when what is told is still to come.
    fn next(&self, timed: &Timed) -> Option<When> {
        let Meaning::Point(point) = &timed.expression.meaning else { return None };
        let weekday = Fields { weekday: point.fields.weekday, ..Fields::default() };
        let alone = weekday.weekday.is_some() && point.fields == weekday && point.shift.is_none();
        let past = timed.when.as_ref()?.start.filter(|day| Some(*day) < self.published)?;
        let open = alone && point.direction == Direction::Nearest;
        open.then(|| past.checked_add(1.week()).ok())
            .flatten()
            .map(|day| When::day(day, Some(timed.expression.span)))
    }

    fn place(&self, scene: &Scene<'_>, hit: &Hit<'_>, before: &[Report], report: &mut Report) {
        if !hit.frame.roles.contains_key(&Role::Where) {
            return;
        }
        // "The seat of the party", "a bakery" is more exact than the town it must lie in; "the town" is not.
        let words = |s: Span| s.slice(&scene.document.text).split_whitespace().count();
        let described = |f: &Filler| f.span.is_some_and(|s| words(s) > 1) || is_exact(f);
        if report.roles.iter().any(|f| f.role == Role::Where && is_named(f)) {
            // "The town" beside the name of one says nothing more.
            report.roles.retain(|f| f.role != Role::Where || is_named(f) || is_exact(f));
            report.roles.sort_by_key(|f| f.role == Role::Where && !is_named(f));
            return;
        }
        // Where people are on their way to is not where they leave.
        let goal = |f: &Filler| report.roles.iter().any(|r| r.role == Role::To && r.entity == f.entity);
        let near = place_in_sentence(scene, hit, goal);
        let told = || place_told(scene, hit, before).filter(|f| !goal(f)).map(|f| (f, PLACE_TOLD));
        let main = || self.main_place.clone().map(|f| (f, "main place"));
        let found = near.map(|f| (f, PLACE_NEAR)).or_else(told).or_else(main);
        let Some((filler, rule)) = found else { return };
        let span = filler.span;
        report.roles.retain(|f| f.role != Role::Where || described(f));
        report.roles.push(Filler { role: Role::Where, ..filler });
        report.roles.sort_by_key(|f| f.role == Role::Where && !is_named(f));
        by_fallback(report, Role::Where, rule, span);
    }

    /// Reports of one type in one document that differ in nothing told lend one another time and place; what happens
    /// without a time told happens at the time of the report.
    pub fn share(&self, scene: &Scene<'_>, reports: &mut [Report]) {
        // Background of another year lends its time to nothing.
        let own = |when: &When| {
            let (start, end) = when.bounds();
            let near = |day: Date| {
                day.duration_since(end.min(day)).as_hours() / 24 <= LENT
                    && start.max(day).duration_since(day).as_hours() / 24 <= LENT
            };
            self.published.is_none_or(near)
        };
        let known: Vec<(EventType, When)> = reports
            .iter()
            .filter_map(|r| r.when.clone().filter(|w| own(w)).map(|w| (r.kind.clone(), w)))
            .collect();
        // "The truce of Wednesday … the agreement provides": a deal without a time is the one told last.
        let concluded = |report: &Report| {
            let line = scene.packs.frames.get(&report.kind).and_then(|f| f.line);
            matches!(line, Some(Line::Deal | Line::Truce)) && report.mode != Mode::Denied
        };
        let mut last: Option<(EventType, When)> = None;
        for report in reports.iter_mut().filter(|r| concluded(r)) {
            match &report.when {
                Some(when) if own(when) => last = Some((report.kind.clone(), when.clone())),
                None => {
                    if let Some((_, when)) = last.as_ref().filter(|(kind, _)| *kind != report.kind) {
                        report.derivation.push(Step {
                            part: "when".into(),
                            rule: "deal before".into(),
                            span: when.span,
                        });
                        report.when = Some(When { span: None, ..when.clone() });
                    }
                }
                Some(_) => {}
            }
        }
        let told = Told::of(scene, reports, own);
        for report in reports.iter_mut().filter(|r| r.when.is_none()) {
            let lent = known.iter().filter(|(kind, _)| *kind == report.kind);
            let mut times: Vec<&When> = lent.map(|(_, when)| when).collect();
            times.dedup_by(|a, b| a.bounds() == b.bounds());
            if let [one] = times.as_slice() {
                report.when = Some(When { span: None, ..(*one).clone() });
                report.derivation.push(Step {
                    part: "when".into(),
                    rule: "same type".into(),
                    span: one.span,
                });
            } else if let Some(when) = told.around(scene, report) {
                report.when = Some(When { span: None, ..when.clone() });
                report.derivation.push(Step {
                    part: "when".into(),
                    rule: "told before".into(),
                    span: when.span,
                });
            } else if let Some(day) = self
                .published
                .filter(|_| !matches!(report.mode, Mode::Planned | Mode::Intended | Mode::Hypothetical))
            {
                report.when = Some(When { precision: WhenPrecision::Week, ..When::day(day, None) });
                report.derivation.push(Step { part: "when".into(), rule: "published".into(), span: None });
            }
        }
    }
}

/// The deeds of a document that have a time of their own, in order of the text, with their family.
struct Told<'a>(Vec<(u32, &'a str, When)>);

impl<'a> Told<'a> {
    fn of(scene: &Scene<'a>, reports: &[Report], own: impl Fn(&When) -> bool) -> Self {
        let family =
            |r: &Report| scene.packs.frames.get(&r.kind).filter(|f| f.hostile()).map(|f| f.family.as_str());
        let timed = reports.iter().filter_map(|r| {
            let when = r.when.clone().filter(|w| own(w) && w.precision == WhenPrecision::Day)?;
            let (start, end) = when.bounds();
            (end.duration_since(start).as_hours() / 24 <= HAPPENING).then_some(())?;
            Some((r.span.start, family(r)?, when))
        });
        let mut told: Vec<_> = timed.collect();
        told.sort_by_key(|(start, ..)| *start);
        Self(told)
    }

    /// The time of the deed of one family told last before a report, else of the first told behind it.
    fn around(&self, scene: &Scene<'_>, report: &Report) -> Option<&When> {
        let family = scene.packs.frames.get(&report.kind)?.family.as_str();
        let (mut before, mut behind) = (None, None);
        for (start, theirs, when) in &self.0 {
            if *theirs == family {
                if *start <= report.span.start {
                    before = Some(when);
                } else if behind.is_none() {
                    behind = Some(when);
                }
            }
        }
        before.or(behind)
    }
}

/// The time that belongs to a hit: inside its clause, the nearest to its head; else one that opens its sentence.
fn own_time<'s>(scene: &'s Scene<'_>, hit: &Hit<'_>) -> Option<&'s Timed> {
    let analysis = scene.analysis;
    let head = analysis.tokens[hit.head].span;
    let sentence = analysis.sentence_of(hit.head)?;
    let around = analysis.clauses_in(sentence).iter().filter(|c| c.span.contains(head));
    let clause = around.min_by_key(|c| c.span.len());
    let span = super::evidence::span(scene, hit);
    let span = clause.map_or(span, |c| span.cover(c.span));
    if let Some(behind) = time_behind(scene, hit) {
        return Some(behind);
    }
    let inside = scene.times_in(span).filter(|t| t.when.is_some() && !counts_from(scene, hit.head, t));
    let told = inside.filter_map(|t| Some((is_of_another(scene, hit, t)?, t)));
    let nearest =
        told.min_by_key(|(of, t)| (*of, t.expression.span.start.abs_diff(head.start))).map(|(_, t)| t);
    nearest.or_else(|| time_above(scene, hit)).or_else(|| {
        let mut told = scene.times_in(sentence.span).filter(|t| t.when.is_some());
        told.find(|t| t.expression.whole.start == sentence.span.start)
    })
}

/// Whether a time hangs on something else that the clause names: `Some(true)` for one in a clause that describes another
/// noun, `None` for the time of what came before or after ("was agreed, the first since the deal of 2018").
fn is_of_another(scene: &Scene<'_>, hit: &Hit<'_>, timed: &Timed) -> Option<bool> {
    let analysis = scene.analysis;
    let up = |&t: &usize| analysis.arcs[t].head.map(|h| h as usize);
    let words = analysis.tokens.len();
    let above: Vec<usize> = std::iter::successors(Some(hit.head), up).take(words).collect();
    let own = |t: usize| timed.expression.whole.contains(analysis.tokens[t].span);
    let first = analysis.tokens.partition_point(|t| t.span.end <= timed.expression.span.start);
    let mut of_another = false;
    let mut word = first;
    while !above.contains(&word) {
        let Some(head) = up(&word) else { break };
        if !own(word) && analysis.arguments(head).iter().any(|&(f, t)| t == word && f.is_apart()) {
            return None;
        }
        let describes = matches!(analysis.arcs[word].label, Label::Relative | Label::NounClause);
        of_another |= describes && !hit.tokens.contains(&head);
        word = head;
    }
    Some(of_another)
}

/// True for a time that is counted from what a word tells: "a week after the arrest" is when something else happened.
fn counts_from(scene: &Scene<'_>, head: usize, timed: &Timed) -> bool {
    let expression = &timed.expression;
    let duration = matches!(expression.meaning, Meaning::Duration(_));
    let counted = duration && matches!(expression.bound, Some(BoundWord::After | BoundWord::Before));
    let opens = |t: usize| {
        let word = scene.analysis.tokens[t].span;
        let label = scene.analysis.arcs[t].label;
        matches!(label, Label::Case | Label::Mark) && expression.whole.contains(word)
    };
    counted && scene.analysis.children(head).any(opens)
}

/// The time of the nearest clause above that tells one: a noun of action or a subordinate clause without a time of its
/// own shares that of what it stands in, unless it says that it came before or after.
fn time_above<'s>(scene: &'s Scene<'_>, hit: &Hit<'_>) -> Option<&'s Timed> {
    let analysis = scene.analysis;
    let mut word = hit.head;
    for _ in 0..CLAUSES_UP {
        let above = analysis.arcs[word].head? as usize;
        if analysis.arguments(above).iter().any(|&(f, t)| t == word && f.is_apart()) {
            return None;
        }
        word = above;
        let verbal = matches!(analysis.tokens[word].pos, PartOfSpeech::Verb | PartOfSpeech::Aux);
        let Some(clause) = analysis.clause_of(word).filter(|_| verbal) else { continue };
        let from = analysis.tokens[hit.head].span.start;
        // A year told of something else in the clause is too wide to be shared.
        let fine = |t: &&Timed| t.when.as_ref().is_some_and(|w| w.precision != WhenPrecision::Year);
        let own = |t: &&Timed| is_of_another(scene, hit, t).is_some();
        let told = scene.times_in(clause.span).filter(fine).filter(own);
        if let Some(time) = told.min_by_key(|t| t.expression.span.start.abs_diff(from)) {
            return Some(time);
        }
    }
    None
}

/// The time right behind a noun that tells what came before or after: "after the departure of the first *on Saturday*".
pub(super) fn time_behind<'s>(scene: &'s Scene<'_>, hit: &Hit<'_>) -> Option<&'s Timed> {
    let analysis = scene.analysis;
    let above = analysis.arcs[hit.head].head.filter(|_| is_noun(hit))? as usize;
    if !analysis.arguments(above).iter().any(|&(f, t)| t == hit.head && f.is_apart()) {
        return None;
    }
    let sentence = analysis.sentence_of(hit.head)?;
    let end = super::evidence::span(scene, hit).end;
    let right_behind = |t: &&Timed| {
        let start = t.expression.whole.start;
        let between = analysis.tokens[sentence.tokens.clone()]
            .iter()
            .filter(|w| w.span.start >= end && w.span.end <= start && w.pos != PartOfSpeech::Adp);
        t.when.is_some() && start >= end && between.count() == 0
    };
    scene.times_in(sentence.span).find(right_behind)
}

/// Where the deed of one family told last before a hit took place, if its own words say so.
fn place_told(scene: &Scene<'_>, hit: &Hit<'_>, before: &[Report]) -> Option<Filler> {
    let family = |r: &&Report| {
        let frame = scene.packs.frames.get(&r.kind);
        hit.frame.hostile() && frame.is_some_and(|f| f.family == hit.frame.family)
    };
    let last = before.iter().rev().find(family)?;
    let placed = |rule: &str| last.derivation.iter().any(|s| s.part == Role::Where.name() && s.rule == rule);
    let place = last.roles.iter().find(|f| f.role == Role::Where && is_named(f))?;
    (!placed("main place")).then(|| Filler { span: None, ..place.clone() })
}

/// A place named in the sentence of a hit, the nearest to its head, but for what lies elsewhere.
fn place_in_sentence(
    scene: &Scene<'_>,
    hit: &Hit<'_>,
    elsewhere: impl Fn(&Filler) -> bool,
) -> Option<Filler> {
    let sentence = scene.analysis.sentence_of(hit.head)?;
    let places = sentence.tokens.clone().filter(|&t| scene.analysis.tokens[t].pos.is_nominal());
    let named = |t: usize| {
        // "Moscow carried out raids": a place that does something is no place.
        let arc = scene.analysis.arcs[t];
        if matches!(arc.label, Label::Subject | Label::PassiveSubject) {
            return None;
        }
        // Where others go to is where nobody is yet; where those who leave go is not where they leave.
        let own = arc.head == Some(hit.head as u32);
        if t > hit.head && (!own || hit.frame.leaves) && is_goal(scene, t) {
            return None;
        }
        let resolved = scene.resolve(t).filter(|r| r.kind == EntityKind::Place)?;
        // "Moscow being an ally": the capital of another country means its government.
        if government(scene, &resolved).is_some_and(|country| Some(&country) != scene.names.country.as_ref())
        {
            return None;
        }
        let filler = Filler { role: Role::Where, entity: resolved.entity, span: Some(resolved.span) };
        (is_named(&filler) && !elsewhere(&filler)).then_some((t.abs_diff(hit.head), filler))
    };
    places.filter_map(named).min_by_key(|(distance, _)| *distance).map(|(_, filler)| filler)
}

/// True for where somebody goes, also by the noun that introduces it ("towards the province of *X*").
fn is_goal(scene: &Scene<'_>, place: usize) -> bool {
    let arcs = &scene.analysis.arcs;
    let up = |t: usize| arcs[t].head.map(|h| h as usize);
    let introduces =
        |&t: &usize| up(t).filter(|_| matches!(arcs[t].label, Label::NounModifier | Label::Flat));
    let mut names = std::iter::successors(Some(place), introduces).take(CLAUSES_UP);
    names.any(|t| up(t).is_some_and(|h| scene.analysis.arguments(h).contains(&(Function::Goal, t))))
}

/// True when a place has a name of its own, in a pack or in the document.
fn is_named(filler: &Filler) -> bool {
    !filler.entity.is_class()
}

/// True for a place without a name that lies within a town: a bakery, a bridge.
fn is_exact(filler: &Filler) -> bool {
    filler.entity.as_str().strip_prefix("any/").is_some_and(|concept| !WIDE.contains(&concept))
}

/// The place named most often, the earlier of equals; countries only when nothing smaller is named.
fn main_place(scene: &Scene<'_>) -> Option<Filler> {
    let mut seen: HashMap<_, (usize, usize)> = HashMap::new();
    for (order, mention) in scene.names.mentions().iter().enumerate() {
        let entity = scene.packs.world.entities.get(&mention.entity);
        if entity.is_some_and(|e| e.kind == EntityKind::Place && !is_country(e)) {
            let entry = seen.entry(mention.entity.clone()).or_insert((0, order));
            entry.0 += 1;
        }
    }
    let (entity, _) =
        seen.into_iter().max_by_key(|(_, (count, order))| (*count, std::cmp::Reverse(*order)))?;
    Some(Filler { role: Role::Where, entity, span: None })
}

fn is_country(entity: &Entity) -> bool {
    entity.place_kind.as_deref() == Some("country")
}

fn geo_precision(scene: &Scene<'_>, filler: &Filler) -> GeoPrecision {
    let kind = scene.packs.world.entities.get(&filler.entity).and_then(|e| e.place_kind.as_deref());
    match kind {
        Some("country" | "region") => GeoPrecision::Country,
        Some("admin1") => GeoPrecision::Admin1,
        Some("admin2" | "admin3") => GeoPrecision::Admin2,
        Some("town" | "city") => GeoPrecision::Town,
        Some(_) => GeoPrecision::Exact,
        None => GeoPrecision::Unknown,
    }
}
