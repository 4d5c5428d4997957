//! Set `taggers`: names in annotated texts by a tagger trained on free data. Arabic on the first five sixths of NewsFANE,
//! English on UNER, French on old newspapers, both with sentences made from lists; what is tested is never trained on.

mod re3d;

use super::{Measures, Options};
use crate::checkout::packs;
use crate::ner::lists::Lists;
use crate::ner::{Class, Model, Tagged, Training, Word, corpora, made, names};
use std::collections::{BTreeMap, BTreeSet};

/// Sentences made from patterns for a language.
const MADE: usize = 7000;
/// Passes of training.
const PASSES: usize = 5;
const SEED: u64 = 1;
/// Orders of the data whose weights are added up.
const ORDERS: u64 = 3;

/// Takes the measures.
pub fn take(options: &Options) -> Result<Measures, String> {
    let packs = packs()?;
    let mut measures = Measures::new();
    let training = |loose| Training { passes: PASSES, seed: SEED, orders: ORDERS, loose };
    let [data, test] = corpora::newsfane(&packs)?;
    let arabic = Model::train(Lists::load("ar", &packs)?, &data, &training(0));
    measures.insert("names-ar-newsfane".into(), f1("ar", &arabic, &test, &Class::ALL, options));
    let three = &Class::ALL[..3];
    let mut data = corpora::uner(&packs)?;
    // The annotated sentences count twice beside those made, which stand in no text.
    data.extend(data.clone());
    data.extend(made::sentences_of("en", MADE, &packs)?);
    let english = Model::train(Lists::load("en", &packs)?, &data, &training(MADE));
    let test = corpora::wikineural("en", &packs)?;
    measures.insert("names-en-wikineural".into(), f1("en", &english, &test, three, options));
    measures.insert("names-re3d".into(), re3d::f1(&english, &packs, options)?);
    let mut data = corpora::europeana(&packs)?;
    data.extend(made::sentences_of("fr", MADE, &packs)?);
    let french = Model::train(Lists::load("fr", &packs)?, &data, &training(MADE));
    let test = corpora::wikineural("fr", &packs)?;
    measures.insert("names-fr-wikineural".into(), f1("fr", &french, &test, three, options));
    Ok(measures)
}

/// F1 of exact spans with their class, over the classes that count.
fn f1(lang: &str, model: &Model, test: &[Tagged], classes: &[Class], options: &Options) -> f64 {
    let (mut hits, mut all) = (0, 0);
    let mut missed: BTreeMap<String, usize> = BTreeMap::new();
    let sentences: Vec<&[Word]> = test.iter().map(|(words, _)| words.as_slice()).collect();
    for ((words, tags), found) in test.iter().zip(model.tags(&sentences)) {
        let of = |tags: &[u8]| -> BTreeSet<_> {
            names(tags).into_iter().filter(|n| classes.contains(&n.2)).collect()
        };
        let (gold, found) = (of(tags), of(&found));
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
