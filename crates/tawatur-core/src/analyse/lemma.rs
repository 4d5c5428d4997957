//! Lemma and features of a word whose tag is known: from the lexicon, else by its ending, else the form itself.

use super::segment::Known;
use crate::model::{Feature, Features, PartOfSpeech};
use crate::packs::{LexicalAnalysis, Morphology, Tagger};
use crate::text::{fold_str, is_letter, lower_case};

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
    let known = model.reading(class, tag);
    // A verb's lemma that nobody has met as a word was guessed when the lexicon was made ("negoer" of "négocié").
    let met = |lemma: &str| model.is_spoken(&fold_str(lemma)) || model.class_of(&lower_case(lemma)) != 0;
    let guessed =
        |reading: &&LexicalAnalysis| chosen.pos == PartOfSpeech::Verb && !met(&reading.lemma.apply(form));
    let known = match known.filter(guessed) {
        Some(_) => model.spoken(form, tag).or(known),
        None => known,
    };
    let sign = chosen.pos == PartOfSpeech::Noun && is_sign(form, known.is_some());
    match known.or_else(by_ending) {
        Some(reading) if sign => (form.to_owned(), reading.features.and(of_tag)),
        Some(reading) => (reading.lemma.apply(form), reading.features.and(of_tag)),
        None if chosen.pos == PartOfSpeech::Propn => (form.to_owned(), of_tag),
        None => (lower_case(form).into_owned(), of_tag),
    }
}

/// True for nouns that are signs more than words, whose capitals belong to them: a single letter, and letters together
/// with digits that the lexicon does not know.
fn is_sign(form: &str, known: bool) -> bool {
    let mut chars = form.chars();
    let capital = chars.next().is_some_and(char::is_uppercase);
    let single = capital && chars.next().is_none();
    let mixed =
        || form.contains(|c: char| c.is_ascii_digit()) && form.contains(|c: char| c.is_ascii_uppercase());
    single || !known && mixed()
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
    let read = || lemma(known.written, normal, class, tag, model);
    let chosen = model.tags[tag as usize];
    let definite =
        |features: Features| if known.article > 0 { features.with(Feature::Definite) } else { features };
    // Figures and signs are their own lemmas, whatever others of their shape were.
    if !known.written.chars().any(is_letter) {
        return (known.written.to_owned(), read().1);
    }
    if model.reading(class, tag).is_some() {
        let (lemma, features) = read();
        return (lemma, definite(features));
    }
    let spoken = |lemma: u32| model.is_spoken(&fold_str(morphology.lexicon.lemma(lemma)));
    if let Some(reading) = known.reading(chosen.pos, Features(chosen.features), spoken) {
        // "An ambush" (kamin) is no dual of "how much": a noun that the packs speak of as it stands is its own lemma.
        let own = chosen.pos == PartOfSpeech::Noun
            && reading.features.has(Feature::Dual)
            && !spoken(reading.lemma)
            && model.is_spoken(&fold_str(known.bare()));
        let lemma = if own { known.bare() } else { morphology.lexicon.lemma(reading.lemma) };
        return (lemma.to_owned(), definite(reading.features.and(Features(chosen.features))));
    }
    let (lemma, features) = read();
    // A rule of another word's ending may cut a stem to pieces; its lemma must begin as the word does.
    let whole = chosen.pos == PartOfSpeech::Propn || !begins_alike(&lemma, known.bare());
    (if whole { known.bare().to_owned() } else { lemma }, definite(features))
}

/// True when the first two letters agree, hamza folded.
fn begins_alike(a: &str, b: &str) -> bool {
    let (a, b) = (fold_str(a), fold_str(b));
    a.chars().count() > 1 && a.chars().take(2).eq(b.chars().take(2))
}
