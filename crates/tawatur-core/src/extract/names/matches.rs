//! Spellings of the packs in the words of a text: every longest match with all that bear it, before any choice.

use super::words::Word;
use crate::model::{Analysis, Document, EntityId, Lang};
use crate::packs::{Bearing, Condition, Packs};
use crate::text::{ARTICLE, Span, without_article};
use std::ops::Range;

/// Letters that a name behind a particle must have: shorter remainders are mostly other words.
const LEAST_BEHIND_PARTICLE: usize = 4;

/// Letters that a name before the ending of a genitive must have.
const LEAST_BEFORE_GENITIVE: usize = 4;

/// A stretch of words that is a spelling of the packs.
#[derive(Debug)]
pub(super) struct Match<'p> {
    /// Its words.
    pub words: Range<usize>,
    /// Its characters.
    pub span: Span,
    /// Those who bear it and whose conditions of writing (article, capitals) hold.
    pub spellings: Vec<&'p Bearing>,
}

/// A nationality adjective or demonym: word, country, and the condition under which it counts.
pub(super) type Nationality<'p> = (usize, &'p EntityId, Condition);

/// What the packs know of a text.
#[derive(Debug, Default)]
pub(super) struct Matches<'p> {
    /// In order, not overlapping.
    pub names: Vec<Match<'p>>,
    /// By word, in order.
    pub nationalities: Vec<Nationality<'p>>,
}

/// One pass over the words: at each the longest spelling, else a nationality.
pub(super) fn matches<'p>(
    document: &Document,
    analysis: &Analysis,
    packs: &'p Packs,
    words: &[Word],
) -> Matches<'p> {
    let cased =
        document.text.chars().any(char::is_lowercase) && document.text.chars().any(char::is_uppercase);
    let mut found = Matches::default();
    let mut key = String::new();
    let mut at = 0;
    while at < words.len() {
        let word = &words[at];
        let lang = analysis.sentence_of(word.token).map_or(Lang::UNKNOWN, |s| s.lang);
        let language = packs.languages.get(&lang);
        let proclitics = language.map_or(&[][..], |l| &l.titles.proclitics);
        let unlisted = language.filter(|l| !l.nouns.contains_key(&word.folded));
        let genitives = unlisted.map_or(&[][..], |l| &l.titles.genitives);
        let hit = longest(packs, words, at, None, cased, &mut key)
            .or_else(|| behind_particle(packs, words, at, proclitics, &mut key))
            .or_else(|| before_genitive(packs, words, at, genitives, &mut key));
        if let Some(hit) = hit {
            at = hit.words.end;
            found.names.push(hit);
            continue;
        }
        for (country, condition) in packs.world.demonyms.get(&word.folded).into_iter().flatten() {
            found.nationalities.push((at, country, *condition));
        }
        at += 1;
    }
    found
}

/// The longest spelling that begins at a word; `first` stands for that word where it reads otherwise.
fn longest<'p>(
    packs: &'p Packs,
    words: &[Word],
    at: usize,
    first: Option<&Word>,
    cased: bool,
    key: &mut String,
) -> Option<Match<'p>> {
    let first = first.unwrap_or(&words[at]);
    let most = usize::from(*packs.world.longest.get(&first.folded)?);
    key.clear();
    key.push_str(&first.folded);
    let mut ends = vec![(at + 1, key.len())];
    for (k, word) in words.iter().enumerate().take(at + 2 * most).skip(at + 1) {
        if word.after_stop {
            break;
        }
        // What the analysis cuts the packs write as one word.
        if !word.glued {
            key.push(' ');
        } else if word.article {
            key.push_str(ARTICLE);
        }
        key.push_str(&word.folded);
        ends.push((k + 1, key.len()));
    }
    ends.iter().rev().find_map(|&(end, length)| {
        let bearers = packs.world.spellings.get(&key[..length])?;
        let rest = &words[at + 1..end];
        let spellings: Vec<_> =
            bearers.spellings.iter().filter(|s| written_so(s, first, rest, cased)).collect();
        let span = first.span.cover(words[end - 1].span);
        (!spellings.is_empty()).then_some(Match { words: at..end, span, spellings })
    })
}

/// A word that the analysis left whole although a particle is written onto it: what follows may begin a name.
fn behind_particle<'p>(
    packs: &'p Packs,
    words: &[Word],
    at: usize,
    proclitics: &[String],
    key: &mut String,
) -> Option<Match<'p>> {
    let word = &words[at];
    proclitics.iter().find_map(|particle| {
        let (bare, article) = without_article(word.folded.strip_prefix(particle.as_str())?);
        let plain = word.span.len() == word.folded.len();
        if word.article || !plain || bare.chars().count() < LEAST_BEHIND_PARTICLE {
            return None;
        }
        let mut read = word.clone();
        read.folded = bare.to_owned();
        read.article = article;
        read.span.start += particle.len() as u32;
        longest(packs, words, at, Some(&read), true, key)
    })
}

/// A name with the ending of a genitive whose apostrophe got lost, before another word ("Libyas capital").
fn before_genitive<'p>(
    packs: &'p Packs,
    words: &[Word],
    at: usize,
    endings: &[String],
    key: &mut String,
) -> Option<Match<'p>> {
    let word = &words[at];
    let follows = words.get(at + 1).is_some_and(|next| !next.after_stop);
    if !word.capital || word.capitals || !follows || packs.world.demonyms.contains_key(&word.folded) {
        return None;
    }
    endings.iter().find_map(|ending| {
        let bare = word.folded.strip_suffix(ending.as_str())?;
        let plain = word.span.len() == word.folded.len();
        if !plain || bare.chars().count() < LEAST_BEFORE_GENITIVE {
            return None;
        }
        let mut read = word.clone();
        read.folded = bare.to_owned();
        read.span.end -= ending.len() as u32;
        longest(packs, &words[..=at], at, Some(&read), true, key)
    })
}

/// True when the words are written as the spelling asks: the article of a one-word name, capitals, an acronym.
fn written_so(spelling: &Bearing, first: &Word, rest: &[Word], cased: bool) -> bool {
    let article = spelling.articles & 1 == 1;
    // A Latin rendering of the article is as often left out as written.
    if rest.is_empty() && article != first.article && !first.folded.is_ascii() {
        return false;
    }
    let mut words = std::iter::once(first).chain(rest);
    match () {
        () if !cased => true,
        () if spelling.acronym => words.all(|w| w.capitals),
        () => !spelling.capital || words.any(|w| w.capital),
    }
}
