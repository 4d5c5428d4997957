//! CAMEO and PLOVER codes of reports and their actors, derived from the frames' codes, the entities' codes and the sectors
//! of common nouns (CAMEO manual 1.1b3; PLOVER 0.8). Nothing is stored: a program that exports codes derives them alike.

use super::Setting;
use tawatur_core::model::{Entity, EntityId, EntityKind, Mode, Report};
use tawatur_core::packs::Packs;
use tawatur_core::pipeline::Examined;
use tawatur_core::text::fold_str;

/// CAMEO event code: that of the trigger or type; a deed only announced is an expressed intent (03x, 138), cooperation
/// that is not given a refusal (120).
pub(super) fn cameo(report: &Report, packs: &Packs) -> Option<String> {
    let code = packs.frames.get(&report.kind)?.cameo(report)?;
    let root = code.get(..2)?;
    let coded = match (report.mode, root) {
        (Mode::Planned | Mode::Intended, "05" | "06") => "030",
        (Mode::Planned | Mode::Intended, "07") => "033",
        (Mode::Planned | Mode::Intended, "08") => "035",
        (Mode::Planned | Mode::Intended, "15" | "17" | "18" | "19" | "20") => "138",
        (Mode::Denied, "03" | "05" | "06" | "07" | "08") => "120",
        _ => code,
    };
    Some(coded.to_owned())
}

/// PLOVER code of a report for sets that code each one, whatever its mode: cooperation that is not given is a refusal,
/// harm that is only thought of a threat.
pub(super) fn plover<'p>(report: &Report, packs: &'p Packs) -> Option<&'p str> {
    let frame = packs.frames.get(&report.kind)?;
    if let Some(code) = frame.plover(report) {
        return Some(code);
    }
    let code = frame.codes.plover.as_deref()?;
    let gives = matches!(code, "AGREE" | "SUPPORT" | "COOPERATE" | "AID" | "CONCEDE" | "RETREAT" | "CONSULT");
    match report.mode {
        Mode::Denied if gives => Some("REJECT"),
        Mode::Hypothetical if !gives => frame.codes.plover_spoken.as_deref().or(Some(code)),
        _ => Some(code),
    }
}

/// True for the code of an actor that says which one it is, not only of what sector.
pub(super) fn is_named(code: &str, packs: &Packs) -> bool {
    let sector =
        || packs.languages.values().flat_map(|l| l.nouns.values()).filter_map(|n| n.sector.as_deref());
    !code.is_empty() && !sector().any(|s| s == code)
}

/// CAMEO code of organisations of states.
const INTERNATIONAL: &str = "IGO";

/// CAMEO code of an actor: country and sectors, empty where neither is known.
pub(super) fn actor(id: &EntityId, examined: &Examined, setting: &Setting) -> String {
    let Some(entity) = setting.entity(examined, id) else {
        return id
            .as_str()
            .strip_prefix("any/")
            .and_then(|c| sector_of_concept(c, &setting.packs))
            .unwrap_or_default();
    };
    if !entity.codes.is_empty() {
        return entity.codes.concat();
    }
    let country = entity.country.as_ref().or_else(|| setting.packs.world.country(id));
    let country = country.and_then(|c| setting.packs.world.entities.get(c)).and_then(|c| c.codes.first());
    let mut code = country.cloned().unwrap_or_default();
    if entity.kind != EntityKind::Place {
        // Whose peacekeepers are named belong to their country.
        let sector = sector(entity, &setting.packs).filter(|s| code.is_empty() || s != INTERNATIONAL);
        code.push_str(&sector.unwrap_or_default());
    }
    code
}

/// The sector of a class of people, by the noun that names it.
fn sector(entity: &Entity, packs: &Packs) -> Option<String> {
    if let Some(concept) = entity.id.as_str().strip_prefix("any/") {
        return sector_of_concept(concept, packs);
    }
    let spellings = entity.aliases.iter().chain(entity.names.values()).map(|s| fold_str(s));
    let mut nouns = spellings.flat_map(|s| packs.languages.values().filter_map(move |l| l.nouns.get(&s)));
    nouns.find_map(|noun| noun.sector.clone())
}

fn sector_of_concept(concept: &str, packs: &Packs) -> Option<String> {
    // Every row of a concept names the same sector; the least is taken so that the answer never wavers.
    let nouns = packs.languages.values().flat_map(|l| l.nouns.values());
    nouns.filter(|n| n.concept == concept).filter_map(|n| n.sector.clone()).min()
}
