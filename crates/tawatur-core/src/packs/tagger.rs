//! Lexicon and tagger weights of a language in one file (`lang/<xx>/tagger.bin`), made by `cargo dev train tagger`.
//!
//! The lexicon maps a word form to its possible analyses: tag, features, and a rule from form to lemma. Forms are
//! kept as hashes, endings of unknown words likewise. All integers are little-endian. The large tables are used where
//! they lie in the program.

use super::spoken::Spoken;
use super::weights::{Weights, hash, mix};
use super::{PackFile, Problems};
use crate::model::{Feature, Features, PartOfSpeech};
use crate::text::lower_case;
use std::borrow::Cow;

/// First bytes of the file; the number changes with the layout.
const MAGIC: &[u8; 8] = b"twtag-02";
/// Hash seeds that keep forms and endings apart.
const FORM: u64 = 1;
const ENDING: u64 = 2;
/// Longest ending, in characters, that is looked up for an unknown word.
pub const LONGEST_ENDING: usize = 6;

/// A tag the tagger chooses: a part of speech with the features that only context decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Tag {
    /// Part of speech.
    pub pos: PartOfSpeech,
    /// Verb form, tense, mood, voice; relative for pronouns.
    pub features: u64,
}

impl Tag {
    /// The tag of a word: its part of speech with those of its features that only context decides.
    #[must_use]
    pub fn of(pos: PartOfSpeech, features: Features) -> Self {
        use Feature as F;
        const VERBAL: [F; 12] = [
            F::Past,
            F::Present,
            F::Future,
            F::Imperfect,
            F::Finite,
            F::Infinitive,
            F::Participle,
            F::Gerund,
            F::Conditional,
            F::Subjunctive,
            F::Imperative,
            F::Passive,
        ];
        let kept: &[F] = match pos {
            PartOfSpeech::Verb | PartOfSpeech::Aux => &VERBAL,
            PartOfSpeech::Pron => &[F::Relative, F::Possessive],
            PartOfSpeech::Adv | PartOfSpeech::Det => &[F::Relative],
            _ => &[],
        };
        let mask = kept.iter().fold(Features::default(), |set, feature| set.with(*feature));
        Self { pos, features: features.0 & mask.0 }
    }
}

/// From a form to its lemma: cut characters from both ends, put others on the end.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LemmaRule {
    /// The rule works on the form as written, not in lower case.
    pub keep_case: bool,
    /// Characters to cut from the start (the Arabic article, prefixes of the imperfect).
    pub skip: u8,
    /// Characters to cut from the end.
    pub cut: u8,
    /// What to put on.
    pub append: String,
}

/// Most characters a rule cuts from the start of a form.
pub(super) const LONGEST_PREFIX: usize = 3;

impl LemmaRule {
    /// The shortest rule that leads from a form, as written or in lower case, to a lemma.
    #[must_use]
    pub fn between(form: &str, lemma: &str, keep_case: bool) -> Self {
        let base: Vec<char> =
            if keep_case { form.chars().collect() } else { form.to_lowercase().chars().collect() };
        let rule = |skip: usize| {
            let shared = base[skip..].iter().zip(lemma.chars()).take_while(|(a, b)| **a == *b).count();
            let small = |n: usize| u8::try_from(n).unwrap_or(u8::MAX);
            Self {
                keep_case,
                skip: small(skip),
                cut: small(base.len() - skip - shared),
                append: lemma.chars().skip(shared).collect(),
            }
        };
        let skips = 0..=LONGEST_PREFIX.min(base.len());
        // At least one rule exists, that of no skip.
        skips.map(rule).min_by_key(|r| (r.length(), r.skip)).unwrap_or_else(|| rule(0))
    }

    /// How much the rule changes.
    #[must_use]
    pub fn length(&self) -> usize {
        // A cut at the start is rarer than one at the end and must be worth it.
        2 * usize::from(self.skip) + usize::from(self.cut) + self.append.chars().count()
    }

    /// The lemma of a form.
    #[must_use]
    pub fn apply(&self, form: &str) -> String {
        let base = if self.keep_case { Cow::Borrowed(form) } else { lower_case(form) };
        let mut chars = base.chars();
        chars.by_ref().take(usize::from(self.skip)).for_each(drop);
        chars.by_ref().rev().take(usize::from(self.cut)).for_each(drop);
        let mut lemma = String::with_capacity(base.len() + self.append.len());
        lemma.push_str(chars.as_str());
        lemma.push_str(&self.append);
        lemma
    }
}

/// One way to read a word form.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct LexicalAnalysis {
    /// Index of its tag.
    pub tag: u8,
    /// All its features.
    pub features: Features,
    /// From form to lemma.
    pub lemma: LemmaRule,
}

/// The readings of a form, the most usual first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Analyses {
    /// Indices into the model's analyses.
    pub readings: Vec<u16>,
    /// Set of their tags, a bit each.
    pub tags: u64,
    /// True when the form was seen often and always with the first reading's tag.
    pub sure: bool,
}

/// A lexicon and a tagger of one language.
#[derive(Debug, Default)]
pub struct Tagger {
    /// Tags, at most 64.
    pub tags: Vec<Tag>,
    /// For each part of speech its tags, a bit each.
    of_kind: [u64; PartOfSpeech::ALL.len()],
    /// Every analysis that occurs.
    pub analyses: Vec<LexicalAnalysis>,
    /// Every set of analyses that occurs; the first is empty.
    pub classes: Vec<Analyses>,
    /// The slots of the table of forms and endings: halves of keys, `u32`, and for each the index of its class, `u16`.
    keys: Cow<'static, [u8]>,
    values: Cow<'static, [u8]>,
    /// The tagger's weights.
    pub weights: Weights,
    /// Lemmas that the packs use; not part of the file.
    pub(super) spoken: Spoken,
}

impl Tagger {
    /// The analyses of a form in lower case, marks removed; class 0 when it is not known.
    #[must_use]
    pub fn class_of(&self, form: &str) -> u16 {
        self.class_of_hash(hash(form.as_bytes()))
    }

    /// The same for a form whose hash is at hand.
    #[must_use]
    pub fn class_of_hash(&self, form: u64) -> u16 {
        self.find(mix(form, FORM))
    }

    /// The tags with one of these parts of speech, a bit each.
    #[must_use]
    pub fn tags_of(&self, kinds: &[PartOfSpeech]) -> u64 {
        kinds.iter().fold(0, |bits, &kind| bits | self.of_kind[kind as usize])
    }

    /// The tag of punctuation.
    #[must_use]
    pub fn punctuation(&self) -> Option<u8> {
        let at = self.tags.iter().position(|tag| tag.pos == PartOfSpeech::Punct)?;
        u8::try_from(at).ok()
    }

    /// The best reading for an unknown form with a tag, by its longest known ending.
    #[must_use]
    pub fn guess(&self, form: &str, tag: u8) -> Option<&LexicalAnalysis> {
        let longest = form.char_indices().rev().take(LONGEST_ENDING).last().map_or(form.len(), |(at, _)| at);
        let endings = form[longest..].char_indices().map(|(at, _)| &form[longest + at..]);
        endings.chain([""]).find_map(|ending| {
            let class = self.find(ending_key(ending, tag));
            self.classes.get(class as usize)?.readings.first().map(|&r| &self.analyses[r as usize])
        })
    }

    /// The reading of an unknown form with a tag whose rule leads to a lemma that the packs use; of several the one
    /// that changes least. A rule that leaves less than half of the form belongs to one irregular word. A verb's form is
    /// its own lemma only when no other ending leads to one: "surrounded", which the packs know as an adjective too, is
    /// a form of "surround".
    #[must_use]
    pub fn spoken(&self, form: &str, tag: u8) -> Option<&LexicalAnalysis> {
        let analysis = self.spoken.analysis(form, tag, &self.tags, &self.analyses)?;
        Some(&self.analyses[usize::from(analysis)])
    }

    /// The reading of a class with a tag.
    #[must_use]
    pub fn reading(&self, class: u16, tag: u8) -> Option<&LexicalAnalysis> {
        self.classes
            .get(class as usize)?
            .readings
            .iter()
            .map(|&r| &self.analyses[r as usize])
            .find(|a| a.tag == tag)
    }

    /// True for a lemma, folded, that the packs use.
    #[must_use]
    pub fn is_spoken(&self, lemma: &str) -> bool {
        self.spoken.contains(lemma)
    }

    /// Tells the model which lemmas the packs use, folded.
    pub(super) fn teach(&mut self, lemmas: impl Iterator<Item = String>) {
        self.spoken = Spoken::new(lemmas, self.tags.len(), &self.analyses);
    }

    fn find(&self, key: u64) -> u16 {
        let keys = self.keys.as_chunks::<4>().0;
        let Some(mask) = keys.len().checked_sub(1) else { return 0 };
        let short = short(key).to_le_bytes();
        let mut slot = key as usize & mask;
        // The builder leaves a third of the slots free, so the walk ends there; in a damaged file it ends behind the last.
        for _ in 0..=mask {
            if keys[slot] == short {
                let class = u16::from_le_bytes(self.values.as_chunks::<2>().0[slot]);
                return if usize::from(class) < self.classes.len() { class } else { 0 };
            }
            if keys[slot] == [0; 4] {
                break;
            }
            slot = (slot + 1) & mask;
        }
        0
    }

    /// Puts a model together: forms and (ending, tag) pairs with the index of their class.
    #[must_use]
    pub fn build(
        tags: Vec<Tag>,
        analyses: Vec<LexicalAnalysis>,
        classes: Vec<Analyses>,
        forms: &[(String, u16)],
        endings: &[(String, u8, u16)],
        weights: Weights,
    ) -> Self {
        let entries = forms.len() + endings.len();
        let slots = (entries * 3 / 2).next_power_of_two().max(2);
        let (mut keys, mut values) = (vec![0; slots], vec![0_u16; slots]);
        let forms = forms.iter().map(|(form, class)| (mix(hash(form.as_bytes()), FORM), *class));
        let endings = endings.iter().map(|(ending, tag, class)| (ending_key(ending, *tag), *class));
        for (key, class) in forms.chain(endings) {
            let mut slot = key as usize & (slots - 1);
            while keys[slot] != 0 && keys[slot] != short(key) {
                slot = (slot + 1) & (slots - 1);
            }
            keys[slot] = short(key);
            values[slot] = class;
        }
        Self {
            of_kind: of_kind(&tags),
            tags,
            analyses,
            classes,
            keys: keys.into_iter().flat_map(u32::to_le_bytes).collect(),
            values: values.into_iter().flat_map(u16::to_le_bytes).collect(),
            weights,
            spoken: Spoken::default(),
        }
    }

    pub(super) fn read(file: PackFile<'_>, problems: &mut Problems) -> Option<Self> {
        let model = Reader { bytes: file.1 }.model();
        if model.is_none() {
            problems.at(
                file.0,
                1,
                1,
                "is no tagger of this version; make it again with `cargo dev train tagger`",
            );
        }
        model
    }

    /// The file's bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        let number = |out: &mut Vec<u8>, n: usize| out.extend((n as u32).to_le_bytes());
        number(&mut out, self.tags.len());
        for tag in &self.tags {
            out.push(tag.pos as u8);
            out.extend(tag.features.to_le_bytes());
        }
        number(&mut out, self.analyses.len());
        for a in &self.analyses {
            out.extend([
                a.tag,
                u8::from(a.lemma.keep_case),
                a.lemma.skip,
                a.lemma.cut,
                a.lemma.append.len() as u8,
            ]);
            out.extend(a.features.0.to_le_bytes());
            out.extend(a.lemma.append.as_bytes());
        }
        number(&mut out, self.classes.len());
        for class in &self.classes {
            out.extend([class.readings.len() as u8, u8::from(class.sure)]);
            class.readings.iter().for_each(|r| out.extend(r.to_le_bytes()));
        }
        number(&mut out, self.keys.len() / 4);
        out.extend(&*self.keys);
        out.extend(&*self.values);
        let table = self.weights.bytes();
        number(&mut out, table.len());
        out.extend(table);
        out
    }
}

/// For each part of speech its tags, a bit each.
fn of_kind(tags: &[Tag]) -> [u64; PartOfSpeech::ALL.len()] {
    let mut of_kind = [0; PartOfSpeech::ALL.len()];
    for (at, tag) in tags.iter().enumerate() {
        of_kind[tag.pos as usize] |= 1 << at;
    }
    of_kind
}

fn ending_key(ending: &str, tag: u8) -> u64 {
    mix(mix(hash(ending.as_bytes()), ENDING), u64::from(tag))
}

/// The half of a key that is stored; never 0, which marks a free slot.
fn short(key: u64) -> u32 {
    ((key >> 32) as u32).max(1)
}

/// Takes the file apart; `None` as soon as something does not fit.
struct Reader {
    bytes: &'static [u8],
}

impl Reader {
    fn take(&mut self, n: usize) -> Option<&'static [u8]> {
        let (head, rest) = self.bytes.split_at_checked(n)?;
        self.bytes = rest;
        Some(head)
    }

    fn number(&mut self) -> Option<usize> {
        Some(u32::from_le_bytes(self.take(4)?.try_into().ok()?) as usize)
    }

    fn wide(&mut self) -> Option<u64> {
        Some(u64::from_le_bytes(self.take(8)?.try_into().ok()?))
    }

    fn model(mut self) -> Option<Tagger> {
        if self.take(MAGIC.len())? != MAGIC {
            return None;
        }
        let mut tags = Vec::new();
        for _ in 0..self.number()? {
            let pos = *PartOfSpeech::ALL.get(self.take(1)?[0] as usize)?;
            tags.push(Tag { pos, features: self.wide()? });
        }
        if tags.is_empty() || tags.len() > u64::BITS as usize {
            return None;
        }
        let mut analyses = Vec::new();
        for _ in 0..self.number()? {
            let &[tag, keep_case, skip, cut, length] = self.take(5)? else { return None };
            tags.get(tag as usize)?;
            let features = Features(self.wide()?);
            let append = std::str::from_utf8(self.take(length as usize)?).ok()?.to_owned();
            analyses.push(LexicalAnalysis {
                tag,
                features,
                lemma: LemmaRule { keep_case: keep_case == 1, skip, cut, append },
            });
        }
        let classes = self.classes(&analyses)?;
        let slots = self.number()?;
        let keys = self.take(slots.checked_mul(4)?)?;
        let values = self.take(slots.checked_mul(2)?)?;
        if !slots.is_power_of_two() {
            return None;
        }
        let length = self.number()?;
        let weights = Weights::of_bytes(tags.len(), self.take(length)?)?;
        Some(Tagger {
            of_kind: of_kind(&tags),
            tags,
            analyses,
            classes,
            keys: keys.into(),
            values: values.into(),
            weights,
            spoken: Spoken::default(),
        })
    }

    fn classes(&mut self, analyses: &[LexicalAnalysis]) -> Option<Vec<Analyses>> {
        let mut classes = Vec::new();
        for _ in 0..self.number()? {
            let &[length, sure] = self.take(2)? else { return None };
            let mut class = Analyses { sure: sure == 1, ..Analyses::default() };
            for bytes in self.take(length as usize * 2)?.as_chunks::<2>().0 {
                let reading = u16::from_le_bytes(*bytes);
                class.tags |= 1 << analyses.get(reading as usize)?.tag;
                class.readings.push(reading);
            }
            classes.push(class);
        }
        Some(classes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lemma_rule_leads_from_form_to_lemma() {
        for (form, lemma) in [
            ("Villages", "village"),
            ("went", "go"),
            ("Paris", "Paris"),
            ("évacuées", "évacuer"),
            ("القافلة", "قافلة"),
            ("", ""),
        ] {
            for keep_case in [false, true] {
                assert_eq!(LemmaRule::between(form, lemma, keep_case).apply(form), lemma, "{form}");
            }
        }
    }

    #[test]
    fn a_model_survives_its_file_and_a_cut_file_is_refused() {
        let tags =
            vec![Tag { pos: PartOfSpeech::Noun, features: 0 }, Tag { pos: PartOfSpeech::Verb, features: 8 }];
        let analysis = |tag, append: &str| LexicalAnalysis {
            tag,
            features: Features(3),
            lemma: LemmaRule { keep_case: false, skip: 0, cut: 1, append: append.into() },
        };
        let classes = vec![
            Analyses::default(),
            Analyses { readings: vec![0, 1], tags: 3, sure: false },
            Analyses { readings: vec![1], tags: 2, sure: true },
        ];
        let forms = vec![("raids".to_owned(), 1)];
        let endings = vec![("ed".to_owned(), 1, 2)];
        let weights = Weights::new(2, vec![1; 64]).expect("two classes fit 64 weights");
        let model =
            Tagger::build(tags, vec![analysis(0, ""), analysis(1, "e")], classes, &forms, &endings, weights);
        let bytes = model.to_bytes();
        let bytes: &'static [u8] = bytes.leak();
        let again = Reader { bytes }.model().expect("what was written can be read");
        assert_eq!(again.class_of("raids"), 1);
        assert_eq!(again.class_of("raid"), 0);
        assert_eq!(again.guess("shelled", 1), Some(&model.analyses[1]));
        assert_eq!(again.guess("shelled", 0), None);
        for end in 0..bytes.len() {
            assert!(Reader { bytes: &bytes[..end] }.model().is_none(), "{end} bytes");
        }
    }
}
