//! Puts reports together: joins hits that tell one thing, gives tolls to their attacks, hangs terms below deals, and
//! adds attribution, mode, time, place, figures and evidence.

use super::arguments::Arguments;
use super::attribution::{Scope, Scopes};
use super::context::{Context, time_behind};
use super::figures::Figure;
use super::joining::{describes_argument, join_aims, join_general, join_same, join_talks, join_tolls};
use super::pronouns::{follow_dropped, follow_pronouns};
use super::reference::{Antecedents, is_pronoun};
use super::scene::Scene;
use super::triggers::{Hit, is_noun};
use super::{captions, claims, counts, deals, evidence, fields, mode, resumed, terms};
use crate::model::{
    Armed, Chain, Confidence, EntityKind, Feature, Function, GeoPrecision, Label, Link, Maker, Mode,
    PartOfSpeech, Report, Role, Step, Token,
};
use crate::packs::{Line, Saying, TriggerForm, WordRole};
use crate::text::Span;

/// How many words up the tree the verb of a circumstance may stand.
pub(super) const CIRCUMSTANCE_REACH: usize = 4;

/// Builds the reports of a document from the hits of its sentences.
pub(super) fn assemble<'a>(
    scene: &Scene<'a>,
    told: Vec<Vec<Hit<'a>>>,
    scopes: &Scopes,
    antecedents: &Antecedents,
) -> Vec<Report> {
    let context = Context::new(scene);
    let mut reports = Vec::new();
    for hits in told {
        let sentence_of = hits.first().and_then(|h| scene.analysis.sentence_of(h.head));
        if sentence_of.is_some_and(|s| fields::is_elsewhere(scene, s) || fields::is_link(scene, s)) {
            continue;
        }
        let hits = deals::join_offers(scene, join_same(scene, join_aims(hits)));
        let hits = join_general(scene, join_tolls(scene, join_talks(scene, hits)));
        sentence(scene, &hits, scopes, antecedents, &context, &mut reports);
    }
    context.share(scene, &mut reports);
    reports
}

/// Adds the reports of one sentence to those told before it.
fn sentence(
    scene: &Scene<'_>,
    hits: &[Hit<'_>],
    scopes: &Scopes,
    antecedents: &Antecedents,
    context: &Context,
    reports: &mut Vec<Report>,
) {
    let first = reports.len();
    let owners = terms::owners(scene.analysis, hits);
    let spans: Vec<Span> = hits.iter().map(|h| evidence::span(scene, h)).collect();
    for (k, hit) in hits.iter().enumerate() {
        if hit.frame.term_only || owners[k].is_some() && !context.has_time_of_its_own(scene, hit) {
            continue;
        }
        if owners.iter().all(|o| *o != Some(k)) && is_bare(scene, hit, hits) {
            continue;
        }
        let inside = |j: &usize| {
            let head = scene.analysis.tokens[hit.head].span;
            *j != k && owners[*j] != Some(k) && spans[k].contains(spans[*j]) && !spans[*j].contains(head)
        };
        let others: Vec<Span> = (0..hits.len()).filter(inside).map(|j| spans[j]).collect();
        let mut report = draft(scene, hit, &others, scopes, antecedents);
        let tried = hit.frame.tried.as_ref().filter(|_| {
            report.mode == Mode::Attempted && hit.filled.iter().any(|(role, _)| *role == Role::Where)
        });
        if let Some(kind) = tried.cloned().or_else(|| resumed::kind(scene, hit, reports)) {
            report.kind = kind;
        }
        let provisions = || {
            let own = (0..hits.len()).filter(|&j| owners[j] == Some(k));
            own.filter(|&j| !terms::describes_somebody(scene, hits[j].head, hit.head))
        };
        resumed::roles(scene, hit, &mut report, reports);
        report.terms = provisions().map(|j| terms::term(scene, &hits[j], spans[j])).collect();
        terms::lend_ways(provisions().map(|j| &hits[j]), &mut report.roles);
        deals::lend_addressee(scene, hit, provisions().map(|j| &hits[j]), &mut report.roles);
        for words in report.terms.iter().filter_map(|t| t.span) {
            report.span = report.span.cover(words);
        }
        report.terms.extend(terms::named(hit, &report.terms));
        report.id = Report::id_of(&report.document, report.span, &report.kind);
        context.complete(scene, hit, reports, &mut report);
        reports.push(report);
    }
    evidence::part(scene, &mut reports[first..]);
}

/// True for a mention that brings no fact of its own: nobody, no place, no time, no figure (codebook, "Borderline").
/// Inside another report a noun needs a time, a figure or two roles.
fn is_bare(scene: &Scene<'_>, hit: &Hit<'_>, hits: &[Hit<'_>]) -> bool {
    let predicate = matches!(hit.trigger.form, TriggerForm::Verb | TriggerForm::Phrase);
    let arguments = Arguments::new(scene.analysis);
    let finite =
        scene.analysis.tokens[hit.head].features.has(Feature::Finite) || arguments.is_helped(hit.head);
    let governor = arguments.governor(hit.head).filter(|_| is_noun(hit));
    // What the subject of another report's verb brings must stand in its own words.
    let taken = governor.is_some_and(|verb| hits.iter().any(|h| !h.frame.quiet && h.tokens.contains(&verb)));
    // What a noun does to something else ("the attack does not convince the staff") tells nothing of the noun.
    let place = |t| scene.kind_of(t) == Some(EntityKind::Place);
    let object = |verb| {
        let told = scene.analysis.arguments(verb);
        told.iter().any(|&(f, t)| f == Function::Object && t != hit.head && !place(t))
    };
    let happens = governor.is_some_and(|verb| !taken && !object(verb) && !claims::claims(scene, verb));
    // Who confirms, announces or denies it is a fact of its own.
    let said = hit.teller.is_some_and(|verb| {
        let verbs = scene.language(verb).map(|l| &l.attribution.verbs);
        let says = verbs.is_some_and(|v| v.contains_key(&scene.analysis.tokens[verb].lemma));
        let speaks = |t| scene.kind_of(t).is_some_and(|k| k != EntityKind::Other && k != EntityKind::Place);
        says && scene.analysis.arguments(verb).iter().any(|&(f, t)| f == Function::Subject && speaks(t))
    });
    let attribute = hits.iter().any(|other| other.head != hit.head && describes_argument(scene, other, hit));
    let tells =
        predicate && finite && !attribute && tells_of_somebody(scene, hit, evidence::span(scene, hit));
    // "Accuses them of having broken the truce": an infinitive with a doer and an object tells a whole deed.
    let has = |function| hit.arguments.iter().any(|(f, _)| *f == function);
    let blamed = predicate && !attribute && has(Function::Object) && is_blamed(scene, hit);
    let breaks = predicate && hit.frame.line == Some(Line::Breach);
    // "No electricity": what its own words deny is all that is told.
    let lacks = hit.trigger.mode == Some(Mode::Asserted);
    let fact = tells || breaks || happens || said || blamed || lacks;
    if fact || !hit.joined.is_empty() || is_denied_deal(scene, hit) {
        return false;
    }
    let own = scene.analysis.clause_of(hit.head).filter(|_| taken);
    let span = own.map_or_else(|| evidence::span(scene, hit), |clause| clause.span);
    // A figure of what only describes somebody in another report must be its own.
    let own = |noun: usize| !attribute || hit.arguments.iter().any(|(_, t)| *t == noun);
    let counted = scene.figures_in(span).any(|f| f.head.map_or(!attribute, own));
    // "Dozens of arrests" tells how many, though the number stands above the noun.
    let of_head = |f: &Figure| f.head == Some(hit.head);
    let sentence = scene.analysis.sentence_of(hit.head);
    let counted = counted || sentence.is_some_and(|s| scene.figures_in(s.span).any(of_head));
    let timed = scene.times_in(span).any(|t| t.when.is_some()) || time_behind(scene, hit).is_some();
    let told = counted || timed;
    let head = scene.analysis.tokens[hit.head].span;
    let inside =
        hits.iter().any(|other| other.head != hit.head && evidence::span(scene, other).contains(head));
    // "The curfew imposed by the government": who did it is a fact of its own.
    let done_by =
        |&(role, t): &(Role, usize)| role == Role::Who && hit.arguments.contains(&(Function::Agent, t));
    let done = is_noun(hit) && hit.filled.iter().any(done_by);
    let needed = if !done && (attribute || inside || is_presupposed(scene, hit)) { 2 } else { 1 };
    // "Their release": a pronoun fills a role too.
    let taken_up = |&&(f, t): &&(Function, usize)| {
        let doer = matches!(f, Function::Subject | Function::Agent | Function::Through);
        let own = !doer && is_noun(hit);
        own && t > hit.head && hit.trigger.roles.contains_key(&f) && is_pronoun(&scene.analysis.tokens[t])
    };
    let pronouns = hit.arguments.iter().filter(taken_up).count();
    !told && hit.filled.len() + pronouns < needed
}

/// True for what somebody is accused of or denies to have done: an infinitive below a verb of blame or denial.
fn is_blamed(scene: &Scene<'_>, hit: &Hit<'_>) -> bool {
    let above = scene.analysis.arcs[hit.head].head.map(|h| h as usize);
    let Some(verb) = above.filter(|_| scene.analysis.arcs[hit.head].label == Label::OpenComplement) else {
        return false;
    };
    let lemma = &scene.analysis.tokens[verb].lemma;
    let words = scene.language(verb).map(|l| &l.attribution);
    words.is_some_and(|w| w.verbs.contains_key(lemma) || w.voicing.contains(lemma))
}

/// That no deal was made is a fact of its own, whoever and wherever: "no truce so far", "denied the conclusion of a deal".
fn is_denied_deal(scene: &Scene<'_>, hit: &Hit<'_>) -> bool {
    let deal = matches!(hit.frame.line, Some(Line::Deal | Line::Truce));
    deal && mode::mode(scene, hit, Saying::Say).0 == Mode::Denied
}

/// A noun of action that is only named to say what something else is about: "the inquiry into the killing". What stands
/// below a word of modality ("the failure of the talks") is told by it.
fn is_presupposed(scene: &Scene<'_>, hit: &Hit<'_>) -> bool {
    let arc = scene.analysis.arcs[hit.head];
    let language = scene.language(hit.head);
    let modal = |lemma: &String| language.is_some_and(|l| l.modality.nouns.contains_key(lemma));
    let above = arc.head.map(|h| &scene.analysis.tokens[h as usize]);
    // "A rise in attacks", "a wave of arrests" are the attacks and arrests themselves.
    let many = |t: &Token| language.is_some_and(|l| l.grammar.word(t).roles.has(WordRole::Collective));
    let about = above.is_some_and(|t| t.pos.is_nominal() && !modal(&t.lemma) && !many(t));
    is_noun(hit) && arc.label == Label::NounModifier && about
}

/// True for a predicate with a role filled, with a place named in its clause or with an argument that is a pronoun or a
/// number: it tells of somebody, if not by name.
fn tells_of_somebody(scene: &Scene<'_>, hit: &Hit<'_>, span: Span) -> bool {
    let tokens = &scene.analysis.tokens;
    // "Many were killed": words for many of somebody stand for them.
    let many = |t: usize| {
        let language = scene.language(t);
        language.is_some_and(|l| l.grammar.word(&tokens[t]).roles.has(WordRole::Collective))
    };
    let stands_for = |t: usize| is_pronoun(&tokens[t]) || tokens[t].pos == PartOfSpeech::Num || many(t);
    !hit.filled.is_empty()
        || hit.arguments.iter().any(|&(_, t)| stands_for(t))
        || scene.names.mentions().iter().any(|m| span.contains(m.span))
}

/// A report with what the hit itself tells.
fn draft(
    scene: &Scene<'_>,
    hit: &Hit<'_>,
    others: &[Span],
    scopes: &Scopes,
    antecedents: &Antecedents,
) -> Report {
    let span = trim_speakers(evidence::span(scene, hit), hit, scopes, scene);
    let trigger = scene.analysis.tokens[hit.tokens[0]].span;
    let (mut source, mut saying) = scopes.chains_over(hit.head);
    if let Some(claimant) = hit.claimant() {
        saying = Saying::Say; // a claim of one's own deed is no hearsay
        let told = |Chain(links): &Chain| links.last().is_some_and(|l| l.entity == claimant.entity);
        if !source.iter().any(told) {
            source = vec![Chain(vec![Link { entity: claimant.entity.clone(), span: claimant.span }])];
        }
    }
    if source.is_empty() {
        source.extend(captions::source(scene, hit.head));
    }
    let (mode, operator) = mode::mode(scene, hit, saying);
    let mut derivation =
        vec![Step { part: "trigger".into(), rule: hit.trigger.id.clone(), span: Some(trigger) }];
    let mut roles = hit.roles.clone();
    follow_pronouns(scene, hit, antecedents, &mut roles, &mut derivation);
    follow_dropped(scene, hit, antecedents, &mut roles, &mut derivation);
    derivation.extend(roles.iter().filter(|f| f.span.is_some()).map(|f| Step {
        part: f.role.name().into(),
        rule: "argument".into(),
        span: f.span,
    }));
    if let Some(word) = operator {
        derivation.push(Step {
            part: "mode".into(),
            rule: "operator".into(),
            span: Some(scene.analysis.tokens[word].span),
        });
    }
    derivation.extend(source.iter().flat_map(|Chain(links)| links).map(|l| Step {
        part: "source".into(),
        rule: "scope".into(),
        span: l.span,
    }));
    let confidence = if hit.filled.is_empty() { Confidence::C } else { Confidence::A };
    let counts = counts::counts(scene, hit, span, others);
    derivation.extend(counts.iter().map(|c| Step {
        part: "count".into(),
        rule: "figure".into(),
        span: c.span,
    }));
    Report {
        id: Report::id_of(&scene.document.id, span, hit.kind),
        document: scene.document.id.clone(),
        kind: hit.kind.clone(),
        span,
        trigger: Some(trigger),
        roles,
        when: None,
        counts,
        source,
        mode,
        terms: Vec::new(),
        means: means(hit),
        armed: Armed::Unknown,
        geo_precision: GeoPrecision::Unknown,
        order: None,
        confidence,
        made_by: Maker::Rule(hit.trigger.id.clone()),
        derivation,
    }
}

/// The weapons and ways that the words of a hit tell, those joined to it too ("a *car bomb* went off").
fn means(hit: &Hit<'_>) -> Vec<String> {
    let joined = |id: &String| hit.frame.triggers.values().flatten().find(|t| t.id == *id);
    let others = hit.joined.iter().filter_map(|(id, _)| joined(id)).filter_map(|t| t.means.clone());
    let mut means: Vec<String> = hit.trigger.means.iter().cloned().chain(others).collect();
    means.dedup();
    means
}

/// True when a noun is the object of a verb, or describes or stands beside it: "confirmed the arrests", "denied any
/// suggestion of an arrest".
fn deals_with(scene: &Scene<'_>, verb: usize, noun: usize) -> bool {
    let arcs = &scene.analysis.arcs;
    let up = |&t: &usize| {
        let nominal = matches!(arcs[t].label, Label::NounModifier | Label::Conjunct | Label::Flat);
        arcs[t].head.filter(|_| nominal).map(|h| h as usize)
    };
    let objects = std::iter::successors(Some(noun), up).take(CIRCUMSTANCE_REACH);
    objects.into_iter().any(|t| arcs[t].label == Label::Object && arcs[t].head == Some(verb as u32))
}

/// Evidence leaves out "X said" at either end.
fn trim_speakers(mut span: Span, hit: &Hit<'_>, scopes: &Scopes, scene: &Scene<'_>) -> Span {
    let tokens = &scene.analysis.tokens;
    let claim = hit.teller.filter(|_| hit.claimant().is_some());
    let named = |s: &&Scope| !s.speaker.is_empty() && (claim.is_none() || s.verb != claim);
    for scope in scopes.over(hit.head).filter(named) {
        let (first, last) = (scope.speaker.start, scope.speaker.end - 1);
        let said = Span { start: tokens[first].span.start, end: tokens[last].span.end };
        let said = scope.verb.map_or(said, |v| said.cover(tokens[v].span));
        // "X confirmed the arrests": who says so is part of what is told.
        let confirmed = is_noun(hit) && scope.verb.is_some_and(|v| deals_with(scene, v, hit.head));
        if confirmed || said.contains(tokens[hit.head].span) || !span.overlaps(said) {
            continue;
        }
        if said.start <= tokens[hit.head].span.start {
            span.start = span.start.max(said.end);
        } else {
            span.end = span.end.min(said.start);
        }
    }
    span.trim(&scene.document.text)
}

/// Confidence falls when a role was not told by grammar.
pub(super) fn by_fallback(report: &mut Report, part: Role, rule: &str, span: Option<Span>) {
    if report.confidence == Confidence::A && part != Role::Where {
        report.confidence = Confidence::B;
    }
    report.derivation.push(Step { part: part.name().into(), rule: rule.into(), span });
}
