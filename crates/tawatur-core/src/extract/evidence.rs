//! The evidence of a report: the clause that carries the trigger and its roles, as people mark it.

use super::arguments::Arguments;
use super::context::PLACE_NEAR;
use super::scene::Scene;
use super::triggers::{Hit, is_noun};
use crate::model::{Label, PartOfSpeech, Report};
use crate::text::Span;

/// The category of figures of those hurt.
const WOUNDED: &str = "wounded";

/// The evidence span of a hit: its clause with all words of its trigger, and of triggers that were joined to it.
pub(super) fn span(scene: &Scene<'_>, hit: &Hit<'_>) -> Span {
    let tokens = &scene.analysis.tokens;
    let words = hit.tokens.iter().map(|&t| tokens[t].span);
    let heads: Vec<usize> = std::iter::once(hit.head).chain(hit.joined.iter().map(|j| j.1)).collect();
    let wounded = heads.iter().flat_map(|&head| told_beside(scene, hit, head));
    let heads = heads.iter().copied().chain(wounded.collect::<Vec<_>>());
    // A noun of action that is a subject is told by the clause of its verb, an infinitive by that of the verb above.
    let governor = Arguments::new(scene.analysis).governor(hit.head).filter(|_| is_noun(hit)).or(hit.teller);
    let clauses = heads.chain(governor).filter_map(|h| scene.analysis.clause_of(h)).map(|c| c.span);
    // What a noun of action governs stands behind it, wherever the tree hung it.
    let sentence = scene.analysis.sentence_of(hit.head).map(|s| s.span);
    let governed = hit.filled.iter().filter(|_| is_noun(hit)).map(|f| f.1);
    let behind = governed.filter(|&t| t > hit.head && sentence.is_some_and(|s| s.contains(tokens[t].span)));
    let arguments = behind.map(|t| scene.analysis.clause_of(t).map_or(tokens[t].span, |c| c.span));
    // "Dozens of arrests": the number stands above the noun it counts.
    let figures = sentence.into_iter().flat_map(|s| scene.figures_in(s));
    let number = figures.filter(|f| f.head == Some(hit.head)).map(|f| f.span);
    let span = words.chain(clauses).chain(arguments).chain(number).reduce(Span::cover).unwrap_or_default();
    without_ending(scene, span).trim(&scene.document.text)
}

/// "Five were killed *and eleven wounded*": verbs beside one of harm that tell how many were hurt.
fn told_beside<'s>(scene: &'s Scene<'_>, hit: &Hit<'_>, head: usize) -> impl Iterator<Item = usize> + 's {
    let analysis = scene.analysis;
    let harm = (hit.frame.harms() || hit.frame.toll) && analysis.tokens[head].pos == PartOfSpeech::Verb;
    analysis.children(head).filter(move |&t| {
        let span = analysis.clause_of(t).map(|c| c.span);
        let hurt = || span.is_some_and(|s| scene.figures_in(s).any(|f| f.of.as_deref() == Some(WOUNDED)));
        harm && analysis.arcs[t].label == Label::Conjunct
            && analysis.tokens[t].pos == PartOfSpeech::Verb
            && hurt()
    })
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

/// Parts the reports of one sentence: a report whose evidence ends with that of another, and takes nothing from there,
/// ends before it.
///
/// What is said, asked for or agreed on is part of its own report, so words of talk and deals keep theirs.
pub(super) fn part(scene: &Scene<'_>, reports: &mut [Report]) {
    let spans: Vec<(Span, Option<Span>)> = reports.iter().map(|r| (r.span, r.trigger)).collect();
    let deed = |report: &Report| {
        let frame = scene.packs.frames.get(&report.kind);
        frame.is_some_and(|f| !f.has_content()) && report.terms.is_empty()
    };
    for (k, report) in reports.iter_mut().enumerate().filter(|(_, r)| deed(r)) {
        let told = taken(report);
        let tail = |&(j, (span, trigger)): &(usize, &(Span, Option<Span>))| {
            let within = report.span.contains(*span) && span.start > report.span.start;
            let behind =
                trigger.is_some_and(|t| told.iter().all(|w| w.end <= span.start && w.end <= t.start));
            j != k && within && behind && span.end == report.span.end
        };
        let Some(start) = spans.iter().enumerate().filter(tail).map(|(_, (span, _))| span.start).min() else {
            continue;
        };
        report.span = Span { end: start, ..report.span }.trim(&scene.document.text);
        report.id = Report::id_of(&report.document, report.span, &report.kind);
    }
}

/// The words a report takes something from.
fn taken(report: &Report) -> Vec<Span> {
    // A place taken from elsewhere in the sentence is not what the clause tells.
    let lent = |span: Span| report.derivation.iter().any(|s| s.rule == PLACE_NEAR && s.span == Some(span));
    let roles = report.roles.iter().filter_map(|f| f.span).filter(|&span| !lent(span));
    let counts = report.counts.iter().filter_map(|c| c.span);
    let terms = report.terms.iter().filter_map(|t| t.span);
    let time = report.when.as_ref().and_then(|w| w.span);
    report.trigger.into_iter().chain(roles).chain(counts).chain(terms).chain(time).collect()
}
