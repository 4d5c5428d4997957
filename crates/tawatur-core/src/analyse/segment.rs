//! Cuts a word into clitics and stem, and lists how each piece can be read.
//!
//! Every way to take clitics off is tried against the lexicon; a linear model (averaged perceptron, trained by
//! `cargo dev train segmenter`) chooses by what is cut, how the rest is known, and the words on both sides. It does not
//! choose among the readings of a piece: that is the tagger's work. Words are analysed in the order of the text.

use crate::model::{Feature, Features, PartOfSpeech};
use crate::packs::{Conditions, Fit, Morphology, Reading, Seen, Spelling};

/// Shortest stem, in bytes of the key, that may be left of a word the lexicon does not know: three letters.
const SHORTEST_UNKNOWN: usize = 6;
/// Longest word, in bytes of the key, that is cut; longer ones are no words.
const LONGEST: usize = 64;

/// One way to cut a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cut {
    /// First proclitic, by its place in the pack.
    pub first: Option<u8>,
    /// Second proclitic.
    pub second: Option<u8>,
    /// The stem carries the article.
    pub article: bool,
    /// The pronoun ending.
    pub enclitic: Option<u8>,
    /// The stem with its article, as bytes of the key.
    pub stem: (u16, u16),
    /// Its readings, as a range of [`Analyser::readings`]; empty when the lexicon knows none.
    pub readings: (u32, u32),
}

/// A piece of a cut word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// First byte in the word.
    pub start: usize,
    /// One past its last byte in the word.
    pub end: usize,
    /// What it is.
    pub kind: Kind,
}

/// What the lexicon says of a word that is already cut.
#[derive(Debug)]
pub struct Known<'a> {
    /// Its readings; empty when it is not known.
    pub readings: &'a [Reading],
    /// Bytes of the article at its start; 0 without one.
    pub article: usize,
    /// The word without vowel signs.
    pub written: &'a str,
}

/// The bits of [`Known::hints`] that hold parts of speech and the article.
pub const KINDS: u64 = (1 << 24) - 1;

impl Known<'_> {
    /// The word without vowel signs and article.
    #[must_use]
    pub fn bare(&self) -> &str {
        self.written.get(self.article..).unwrap_or(self.written)
    }

    /// What the tagger is told of the word, never 0: the parts of speech that the dictionary knows, a bit each; the
    /// article; then, above [`KINDS`], the commonest part of speech, tenses, voice, noun of action, number. What was only
    /// learned from the treebank is left out, for the tagger learns from the same sentences.
    #[must_use]
    pub fn hints(&self) -> u64 {
        let of_dictionary = || self.readings.iter().filter(|r| !r.conditions.any(Conditions::LEARNED));
        let features = of_dictionary().fold(Features::default(), |all, r| all.and(r.features));
        let best = of_dictionary().max_by_key(|r| r.weight).map_or(31, |r| r.pos as u64);
        let told = [
            Feature::Past,
            Feature::Present,
            Feature::Imperative,
            Feature::Passive,
            Feature::VerbalNoun,
            Feature::Participle,
            Feature::Plural,
        ];
        let told = told.iter().enumerate().fold(0, |bits, (k, f)| bits | u64::from(features.has(*f)) << k);
        let kinds = of_dictionary().fold(0, |bits, r| bits | 1_u64 << r.pos as u32);
        kinds | u64::from(self.article > 0) << 20 | best << 24 | told << 32 | 1 << 63
    }

    /// The reading that fits a part of speech best: one whose lemma the packs speak of, in the third person, the
    /// commonest among those with it, else among those that stand near it.
    #[must_use]
    pub fn reading(
        &self,
        pos: PartOfSpeech,
        features: Features,
        spoken: impl Fn(u32) -> bool,
    ) -> Option<&Reading> {
        let near = |r: &&Reading| match pos {
            PartOfSpeech::Aux => r.pos == PartOfSpeech::Verb,
            PartOfSpeech::Verb => false,
            _ => r.pos != PartOfSpeech::Verb && r.pos != PartOfSpeech::Propn,
        };
        let agrees = |r: &Reading| (r.features.0 & features.0).count_ones();
        let order = |r: &&Reading| {
            let verb = r.pos == PartOfSpeech::Verb;
            let others = r.tells_of_others();
            (std::cmp::Reverse(r.fit), verb && others && spoken(r.lemma), others, agrees(r), r.weight)
        };
        let of = |r: &&Reading| r.pos == pos;
        // The first of equals: the lexicon lists the commoner lemma first.
        self.readings
            .iter()
            .filter(of)
            .rev()
            .max_by_key(order)
            .or_else(|| self.readings.iter().filter(near).rev().max_by_key(order))
    }
}

/// What a piece of a word is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A clitic before the stem, by its place in the pack.
    Proclitic(u8),
    /// The stem; its readings are the cut's.
    Stem,
    /// A pronoun ending, by its place in the pack.
    Enclitic(u8),
}

/// What is known of the word before.
#[derive(Debug, Clone, Copy, Default)]
pub struct Before {
    /// A hash of its key spelling; 0 at the start of a sentence and after punctuation.
    pub word: u64,
    /// Parts of speech its stem can have, a bit each.
    pub tags: u32,
    /// Its stem carries the article or a pronoun ending.
    pub closed: bool,
}

/// Works through the words of a text, reusing its buffers.
#[derive(Debug)]
pub struct Analyser<'p> {
    /// Clitics and lexicon of the language.
    pub morphology: &'p Morphology,
    spelling: Spelling,
    /// The cuts of the word last looked at.
    pub cuts: Vec<Cut>,
    /// Readings that the cuts refer to.
    pub readings: Vec<Reading>,
    found: Vec<Reading>,
    seen: Seen,
    /// The enclitics that the word may end with, by their place in the pack.
    endings: Vec<u8>,
    /// The hash of the key of the word whose cuts are listed.
    word: u64,
}

impl Drop for Analyser<'_> {
    fn drop(&mut self) {
        self.morphology.lexicon.seen.put_back(std::mem::take(&mut self.seen));
    }
}

impl<'p> Analyser<'p> {
    /// For a language whose pack has clitics.
    #[must_use]
    pub fn new(morphology: &'p Morphology) -> Self {
        Self {
            morphology,
            spelling: Spelling::default(),
            cuts: Vec::new(),
            readings: Vec::new(),
            found: Vec::new(),
            seen: morphology.lexicon.seen.take(),
            endings: Vec::new(),
            word: 0,
        }
    }

    /// Cuts a word, given what stands before it and the word after it (empty at the end of a sentence and before
    /// punctuation), and returns the chosen cut. Its readings are in [`Self::readings`] until the next call.
    pub fn segment(&mut self, word: &str, before: Before, after: &str) -> Cut {
        self.list(word);
        let chosen = self.choose(before, after);
        self.cuts[chosen]
    }

    /// Lists every cut of a word; the first is no cut at all.
    pub fn list(&mut self, word: &str) {
        self.spelling.fill(word);
        self.word = hash(self.spelling.key.as_bytes());
        self.cuts.clear();
        self.readings.clear();
        let length = self.spelling.key.len();
        if length > LONGEST {
            self.cuts.push(Cut {
                first: None,
                second: None,
                article: false,
                enclitic: None,
                stem: (0, length.min(usize::from(u16::MAX)) as u16),
                readings: (0, 0),
            });
            return;
        }
        let morphology = self.morphology;
        let enclitics = morphology.clitics.enclitics.iter().enumerate();
        // Compared as written: a final alif maqsura is no pronoun of the first person.
        let fitting =
            enclitics.filter(|(_, e)| self.spelling.written.ends_with(&e.form)).map(|(k, _)| k as u8);
        self.endings.clear();
        self.endings.extend(fitting);
        let proclitics = &morphology.clitics.proclitics;
        self.after_proclitics(None, None, 0);
        for (k, first) in proclitics.iter().enumerate() {
            if !self.spelling.key.starts_with(&first.form) || first.form.len() >= length {
                continue;
            }
            self.after_proclitics(Some(k as u8), None, first.form.len());
            if first.place > 1 {
                continue;
            }
            for (j, second) in proclitics.iter().enumerate().filter(|(_, p)| p.place > 1) {
                let at = first.form.len() + second.form.len();
                if self.spelling.key[first.form.len()..].starts_with(&second.form) && at < length {
                    self.after_proclitics(Some(k as u8), Some(j as u8), at);
                }
            }
        }
    }

    /// Lists the cuts whose stem starts at a byte of the key.
    fn after_proclitics(&mut self, first: Option<u8>, second: Option<u8>, start: usize) {
        let clitics = &self.morphology.clitics;
        let last = second.or(first).map(|k| &clitics.proclitics[usize::from(k)]);
        let rest = &self.spelling.key[start..];
        let length = self.spelling.key.len();
        // The article as written here: whole, or without its first letter after a clitic that shortens it.
        let shortened = clitics.article.char_indices().nth(1).map_or("", |(at, _)| &clitics.article[at..]);
        let article = match last {
            Some(l) if l.shortens_article => rest.starts_with(shortened).then_some(shortened.len()),
            _ => rest.starts_with(&clitics.article).then_some(clitics.article.len()),
        };
        let needs = last.map_or(Conditions::default(), |l| l.before);
        let base = Cut {
            first,
            second,
            article: false,
            enclitic: None,
            stem: (start as u16, length as u16),
            readings: (0, 0),
        };
        if let Some(article) = article.filter(|a| start + a < length) {
            let readings = self.read(start + article, length, |r| {
                r.conditions.all(Conditions::DEFINITE.with(needs)) && takes_article(r.pos)
            });
            if readings.0 < readings.1 || length - start - article >= SHORTEST_UNKNOWN {
                self.cuts.push(Cut { article: true, readings, ..base });
            }
        }
        let bound = Conditions::BOUND.with(Conditions::BOUND_FIRST);
        let closed = Conditions::CLOSED;
        let readings = self.read(start, length, |r| {
            r.conditions.all(needs)
                && !r.conditions.any(bound)
                && (second.is_none() || !r.conditions.any(closed))
        });
        if start == 0 || readings.0 < readings.1 || length - start >= SHORTEST_UNKNOWN {
            self.cuts.push(Cut { readings, ..base });
        }
        for at in 0..self.endings.len() {
            let k = self.endings[at];
            let enclitic = &self.morphology.clitics.enclitics[usize::from(k)];
            let end = self.spelling.key.len() - enclitic.form.len();
            if end <= start {
                continue;
            }
            let after = enclitic.after;
            let readings = self.read(start, end, |r| r.conditions.all(needs.with(after)));
            if readings.0 < readings.1 || end - start >= SHORTEST_UNKNOWN {
                self.cuts.push(Cut { enclitic: Some(k), stem: (start as u16, end as u16), readings, ..base });
            }
        }
    }

    /// Reads a stretch of the key and keeps the readings that fit; those whose hamzas contradict the text only when no
    /// other does.
    fn read(&mut self, start: usize, end: usize, fits: impl Fn(&Reading) -> bool) -> (u32, u32) {
        let from = self.readings.len() as u32;
        let (Some(key), Some(written)) =
            (self.spelling.key.get(start..end), self.spelling.written.get(start..end))
        else {
            return (from, from);
        };
        self.found.clear();
        let told = self.seen.readings(&self.morphology.lexicon, key, written);
        self.found.extend(told.iter().filter(|r| fits(r)));
        let best = self.found.iter().map(|r| r.fit).min().unwrap_or_default();
        self.readings.extend(self.found.iter().filter(|r| r.fit == best || r.fit < Fit::Contrary));
        (from, self.readings.len() as u32)
    }

    /// Every reading of a word that is already cut, and whether it carries the article; `before` is the token before it,
    /// after which the article may be shortened.
    pub fn readings_of(&mut self, form: &str, before: &str) -> Known<'_> {
        self.spelling.fill(form);
        self.readings.clear();
        let clitics = &self.morphology.clitics;
        let length = self.spelling.key.len();
        let shortens = clitics.proclitics.iter().any(|p| p.shortens_article && p.form == before);
        let shortened = clitics.article.char_indices().nth(1).map_or("", |(at, _)| &clitics.article[at..]);
        let article = if shortens { shortened } else { clitics.article.as_str() };
        let carries = length <= LONGEST && length > article.len() && self.spelling.key.starts_with(article);
        let article = if carries { article.len() } else { 0 };
        if carries {
            self.read(article, length, |r| r.conditions.all(Conditions::DEFINITE) && takes_article(r.pos));
        }
        let known_with_article = !self.readings.is_empty();
        if length <= LONGEST {
            self.read(0, length, |_| true);
        }
        let carries = known_with_article || carries && self.readings.is_empty() && !shortens;
        Known {
            readings: &self.readings,
            article: if carries { article } else { 0 },
            written: &self.spelling.written,
        }
    }

    /// The index of the best cut.
    fn choose(&self, before: Before, after: &str) -> usize {
        let Some(weights) = &self.morphology.segmenter else { return self.fewest() };
        if self.cuts.len() == 1 {
            return 0;
        }
        let mut best = (i32::MIN, 0);
        for k in 0..self.cuts.len() {
            let mut score = 0;
            self.features(k, before, after, |feature| score += weights.weight(feature));
            // Among equals the earlier cut wins.
            if score > best.0 {
                best = (score, k);
            }
        }
        best.1
    }

    /// Without weights: the cut with a known stem and the fewest pieces.
    fn fewest(&self) -> usize {
        let pieces = |c: &Cut| {
            usize::from(c.first.is_some())
                + usize::from(c.second.is_some())
                + usize::from(c.enclitic.is_some())
        };
        let rank = |c: &Cut| (c.readings.0 == c.readings.1, pieces(c));
        (0..self.cuts.len()).min_by_key(|&k| rank(&self.cuts[k])).unwrap_or(0)
    }

    /// Hands on the features of a cut, hashed.
    pub fn features(&self, cut: usize, before: Before, after: &str, mut put: impl FnMut(u64)) {
        let cut = &self.cuts[cut];
        let readings = &self.readings[cut.readings.0 as usize..cut.readings.1 as usize];
        let tags = tags(readings);
        let best = readings.iter().max_by_key(|r| (r.weight, std::cmp::Reverse(r.pos)));
        let fit = readings.iter().map(|r| r.fit).min().map_or(3, |f| f as u64);
        let conditions = readings.iter().fold(0, |all, r| all | r.conditions.0);
        let number = |clitic: Option<u8>| clitic.map_or(0, |k| u64::from(k) + 1);
        let head = number(cut.first) | number(cut.second) << 8 | u64::from(cut.article) << 16;
        let shape = head | number(cut.enclitic) << 17;
        let weight = u64::from(best.map_or(0, |r| r.weight)) / 4;
        let kind = best.map_or(31, |r| r.pos as u64);
        let known = u64::from(!readings.is_empty());
        let stem = &self.spelling.key.as_bytes()[usize::from(cut.stem.0)..usize::from(cut.stem.1)];
        let length = (stem.len() as u64 / 2).min(7);
        let next = Next::of(after, &self.morphology.clitics.article);
        let mut out = |name: u64, a: u64, b: u64| put(mix(mix(name, a), b));
        out(1, shape, known);
        out(2, head, u64::from(tags));
        out(3, number(cut.enclitic), u64::from(tags));
        out(4, shape, fit);
        out(5, shape, weight);
        out(6, shape, kind);
        out(7, shape, self.word);
        out(8, hash(stem), kind);
        out(9, head, u64::from(before.tags));
        out(10, u64::from(before.tags) << 32 | u64::from(tags), head);
        out(11, before.word, kind);
        out(12, before.word, shape);
        out(13, number(cut.enclitic) << 1 | u64::from(before.closed), kind);
        out(14, next as u64, u64::from(conditions & 15) << 32 | number(cut.enclitic));
        out(15, shape << 4 | next as u64, kind);
        out(16, shape, length << 1 | known);
        out(17, known << 8 | weight, u64::from(shape != 0));
        if readings.is_empty() {
            out(18, shape, hash(&stem[..stem.len().min(4)]));
            out(19, shape, hash(&stem[stem.len().saturating_sub(4)..]));
            out(20, shape, hash(&stem[stem.len().saturating_sub(2)..]));
        }
    }

    /// What the next word needs to know of a cut.
    #[must_use]
    pub fn before(&self, cut: &Cut) -> Before {
        let readings = &self.readings[cut.readings.0 as usize..cut.readings.1 as usize];
        let stem = self.spelling.key.as_bytes();
        Before {
            word: hash(&stem[usize::from(cut.stem.0)..usize::from(cut.stem.1)]) | 1,
            tags: tags(readings),
            closed: cut.article || cut.enclitic.is_some(),
        }
    }

    /// The pieces of the word last looked at, by a cut of it: in order, without gaps.
    pub fn pieces(&self, cut: &Cut, word: &str, mut put: impl FnMut(Piece)) {
        let clitics = &self.morphology.clitics;
        let mut start = 0;
        let mut at = 0;
        for k in [cut.first, cut.second].into_iter().flatten() {
            at += clitics.proclitics[usize::from(k)].form.len();
            let end = self.spelling.original(at);
            put(Piece { start, end, kind: Kind::Proclitic(k) });
            start = end;
        }
        let end =
            if cut.enclitic.is_some() { self.spelling.original(usize::from(cut.stem.1)) } else { word.len() };
        put(Piece { start, end, kind: Kind::Stem });
        if let Some(k) = cut.enclitic {
            put(Piece { start: end, end: word.len(), kind: Kind::Enclitic(k) });
        }
    }
}

/// What stands after a word, as far as it tells how the word ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Next {
    /// The end or punctuation.
    End,
    /// A word with the article.
    Definite,
    /// Any other word.
    Other,
}

impl Next {
    fn of(after: &str, article: &str) -> Self {
        match after {
            "" => Self::End,
            // Articles are written without hamza or marks, so the text itself can be compared.
            word if word.starts_with(article) => Self::Definite,
            _ => Self::Other,
        }
    }
}

/// True for parts of speech that stand with the article.
fn takes_article(pos: PartOfSpeech) -> bool {
    !matches!(
        pos,
        PartOfSpeech::Verb
            | PartOfSpeech::Adp
            | PartOfSpeech::Cconj
            | PartOfSpeech::Sconj
            | PartOfSpeech::Part
            | PartOfSpeech::Pron
    )
}

/// The parts of speech of readings, a bit each.
fn tags(readings: &[Reading]) -> u32 {
    readings.iter().fold(0, |tags, r| tags | 1 << r.pos as u32)
}

/// A hash of bytes (FNV-1a); 0 stands for nothing.
fn hash(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, &b| (hash ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3))
}

fn mix(state: u64, value: u64) -> u64 {
    (state.rotate_left(23) ^ value).wrapping_mul(0x9fb2_1c65_1e98_df25)
}

/// Features of a piece that is a clitic, with its part of speech and lemma.
#[must_use]
pub fn clitic(morphology: &Morphology, kind: Kind) -> Option<(PartOfSpeech, Features, &str)> {
    match kind {
        Kind::Proclitic(k) => {
            morphology.clitics.proclitics.get(usize::from(k)).map(|p| (p.pos, p.features, p.lemma.as_str()))
        }
        Kind::Enclitic(k) => morphology
            .clitics
            .enclitics
            .get(usize::from(k))
            .map(|e| (PartOfSpeech::Pron, e.features, e.lemma.as_str())),
        Kind::Stem => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::packs::Problems;
    use proptest::prelude::*;
    use std::sync::LazyLock;

    static MORPHOLOGY: LazyLock<Morphology> = LazyLock::new(|| {
        Morphology::load(tawatur_packs::FILES, "lang/ar/", &mut Problems::default())
            .expect("the Arabic pack has a lexicon")
    });

    /// The words of a text, cut, with `+` between pieces.
    fn cut(text: &str) -> String {
        let mut analyser = Analyser::new(&MORPHOLOGY);
        let words: Vec<&str> = text.split(' ').collect();
        let mut before = Before::default();
        let mut out = Vec::new();
        for (k, word) in words.iter().enumerate() {
            let cut = analyser.segment(word, before, words.get(k + 1).copied().unwrap_or(""));
            before = analyser.before(&cut);
            let mut pieces = Vec::new();
            analyser.pieces(&cut, word, |piece| pieces.push(&word[piece.start..piece.end]));
            out.push(pieces.join("+"));
        }
        out.join(" ")
    }

    #[test]
    fn every_clitic_is_cut() {
        for expected in [
            "و+دخل المقاتلون البلدة",
            "ف+انسحب الجنود",
            "وصل الوفد ب+سيارت+ه",
            "سلم+ها ل+لجيش",
            "وصف+ها ك+منطقة آمنة",
            "س+يخرج المسلحون من+ها",
            "و+س+تدخل القافلة",
            "و+ب+المدينة مخيم",
            "و+ل+لجيش موقع",
            "دعا ل+وقف القتال",
            "قصف+ها الطيران",
            "مع عائلات+هم",
            "بين+هما اتفاق",
            "قال إن+ه غادر",
            "قالوا إن+هم غادروا",
        ] {
            assert_eq!(cut(&expected.replace('+', "")), expected);
        }
    }

    #[test]
    fn names_and_stems_stay_whole() {
        for text in [
            "زار وزير الخارجية ألبانيا",
            "البانيا بلد أوروبي",
            "قال والي المدينة",
            "الرئيس بشار الأسد",
            "أصدر بيان الجيش",
            "لواء فيصل",
            "سلاح ثقيل",
            "بلدة كفر لاها",
            "فصائل المعارضة",
            "لبنان",
            "قوات النظام",
            "أهالي الحي",
            "كتيبة سلفية",
            "وفد روسي",
            "فرنسا",
            "بريطانيا",
            "كلية الطب",
        ] {
            assert_eq!(cut(text), text);
        }
    }

    #[test]
    fn vowel_signs_and_tatweel_stay_with_their_letters() {
        assert_eq!(cut("وَبِالْمَدِينَةِ"), "وَ+بِ+الْمَدِينَةِ");
        assert_eq!(cut("وســـوريا"), "و+ســـوريا");
    }

    proptest! {
        #[test]
        fn pieces_make_up_the_word(word in "(\\PC|[اأإآبتثجحخدذرزسشصضطظعغفقكلمنهويىةءؤئ\u{64e}\u{640}\u{200f}]){1,20}", after in "\\PC{0,4}") {
            let mut analyser = Analyser::new(&MORPHOLOGY);
            let cut = analyser.segment(&word, Before::default(), &after);
            let mut at = 0;
            analyser.pieces(&cut, &word, |piece| {
                assert_eq!(piece.start, at);
                assert!(piece.end > piece.start && word.is_char_boundary(piece.end));
                at = piece.end;
            });
            prop_assert_eq!(at, word.len());
        }
    }
}
