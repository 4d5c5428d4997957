//! Other fields: sport, business, the arts, weather and health borrow the words of war ("the visitors attacked", "a
//! siege of heat"). A sentence that speaks of such a field and names nobody armed tells of no conflict.

use super::scene::Scene;
use crate::model::{EntityKind, Sentence};

/// True for a sentence with a word of another field (`lang/<xx>/fields.toml`) and nobody armed in it.
pub(super) fn is_elsewhere(scene: &Scene<'_>, sentence: &Sentence) -> bool {
    let Some(language) = scene.packs.languages.get(&sentence.lang) else { return false };
    let tokens = &scene.analysis.tokens[sentence.tokens.clone()];
    let named = || {
        let inside = scene.names.mentions().iter().filter(|m| sentence.span.contains(m.span));
        inside
            .filter_map(|m| scene.packs.world.entities.get(&m.entity))
            .any(|e| matches!(e.kind, EntityKind::Force | EntityKind::Group))
    };
    let speaks = tokens.iter().any(|t| {
        t.pos.is_nominal() && (language.fields.contains(&t.lemma) || language.fields.contains(&t.folded))
    });
    // A number of dead or wounded is told of wars more than of the stage.
    let struck = || {
        let told = scene.figures_in(sentence.span).filter_map(|f| f.of.as_deref());
        told.into_iter().any(|of| matches!(of, "killed" | "wounded"))
    };
    let armed = || tokens.iter().any(|t| language.nouns.get(&t.lemma).is_some_and(|n| n.armed == Some(true)));
    speaks && !armed() && !named() && !struck()
}
