//! Language analysis: from a text to passages, sentences, tokens, a tree of words and clauses. Knows no event and no name.

mod capitals;
mod clause_nouns;
mod clause_verbs;
pub mod clauses;
mod dateline;
mod forms;
mod language;
pub mod lemma;
mod links;
mod predicate;
pub mod render;
mod search;
pub mod segment;
mod sentences;
pub mod tagger;
mod tokens;
pub mod tree;

pub use language::identify;
pub use search::search_forms;

use crate::model::{Analysis, Arc, Block, Features, Lang, PartOfSpeech, Passage, Sentence, Token};
use crate::packs::{Conditions, Language, Morphology, Packs, Tagger};
use crate::text::{Span, fold_str, is_letter};
use language::Signs;
use std::ops::Range;

/// Words from which on a block or a sentence may be in another language than what surrounds it: fewer are too often names.
const OWN_LANGUAGE: usize = 5;

/// Analyses a text whose blocks (paragraphs, headlines, captions) are known; sentences never run across blocks.
#[must_use]
pub fn analyse(text: &str, blocks: &[Block], packs: &Packs) -> Analysis {
    let signs = Signs::of(text, packs);
    let home = signs.language(Span::new(0, text.len()));
    let mut work = Work { text, packs, signs, analyser: None, analysis: Analysis::default() };
    for block in paragraphs(text, blocks) {
        let lang = work.language_of(block, home);
        work.block(block, lang);
    }
    work.finish()
}

/// The blocks in order, or, where there are none, the text's lines. A line that goes on in lower case belongs to the
/// line before it unless that one ends a sentence.
fn paragraphs(text: &str, blocks: &[Block]) -> Vec<Span> {
    let mut found: Vec<Span> = Vec::new();
    if blocks.is_empty() {
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            let span = Span::new(at, at + line.len()).trim(text);
            at += line.len();
            if span.is_empty() {
                continue;
            }
            let starts_small = span.slice(text).starts_with(char::is_lowercase);
            match found.last_mut() {
                Some(last)
                    if starts_small
                        && runs_on(last.slice(text))
                        && !text[last.end as usize..span.start as usize].contains("\n\n") =>
                {
                    *last = last.cover(span)
                }
                _ => found.push(span),
            }
        }
        return found;
    }
    for block in blocks {
        let after = found.last().map_or(0, |last| last.end);
        let span = block.span.trim(text);
        // Blocks are given in order; one that is not, or that lies outside the text, is left out.
        if !span.is_empty() && span.start >= after && !span.slice(text).is_empty() {
            found.push(span);
        }
    }
    found
}

/// True when a line does not end like a sentence.
fn runs_on(line: &str) -> bool {
    line.ends_with(|c: char| c.is_alphanumeric() || c == ',' || c == '-')
}

/// What the tagger and the lexicon say of one word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// Its tag, as an index into the model's tags.
    pub tag: u8,
    /// Its lemma, not folded.
    pub lemma: String,
    /// All its features.
    pub features: Features,
}

/// Tags the words of one sentence, and gives each its lemma and features.
#[must_use]
pub fn tag_words(forms: &[&str], model: &Tagger, morphology: Option<&Morphology>) -> Vec<Reading> {
    tag_words_by(morphology.map(segment::Analyser::new).as_mut(), forms, model, morphology)
}

/// The same by an analyser that has seen words before.
fn tag_words_by(
    mut analyser: Option<&mut segment::Analyser<'_>>,
    forms: &[&str],
    model: &Tagger,
    morphology: Option<&Morphology>,
) -> Vec<Reading> {
    let mut normal = String::new();
    // The normalised forms, one after the other, and where each ends.
    let (mut normals, mut ends) = (String::new(), Vec::with_capacity(forms.len() + 1));
    ends.push(0);
    let mut words = Vec::with_capacity(forms.len());
    // What the morphological lexicon says of each word: all readings, and each word's part of them with its article.
    let mut readings = Vec::new();
    let mut parts = Vec::new();
    // Those words without vowel signs, one after the other.
    let mut bare = String::new();
    for (k, form) in forms.iter().enumerate() {
        tagger::normalise(form, &mut normal);
        normals.push_str(&normal);
        ends.push(normals.len());
        let mut word = tagger::Word::new(form, &normal, k == 0, model);
        if let Some(analyser) = &mut analyser {
            let known = analyser.readings_of(form, k.checked_sub(1).map_or("", |before| forms[before]));
            word.hints = known.hints();
            // A stem that stands only before a pronoun ending is out where none follows.
            let bound = forms.get(k + 1).is_some_and(|next| {
                morphology.is_some_and(|m| m.clitics.enclitics.iter().any(|e| e.form == *next))
            });
            let stands = |r: &&crate::packs::Reading| {
                bound || !r.conditions.any(Conditions::BOUND.with(Conditions::BOUND_FIRST))
            };
            let standing: Vec<_> = known.readings.iter().filter(stands).copied().collect();
            word.allowed = predicate::allowed(&standing, model, word.tags);
            let (start, letters) = (readings.len(), bare.len());
            readings.extend(standing);
            bare.push_str(known.written);
            parts.push((start..readings.len(), letters..bare.len(), known.article));
        } else if word.class == 0 && word.sure.is_none() && form.starts_with(char::is_lowercase) {
            word.allowed = model.open_tags(&normal);
        }
        words.push(word);
    }
    let known = |k: usize| {
        let (part, letters, article) = parts.get(k)?;
        Some(segment::Known {
            readings: &readings[part.clone()],
            article: *article,
            written: &bare[letters.clone()],
        })
    };
    let mut tags = Vec::with_capacity(forms.len());
    tagger::tag(&words, model, &mut tags);
    if let Some(morphology) = morphology {
        let mut is_verb = |k: usize| {
            let spoken = |lemma: u32| model.is_spoken(&fold_str(morphology.lexicon.lemma(lemma)));
            known(k)?.spoken_verb(spoken).map(|r| r.features)
        };
        predicate::find(&mut tags, model, &mut is_verb);
    } else {
        predicate::find_behind_subject(&mut tags, forms, &words, model);
        predicate::find_before_article(&mut tags, forms, &words, model);
    }
    let mut found = Vec::with_capacity(forms.len());
    for (k, (word, tag)) in words.iter().zip(tags).enumerate() {
        let normal = &normals[ends[k]..ends[k + 1]];
        let (lemma, features) = match (morphology, known(k)) {
            (Some(morphology), Some(known)) => {
                lemma::of_lexicon(&known, morphology, normal, word.class, tag, model)
            }
            _ => lemma::lemma(forms[k], normal, word.class, tag, model),
        };
        found.push(Reading { tag, lemma, features });
    }
    found
}

/// An analysis under way.
struct Work<'a> {
    text: &'a str,
    packs: &'a Packs,
    /// What its words say of its language.
    signs: Signs<'a>,
    /// For the language with clitics that came last.
    analyser: Option<(Lang, segment::Analyser<'a>)>,
    analysis: Analysis,
}

impl<'a> Work<'a> {
    /// The language of a stretch: its own when it is long enough to tell, else that of the text around it.
    fn language_of(&self, span: Span, around: Lang) -> Lang {
        let part = span.slice(self.text);
        let long = part.split_whitespace().filter(|w| w.chars().any(is_letter)).take(OWN_LANGUAGE).count()
            == OWN_LANGUAGE;
        if long || around == Lang::UNKNOWN { self.signs.language(span) } else { around }
    }

    /// Cuts a block into sentences and analyses each.
    fn block(&mut self, block: Span, lang: Lang) {
        let spans = self.cut(block, lang);
        let dateline = dateline::length(self.text, &spans);
        for range in self.split(&spans, lang) {
            let dated = range.end == dateline;
            let sentence = &spans[range];
            let Some((first, last)) = sentence.first().zip(sentence.last()) else { continue };
            let span = first.cover(*last);
            // A block of one sentence has been looked at already; the names of a dateline tell no language.
            let own = if span == block || dated { lang } else { self.language_of(span, lang) };
            if own == lang {
                self.sentence(span, sentence, lang);
            } else {
                let again = self.cut(span, own);
                self.sentence(span, &again, own);
            }
        }
    }

    fn pack(&self, lang: Lang) -> Option<&'a Language> {
        self.packs.languages.get(&lang)
    }

    /// The analyser of a language whose words have clitics.
    fn analyser(&mut self, lang: Lang) -> Option<&mut segment::Analyser<'a>> {
        let morphology = self.pack(lang)?.morphology.as_ref()?;
        if self.analyser.as_ref().is_none_or(|(of, _)| *of != lang) {
            self.analyser = Some((lang, segment::Analyser::new(morphology)));
        }
        self.analyser.as_mut().map(|(_, analyser)| analyser)
    }

    fn cut(&mut self, span: Span, lang: Lang) -> Vec<Span> {
        let mut spans = Vec::new();
        let text = self.text;
        let settings = self.pack(lang).map(|l| &l.settings);
        tokens::cut(text, span, settings, &mut spans);
        match (self.analyser(lang), settings) {
            (Some(analyser), Some(settings)) => tokens::cut_clitics(text, &spans, analyser, settings),
            _ => spans,
        }
    }

    fn split(&self, spans: &[Span], lang: Lang) -> Vec<Range<usize>> {
        let pack = self.pack(lang);
        let (settings, tagger) = (pack.map(|l| &l.settings), pack.and_then(|l| l.tagger.as_ref()));
        let found = sentences::split(self.text, spans, settings, tagger);
        links::cut(self.text, spans, found, settings, tagger)
    }

    /// Tags the tokens of a sentence and adds it.
    fn sentence(&mut self, span: Span, spans: &[Span], lang: Lang) {
        let start = self.analysis.tokens.len();
        match self.pack(lang).and_then(|l| l.tagger.as_ref()) {
            Some(model) => self.tagged(spans, model, lang),
            None => self.untagged(spans),
        }
        let tokens = start..self.analysis.tokens.len();
        self.analysis.sentences.push(Sentence { span, lang, tokens });
        match self.analysis.passages.last_mut() {
            Some(last) if last.lang == lang => last.span = last.span.cover(span),
            _ => self.analysis.passages.push(Passage { span, lang }),
        }
    }

    fn tagged(&mut self, spans: &[Span], model: &Tagger, lang: Lang) {
        let text = self.text;
        let pack = self.pack(lang);
        let spelled = |form: &'a str| {
            let known = pack.and_then(|l| l.settings.spelled.get(form));
            known.map_or(form, String::as_str)
        };
        let forms: Vec<&str> = spans.iter().map(|span| spelled(span.slice(text))).collect();
        let recased = pack.and_then(|language| capitals::recase(&forms, model, language));
        let forms = recased.as_ref().map_or(forms, |words| words.iter().map(String::as_str).collect());
        let morphology = pack.and_then(|l| l.morphology.as_ref());
        let readings = tag_words_by(self.analyser(lang), &forms, model, morphology);
        for (span, reading) in spans.iter().zip(readings) {
            let (folded, lemma) = (fold_str(span.slice(text)), fold_str(&reading.lemma));
            let pos = model.tags[reading.tag as usize].pos;
            self.analysis.tokens.push(Token { span: *span, folded, lemma, pos, features: reading.features });
        }
    }

    /// Tokens of a language without a model: numbers and punctuation are known by sight.
    fn untagged(&mut self, spans: &[Span]) {
        for &span in spans {
            let form = span.slice(self.text);
            let folded = fold_str(form);
            let pos = match form.chars().next() {
                Some(c) if c.is_numeric() => PartOfSpeech::Num,
                Some(_) if !form.chars().any(char::is_alphanumeric) => PartOfSpeech::Punct,
                _ => PartOfSpeech::X,
            };
            self.analysis.tokens.push(Token {
                span,
                lemma: folded.clone(),
                folded,
                pos,
                features: Features::default(),
            });
        }
    }

    fn finish(mut self) -> Analysis {
        // What it has seen is free for whoever looks a word up once more.
        self.analyser = None;
        let Analysis { sentences, tokens, arcs, clauses, .. } = &mut self.analysis;
        arcs.resize(tokens.len(), Arc::default());
        for sentence in sentences.iter() {
            let Some(language) = self.packs.languages.get(&sentence.lang) else { continue };
            let range = sentence.tokens.clone();
            forms::repair(self.text, &mut tokens[range.clone()], language);
            clause_verbs::repair(self.text, &mut tokens[range.clone()], language);
            let words = &tokens[range.clone()];
            let known = language.grammar.known_all(words);
            arcs[range.clone()].copy_from_slice(&tree::grow(words, &known, language, range.start));
            let found = clauses::read(tokens, arcs, &known, sentence, language, clauses.len());
            clauses.extend(found);
        }
        self.analysis
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The embedded packs, read once for all tests.
    pub(super) fn packs() -> &'static Packs {
        static PACKS: std::sync::LazyLock<Packs> =
            std::sync::LazyLock::new(|| Packs::load(tawatur_packs::FILES).expect("the embedded packs load"));
        &PACKS
    }

    #[test]
    fn each_language_is_recognised_and_others_are_not() {
        let packs = packs();
        for (text, lang) in [
            ("The army said that the convoy had left the town before noon.", "en"),
            ("L'armée a déclaré que le convoi avait quitté la ville avant midi.", "fr"),
            ("قال الجيش إن القافلة غادرت البلدة قبل الظهر", "ar"),
            ("ارتش اعلام کرد که کاروان پیش از ظهر شهر را ترک کرده است", "und"),
            ("فوج نے کہا کہ قافلہ دوپہر سے پہلے شہر سے نکل گیا", "und"),
            (
                "Ordu, konvoyun öğleden önce kasabadan ayrıldığını bildirdi ve bu olay için açıklama yaptı.",
                "und",
            ),
            ("Армия сообщила, что колонна покинула город.", "und"),
            ("", "und"),
        ] {
            assert_eq!(identify(text, packs).as_str(), lang, "{text}");
        }
    }

    #[test]
    fn a_quotation_in_another_language_is_a_passage() {
        let text = "The ministry published one line.\nL'armée a quitté la ville avant midi, dit le texte.\nNothing else was said to the press.";
        let found = analyse(text, &[], packs());
        let langs: Vec<&str> = found.passages.iter().map(|p| p.lang.as_str()).collect();
        assert_eq!(langs, ["en", "fr", "en"]);
    }

    #[test]
    fn arabic_clitics_are_tokens() {
        let text = "وقال الناطق إن قواته انسحبت من البلدة.";
        let forms: Vec<&str> =
            analyse(text, &[], packs()).tokens.iter().map(|t| t.span.slice(text)).collect();
        assert_eq!(forms, ["و", "قال", "الناطق", "إن", "قوات", "ه", "انسحبت", "من", "البلدة", "."]);
    }

    /// One root, every head in the sentence, no circle; text without a pack has no heads at all.
    fn is_tree(arcs: &[Arc], sentence: &Sentence) -> bool {
        let roots = sentence.tokens.clone().filter(|&t| arcs[t].head.is_none()).count();
        let reaches_root = |start: usize| {
            let mut at = start;
            for _ in 0..=sentence.tokens.len() {
                match arcs[at].head {
                    Some(head) if sentence.tokens.contains(&(head as usize)) => at = head as usize,
                    Some(_) => return false,
                    None => return true,
                }
            }
            false
        };
        (roots == 1 || sentence.lang == Lang::UNKNOWN) && sentence.tokens.clone().all(reaches_root)
    }

    proptest! {
        #[test]
        fn spans_are_sound_on_any_text(text in "(\\PC|[ '’.\\-a-zA-Zà-ÿا-ي0-9؟!\u{200f}\u{301}\n]){0,120}") {
            let packs = packs();
            let found = analyse(&text, &[], packs);
            let mut at = 0;
            for token in &found.tokens {
                prop_assert!(token.span.start as usize >= at && !token.span.is_empty());
                prop_assert!(text[at..token.span.start as usize].trim().is_empty());
                at = token.span.end as usize;
            }
            prop_assert!(text[at..].trim().is_empty());
            prop_assert_eq!(found.arcs.len(), found.tokens.len());
            let mut next = 0;
            for sentence in &found.sentences {
                prop_assert_eq!(sentence.tokens.start, next);
                prop_assert!(!sentence.tokens.is_empty());
                prop_assert!(is_tree(&found.arcs, sentence));
                next = sentence.tokens.end;
            }
            prop_assert_eq!(next, found.tokens.len());
        }
    }
}
