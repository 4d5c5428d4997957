//! Pronouns: whom "they", "ils", a pronoun ending mean. The nearest earlier actor that fits in number and standing.
//!
//! Definite descriptions ("the committee") are resolved with the names; this file only follows pronouns.

use super::names::Resolved;
use super::scene::Scene;
use crate::model::{EntityId, EntityKind, Feature, Label, PartOfSpeech, Token};
use crate::packs::WordRole;

/// How many actors back a pronoun may reach: readers lose the thread beyond the last few.
const REACH: usize = 6;

/// An actor told of, which a later pronoun may mean.
struct Antecedent {
    token: usize,
    subject: bool,
    resolved: Resolved,
}

/// The actors of a document in order of the text.
pub(super) struct Antecedents(Vec<Antecedent>);

impl Antecedents {
    /// Collects every noun phrase that names an actor.
    pub fn collect(scene: &Scene<'_>) -> Self {
        let mut all = Vec::new();
        for (token, arc) in scene.analysis.arcs.iter().enumerate() {
            let noun = scene.analysis.tokens[token].pos.is_nominal();
            let heads = matches!(
                arc.label,
                Label::Subject
                    | Label::PassiveSubject
                    | Label::Object
                    | Label::Oblique
                    | Label::Conjunct
                    | Label::NounModifier
                    | Label::Root
            );
            if noun
                && heads
                && let Some(resolved) = scene.resolve(token).filter(|r| is_actor(r.kind))
            {
                let subject = matches!(arc.label, Label::Subject | Label::PassiveSubject);
                all.push(Antecedent { token, subject, resolved });
            }
        }
        Self(all)
    }

    /// Whom a pronoun means: among the last few actors before it the nearest subject that fits, else the nearest that fits.
    pub fn of(&self, scene: &Scene<'_>, pronoun: usize) -> Option<&Resolved> {
        self.other_than(scene, pronoun, None)
    }

    /// The same for the object of a clause, who is not its subject: "after arresting *them*".
    pub fn other_than(
        &self,
        scene: &Scene<'_>,
        pronoun: usize,
        subject: Option<&EntityId>,
    ) -> Option<&Resolved> {
        // "what led to …" takes up the deed, nobody.
        let opens = scene.language(pronoun).is_some_and(|language| {
            let known = language.grammar.word(&scene.analysis.tokens[pronoun]);
            known.roles.has(WordRole::FreeRelative)
        });
        if opens {
            return None;
        }
        let until = self.0.partition_point(|a| a.token < pronoun);
        let other = |a: &&Antecedent| Some(&a.resolved.entity) != subject;
        let near = || self.0[..until].iter().rev().filter(other).take(REACH);
        let word = &scene.analysis.tokens[pronoun];
        let collective = scene.language(pronoun).is_some_and(|l| l.grammar.things_in_feminine);
        let things = |a: &Antecedent| {
            let kind = matches!(a.resolved.kind, EntityKind::Force | EntityKind::Group | EntityKind::Body);
            collective && kind && scene.analysis.tokens[a.token].features.has(Feature::Plural)
        };
        let one_feminine = word.features.has(Feature::Singular) && word.features.has(Feature::Feminine);
        let fits = |a: &&Antecedent| {
            one_feminine && things(a) || agrees(&scene.analysis.tokens[a.token], word, a.resolved.kind)
        };
        near().filter(|a| a.subject).find(fits).or_else(|| near().find(fits)).map(|a| &a.resolved)
    }
}

/// True for third-person pronouns that stand for somebody.
pub(super) fn is_pronoun(token: &Token) -> bool {
    let other = [
        Feature::Relative,
        Feature::Interrogative,
        Feature::FirstPerson,
        Feature::SecondPerson,
        Feature::Reflexive,
    ];
    token.pos == PartOfSpeech::Pron && !other.iter().any(|&f| token.features.has(f))
}

fn is_actor(kind: EntityKind) -> bool {
    !matches!(kind, EntityKind::Place | EntityKind::Weapon | EntityKind::Other)
}

/// Number agrees, as far as both tell; a body of people may be taken up in the plural.
fn agrees(noun: &Token, pronoun: &Token, kind: EntityKind) -> bool {
    let plural = pronoun.features.has(Feature::Plural);
    let singular = pronoun.features.has(Feature::Singular);
    if plural && kind == EntityKind::Person {
        return noun.features.has(Feature::Plural);
    }
    // Gender counts where number agrees: a plural of things may be taken up by a singular that is always feminine.
    let same_number =
        plural && noun.features.has(Feature::Plural) || singular && noun.features.has(Feature::Singular);
    let genders = [(Feature::Masculine, Feature::Feminine), (Feature::Feminine, Feature::Masculine)];
    let clash = |&(a, b): &(Feature, Feature)| noun.features.has(a) && pronoun.features.has(b);
    !(singular && noun.features.has(Feature::Plural) || same_number && genders.iter().any(clash))
}
