//! What every word of a sentence does: its part of speech, its roles in the pack, phrases that are one preposition
//! or conjunction. Builds no group.

use super::Tree;
use crate::model::{Feature, Function, Label, PartOfSpeech, Token};
use crate::packs::{Known, Roles, WordRole};

/// What is known of a word before any group is built.
#[derive(Debug, Clone, Copy)]
pub(super) struct Word {
    /// Part of speech, corrected where the pack knows better.
    pub pos: PartOfSpeech,
    /// Roles in the pack.
    pub roles: Roles,
    /// Class as a preposition.
    pub preposition: Option<Function>,
    /// How many tokens the phrase that begins here has; 1 for a word alone.
    pub len: usize,
    /// True when it stands inside a phrase that began before it.
    pub inside: bool,
}

impl Word {
    pub(super) fn is_verb(self) -> bool {
        self.pos == PartOfSpeech::Verb
    }

    pub(super) fn is_nominal(self) -> bool {
        !self.inside
            && matches!(
                self.pos,
                PartOfSpeech::Noun | PartOfSpeech::Propn | PartOfSpeech::Sym | PartOfSpeech::X
            )
    }

    /// True for a relative pronoun of any kind.
    pub(super) fn is_relative(self) -> bool {
        self.roles.any(&[
            WordRole::FreeRelative,
            WordRole::RelativeAny,
            WordRole::RelativeSubject,
            WordRole::RelativeObject,
            WordRole::RelativeAdverb,
        ])
    }
}

/// Parts of speech that a preposition may be tagged with.
const PREPOSITION_TAGS: [PartOfSpeech; 4] =
    [PartOfSpeech::Adp, PartOfSpeech::Adv, PartOfSpeech::Part, PartOfSpeech::Sconj];

impl Tree<'_> {
    /// Fills `words` and hangs the later words of a phrase on its first.
    pub(super) fn find_words(&mut self) {
        let mut k = 0;
        while k < self.tokens.len() {
            let token = &self.tokens[k];
            let infinitive = k > 0 && self.after_infinitive_mark(k);
            let mut known = self.known[k];
            let rest = self.tokens.get(k + known.len..).unwrap_or_default();
            // "more than 50", "more than a thousand"
            let number = |t: Option<&Token>| t.is_some_and(|t| t.pos == PartOfSpeech::Num);
            let article = rest.first().is_some_and(|t| t.features.has(Feature::Indefinite));
            let before_number = number(rest.first()) || article && number(rest.get(1));
            // "pull out of": the particle belongs to the preposition; "at least" only stands before a number.
            let overlaps = known.roles.has(WordRole::PhrasalVerb)
                && known.len == 2
                && self.known.get(k + 1).is_some_and(|next| next.len > 1);
            // "In the east of the country": behind an article it is the noun.
            let noun = known.len > 1
                && known.preposition.is_some()
                && token.pos == PartOfSpeech::Noun
                && k > 0
                && self.tokens[k - 1].pos == PartOfSpeech::Det;
            if overlaps
                || noun
                || known.len > 1
                    && known.roles.has(WordRole::Approximator)
                    && !before_number
                    && known.preposition.is_none()
            {
                known = self.language.grammar.word(token);
            }
            let len = known.len.min(self.tokens.len() - k).max(1);
            let approximate = known.roles.has(WordRole::Approximator) && before_number;
            let pos = if approximate {
                PartOfSpeech::Adv
            } else if len > 1 {
                phrase_tag(known.roles, known.preposition, token.pos)
            } else if infinitive {
                PartOfSpeech::Verb
            } else if self.is_verbal_preposition(k, &known) {
                PartOfSpeech::Adp
            } else {
                token.pos
            };
            let pos =
                if len == 1 && self.is_nounlike_preposition(k, &known) { PartOfSpeech::Adp } else { pos };
            let preposition =
                known.preposition.filter(|_| !approximate && (len > 1 || PREPOSITION_TAGS.contains(&pos)));
            self.words.push(Word { pos, roles: known.roles, preposition, len, inside: false });
            for inner in k + 1..k + len {
                let pos = self.tokens[inner].pos;
                self.words.push(Word {
                    pos,
                    roles: Roles::default(),
                    preposition: None,
                    len: 1,
                    inside: true,
                });
                self.set(inner, k, Label::Flat);
            }
            k += len;
        }
    }

    /// "including", "concernant", tagged as verbs; *dont* before a number.
    fn is_verbal_preposition(&self, k: usize, known: &Known) -> bool {
        let token = &self.tokens[k];
        let counts = known.roles.has(WordRole::Including)
            && self.tokens.get(k + 1).is_some_and(|t| t.pos == PartOfSpeech::Num);
        let participle = token.pos == PartOfSpeech::Verb
            && (token.features.has(Feature::Gerund)
                || token.features.has(Feature::Participle) && token.features.has(Feature::Present));
        known.preposition.is_some() && (counts || participle)
    }

    /// Adverbs of place and time in the construct state ("amid", "near"), tagged as nouns: prepositions unless one
    /// stands before them.
    fn is_nounlike_preposition(&self, k: usize, known: &Known) -> bool {
        let governs = self.tokens.get(k + 1).is_some_and(|t| {
            let nominal = matches!(
                t.pos,
                PartOfSpeech::Noun | PartOfSpeech::Propn | PartOfSpeech::Pron | PartOfSpeech::Num
            );
            nominal || t.pos == PartOfSpeech::Adj && self.is_definite(k + 1)
        });
        self.language.settings.order.construct_state
            && known.preposition.is_some()
            && governs
            && self.tokens[k].pos == PartOfSpeech::Noun
            && !self.is_definite(k)
            && (k == 0 || self.words[k - 1].preposition.is_none())
    }

    /// A noun right behind the mark of an infinitive, where the tag says it is one, is a verb ("to attack").
    fn after_infinitive_mark(&self, k: usize) -> bool {
        let before = self.words[k - 1];
        self.tokens[k].pos == PartOfSpeech::Noun
            && before.pos == PartOfSpeech::Part
            && before.roles.has(WordRole::InfinitiveMark)
    }

    /// True when the noun is definite: by its article where that is written on it, else by its features.
    pub(super) fn is_definite(&self, k: usize) -> bool {
        self.language.grammar.is_definite(&self.tokens[k])
    }
}

/// A phrase works as a preposition, a conjunction or an adverb, whatever its words are.
fn phrase_tag(roles: Roles, preposition: Option<Function>, tag: PartOfSpeech) -> PartOfSpeech {
    if roles.any(&[WordRole::Subordinator, WordRole::ComplementMark]) {
        PartOfSpeech::Sconj
    } else if roles.has(WordRole::Coordination) {
        PartOfSpeech::Cconj
    } else if roles.has(WordRole::InfinitiveMark) {
        PartOfSpeech::Part
    } else if preposition.is_some() {
        PartOfSpeech::Adp
    } else if roles.has(WordRole::Adverb) {
        PartOfSpeech::Adv
    } else {
        tag
    }
}
