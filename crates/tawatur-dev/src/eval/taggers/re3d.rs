//! re3d: organisations, places and persons of texts on the war in Syria and Iraq, as the program mentions them: names and
//! noun phrases with whom they mean, pronouns of people, and names that only the trained tagger finds. Spans are compared
//! without determiners.
//!
//! The set gives a name inside a longer phrase a row of its own, and a country that acts counts as an organisation besides.

use super::super::{Options, shared};
use crate::names::show::document;
use crate::ner::{Class, Known, Model, Word, names};
use serde_json::Value;
use std::collections::BTreeSet;
use tawatur_core::analyse::analyse;
use tawatur_core::extract::names::find;
use tawatur_core::model::{Analysis, EntityKind, Label, PartOfSpeech, Token};
use tawatur_core::packs::Packs;
use tawatur_core::text::{CodePoints, Span};

/// Words before a name that the set's annotators took in or left out.
const DETERMINERS: [&str; 3] = ["the ", "a ", "an "];

/// Pronouns of one person, and of several or of a body. The set leaves possessives out.
const ONE: [&str; 5] = ["he", "she", "him", "i", "me"];
const SEVERAL: [&str; 4] = ["we", "they", "them", "us"];

/// A span and what it is.
type Mention = (Span, Class);

/// F1 over the three classes.
pub fn f1(model: &Model, packs: &Packs, options: &Options) -> Result<f64, String> {
    let path = shared("data/measure/re3d_en/dev.jsonl")?;
    let source = std::fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
    let (mut hits, mut all) = (0, 0);
    for line in source.lines() {
        let row: Value = serde_json::from_str(line).map_err(|e| format!("{}: {e}", path.display()))?;
        let text = row["text"].as_str().unwrap_or("");
        let points = CodePoints::new(text);
        let mut gold = BTreeSet::new();
        for entity in row["entities"].as_array().map(Vec::as_slice).unwrap_or_default() {
            let class = match entity["type"].as_str() {
                Some("Organisation") => Class::Organisation,
                Some("Location") => Class::Place,
                Some("Person") => Class::Person,
                _ => continue,
            };
            let at = |key: &str| entity[key].as_u64().map_or(0, |n| n as usize);
            gold.extend(points.bytes([at("begin"), at("end")]).map(|span| (bare(text, span), class)));
        }
        let found: BTreeSet<Mention> =
            mentions(model, text, packs).into_iter().map(|(span, class)| (bare(text, span), class)).collect();
        hits += gold.intersection(&found).count();
        all += gold.len() + found.len();
        if options.errors {
            for mention in gold.symmetric_difference(&found) {
                let what = if gold.contains(mention) { "missed" } else { "wrong" };
                println!("re3d {what} {:?} {}", mention.1, mention.0.slice(text));
            }
        }
    }
    Ok(2.0 * hits as f64 / all.max(1) as f64)
}

/// A span without the determiner it begins with.
fn bare(text: &str, span: Span) -> Span {
    let lower = span.slice(text).to_lowercase();
    let cut = DETERMINERS.iter().find(|d| lower.starts_with(**d)).map_or(0, |d| d.len());
    Span::new(span.start as usize + cut, span.end as usize)
}

/// Whom and what a text mentions.
fn mentions(model: &Model, text: &str, packs: &Packs) -> Vec<Mention> {
    let document = document(text);
    let analysis = analyse(text, &[], packs);
    let found = find(&document, &analysis, packs);
    let mut out = Vec::new();
    for mention in found.mentions() {
        let Some(entity) = found.entity(packs, &mention.entity) else { continue };
        let (class, span) = match entity.kind {
            EntityKind::Person => (Class::Person, mention.span),
            EntityKind::Place | EntityKind::State => (Class::Place, mention.span),
            EntityKind::Body
            | EntityKind::Group
            | EntityKind::Force
            | EntityKind::Outlet
            | EntityKind::Crowd => (Class::Organisation, mention.span),
            _ => continue,
        };
        // What says of which nation something is, adjective or name, is a row of another class in the set.
        let mut tokens = analysis.tokens.iter().filter(|t| span.contains(t.span));
        let national = matches!(entity.kind, EntityKind::Crowd | EntityKind::State);
        if entity.kind == EntityKind::Crowd && tokens.all(|t| t.pos == PartOfSpeech::Adj)
            || national && modifies(&analysis, span)
        {
            continue;
        }
        let whole = with_determiner(&analysis, span);
        out.push((whole, class));
        if entity.kind == EntityKind::State && acts(&analysis, span) {
            out.push((whole, Class::Organisation));
        }
        // A person's name has a row beside the name with its titles.
        let name = entity.names.values().find(|n| span.slice(text).ends_with(n.as_str()));
        if let Some(name) = name.filter(|_| class == Class::Person && !entity.generic) {
            out.push((Span::new(span.end as usize - name.len(), span.end as usize), class));
        }
    }
    // A title alone is no row where it begins a longer mention of the same person.
    let longer = |m: &Mention| out.iter().any(|o| o.1 == m.1 && o.0.start == m.0.start && o.0.end > m.0.end);
    let titles: BTreeSet<Mention> =
        out.iter().filter(|m| m.1 == Class::Person && longer(m)).copied().collect();
    out.retain(|m| !titles.contains(m));
    for token in &analysis.tokens {
        if token.pos != PartOfSpeech::Pron {
            continue;
        }
        if ONE.contains(&token.folded.as_str()) {
            out.push((token.span, Class::Person));
        } else if SEVERAL.contains(&token.folded.as_str()) {
            out.push((token.span, Class::Organisation));
        }
    }
    let known: Vec<Span> = out.iter().map(|m| m.0).collect();
    let new = named(model, text, &analysis);
    out.extend(new.into_iter().filter(|(span, _)| !known.iter().any(|k| k.overlaps(*span))));
    out
}

/// A mention with the possessive, demonstrative or quantity word right before it, which the set takes in.
fn with_determiner(analysis: &Analysis, span: Span) -> Span {
    let first = analysis.tokens.partition_point(|t| t.span.start < span.start);
    let before = first.checked_sub(1).map(|k| &analysis.tokens[k]);
    let determines = |t: &&Token| {
        matches!(t.pos, PartOfSpeech::Det | PartOfSpeech::Pron) && !ONE.contains(&t.folded.as_str())
    };
    before.filter(determines).map_or(span, |t| t.span.cover(span))
}

/// True when what a span names does or suffers something, alone or in a list, so that a government is meant.
fn acts(analysis: &Analysis, span: Span) -> bool {
    let inside = analysis.tokens.iter().enumerate().filter(|(_, t)| span.contains(t.span));
    inside.into_iter().any(|(k, _)| {
        let arc = analysis.arcs[k];
        let first = arc.head.filter(|_| arc.label == Label::Conjunct).map_or(k, |h| h as usize);
        matches!(analysis.arcs[first].label, Label::Subject | Label::PassiveSubject | Label::Possessor)
    })
}

/// True when a span stands right before the noun it describes ("the U.S. army").
fn modifies(analysis: &Analysis, span: Span) -> bool {
    let mut inside = analysis.tokens.iter().enumerate().filter(|(_, t)| span.contains(t.span));
    let Some((last, _)) = inside.next_back() else { return false };
    let arc = analysis.arcs[last];
    let noun = arc.head.map(|h| h as usize).filter(|&h| h > last && analysis.tokens[h].pos.is_nominal());
    noun.is_some() && matches!(arc.label, Label::Flat | Label::AdjectiveModifier | Label::NounModifier)
}

/// The names that the tagger finds.
fn named(model: &Model, text: &str, analysis: &Analysis) -> Vec<Mention> {
    let tokens = |span: Span| analysis.tokens.iter().filter(move |t| span.contains(t.span));
    let word = |form: &str, pos: PartOfSpeech| Word {
        form: form.to_owned(),
        pos: pos as u64,
        known: Known::default(),
    };
    let sentences: Vec<(Vec<Span>, Vec<Word>)> = analysis
        .sentences
        .iter()
        .map(|s| tokens(s.span).map(|t| (t.span, word(t.span.slice(text), t.pos))).unzip())
        .collect();
    let words: Vec<&[Word]> = sentences.iter().map(|(_, words)| words.as_slice()).collect();
    let mut out = Vec::new();
    for ((spans, _), tags) in sentences.iter().zip(model.tags(&words)) {
        let found = names(&tags).into_iter();
        out.extend(found.map(|(first, end, class)| (spans[first].cover(spans[end - 1]), class)));
    }
    out
}
