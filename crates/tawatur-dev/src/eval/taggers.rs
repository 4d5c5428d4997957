//! Set `taggers`: names in annotated texts by a tagger trained on free data. Arabic on the first five sixths of NewsFANE,
//! English on UNER, French on old newspapers, both with sentences made from lists; what is tested is never trained on.

use super::{Measures, Options, shared};
use crate::checkout::packs;
use crate::ner::lists::Lists;
use crate::ner::{Class, Model, Tagged, Word, corpora, made, names};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use tawatur_core::analyse::analyse;
use tawatur_core::packs::Packs;
use tawatur_core::text::CodePoints;

/// Sentences made from patterns for a language.
const MADE: usize = 7000;
/// Passes of training.
const PASSES: usize = 6;
const SEED: u64 = 1;

/// Takes the measures.
pub fn take(options: &Options) -> Result<Measures, String> {
    let packs = packs()?;
    let mut measures = Measures::new();
    let [data, test] = corpora::newsfane(&packs)?;
    let arabic = Model::train(Lists::load("ar")?, &data, PASSES + 2, SEED);
    measures.insert("names-ar-newsfane".into(), f1("ar", &arabic, &test, &Class::ALL, options));
    let three = &Class::ALL[..3];
    let mut data = corpora::uner(&packs)?;
    // The annotated sentences count twice beside those made.
    data.extend(data.clone());
    data.extend(made::sentences_of("en", MADE, &packs)?);
    let english = Model::train(Lists::load("en")?, &data, PASSES, SEED);
    let test = corpora::wikineural("en", &packs)?;
    measures.insert("names-en-wikineural".into(), f1("en", &english, &test, three, options));
    measures.insert("names-re3d".into(), re3d(&english, &packs, options)?);
    let mut data = corpora::europeana(&packs)?;
    data.extend(made::sentences_of("fr", MADE, &packs)?);
    let french = Model::train(Lists::load("fr")?, &data, PASSES, SEED);
    let test = corpora::wikineural("fr", &packs)?;
    measures.insert("names-fr-wikineural".into(), f1("fr", &french, &test, three, options));
    Ok(measures)
}

/// F1 of exact spans with their class, over the classes that count.
fn f1(lang: &str, model: &Model, test: &[Tagged], classes: &[Class], options: &Options) -> f64 {
    let (mut hits, mut all) = (0, 0);
    let mut missed: BTreeMap<String, usize> = BTreeMap::new();
    for (words, tags) in test {
        let of = |tags: &[u8]| -> BTreeSet<_> {
            names(tags).into_iter().filter(|n| classes.contains(&n.2)).collect()
        };
        let (gold, found) = (of(tags), of(&model.tags(words)));
        hits += gold.intersection(&found).count();
        all += gold.len() + found.len();
        for (name, what) in gold
            .difference(&found)
            .map(|n| (n, "missed"))
            .chain(found.difference(&gold).map(|n| (n, "wrong")))
        {
            let forms: Vec<&str> = words[name.0..name.1].iter().map(|w| w.form.as_str()).collect();
            *missed.entry(format!("{lang} {what} {:?} {}", name.2, forms.join(" "))).or_default() += 1;
        }
    }
    if options.errors {
        let mut missed: Vec<_> = missed.into_iter().collect();
        missed.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        missed.iter().take(60).for_each(|(name, count)| println!("{count} {name}"));
    }
    2.0 * hits as f64 / all.max(1) as f64
}

/// Words before a name that the set's annotators took in or left out.
const DETERMINERS: [&str; 3] = ["the ", "a ", "an "];

/// Organisations, places and persons of re3d; spans compared without determiners.
fn re3d(model: &Model, packs: &Packs, options: &Options) -> Result<f64, String> {
    let path = shared("data/measure/re3d_en/dev.jsonl")?;
    let source = std::fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
    let (mut hits, mut all) = (0, 0);
    for line in source.lines() {
        let row: Value = serde_json::from_str(line).map_err(|e| format!("{}: {e}", path.display()))?;
        let text = row["text"].as_str().unwrap_or("");
        let points = CodePoints::new(text);
        let letters: Vec<char> = text.chars().collect();
        let bare = |start: usize, end: usize| {
            let name: String = letters.get(start..end).map(|l| l.iter().collect()).unwrap_or_default();
            let lower = name.to_lowercase();
            start + DETERMINERS.iter().find(|d| lower.starts_with(**d)).map_or(0, |d| d.len())
        };
        let mut gold = BTreeSet::new();
        for entity in row["entities"].as_array().map(Vec::as_slice).unwrap_or_default() {
            let class = match entity["type"].as_str() {
                Some("Organisation") => Class::Organisation,
                Some("Location") => Class::Place,
                Some("Person") => Class::Person,
                _ => continue,
            };
            let at = |key: &str| entity[key].as_u64().map_or(0, |n| n as usize);
            gold.insert((bare(at("begin"), at("end")), at("end"), class));
        }
        let found = named(model, text, &points, packs).into_iter();
        let found: BTreeSet<_> = found.map(|(start, end, class)| (bare(start, end), end, class)).collect();
        hits += gold.intersection(&found).count();
        all += gold.len() + found.len();
        if options.errors {
            for (start, end, class) in gold.symmetric_difference(&found) {
                let what = if gold.contains(&(*start, *end, *class)) { "missed" } else { "wrong" };
                println!("re3d {what} {class:?} {}", letters[*start..*end].iter().collect::<String>());
            }
        }
    }
    Ok(2.0 * hits as f64 / all.max(1) as f64)
}

/// The names of a text, by code points.
fn named(model: &Model, text: &str, points: &CodePoints, packs: &Packs) -> Vec<(usize, usize, Class)> {
    let analysis = analyse(text, &[], packs);
    let mut out = Vec::new();
    for sentence in &analysis.sentences {
        let tokens: Vec<_> = analysis.tokens.iter().filter(|t| sentence.span.contains(t.span)).collect();
        let words: Vec<Word> =
            tokens.iter().map(|t| Word { form: t.span.slice(text).to_owned(), pos: t.pos as u64 }).collect();
        for (first, end, class) in names(&model.tags(&words)) {
            out.push((points.point(tokens[first].span.start), points.point(tokens[end - 1].span.end), class));
        }
    }
    out
}
