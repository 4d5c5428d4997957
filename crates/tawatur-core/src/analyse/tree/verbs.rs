//! Verb groups: auxiliaries, negation, adverbs between them, pronouns hung on the verb, and the main verb; voice and
//! form. Does not look for subjects and objects outside the group.

use super::Tree;
use super::items::{Form, Item, Kind};
use crate::model::{Feature, Function, Label, PartOfSpeech};
use crate::packs::WordRole;

/// What a verb group holds while it is read.
#[derive(Default)]
struct Group {
    auxiliaries: Vec<usize>,
    others: Vec<(usize, Label)>,
    mark: Option<usize>,
    main: Option<usize>,
    last: usize,
    reflexive: bool,
    subject: bool,
    object: bool,
}

impl Tree<'_> {
    /// The verb group that begins at a word, if one does.
    pub(super) fn verb_group(&mut self, k: usize) -> Option<Item> {
        if !self.may_open_verb(k) {
            return None;
        }
        let mut group = Group { last: k, ..Group::default() };
        let mut j = k;
        while j < self.tokens.len() && group.main.is_none() {
            if !self.take_verb_word(&mut group, k, j) {
                break;
            }
            j += self.words[j].len;
        }
        if group.main.is_none() && group.auxiliaries.is_empty() {
            return None;
        }
        let main = group.main.or_else(|| group.auxiliaries.last().copied())?;
        group.last = group.last.max(main);
        self.take_enclitics(&mut group, main);
        Some(self.close_verb_group(k, main, &group))
    }

    /// True for words that can be the first of a verb group.
    fn may_open_verb(&self, k: usize) -> bool {
        let word = self.words[k];
        match word.pos {
            PartOfSpeech::Verb | PartOfSpeech::Aux => !word.inside,
            PartOfSpeech::Part | PartOfSpeech::Adv => {
                word.roles.any(&[
                    WordRole::InfinitiveMark,
                    WordRole::Negation,
                    WordRole::Future,
                    WordRole::Particle,
                ]) && self.verb_ahead(k)
            }
            PartOfSpeech::Adp | PartOfSpeech::Sconj => {
                word.roles.has(WordRole::InfinitiveMark) && self.verb_ahead(k)
            }
            PartOfSpeech::Pron => self.is_proclitic(k),
            _ => false,
        }
    }

    /// True when only negations, adverbs and pronouns hung on the verb stand between here and a verb.
    fn verb_ahead(&self, k: usize) -> bool {
        let mut j = k + self.words[k].len;
        while j < self.tokens.len() {
            match self.words[j].pos {
                PartOfSpeech::Verb | PartOfSpeech::Aux => return true,
                PartOfSpeech::Adv | PartOfSpeech::Part => {}
                PartOfSpeech::Punct if self.is_quote(j) => {}
                PartOfSpeech::Pron if self.is_proclitic(j) => {}
                _ => return false,
            }
            j += self.words[j].len;
        }
        false
    }

    /// True for an object pronoun with a verb right behind it.
    fn is_proclitic(&self, k: usize) -> bool {
        const HUNG: [WordRole; 4] = [
            WordRole::ObjectClitic,
            WordRole::IndirectClitic,
            WordRole::AdverbialClitic,
            WordRole::Reflexive,
        ];
        let roles = self.words[k].roles;
        if self.words[k].pos != PartOfSpeech::Pron || !roles.any(&HUNG) || self.adjoined_hyphen(k) {
            return false;
        }
        // *nous*, *vous*: a subject unless something before them may be one.
        if roles.has(WordRole::SubjectClitic) && !self.subject_before(k) {
            return false;
        }
        let Some(next) = self.words.get(k + 1) else { return false };
        match next.pos {
            PartOfSpeech::Verb | PartOfSpeech::Aux => true,
            PartOfSpeech::Pron => self.is_proclitic(k + 1),
            _ => false,
        }
    }

    /// True when the word before may end a subject, or be a preposition of an infinitive.
    fn subject_before(&self, k: usize) -> bool {
        use PartOfSpeech::{Adj, Adp, Adv, Noun, Num, Part, Pron, Propn, Verb};
        k > 0 && matches!(self.words[k - 1].pos, Adj | Adp | Adv | Noun | Num | Part | Pron | Propn | Verb)
    }

    /// True for a pronoun written with a hyphen on the word before it.
    fn adjoined_hyphen(&self, k: usize) -> bool {
        self.tokens[k].folded.starts_with('-')
    }

    /// Takes the next word into the group; false when it does not belong.
    fn take_verb_word(&self, group: &mut Group, first: usize, j: usize) -> bool {
        let word = self.words[j];
        let takes = match word.pos {
            PartOfSpeech::Aux => {
                group.auxiliaries.push(j);
                true
            }
            PartOfSpeech::Verb if !word.inside => {
                group.main = Some(j);
                true
            }
            PartOfSpeech::Pron if self.adjoined_hyphen(j) && word.roles.has(WordRole::SubjectClitic) => {
                group.others.push((j, Label::Subject));
                group.subject = true;
                true
            }
            PartOfSpeech::Pron if self.is_proclitic(j) => {
                group.others.push((j, self.clitic_label(j)));
                group.object |= word.roles.any(&[WordRole::ObjectClitic, WordRole::Reflexive]);
                group.reflexive |= word.roles.has(WordRole::Reflexive);
                true
            }
            _ if word.roles.has(WordRole::InfinitiveMark) && self.verb_ahead(j) => {
                if j > first && !group.auxiliaries.is_empty() && group.main.is_none() && group.mark.is_some()
                {
                    return false;
                }
                group.mark = Some(j);
                true
            }
            PartOfSpeech::Part | PartOfSpeech::Adv
                if self.verb_ahead(j) || word.roles.has(WordRole::Negation) =>
            {
                group.others.push((j, Label::Adverb));
                // A negation after the last auxiliary belongs to the group, other adverbs only before a verb.
                group.last = group.last.max(j + word.len - 1);
                return true;
            }
            // "was \"liberated\"": a quotation mark between auxiliary and verb.
            PartOfSpeech::Punct if self.is_quote(j) && !group.auxiliaries.is_empty() => self.verb_ahead(j),
            _ => false,
        };
        if takes {
            group.last = group.last.max(j + word.len - 1);
        }
        takes
    }

    fn clitic_label(&self, k: usize) -> Label {
        let roles = self.words[k].roles;
        if roles.any(&[WordRole::ObjectClitic, WordRole::Reflexive]) {
            Label::Object
        } else if roles.has(WordRole::IndirectClitic) {
            Label::Indirect
        } else {
            Label::Other
        }
    }

    /// Pronouns written on the verb, after it.
    fn take_enclitics(&self, group: &mut Group, main: usize) {
        let mut j = main + 1;
        while j < self.tokens.len() && self.words[j].pos == PartOfSpeech::Pron {
            let roles = self.words[j].roles;
            let label = if self.adjoined_hyphen(j) {
                if roles.has(WordRole::SubjectClitic) && !roles.has(WordRole::ObjectClitic) {
                    group.subject = true;
                    Label::Subject
                } else {
                    self.clitic_label(j)
                }
            } else if self.language.settings.order.construct_state && self.adjoins(j) {
                Label::Object
            } else {
                break;
            };
            group.object |= label == Label::Object;
            group.others.push((j, label));
            group.last = j;
            j += 1;
        }
    }

    /// Hangs the words of the group on its main verb and says what the group is.
    fn close_verb_group(&mut self, first: usize, main: usize, group: &Group) -> Item {
        let features = self.tokens[main].features;
        let past_participle = features.has(Feature::Participle)
            && !features.has(Feature::Present)
            && !features.has(Feature::Gerund);
        let last_auxiliary = group.auxiliaries.last().copied().filter(|&a| a != main);
        let be =
            group.auxiliaries.iter().copied().rfind(|&a| a != main && self.words[a].roles.has(WordRole::Be));
        let active_perfect = self.words[main].roles.has(WordRole::PerfectWithBe) || group.reflexive;
        let passive = features.has(Feature::Passive) && !active_perfect && (be.is_some() || !past_participle)
            || group.main.is_some()
                && past_participle
                && be.is_some()
                && be == last_auxiliary
                && !active_perfect;
        for &a in group.auxiliaries.iter().filter(|&&a| a != main) {
            let label = if passive && Some(a) == be { Label::PassiveAuxiliary } else { Label::Auxiliary };
            self.set(a, main, label);
        }
        for &(k, label) in &group.others {
            let label = if label == Label::Subject && passive { Label::PassiveSubject } else { label };
            self.set(k, main, label);
        }
        if let Some(mark) = group.mark {
            self.set(mark, main, Label::Mark);
        }
        let opening = group.auxiliaries.first().copied().unwrap_or(main);
        Item {
            kind: Kind::Verb,
            first,
            last: group.last,
            case: group.mark,
            form: self.form_of(opening, group.mark.is_some_and(|mark| mark < opening)),
            passive,
            bare_auxiliary: group.main.is_none(),
            has_subject: group.subject,
            has_object: group.object,
            ..Item::new(Kind::Verb, main)
        }
    }

    /// Where past tense and participle look alike, the words around decide what the tag got wrong: behind a pronoun,
    /// a relative pronoun, before an object, or as a verb of saying with a noun before it, it is the past tense; before
    /// "by" and with another verb to come, the participle.
    pub(super) fn repair_forms(&mut self) {
        if !self.language.grammar.past_like_participle {
            return;
        }
        for i in 1..self.items.len() {
            let item = self.items[i];
            if item.kind != Kind::Verb || item.first != item.head {
                continue;
            }
            let Some(before) =
                self.items[..i].iter().rev().find(|x| x.kind != Kind::Adverb && !x.is_silent())
            else {
                continue;
            };
            let agent = self.items.get(i + 1).is_some_and(|n| {
                n.kind == Kind::Noun
                    && n.case.is_some_and(|c| self.words[c].preposition == Some(Function::Agent))
            });
            // "The raid killed nine": what has an object right behind it is told in the past tense.
            let next = self.items[i + 1..].iter().find(|x| x.kind != Kind::Adverb && !x.is_silent());
            let object = next.is_some_and(|n| {
                n.is_bare_noun() && !n.time && !self.words[n.head].roles.has(WordRole::TimeNoun)
            });
            let form = match item.form {
                Form::Participle if object && matches!(before.kind, Kind::Noun | Kind::Coordination) => {
                    Form::Finite
                }
                Form::Participle if object && before.kind == Kind::Comma && self.subject_waits(i) => {
                    Form::Finite
                }
                Form::Participle if !agent && self.subject_of_lower_clause(i) => Form::Finite,
                // "Residents of the town demonstrated": such a verb has no passive.
                Form::Participle
                    if before.kind == Kind::Noun
                        && self.words[item.head].roles.has(WordRole::Intransitive)
                        && !self.items.iter().any(Item::is_finite) =>
                {
                    Form::Finite
                }
                Form::Participle if before.kind == Kind::Relative && before.case.is_none() => Form::Finite,
                Form::Participle if before.is_bare_noun() && !agent => {
                    let pronoun = self.words[before.head].pos == PartOfSpeech::Pron;
                    let says = self.words[item.head].roles.has(WordRole::Speech);
                    if pronoun || says { Form::Finite } else { Form::Participle }
                }
                // "There were ten soldiers killed": the verb is the one behind "there".
                Form::Finite
                    if before.is_bare_noun()
                        && !object
                        && self.tokens[item.head].features.has(Feature::Past)
                        && self.follows_expletive(i) =>
                {
                    Form::Participle
                }
                Form::Finite
                    if agent
                        && before.kind == Kind::Noun
                        && self.tokens[item.head].features.has(Feature::Past) =>
                {
                    let open = |x: &&Item| {
                        !matches!(
                            x.kind,
                            Kind::Comma | Kind::Stop | Kind::Coordination | Kind::Mark | Kind::Relative
                        )
                    };
                    let finite = |x: &Item| x.is_finite();
                    let other = self.items[i + 1..].iter().take_while(open).any(finite)
                        || self.items[..i].iter().rev().take_while(open).any(finite);
                    if other { Form::Participle } else { Form::Finite }
                }
                form => form,
            };
            self.items[i].form = form;
        }
    }

    /// "Rebels, rejecting the deal, attacked …": a noun group stands in front, and no finite verb before or after this one
    /// is left for it.
    fn subject_waits(&self, i: usize) -> bool {
        let before = &self.items[..i];
        let finite = before.iter().filter(|x| x.is_finite()).count();
        let lower = before.iter().filter(|x| matches!(x.kind, Kind::Relative | Kind::Mark)).count();
        let subject = before.iter().any(Item::is_bare_noun);
        let ahead = self.items[i + 1..].iter().take_while(|x| x.kind != Kind::Stop).any(Item::is_finite);
        subject && finite <= lower && !ahead
    }

    /// "There were ten soldiers *killed*": right behind the noun of a clause that opens with a subject that stands for
    /// nothing.
    fn follows_expletive(&self, i: usize) -> bool {
        let mut before = self.items[..i].iter().rev().filter(|x| x.kind != Kind::Adverb && !x.is_silent());
        before.next();
        let verb = before.next().is_some_and(|x| x.is_finite() && self.words[x.head].roles.has(WordRole::Be));
        verb && before.next().is_some_and(|x| self.words[x.head].roles.has(WordRole::Expletive))
    }

    /// "Which the army attacked", "when rebels of the group attacked": a relative pronoun or a conjunction, then a noun
    /// group that can only be the subject of this verb.
    fn subject_of_lower_clause(&self, i: usize) -> bool {
        let mut before = self.items[..i].iter().rev().filter(|x| x.kind != Kind::Adverb && !x.is_silent());
        let subject = before.find(|x| x.kind != Kind::Noun || x.case.is_none());
        let opener = before.next();
        let opens =
            opener.is_some_and(|x| x.kind == Kind::Mark || x.kind == Kind::Relative && x.case.is_none());
        let apart = |x: &&Item| {
            matches!(x.kind, Kind::Comma | Kind::Stop | Kind::Coordination | Kind::Mark | Kind::Relative)
        };
        let ahead = self.items[i + 1..].iter().take_while(|x| !apart(x)).any(Item::is_finite);
        subject.is_some_and(|x| x.is_bare_noun() && !x.time) && opens && !ahead
    }

    /// The form of the word that opens a verb group.
    fn form_of(&self, k: usize, marked: bool) -> Form {
        let features = self.tokens[k].features;
        if marked || features.has(Feature::Infinitive) {
            Form::Infinitive
        } else if features.has(Feature::Gerund)
            || features.has(Feature::Participle) && features.has(Feature::Present)
        {
            Form::Gerund
        } else if features.has(Feature::Participle)
            && self.words[k].pos == PartOfSpeech::Verb
            && !features.has(Feature::Finite)
        {
            Form::Participle
        } else {
            Form::Finite
        }
    }
}
