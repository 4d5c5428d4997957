//! PolNeAR: who is quoted for which words, in English news.

use super::{Measures, Options, Setting, field, measure, number_after, rows};
use serde_json::{Value, json};
use tawatur_core::analyse::analyse;
use tawatur_core::extract::attributions::{Attribution, attributions};
use tawatur_core::read;
use tawatur_core::text::{CodePoints, Span};

/// Takes `polnear-pairs`.
///
/// # Errors
/// When the set is absent.
pub(super) fn take(setting: &Setting, options: &Options) -> Result<Measures, String> {
    let path = measure("polnear_en/dev.jsonl")?;
    let mut predictions = Vec::new();
    for row in rows(&path)? {
        let (id, text) = (field(&row, "id"), field(&row, "text"));
        let source = json!({ "id": id, "text": text }).to_string();
        let document = read::read_one(id, source.as_bytes()).map_err(|e| format!("{id}: {e}"))?.document;
        let analysis = analyse(&document.text, &document.blocks, &setting.packs);
        let found = attributions(&document, &analysis, &setting.packs);
        if options.errors {
            show(&row, text, &found);
        }
        let points = CodePoints::new(text);
        let written: Vec<Value> = found.iter().map(|a| written(a, &points)).collect();
        predictions.push(json!({ "id": id, "attributions": written }));
    }
    let scores = setting.score("score_attrib", &path, &predictions, &[])?;
    if options.errors {
        eprintln!("{scores}");
    }
    let pairs = scores.lines().find(|l| l.starts_with("pair ")).and_then(|l| number_after(l, "F1"));
    Ok(Measures::from([("polnear-pairs".to_owned(), pairs.unwrap_or(0.0) / 100.0)]))
}

fn written(attribution: &Attribution, points: &CodePoints<'_>) -> Value {
    let spans = |list: &[Span]| list.iter().map(|s| points.span(*s)).collect::<Vec<_>>();
    json!({
        "source": spans(&attribution.sources),
        "cue": spans(attribution.cue.as_slice()),
        "content": spans(&attribution.content),
    })
}

/// Contents of the gold that no attribution of ours meets, and ours that meet none of the gold's.
fn show(row: &Value, text: &str, found: &[Attribution]) {
    let points = CodePoints::new(text);
    let number = |v: &Value| v.as_u64().and_then(|n| usize::try_from(n).ok());
    let span = |pair: &Value| points.bytes([number(&pair[0])?, number(&pair[1])?]);
    let gold = row["attributions"].as_array().into_iter().flatten();
    let gold: Vec<Span> =
        gold.flat_map(|a| a["content"].as_array().into_iter().flatten().filter_map(span)).collect();
    let ours = || found.iter().flat_map(|a| &a.content);
    for content in gold.iter().filter(|g| !ours().any(|c| c.overlaps(**g))) {
        eprintln!("polnear missed: {}", content.slice(text));
    }
    for wrong in ours().filter(|c| !gold.iter().any(|g| g.overlaps(**c))) {
        eprintln!("polnear wrong: {}", wrong.slice(text));
    }
}
