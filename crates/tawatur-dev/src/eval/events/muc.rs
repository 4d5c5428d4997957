//! MUC-4 (TST1 and TST2 of the dev part): templates of attack, bombing, kidnapping and arson, as the record of the one text
//! has the events; `templates.rs` makes them. The published figures are on TST3 and TST4; those here are on other texts.

use super::{Measures, Options, Setting, field, measure, number_after, rows};
use serde_json::json;
use tawatur_core::analyse::analyse;

mod templates;

/// Takes `muc-template`, `muc-ree`, `muc-rme`, `muc-date`, `muc-place`, `muc-number`.
///
/// # Errors
/// When the set is absent.
pub(super) fn take(setting: &Setting, options: &Options) -> Result<Measures, String> {
    let path = measure("muc4_en/dev.jsonl")?;
    let mut predictions = Vec::new();
    for row in rows(&path)? {
        let id = field(&row, "id");
        let examined = setting.examine(id, field(&row, "raw_text"), None)?;
        let analysis = analyse(&examined.document.text, &examined.document.blocks, &setting.packs);
        let templates = templates::of(setting, &examined, &analysis);
        if options.errors {
            eprintln!("muc {id} gold {} ours {}", row["templates"], json!(templates));
        }
        predictions.push(json!({ "id": id, "templates": templates }));
    }
    let scores = setting.score("score_muc", &path, &predictions, &["--per-role"])?;
    let slots = setting.score("score_slots", &path, &predictions, &[])?;
    if options.errors {
        eprintln!("{scores}{slots}");
    }
    let mut measures = Measures::new();
    let keys = [("muc-template", "tmpl"), ("muc-ree", "ceaf_ree"), ("muc-rme", "rme_phi3")];
    for (key, metric) in keys {
        let line = scores.lines().find(|l| l.starts_with(metric) && l.contains(" all "));
        measures.insert(key.to_owned(), share(line));
    }
    for slot in ["date", "place", "number"] {
        let line = slots.lines().find(|l| l.starts_with(slot));
        measures.insert(format!("muc-{slot}"), share(line));
    }
    Ok(measures)
}

/// The f1 of a scorer's line, which prints per cent.
fn share(line: Option<&str>) -> f64 {
    line.and_then(|l| number_after(l, "F1")).unwrap_or(0.0) / 100.0
}
