//! Frames: what each event type is, which roles it has, and the words of each language that trigger it.
//!
//! `events/<type>/frame.toml` holds what is the same in all languages, `events/<type>/<lang>.toml` the words.

use super::{Language, PackFile, Problems, toml};
use crate::model::{EntityKind, EventType, Function, Lang, Mode, Report, Role};
use crate::text::fold_str;
use serde::Deserialize;
use std::collections::BTreeMap;

/// What an event type is.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Frame {
    /// Family of types that may tell of the same happening: `talk`, `deal`, `carry_out`, `violence` …
    pub family: String,
    /// Label by language, for people.
    pub label: BTreeMap<Lang, String>,
    /// True when the event has two sides and no direction: its roles are `parties`.
    #[serde(default)]
    pub mutual: bool,
    /// Part the type plays in the line of an agreement.
    #[serde(default)]
    pub line: Option<Line>,
    /// True when a report of this type may carry terms.
    #[serde(default)]
    pub terms: bool,
    /// True when it may stand as a term of an agreement, offer or demand.
    #[serde(default)]
    pub provision: bool,
    /// True when it only ever stands as a term (`autonomy`, `integrate`): no report is made of it.
    #[serde(default)]
    pub term_only: bool,
    /// True when listings, review and exports leave it out unless asked.
    #[serde(default)]
    pub quiet: bool,
    /// True when the state it begins goes on (a siege): reports of it at different times are one event.
    #[serde(default)]
    pub lasting: bool,
    /// It happens where people leave, not where they arrive: a destination told as its place is none.
    #[serde(default)]
    pub leaves: bool,
    /// True when it is the toll of something: told beside an attack, its figures belong to the attack.
    #[serde(default)]
    pub toll: bool,
    /// True when it is done by words: a capital named as the one addressed means its government.
    #[serde(default)]
    pub capitals: bool,
    /// A definite noun of this type ("the attack") takes up an earlier event of one of these more special types.
    #[serde(default)]
    pub takes_up: Vec<EventType>,
    /// The type of an attempt at it somewhere: who tried to take a town has led an offensive.
    #[serde(default)]
    pub tried: Option<EventType>,
    /// Carries out a term of these types when it happens after the agreement.
    #[serde(default)]
    pub carries_out: Vec<EventType>,
    /// Breaks a term of these types, or the whole agreement when it holds `*`.
    #[serde(default)]
    pub breaks: Vec<String>,
    /// What may fill each role; a role that is not named here is never filled.
    pub roles: BTreeMap<Role, Slot>,
    /// Codes of other schemes.
    #[serde(default)]
    pub codes: Codes,
    /// Triggers by language, from the words files.
    #[serde(skip)]
    pub triggers: BTreeMap<Lang, Vec<Trigger>>,
    /// Phrases that silence a trigger they cover, by language, folded.
    #[serde(skip)]
    pub silenced: BTreeMap<Lang, Vec<String>>,
}

impl Frame {
    /// The PLOVER 0.8 code of a report of this type: that of the deed, or that of what is only spoken of (planned,
    /// intended, agreed, or told by words such as "agree to"), where there is one; `None` where PLOVER has no such event
    /// or the report tells that nothing happened. The codes of its trigger come before those of the type.
    #[must_use]
    pub fn plover(&self, report: &Report) -> Option<&str> {
        let trigger = self.trigger_of(report);
        let deed = match report.mode {
            Mode::Asserted | Mode::Reported => !trigger.is_some_and(|t| t.spoken),
            Mode::Planned | Mode::Intended | Mode::Agreed => false,
            Mode::Denied | Mode::Attempted | Mode::Hypothetical | Mode::Habitual => return None,
        };
        let own = trigger.and_then(|t| t.codes.plover_of(deed));
        own.or_else(|| self.codes.plover_of(deed))
    }

    /// The CAMEO code of a report of this type: that of its trigger, else that of the type.
    #[must_use]
    pub fn cameo(&self, report: &Report) -> Option<&str> {
        let own = self.trigger_of(report).and_then(|t| t.codes.cameo.as_deref());
        own.or(self.codes.cameo.as_deref())
    }

    /// The trigger of a report, where one of this type made it.
    fn trigger_of(&self, report: &Report) -> Option<&Trigger> {
        let made = report.derivation.iter().find(|step| step.part == "trigger")?;
        self.triggers.values().flatten().find(|t| t.id == made.rule)
    }

    /// True when it is done to people with force, who need no name to be its victims.
    #[must_use]
    pub fn harms(&self) -> bool {
        self.roles.get(&Role::Whom).is_some_and(|whom| whom.kinds.contains(&EntityKind::Weapon))
    }

    /// True for words and deals: what is said, asked for or agreed on is part of them.
    #[must_use]
    pub fn has_content(&self) -> bool {
        matches!(self.family.as_str(), "talk" | "deal")
    }

    /// True for deeds by which places change hands or are closed in: what they are done to is a place.
    #[must_use]
    pub fn holds_places(&self) -> bool {
        self.family == "control"
    }

    /// True for deeds of war, told of games and prices too in many words.
    #[must_use]
    pub fn hostile(&self) -> bool {
        matches!(self.family.as_str(), "violence" | "control")
    }
}

/// The part a type plays in the line of an agreement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Line {
    /// Talks about one.
    Talks,
    /// Terms put forward.
    Offer,
    /// Terms asked for.
    Demand,
    /// Accepted.
    Deal,
    /// A truce.
    Truce,
    /// Refusal.
    Refusal,
    /// Breach.
    Breach,
}

/// What may fill a role.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Slot {
    /// Kinds of entities.
    pub kinds: Vec<EntityKind>,
    /// True when a report without it is not made.
    #[serde(default)]
    pub needed: bool,
}

/// Codes of an event type in other schemes.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Codes {
    /// PLOVER 0.8 code of the deed.
    #[serde(default)]
    pub plover: Option<String>,
    /// PLOVER code when it is only spoken of (planned, intended, agreed).
    #[serde(default)]
    pub plover_spoken: Option<String>,
    /// ACLED event type.
    #[serde(default)]
    pub acled: Option<String>,
    /// ACLED sub-event type.
    #[serde(default)]
    pub acled_sub: Option<String>,
    /// CAMEO code.
    #[serde(default)]
    pub cameo: Option<String>,
}

impl Codes {
    /// The PLOVER code of the deed, or of what is only spoken of.
    fn plover_of(&self, deed: bool) -> Option<&str> {
        if deed { self.plover.as_deref() } else { self.plover_spoken.as_deref() }
    }
}

/// Words that trigger an event type, with the roles they license.
#[derive(Debug, Clone)]
pub struct Trigger {
    /// Its id: path of its file and number in it, from 1 (`events/evacuate/en.toml#3`).
    pub id: String,
    /// What kind of word it is.
    pub form: TriggerForm,
    /// Its words: each a lemma, or several words with `_` for "any words here, up to five". Folded.
    pub words: Vec<String>,
    /// Which function fills which role. Those of the words file replace the defaults of the form.
    pub roles: BTreeMap<Function, Role>,
    /// Functions that must be there, and kinds one of which must fill them (empty: anything).
    pub needs: BTreeMap<Function, Vec<EntityKind>>,
    /// Lemmas that must not be the head of the argument with this function. Folded.
    pub without: BTreeMap<Function, Vec<String>>,
    /// Lemmas one of which must be the head of the argument with this function. Folded.
    pub only: BTreeMap<Function, Vec<String>>,
    /// The mode it gives, where it gives one ("repelled": attempted).
    pub mode: Option<Mode>,
    /// True when it tells of words alone, of agreeing or promising: PLOVER tells it apart from signing.
    pub spoken: bool,
    /// Weapon or way it tells.
    pub means: Option<String>,
    /// What a number on an argument counts ("killed" for the object of "kill").
    pub counts: BTreeMap<Function, String>,
    /// Provisions that its words name ("evacuation deal": to evacuate).
    pub terms: Vec<EventType>,
    /// Codes of other schemes where they are finer than those of the type ("visited" among talks).
    pub codes: Codes,
}

/// What kind of word a trigger is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TriggerForm {
    /// A verb, by lemma.
    Verb,
    /// A noun, by lemma; light verbs lend it their subject.
    Noun,
    /// An adjective or participle on a noun ("besieged town"): its noun is the `object`.
    Adjective,
    /// Fixed words, as they stand.
    Phrase,
}

/// A words file as written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    #[serde(default)]
    trigger: Vec<RawTrigger>,
    /// Phrases in which the trigger's word means something else.
    #[serde(default)]
    silenced: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTrigger {
    #[serde(default)]
    verb: Vec<String>,
    #[serde(default)]
    noun: Vec<String>,
    #[serde(default)]
    adjective: Vec<String>,
    #[serde(default)]
    phrase: Vec<String>,
    #[serde(default)]
    roles: BTreeMap<Function, String>,
    #[serde(default)]
    needs: BTreeMap<Function, Vec<EntityKind>>,
    #[serde(default)]
    without: BTreeMap<Function, Vec<String>>,
    #[serde(default)]
    only: BTreeMap<Function, Vec<String>>,
    #[serde(default)]
    mode: Option<Mode>,
    #[serde(default)]
    spoken: bool,
    #[serde(default)]
    means: Option<String>,
    #[serde(default)]
    counts: BTreeMap<Function, String>,
    #[serde(default)]
    terms: Vec<EventType>,
    #[serde(default)]
    codes: Codes,
}

/// Reads every frame and its words files.
pub(super) fn load(
    files: &[PackFile<'_>],
    languages: &BTreeMap<Lang, Language>,
    problems: &mut Problems,
) -> BTreeMap<EventType, Frame> {
    let mut frames: BTreeMap<EventType, Frame> = BTreeMap::new();
    for &file in files {
        let Some(name) = file.0.strip_prefix("events/").and_then(|p| p.strip_suffix("/frame.toml")) else {
            continue;
        };
        if let Some(frame) = toml::<Frame>(file, problems) {
            frames.insert(EventType::new(name), frame);
        }
    }
    for &file in files {
        let Some(rest) = file.0.strip_prefix("events/").and_then(|p| p.strip_suffix(".toml")) else {
            continue;
        };
        let Some((name, lang)) = rest.split_once('/').filter(|(_, l)| *l != "frame") else { continue };
        // `en.more.toml` adds words to those of `en.toml`.
        let lang = lang.split_once('.').map_or(lang, |(lang, _)| lang);
        let Some(lang) = lang.parse::<Lang>().ok().filter(|l| languages.contains_key(l)) else {
            problems.at(file.0, 1, 1, format!("`{lang}` is no language with a folder below `lang`"));
            continue;
        };
        let Some(words) = toml::<Words>(file, problems) else { continue };
        let Some(frame) = frames.get_mut(&EventType::new(name)) else {
            problems.at(file.0, 1, 1, format!("there is no `events/{name}/frame.toml` beside it"));
            continue;
        };
        let triggers: Vec<Trigger> = words
            .trigger
            .into_iter()
            .enumerate()
            .filter_map(|(k, raw)| raw.check(file.0, k + 1, frame, problems))
            .collect();
        frame.triggers.entry(lang).or_default().extend(triggers);
        frame.silenced.entry(lang).or_default().extend(words.silenced.iter().map(|w| fold_str(w)));
    }
    frames
}

impl RawTrigger {
    /// Checks a trigger and completes it with the defaults of its form.
    fn check(self, file: &str, number: usize, frame: &Frame, problems: &mut Problems) -> Option<Trigger> {
        let id = format!("{file}#{number}");
        let forms = [
            (TriggerForm::Verb, self.verb),
            (TriggerForm::Noun, self.noun),
            (TriggerForm::Adjective, self.adjective),
            (TriggerForm::Phrase, self.phrase),
        ];
        let mut given = forms.into_iter().filter(|(_, words)| !words.is_empty());
        let (Some((form, words)), None) = (given.next(), given.next()) else {
            problems.at(file, 1, 1, format!("trigger {number} must have exactly one of `verb`, `noun`, `adjective`, `phrase`, with at least one word"));
            return None;
        };
        let mut roles = default_roles(form, frame);
        for (function, name) in self.roles {
            match Role::ALL.into_iter().find(|r| r.name() == name) {
                Some(role) if frame.roles.contains_key(&role) => {
                    roles.insert(function, role);
                }
                _ if name.is_empty() => {
                    roles.remove(&function);
                }
                _ => problems.at(
                    file,
                    1,
                    1,
                    format!("trigger {number} names the role `{name}`, which its frame.toml does not have"),
                ),
            }
        }
        let folded = |table: BTreeMap<Function, Vec<String>>| -> BTreeMap<Function, Vec<String>> {
            table.into_iter().map(|(f, words)| (f, words.iter().map(|w| fold_str(w)).collect())).collect()
        };
        Some(Trigger {
            id,
            form,
            words: words.iter().map(|w| fold_str(w)).collect(),
            roles,
            needs: self.needs,
            without: folded(self.without),
            only: folded(self.only),
            mode: self.mode,
            spoken: self.spoken,
            means: self.means,
            counts: self.counts,
            terms: self.terms,
            codes: self.codes,
        })
    }
}

/// What a function fills when the words file is silent: subject does, object suffers, places are places.
fn default_roles(form: TriggerForm, frame: &Frame) -> BTreeMap<Function, Role> {
    let doer = if frame.mutual { Role::Parties } else { Role::Who };
    let mut pairs = vec![
        (Function::Place, Role::Where),
        (Function::From, Role::From),
        (Function::Goal, Role::To),
        (Function::Agent, doer),
        (Function::Subject, doer),
        (Function::Object, if frame.mutual { Role::Parties } else { Role::Whom }),
        (Function::Between, Role::Parties),
        (Function::With, if frame.mutual { Role::Parties } else { Role::Whom }),
        (Function::Against, if frame.mutual { Role::Parties } else { Role::Whom }),
        (Function::Through, Role::Mediator),
        (Function::Under, Role::Mediator),
    ];
    if form == TriggerForm::Noun {
        pairs.extend([
            (Function::Of, if frame.mutual { Role::Parties } else { Role::Whom }),
            (Function::Modifier, doer),
            (Function::Possessor, doer),
        ]);
    }
    // Where nothing moves, "at" and "to" a place are where it happened.
    if !frame.roles.contains_key(&Role::To) {
        pairs.push((Function::Goal, Role::Where));
    }
    pairs.into_iter().filter(|(_, role)| frame.roles.contains_key(role)).collect()
}
