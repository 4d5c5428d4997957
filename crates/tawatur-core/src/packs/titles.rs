//! Words that stand before a name and say what it names: "city of", "channel", "General"; and what names are made of.
//!
//! `lang/<xx>/titles.toml`. Which entity a name means is `extract`'s work.

use super::{PackFile, Problems, toml};
use crate::model::{EntityKind, Token};
use crate::text::{fold_str, without_article};
use rustc_hash::FxHashMap;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// A noun that says which kind of place its name is.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlaceNoun {
    /// The nouns. Folded when read.
    pub words: Vec<String>,
    /// Kinds of place it fits, the likeliest first.
    pub kinds: Vec<String>,
}

/// `titles.toml`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Titles {
    /// Particles written onto the front of a word, longest first; tried on words that the analysis left whole.
    pub proclitics: Vec<String>,
    /// Endings of a genitive that are written onto a name where its apostrophe got lost ("Libyas capital").
    pub genitives: Vec<String>,
    /// Nouns of places.
    pub places: Vec<PlaceNoun>,
    /// Nouns that introduce a name of a kind and mean the same as the name alone ("channel X", "the group X").
    pub introducers: BTreeMap<EntityKind, BTreeSet<String>>,
    /// Posts, ranks and forms of address that introduce a person.
    pub person: BTreeSet<String>,
    /// Particles inside personal names (`ibn`, `abu`, `de`).
    pub particles: BTreeSet<String>,
    /// First parts of a kunya (`abu`, `umm`).
    pub kunya: BTreeSet<String>,
    /// Words between a noun and the name of its place or state (`of`, `de`).
    pub links: BTreeSet<String>,
    /// Given names: they begin the name of a person without a title.
    pub given: BTreeSet<String>,
    /// Common words that are also spellings of an entity: they never name it alone.
    pub never: BTreeSet<String>,
    /// Points of the compass and parts of a country: "southern" and a name make a place of their own.
    pub directions: BTreeMap<String, BTreeSet<String>>,
    /// Place noun to the kinds it fits; made from `places`.
    #[serde(skip)]
    pub place_kinds: FxHashMap<String, Vec<String>>,
    /// Direction word to direction; made from `directions`.
    #[serde(skip)]
    pub direction_of: FxHashMap<String, String>,
}

impl Titles {
    /// The kinds of place that a noun fits, by its form with or without its article, or by its lemma; `None` for a word
    /// that is no noun of place.
    #[must_use]
    pub fn kinds_of_place(&self, noun: &Token) -> Option<&[String]> {
        let forms = [noun.folded.as_str(), noun.lemma.as_str(), without_article(&noun.folded).0];
        forms.iter().find_map(|form| self.place_kinds.get(*form)).map(Vec::as_slice)
    }
}

/// Reads a `titles.toml`.
pub(super) fn read(file: PackFile<'_>, problems: &mut Problems) -> Titles {
    let Some(mut titles) = toml::<Titles>(file, problems) else { return Titles::default() };
    titles.proclitics.iter_mut().for_each(|w| *w = fold_str(w));
    titles.proclitics.sort_by_key(|w| std::cmp::Reverse(w.len()));
    let sets = [
        &mut titles.person,
        &mut titles.particles,
        &mut titles.kunya,
        &mut titles.links,
        &mut titles.given,
        &mut titles.never,
    ];
    for set in sets.into_iter().chain(titles.introducers.values_mut()).chain(titles.directions.values_mut()) {
        *set = set.iter().map(|w| fold_str(w)).collect();
    }
    for noun in &titles.places {
        for word in &noun.words {
            titles.place_kinds.insert(fold_str(word), noun.kinds.clone());
        }
    }
    for (direction, words) in &titles.directions {
        for word in words {
            titles.direction_of.insert(word.clone(), direction.clone());
        }
    }
    titles
}
