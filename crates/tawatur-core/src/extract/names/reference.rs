//! Definite descriptions: "the city", "the group", "the committee" mean what the text named last that fits.
//!
//! Pronouns are followed elsewhere.

use super::Found;
use crate::model::{Entity, EntityId, EntityKind, Token};
use crate::packs::{Language, Noun, Packs};
use crate::text::name_words;

/// How far back a description may reach, in tokens: some three sentences of news.
pub(super) const REACH: usize = 90;

/// Concepts that take up a group named before.
const GROUPS: [&str; 3] = ["groups", "organisations", "movement"];

/// The concept that means the country of the text.
pub(super) const COUNTRY: &str = "countries";

/// The kind of place that has no bounds.
const REGION: &str = "region";

/// Concepts that take up a body described before with the same noun.
const BODIES: [&str; 4] = ["committee", "council", "delegation", "coalition"];

/// Whom a noun alone with an article means, when the text has named it.
pub(super) fn meant(
    packs: &Packs,
    language: &Language,
    found: &Found,
    head: usize,
    token: &Token,
    noun: &Noun,
) -> Option<EntityId> {
    let concept = noun.concept.as_str();
    if concept == COUNTRY {
        return found.country.clone();
    }
    let named = |id: &EntityId| packs.world.entities.get(id);
    let before = || found.resolved[head.saturating_sub(REACH)..head].iter().rev().flatten();
    if noun.kind == EntityKind::Place {
        let kinds = language.titles.kinds_of_place(token)?;
        let places = || before().filter_map(|r| named(&r.entity)).filter(|e| e.kind == EntityKind::Place);
        let is = |e: &Entity, kinds: &[String]| e.place_kind.as_ref().is_some_and(|k| kinds.contains(k));
        // A region is meant only by nouns that stand for regions, and only when nothing smaller was named.
        let small: Vec<String> = kinds.iter().filter(|k| *k != REGION).cloned().collect();
        let near = places().find(|e| is(e, &small));
        let wide = || places().find(|e| is(e, kinds)).filter(|_| kinds[0] == REGION);
        return near.or_else(wide).map(|e| e.id.clone());
    }
    if GROUPS.contains(&concept) {
        return before()
            .find(|r| r.kind == EntityKind::Group && named(&r.entity).is_some())
            .map(|r| r.entity.clone());
    }
    if BODIES.contains(&concept) {
        let same = |e: &Entity| {
            let names = e.names.values().chain(&e.aliases);
            names
                .flat_map(|n| name_words(n).words)
                .any(|w| language.nouns.get(&w).is_some_and(|n| n.concept == concept))
        };
        let fits =
            |id: &EntityId| found.entity(packs, id).filter(|e| e.id.as_str() != format!("any/{concept}"));
        return before().find(|r| fits(&r.entity).is_some_and(same)).map(|r| r.entity.clone());
    }
    None
}
