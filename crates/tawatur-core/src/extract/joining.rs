//! Which hits of a sentence tell one thing: a deed told by noun and verb, a toll and its attack, talks and the deal they
//! led to. It folds them into one; what becomes a report is decided in `assemble`.

use super::arguments::Arguments;
use super::assemble::CIRCUMSTANCE_REACH;
use super::deals;
use super::scene::Scene;
use super::terms;
use super::triggers::{Hit, is_noun};
use crate::model::{Feature, Function, Label, Mode};
use crate::packs::{Line, WordRole};

/// Two hits of one type of which one is an argument of the other, or governs it, tell one thing: "the agreement
/// provides for", "reached an agreement". The roles of both are kept.
pub(super) fn join_same<'a>(scene: &Scene<'a>, hits: Vec<Hit<'a>>) -> Vec<Hit<'a>> {
    join(hits, |outer, inner| {
        if outer.kind != inner.kind || outer.head == inner.head || outer.is_apart(inner.head) {
            return false;
        }
        // "No water, no electricity": what is lacking is told in a list.
        let lacks = |hit: &Hit<'_>| is_noun(hit) && hit.trigger.mode == Some(Mode::Asserted);
        if lacks(outer) && lacks(inner) {
            return true;
        }
        // "Took the base, along with taking the camp": what stands beside is told apart.
        let argument = outer.arguments.iter().any(|&(f, t)| t == inner.head && f != Function::With);
        let told = argument || governs(scene, outer, inner) || describes_argument(scene, outer, inner);
        told || goes_with(scene, outer, inner) || counts_on(scene, outer, inner)
    })
}

/// "Air strikes by the coalition targeting the town": an attack in general that describes a special one is that one.
pub(super) fn join_general<'a>(scene: &Scene<'a>, hits: Vec<Hit<'a>>) -> Vec<Hit<'a>> {
    join(hits, |outer, inner| {
        let arc = scene.analysis.arcs[inner.head];
        let on_it = arc.label == Label::NounClause && arc.head == Some(outer.head as u32);
        let general = inner.frame.takes_up.contains(outer.kind) && !is_noun(inner);
        general && (on_it || describes_argument(scene, outer, inner))
    })
}

/// "Two soldiers fell and four drivers were wounded": one toll, told by two verbs side by side.
fn counts_on(scene: &Scene<'_>, outer: &Hit<'_>, inner: &Hit<'_>) -> bool {
    let arc = scene.analysis.arcs[inner.head];
    let beside = arc.label == Label::Conjunct && arc.head == Some(outer.head as u32);
    let fates = |hit: &Hit<'_>| hit.trigger.counts.values().cloned().collect::<Vec<_>>();
    let (first, second) = (fates(outer), fates(inner));
    let apart = !first.is_empty() && !second.is_empty() && first.iter().all(|of| !second.contains(of));
    outer.frame.toll && beside && apart
}

/// A participle clause beside the verb of another ("hit the town, *killing* six", "firing on the crowd").
fn goes_with(scene: &Scene<'_>, outer: &Hit<'_>, inner: &Hit<'_>) -> bool {
    let arc = scene.analysis.arcs[inner.head];
    let features = scene.analysis.tokens[inner.head].features;
    let participle = [Feature::Gerund, Feature::Participle].iter().any(|&f| features.has(f));
    let beside = arc.label == Label::Adverbial && arc.head == Some(outer.head as u32);
    beside && participle && features.has(Feature::Present)
}

/// "A raid that hit the camp", "the blast targeted a patrol": a verb of the wide type of violence whose subject is the deed
/// tells only what the deed was done to.
pub(super) fn join_aims(hits: Vec<Hit<'_>>) -> Vec<Hit<'_>> {
    join(hits, |deed, verb| {
        let wide = !verb.frame.takes_up.is_empty() && !is_noun(verb);
        let subject = |&(f, t): &(Function, usize)| f == Function::Subject && deed.tokens.contains(&t);
        let violence = !deed.frame.toll && deed.frame.family == verb.frame.family;
        wide && is_noun(deed) && violence && verb.arguments.iter().any(subject)
    })
}

/// A participle or relative clause of its own type on one of a verb's arguments: "buses carrying fighters left the town".
pub(super) fn describes_argument(scene: &Scene<'_>, outer: &Hit<'_>, inner: &Hit<'_>) -> bool {
    let arc = scene.analysis.arcs[inner.head];
    let describes = matches!(arc.label, Label::NounClause | Label::Relative);
    describes && arc.head.is_some_and(|noun| outer.arguments.iter().any(|(_, t)| *t == noun as usize))
}

/// Talks or a mediation told with the deal they led to lend it their mediator and their parties.
pub(super) fn join_talks<'a>(scene: &Scene<'a>, hits: Vec<Hit<'a>>) -> Vec<Hit<'a>> {
    join(hits, |deal, talks| {
        let concluded = matches!(deal.frame.line, Some(Line::Deal | Line::Truce));
        let top = scene.analysis.arcs[deal.head].head.map_or(deal.head, |h| h as usize);
        let beside = terms::is_below(scene.analysis, talks.head, deal.head)
            || terms::is_below(scene.analysis, talks.head, top)
            || deal.arguments.iter().any(|(_, t)| *t == talks.head);
        let talks_of_it = is_noun(talks) && beside || deals::mediates(talks, deal);
        concluded && talks.frame.line == Some(Line::Talks) && talks_of_it
    })
}

/// A verb directly above a noun of action of its own type.
fn governs(scene: &Scene<'_>, outer: &Hit<'_>, inner: &Hit<'_>) -> bool {
    if outer.arguments.iter().any(|&(f, t)| t == inner.head && f.is_apart()) {
        return false; // "attacked the airport after the assault on the prison"
    }
    !is_noun(outer) && is_noun(inner) && scene.analysis.arcs[inner.head].head == Some(outer.head as u32)
}

/// A toll told with its attack belongs to the attack: "an attack that killed ten", "ten were killed in an attack".
pub(super) fn join_tolls<'a>(scene: &Scene<'a>, hits: Vec<Hit<'a>>) -> Vec<Hit<'a>> {
    join(hits, |attack, toll| {
        let deadly = !attack.frame.toll && attack.frame.family == toll.frame.family;
        let cause = attack.arguments.iter().any(|(f, t)| *t == toll.head && *f == Function::Cause);
        let within = !cause && terms::is_below(scene.analysis, toll.head, attack.head);
        let told = within
            || is_circumstance(scene, attack.head, toll.head)
            || is_occasion(scene, attack.teller.unwrap_or(attack.head), toll.head);
        let told = told
            || toll.arguments.iter().any(|(f, t)| {
                (!f.is_apart() || attack.frame.harms())
                    && (*t == attack.head || scene.counted(*t) == attack.head)
            });
        // "Killing six and wounding thirty": what is told beside a toll of the attack is its toll too.
        let arc = scene.analysis.arcs[toll.head];
        let beside = arc.label == Label::Conjunct
            && attack.joined.iter().any(|(_, head)| arc.head == Some(*head as u32));
        // "Three were killed and two wounded in an ambush": the attack hangs on the second of two tolls.
        let first = attack.joined.iter().any(|(_, head)| {
            let arc = scene.analysis.arcs[*head];
            arc.label == Label::Conjunct && arc.head == Some(toll.head as u32)
        });
        toll.frame.toll && deadly && (told || beside || first || is_outcome(scene, toll, attack))
    })
}

/// True for a verb in a clause that tells when and how it happened: "were killed when the convoy was ambushed".
fn is_occasion(scene: &Scene<'_>, verb: usize, above: usize) -> bool {
    let analysis = scene.analysis;
    let arc = analysis.arcs[verb];
    let apart = |t: usize| {
        let token = &analysis.tokens[t];
        scene.language(t).is_none_or(|language| {
            let known = language.grammar.word(token);
            known.roles.has(WordRole::InfinitiveMark)
                || known.preposition.is_some_and(Function::is_apart)
                || language.modality.conjunctions.contains_key(&token.lemma)
        })
    };
    let mut marks = analysis.children(verb).filter(|&t| analysis.arcs[t].label == Label::Mark);
    arc.label == Label::Adverbial && arc.head == Some(above as u32) && marks.next().is_some_and(|t| !apart(t))
}

/// True when a noun tells how or where something happened, also where the tree hung it on another noun of the clause:
/// "was killed with two others in a shooting". What happened before or after is another thing.
fn is_circumstance(scene: &Scene<'_>, noun: usize, verb: usize) -> bool {
    let analysis = scene.analysis;
    if !analysis.tokens[noun].pos.is_nominal() {
        return false;
    }
    let above = |t: usize| analysis.arcs[t].head.map(|h| h as usize);
    let Some(first) = above(noun) else { return false };
    let function = analysis.arguments(first).into_iter().find(|(_, t)| *t == noun);
    if function.is_none_or(|(f, _)| f.is_apart()) {
        return false;
    }
    let nouns = std::iter::successors(Some(first), |&t| above(t).filter(|_| t != verb));
    let mut nouns = nouns.take(CIRCUMSTANCE_REACH).skip_while(|&t| analysis.tokens[t].pos.is_nominal());
    nouns.next() == Some(verb)
}

/// "The attack led to the death of ten", "carried out an attack, which took ten lives": the toll hangs on the verb whose
/// subject the attack is, or on a clause below the verb that tells of it.
fn is_outcome(scene: &Scene<'_>, toll: &Hit<'_>, attack: &Hit<'_>) -> bool {
    if !is_noun(attack) {
        return false;
    }
    let arguments = Arguments::new(scene.analysis);
    let led = arguments.governor(attack.head).filter(|_| is_noun(toll));
    if led.is_some_and(|verb| scene.analysis.arcs[toll.head].head == Some(verb as u32)) {
        return true;
    }
    let Some(teller) = attack.teller else { return false };
    let mut word = toll.head;
    while let Some(above) = scene.analysis.arcs[word].head.map(|h| h as usize) {
        let joined = matches!(scene.analysis.arcs[word].label, Label::Conjunct | Label::Parataxis);
        if joined || above >= word {
            return false;
        }
        if above == teller {
            return matches!(scene.analysis.arcs[word].label, Label::Complement | Label::Adverbial);
        }
        word = above;
    }
    false
}

/// Folds every hit that `into` says belongs to another one into that one.
pub(super) fn join<'a>(mut hits: Vec<Hit<'a>>, into: impl Fn(&Hit<'a>, &Hit<'a>) -> bool) -> Vec<Hit<'a>> {
    let mut k = 0;
    while k < hits.len() {
        let Some(outer) = (0..hits.len()).find(|&j| j != k && into(&hits[j], &hits[k])) else {
            k += 1;
            continue;
        };
        let inner = hits.remove(k);
        let outer = &mut hits[if outer > k { outer - 1 } else { outer }];
        outer.absorb(inner);
        k = 0;
    }
    hits
}
