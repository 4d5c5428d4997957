//! Names and noun phrases in sentences written for the tests.

use tawatur_core::extract::names::find;
use tawatur_core::model::{Document, DocumentId, EntityKind, Lang, Published};
use tawatur_core::packs::Packs;
use tawatur_core::packs::romanisation::LatinIndex;

fn packs() -> Packs {
    Packs::load(tawatur_packs::FILES).unwrap_or_else(|e| panic!("{e:#?}"))
}

fn document(text: &str) -> Document {
    Document {
        id: DocumentId::new("d1"),
        file: "test".into(),
        sha256: String::new(),
        text_sha256: String::new(),
        language: Lang::UNKNOWN,
        title: None,
        byline: None,
        outlet: None,
        url: None,
        published: Published::default(),
        text: text.into(),
        blocks: Vec::new(),
        notes: Vec::new(),
    }
}

/// Names found: words and entity.
fn names(packs: &Packs, text: &str) -> Vec<(String, String)> {
    let document = document(text);
    let analysis = tawatur_core::analyse::analyse(text, &[], packs);
    let found = find(&document, &analysis, packs);
    found.names.iter().map(|n| (n.span.slice(text).to_owned(), n.entity.to_string())).collect()
}

#[test]
fn known_names_are_found_in_three_languages() {
    let packs = packs();
    let has = |text: &str, words: &str, entity: &str| {
        let found = names(&packs, text);
        assert!(found.contains(&(words.into(), entity.into())), "{words} → {entity} not in {found:?}");
    };
    has("The Syrian army entered Nawa on Monday.", "Syrian army", "syria/army");
    has("L'armée syrienne est entrée à Nawa, en Syrie.", "Nawa", "syria/nawa");
    has("دخلت قوات النظام بلدة نوى في سوريا.", "قوات النظام", "syria/government-forces");
    has("Reporters of Al-Jazeera were in Damascus.", "Al-Jazeera", "outlet/al-jazeera");
    has("وقال المرصد السوري لحقوق الإنسان إن القصف توقف.", "المرصد السوري لحقوق الإنسان", "outlet/sohr");
    has("Selon l'OSDH, les raids ont repris.", "OSDH", "outlet/sohr");
}

#[test]
fn common_words_name_nobody() {
    let packs = packs();
    let not = |text: &str, entity: &str| {
        let found = names(&packs, text);
        assert!(!found.iter().any(|(_, e)| e == entity), "{entity} in {found:?}");
    };
    not("قال المصدر إن الثورة بدأت في المدينة.", "outlet/al-masdar");
    not("Many of us hope that it is over.", "country/US");
    not("Il est nice de le voir.", "Q33959");
}

#[test]
fn phrases_resolve_to_institutions_and_classes() {
    let packs = packs();
    let text = "The army shelled Nawa in Syria. Residents of Nawa fled, Russian soldiers said.";
    let document = document(text);
    let analysis = tawatur_core::analyse::analyse(text, &[], &packs);
    let found = find(&document, &analysis, &packs);
    let of = |word: &str| {
        let at = text.find(word).expect("the word stands in the text") as u32;
        let token = analysis.tokens.iter().position(|t| t.span.start == at).expect("a token begins there");
        found.resolve(token).map(|r| (r.entity.to_string(), r.kind, r.span.slice(text).to_owned()))
    };
    assert_eq!(of("army").map(|r| r.0).as_deref(), Some("syria/army"));
    assert_eq!(of("Residents").map(|r| (r.1, r.2)), Some((EntityKind::Crowd, "Residents of Nawa".into())));
    assert_eq!(of("soldiers").map(|r| (r.1, r.2)), Some((EntityKind::Force, "Russian soldiers".into())));
}

#[test]
fn names_of_another_script_find_their_spelling() {
    let packs = packs();
    let arabic = packs.languages.get(&"ar".parse::<Lang>().expect("a code")).expect("an Arabic pack");
    let spellings =
        ["Har", "Harasta", "Upper Harem", "Lower Harem", "Kafr Nabl", "Mount Qasyun", "Mohamad", "Hama"];
    let index = LatinIndex::new(&arabic.romanisation, spellings);
    for (name, spelling) in [
        ("حرستا", "Harasta"),
        // The longer spelling wins where it says more of the name.
        ("محمد", "Mohamad"),
        ("كفرنبل", "Kafr Nabl"),
        // Translated words, before the name or behind it, and one that only one side has.
        ("حارم الفوقاني", "Upper Harem"),
        ("حارم التحتاني", "Lower Harem"),
        ("قاسيون", "Mount Qasyun"),
        ("مدينة حماة", "Hama"),
    ] {
        let best = index.search(&arabic.romanisation, name, 1);
        let best = best.first().map(|(k, _)| spellings[*k as usize]);
        assert_eq!(best, Some(spelling), "{name}");
    }
}

#[test]
fn the_last_stop_of_an_abbreviation_belongs_to_the_mention() {
    let packs = packs();
    let text = "They flew to the U.S. on Monday.";
    let document = document(text);
    let analysis = tawatur_core::analyse::analyse(text, &[], &packs);
    let found = find(&document, &analysis, &packs);
    let named = found.mentions().iter().filter(|m| m.entity.as_str() == "country/US");
    let spans: Vec<&str> = named.map(|m| m.span.slice(text)).collect();
    assert_eq!(spans, ["U.S."]);
}
