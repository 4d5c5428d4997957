//! What the steps of extraction share for one document: text, analysis, packs, names, times and figures found.

use super::figures::Figure;
use super::names::Found;
use super::times::TimeExpression;
use crate::model::{Analysis, Document, EntityId, EntityKind, Feature, Lang, PartOfSpeech};
use crate::packs::{Language, Packs};
use crate::text::Span;

/// One document with everything found before its reports.
pub(super) struct Scene<'a> {
    /// The document.
    pub document: &'a Document,
    /// Its analysis.
    pub analysis: &'a Analysis,
    /// The packs.
    pub packs: &'a Packs,
    /// Names and descriptions.
    pub names: Found,
    /// Time expressions in order.
    pub times: Vec<TimeExpression>,
    /// Numbers with what they count, in order.
    pub figures: Vec<Figure>,
}

/// Whom a noun phrase means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Resolved {
    /// The entity.
    pub entity: EntityId,
    /// What it is.
    pub kind: EntityKind,
    /// The whole phrase without its article.
    pub span: Span,
}

impl Scene<'_> {
    /// Whom the noun phrase around a head word means.
    pub fn resolve(&self, head: usize) -> Option<Resolved> {
        self.names.resolve(self.document, self.analysis, self.packs, head)
    }

    /// What the noun phrase around a head word names.
    pub fn kind_of(&self, head: usize) -> Option<EntityKind> {
        self.resolve(head).map(|r| r.kind)
    }

    /// The language of the sentence a token stands in.
    pub fn language(&self, token: usize) -> Option<&Language> {
        let lang = self.analysis.sentence_of(token).map_or(Lang::UNKNOWN, |s| s.lang);
        self.packs.languages.get(&lang)
    }

    /// True when a noun has the article, as a word of its own or as part of the noun.
    pub fn is_definite(&self, noun: usize) -> bool {
        let articles = self.language(noun).map_or(&[][..], |l| l.settings.articles.as_slice());
        let tokens = &self.analysis.tokens;
        tokens[noun].features.has(Feature::Definite)
            || self.analysis.children(noun).any(|t| {
                tokens[t].pos == PartOfSpeech::Det
                    && tokens[t].features.has(Feature::Definite)
                    && articles.contains(&tokens[t].folded)
            })
    }
}
