//! The evidence of a report: the clause that carries the trigger and its roles, as people mark it.

use super::arguments::Arguments;
use super::scene::Scene;
use super::triggers::{Hit, is_noun};
use crate::model::PartOfSpeech;
use crate::text::Span;

/// The evidence span of a hit: its clause with all words of its trigger, and of triggers that were joined to it.
pub(super) fn span(scene: &Scene<'_>, hit: &Hit<'_>) -> Span {
    let tokens = &scene.analysis.tokens;
    let words = hit.tokens.iter().map(|&t| tokens[t].span);
    let heads = std::iter::once(hit.head).chain(hit.joined.iter().map(|j| j.1));
    // A noun of action that is a subject is told by the clause of its verb, an infinitive by that of the verb above.
    let governor = Arguments::new(scene.analysis).governor(hit.head).filter(|_| is_noun(hit)).or(hit.teller);
    let clauses = heads.chain(governor).filter_map(|h| scene.analysis.clause_of(h)).map(|c| c.span);
    // What a noun of action governs stands behind it, wherever the tree hung it.
    let sentence = scene.analysis.sentence_of(hit.head).map(|s| s.span);
    let governed = hit.filled.iter().filter(|_| is_noun(hit)).map(|f| f.1);
    let behind = governed.filter(|&t| t > hit.head && sentence.is_some_and(|s| s.contains(tokens[t].span)));
    let arguments = behind.map(|t| scene.analysis.clause_of(t).map_or(tokens[t].span, |c| c.span));
    let span = words.chain(clauses).chain(arguments).reduce(Span::cover).unwrap_or_default();
    without_ending(scene, span).trim(&scene.document.text)
}

/// A pronoun written onto the word before the evidence ("that-it was evacuated") is no part of it.
fn without_ending(scene: &Scene<'_>, mut span: Span) -> Span {
    let tokens = &scene.analysis.tokens;
    let first = tokens.partition_point(|t| t.span.start < span.start);
    let ending = first > 0
        && tokens.get(first).is_some_and(|t| t.pos == PartOfSpeech::Pron && t.span.end < span.end)
        && tokens[first - 1].span.end == tokens[first].span.start;
    if ending {
        span.start = tokens[first].span.end;
    }
    span
}
