//! Lemma and features of a word whose tag is known: from the lexicon, else by its ending, else the form itself.

use super::segment::Known;
use crate::model::{Feature, Features, PartOfSpeech};
use crate::packs::{Morphology, Tag, Tagger};

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

/// The same for a language with a morphological lexicon: what the tagger's own lexicon has seen of the form stands,
/// then the lexicon's commonest reading that fits the tag, then the form without its article.
#[must_use]
pub fn of_lexicon(
    known: &Known<'_>,
    morphology: &Morphology,
    tag: Tag,
    (lemma, features): (String, Features),
    seen: bool,
) -> (String, Features) {
    let definite =
        |features: Features| if known.article { features.with(Feature::Definite) } else { features };
    match known.reading(tag.pos, Features(tag.features)) {
        Some(reading) => {
            let own = Features(reading.features.0 | tag.features);
            let lemma = if seen { lemma } else { morphology.lexicon.lemma(reading.lemma).to_owned() };
            (lemma, definite(if seen { features } else { own }))
        }
        None if !seen && tag.pos == PartOfSpeech::Propn => (known.bare.to_owned(), definite(features)),
        None => (lemma, definite(features)),
    }
}
