//! Who is quoted for which words, apart from any report: for measuring attribution by itself.

use super::attribution::{self, Scope};
use super::reference::{Antecedents, is_pronoun};
use super::scene::Scene;
use super::speakers::{can_say, phrase};
use crate::model::{Analysis, Document, Function, Label, PartOfSpeech, Sentence};
use crate::packs::Packs;
use crate::text::Span;
use std::ops::Range;

/// Words of a document that it lays on somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribution {
    /// The words that name the sources; none where the text takes them up without naming them.
    pub sources: Vec<Span>,
    /// The verb of saying, if it was one.
    pub cue: Option<Span>,
    /// What is laid on them, in one or several stretches.
    pub content: Vec<Span>,
}

/// Every attribution of a document: what is said, in order, then what is hoped, urged, blamed.
#[must_use]
pub fn attributions(document: &Document, analysis: &Analysis, packs: &Packs) -> Vec<Attribution> {
    let scene = Scene::new(document, analysis, packs);
    let antecedents = Antecedents::collect(&scene);
    let scopes = attribution::scopes(&scene, &antecedents);
    let mut all: Vec<Attribution> = Vec::new();
    let mut before: Option<&Scope> = None;
    for scope in scopes.iter() {
        let Some(content) = words(&scene, &scope.tokens) else { continue };
        let goes_on = scope.verb.is_none() && scope.speaker.is_empty();
        let same = before.is_some_and(|b| b.chains == scope.chains);
        before = Some(scope);
        if let Some(last) = all.last_mut().filter(|_| goes_on && same) {
            last.content.push(content);
            continue;
        }
        let named = scope.chains.iter().filter_map(|chain| chain.0.last()?.span);
        let sources = words(&scene, &scope.speaker).map_or_else(|| named.collect(), |span| vec![span]);
        let cue = scope.verb.map(|verb| analysis.tokens[verb].span);
        all.push(Attribution { sources, cue, content: vec![content] });
    }
    for sentence in &analysis.sentences {
        let verbs = sentence.tokens.clone().filter(|v| scopes.iter().all(|s| s.verb != Some(*v)));
        all.extend(verbs.filter_map(|verb| voiced(&scene, sentence, verb)));
    }
    all
}

/// The words of a run of tokens.
fn words(scene: &Scene<'_>, range: &Range<usize>) -> Option<Span> {
    let tokens = &scene.analysis.tokens;
    let (first, last) = (tokens.get(range.start)?, tokens.get(range.end.checked_sub(1)?)?);
    (!range.is_empty()).then(|| first.span.cover(last.span).trim(&scene.document.text))
}

/// "The union hopes to win", "she called for a vote": a verb of attitude with whose it is and what it is about.
fn voiced(scene: &Scene<'_>, sentence: &Sentence, verb: usize) -> Option<Attribution> {
    let analysis = scene.analysis;
    let token = &analysis.tokens[verb];
    let voicing = &scene.packs.languages.get(&sentence.lang)?.attribution.voicing;
    if token.pos != PartOfSpeech::Verb || !voicing.contains(&token.lemma) {
        return None;
    }
    let arguments = analysis.arguments(verb);
    let holder = arguments.iter().find(|(f, _)| *f == Function::Subject).map(|a| a.1)?;
    if !is_pronoun(&analysis.tokens[holder]) && !scene.kind_of(holder).is_some_and(can_say) {
        return None;
    }
    let source = words(scene, &phrase(scene, sentence, holder))?;
    let clause = analysis
        .children(verb)
        .find(|&t| t > verb && matches!(analysis.arcs[t].label, Label::Complement | Label::OpenComplement));
    let about = || {
        let behind = arguments.iter().filter(|(f, t)| {
            *t > verb
                && matches!(
                    f,
                    Function::Object | Function::For | Function::Place | Function::About | Function::Goal
                )
        });
        behind.map(|a| a.1).min()
    };
    let content = phrase(scene, sentence, clause.or_else(about)?);
    let content = words(scene, &(content.start.max(verb + 1)..content.end))?;
    Some(Attribution { sources: vec![source], cue: Some(token.span), content: vec![content] })
}
