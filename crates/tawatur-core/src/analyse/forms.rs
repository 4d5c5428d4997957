//! Puts right tags that a small treebank gets wrong where the words around leave no doubt: rare past forms of verbs,
//! compounds with a participle before a noun, words of restriction, an article taken for a preposition.
//!
//! Verb forms only in languages whose past tense and participle are mostly one form (`grammar.toml`); the tree comes
//! after.

use super::predicate;
use crate::model::{EntityKind, Feature, Features, Function, PartOfSpeech, Token};
use crate::packs::{Language, WordRole};
use crate::text::fold_str;

/// Words after an article within which the noun it opens is looked for.
const LONGEST_DESCRIPTION: usize = 6;

/// Corrects the tags of one sentence.
pub(super) fn repair(text: &str, tokens: &mut [Token], language: &Language) {
    for k in 0..tokens.len() {
        if is_partitive(tokens, k, language) {
            tokens[k].pos = PartOfSpeech::Det;
            tokens[k].features = Features::default().with(Feature::Indefinite).with(Feature::Plural);
        }
        if let Some(lemma) = missed_participle(text, tokens, k, language) {
            tokens[k].pos = PartOfSpeech::Verb;
            tokens[k].lemma = lemma;
            tokens[k].features = Features::default().with(Feature::Past).with(Feature::Participle);
        }
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
    for k in 0..tokens.len() {
        if is_perfect(tokens, k, language) {
            tokens[k].pos = PartOfSpeech::Aux;
        }
    }
    if !language.grammar.past_like_participle {
        return;
    }
    for k in 0..tokens.len() {
        if is_compound_participle(tokens, k) {
            tokens[k].pos = PartOfSpeech::Adj;
            tokens[k].features = Features::default();
        }
        if is_bare_infinitive(tokens, k, language) {
            tokens[k].pos = PartOfSpeech::Verb;
            tokens[k].features = Features::default().with(Feature::Infinitive);
        }
        if is_headline_verb(tokens, k, language) {
            tokens[k].pos = PartOfSpeech::Verb;
            tokens[k].features = Features::default().with(Feature::Present).with(Feature::Finite);
        }
    }
    for k in 0..tokens.len() {
        if let Some(lemma) = language.grammar.past.get(&tokens[k].folded) {
            if tokens[k].pos == PartOfSpeech::Verb {
                tokens[k].lemma.clone_from(lemma);
            } else if k > 0 && tokens[k - 1].pos == PartOfSpeech::Aux && tokens[k].pos == PartOfSpeech::Adj {
                // "were freed after a week"
                tokens[k].lemma.clone_from(lemma);
                tokens[k].pos = PartOfSpeech::Verb;
                tokens[k].features = Features::default().with(Feature::Past).with(Feature::Participle);
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

/// "Has imposed on Sunday *des* sanctions": behind a verb with its day the article of many, which is also a preposition
/// with its article, opens the object. Verbs of motion and passives have none.
fn is_partitive(tokens: &[Token], k: usize, language: &Language) -> bool {
    use PartOfSpeech::{Adj, Adp, Adv, Noun, Num, Verb};
    let has = |t: usize, role| language.grammar.word(&tokens[t]).roles.has(role);
    let article =
        |t: &Token| language.settings.articles.contains(&t.folded) && language.grammar.contracts(&t.folded);
    let opens = tokens[k].pos == Adp
        && article(&tokens[k])
        && tokens.get(k + 1).is_some_and(|t| matches!(t.pos, Noun | Adj | Num));
    if !opens || k < 2 || !(has(k - 1, WordRole::DayNoun) || tokens[k - 1].pos == Adv) {
        return false;
    }
    let verb = k - 2;
    let helped_by_be = verb > 0 && has(verb - 1, WordRole::Be);
    let moves = [WordRole::PerfectWithBe, WordRole::Intransitive].into_iter().any(|role| has(verb, role));
    tokens[verb].pos == Verb && !helped_by_be && !moves
}

/// "Has killed ten and *wounded* twenty", where adjectives follow their noun: what stands between an auxiliary and an
/// object, or between a conjunction and an object behind a verb with its auxiliary, is a participle; its lemma.
fn missed_participle(text: &str, tokens: &[Token], k: usize, language: &Language) -> Option<String> {
    use PartOfSpeech::{Adj, Aux, Cconj, Det, Noun, Num, Pron, Propn, Verb, X};
    let has = |t: usize, role| language.grammar.word(&tokens[t]).roles.has(role);
    let order = &language.settings.order;
    let model = language.tagger.as_ref().filter(|_| order.adjective_after && !order.verb_first)?;
    let object = tokens.get(k + 1).is_some_and(|t| matches!(t.pos, Num | Det | Propn));
    if k == 0 || !object || !matches!(tokens[k].pos, Adj | Noun | Pron | X) {
        return None;
    }
    let helped = |t: usize| tokens[t].pos == Aux && tokens[t + 1].pos == Verb;
    let second = tokens[k - 1].pos == Cconj && (0..k - 1).any(helped);
    if !second && (tokens[k - 1].pos != Aux || has(k - 1, WordRole::Be)) {
        return None;
    }
    let participle = Features::default().with(Feature::Past).with(Feature::Participle);
    let form = tokens[k].span.slice(text);
    let reading = model.spoken(form, predicate::verb_tag(model, participle)?)?;
    let lemma = fold_str(&reading.lemma.apply(form));
    (lemma != tokens[k].folded).then_some(lemma)
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
    let role = |t: &Token, role| language.grammar.word(t).roles.has(role);
    let describes = role(token, WordRole::Adjective);
    match token.pos {
        // "fierce fighting between", "twin blasts"
        Noun if describes && after.is_some_and(|t| t.pos.is_nominal() || t.pos == Verb) => Some(Adj),
        // "fierce fighting between", "fierce clashes in"
        Verb if !past
            && before.is_some_and(|t| t.pos == Adj && role(t, WordRole::Adjective))
            && !after.is_some_and(|t| matches!(t.pos, Det | Noun | Num)) =>
        {
            Some(Noun)
        }
        Verb if is_verbal_noun(token) && is_deed(tokens, k, language) => Some(Noun),
        // "is conducting military exercises"
        Verb if token.features.has(Feature::Present)
            && token.features.has(Feature::Singular)
            && pos(before) == Some(Adj)
            && has_verb_before(tokens, k) =>
        {
            Some(Noun)
        }
        // "Fighting between the army and rebels"
        Verb if is_verbal_noun(token)
            && before.is_none_or(|t| matches!(t.pos, Adv | Adj | Det | Punct))
            && after.is_some_and(|t| language.grammar.word(t).preposition == Some(Function::Between)) =>
        {
            Some(Noun)
        }
        // "the rebel-held province", where the small treebank never saw the compound
        Noun | PartOfSpeech::Propn
            if after.is_some_and(|t| t.pos.is_nominal())
                && token
                    .folded
                    .rsplit_once('-')
                    .is_some_and(|(_, tail)| language.grammar.past.contains_key(tail)) =>
        {
            Some(Adj)
        }
        // "an estimated 900 civilians"
        Verb if past && pos(before) == Some(Det) && pos(after) == Some(Num) => Some(Adj),
        // "buses bound for the town"
        Noun if role(token, WordRole::GoverningAdjective)
            && before.is_some_and(|t| t.pos.is_nominal())
            && pos(after) == Some(Adp) =>
        {
            Some(Adj)
        }
        // "its ally Iran": a verb of the present would not agree with a single noun before it
        Verb if before.is_some_and(|t| t.pos.is_nominal() && t.features.has(Feature::Singular))
            && pos(after) == Some(PartOfSpeech::Propn)
            && token.features.has(Feature::Present)
            && !token.features.has(Feature::Singular)
            && !token.features.has(Feature::Participle)
            && language.nouns.contains_key(&token.folded) =>
        {
            Some(Noun)
        }
        // "in populated areas"
        Verb if past && plural && pos(before) == Some(Adp) => Some(Adj),
        // "arrested four suspects"
        Verb if pos(before) == Some(Num) && language.nouns.contains_key(&token.folded) => Some(Noun),
        // "fired tear gas": a bare verb behind a finite one that lends it no object
        Verb if !past
            && !is_verbal_noun(token)
            && !token.features.has(Feature::Singular)
            && before.is_some_and(|t| {
                t.pos == Verb && t.features.has(Feature::Finite) && !role(t, WordRole::ObjectControl)
            })
            && pos(after) == Some(Noun) =>
        {
            Some(Noun)
        }
        // "Aid groups warned": no command with a finite verb to come
        Verb if k == 0
            && !past
            && !is_verbal_noun(token)
            && after.is_some_and(|t| t.pos.is_nominal())
            && language.tagger.as_ref().is_some_and(|t| t.knows_noun(&token.folded))
            && tokens[1..]
                .iter()
                .take_while(|t| !matches!(t.pos, Punct | PartOfSpeech::Cconj))
                .any(|t| t.features.has(Feature::Finite)) =>
        {
            Some(Noun)
        }
        // "125 captured soldiers", "Suspected rebels" at the beginning
        Verb if past && plural && (k == 0 || pos(before) == Some(Num) && k > 1) => Some(Adj),
        // "an ambush near the town"
        Adj if before.is_some_and(|t| t.pos == Det && t.features.has(Feature::Indefinite))
            && after.is_none_or(|t| matches!(t.pos, Adp | Punct)) =>
        {
            Some(Noun)
        }
        // "a sit-in outside the barracks"
        Verb if pos(before) == Some(Det)
            && !past
            && !is_verbal_noun(token)
            && after.is_none_or(|t| matches!(t.pos, Adp | Aux | Verb | Punct)) =>
        {
            Some(Noun)
        }
        // "near Zawra"
        Adj if language.grammar.word(token).preposition.is_some()
            && matches!(pos(after), Some(Det | PartOfSpeech::Propn | Num)) =>
        {
            Some(Adp)
        }
        // "a foreign-backed offensive against"
        Adj if opens_described(tokens, k) && after.is_none_or(|t| matches!(t.pos, Adp | Punct)) => Some(Noun),
        // "were freed after"
        Adv if pos(before) == Some(Aux) && token.folded != token.lemma && pos(after) != Some(Verb) => {
            Some(Verb)
        }
        _ => None,
    }
}

/// True when only words that describe stand between an indefinite article and here: no noun of the group came yet.
fn opens_described(tokens: &[Token], k: usize) -> bool {
    use PartOfSpeech::{Adj, Adv, Det, Punct, Verb};
    let describes = |t: &&Token| matches!(t.pos, Adj | Adv | Verb | Punct);
    let described = k > 0 && matches!(tokens[k - 1].pos, Adj | Verb);
    // "U.S.-backed": what a hyphen ties to the next word is no noun of the group.
    let tied = |at: usize| tokens.get(at + 1).is_some_and(|t| t.folded == "-");
    let mut before = (0..k).rev().skip_while(|&at| describes(&&tokens[at]) || tied(at));
    described
        && before.next().is_some_and(|at| {
            tokens[at].pos == Det
                && tokens[at].features.has(Feature::Indefinite)
                && k - at <= LONGEST_DESCRIPTION
        })
}

/// A form of a verb in "-ing", as a treebank tags it.
fn is_verbal_noun(token: &Token) -> bool {
    let present = token.features.has(Feature::Participle) && token.features.has(Feature::Present);
    token.pos == PartOfSpeech::Verb && (present || token.features.has(Feature::Gerund))
}

/// "Has issued warrants", tagged as a verb with a participle: the auxiliary of that participle.
fn is_perfect(tokens: &[Token], k: usize, language: &Language) -> bool {
    let mut behind = tokens[k + 1..].iter().skip_while(|t| t.pos == PartOfSpeech::Adv);
    let participle = behind.next().is_some_and(|t| {
        t.pos == PartOfSpeech::Verb && t.features.has(Feature::Past) && t.features.has(Feature::Participle)
    });
    participle
        && tokens[k].pos == PartOfSpeech::Verb
        && language.grammar.word(&tokens[k]).roles.has(WordRole::Perfect)
}

/// "The rebels must hand over their arms", tagged as a noun: a verb in its dictionary form behind an auxiliary that takes
/// no participle and has its subject before it.
fn is_bare_infinitive(tokens: &[Token], k: usize, language: &Language) -> bool {
    use PartOfSpeech::{Adj, Aux, Noun, Pron, Propn};
    let token = &tokens[k];
    let known = language.tagger.as_ref().is_some_and(|t| t.knows_verb(&token.folded));
    let modal = |t: &Token| {
        let roles = language.grammar.word(t).roles;
        t.pos == Aux && !roles.has(WordRole::Be) && !roles.has(WordRole::Perfect)
    };
    let behind = k > 1 && modal(&tokens[k - 1]) && matches!(tokens[k - 2].pos, Noun | Propn | Pron);
    known && behind && matches!(token.pos, Noun | Adj) && !token.features.has(Feature::Plural)
}

/// "Rebels attack army base", tagged as a noun: in a clause without a verb, the dictionary form of one between several
/// who can act and what it is done to.
fn is_headline_verb(tokens: &[Token], k: usize, language: &Language) -> bool {
    use PartOfSpeech::{Adj, Adv, Det, Noun, Num, Propn, Punct};
    let token = &tokens[k];
    let known = language.tagger.as_ref().is_some_and(|t| t.knows_verb(&token.folded));
    let actors = |t: &Token| {
        let kind = language.nouns.get(&t.folded).map(|n| n.kind);
        t.features.has(Feature::Plural)
            && matches!(
                kind,
                Some(EntityKind::Group | EntityKind::Force | EntityKind::Crowd | EntityKind::Person)
            )
    };
    let acts = tokens[..k].iter().rev().find(|t| t.pos != Adv).is_some_and(actors);
    let object = tokens.get(k + 1).is_some_and(|t| matches!(t.pos, Adj | Det | Noun | Num | Propn));
    let inside = |t: &&Token| t.pos != Punct;
    let mut clause = tokens[..k].iter().rev().take_while(inside).chain(tokens[k..].iter().take_while(inside));
    known
        && token.pos == Noun
        && !token.features.has(Feature::Plural)
        && acts
        && object
        && !clause.any(|t| t.features.has(Feature::Finite))
}

/// True when a clause has a finite verb before a word: a second one would need a conjunction or a mark between them.
fn has_verb_before(tokens: &[Token], k: usize) -> bool {
    use PartOfSpeech::{Aux, Cconj, Pron, Punct, Sconj, Verb};
    let mut before = tokens[..k].iter().rev().take_while(|t| !matches!(t.pos, Punct | Cconj | Sconj | Pron));
    before.any(|t| matches!(t.pos, Verb | Aux) && t.features.has(Feature::Finite))
}

/// "In tank shelling in the east": a form in "-ing" that the packs know as a noun, behind a word that only a noun can
/// follow. Who fights is no part of a compound ("rebels fighting in the east").
fn is_deed(tokens: &[Token], k: usize, language: &Language) -> bool {
    use PartOfSpeech::{Adj, Adp, Aux, Noun, Punct, Verb};
    let known = language.tagger.as_ref().is_some_and(|t| t.knows_noun(&tokens[k].folded));
    let Some(before) = k.checked_sub(1).map(|b| &tokens[b]) else { return false };
    let actor = language.nouns.get(&before.folded).is_some_and(|n| n.kind != EntityKind::Weapon);
    let compound = before.pos == Adj || before.pos == Noun && !before.features.has(Feature::Plural) && !actor;
    let closes = tokens.get(k + 1).is_none_or(|t| matches!(t.pos, Adp | Aux | Verb | Punct));
    let opens = tokens[..k].iter().rev().find(|t| !matches!(t.pos, Adj | Noun));
    known && compound && closes && opens.is_some_and(|t| t.pos == Adp)
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
    use PartOfSpeech::{Adj, Adp, Adv, Aux, Cconj, Det, Noun, Num, Pron, Propn, Verb};
    let subject = k > 0 && matches!(tokens[k - 1].pos, Noun | Propn | Pron | Adv | Cconj);
    let opens =
        |at: usize| tokens.get(at).is_some_and(|t| matches!(t.pos, Det | Adj | Noun | Propn | Num | Pron));
    // "set up four checkpoints"
    let object = opens(k + 1) || tokens.get(k + 1).is_some_and(|t| t.pos == Adp) && opens(k + 2);
    !matches!(tokens[k].pos, Verb | Aux) && subject && object
}
