//! Trains `tagger.bin`: lexicon, endings and tagger weights of a language.

use super::corpora::Corpora;
use super::lexicon::{Example, Lexicon};
use super::perceptron::Perceptron;
use super::random::Random;
use super::{Options, write};
use crate::conllu::{Sentence, unimorph_parts};
use std::collections::BTreeMap;
use tawatur_core::analyse::segment::Analyser;
use tawatur_core::analyse::tagger::{FEATURES, START, Word, best, features, normalise};
use tawatur_core::model::{Feature, Features};
use tawatur_core::packs::{Morphology, Tag, Tagger, Weights};

/// Weights in the table: below 3 MB a language.
const TABLE: usize = 2_200_000;
/// Weights in the table for each word of the training sentences: small data need no large table.
const TABLE_PER_WORD: usize = 200;
/// Occurrences below which a tag has no class of its own.
const RARE_TAG: usize = 5;
/// Runs whose weights are averaged.
const RUNS: u64 = 3;
/// Times a feature must be seen in a pass to get a weight.
const USUAL: u8 = 2;
/// Weight of a lemma in today's conventions against one of older ones.
const EXACT: u32 = 10;
/// Occurrences a word of the training data must have to count as known while training, so that the tagger learns to
/// deal with unknown words.
const KNOWN: u32 = 2;

/// Trains and writes the model of a language.
pub fn train(lang: &str, options: &Options) -> Result<(), String> {
    let corpora = Corpora::load(lang)?;
    let morphology = if lang == "ar" { Some(crate::segmenter::morphology(true)?) } else { None };
    let morphology = morphology.as_ref();
    let mut data: Vec<Vec<Example>> = corpora.exact.iter().flat_map(variants).collect();
    let listed: Vec<Example> = corpora.words.iter().map(example).collect();
    let tags = tags(&data, &listed);
    let exact = data.len();
    let mut coarse = 0;
    if !corpora.coarse.is_empty() {
        let rough = model(&tags, &data, exact, &listed, options, morphology);
        let extra: Vec<Vec<Example>> =
            corpora.coarse.iter().flat_map(|s| both(s, &s.merged())).map(|s| refine(&s, &rough)).collect();
        coarse = extra.len();
        data.extend(extra);
    }
    let held_out: Vec<Vec<Example>> = corpora.held_out.iter().map(examples).collect();
    let (right, all) = if held_out.is_empty() {
        (0, 0)
    } else {
        score(&model(&tags, &data, exact, &listed, options, morphology), &held_out, morphology)
    };
    // What was held out has done its work and is learned from too.
    data.splice(0..0, corpora.held_out.iter().flat_map(variants));
    let exact = data.len() - coarse;
    let bytes = model(&tags, &data, exact, &listed, options, morphology).to_bytes();
    write(lang, "tagger.bin", &bytes)?;
    let report = format!(
        "Made by `cargo dev train tagger {lang} --passes {} --seed {}`.\nData:\n{}\nWords: {}. Tags: {}. Bytes: {}.\nParts of speech right on held-out sentences, before those were learned from: {}\n",
        options.passes,
        options.seed,
        corpora.sources.iter().map(|s| format!("- {s}\n")).collect::<String>(),
        data.iter().map(Vec::len).sum::<usize>(),
        tags.len(),
        bytes.len(),
        if all == 0 {
            "none held out; see `cargo dev eval language`".to_owned()
        } else {
            format!("{:.4} of {all} words", right as f64 / all as f64)
        },
    );
    println!("{report}");
    write(lang, "tagger.txt", report.as_bytes())
}

/// The sentence as the treebank cuts it and, where that differs, as it is written.
fn variants(sentence: &Sentence) -> Vec<Vec<Example>> {
    both(sentence, &sentence.merged()).iter().map(examples).collect()
}

fn both(sentence: &Sentence, merged: &Sentence) -> Vec<Sentence> {
    if merged.words.len() == sentence.words.len() {
        vec![sentence.clone()]
    } else {
        vec![sentence.clone(), merged.clone()]
    }
}

/// The words of a sentence with full tags.
pub fn examples(sentence: &Sentence) -> Vec<Example> {
    sentence.words.iter().map(example).collect()
}

fn example(word: &crate::conllu::Word) -> Example {
    let features = word.features();
    let tag = Tag::of(word.pos.unwrap_or_default(), features);
    Example { form: word.form.clone(), lemma: word.lemma.clone(), tag, features }
}

/// All tags that are frequent enough in sentences or lists, the most usual first.
fn tags(data: &[Vec<Example>], listed: &[Example]) -> Vec<Tag> {
    let mut counts: BTreeMap<Tag, usize> = BTreeMap::new();
    data.iter().flatten().chain(listed).for_each(|e| *counts.entry(e.tag).or_default() += 1);
    let mut tags: Vec<(Tag, usize)> =
        counts.into_iter().filter(|(tag, count)| *count >= RARE_TAG || tag.features == 0).collect();
    tags.sort_by_key(|(tag, count)| (std::cmp::Reverse(*count), *tag));
    tags.into_iter().map(|(tag, _)| tag).collect()
}

/// Turns UniMorph bundles into tags: a first model chooses among the tags that the bundle allows.
fn refine(sentence: &Sentence, model: &Tagger) -> Vec<Example> {
    let forms: Vec<&str> = sentence.words.iter().map(|w| w.form.as_str()).collect();
    let words = words(&forms, model, None, |_| true);
    let mut scores = vec![0; Weights::width(model.tags.len())];
    let mut row = [0; FEATURES];
    let mut before = [START; 2];
    let mut found = Vec::new();
    for (at, word) in sentence.words.iter().enumerate() {
        let allowed = allowed(&word.feats, &model.tags);
        let count = features(&words, at, before, &mut row);
        scores.fill(0);
        model.weights.add(&row[..count], &mut scores);
        let tag = best(&scores, model.tags.len(), allowed);
        before = [tag, before[0]];
        let tag = model.tags[tag as usize];
        found.push(Example {
            form: word.form.clone(),
            lemma: word.lemma.clone(),
            tag,
            features: unimorph(&word.feats).and(Features(tag.features)),
        });
    }
    found
}

/// The tags a UniMorph bundle allows, a bit each.
fn allowed(bundle: &str, tags: &[Tag]) -> u64 {
    let has = |name: &str| bundle.split(';').any(|t| t == name);
    let parts = unimorph_parts(bundle);
    let verb = has("V");
    let fits = |tag: &Tag| {
        parts.contains(&tag.pos)
            && (!verb
                || [
                    ("NFIN", Feature::Infinitive),
                    ("V.PTCP", Feature::Participle),
                    ("COND", Feature::Conditional),
                    ("SBJV", Feature::Subjunctive),
                    ("FUT", Feature::Future),
                    ("IPFV", Feature::Imperfect),
                    ("IMP", Feature::Imperative),
                    ("FIN", Feature::Finite),
                ]
                .iter()
                .all(|(name, feature)| has(name) == Features(tag.features).has(*feature)))
    };
    tags.iter().enumerate().filter(|(_, tag)| fits(tag)).fold(0, |set, (k, _)| set | 1 << k)
}

/// Number, gender and person of a UniMorph bundle.
fn unimorph(bundle: &str) -> Features {
    let feature = |name: &str| match name {
        "SG" => Some(Feature::Singular),
        "PL" => Some(Feature::Plural),
        "MASC" => Some(Feature::Masculine),
        "FEM" => Some(Feature::Feminine),
        "1" => Some(Feature::FirstPerson),
        "2" => Some(Feature::SecondPerson),
        "3" => Some(Feature::ThirdPerson),
        "DEF" => Some(Feature::Definite),
        "INDF" => Some(Feature::Indefinite),
        _ => None,
    };
    bundle.split(';').filter_map(feature).fold(Features::default(), Features::with)
}

fn words(
    forms: &[&str],
    model: &Tagger,
    morphology: Option<&Morphology>,
    known: impl Fn(&str) -> bool,
) -> Vec<Word> {
    let mut analyser = morphology.map(Analyser::new);
    let mut normal = String::new();
    let mut words = Vec::with_capacity(forms.len());
    for (k, form) in forms.iter().enumerate() {
        normalise(form, &mut normal);
        let mut word = Word::new(form, &normal, k == 0, model);
        if !known(&normal) {
            (word.class, word.tags, word.sure) = (0, 0, None);
        }
        if let Some(analyser) = &mut analyser {
            word.hints =
                analyser.readings_of(form, k.checked_sub(1).map_or("", |before| forms[before])).hints();
        }
        words.push(word);
    }
    words
}

/// Builds the lexicon and trains the weights. The first `exact` sentences have lemmas of today's conventions, the
/// others older ones; `listed` words stand in the lexicon whether a sentence has them or not.
fn model(
    tags: &[Tag],
    data: &[Vec<Example>],
    exact: usize,
    listed: &[Example],
    options: &Options,
    morphology: Option<&Morphology>,
) -> Tagger {
    let mut lexicon = Lexicon::new(tags.to_vec());
    listed.iter().for_each(|example| lexicon.list(example, EXACT));
    for (k, sentence) in data.iter().enumerate() {
        sentence.iter().for_each(|example| lexicon.add(example, if k < exact { EXACT } else { 1 }));
    }
    let mut model = lexicon.model(Weights::default());
    let sentences: Vec<(Vec<Word>, Vec<u8>)> = data
        .iter()
        .map(|sentence| {
            let forms: Vec<&str> = sentence.iter().map(|e| e.form.as_str()).collect();
            let words = words(&forms, &model, morphology, |normal| lexicon.seen(normal) >= KNOWN);
            (words, sentence.iter().map(|e| lexicon.index(e.tag)).collect())
        })
        .collect();
    let table = TABLE.min(TABLE_PER_WORD * data.iter().map(Vec::len).sum::<usize>());
    model.weights = learn(tags.len(), table, &sentences, options);
    model
}

/// The mean of several runs that meet the sentences in different orders: steadier than any one of them.
fn learn(classes: usize, table: usize, sentences: &[(Vec<Word>, Vec<u8>)], options: &Options) -> Weights {
    let mut sum = Vec::new();
    for run in 0..RUNS {
        learn_once(classes, table, sentences, options, options.seed + run).add_to(&mut sum);
    }
    Perceptron::weights(classes, &sum)
}

fn learn_once(
    classes: usize,
    table: usize,
    sentences: &[(Vec<Word>, Vec<u8>)],
    options: &Options,
    seed: u64,
) -> Perceptron {
    let mut perceptron = Perceptron::new(classes, table, USUAL);
    let mut scores = vec![0; Weights::width(classes)];
    let mut row = [0; FEATURES];
    let mut order: Vec<usize> = (0..sentences.len()).collect();
    let mut random = Random(seed);
    for pass in 0..options.passes {
        random.shuffle(&mut order);
        let (mut wrong, mut all) = (0_usize, 0_usize);
        for &k in &order {
            let (words, gold) = &sentences[k];
            let mut before = [START; 2];
            for (at, &truth) in gold.iter().enumerate() {
                let count = features(words, at, before, &mut row);
                if pass == 0 {
                    perceptron.count(&row[..count]);
                }
                perceptron.score(&row[..count], &mut scores);
                let guess = best(&scores, classes, 0);
                perceptron.tick();
                if guess != truth {
                    perceptron.update(&row[..count], truth as usize, 1);
                    perceptron.update(&row[..count], guess as usize, -1);
                    wrong += 1;
                }
                all += 1;
                before = [guess, before[0]];
            }
        }
        eprintln!("pass {}: {:.4} of the tags wrong", pass + 1, wrong as f64 / all.max(1) as f64);
    }
    perceptron
}

/// Parts of speech right, and words.
fn score(model: &Tagger, sentences: &[Vec<Example>], morphology: Option<&Morphology>) -> (usize, usize) {
    let (mut right, mut all) = (0, 0);
    for sentence in sentences {
        let forms: Vec<&str> = sentence.iter().map(|e| e.form.as_str()).collect();
        for (reading, example) in
            tawatur_core::analyse::tag_words(&forms, model, morphology).iter().zip(sentence)
        {
            right += usize::from(model.tags[reading.tag as usize].pos == example.tag.pos);
            all += 1;
        }
    }
    (right, all)
}
