//! Who is quoted for which words, apart from any report: for measuring attribution by itself.

use super::attribution;
use super::reference::Antecedents;
use super::scene::Scene;
use crate::model::{Analysis, Document};
use crate::packs::Packs;
use crate::text::Span;

/// Words of a document that it lays on somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribution {
    /// The words that name the sources; none where the text takes them up without naming them.
    pub sources: Vec<Span>,
    /// The verb of saying, if it was one.
    pub cue: Option<Span>,
    /// What is laid on them.
    pub content: Span,
}

/// Every attribution of a document, in order of their beginnings.
#[must_use]
pub fn attributions(document: &Document, analysis: &Analysis, packs: &Packs) -> Vec<Attribution> {
    let scene = Scene::new(document, analysis, packs);
    let antecedents = Antecedents::collect(&scene);
    let tokens = &analysis.tokens;
    let scopes = attribution::scopes(&scene, &antecedents);
    let attribution = |scope: &attribution::Scope| {
        let words = |range: &std::ops::Range<usize>| {
            let (first, last) = (tokens.get(range.start)?, tokens.get(range.end.checked_sub(1)?)?);
            (!range.is_empty()).then(|| first.span.cover(last.span))
        };
        let named = scope.chains.iter().filter_map(|chain| chain.0.last()?.span);
        let sources = words(&scope.speaker).map_or_else(|| named.collect(), |span| vec![span]);
        let cue = scope.verb.map(|verb| tokens[verb].span);
        Some(Attribution { sources, cue, content: words(&scope.tokens)?.trim(&document.text) })
    };
    scopes.iter().filter_map(attribution).collect()
}
