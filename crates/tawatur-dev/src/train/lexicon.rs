//! Builds the lexicon of a tagger model: the readings of every form, and what endings say of unknown words.

use std::collections::{BTreeMap, HashMap, HashSet};
use tawatur_core::analyse::tagger::normalise;
use tawatur_core::model::{Features, PartOfSpeech};
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

/// Features and a rule to the lemma.
type Reading = (u64, LemmaRule);

/// What was seen of a form with one tag.
#[derive(Default)]
struct Seen {
    /// How often.
    times: u32,
    /// How much speaks for each reading.
    readings: BTreeMap<Reading, u32>,
}

impl Seen {
    /// The reading that explains most; among equals the one that changes least.
    fn best(&self) -> Option<(&Reading, u32)> {
        let order = |(reading, support): &(&Reading, &u32)| {
            (**support, std::cmp::Reverse((reading.1.length(), (*reading).clone())))
        };
        self.readings.iter().max_by_key(order).map(|(reading, support)| (reading, *support))
    }
}

/// Counts of readings.
#[derive(Default)]
pub struct Lexicon {
    /// Tags in use, the most usual first.
    pub tags: Vec<Tag>,
    forms: BTreeMap<String, BTreeMap<u8, Seen>>,
    /// Forms that a list gives with all their readings.
    listed: HashSet<String>,
}

impl Lexicon {
    /// A lexicon without forms.
    pub fn new(tags: Vec<Tag>) -> Self {
        Self { tags, ..Self::default() }
    }

    /// Adds a word of a list that gives every reading of its form.
    pub fn list(&mut self, example: &Example, weight: u32) {
        let mut normal = String::new();
        normalise(&example.form, &mut normal);
        // A noun or an adjective may also be a name.
        if !matches!(example.tag.pos, PartOfSpeech::Noun | PartOfSpeech::Adj) {
            self.listed.insert(normal);
        }
        self.add(example, weight);
    }

    /// Adds an example whose lemma has some weight against other sources'.
    pub fn add(&mut self, example: &Example, weight: u32) {
        let mut normal = String::new();
        normalise(&example.form, &mut normal);
        let tag = self.index(example.tag);
        let seen = self.forms.entry(normal).or_default().entry(tag).or_default();
        seen.times += 1;
        // A form with capitals speaks for both ways to its lemma; other occurrences decide.
        let ways =
            [false, true].map(|keep_case| LemmaRule::between(&example.form, &example.lemma, keep_case));
        let ways = if example.form.chars().any(char::is_uppercase) { &ways[..] } else { &ways[..1] };
        for rule in ways {
            *seen.readings.entry((example.features.0, rule.clone())).or_default() += weight;
        }
    }

    /// The index of a tag; a tag too rare for a class of its own counts as the most usual of its part of speech.
    pub fn index(&self, tag: Tag) -> u8 {
        let exact = self.tags.iter().position(|t| *t == tag);
        exact.or_else(|| self.tags.iter().position(|t| t.pos == tag.pos)).unwrap_or(0) as u8
    }

    /// How often a form was seen.
    pub fn seen(&self, normal: &str) -> u32 {
        self.forms.get(normal).map_or(0, |tags| tags.values().map(|seen| seen.times).sum())
    }

    /// The model without weights.
    pub fn model(&self, weights: Weights) -> Tagger {
        let mut builder = Builder::default();
        let mut forms = Vec::new();
        for (form, tags) in &self.forms {
            forms.push((form.clone(), builder.class(tags, self.listed.contains(form))));
        }
        let mut endings = Vec::new();
        for ((ending, tag), reading) in self.endings() {
            let readings = vec![builder.reading(tag, &reading)];
            let class = builder.class_of(Analyses { readings, tags: 1 << tag, sure: false });
            endings.push((ending, tag, class));
        }
        Tagger::build(self.tags.clone(), builder.analyses, builder.classes, &forms, &endings, weights)
    }

    /// For every ending and tag the usual reading, where it differs from what a shorter ending says.
    fn endings(&self) -> BTreeMap<(String, u8), Reading> {
        let mut counts: HashMap<(&str, u8), Seen> = HashMap::new();
        for (form, tags) in &self.forms {
            let starts = form.char_indices().rev().take(LONGEST_ENDING).map(|(at, _)| at).chain([form.len()]);
            for at in starts {
                for (&tag, seen) in tags.iter().filter(|(_, seen)| seen.times <= RARE) {
                    let ending = counts.entry((&form[at..], tag)).or_default();
                    ending.times += 1;
                    // A form without capitals speaks for both ways to its lemma too.
                    for reading in seen.readings.keys() {
                        *ending.readings.entry(reading.clone()).or_default() += 1;
                    }
                }
            }
        }
        let often = |seen: &Seen| {
            seen.best().filter(|(_, support)| *support >= ENDING_WORDS).map(|(reading, _)| reading.clone())
        };
        let chosen: BTreeMap<(&str, u8), Reading> =
            counts.iter().filter_map(|(key, seen)| Some((*key, often(seen)?))).collect();
        let mut kept = BTreeMap::new();
        for ((ending, tag), reading) in &chosen {
            let mut shorter = ending.char_indices().skip(1).map(|(at, _)| at).chain([ending.len()]);
            let shorter = shorter.find_map(|at| chosen.get(&(&ending[at..], *tag)));
            if ending.is_empty() || shorter != Some(reading) {
                kept.insert(((*ending).to_owned(), *tag), reading.clone());
            }
        }
        kept
    }
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
    fn reading(&mut self, tag: u8, (features, lemma): &Reading) -> u16 {
        let analysis = LexicalAnalysis { tag, features: Features(*features), lemma: lemma.clone() };
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

    /// One reading for each tag, the most usual tag first. `listed`: there are no others.
    fn class(&mut self, tags: &BTreeMap<u8, Seen>, listed: bool) -> u16 {
        let mut order: Vec<(&u8, &Seen)> = tags.iter().collect();
        order.sort_by_key(|(tag, seen)| (std::cmp::Reverse(seen.times), **tag));
        let readings =
            order.iter().filter_map(|(tag, seen)| Some(self.reading(**tag, seen.best()?.0))).collect();
        let sure = order.len() == 1 && (listed || order[0].1.times >= SURE);
        let tags = tags.keys().fold(0, |set, tag| set | 1 << tag);
        self.class_of(Analyses { readings, tags, sure })
    }
}
