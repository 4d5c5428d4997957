//! Extraction: mentions, times, figures and reports of one document, each with its characters and its rule.
//!
//! First what is named, when and how many; then who says what; then the words that trigger a frame with the roles that
//! grammar gives them; last what the surrounding text adds.

mod arguments;
mod assemble;
mod attribution;
pub mod attributions;
mod captions;
mod claims;
mod context;
mod counts;
pub mod dating;
mod deals;
mod evidence;
mod fields;
pub mod figures;
mod fillers;
pub mod handed;
mod holders;
mod joining;
mod lead;
mod mode;
pub mod names;
mod pronouns;
mod quotations;
mod reference;
mod resumed;
mod scene;
mod sharing;
mod speakers;
mod statements;
mod terms;
pub mod times;
mod triggers;
mod voice;

use crate::model::{Analysis, Document, Extraction};
use crate::packs::Packs;
use reference::Antecedents;
use scene::Scene;

/// Everything one document says about the conflict. Pure: depends on the document and the packs alone.
#[must_use]
pub fn extract(document: &Document, analysis: &Analysis, packs: &Packs) -> Extraction {
    let scene = Scene::new(document, analysis, packs);
    let antecedents = Antecedents::collect(&scene);
    let scopes = attribution::scopes(&scene, &antecedents);
    let mut told = triggers::find(&scene, &arguments::Arguments::new(analysis), &antecedents);
    told.iter_mut().for_each(|hits| hits.retain(|h| !statements::is_saying(&scene, h)));
    let mut reports = assemble::assemble(&scene, told, &scopes, &antecedents);
    reports.extend(statements::statements(&scene, &scopes, &reports));
    reports.sort_by(|a, b| (a.span, &a.id).cmp(&(b.span, &b.id)));
    reports.dedup_by(|a, b| a.id == b.id);
    Extraction {
        document: document.id.clone(),
        published: scene.published.clone(),
        outlet: scene.outlet(),
        agency: scene.agency(),
        mentions: scene.names.mentions().to_vec(),
        entities: scene.names.entities().cloned().collect(),
        reports,
        fingerprint: Vec::new(),
        fingerprint_places: Vec::new(),
        lead: lead::lead(analysis),
    }
}
