//! Dating of documents without a date: texts written for these tests, in three languages.

use std::sync::LazyLock;
use tawatur_core::extract::{dating, times};
use tawatur_core::model::{Lang, Published, PublishedBasis};
use tawatur_core::packs::Packs;
use tawatur_core::read;
use tawatur_core::text::Span;

static PACKS: LazyLock<Packs> =
    LazyLock::new(|| Packs::load(tawatur_packs::FILES).expect("the embedded packs load"));

fn dated(code: &str, text: &str, url: Option<&str>) -> Published {
    let lang: Lang = code.parse().expect("a language code");
    let mut document = read::read_one("text.txt", text.as_bytes()).expect("plain text is read").document;
    document.language = lang;
    document.url = url.map(str::to_owned);
    let found = times::find_in(&document.text, Span::new(0, document.text.len()), lang, &PACKS);
    dating::date(&document, &found, &PACKS)
}

fn day(code: &str, text: &str) -> String {
    dated(code, text, None).date.map_or_else(|| "unknown".to_owned(), |d| d.to_string())
}

#[test]
fn an_address_or_a_dateline_gives_the_day() {
    let given = dated("en", "The road is open.", Some("https://example.org/2019/04/07/road"));
    assert_eq!(given.date.map(|d| d.to_string()).as_deref(), Some("2019-04-07"));
    assert_eq!(given.basis, PublishedBasis::Given);
    assert_eq!(day("en", "Posted: Sunday, April 7, 2019\n\nThe road is open."), "2019-04-07");
    assert_eq!(day("fr", "Publié le 7 avril 2019\n\nLa route est ouverte."), "2019-04-07");
    assert_eq!(day("ar", "نشر في 7 نيسان 2019\n\nالطريق مفتوح."), "2019-04-07");
}

#[test]
fn a_weekday_with_a_year_named_fixes_the_year() {
    // 7 April is a Sunday in 2019 and next in 2024.
    assert_eq!(day("en", "The 2017 deal broke down. On Sunday 7 April the road was cut."), "2019-04-07");
    assert_eq!(
        day("fr", "L'accord de 2017 est rompu. Le dimanche 7 avril, la route a été coupée."),
        "2019-04-07"
    );
    assert_eq!(day("ar", "انهار اتفاق عام 2017. وقطعت الطريق يوم الأحد 7 نيسان."), "2019-04-07");
}

#[test]
fn a_dated_fact_fixes_the_year() {
    let text = "Trump and Putin are to meet in Helsinki on 16 July. The road was cut this Tuesday 10 July.";
    assert_eq!(day("en", text), "2018-07-10");
}

#[test]
fn nothing_supports_nothing() {
    for (code, text) in [
        ("en", "The road was cut on Tuesday."),
        ("fr", "La route est coupée depuis le 7 avril."),
        ("ar", "قطعت الطريق يوم الثلاثاء"),
    ] {
        let published = dated(code, text, None);
        assert_eq!((published.date, published.basis), (None, PublishedBasis::Unknown), "{text}");
        assert!(!published.why.is_empty());
    }
}
