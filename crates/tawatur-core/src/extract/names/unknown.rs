//! Names that no pack knows: what they name, by everything that stands around them in the document.
//!
//! Every mention of a name votes: a title before it speaks for a person, a noun for a kind of place beside it or a
//! preposition of place for a place. It does not look into packs of names (`choose`), nor at what a frame asks for.

use super::phrase::{Phrase, phrase};
use super::resolve::{Resolver, tokens_span};
use super::{Found, Resolved};
use crate::model::{EntityKind, Function, Label, PartOfSpeech};
use crate::text::{Span, name_words};
use rustc_hash::FxHashMap;

/// Words of a phrase without a name in it beyond which it is a description rather than a name.
const LONGEST_UNKNOWN: usize = 6;

/// Words of the longest preposition that is looked for before a name.
const LONGEST_PREPOSITION: usize = 4;

/// Weight of a word that says what the name beside it is: "Colonel X", "the village of X", "X township".
const WORD: u32 = 8;
/// Weight of a preposition of place, and of the subject of a verb of saying.
const CLEAR: u32 = 3;
/// Weight of a goal or a source, and of a subject: people are sent to places and to people, towns fall.
const WEAK: u32 = 1;

/// What the mentions of each unknown name say that it names.
#[derive(Debug, Default)]
pub(super) struct Signs(FxHashMap<String, Votes>);

/// Votes for each kind that can be told from the words around a name.
#[derive(Debug, Default, Clone, Copy)]
struct Votes {
    person: u32,
    place: u32,
}

impl Signs {
    /// What a name most likely names; of equal votes a place, since people are told of as people elsewhere.
    fn kind(&self, key: &str) -> EntityKind {
        match self.0.get(key) {
            Some(votes) if votes.place > 0 && votes.place >= votes.person => EntityKind::Place,
            Some(votes) if votes.person > 0 => EntityKind::Person,
            _ => EntityKind::Other,
        }
    }
}

impl Resolver<'_> {
    /// Notes what the words around a name that no pack knows say of it.
    pub(super) fn note_signs(&self, found: &Found, head: usize, signs: &mut Signs) {
        let tokens = &self.analysis.tokens;
        let unknown = tokens[head].pos == PartOfSpeech::Propn
            && found.name_at(head).is_none()
            && found.nationality_at(head).is_none();
        if !unknown {
            return;
        }
        let phrase = phrase(self.analysis, head);
        if let Some((kind, weight)) = self.sign(&phrase) {
            let votes = signs.0.entry(self.key(&phrase)).or_default();
            match kind {
                EntityKind::Person => votes.person += weight,
                _ => votes.place += weight,
            }
        }
    }

    /// The words of a name, folded; two mentions with one key are one name.
    fn key(&self, phrase: &Phrase) -> String {
        name_words(self.bare(phrase.span(self.analysis)).slice(&self.document.text)).key()
    }

    /// What one mention says: a person or a place, and how strongly.
    fn sign(&self, phrase: &Phrase) -> Option<(EntityKind, u32)> {
        let tokens = &self.analysis.tokens;
        let first = phrase.tokens[0];
        let before = first.checked_sub(1);
        let titled = before.is_some_and(|t| self.is_title(t))
            || phrase.tokens[..phrase.tokens.len() - 1].iter().any(|&t| self.is_title(t));
        let given = self.language.titles.given.contains(&tokens[first].folded);
        if titled || given && phrase.tokens.len() > 1 {
            return Some((EntityKind::Person, WORD));
        }
        let link = before.filter(|&t| self.language.titles.links.contains(&tokens[t].folded));
        let noun_before = link.map_or(before, |t| t.checked_sub(1));
        let arc = self.analysis.arcs[phrase.head];
        let above = arc.head.map(|h| h as usize);
        let noun_after = above.filter(|&noun| noun > phrase.head && arc.label != Label::Conjunct);
        if noun_before.is_some_and(|t| self.is_kind_of_place(t))
            || noun_after.is_some_and(|t| self.is_kind_of_place(t))
        {
            return Some((EntityKind::Place, WORD));
        }
        // Where no capital marks a name, the tag alone is too weak a sign.
        if !self.is_capital(phrase.head) {
            return None;
        }
        if matches!(arc.label, Label::Subject | Label::PassiveSubject | Label::Apposition) {
            let says =
                above.is_some_and(|verb| self.language.attribution.verbs.contains_key(&tokens[verb].lemma));
            return Some((EntityKind::Person, if says { CLEAR } else { WEAK }));
        }
        let case = |&t: &usize| self.analysis.arcs[t].label == Label::Case && t < phrase.head;
        let case = self.analysis.children(phrase.head).filter(case).min()?;
        match self.preposition(case) {
            Some(Function::Place) => Some((EntityKind::Place, CLEAR)),
            Some(Function::Goal | Function::From) => Some((EntityKind::Place, WEAK)),
            _ => None,
        }
    }

    /// The class of the preposition that a word is or ends ("near", "close *to*").
    fn preposition(&self, word: usize) -> Option<Function> {
        let tokens = &self.analysis.tokens;
        let sentence = self.analysis.sentence_of(word)?.tokens.clone();
        let firsts = word.saturating_sub(LONGEST_PREPOSITION - 1).max(sentence.start)..=word;
        let known = firsts.map(|first| (first, self.language.grammar.known(&tokens[first..sentence.end])));
        known.into_iter().find(|(first, k)| first + k.len > word && k.preposition.is_some())?.1.preposition
    }

    /// True for a word that begins with a capital letter and goes on with small ones: where all is in capitals nothing
    /// shows a name.
    pub(super) fn is_capital(&self, token: usize) -> bool {
        let written = self.analysis.tokens[token].span.slice(&self.document.text);
        written.starts_with(char::is_uppercase) && written.contains(char::is_lowercase)
    }

    /// True for a noun that says what kind of place a name beside it is.
    pub(super) fn is_kind_of_place(&self, token: usize) -> bool {
        self.language.titles.kinds_of_place(&self.analysis.tokens[token]).is_some()
    }

    /// The person whose name stands in apposition to a noun: "the envoy of the union, X Y".
    pub(super) fn apposed(&self, found: &mut Found, phrase: &Phrase) -> Option<Resolved> {
        let tokens = &self.analysis.tokens;
        let proper = |t: usize| tokens[t].pos == PartOfSpeech::Propn && found.nationality_at(t).is_none();
        let apposed =
            |&t: &usize| t > phrase.head && self.analysis.arcs[t].label == Label::Apposition && proper(t);
        let first = self.analysis.children(phrase.head).find(apposed)?;
        if let Some(name) = found.name_at(first) {
            let kind = self.packs.world.entities.get(&name.entity)?.kind;
            let resolved = Resolved { entity: name.entity.clone(), kind, span: name.span };
            return (kind == EntityKind::Person).then_some(resolved);
        }
        let last = (first..tokens.len()).take_while(|&t| proper(t)).last()?;
        let given = self.language.titles.given.contains(&tokens[first].folded);
        if last == first && !given {
            return None;
        }
        self.named_anew(found, self.bare(tokens_span(self.analysis, first..last + 1)), EntityKind::Person)
    }

    /// Somebody or something that no pack knows: named by a proper noun, or a thing that is no entity.
    pub(super) fn unknown(
        &self,
        found: &mut Found,
        signs: &Signs,
        phrase: &Phrase,
        span: Span,
    ) -> Option<(Resolved, i8)> {
        let token = &self.analysis.tokens[phrase.head];
        let proper = token.pos == PartOfSpeech::Propn;
        let kind = if proper { signs.kind(&self.key(phrase)) } else { EntityKind::Other };
        let digits = span.slice(&self.document.text).chars().any(char::is_numeric);
        let kind = if digits || self.language.titles.never.contains(&token.folded) {
            EntityKind::Other
        } else {
            kind
        };
        if proper && phrase.tokens.len() > LONGEST_UNKNOWN {
            return None;
        }
        if kind != EntityKind::Person {
            return Some((self.named_anew(found, span, kind)?, 0));
        }
        let named = self.named_anew(found, self.without_titles(found, phrase).unwrap_or(span), kind)?;
        if let Some(entity) = found.entities.get_mut(&named.entity) {
            let whole = span.slice(&self.document.text);
            if !entity.names.values().chain(&entity.aliases).any(|n| n == whole) {
                entity.aliases.push(whole.to_owned());
            }
        }
        Some((Resolved { span, ..named }, 0))
    }

    /// The name alone of a phrase that names a person: what follows the last title, nationality or common noun before it
    /// ("Colonel Luis Perez", "Spanish priest Ignacio Sanz").
    fn without_titles(&self, found: &Found, phrase: &Phrase) -> Option<Span> {
        let describes = |&t: &usize| {
            let token = &self.analysis.tokens[t];
            token.pos != PartOfSpeech::Propn || self.is_title(t) || found.nationality_at(t).is_some()
        };
        let last = phrase.tokens.iter().rposition(describes)?;
        let name = phrase.tokens.get(last + 1..).filter(|name| !name.is_empty())?;
        Some(self.bare(tokens_span(self.analysis, name[0]..name[name.len() - 1] + 1)))
    }

    /// True for words that stand before the names of people.
    fn is_title(&self, token: usize) -> bool {
        let token = &self.analysis.tokens[token];
        let titles = &self.language.titles.person;
        titles.contains(&token.folded) || titles.contains(&token.lemma)
    }
}
