//! Whom each noun phrase means: the name in it, an institution of a state, a class of people or things, or somebody
//! that no pack knows.

use super::phrase::{Phrase, phrase};
use super::{Found, Resolved};
use crate::model::{
    Analysis, Document, Entity, EntityId, EntityKind, Feature, Label, Lang, Mention, PartOfSpeech,
};
use crate::packs::{Language, Noun, Packs};
use crate::text::{Span, content_id, name_words, without_article};

/// Longest common noun of the packs, in words.
const LONGEST_NOUN: usize = 4;

/// Words of a phrase without a name in it beyond which it is a description rather than a name.
const LONGEST_UNKNOWN: usize = 6;

/// Resolves every nominal token of a document and lists the mentions.
pub(super) fn resolve_all(document: &Document, analysis: &Analysis, packs: &Packs, found: &mut Found) {
    found.resolved = vec![None; analysis.tokens.len()];
    for head in 0..analysis.tokens.len() {
        let lang = analysis.sentence_of(head).map_or(Lang::UNKNOWN, |s| s.lang);
        let Some(language) = packs.languages.get(&lang) else { continue };
        let resolver = Resolver { document, analysis, packs, language };
        if let Some((resolved, load)) = resolver.resolve(found, head) {
            mention(found, head, &resolved, load);
            found.resolved[head] = Some(resolved);
        }
    }
    found.mentions.sort_by_key(|m| (m.span.start, std::cmp::Reverse(m.span.end), m.entity.clone()));
    found.mentions.dedup_by(|a, b| a.span == b.span && a.entity == b.entity);
}

/// Notes a mention; each name once, and nothing for things that are no entity of the conflict.
fn mention(found: &mut Found, head: usize, resolved: &Resolved, load: i8) {
    let inside_name =
        found.name_at(head).is_some_and(|n| n.tokens.start != head && resolved.entity == n.entity);
    if resolved.kind != EntityKind::Other && !inside_name {
        found.mentions.push(Mention { entity: resolved.entity.clone(), span: resolved.span, load });
    }
}

/// Resolves the phrases of one sentence.
struct Resolver<'a> {
    document: &'a Document,
    analysis: &'a Analysis,
    packs: &'a Packs,
    language: &'a Language,
}

impl Resolver<'_> {
    fn resolve(&self, found: &mut Found, head: usize) -> Option<(Resolved, i8)> {
        let token = &self.analysis.tokens[head];
        if let Some(name) = found.name_at(head) {
            let kind = self.packs.world.entities.get(&name.entity)?.kind;
            let span = self.bare(name.span);
            return Some((Resolved { entity: name.entity.clone(), kind, span }, 0));
        }
        let nationality = found.nationality_at(head).is_some();
        let noun_like = token.pos.is_nominal() || token.pos == PartOfSpeech::X;
        let adjective =
            token.pos == PartOfSpeech::Adj && self.analysis.arcs[head].label != Label::AdjectiveModifier;
        if !noun_like && !adjective {
            return None;
        }
        let phrase = phrase(self.analysis, head);
        let span = self.bare(phrase.span(self.analysis));
        if nationality {
            let country = found.nationality_at(head)?.clone();
            return Some(self.class(found, &phrase, "nationals", EntityKind::Crowd, &[country], span, 0));
        }
        let noun = self.noun(&phrase);
        if let Some(entity) = self.transparent(found, &phrase) {
            let kind = self.packs.world.entities.get(&entity)?.kind;
            return Some((Resolved { entity, kind, span }, 0));
        }
        if let Some(noun) = noun {
            return self.described(found, &phrase, noun, span);
        }
        if adjective {
            return None;
        }
        self.unknown(found, &phrase, span)
    }

    /// A span without a written article before it.
    fn bare(&self, span: Span) -> Span {
        span.trim(&self.document.text)
    }

    /// The common noun that the head is, alone or with its neighbours ("armed groups", "eye witnesses").
    fn noun(&self, phrase: &Phrase) -> Option<&Noun> {
        let tokens = &self.analysis.tokens;
        let at = phrase.tokens.iter().position(|&t| t == phrase.head)?;
        let word = |t: usize| without_article(&tokens[t].folded).0;
        for length in (2..=LONGEST_NOUN.min(phrase.tokens.len())).rev() {
            for from in (at + 1).saturating_sub(length)..=at.min(phrase.tokens.len() - length) {
                let window = &phrase.tokens[from..from + length];
                let key = window.iter().map(|&t| word(t)).collect::<Vec<_>>().join(" ");
                if let Some(noun) = self.language.nouns.get(&key) {
                    return Some(noun);
                }
            }
        }
        let head = &tokens[phrase.head];
        let forms =
            [head.folded.as_str(), word(phrase.head), head.lemma.as_str(), without_article(&head.lemma).0];
        forms.iter().find_map(|form| self.language.nouns.get(*form))
    }

    /// The name that a noun only introduces: "the city of X", "the channel X", "the group X".
    fn transparent(&self, found: &Found, phrase: &Phrase) -> Option<EntityId> {
        let head = &self.analysis.tokens[phrase.head];
        let forms = [head.folded.as_str(), head.lemma.as_str(), without_article(&head.folded).0];
        let titles = &self.language.titles;
        let place = forms.iter().any(|f| titles.place_kinds.contains_key(*f));
        let after = phrase.tokens.iter().copied().filter(|&t| t > phrase.head);
        let name = after.clone().find_map(|t| found.name_at(t))?;
        // Nothing but links and articles may stand between noun and name.
        let between = after.take_while(|&t| t < name.tokens.start);
        let link = |t: usize| {
            let token = &self.analysis.tokens[t];
            titles.links.contains(&token.folded)
                || matches!(token.pos, PartOfSpeech::Det | PartOfSpeech::Punct)
        };
        if !between.clone().all(link) {
            return None;
        }
        let entity = self.packs.world.entities.get(&name.entity)?;
        let introduced =
            titles.introducers.get(&entity.kind).is_some_and(|n| forms.iter().any(|f| n.contains(*f)));
        let person = entity.kind == EntityKind::Person && forms.iter().any(|f| titles.person.contains(*f));
        let place = place && entity.kind == EntityKind::Place;
        (introduced || person || place).then(|| name.entity.clone())
    }

    /// A common noun with what describes it.
    fn described(
        &self,
        found: &mut Found,
        phrase: &Phrase,
        noun: &Noun,
        span: Span,
    ) -> Option<(Resolved, i8)> {
        let mut parts: Vec<EntityId> = Vec::new();
        for &t in phrase.tokens.iter().filter(|&&t| t != phrase.head) {
            let part = found.nationality_at(t).or_else(|| found.name_at(t).map(|n| &n.entity));
            if let Some(part) = part.filter(|p| !parts.contains(p)) {
                parts.push(part.clone());
            }
        }
        if let Some(entity) = self.institution(found, phrase, noun, &parts) {
            let kind = self.packs.world.entities.get(&entity)?.kind;
            return Some((Resolved { entity, kind, span }, noun.load));
        }
        Some(self.class(found, phrase, &noun.concept, noun.kind, &parts, span, noun.load))
    }

    /// The institution of a state that a noun means: "the Syrian army", or "the army" in a text about Syria.
    fn institution(
        &self,
        found: &Found,
        phrase: &Phrase,
        noun: &Noun,
        parts: &[EntityId],
    ) -> Option<EntityId> {
        let world = &self.packs.world;
        let of =
            |country: &EntityId| world.institutions.get(&(noun.concept.clone(), country.clone())).cloned();
        match parts {
            [] => {
                let definite = phrase.determined
                    || self.analysis.tokens[phrase.head].features.has(Feature::Definite)
                    || without_article(&self.analysis.tokens[phrase.head].folded).1;
                let bare = phrase.tokens.len() == 1;
                found.country.as_ref().filter(|_| definite && bare).and_then(of)
            }
            [part] => {
                let entity = world.entities.get(part)?;
                let country = matches!(entity.place_kind.as_deref(), Some("country"));
                country.then(|| of(part)).flatten()
            }
            _ => None,
        }
    }

    /// A class of people or things, specialised by the names in the phrase.
    #[allow(clippy::too_many_arguments)] // what a class is made of
    fn class(
        &self,
        found: &mut Found,
        phrase: &Phrase,
        concept: &str,
        kind: EntityKind,
        parts: &[EntityId],
        span: Span,
        load: i8,
    ) -> (Resolved, i8) {
        let id = if parts.is_empty() {
            EntityId::new(format!("any/{concept}"))
        } else {
            let mut key: Vec<&str> = parts.iter().map(EntityId::as_str).collect();
            key.sort_unstable();
            key.insert(0, concept);
            EntityId::new(content_id("x", &key))
        };
        let country = parts.iter().find_map(|p| self.packs.world.country(p)).cloned();
        let entity = found.entities.entry(id.clone()).or_insert_with(|| {
            let mut entity = Entity::new(id.clone(), kind);
            entity.generic = true;
            entity.country = country;
            entity.part_of =
                parts.iter().find(|p| self.is_place(p)).filter(|_| kind == EntityKind::Place).cloned();
            entity
        });
        self.name_it(entity, phrase, span);
        (Resolved { entity: id, kind, span }, load)
    }

    fn is_place(&self, id: &EntityId) -> bool {
        let entity = self.packs.world.entities.get(id);
        entity.is_some_and(|e| matches!(e.kind, EntityKind::Place | EntityKind::State))
    }

    /// Adds the spellings of a phrase to an entity: the whole, the head with its adjectives, the head alone.
    fn name_it(&self, entity: &mut Entity, phrase: &Phrase, span: Span) {
        let text = &self.document.text;
        let whole = span.slice(text);
        let head = self.analysis.tokens[phrase.head].span;
        let mut close = head;
        for &t in &phrase.tokens {
            if matches!(self.analysis.arcs[t].label, Label::AdjectiveModifier | Label::Flat)
                && self.analysis.arcs[t].head == Some(phrase.head as u32)
            {
                close = close.cover(self.analysis.tokens[t].span);
            }
        }
        entity.names.entry(self.language.code).or_insert_with(|| whole.to_owned());
        for spelling in [whole, close.slice(text), head.slice(text)] {
            let known = entity.names.values().chain(&entity.aliases).any(|s| s == spelling);
            if !known && !spelling.is_empty() {
                entity.aliases.push(spelling.to_owned());
            }
        }
    }

    /// Somebody or something that no pack knows: named by a proper noun, or a thing that is no entity.
    fn unknown(&self, found: &mut Found, phrase: &Phrase, span: Span) -> Option<(Resolved, i8)> {
        let token = &self.analysis.tokens[phrase.head];
        let proper = token.pos == PartOfSpeech::Propn;
        let kind = if proper { self.guess(phrase) } else { EntityKind::Other };
        if proper && phrase.tokens.len() > LONGEST_UNKNOWN {
            return None;
        }
        let key = name_words(span.slice(&self.document.text)).key();
        if key.is_empty() {
            return None;
        }
        let id = EntityId::new(content_id("x", &[&key]));
        let entity = found.entities.entry(id.clone()).or_insert_with(|| Entity::new(id.clone(), kind));
        let kind = entity.kind;
        entity.names.entry(self.language.code).or_insert_with(|| span.slice(&self.document.text).to_owned());
        Some((Resolved { entity: id, kind, span }, 0))
    }

    /// What an unknown proper noun most likely names, by the words before it and its place in the sentence.
    fn guess(&self, phrase: &Phrase) -> EntityKind {
        let first = phrase.tokens[0];
        let before = first.checked_sub(1).map(|t| &self.analysis.tokens[t]);
        let titles = &self.language.titles;
        let is_title =
            |t: &crate::model::Token| titles.person.contains(&t.folded) || titles.person.contains(&t.lemma);
        if before.is_some_and(is_title) {
            return EntityKind::Person;
        }
        match self.analysis.arcs[phrase.head].label {
            Label::Subject | Label::PassiveSubject | Label::Apposition => EntityKind::Person,
            Label::Oblique if before.is_some_and(|t| t.pos == PartOfSpeech::Adp) => EntityKind::Place,
            _ => EntityKind::Other,
        }
    }
}
