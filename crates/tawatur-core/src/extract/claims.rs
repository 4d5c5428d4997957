//! Claims of responsibility: a deed that somebody says is theirs ("the group claimed the attack", "an ambush claimed by
//! the rebels") has the claimant as doer and as source. Who denies any part in it ("denied responsibility for the
//! attack") is told to be its doer, denied.
//!
//! The words come from `attribution.toml`; that nobody claimed it, or not yet, makes nobody a claimant.

use super::names::Resolved;
use super::scene::Scene;
use super::speakers::can_say;
use crate::model::{Function, Label, PartOfSpeech};
use crate::packs::Saying;

/// How many words up from a deed the verb that claims it may stand: "claimed responsibility for the attack".
const REACH: usize = 3;

/// The verb that claims a deed, the claimant's word and whom it means.
pub(super) fn claimant(scene: &Scene<'_>, deed: usize) -> Option<(usize, usize, Resolved)> {
    let verb = above(scene, deed).or_else(|| below(scene, deed))?;
    let clause = scene.analysis.clause_of(verb).filter(|c| !c.negated)?;
    let doer = |f: &Function| matches!(f, Function::Subject | Function::Agent);
    let arguments = clause.arguments.iter().filter(|(f, t)| doer(f) && *t != deed);
    arguments.filter_map(|&(_, t)| Some((verb, t, scene.resolve(t)?))).find(|(.., r)| can_say(r.kind))
}

/// To whom a deed is laid, and in which word: "a bombardment attributed to the rebels", "the killing was blamed on them".
pub(super) fn ascribed(scene: &Scene<'_>, deed: usize) -> Option<(usize, Resolved)> {
    let describes = |t: &usize| {
        matches!(
            scene.analysis.arcs[*t].label,
            Label::NounClause | Label::Relative | Label::AdjectiveModifier
        )
    };
    let lays = |t: &usize| {
        let lemma = &scene.analysis.tokens[*t].lemma;
        scene.language(*t).is_some_and(|l| l.attribution.ascribing.contains(lemma))
    };
    let below = scene.analysis.children(deed).filter(describes).find(lays);
    let arc = scene.analysis.arcs[deed];
    let argument = matches!(arc.label, Label::Object | Label::PassiveSubject);
    let verb = below.or(arc.head.filter(|_| argument).map(|h| h as usize).filter(lays))?;
    let clause = scene.analysis.clause_of(verb).filter(|c| !c.negated)?;
    let to = |f: &Function| matches!(f, Function::Goal | Function::Indirect | Function::Place);
    let named = clause.arguments.iter().filter(|(f, t)| to(f) && *t != deed);
    named.filter_map(|&(_, t)| Some((t, scene.resolve(t)?))).find(|(_, r)| can_say(r.kind))
}

/// The verb by which somebody denies to have had a part in a deed, the word for whoever does, and whom it means.
pub(super) fn denier(scene: &Scene<'_>, deed: usize) -> Option<(usize, usize, Resolved)> {
    let part = |t: usize| {
        let lemma = &scene.analysis.tokens[t].lemma;
        scene.language(t).is_some_and(|l| l.attribution.responsibility.contains(lemma))
    };
    let verb = governing(scene, deed, |t| scene.saying(t) == Some(Saying::Deny))?;
    let arguments = scene.analysis.arguments(verb);
    if !arguments.iter().any(|&(f, t)| f == Function::Object && t != deed && part(t)) {
        return None;
    }
    let mut told = arguments.into_iter().filter(|a| a.0 == Function::Subject);
    told.find_map(|(_, t)| Some((verb, t, scene.resolve(t)?))).filter(|(.., r)| can_say(r.kind))
}

/// The verb of claiming that a deed is an argument of, directly or through a noun ("responsibility for").
fn above(scene: &Scene<'_>, deed: usize) -> Option<usize> {
    governing(scene, deed, |t| claims(scene, t))
}

/// The verb of a kind that a deed is an argument of, directly or through nouns.
fn governing(scene: &Scene<'_>, deed: usize, is: impl Fn(usize) -> bool) -> Option<usize> {
    let arcs = &scene.analysis.arcs;
    let mut at = deed;
    for _ in 0..REACH {
        let arc = arcs[at];
        let argument = matches!(
            arc.label,
            Label::Object | Label::Oblique | Label::NounModifier | Label::PassiveSubject | Label::Conjunct
        );
        at = arc.head.filter(|_| argument)? as usize;
        if is(at) {
            return Some(at);
        }
        if !scene.analysis.tokens[at].pos.is_nominal() {
            return None;
        }
    }
    None
}

/// The participle or relative clause on a deed that says who claims it.
fn below(scene: &Scene<'_>, deed: usize) -> Option<usize> {
    let describes = |t: &usize| {
        matches!(
            scene.analysis.arcs[*t].label,
            Label::NounClause | Label::Relative | Label::AdjectiveModifier | Label::Apposition
        )
    };
    scene.analysis.children(deed).filter(describes).find(|&t| claims(scene, t))
}

/// True for a verb by which a deed is claimed.
pub(super) fn claims(scene: &Scene<'_>, word: usize) -> bool {
    let token = &scene.analysis.tokens[word];
    let verbal = matches!(token.pos, PartOfSpeech::Verb | PartOfSpeech::Adj);
    verbal && scene.language(word).is_some_and(|l| l.attribution.claiming.contains(&token.lemma))
}
