//! Speakers: whether a noun phrase names somebody who can say something, and the chain of sources it stands for.
//!
//! What a speaker's words cover is found in `attribution`.

use super::holders::government;
use super::names::Resolved;
use super::reference::Antecedents;
use super::scene::Scene;
use crate::model::{Chain, EntityId, EntityKind, Label, Link, PartOfSpeech, Sentence};
use std::ops::Range;

/// A quotation mark of any script.
pub(super) fn is_quotation_mark(scene: &Scene<'_>, token: usize) -> bool {
    scene.analysis.tokens[token].folded == "\""
}

/// The chains that a speaker stands for: a pronoun or "the source" is whoever was cited before; persons of an outlet or
/// monitor come behind it; speakers joined by "and" are chains side by side.
pub(super) fn speaker_chains(
    scene: &Scene<'_>,
    antecedents: &Antecedents,
    sentence: &Sentence,
    speaker: usize,
    last: &[Chain],
) -> Option<Vec<Chain>> {
    let token = &scene.analysis.tokens[speaker];
    if token.pos == PartOfSpeech::Pron || is_same(scene, speaker) {
        if !last.is_empty() {
            return Some(last.to_vec());
        }
        return antecedents
            .of(scene, speaker)
            .filter(|r| can_say(r.kind))
            .map(|r| vec![Chain(vec![link(r)])]);
    }
    side_by_side(scene, sentence, speaker)
}

/// Speakers joined by "and" are chains of their own.
pub(super) fn side_by_side(scene: &Scene<'_>, sentence: &Sentence, speaker: usize) -> Option<Vec<Chain>> {
    let mut chains = Vec::new();
    let tokens = &scene.analysis.tokens;
    let joined = |noun: &usize| (speaker..*noun).all(|t| tokens[t].pos != PartOfSpeech::Verb);
    for noun in scene.analysis.conjuncts(speaker).filter(joined) {
        if let Some(resolved) = sayable(scene, noun) {
            chains.extend(chains_of(scene, sentence, noun, &resolved));
        } else if noun == speaker {
            return None;
        }
    }
    Some(chains)
}

/// A noun phrase as a chain: the outlet or monitor a person speaks for, then the person.
pub(super) fn chains_of(
    scene: &Scene<'_>,
    sentence: &Sentence,
    noun: usize,
    resolved: &Resolved,
) -> Vec<Chain> {
    let verb = |t: &usize| scene.analysis.tokens[*t].pos != PartOfSpeech::Verb;
    let coordinated = |t: usize| {
        let arc = scene.analysis.arcs[t];
        arc.label == Label::Conjunct && arc.head == Some(noun as u32)
    };
    let parts: Vec<Resolved> = phrase(scene, sentence, noun)
        .take_while(|t| *t <= noun || verb(t) && !coordinated(*t))
        .filter(|&t| scene.analysis.tokens[t].pos.is_nominal())
        .filter_map(|t| scene.resolve(t))
        .filter(|r| r.entity != resolved.entity)
        .collect();
    let unnamed = |r: &Resolved| !matches!(resolved.kind, EntityKind::Outlet) || r.kind != EntityKind::Outlet;
    // "A military media unit": what merely describes the speaker is no outlet behind it.
    let outlet = parts.iter().find(|r| r.kind == EntityKind::Outlet && unnamed(r) && !r.entity.is_class());
    let person = parts.iter().find(|r| r.kind == EntityKind::Person && !is_generic(scene, &r.entity));
    let person = person.filter(|_| resolved.kind != EntityKind::Outlet || outlet.is_none());
    let tail = match person {
        Some(person) if is_post(scene, noun) || resolved.kind == EntityKind::Person => person,
        _ => resolved,
    };
    let mut links: Vec<Link> = outlet.iter().map(|r| link(r)).collect();
    links.push(link(tail));
    vec![Chain(links)]
}

/// A noun for a post or an unnamed source, which a name beside it makes known.
pub(super) fn is_post(scene: &Scene<'_>, noun: usize) -> bool {
    let lemma = &scene.analysis.tokens[noun].lemma;
    scene
        .language(noun)
        .is_some_and(|l| l.attribution.speaker.contains(lemma) || l.attribution.source.contains(lemma))
}

/// A class of people, not one of them.
pub(super) fn is_generic(scene: &Scene<'_>, entity: &EntityId) -> bool {
    scene.names.entity(scene.packs, entity).is_some_and(|e| e.generic)
}

pub(super) fn is_outlet(scene: &Scene<'_>, link: &Link) -> bool {
    scene.packs.world.entities.get(&link.entity).is_some_and(|e| e.kind == EntityKind::Outlet)
}

/// An unnamed source: the head of its words is a noun for sources.
pub(super) fn is_source(scene: &Scene<'_>, link: &Link) -> bool {
    let Some(span) = link.span else { return false };
    let at = scene.analysis.tokens.partition_point(|t| t.span.start < span.start);
    scene.analysis.tokens[at..]
        .iter()
        .take_while(|t| t.span.end <= span.end)
        .enumerate()
        .any(|(k, t)| scene.language(at + k).is_some_and(|l| l.attribution.source.contains(&t.lemma)))
}

/// "The source", "the same source": takes up who was cited before.
pub(super) fn is_same(scene: &Scene<'_>, noun: usize) -> bool {
    let Some(language) = scene.language(noun) else { return false };
    let lemma = &scene.analysis.tokens[noun].lemma;
    if language.attribution.same.contains(lemma) {
        return true;
    }
    let bare = scene.analysis.children(noun).all(|t| {
        matches!(scene.analysis.arcs[t].label, Label::Determiner | Label::Case | Label::Punctuation)
            || scene
                .language(noun)
                .is_some_and(|l| l.attribution.same.contains(&scene.analysis.tokens[t].lemma))
    });
    let definite = scene.is_definite(noun);
    bare && definite && language.attribution.source.contains(lemma)
}

/// The tokens of a noun phrase inside its sentence.
pub(super) fn phrase(scene: &Scene<'_>, sentence: &Sentence, noun: usize) -> Range<usize> {
    let span = scene.analysis.subtree(noun);
    let tokens = &scene.analysis.tokens;
    let start = sentence.tokens.clone().find(|&t| tokens[t].span.start >= span.start).unwrap_or(noun);
    let end = sentence.tokens.clone().rev().find(|&t| tokens[t].span.end <= span.end).unwrap_or(noun);
    start..end.max(noun) + 1
}

pub(super) fn link(resolved: &Resolved) -> Link {
    Link { entity: resolved.entity.clone(), span: Some(resolved.span) }
}

/// Whom a noun means, when it is somebody who can say something: people, bodies, outlets; of other things only what the
/// pack lists as sources.
pub(super) fn sayable(scene: &Scene<'_>, noun: usize) -> Option<Resolved> {
    let resolved = scene.resolve(noun)?;
    let tokens = &scene.analysis.tokens;
    let first = tokens.partition_point(|t| t.span.start < resolved.span.start);
    let quoted = (first..tokens.len()).take_while(|&t| tokens[t].span.end <= resolved.span.end).any(|t| {
        let parts = t > noun && is_quotation_mark(scene, t) && tokens[t].span.end < resolved.span.end;
        // The mark ends before the phrase does, so a token follows it.
        parts && !tokens[t + 1].pos.is_nominal()
    });
    if quoted {
        return None; // the marks part two phrases
    }
    let listed = || {
        let lemma = &scene.analysis.tokens[noun].lemma;
        scene.language(noun).is_some_and(|l| {
            let words = &l.attribution;
            words.source.contains(lemma) || words.speaker.contains(lemma) || words.saying.contains(lemma)
        })
    };
    // "Moscow accuses": a capital that does something is its government.
    let subject = scene.analysis.arcs[noun].label == Label::Subject;
    if let Some(country) = government(scene, &resolved).filter(|_| subject) {
        return Some(Resolved { entity: country, kind: EntityKind::State, ..resolved });
    }
    let thing = matches!(resolved.kind, EntityKind::Other | EntityKind::Place);
    (can_say(resolved.kind) || thing && listed()).then_some(resolved)
}

pub(super) fn can_say(kind: EntityKind) -> bool {
    !matches!(kind, EntityKind::Place | EntityKind::Weapon | EntityKind::Other)
}
