//! Lemmas that the packs use themselves, and the rules from form to lemma that may lead to one of them: how a form that
//! no treebank showed gets the lemma that the packs know. What a lemma means is not its business.

use super::tagger::{LONGEST_PREFIX, LexicalAnalysis, Tag};
use crate::model::PartOfSpeech;
use crate::text::{fold_into, lower_case};
use rustc_hash::FxHashSet;

/// Lemmas that the packs use, and the rules that may lead to one of them.
#[derive(Debug, Default)]
pub(super) struct Spoken {
    /// Those that are nouns, folded.
    pub(super) nouns: FxHashSet<String>,
    /// Those that are verbs, folded.
    pub(super) verbs: FxHashSet<String>,
    /// True where nouns stand before nouns: there a noun that describes another stays a noun.
    pub(super) compounds: bool,
    /// Folded.
    lemmas: FxHashSet<String>,
    /// The same in order.
    sorted: Vec<String>,
    /// For each tag one rule of each kind; those that change least come first.
    rules: Vec<Vec<Rule>>,
}

/// A lemma rule of an analysis, with what it puts on folded, as lemmas are compared.
#[derive(Debug)]
struct Rule {
    /// The analysis, by its index.
    analysis: u16,
    keep_case: bool,
    skip: usize,
    cut: usize,
    /// Characters it puts on.
    added: usize,
    /// The same, folded.
    append: String,
}

/// A form, folded, with the place where each of its characters ends.
struct Letters {
    folded: String,
    ends: Vec<usize>,
}

impl Letters {
    fn of(form: &str) -> Self {
        let mut letters =
            Self { folded: String::with_capacity(form.len()), ends: Vec::with_capacity(form.len() + 1) };
        letters.ends.push(0);
        for (at, c) in form.char_indices() {
            fold_into(&form[at..at + c.len_utf8()], &mut letters.folded);
            letters.ends.push(letters.folded.len());
        }
        letters
    }

    /// What a rule leaves of it.
    fn kept(&self, rule: &Rule) -> &str {
        let length = self.ends.len() - 1;
        let start = rule.skip.min(length);
        let end = length.saturating_sub(rule.cut).max(start);
        &self.folded[self.ends[start]..self.ends[end]]
    }
}

impl Spoken {
    /// From the lemmas, folded, and the model's tags and analyses.
    pub fn new(lemmas: impl Iterator<Item = String>, tags: usize, analyses: &[LexicalAnalysis]) -> Self {
        let lemmas: FxHashSet<String> = lemmas.collect();
        let mut sorted: Vec<String> = lemmas.iter().cloned().collect();
        sorted.sort_unstable();
        let mut order: Vec<u16> = (0..analyses.len()).map(|k| k as u16).collect();
        // Of rules of one length the first stands first.
        order.sort_by_cached_key(|&k| analyses[usize::from(k)].lemma.length());
        let mut known = FxHashSet::default();
        let mut rules: Vec<Vec<Rule>> = std::iter::repeat_with(Vec::new).take(tags).collect();
        for k in order {
            let analysis = &analyses[usize::from(k)];
            if known.insert((analysis.tag, &analysis.lemma)) {
                let rule = &analysis.lemma;
                let mut append = String::new();
                fold_into(&rule.append, &mut append);
                rules[usize::from(analysis.tag)].push(Rule {
                    analysis: k,
                    keep_case: rule.keep_case,
                    skip: usize::from(rule.skip),
                    cut: usize::from(rule.cut),
                    added: rule.append.chars().count(),
                    append,
                });
            }
        }
        Self { lemmas, sorted, rules, ..Self::default() }
    }

    /// True for a lemma, folded, that the packs use.
    pub fn contains(&self, lemma: &str) -> bool {
        self.lemmas.contains(lemma)
    }

    /// The analysis of an unknown form with a tag whose rule leads to one of the lemmas, see [`super::Tagger::spoken`].
    pub fn analysis(&self, form: &str, tag: u8, tags: &[Tag], analyses: &[LexicalAnalysis]) -> Option<u16> {
        let length = form.chars().count();
        if !self.may_lead_there(form, length) {
            return None;
        }
        let small = lower_case(form);
        let (written, small) = (Letters::of(form), Letters::of(&small));
        let mut lemma = String::new();
        let mut leads_there = |rule: &&Rule| {
            let changed = rule.skip + rule.cut.max(rule.added);
            if 2 * changed > length {
                return false;
            }
            lemma.clear();
            lemma.push_str(if rule.keep_case { &written } else { &small }.kept(rule));
            lemma.push_str(&rule.append);
            self.lemmas.contains(lemma.as_str())
        };
        let mut fitting = self.rules.get(usize::from(tag))?.iter().filter(|rule| leads_there(rule));
        let first = fitting.next()?;
        let changes_nothing = analyses[usize::from(first.analysis)].lemma.length() == 0;
        let itself = changes_nothing && tags[usize::from(tag)].pos == PartOfSpeech::Verb;
        let ending = |rule: &&Rule| rule.skip == 0 && rule.added == 0;
        Some(fitting.find(|rule| itself && ending(rule)).unwrap_or(first).analysis)
    }

    /// False when no lemma begins like a form of `length` letters, the few at its start left out that rules may cut:
    /// every rule keeps the half after them.
    fn may_lead_there(&self, form: &str, length: usize) -> bool {
        let small = lower_case(form);
        // Where lower case has another number of letters, rules cut elsewhere.
        if small.chars().count() != length {
            return true;
        }
        let mut kept = String::new();
        (0..=LONGEST_PREFIX).any(|skip| {
            let from = small.char_indices().nth(skip).map_or(small.len(), |(at, _)| at);
            let to = small.char_indices().nth(skip + length.div_ceil(2)).map_or(small.len(), |(at, _)| at);
            kept.clear();
            fold_into(&small[from..to], &mut kept);
            let at = self.sorted.partition_point(|lemma| lemma.as_str() < kept.as_str());
            self.sorted.get(at).is_some_and(|lemma| lemma.starts_with(&kept))
        })
    }
}
