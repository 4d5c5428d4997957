//! Lemmas that the packs themselves speak of. A form that the tagger's lexicon never saw has the lemma that the packs
//! know, where one of its rules leads there: better than what its ending alone suggests.

use super::Packs;

/// Tells every tagger the words of the triggers, of attribution and of modality in its language.
pub(super) fn teach(packs: &mut Packs) {
    for (lang, language) in &mut packs.languages {
        let Some(tagger) = &mut language.tagger else { continue };
        let triggers = packs.frames.values().filter_map(|frame| frame.triggers.get(lang)).flatten();
        let heads = |table: &std::collections::BTreeMap<_, Vec<String>>| {
            table.values().flatten().cloned().collect::<Vec<_>>()
        };
        let mut phrases: Vec<String> = Vec::new();
        for trigger in triggers {
            phrases.extend(trigger.words.iter().cloned());
            phrases.extend(heads(&trigger.only));
            phrases.extend(heads(&trigger.without));
        }
        phrases.extend(language.attribution.verbs.keys().cloned());
        phrases.extend(language.modality.verbs.keys().chain(language.modality.nouns.keys()).cloned());
        // In a phrase of several words a form may stand as texts have it ("forced displacement"): it is no dictionary form.
        let words = phrases.into_iter().filter(|phrase| !phrase.contains(char::is_whitespace));
        tagger.teach(words);
    }
}
