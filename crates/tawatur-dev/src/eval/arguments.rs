//! Set `arguments`: pairs of a verb and the head word of its subject or object, found by the grammar, against the
//! PUD treebanks (`shared/MEASURES.md`). Keys that end in `-gold-tags` take part of speech, lemma and features from
//! the treebank, the others our own tokens and tags. Arabic is measured on every fifth sentence.

use super::{Measures, Options, shared};
use crate::checkout::packs;
use crate::conllu::{self, Sentence};
use std::collections::BTreeSet;
use tawatur_core::analyse::{analyse, tree};
use tawatur_core::model::{
    Analysis, Arc, Block, BlockKind, Feature, Features, Label, Lang, PartOfSpeech, Token,
};
use tawatur_core::packs::Packs;
use tawatur_core::text::{Span, fold_str};

const TREEBANKS: [(&str, &str); 3] = [
    ("en", "data/languages/UD_English-PUD/en_pud-ud-test.conllu"),
    ("fr", "data/languages/UD_French-PUD/fr_pud-ud-test.conllu"),
    ("ar", "data/languages/UD_Arabic-PUD/ar_pud-ud-test.conllu"),
];

/// A verb and an argument of it, each by the first byte of its word.
type Pair = (u32, u32);

/// What was found, by key.
#[derive(Default)]
struct Counts {
    right: usize,
    gold: usize,
    found: usize,
}

impl Counts {
    fn add(&mut self, gold: &BTreeSet<Pair>, found: &BTreeSet<Pair>) {
        self.right += gold.intersection(found).count();
        self.gold += gold.len();
        self.found += found.len();
    }

    fn f1(&self) -> f64 {
        let total = self.gold + self.found;
        if total == 0 { 0.0 } else { 2.0 * self.right as f64 / total as f64 }
    }
}

/// Takes the measures.
///
/// # Errors
/// When a treebank is absent.
pub fn take(options: &Options) -> Result<Measures, String> {
    let packs = packs()?;
    let mut measures = Measures::new();
    for (code, path) in TREEBANKS {
        let sentences = conllu::read(&shared(path)?)?;
        let Some(language) = code.parse::<Lang>().ok().and_then(|l| packs.languages.get(&l)) else {
            continue;
        };
        let (mut ours, mut with_gold_tags) = (Counts::default(), Counts::default());
        // `TAWATUR_ALL_SENTENCES` shows the Arabic sentences outside the test fifth, to look at errors there.
        let rest = std::env::var_os("TAWATUR_ALL_SENTENCES").is_some();
        for (k, sentence) in sentences.iter().enumerate() {
            if code == "ar" && (k % 5 == 4) == rest {
                continue;
            }
            let (tokens, starts) = gold_tokens(sentence, code);
            let gold = gold_pairs(sentence, &starts);
            let known = language.grammar.known_all(&tokens);
            let arcs = tree::grow(&tokens, &known, language, 0);
            let found = pairs(&tokens, &arcs);
            if options.errors {
                report(code, sentence, &tokens, &gold, &found);
            }
            with_gold_tags.add(&gold, &found);
            let analysis = own_analysis(&sentence.text, &packs);
            ours.add(&gold, &pairs(&analysis.tokens, &analysis.arcs));
        }
        measures.insert(format!("arguments-{code}"), ours.f1());
        measures.insert(format!("arguments-{code}-gold-tags"), with_gold_tags.f1());
    }
    Ok(measures)
}

fn own_analysis(text: &str, packs: &Packs) -> Analysis {
    let block = Block { kind: BlockKind::Paragraph, span: Span::new(0, text.len()) };
    analyse(text, &[block], packs)
}

/// Prints the pairs that were missed or wrong.
fn report(code: &str, sentence: &Sentence, tokens: &[Token], gold: &BTreeSet<Pair>, found: &BTreeSet<Pair>) {
    if gold == found {
        return;
    }
    println!("{code} {}", sentence.text);
    let form =
        |at: u32| tokens.iter().find(|t| t.span.start == at).map_or("?", |t| t.span.slice(&sentence.text));
    for pair in gold.difference(found) {
        println!("    missed {} <- {}", form(pair.0), form(pair.1));
    }
    for pair in found.difference(gold) {
        println!("    wrong  {} <- {}", form(pair.0), form(pair.1));
    }
}

/// The words of a treebank sentence as tokens, and for every word the first byte of the token that holds it.
/// Contractions that cannot be cut are one token with the features of their first word, as in our own analysis.
fn gold_tokens(sentence: &Sentence, code: &str) -> (Vec<Token>, Vec<u32>) {
    let (mut tokens, mut starts) = (Vec::new(), Vec::new());
    let mut at = 0;
    let mut k = 0;
    while k < sentence.words.len() {
        let contraction = sentence.contractions.iter().find(|c| c.0 == k);
        let joined: String = contraction
            .map(|c| sentence.words[c.0..c.1].iter().map(|w| w.form.as_str()).collect())
            .unwrap_or_default();
        let (until, form) = match contraction {
            Some((_, end, form)) if *form != joined => (*end, form.as_str()),
            _ => (k + 1, sentence.words[k].form.as_str()),
        };
        let word = &sentence.words[k];
        let start = sentence.text[at..].find(form).map_or(at, |d| at + d);
        let end = (start + form.len()).min(sentence.text.len());
        let mut features = word.features();
        if code == "ar" {
            // Case endings are not written, so our own analysis has no case either.
            features = without_case(features);
        }
        tokens.push(Token {
            span: Span::new(start, end),
            folded: fold_str(form),
            lemma: if until > k + 1 { fold_str(form) } else { fold_str(&word.lemma) },
            pos: word.pos.unwrap_or_default(),
            features,
        });
        starts.extend(std::iter::repeat_n(start as u32, until - k));
        at = end;
        k = until;
    }
    (tokens, starts)
}

fn without_case(features: Features) -> Features {
    [Feature::Nominative, Feature::Accusative, Feature::Genitive]
        .into_iter()
        .fold(features, |f, case| Features(f.0 & !Features::default().with(case).0))
}

fn gold_pairs(sentence: &Sentence, starts: &[u32]) -> BTreeSet<Pair> {
    let mut found = BTreeSet::new();
    for (k, word) in sentence.words.iter().enumerate() {
        let Some(head) = word.head else { continue };
        let argument = matches!(word.relation.as_str(), "nsubj" | "nsubj:pass" | "obj");
        if argument && sentence.words.get(head).is_some_and(|h| h.pos == Some(PartOfSpeech::Verb)) {
            found.insert((starts[head], starts[k]));
        }
    }
    found
}

fn pairs(tokens: &[Token], arcs: &[Arc]) -> BTreeSet<Pair> {
    let mut found = BTreeSet::new();
    for (k, arc) in arcs.iter().enumerate() {
        let Some(head) = arc.head.map(|h| h as usize) else { continue };
        let argument = matches!(arc.label, Label::Subject | Label::PassiveSubject | Label::Object);
        if argument && tokens[head].pos == PartOfSpeech::Verb {
            found.insert((tokens[head].span.start, tokens[k].span.start));
        }
    }
    found
}
