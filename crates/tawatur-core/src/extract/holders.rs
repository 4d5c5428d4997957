//! Whom a place or a weapon belongs to, where people belong, which state a capital stands for.

use super::names::Resolved;
use super::scene::Scene;
use super::triggers::Hit;
use crate::model::{EntityId, EntityKind, Filler, Function, Label, Role};

/// The kind of place whose name may stand for the government of its country.
const CAPITAL: &str = "capital";

/// Where those come from who leave, when it hangs on them: "the evacuation of the fighters of the town", "residents of
/// the village fled".
pub(super) fn origin(scene: &Scene<'_>, hit: &mut Hit<'_>) {
    let whole = [Function::Of, Function::Object, Function::Subject];
    let people = hit.arguments.iter().filter(|(f, _)| whole.contains(f)).map(|a| scene.counted(a.1));
    let people = people.filter(|&t| {
        scene
            .kind_of(t)
            .is_some_and(|k| !matches!(k, EntityKind::Place | EntityKind::Weapon | EntityKind::Other))
    });
    let of = people.flat_map(|t| scene.analysis.arguments(t)).filter(|(f, _)| *f == Function::Of);
    let place = of
        .filter_map(|(_, t)| {
            Some((t, scene.resolve(t).filter(|r| r.kind == EntityKind::Place || is_country(scene, r))?))
        })
        .next();
    if let Some((token, place)) = place {
        hit.roles.push(Filler { role: Role::From, entity: place.entity, span: Some(place.span) });
        hit.filled.push((Role::From, token));
    }
}

/// Where those who leave are on their way to, when a word that describes their leaving or one of its arguments says it:
/// "left the town heading for the border", "in buses bound for the province".
pub(super) fn goal(scene: &Scene<'_>, hit: &mut Hit<'_>) {
    let arcs = &scene.analysis.arcs;
    let describes = |&t: &usize| {
        let label = matches!(
            arcs[t].label,
            Label::Adverbial | Label::NounClause | Label::OpenComplement | Label::AdjectiveModifier
        );
        label && t > hit.head && !hit.tokens.contains(&t)
    };
    let above = std::iter::once(hit.head).chain(hit.arguments.iter().map(|a| a.1));
    let ways = above.flat_map(|t| scene.analysis.children(t)).filter(describes);
    let goals = ways.flat_map(|way| scene.analysis.arguments(way));
    let to = |f: &Function| matches!(f, Function::Goal | Function::For);
    let place = goals
        .filter(|(f, _)| to(f))
        .find_map(|(_, t)| Some((t, scene.resolve(t).filter(|r| r.kind == EntityKind::Place)?)));
    if let Some((token, place)) = place.filter(|_| hit.frame.roles.contains_key(&Role::To)) {
        hit.roles.push(Filler { role: Role::To, entity: place.entity, span: Some(place.span) });
        hit.filled.push((Role::To, token));
    }
}

/// Whom a place without a name belongs to is whom it is done to: "bombed positions of the rebels", "army posts", "a
/// village held by the group".
pub(super) fn held(scene: &Scene<'_>, hit: &mut Hit<'_>, place: usize) {
    let people = [EntityKind::Force, EntityKind::Group, EntityKind::Body, EntityKind::Crowd];
    let owns = |f: &Function| matches!(f, Function::Of | Function::Modifier | Function::Possessor);
    let of = scene.analysis.arguments(place).into_iter().filter(|(f, _)| owns(f));
    let holding =
        scene.analysis.children(place).filter(|&t| scene.analysis.arcs[t].label == Label::NounClause);
    let by = holding.flat_map(|t| scene.analysis.arguments(t)).filter(|(f, _)| *f == Function::Agent);
    for (_, token) in of.chain(by).collect::<Vec<_>>() {
        let Some(holder) = scene.resolve(token).filter(|r| people.contains(&r.kind)) else { continue };
        if hit.frame.roles.get(&Role::Whom).is_some_and(|slot| slot.kinds.contains(&holder.kind)) {
            hit.roles.push(Filler { role: Role::Whom, entity: holder.entity, span: Some(holder.span) });
            hit.filled.push((Role::Whom, token));
        }
    }
}

/// The place named below a noun that only says what kind of place it is: "their stronghold in the desert of X".
pub(super) fn named_below(scene: &Scene<'_>, noun: usize) -> Option<(usize, Resolved)> {
    let known =
        |r: &Resolved| r.kind == EntityKind::Place && scene.packs.world.entities.contains_key(&r.entity);
    let inside = |f: &Function| matches!(f, Function::Of | Function::Place);
    let below = scene.analysis.arguments(noun).into_iter().filter(|(f, _)| inside(f));
    below.filter_map(|(_, t)| Some((t, scene.resolve(t)?))).find(|(_, r)| known(r))
}

/// Whose failing, decision or plan something is aimed at: "protested against the inaction of the government".
pub(super) fn aimed_at(scene: &Scene<'_>, noun: usize, kinds: &[EntityKind]) -> Option<Resolved> {
    let actor = |kind: EntityKind| kind != EntityKind::Place && kinds.contains(&kind);
    let owns = |f: &Function| matches!(f, Function::Of | Function::Modifier | Function::Possessor);
    let below = scene.analysis.arguments(noun).into_iter().filter(|(f, _)| owns(f));
    below.filter_map(|(_, t)| scene.resolve(t)).find(|r| actor(r.kind))
}

/// True for a state that is a place too: "left Mali".
pub(super) fn is_country(scene: &Scene<'_>, filler: &Resolved) -> bool {
    let known = scene.packs.world.entities.get(&filler.entity);
    known.is_some_and(|e| e.place_kind.as_deref() == Some("country"))
}

/// The state that the name of its capital may stand for.
pub(super) fn government(scene: &Scene<'_>, place: &Resolved) -> Option<EntityId> {
    let known = scene.packs.world.entities.get(&place.entity)?;
    known.country.clone().filter(|_| known.place_kind.as_deref() == Some(CAPITAL))
}

/// Whose weapon it is that does something: "coalition jets", "the army's artillery" act for their owner.
pub(super) fn owner(scene: &Scene<'_>, weapon: usize, kinds: &[EntityKind]) -> Option<Resolved> {
    scene.kind_of(weapon).filter(|k| matches!(k, EntityKind::Weapon | EntityKind::Other))?;
    let belongs = |f: Function| matches!(f, Function::Modifier | Function::Possessor | Function::Of);
    let owners = |thing: usize| {
        let arguments = scene.analysis.arguments(thing).into_iter();
        arguments.filter(|a| belongs(a.0)).map(|a| a.1).collect::<Vec<_>>()
    };
    let near = owners(weapon);
    // "Coalition fighter jets": of a compound the first word may hang on the second.
    let far: Vec<usize> = near.iter().flat_map(|&t| owners(t)).collect();
    near.into_iter().chain(far).filter_map(|t| scene.resolve(t)).find(|r| kinds.contains(&r.kind))
}
