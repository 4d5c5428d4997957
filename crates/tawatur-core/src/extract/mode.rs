//! How a report stands: told as fact, reported, denied, planned, intended, tried, agreed, hypothetical, habitual.
//!
//! Modality is an operator over clauses: what stands above a trigger in the tree, the mood of its verb, the words in its
//! clause. Words come from `modality.toml`, negation and mood from the clause grammar.

use super::claims;
use super::scene::Scene;
use super::triggers::{Hit, is_noun};
use crate::model::{Clause, Feature, Function, Label, Mode, Mood, PartOfSpeech};
use crate::packs::{Line, Modality, Saying, TriggerForm, WordRole};

/// How many words up the tree an operator may stand.
const REACH: usize = 5;
/// How many words up a noun may stand that makes what depends on it planned, tried or denied: "the failure of talks on a
/// truce" still is about the truce, what stands further below is not.
const NOUN_REACH: usize = 2;
/// How many words before a noun its operator may stand where the tree has parted the two: "failure to reach a deal".
const BEFORE: usize = 3;

/// The mode of a hit and the word that gave it.
pub(super) fn mode(scene: &Scene<'_>, hit: &Hit<'_>, saying: Saying) -> (Mode, Option<usize>) {
    let Some(language) = scene.language(hit.head) else { return (Mode::Asserted, None) };
    let mut found: Vec<(Mode, Option<usize>)> = Vec::new();
    if let Some(mode) = hit.trigger.mode {
        found.push((mode, Some(hit.head)));
    }
    match saying {
        Saying::Deny => found.push((Mode::Denied, None)),
        Saying::Claim | Saying::Doubt => found.push((Mode::Reported, None)),
        Saying::Say => {}
    }
    let modality = &language.modality;
    climb(scene, hit.head, modality, is_presupposed(scene, hit), &mut found);
    if is_noun(hit) {
        found.extend(right_before(scene, hit.head, modality));
        found.extend(purpose(scene, hit.head, modality));
    }
    let excepted =
        preposition(scene, hit.head).is_some_and(|(_, words)| modality.exceptions.contains(&words));
    if excepted {
        found.retain(|(mode, _)| *mode != Mode::Denied);
    }
    // What denies in the words of the trigger itself ("no water") is what it tells.
    if hit.trigger.mode == Some(Mode::Asserted) {
        found.retain(|(mode, _)| *mode != Mode::Denied);
    }
    // A deal is no provision of a deal.
    if hit.frame.line == Some(Line::Deal) {
        found.retain(|(mode, _)| *mode != Mode::Agreed);
    }
    let strongest = found.into_iter().min_by_key(|(mode, _)| rank(*mode)).unwrap_or((Mode::Asserted, None));
    match deal_over(scene, hit).filter(|_| is_to_come(scene, hit, strongest.0)) {
        Some(deal) => (Mode::Agreed, Some(deal)),
        None => strongest,
    }
}

/// True for a noun that a negated verb says nothing of: "gave no details on the attack", "the attack hurt nobody".
/// Objects, and what is or is not reached, share the negation; deals and truces always do.
fn is_presupposed(scene: &Scene<'_>, hit: &Hit<'_>) -> bool {
    if !is_noun(hit) || matches!(hit.frame.line, Some(Line::Deal | Line::Truce)) {
        return false;
    }
    let analysis = scene.analysis;
    let first = std::iter::successors(Some(hit.head), |&t| {
        analysis.arcs[t].head.filter(|_| analysis.arcs[t].label == Label::Conjunct).map(|h| h as usize)
    });
    let noun = first.take(REACH).last().unwrap_or(hit.head);
    let reached = |above: usize| analysis.arguments(above).contains(&(Function::Goal, noun));
    let arc = analysis.arcs[noun];
    match arc.label {
        // "The attack was not claimed" denies no attack.
        Label::PassiveSubject => arc.head.is_some_and(|verb| claims::claims(scene, verb as usize)),
        Label::Oblique | Label::NounModifier => !arc.head.is_some_and(|h| reached(h as usize)),
        Label::Subject => arc.head.is_some_and(|verb| {
            let told = analysis.arguments(verb as usize);
            told.iter().any(|&(f, t)| f == Function::Object && t != noun)
        }),
        _ => false,
    }
}

/// The deal or truce under which something is told: "under the agreement", "according to the accord".
fn deal_over(scene: &Scene<'_>, hit: &Hit<'_>) -> Option<usize> {
    let under = |f: Function| matches!(f, Function::Under | Function::According | Function::Through);
    let lang = scene.analysis.sentence_of(hit.head)?.lang;
    let deals = scene.packs.frames.values().filter(|f| matches!(f.line, Some(Line::Deal | Line::Truce)));
    let nouns = || {
        let triggers = deals.clone().filter_map(|f| f.triggers.get(&lang)).flatten();
        triggers.filter(|t| t.form == TriggerForm::Noun).flat_map(|t| &t.words)
    };
    let is_deal = |t: usize| nouns().any(|w| *w == scene.analysis.tokens[t].lemma);
    hit.arguments.iter().filter(|(f, _)| under(*f)).map(|a| a.1).find(|&t| t != hit.head && is_deal(t))
}

/// True for what a deal lays down rather than what came of it: told in the future, or in no past.
fn is_to_come(scene: &Scene<'_>, hit: &Hit<'_>, mode: Mode) -> bool {
    match mode {
        Mode::Planned | Mode::Intended | Mode::Agreed => true,
        Mode::Asserted => {
            let features = scene.analysis.tokens[hit.head].features;
            features.has(Feature::Present)
                && !features.has(Feature::Past)
                && !features.has(Feature::Participle)
        }
        _ => false,
    }
}

/// A noun that denies or fails what stands right behind it, whatever the tree makes of the preposition between them.
fn right_before(scene: &Scene<'_>, noun: usize, modality: &Modality) -> Option<(Mode, Option<usize>)> {
    let tokens = &scene.analysis.tokens;
    let first = scene.analysis.sentence_of(noun)?.tokens.start.max(noun.saturating_sub(BEFORE));
    let near = (first..noun).rev().take_while(|&t| {
        matches!(
            tokens[t].pos,
            PartOfSpeech::Noun | PartOfSpeech::Adp | PartOfSpeech::Det | PartOfSpeech::Part
        )
    });
    near.filter(|&t| tokens[t].pos == PartOfSpeech::Noun).find_map(|t| {
        let mode = *modality.nouns.get(&tokens[t].lemma)?;
        matches!(mode, Mode::Denied | Mode::Attempted).then_some((mode, Some(t)))
    })
}

/// The preposition of a noun of action or of the noun whose complement it is, with the words it is made of.
fn preposition(scene: &Scene<'_>, noun: usize) -> Option<(usize, String)> {
    let analysis = scene.analysis;
    let mut at = noun;
    loop {
        let case = analysis.children(at).find(|&t| analysis.arcs[t].label == Label::Case);
        if let Some(case) = case {
            let more = analysis.children(case).filter(|&t| analysis.arcs[t].label == Label::Flat);
            let words = std::iter::once(case).chain(more);
            return Some((case, words.map(|t| analysis.tokens[t].folded.as_str()).collect()));
        }
        let arc = analysis.arcs[at];
        at = arc.head.filter(|_| arc.label == Label::NounModifier).map(|h| h as usize).filter(|&h| h < at)?;
    }
}

/// A noun of action as the aim of a deed: "launched an attack *for* the recapture of the town". What a pack's single
/// preposition means only beside an object, its longer ones ("with the aim of") always mean.
fn purpose(scene: &Scene<'_>, noun: usize, modality: &Modality) -> Option<(Mode, Option<usize>)> {
    let analysis = scene.analysis;
    let (case, words) = preposition(scene, noun)?;
    let mode = *modality.purposes.get(&words)?;
    let bare = words == analysis.tokens[case].folded;
    let Some(above) = analysis.arcs[noun].head.map(|h| h as usize).filter(|_| bare) else {
        return (!bare).then_some((mode, Some(case)));
    };
    let object =
        |word: usize| analysis.arguments(word).iter().any(|a| a.0 == Function::Object && a.1 != noun);
    let copula = scene.language(above).is_some_and(|language| {
        language.grammar.known(&analysis.tokens[above..]).roles.has(WordRole::Copular)
    });
    let deed = analysis.tokens[above].pos == PartOfSpeech::Verb && !copula && object(above)
        || analysis.arcs[above].label == Label::Object
            && analysis.tokens[above].features.has(Feature::VerbalNoun);
    deed.then_some((mode, Some(case)))
}

/// What governs a word, from its own clause upwards, until a verb of saying or a clause that stands on its own. What is
/// coordinated below one operator stands below it as a whole.
fn climb(
    scene: &Scene<'_>,
    head: usize,
    modality: &Modality,
    presupposed: bool,
    found: &mut Vec<(Mode, Option<usize>)>,
) {
    let analysis = scene.analysis;
    let mut word = head;
    let mut beside = false;
    for step in 0..REACH {
        let verbal = !analysis.tokens[word].pos.is_nominal();
        if let Some(clause) = analysis.clause_of(word).filter(|_| !beside && (step == 0 || verbal)) {
            clause_modes(clause, modality, presupposed && step > 0, found);
        }
        for child in analysis.children(word).filter(|_| !beside) {
            let token = &analysis.tokens[child];
            if let Some(mode) = by_phrase(scene, child, modality) {
                found.push((mode, Some(child)));
            }
            let table = match analysis.arcs[child].label {
                Label::Adverb => &modality.adverbs,
                Label::Mark => &modality.conjunctions,
                Label::Auxiliary => &modality.auxiliaries,
                Label::AdjectiveModifier | Label::Relative if step == 0 => &modality.adverbs,
                _ => continue,
            };
            if let Some(&mode) = table.get(&token.lemma).or_else(|| table.get(&token.folded)) {
                found.push((mode, Some(child)));
            }
        }
        let arc = analysis.arcs[word];
        let Some(above) = arc.head.map(|h| h as usize) else { return };
        // "Preventing the rebels from retaking the town": what somebody is kept from hangs on the verb like a circumstance.
        let kept = arc.label == Label::Adverbial
            && modality.verbs.contains_key(&analysis.tokens[above].lemma)
            && is_kept_from(scene, word);
        if matches!(arc.label, Label::Relative | Label::Parataxis | Label::Apposition)
            || arc.label == Label::Adverbial && !kept
        {
            return;
        }
        let features = analysis.tokens[word].features;
        // A participle below a noun describes it; what is said of the noun is not said of the deed. Behind a preposition it
        // is what the noun is about ("on the point *of* launching").
        let marked = || {
            let mut marks = analysis.children(word).filter(|&t| analysis.arcs[t].label == Label::Mark);
            marks.any(|t| analysis.tokens[t].pos == PartOfSpeech::Adp)
        };
        if arc.label == Label::NounClause && features.has(Feature::Participle) && !marked() {
            return;
        }
        beside = arc.label == Label::Conjunct;
        if beside {
            if features.has(Feature::Finite) {
                return;
            }
            word = above;
            continue;
        }
        if is_circumstance(scene, word, above) {
            return;
        }
        let lemma = &analysis.tokens[above].lemma;
        // A noun that looks like a verb of saying ("on the point of") says nothing.
        let verbal = analysis.tokens[above].pos != PartOfSpeech::Noun;
        if let Some(saying) = scene.saying(above).filter(|_| verbal) {
            // "denied having shelled the town", "denied the arrest"
            if saying == Saying::Deny && arc.label != Label::Subject {
                found.push((Mode::Denied, Some(above)));
            }
            return;
        }
        if let Some(&mode) = modality.verbs.get(lemma).filter(|_| verbal && arc.label != Label::Subject) {
            // "Would allow a withdrawal": what a deal yet to be made would bring.
            let would = analysis.clause_of(above).is_some_and(|c| c.mood == Mood::Conditional);
            let mode = if mode == Mode::Agreed && would { Mode::Hypothetical } else { mode };
            found.push((mode, Some(above)));
        }
        // "On the point of": the noun alone says nothing.
        let phrase = || {
            let next = analysis.tokens.get(above + 1)?;
            modality.nouns.get(&format!("{lemma} {}", next.lemma))
        };
        if let Some(&mode) = modality.nouns.get(lemma).or_else(phrase).filter(|_| step < NOUN_REACH) {
            found.push((mode, Some(above)));
        }
        word = above;
    }
}

/// True for a gerund behind the preposition of what somebody is kept away from.
fn is_kept_from(scene: &Scene<'_>, gerund: usize) -> bool {
    let analysis = scene.analysis;
    let mut marks = analysis.children(gerund).filter(|&t| analysis.arcs[t].label == Label::Mark);
    marks.any(|t| {
        let language = scene.language(t);
        language.is_some_and(|l| l.grammar.word(&analysis.tokens[t]).preposition == Some(Function::From))
    })
}

/// What a preposition with its noun says of a clause, where the two are an adverb of the pack ("on a regular basis").
fn by_phrase(scene: &Scene<'_>, noun: usize, modality: &Modality) -> Option<Mode> {
    let analysis = scene.analysis;
    let aside = matches!(analysis.arcs[noun].label, Label::Oblique | Label::Parataxis | Label::Adverb);
    let case = analysis.children(noun).find(|&t| aside && analysis.arcs[t].label == Label::Case)?;
    let words = format!("{} {}", analysis.tokens[case].folded, analysis.tokens[noun].lemma);
    modality.adverbs.get(&words).copied()
}

/// True for what only tells when or why something is: "promises talks after the attack" promises no attack.
fn is_circumstance(scene: &Scene<'_>, word: usize, above: usize) -> bool {
    let arguments = scene.analysis.arguments(above);
    let function = arguments.into_iter().find(|a| a.1 == word).map(|a| a.0);
    matches!(function, Some(Function::After | Function::Since | Function::Cause))
}

fn clause_modes(
    clause: &Clause,
    modality: &Modality,
    presupposed: bool,
    found: &mut Vec<(Mode, Option<usize>)>,
) {
    if clause.negated && !presupposed {
        found.push((Mode::Denied, Some(clause.predicate)));
    }
    let by_mood = match clause.mood {
        Mood::Conditional => modality.conditional,
        Mood::Future => modality.future,
        _ => None,
    };
    if let Some(mode) = by_mood {
        found.push((mode, Some(clause.predicate)));
    }
}

/// Of several operators the one that most changes what is said wins.
fn rank(mode: Mode) -> u8 {
    match mode {
        Mode::Denied => 0,
        Mode::Hypothetical => 1,
        Mode::Attempted => 2,
        Mode::Intended => 3,
        Mode::Agreed => 4,
        Mode::Planned => 5,
        Mode::Reported => 6,
        Mode::Habitual => 7,
        Mode::Asserted => 8,
    }
}
