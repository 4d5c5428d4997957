//! Names in text: which words name which entity, and whom a noun phrase means. One pass over the words of a document.
//!
//! Known names come from the packs; whole words only, the longest match wins. What the packs do not know gets a
//! provisional entity. Resolving pronouns, times and figures is done elsewhere.

mod choose;
mod matches;
mod phrase;
mod reference;
mod resolve;
mod unknown;
mod words;

use crate::model::{Analysis, Document, Entity, EntityId, EntityKind, Mention};
use crate::packs::Packs;
use crate::text::Span;
use std::collections::BTreeMap;
use std::ops::Range;

/// Words that name an entity of a pack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// The words, with their article.
    pub span: Span,
    /// Their tokens.
    pub tokens: Range<usize>,
    /// Whom they name here.
    pub entity: EntityId,
    /// Everything that bears the spelling, the likeliest first.
    pub candidates: Vec<EntityId>,
}

/// Whom a noun phrase means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resolved {
    /// The entity.
    pub entity: EntityId,
    /// What it is.
    pub kind: EntityKind,
    /// The whole phrase without its article.
    pub span: Span,
}

/// Every name and noun phrase of one document, resolved.
#[derive(Debug, Clone, Default)]
pub struct Found {
    /// Names of the packs, in order, not overlapping.
    pub names: Vec<Name>,
    /// Nationality adjectives and demonyms: token and country, in order.
    pub nationalities: Vec<(usize, EntityId)>,
    /// The country that the document is most about.
    pub country: Option<EntityId>,
    resolved: Vec<Option<Resolved>>,
    mentions: Vec<Mention>,
    entities: BTreeMap<EntityId, Entity>,
}

impl Found {
    /// Whom the noun phrase around a head word means; `None` when the word names nobody and nothing.
    #[must_use]
    pub fn resolve(&self, head: usize) -> Option<Resolved> {
        self.resolved.get(head).cloned().flatten()
    }

    /// Every mention, in order of its span; of mentions inside one another each has its own row.
    #[must_use]
    pub fn mentions(&self) -> &[Mention] {
        &self.mentions
    }

    /// Entities that no pack knows: classes of people and things, and provisional ones.
    pub fn entities(&self) -> impl Iterator<Item = &Entity> {
        self.entities.values()
    }

    /// An entity of the packs or of this document.
    #[must_use]
    pub fn entity<'a>(&'a self, packs: &'a Packs, id: &EntityId) -> Option<&'a Entity> {
        packs.world.entities.get(id).or_else(|| self.entities.get(id))
    }

    /// The name that a token is part of.
    #[must_use]
    pub fn name_at(&self, token: usize) -> Option<&Name> {
        let k = self.names.partition_point(|n| n.tokens.end <= token);
        self.names.get(k).filter(|n| n.tokens.contains(&token))
    }

    /// The country whose adjective or demonym a token is.
    #[must_use]
    pub fn nationality_at(&self, token: usize) -> Option<&EntityId> {
        let k = self.nationalities.partition_point(|n| n.0 < token);
        self.nationalities.get(k).filter(|n| n.0 == token).map(|n| &n.1)
    }
}

/// Finds and resolves every name and noun phrase of a document.
#[must_use]
pub fn find(document: &Document, analysis: &Analysis, packs: &Packs) -> Found {
    let words = words::words(document, analysis);
    let matches = matches::matches(document, analysis, packs, &words);
    let mut found = choose::choose(analysis, packs, &words, matches);
    resolve::resolve_all(document, analysis, packs, &mut found);
    found
}
