//! Builds the lexicon of a tagger model: the readings of every form, and what endings say of unknown words.

use std::collections::{BTreeMap, HashMap};
use tawatur_core::analyse::tagger::normalise;
use tawatur_core::model::{Feature, Features, PartOfSpeech};
use tawatur_core::packs::{Analyses, LONGEST_ENDING, LemmaRule, LexicalAnalysis, Tag, Tagger, Weights};

/// A word as training sees it.
#[derive(Debug, Clone)]
pub struct Example {
    /// As written.
    pub form: String,
    /// Dictionary form.
    pub lemma: String,
    /// Its tag.
    pub tag: Tag,
    /// All its features.
    pub features: Features,
}

/// Occurrences from which on a form with a single tag is taken as settled.
const SURE: u32 = 40;
/// Words that must share an ending before it says anything.
const ENDING_WORDS: u32 = 2;
/// A form seen more often than this says little about unknown words.
const RARE: u32 = 20;

/// The features of a tag: those that only context decides.
#[must_use]
pub fn tag_of(pos: PartOfSpeech, features: Features) -> Tag {
    use Feature as F;
    let kept: &[F] = match pos {
        PartOfSpeech::Verb | PartOfSpeech::Aux => &[
            F::Past,
            F::Present,
            F::Future,
            F::Imperfect,
            F::Finite,
            F::Infinitive,
            F::Participle,
            F::Gerund,
            F::Conditional,
            F::Subjunctive,
            F::Imperative,
            F::Passive,
        ],
        PartOfSpeech::Pron | PartOfSpeech::Adv | PartOfSpeech::Det => &[F::Relative],
        _ => &[],
    };
    let set = kept.iter().filter(|f| features.has(**f)).fold(Features::default(), |set, f| set.with(*f));
    Tag { pos, features: set.0 }
}

/// Counts of readings.
#[derive(Default)]
pub struct Lexicon {
    /// Tags in use, the most usual first.
    pub tags: Vec<Tag>,
    forms: BTreeMap<String, BTreeMap<(u8, u64, LemmaRule), u32>>,
}

impl Lexicon {
    /// Counts the examples.
    pub fn count<'a>(tags: Vec<Tag>, examples: impl Iterator<Item = &'a Example>) -> Self {
        let mut lexicon = Self { tags, forms: BTreeMap::new() };
        for example in examples {
            lexicon.add(example, 1);
        }
        lexicon
    }

    /// Adds a reading that was seen `times` times.
    pub fn add(&mut self, example: &Example, times: u32) {
        let mut normal = String::new();
        normalise(&example.form, &mut normal);
        let rule = LemmaRule::between(&example.form, &example.lemma);
        let reading = (self.index(example.tag), example.features.0, rule);
        *self.forms.entry(normal).or_default().entry(reading).or_default() += times;
    }

    /// The index of a tag; a tag too rare for a class of its own counts as the most usual of its part of speech.
    pub fn index(&self, tag: Tag) -> u8 {
        let exact = self.tags.iter().position(|t| *t == tag);
        exact.or_else(|| self.tags.iter().position(|t| t.pos == tag.pos)).unwrap_or(0) as u8
    }

    /// How often a form was seen.
    pub fn seen(&self, normal: &str) -> u32 {
        self.forms.get(normal).map_or(0, |readings| readings.values().sum())
    }

    /// The model without weights.
    pub fn model(&self, weights: Weights) -> Tagger {
        let mut builder = Builder::default();
        let mut forms = Vec::new();
        for (form, readings) in &self.forms {
            forms.push((form.clone(), builder.class(readings)));
        }
        let mut endings = Vec::new();
        for ((ending, tag), reading) in self.endings() {
            let readings = vec![reading_index(&mut builder, &reading)];
            let class = builder.class_of(Analyses { readings, tags: 1 << tag, sure: false });
            endings.push((ending, tag, class));
        }
        Tagger::build(self.tags.clone(), builder.analyses, builder.classes, &forms, &endings, weights)
    }

    /// For every ending and tag the usual reading, where it differs from what a shorter ending says.
    fn endings(&self) -> BTreeMap<(String, u8), (u8, u64, LemmaRule)> {
        let mut counts: HashMap<(&str, u8), BTreeMap<&(u8, u64, LemmaRule), u32>> = HashMap::new();
        for (form, readings) in &self.forms {
            if readings.values().sum::<u32>() > RARE {
                continue;
            }
            let starts = form.char_indices().rev().take(LONGEST_ENDING).map(|(at, _)| at).chain([form.len()]);
            for at in starts {
                for reading in readings.keys() {
                    *counts.entry((&form[at..], reading.0)).or_default().entry(reading).or_default() += 1;
                }
            }
        }
        let best = |counts: &BTreeMap<&(u8, u64, LemmaRule), u32>| {
            let (reading, &count) =
                counts.iter().max_by_key(|(reading, count)| (**count, std::cmp::Reverse(**reading)))?;
            (count >= ENDING_WORDS).then(|| (**reading).clone())
        };
        let chosen: BTreeMap<(&str, u8), _> =
            counts.iter().filter_map(|(key, counts)| Some((*key, best(counts)?))).collect();
        let mut kept = BTreeMap::new();
        for ((ending, tag), reading) in &chosen {
            let shorter = ending
                .char_indices()
                .skip(1)
                .map(|(at, _)| at)
                .chain([ending.len()])
                .find_map(|at| chosen.get(&(&ending[at..], *tag)));
            if ending.is_empty() || shorter != Some(reading) {
                kept.insert(((*ending).to_owned(), *tag), reading.clone());
            }
        }
        kept
    }
}

fn reading_index(builder: &mut Builder, reading: &(u8, u64, LemmaRule)) -> u16 {
    builder.reading(LexicalAnalysis {
        tag: reading.0,
        features: Features(reading.1),
        lemma: reading.2.clone(),
    })
}

/// Numbers readings and sets of readings.
struct Builder {
    analyses: Vec<LexicalAnalysis>,
    reading_ids: HashMap<LexicalAnalysis, u16>,
    classes: Vec<Analyses>,
    class_ids: HashMap<Analyses, u16>,
}

impl Default for Builder {
    fn default() -> Self {
        // Class 0 means that a form is not known.
        let (classes, class_ids) = (vec![Analyses::default()], HashMap::from([(Analyses::default(), 0)]));
        Self { analyses: Vec::new(), reading_ids: HashMap::new(), classes, class_ids }
    }
}

impl Builder {
    fn reading(&mut self, analysis: LexicalAnalysis) -> u16 {
        *self.reading_ids.entry(analysis.clone()).or_insert_with(|| {
            self.analyses.push(analysis);
            u16::try_from(self.analyses.len() - 1)
                .expect("a language has fewer than 65,536 different readings")
        })
    }

    fn class_of(&mut self, class: Analyses) -> u16 {
        *self.class_ids.entry(class.clone()).or_insert_with(|| {
            self.classes.push(class);
            u16::try_from(self.classes.len() - 1).expect("a language has fewer than 65,536 sets of readings")
        })
    }

    /// One reading for each tag, the most usual tag first.
    fn class(&mut self, readings: &BTreeMap<(u8, u64, LemmaRule), u32>) -> u16 {
        let mut by_tag: BTreeMap<u8, (u32, u32, &(u8, u64, LemmaRule))> = BTreeMap::new();
        for (reading, &count) in readings {
            let entry = by_tag.entry(reading.0).or_insert((0, 0, reading));
            entry.0 += count;
            if count > entry.1 {
                (entry.1, entry.2) = (count, reading);
            }
        }
        let total: u32 = readings.values().sum();
        let mut chosen: Vec<_> = by_tag.into_iter().collect();
        chosen.sort_by_key(|(tag, (count, ..))| (std::cmp::Reverse(*count), *tag));
        let tags = chosen.iter().fold(0, |set, (tag, _)| set | 1 << tag);
        let sure = chosen.len() == 1 && total >= SURE;
        let readings = chosen.iter().map(|(_, (_, _, reading))| reading_index(self, reading)).collect();
        self.class_of(Analyses { readings, tags, sure })
    }
}
