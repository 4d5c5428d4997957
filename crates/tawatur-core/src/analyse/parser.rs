//! A greedy transition parser: arc-hybrid moves (Kuhlmann et al. 2011) chosen by an averaged perceptron, trained with
//! a dynamic oracle (Goldberg and Nivre 2013). It sees lemmas and tags only, and gives every sentence one root.

use crate::model::{Arc, Label, PartOfSpeech, Token};
use crate::packs::{Parser, Tag, Weights, hash, mix};

/// Features of a move.
pub const MOVE_FEATURES: usize = 52;
/// Features of a label.
pub const LABEL_FEATURES: usize = 26;

/// A move.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Move {
    /// The next word goes on the stack.
    Shift,
    /// The stack's top depends on the next word.
    Left,
    /// The stack's top depends on the word below it.
    Right,
}

/// Every move, by its class.
pub const MOVES: [Move; Parser::MOVES] = [Move::Shift, Move::Left, Move::Right];

/// Every label, by its class.
pub const LABELS: [Label; Parser::LABELS] = [
    Label::Root,
    Label::Subject,
    Label::PassiveSubject,
    Label::Object,
    Label::Indirect,
    Label::Oblique,
    Label::NounModifier,
    Label::AdjectiveModifier,
    Label::NumberModifier,
    Label::Possessor,
    Label::Apposition,
    Label::Conjunct,
    Label::Coordination,
    Label::Case,
    Label::Mark,
    Label::Determiner,
    Label::Auxiliary,
    Label::PassiveAuxiliary,
    Label::Adverb,
    Label::Relative,
    Label::NounClause,
    Label::Adverbial,
    Label::Complement,
    Label::OpenComplement,
    Label::Flat,
    Label::Punctuation,
    Label::Parataxis,
    Label::Other,
];

/// What the parser sees of a word.
#[derive(Debug, Clone, Copy)]
pub struct Seen {
    lemma: u64,
    tag: u64,
    pos: PartOfSpeech,
}

impl Seen {
    /// Of a token.
    #[must_use]
    pub fn new(token: &Token) -> Self {
        let tag = Tag::of(token.pos, token.features);
        Self { lemma: hash(token.lemma.as_bytes()), tag: tag.features << 5 | tag.pos as u64, pos: token.pos }
    }
}

/// What stands outside the sentence.
const OUTSIDE: Seen = Seen { lemma: 3, tag: u64::MAX, pos: PartOfSpeech::X };
/// The root that stands after the last word.
const ROOT: Seen = Seen { lemma: 5, tag: u64::MAX - 1, pos: PartOfSpeech::X };

/// The dependents a word has so far.
#[derive(Debug, Clone, Copy, Default)]
struct Family {
    leftmost: Option<u32>,
    rightmost: Option<u32>,
    left: u8,
    right: u8,
    /// Labels of its dependents, a bit each.
    labels: u32,
    /// Its preposition or subordinator.
    marker: Option<u32>,
}

/// A parse under way.
#[derive(Debug)]
pub struct State<'w> {
    words: &'w [Seen],
    /// Words that still lack a head, in order.
    pub stack: Vec<u32>,
    /// The next word; the root when it is the number of words.
    pub next: usize,
    /// Head and label class found for every word.
    pub arcs: Vec<Option<(u32, u8)>>,
    families: Vec<Family>,
}

impl<'w> State<'w> {
    /// Before the first word.
    #[must_use]
    pub fn new(words: &'w [Seen]) -> Self {
        Self {
            words,
            stack: Vec::with_capacity(words.len()),
            next: 0,
            arcs: vec![None; words.len()],
            families: vec![Family::default(); words.len() + 1],
        }
    }

    /// True when every word has its head.
    #[must_use]
    pub fn done(&self) -> bool {
        self.next == self.words.len() && self.stack.is_empty()
    }

    /// True when a move can be made. Only the last word left may hang on the root.
    #[must_use]
    pub fn allows(&self, step: Move) -> bool {
        match step {
            Move::Shift => self.next < self.words.len(),
            Move::Left => self.stack.len() == 1 || !self.stack.is_empty() && self.next < self.words.len(),
            Move::Right => self.stack.len() > 1,
        }
    }

    /// Head and dependent of the arc that a move would make.
    #[must_use]
    pub fn arc(&self, step: Move) -> Option<(usize, usize)> {
        let &top = self.stack.last()?;
        match step {
            Move::Shift => None,
            Move::Left => Some((self.next, top as usize)),
            Move::Right => Some((*self.stack.get(self.stack.len().checked_sub(2)?)? as usize, top as usize)),
        }
    }

    /// Makes a move.
    pub fn make(&mut self, step: Move, label: u8) {
        let Some((head, dependent)) = self.arc(step) else {
            self.stack.push(self.next as u32);
            self.next += 1;
            return;
        };
        self.stack.pop();
        self.arcs[dependent] = Some((head as u32, label));
        let family = &mut self.families[head];
        let (outermost, count) = if dependent < head {
            (&mut family.leftmost, &mut family.left)
        } else {
            (&mut family.rightmost, &mut family.right)
        };
        let further = outermost.is_none_or(|o| (o as usize).abs_diff(head) < dependent.abs_diff(head));
        if further {
            *outermost = Some(dependent as u32);
        }
        *count = count.saturating_add(1);
        family.labels |= 1 << label;
        if matches!(LABELS[label as usize], Label::Case | Label::Mark) {
            family.marker = Some(dependent as u32);
        }
    }

    fn seen(&self, word: Option<usize>) -> Seen {
        match word {
            Some(k) if k == self.words.len() => ROOT,
            Some(k) => self.words.get(k).copied().unwrap_or(OUTSIDE),
            None => OUTSIDE,
        }
    }

    fn below(&self, depth: usize) -> Option<usize> {
        self.stack.len().checked_sub(depth + 1).map(|k| self.stack[k] as usize)
    }

    fn family(&self, word: Option<usize>) -> Family {
        word.and_then(|k| self.families.get(k)).copied().unwrap_or_default()
    }

    fn label(&self, word: Option<u32>) -> u64 {
        word.and_then(|k| self.arcs[k as usize]).map_or(31, |(_, label)| u64::from(label))
    }

    /// How far apart two words stand, coarsely, and whether punctuation or a verb lies between.
    fn between(&self, a: Option<usize>, b: Option<usize>) -> u64 {
        let (Some(a), Some(b)) = (a, b) else { return 99 };
        let (from, to) = (a.min(b) + 1, a.max(b).min(self.words.len()));
        let distance = match to.saturating_sub(from) {
            near @ 0..=3 => near as u64,
            4..=6 => 4,
            7..=10 => 5,
            _ => 6,
        };
        // A far neighbour's exact surroundings say little and would cost a long scan.
        const WINDOW: usize = 12;
        let inner = self.words.get(from..to.min(from + WINDOW)).unwrap_or(&[]);
        let any = |pos: PartOfSpeech| u64::from(inner.iter().any(|w| w.pos == pos));
        distance | any(PartOfSpeech::Punct) << 4 | any(PartOfSpeech::Verb) << 5
    }

    /// The features of the next move.
    pub fn move_features(&self, out: &mut [u64; MOVE_FEATURES]) {
        let (s0, s1, s2) = (self.below(0), self.below(1), self.below(2));
        let b = |offset: usize| Some(self.next + offset).filter(|k| *k <= self.words.len());
        let (top, under, deep) = (self.seen(s0), self.seen(s1), self.seen(s2));
        let (first, second, third) = (self.seen(b(0)), self.seen(b(1)), self.seen(b(2)));
        let (f0, f1, fb) = (self.family(s0), self.family(s1), self.family(b(0)));
        let of = |word: Option<u32>| self.seen(word.map(|k| k as usize));
        let gap = self.between(s0, b(0));
        let gap_under = self.between(s1, s0);
        let mut put = Put { out, k: 0 };
        let (tt, ut, ft) = (top.tag, under.tag, first.tag);
        let pair = mix(tt, ft);
        let stack = mix(ut, tt);
        put.two(0, 0);
        put.two(top.lemma, tt);
        put.one(tt);
        put.two(first.lemma, ft);
        put.one(ft);
        put.two(second.lemma, second.tag);
        put.one(second.tag);
        put.one(third.tag);
        put.two(under.lemma, ut);
        put.one(ut);
        put.one(deep.tag);
        put.two(top.lemma, first.lemma);
        put.two(top.lemma, ft);
        put.two(tt, first.lemma);
        put.one(pair);
        put.two(pair, second.tag);
        put.two(pair, ut);
        put.one(stack);
        put.two(under.lemma, top.lemma);
        put.two(under.lemma, tt);
        put.two(ut, top.lemma);
        put.two(ft, second.tag);
        put.two(mix(ft, second.tag), third.tag);
        put.two(pair, of(fb.leftmost).tag);
        put.two(pair, of(f0.leftmost).tag);
        put.two(pair, of(f0.rightmost).tag);
        put.two(stack, of(f1.rightmost).tag);
        put.two(stack, of(f1.leftmost).tag);
        put.two(stack, of(f0.rightmost).tag);
        put.two(pair, gap);
        put.two(top.lemma, gap);
        put.two(first.lemma, gap);
        put.two(stack, gap_under);
        put.two(under.lemma, gap_under);
        put.two(tt, u64::from(f0.right) << 8 | u64::from(f0.left));
        put.two(ft, u64::from(fb.left));
        put.two(ut, u64::from(f1.right) << 8 | u64::from(f1.left));
        put.two(tt, u64::from(f0.labels));
        put.two(top.lemma, u64::from(f0.labels));
        put.two(ft, u64::from(fb.labels));
        put.two(ut, u64::from(f1.labels));
        put.two(pair, u64::from(f0.labels));
        put.two(stack, u64::from(f1.labels));
        put.two(tt, self.label(f0.leftmost) << 8 | self.label(f0.rightmost));
        put.two(ft, self.label(fb.leftmost));
        put.two(of(f0.marker).lemma, first.lemma);
        put.two(of(f0.marker).lemma, under.lemma);
        put.two(of(f0.marker).lemma, pair);
        put.two(of(f0.marker).lemma, stack);
        put.two(mix(pair, second.tag), ut);
        put.two(mix(stack, ft), deep.tag);
        put.two(mix(top.pos as u64, first.pos as u64), mix(under.pos as u64, second.pos as u64));
    }

    /// The features of the label of an arc.
    pub fn label_features(&self, head: usize, dependent: usize, out: &mut [u64; LABEL_FEATURES]) {
        let (h, d) = (self.seen(Some(head)), self.seen(Some(dependent)));
        let (hf, df) = (self.family(Some(head)), self.family(Some(dependent)));
        let left = u64::from(dependent < head);
        let of = |word: Option<u32>| self.seen(word.map(|k| k as usize));
        let near = |at: usize, offset: isize| self.seen(at.checked_add_signed(offset));
        let marker = of(df.marker);
        let gap = self.between(Some(head), Some(dependent));
        let pair = mix(mix(h.tag, d.tag), left);
        let mut put = Put { out, k: 0 };
        put.one(left);
        put.one(pair);
        put.two(h.lemma, left);
        put.two(d.lemma, left);
        put.two(d.lemma, mix(h.tag, left));
        put.two(h.lemma, mix(d.tag, left));
        put.two(h.lemma, d.lemma);
        put.two(d.tag, left);
        put.two(h.tag, left);
        put.two(pair, gap);
        put.two(marker.lemma, d.tag);
        put.two(marker.lemma, pair);
        put.two(marker.lemma, h.lemma);
        put.two(marker.tag, pair);
        put.two(pair, u64::from(hf.labels));
        put.two(h.lemma, mix(left, u64::from(hf.labels)));
        put.two(pair, u64::from(df.labels));
        put.two(d.lemma, u64::from(df.labels));
        put.two(of(df.leftmost).lemma, pair);
        put.two(of(df.leftmost).tag, pair);
        put.two(of(df.rightmost).tag, pair);
        put.two(near(dependent, -1).tag, pair);
        put.two(near(dependent, 1).tag, pair);
        put.two(near(head, -1).tag, pair);
        put.two(near(head, 1).tag, pair);
        put.two(mix(h.pos as u64, d.pos as u64), mix(left, near(dependent, -1).lemma));
    }
}

/// Numbers features as they are put.
struct Put<'o, const N: usize> {
    out: &'o mut [u64; N],
    k: usize,
}

impl<const N: usize> Put<'_, N> {
    fn two(&mut self, a: u64, b: u64) {
        self.out[self.k] = mix(mix(a, self.k as u64), b);
        self.k += 1;
    }

    fn one(&mut self, a: u64) {
        self.two(a, 1);
    }
}

/// The class with the best score among those that `open` lets through.
#[must_use]
pub fn best(scores: &[i32], classes: usize, open: impl Fn(usize) -> bool) -> Option<usize> {
    // Ties go to the first, so that runs agree.
    (0..classes).filter(|&c| open(c)).fold(None, |best, c| match best {
        Some(b) if scores[b] >= scores[c] => Some(b),
        _ => Some(c),
    })
}

/// The arcs of one sentence, whose first token has the index `base` in the document.
#[must_use]
pub fn parse(tokens: &[Token], model: &Parser, base: usize) -> Vec<Arc> {
    let words: Vec<Seen> = tokens.iter().map(Seen::new).collect();
    let mut state = State::new(&words);
    let mut scores = [0; Weights::width(Parser::LABELS)];
    let (mut row, mut label_row) = ([0; MOVE_FEATURES], [0; LABEL_FEATURES]);
    while !state.done() {
        let width = Weights::width(Parser::MOVES);
        scores[..width].fill(0);
        state.move_features(&mut row);
        model.moves.add(&row, &mut scores[..width]);
        let Some(step) = best(&scores, MOVES.len(), |c| state.allows(MOVES[c])) else { break };
        let step = MOVES[step];
        let label = match state.arc(step) {
            Some((head, _)) if head == words.len() => 0,
            Some((head, dependent)) => {
                scores.fill(0);
                state.label_features(head, dependent, &mut label_row);
                model.labels.add(&label_row, &mut scores);
                // The first label is the root's.
                best(&scores, LABELS.len(), |c| c > 0).unwrap_or(LABELS.len() - 1) as u8
            }
            None => 0,
        };
        state.make(step, label);
    }
    let arc = |found: &Option<(u32, u8)>| {
        let (head, label) = found.map_or((words.len(), 0), |(head, label)| (head as usize, label));
        let head = (head < words.len()).then_some((base + head) as u32);
        Arc { head, label: LABELS[label as usize] }
    };
    state.arcs.iter().map(arc).collect()
}
