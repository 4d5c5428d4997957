//! Set `language`: language identification, parts of speech and lemmas on gold tokens, sentence ends
//! (`shared/MEASURES.md`).

use super::{Measures, Options, shared};
use crate::checkout::packs;
use crate::conllu::{self, Sentence};
use std::collections::{BTreeMap, HashSet};
use tawatur_core::analyse::{analyse, identify, tag_words};
use tawatur_core::model::Lang;
use tawatur_core::packs::Packs;

/// Sentences that are joined to one text when sentence ends are measured.
const RUN: usize = 10;
/// Every so many sentences of Arabic PUD one tests; what is learned comes from the others.
const ARABIC_FOLDS: usize = 5;
/// Parallel treebanks, by language.
const PUD: [(&str, &str); 3] = [
    ("en", "UD_English-PUD/en_pud-ud-test.conllu"),
    ("fr", "UD_French-PUD/fr_pud-ud-test.conllu"),
    ("ar", "UD_Arabic-PUD/ar_pud-ud-test.conllu"),
];
/// News paragraphs written for the project, by language: a sentence a line, an empty line after a paragraph, `#` before a
/// comment.
const PARAGRAPHS: [(&str, &str); 3] = [
    ("en", include_str!("../../data/sentences/en.txt")),
    ("fr", include_str!("../../data/sentences/fr.txt")),
    ("ar", include_str!("../../data/sentences/ar.txt")),
];
/// Test files of tags and lemmas on gold words: language, key, file.
const TAGGED: [(&str, &str, &str); 3] = [
    ("en", "en-ewt", "UD_English-EWT/en_ewt-ud-test.conllu"),
    ("fr", "fr-sequoia", "UD_French-Sequoia/fr_sequoia-ud-test.conllu"),
    ("fr", "fr-gsd", "UD_French-GSD/fr_gsd-ud-test.conllu"),
];

/// Takes every measure of language analysis.
pub fn take(options: &Options) -> Result<Measures, String> {
    let folder = shared("data/languages")?;
    let packs = packs()?;
    let mut measures = Measures::new();
    let mut pud = Vec::new();
    for (lang, file) in PUD {
        let lang: Lang = lang.parse()?;
        pud.push((lang, conllu::read(&folder.join(file))?));
    }
    identification(&pud, &packs, options, &mut measures);
    for (lang, key, file) in TAGGED {
        let sentences = conllu::read(&folder.join(file))?;
        tagging(lang.parse()?, key, &sentences.iter().collect::<Vec<_>>(), &packs, options, &mut measures);
    }
    for (lang, sentences) in &pud {
        if lang.as_str() == "ar" {
            tagging(*lang, "ar-pud", &arabic_test(sentences), &packs, options, &mut measures);
        }
    }
    sentence_ends(&pud, &packs, options, &mut measures);
    Ok(measures)
}

/// The sentences of Arabic PUD that nothing is learned from.
fn arabic_test(sentences: &[Sentence]) -> Vec<&Sentence> {
    sentences.iter().skip(ARABIC_FOLDS - 1).step_by(ARABIC_FOLDS).collect()
}

fn share(right: usize, all: usize) -> f64 {
    if all == 0 { 0.0 } else { right as f64 / all as f64 }
}

/// The harmonic mean of precision and recall.
fn f1(right: usize, found: usize, truth: usize) -> f64 {
    if found + truth == 0 { 0.0 } else { 2.0 * right as f64 / (found + truth) as f64 }
}

/// `langid-*`: the first words of a sentence.
fn identification(pud: &[(Lang, Vec<Sentence>)], packs: &Packs, options: &Options, measures: &mut Measures) {
    for (key, words) in [("langid-3-words", 3), ("langid-7-words", 7), ("langid-sentence", usize::MAX)] {
        let (mut right, mut all) = (0, 0);
        for (lang, sentences) in pud {
            for sentence in sentences {
                let text = sentence.text.split(' ').take(words).collect::<Vec<_>>().join(" ");
                let found = identify(&text, packs);
                right += usize::from(found == *lang);
                all += 1;
                if options.errors && found != *lang {
                    println!("{key}: {lang} read as {found}: {text}");
                }
            }
        }
        measures.insert(key.to_owned(), share(right, all));
    }
}

/// `*-upos` and `*-lemma` on gold words. Arabic lemmas are compared without vowel signs, hamza folded.
fn tagging(
    lang: Lang,
    key: &str,
    sentences: &[&Sentence],
    packs: &Packs,
    options: &Options,
    measures: &mut Measures,
) {
    let Some(language) = packs.languages.get(&lang) else { return };
    let Some(model) = language.tagger.as_ref() else { return };
    let arabic = lang.as_str() == "ar";
    let (mut tags, mut lemmas, mut all) = (0, 0, 0);
    let mut wrong: BTreeMap<String, (usize, BTreeMap<String, usize>)> = BTreeMap::new();
    for sentence in sentences {
        let forms: Vec<&str> = sentence.words.iter().map(|w| w.form.as_str()).collect();
        for (word, reading) in
            sentence.words.iter().zip(tag_words(&forms, model, language.morphology.as_ref()))
        {
            let pos = model.tags[reading.tag as usize].pos;
            let same_lemma =
                if arabic { bare(&reading.lemma) == bare(&word.lemma) } else { reading.lemma == word.lemma };
            tags += usize::from(Some(pos) == word.pos);
            lemmas += usize::from(same_lemma);
            all += 1;
            let mut note = |kind: String| {
                let entry = wrong.entry(kind).or_default();
                entry.0 += 1;
                *entry.1.entry(word.form.clone()).or_default() += 1;
            };
            if Some(pos) != word.pos {
                note(format!("{:?} tagged {pos:?}", word.pos.unwrap_or_default()));
            } else if !same_lemma {
                note(format!("lemma of {pos:?}: {} for {}", reading.lemma, word.lemma));
            }
        }
    }
    if options.errors {
        let mut kinds: Vec<_> = wrong.into_iter().collect();
        kinds.sort_by_key(|(_, (count, _))| std::cmp::Reverse(*count));
        for (kind, (count, forms)) in kinds.into_iter().take(40) {
            let mut forms: Vec<_> = forms.into_iter().collect();
            forms.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
            let shown: Vec<String> =
                forms.into_iter().take(8).map(|(form, n)| format!("{form} {n}")).collect();
            println!("{key}: {count:4} {kind}: {}", shown.join(", "));
        }
    }
    let upos = if arabic { format!("{key}-upos-gold") } else { format!("{key}-upos") };
    measures.insert(upos, share(tags, all));
    measures.insert(format!("{key}-lemma"), share(lemmas, all));
}

/// A lemma without vowel signs, hamza folded.
fn bare(lemma: &str) -> String {
    tawatur_core::text::fold_str(lemma)
}

/// `sentence-ends`: runs of ten sentences of a document of PUD, joined by spaces, and paragraphs written for the project;
/// the mean of the two, and of the languages.
fn sentence_ends(pud: &[(Lang, Vec<Sentence>)], packs: &Packs, options: &Options, measures: &mut Measures) {
    let mut sum = 0.0;
    for (lang, sentences) in pud {
        let own = PARAGRAPHS.iter().find(|(code, _)| *code == lang.as_str()).map_or("", |(_, text)| *text);
        let of_pud = ends_found(*lang, &runs(sentences), packs, options);
        let of_news = ends_found(*lang, &paragraphs(own), packs, options);
        measures.insert(format!("sentence-ends-{lang}-pud"), of_pud);
        measures.insert(format!("sentence-ends-{lang}-news"), of_news);
        sum += f64::midpoint(of_pud, of_news);
    }
    measures.insert("sentence-ends".to_owned(), sum / pud.len() as f64);
}

/// The f1 of the offsets where sentences end.
fn ends_found(lang: Lang, texts: &[(String, HashSet<usize>)], packs: &Packs, options: &Options) -> f64 {
    let (mut right, mut found, mut truth) = (0, 0, 0);
    for (text, ends) in texts {
        let ours: HashSet<usize> =
            analyse(text, &[], packs).sentences.iter().map(|s| s.span.end as usize).collect();
        right += ours.intersection(ends).count();
        found += ours.len();
        truth += ends.len();
        if options.errors {
            for &end in ours.difference(ends) {
                println!("sentence-ends: {lang} ends too early: …{}", around(text, end));
            }
            for &end in ends.difference(&ours) {
                println!("sentence-ends: {lang} does not end: …{}", around(text, end));
            }
        }
    }
    f1(right, found, truth)
}

/// The paragraphs of a file of sentences, each with the offsets where its sentences end.
fn paragraphs(file: &str) -> Vec<(String, HashSet<usize>)> {
    let mut paragraphs = Vec::new();
    let (mut text, mut ends) = (String::new(), HashSet::new());
    for line in file.lines().filter(|l| !l.starts_with('#')).chain([""]) {
        if line.is_empty() {
            if !text.is_empty() {
                paragraphs.push((std::mem::take(&mut text), std::mem::take(&mut ends)));
            }
            continue;
        }
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(line);
        ends.insert(text.len());
    }
    paragraphs
}

fn around(text: &str, at: usize) -> &str {
    let from = text.floor_char_boundary(at.saturating_sub(40));
    let to = text.ceil_char_boundary((at + 20).min(text.len()));
    &text[from..to]
}

/// Texts of at most ten sentences of one document, with the offsets where they end.
fn runs(sentences: &[Sentence]) -> Vec<(String, HashSet<usize>)> {
    let mut runs = Vec::new();
    let (mut text, mut ends) = (String::new(), HashSet::new());
    for sentence in sentences {
        if !text.is_empty() && (ends.len() == RUN || sentence.new_document) {
            runs.push((std::mem::take(&mut text), std::mem::take(&mut ends)));
        }
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(&sentence.text);
        ends.insert(text.trim_end().len());
    }
    runs.push((text, ends));
    runs
}
