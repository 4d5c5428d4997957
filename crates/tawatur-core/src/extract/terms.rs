//! Terms: the provisions of an agreement, truce, offer or demand, each a small report with type and roles.
//!
//! A provision is a trigger below the deal's predicate or noun (what it stipulates, what is offered, what is asked
//! for, in exchange for what). A provision that became a term makes no report of its own unless it brings a time.

use super::scene::Scene;
use super::triggers::Hit;
use crate::model::{Analysis, EntityKind, Filler, Label, Role, Term};
use crate::text::Span;

/// For every hit, the index of the deal it is a term of.
pub(super) fn owners(analysis: &Analysis, hits: &[Hit<'_>]) -> Vec<Option<usize>> {
    let nearest: Vec<Option<usize>> = hits
        .iter()
        .enumerate()
        .map(|(k, hit)| {
            if !hit.frame.provision && !hit.frame.term_only {
                return None;
            }
            let carriers = hits.iter().enumerate().filter(|(j, other)| *j != k && other.frame.terms);
            carriers
                .filter(|(_, other)| is_below(analysis, hit.head, other.head) && !other.is_apart(hit.head))
                .map(|(j, _)| j)
                .min_by_key(|&j| depth(analysis, hits[j].head, hit.head))
        })
        .collect();
    // What a provision carries ("to evacuate the fighters, settle the status of the wanted") belongs to the deal above.
    (0..hits.len())
        .map(|k| {
            let mut owner = nearest[k]?;
            for _ in 0..hits.len() {
                match nearest[owner] {
                    Some(above) => owner = above,
                    None => break,
                }
            }
            Some(owner)
        })
        .collect()
}

/// True for what is told in a relative clause of somebody below a deal, to say who is meant: "offered to move the fighters
/// who refuse to disarm".
pub(super) fn describes_somebody(scene: &Scene<'_>, word: usize, above: usize) -> bool {
    let arcs = &scene.analysis.arcs;
    let relative = |t: usize| arcs[t].label == Label::Relative;
    let actor = |t: usize| {
        let other = [EntityKind::Other, EntityKind::Body];
        scene.kind_of(t).is_some_and(|kind| !other.contains(&kind))
    };
    let path = std::iter::once(word).chain(climb(scene.analysis, word)).take_while(|&t| t != above);
    path.filter(|&t| relative(t)).filter_map(|t| arcs[t].head).any(|noun| actor(noun as usize))
}

/// The provisions that the words of a deal name themselves ("prisoner swap deal"), as far as no clause tells them.
pub(super) fn named(hit: &Hit<'_>, told: &[Term]) -> Vec<Term> {
    let span = None;
    let named = hit.trigger.terms.iter().filter(|kind| !told.iter().any(|t| t.kind == **kind));
    named
        .map(|kind| Term {
            kind: kind.clone(),
            roles: Vec::new(),
            what: None,
            into: None,
            counts: Vec::new(),
            deadline: None,
            span,
        })
        .collect()
}

/// A term from the hit that tells it.
pub(super) fn term(scene: &Scene<'_>, hit: &Hit<'_>, span: Span) -> Term {
    Term {
        kind: hit.kind.clone(),
        roles: hit.roles.clone(),
        what: what(scene, hit),
        into: None,
        counts: Vec::new(),
        deadline: None,
        span: Some(span),
    }
}

/// The weapons a provision is about, by their classes, the same in every language: "heavy and medium weapons".
fn what(scene: &Scene<'_>, hit: &Hit<'_>) -> Option<String> {
    if hit.frame.leaves {
        return None; // the buses that people leave in
    }
    let things = hit.arguments.iter().map(|a| a.1).chain(hit.tokens.iter().copied());
    let mut classes: Vec<&str> = things.flat_map(|t| weapons(scene, t)).collect();
    classes.sort_unstable();
    classes.dedup();
    (!classes.is_empty()).then(|| classes.join(", ").replace('_', " "))
}

/// The classes of a word for weapons: those of its adjectives, where they make one with it, else its own.
fn weapons<'a>(scene: &'a Scene<'_>, noun: usize) -> Vec<&'a str> {
    let Some(language) = scene.language(noun) else { return Vec::new() };
    let analysis = scene.analysis;
    let forms = |t: usize| [&analysis.tokens[t].lemma, &analysis.tokens[t].folded];
    let class = |words: &str| {
        let known = language.nouns.get(words).filter(|n| n.kind == EntityKind::Weapon);
        known.map(|n| n.concept.as_str())
    };
    let Some(own) = forms(noun).into_iter().find_map(|form| class(form)) else { return Vec::new() };
    let adjectives = analysis.children(noun).filter(|&t| analysis.arcs[t].label == Label::AdjectiveModifier);
    let both = |adjective: usize| {
        let pairs = forms(noun).into_iter().flat_map(|n| forms(adjective).map(|a| (n, a)));
        pairs.into_iter().find_map(|(n, a)| class(&format!("{n} {a}")).or_else(|| class(&format!("{a} {n}"))))
    };
    let told: Vec<&str> = adjectives.flat_map(|t| analysis.conjuncts(t)).filter_map(both).collect();
    if told.is_empty() { vec![own] } else { told }
}

/// A deal about people who leave is also about where from and where to: what its provisions tell of the way is told of
/// the deal, where it tells none itself.
pub(super) fn lend_ways<'a>(provisions: impl Iterator<Item = &'a Hit<'a>>, roles: &mut Vec<Filler>) {
    let known: Vec<Role> = roles.iter().map(|f| f.role).collect();
    for hit in provisions.filter(|h| h.frame.roles.contains_key(&Role::From)) {
        let ways = hit.roles.iter().filter(|f| matches!(f.role, Role::From | Role::To));
        let new: Vec<Filler> =
            ways.filter(|f| !known.contains(&f.role) && !roles.contains(f)).cloned().collect();
        roles.extend(new);
    }
}

/// True when a word stands below another in the tree.
pub(super) fn is_below(analysis: &Analysis, word: usize, above: usize) -> bool {
    word != above && climb(analysis, word).any(|t| t == above)
}

fn depth(analysis: &Analysis, above: usize, word: usize) -> usize {
    climb(analysis, word).position(|t| t == above).unwrap_or(usize::MAX)
}

/// The words above a word, nearest first.
fn climb(analysis: &Analysis, word: usize) -> impl Iterator<Item = usize> + '_ {
    // A forest of n words is at most n deep; the bound guards against a malformed one.
    std::iter::successors(analysis.arcs[word].head.map(|h| h as usize), |&t| {
        analysis.arcs[t].head.map(|h| h as usize)
    })
    .take(analysis.tokens.len())
}
