//! Fills the roles of a hit from what grammar gives it, by what each role of the frame may hold.
//!
//! It does not decide which words trigger a frame (`triggers`) nor what the text around adds (`context`).

use super::holders::{aimed_at, goal, government, held, is_country, named_below, origin, owner};
use super::names::Resolved;
use super::scene::{Scene, Timed};
use super::triggers::{Hit, is_noun};
use crate::model::{EntityKind, Filler, Function, Label, Role};
use crate::packs::Frame;

/// Fills the roles of a hit from its arguments, by what may fill each role. A quantity stands for what it counts.
pub(super) fn fill<'a>(scene: &Scene<'a>, hit: &mut Hit<'a>) {
    let mut positions = Vec::new();
    let announced = hit.frame.toll && is_noun(hit) && scene.is_announced(hit.head);
    let doer = if hit.frame.mutual { Role::Parties } else { Role::Who };
    for &(function, token) in &hit.arguments {
        let token = scene.counted(token);
        if function == Function::Place && scene.is_said(token) || announced && function == Function::Subject {
            continue;
        }
        if scene.is_measure(token) {
            continue;
        }
        let function = if is_fronted(scene, hit, function, token) { Function::Place } else { function };
        let Some(filler) = meant(scene, hit, function, token) else { continue };
        let Some(role) = role_told(scene, hit, function, token, &filler) else { continue };
        let Some(slot) = hit.frame.roles.get(&role) else { continue };
        if is_no_filler(scene, hit, (function, token), role, &filler) {
            continue;
        }
        let place = role.is_place() || hit.frame.holds_places();
        let unexplained = place && function != Function::Modifier && scene.is_unexplained(token, &filler);
        let kind = if unexplained { EntityKind::Place } else { filler.kind };
        let (role, fits) = place_or_person(hit, function, role, kind, &slot.kinds);
        let from = role == Role::Where && filler.kind == EntityKind::Place && is_left(hit, function, token);
        let fits = fits || role.is_place() && is_country(scene, &filler);
        let filler = match fits {
            true => filler,
            false => match owner(scene, token, &slot.kinds).filter(|_| role == doer) {
                Some(owner) => owner,
                None => continue,
            },
        };
        let whom = hit.trigger.roles.get(&function) == Some(&Role::Whom);
        if role == Role::Where && whom && filler.entity.is_class() {
            positions.push(token);
        }
        let way = role.is_place() && scene.is_class(&filler);
        let named = way.then(|| named_below(scene, token)).flatten();
        if let Some((below, named)) = named.as_ref().filter(|_| role == Role::Where)
            && !hit.roles.iter().any(|f| f.role == role && f.entity == named.entity)
        {
            hit.roles.push(Filler { role, entity: named.entity.clone(), span: Some(named.span) });
            hit.filled.push((role, *below));
        }
        let filler = named.filter(|_| role != Role::Where).map_or(filler, |(_, named)| named);
        // A place that a frame lets suffer (a besieged town) is also where it happens.
        let where_too = role == Role::Whom && filler.kind == EntityKind::Place;
        let roles =
            std::iter::once(role).chain(where_too.then_some(Role::Where)).chain(from.then_some(Role::From));
        for role in roles.filter(|r| hit.frame.roles.contains_key(r)) {
            if !hit.roles.iter().any(|f| f.role == role && f.entity == filler.entity) {
                hit.roles.push(Filler { role, entity: filler.entity.clone(), span: Some(filler.span) });
                if role != Role::Where || !where_too {
                    hit.filled.push((role, token));
                }
            }
        }
    }
    if hit.frame.leaves && !hit.roles.iter().any(|f| f.role == Role::From) {
        origin(scene, hit);
    }
    if hit.frame.leaves && !hit.roles.iter().any(|f| f.role == Role::To) {
        goal(scene, hit);
    }
    if !hit.roles.iter().any(|f| f.role == Role::Whom) {
        positions.into_iter().for_each(|place| held(scene, hit, place));
    }
}

/// True for a place that is left: "the withdrawal from" and, where the language says it so, "of" it; "left in the town".
fn is_left(hit: &Hit<'_>, function: Function, place: usize) -> bool {
    // "Evacuated to their stronghold in the desert": what stands behind where they go to says where that is.
    let way = |&(f, t): &(Function, usize)| f == Function::Goal && t < place;
    // "Left the village near the town": what is left is the village.
    let known = || hit.roles.iter().any(|f| f.role == Role::From);
    hit.frame.leaves
        && match function {
            Function::Of | Function::Object => true,
            Function::Place => !known() && !hit.arguments.iter().any(way),
            _ => false,
        }
}

/// Whom or what an argument means for a hit: of a place role the place, of a failing or a plan whose it is ("protested
/// against the inaction of the government").
fn meant(scene: &Scene<'_>, hit: &Hit<'_>, function: Function, token: usize) -> Option<Resolved> {
    let placed = hit.trigger.roles.get(&function).is_some_and(|role| role.is_place());
    let place = || scene.resolve(token).filter(|r| placed && r.kind == EntityKind::Place);
    let told = place().or_else(|| filler(scene, hit.frame, function, token));
    let thing = told.as_ref().is_none_or(|f| f.kind == EntityKind::Other);
    let aimed = || {
        let whom = hit.frame.roles.get(&Role::Whom).filter(|_| thing && function == Function::Against)?;
        aimed_at(scene, token, &whom.kinds)
    };
    aimed().or(told)
}

/// The role that the words of a trigger give an argument.
fn role_told(
    scene: &Scene<'_>,
    hit: &Hit<'_>,
    function: Function,
    token: usize,
    filler: &Resolved,
) -> Option<Role> {
    let towards = function == Function::For && filler.kind == EntityKind::Place;
    if towards && hit.frame.roles.contains_key(&Role::To) {
        return Some(Role::To);
    }
    let role = *hit.trigger.roles.get(&function)?;
    // "Attacks in Yemen" happen there; they are not done to the state.
    let inside = role == Role::Whom && function == Function::Place && scene.is_within(token);
    Some(if inside { Role::Where } else { role })
}

/// True for what stands where a role is told and fills none: people of whom nothing is told, with what or how somebody
/// came ("men on motorbikes", French *à moto*), and what is only somewhere ("attacks in the north").
fn is_no_filler(
    scene: &Scene<'_>,
    hit: &Hit<'_>,
    (function, token): (Function, usize),
    role: Role,
    filler: &Resolved,
) -> bool {
    if hit.frame.hostile() && !role.is_place() && scene.is_vague(token, filler) {
        return true;
    }
    let determined =
        |t: usize| scene.analysis.children(t).any(|c| scene.analysis.arcs[c].label == Label::Determiner);
    let how = || scene.is_instrument(token) || function == Function::Goal && !determined(token);
    role == Role::Whom
        && match filler.kind {
            EntityKind::Weapon => how(),
            EntityKind::Other => function == Function::Place,
            _ => false,
        }
}

/// "In Mali, soldiers demanded": a place that opens a clause before its subject is where, though the preposition could
/// also say whither.
fn is_fronted(scene: &Scene<'_>, hit: &Hit<'_>, function: Function, token: usize) -> bool {
    let first = |&(f, t): &(Function, usize)| {
        let core = matches!(f, Function::Subject | Function::Object);
        core && t < hit.head && t != token
    };
    let subject = hit.arguments.iter().filter(|a| first(a)).map(|a| a.1).min();
    let place = || scene.resolve(token).is_some_and(|r| r.kind == EntityKind::Place || is_country(scene, &r));
    function == Function::Goal && subject.is_some_and(|subject| token < subject) && place()
}

/// Whom an argument means. A time is nobody ("attacked at dawn"); in what is done by words a capital means its
/// government ("Moscow denies").
pub(super) fn filler(scene: &Scene<'_>, frame: &Frame, function: Function, token: usize) -> Option<Resolved> {
    let word = scene.analysis.tokens[token].span;
    let sentence = scene.analysis.sentence_of(token)?;
    let filler = scene.resolve(token)?;
    let time = |t: &Timed| filler.span.contains(t.expression.span) || t.expression.span.contains(word);
    if scene.times_in(sentence.span).any(time) {
        return None;
    }
    let does = matches!(function, Function::Subject | Function::Agent | Function::Between | Function::With);
    let addressed =
        frame.capitals && matches!(function, Function::Object | Function::Goal | Function::Against);
    match government(scene, &filler) {
        Some(country) if does || addressed => {
            Some(Resolved { entity: country, kind: EntityKind::State, ..filler })
        }
        _ => Some(filler),
    }
}

/// A place where a person is expected ("the shelling of the town") is where it happened, and the other way round is
/// nothing. A state may stand for its forces.
fn place_or_person(
    hit: &Hit<'_>,
    function: Function,
    role: Role,
    kind: EntityKind,
    kinds: &[EntityKind],
) -> (Role, bool) {
    let suffers = function == Function::Of && role == Role::Who;
    // "The shelling of civilians": unarmed people do not do what a noun of violence tells.
    if suffers && kind == EntityKind::Crowd && hit.frame.harms() {
        return (Role::Whom, true);
    }
    if kinds.contains(&kind) {
        return (role, true);
    }
    let place_allowed = hit.frame.roles.contains_key(&Role::Where);
    let person = matches!(role, Role::Whom | Role::Parties) || suffers;
    if kind == EntityKind::Place && person && place_allowed {
        return (Role::Where, true);
    }
    let actors = [EntityKind::State, EntityKind::Force, EntityKind::Group, EntityKind::Body];
    (role, actors.contains(&kind) && kinds.iter().any(|k| actors.contains(k)))
}
