//! Who says so: the chains of sources a text gives, each with the stretch of words it covers.
//!
//! A verb of saying covers what it governs; put behind or inside, the rest of its sentence; with quotation marks, what
//! stands in them. "According to X" covers its sentence. Scopes nest: the outermost speaker comes first in a chain.

use super::names::Resolved;
use super::reference::Antecedents;
use super::scene::Scene;
use crate::model::{Chain, Clause, EntityKind, Function, Label, Link, PartOfSpeech, Sentence};
use crate::packs::Saying;
use std::ops::Range;

/// How far behind a verb of saying its conjunction, colon or quotation mark may stand, in tokens.
const OPENING_REACH: usize = 14;

/// A stretch of words and who vouches for it.
#[derive(Debug, Clone)]
pub(super) struct Scope {
    /// Tokens covered.
    pub tokens: Range<usize>,
    /// Chains, each outermost first; several when sources are named side by side.
    pub chains: Vec<Chain>,
    /// How the verb stands to what is said.
    pub saying: Saying,
    /// The verb of saying, if it was one.
    pub verb: Option<usize>,
    /// The words that name the speaker, left out of evidence.
    pub speaker: Range<usize>,
}

/// Every scope of a document, in order of their beginnings, wider ones first.
pub(super) fn scopes(scene: &Scene<'_>, antecedents: &Antecedents) -> Vec<Scope> {
    let mut all: Vec<Scope> = Vec::new();
    let mut last: Vec<Chain> = Vec::new();
    let mut outlet: Option<Link> = None;
    for sentence in &scene.analysis.sentences {
        let mut found = Vec::new();
        for token in sentence.tokens.clone() {
            let scope = by_verb(scene, antecedents, sentence, token, &last)
                .or_else(|| by_preposition(scene, sentence, token, &last))
                .or_else(|| by_phrase(scene, sentence, token));
            if let Some(mut scope) = scope {
                prefix_outlet(scene, &mut scope, outlet.as_ref());
                if let [Chain(links)] = scope.chains.as_slice()
                    && let Some(first) = links.first().filter(|l| is_outlet(scene, l))
                {
                    outlet = Some(first.clone());
                }
                last.clone_from(&scope.chains);
                found.push(scope);
            }
        }
        all.extend(found);
    }
    all.sort_by_key(|s| (s.tokens.start, std::cmp::Reverse(s.tokens.end)));
    all
}

/// The chains that cover a word: scopes nest, the widest gives the outermost links.
pub(super) fn chains_over(scopes: &[Scope], word: usize) -> (Vec<Chain>, Saying) {
    let mut chains: Vec<Chain> = Vec::new();
    let mut saying = Saying::Say;
    let mut covering: Vec<&Scope> =
        scopes.iter().filter(|s| s.tokens.contains(&word) && !s.speaker.contains(&word)).collect();
    covering.sort_by_key(|s| std::cmp::Reverse(s.tokens.len()));
    for scope in covering {
        if scope.saying != Saying::Say {
            saying = scope.saying;
        }
        if chains.is_empty() {
            chains.clone_from(&scope.chains);
            continue;
        }
        let outer = chains[0].0.clone();
        chains = scope.chains.iter().map(|inner| join(&outer, inner)).collect();
    }
    (chains, saying)
}

fn join(outer: &[Link], inner: &Chain) -> Chain {
    let mut links: Vec<Link> =
        outer.iter().filter(|l| !inner.0.iter().any(|i| i.entity == l.entity)).cloned().collect();
    links.extend(inner.0.iter().cloned());
    Chain(links)
}

/// "X said that …", "…, X said", "X told Y".
fn by_verb(
    scene: &Scene<'_>,
    antecedents: &Antecedents,
    sentence: &Sentence,
    verb: usize,
    last: &[Chain],
) -> Option<Scope> {
    let language = scene.packs.languages.get(&sentence.lang)?;
    let token = &scene.analysis.tokens[verb];
    if !matches!(token.pos, PartOfSpeech::Verb | PartOfSpeech::Aux) {
        return None;
    }
    let &saying = language.attribution.verbs.get(&token.lemma)?;
    let arguments = scene.analysis.arguments(verb);
    let speaker = arguments.iter().find(|(f, _)| *f == Function::Subject).map(|a| a.1)?;
    let mut chains = speaker_chains(scene, antecedents, speaker, last)?;
    // "told AFP": the one who was told passes it on.
    let told = arguments
        .iter()
        .filter(|(f, _)| matches!(f, Function::Indirect | Function::Object | Function::Goal | Function::For));
    for &(_, token) in told {
        if let Some(resolved) = scene.resolve(token).filter(|r| r.kind == EntityKind::Outlet) {
            let link = link(&resolved);
            chains
                .iter_mut()
                .filter(|c| c.0.first() != Some(&link))
                .for_each(|c| c.0.insert(0, link.clone()));
        }
    }
    let group = phrase(scene, sentence, speaker);
    let tokens = covered(scene, sentence, verb, &group)?;
    Some(Scope { tokens, chains, saying, verb: Some(verb), speaker: group })
}

/// What a verb of saying covers: behind its opening if it has one, else what stands before it, else its sentence.
fn covered(
    scene: &Scene<'_>,
    sentence: &Sentence,
    verb: usize,
    speaker: &Range<usize>,
) -> Option<Range<usize>> {
    let analysis = scene.analysis;
    let complement = analysis
        .children(verb)
        .find(|&t| t > verb && matches!(analysis.arcs[t].label, Label::Complement | Label::OpenComplement));
    let behind = verb.max(speaker.end.saturating_sub(1)) + 1;
    let reach = (verb + OPENING_REACH).min(sentence.tokens.end);
    let opening = (verb + 1..reach).find(|&t| {
        let token = &analysis.tokens[t];
        token.pos == PartOfSpeech::Sconj || is_opening(scene, t)
    });
    if let Some(opening) = opening.filter(|&t| t >= behind || complement.is_some()) {
        return Some(opening..sentence.tokens.end);
    }
    if complement.is_some() {
        return Some(behind.min(sentence.tokens.end)..sentence.tokens.end);
    }
    let first = verb.min(speaker.start);
    if first > sentence.tokens.start + 2 {
        return Some(sentence.tokens.start..first);
    }
    None
}

/// A colon or an opening quotation mark.
fn is_opening(scene: &Scene<'_>, token: usize) -> bool {
    let token = &scene.analysis.tokens[token];
    if token.pos != PartOfSpeech::Punct {
        return false;
    }
    let word = token.span.slice(&scene.document.text);
    word == ":" || crate::text::fold_str(word) == "\""
}

/// "According to X, …": a noun whose preposition says so, below any predicate of the sentence.
fn by_preposition(scene: &Scene<'_>, sentence: &Sentence, noun: usize, last: &[Chain]) -> Option<Scope> {
    let governed = |c: &&Clause| c.arguments.contains(&(Function::According, noun));
    scene.analysis.clauses.iter().find(governed)?;
    let resolved = scene.resolve(noun).filter(|r| can_say(r.kind))?;
    let taken_up = is_same(scene, noun) && !last.is_empty();
    let chains = if taken_up { last.to_vec() } else { chains_of(scene, noun, &resolved) };
    let group = phrase(scene, sentence, noun);
    let first = scene.analysis.children(noun).filter(|&t| scene.analysis.arcs[t].label == Label::Case).min();
    let group = first.unwrap_or(group.start).min(group.start)..group.end;
    Some(Scope { tokens: sentence.tokens.clone(), chains, saying: Saying::Say, verb: None, speaker: group })
}

/// "citing X": a phrase of the pack with the source behind it.
fn by_phrase(scene: &Scene<'_>, sentence: &Sentence, token: usize) -> Option<Scope> {
    let attribution = &scene.packs.languages.get(&sentence.lang)?.attribution;
    let phrase_at = |phrase: &str| {
        let mut length = 0;
        for word in phrase.split(' ') {
            let t = token + length;
            if t >= sentence.tokens.end
                || scene.analysis.tokens[t].folded != word && scene.analysis.tokens[t].lemma != word
            {
                return None;
            }
            length += 1;
        }
        Some(length)
    };
    let length = attribution.citing.iter().chain(&attribution.obtained).find_map(|p| phrase_at(p))?;
    let noun = (token + length..sentence.tokens.end.min(token + length + 4))
        .find(|&t| scene.analysis.tokens[t].pos.is_nominal())?;
    let resolved = scene.resolve(noun).filter(|r| can_say(r.kind))?;
    let group = token..phrase(scene, sentence, noun).end;
    Some(Scope {
        tokens: sentence.tokens.clone(),
        chains: chains_of(scene, noun, &resolved),
        saying: Saying::Say,
        verb: None,
        speaker: group,
    })
}

/// The chains that a speaker stands for: a pronoun or "the source" is whoever was cited before; persons of an outlet or
/// monitor come behind it; speakers joined by "and" are chains side by side.
fn speaker_chains(
    scene: &Scene<'_>,
    antecedents: &Antecedents,
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
    let resolved = scene.resolve(speaker).filter(|r| can_say(r.kind))?;
    let mut chains = chains_of(scene, speaker, &resolved);
    let others =
        scene.analysis.children(speaker).filter(|&t| scene.analysis.arcs[t].label == Label::Conjunct);
    for other in others {
        if let Some(resolved) = scene.resolve(other).filter(|r| can_say(r.kind)) {
            chains.extend(chains_of(scene, other, &resolved));
        }
    }
    Some(chains)
}

/// A noun phrase as a chain: the outlet or monitor a person speaks for, then the person.
fn chains_of(scene: &Scene<'_>, noun: usize, resolved: &Resolved) -> Vec<Chain> {
    let within = |t: usize| scene.resolve(t).filter(|r| r.entity != resolved.entity);
    let parts: Vec<usize> = scene
        .analysis
        .children(noun)
        .filter(|&t| {
            matches!(
                scene.analysis.arcs[t].label,
                Label::NounModifier | Label::Apposition | Label::Flat | Label::Possessor
            )
        })
        .flat_map(|t| std::iter::once(t).chain(scene.analysis.children(t)))
        .collect();
    let outlet = parts.iter().filter_map(|&t| within(t)).find(|r| r.kind == EntityKind::Outlet);
    let person = parts.iter().filter_map(|&t| within(t)).find(|r| r.kind == EntityKind::Person);
    let mut links: Vec<Link> = outlet.iter().map(link).collect();
    links.push(link(person.as_ref().unwrap_or(resolved)));
    vec![Chain(links)]
}

/// An unnamed source belongs to the outlet cited before it, when nothing else is told.
fn prefix_outlet(scene: &Scene<'_>, scope: &mut Scope, outlet: Option<&Link>) {
    let Some(outlet) = outlet else { return };
    for Chain(links) in &mut scope.chains {
        let unnamed = links.len() == 1 && is_source(scene, &links[0]);
        if unnamed && links[0].entity != outlet.entity {
            links.insert(0, outlet.clone());
        }
    }
}

fn is_outlet(scene: &Scene<'_>, link: &Link) -> bool {
    scene.packs.world.entities.get(&link.entity).is_some_and(|e| e.kind == EntityKind::Outlet)
}

/// An unnamed source: the head of its words is a noun for sources.
fn is_source(scene: &Scene<'_>, link: &Link) -> bool {
    let Some(span) = link.span else { return false };
    let at = scene.analysis.tokens.partition_point(|t| t.span.start < span.start);
    scene.analysis.tokens[at..]
        .iter()
        .take_while(|t| t.span.end <= span.end)
        .enumerate()
        .any(|(k, t)| scene.language(at + k).is_some_and(|l| l.attribution.source.contains(&t.lemma)))
}

/// "The source", "the same source": takes up who was cited before.
fn is_same(scene: &Scene<'_>, noun: usize) -> bool {
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
fn phrase(scene: &Scene<'_>, sentence: &Sentence, noun: usize) -> Range<usize> {
    let span = scene.analysis.subtree(noun);
    let tokens = &scene.analysis.tokens;
    let start = sentence.tokens.clone().find(|&t| tokens[t].span.start >= span.start).unwrap_or(noun);
    let end = sentence.tokens.clone().rev().find(|&t| tokens[t].span.end <= span.end).unwrap_or(noun);
    start..end.max(noun) + 1
}

fn link(resolved: &Resolved) -> Link {
    Link { entity: resolved.entity.clone(), span: Some(resolved.span) }
}

fn can_say(kind: EntityKind) -> bool {
    !matches!(kind, EntityKind::Place | EntityKind::Weapon)
}
