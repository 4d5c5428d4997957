//! What must hold of analysis and extraction for any input: bytes of any kind, and scripts mixed as they come. Spans are
//! sound, tokens stand in order with white space alone between them, and nothing panics.

use proptest::prelude::*;
use std::sync::LazyLock;
use tawatur_core::analyse::{analyse, identify};
use tawatur_core::model::{Analysis, Document};
use tawatur_core::packs::Packs;
use tawatur_core::pipeline::examine;
use tawatur_core::read::read_one;
use tawatur_core::text::{Span, fold, fold_str};

/// The embedded packs, read once for all tests.
static PACKS: LazyLock<Packs> =
    LazyLock::new(|| Packs::load(tawatur_packs::FILES).expect("the embedded packs load"));

/// Pieces of text that meet badly: scripts, marks that stand alone, directions, numbers, quotation marks.
const PIECES: &str = "(تم|إجلاء |المقاتلين|و|ب|ال|\u{64e}|\u{640}|\u{200f}|\u{202b}|٤٥|The |army |didn't|U\\.S\\. |l'|n'a-t-il |\
    évacué|« |»|\"|'|’|\\.|\\?|؟|،|,|;|\n|\n\n| |1\\.000|14h30|https?://a\\.b/c|@|#|-|–|…|\u{301}|ß|İ|ǅ|漢字|при|कि|\u{1f600}|\u{0}|ک|ی|ے|ە|[a-zA-Z]{1,6}|[ا-ي]{1,6}|\\PC)";

fn sound(span: Span, text: &str) -> bool {
    text.get(span.start as usize..span.end as usize).is_some_and(|part| !part.is_empty())
}

/// Tokens cover the text but for white space; sentences cover the tokens; clauses and arcs stay inside.
fn check(text: &str, found: &Analysis) -> Result<(), TestCaseError> {
    let mut at = 0;
    for token in &found.tokens {
        prop_assert!(sound(token.span, text) && token.span.start as usize >= at);
        prop_assert!(text[at..token.span.start as usize].trim().is_empty());
        at = token.span.end as usize;
    }
    prop_assert!(text[at..].trim().is_empty());
    prop_assert_eq!(found.arcs.len(), found.tokens.len());
    prop_assert_eq!(found.sentences.iter().map(|s| s.tokens.len()).sum::<usize>(), found.tokens.len());
    for passage in &found.passages {
        prop_assert!(sound(passage.span, text));
    }
    for clause in &found.clauses {
        prop_assert!(sound(clause.span, text) && clause.predicate < found.tokens.len());
        prop_assert!(clause.arguments.iter().all(|a| a.1 < found.tokens.len()));
    }
    Ok(())
}

/// Everything found in a document lies in its text.
fn check_found(document: Document) -> Result<(), TestCaseError> {
    let examined = examine(document, &PACKS);
    let text = &examined.document.text;
    for report in &examined.extraction.reports {
        prop_assert!(sound(report.span, text));
        prop_assert!(report.trigger.is_none_or(|t| sound(t, text)));
        prop_assert!(report.roles.iter().filter_map(|f| f.span).all(|s| sound(s, text)));
    }
    for mention in &examined.extraction.mentions {
        prop_assert!(sound(mention.span, text));
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn any_mixture_of_scripts(pieces in proptest::collection::vec(PIECES, 0..60)) {
        let text = pieces.concat();
        check(&text, &analyse(&text, &[], &PACKS))?;
        let once = fold_str(&text);
        prop_assert_eq!(fold_str(&once), once.clone());
        prop_assert_eq!(fold(&text).text, once);
        if let Ok(received) = read_one("mixed.txt", text.as_bytes()) {
            check_found(received.document)?;
        }
    }

    #[test]
    fn any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..400), name in "[a-z]{1,3}\\.(txt|html|json|jsonl)") {
        if let Ok(received) = read_one(&name, &bytes) {
            check(&received.document.text, &analyse(&received.document.text, &received.document.blocks, &PACKS))?;
            check_found(received.document)?;
        }
    }
}

#[test]
fn languages_in_arabic_or_latin_script_without_a_pack_are_told_apart() {
    for (name, text) in [
        ("Persian", "نیروهای دولتی روز سه‌شنبه وارد شهر شدند و شورشیان از آنجا عقب‌نشینی کردند."),
        (
            "Dari",
            "مسوولان محلی می‌گویند که در این حمله بر یک پاسگاه پولیس ده تن کشته و بیست تن دیگر زخمی شده‌اند.",
        ),
        ("Urdu", "سرکاری فوج نے منگل کے روز شہر میں داخل ہو کر باغیوں کو پیچھے دھکیل دیا ہے۔"),
        ("Central Kurdish", "هێزەکانی حکومەت ڕۆژی سێشەممە چوونە ناو شارەکە و چەکدارەکان لەوێ کشانەوە."),
        ("Northern Kurdish", "Hêzên hikûmetê roja sêşemê ketin nav bajêr û çekdar ji wir vekişiyan."),
        ("Pashto", "دولتي ځواکونو د سې شنبې په ورځ ښار ته ننوتل او یاغیان له هغه ځایه ووتل."),
    ] {
        assert_eq!(identify(text, &PACKS).as_str(), "und", "{name}: {text}");
    }
}

#[test]
fn a_page_in_several_languages_is_analysed_passage_by_passage() {
    let text = "انسحبت القوات من البلدة صباح الأحد وعاد السكان إلى بيوتهم.\n\
        نیروهای دولتی روز سه‌شنبه وارد شهر شدند و شورشیان از آنجا عقب‌نشینی کردند.\n\
        The troops pulled out of the town on Sunday morning and people came home.\n\
        Les troupes ont quitté la ville dimanche matin et les habitants sont rentrés chez eux.";
    let found = analyse(text, &[], &PACKS);
    let langs: Vec<&str> = found.passages.iter().map(|p| p.lang.as_str()).collect();
    assert_eq!(langs, ["ar", "und", "en", "fr"]);
    assert!(
        found
            .sentences
            .iter()
            .all(|s| found.passages.iter().any(|p| p.lang == s.lang && p.span.contains(s.span)))
    );
}
