//! Bundles of press databases (Factiva, Nexis) saved as text, rich text or a page: every article is a row.
//!
//! Factiva ends an article with a line `Document` and its number, or marks its fields with two capital letters; Nexis
//! begins one with `Document 1 of 20` or ends it with `End of Document`.

use super::Taking;
use crate::read::{decode, feed, html, rtf};
use serde_json::{Map, Value, json};

/// Two capital letters that mark a field of Factiva, and our field.
const FIELDS: [(&str, &str); 9] = [
    ("HD", "title"),
    ("BY", "byline"),
    ("SN", "outlet"),
    ("PD", "published"),
    ("LA", "language"),
    ("AN", "id"),
    ("LP", "text"),
    ("TD", "text"),
    ("URL", "url"),
];
/// Lines before the text of an article in which its fields stand.
const HEAD_LINES: usize = 15;

/// True when at least two lines end, or begin, articles.
pub(super) fn fits(_: &str, bytes: &[u8]) -> bool {
    // Only what may be one is worth taking its markup off.
    match may_have_marks(bytes) && is_marked_up(bytes) {
        true => text(bytes).is_ok_and(|text| has_marks(text.as_bytes())),
        false => has_marks(bytes),
    }
}

fn is_marked_up(bytes: &[u8]) -> bool {
    rtf::fits(bytes) || bytes.trim_ascii_start().starts_with(b"<")
}

/// True when the word that marks have stands there twice.
fn may_have_marks(bytes: &[u8]) -> bool {
    const WORD: &[u8] = b"Document";
    let mut found = bytes.windows(WORD.len()).filter(|w| *w == WORD);
    found.next().is_some() && found.next().is_some()
}

/// The lines of a bundle, without its markup.
fn text(bytes: &[u8]) -> Result<String, String> {
    if rtf::fits(bytes) {
        return Ok(rtf::text(bytes).paragraphs.join("\n"));
    }
    let text = decode::decode(bytes)?.text;
    Ok(if html::is_html(&text) { html::plain_text(&text).replace("\n\n", "\n") } else { text })
}

fn has_marks(bytes: &[u8]) -> bool {
    let marks = bytes.split(|&b| b == b'\n').filter(|line| {
        let line = line.trim_ascii();
        line.len() < 80
            && (line.starts_with(b"Document ") || line.starts_with(b"End of Document"))
            && std::str::from_utf8(line).is_ok_and(|line| mark(line).is_some())
    });
    marks.take(2).count() == 2
}

/// What a line between articles is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    /// It ends an article.
    End,
    /// It begins one.
    Begin,
}

fn mark(line: &str) -> Option<Mark> {
    let line = line.trim();
    if line == "End of Document" {
        return Some(Mark::End);
    }
    let rest = line.strip_prefix("Document ")?;
    // A source's four capital letters, then digits and small letters.
    let code = rest.len() >= 12
        && rest.chars().all(|c| c.is_ascii_alphanumeric())
        && rest.chars().take(4).all(|c| c.is_ascii_uppercase());
    if code && rest.chars().any(|c| c.is_ascii_digit()) {
        return Some(Mark::End);
    }
    let (number, total) = rest.split_once(" of ")?;
    let counts = [number, total].iter().all(|n| !n.is_empty() && n.chars().all(|c| c.is_ascii_digit()));
    counts.then_some(Mark::Begin)
}

/// Hands over the articles.
pub(super) fn read(taking: &mut Taking<'_>, name: &str, bytes: &[u8]) -> Result<(), String> {
    let text = text(bytes)?;
    let (mut lines, mut number) = (Vec::new(), 0);
    let mut finish = |lines: &mut Vec<&str>, taking: &mut Taking<'_>| {
        if lines.iter().any(|line| !line.trim().is_empty()) {
            number += 1;
            match article(lines) {
                Some(row) => taking.row(name, number, &row),
                None => taking.refuse(&format!("{name}#{number}"), "is an article without a text".to_owned()),
            }
        }
        lines.clear();
    };
    for line in text.lines() {
        match mark(line) {
            Some(_) => finish(&mut lines, taking),
            None => lines.push(line),
        }
    }
    // What stands behind the last end mark is the bundle's own foot; behind a begin mark it is an article.
    let last_begins = text.lines().filter_map(mark).next_back() == Some(Mark::Begin);
    if last_begins {
        finish(&mut lines, taking);
    }
    Ok(())
}

/// An article of a bundle as a row.
fn article(lines: &[&str]) -> Option<Value> {
    let mut row = Map::new();
    let marked = lines.iter().filter(|line| field(line).is_some()).count() >= 3;
    if marked {
        let mut current = None;
        for line in lines {
            if let Some((name, rest)) = field(line) {
                current = name;
                add(&mut row, current, rest);
            } else {
                add(&mut row, current, line);
            }
        }
    } else {
        let lines: Vec<&str> = lines.iter().map(|l| l.trim()).collect();
        let first = lines.iter().position(|l| !l.is_empty())?;
        row.insert("title".to_owned(), json!(lines[first]));
        let head = lines.iter().enumerate().skip(first + 1).take(HEAD_LINES);
        let dated = head.clone().find_map(|(k, line)| Some((k, feed::day(line)?)));
        let body = match dated {
            Some((k, day)) => {
                row.insert("published".to_owned(), json!(day.to_string()));
                if let Some(outlet) = lines.get(k + 1).filter(|l| !l.is_empty()) {
                    row.insert("outlet".to_owned(), json!(outlet));
                }
                // The fields end at the next blank line, in a page where the first sentence begins.
                let blank = lines[k..].iter().position(|l| l.is_empty()).map(|blank| k + blank);
                let sentence = || lines[k + 1..].iter().position(|l| is_sentence(l)).map(|s| k + 1 + s);
                let told = |at: &usize| lines[*at..].iter().any(|l| !l.is_empty());
                blank.filter(told).or_else(sentence).unwrap_or(k + 1)
            }
            None => first + 1,
        };
        row.insert("text".to_owned(), json!(lines[body..].join("\n").trim()));
    }
    if let Some(day) = row.get("published").and_then(Value::as_str).and_then(feed::day) {
        row.insert("published".to_owned(), json!(day.to_string()));
    }
    let filled = row.get("text").and_then(Value::as_str).is_some_and(|t| !t.trim().is_empty());
    filled.then_some(Value::Object(row))
}

/// Characters from which on a line of an article is no field of its head.
const SENTENCE_CHARACTERS: usize = 60;

fn is_sentence(line: &str) -> bool {
    line.chars().count() >= SENTENCE_CHARACTERS || line.ends_with(['.', '!', '?', '\u{61f}', '\u{2026}'])
}

/// A line that begins a field of Factiva: its name here, and the rest of the line.
fn field(line: &str) -> Option<(Option<&'static str>, &str)> {
    let code: String = line.chars().take_while(char::is_ascii_uppercase).collect();
    let rest = line.strip_prefix(code.as_str())?;
    let spaced = rest.is_empty() || rest.starts_with("  ") || rest.starts_with('\t');
    ((2..=3).contains(&code.len()) && spaced)
        .then(|| (FIELDS.iter().find(|(known, _)| *known == code).map(|(_, name)| *name), rest.trim()))
}

fn add(row: &mut Map<String, Value>, field: Option<&'static str>, text: &str) {
    let Some(field) = field else { return };
    let before = row.get(field).and_then(Value::as_str).unwrap_or("");
    let separator = if field == "text" { "\n" } else { " " };
    let joined = format!("{before}{separator}{}", text.trim());
    row.insert(field.to_owned(), json!(joined.trim()));
}
