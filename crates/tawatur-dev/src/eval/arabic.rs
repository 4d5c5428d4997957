//! Set `arabic`: clitic segmentation on Farasa's WikiNews words and on the held-out fifth of the Arabic treebank; parts of
//! speech of that fifth from raw text, scored as words that agree in place and tag (f1, as the CoNLL 2018 shared task).
//!
//! Farasa's scheme is mapped to ours: the article, number and case endings and the subject endings of verbs stay on
//! the stem; `ل+ال` is written `لل`.

use super::{Measures, Options, shared};
use crate::checkout::packs;
use crate::conllu::Sentence;
use crate::segmenter::{cuts, morphology};
use crate::treebank::{self, RawWord, raw_words};
use std::collections::BTreeMap;

use tawatur_core::analyse::analyse;
use tawatur_core::analyse::segment::{Analyser, Before};
use tawatur_core::model::Token;

use tawatur_core::text::fold_str;

/// Subject endings of verbs, which Farasa tags like pronouns.
const SUBJECTS: [&str; 9] = ["ت", "وا", "ون", "ين", "ان", "ا", "و", "تا", "ن"];

/// Takes the measures.
pub fn take(options: &Options) -> Result<Measures, String> {
    let path = shared("data/languages/Farasa-WikiNews/WikiNews.pos.ref")?;
    let text = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let morphology = morphology(true)?;
    let mut analyser = Analyser::new(&morphology);
    let mut measures = Measures::new();
    let farasa = farasa(&text);
    measures.insert("ar-segmentation-words".into(), accuracy(&mut analyser, &[farasa], options.errors));
    let (_, held_out) = treebank::arabic()?;
    let sentences: Vec<Vec<RawWord>> = held_out.iter().map(raw_words).collect();
    measures.insert("ar-pud-segmentation-words".into(), accuracy(&mut analyser, &sentences, options.errors));
    measures.extend(raw(&held_out, options)?);
    Ok(measures)
}

/// `ar-pud-upos-raw`, and lemmas from raw text in the same way. The packs are read from the checkout, so that a model
/// just trained is measured without building again.
fn raw(sentences: &[Sentence], options: &Options) -> Result<Measures, String> {
    let packs = packs()?;
    let (mut words, mut tags, mut lemmas, mut gold_words, mut our_words) = (0, 0, 0, 0, 0);
    let mut wrong: BTreeMap<String, usize> = BTreeMap::new();
    for sentence in sentences {
        let ours = analyse(&sentence.text, &[], &packs);
        our_words += ours.tokens.len();
        gold_words += sentence.words.len();
        let mut at = 0;
        for word in &sentence.words {
            let Some(found) = sentence.text.get(at..).and_then(|rest| rest.find(&word.form)) else {
                continue;
            };
            let (start, end) = (at + found, at + found + word.form.len());
            at = end;
            let same = |t: &&Token| t.span.start as usize == start && t.span.end as usize == end;
            let Some(token) = ours.tokens.iter().find(same) else {
                *wrong.entry(format!("not cut so: {}", word.form)).or_default() += 1;
                continue;
            };
            words += 1;
            let pos = word.pos.unwrap_or_default();
            tags += usize::from(token.pos == pos);
            let lemma = fold_str(&word.lemma);
            lemmas += usize::from(token.lemma == lemma);
            if token.pos != pos {
                *wrong.entry(format!("{pos:?} tagged {:?}", token.pos)).or_default() += 1;
            }
            if token.lemma != lemma {
                *wrong.entry(format!("lemma of {pos:?}, tagged {:?}", token.pos)).or_default() += 1;
                *wrong.entry(format!("lemma {lemma} of {}: {}", word.form, token.lemma)).or_default() += 1;
            }
        }
    }
    if options.errors {
        let mut wrong: Vec<_> = wrong.into_iter().collect();
        wrong.sort_by_key(|w| std::cmp::Reverse(w.1));
        wrong.iter().take(150).for_each(|(what, count)| println!("{count:4} {what}"));
    }
    let f1 = |right: usize| 2.0 * right as f64 / (gold_words + our_words).max(1) as f64;
    Ok(Measures::from([
        ("ar-pud-words-raw".into(), f1(words)),
        ("ar-pud-upos-raw".into(), f1(tags)),
        ("ar-pud-lemma-raw".into(), f1(lemmas)),
    ]))
}

/// The share of words whose cuts all agree; words without letters count as right, as nothing is cut there.
fn accuracy(analyser: &mut Analyser<'_>, sentences: &[Vec<RawWord>], list: bool) -> f64 {
    let (mut right, mut all) = (0, 0);
    let mut wrong: BTreeMap<String, usize> = BTreeMap::new();
    for sentence in sentences {
        let mut before = Before::default();
        for (k, word) in sentence.iter().enumerate() {
            let after = if word.joined { sentence.get(k + 1).map_or("", |w| &w.text) } else { "" };
            let cut = analyser.segment(&word.text, before, after);
            let ours = cuts(analyser, &cut, &word.text);
            before = if word.joined { analyser.before(&cut) } else { Before::default() };
            all += 1;
            if ours == word.cuts {
                right += 1;
            } else if list {
                let known = if cut.readings.0 < cut.readings.1 { "" } else { " (unknown)" };
                *wrong
                    .entry(format!(
                        "gold {} ours {}{known}",
                        show(&word.text, &word.cuts),
                        show(&word.text, &ours)
                    ))
                    .or_default() += 1;
            }
        }
    }
    let mut wrong: Vec<_> = wrong.into_iter().collect();
    wrong.sort_by_key(|w| std::cmp::Reverse(w.1));
    for (what, count) in wrong {
        println!("{count:4} {what}");
    }
    f64::from(right) / f64::from(all.max(1))
}

fn show(text: &str, cuts: &[usize]) -> String {
    let mut out = text.to_owned();
    cuts.iter().rev().for_each(|&at| out.insert(at, '+'));
    out
}

/// Farasa's words in our scheme, as one text; punctuation and numbers part what stands beside them.
fn farasa(text: &str) -> Vec<RawWord> {
    let mut found: Vec<RawWord> = Vec::new();
    for line in text.lines().skip(1) {
        let (Some(pieces), Some(tags)) = (line.split('\t').next(), line.split('\t').nth(1)) else { continue };
        if !pieces.chars().any(char::is_alphabetic) {
            if let Some(last) = found.last_mut() {
                last.joined = false;
            }
            found.push(RawWord { text: pieces.to_owned(), cuts: Vec::new(), joined: false });
            continue;
        }
        found.push(word(&pieces.split('+').collect::<Vec<_>>(), &tags.split('+').collect::<Vec<_>>()));
    }
    found
}

fn word(pieces: &[&str], tags: &[&str]) -> RawWord {
    let mut out = RawWord { text: String::new(), cuts: Vec::new(), joined: true };
    let mut before = "";
    for (k, (&piece, &tag)) in pieces.iter().zip(tags).enumerate() {
        let verb = tags.contains(&"V");
        let imperfect = pieces.iter().zip(tags).any(|(p, t)| *t == "V" && p.starts_with(['ي', 'ت']));
        let subject = verb && tag == "PRON" && (SUBJECTS.contains(&piece) || piece == "نا" && !imperfect);
        let ending = matches!(tag, "NSUFF" | "CASE") || subject;
        if k > 0 && !ending && before != "DET" {
            out.cuts.push(out.text.len());
        }
        // After the preposition the article is written without its alif.
        let piece = if tag == "DET" && out.text.ends_with('ل') && before == "PREP" { "ل" } else { piece };
        out.text.push_str(piece);
        before = tag;
    }
    out
}
