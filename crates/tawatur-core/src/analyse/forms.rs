//! Puts right tags that a small treebank gets wrong where the words around leave no doubt: rare past forms of verbs,
//! compounds with a participle before a noun, words of restriction.
//!
//! Verb forms only in languages whose past tense and participle are mostly one form (`grammar.toml`); the tree comes
//! after.

use crate::model::{Feature, Features, PartOfSpeech, Token};
use crate::packs::{Language, WordRole};

/// Corrects the tags of one sentence.
pub(super) fn repair(tokens: &mut [Token], language: &Language) {
    for k in 0..tokens.len() {
        if is_restriction(tokens, k, language) {
            tokens[k].pos = PartOfSpeech::Adv;
            tokens[k].features = Features::default();
        }
    }
    for k in 1..tokens.len().saturating_sub(1) {
        // "have all been broken": between auxiliaries nothing is determined.
        let verbal = |t: &Token| matches!(t.pos, PartOfSpeech::Aux | PartOfSpeech::Verb);
        let next = &tokens[k + 1];
        let floats = matches!(tokens[k].pos, PartOfSpeech::Det | PartOfSpeech::Pron)
            && tokens[k - 1].pos == PartOfSpeech::Aux
            && verbal(next)
            && next.features.has(Feature::Participle);
        if floats && !tokens[k].features.has(Feature::Relative) {
            tokens[k].pos = PartOfSpeech::Adv;
        }
    }
    for k in 0..tokens.len().saturating_sub(1) {
        // "has rejected the offer": the participle of an auxiliary has another verb behind it, no noun.
        let participle = tokens[k].pos == PartOfSpeech::Aux && tokens[k].features.has(Feature::Participle);
        let object =
            matches!(tokens[k + 1].pos, PartOfSpeech::Det | PartOfSpeech::Noun | PartOfSpeech::Propn);
        if participle && object && !language.grammar.word(&tokens[k]).roles.has(WordRole::Be) {
            tokens[k].pos = PartOfSpeech::Verb;
        }
    }
    if !language.grammar.past_like_participle {
        return;
    }
    for k in 0..tokens.len() {
        if is_compound_participle(tokens, k) {
            tokens[k].pos = PartOfSpeech::Adj;
            tokens[k].features = Features::default();
        } else if let Some(lemma) = language.grammar.past.get(&tokens[k].folded) {
            if tokens[k].pos == PartOfSpeech::Verb {
                tokens[k].lemma.clone_from(lemma);
            } else if is_past(tokens, k) {
                tokens[k].lemma.clone_from(lemma);
                tokens[k].pos = PartOfSpeech::Verb;
                tokens[k].features = Features::default().with(Feature::Past).with(Feature::Finite);
            }
        } else if let Some(pos) = mistaken(tokens, k, language) {
            tokens[k].pos = pos;
            let participle = Features::default().with(Feature::Past).with(Feature::Participle);
            tokens[k].features = if pos == PartOfSpeech::Verb { participle } else { Features::default() };
        }
    }
}

/// The part of speech that the words around give a word whose tag cannot be right.
fn mistaken(tokens: &[Token], k: usize, language: &Language) -> Option<PartOfSpeech> {
    use PartOfSpeech::{Adj, Adp, Adv, Aux, Det, Noun, Num, Punct, Verb};
    let token = &tokens[k];
    let before = k.checked_sub(1).map(|b| &tokens[b]);
    let after = tokens.get(k + 1);
    let pos = |t: Option<&Token>| t.map(|t| t.pos);
    let plural = after.is_some_and(|t| t.pos.is_nominal() && t.features.has(Feature::Plural));
    let past = token.features.has(Feature::Past);
    match token.pos {
        // "arrested four suspects"
        Verb if pos(before) == Some(Num) && language.nouns.contains_key(&token.folded) => Some(Noun),
        // "125 captured soldiers", "Suspected rebels" at the beginning
        Verb if past && plural && (k == 0 || pos(before) == Some(Num) && k > 1) => Some(Adj),
        // "an ambush near the town"
        Adj if before.is_some_and(|t| t.pos == Det && t.features.has(Feature::Indefinite))
            && after.is_none_or(|t| matches!(t.pos, Adp | Punct)) =>
        {
            Some(Noun)
        }
        // "were freed after"
        Adv if pos(before) == Some(Aux) && token.folded != token.lemma => Some(Verb),
        _ => None,
    }
}

/// The second word of "none but", *ne … que*: it opens no clause, what follows is what the verb is about.
fn is_restriction(tokens: &[Token], k: usize, language: &Language) -> bool {
    use PartOfSpeech::{Adj, Adp, Det, Noun, Num, Propn, Punct};
    let has = |t: usize, role| language.grammar.word(&tokens[t]).roles.has(role);
    let named = || tokens.get(k + 1).is_some_and(|t| matches!(t.pos, Adj | Adp | Det | Noun | Num | Propn));
    // The cheap question first: roles are looked up by form and lemma.
    if !named() || !has(k, WordRole::Restriction) {
        return false;
    }
    let before = || (0..k).rev().take_while(|&t| tokens[t].pos != Punct);
    let negation = |t: usize| has(t, WordRole::Negation);
    before().any(|t| has(t, WordRole::HalfNegation))
        && before().filter(|&t| negation(t)).all(|t| has(t, WordRole::HalfNegation))
}

/// "Rebel-held", tagged as a verb, with a noun to come: it describes the noun.
fn is_compound_participle(tokens: &[Token], k: usize) -> bool {
    let token = &tokens[k];
    let participle = token.pos == PartOfSpeech::Verb && token.features.has(Feature::Participle);
    let compound = token.folded.find('-').is_some_and(|at| at > 1);
    let described = tokens.get(k + 1).is_some_and(|n| n.pos.is_nominal() || n.pos == PartOfSpeech::Adj);
    participle && compound && described
}

/// "The army retook full control": a past form that is no verb yet, between a noun and what it acts on.
fn is_past(tokens: &[Token], k: usize) -> bool {
    use PartOfSpeech::{Adj, Adv, Aux, Cconj, Det, Noun, Num, Pron, Propn, Verb};
    let subject = k > 0 && matches!(tokens[k - 1].pos, Noun | Propn | Pron | Adv | Cconj);
    let object = tokens.get(k + 1).is_some_and(|t| matches!(t.pos, Det | Adj | Noun | Propn | Num | Pron));
    !matches!(tokens[k].pos, Verb | Aux) && subject && object
}
