//! Captions of pictures: "Buses leave the town. Photo released by X on 26 August". The credit behind a caption tells when
//! it was and who shows it.

use super::scene::{Scene, Timed};
use super::speakers::link;
use crate::model::{Chain, EntityKind, Sentence};

/// The sentence right behind a word's own that gives the credit of a picture.
fn credit<'s>(scene: &'s Scene<'_>, word: usize) -> Option<&'s Sentence> {
    let own = scene.analysis.sentence_of(word)?;
    let next = scene.analysis.sentence_of(own.tokens.end)?;
    let credits = &scene.packs.languages.get(&next.lang)?.settings.credits;
    let opens = |t: usize| credits.contains(&scene.analysis.tokens[t].folded);
    opens(next.tokens.start).then_some(next)
}

/// The day on which the picture was shown.
pub(super) fn time<'s>(scene: &'s Scene<'_>, word: usize) -> Option<&'s Timed> {
    scene.times_in(credit(scene, word)?.span).find(|t| t.when.is_some())
}

/// Who showed it.
pub(super) fn source(scene: &Scene<'_>, word: usize) -> Option<Chain> {
    let tokens = credit(scene, word)?.tokens.clone();
    let mut named = tokens.filter_map(|t| scene.resolve(t));
    named.find(|r| r.kind == EntityKind::Outlet && !r.entity.is_class()).map(|r| Chain(vec![link(&r)]))
}
