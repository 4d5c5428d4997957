//! Packs: the words, names and frames that the stages work with, read from plain files and checked all at once.
//!
//! The same loader reads the embedded packs and a user's own folder. It is given paths and bytes and opens no file.
//! Every problem of every file is collected with file, line and column before the load fails (but for the tables of
//! romanisation, which are read when they are first asked for).

mod attribution;
mod clitics;
mod error;
mod facts;
mod frame;
mod function_words;
mod grammar;
mod kinship;
mod known;
mod language;
mod letters;
mod lexicon;
mod lexicon_builder;
mod linking;
mod modality;
mod morphology;
pub mod numbers;
mod project;
mod quantities;
pub mod romanisation;
mod seen;
mod segmenter;
mod spelling;
mod spoken;
mod table;
mod tagger;
mod time_rules;
pub mod times;
mod titles;
mod trigger_index;
mod weights;
mod wording;
mod world;

pub use attribution::{Attribution, Saying};
pub use clitics::{Clitics, Enclitic, Proclitic};
pub use error::{PackError, Problems};
pub use facts::Fact;
pub use frame::{Codes, Frame, Line, Slot, Trigger, TriggerForm};
pub use function_words::FunctionWords;
pub use grammar::{Grammar, Known, Roles, WordRole};
pub use kinship::{Kin, Kinship};
pub use language::{Language, Noun, Settings, WordOrder};
pub use letters::Letters;
pub use lexicon::{Conditions, Lexicon, Reading};
pub use lexicon_builder::{Inflection, LexiconBuilder};
pub use linking::{
    ActorWeights, Bond, FigureWeights, KindredWeights, Linking, ModeWeights, PlaceWeights, TimeWeights,
};
pub use modality::Modality;
pub use morphology::Morphology;
pub use numbers::Numbers;
pub use quantities::{Quantities, Quantity};
pub use seen::{Seen, SeenLists};
pub use segmenter::{Segmenter, WEIGHTS};
pub use spelling::{Fit, Spelling, spell};
pub use table::{Row, Table};
pub use tagger::{Analyses, LONGEST_ENDING, LemmaRule, LexicalAnalysis, Tag, Tagger};
pub use times::Times;
pub use titles::{PlaceNoun, Titles};
pub use trigger_index::{TriggerIndex, TriggerMatch, bears};
pub use weights::{Hash, Weights, hash, mix};
pub use wording::Wording;
pub use world::{Bearers, Bearing, Condition, World};

use crate::model::{EventType, Lang};
use std::collections::BTreeMap;

/// All packs in force.
#[derive(Debug, Default)]
pub struct Packs {
    /// Languages by code.
    pub languages: BTreeMap<Lang, Language>,
    /// What gives languages away, with or without a pack.
    pub function_words: FunctionWords,
    /// Event types by name.
    pub frames: BTreeMap<EventType, Frame>,
    /// Trigger words by language, over all frames.
    pub triggers: BTreeMap<Lang, TriggerIndex>,
    /// Words and patterns of times by language.
    pub times: BTreeMap<Lang, Times>,
    /// Number words by language.
    pub numbers: BTreeMap<Lang, Numbers>,
    /// Dated facts, by which texts without a date are dated.
    pub facts: Vec<Fact>,
    /// What numbers count, by language.
    pub quantities: BTreeMap<Lang, Quantities>,
    /// The named world.
    pub world: World,
    /// Weights of linking.
    pub linking: Linking,
}

/// One pack file: path below the packs folder, with `/`, and its bytes, which live as long as the program: the large tables
/// of the embedded packs are used where they are.
pub type PackFile<'a> = (&'a str, &'static [u8]);

impl Packs {
    /// Reads packs. Later files add to or replace what earlier ones say, so a user's folder goes after the embedded one.
    ///
    /// # Errors
    /// Every problem found, sorted by file and line; nothing is loaded then.
    pub fn load(files: &[PackFile<'_>]) -> Result<Self, Vec<PackError>> {
        let mut problems = Problems::default();
        let mut packs = Self::default();
        packs.languages = language::load(files, &mut problems);
        packs.function_words = function_words::load(files, &mut problems);
        packs.times = times::load(files, &mut problems);
        packs.numbers = numbers::load(files, &mut problems);
        packs.quantities = quantities::load(files, &mut problems);
        packs.facts = facts::load(files, &mut problems);
        packs.frames = frame::load(files, &packs.languages, &mut problems);
        project::apply(files, &mut packs.frames, &mut problems);
        packs.triggers = TriggerIndex::build(&packs.frames, &packs.languages);
        known::teach(&mut packs);
        packs.world = world::load(files, &packs.languages, &mut problems);
        packs.linking = linking::load(files, &mut problems);
        problems.into_result(packs)
    }
}

/// The text of a pack file, or a problem when it is not UTF-8.
fn text<'a>(file: PackFile<'a>, problems: &mut Problems) -> &'a str {
    match std::str::from_utf8(file.1) {
        Ok(text) => text,
        Err(error) => {
            problems.at(
                file.0,
                1,
                1,
                format!("is not UTF-8 from byte {} on; save it as UTF-8", error.valid_up_to()),
            );
            ""
        }
    }
}

/// Reads a TOML pack file into `T`, or notes where and why it does not fit.
fn toml<T: serde::de::DeserializeOwned>(file: PackFile<'_>, problems: &mut Problems) -> Option<T> {
    let source = text(file, problems);
    match ::toml::from_str(source) {
        Ok(value) => Some(value),
        Err(error) => {
            let at = error.span().map_or(0, |span| span.start).min(source.len());
            let before = source.get(..at).unwrap_or("");
            let line = before.matches('\n').count() + 1;
            let column = before.rsplit('\n').next().map_or(0, |l| l.chars().count()) + 1;
            problems.at(file.0, line, column, error.message().to_owned());
            None
        }
    }
}
