//! Lemmas that the packs themselves speak of. A form that the tagger's lexicon never saw has the lemma that the packs
//! know, where one of its rules leads there: better than what its ending alone suggests.

use super::{Packs, Tagger, TriggerForm};
use crate::model::PartOfSpeech;
use crate::text::fold_str;

/// Tells every tagger the words of the triggers, of attribution and of modality in its language.
pub(super) fn teach(packs: &mut Packs) {
    for (lang, language) in &mut packs.languages {
        let Some(tagger) = &mut language.tagger else { continue };
        let triggers = packs.frames.values().filter_map(|frame| frame.triggers.get(lang)).flatten();
        let heads = |table: &std::collections::BTreeMap<_, Vec<String>>| {
            table.values().flatten().cloned().collect::<Vec<_>>()
        };
        let mut phrases: Vec<String> = Vec::new();
        let mut nouns: Vec<String> = language.nouns.keys().cloned().collect();
        let mut verbs: Vec<String> = language.attribution.verbs.keys().cloned().collect();
        for trigger in triggers {
            // Of several words of a noun the last is the noun, of a verb the first is the verb.
            let words = trigger.words.iter();
            match trigger.form {
                TriggerForm::Noun => {
                    nouns.extend(words.filter_map(|w| Some(w.rsplit(' ').next()?.to_owned())))
                }
                TriggerForm::Verb => {
                    verbs.extend(words.filter_map(|w| Some(w.split(' ').next()?.to_owned())))
                }
                _ => {}
            }
            phrases.extend(trigger.words.iter().cloned());
            phrases.extend(heads(&trigger.only));
            phrases.extend(heads(&trigger.without));
        }
        phrases.extend(language.attribution.verbs.keys().cloned());
        phrases.extend(language.modality.verbs.keys().chain(language.modality.nouns.keys()).cloned());
        // In a phrase of several words a form may stand as texts have it ("forced displacement"): it is no dictionary form.
        let words = phrases.into_iter().filter(|phrase| !phrase.contains(char::is_whitespace));
        tagger.teach(words);
        tagger.spoken.compounds = language.settings.order.noun_before_noun;
        tagger.spoken.nouns = nouns.into_iter().collect();
        tagger.spoken.verbs = verbs.into_iter().collect();
    }
}

impl Tagger {
    /// True for a word, folded, that the packs know as a noun.
    #[must_use]
    pub fn knows_noun(&self, folded: &str) -> bool {
        self.spoken.nouns.contains(folded)
    }

    /// The same for a verb.
    #[must_use]
    pub fn knows_verb(&self, folded: &str) -> bool {
        self.spoken.verbs.contains(folded)
    }

    /// The tags that a form can have which the tagger's training never saw, by what the packs know it as, a bit each; 0
    /// when they do not know it: an "ambush" is a noun or a verb, whatever its ending looks like.
    #[must_use]
    pub fn open_tags(&self, form: &str) -> u64 {
        let lemma = |t: usize| Some(fold_str(&self.spoken(form, t as u8)?.lemma.apply(form)));
        let known = |pos: PartOfSpeech| {
            let words = if pos == PartOfSpeech::Noun { &self.spoken.nouns } else { &self.spoken.verbs };
            let of = (0..self.tags.len()).filter(|&t| self.tags[t].pos == pos);
            let of = of.filter(|&t| lemma(t).is_some_and(|l| words.contains(&l)));
            of.fold(0_u64, |bits, t| bits | 1 << t)
        };
        let (noun, verb) = (known(PartOfSpeech::Noun), known(PartOfSpeech::Verb));
        match (noun, verb) {
            (0, 0) => 0,
            // A participle may describe a noun, or stand for one.
            (0, verb) => verb | self.tags_of(&[PartOfSpeech::Adj, PartOfSpeech::Noun]),
            (noun, verb) if self.spoken.compounds => noun | verb | self.tags_of(&[PartOfSpeech::Propn]),
            (noun, verb) => noun | verb | self.tags_of(&[PartOfSpeech::Propn, PartOfSpeech::Adj]),
        }
    }
}
