//! Other fields: sport, business, the arts, weather and health borrow the words of war ("the visitors attacked", "a
//! siege of heat"). A sentence that speaks of such a field and names nobody armed tells of no conflict. Nor does a link to
//! another text with that text's title.

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

/// True for a link to another text (`links` in `pack.toml`), and for what runs on behind one without a stop of its own:
/// more titles.
pub(super) fn is_link(scene: &Scene<'_>, sentence: &Sentence) -> bool {
    let sentences = &scene.analysis.sentences;
    let first = sentences.partition_point(|s| s.span.start < sentence.span.start);
    let text = &scene.document.text;
    for k in (0..=first.min(sentences.len().saturating_sub(1))).rev() {
        let Some(settings) = scene.packs.languages.get(&sentences[k].lang).map(|l| &l.settings) else {
            return false;
        };
        let words = sentences[k].tokens.clone().map(|t| scene.analysis.tokens[t].folded.as_str());
        if settings.link_words(words) > 0 {
            return true;
        }
        let last = sentences[k]
            .span
            .slice(text)
            .trim_end_matches(|c: char| !c.is_alphanumeric() && !settings.sentence_ends.contains(c));
        let stopped = last.ends_with(|c| settings.sentence_ends.contains(c));
        let parted = k == 0
            || text[sentences[k - 1].span.end as usize..sentences[k].span.start as usize].contains('\n');
        if stopped || parted {
            return false;
        }
    }
    false
}
