//! A tagger of names for measuring how far free data leads: structured perceptron (Collins 2002) over words, shapes, parts of
//! speech, dictionary and lists, in two stages: the second sees what the first made of the same word nearby. It is trained
//! when a set is taken; the program does not use it.

pub mod corpora;
mod features;
mod lexical;
pub mod lists;
pub mod made;
mod model;
mod votes;

pub use lexical::Known;
pub use model::{Model, Training};

/// Classes of names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Class {
    /// People, and peoples where the annotation has them so.
    Person,
    /// Places.
    Place,
    /// Organisations.
    Organisation,
    /// Anything else with a name.
    Other,
}

impl Class {
    /// Every class, in the order of the tags.
    pub const ALL: [Self; 4] = [Self::Person, Self::Place, Self::Organisation, Self::Other];

    /// By its short name in annotated files.
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "PER" => Some(Self::Person),
            "LOC" => Some(Self::Place),
            "ORG" => Some(Self::Organisation),
            _ => None,
        }
    }
}

/// A word of a sentence.
#[derive(Debug, Clone)]
pub struct Word {
    /// As written.
    pub form: String,
    /// Part of speech as a number; any number will do.
    pub pos: u64,
    /// What the dictionary of its language says of it.
    pub known: Known,
}

/// Words with their tags: 0 outside, then two numbers a class, for its first word and for those after.
pub type Tagged = (Vec<Word>, Vec<u8>);

/// Tags: outside, and begin and inside of each class.
pub const TAGS: usize = 2 * Class::ALL.len() + 1;

/// The tag of a word of a name.
pub fn tag(class: Class, first: bool) -> u8 {
    2 * class as u8 + if first { 1 } else { 2 }
}

/// A name: its first word, one past its last, its class.
pub type Name = (usize, usize, Class);

/// The names that tags tell of.
pub fn names(tags: &[u8]) -> Vec<Name> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < tags.len() {
        let start = at;
        at += 1;
        let Some(class) = tags[start].checked_sub(1).map(|t| Class::ALL[usize::from(t / 2)]) else {
            continue;
        };
        while at < tags.len() && tags[at] == tag(class, false) {
            at += 1;
        }
        out.push((start, at, class));
    }
    out
}
