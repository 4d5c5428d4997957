//! What was said without telling of an event: a report of the quiet type for every act of saying whose words hold none.

use super::attribution::Scope;
use super::scene::Scene;
use crate::model::{
    Armed, Confidence, EventType, Filler, GeoPrecision, Link, Maker, Mode, Report, Role, Step,
};
use crate::packs::Saying;

/// Statements of a document, given its other reports.
pub(super) fn statements(scene: &Scene<'_>, scopes: &[Scope], reports: &[Report]) -> Vec<Report> {
    let Some(kind) = scene.packs.frames.iter().find(|(_, f)| f.quiet).map(|(kind, _)| kind) else {
        return Vec::new();
    };
    let mut out: Vec<Report> = Vec::new();
    for scope in scopes {
        let Some(verb) = scope.verb else { continue };
        let Some(report) = statement(scene, scope, verb, kind) else { continue };
        let tokens = &scene.analysis.tokens;
        let said = tokens[scope.tokens.start].span.cover(tokens[scope.tokens.end - 1].span);
        let tells = |r: &Report| r.trigger.is_some_and(|t| said.contains(t) || report.span.contains(t));
        if !reports.iter().any(tells) && !out.iter().any(|r| r.span.overlaps(report.span)) {
            out.push(report);
        }
    }
    out
}

fn statement(scene: &Scene<'_>, scope: &Scope, verb: usize, kind: &EventType) -> Option<Report> {
    let tokens = &scene.analysis.tokens;
    let trigger = tokens[verb].span;
    let said = tokens[scope.tokens.start].span.cover(tokens[scope.tokens.end - 1].span);
    let speaker = tokens[scope.speaker.start].span.cover(tokens[scope.speaker.end - 1].span);
    let span = said.cover(trigger).cover(speaker).trim(&scene.document.text);
    let speaker: &Link = scope.chains.first()?.0.last()?;
    Some(Report {
        id: Report::id_of(&scene.document.id, span, kind),
        document: scene.document.id.clone(),
        kind: kind.clone(),
        span,
        trigger: Some(trigger),
        roles: vec![Filler { role: Role::Who, entity: speaker.entity.clone(), span: speaker.span }],
        when: None,
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
