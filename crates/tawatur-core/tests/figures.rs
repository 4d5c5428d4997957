//! Sentences written for these tests, in three languages; laws on any text.

use proptest::prelude::*;
use std::sync::LazyLock;
use tawatur_core::extract::figures::{Figure, find};
use tawatur_core::extract::times::find_in;
use tawatur_core::model::{Analysis, Lang, Operator};
use tawatur_core::packs::Packs;
use tawatur_core::text::Span;

static PACKS: LazyLock<Packs> =
    LazyLock::new(|| Packs::load(tawatur_packs::FILES).expect("the embedded packs load"));

fn figures(code: &str, text: &str) -> Vec<Figure> {
    let lang: Lang = code.parse().expect("a language code");
    let times = find_in(text, Span::new(0, text.len()), lang, &PACKS);
    find(text, &Analysis::default(), lang, &times, &PACKS)
}

fn check(code: &str, text: &str, expected: &[(f64, Operator, &str)]) {
    let found: Vec<(f64, Operator, String)> =
        figures(code, text).into_iter().map(|f| (f.value, f.op, f.of.unwrap_or_default())).collect();
    let found: Vec<(f64, Operator, &str)> = found.iter().map(|(v, o, s)| (*v, *o, s.as_str())).collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn digits_and_words() {
    check(
        "en",
        "The convoy of forty-two buses carried 1,250 fighters.",
        &[(42.0, Operator::Equal, "buses"), (1250.0, Operator::Equal, "fighters")],
    );
    check(
        "fr",
        "Le convoi de quatre-vingt-dix-sept bus transportait 1 250 combattants.",
        &[(97.0, Operator::Equal, "buses"), (1250.0, Operator::Equal, "fighters")],
    );
    check(
        "ar",
        "نقلت ثلاث وعشرون حافلة ١٢٥٠ مقاتلا",
        &[(23.0, Operator::Equal, "buses"), (1250.0, Operator::Equal, "fighters")],
    );
    check("ar", "وصلت حافلتان إلى البلدة", &[(2.0, Operator::Equal, "buses")]);
}

#[test]
fn several_in_one_phrase_and_another() {
    check("en", "Police opened a file on the double murder.", &[(2.0, Operator::Equal, "killed")]);
    check("en", "The quadruple shooting stunned the market town.", &[(4.0, Operator::Equal, "casualties")]);
    check("fr", "Le triple assassinat reste sans coupable.", &[(3.0, Operator::Equal, "killed")]);
    check(
        "en",
        "The sniper killed two guards and wounded another man.",
        &[(2.0, Operator::Equal, "killed"), (1.0, Operator::Equal, "wounded")],
    );
}

#[test]
fn killed_and_wounded() {
    check(
        "en",
        "At least twelve people were killed and 30 wounded.",
        &[(12.0, Operator::AtLeast, "killed"), (30.0, Operator::Equal, "wounded")],
    );
    check(
        "fr",
        "Le raid a tué plus de 300 civils et blessé 50 autres.",
        &[(300.0, Operator::MoreThan, "killed"), (50.0, Operator::Equal, "wounded")],
    );
    check(
        "ar",
        "أسفر القصف عن مقتل أكثر من 300 مدني وإصابة 50 آخرين",
        &[(300.0, Operator::MoreThan, "killed"), (50.0, Operator::Equal, "wounded")],
    );
}

#[test]
fn rough_words_follow_their_rules() {
    check(
        "en",
        "Dozens of rebels and tens of thousands of residents left.",
        &[(12.0, Operator::Dozens, "fighters"), (10000.0, Operator::TensOfThousands, "civilians")],
    );
    check(
        "fr",
        "Une trentaine de femmes et des dizaines de milliers d'habitants sont partis.",
        &[(30.0, Operator::About, "women"), (10000.0, Operator::TensOfThousands, "civilians")],
    );
    check(
        "ar",
        "خرج عشرات المقاتلين وعشرات الآلاف من السكان",
        &[(12.0, Operator::Dozens, "fighters"), (10000.0, Operator::TensOfThousands, "civilians")],
    );
    check("fr", "Plus d'un millier de rebelles ont signé.", &[(1000.0, Operator::MoreThan, "fighters")]);
}

#[test]
fn ranges_and_parts() {
    let found = figures("en", "Between 20 and 30 villagers, including 4 children, were taken.");
    assert_eq!((found[0].low, found[0].high), (20.0, 30.0));
    assert_eq!(found[1].part_of, Some(0));
    let found = figures("fr", "L'explosion a tué 24 soldats et 8 civils.");
    assert_eq!((found[1].sum_with, found[1].of.as_deref()), (Some(0), Some("killed")));
    let found = figures("ar", "قتل 24 جنديا و8 مدنيين");
    assert_eq!((found[1].sum_with, found[1].of.as_deref()), (Some(0), Some("killed")));
}

#[test]
fn dates_shares_and_ages_are_no_figures() {
    check("en", "On 12 May 2019, 40% of the 17-year-old bridge fell at 10:30.", &[]);
    check("fr", "Le 12 mai 2019, 40 % du pont est tombé.", &[]);
    check("ar", "في 12 أيار 2019 سقط 40% من الجسر", &[]);
}

#[test]
fn hours_are_told() {
    check("fr", "La trêve de 12 heures a tenu.", &[(12.0, Operator::Equal, "hours")]);
    check("en", "A 72-hour truce began.", &[(72.0, Operator::Equal, "hours")]);
}

proptest! {
    #[test]
    fn bounds_hold_and_spans_are_sound(
        words in prop::collection::vec(prop_oneof![
            "\\PC{0,6}",
            prop::sample::select(vec!["two", "hundred", "and", "thousand", "3", "000", ",", ".", "between", "to", "-", "killed", "people", "dozens", "of",
                "cent", "mille", "quatre", "vingt", "et", "une", "morts", "plus", "de", "ألف", "مئة", "و", "عشرات", "قتيل", "بين", "999999999999"])
                .prop_map(str::to_owned),
        ], 0..12),
        code in prop::sample::select(vec!["ar", "fr", "en"]),
    ) {
        let text = words.join(" ");
        let mut at = 0;
        for figure in figures(code, &text) {
            prop_assert!(figure.low <= figure.value && figure.value <= figure.high);
            prop_assert!(figure.span.start >= at && figure.span.contains(figure.number));
            prop_assert!(!figure.number.slice(&text).is_empty());
            at = figure.span.end;
        }
    }
}

#[test]
fn fractions_and_signs() {
    let numbers = |code: &str, text: &str| -> Vec<f64> {
        let lang: Lang = code.parse().expect("a language code");
        let found = tawatur_core::extract::figures::numbers(text, Span::new(0, text.len()), lang, &PACKS);
        found.into_iter().map(|(_, value)| value).collect()
    };
    assert_eq!(numbers("en", "two thirds"), [2.0 / 3.0]);
    assert_eq!(numbers("en", "one and a half"), [1.5]);
    assert_eq!(numbers("en", "minus five"), [-5.0]);
    assert_eq!(numbers("fr", "deux tiers"), [2.0 / 3.0]);
    assert_eq!(numbers("ar", "٣/٤"), [0.75]);
    assert_eq!(numbers("en", "a 180ml bottle"), Vec::<f64>::new());
}

#[test]
fn bounds_told_before_and_after() {
    let ranges = |code: &str, text: &str| {
        let lang: Lang = code.parse().expect("a language code");
        tawatur_core::extract::figures::ranges(text, Span::new(0, text.len()), lang, &PACKS)
            .into_iter()
            .map(|(_, bounds)| (bounds.low, bounds.high))
            .collect::<Vec<_>>()
    };
    assert_eq!(ranges("ar", "أكثر من ٢٠"), [(Some((20.0, false)), None)]);
    assert_eq!(ranges("ar", "بين ٢٠ و٣٠"), [(Some((20.0, true)), Some((30.0, false)))]);
    assert_eq!(ranges("en", "200 or more"), [(Some((200.0, true)), None)]);
}

#[test]
fn what_a_joined_verb_counts_is_not_counted_by_its_subject() {
    for text in [
        "Une attaque d'hommes armés contre Djibo a tué 12 civils.",
        "Un ataque contra Djibo mató a 12 civiles.",
    ] {
        let row = serde_json::json!({ "text": text }).to_string();
        let received = tawatur_core::read::read_one("test", row.as_bytes()).unwrap_or_else(|e| panic!("{e}"));
        let examined = tawatur_core::pipeline::examine(received.document, &PACKS);
        let counts = examined.extraction.reports.iter().flat_map(|r| &r.counts);
        assert_eq!(counts.map(|c| c.value).collect::<Vec<_>>(), [12.0], "{text}");
    }
}
