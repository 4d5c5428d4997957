//! Templates from the record of one text, by the fill rules of MUC-4: what was hit, by whom, with what, when and where.

use super::super::Setting;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use tawatur_core::model::{
    Analysis, Entity, EntityId, EntityKind, Feature, Filler, Mention, Mode, PartOfSpeech, Record, Report,
    ReportId, Role, Token, WhenEnd, WhenPrecision,
};
use tawatur_core::pipeline::{Examined, linkable, record};
use tawatur_core::text::{Span, fold_str};

/// Templates of one text.
pub(super) fn of(setting: &Setting, examined: &Examined, analysis: &Analysis) -> Vec<Value> {
    let text = Text { setting, examined, analysis };
    let of = linkable(&examined.document, examined.extraction.clone());
    let record = record(vec![of], &[], &setting.packs);
    record.events.iter().filter_map(|event| text.template(&record, &event.reports)).collect()
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

/// Concepts of the nouns of weapons that are no weapons of a template: what carries people may be a target.
const CARRIERS: &[&str] = &["vehicles", "buses", "ships", "aircraft", "helicopters", "tanks"];

/// Concepts of weapons that make an attack a bombing.
const CHARGES: &[&str] = &["bombs", "mines", "car_bombs", "dynamite"];

/// How many bytes behind the words for somebody a name may begin that is theirs.
const APPOSED: u32 = 24;

/// CAMEO sectors of armed groups outside the state.
const OUTLAWS: [&str; 2] = ["REB", "CRM"];

/// The template type of a report (MUC-4, "type of incident").
fn incident(report: &Report) -> Option<&'static str> {
    match report.kind.as_str() {
        "attack" | "kill" | "shelling" | "air_strike" => Some("attack"),
        "explosion" => Some("bombing"),
        "abduct" => Some("kidnapping"),
        "destroy" if report.means.iter().any(|m| m == "fire") => Some("arson"),
        "destroy" => Some("attack"),
        _ => None,
    }
}

fn is_human(kind: EntityKind) -> bool {
    matches!(kind, EntityKind::Person | EntityKind::Crowd | EntityKind::Group | EntityKind::Force)
}

fn is_concept(id: &EntityId, concepts: &[&str]) -> bool {
    id.as_str().strip_prefix("any/").is_some_and(|concept| concepts.contains(&concept))
}

/// One text of the set with what was found in it.
struct Text<'e> {
    setting: &'e Setting,
    examined: &'e Examined,
    analysis: &'e Analysis,
}

/// The entities of a role, each by the words that name it.
#[derive(Default)]
struct Names(Vec<String>);

impl Names {
    fn add(&mut self, words: String) {
        if !words.is_empty() && !self.0.contains(&words) {
            self.0.push(words);
        }
    }

    fn written(&self) -> Vec<[&str; 1]> {
        self.0.iter().map(|words| [words.as_str()]).collect()
    }
}

impl<'e> Text<'e> {
    /// The template of an event of violence that has somebody or something that was hit; fighting between armed sides
    /// is no incident.
    fn template(&self, record: &Record, ids: &[ReportId]) -> Option<Value> {
        let told = |m: Mode| matches!(m, Mode::Asserted | Mode::Reported | Mode::Attempted);
        let reports: Vec<&Report> = record
            .reports
            .iter()
            .filter(|r| ids.contains(&r.id) && told(r.mode) && incident(r).is_some())
            .collect();
        let fullest = reports.iter().max_by_key(|r| (r.roles.len(), std::cmp::Reverse(r.span.start)))?;
        let mut incident = incident(fullest)?;
        let (mut individual, mut organisation) = (Names::default(), Names::default());
        let (mut target, mut victim, mut weapon) = (Names::default(), Names::default(), Names::default());
        let mut victims: Vec<Value> = Vec::new();
        let (mut struck, mut armed) = (0, 0);
        for report in &reports {
            for filler in self.fillers(report, Role::Who) {
                if self.entity(filler).is_some_and(|e| !e.generic && e.kind != EntityKind::Person) {
                    organisation.add(self.name(filler));
                } else {
                    individual.add(self.phrase(filler));
                }
                self.organisations(filler).for_each(|span| organisation.add(self.words(span)));
            }
            struck += report.roles.iter().filter(|f| f.role == Role::Whom && self.is_pronoun(f)).count();
            for filler in self.fillers(report, Role::Whom) {
                match self.entity(filler) {
                    Some(e) if is_human(e.kind) => {
                        struck += 1;
                        armed += usize::from(matches!(e.kind, EntityKind::Group | EntityKind::Force));
                        if e.kind == EntityKind::Person && !e.generic {
                            victim.add(self.name(filler));
                        } else {
                            self.named_behind(filler).into_iter().for_each(|name| victim.add(name));
                        }
                        victims.extend(self.victim(report, filler));
                    }
                    Some(e) if self.is_target(e, filler) => target.add(self.uncounted(filler)),
                    _ => {}
                }
            }
            for filler in self.fillers(report, Role::Where) {
                let inside = filler.span.is_some_and(|s| report.span.contains(s));
                if inside && self.is_built(filler) {
                    target.add(self.uncounted(filler));
                }
            }
            for span in self.weapons(report) {
                weapon.add(self.words(span));
            }
        }
        let charged = reports.iter().any(|r| self.weapon_mentions(r).any(|m| is_concept(&m.entity, CHARGES)));
        if incident == "attack" && charged {
            incident = "bombing";
        }
        if target.0.is_empty() && (struck == 0 || armed == struck && incident != "kidnapping") {
            return None;
        }
        if organisation.0.is_empty() {
            organisation.0.extend(self.only_outlaw());
        }
        if individual.0.is_empty() {
            reports.iter().flat_map(|r| self.outlaws_in(r)).for_each(|words| individual.add(words));
        }
        let attempted = reports.iter().all(|r| r.mode == Mode::Attempted);
        Some(json!({
            "type": incident,
            "roles": {
                "PerpInd": individual.written(),
                "PerpOrg": organisation.written(),
                "Target": target.written(),
                "Victim": victim.written(),
                "Weapon": weapon.written(),
            },
            "date": self.days(&reports),
            "places": self.places(&reports),
            "stage": if attempted { "ATTEMPTED" } else { "ACCOMPLISHED" },
            "victims": victims,
        }))
    }

    /// What fills a role, pronouns left out.
    fn fillers<'r>(&self, report: &'r Report, role: Role) -> Vec<&'r Filler> {
        report.roles.iter().filter(|f| f.role == role && !self.is_pronoun(f)).collect()
    }

    /// True for somebody taken up by a pronoun: hit like others, but named elsewhere.
    fn is_pronoun(&self, filler: &Filler) -> bool {
        filler.span.is_some_and(|span| self.tokens(span).all(|t| t.pos == PartOfSpeech::Pron))
    }

    fn entity(&self, filler: &Filler) -> Option<&'e Entity> {
        self.setting.entity(self.examined, &filler.entity)
    }

    /// What is hit that is no person: what is built, owned or driven.
    fn is_target(&self, entity: &Entity, filler: &Filler) -> bool {
        match entity.kind {
            EntityKind::Place => self.is_built(filler),
            EntityKind::Weapon => is_concept(&entity.id, CARRIERS) || self.concept(filler, CARRIERS),
            EntityKind::State | EntityKind::Outlet => false,
            _ => true,
        }
    }

    /// True for a place that is built or owned, by the noun that heads it.
    fn is_built(&self, filler: &Filler) -> bool {
        self.entity(filler).is_some_and(|e| e.kind == EntityKind::Place) && self.concept(filler, BUILT)
    }

    /// True when the noun that heads a filler stands for one of these concepts.
    fn concept(&self, filler: &Filler, concepts: &[&str]) -> bool {
        let Some(language) = self.setting.packs.languages.get(&self.examined.document.language) else {
            return false;
        };
        let Some(span) = filler.span else { return false };
        let known = |word: &String| language.nouns.get(word).map(|n| n.concept.as_str());
        let head = self.heads(span).find_map(|t| known(&t.folded).or_else(|| known(&t.lemma)));
        head.is_some_and(|concept| concepts.contains(&concept))
    }

    /// The nouns of the first compound of a phrase, the head first.
    fn heads(&self, span: Span) -> impl Iterator<Item = &'e Token> {
        let nouns = self.tokens(span).skip_while(|t| !t.pos.is_nominal()).take_while(|t| t.pos.is_nominal());
        nouns.collect::<Vec<_>>().into_iter().rev()
    }

    /// The words of a filler without a number or the like before its noun.
    fn uncounted(&self, filler: &Filler) -> String {
        let Some(span) = filler.span else { return String::new() };
        let counts = |t: &&Token| !(t.pos.is_nominal() || t.pos == PartOfSpeech::Adj);
        let first = self.tokens(span).find(|t| !counts(t)).map_or(span.start, |t| t.span.start);
        self.words(Span { start: first.min(span.end), end: span.end })
    }

    /// Persons named right behind the words for what they are ("former minister Juan Paz").
    fn named_behind(&self, filler: &Filler) -> Vec<String> {
        let Some(span) = filler.span.filter(|s| !self.is_plural(*s)) else { return Vec::new() };
        let near =
            self.mentions().filter(|m| m.span.start > span.start && m.span.start <= span.end + APPOSED);
        let person = |m: &&Mention| {
            let entity = self.setting.entity(self.examined, &m.entity);
            entity.is_some_and(|e| e.kind == EntityKind::Person && !e.generic)
        };
        let named = near
            .filter(person)
            .map(|m| self.name(&Filler { role: filler.role, entity: m.entity.clone(), span: Some(m.span) }));
        named.take(1).collect()
    }

    /// Armed people outside the state that the evidence of a report names by their class.
    fn outlaws_in(&self, report: &Report) -> Vec<String> {
        let hit: Vec<Span> = self.fillers(report, Role::Whom).iter().filter_map(|f| f.span).collect();
        let inside = self.mentions().filter(|m| report.span.contains(m.span));
        let armed = inside.filter(|m| !hit.iter().any(|h| h.overlaps(m.span))).filter(|m| {
            let entity = self.setting.entity(self.examined, &m.entity);
            let class = entity.is_some_and(|e| e.generic && e.kind == EntityKind::Group);
            class && self.heads(m.span).next().is_some_and(|t| self.is_outlaw(t))
        });
        armed.map(|m| self.words(m.span)).collect()
    }

    fn is_outlaw(&self, noun: &Token) -> bool {
        let language = self.setting.packs.languages.get(&self.examined.document.language);
        let sector = language.and_then(|l| l.nouns.get(&noun.lemma).or_else(|| l.nouns.get(&noun.folded)));
        sector.and_then(|n| n.sector.as_deref()).is_some_and(|s| OUTLAWS.contains(&s))
    }

    /// The name in a filler without titles and trades before it.
    fn name(&self, filler: &Filler) -> String {
        let Some(span) = filler.span else { return String::new() };
        let own = self.entity(filler).map(|e| e.name(self.examined.document.language).to_owned());
        let language = self.setting.packs.languages.get(&self.examined.document.language);
        let known = |word: &str| {
            let titled = |l: &tawatur_core::packs::Language| {
                l.nouns.contains_key(word) || l.titles.person.contains(word)
            };
            language.is_some_and(titled) || self.setting.packs.world.demonyms.contains_key(word)
        };
        let words = self.words(span);
        let all: Vec<&str> = words.split(' ').collect();
        let first = all.iter().take_while(|w| known(&fold_str(w))).count();
        match (all.get(first..), own) {
            (Some(rest), _) if !rest.is_empty() => rest.join(" "),
            (_, Some(own)) => own,
            _ => words,
        }
    }

    /// The words of a filler; where a name goes on behind its end ("members of the Front"), up to the end of the name.
    fn phrase(&self, filler: &Filler) -> String {
        let Some(span) = filler.span else { return String::new() };
        let over = self.mentions().filter(|m| m.span.overlaps(span) && m.span.start > span.start);
        self.words(over.fold(span, |whole, m| whole.cover(m.span)))
    }

    fn mentions(&self) -> impl Iterator<Item = &'e Mention> {
        self.examined.extraction.mentions.iter()
    }

    /// The tokens of a span.
    fn tokens(&self, span: Span) -> impl Iterator<Item = &'e Token> {
        self.analysis.tokens.iter().filter(move |t| span.contains(t.span))
    }

    /// True when the first noun of a phrase that is no part of a compound is plural.
    fn is_plural(&self, span: Span) -> bool {
        let mut tokens = self.tokens(span).skip_while(|t| !t.pos.is_nominal());
        let head = tokens.by_ref().take_while(|t| t.pos.is_nominal()).last();
        head.is_some_and(|t| t.features.has(Feature::Plural))
    }

    /// Organisations named in a longer phrase ("members of the Front").
    fn organisations(&self, filler: &Filler) -> impl Iterator<Item = Span> {
        let whole = filler.span;
        let inside =
            self.mentions().filter(move |m| whole.is_some_and(|w| w.overlaps(m.span) && w != m.span));
        inside.filter(|m| self.is_organisation(&m.entity)).map(|m| m.span)
    }

    fn is_organisation(&self, id: &EntityId) -> bool {
        let kinds = [EntityKind::Group, EntityKind::Force, EntityKind::Body];
        self.setting.entity(self.examined, id).is_some_and(|e| !e.generic && kinds.contains(&e.kind))
    }

    /// The one armed group outside the state that the text names, if it names one alone.
    fn only_outlaw(&self) -> Option<String> {
        let named = self.mentions().filter(|m| {
            let entity = self.setting.packs.world.entities.get(&m.entity);
            entity.is_some_and(|e| {
                e.kind == EntityKind::Group && e.codes.iter().any(|c| OUTLAWS.contains(&c.as_str()))
            })
        });
        let named: Vec<&Mention> = named.collect();
        let first = named.first()?;
        named.iter().all(|m| m.entity == first.entity).then(|| self.words(first.span))
    }

    fn words(&self, span: Span) -> String {
        span.slice(&self.examined.document.text).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Weapons named in the evidence of a report.
    fn weapon_mentions(&self, report: &Report) -> impl Iterator<Item = &'e Mention> {
        let evidence = report.span;
        let weapon = |m: &&Mention| {
            let entity = self.setting.entity(self.examined, &m.entity);
            entity.is_some_and(|e| e.kind == EntityKind::Weapon && !is_concept(&e.id, CARRIERS))
        };
        self.mentions().filter(move |m| evidence.contains(m.span)).filter(weapon)
    }

    fn weapons(&self, report: &Report) -> Vec<Span> {
        self.weapon_mentions(report).map(|m| m.span).collect()
    }

    /// One of the people hit, with their number and what became of them.
    fn victim(&self, report: &Report, filler: &Filler) -> Option<Value> {
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
        mentions.extend(plain.then(|| self.name(filler)));
        mentions.extend(
            count
                .and_then(|c| c.span)
                .filter(|c| c.end < span.end && span.contains(*c))
                .map(|c| self.words(Span { start: c.end, end: span.end })),
        );
        mentions.extend(self.heads(span).next().map(|head| self.words(head.span)));
        mentions.dedup();
        Some(json!({ "mentions": mentions, "number": [number], "effect": [effect] }))
    }

    /// The places told, in the words of the text and by the names of the packs; where none is told, that of the dateline.
    fn places(&self, reports: &[&Report]) -> Vec<String> {
        // A house or an embassy is what was hit, no location (fill rules).
        let named = |f: &&Filler| self.entity(f).is_none_or(|e| !e.generic);
        let fillers =
            reports.iter().flat_map(|r| r.roles.iter().filter(|f| f.role == Role::Where).filter(named));
        let mut names = BTreeSet::new();
        for filler in fillers {
            names.extend(filler.span.map(|span| self.words(span)));
            names.extend(
                self.entity(filler)
                    .filter(|e| !e.generic)
                    .map(|e| fold_str(e.name(self.examined.document.language))),
            );
        }
        if names.is_empty() {
            let opening = self.analysis.sentences.first().map(|s| s.span);
            let place = self.mentions().find(|m| {
                opening.is_some_and(|o| o.contains(m.span))
                    && self
                        .setting
                        .packs
                        .world
                        .entities
                        .get(&m.entity)
                        .is_some_and(|e| e.kind == EntityKind::Place)
            });
            names.extend(place.map(|m| self.words(m.span)));
        }
        names.into_iter().collect()
    }

    /// The first and last day of the most exact time told, else those of any time, else the day of the text (fill
    /// rules: an incident without a date lies before its text).
    fn days(&self, reports: &[&Report]) -> Vec<String> {
        let exact = |r: &&&Report| r.when.as_ref().is_some_and(|w| w.precision == WhenPrecision::Day);
        let told = reports.iter().find(exact).or_else(|| reports.iter().find(|r| r.when.is_some()));
        let when = told.and_then(|r| r.when.as_ref());
        let end = when.and_then(|w| match w.end {
            WhenEnd::Day(day) => Some(day),
            WhenEnd::Open => None,
        });
        let mut days: BTreeSet<_> = when.and_then(|w| w.start).into_iter().chain(end).collect();
        if days.is_empty() {
            days.extend(self.examined.extraction.published.date);
        }
        days.into_iter().map(|d| d.to_string()).collect()
    }
}
