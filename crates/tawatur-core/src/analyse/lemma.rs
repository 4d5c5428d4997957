//! Lemma and features of a word whose tag is known: from the lexicon, else by its ending, else the form itself.

use crate::model::{Features, PartOfSpeech};
use crate::packs::Tagger;

/// Lemma, as the lexicon writes it (not folded), and features of a form.
#[must_use]
pub fn lemma(form: &str, normal: &str, class: u16, tag: u8, model: &Tagger) -> (String, Features) {
    let chosen = model.tags[tag as usize];
    let of_tag = Features(chosen.features);
    // A name keeps its form: what ending rules know of other names would only damage it.
    let by_ending = || {
        if chosen.pos == PartOfSpeech::Propn {
            None
        } else {
            model.spoken(form, tag).or_else(|| model.guess(normal, tag))
        }
    };
    match model.reading(class, tag).or_else(by_ending) {
        Some(reading) => (reading.lemma.apply(form), reading.features.and(of_tag)),
        None if chosen.pos == PartOfSpeech::Propn => (form.to_owned(), of_tag),
        None => (form.to_lowercase(), of_tag),
    }
}
