//! The evidence of a report: the clause that carries the trigger and its roles, as people mark it.

use super::scene::Scene;
use super::triggers::{Hit, is_noun};
use crate::model::Label;
use crate::text::Span;

/// Longest evidence in bytes when it is only a noun group with its complements: longer ones are mis-attached.
const LONGEST_GROUP: usize = 400;

/// The evidence span of a hit.
pub(super) fn span(scene: &Scene<'_>, hit: &Hit<'_>) -> Span {
    let analysis = scene.analysis;
    let trigger = cover(scene, &hit.tokens);
    let clause = analysis.clauses.iter().find(|c| c.predicate == hit.head);
    let span = match (clause, is_noun(hit)) {
        (Some(clause), false) => clause.span,
        _ => match light_verb_clause(scene, hit) {
            Some(span) => span,
            None => group(scene, hit),
        },
    };
    span.cover(trigger).trim(&scene.document.text)
}

/// The clause of the verb that a noun of action is subject or object of, when the verb lends it its arguments:
/// then verb and noun tell one thing ("launched an attack", "a truce entered into force").
fn light_verb_clause(scene: &Scene<'_>, hit: &Hit<'_>) -> Option<Span> {
    let arc = scene.analysis.arcs[hit.head];
    let verb = arc.head? as usize;
    let joined = matches!(arc.label, Label::Subject | Label::PassiveSubject | Label::Object);
    let clause = scene.analysis.clauses.iter().find(|c| c.predicate == verb)?;
    joined.then_some(clause.span)
}

/// A noun with what belongs to it: its preposition in front, its filled roles behind.
fn group(scene: &Scene<'_>, hit: &Hit<'_>) -> Span {
    let analysis = scene.analysis;
    let mut span = cover(scene, &hit.tokens);
    let whole = analysis.subtree(hit.head);
    if whole.len() <= LONGEST_GROUP {
        return span.cover(whole);
    }
    for filler in &hit.roles {
        if let Some(words) = filler.span.filter(|w| whole.contains(*w)) {
            span = span.cover(words);
        }
    }
    span
}

/// The span from the first to the last of some tokens.
fn cover(scene: &Scene<'_>, tokens: &[usize]) -> Span {
    let spans = tokens.iter().map(|&t| scene.analysis.tokens[t].span);
    spans.reduce(Span::cover).unwrap_or_default()
}
