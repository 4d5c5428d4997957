//! Lemma and features of a word whose tag is known: from the lexicon, else by its ending, else the form itself.

use super::segment::Known;
use crate::model::{Feature, Features, PartOfSpeech};
use crate::packs::{Morphology, Tagger};
use crate::text::fold_str;

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
/// then the lexicon's commonest reading that fits the tag, then what the ending says, then the form without its article.
#[must_use]
pub fn of_lexicon(
    known: &Known<'_>,
    morphology: &Morphology,
    normal: &str,
    class: u16,
    tag: u8,
    model: &Tagger,
) -> (String, Features) {
    let (lemma, features) = lemma(known.written, normal, class, tag, model);
    let chosen = model.tags[tag as usize];
    let definite =
        |features: Features| if known.article > 0 { features.with(Feature::Definite) } else { features };
    // Figures and signs are their own lemmas, whatever others of their shape were.
    if !known.written.chars().any(char::is_alphabetic) {
        return (known.written.to_owned(), features);
    }
    if model.reading(class, tag).is_some() {
        return (lemma, definite(features));
    }
    let spoken = |lemma: u32| model.spoken.contains(&fold_str(morphology.lexicon.lemma(lemma)));
    if let Some(reading) = known.reading(chosen.pos, Features(chosen.features), spoken) {
        return (
            morphology.lexicon.lemma(reading.lemma).to_owned(),
            definite(reading.features.and(Features(chosen.features))),
        );
    }
    // A rule of another word's ending may cut a stem to pieces; its lemma must begin as the word does.
    let whole = chosen.pos == PartOfSpeech::Propn || !begins_alike(&lemma, known.bare());
    (if whole { known.bare().to_owned() } else { lemma }, definite(features))
}

/// True when the first two letters agree, hamza folded.
fn begins_alike(a: &str, b: &str) -> bool {
    let (a, b) = (fold_str(a), fold_str(b));
    a.chars().count() > 1 && a.chars().take(2).eq(b.chars().take(2))
}
