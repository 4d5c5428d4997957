//! Roles that the text only takes up: by a pronoun, or by a verb that leaves out a subject told before.
//!
//! Whom a pronoun means is `reference`'s work.

use super::reference::{Antecedents, is_pronoun};
use super::scene::Scene;
use super::triggers::Hit;
use crate::model::{Feature, Filler, Function, Role, Step};
use crate::packs::TriggerForm;

/// Roles whose argument is a pronoun go to the actor it takes up.
pub(super) fn follow_pronouns(
    scene: &Scene<'_>,
    hit: &Hit<'_>,
    antecedents: &Antecedents,
    roles: &mut Vec<Filler>,
    derivation: &mut Vec<Step>,
) {
    for &(function, token) in &hit.arguments {
        let Some(&role) = hit.trigger.roles.get(&function) else { continue };
        if !is_pronoun(&scene.analysis.tokens[token]) || roles.iter().any(|f| f.role == role) {
            continue;
        }
        let Some(slot) = hit.frame.roles.get(&role) else { continue };
        let doer = roles.iter().find(|f| f.role == Role::Who && role == Role::Whom).map(|f| &f.entity);
        let meant = antecedents.other_than(scene, token, doer).filter(|r| slot.kinds.contains(&r.kind));
        let Some(meant) = meant else { continue };
        let span = scene.analysis.tokens[token].span;
        roles.push(Filler { role, entity: meant.entity.clone(), span: Some(span) });
        derivation.push(Step { part: role.name().into(), rule: "pronoun".into(), span: Some(meant.span) });
    }
}

/// Who does it where the language leaves out a subject told before: the one the form of the verb agrees with, in its
/// sentence or the one before.
pub(super) fn follow_dropped(
    scene: &Scene<'_>,
    hit: &Hit<'_>,
    antecedents: &Antecedents,
    roles: &mut Vec<Filler>,
    derivation: &mut Vec<Step>,
) {
    let drops = scene.language(hit.head).is_some_and(|l| l.grammar.drops_subject);
    let Some(&role) = hit.trigger.roles.get(&Function::Subject).filter(|_| drops) else { return };
    let Some(slot) = hit.frame.roles.get(&role).filter(|_| matches!(role, Role::Who | Role::Parties)) else {
        return;
    };
    let features = scene.analysis.tokens[hit.head].features;
    let has = |function| hit.arguments.iter().any(|(f, _)| *f == function);
    // A past verb that does something to somebody and names nobody may be a passive.
    let acts = features.has(Feature::Present)
        || has(Function::Object)
        || hit.trigger.roles.get(&Function::Object) != Some(&Role::Whom);
    let passive = scene.analysis.clause_of(hit.head).is_none_or(|clause| clause.passive);
    let third = !features.has(Feature::FirstPerson) && !features.has(Feature::SecondPerson);
    let bare = hit.trigger.form == TriggerForm::Verb && features.has(Feature::Finite) && third && !passive;
    let told = has(Function::Subject) || has(Function::Agent) || roles.iter().any(|f| f.role == role);
    if !bare || !acts || told {
        return;
    }
    let near = |start: u32| {
        let sentence = scene.analysis.sentences.iter().rposition(|s| s.tokens.start <= hit.head);
        let before = sentence.map(|k| scene.analysis.sentences[k.saturating_sub(1)].span.start);
        before.is_some_and(|first| first <= start)
    };
    let meant =
        antecedents.of(scene, hit.head).filter(|r| slot.kinds.contains(&r.kind) && near(r.span.start));
    let Some(meant) = meant.filter(|r| !roles.iter().any(|f| f.entity == r.entity)) else { return };
    roles.push(Filler { role, entity: meant.entity.clone(), span: None });
    derivation.push(Step {
        part: role.name().into(),
        rule: "dropped subject".into(),
        span: Some(meant.span),
    });
}
