//! Where relative clauses go: to the noun they describe, to the relative clause they join, or to the verb they are an
//! argument of.

use super::attach::{OUTWARD, Open, Parent, Scan};
use super::items::Kind;
use crate::model::{Feature, Label};
use crate::packs::WordRole;

impl Scan<'_, '_> {
    pub(super) fn relative(&mut self, i: usize) {
        let item = self.item_of(i);
        let roles = self.tree.words[item.head].roles;
        let follows_noun = self.before(i).is_some_and(|b| {
            matches!(
                b.kind,
                Kind::Noun
                    | Kind::Comma
                    | Kind::Stop
                    | Kind::Adjective
                    | Kind::Verb
                    | Kind::Adverb
                    | Kind::Coordination
            )
        });
        let joins = self.conjunction.is_some();
        let free = roles.has(WordRole::FreeRelative) && !roles.has(WordRole::RelativeAny);
        let mut open = match self.last_noun {
            _ if free => self.free_relative(),
            Some(noun) if joins => self.second_relative(noun),
            Some(noun) if follows_noun => Open::new(Parent::Word(self.antecedent(noun, i)), Label::Relative),
            _ => self.free_relative(),
        };
        if item.case.is_some() && !free
            || roles.has(WordRole::RelativeAdverb) && !roles.has(WordRole::RelativeAny)
        {
            open.waiting.push((item.head, Label::Oblique));
            open.inverted = true;
        } else if self.relative_is_subject(i) {
            open.subject = Some(item.head);
        } else {
            open.relative = Some(item.head);
            open.inverted = true;
        }
        self.push(open);
    }

    /// "who came and who left": the second relative clause joins the first.
    fn second_relative(&mut self, noun: usize) -> Open {
        let at = self
            .stack
            .iter()
            .rposition(|&c| self.clauses[c].label == Label::Relative && self.clauses[c].verb.is_some());
        match at {
            Some(at) => {
                let verb = self.clauses[self.stack[at]].verb.map_or(noun, |v| v.0);
                self.stack.truncate(at.max(1));
                Open::new(Parent::Word(verb), Label::Conjunct)
            }
            None => Open::new(Parent::Word(noun), Label::Relative),
        }
    }

    /// A relative pronoun without a noun before it: the clause is an argument itself.
    fn free_relative(&mut self) -> Open {
        let at = self.top_index();
        match self.clauses[at].verb {
            Some((verb, _)) => Open::new(Parent::Word(verb), Label::Complement),
            None if self.clauses[at].subject.is_none() => Open::new(Parent::Clause(at), Label::Subject),
            None => Open::new(Parent::Clause(at), Label::Complement),
        }
    }

    /// The noun a relative clause describes: the last noun, or the one it hangs on where only that one agrees with the verb.
    fn antecedent(&self, noun: usize, i: usize) -> usize {
        use crate::model::Feature::{Plural, Singular};
        // The number is told by the word of the verb that is finite ("ont" in *ont fait*).
        let verb = self.tree.items[i + 1..].iter().find(|x| x.kind == Kind::Verb).map(|v| {
            let finite = |k: &usize| self.tree.tokens[*k].features.has(Feature::Finite);
            self.tree.tokens[(v.first..=v.last).find(finite).unwrap_or(v.head)].features
        });
        let pronoun = self.tree.tokens[self.item_of(i).head].features;
        let clash = |k: usize| {
            let f = self.tree.tokens[k].features;
            let with = |other: crate::model::Features| {
                f.has(Plural) && other.has(Singular) || f.has(Singular) && other.has(Plural)
            };
            if self.verb_first() {
                use crate::model::Feature::{Feminine, Masculine};
                // Plurals of things count as feminine singular: only gender of singulars tells.
                f.has(Singular)
                    && (f.has(Feminine) && pronoun.has(Masculine)
                        || f.has(Masculine) && pronoun.has(Feminine))
            } else {
                verb.is_some_and(with)
            }
        };
        let mut at = noun;
        for _ in 0..OUTWARD {
            if !clash(at) {
                return at;
            }
            match self.tree.heads[at] {
                // "attacks led by the group that have killed ten"
                Some(up) if self.tree.labels[at] == Label::Oblique => match self.described_by(up as usize) {
                    Some(noun) => at = noun,
                    None => break,
                },
                Some(up)
                    if matches!(
                        self.tree.labels[at],
                        Label::NounModifier | Label::Apposition | Label::Conjunct
                    ) =>
                {
                    at = up as usize
                }
                _ => break,
            }
        }
        noun
    }

    /// The noun that a participle describes.
    fn described_by(&self, participle: usize) -> Option<usize> {
        let opened = self.clauses.iter().find(|c| c.verb.is_some_and(|(verb, _)| verb == participle))?;
        match opened.parent {
            Parent::Word(noun) if opened.label == Label::NounClause => Some(noun),
            _ => None,
        }
    }

    /// True when the relative pronoun at an item is the subject of its clause.
    fn relative_is_subject(&self, i: usize) -> bool {
        let item = self.item_of(i);
        let roles = self.tree.words[item.head].roles;
        if roles.has(WordRole::RelativeSubject) {
            return true;
        }
        if roles.has(WordRole::RelativeObject) {
            return false;
        }
        for (k, next) in self.tree.items.iter().enumerate().skip(i + 1) {
            match next.kind {
                Kind::Verb if next.is_finite() || next.bare_auxiliary => {
                    return !(self.verb_first() && self.other_subject_follows(k));
                }
                Kind::Noun if next.case.is_none() && !next.time => return false,
                Kind::Adverb
                | Kind::Noun
                | Kind::Comma
                | Kind::Stop
                | Kind::Done
                | Kind::Quote
                | Kind::Adjective => {}
                _ => return true,
            }
        }
        true
    }

    /// In a verb-first language: the verb has its object already, and a noun follows that must be its subject.
    fn other_subject_follows(&self, k: usize) -> bool {
        let verb = self.item_of(k);
        verb.has_object && self.tree.items.get(k + 1).is_some_and(|n| n.is_bare_noun() && !n.time)
    }
}
