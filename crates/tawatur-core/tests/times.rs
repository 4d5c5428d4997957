//! Sentences written for these tests, in three languages; laws on any text.

use jiff::civil::{Date, date};
use proptest::prelude::*;
use std::sync::LazyLock;
use tawatur_core::extract::times::{Anchors, find_in, resolve_all, timex};
use tawatur_core::model::{Lang, WhenEnd};
use tawatur_core::packs::{PackFile, Packs};
use tawatur_core::text::Span;

static PACKS: LazyLock<Packs> = LazyLock::new(|| {
    let files: Vec<PackFile<'_>> = tawatur_packs::FILES.to_vec();
    Packs::load(&files).expect("the embedded packs load")
});

/// A Friday.
const PUBLISHED: Date = date(2022, 3, 18);

fn lang(code: &str) -> Lang {
    code.parse().expect("a language code")
}

/// The expressions of a text, each as its words and the days it means.
fn told(code: &str, text: &str) -> Vec<(String, String)> {
    let found = find_in(text, Span::new(0, text.len()), lang(code), &PACKS);
    let whens = resolve_all(&found, Some(PUBLISHED));
    found
        .iter()
        .zip(whens)
        .map(|(e, w)| {
            let days = w.map_or("-".to_owned(), |w| {
                let start = w.start.map_or("..".to_owned(), |d| d.to_string());
                match w.end {
                    WhenEnd::Open => format!("{start}/.."),
                    WhenEnd::Day(end) if w.start == Some(end) => start,
                    WhenEnd::Day(end) => format!("{start}/{end}"),
                }
            });
            (e.span.slice(text).to_owned(), days)
        })
        .collect()
}

fn check(code: &str, text: &str, expected: &[(&str, &str)]) {
    let found = told(code, text);
    let found: Vec<(&str, &str)> = found.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn dates_in_full() {
    check("en", "The bridge fell on 3 May 2019.", &[("3 May 2019", "2019-05-03")]);
    check("en", "The bridge fell on May 3, 2019.", &[("May 3, 2019", "2019-05-03")]);
    check("fr", "Le pont est tombé le 1er août 2019.", &[("le 1er août 2019", "2019-08-01")]);
    check("ar", "سقط الجسر في 3 أيار 2019.", &[("3 أيار 2019", "2019-05-03")]);
    check("ar", "سقط الجسر في الثالث من جوان 2019", &[("الثالث من جوان 2019", "2019-06-03")]);
    check("ar", "سقط الجسر يوم 3 أوت", &[("3 أوت", "2021-08-03")]);
}

#[test]
fn weekdays_and_near_days() {
    check(
        "en",
        "The convoy left on Tuesday and came back yesterday.",
        &[("Tuesday", "2022-03-15"), ("yesterday", "2022-03-17")],
    );
    check(
        "fr",
        "Le convoi est parti mardi et revenu hier.",
        &[("mardi", "2022-03-15"), ("hier", "2022-03-17")],
    );
    check(
        "ar",
        "غادرت القافلة يوم الثلاثاء وعادت أمس.",
        &[("يوم الثلاثاء", "2022-03-15"), ("أمس", "2022-03-17")],
    );
    check("ar", "وصلت اليوم الأربعاء", &[("اليوم الأربعاء", "2022-03-16")]);
    check("fr", "Une trêve est prévue mardi prochain.", &[("mardi prochain", "2022-03-22")]);
}

#[test]
fn months_and_years() {
    check(
        "en",
        "Talks began in January and failed in 2019.",
        &[("January", "2022-01-01/2022-01-31"), ("2019", "2019-01-01/2019-12-31")],
    );
    check("fr", "Les pourparlers ont débuté en novembre.", &[("novembre", "2021-11-01/2021-11-30")]);
    check(
        "ar",
        "بدأت المحادثات في تشرين الثاني وفشلت عام 2019",
        &[("تشرين الثاني", "2021-11-01/2021-11-30"), ("عام 2019", "2019-01-01/2019-12-31")],
    );
}

#[test]
fn parts_of_a_month() {
    check(
        "fr",
        "L'assaut lancé à la mi-janvier a cessé fin février.",
        &[("la mi-janvier", "2022-01-15"), ("fin février", "2022-02-25/2022-02-28")],
    );
    check("en", "The assault began in early January.", &[("early January", "2022-01-01/2022-01-10")]);
    check("ar", "بدأ الهجوم منتصف كانون الثاني", &[("منتصف كانون الثاني", "2022-01-15")]);
}

#[test]
fn open_ends() {
    check("en", "The road has been shut since 5 March.", &[("5 March", "2022-03-05/..")]);
    check("fr", "La route est coupée depuis deux mois.", &[("deux mois", "2022-01-18/..")]);
    check("ar", "الطريق مقطوع منذ أكثر من شهرين", &[("أكثر من شهرين", "2022-01-18/..")]);
    check("ar", "الطريق مقطوع منذ 5 آذار الماضي", &[("5 آذار الماضي", "2022-03-05/..")]);
}

#[test]
fn counted_from_the_anchor() {
    check(
        "en",
        "They met last week and two years ago.",
        &[("last week", "2022-03-07/2022-03-13"), ("two years ago", "2020-03-18")],
    );
    check("fr", "Ils se sont vus la semaine passée.", &[("la semaine passée", "2022-03-07/2022-03-13")]);
    check("ar", "التقوا الأسبوع الماضي", &[("الأسبوع الماضي", "2022-03-07/2022-03-13")]);
}

#[test]
fn counted_from_the_last_time_told() {
    check(
        "en",
        "A deal was signed on 1 March. Two days earlier a village fell.",
        &[("1 March", "2022-03-01"), ("Two days", "2022-02-27")],
    );
    check(
        "fr",
        "Un accord a été signé le 1er mars. Deux jours auparavant, un village est tombé.",
        &[("le 1er mars", "2022-03-01"), ("Deux jours", "2022-02-27")],
    );
    check(
        "ar",
        "وقع الاتفاق في 1 آذار. وبعد أسبوع سقطت القرية.",
        &[("1 آذار", "2022-03-01"), ("بعد أسبوع", "2022-03-08")],
    );
}

#[test]
fn not_a_time() {
    check("en", "She may march with a 15-year-old.", &[]);
    check("en", "Some 2000 fighters left.", &[]);
    check("ar", "مارس الوفد ضغوطا", &[]);
}

proptest! {
    #[test]
    fn spans_are_sound_and_no_time_ends_before_it_starts(
        words in prop::collection::vec(prop_oneof![
            "\\PC{0,8}",
            prop::sample::select(vec!["since", "last", "3", "31", "May", "2019", "-", "/", "from", "to", "week", "two", "a", "ago", "Tuesday",
                "depuis", "le", "mardi", "fin", "mois", "août", "dernier", "entre", "et", "du", "au", "منذ", "شهر", "بعد", "آب", "الماضي", "الثالث", "من", "إلى", "رجب", "100", "000", "million"])
                .prop_map(str::to_owned),
        ], 0..14),
        code in prop::sample::select(vec!["ar", "fr", "en"]),
    ) {
        let text = words.join(" ");
        let found = find_in(&text, Span::new(0, text.len()), lang(code), &PACKS);
        let mut at = 0;
        for expression in &found {
            prop_assert!(expression.span.start >= at && expression.whole.contains(expression.span));
            prop_assert!(!expression.span.slice(&text).is_empty());
            at = expression.span.end;
        }
        for when in resolve_all(&found, Some(PUBLISHED)).into_iter().flatten() {
            let (start, end) = when.bounds();
            prop_assert!(start <= end);
        }
        for expression in &found {
            let _ = timex(expression, &Anchors { published: Some(PUBLISHED), last_told: None });
        }
    }
}

#[test]
fn counted_within_a_period() {
    check(
        "en",
        "Talks resume on the first Friday of July 2021.",
        &[("the first Friday of July 2021", "2021-07-02")],
    );
    check(
        "fr",
        "Les pourparlers reprendront le premier vendredi de juillet 2021.",
        &[("le premier vendredi de juillet 2021", "2021-07-02")],
    );
    check(
        "en",
        "The crossing stays shut for the rest of the week.",
        &[("the rest of the week", "2022-03-18/2022-03-20")],
    );
}
