//! Finds the words that trigger a frame and what grammar gives them; chooses among frames that compete for a word.
//!
//! Who fills a role is looked up by the caller's resolver; attribution, mode, time and figures come later.

use super::arguments::Arguments;
use super::claims;
use super::fillers::{fill, filler};
use super::names::Resolved;
use super::reference::{Antecedents, is_pronoun};
use super::scene::Scene;
use super::sharing::{lend, part_names, raise, share_out, suffer};
use super::voice;
use crate::model::{EntityKind, EventType, Feature, Filler, Function, Label, PartOfSpeech, Role};
use crate::packs::{Frame, Trigger, TriggerForm, bears};

/// How many nouns up the word of modality may stand that a noun of action depends on.
const MODALITY_REACH: usize = 3;

/// A trigger with its arguments and the roles they fill.
#[derive(Debug, Clone)]
pub(super) struct Hit<'a> {
    /// Event type.
    pub kind: &'a EventType,
    /// Its frame.
    pub frame: &'a Frame,
    /// The trigger.
    pub trigger: &'a Trigger,
    /// Tokens of its words.
    pub tokens: Vec<usize>,
    /// Nouns that say with the verb what is done.
    told_with: Vec<usize>,
    /// The word that governs its arguments.
    pub head: usize,
    /// Arguments by function, coordination expanded.
    pub arguments: Vec<(Function, usize)>,
    /// Roles filled by grammar.
    pub roles: Vec<Filler>,
    /// Functions that filled a role, with the token.
    pub filled: Vec<(Role, usize)>,
    /// Triggers of hits that were joined to this one, with their heads.
    pub joined: Vec<(String, usize)>,
    /// What figures on arguments of joined triggers count.
    pub counting: Vec<(Function, String, usize)>,
    /// The finite verb whose clause tells of a noun of action or governs an infinitive, when it tells of nothing else.
    pub teller: Option<usize>,
    /// Which of the roles is filled by who claims the deed.
    claimed: Option<usize>,
    /// How specific the match is: more words, more constraints met, more roles filled.
    weight: usize,
}

/// Every trigger of a scene whose constraints hold, one for each head word, sentence by sentence: what belongs together
/// by grammar stands in one sentence.
pub(super) fn find<'a>(
    scene: &'a Scene<'a>,
    arguments: &Arguments<'a>,
    antecedents: &Antecedents,
) -> Vec<Vec<Hit<'a>>> {
    let mut told = Vec::new();
    for sentence in &scene.analysis.sentences {
        let mut hits: Vec<Hit<'a>> = Vec::new();
        let Some(index) = scene.packs.triggers.get(&sentence.lang) else { continue };
        let tokens = &scene.analysis.tokens[sentence.tokens.clone()];
        let first = sentence.tokens.start;
        let is = |at: usize, word: &str| tokens[at].lemma == word || tokens[at].folded == word;
        let mut silenced: Vec<(&EventType, std::ops::Range<usize>)> = Vec::new();
        let forms = |at: usize| [tokens[at].lemma.as_str(), tokens[at].folded.as_str()];
        for at in 0..tokens.len() {
            let found = index.silenced_at(at, tokens.len(), forms(at), is);
            silenced.extend(found.into_iter().map(|(kind, count)| (kind, at..at + count)));
        }
        for at in 0..tokens.len() {
            for found in index.matches(at, tokens.len(), forms(at), is) {
                let frame = &scene.packs.frames[found.kind];
                let trigger = &frame.triggers[&sentence.lang][found.trigger];
                if trigger.form == TriggerForm::Noun && is_clause(scene, &found.tokens, first) {
                    continue; // "guerrillas attacked" is no guerrilla attack
                }
                // Of a fixed noun of several words the last heads it, whatever the tagger made of it ("car bombing").
                let fixed = (trigger.form == TriggerForm::Noun).then(|| found.tokens.last()).flatten();
                let fixed = fixed.filter(|_| found.tokens.len() > 1);
                let noun = trigger.form == TriggerForm::Noun;
                // "The clinic was looted": a participle behind its auxiliary tells a deed, also where it was taken for an
                // adjective.
                let participle = |t: usize| {
                    trigger.form == TriggerForm::Verb
                        && tokens[t].pos == PartOfSpeech::Adj
                        && scene.analysis.children(t + first).any(|t| helps(scene, t))
                };
                let fits = |t: usize| {
                    bears(trigger.form, tokens[t].pos)
                        || participle(t)
                        || noun && is_told_of(scene, t + first)
                        || trigger.form == TriggerForm::Adjective && is_predicate(scene, t + first)
                };
                // The head of several words is the one that the others hang on ("a missile *strike*", "be *locked* in
                // battle").
                let inner = |t: usize| governed(scene, t + first, noun).and_then(|h| h.checked_sub(first));
                let outermost =
                    |&&t: &&usize| fits(t) && !inner(t).is_some_and(|h| found.tokens.contains(&h));
                let any = || found.tokens.iter().find(|&&t| fits(t));
                let Some(&head) = found.tokens.iter().find(outermost).or_else(any).or(fixed) else {
                    continue;
                };
                let in_name = found.tokens.iter().any(|t| scene.is_part_of_name(t + first));
                let mute =
                    |t: usize| silenced.iter().any(|(k, range)| *k == found.kind && range.contains(&t));
                if in_name || mute(head) {
                    continue;
                }
                let covered: Vec<usize> = found.tokens.iter().map(|t| t + first).collect();
                let reading =
                    Reading { kind: found.kind, frame, trigger, tokens: covered, head: head + first };
                // "suffered a cyber attack": the noun that the verb asks for may be silenced too.
                let asked = |a: &&(Function, usize)| trigger.only.contains_key(&a.0) && a.1 >= first;
                let told = |hit: &Hit<'_>| !hit.arguments.iter().filter(asked).any(|a| mute(a.1 - first));
                hits.extend(complete(scene, arguments, antecedents, reading).filter(told));
            }
        }
        // What is only ever a provision ("not enter") is one where something can have provisions.
        let provides = hits.iter().any(|h| h.frame.terms && !h.frame.term_only);
        hits.retain(|h| provides || !h.frame.term_only);
        let mut hits = compete(hits);
        let telling: Vec<usize> = hits.iter().filter(|h| !h.frame.quiet).map(|h| h.head).collect();
        for hit in &mut hits {
            let verb = match is_noun(hit) {
                true => {
                    let noun = spoken_of(scene, hit.head);
                    // "Seemed on the point of launching an offensive": the light verb has one above it.
                    let light = || arguments.object_of(noun).and_then(|verb| arguments.governing_verb(verb));
                    arguments.finite_verb(noun).or_else(|| light().filter(|&verb| !scene.is_saying(verb)))
                }
                false => arguments.governing_verb(hit.head).filter(|&verb| !scene.is_saying(verb)),
            };
            hit.teller = verb.filter(|verb| !telling.contains(verb));
            hit.claim(scene);
        }
        told.push(hits);
    }
    told
}

/// True for an auxiliary.
fn helps(scene: &Scene<'_>, word: usize) -> bool {
    matches!(scene.analysis.arcs[word].label, Label::Auxiliary | Label::PassiveAuxiliary)
}

/// The word of modality that a noun of action depends on, which is told in its place ("denied any suggestion of an
/// arrest"), else the noun itself.
fn spoken_of(scene: &Scene<'_>, noun: usize) -> usize {
    let arcs = &scene.analysis.arcs;
    let Some(language) = scene.language(noun) else { return noun };
    let modal = |&t: &usize| language.modality.nouns.contains_key(&scene.analysis.tokens[t].lemma);
    let up = |&t: &usize| {
        let depends = matches!(arcs[t].label, Label::NounModifier | Label::Conjunct);
        arcs[t].head.filter(|_| depends).map(|h| h as usize)
    };
    std::iter::successors(up(&noun), up).take(MODALITY_REACH).find(modal).unwrap_or(noun)
}

/// The word above that heads a word of a trigger: of a noun in a compound the next noun, of an auxiliary or a copula its
/// predicate.
fn governed(scene: &Scene<'_>, word: usize, noun: bool) -> Option<usize> {
    let arc = scene.analysis.arcs[word];
    let below = match noun {
        true => matches!(arc.label, Label::Flat | Label::NounModifier),
        false => matches!(arc.label, Label::Auxiliary | Label::PassiveAuxiliary),
    };
    arc.head.filter(|_| below).map(|h| h as usize)
}

/// True for a verb's noun form of which something is said ("fighting intensified"), though the tagger says verb.
fn is_told_of(scene: &Scene<'_>, token: usize) -> bool {
    let subject = matches!(scene.analysis.arcs[token].label, Label::Subject | Label::PassiveSubject);
    let features = scene.analysis.tokens[token].features;
    let participle = features.has(Feature::Participle) && features.has(Feature::Present);
    subject && (participle || features.has(Feature::Gerund))
}

/// True for what a verb like "become" says of its subject, though the tagger says noun.
fn is_predicate(scene: &Scene<'_>, token: usize) -> bool {
    let noun = scene.analysis.tokens[token].pos == PartOfSpeech::Noun;
    noun && scene.analysis.arcs[token].label == Label::OpenComplement
}

/// True when of the words of a phrase one is the subject of another: a clause, no noun of several words.
fn is_clause(scene: &Scene<'_>, words: &[usize], first: usize) -> bool {
    words.iter().any(|t| {
        let arc = &scene.analysis.arcs[t + first];
        let subject = matches!(arc.label, Label::Subject | Label::PassiveSubject);
        subject && arc.head.is_some_and(|h| words.iter().any(|w| w + first == h as usize))
    })
}

/// A trigger word with what it may mean.
struct Reading<'a> {
    kind: &'a EventType,
    frame: &'a Frame,
    trigger: &'a Trigger,
    tokens: Vec<usize>,
    head: usize,
}

/// The kind of what an argument names: of a quantity what it counts ("dozens of fighters"), of a pronoun whom it takes up.
fn kind_of(
    scene: &Scene<'_>,
    antecedents: &Antecedents,
    frame: &Frame,
    (function, token): (Function, usize),
) -> Option<EntityKind> {
    let word = &scene.analysis.tokens[token];
    if word.features.has(Feature::FirstPerson) && !word.pos.is_nominal() {
        return Some(EntityKind::Person);
    }
    if is_pronoun(word) {
        return antecedents.of(scene, token).map(|meant| meant.kind);
    }
    filler(scene, frame, function, scene.counted(token)).map(|f| f.kind)
}

/// True for an argument that may name a place though nothing says so: "rebels seized X", "X fell".
fn may_be_place(scene: &Scene<'_>, frame: &Frame, (function, token): (Function, usize)) -> bool {
    let filler = filler(scene, frame, function, token);
    matches!(function, Function::Object | Function::Subject)
        && filler.is_some_and(|f| scene.is_unexplained(token, &f))
}

/// Reads the arguments of a trigger and fills its roles; `None` when a constraint does not hold.
fn complete<'a>(
    scene: &'a Scene<'a>,
    arguments: &Arguments<'a>,
    antecedents: &Antecedents,
    Reading { kind, frame, trigger, tokens, head }: Reading<'a>,
) -> Option<Hit<'a>> {
    let mut found = arguments.of(head, trigger.form, &tokens);
    part_names(scene, head, &mut found);
    share_out(scene, arguments, trigger, head, &mut found);
    raise(scene, head, &mut found);
    lend(scene, arguments, trigger, &mut found);
    voice::put_right(scene, trigger, head, &mut found);
    suffer(trigger, &mut found);
    let lemma = |t: usize| scene.analysis.tokens[scene.counted(t)].lemma.as_str();
    if is_of_peace(scene, head, &found) && frame.hostile() {
        return None;
    }
    let kind_of = |a: (Function, usize)| kind_of(scene, antecedents, frame, a);
    let mut met = 0;
    let mut told_with = Vec::new();
    let doer = has_doer(scene, head);
    for (function, kinds) in &trigger.needs {
        let fits = found.iter().any(|&(f, t)| {
            let people = kinds.contains(&EntityKind::Crowd) && scene.is_number(t);
            let fit = |k: EntityKind| kinds.contains(&k);
            let place = || kinds.contains(&EntityKind::Place) && may_be_place(scene, frame, (f, t));
            let meets = kinds.is_empty() || people || kind_of((f, t)).is_some_and(fit) || place();
            is_asked(*function, f, doer) && meets
        });
        if !fits {
            return None;
        }
        met += 1;
    }
    for (function, lemmas) in &trigger.only {
        let bears = |t: usize| is_among(lemmas, lemma(t)) || arguments.takes_up(t, lemmas);
        let borne = found
            .iter()
            .find(|&&(f, t)| is_asked(*function, f, doer) && (bears(t) || bears(scene.counted(t))));
        let &(_, noun) = borne?;
        // "Lifted the embargo" is one deed: the noun it is told with tells of nothing else.
        if *function == Function::Object && !trigger.roles.contains_key(function) {
            told_with.push(scene.counted(noun));
        }
        // A word that must be there says more than a kind.
        met += 2;
    }
    for (function, lemmas) in &trigger.without {
        if found.iter().any(|&(f, t)| f == *function && is_among(lemmas, lemma(t))) {
            return None;
        }
    }
    let mut hit = Hit {
        kind,
        frame,
        trigger,
        tokens,
        told_with,
        head,
        arguments: found,
        roles: Vec::new(),
        filled: Vec::new(),
        joined: Vec::new(),
        teller: None,
        counting: Vec::new(),
        claimed: None,
        weight: 0,
    };
    fill(scene, &mut hit);
    if frame.roles.iter().any(|(role, slot)| slot.needed && !hit.roles.iter().any(|f| f.role == *role)) {
        return None;
    }
    hit.weight = 4 * hit.tokens.len() + 3 * met + hit.filled.len();
    Some(hit)
}

/// True for a word of a list.
fn is_among(words: &[String], word: &str) -> bool {
    words.iter().any(|w| w == word)
}

/// True for a function that a constraint asks for; who does it may be the agent of a passive.
fn is_asked(asked: Function, found: Function, doer: bool) -> bool {
    found == asked || doer && asked == Function::Subject && found == Function::Agent
}

/// True for a predicate of its own; a participle that only describes a noun ("units paid by the state") tells no deed.
fn has_doer(scene: &Scene<'_>, head: usize) -> bool {
    scene.analysis.arcs[head].label != Label::NounClause
}

/// True when an argument is a word of sport, art, weather or trade that never stands in a war.
fn is_of_peace(scene: &Scene<'_>, head: usize, found: &[(Function, usize)]) -> bool {
    let Some(language) = scene.language(head) else { return false };
    let peaceful = &language.settings.peaceful;
    found.iter().any(|&(_, t)| peaceful.contains(&scene.analysis.tokens[t].lemma))
}

/// Of the hits that share a word, the most specific one stays; of equals the first.
fn compete(mut hits: Vec<Hit<'_>>) -> Vec<Hit<'_>> {
    hits.sort_by(|a, b| b.weight.cmp(&a.weight).then(a.head.cmp(&b.head)));
    let mut kept: Vec<Hit<'_>> = Vec::new();
    for hit in hits {
        let shares = |k: &Hit<'_>| k.tokens.iter().any(|t| hit.tokens.contains(t));
        // A deal that is broken or refused is still an event of its own ("broke the truce of May").
        let told = |k: &Hit<'_>| {
            hit.frame.line.is_none()
                && k.kind != hit.kind
                && k.told_with.iter().any(|t| hit.tokens.contains(t))
        };
        if !kept.iter().any(|k| shares(k) || told(k)) {
            kept.push(hit);
        }
    }
    kept.sort_by_key(|h| h.head);
    kept
}

/// True when a trigger is a noun, alone or as head of its phrase.
pub(super) fn is_noun(hit: &Hit<'_>) -> bool {
    hit.trigger.form == TriggerForm::Noun
}

impl Hit<'_> {
    /// A deed that somebody claims is theirs, or denies to be, as far as the clause itself names no doer.
    fn claim(&mut self, scene: &Scene<'_>) {
        let doer = self.frame.roles.get(&Role::Who).filter(|_| is_noun(self));
        let Some(slot) = doer.filter(|_| !self.filled.iter().any(|(role, _)| *role == Role::Who)) else {
            return;
        };
        let fits = |who: &Resolved| slot.kinds.contains(&who.kind);
        if let Some((verb, token, who)) = claims::denier(scene, self.head).filter(|(.., who)| fits(who)) {
            self.teller = Some(verb);
            self.done_by(token, who);
        } else if let Some((verb, token, who)) =
            claims::claimant(scene, self.head).filter(|(.., who)| fits(who))
        {
            self.claimed = Some(self.roles.len());
            self.teller = Some(verb);
            self.done_by(token, who);
        } else if let Some((token, who)) = claims::ascribed(scene, self.head).filter(|(_, who)| fits(who)) {
            self.done_by(token, who);
        }
    }

    fn done_by(&mut self, token: usize, who: Resolved) {
        self.roles.push(Filler { role: Role::Who, entity: who.entity, span: Some(who.span) });
        self.filled.push((Role::Who, token));
    }

    /// True for an argument that came before or after: "left after the departure of the first group" tells of two.
    pub(super) fn is_apart(&self, argument: usize) -> bool {
        let mut told = self.arguments.iter().filter(|(_, t)| *t == argument).peekable();
        told.peek().is_some() && told.all(|(f, _)| f.is_apart())
    }

    /// The filler that is the claimant.
    pub(super) fn claimant(&self) -> Option<&Filler> {
        self.roles.get(self.claimed?)
    }

    /// Takes over the roles, arguments and words of a hit that tells the same thing.
    pub(super) fn absorb(&mut self, inner: Self) {
        for (function, token) in inner.arguments {
            if token != self.head && !self.arguments.contains(&(function, token)) {
                self.arguments.push((function, token));
            }
        }
        // Who brokers a deal is no party to it, whatever the grammar of the deal alone says.
        let brokers = inner
            .roles
            .iter()
            .filter(|f| f.role == Role::Mediator)
            .map(|f| f.entity.clone())
            .collect::<Vec<_>>();
        self.roles.retain(|f| f.role != Role::Parties || !brokers.contains(&f.entity));
        let told: Vec<Role> = self.roles.iter().map(|f| f.role).collect();
        let new = inner
            .roles
            .into_iter()
            .filter(|f| self.frame.roles.contains_key(&f.role) && !told.contains(&f.role));
        self.roles.extend(new);
        self.joined.push((inner.trigger.id.clone(), inner.head));
        self.counting.extend(inner.trigger.counts.iter().map(|(f, of)| (*f, of.clone(), inner.head)));
        self.counting.extend(inner.counting);
        self.joined.extend(inner.joined);
    }
}
