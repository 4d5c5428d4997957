//! Set `clusters`: documents grouped by the happening they tell of. GVA: articles by incident (`gva-conll`). ECB+: event
//! mentions given, by the group of their document and what their head word tells (`ecb-conll`). The quick form takes a
//! sixth of the incidents.

use super::{Measures, Options, linking, shared};
use crate::checkout::packs;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use tawatur_core::analyse::analyse;
use tawatur_core::link::link;
use tawatur_core::model::{Alone, Analysis, Lang, Linkable, PartOfSpeech, Relation, Subject};
use tawatur_core::packs::{Frame, Kinship, Packs, TriggerForm};
use tawatur_core::text::{Span, fold_str};
use tawatur_core::{pipeline, read};

/// Takes the measures.
///
/// # Errors
/// When the data is absent.
pub fn take(options: &Options) -> Result<Measures, String> {
    let packs = packs()?;
    let mut measures = Measures::new();
    measures.insert("ecb-conll".to_owned(), ecb(&packs)?);
    measures.insert("gva-conll".to_owned(), gva(&packs, options.full)?);
    Ok(measures)
}

fn rows(path: &str) -> Result<Vec<Value>, String> {
    let path = shared(path)?;
    let text = std::fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
    text.lines().map(|line| serde_json::from_str(line).map_err(|e| e.to_string())).collect()
}

fn text(row: &Value, field: &str) -> String {
    row[field].as_str().unwrap_or_default().to_owned()
}

/// What the program finds in a row of JSON Lines, under a name of ours.
fn examined(name: &str, row: &Value, packs: &Packs) -> Result<Linkable, String> {
    let document = read::read_one(name, row.to_string().as_bytes())?.document;
    let found = pipeline::examine(document, packs);
    let mut linkable = pipeline::linkable(&found.document, found.extraction);
    name.clone_into(&mut linkable.document.file);
    Ok(linkable)
}

/// The group of each document by what linking says of documents.
fn groups(documents: &[Linkable], packs: &Packs) -> BTreeMap<String, String> {
    let file: BTreeMap<_, _> = documents.iter().map(|d| (&d.document.id, &d.document.file)).collect();
    let mut group: BTreeMap<String, String> = file.values().map(|f| ((*f).clone(), (*f).clone())).collect();
    let kinship = Kinship::new(packs, documents.iter().flat_map(|d| &d.extraction.entities));
    for judgement in link(documents, &[], &kinship, packs, &Alone) {
        let (Subject::Document(a), Subject::Document(b)) = (&judgement.left, &judgement.right) else {
            continue;
        };
        if matches!(judgement.relation, Relation::Same | Relation::Copies) {
            let (into, from) = (group[file[a]].clone(), group[file[b]].clone());
            group.values_mut().filter(|g| **g == from).for_each(|g| g.clone_from(&into));
        }
    }
    group
}

fn gva(packs: &Packs, full: bool) -> Result<f64, String> {
    /// In the quick form, one incident of so many.
    const OF: usize = 6;
    let (mut gold, mut documents) = (BTreeMap::new(), Vec::new());
    for incident in rows("data/measure/gva_en/dev.jsonl")?.iter().step_by(if full { 1 } else { OF }) {
        for article in incident["documents"].as_array().into_iter().flatten() {
            let id = text(article, "id");
            if gold.insert(id.clone(), text(incident, "incident")).is_some() {
                continue;
            }
            let body = format!("{}\n\n{}", text(article, "title"), text(article, "text"));
            let row = json!({"id": id, "text": body, "published": article["dct"], "language": "en"});
            documents.push(examined(&id, &row, packs)?);
        }
    }
    linking::conll(&gold, &groups(&documents, packs))
}

fn ecb(packs: &Packs) -> Result<f64, String> {
    let mut topics: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for row in rows("data/measure/ecbplus_en/dev.jsonl")? {
        topics.entry(row["topic"].to_string()).or_default().push(row);
    }
    let (mut gold, mut found) = (BTreeMap::new(), BTreeMap::new());
    for (topic, rows) in &topics {
        let mut documents = Vec::new();
        for row in rows {
            let id = text(row, "id");
            documents.push(examined(&id, &json!({"id": id, "text": row["text"], "language": "en"}), packs)?);
        }
        let group = groups(&documents, packs);
        for row in rows {
            let id = text(row, "id");
            let body = text(row, "text");
            let analysis = analyse(&body, &[], packs);
            for mention in row["mentions"].as_array().into_iter().flatten().filter(|m| m["kind"] == "event") {
                let key = format!("{id} {} {}", mention["sent"], mention["tokens"]);
                let lang = analysis.sentences.first().map_or(Lang::UNKNOWN, |s| s.lang);
                let told = told(head(row, mention, &body, &analysis), &key, lang, packs);
                gold.insert(key.clone(), format!("{topic} {}", mention["chain"]));
                found.insert(key, format!("{topic} {} {told}", group[&id]));
            }
        }
    }
    linking::conll(&gold, &found)
}

/// What a head word tells: whoever says something says it for himself; of words for deaths one is as good as the other;
/// of any other word the word.
fn told(lemma: String, mention: &str, lang: Lang, packs: &Packs) -> String {
    if packs.languages.get(&lang).is_some_and(|l| l.attribution.verbs.contains_key(&lemma)) {
        return format!("{lemma} {mention}");
    }
    let mut tolls = packs.frames.iter().filter(|(_, frame)| frame.toll);
    let names = |frame: &Frame| {
        let mut triggers = frame.triggers.get(&lang).into_iter().flatten();
        triggers.any(|t| t.form != TriggerForm::Phrase && t.words == [lemma.as_str()])
    };
    tolls.find(|(_, frame)| names(frame)).map_or_else(|| lemma.clone(), |(kind, _)| kind.to_string())
}

/// The lemma of a mention's head word: the one of its words that depends on none of the others.
fn head(row: &Value, mention: &Value, body: &str, analysis: &Analysis) -> String {
    let words = text(mention, "text");
    let Some(span) = place(row, mention, body) else { return fold_str(&words) };
    let inside: Vec<usize> = (0..analysis.tokens.len())
        .filter(|&k| analysis.tokens[k].span.start < span.end && span.start < analysis.tokens[k].span.end)
        .collect();
    let depends =
        |k: usize| analysis.arcs[k].head.is_some_and(|h| inside.contains(&(h as usize)) && h as usize != k);
    let telling = |k: usize| {
        matches!(analysis.tokens[k].pos, PartOfSpeech::Noun | PartOfSpeech::Verb | PartOfSpeech::Propn)
    };
    let heads: Vec<usize> = inside.iter().copied().filter(|&k| !depends(k)).collect();
    let found = heads.iter().copied().find(|&k| telling(k)).or_else(|| inside.first().copied());
    found.map_or_else(|| fold_str(&words), |k| analysis.tokens[k].lemma.clone())
}

/// Where a mention stands in the text: its words after those before it in its sentence.
fn place(row: &Value, mention: &Value, body: &str) -> Option<Span> {
    let sentence = row["sentence_ids"].as_array()?.iter().position(|s| s == &mention["sent"])?;
    let sentences = row["sentences"].as_array()?;
    let wanted: Vec<u64> = mention["tokens"].as_array()?.iter().filter_map(Value::as_u64).collect();
    let (mut at, mut start, mut end) = (0, None, 0);
    for (k, words) in sentences.iter().enumerate().take(sentence + 1) {
        for (n, word) in words.as_array()?.iter().filter_map(Value::as_str).enumerate() {
            at += body.get(at..)?.find(word)?;
            if k == sentence && wanted.contains(&(n as u64)) {
                start.get_or_insert(at);
                end = at + word.len();
            }
            at += word.len();
        }
    }
    start.map(|start| Span::new(start, end))
}
