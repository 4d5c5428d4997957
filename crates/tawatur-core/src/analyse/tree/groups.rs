//! Noun groups: determiners, numbers, adjectives, compounds, names, titles, possessors, idafa. Coordination and
//! prepositional complements are hung on them later.

use super::Tree;
use super::items::{Item, Kind};
use crate::model::{EntityKind, Feature, Function, Label, PartOfSpeech};
use crate::packs::WordRole;

/// A noun group while it is read.
pub(super) struct Group {
    /// Words before the head that will hang on it.
    pub before: Vec<(usize, Label)>,
    /// Its head so far.
    pub head: Option<usize>,
    /// The last noun or name taken: what a complement or adjective would hang on.
    pub tail: usize,
    /// The last word of any kind taken.
    pub last: usize,
    /// A determiner, number or possessor stands before the head.
    pub determined: bool,
    /// Nothing may follow directly: a possessive was taken.
    pub closed: bool,
}

impl Tree<'_> {
    /// The noun group that begins at a word, if one does.
    pub(super) fn noun_group(&mut self, k: usize) -> Option<Item> {
        let mut group =
            Group { before: Vec::new(), head: None, tail: k, last: k, determined: false, closed: false };
        let mut j = k;
        while j < self.tokens.len() {
            match self.take_noun_word(&mut group, j) {
                0 => break,
                taken => j += taken,
            }
        }
        self.close_noun_group(k, j, group)
    }

    /// Takes the next words into the group and says how many; 0 when the group ends before them.
    fn take_noun_word(&mut self, group: &mut Group, j: usize) -> usize {
        let word = self.words[j];
        if word.roles.has(WordRole::Approximator) && group.head.is_some() {
            return self.take_approximate_complement(group, j);
        }
        if let Some(taken) = self.take_approximator(group, j) {
            return taken;
        }
        if word.inside || word.len > 1 {
            return 0;
        }
        match word.pos {
            PartOfSpeech::Noun | PartOfSpeech::Propn | PartOfSpeech::X | PartOfSpeech::Sym => {
                self.take_nominal(group, j)
            }
            PartOfSpeech::Det => self.take_determiner(group, j),
            PartOfSpeech::Num => self.take_number(group, j),
            PartOfSpeech::Adj => self.take_adjective(group, j),
            PartOfSpeech::Pron => self.take_pronoun(group, j),
            PartOfSpeech::Part | PartOfSpeech::Punct if word.roles.has(WordRole::GenitiveMark) => {
                self.take_genitive(group, j)
            }
            PartOfSpeech::Adv | PartOfSpeech::Part => self.take_adverb(group, j),
            PartOfSpeech::Verb => self.take_participle(group, j),
            PartOfSpeech::Cconj => self.take_coordinated_adjective(group, j),
            PartOfSpeech::Punct if self.is_quote(j) => self.take_quote(group, j),
            PartOfSpeech::Punct => self.take_hyphen(group, j),
            _ => 0,
        }
    }

    /// "For more than one month": several words that say how a number is meant, at the beginning of its group.
    fn take_approximator(&mut self, group: &mut Group, j: usize) -> Option<usize> {
        let word = self.words[j];
        let opens = group.head.is_none() && group.before.is_empty() && word.len > 1 && !word.inside;
        let next = j + word.len;
        // "More than a thousand": the article belongs to the number.
        let mut near = (next..self.words.len()).take(2);
        let number = near.find(|&k| self.words[k].pos == PartOfSpeech::Num)?;
        if !opens || !word.roles.has(WordRole::Approximator) || word.pos != PartOfSpeech::Adv {
            return None;
        }
        self.set(j, number, Label::Adverb);
        group.last = next - 1;
        Some(word.len)
    }

    fn take_nominal(&mut self, group: &mut Group, j: usize) -> usize {
        let Some(head) = group.head else {
            group.head = Some(j);
            return self.take(group, j);
        };
        let order = &self.language.settings.order;
        let tail = group.tail;
        let name = |k: usize| matches!(self.words[k].pos, PartOfSpeech::Propn | PartOfSpeech::X);
        let adjacent = group.last == tail;
        // "blew himself up": the reflexive is an object of its own.
        let reflexive = self.words[j].roles.has(WordRole::Reflexive)
            && self.words.get(j + 1).is_some_and(|w| w.pos == PartOfSpeech::Pron);
        // "Took four villagers hostage": what they are made is no part of who they are.
        let made = self.words[j].roles.has(WordRole::Predicative)
            && (name(head) || self.tokens[head].features.has(Feature::Plural));
        if group.closed
            || reflexive
            || made
            || self.words[j].roles.has(WordRole::DayNoun) && !self.words[head].roles.has(WordRole::TimeNoun)
        {
            return 0;
        }
        if order.noun_before_noun {
            if !adjacent && !name(j) {
                return 0;
            }
            return self.take_compound(group, head, j);
        }
        if !adjacent {
            return 0;
        }
        let (name_tail, name_next) = (name(tail), name(j));
        match (name_tail, name_next) {
            (true, true) => {
                let first = if self.labels[tail] == Label::Flat {
                    self.heads[tail].map_or(tail, |h| h as usize)
                } else {
                    tail
                };
                self.set(j, first, Label::Flat);
            }
            // "The opposition [blamed] Russia": a name tells nothing of a body of people.
            (false, true) if order.construct_state && self.is_definite(tail) && self.is_many(tail) => {
                return 0;
            }
            (false, true) if !order.construct_state || self.is_definite(tail) => {
                self.set(j, tail, Label::Apposition)
            }
            (false, _) if order.construct_state && self.takes_complement(tail) => {
                self.set(j, tail, Label::NounModifier)
            }
            // A common noun that was taken for a name ("ministry of …").
            (true, false)
                if order.construct_state
                    && !self.is_definite(tail)
                    && self.is_definite(j)
                    && !self.is_somebody_else(tail, j) =>
            {
                self.set(j, tail, Label::NounModifier);
            }
            (false, false) if !order.construct_state => self.set(j, tail, Label::NounModifier),
            _ => return 0,
        }
        self.take(group, j)
    }

    /// "Iran [supplied] the Houthis": people told of behind the name that a verb begins with.
    fn is_somebody_else(&self, name: usize, noun: usize) -> bool {
        let behind_verb = name > 0 && self.words[name - 1].is_verb();
        behind_verb && (self.is_many(noun) || self.listed(noun, &[EntityKind::Person]))
    }

    /// A noun of the noun list for forces, groups, bodies or crowds.
    fn is_many(&self, k: usize) -> bool {
        use EntityKind::{Body, Crowd, Force, Group};
        self.listed(k, &[Body, Crowd, Force, Group])
    }

    /// A noun that the noun list has as one of some kinds.
    fn listed(&self, k: usize, kinds: &[EntityKind]) -> bool {
        let (token, nouns) = (&self.tokens[k], &self.language.nouns);
        let noun = nouns.get(&token.lemma).or_else(|| nouns.get(&token.folded));
        noun.is_some_and(|n| kinds.contains(&n.kind))
    }

    /// English compounds: the last noun is the head; a name without article keeps its first word as head.
    fn take_compound(&mut self, group: &mut Group, head: usize, j: usize) -> usize {
        let is_name = |k: usize| matches!(self.words[k].pos, PartOfSpeech::Propn | PartOfSpeech::X);
        let described = group.before.iter().any(|&(k, label)| {
            label == Label::AdjectiveModifier
                || label == Label::Determiner
                    && !self.language.settings.articles.contains(&self.tokens[k].folded)
        });
        if self.words[head].roles.has(WordRole::TimeNoun) && !is_name(head) && (is_name(j) || described) {
            // "last week rebels": a time that is told makes no compound.
            return 0;
        }
        if self.words[head].roles.has(WordRole::Title) && is_name(j) && !group.determined {
            // "Mr Hadi", "General Hadi": the name is the head.
            self.set(head, j, Label::NounModifier);
            group.head = Some(j);
            return self.take(group, j);
        }
        match (is_name(head), is_name(j)) {
            (true, true) => {
                let common = group.determined || self.words[j].roles.has(WordRole::NameHead);
                if common {
                    self.set(head, j, Label::Flat);
                    group.head = Some(j);
                } else {
                    self.set(j, head, Label::Flat);
                }
            }
            (false, true) if group.determined => {
                self.set(j, head, Label::Apposition);
                // Later parts of the name hang on its first.
                let mut last = j;
                while last + 1 < self.tokens.len() && self.words[last + 1].pos == PartOfSpeech::Propn {
                    last += 1;
                    self.set(last, j, Label::Flat);
                }
                group.tail = last;
                group.last = last;
                group.closed = true;
                return last - j + 1;
            }
            _ => {
                self.set(head, j, if is_name(j) { Label::NounModifier } else { Label::Flat });
                group.head = Some(j);
            }
        }
        self.take(group, j)
    }

    fn take(&self, group: &mut Group, j: usize) -> usize {
        group.tail = j;
        group.last = j;
        1
    }

    /// A noun may be followed directly by its complement: no article, no possessive, no closed ending, and no stretch of
    /// time before somebody of whom nothing is known yet ("for days other forces …").
    pub(super) fn takes_complement(&self, k: usize) -> bool {
        let token = &self.tokens[k];
        let stretch = self.words[k].roles.has(WordRole::TimeNoun)
            && [Feature::Plural, Feature::Dual].iter().any(|&f| token.features.has(f))
            && self.words.get(k + 1).is_some_and(|w| w.pos == PartOfSpeech::Noun)
            && !self.is_definite(k + 1);
        !stretch
            && !self.language.grammar.is_accusative(token)
            && self.words[k].pos == PartOfSpeech::Noun
            && !self.is_definite(k)
            && !self.language.grammar.closed_endings.iter().any(|e| {
                token.folded.strip_suffix(e.as_str()).is_some_and(|stem| stem.chars().nth(2).is_some())
                    && (token.features.has(Feature::Plural) || token.features.has(Feature::Dual))
            })
    }

    fn take_determiner(&mut self, group: &mut Group, j: usize) -> usize {
        if let Some(head) = group.head {
            // A demonstrative after its noun.
            if self.language.settings.order.construct_state
                && self.tokens[j].features.has(Feature::Demonstrative)
            {
                self.set(j, head, Label::Determiner);
                group.last = j;
                return 1;
            }
            return 0;
        }
        let possessive =
            self.words[j].roles.has(WordRole::Possessive) || self.tokens[j].features.has(Feature::Possessive);
        group.before.push((j, if possessive { Label::Possessor } else { Label::Determiner }));
        group.determined = true;
        group.last = j;
        1
    }

    fn take_number(&mut self, group: &mut Group, j: usize) -> usize {
        if group.head.is_none() {
            group.before.push((j, Label::NumberModifier));
            group.last = j;
            return 1;
        }
        let follows = self.words.get(j + 1).is_some_and(|w| w.is_nominal() || w.pos == PartOfSpeech::Adj);
        let date = self.words[group.tail].roles.has(WordRole::TimeNoun)
            || self.words[group.tail].pos == PartOfSpeech::Sym;
        if follows && !date {
            return self.take_counted_complement(group, j);
        }
        self.set(j, group.tail, Label::NumberModifier);
        group.last = j;
        1
    }

    fn take_adjective(&mut self, group: &mut Group, j: usize) -> usize {
        let Some(head) = group.head else {
            group.before.push((j, Label::AdjectiveModifier));
            group.last = j;
            return 1;
        };
        if !self.language.settings.order.adjective_after {
            return 0;
        }
        let tail = group.tail;
        if self.is_definite(j)
            && tail == group.last
            && !group.closed
            && self.takes_complement(tail)
            && self.language.settings.order.construct_state
        {
            // A definite adjective behind an open noun stands for a noun: its complement.
            self.set(j, tail, Label::NounModifier);
            return self.take(group, j);
        }
        let owner = self.adjective_owner(head, tail, j);
        let Some(owner) = owner else { return 0 };
        self.set(j, owner, Label::AdjectiveModifier);
        group.last = j;
        1
    }

    fn take_pronoun(&mut self, group: &mut Group, j: usize) -> usize {
        let word = self.words[j];
        let features = self.tokens[j].features;
        if let Some(_head) = group.head {
            if self.language.settings.order.construct_state && self.adjoins(j) && !word.is_relative() {
                self.set(j, group.tail, Label::Possessor);
                group.closed = true;
                group.last = j;
                return 1;
            }
            return 0;
        }
        if word.is_relative() && group.before.is_empty() && word.roles.has(WordRole::RelativeSubject) {
            return 0;
        }
        let next = self.words.get(j + 1);
        let nominal_next =
            next.is_some_and(|w| w.is_nominal() || matches!(w.pos, PartOfSpeech::Adj | PartOfSpeech::Num));
        let possessive = word.roles.has(WordRole::Possessive) || features.has(Feature::Possessive);
        if possessive && nominal_next {
            group.before.push((j, Label::Possessor));
            group.determined = true;
            group.last = j;
            return 1;
        }
        let demonstrative =
            self.language.settings.order.construct_state && !self.adjoins(j) && !word.is_relative();
        if demonstrative && next.is_some_and(|w| w.is_nominal()) && self.is_definite(j + 1) {
            group.before.push((j, Label::Determiner));
            group.last = j;
            return 1;
        }
        group.head = Some(j);
        group.closed = true;
        self.take(group, j);
        0
    }

    /// "the army's": what came before is the possessor of what follows.
    fn take_genitive(&mut self, group: &mut Group, j: usize) -> usize {
        let Some(head) = group.head else { return 0 };
        self.hang_before(group, head);
        self.set(j, head, Label::Case);
        let follows = self.words.get(j + 1).is_some_and(|w| {
            w.is_nominal()
                || matches!(
                    w.pos,
                    PartOfSpeech::Adj | PartOfSpeech::Num | PartOfSpeech::Verb | PartOfSpeech::Adv
                )
        });
        group.last = j;
        if !follows {
            group.closed = true;
            return 1;
        }
        group.before.push((head, Label::Possessor));
        group.head = None;
        group.determined = true;
        1
    }

    /// "more than 50", "nearly all": an adverb before a number, adjective or determiner.
    fn take_adverb(&mut self, group: &mut Group, j: usize) -> usize {
        if group.head.is_some() {
            return 0;
        }
        let Some(next) = self.words.get(j + 1) else { return 0 };
        let fits = match next.pos {
            PartOfSpeech::Num => true,
            PartOfSpeech::Adj => !group.before.is_empty() || self.nominal_after_adjectives(j + 1),
            _ => false,
        };
        if !fits || self.words[j].roles.any(&[WordRole::Subordinator, WordRole::ComplementMark]) {
            return 0;
        }
        self.set(j, j + 1, Label::Adverb);
        group.last = j;
        1
    }

    /// "the besieged town": a participle between a determiner and its noun.
    fn take_participle(&mut self, group: &mut Group, j: usize) -> usize {
        if group.head.is_some() || !group.determined || !self.language.settings.order.noun_before_noun {
            return 0;
        }
        let features = self.tokens[j].features;
        let verbal = features.has(Feature::Participle) || features.has(Feature::Gerund);
        let follows = self.words.get(j + 1).is_some_and(|w| w.is_nominal() || w.pos == PartOfSpeech::Adj);
        if !verbal || !follows {
            return 0;
        }
        group.before.push((j, Label::AdjectiveModifier));
        group.last = j;
        1
    }

    /// "armed and dangerous men": a second adjective before or after the noun.
    fn take_coordinated_adjective(&mut self, group: &mut Group, j: usize) -> usize {
        let next = j + 1;
        let is_adjective = |k: usize| self.words.get(k).is_some_and(|w| w.pos == PartOfSpeech::Adj);
        if group.last + 1 != j || !is_adjective(group.last) || !is_adjective(next) {
            return 0;
        }
        let fits = match group.head {
            None => self.nominal_after_adjectives(next),
            Some(_) => !self.words.get(next + 1).is_some_and(|w| w.is_nominal()),
        };
        if !fits {
            return 0;
        }
        self.set(next, group.last, Label::Conjunct);
        self.set(j, next, Label::Coordination);
        group.last = next;
        2
    }

    /// "Many of the fighters": stands for as many of what follows.
    fn is_many_of(&self, k: usize) -> bool {
        let of = self.words.get(k + 1).is_some_and(|w| w.preposition == Some(Function::Of));
        of && self.words[k].roles.has(WordRole::Collective)
    }

    pub(super) fn hang_before(&mut self, group: &mut Group, head: usize) {
        for (k, label) in group.before.drain(..) {
            self.set(k, head, label);
        }
    }

    /// Finds the head of a group without noun and hangs what stood before it.
    fn close_noun_group(&mut self, first: usize, end: usize, mut group: Group) -> Option<Item> {
        let head = match group.head {
            Some(head) => head,
            None => {
                let &(last, label) = group.before.last()?;
                // An adjective alone is no noun group, with a determiner or number it is.
                if label == Label::AdjectiveModifier && group.before.len() == 1 && !self.is_many_of(last) {
                    return None;
                }
                group.before.pop();
                last
            }
        };
        self.hang_before(&mut group, head);
        let time = self.words[head].roles.has(WordRole::TimeNoun);
        let last = group.last.max(head).min(end.max(first));
        Some(Item { first, last, time, ..Item::new(Kind::Noun, head) })
    }
}
