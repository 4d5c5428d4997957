//! The figures of a report: numbers on its arguments, numbers of dead and wounded in its clause.

use super::figures::Figure;
use super::names::Resolved;
use super::scene::Scene;
use super::triggers::Hit;
use crate::model::{Count, EntityKind, Feature, Function, Label, Operator, Role};
use crate::packs::Line;
use crate::text::Span;

/// The counts of a hit whose evidence is `span`. What stands in `others`, the evidence of other reports inside it,
/// is theirs, unless it counts an argument of this one.
pub(super) fn counts(scene: &Scene<'_>, hit: &Hit<'_>, span: Span, others: &[Span]) -> Vec<Count> {
    let mut out: Vec<Count> = Vec::new();
    for figure in scene.figures_in(span) {
        let counted = figure.head.or_else(|| bearer(scene, hit, figure));
        let argument = counted.is_some_and(|noun| hit.arguments.iter().any(|(_, t)| *t == noun));
        if !argument && others.iter().any(|o| o.contains(figure.span)) {
            continue;
        }
        // A length of time is a figure of the truce that lasts so long, else a time.
        let lasts = argument && hit.frame.line == Some(Line::Truce);
        if !lasts && scene.times_in(span).any(|t| t.expression.span.overlaps(figure.span)) {
            continue;
        }
        if let Some(of) = what(scene, hit, figure, counted)
            && !out.iter().any(|c| c.of == of && c.value == figure.value)
        {
            out.push(count(figure, of));
        }
    }
    out.extend(named(scene, hit).filter(|named| !out.iter().any(|c| c.of == named.of)));
    out
}

/// Those whom a clause names side by side, counted: "X and Y were killed" tells of two dead.
fn named(scene: &Scene<'_>, hit: &Hit<'_>) -> Option<Count> {
    let person = |token: usize| {
        let one = scene.resolve(token).filter(|r| r.kind == EntityKind::Person)?;
        let named = scene.names.entity(scene.packs, &one.entity).is_some_and(|e| !e.generic);
        (named && !scene.analysis.tokens[token].features.has(Feature::Plural)).then_some(one)
    };
    let mut people: Vec<(String, Resolved)> = Vec::new();
    for &(function, token) in &hit.arguments {
        if let (Some(of), Some(one)) = (counted_by(scene, hit, function, token), person(token))
            && !people.iter().any(|(_, p)| p.entity == one.entity)
        {
            people.push((of, one));
        }
    }
    let [(of, first), .., (last_of, last)] = &people[..] else { return None };
    if of != last_of || !scene.fates(hit.head)?.contains(of) {
        return None;
    }
    let value = people.len() as f64;
    let span = Some(first.span.cover(last.span));
    Some(Count { value, low: value, high: value, op: Operator::Equal, of: of.clone(), side: None, span })
}

/// What a figure of the clause counts, as far as it belongs to this hit: what the trigger says of the argument it
/// stands on, else the category of the noun it counts, when that noun is an argument or a victim.
fn what(scene: &Scene<'_>, hit: &Hit<'_>, figure: &Figure, counted: Option<usize>) -> Option<String> {
    let Some(noun) = counted else {
        // "Killing five people and wounding eleven": what became of those counted says enough.
        let told = figure.of.as_ref().filter(|of| scene.fates(hit.head).is_some_and(|f| f.contains(*of)));
        return told.filter(|_| hit.frame.harms() || hit.frame.toll).cloned();
    };
    let placed =
        |&(role, t): &(Role, usize)| t == noun && matches!(role, Role::Where | Role::From | Role::To);
    if hit.filled.iter().any(placed) {
        return None; // "four towns" are where, not how many
    }
    let function = hit.arguments.iter().find(|(_, t)| *t == noun).map(|a| a.0);
    // "Four were killed and five wounded": what the counted noun itself says goes before what the verb says.
    let known = scene.language(noun).and_then(|l| l.nouns.get(&scene.analysis.tokens[noun].lemma));
    let told = known.and_then(|n| n.counts.as_ref());
    let told = told.filter(|of| scene.fates(noun).is_some_and(|f| f.contains(*of)));
    if let Some(of) = function.and_then(|f| counted_by(scene, hit, f, noun)).filter(|_| told.is_none()) {
        return Some(of);
    }
    // "Thirty arrests": as many were arrested. Of other deeds the number is no figure of one report.
    if noun == hit.head || hit.joined.iter().any(|(_, head)| *head == noun) {
        return [Function::Of, Function::Object].into_iter().find_map(|f| {
            if figure.value <= 1.0 { counted_at(hit, f, noun) } else { counted_by(scene, hit, f, noun) }
        });
    }
    let fates = scene.fates(noun);
    // "Thirty men killed ten", "twelve buses carrying wounded": what became of others is not told of those who did it,
    // nor of things.
    let does = hit.filled.contains(&(Role::Who, noun));
    let thing = matches!(scene.kind_of(noun), Some(EntityKind::Weapon | EntityKind::Place));
    let of = if does || thing { &figure.noun } else { &figure.of };
    // "A car", "a village": the article of one thing counts only those to whom something was done.
    if figure.value <= 1.0 && !of.as_ref().is_some_and(|of| fates.is_some_and(|f| f.contains(of))) {
        return None;
    }
    if let Some(of) = of {
        return Some(of.clone());
    }
    let lemma = &scene.analysis.tokens[noun].lemma;
    let known = scene.language(noun).and_then(|l| l.nouns.get(lemma));
    match (known, function) {
        (Some(known), Some(_)) => Some(known.counts.clone().unwrap_or_else(|| known.concept.clone())),
        _ => None,
    }
}

/// The argument that a number without a listed noun is or stands on: "12 of the 25 detained died", "killed more than 30".
fn bearer(scene: &Scene<'_>, hit: &Hit<'_>, figure: &Figure) -> Option<usize> {
    let told = |t: usize| figure.number.contains(scene.analysis.tokens[t].span);
    let modifies = |t: usize| scene.analysis.arcs[t].label == Label::NumberModifier;
    let bears = |t: usize| told(t) || scene.analysis.children(t).any(|c| modifies(c) && told(c));
    hit.arguments.iter().map(|a| a.1).find(|&t| bears(t))
}

/// What the figures on an argument count: as the trigger says that it hangs on, else any joined one.
fn counted_by(scene: &Scene<'_>, hit: &Hit<'_>, function: Function, token: usize) -> Option<String> {
    let any = || hit.counting.iter().find(|(f, ..)| *f == function).map(|(_, of, _)| of.clone());
    counted_here(scene, hit, function, token).or_else(any)
}

/// The same by the joined trigger that the argument hangs on, else by the trigger itself.
fn counted_here(scene: &Scene<'_>, hit: &Hit<'_>, function: Function, token: usize) -> Option<String> {
    let arcs = &scene.analysis.arcs;
    let up = |t: usize| arcs[t].head.map(|h| h as usize);
    let first = up(token).filter(|_| arcs[token].label == Label::Conjunct).unwrap_or(token);
    let above = up(first);
    let nearest = hit.counting.iter().find(|(f, _, head)| *f == function && above == Some(*head));
    nearest.map(|(_, of, _)| of).or_else(|| hit.trigger.counts.get(&function)).cloned()
}

/// The same for the trigger at a token alone: what a joined verb counts ("an attack killed ten") is not counted by the
/// article of its subject.
fn counted_at(hit: &Hit<'_>, function: Function, head: usize) -> Option<String> {
    let own = hit.trigger.counts.get(&function).filter(|_| head == hit.head).cloned();
    let joined = hit.counting.iter().find(|(f, _, at)| *f == function && *at == head);
    own.or_else(|| joined.map(|(_, of, _)| of.clone()))
}

fn count(figure: &Figure, of: String) -> Count {
    Count {
        value: figure.value,
        low: figure.low,
        high: figure.high,
        op: figure.op,
        of,
        side: None,
        span: Some(figure.span),
    }
}
