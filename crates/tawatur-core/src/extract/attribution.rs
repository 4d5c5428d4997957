//! Who says so: the chains of sources a text gives, each with the stretch of words it covers.
//!
//! A verb of saying covers what it governs; put behind or inside, the rest of its sentence; with quotation marks, what
//! stands in them. "According to X" covers its sentence. Scopes nest: the outermost speaker comes first in a chain.

use super::fields;
use super::names::Resolved;
use super::quotations::{around, quotations};
use super::reference::{Antecedents, is_pronoun};
use super::scene::Scene;
use super::speakers::{
    chains_of, is_outlet, is_quotation_mark, is_same, is_source, link, phrase, sayable, side_by_side,
    speaker_chains,
};
use crate::model::{
    Chain, Clause, EntityId, EntityKind, Feature, Function, Label, Link, PartOfSpeech, Sentence,
};
use crate::packs::Saying;
use std::collections::HashMap;
use std::ops::Range;

/// How far behind a verb of saying its conjunction, colon or quotation mark may stand, in tokens.
const OPENING_REACH: usize = 14;
/// How far behind a verb or a phrase the one who is named by it may begin, in tokens: an article, a title.
const SUBJECT_REACH: usize = 4;
/// For how many sentences an outlet that was cited stands behind the unnamed sources that follow.
const OUTLET_REACH: usize = 2;
/// Up to so many tokens, marks included, a quotation is a word or a name, not a speech.
const SHORT_QUOTATION: usize = 8;

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

/// The scopes of a document, in order of their beginnings, wider ones first.
pub(super) struct Scopes {
    all: Vec<Scope>,
    /// Tokens of the widest one: no scope that begins farther before a word covers it.
    widest: usize,
}

impl Scopes {
    /// Every scope.
    pub fn iter(&self) -> std::slice::Iter<'_, Scope> {
        self.all.iter()
    }

    /// The scopes that cover a word.
    pub fn over(&self, word: usize) -> impl Iterator<Item = &Scope> {
        let first = self.all.partition_point(|s| s.tokens.start + self.widest < word);
        let end = self.all.partition_point(|s| s.tokens.start <= word);
        self.all[first..end].iter().filter(move |s| s.tokens.contains(&word))
    }

    /// The chains that cover a word: scopes nest, the widest gives the outermost links.
    pub fn chains_over(&self, word: usize) -> (Vec<Chain>, Saying) {
        let mut chains: Vec<Chain> = Vec::new();
        let mut saying = Saying::Say;
        let mut covering: Vec<&Scope> = self.over(word).filter(|s| !s.speaker.contains(&word)).collect();
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
}

/// Finds every scope of a document.
pub(super) fn scopes(scene: &Scene<'_>, antecedents: &Antecedents) -> Scopes {
    let mut all: Vec<Scope> = Vec::new();
    let mut last: Vec<Chain> = Vec::new();
    let mut outlet: Option<(usize, Link)> = None;
    let mut known: HashMap<EntityId, Chain> = HashMap::new();
    let quotations = quotations(scene);
    for (order, sentence) in scene.analysis.sentences.iter().enumerate() {
        if fields::is_link(scene, sentence) {
            continue;
        }
        let mut found: Vec<Scope> = Vec::new();
        outlet = outlet.filter(|(cited, _)| order - cited <= OUTLET_REACH);
        for token in sentence.tokens.clone() {
            if let Some(link) = by_phrase(scene, sentence, token) {
                pass_on(scene, sentence, &mut found, link);
                continue;
            }
            if around(&quotations, token, token + 1).iter().any(|q| q.len() > SHORT_QUOTATION) {
                continue; // what somebody says in a quotation is that speaker's affair
            }
            let scope = by_verb(scene, antecedents, sentence, token, &last)
                .or_else(|| by_preposition(scene, sentence, token, &last));
            if let Some(mut scope) = scope {
                run_on(&mut scope, &quotations);
                prefix_outlet(scene, &mut scope, outlet.as_ref().map(|o| &o.1));
                repeat_chain(&mut scope, &known);
                if let [Chain(links)] = scope.chains.as_slice()
                    && let Some(first) = links.first().filter(|l| is_outlet(scene, l))
                {
                    outlet = Some((order, first.clone()));
                }
                last.clone_from(&scope.chains);
                found.push(scope);
            }
        }
        if found.is_empty() {
            found.extend(goes_on_quoting(scene, sentence, &quotations, all.last()));
        }
        for scope in &found {
            last.clone_from(&scope.chains);
            let chains = scope.chains.iter().filter(|c| c.0.len() > 1);
            known.extend(chains.filter_map(|c| Some((c.0.last()?.entity.clone(), c.clone()))));
        }
        all.extend(found);
    }
    all.sort_by_key(|s| (s.tokens.start, std::cmp::Reverse(s.tokens.end)));
    let widest = all.iter().map(|s| s.tokens.len()).max().unwrap_or(0);
    Scopes { all, widest }
}

/// A sentence that is one quotation, right behind another quotation: whoever was quoted goes on.
fn goes_on_quoting(
    scene: &Scene<'_>,
    sentence: &Sentence,
    quotations: &[Range<usize>],
    before: Option<&Scope>,
) -> Option<Scope> {
    let (start, end) = (sentence.tokens.start, sentence.tokens.end);
    let quotation = around(quotations, start, end).iter().find(|q| q.start == start)?;
    let whole = (quotation.end..end).all(|t| scene.analysis.tokens[t].pos == PartOfSpeech::Punct);
    let scope = before.filter(|s| whole && quotation.len() > SHORT_QUOTATION && s.verb.is_some())?;
    let follows = scene.analysis.sentence_of(scope.verb?)?.tokens.end == start;
    let quoted = !around(quotations, scope.tokens.start, scope.tokens.end).is_empty();
    (follows && quoted).then(|| Scope {
        tokens: quotation.clone(),
        chains: scope.chains.clone(),
        saying: scope.saying,
        verb: None,
        speaker: start..start,
    })
}

/// What is said goes on to the end of the quotation it stands in, and began where that began.
fn run_on(scope: &mut Scope, quotations: &[Range<usize>]) {
    let outside = |q: &&Range<usize>| scope.verb.is_none_or(|v| !q.contains(&v));
    let (start, end) = (scope.tokens.start, scope.tokens.end);
    for quotation in around(quotations, start, end).iter().filter(outside) {
        if scope.verb.is_some() {
            scope.tokens.start = scope.tokens.start.min(quotation.start);
            scope.tokens.end = scope.tokens.end.max(quotation.end);
        }
    }
}

/// "X quoted by an outlet", "an outlet said, citing X": the outlet passes on what the other one says. With nobody else
/// in the sentence, the phrase gives the source alone.
fn pass_on(scene: &Scene<'_>, sentence: &Sentence, found: &mut Vec<Scope>, cited: Cited) {
    let Cited { link, words } = cited;
    let Some(scope) = found.last_mut() else {
        found.push(Scope {
            tokens: sentence.tokens.clone(),
            chains: vec![Chain(vec![link])],
            saying: Saying::Say,
            verb: None,
            speaker: words,
        });
        return;
    };
    let outer = is_outlet(scene, &link);
    for Chain(links) in &mut scope.chains {
        if links.iter().any(|l| l.entity == link.entity) {
            continue;
        }
        if outer && !links.first().is_some_and(|l| is_outlet(scene, l)) {
            links.insert(0, link.clone());
        } else if !outer {
            links.push(link.clone());
        }
    }
}

/// A speaker once told with the outlet behind him is told with it again.
fn repeat_chain(scope: &mut Scope, known: &HashMap<EntityId, Chain>) {
    for chain in scope.chains.iter_mut().filter(|c| c.0.len() == 1) {
        if let Some(Chain(links)) = chain.0.last().and_then(|l| known.get(&l.entity)) {
            let outer = links[..links.len() - 1].iter().cloned();
            chain.0.splice(0..0, outer);
        }
    }
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
    if !matches!(scene.analysis.tokens[verb].pos, PartOfSpeech::Verb | PartOfSpeech::Aux) {
        return None;
    }
    let saying = scene.saying(verb)?;
    // What is not said ("did not specify whether") has no source.
    if is_negated(scene, verb) {
        return None;
    }
    if scene.analysis.clause_of(verb).is_some_and(|c| c.passive) {
        return by_passive(scene, sentence, verb, saying);
    }
    let arguments = scene.analysis.arguments(verb);
    let (mut chains, group) =
        spoken_by(scene, antecedents, sentence, verb, last).or_else(|| goes_on(scene, verb, last))?;
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
    // An outlet that passes on "from X": X is the origin.
    let origin = arguments.iter().find(|(f, _)| *f == Function::About).map(|a| a.1);
    if let Some((noun, resolved)) = origin.and_then(|t| Some((t, sayable(scene, t)?)))
        && let [Chain(links)] = chains.as_mut_slice()
        && links.len() == 1
        && is_outlet(scene, &links[0])
        && resolved.entity != links[0].entity
    {
        links.extend(chains_of(scene, sentence, noun, &resolved).into_iter().flat_map(|c| c.0));
    }
    let mut tokens = covered(scene, sentence, verb, &group)?;
    // "Denied the loss and accused the government": what the next verb of saying tells is its own affair.
    let next = scene.analysis.conjuncts(verb).filter(|&t| t > verb && scene.saying(t).is_some()).min();
    tokens.end = next.map_or(tokens.end, |t| t.clamp(tokens.start, tokens.end));
    Some(Scope { tokens, chains, saying, verb: Some(verb), speaker: group })
}

/// "The arrest was confirmed by the police": what is said is the subject.
fn by_passive(scene: &Scene<'_>, sentence: &Sentence, verb: usize, saying: Saying) -> Option<Scope> {
    let arguments = scene.analysis.arguments(verb);
    let told = |function: Function| arguments.iter().find(|(f, _)| *f == function).map(|a| a.1);
    let (said, speaker) = told(Function::Object).zip(told(Function::Agent))?;
    let chains = side_by_side(scene, sentence, speaker)?;
    let speaker = phrase(scene, sentence, speaker);
    let tokens = phrase(scene, sentence, said);
    Some(Scope { tokens, chains, saying, verb: Some(verb), speaker })
}

/// True for a verb with a negation of its own; one on its object is what is said ("announced no deal").
fn is_negated(scene: &Scene<'_>, verb: usize) -> bool {
    scene.analysis.children(verb).any(|t| {
        let helps = matches!(scene.analysis.arcs[t].label, Label::Adverb | Label::Auxiliary | Label::Other);
        helps && scene.analysis.tokens[t].features.has(Feature::Negative)
    })
}

/// Who speaks, and in which words: the subject of the verb, or the noun phrase right beside it.
fn spoken_by(
    scene: &Scene<'_>,
    antecedents: &Antecedents,
    sentence: &Sentence,
    verb: usize,
    last: &[Chain],
) -> Option<(Vec<Chain>, Range<usize>)> {
    if is_participle(scene, verb) {
        return None;
    }
    let arguments = scene.analysis.arguments(verb);
    let subject = arguments.iter().find(|(f, _)| *f == Function::Subject).map(|a| a.1);
    let spoken = |speaker: usize| {
        let chains = speaker_chains(scene, antecedents, sentence, speaker, last)?;
        Some((chains, phrase(scene, sentence, speaker)))
    };
    let (before, after) = beside(scene, sentence, verb);
    // "…, said the governor": what a comma parts from the verb is no speaker beside one that follows.
    let comma = |told: usize| (told..verb).any(|t| scene.analysis.tokens[t].pos == PartOfSpeech::Punct);
    // A subject that something parts from its verb gives way to a speaker right beside the verb.
    let parted = |subject: usize| match subject < verb {
        true => {
            after.is_some() && (subject..verb).any(|t| scene.analysis.tokens[t].pos == PartOfSpeech::Punct)
        }
        false => before.is_some_and(|told| after != Some(subject) || !comma(told)),
    };
    let subject = subject.filter(|&t| !parted(t));
    subject.and_then(spoken).or_else(|| before.and_then(spoken)).or_else(|| after.and_then(spoken))
}

/// "adding that", a verb of saying without any subject: whoever spoke last goes on, when what is said follows at once.
fn goes_on(scene: &Scene<'_>, verb: usize, last: &[Chain]) -> Option<(Vec<Chain>, Range<usize>)> {
    let none = !scene
        .analysis
        .arguments(verb)
        .iter()
        .any(|(f, t)| *f == Function::Subject && scene.analysis.tokens[*t].pos != PartOfSpeech::Pron);
    let features = scene.analysis.tokens[verb].features;
    if features.has(Feature::Infinitive) || features.has(Feature::Imperative) {
        return None;
    }
    let follows = verb + 1 < scene.analysis.tokens.len() && opens(scene, verb + 1);
    let goes_on = follows && (none || is_participle(scene, verb)) && !last.is_empty();
    goes_on.then(|| (last.to_vec(), verb..verb))
}

/// True for a verb form that has no subject of its own.
fn is_participle(scene: &Scene<'_>, verb: usize) -> bool {
    let features = scene.analysis.tokens[verb].features;
    let formed = [Feature::Participle, Feature::Gerund].iter().any(|&f| features.has(f));
    let helped = scene
        .analysis
        .children(verb)
        .any(|t| matches!(scene.analysis.arcs[t].label, Label::Auxiliary | Label::PassiveAuxiliary));
    formed && !features.has(Feature::Finite) && !helped
}

/// The noun phrases that end right before a verb of saying and begin right behind it.
fn beside(scene: &Scene<'_>, sentence: &Sentence, verb: usize) -> (Option<usize>, Option<usize>) {
    let tokens = &scene.analysis.tokens;
    let helping =
        |t: &usize| matches!(tokens[*t].pos, PartOfSpeech::Aux | PartOfSpeech::Adv | PartOfSpeech::Part);
    let nearest = verb.saturating_sub(OPENING_REACH).max(sentence.tokens.start);
    let ending_at = |last: usize| {
        let ends_here = |t: &usize| {
            let governed = scene.analysis.children(*t).any(|c| scene.analysis.arcs[c].label == Label::Case);
            // A country behind a preposition is where something is, not who speaks.
            let ends = |r: Resolved| {
                r.span.end == tokens[last].span.end && !(governed && r.kind == EntityKind::State)
            };
            tokens[*t].pos.is_nominal() && sayable(scene, *t).is_some_and(ends)
        };
        (nearest..=last).find(ends_here)
    };
    let last = (nearest..verb).rev().find(|t| !helping(t));
    // "A doctor in the town": the place may hang elsewhere in the tree.
    let placed = |last: usize| {
        let preposition = (nearest..last).rev().find(|&t| !tokens[t].pos.is_nominal())?;
        (tokens[preposition].pos == PartOfSpeech::Adp && preposition > nearest)
            .then(|| ending_at(preposition - 1))
            .flatten()
    };
    let spoken = |last: usize| is_pronoun(&tokens[last]).then_some(last);
    let before = last.and_then(|last| spoken(last).or_else(|| ending_at(last)).or_else(|| placed(last)));
    let after = (verb + 1..(verb + 1 + SUBJECT_REACH).min(sentence.tokens.end))
        .find(|&t| !matches!(tokens[t].pos, PartOfSpeech::Det | PartOfSpeech::Adj | PartOfSpeech::Aux))
        .filter(|&t| tokens[t].pos.is_nominal() && sayable(scene, t).is_some());
    (before, after)
}

/// What a verb of saying covers: what stands before it when it closes its sentence, else what it opens behind it.
fn covered(
    scene: &Scene<'_>,
    sentence: &Sentence,
    verb: usize,
    speaker: &Range<usize>,
) -> Option<Range<usize>> {
    let analysis = scene.analysis;
    let end = sentence.tokens.end;
    let is_verb = |t: usize| matches!(analysis.tokens[t].pos, PartOfSpeech::Verb | PartOfSpeech::Aux);
    let first = if speaker.is_empty() { verb } else { verb.min(speaker.start) };
    let behind = (verb + 1).max(speaker.end).min(end);
    let told_before = first > sentence.tokens.start + 2 && (sentence.tokens.start..first).any(is_verb);
    let before = sentence.tokens.start..first;
    let closes = |t: usize| t < first && is_quotation_mark(scene, t);
    if first > sentence.tokens.start && (closes(first - 1) || first >= 2 && closes(first - 2)) {
        return Some(before);
    }
    let complement = analysis
        .children(verb)
        .find(|&t| t > verb && matches!(analysis.arcs[t].label, Label::Complement | Label::OpenComplement));
    let opening = (verb + 1..(verb + OPENING_REACH).min(end)).find(|&t| opens(scene, t));
    if let Some(opening) = opening.filter(|&t| t >= behind || complement.is_some() || !told_before) {
        return Some(opening..end);
    }
    let goes_on = (behind..end).any(is_verb);
    if complement.is_some() || goes_on && !told_before {
        return (behind < end).then_some(behind..end);
    }
    let arguments = analysis.arguments(verb);
    let object = |t: usize| arguments.contains(&(Function::Object, t)) && t > verb;
    // "…, but the group claimed the attack": the deed that is claimed, not what stands before.
    let claims =
        scene.language(verb).is_some_and(|l| l.attribution.claiming.contains(&analysis.tokens[verb].lemma));
    if told_before && !(claims && (behind..end).any(object)) {
        return Some(before);
    }
    let object = arguments.iter().any(|(f, t)| {
        *t > verb && matches!(f, Function::Object | Function::About | Function::Place | Function::Goal)
    });
    (object && behind < end).then_some(behind..end)
}

/// A word, colon or quotation mark that opens what is said.
fn opens(scene: &Scene<'_>, token: usize) -> bool {
    let word = &scene.analysis.tokens[token];
    word.pos == PartOfSpeech::Sconj
        || word.folded == ":"
        || is_quotation_mark(scene, token)
        || scene.language(token).is_some_and(|l| l.attribution.opening.contains(&word.folded))
}

/// "According to X, …": a noun whose preposition says so, below any predicate of the sentence.
fn by_preposition(scene: &Scene<'_>, sentence: &Sentence, noun: usize, last: &[Chain]) -> Option<Scope> {
    let governed = |c: &&Clause| c.arguments.contains(&(Function::According, noun));
    scene.analysis.clauses_in(sentence).iter().find(governed)?;
    if scene.analysis.arcs[noun].label == Label::Conjunct {
        return None; // side by side with its head
    }
    let taken_up = is_same(scene, noun) && !last.is_empty();
    let chains = if taken_up { last.to_vec() } else { side_by_side(scene, sentence, noun)? };
    let group = phrase(scene, sentence, noun);
    let first = scene.analysis.children(noun).filter(|&t| scene.analysis.arcs[t].label == Label::Case).min();
    let group = first.unwrap_or(group.start).min(group.start)..group.end;
    Some(Scope { tokens: sentence.tokens.clone(), chains, saying: Saying::Say, verb: None, speaker: group })
}

/// A source that a phrase of the pack names, and the words of both.
struct Cited {
    link: Link,
    words: Range<usize>,
}

/// "citing X": a phrase of the pack with the source behind it.
fn by_phrase(scene: &Scene<'_>, sentence: &Sentence, token: usize) -> Option<Cited> {
    let attribution = &scene.packs.languages.get(&sentence.lang)?.attribution;
    let tokens = &scene.analysis.tokens[token..sentence.tokens.end];
    let (word, behind) = tokens.split_first()?;
    let stands = |rest: &&Vec<String>| {
        rest.len() <= behind.len() && rest.iter().zip(behind).all(|(w, t)| *w == t.folded || *w == t.lemma)
    };
    let phrases = [&word.folded, &word.lemma].into_iter().filter_map(|w| attribution.citing.get(w));
    let length = phrases.flatten().filter(stands).map(|rest| rest.len() + 1).max()?;
    let noun = (token + length..sentence.tokens.end.min(token + length + SUBJECT_REACH))
        .find(|&t| scene.analysis.tokens[t].pos.is_nominal())?;
    let resolved = sayable(scene, noun)?;
    Some(Cited { link: link(&resolved), words: token..phrase(scene, sentence, noun).end })
}

/// An unnamed source belongs to the outlet cited before it, when nothing else is told.
fn prefix_outlet(scene: &Scene<'_>, scope: &mut Scope, outlet: Option<&Link>) {
    let Some(outlet) = outlet else { return };
    let [Chain(links)] = scope.chains.as_mut_slice() else { return };
    {
        let unnamed = links.len() == 1 && is_source(scene, &links[0]);
        if unnamed && links[0].entity != outlet.entity {
            links.insert(0, outlet.clone());
        }
    }
}
