//! Whom each noun phrase means: the name in it, an institution of a state, a class of people or things, or somebody
//! that no pack knows.

use super::phrase::{Phrase, phrase};
use super::unknown::Signs;
use super::{Found, Resolved, reference};
use crate::model::{
    Analysis, Document, Entity, EntityId, EntityKind, Feature, Function, Label, Lang, Mention, PartOfSpeech,
};
use crate::packs::{Language, Noun, Packs};
use crate::text::{Span, content_id, name_words, without_article};
use std::ops::Range;

/// Longest common noun of the packs, in words.
const LONGEST_NOUN: usize = 4;

/// Concepts of units that bear numbers.
const NUMBERED: [&str; 4] = ["divisions", "brigades", "battalions", "corps"];

/// Concepts of people who act for the group or force that their phrase names: "fighters of the movement".
const UNITS: [&str; 6] = ["forces", "fighters", "members", "units", "troops", "soldiers"];

/// Kinds of place that people live in.
const SETTLEMENTS: [&str; 5] = ["city", "town", "village", "quarter", "camp"];

/// Resolves every nominal token of a document and lists the mentions.
pub(super) fn resolve_all(document: &Document, analysis: &Analysis, packs: &Packs, found: &mut Found) {
    found.resolved = vec![None; analysis.tokens.len()];
    let mut signs = Signs::default();
    let resolver = |head: usize| {
        let lang = analysis.sentence_of(head).map_or(Lang::UNKNOWN, |s| s.lang);
        let language = packs.languages.get(&lang)?;
        Some(Resolver { document, analysis, packs, language })
    };
    for head in 0..analysis.tokens.len() {
        if let Some(resolver) = resolver(head) {
            resolver.note_signs(found, head, &mut signs);
        }
    }
    for head in 0..analysis.tokens.len() {
        let Some(resolver) = resolver(head) else { continue };
        if let Some((resolved, load)) = resolver.resolve(found, &signs, head) {
            mention(found, head, &resolved, load);
            found.resolved[head] = Some(resolved);
        }
    }
    let place = |m: &Mention| (m.span.start, std::cmp::Reverse(m.span.end));
    found.mentions.sort_by(|a, b| place(a).cmp(&place(b)).then_with(|| a.entity.cmp(&b.entity)));
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

/// From the first to the last of some tokens.
pub(super) fn tokens_span(analysis: &Analysis, tokens: Range<usize>) -> Span {
    analysis.tokens[tokens.start].span.cover(analysis.tokens[tokens.end - 1].span)
}

/// Resolves the phrases of one sentence.
pub(super) struct Resolver<'a> {
    pub(super) document: &'a Document,
    pub(super) analysis: &'a Analysis,
    pub(super) packs: &'a Packs,
    pub(super) language: &'a Language,
}

impl Resolver<'_> {
    fn resolve(&self, found: &mut Found, signs: &Signs, head: usize) -> Option<(Resolved, i8)> {
        let token = &self.analysis.tokens[head];
        if let Some(place) = self.place_told_before(found, head) {
            return Some((place, 0));
        }
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
        let mut phrase = phrase(self.analysis, head);
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
        if let Some(place) = self.unknown_place(found, &phrase, span) {
            return Some((place, 0));
        }
        if let Some((noun, of)) = noun {
            phrase.core = tokens_span(self.analysis, of);
            let span = span.cover(phrase.core);
            return self.described(found, &phrase, noun, span);
        }
        if let Some(place) = self.part_of_place(found, &phrase, span) {
            return Some((place, 0));
        }
        if adjective {
            return None;
        }
        self.unknown(found, signs, &phrase, span)
    }

    /// The place that a definite noun takes up where the text named one with the same noun before, though the noun alone
    /// is a name too ("the base" behind "the air base of X", where "the Base" is also a group).
    fn place_told_before(&self, found: &Found, head: usize) -> Option<Resolved> {
        let tokens = &self.analysis.tokens;
        let name = found.name_at(head).filter(|n| n.tokens.len() == 1)?;
        let (bare, article) = without_article(&tokens[head].folded);
        let noun = self.language.nouns.get(bare).filter(|n| article && n.kind == EntityKind::Place)?;
        let told = self.told_with(found, head, noun).filter(|r| r.entity != name.entity)?;
        Some(Resolved { span: self.bare(tokens[head].span), ..told.clone() })
    }

    /// The place named last with the same noun before a word ("the province of X … the province"), rather not one that
    /// somebody was only to go to.
    fn told_with<'f>(&self, found: &'f Found, head: usize, noun: &Noun) -> Option<&'f Resolved> {
        let word = |t: usize| without_article(&self.analysis.tokens[t].folded).0;
        let same = |t: usize| self.language.nouns.get(word(t)).is_some_and(|n| n.concept == noun.concept);
        let told = |t: usize| {
            let told = found.resolved[t].as_ref().filter(|r| r.kind == EntityKind::Place)?;
            self.packs.world.entities.contains_key(&told.entity).then_some(told)
        };
        // The cheap question first: whom a word meant is known, its noun is looked up.
        let before = || (0..head).rev().filter_map(|t| Some((t, told(t)?))).filter(|&(t, _)| same(t));
        let known = before().find(|&(t, _)| !self.is_goal(t)).or_else(|| before().next());
        known.map(|(_, told)| told)
    }

    /// True for where something goes, alone or in a list.
    fn is_goal(&self, noun: usize) -> bool {
        let above = |t: usize| self.analysis.arcs[t].head.map(|h| h as usize);
        let listed = self.analysis.arcs[noun].label == Label::Conjunct;
        let first = above(noun).filter(|_| listed).unwrap_or(noun);
        let goal = |head: usize| self.analysis.arguments(head).contains(&(Function::Goal, first));
        above(first).is_some_and(goal)
    }

    /// A span without white space and punctuation at its ends.
    pub(super) fn bare(&self, span: Span) -> Span {
        let inner = span.slice(&self.document.text);
        let edge = |c: char| !c.is_alphanumeric() && !matches!(c, ')' | '(');
        let start = span.start as usize + inner.len() - inner.trim_start_matches(edge).len();
        let mut end = span.start as usize + inner.trim_end_matches(edge).len();
        // "U.S.": the last stop of an abbreviation with stops belongs to it.
        let text = &self.document.text;
        let mut last = text[start..end.max(start)].chars().rev();
        if last.next().is_some_and(char::is_uppercase)
            && last.next() == Some('.')
            && text[end..].starts_with('.')
        {
            end += 1;
        }
        if start < end { Span::new(start, end) } else { span }
    }

    /// The common noun that the head is, alone or with its neighbours ("armed groups", "women and children"), and the
    /// tokens of it.
    fn noun(&self, phrase: &Phrase) -> Option<(&Noun, Range<usize>)> {
        let tokens = &self.analysis.tokens;
        let sentence = self.analysis.sentence_of(phrase.head)?.tokens.clone();
        let word = |t: usize| without_article(&tokens[t].folded).0;
        // Few words begin a noun of several.
        let begins: Vec<usize> = ((phrase.head + 1).saturating_sub(LONGEST_NOUN).max(sentence.start)
            ..=phrase.head)
            .filter(|&from| self.language.noun_beginnings.contains(word(from)))
            .collect();
        for length in (2..=LONGEST_NOUN).rev() {
            let reaches = |from: &usize| from + length > phrase.head && from + length <= sentence.end;
            for from in begins.iter().copied().filter(reaches) {
                let key = (from..from + length).map(word).collect::<Vec<_>>().join(" ");
                if let Some(noun) = self.language.nouns.get(&key) {
                    return Some((noun, from..from + length));
                }
            }
        }
        let head = &tokens[phrase.head];
        let forms =
            [head.folded.as_str(), word(phrase.head), head.lemma.as_str(), without_article(&head.lemma).0];
        let noun = forms.iter().find_map(|form| self.language.nouns.get(*form))?;
        Some((noun, phrase.head..phrase.head + 1))
    }

    /// The name that a noun only introduces: "the city of X", "the channel X", "the group X".
    fn transparent(&self, found: &Found, phrase: &Phrase) -> Option<EntityId> {
        let head = &self.analysis.tokens[phrase.head];
        let forms = [head.folded.as_str(), head.lemma.as_str(), without_article(&head.folded).0];
        let titles = &self.language.titles;
        let kinds = titles.kinds_of_place(head);
        let after = phrase.tokens.iter().copied().filter(|&t| t > phrase.head);
        let name = after.clone().find_map(|t| found.name_at(t))?;
        // Nothing but links and articles may stand between noun and name.
        let between = after.take_while(|&t| t < name.tokens.start);
        let link = |t: usize| {
            let token = &self.analysis.tokens[t];
            titles.links.contains(&token.folded)
                || matches!(token.pos, PartOfSpeech::Det | PartOfSpeech::Punct | PartOfSpeech::Adj)
        };
        if !between.clone().all(link) {
            return None;
        }
        let entity = self.packs.world.entities.get(&name.entity)?;
        let introduced =
            titles.introducers.get(&entity.kind).is_some_and(|n| forms.iter().any(|f| n.contains(*f)));
        let person = entity.kind == EntityKind::Person && forms.iter().any(|f| titles.person.contains(*f));
        if let Some(kinds) = kinds.filter(|_| entity.kind == EntityKind::Place) {
            return Some(self.fitting(entity, kinds));
        }
        (introduced || person).then(|| name.entity.clone())
    }

    /// "the town of X" where no pack knows X: a place by that name.
    fn unknown_place(&self, found: &mut Found, phrase: &Phrase, span: Span) -> Option<Resolved> {
        let tokens = &self.analysis.tokens;
        let titles = &self.language.titles;
        if !self.is_kind_of_place(phrase.head) {
            return None;
        }
        let proper = |t: usize| tokens[t].pos == PartOfSpeech::Propn && found.nationality_at(t).is_none();
        if let Some(name) = self.name_before(found, phrase) {
            let named =
                self.named_anew(found, self.bare(tokens_span(self.analysis, name)), EntityKind::Place)?;
            return Some(Resolved { span, ..named });
        }
        let after = |t: &usize| *t > phrase.head && !titles.links.contains(&tokens[*t].folded);
        let first = phrase.tokens.iter().copied().find(after)?;
        let settlement = self.names_settlement(phrase.head, first);
        if !(proper(first) || settlement) || found.name_at(first).is_some() {
            return None;
        }
        let last = phrase.tokens.iter().copied().take_while(|&t| t <= first || proper(t)).last()?;
        let name = self.bare(tokens_span(self.analysis, first..last.max(first) + 1));
        let named = self.named_anew(found, name, EntityKind::Place)?;
        Some(Resolved { span, ..named })
    }

    /// The words with capitals right before a noun that no pack knows: "*Si Par* village", "the *Abu Shouk* transit camp";
    /// not those of an owner ("X's house").
    fn name_before(&self, found: &Found, phrase: &Phrase) -> Option<Range<usize>> {
        let before = phrase.tokens.iter().rev().copied().filter(|&t| t < phrase.head);
        let describes = |&t: &usize| {
            !self.is_new_name(found, t)
                && matches!(self.analysis.tokens[t].pos, PartOfSpeech::Noun | PartOfSpeech::Adj)
        };
        let mut first = phrase.head;
        let mut end = None;
        for t in before.skip_while(describes).take_while(|&t| self.is_new_name(found, t)) {
            end = end.or(Some(t + 1));
            first = t;
        }
        Some(first..end?)
    }

    /// The same right before or, where what describes a noun follows it, right behind: *l'hôpital Heal Africa*.
    fn name_beside(&self, found: &Found, phrase: &Phrase) -> Option<Range<usize>> {
        let follows = self.language.settings.order.adjective_after;
        let behind = phrase.head + 1;
        let named = |&t: &usize| self.is_new_name(found, t);
        let end = phrase.tokens.iter().copied().skip_while(|&t| t < behind).take_while(named).last();
        let behind = end.filter(|&end| follows && phrase.tokens.contains(&behind) && end >= behind);
        self.name_before(found, phrase).or_else(|| Some(phrase.head + 1..behind? + 1))
    }

    /// True for a word of a name, by its capital, that no pack knows.
    fn is_new_name(&self, found: &Found, token: usize) -> bool {
        self.analysis.tokens[token].pos == PartOfSpeech::Propn
            && self.is_capital(token)
            && found.nationality_at(token).is_none()
            && found.name_at(token).is_none()
    }

    /// "The village of X", where a name looks like a noun with its article: behind a noun for a settlement that lacks
    /// the article, what is no known noun and no deed names it.
    fn names_settlement(&self, noun: usize, word: usize) -> bool {
        let tokens = &self.analysis.tokens;
        let (bare, article) = without_article(&tokens[word].folded);
        let kinds = self.language.titles.kinds_of_place(&tokens[noun]);
        let settled = kinds.is_some_and(|k| k.first().is_some_and(|k| SETTLEMENTS.contains(&k.as_str())));
        let known = |form: &str| self.language.nouns.contains_key(form);
        self.language.settings.order.construct_state
            && settled
            && word == noun + 1
            && article
            && !without_article(&tokens[noun].folded).1
            && !tokens[word].features.has(Feature::VerbalNoun)
            && ![bare, tokens[word].folded.as_str(), tokens[word].lemma.as_str()].into_iter().any(known)
    }

    /// The place itself, or the larger one that bears its name, when the noun asks for that ("province of Homs").
    fn fitting(&self, place: &Entity, kinds: &[String]) -> EntityId {
        let fits = |e: &Entity| e.place_kind.as_ref().is_some_and(|k| kinds.contains(k));
        let own: Vec<String> = place.names.values().map(|n| name_words(n).key()).collect();
        let namesake = |e: &Entity| {
            e.names.values().any(|n| own.iter().any(|o| name_words(n).words.iter().any(|w| w == o)))
        };
        if fits(place) {
            return place.id.clone();
        }
        let above = self.packs.world.above(&place.id).find(|e| fits(e) && namesake(e));
        above.unwrap_or(place).id.clone()
    }

    /// A common noun with what describes it.
    fn described(
        &self,
        found: &mut Found,
        phrase: &Phrase,
        noun: &Noun,
        span: Span,
    ) -> Option<(Resolved, i8)> {
        if let Some(person) = self.apposed(found, phrase).filter(|_| noun.kind == EntityKind::Person) {
            return Some((Resolved { span, ..person }, noun.load));
        }
        let mut parts: Vec<EntityId> = Vec::new();
        for &t in phrase.tokens.iter().filter(|&&t| t != phrase.head) {
            let part = found.nationality_at(t).or_else(|| found.name_at(t).map(|n| &n.entity));
            if let Some(part) = part.filter(|p| !parts.contains(p)) {
                parts.push(part.clone());
            }
        }
        if parts.is_empty() && self.is_definite(phrase, noun) {
            let token = &self.analysis.tokens[phrase.head];
            let place = noun.kind == EntityKind::Place;
            let told = place.then(|| self.told_with(found, phrase.head, noun)).flatten();
            let meant = || reference::meant(self.packs, self.language, found, phrase.head, token, noun);
            if let Some(meant) = told.map(|r| r.entity.clone()).or_else(meant) {
                let kind = found.entity(self.packs, &meant)?.kind;
                return Some((Resolved { entity: meant, kind, span }, noun.load));
            }
        }
        if let Some(entity) = self.institution(found, phrase, noun, &parts) {
            let kind = self.packs.world.entities.get(&entity)?.kind;
            return Some((Resolved { entity, kind, span }, noun.load));
        }
        if let [part] = parts.as_slice()
            && UNITS.contains(&noun.concept.as_str())
            && let Some(whole) = self.packs.world.entities.get(part)
            && matches!(whole.kind, EntityKind::Group | EntityKind::Force)
        {
            return Some((Resolved { entity: part.clone(), kind: whole.kind, span }, noun.load));
        }
        if NUMBERED.contains(&noun.concept.as_str()) && phrase.tokens.len() > 1 {
            // "the fifth brigade": its number is its name.
            let named = self.named_anew(found, span, noun.kind)?;
            return Some((named, noun.load));
        }
        // "The Chin brotherhood", "Renaissance Square": a name beside it that no pack knows makes a name of the whole.
        let names =
            matches!(noun.kind, EntityKind::Place | EntityKind::Group | EntityKind::Force | EntityKind::Body);
        if parts.is_empty() && names && self.name_beside(found, phrase).is_some() {
            let named = self.named_anew(found, span, noun.kind)?;
            return Some((named, noun.load));
        }
        Some(self.class(found, phrase, &noun.concept, noun.kind, &parts, span, noun.load))
    }

    /// An entity that its own words name.
    pub(super) fn named_anew(&self, found: &mut Found, span: Span, kind: EntityKind) -> Option<Resolved> {
        let key = name_words(span.slice(&self.document.text)).key();
        if key.is_empty() {
            return None;
        }
        let id = EntityId::new(content_id("x", &[&key]));
        let entity = found.entities.entry(id.clone()).or_insert_with(|| Entity::new(id.clone(), kind));
        let kind = entity.kind;
        entity.names.entry(self.language.code).or_insert_with(|| span.slice(&self.document.text).to_owned());
        Some(Resolved { entity: id, kind, span })
    }

    /// True for a noun alone with an article or the like: it means what the text has told of.
    fn is_definite(&self, phrase: &Phrase, noun: &Noun) -> bool {
        let head = &self.analysis.tokens[phrase.head];
        let article = without_article(&head.folded).1;
        // A country is told of without an article that stands by itself ("du pays").
        (phrase.determined || article || noun.concept == reference::COUNTRY)
            && phrase.tokens.len() == 1
            && (noun.concept == reference::COUNTRY || !head.features.has(Feature::Plural))
    }

    /// "the south of Damascus": a part of a place, by the direction and the place.
    fn part_of_place(&self, found: &mut Found, phrase: &Phrase, span: Span) -> Option<Resolved> {
        let head = &self.analysis.tokens[phrase.head];
        let direction = self.language.titles.direction_of.get(&head.folded)?;
        let part = phrase.tokens.iter().filter(|&&t| t > phrase.head).find_map(|&t| {
            found
                .name_at(t)
                .map(|n| &n.entity)
                .or_else(|| found.nationality_at(t))
                .filter(|id| self.is_place(id))
        });
        let part = part?.clone();
        let kind = EntityKind::Place;
        Some(self.class(found, phrase, direction, kind, &[part], span, 0).0)
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
            [] => found.country.as_ref().filter(|_| self.is_definite(phrase, noun)).and_then(of),
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
            if parts.is_empty() {
                // A bare class has a name in every language, whatever language it was told in.
                let classes = self.packs.languages.values().map(|l| (l.code, l.classes.get(concept)));
                entity.names = classes.filter_map(|(code, name)| Some((code, name?.clone()))).collect();
            }
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
        let head = phrase.core;
        let mut close = head;
        for &t in &phrase.tokens {
            if matches!(self.analysis.arcs[t].label, Label::AdjectiveModifier | Label::Flat)
                && self.analysis.arcs[t].head == Some(phrase.head as u32)
            {
                close = close.cover(self.analysis.tokens[t].span);
            }
        }
        entity.names.entry(self.language.code).or_insert_with(|| close.slice(text).to_owned());
        for spelling in [whole, close.slice(text), head.slice(text)] {
            let known = entity.names.values().chain(&entity.aliases).any(|s| s == spelling);
            if !known && !spelling.is_empty() {
                entity.aliases.push(spelling.to_owned());
            }
        }
    }
}
