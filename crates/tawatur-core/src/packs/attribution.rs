//! `lang/<xx>/attribution.toml`: the words by which a text says where it has something from.
//!
//! ```toml
//! [[say]]                       # verbs of saying; their subject is the source of what they govern
//! kind = "say"                  # say | claim | doubt | deny
//! verbs = ["say", "report"]     # lemmas
//!
//! [verbs]
//! claiming = ["claim"]          # what a deed is claimed with ("the group claimed the attack"): the claimant did it
//! voicing = ["hope", "urge"]    # attitudes and acts of speech that make nobody the source of an event
//! ascribing = ["attribute"]     # what a deed is laid to somebody with ("an attack attributed to the group")
//!
//! dismissing = ["dismiss"]      # with a noun of hearsay denies what it holds: "dismissed reports that"
//!
//! [nouns]
//! responsibility = ["role"]     # what is denied by who is said to have done it: "denied any role in the attack"
//! hearsay = ["rumour"]          # what is dismissed, beside the nouns of saying
//! saying = ["statement"]        # what a speaker puts out: "in a statement", "the report said"; its owner is the source
//! source = ["source"]           # unnamed sources: the noun heads a description, kept as it is
//! same = ["same source"]        # "the same source", "the latter": whoever was cited before
//! speaker = ["spokesman"]       # posts that speak for the body named with them
//!
//! [phrases]
//! citing = ["citing"]           # followed by the source; runs over the whole sentence
//! obtained = ["obtained by"]    # followed by the outlet that got hold of it
//! opening = ["that"]            # words that open what is said
//! ```
//! Prepositions of the class `according` stand in `pack.toml`.

use super::{PackFile, Problems, toml};
use crate::text::fold_str;
use rustc_hash::FxHashMap;
use serde::Deserialize;
use std::collections::BTreeSet;

/// The attribution words of a language, folded.
#[derive(Debug, Default)]
pub struct Attribution {
    /// Verbs of saying by lemma.
    pub verbs: FxHashMap<String, Saying>,
    /// Verbs that claim a deed, by lemma.
    pub claiming: BTreeSet<String>,
    /// Verbs of attitude and acts of speech, by lemma: whose words or thoughts these are, but no source of an event.
    pub voicing: BTreeSet<String>,
    /// Verbs that lay a deed to somebody, by lemma.
    pub ascribing: BTreeSet<String>,
    /// Verbs that deny what the hearsay holds that is their object.
    pub dismissing: BTreeSet<String>,
    /// Nouns for having done something, by which it is denied.
    pub responsibility: BTreeSet<String>,
    /// Nouns for what is said by others.
    pub hearsay: BTreeSet<String>,
    /// Nouns for what a speaker puts out.
    pub saying: BTreeSet<String>,
    /// Nouns for unnamed sources.
    pub source: BTreeSet<String>,
    /// Nouns and phrases that take up the source cited before.
    pub same: BTreeSet<String>,
    /// Posts that speak for a body.
    pub speaker: BTreeSet<String>,
    /// Phrases before a source, or before the outlet that obtained something, by their first word: the words behind it.
    pub citing: FxHashMap<String, Vec<Vec<String>>>,
    /// Words that open what is said.
    pub opening: BTreeSet<String>,
}

/// How a verb of saying stands to what is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Saying {
    /// Says it as it is.
    Say,
    /// Says it, and the writer keeps a distance ("claim", "prétendre").
    Claim,
    /// Doubts it.
    Doubt,
    /// Denies it.
    Deny,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    #[serde(default)]
    say: Vec<RawSay>,
    #[serde(default)]
    verbs: RawVerbs,
    #[serde(default)]
    nouns: RawNouns,
    #[serde(default)]
    phrases: RawPhrases,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSay {
    kind: Saying,
    verbs: Vec<String>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct RawVerbs {
    #[serde(default)]
    claiming: Vec<String>,
    #[serde(default)]
    voicing: Vec<String>,
    #[serde(default)]
    ascribing: Vec<String>,
    #[serde(default)]
    dismissing: Vec<String>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct RawNouns {
    #[serde(default)]
    responsibility: Vec<String>,
    #[serde(default)]
    hearsay: Vec<String>,
    #[serde(default)]
    saying: Vec<String>,
    #[serde(default)]
    source: Vec<String>,
    #[serde(default)]
    same: Vec<String>,
    #[serde(default)]
    speaker: Vec<String>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct RawPhrases {
    #[serde(default)]
    citing: Vec<String>,
    #[serde(default)]
    obtained: Vec<String>,
    #[serde(default)]
    opening: Vec<String>,
}

/// Reads a language's attribution words.
pub(super) fn load(file: PackFile<'_>, problems: &mut Problems) -> Attribution {
    let Some(raw) = toml::<Raw>(file, problems) else { return Attribution::default() };
    let set = |words: &[String]| words.iter().map(|w| fold_str(w)).collect::<BTreeSet<_>>();
    let mut citing: FxHashMap<String, Vec<Vec<String>>> = FxHashMap::default();
    for phrase in raw.phrases.citing.iter().chain(&raw.phrases.obtained) {
        let folded = fold_str(phrase);
        let mut words = folded.split(' ').map(str::to_owned);
        if let Some(first) = words.next() {
            citing.entry(first).or_default().push(words.collect());
        }
    }
    let verbs = raw.say.iter().flat_map(|s| s.verbs.iter().map(|v| (fold_str(v), s.kind))).collect();
    Attribution {
        verbs,
        claiming: set(&raw.verbs.claiming),
        voicing: set(&raw.verbs.voicing),
        ascribing: set(&raw.verbs.ascribing),
        dismissing: set(&raw.verbs.dismissing),
        responsibility: set(&raw.nouns.responsibility),
        hearsay: set(&raw.nouns.hearsay),
        saying: set(&raw.nouns.saying),
        source: set(&raw.nouns.source),
        same: set(&raw.nouns.same),
        speaker: set(&raw.nouns.speaker),
        citing,
        opening: set(&raw.phrases.opening),
    }
}
