//! What language analysis gives: passages, sentences, tokens, a tree of words, and clauses read off that tree.

use super::Lang;
use crate::text::Span;
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// The analysed text of one document. Tokens are in order, do not overlap, and only white space lies between them.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Analysis {
    /// Stretches in one language.
    pub passages: Vec<Passage>,
    /// Sentences in order.
    pub sentences: Vec<Sentence>,
    /// All tokens of the document; sentences and arcs refer to them by index.
    pub tokens: Vec<Token>,
    /// For every token, the word it depends on and how. Same length as `tokens`.
    pub arcs: Vec<Arc>,
    /// Clauses in order of their predicates, at most one a token.
    pub clauses: Vec<Clause>,
}

impl Analysis {
    /// The tokens that depend directly on a token, in order.
    pub fn children(&self, head: usize) -> impl Iterator<Item = usize> + '_ {
        // A word's dependents lie in its sentence; sentences are short, so a scan beats an index.
        let range = self.sentence_of(head).map_or(0..0, |s| s.tokens.clone());
        range.filter(move |&t| self.arcs[t].head == Some(head as u32) && t != head)
    }

    /// The clause whose predicate is this token: every verb, noun and adjective has one.
    #[must_use]
    pub fn clause_of(&self, token: usize) -> Option<&Clause> {
        let at = self.clauses.binary_search_by_key(&token, |c| c.predicate).ok()?;
        self.clauses.get(at)
    }

    /// The arguments of a verb, noun of action or adjective, in order of the text; coordination is not expanded.
    #[must_use]
    pub fn arguments(&self, token: usize) -> Vec<(Function, usize)> {
        self.clause_of(token).map(|c| c.arguments.clone()).unwrap_or_default()
    }

    /// A word and the words coordinated with it, in order.
    pub fn conjuncts(&self, token: usize) -> impl Iterator<Item = usize> + '_ {
        let others = self.children(token).filter(|&t| self.arcs[t].label == Label::Conjunct);
        std::iter::once(token).chain(others)
    }

    /// The clauses of a sentence.
    #[must_use]
    pub fn clauses_in(&self, sentence: &Sentence) -> &[Clause] {
        let first = self.clauses.partition_point(|c| c.predicate < sentence.tokens.start);
        let end = self.clauses.partition_point(|c| c.predicate < sentence.tokens.end);
        &self.clauses[first..end]
    }

    /// The sentence a token stands in.
    #[must_use]
    pub fn sentence_of(&self, token: usize) -> Option<&Sentence> {
        let k = self.sentences.partition_point(|s| s.tokens.end <= token);
        self.sentences.get(k).filter(|s| s.tokens.contains(&token))
    }

    /// The span from the first to the last word of the subtree of a token.
    #[must_use]
    pub fn subtree(&self, head: usize) -> Span {
        let Some(sentence) = self.sentence_of(head) else { return self.tokens[head].span };
        let mut span = self.tokens[head].span;
        for t in sentence.tokens.clone() {
            let mut up = t;
            // Arcs form a forest; the bound only guards against a malformed one.
            for _ in 0..sentence.tokens.len() {
                if up == head {
                    span = span.cover(self.tokens[t].span);
                    break;
                }
                match self.arcs[up].head {
                    Some(next) => up = next as usize,
                    None => break,
                }
            }
        }
        span
    }
}

/// A stretch of text in one language (a quotation in another language is a passage of its own).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passage {
    /// Where.
    pub span: Span,
    /// In which language; `und` where no pack fits.
    pub lang: Lang,
}

/// One sentence, headline, caption or list item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sentence {
    /// Where, without white space at its ends.
    pub span: Span,
    /// Its language.
    pub lang: Lang,
    /// Its tokens, as indices into `Analysis::tokens`.
    pub tokens: Range<usize>,
}

/// A word, clitic, number or punctuation mark. Arabic clitics and the parts of contractions are tokens of their own;
/// both parts of a contraction that cannot be cut (`du`) are one token with the preposition's part of speech.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Token {
    /// Where.
    pub span: Span,
    /// Folded form.
    pub folded: String,
    /// Dictionary form, folded.
    pub lemma: String,
    /// Part of speech.
    pub pos: PartOfSpeech,
    /// Morphological features.
    pub features: Features,
}

/// Universal parts of speech (Universal Dependencies 2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[allow(missing_docs)] // the names are the standard's own
pub enum PartOfSpeech {
    Adj,
    Adp,
    Adv,
    Aux,
    Cconj,
    Det,
    Intj,
    Noun,
    Num,
    Part,
    Pron,
    Propn,
    Punct,
    Sconj,
    Sym,
    Verb,
    #[default]
    X,
}

impl PartOfSpeech {
    /// Every tag, in the order of the enumeration, which models rely on.
    pub const ALL: [Self; 17] = [
        Self::Adj,
        Self::Adp,
        Self::Adv,
        Self::Aux,
        Self::Cconj,
        Self::Det,
        Self::Intj,
        Self::Noun,
        Self::Num,
        Self::Part,
        Self::Pron,
        Self::Propn,
        Self::Punct,
        Self::Sconj,
        Self::Sym,
        Self::Verb,
        Self::X,
    ];

    /// True for nouns and names.
    #[must_use]
    pub fn is_nominal(self) -> bool {
        matches!(self, Self::Noun | Self::Propn)
    }
}

/// A morphological feature with its value (Universal Dependencies names).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
#[allow(missing_docs)] // the names are the standard's own
pub enum Feature {
    Singular,
    Dual,
    Plural,
    Masculine,
    Feminine,
    Definite,
    Indefinite,
    FirstPerson,
    SecondPerson,
    ThirdPerson,
    Past,
    Present,
    Future,
    Imperfect,
    Finite,
    Infinitive,
    Participle,
    Gerund,
    Conditional,
    Subjunctive,
    Imperative,
    Passive,
    Relative,
    Interrogative,
    Demonstrative,
    Possessive,
    Reflexive,
    Negative,
    /// A noun of action (masdar) derived from a verb.
    VerbalNoun,
    Nominative,
    Accusative,
    Genitive,
    /// An Arabic noun in the construct state.
    Construct,
}

/// A set of features.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Features(pub u64);

impl Features {
    /// With one more.
    #[must_use]
    pub fn with(self, feature: Feature) -> Self {
        Self(self.0 | 1 << feature as u8)
    }

    /// True when it is in the set.
    #[must_use]
    pub fn has(self, feature: Feature) -> bool {
        self.0 >> feature as u8 & 1 == 1
    }

    /// Both sets together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// The head of a token and how it depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Arc {
    /// Index of the head in `Analysis::tokens`; `None` for the root of a sentence.
    pub head: Option<u32>,
    /// The relation.
    pub label: Label,
}

/// Relations between words: those of Universal Dependencies that extraction uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Label {
    /// Head of a sentence.
    Root,
    /// Subject of an active verb (`nsubj`, `csubj`).
    Subject,
    /// Subject of a passive (`nsubj:pass`).
    PassiveSubject,
    /// Direct object (`obj`).
    Object,
    /// Indirect object without preposition (`iobj`).
    Indirect,
    /// Noun with a preposition below a verb or adjective (`obl`); its `Case` child is the preposition.
    Oblique,
    /// Noun below a noun, with or without preposition (`nmod`); idafa too.
    NounModifier,
    /// Adjective (`amod`).
    AdjectiveModifier,
    /// Number (`nummod`).
    NumberModifier,
    /// Possessor (`nmod:poss`, possessive determiners, Arabic pronoun endings on nouns).
    Possessor,
    /// Apposition (`appos`).
    Apposition,
    /// Second and later parts of a coordination; head is the first part.
    Conjunct,
    /// The conjunction itself (`cc`).
    Coordination,
    /// Preposition or case marker (`case`).
    Case,
    /// Subordinator (`mark`).
    Mark,
    /// Determiner.
    Determiner,
    /// Auxiliary of a tense or modal (`aux`, `cop`).
    Auxiliary,
    /// Auxiliary of the passive (`aux:pass`).
    PassiveAuxiliary,
    /// Adverb (`advmod`), negation too.
    Adverb,
    /// Relative clause (`acl:relcl`); head is the antecedent.
    Relative,
    /// Participle or infinitive below a noun (`acl`).
    NounClause,
    /// Clause below a verb that says when, why, if (`advcl`).
    Adverbial,
    /// Clause that is the object of a verb (`ccomp`).
    Complement,
    /// Infinitive that shares its subject with its head (`xcomp`).
    OpenComplement,
    /// Parts of a name or fixed expression (`flat`, `fixed`, `compound`).
    Flat,
    /// Punctuation.
    Punctuation,
    /// A parenthesis, a clause of saying put inside what is said (`parataxis`).
    Parataxis,
    /// Anything else.
    #[default]
    Other,
}

/// A predicate (a verb, or a noun of action) with its arguments.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Clause {
    /// The predicate's main word.
    pub predicate: usize,
    /// True when the subject is what it is done to.
    pub passive: bool,
    /// True when it is negated.
    pub negated: bool,
    /// Its mood.
    pub mood: Mood,
    /// Arguments: function and head word, in order of the text.
    pub arguments: Vec<(Function, usize)>,
    /// The clause it stands below, as an index into `Analysis::clauses`, and how.
    pub above: Option<(usize, Label)>,
    /// From its first to its last word, without clauses that stand beside it.
    pub span: Span,
}

/// The mood of a predicate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mood {
    /// Told as it is.
    #[default]
    Indicative,
    /// French conditional and the like.
    Conditional,
    /// Subjunctive.
    Subjunctive,
    /// Imperative.
    Imperative,
    /// Infinitive, verbal noun.
    Infinitive,
    /// Participle without auxiliary.
    Participle,
    /// Future.
    Future,
}

/// How an argument stands to its predicate. Prepositions are sorted into classes by the language pack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Function {
    /// Subject of an active verb.
    Subject,
    /// Direct object; subject of a passive.
    Object,
    /// To whom something is given or said.
    Indirect,
    /// By whom, with a passive or a noun of action.
    Agent,
    /// Complement of a noun: "of", "de", idafa.
    Of,
    /// Adjective or noun before a noun: "Russian raids", "army shelling".
    Modifier,
    /// Possessive: "its shelling".
    Possessor,
    /// Out of, from.
    From,
    /// To, towards, into.
    Goal,
    /// In, at, on.
    Place,
    /// With, together with, accompanied by.
    With,
    /// Against.
    Against,
    /// Between, among.
    Between,
    /// About, concerning.
    About,
    /// For the benefit of, in favour of.
    For,
    /// In order to.
    Purpose,
    /// In exchange for.
    Exchange,
    /// Because of, following.
    Cause,
    /// By means of, under the mediation of.
    Through,
    /// Under the leadership or sponsorship of.
    Under,
    /// According to.
    According,
    /// Since.
    Since,
    /// Until.
    Until,
    /// Before.
    Before,
    /// After.
    After,
    /// During.
    During,
    /// Despite, without, except.
    Despite,
    /// As.
    As,
    /// A preposition that no class holds.
    Other,
}

impl Function {
    /// True for what happens at another time than the predicate: "left after the departure of the first group" tells of
    /// two events.
    #[must_use]
    pub fn is_apart(self) -> bool {
        matches!(self, Self::After | Self::Before | Self::Since | Self::Until)
    }
}
