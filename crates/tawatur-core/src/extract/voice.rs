//! The passive that is not written: in Arabic "killed" and "was killed" are one word without vowel signs. A verb that
//! does something to somebody, and names nobody but its subject, is read as passive.

use super::scene::Scene;
use crate::model::{EntityKind, Feature, Function, Label, Role};
use crate::packs::{Language, Trigger, TriggerForm, WordRole};

/// Makes the subject of a verb whose passive is not written its object, and the means its doer; and puts right who does
/// it to what where the object stands first.
pub(super) fn put_right(scene: &Scene<'_>, trigger: &Trigger, head: usize, found: &mut [(Function, usize)]) {
    if is_suffered(scene, head) {
        let subject = |a: &&mut (Function, usize)| a.0 == Function::Subject;
        found.iter_mut().filter(subject).for_each(|a| a.0 = Function::Object);
        return;
    }
    turn_round(scene, trigger, head, found);
    if !may_be_passive(scene, trigger, head, found) {
        return;
    }
    let Some(subject) = found.iter().position(|a| a.0 == Function::Subject) else { return };
    let token = scene.counted(found[subject].1);
    let kind = scene.kind_of(token);
    // What is counted on the object of a trigger are those it is done to, armed or not.
    let suffers = trigger.counts.contains_key(&Function::Object)
        || matches!(kind, Some(EntityKind::Crowd | EntityKind::Person));
    if !suffers || kind == Some(EntityKind::Weapon) {
        return;
    }
    for argument in found.iter_mut() {
        argument.0 = match argument.0 {
            Function::Subject => Function::Object,
            Function::Through => Function::Agent,
            other => other,
        };
    }
}

/// "Got themselves arrested", French *se sont fait arrêter*: a light verb as auxiliary with a reflexive pronoun.
fn is_suffered(scene: &Scene<'_>, head: usize) -> bool {
    let analysis = scene.analysis;
    let has = |t: usize, role: WordRole| {
        let word = |l: &Language| l.grammar.word(&analysis.tokens[t]).roles.has(role);
        scene.language(t).is_some_and(word)
    };
    let helps = |t: usize| analysis.arcs[t].label == Label::Auxiliary && has(t, WordRole::Light);
    let infinitive = analysis.tokens[head].features.has(Feature::Infinitive);
    infinitive
        && analysis.children(head).any(helps)
        && analysis.children(head).any(|t| has(t, WordRole::Reflexive))
}

/// "Besieges the base a force of the rebels": behind a verb that stands first a place before those who do something to it
/// is the object, whatever the order.
fn turn_round(scene: &Scene<'_>, trigger: &Trigger, head: usize, found: &mut [(Function, usize)]) {
    let verb_first = scene.language(head).is_some_and(|l| l.settings.order.verb_first);
    let active =
        trigger.form == TriggerForm::Verb && trigger.roles.get(&Function::Subject) == Some(&Role::Who);
    if !verb_first || !active {
        return;
    }
    let at = |function: Function| found.iter().position(|&(f, t)| f == function && t > head);
    let (Some(subject), Some(object)) = (at(Function::Subject), at(Function::Object)) else { return };
    let kind = |k: usize| scene.kind_of(scene.counted(found[k].1));
    let acts = |k| matches!(k, EntityKind::Force | EntityKind::Group | EntityKind::Crowd);
    if kind(subject) == Some(EntityKind::Place) && kind(object).is_some_and(acts) {
        found[subject].0 = Function::Object;
        found[object].0 = Function::Subject;
    }
}

/// True for a past verb whose trigger wants an object that is not there.
fn may_be_passive(scene: &Scene<'_>, trigger: &Trigger, head: usize, found: &[(Function, usize)]) -> bool {
    let language = scene.language(head);
    // "Laid hands on": the object may be one of the words that tell the deed.
    let object = scene.analysis.children(head).any(|t| scene.analysis.arcs[t].label == Label::Object);
    let unwritten = language.is_some_and(|l| l.grammar.unwritten_passive) && !object;
    let done_to = |f: &Function| trigger.roles.get(f) == Some(&Role::Whom);
    unwritten
        && trigger.form == TriggerForm::Verb
        && scene.analysis.tokens[head].features.has(Feature::Past)
        && trigger.roles.get(&Function::Subject) == Some(&Role::Who)
        && done_to(&Function::Object)
        && !found.iter().any(|&(f, t)| {
            let place = scene.kind_of(t).is_none_or(|k| k == EntityKind::Place);
            f == Function::Object || done_to(&f) && !place
        })
}
