//! What a definite noun of action takes up from the reports before it: the more special type of the event ("a car bomb
//! went off … the attack"), and who did what to whom ("confirmed the arrests").

use super::assemble::by_fallback;
use super::scene::Scene;
use super::terms;
use super::triggers::{Hit, is_noun};
use crate::model::{EntityId, EventType, Feature, Filler, Mode, Report, Role};

/// How many reports back a definite noun may reach.
const TAKEN_UP: usize = 4;

/// The more special type of the event that a noun takes up: a definite one the last told before it ("a car bomb went
/// off … the attack killed ten"), one that names its doer what that doer alone did before ("coalition attacks").
pub(super) fn kind(scene: &Scene<'_>, hit: &Hit<'_>, before: &[Report]) -> Option<EventType> {
    let takes_up = &hit.frame.takes_up;
    if takes_up.is_empty() || !is_noun(hit) {
        return None;
    }
    let doers = |report: &Report| {
        let theirs = report.roles.iter().filter(|f| f.role == Role::Who).map(|f| f.entity.clone());
        theirs.collect::<Vec<_>>()
    };
    let own: Vec<_> = hit.roles.iter().filter(|f| f.role == Role::Who).map(|f| &f.entity).collect();
    if !own.is_empty() && hit.claimant().is_none() {
        let family = |r: &&Report| {
            let frame = scene.packs.frames.get(&r.kind);
            frame.is_some_and(|f| f.family == hit.frame.family && !f.toll)
        };
        let deeds = before.iter().filter(family).filter(|r| doers(r).iter().any(|d| own.contains(&d)));
        let mut kinds: Vec<&EventType> = deeds.map(|r| &r.kind).collect();
        kinds.dedup();
        return match kinds.as_slice() {
            [one] if takes_up.contains(one) => Some((*one).clone()),
            _ => None,
        };
    }
    // Whom the noun itself names; what its verb says it led to is told of the event taken up.
    let own = |&(role, t): &(Role, usize)| role == Role::Whom && terms::is_below(scene.analysis, t, hit.head);
    if hit.filled.iter().any(own) {
        return None;
    }
    // "The attacks in Paris" take up nothing that happened elsewhere.
    let places: Vec<&EntityId> = hit
        .filled
        .iter()
        .filter(|&&(role, t)| role == Role::Where && terms::is_below(scene.analysis, t, hit.head))
        .flat_map(|_| hit.roles.iter().filter(|f| f.role == Role::Where && !f.entity.is_class()))
        .map(|f| &f.entity)
        .collect();
    let there = |r: &&Report| {
        let mut told = r.fillers(Role::Where).filter(|e| !e.is_class()).peekable();
        places.is_empty() || told.peek().is_none() || told.any(|e| places.contains(&e))
    };
    let asserted = before.iter().rev().filter(|r| r.mode == Mode::Asserted).take(TAKEN_UP);
    let mut last = asserted.filter(there).map(|r| &r.kind);
    if scene.is_definite(hit.head) {
        return last.find(|kind| takes_up.contains(kind)).cloned();
    }
    // "Killed in raids", right behind air strikes.
    let plural = scene.analysis.tokens[hit.head].features.has(Feature::Plural);
    last.next().filter(|kind| plural && takes_up.contains(kind)).cloned()
}

/// A definite noun that names nobody takes up who did what to whom from the last report of its type ("confirmed the
/// arrests").
pub(super) fn roles(scene: &Scene<'_>, hit: &Hit<'_>, report: &mut Report, before: &[Report]) {
    let people = |role: Role| matches!(role, Role::Who | Role::Whom | Role::Parties);
    let said = hit.teller.is_some_and(|verb| scene.is_saying(verb));
    let bare = said && scene.is_definite(hit.head) && !report.roles.iter().any(|f| people(f.role));
    let last = before.iter().rev().take(TAKEN_UP).find(|r| r.kind == report.kind && r.mode == Mode::Asserted);
    let Some(last) = last.filter(|_| bare) else { return };
    for filler in last.roles.iter().filter(|f| people(f.role)) {
        report.roles.push(Filler { span: None, ..filler.clone() });
        by_fallback(report, filler.role, "taken up", filler.span);
    }
}
