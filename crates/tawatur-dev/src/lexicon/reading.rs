//! Camel Morph's features in the terms of Universal Dependencies, and what they say about clitics.

use std::collections::BTreeMap;
use tawatur_core::model::{Feature, Features, PartOfSpeech};
use tawatur_core::packs::Conditions;

/// Part of speech and features in Universal Dependencies' terms.
pub fn reading(all: &BTreeMap<String, String>) -> (PartOfSpeech, Features) {
    let get = |name: &str| all.get(name).map_or("", String::as_str);
    let pos = match get("pos") {
        "noun" => PartOfSpeech::Noun,
        "noun_prop" => PartOfSpeech::Propn,
        "noun_num" => PartOfSpeech::Num,
        "noun_quant" => PartOfSpeech::Det,
        "adj" | "adj_comp" | "adj_num" => PartOfSpeech::Adj,
        "verb" | "verb_nom" => PartOfSpeech::Verb,
        "pron" | "pron_dem" | "pron_rel" | "pron_exclam" | "pron_interrog" => PartOfSpeech::Pron,
        "adv" | "adv_rel" | "adv_interrog" => PartOfSpeech::Adv,
        "prep" => PartOfSpeech::Adp,
        "conj" => PartOfSpeech::Cconj,
        "conj_sub" => PartOfSpeech::Sconj,
        "interj" => PartOfSpeech::Intj,
        "abbrev" => PartOfSpeech::X,
        _ => PartOfSpeech::Part,
    };
    let mut features = Features::default();
    let mut put = |feature| features = features.with(feature);
    match get("pos") {
        "pron_dem" => put(Feature::Demonstrative),
        "pron_rel" | "adv_rel" => put(Feature::Relative),
        "part_interrog" => put(Feature::Interrogative),
        "part_neg" => put(Feature::Negative),
        _ => {}
    }
    let form = |name: &str| match (get(name), get(&format!("form_{name}"))) {
        ("" | "-" | "u", form) => form.to_owned(),
        (own, _) => own.to_owned(),
    };
    match form("gen").as_str() {
        "m" => put(Feature::Masculine),
        "f" => put(Feature::Feminine),
        _ => {}
    }
    match form("num").as_str() {
        "s" => put(Feature::Singular),
        "d" => put(Feature::Dual),
        "p" => put(Feature::Plural),
        _ => {}
    }
    match get("per") {
        "1" => put(Feature::FirstPerson),
        "2" => put(Feature::SecondPerson),
        "3" => put(Feature::ThirdPerson),
        _ => {}
    }
    let tense = match get("asp") {
        "p" => Some(Feature::Past),
        "i" => Some(Feature::Present),
        "c" => Some(Feature::Imperative),
        _ => None,
    };
    tense.into_iter().for_each(&mut put);
    if tense.is_some() {
        put(Feature::Finite);
    }
    if get("vox") == "p" {
        put(Feature::Passive);
    }
    (pos, features)
}

/// What a form with these features needs or allows around it.
pub fn conditions_of(all: &BTreeMap<String, String>, class: &str) -> Conditions {
    let get = |name: &str| all.get(name).map_or("", String::as_str);
    let mut conditions = Conditions::default();
    let mut put = |condition| conditions = conditions.with(condition);
    if class.contains("NOM")
        || class.contains("ADJ")
        || class.contains("CONST")
        || class.contains("ATIVE")
        || class.contains("GENIT")
    {
        match get("stt") {
            "i" => put(Conditions::INDEFINITE),
            "d" => put(Conditions::DEFINITE),
            "c" => put(Conditions::CONSTRUCT),
            _ => {}
        }
        match get("cas") {
            "n" => put(Conditions::NOMINATIVE),
            "a" => put(Conditions::ACCUSATIVE),
            "g" => put(Conditions::GENITIVE),
            _ => [Conditions::NOMINATIVE, Conditions::ACCUSATIVE, Conditions::GENITIVE]
                .into_iter()
                .for_each(&mut put),
        }
    }
    match class {
        "[STEM]" | "[STEM-CONJ-PREP]" => put(Conditions::GENITIVE),
        "[STEM-STANDALONE]" => put(Conditions::ALONE),
        _ => {}
    }
    if get("asp") == "i" {
        match get("mod") {
            "i" => put(Conditions::INDICATIVE),
            _ => put(Conditions::DEPENDENT),
        }
    }
    if ["prc0", "prc1", "prc2"].iter().any(|p| !matches!(get(p), "" | "0")) {
        put(Conditions::CLOSED);
    }
    conditions
}
