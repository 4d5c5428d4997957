//! What tells an object from a subject where word order alone does not: endings, and noun groups that are closed; and
//! which noun of a chain of complements a coordination goes on with.

use super::attach::Scan;
use super::items::Kind;
use crate::model::{EntityKind, Feature, Function, Label, PartOfSpeech};
use crate::packs::WordRole;

impl Scan<'_, '_> {
    /// An indefinite noun written with the ending of the accusative: never a subject.
    pub(super) fn is_accusative(&self, k: usize) -> bool {
        self.tree.language.grammar.is_accusative(&self.tree.tokens[k])
    }

    /// "In a field near the town": a preposition that is a noun of place itself, behind a noun that says where.
    pub(super) fn is_near(&self, i: usize, noun: usize) -> bool {
        let nounlike = |c: usize| self.tree.tokens[c].pos == PartOfSpeech::Noun;
        let place = |c: usize| self.tree.words[c].preposition == Some(Function::Place);
        self.verb_first()
            && self.item_of(i).case.is_some_and(nounlike)
            && self.case_of(noun).is_some_and(place)
    }

    /// The adjective right before a preposition that it governs: "forces loyal to".
    pub(super) fn governing_adjective(&self, i: usize) -> Option<usize> {
        let before = self.item_of(i).first.checked_sub(1)?;
        let adjective = matches!(self.tree.words[before].pos, PartOfSpeech::Adj | PartOfSpeech::Noun);
        let governs = self.tree.words[before].roles.has(WordRole::GoverningAdjective);
        (adjective && governs && self.tree.heads[before].is_some()).then_some(before)
    }

    /// The item before is the subject: nothing parts the two noun groups.
    pub(super) fn next_noun_after_subject(&self, i: usize) -> bool {
        let subject = self.clauses[self.top_index()].subject;
        !self.item_of(i).time
            && !self.comma
            && self.before(i).is_some_and(|b| b.kind == Kind::Noun && Some(b.head) == subject)
    }

    /// An indefinite noun right behind a definite one, which could not be its complement.
    pub(super) fn behind_closed_group(&self, i: usize) -> bool {
        let item = self.item_of(i);
        let before = self.before(i).filter(|b| b.is_bare_noun() && !self.comma);
        let closed = before.is_some_and(|b| self.tree.is_definite(b.last) || self.tree.is_definite(b.head));
        closed && !item.time && self.is_common(item.head) && !self.tree.is_definite(item.head)
    }

    /// A feminine noun: where the language writes the gender at the end of nouns, one with such an ending.
    pub(super) fn is_feminine(&self, k: usize) -> bool {
        let endings = &self.tree.language.grammar.feminine_noun_endings;
        let token = &self.tree.tokens[k];
        let written = endings.is_empty() || endings.iter().any(|e| token.folded.ends_with(e.as_str()));
        token.features.has(Feature::Feminine) && written
    }

    /// A plural right behind another one with the same article and the same ending of case describes it ("the rebels, the
    /// Houthis"): it is no object.
    pub(super) fn echoes(&self, i: usize, noun: usize) -> bool {
        let ending = |k: usize| {
            let token = &self.tree.tokens[k];
            let endings = self.tree.language.grammar.closed_endings.iter();
            let mut endings = endings.filter(|_| token.features.has(Feature::Plural));
            endings.find(|e| token.folded.ends_with(e.as_str()))
        };
        let item = self.item_of(i);
        let adjacent = !self.comma && self.conjunction.is_none() && item.first == noun + 1;
        adjacent
            && self.tree.is_definite(noun)
            && self.tree.is_definite(item.head)
            && ending(noun).is_some_and(|e| ending(item.head) == Some(e))
    }

    /// The noun before a name of somebody that says what he is: "said the envoy of the union X Y". A single name may be
    /// what the verb is about ("called on the state X"), unless it is a given name.
    pub(super) fn bearer(&self, i: usize) -> Option<usize> {
        let tree = &self.tree;
        let item = self.item_of(i);
        let proper = |k: usize| tree.words.get(k).is_some_and(|w| w.pos == PartOfSpeech::Propn);
        let named = proper(item.head) && !tree.is_definite(item.head) && item.case.is_none();
        let given = tree.language.titles.given.contains(&tree.tokens[item.head].folded);
        let adjacent = !self.comma && self.conjunction.is_none();
        if !self.verb_first() || !named || !adjacent || !(given || proper(item.head + 1)) {
            return None;
        }
        let title = |&k: &usize| {
            let token = &tree.tokens[k];
            let nouns = &tree.language.nouns;
            let noun = nouns.get(&token.lemma).or_else(|| nouns.get(&token.folded));
            noun.is_some_and(|n| n.kind == EntityKind::Person)
        };
        let subject = self.clauses[self.top_index()].subject;
        let before = self.before(i).filter(|b| b.kind == Kind::Noun && b.last + 1 == item.first)?;
        [Some(before.head), subject].into_iter().flatten().find(title)
    }

    /// "The shelling of the town and the village", "the grip of the rebels and the militias": in a chain of complements a
    /// noun of people or places goes on with the complement, where the first noun of the chain names neither.
    pub(super) fn like_complement(&self, first: usize, i: usize) -> Option<usize> {
        let tree = &self.tree;
        if !tree.language.settings.order.construct_state || self.item_of(i).case.is_some() {
            return None;
        }
        let new = self.item_of(i).head;
        let complement = |noun: usize| {
            let below = (noun + 1..new).find(|&t| {
                tree.heads[t] == Some(noun as u32)
                    && tree.labels[t] == Label::NounModifier
                    && self.case_of(t).is_none()
            });
            below.filter(|&t| !tree.words[t].roles.has(WordRole::TimeNoun))
        };
        let inner = std::iter::successors(complement(first), |&t| complement(t)).last()?;
        let proper = |k: usize| tree.words[k].pos == PartOfSpeech::Propn;
        let fits = match self.class_of(new) {
            Some(class) => self.class_of(inner).is_none_or(|c| c == class),
            None => proper(new) && proper(inner),
        };
        let own = self.class_of(first).is_some_and(|class| self.class_of(new) == Some(class));
        (fits && !own).then_some(inner)
    }

    /// People or a place, as far as the noun list of the language tells: true for places.
    fn class_of(&self, k: usize) -> Option<bool> {
        let token = &self.tree.tokens[k];
        let nouns = &self.tree.language.nouns;
        let noun = nouns.get(&token.lemma).or_else(|| nouns.get(&token.folded))?;
        // What became of people may be told by the noun of the deed itself ("the wounding of four").
        if noun.counts.is_some() {
            return None;
        }
        match noun.kind {
            EntityKind::Place => Some(true),
            EntityKind::Weapon | EntityKind::Other => None,
            _ => Some(false),
        }
    }
}
