//! The embedded packs load without a problem and cover every event type in every language of the pages. What the words find is the cases' work.

use tawatur_core::model::{EventType, Lang};
use tawatur_core::packs::Packs;

/// Event types that a further language begins with (`CONTRIBUTING.md`).
const BEGUN: usize = 8;

fn embedded() -> Packs {
    match Packs::load(tawatur_packs::FILES) {
        Ok(packs) => packs,
        Err(problems) => {
            panic!("{}", problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
        }
    }
}

/// The languages of the pages: each has labels and words for every event type. Others have just begun.
fn whole_languages() -> [Lang; 3] {
    ["ar", "en", "fr"].map(|code| code.parse().expect("a language code"))
}

#[test]
fn every_type_has_a_label_in_every_language_of_the_pages() {
    let packs = embedded();
    for (kind, frame) in &packs.frames {
        for lang in whole_languages() {
            assert!(frame.label.contains_key(&lang), "{kind} has no label in {lang}");
        }
    }
}

#[test]
fn every_type_has_triggers_in_every_language_of_the_pages_and_others_have_begun() {
    let packs = embedded();
    let known =
        |frame: &tawatur_core::packs::Frame, lang: &Lang| frame.triggers.get(lang).map_or(0, Vec::len);
    for (kind, frame) in &packs.frames {
        for lang in whole_languages() {
            assert!(known(frame, &lang) > 0, "events/{kind}/{lang}.toml is missing or empty");
        }
    }
    for lang in packs.languages.keys() {
        let types = packs.frames.values().filter(|frame| known(frame, lang) > 0).count();
        assert!(types >= BEGUN, "`{lang}` has words for {types} event types; begin with {BEGUN}");
    }
}

#[test]
fn no_words_are_listed_twice_for_one_type_and_form_without_a_reason() {
    let packs = embedded();
    for (kind, frame) in &packs.frames {
        for triggers in frame.triggers.values() {
            for (k, trigger) in triggers.iter().enumerate() {
                for other in &triggers[..k] {
                    let same = other.form == trigger.form
                        && other.needs == trigger.needs
                        && other.only == trigger.only;
                    let twice: Vec<_> =
                        trigger.words.iter().filter(|w| same && other.words.contains(w)).collect();
                    assert!(twice.is_empty(), "{kind}: {} and {} both list {twice:?}", other.id, trigger.id);
                }
            }
        }
    }
}

#[test]
fn an_outcome_names_a_type_that_exists() {
    let packs = embedded();
    for (kind, frame) in &packs.frames {
        let named = frame
            .carries_out
            .iter()
            .cloned()
            .chain(frame.breaks.iter().filter(|b| *b != "*").map(EventType::new));
        for other in named {
            assert!(
                packs.frames.get(&other).is_some_and(|f| f.provision),
                "{kind} carries out or breaks `{other}`, which is no provision"
            );
        }
    }
}

#[test]
fn forms_that_no_treebank_holds_find_the_lemma_that_the_packs_use() {
    let packs = embedded();
    for (text, lemma) in [
        ("Residents boycotted the vote.", "boycott"),
        ("The police dispersed the crowd.", "disperse"),
        ("Le comité rejetait les conditions.", "rejeter"),
    ] {
        let analysis = tawatur_core::analyse::analyse(text, &[], &packs);
        assert!(analysis.tokens.iter().any(|t| t.lemma == lemma), "{text}: {:?}", analysis.tokens);
    }
}
