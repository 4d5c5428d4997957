//! Trains `parser.bin`: the moves and labels of a greedy transition parser, with a dynamic oracle (Goldberg and
//! Nivre 2013), on tags that a tagger gave which had not seen the sentence.

use super::corpora::Corpora;
use super::perceptron::Perceptron;
use super::random::Random;
use super::{Options, tagger, write};
use crate::conllu::Sentence;
use tawatur_core::analyse::parser::{
    LABEL_FEATURES, LABELS, MOVE_FEATURES, MOVES, Move, Seen, State, best, parse,
};
use tawatur_core::analyse::tag_words;
use tawatur_core::model::{Label, PartOfSpeech, Token};
use tawatur_core::packs::{Parser, Tagger, Weights};
use tawatur_core::text::{Span, fold_str};

/// Weights in the table of moves and in that of labels: below 3 MB together.
const MOVE_TABLE: usize = 1_500_000;
const LABEL_TABLE: usize = 1_400_000;
/// Times a feature must be seen in a pass to get a weight.
const USUAL: u8 = 3;
/// Parts the data is cut into; each is tagged by a tagger trained on the others.
const PARTS: usize = 4;

/// A sentence to learn from: what the parser sees, and for every word its head (the root is the number of words) and
/// label class.
struct Tree {
    words: Vec<Seen>,
    tokens: Vec<Token>,
    gold: Vec<(usize, u8)>,
}

/// Trains and writes the parser of a language.
pub fn train(lang: &str, options: &Options) -> Result<(), String> {
    let corpora = Corpora::load(lang)?;
    let sentences: Vec<Sentence> = corpora.exact.iter().map(Sentence::merged).collect();
    let mut trees = Vec::new();
    for part in 0..PARTS {
        let others: Vec<&Sentence> =
            sentences.iter().enumerate().filter(|(k, _)| k % PARTS != part).map(|(_, s)| s).collect();
        let model = tagger::quick(&others, options);
        trees.extend(sentences.iter().skip(part).step_by(PARTS).map(|s| tree(s, &model)));
    }
    let held_out: Vec<Tree> = {
        let model = tagger::quick(&sentences.iter().collect::<Vec<_>>(), options);
        corpora.held_out.iter().map(|s| tree(&s.merged(), &model)).collect()
    };
    let parser = learn(&trees, options);
    let (heads, labelled, all) = score(&parser, &held_out);
    // What was held out has done its work and is learned from too.
    trees.extend(held_out);
    let bytes = learn(&trees, options).to_bytes();
    write(lang, "parser.bin", &bytes)?;
    let share = |n: usize| n as f64 / all.max(1) as f64;
    let report = format!(
        "Made by `cargo dev train parser {lang} --passes {} --seed {}`.\nData:\n{}\nSentences: {}. Bytes: {}.\nOn {all} held-out words, before those were learned from, punctuation left out: heads right {:.4}, heads and labels right {:.4}.\n",
        options.passes,
        options.seed,
        corpora
            .sources
            .iter()
            .filter(|s| !s.contains("-um-"))
            .map(|s| format!("- {s}\n"))
            .collect::<String>(),
        trees.len(),
        bytes.len(),
        share(heads),
        share(labelled),
    );
    println!("{report}");
    write(lang, "parser.txt", report.as_bytes())
}

/// A treebank sentence as the parser meets it: with the tags and lemmas of a tagger.
fn tree(sentence: &Sentence, model: &Tagger) -> Tree {
    let forms: Vec<&str> = sentence.words.iter().map(|w| w.form.as_str()).collect();
    let token = |reading: tawatur_core::analyse::Reading| Token {
        span: Span::default(),
        folded: String::new(),
        lemma: fold_str(&reading.lemma),
        pos: model.tags[reading.tag as usize].pos,
        features: reading.features,
    };
    let tokens: Vec<Token> = tag_words(&forms, model, None).into_iter().map(token).collect();
    let gold = sentence
        .words
        .iter()
        .map(|w| (w.head.unwrap_or(sentence.words.len()), class(&w.relation, w.has("Poss=Yes"))))
        .collect();
    Tree { words: tokens.iter().map(Seen::new).collect(), tokens, gold }
}

/// The class of a Universal Dependencies relation.
fn class(relation: &str, possessive: bool) -> u8 {
    let label = match relation {
        "root" => Label::Root,
        "nsubj:pass" | "csubj:pass" => Label::PassiveSubject,
        "aux:pass" => Label::PassiveAuxiliary,
        "nmod:poss" => Label::Possessor,
        "acl:relcl" | "advcl:relcl" => Label::Relative,
        _ => match relation.split(':').next().unwrap_or_default() {
            "nsubj" | "csubj" => Label::Subject,
            "obj" => Label::Object,
            "iobj" => Label::Indirect,
            "obl" => Label::Oblique,
            "nmod" => Label::NounModifier,
            "amod" => Label::AdjectiveModifier,
            "nummod" => Label::NumberModifier,
            "appos" => Label::Apposition,
            "conj" => Label::Conjunct,
            "cc" => Label::Coordination,
            "case" => Label::Case,
            "mark" => Label::Mark,
            "det" if possessive => Label::Possessor,
            "det" => Label::Determiner,
            "aux" | "cop" => Label::Auxiliary,
            "advmod" => Label::Adverb,
            "acl" => Label::NounClause,
            "advcl" => Label::Adverbial,
            "ccomp" => Label::Complement,
            "xcomp" => Label::OpenComplement,
            "flat" | "fixed" | "compound" => Label::Flat,
            "punct" => Label::Punctuation,
            "parataxis" => Label::Parataxis,
            _ => Label::Other,
        },
    };
    LABELS.iter().position(|l| *l == label).unwrap_or(LABELS.len() - 1) as u8
}

/// Gold arcs that a move makes impossible.
fn cost(state: &State<'_>, step: Move, gold: &[(usize, u8)]) -> usize {
    let head = |k: usize| gold[k].0;
    let depends = |of: &usize, on: usize| head(*of) == on;
    let Some(&top) = state.stack.last() else { return 0 };
    let top = top as usize;
    let below = &state.stack[..state.stack.len() - 1];
    let rest = state.next..gold.len();
    match step {
        // The next word can no longer have its head below the top, nor dependents on the stack.
        Move::Shift => {
            let lost = below.iter().filter(|&&s| s as usize == head(state.next)).count();
            lost + state.stack.iter().filter(|&&s| depends(&(s as usize), state.next)).count()
        }
        // The top loses every head but the next word, and dependents still to come.
        Move::Left => {
            let mine = head(top);
            let later = mine > state.next && mine <= gold.len();
            let under = below.last().is_some_and(|&s| s as usize == mine);
            usize::from(later || under) + rest.filter(|k| depends(k, top)).count()
        }
        // The top loses every head to come, and dependents still to come.
        Move::Right => usize::from(head(top) >= state.next) + rest.filter(|k| depends(k, top)).count(),
    }
}

fn learn(trees: &[Tree], options: &Options) -> Parser {
    let mut moves = Perceptron::new(Parser::MOVES, MOVE_TABLE, USUAL);
    let mut labels = Perceptron::new(Parser::LABELS, LABEL_TABLE, USUAL);
    let mut order: Vec<usize> = (0..trees.len()).collect();
    let mut random = Random(options.seed);
    for pass in 0..options.passes {
        random.shuffle(&mut order);
        let mut wrong = 0;
        for &k in &order {
            wrong += learn_tree(&trees[k], &mut moves, &mut labels, pass == 0);
        }
        eprintln!("pass {}: {wrong} wrong moves", pass + 1);
    }
    Parser { moves: moves.finish(), labels: labels.finish() }
}

/// Parses one sentence with the weights as they are and corrects them; wrong moves made.
fn learn_tree(tree: &Tree, moves: &mut Perceptron, labels: &mut Perceptron, first: bool) -> usize {
    let mut state = State::new(&tree.words);
    let mut scores = [0; Weights::width(Parser::LABELS)];
    let (mut row, mut label_row) = ([0; MOVE_FEATURES], [0; LABEL_FEATURES]);
    let mut wrong = 0;
    while !state.done() {
        state.move_features(&mut row);
        if first {
            moves.count(&row);
        }
        moves.score(&row, &mut scores[..Weights::width(Parser::MOVES)]);
        let Some(guess) = best(&scores, MOVES.len(), |c| state.allows(MOVES[c])) else { break };
        let costs =
            MOVES.map(|step| if state.allows(step) { cost(&state, step, &tree.gold) } else { usize::MAX });
        let least = costs.iter().copied().min().unwrap_or(0);
        moves.tick();
        if costs[guess] > least {
            wrong += 1;
            if let Some(right) = best(&scores, MOVES.len(), |c| costs[c] == least) {
                moves.update(&row, right, 1);
                moves.update(&row, guess, -1);
            }
        }
        // The move is made even when it was wrong: the parser learns to go on from its own mistakes.
        let step = MOVES[guess];
        let label = match state.arc(step) {
            Some((head, dependent)) if head < tree.words.len() => {
                state.label_features(head, dependent, &mut label_row);
                if first {
                    labels.count(&label_row);
                }
                labels.score(&label_row, &mut scores);
                let guess = best(&scores, LABELS.len(), |c| c > 0).unwrap_or(LABELS.len() - 1);
                let (gold_head, truth) = tree.gold[dependent];
                labels.tick();
                if gold_head == head && guess != truth as usize {
                    labels.update(&label_row, truth as usize, 1);
                    labels.update(&label_row, guess, -1);
                }
                guess as u8
            }
            _ => 0,
        };
        state.make(step, label);
    }
    wrong
}

/// Heads right, heads and labels right, and words, without punctuation.
fn score(parser: &Parser, trees: &[Tree]) -> (usize, usize, usize) {
    let (mut heads, mut labelled, mut all) = (0, 0, 0);
    for tree in trees {
        for (k, arc) in parse(&tree.tokens, parser, 0)
            .iter()
            .enumerate()
            .filter(|(k, _)| tree.tokens[*k].pos != PartOfSpeech::Punct)
        {
            let (head, label) = tree.gold[k];
            let right = arc.head.map_or(tree.gold.len(), |h| h as usize) == head;
            heads += usize::from(right);
            labelled += usize::from(right && arc.label == LABELS[label as usize]);
            all += 1;
        }
    }
    (heads, labelled, all)
}
