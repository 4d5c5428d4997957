//! Which of its bearers a spelling names here, if any: by the countries that the text is about, by what introduces it,
//! by how well known the bearer is. A name that nothing supports is dropped: a wrong place is worse than a missed one.

use super::matches::{Match, Matches};
use super::words::Word;
use super::{Found, Name};
use crate::model::{Analysis, Entity, EntityId, EntityKind, Lang, PartOfSpeech};
use crate::packs::{Bearing, Condition, Packs, Titles};
use std::collections::HashMap;

/// How often each country is named, by its name, its people or its places.
type Countries<'p> = HashMap<&'p EntityId, usize>;

/// Weight of the name of a country against that of a place in it when countries are counted.
const COUNTRY_WEIGHT: usize = 3;

/// Words on either side of an acronym that show how the text writes.
const ACRONYM_REACH: usize = 4;

/// Chooses a bearer for every match, or drops it.
pub(super) fn choose(analysis: &Analysis, packs: &Packs, words: &[Word], matches: Matches<'_>) -> Found {
    let countries = countries(packs, &matches);
    // Of equals the country whose id comes first, so that the order of counting does not matter.
    let country =
        countries.iter().max_by_key(|(id, n)| (**n, std::cmp::Reverse(*id))).map(|(id, _)| (*id).clone());
    let mut found = Found { country, ..Found::default() };
    for hit in &matches.names {
        let context = Context::of(analysis, packs, words, hit);
        let mut scored: Vec<(u32, &Bearing)> = hit
            .spellings
            .iter()
            .filter_map(|&s| Some((score(packs, &countries, found.country.as_ref(), &context, s)?, s)))
            .collect();
        // A stable sort keeps the order of the packs among equals.
        scored.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
        let Some((_, best)) = scored.first() else { continue };
        found.names.push(Name {
            span: hit.span,
            tokens: words[hit.words.start].token..words[hit.words.end - 1].token + 1,
            entity: best.entity.clone(),
            candidates: scored.iter().map(|(_, s)| s.entity.clone()).collect(),
        });
    }
    for (word, country, condition) in matches.nationalities {
        let token = words[word].token;
        let counts = condition == Condition::Always || countries.contains_key(country);
        if counts && found.nationalities.last().is_none_or(|last| last.0 != token) {
            found.nationalities.push((token, country.clone()));
        }
    }
    found
}

/// Counts countries over what needs no context: names with one unconditional bearer, and nationalities.
fn countries<'p>(packs: &'p Packs, matches: &Matches<'p>) -> Countries<'p> {
    let mut countries = Countries::new();
    for hit in &matches.names {
        let [only] = hit.spellings[..] else { continue };
        if only.condition != Condition::Always {
            continue;
        }
        if let Some(country) = packs.world.country(&only.entity) {
            let weight = if *country == only.entity { COUNTRY_WEIGHT } else { 1 };
            *countries.entry(country).or_default() += weight;
        }
    }
    for &(_, country, condition) in &matches.nationalities {
        if condition == Condition::Always {
            *countries.entry(country).or_default() += 1;
        }
    }
    countries
}

/// What stands around a match.
struct Context<'p> {
    /// Kinds of place that the word before it asks for.
    place_kinds: &'p [String],
    /// Kind of entity that the word before it introduces.
    introduced: Option<EntityKind>,
    /// A preposition before it.
    preposition: bool,
    /// Quotation marks around it.
    quoted: bool,
    /// One word that the analysis takes for no name, or that no capital and no preposition marks as a place.
    ordinary: bool,
    /// One word that the language pack lists as never a name by itself.
    common: bool,
}

impl<'p> Context<'p> {
    fn of(analysis: &Analysis, packs: &'p Packs, words: &[Word], hit: &Match<'_>) -> Self {
        let first = words[hit.words.start].token;
        let last = words[hit.words.end - 1].token;
        let sentence = analysis.sentence_of(first);
        let lang = sentence.map_or(Lang::UNKNOWN, |s| s.lang);
        let titles = packs.languages.get(&lang).map(|l| &l.titles);
        let before = |titles: &Titles| {
            let from = sentence.map_or(0, |s| s.tokens.start);
            // "city of X": the link and articles do not count.
            (from..first).rev().take(4).find(|&t| {
                let token = &analysis.tokens[t];
                let quote = token.pos == PartOfSpeech::Punct;
                !(quote || titles.links.contains(&token.folded) || token.pos == PartOfSpeech::Det)
            })
        };
        let noun = titles.and_then(before).map(|t| &analysis.tokens[t]);
        let forms = noun.map(|t| {
            let (bare, _) = crate::text::without_article(&t.folded);
            [t.folded.as_str(), t.lemma.as_str(), bare]
        });
        let find = |titles: &'p Titles| noun.and_then(|noun| titles.kinds_of_place(noun)).unwrap_or(&[]);
        let introduced = titles.zip(forms.as_ref()).and_then(|(titles, forms)| {
            let of = |(kind, nouns): (&EntityKind, &std::collections::BTreeSet<String>)| {
                forms.iter().any(|f| nouns.contains(*f)).then_some(*kind)
            };
            titles.introducers.iter().find_map(of)
        });
        let is =
            |t: Option<usize>, pos| t.is_some_and(|t| analysis.tokens.get(t).is_some_and(|t| t.pos == pos));
        let single = hit.words.len() == 1;
        let preposition = is(first.checked_sub(1), PartOfSpeech::Adp);
        let uncased = titles.is_some_and(|_| !words[hit.words.start].folded.is_ascii());
        Self {
            place_kinds: titles.map_or(&[][..], find),
            introduced,
            preposition,
            quoted: is(first.checked_sub(1), PartOfSpeech::Punct) && is(Some(last + 1), PartOfSpeech::Punct),
            ordinary: single && (!is(Some(first), PartOfSpeech::Propn) || uncased && !preposition),
            common: single
                && !is_spelt_out(words, hit.words.start)
                && titles.is_some_and(|t| t.never.contains(&words[hit.words.start].folded)),
        }
    }
}

/// True for a word in capitals among words in small letters: an acronym is meant ("US", not "us").
fn is_spelt_out(words: &[Word], at: usize) -> bool {
    let near = &words[at.saturating_sub(ACRONYM_REACH)..words.len().min(at + ACRONYM_REACH + 1)];
    words[at].capitals && words[at].folded.len() > 1 && near.iter().any(|w| !w.capitals)
}

/// How likely a bearer is meant; `None` when it is not.
fn score(
    packs: &Packs,
    countries: &Countries<'_>,
    most: Option<&EntityId>,
    context: &Context<'_>,
    spelling: &Bearing,
) -> Option<u32> {
    let entity = packs.world.entities.get(&spelling.entity)?;
    let country = packs.world.country(&entity.id);
    let home = country.is_none_or(|c| countries.contains_key(c));
    let introduced = context.introduced == Some(entity.kind);
    let place = entity.kind == EntityKind::Place;
    let asked = place && asked_for(context, entity);
    if spelling.condition == Condition::AtHome && !home {
        return None;
    }
    if spelling.condition == Condition::Marked && !(introduced || context.quoted) {
        return None;
    }
    if context.common && !(introduced || asked) {
        return None;
    }
    // A small place far from anything the text is about needs a word that says it is a place.
    let known = matches!(entity.place_kind.as_deref(), Some("country" | "capital" | "city" | "region"));
    let capital = entity.place_kind.as_deref() == Some("capital");
    if place && !home && !asked && (!known || context.ordinary && !capital) {
        return None;
    }
    let mut score = 0;
    score += 32 * u32::from(introduced || asked);
    score += 16 * u32::from(country.is_some() && country == most);
    score += 8 * u32::from(home && country.is_some());
    score += 4 * u32::from(known);
    score += 2 * u32::from(place && context.preposition);
    score += u32::from(spelling.condition == Condition::Always);
    Some(score)
}

/// True when the word before asks for this kind of place.
fn asked_for(context: &Context<'_>, place: &Entity) -> bool {
    place.place_kind.as_ref().is_some_and(|k| context.place_kinds.contains(k))
}
