//! An analysis as plain text that people read: sentences, words with part of speech, lemma and head, and clauses with
//! their arguments. Labels are Universal Dependencies words; nothing here is parsed again.

use crate::model::{Analysis, Clause, Function, Label, Sentence};
use std::fmt::Write as _;

/// First strong isolate: keeps a word's own direction among words of the other.
const ISOLATE: char = '\u{2068}';
/// Pop directional isolate.
const POP: char = '\u{2069}';

/// The whole analysis. Words are set in directional isolates, so that Arabic reads right in a left-to-right table.
#[must_use]
pub fn text(analysis: &Analysis, source: &str) -> String {
    let mut out = String::new();
    for (k, sentence) in analysis.sentences.iter().enumerate() {
        // Writing into a String cannot fail.
        let _ =
            writeln!(out, "sentence {} [{}] {}", k + 1, sentence.lang, isolate(sentence.span.slice(source)));
        words(analysis, sentence, source, &mut out);
        let inside = |c: &&Clause| sentence.tokens.contains(&c.predicate);
        for clause in analysis.clauses.iter().filter(inside).filter(|c| tells(analysis, c)) {
            let _ = writeln!(out, "{}", line(analysis, clause, source));
        }
        out.push('\n');
    }
    out
}

fn words(analysis: &Analysis, sentence: &Sentence, source: &str, out: &mut String) {
    for t in sentence.tokens.clone() {
        let (token, arc) = (&analysis.tokens[t], analysis.arcs[t]);
        let head =
            arc.head.map_or_else(|| "-".to_owned(), |h| (h as usize - sentence.tokens.start + 1).to_string());
        let number = t - sentence.tokens.start + 1;
        let (pos, label) = (name(&token.pos), name(&arc.label));
        let _ = writeln!(
            out,
            "  {number:3}  {pos:6} {head:>3} {label:18} {} ({})",
            isolate(token.span.slice(source)),
            isolate(&token.lemma)
        );
    }
}

/// Nouns and adjectives without any argument tell nothing.
fn tells(analysis: &Analysis, clause: &Clause) -> bool {
    let described = |a: &(Function, usize)| {
        a.0 != Function::Modifier
            && !(a.0 == Function::Object && analysis.arcs[clause.predicate].label == Label::AdjectiveModifier)
    };
    clause.arguments.iter().any(described)
}

/// One clause on one line: predicate, what is marked of it, arguments, span.
#[must_use]
pub fn line(analysis: &Analysis, clause: &Clause, source: &str) -> String {
    let word = |t: usize| isolate(analysis.tokens[t].span.slice(source));
    let mut out = format!("  * {}", word(clause.predicate));
    let mood = name(&clause.mood);
    let marks =
        [("passive", clause.passive), ("negated", clause.negated), (mood.as_str(), mood != "indicative")];
    for (mark, _) in marks.iter().filter(|m| m.1) {
        let _ = write!(out, " {mark}");
    }
    for (function, token) in &clause.arguments {
        let all: Vec<String> = analysis.conjuncts(*token).map(word).collect();
        let _ = write!(out, "; {} {}", name(function), all.join(" + "));
    }
    let _ = write!(out, "; in: {}", isolate(clause.span.slice(source)));
    out
}

fn isolate(text: &str) -> String {
    // Line breaks inside a sentence would break the table.
    let flat: String = text.chars().map(|c| if c == '\n' { ' ' } else { c }).collect();
    format!("{ISOLATE}{flat}{POP}")
}

/// The name a value has in every export.
fn name<T: serde::Serialize>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(name)) => name,
        _ => String::new(),
    }
}
