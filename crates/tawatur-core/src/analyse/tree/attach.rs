//! Hangs groups on one another: one scan over the items with a stack of open clauses. What to do with a noun group
//! stands in `attach_nouns`, with a verb group in `attach_verbs`.

use super::Tree;
use super::items::{Form, Item, Kind};
use crate::model::{Label, PartOfSpeech};
use crate::packs::WordRole;

/// How many nouns outward from the last one are tried as partner or antecedent: further ones are too often wrong.
pub(super) const OUTWARD: usize = 3;

/// What a clause will hang on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Parent {
    /// Nothing: it is the sentence.
    Sentence,
    /// A word.
    Word(usize),
    /// The verb of a clause that may not have been read yet.
    Clause(usize),
}

/// A clause that is being read.
#[derive(Debug)]
pub(super) struct Open {
    pub parent: Parent,
    pub label: Label,
    /// Its predicate's main word and the item it stands in.
    pub verb: Option<(usize, usize)>,
    pub subject: Option<usize>,
    pub object: Option<usize>,
    /// A relative pronoun that is neither subject nor placed yet.
    pub relative: Option<usize>,
    pub passive: bool,
    /// Its subject may follow its verb.
    pub inverted: bool,
    /// Words that hang on the verb once it is there.
    pub waiting: Vec<(usize, Label)>,
}

impl Open {
    pub(super) fn new(parent: Parent, label: Label) -> Self {
        Self {
            parent,
            label,
            verb: None,
            subject: None,
            object: None,
            relative: None,
            passive: false,
            inverted: false,
            waiting: Vec::new(),
        }
    }
}

/// The state of the scan.
pub(super) struct Scan<'t, 'a> {
    pub tree: &'t mut Tree<'a>,
    /// Every clause opened so far; the stack refers to them.
    pub clauses: Vec<Open>,
    pub stack: Vec<usize>,
    /// Main word of the last noun group.
    pub last_noun: Option<usize>,
    /// A conjunction that waits for what it joins.
    pub conjunction: Option<usize>,
    /// A comma or stop stands right before.
    pub comma: bool,
}

impl Tree<'_> {
    /// Hangs all items.
    pub(super) fn attach(&mut self) {
        let mut scan = Scan {
            tree: self,
            clauses: vec![Open::new(Parent::Sentence, Label::Root)],
            stack: vec![0],
            last_noun: None,
            conjunction: None,
            comma: false,
        };
        for i in 0..scan.tree.items.len() {
            scan.item(i);
        }
        scan.resolve();
    }
}

impl Scan<'_, '_> {
    pub(super) fn top(&mut self) -> &mut Open {
        let at = self.top_index();
        &mut self.clauses[at]
    }

    pub(super) fn top_index(&self) -> usize {
        self.stack.last().copied().unwrap_or(0)
    }

    pub(super) fn push(&mut self, open: Open) {
        self.stack.push(self.clauses.len());
        self.clauses.push(open);
    }

    pub(super) fn item_of(&self, i: usize) -> Item {
        self.tree.items[i]
    }

    /// The item before one, taken-in items and adverbs left out.
    pub(super) fn before(&self, i: usize) -> Option<Item> {
        self.tree.items[..i].iter().rev().find(|x| !x.is_silent()).copied()
    }

    pub(super) fn verb_first(&self) -> bool {
        self.tree.language.settings.order.verb_first
    }

    fn item(&mut self, i: usize) {
        let item = self.item_of(i);
        match item.kind {
            Kind::Done | Kind::Quote => return,
            Kind::Noun => self.noun(i),
            Kind::Verb => self.verb(i),
            Kind::Relative => self.relative(i),
            Kind::Mark => self.mark(i),
            Kind::Coordination => {
                self.conjunction = Some(item.head);
                return;
            }
            Kind::Comma => {
                self.comma = true;
                return;
            }
            Kind::Stop => {
                self.stop(i);
                return;
            }
            Kind::Adverb => {
                // "Directly or indirectly": the conjunction joins the two adverbs.
                let pair = i > 1 && self.item_of(i - 2).kind == Kind::Adverb;
                if let Some(conjunction) = self.conjunction.take_if(|_| pair) {
                    self.tree.set(conjunction, item.head, Label::Coordination);
                }
                match self.joined_verb(i) {
                    Some(verb) => self.tree.set(item.head, verb, Label::Adverb),
                    None => self.hang_on_verb(item.head, Label::Adverb),
                }
                return;
            }
            Kind::Adjective => self.adjective(i),
        }
        if let Some(conjunction) = self.conjunction.take() {
            self.tree.set(conjunction, item.head, Label::Coordination);
        }
        self.comma = false;
    }

    /// "And seriously wounding": the verb that a conjunction before the adverb at `i` joins.
    fn joined_verb(&self, i: usize) -> Option<usize> {
        let next = self.tree.items.get(i + 1).filter(|x| x.kind == Kind::Verb);
        next.filter(|_| self.conjunction.is_some()).map(|x| x.head)
    }

    /// A semicolon or colon closes every clause; dashes and brackets count as commas.
    fn stop(&mut self, i: usize) {
        let head = self.item_of(i).head;
        let strong = self.tree.tokens[head]
            .folded
            .chars()
            .all(|c| matches!(c, ':' | ';' | '\u{61b}' | '.' | '!' | '?' | '\u{61f}'));
        let root = self.stack[0];
        if strong && let Some((verb, _)) = self.clauses[root].verb {
            self.stack.clear();
            self.push(Open::new(Parent::Word(verb), Label::Parataxis));
        }
        self.comma = true;
    }

    /// Hangs a word on the verb of the open clause, now or when it comes.
    pub(super) fn hang_on_verb(&mut self, word: usize, label: Label) {
        let top = self.top();
        match top.verb {
            Some((verb, _)) => self.tree.set(word, verb, label),
            None => top.waiting.push((word, label)),
        }
    }

    fn adjective(&mut self, i: usize) {
        let item = self.item_of(i);
        let adjacent = self.before(i).is_some_and(|b| b.kind == Kind::Noun) && !self.comma;
        match self.last_noun {
            Some(noun) if adjacent => self.tree.set(item.head, noun, Label::AdjectiveModifier),
            _ => self.hang_on_verb(item.head, Label::Adverb),
        }
    }

    fn mark(&mut self, i: usize) {
        let item = self.item_of(i);
        let roles = self.tree.words[item.head].roles;
        let complement = roles.has(WordRole::ComplementMark)
            && !(roles.has(WordRole::Subordinator) && self.top().verb.is_none());
        let joined = self.conjunction.is_some().then(|| self.joined_clause(item.head)).flatten();
        let at = self.top_index();
        let mut open = match (joined, self.clauses[at].verb) {
            (Some(verb), _) => Open::new(Parent::Word(verb), Label::Conjunct),
            (None, Some((verb, _))) if complement => {
                let verb = self.saying_above(verb);
                self.complement_of(i, verb)
            }
            (None, Some((verb, _))) => Open::new(Parent::Word(verb), Label::Adverbial),
            (None, None) if complement => match self.last_noun.filter(|_| self.clauses[at].subject.is_some())
            {
                Some(noun) => Open::new(Parent::Word(noun), Label::NounClause),
                None => Open::new(Parent::Clause(at), Label::Complement),
            },
            (None, None) => Open::new(Parent::Clause(at), Label::Adverbial),
        };
        open.waiting.push((item.head, Label::Mark));
        open.inverted = self.verb_first();
        self.push(open);
    }

    /// "The source, who asked not to be named, told the agency that …": behind a comma what is said belongs to the verb of
    /// saying above, not to the verb of a relative clause that says nothing.
    fn saying_above(&mut self, verb: usize) -> usize {
        let says =
            |verb: usize| self.tree.words[verb].roles.any(&[WordRole::Speech, WordRole::ObjectControl]);
        let lower = self.clauses[self.top_index()].label == Label::Relative;
        if !lower || !self.comma || says(verb) {
            return verb;
        }
        let above = self.stack.iter().rposition(|&c| {
            self.clauses[c].object.is_none() && self.clauses[c].verb.is_some_and(|(v, _)| says(v))
        });
        let Some(at) = above else { return verb };
        self.stack.truncate(at + 1);
        self.top().verb.map_or(verb, |(v, _)| v)
    }

    /// A clause that is the object of a verb, or says what a noun before it means.
    fn complement_of(&mut self, i: usize, verb: usize) -> Open {
        let noun_before = self.before(i).is_some_and(|b| b.kind == Kind::Noun) && !self.comma;
        let speech = self.tree.words[verb].roles.any(&[WordRole::Speech, WordRole::ObjectControl]);
        let object = self.top().object;
        let taken = object.is_some() && object == self.last_noun;
        match self.last_noun {
            Some(noun) if noun_before && taken && !speech => Open::new(Parent::Word(noun), Label::NounClause),
            Some(noun) if noun_before && taken && self.tree.words[verb].roles.has(WordRole::Ditransitive) => {
                // "told the police that": the clause is the object.
                self.tree.reset(noun, verb, Label::Indirect);
                Open::new(Parent::Word(verb), Label::Complement)
            }
            _ => Open::new(Parent::Word(verb), Label::Complement),
        }
    }

    /// "that … and that …": the verb of the clause that opened with the same word.
    fn joined_clause(&mut self, mark: usize) -> Option<usize> {
        let at = self.stack.iter().rposition(|&c| {
            let open = &self.clauses[c];
            open.verb.is_some_and(|(v, _)| {
                self.tree.words[..].iter().enumerate().any(|(k, _)| {
                    self.tree.labels[k] == Label::Mark
                        && self.tree.heads[k] == Some(v as u32)
                        && self.tree.tokens[k].folded == self.tree.tokens[mark].folded
                })
            })
        })?;
        let verb = self.clauses[self.stack[at]].verb?.0;
        self.stack.truncate(at.max(1));
        Some(verb)
    }

    /// Hangs every clause on what it belongs to, and what waits for a verb that never came on the next best word.
    fn resolve(&mut self) {
        for at in 0..self.clauses.len() {
            let parent = match self.clauses[at].parent {
                Parent::Sentence => None,
                Parent::Word(word) => Some(word),
                Parent::Clause(of) => self.clauses[of].verb.map(|v| v.0).or(self.clauses[of].subject),
            };
            let label = self.clauses[at].label;
            let waiting = std::mem::take(&mut self.clauses[at].waiting);
            let subject = self.clauses[at].subject;
            let own = match self.clauses[at].verb {
                Some((verb, _)) => {
                    if let Some(parent) = parent {
                        self.tree.set(verb, parent, label);
                    }
                    Some(verb)
                }
                None => {
                    if let (Some(parent), Some(subject)) = (parent, subject) {
                        self.tree.set(subject, parent, Label::Oblique);
                    }
                    subject.or(parent)
                }
            };
            if let Some(own) = own {
                for (word, label) in waiting {
                    self.tree.set(word, own, label);
                }
            }
        }
        if let (Some(conjunction), Some(noun)) = (self.conjunction, self.last_noun) {
            self.tree.set(conjunction, noun, Label::Coordination);
        }
    }

    /// True when a finite verb that could have the noun group at `i` as its subject follows it.
    /// `joined`: the group may be the first of several that are coordinated.
    pub(super) fn finite_ahead(&self, i: usize, joined: bool) -> bool {
        let items = &self.tree.items;
        let mut relatives = 0usize;
        let mut k = i + 1;
        let mut after_verb = false;
        while let Some(next) = items.get(k) {
            match next.kind {
                Kind::Verb if next.is_finite() => {
                    if relatives == 0 {
                        return true;
                    }
                    relatives -= 1;
                    after_verb = true;
                    // "Which it said targeted": what is said belongs to the relative clause.
                    let speech = self.tree.words[next.head].roles.has(WordRole::Speech);
                    k += usize::from(speech && items.get(k + 1).is_some_and(Item::is_finite));
                }
                Kind::Verb => after_verb = true,
                Kind::Relative => relatives += 1,
                Kind::Noun if next.case.is_none() && !next.time => {
                    // The object of a verb inside, or the subject of a relative clause.
                    if !after_verb && relatives == 0 {
                        return false;
                    }
                    after_verb = false;
                }
                Kind::Noun | Kind::Adverb | Kind::Adjective | Kind::Done | Kind::Quote => {}
                Kind::Comma | Kind::Stop => match self.bracket_end(k) {
                    Some(end) => k = end,
                    None if relatives > 0 || after_verb => {}
                    None => return false,
                },
                // "For years but the army …": nothing is coordinated with a time.
                Kind::Coordination if relatives == 0 && !after_verb && (!joined || items[k - 1].time) => {
                    return false;
                }
                Kind::Coordination => {
                    if !items.get(k + 1).is_some_and(|n| {
                        n.kind == Kind::Noun
                            || n.kind == Kind::Verb && relatives + usize::from(after_verb) > 0
                    }) {
                        return false;
                    }
                    if items.get(k + 1).is_some_and(|n| n.kind == Kind::Verb) {
                        relatives += 1;
                    } else {
                        k += 1;
                    }
                }
                Kind::Mark => return false,
            }
            k += 1;
        }
        false
    }

    /// The comma that closes an insertion opened by the comma at `k`: no verb of the outer clause stands between them.
    fn bracket_end(&self, k: usize) -> Option<usize> {
        let items = &self.tree.items;
        let mut relatives = 0usize;
        for (at, next) in items.iter().enumerate().skip(k + 1) {
            match next.kind {
                // Comma and quotation mark or dash side by side are one boundary.
                Kind::Comma | Kind::Stop if at == k + 1 => {}
                Kind::Comma | Kind::Stop => return Some(at),
                Kind::Relative | Kind::Mark => relatives += 1,
                Kind::Verb if next.is_finite() => {
                    if relatives == 0 {
                        return None;
                    }
                    relatives -= 1;
                }
                _ => {}
            }
        }
        None
    }

    /// True when a word is a common noun, not a name or pronoun.
    pub(super) fn is_common(&self, k: usize) -> bool {
        self.tree.words[k].pos == PartOfSpeech::Noun
    }

    /// True when the clause on top has no finite verb of its own.
    pub(super) fn top_is_nonfinite(&self) -> bool {
        self.clauses[self.top_index()].verb.is_some_and(|(_, i)| self.tree.items[i].form != Form::Finite)
    }
}
