//! Text in capitals alone (old wires, headlines): how its words would stand in running text, so that the tagger, which
//! learned from running text, sees what it knows. The text itself stays as it is.

use crate::model::PartOfSpeech;
use crate::packs::{Language, Tagger};
use crate::text::fold_str;

/// Words of several capitals from which on a sentence without small letters is in capitals: fewer may be acronyms.
const LEAST: usize = 4;

/// The words of a sentence in capitals as running text writes them: names with a capital, other words small. `None` for
/// a sentence that has small letters.
pub(super) fn recase(forms: &[&str], model: &Tagger, language: &Language) -> Option<Vec<String>> {
    let capitals = |form: &&&str| form.chars().filter(|c| c.is_uppercase()).nth(1).is_some();
    let small = forms.iter().any(|form| form.chars().any(char::is_lowercase));
    if small || forms.iter().filter(capitals).count() < LEAST {
        return None;
    }
    let recased = forms.iter().enumerate().map(|(k, form)| {
        let lower = form.to_lowercase();
        if k > 0 && is_common(&lower, model, language) { lower } else { with_capital(&lower) }
    });
    Some(recased.collect())
}

/// True for a word that running text writes small: the tagger or the packs know it as something else than a name.
fn is_common(lower: &str, model: &Tagger, language: &Language) -> bool {
    let readings = &model.classes[model.class_of(lower) as usize].readings;
    let tag = |reading: u16| model.tags[model.analyses[reading as usize].tag as usize].pos;
    let folded = fold_str(lower);
    readings.iter().any(|&r| tag(r) != PartOfSpeech::Propn)
        || model.open_tags(lower) != 0
        || language.nouns.contains_key(&folded)
        || language.grammar.past.contains_key(&folded)
}

fn with_capital(lower: &str) -> String {
    let mut rest = lower.chars();
    let first = rest.next();
    first.into_iter().flat_map(char::to_uppercase).chain(rest).collect()
}
