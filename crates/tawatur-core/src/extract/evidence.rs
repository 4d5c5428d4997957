//! The evidence of a report: the clause that carries the trigger and its roles, as people mark it.

use super::arguments::Arguments;
use super::scene::Scene;
use super::triggers::{Hit, is_noun};
use crate::text::Span;

/// The evidence span of a hit: its clause with all words of its trigger, and of triggers that were joined to it.
pub(super) fn span(scene: &Scene<'_>, hit: &Hit<'_>) -> Span {
    let tokens = &scene.analysis.tokens;
    let words = hit.tokens.iter().map(|&t| tokens[t].span);
    let heads = std::iter::once(hit.head).chain(hit.joined.iter().map(|j| j.1));
    // A noun of action that is a subject is told by the clause of its verb, an infinitive by that of the verb above.
    let governor = Arguments::new(scene.analysis).governor(hit.head).filter(|_| is_noun(hit)).or(hit.teller);
    let clauses = heads.chain(governor).filter_map(|h| scene.analysis.clause_of(h)).map(|c| c.span);
    words.chain(clauses).reduce(Span::cover).unwrap_or_default().trim(&scene.document.text)
}
