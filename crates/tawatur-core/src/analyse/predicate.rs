//! The verb of a clause that was left without one: behind a conjunction like "that" somebody does something, so the word
//! behind the first noun that may be a verb is one, where the tagger saw none. Parses nothing.

use super::segment::Known;
use super::tagger;
use crate::model::{Feature, Features, PartOfSpeech};
use crate::packs::{Conditions, Reading, Tagger};

/// How far behind the conjunction its verb may stand.
const REACH: usize = 8;

/// Gives clauses without a verb theirs. `verb` says which features a word has as a verb that the packs speak of.
pub(super) fn find(tags: &mut [u8], model: &Tagger, verb: &mut impl FnMut(usize) -> Option<Features>) {
    let pos = |tags: &[u8], k: usize| model.tags[tags[k] as usize].pos;
    let is_verb = |tags: &[u8], k: usize| matches!(pos(tags, k), PartOfSpeech::Verb | PartOfSpeech::Aux);
    if !(0..tags.len()).any(|k| is_verb(tags, k)) {
        // A whole sentence without a verb opens with it when its first noun may be one that goes on.
        let first = (0..tags.len().saturating_sub(1)).find(|&k| pos(tags, k).is_nominal());
        let opens = first.filter(|&k| pos(tags, k) == PartOfSpeech::Noun && pos(tags, k + 1).is_nominal());
        let present = |k: usize| verb(k).filter(|f| f.has(Feature::Present)).map(|f| (k, f));
        if let Some((k, features)) = opens.and_then(present) {
            make_verb(tags, model, k, features);
        }
    }
    for mark in 0..tags.len() {
        if pos(tags, mark) != PartOfSpeech::Sconj {
            continue;
        }
        let behind = (mark + 1..tags.len().min(mark + 1 + REACH)).take_while(|&k| {
            !matches!(pos(tags, k), PartOfSpeech::Punct | PartOfSpeech::Sconj | PartOfSpeech::Cconj)
        });
        let clause: Vec<usize> = behind.collect();
        if clause.iter().any(|&k| is_verb(tags, k)) {
            continue;
        }
        let stands_free = |k: usize| {
            pos(tags, k) == PartOfSpeech::Noun
                && matches!(pos(tags, k - 1), PartOfSpeech::Noun | PartOfSpeech::Propn | PartOfSpeech::Adj)
        };
        let found = clause.iter().skip(1).filter(|&&k| stands_free(k)).find_map(|&k| Some((k, verb(k)?)));
        let Some((k, features)) = found else { continue };
        make_verb(tags, model, k, features);
    }
}

/// The same where the subject comes first: in a sentence without any finite verb the noun behind a noun that may be a verb
/// of the present and has an object behind it ("the army, deployed in the region, bombs the city").
pub(super) fn find_behind_subject(tags: &mut [u8], forms: &[&str], words: &[tagger::Word], model: &Tagger) {
    use PartOfSpeech::{Adj, Adp, Adv, Det, Noun, Num, Pron, Propn, Punct, Verb, X};
    let tag = |tags: &[u8], k: usize| &model.tags[tags[k] as usize];
    if (0..tags.len()).any(|k| Features(tag(tags, k).features).has(Feature::Finite)) {
        return;
    }
    for k in 1..tags.len().saturating_sub(1) {
        let small = forms[k].chars().next().is_some_and(char::is_lowercase);
        let noun = |at: Option<usize>| at.is_some_and(|at| matches!(tag(tags, at).pos, Noun | Propn));
        let described = tag(tags, k - 1).pos == Adj && noun(k.checked_sub(2));
        let subject = noun(Some(k - 1)) || described || forms[k - 1] == "," && k > 2;
        let infinitive = Features(tag(tags, k + 1).features).has(Feature::Infinitive);
        let object = infinitive || matches!(tag(tags, k + 1).pos, Det | Num | Pron | Propn);
        // "The states back the separatists": where no verb is seen, what looks like a preposition may be it.
        if !(small && subject && object && matches!(tag(tags, k).pos, Noun | Adj | Adp | Adv | X)) {
            continue;
        }
        let before =
            (0..k).rev().find(|&b| tag(tags, b).pos != Punct).map(|b| Features(tag(tags, b).features));
        let plural = before.is_some_and(|f| f.has(Feature::Plural));
        let present = (0..model.tags.len()).find(|&t| {
            let features = Features(model.tags[t].features);
            let clash = features.has(Feature::Singular) && plural
                || features.has(Feature::Plural) && before.is_some_and(|f| f.has(Feature::Singular));
            let other = features.has(Feature::FirstPerson) || features.has(Feature::SecondPerson);
            let verb =
                model.tags[t].pos == Verb && features.has(Feature::Finite) && features.has(Feature::Present);
            // What looks like a preposition ("back") must have been a verb somewhere in training; "from" never was.
            let open = !matches!(tag(tags, k).pos, Adp | Adv) || words[k].tags >> t & 1 == 1;
            verb && open && !clash && !other && model.spoken(forms[k], t as u8).is_some()
        });
        if let Some(present) = present {
            tags[k] = present as u8;
            return;
        }
    }
}

/// "The militia controls the province and is …": a noun behind a noun and before an article that the tagger's training
/// knew as a verb too is one, where its clause has no finite verb before it.
pub(super) fn find_before_article(tags: &mut [u8], forms: &[&str], words: &[tagger::Word], model: &Tagger) {
    use PartOfSpeech::{Cconj, Det, Noun, Pron, Propn, Punct, Sconj};
    for k in 1..tags.len().saturating_sub(1) {
        let tag = |at: usize| &model.tags[tags[at] as usize];
        let features = |at: usize| Features(tag(at).features);
        let small = forms[k].starts_with(char::is_lowercase);
        let subject = matches!(tag(k - 1).pos, Noun | Propn);
        if !(small && subject && tag(k).pos == Noun && tag(k + 1).pos == Det) {
            continue;
        }
        let opens = |at: &usize| matches!(tag(*at).pos, Punct | Cconj | Sconj | Pron);
        let mut clause = (0..k).rev().take_while(|at| !opens(at));
        if clause.any(|at| features(at).has(Feature::Finite)) {
            continue;
        }
        let plural = features(k - 1).has(Feature::Plural);
        let present = (0..model.tags.len()).find(|&t| {
            let of = Features(model.tags[t].features);
            let verb = model.tags[t].pos == PartOfSpeech::Verb
                && of.has(Feature::Finite)
                && of.has(Feature::Present);
            verb && words[k].tags >> t & 1 == 1 && of.has(Feature::Singular) != plural
        });
        if let Some(present) = present {
            tags[k] = present as u8;
        }
    }
}

/// Gives a word the tag of a verb that agrees most with the features of its reading.
fn make_verb(tags: &mut [u8], model: &Tagger, k: usize, features: Features) {
    if let Some(tag) = verb_tag(model, features) {
        tags[k] = tag;
    }
}

/// The tag of a verb that agrees most with the features of a reading.
pub(super) fn verb_tag(model: &Tagger, features: Features) -> Option<u8> {
    let agrees = |tag: usize| {
        let of_tag = Features(model.tags[tag].features);
        let voice = of_tag.has(Feature::Passive) == features.has(Feature::Passive);
        (voice, (of_tag.0 & features.0).count_ones())
    };
    let verbs = (0..model.tags.len()).filter(|&t| model.tags[t].pos == PartOfSpeech::Verb);
    verbs.max_by_key(|&t| agrees(t)).map(|tag| tag as u8)
}

/// The tags that a word can have by what the dictionary knows of it and `seen`, what the tagger saw; 0 when it knows
/// nothing or knows it as a word of grammar.
pub(super) fn allowed(readings: &[Reading], model: &Tagger, seen: u64) -> u64 {
    use PartOfSpeech::{Adj, Adv, Aux, Noun, Propn, Verb, X};
    let mut tags = 0;
    for reading in readings {
        let kinds: &[PartOfSpeech] = match reading.pos {
            Verb => &[Verb, Aux],
            Noun => &[Noun, Propn, Adj, Adv, X],
            Adj => &[Adj, Noun],
            Propn => &[Propn, Noun],
            _ => return 0,
        };
        tags |= model.tags_of(kinds);
    }
    // An adjective with the ending of the object ("internationally") is no name and no object of its own.
    let object = |r: &Reading| {
        let (is, other) = (Conditions::ACCUSATIVE, Conditions::NOMINATIVE);
        r.pos == Adj && r.conditions.any(is) && !r.conditions.any(other)
    };
    let noun = readings.iter().any(|r| matches!(r.pos, Noun | Verb));
    if !noun && readings.iter().any(object) {
        tags = model.tags_of(&[Adj, Adv]);
    }
    if readings.is_empty() { 0 } else { tags | seen }
}

impl Known<'_> {
    /// A reading as a verb of the third person whose lemma the packs speak of: news tells of others.
    pub fn spoken_verb(&self, spoken: impl Fn(u32) -> bool) -> Option<&Reading> {
        let verbs = self.readings.iter().filter(|r| r.pos == PartOfSpeech::Verb && r.tells_of_others());
        verbs.filter(|r| spoken(r.lemma)).min_by_key(|r| r.features.has(Feature::Passive))
    }
}
