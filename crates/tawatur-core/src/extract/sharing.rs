//! Which arguments belong to a trigger although the tree hung them elsewhere: below another argument, on a noun that is
//! told with the verb, or in one phrase with another name. Who fills which role is decided in `fillers`.

use super::arguments::Arguments;
use super::reference::is_pronoun;
use super::scene::Scene;
use crate::model::{EntityKind, Function, Label, PartOfSpeech, Role};
use crate::packs::{Trigger, TriggerForm};

/// Puts right what grammar alone cannot tell: "40 of the fighters" are whom, not from whom; "the evacuation of villagers
/// from the town" is from the town although the tree hangs it on the villagers.
pub(super) fn share_out(
    scene: &Scene<'_>,
    arguments: &Arguments<'_>,
    trigger: &Trigger,
    head: usize,
    found: &mut Vec<(Function, usize)>,
) {
    let noun = scene.analysis.tokens[head].pos.is_nominal();
    let whole = if noun { Function::Of } else { Function::Object };
    let arcs = &scene.analysis.arcs;
    for k in 0..found.len() {
        let (function, token) = found[k];
        let beside = arcs[token].head.filter(|_| arcs[token].label == Label::Conjunct).map(|h| h as usize);
        let with_whole = beside.is_some_and(|first| found[..k].contains(&(whole, first)));
        if function == Function::From && (scene.is_part_of_number(token) || with_whole) {
            found[k].0 = whole;
        }
    }
    if noun {
        mark_object(scene, found);
    }
    // Who confirms or announces an attack did not do it.
    let governor = arguments.governor(head).filter(|&verb| noun && scene.is_saying(verb));
    if let Some(verb) = governor {
        let said = scene.analysis.arguments(verb);
        found.retain(|a| a.0 != Function::Agent || !said.contains(a));
    }
    let whom: Vec<usize> = found
        .iter()
        .filter(|(f, _)| matches!(f, Function::Of | Function::Object))
        .map(|a| scene.counted(a.1))
        .collect();
    // "Drove the rebels out of the valley", where the language says "of": so the words of the trigger tell.
    let out_of = |f: Function| f == Function::Of && trigger.roles.get(&f).is_some_and(|role| role.is_place());
    for token in whom {
        for (function, place) in arguments.of(token, TriggerForm::Noun, &[]) {
            let way = matches!(function, Function::From | Function::Goal) || out_of(function);
            let fits = |kind| kind == EntityKind::Place || trigger.roles.get(&function) == Some(&Role::Whom);
            if way && scene.kind_of(place).is_some_and(fits) && !found.iter().any(|(f, _)| *f == function) {
                found.push((function, place));
            }
        }
    }
}

/// "Residents of X fleeing": a participle behind a place that belongs to people is theirs.
pub(super) fn raise(scene: &Scene<'_>, head: usize, found: &mut [(Function, usize)]) {
    let arcs = &scene.analysis.arcs;
    let Some(place) = arcs[head].head.map(|h| h as usize).filter(|_| arcs[head].label == Label::NounClause)
    else {
        return;
    };
    let owner = arcs[place].head.map(|h| h as usize).filter(|_| arcs[place].label == Label::NounModifier);
    let people = |&t: &usize| {
        let kind = scene.kind_of(scene.counted(t));
        kind.is_some_and(|k| !matches!(k, EntityKind::Place | EntityKind::Other | EntityKind::Weapon))
    };
    let Some(owner) = owner.filter(people).filter(|_| scene.kind_of(place) == Some(EntityKind::Place)) else {
        return;
    };
    let core = |f: Function| matches!(f, Function::Subject | Function::Object);
    for argument in found.iter_mut().filter(|a| core(a.0) && a.1 == place) {
        argument.1 = owner;
    }
}

/// "The recapture of the town was completed": what a noun of action in the passive is done to is its complement again,
/// unless its complement is who does it.
pub(super) fn suffer(trigger: &Trigger, found: &mut [(Function, usize)]) {
    let doer = matches!(trigger.roles.get(&Function::Of), Some(Role::Who | Role::Parties));
    let noun = trigger.form == TriggerForm::Noun && !found.iter().any(|a| a.0 == Function::Of);
    for argument in found.iter_mut().filter(|a| noun && !doer && a.0 == Function::Object) {
        argument.0 = Function::Of;
    }
}

/// "The shelling of the army to the town", "their abduction to the ambassador": where a preposition marks the object of a
/// noun of action, what stands with the noun is its doer.
fn mark_object(scene: &Scene<'_>, found: &mut [(Function, usize)]) {
    let tokens = &scene.analysis.tokens;
    let acts = |kind: EntityKind| {
        !matches!(kind, EntityKind::Place | EntityKind::Weapon | EntityKind::Other | EntityKind::Crowd)
    };
    let doer = found.iter().position(|&(f, t)| match f {
        Function::Of => scene.kind_of(scene.counted(t)).is_some_and(acts),
        Function::Possessor => is_pronoun(&tokens[t]),
        _ => false,
    });
    let object = found.iter().position(|&(f, t)| f == Function::Goal && scene.is_marked_object(t));
    let (Some(doer), Some(object)) = (doer, object) else { return };
    // "The evacuation of forty fighters from a stronghold of the rebels": another preposition or a comma stands between.
    let (from, to) = (found[doer].1, found[object].1);
    let parts = |t: usize| {
        let own = scene.analysis.arcs[t].head == Some(to as u32);
        matches!(tokens[t].pos, PartOfSpeech::Adp | PartOfSpeech::Punct) && !own
    };
    if !(from + 1..to).any(parts) {
        found[doer].0 = Function::Subject;
        found[object].0 = Function::Object;
    }
}

/// "Russia [accuses] Ukraine": two names one behind the other, which the tree took for one, are who does it and whom.
pub(super) fn part_names(scene: &Scene<'_>, head: usize, found: &mut Vec<(Function, usize)>) {
    let verb_first = scene.language(head).is_some_and(|l| l.settings.order.verb_first);
    let has = |function| found.iter().any(|a| a.0 == function);
    if !verb_first || has(Function::Object) {
        return;
    }
    let name = |t: usize| scene.names.name_at(t).map(|n| (n.tokens.clone(), &n.entity));
    let second = found.iter().filter(|a| a.0 == Function::Subject && a.1 > head).find_map(|&(_, first)| {
        let (words, whom) = name(first)?;
        let (next, other) = name(words.end)?;
        let flat = scene.analysis.arcs[next.start].label == Label::Flat;
        (flat && next.start == words.end && other != whom).then_some(next.start)
    });
    found.extend(second.map(|token| (Function::Object, token)));
}

/// "Suspended aid to the rebels", "filed a complaint against the ministry": of a verb with a noun that says what is done,
/// what hangs below the noun belongs to the deed. Whose the noun is ("the call by Paris") stays with the noun.
pub(super) fn lend(
    scene: &Scene<'_>,
    arguments: &Arguments<'_>,
    trigger: &Trigger,
    found: &mut Vec<(Function, usize)>,
) {
    let names = |function: Function, t: usize| {
        let told_with = trigger.only.get(&function).filter(|_| !trigger.roles.contains_key(&function));
        told_with.is_some_and(|nouns| nouns.contains(&scene.analysis.tokens[scene.counted(t)].lemma))
    };
    let objects: Vec<usize> =
        found.iter().filter(|&&(f, t)| f != Function::Subject && names(f, t)).map(|a| a.1).collect();
    for object in objects {
        let below = arguments.of(scene.counted(object), TriggerForm::Noun, &[]);
        let lent = below.into_iter().filter(|(f, t)| {
            !matches!(f, Function::Agent | Function::Modifier | Function::Possessor | Function::Subject)
                && !found.iter().any(|(known, at)| known == f || at == t)
        });
        let lent: Vec<_> = lent.collect();
        found.extend(lent);
    }
}
