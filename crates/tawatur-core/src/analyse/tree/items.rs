//! The groups that a sentence is cut into before they are hung on one another.

use super::Tree;
use crate::model::{Feature, Label, PartOfSpeech};
use crate::packs::WordRole;

/// What a group is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A noun group, with its preposition where it has one.
    Noun,
    /// A verb group, with auxiliaries, negation and pronouns hung on it.
    Verb,
    /// An adjective that stands in no noun group.
    Adjective,
    /// An adverb or particle.
    Adverb,
    /// A relative pronoun, with its preposition where it has one.
    Relative,
    /// A word that opens a clause.
    Mark,
    /// A conjunction.
    Coordination,
    /// A comma.
    Comma,
    /// A quotation mark.
    Quote,
    /// A group that was taken into another.
    Done,
    /// A stronger stop, a dash or a bracket.
    Stop,
}

/// The form of a verb group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// Has a person and a tense: makes a clause.
    Finite,
    /// Infinitive.
    Infinitive,
    /// Past participle without auxiliary.
    Participle,
    /// Present participle or gerund without auxiliary.
    Gerund,
}

/// A group of words.
#[derive(Debug, Clone, Copy)]
pub(super) struct Item {
    pub kind: Kind,
    /// Its main word.
    pub head: usize,
    /// Its first word, a preposition included.
    pub first: usize,
    /// Its last word.
    pub last: usize,
    /// The preposition before it, or the mark of an infinitive.
    pub case: Option<usize>,
    /// Form of a verb group.
    pub form: Form,
    /// A verb group in the passive.
    pub passive: bool,
    /// Auxiliaries only: a copula or an auxiliary parted from its verb.
    pub bare_auxiliary: bool,
    /// A verb group that holds its subject (*a-t-il dit*).
    pub has_subject: bool,
    /// A verb group that holds its object (*les a pris*).
    pub has_object: bool,
    /// A noun that says when.
    pub time: bool,
}

impl Item {
    pub(super) fn new(kind: Kind, head: usize) -> Self {
        Self {
            kind,
            head,
            first: head,
            last: head,
            case: None,
            form: Form::Finite,
            passive: false,
            bare_auxiliary: false,
            has_subject: false,
            has_object: false,
            time: false,
        }
    }

    /// A noun group without preposition.
    pub(super) fn is_bare_noun(&self) -> bool {
        self.kind == Kind::Noun && self.case.is_none()
    }

    /// Nothing that clauses see: a group taken into another, a quotation mark.
    pub(super) fn is_silent(&self) -> bool {
        matches!(self.kind, Kind::Done | Kind::Quote)
    }

    pub(super) fn is_finite(&self) -> bool {
        self.kind == Kind::Verb && self.form == Form::Finite
    }
}

impl Tree<'_> {
    /// Cuts the sentence into items.
    pub(super) fn find_items(&mut self) {
        let mut k = 0;
        while k < self.tokens.len() {
            let item = self.item_at(k);
            k = item.last.max(k) + 1;
            self.items.push(item);
        }
    }

    /// The item that begins at a word. Always takes at least that word.
    fn item_at(&mut self, k: usize) -> Item {
        let word = self.words[k];
        if let Some(item) = self.verb_group(k) {
            return item;
        }
        if self.opens_relative(k) {
            return Item::new(Kind::Relative, k);
        }
        match word.pos {
            PartOfSpeech::Adp
                if word.preposition.is_some()
                    || !word.roles.any(&[WordRole::ComplementMark, WordRole::Subordinator]) =>
            {
                return self.prepositional(k);
            }
            PartOfSpeech::Cconj => return self.span_phrase(Kind::Coordination, k),
            PartOfSpeech::Sconj => {
                if word.preposition.is_some()
                    && (self.is_gerund(k + word.len)
                        || !word.roles.any(&[WordRole::ComplementMark, WordRole::Subordinator]))
                {
                    return self.prepositional(k);
                }
                return self.span_phrase(Kind::Mark, k);
            }
            PartOfSpeech::Punct => {
                let comma = self.tokens[k].folded.chars().all(is_comma);
                let kind = match () {
                    () if comma => Kind::Comma,
                    () if self.is_quote(k) => Kind::Quote,
                    () => Kind::Stop,
                };
                return Item::new(kind, k);
            }
            _ => {}
        }
        if word.preposition.is_some() {
            let item = self.prepositional(k);
            if item.kind != Kind::Adverb {
                return item;
            }
        }
        if matches!(word.pos, PartOfSpeech::Part | PartOfSpeech::Adp)
            && word.roles.any(&[WordRole::ComplementMark, WordRole::Subordinator])
        {
            return self.span_phrase(Kind::Mark, k);
        }
        if let Some(item) = self.noun_group(k) {
            return item;
        }
        if word.pos == PartOfSpeech::Adv
            && word.roles.has(WordRole::Subordinator)
            && (word.len > 1 || word.preposition.is_none())
        {
            return self.span_phrase(Kind::Mark, k);
        }
        if word.roles.has(WordRole::Coordination)
            && matches!(word.pos, PartOfSpeech::Part | PartOfSpeech::Adv)
        {
            return self.span_phrase(Kind::Coordination, k);
        }
        let kind = if word.pos == PartOfSpeech::Adj { Kind::Adjective } else { Kind::Adverb };
        let mut item = self.span_phrase(kind, k);
        if word.pos == PartOfSpeech::Adv {
            // "more dangerous": the adverb belongs to the adjective.
            let next = item.last + 1;
            if next < self.tokens.len() && self.words[next].pos == PartOfSpeech::Adj {
                let inner = self.item_at(next);
                if inner.kind == Kind::Adjective {
                    self.set(k, inner.head, Label::Adverb);
                    item = Item { first: k, ..inner };
                }
            }
        } else if word.pos == PartOfSpeech::Adj {
            self.join_adjectives(&mut item);
        }
        item
    }

    /// "After blocking the road": such a form opens no clause of its own.
    fn is_gerund(&self, k: usize) -> bool {
        self.tokens.get(k).is_some_and(|t| {
            let present = t.features.has(Feature::Participle) && t.features.has(Feature::Present);
            t.pos == PartOfSpeech::Verb && (present || t.features.has(Feature::Gerund))
        })
    }

    /// "social and economic": a second adjective joins the first.
    fn join_adjectives(&mut self, item: &mut Item) {
        let (and, second) = (item.last + 1, item.last + 2);
        if second < self.tokens.len()
            && self.words[and].pos == PartOfSpeech::Cconj
            && self.words[second].pos == PartOfSpeech::Adj
            && !self.words.get(second + 1).is_some_and(|w| w.is_nominal())
        {
            self.set(second, item.head, Label::Conjunct);
            self.set(and, second, Label::Coordination);
            item.last = second;
        }
    }

    /// An item of one phrase and nothing more.
    fn span_phrase(&self, kind: Kind, k: usize) -> Item {
        Item { last: k + self.words[k].len - 1, ..Item::new(kind, k) }
    }

    /// A preposition with the noun group, infinitive, relative or clause mark it governs; alone it is an adverb.
    fn prepositional(&mut self, k: usize) -> Item {
        let next = k + self.words[k].len;
        let alone = self.span_phrase(Kind::Adverb, k);
        if next >= self.tokens.len() {
            return alone;
        }
        let word = self.words[next];
        // A second preposition ("from inside", "d'entre") belongs to the first.
        if word.pos == PartOfSpeech::Adp || word.preposition.is_some() && word.pos != PartOfSpeech::Sconj {
            let inner = self.prepositional(next);
            if inner.kind == Kind::Noun || inner.kind == Kind::Verb {
                self.set(k, inner.head, if inner.kind == Kind::Noun { Label::Case } else { Label::Mark });
                return Item { first: k, case: Some(k), ..inner };
            }
            return alone;
        }
        if self.opens_relative(next) {
            self.set(k, next, Label::Case);
            return Item { first: k, case: Some(k), ..Item::new(Kind::Relative, next) };
        }
        if let Some(verb) = self.verb_group(next) {
            if verb.form == Form::Finite {
                return alone;
            }
            self.set(k, verb.head, Label::Mark);
            return Item { first: k, case: Some(k), ..verb };
        }
        if word.pos == PartOfSpeech::Sconj
            && word.roles.any(&[WordRole::ComplementMark, WordRole::Subordinator])
        {
            self.set(next, k, Label::Flat);
            return Item { last: next, ..Item::new(Kind::Mark, k) };
        }
        match self.noun_group(next) {
            Some(noun) => {
                self.set(k, noun.head, Label::Case);
                Item { first: k, case: Some(k), ..noun }
            }
            None if word.pos == PartOfSpeech::Adj || word.pos == PartOfSpeech::Adv => {
                self.set(k, next, Label::Case);
                Item { first: k, last: next, case: Some(k), ..Item::new(Kind::Noun, next) }
            }
            None => alone,
        }
    }

    /// True when a relative pronoun stands here and a clause follows it.
    pub(super) fn opens_relative(&self, k: usize) -> bool {
        let word = self.words[k];
        if !word.is_relative()
            || word.roles.has(WordRole::Including)
                && self.words.get(k + 1).is_none_or(|w| w.pos == PartOfSpeech::Num)
        {
            return false;
        }
        match word.pos {
            PartOfSpeech::Pron => true,
            // "that share" is no relative, *quelle* and "whose" are.
            PartOfSpeech::Det => {
                self.language.settings.order.verb_first || word.roles.has(WordRole::RelativeAdverb)
            }
            PartOfSpeech::Adv | PartOfSpeech::Adp => word.roles.has(WordRole::RelativeAdverb),
            // A mark may be a relative object: only where the language tags them alike, which `attach` decides.
            _ => false,
        }
    }
}

impl Tree<'_> {
    /// True for a quotation mark: folding makes all of them one of two.
    pub(super) fn is_quote(&self, k: usize) -> bool {
        self.words[k].pos == PartOfSpeech::Punct
            && self.tokens[k].folded.chars().all(|c| matches!(c, '"' | '\''))
    }
}

fn is_comma(c: char) -> bool {
    matches!(c, ',' | '\u{60c}')
}
