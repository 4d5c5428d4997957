//! MUC-4 (TST1 and TST2 of the dev part): templates of attack, bombing, kidnapping and arson, as the record of the one text
//! has the events. The published figures are on TST3 and TST4; those here are on other texts.

use super::{Measures, Options, Setting, field, measure, number_after, rows};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use tawatur_core::analyse::analyse;
use tawatur_core::model::{
    Analysis, Entity, EntityKind, Feature, Filler, Mode, PartOfSpeech, Record, Report, Role, Token, WhenEnd,
    WhenPrecision,
};
use tawatur_core::pipeline::{Examined, linkable, record};
use tawatur_core::text::Span;

/// Takes `muc-template`, `muc-ree`, `muc-rme`, `muc-date`, `muc-place`, `muc-number`.
///
/// # Errors
/// When the set is absent.
pub(super) fn take(setting: &Setting, options: &Options) -> Result<Measures, String> {
    let path = measure("muc4_en/dev.jsonl")?;
    let mut predictions = Vec::new();
    for row in rows(&path)? {
        let id = field(&row, "id");
        let examined = setting.examine(id, field(&row, "raw_text"), None)?;
        let analysis = analyse(&examined.document.text, &examined.document.blocks, &setting.packs);
        let templates = Text { setting, examined: &examined, analysis: &analysis }.templates();
        if options.errors {
            eprintln!("muc {id} gold {} ours {}", row["templates"], json!(templates));
        }
        predictions.push(json!({ "id": id, "templates": templates }));
    }
    let scores = setting.score("score_muc", &path, &predictions, &["--per-role"])?;
    let slots = setting.score("score_slots", &path, &predictions, &[])?;
    if options.errors {
        eprintln!("{scores}{slots}");
    }
    let mut measures = Measures::new();
    let keys = [("muc-template", "tmpl"), ("muc-ree", "ceaf_ree"), ("muc-rme", "rme_phi3")];
    for (key, metric) in keys {
        let line = scores.lines().find(|l| l.starts_with(metric) && l.contains(" all "));
        measures.insert(key.to_owned(), share(line));
    }
    for slot in ["date", "place", "number"] {
        let line = slots.lines().find(|l| l.starts_with(slot));
        measures.insert(format!("muc-{slot}"), share(line));
    }
    Ok(measures)
}

/// The f1 of a scorer's line, which prints per cent.
fn share(line: Option<&str>) -> f64 {
    line.and_then(|l| number_after(l, "F1")).unwrap_or(0.0) / 100.0
}

/// The template type of an event type (MUC-4, "type of incident").
fn incident(kind: &str) -> Option<&'static str> {
    match kind {
        "attack" | "kill" | "shelling" | "air_strike" => Some("attack"),
        "explosion" => Some("bombing"),
        "abduct" => Some("kidnapping"),
        "destroy" => Some("arson"),
        _ => None,
    }
}

/// One text of the set with what was found in it.
struct Text<'e> {
    setting: &'e Setting,
    examined: &'e Examined,
    analysis: &'e Analysis,
}

/// Concepts of places that are physical targets (fill rules: what is built or owned, not towns and regions).
const BUILT: &[&str] = &[
    "bases",
    "positions",
    "checkpoints",
    "bridges",
    "airports",
    "ports",
    "hospitals",
    "schools",
    "mosques",
    "churches",
    "markets",
    "buildings",
    "homes",
    "prisons",
    "embassies",
    "bakeries",
    "farmland",
    "oil_fields",
    "dams",
    "infrastructure",
];

impl<'e> Text<'e> {
    /// One template for each event of violence that has somebody or something it was done to.
    fn templates(&self) -> Vec<Value> {
        let of = linkable(&self.examined.document, self.examined.extraction.clone());
        let record = record(vec![of], &[], &self.setting.packs);
        let events = record.events.iter();
        events.filter_map(|event| self.template(&record, event.kind.as_str(), &event.reports)).collect()
    }

    fn template(
        &self,
        record: &Record,
        kind: &str,
        reports: &[tawatur_core::model::ReportId],
    ) -> Option<Value> {
        let told = |m: Mode| matches!(m, Mode::Asserted | Mode::Reported | Mode::Attempted);
        let reports: Vec<&Report> =
            record.reports.iter().filter(|r| reports.contains(&r.id) && told(r.mode)).collect();
        let fire = reports.iter().any(|r| r.means.iter().any(|m| m == "fire"));
        let incident = incident(kind).filter(|i| *i != "arson" || fire)?;
        let (mut individual, mut organisation) = (Roles::default(), Roles::default());
        let (mut target, mut victim, mut weapon) = (Roles::default(), Roles::default(), Roles::default());
        for report in &reports {
            for filler in report.roles.iter().filter(|f| f.role == Role::Who && !self.is_pronoun(f)) {
                let named = self.entity(filler).is_some_and(|e| !e.generic && e.kind != EntityKind::Person);
                if named { &mut organisation } else { &mut individual }.put(filler, self);
                self.organisations(filler).for_each(|span| organisation.add(span, self));
            }
            for filler in report.roles.iter().filter(|f| f.role == Role::Whom && !self.is_pronoun(f)) {
                match self.entity(filler) {
                    Some(e) if !is_human(e.kind) => target.put(filler, self),
                    Some(e) if e.kind == EntityKind::Person && !e.generic => victim.name(filler, self),
                    _ => {}
                }
            }
            let built = |e: &Entity| {
                BUILT.iter().any(|b| e.id.as_str().strip_prefix("any/") == Some(b))
                    || e.generic && e.kind == EntityKind::Place && e.id.as_str().starts_with('x')
            };
            let places = report
                .roles
                .iter()
                .filter(|f| f.role == Role::Where && f.span.is_some_and(|s| report.span.contains(s)));
            for filler in places.filter(|f| self.entity(f).is_some_and(built)) {
                target.put(filler, self);
            }
            self.weapons(report).for_each(|span| weapon.add(span, self));
        }
        let victims: Vec<Value> = reports.iter().flat_map(|r| self.victims(r)).collect();
        // A template needs somebody or something that was hit (fill rules of MUC-4).
        if victims.is_empty() && target.0.is_empty() {
            return None;
        }
        let attempted = reports.iter().all(|r| r.mode == Mode::Attempted);
        Some(json!({
            "type": incident,
            "roles": { "PerpInd": individual.0, "PerpOrg": organisation.0, "Target": target.0, "Victim": victim.0, "Weapon": weapon.0 },
            "date": days(&reports),
            "places": self.places(&reports),
            "stage": if attempted { "ATTEMPTED" } else { "ACCOMPLISHED" },
            "victims": victims,
        }))
    }

    fn entity(&self, filler: &Filler) -> Option<&'e Entity> {
        self.setting.entity(self.examined, &filler.entity)
    }

    /// The name of a person without titles.
    fn own_name(&self, filler: &Filler) -> Option<String> {
        self.entity(filler)?.names.values().next().cloned()
    }

    /// The tokens of a span.
    fn tokens(&self, span: Span) -> impl Iterator<Item = &'e Token> {
        self.analysis.tokens.iter().filter(move |t| span.contains(t.span))
    }

    fn is_pronoun(&self, filler: &Filler) -> bool {
        filler.span.is_some_and(|span| self.tokens(span).all(|t| t.pos == PartOfSpeech::Pron))
    }

    /// True when the first noun of a phrase that is no part of a compound is plural.
    fn is_plural(&self, span: Span) -> bool {
        let mut tokens = self.tokens(span).skip_while(|t| !t.pos.is_nominal());
        let head = tokens.by_ref().take_while(|t| t.pos.is_nominal()).last();
        head.is_some_and(|t| t.features.has(Feature::Plural))
    }

    /// Organisations named inside a longer phrase ("members of the Front").
    fn organisations(&self, filler: &Filler) -> impl Iterator<Item = Span> {
        let whole = filler.span;
        let inside = self
            .examined
            .extraction
            .mentions
            .iter()
            .filter(move |m| whole.is_some_and(|w| w.contains(m.span) && w != m.span));
        let named = |m: &&tawatur_core::model::Mention| {
            let entity = self.setting.entity(self.examined, &m.entity);
            entity.is_some_and(|e| {
                !e.generic && matches!(e.kind, EntityKind::Group | EntityKind::Force | EntityKind::Body)
            })
        };
        inside.filter(named).map(|m| m.span)
    }

    fn words(&self, span: Span) -> String {
        span.slice(&self.examined.document.text).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Weapons named in the evidence of a report.
    fn weapons(&self, report: &Report) -> impl Iterator<Item = Span> {
        let evidence = report.span;
        let inside = self.examined.extraction.mentions.iter().filter(move |m| evidence.contains(m.span));
        let weapon = |m: &&tawatur_core::model::Mention| {
            let entity = self.setting.entity(self.examined, &m.entity);
            entity.is_some_and(|e| e.kind == EntityKind::Weapon)
        };
        inside.filter(weapon).map(|m| m.span)
    }

    /// The people hit, with their number and what became of them.
    fn victims(&self, report: &Report) -> Vec<Value> {
        let of = |filler: &&Filler| {
            filler.role == Role::Whom
                && !self.is_pronoun(filler)
                && self.entity(filler).is_some_and(|e| is_human(e.kind))
        };
        let value = |filler: &Filler| {
            let span = filler.span?;
            let count = report.counts.iter().find(|c| c.span.is_some_and(|s| s.overlaps(span)));
            let plain = self.entity(filler).is_some_and(|e| !e.generic && e.kind == EntityKind::Person);
            let number = count.map(|c| format!("{}", c.value));
            let number = number.or_else(|| (plain || !self.is_plural(span)).then(|| "1".to_owned()));
            let effect = if report.kind.as_str() == "kill" || report.counts.iter().any(|c| c.of == "killed") {
                "DEATH"
            } else if report.counts.iter().any(|c| c.of == "wounded") {
                "INJURY"
            } else {
                "NO INJURY OR DEATH"
            };
            let number = number.unwrap_or_else(|| "PLURAL".to_owned());
            let mut mentions = vec![self.words(span)];
            mentions.extend(self.own_name(filler).filter(|_| plain));
            Some(json!({ "mentions": mentions, "number": [number], "effect": [effect] }))
        };
        report.roles.iter().filter(of).filter_map(value).collect()
    }

    fn places(&self, reports: &[&Report]) -> Vec<String> {
        let fillers = reports.iter().flat_map(|r| r.roles.iter().filter(|f| f.role == Role::Where));
        let names: BTreeSet<String> = fillers.filter_map(|f| f.span).map(|s| self.words(s)).collect();
        names.into_iter().collect()
    }
}

/// The entities of a role of a template, each by the words that name it.
#[derive(Default)]
struct Roles(Vec<Vec<String>>);

impl Roles {
    fn put(&mut self, filler: &Filler, text: &Text<'_>) {
        if let Some(span) = filler.span {
            self.add(span, text);
        }
    }

    fn add(&mut self, span: Span, text: &Text<'_>) {
        self.push(text.words(span));
    }

    fn name(&mut self, filler: &Filler, text: &Text<'_>) {
        text.own_name(filler).into_iter().for_each(|name| self.push(name));
    }

    fn push(&mut self, words: String) {
        let words = vec![words];
        if !self.0.contains(&words) {
            self.0.push(words);
        }
    }
}

fn is_human(kind: EntityKind) -> bool {
    matches!(kind, EntityKind::Person | EntityKind::Crowd | EntityKind::Group | EntityKind::Force)
}

/// The first and last day of the most exact time told; else those of any time.
fn days(reports: &[&Report]) -> Vec<String> {
    let exact = |r: &&&Report| r.when.as_ref().is_some_and(|w| w.precision == WhenPrecision::Day);
    let told = reports.iter().find(exact).or_else(|| reports.iter().find(|r| r.when.is_some()));
    let when = told.and_then(|r| r.when.as_ref());
    let end = when.and_then(|w| match w.end {
        WhenEnd::Day(day) => Some(day),
        WhenEnd::Open => None,
    });
    let days: BTreeSet<_> = when.and_then(|w| w.start).into_iter().chain(end).collect();
    days.into_iter().map(|d| d.to_string()).collect()
}
