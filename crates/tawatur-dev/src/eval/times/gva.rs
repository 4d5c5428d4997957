//! GVA: articles on shootings with the killed and injured of their incident. An article is right when both come out.
//!
//! The toll of an article is the greatest of its figures of that fate, or one where the fate is told without a figure.

use super::super::{Options, shared};
use serde_json::Value;
use std::fs;
use tawatur_core::extract::figures::{self, Figure};
use tawatur_core::extract::times;
use tawatur_core::model::{Analysis, Lang};
use tawatur_core::packs::{Packs, Quantities, Quantity};
use tawatur_core::text::{Span, fold_str, words};

/// Tolls of single incidents are below this; greater figures are statistics.
const MOST: f64 = 70.0;

/// The share of articles whose killed and injured are both right.
pub fn share_right(packs: &Packs, options: &Options) -> Result<f64, String> {
    let path = shared("data/measure/gva_en/dev.jsonl")?;
    let source = fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
    let lang: Lang = "en".parse()?;
    let quantities = packs.quantities.get(&lang).ok_or("there are no English quantities")?;
    let (mut right, mut all) = (0, 0);
    for line in source.lines() {
        let row: Value = serde_json::from_str(line).map_err(|e| format!("{}: {e}", path.display()))?;
        let gold = (row["killed"].as_f64().unwrap_or(0.0), row["injured"].as_f64().unwrap_or(0.0));
        for document in row["documents"].as_array().map(Vec::as_slice).unwrap_or_default() {
            let text = format!(
                "{}\n\n{}",
                document["title"].as_str().unwrap_or(""),
                document["text"].as_str().unwrap_or("")
            );
            let found = times::find_in(&text, Span::new(0, text.len()), lang, packs);
            let found = figures::find(&text, &Analysis::default(), lang, &found, packs);
            let (mut killed, mut wounded) = (total(&found, "killed"), total(&found, "wounded"));
            if killed == 0.0 && fate_told(&text, quantities, "killed") {
                killed = 1.0;
            }
            // Of those told as hit, whoever did not die was wounded.
            let hit = total(&found, "casualties");
            if wounded == 0.0 {
                wounded = (hit - killed).max(0.0);
            }
            // Whoever died was shot: without a figure the wounded are told only where nobody died.
            let told = |fate| fate_told(&text, quantities, fate);
            if killed == 0.0 && wounded == 0.0 && (told("wounded") || told("casualties")) {
                wounded = 1.0;
            }
            let ours = (killed, wounded);
            all += 1;
            if ours == gold {
                right += 1;
            } else if options.errors {
                let told: Vec<String> = found
                    .iter()
                    .filter(|f| f.of.is_some())
                    .map(|f| {
                        format!("{} = {} {}", f.span.slice(&text), f.value, f.of.as_deref().unwrap_or(""))
                    })
                    .collect();
                println!(
                    "gva {}: gold {gold:?} ours {ours:?} {told:?}",
                    document["id"].as_str().unwrap_or("")
                );
            }
        }
    }
    Ok(f64::from(right) / f64::from(all.max(1)))
}

/// The greatest number of a fate that an article tells: figures that add up count together.
fn total(found: &[Figure], fate: &str) -> f64 {
    let of_fate = |f: &Figure| f.of.as_deref() == Some(fate) && f.part_of.is_none() && f.value <= MOST;
    let sum = |(k, first): (usize, &Figure)| {
        let others = found.iter().filter(|f| f.sum_with == Some(k) && of_fate(f));
        first.value + others.map(|f| f.value).sum::<f64>()
    };
    found.iter().enumerate().filter(|(_, f)| of_fate(f)).map(sum).fold(0.0, f64::max)
}

/// True when the text says of someone, without a figure, that this became of them.
fn fate_told(text: &str, quantities: &Quantities, fate: &str) -> bool {
    let folded = fold_str(text);
    let words = words(&folded);
    let word = |at: usize| words.get(at).map(|w| &folded[w.start..w.end]);
    let tells = |quantity: &Quantity| match quantity {
        Quantity::After(category) | Quantity::Before(category) => category == fate,
        _ => false,
    };
    (0..words.len()).any(|at| {
        let stands =
            |phrase: &[String]| phrase.iter().enumerate().all(|(k, w)| word(at + k) == Some(w.as_str()));
        word(at).is_some_and(|first| quantities.longest(first, stands, tells).is_some())
    })
}
