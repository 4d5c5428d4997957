//! The mask over names of private persons, on pages and in exports: who is under it, and how words are blacked out so
//! that every span still fits. It does not find persons whom the reader did not find.

use aho_corasick::{AhoCorasick, MatchKind};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use tawatur_core::model::{Entity, EntityId, EntityKind, Record};
use tawatur_core::text::Span;
use tawatur_store::Stored;

/// Digits of an id that stand for a masked name: enough to tell persons of a page apart.
const DIGITS: usize = 5;

/// True for a person whom no pack knows: those the packs name hold an office. A name of nobody knows what may be a
/// person's.
#[must_use]
pub fn hides(entity: &Entity) -> bool {
    let may_be = matches!(entity.kind, EntityKind::Person | EntityKind::Other);
    may_be && !entity.generic && entity.id.as_str().starts_with('x')
}

/// What stands in a name's place: a word for it and a few digits of the id.
#[must_use]
pub fn instead(id: &EntityId, word: &str) -> String {
    let digits: String = id.as_str().chars().skip(1).take(DIGITS).collect();
    format!("{word} {digits}")
}

/// Where names stand in a text, as words of their own; before an Arabic name its one or two joined particles may stand.
#[must_use]
pub fn places(text: &str, names: &AhoCorasick) -> Vec<Span> {
    let found = names.find_iter(text).map(|m| m.range());
    let alone = |range: &Range<usize>| {
        let joined: Vec<char> =
            text[..range.start].chars().rev().take_while(|c| c.is_alphanumeric()).take(JOINED + 1).collect();
        let particles = joined.len() <= JOINED && joined.iter().all(|&c| c >= FIRST_RIGHT_TO_LEFT);
        particles && !text[range.end..].starts_with(char::is_alphanumeric)
    };
    found.filter(alone).map(|range| Span::new(range.start, range.end)).collect()
}

/// Letters of particles that Arabic writes together with the word after them.
const JOINED: usize = 2;
/// Where the blocks of right-to-left scripts begin in Unicode.
const FIRST_RIGHT_TO_LEFT: char = '\u{590}';

/// An automaton that finds names; `None` when there are none.
#[must_use]
pub fn automaton<'n>(names: impl Iterator<Item = &'n String>) -> Option<AhoCorasick> {
    let names: Vec<&String> = names.filter(|name| name.contains(char::is_alphabetic)).collect();
    if names.is_empty() {
        return None;
    }
    // It fails only for more patterns than memory holds.
    AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(names).ok()
}

/// A document's text with the words blacked out that name those under the mask. `known` tells of entities that its
/// extraction does not hold itself, `names` finds their spellings.
#[must_use]
pub fn text(stored: Stored, known: impl Fn(&EntityId) -> bool, names: Option<&AhoCorasick>) -> String {
    let Stored { document, extraction } = stored;
    let mut text = document.text;
    let hidden = extraction.mentions.iter().filter(|m| {
        extraction.entities.iter().find(|e| e.id == m.entity).is_some_and(hides) || known(&m.entity)
    });
    let mut spans: Vec<Span> = hidden.map(|m| m.span).collect();
    let words: Vec<String> =
        spans.iter().filter_map(|s| text.get(s.start as usize..s.end as usize).map(str::to_owned)).collect();
    // What names someone once names them again.
    spans.extend(automaton(words.iter()).iter().chain(names).flat_map(|names| places(&text, names)));
    for span in spans {
        let range = span.start as usize..span.end as usize;
        if let Some(signs) = text.get(range.clone()).map(blacked_out) {
            text.replace_range(range, &signs);
        }
    }
    text
}

/// A sign for each character, of as many bytes as it, so that spans in bytes and in characters fit as before.
fn blacked_out(words: &str) -> String {
    words.chars().map(|c| SIGNS[c.len_utf8() - 1]).collect()
}

/// Signs of one to four bytes in UTF-8.
const SIGNS: [char; 4] = ['*', '\u{b7}', '\u{2588}', '\u{1d300}'];

/// Puts a record under the mask: names, spellings, titles and reasons. Gives back who is under it, with their spellings:
/// persons whom no pack names, and those of `also`.
#[must_use]
pub fn record(record: &mut Record, word: &str, also: &BTreeSet<EntityId>) -> BTreeMap<EntityId, Vec<String>> {
    let mut hidden = BTreeMap::new();
    let mut spellings: Vec<(String, String)> = Vec::new();
    for entity in record.entities.iter_mut().filter(|e| hides(e) || also.contains(&e.id)) {
        let name = instead(&entity.id, word);
        let told = std::mem::take(&mut entity.names).into_values().chain(std::mem::take(&mut entity.aliases));
        let told: Vec<String> = told.filter(|s| !s.trim().is_empty()).collect();
        spellings.extend(told.iter().map(|s| (s.clone(), name.clone())));
        entity.aliases.push(name.clone());
        (entity.wikidata, entity.geonames) = (None, None);
        hidden.insert(entity.id.clone(), told);
    }
    // The longest first, so that no part of a name is left.
    spellings.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then(a.cmp(b)));
    let cover = |text: &mut String| {
        for (spelling, name) in &spellings {
            if text.contains(spelling.as_str()) {
                *text = text.replace(spelling.as_str(), name);
            }
        }
    };
    for document in &mut record.documents {
        document.title.iter_mut().for_each(cover);
        cover(&mut document.published.why);
    }
    record.agreements.iter_mut().for_each(|a| cover(&mut a.why));
    record.disputes.iter_mut().for_each(|d| cover(&mut d.why));
    record.stories.iter_mut().for_each(|s| cover(&mut s.title));
    let terms = record.reports.iter_mut().flat_map(|r| &mut r.terms);
    terms.flat_map(|t| t.what.iter_mut().chain(&mut t.into)).for_each(cover);
    hidden
}

#[cfg(test)]
mod tests {
    use super::*;
    use tawatur_core::model::{Dispute, DisputeAbout, EventId};

    #[test]
    fn blacking_out_keeps_every_length() {
        let words = "Ali سليم\u{a0}— \u{1f600}";
        let signs = blacked_out(words);
        let lengths = |text: &str| text.chars().map(char::len_utf8).collect::<Vec<_>>();
        assert_eq!(lengths(&signs), lengths(words));
        assert!(!signs.contains(char::is_alphabetic));
    }

    #[test]
    fn names_are_found_as_words_and_behind_arabic_particles() {
        let names = automaton(["Ali".to_owned(), "سليم".to_owned()].iter()).expect("two names");
        let found: Vec<&str> = places("Ali, Alice; وسليم سليمان", &names)
            .into_iter()
            .map(|s| s.slice("Ali, Alice; وسليم سليمان"))
            .collect();
        assert_eq!(found, ["Ali", "سليم"]);
    }

    #[test]
    fn a_private_name_is_gone_from_reasons_too() {
        let mut all = Record::default();
        all.entities.push(Entity::provisional(EntityKind::Person, "Salim Darwish"));
        all.entities.push(Entity::provisional(EntityKind::Group, "Salim Brigade"));
        all.disputes.push(Dispute {
            id: "d1".into(),
            event: EventId::new("e1"),
            about: DisputeAbout::Who,
            reports: Vec::new(),
            sides: Vec::new(),
            why: "Salim Darwish or the Salim Brigade".into(),
        });
        assert_eq!(record(&mut all, "person", &BTreeSet::new()).len(), 1);
        let why = &all.disputes[0].why;
        assert!(why.starts_with("person ") && why.ends_with("or the Salim Brigade"), "{why}");
        assert!(!all.entities[0].aliases.contains(&"Salim Darwish".to_owned()));
    }
}
