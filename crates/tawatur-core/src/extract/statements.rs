//! What was said without telling of an event: a report of the quiet type for every act of saying whose words hold none.

use super::attribution::{Scope, Scopes};
use super::scene::Scene;
use super::triggers::Hit;
use crate::model::{
    Armed, Confidence, EventType, Filler, GeoPrecision, Link, Maker, Mode, PartOfSpeech, PublishedPrecision,
    Report, Role, Step, When, WhenPrecision,
};
use crate::packs::Saying;
use crate::text::Span;

/// The fewest tokens of what is said that make a statement worth a report.
const LEAST: usize = 5;

/// What is said tells of an event when the event's own words are at least one part of so many of it.
const MAIN_PART: usize = 6;

/// True for a trigger of the quiet type that is a plain verb of saying: [`statements`] judges it by what is said.
pub(super) fn is_saying(scene: &Scene<'_>, hit: &Hit<'_>) -> bool {
    let lemma = &scene.analysis.tokens[hit.head].lemma;
    let saying = scene.language(hit.head).and_then(|l| l.attribution.verbs.get(lemma));
    hit.frame.quiet && saying == Some(&Saying::Say) && hit.tokens.len() == 1
}

/// Statements of a document, given its other reports.
pub(super) fn statements(scene: &Scene<'_>, scopes: &Scopes, reports: &[Report]) -> Vec<Report> {
    let Some(kind) = scene.packs.frames.iter().find(|(_, f)| f.quiet).map(|(kind, _)| kind) else {
        return Vec::new();
    };
    let tokens = &scene.analysis.tokens;
    let mut out: Vec<Report> = Vec::new();
    for scope in scopes.iter() {
        let Some(verb) = scope.verb.filter(|_| is_worth(scene, scope, scopes)) else { continue };
        let Some(report) = statement(scene, scope, verb, kind) else { continue };
        let said = tokens[scope.tokens.start].span.cover(tokens[scope.tokens.end - 1].span);
        // What only touches on an event ("that the attack changes nothing") is worth telling as what was said.
        let tells = |r: &Report| {
            let within = r.trigger.is_some_and(|t| said.contains(t) || report.span.contains(t));
            within && r.span.len() * MAIN_PART >= said.len()
        };
        if !reports.iter().any(tells) && !out.iter().any(|r| r.span.overlaps(report.span)) {
            out.push(report);
        }
    }
    out
}

/// Worth a report: the speaker is named in so many words, not taken up by a pronoun or "the source", speaks for himself
/// and says something with a predicate of its own.
fn is_worth(scene: &Scene<'_>, scope: &Scope, scopes: &Scopes) -> bool {
    let tokens = &scene.analysis.tokens;
    let told = scope.chains.first().and_then(|c| c.0.last()).and_then(|l| l.span);
    let named = !scope.speaker.is_empty()
        && told.is_some_and(|t| {
            tokens[scope.speaker.start].span.start <= t.end
                && t.start <= tokens[scope.speaker.end - 1].span.end
        });
    let inside = scope.verb.is_some_and(|v| scopes.over(v).any(|o| o.verb != scope.verb && o.verb.is_some()));
    let predicate =
        scope.tokens.clone().any(|t| matches!(tokens[t].pos, PartOfSpeech::Verb | PartOfSpeech::Aux));
    named && !inside && predicate && scope.tokens.len() >= LEAST
}

/// When it was said: a time told with the verb and its speaker, else the day of publication.
fn when(scene: &Scene<'_>, scope: &Scope, verb: usize) -> Option<When> {
    let tokens = &scene.analysis.tokens;
    let sentence = scene.analysis.sentence_of(verb)?.span;
    let said = tokens[scope.tokens.start].span.cover(tokens[scope.tokens.end - 1].span);
    let outside = |span: Span| !said.contains(span);
    let near = |span: Span| span.start.abs_diff(tokens[verb].span.start);
    let told = scene.times_in(sentence).filter(|t| outside(t.expression.span));
    let told = told.filter_map(|t| Some((near(t.expression.span), t.when.clone()?)));
    let published = || {
        let published = &scene.published;
        let day = published.date.filter(|_| published.precision == PublishedPrecision::Day)?;
        Some(When { precision: WhenPrecision::Week, ..When::day(day, None) })
    };
    told.min_by_key(|(distance, _)| *distance).map(|(_, when)| when).or_else(published)
}

fn statement(scene: &Scene<'_>, scope: &Scope, verb: usize, kind: &EventType) -> Option<Report> {
    let tokens = &scene.analysis.tokens;
    let trigger = tokens[verb].span;
    let said = tokens[scope.tokens.start].span.cover(tokens[scope.tokens.end - 1].span);
    let speaker = tokens[scope.speaker.start].span.cover(tokens[scope.speaker.end - 1].span);
    // A quotation may run over sentences; the evidence is the one with the verb.
    let said = match scene.analysis.sentence_of(verb) {
        Some(s) if said.overlaps(s.span) => {
            Span { start: said.start.max(s.span.start), end: said.end.min(s.span.end) }
        }
        _ => trigger,
    };
    let span = said.cover(trigger).cover(speaker).trim(&scene.document.text);
    let speaker: &Link = scope.chains.first()?.0.last()?;
    Some(Report {
        id: Report::id_of(&scene.document.id, span, kind),
        document: scene.document.id.clone(),
        kind: kind.clone(),
        span,
        trigger: Some(trigger),
        roles: vec![Filler { role: Role::Who, entity: speaker.entity.clone(), span: speaker.span }],
        when: when(scene, scope, verb),
        counts: Vec::new(),
        source: scope.chains.clone(),
        mode: if scope.saying == Saying::Deny { Mode::Denied } else { Mode::Asserted },
        terms: Vec::new(),
        means: Vec::new(),
        armed: Armed::Unknown,
        geo_precision: GeoPrecision::Unknown,
        order: None,
        confidence: Confidence::B,
        made_by: Maker::Rule("attribution".into()),
        derivation: vec![Step { part: "trigger".into(), rule: "attribution".into(), span: Some(trigger) }],
    })
}
