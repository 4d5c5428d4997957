//! Well-formed feeds of feedparser's tests: title, link, date and content of entries as their `Expect:` lines say.
//!
//! A line that asks for something else (authors, tags, extensions) is no case. Markup is compared as plain text, since
//! no markup is kept here.

use super::super::{Options, shared};
use std::path::{Path, PathBuf};
use tawatur_core::read::feed::{Entry, Feed, day, read};
use tawatur_core::read::{html, text_of};

/// Share of cases that hold.
pub fn agreement(options: &Options) -> Result<f64, String> {
    let mut files = Vec::new();
    walk(&shared("data/hostile/feedparser/tests/wellformed")?, &mut files);
    files.sort();
    let (mut cases, mut held) = (0, 0);
    for file in files {
        let Ok(bytes) = std::fs::read(&file) else { continue };
        let Ok(text) = text_of(&bytes) else { continue };
        let Some(expected) = text.lines().find_map(|l| l.trim().strip_prefix("Expect:")) else { continue };
        let wanted: Vec<Wanted> = expected.split(" and ").filter_map(Wanted::of).collect();
        if wanted.is_empty() {
            continue;
        }
        cases += 1;
        let feed = read(&text);
        let missed = wanted.iter().find(|w| !w.holds(&feed));
        held += usize::from(missed.is_none());
        if let (Some(missed), true) = (missed, options.errors) {
            let entry = feed.entries.get(missed.entry);
            eprintln!("feeds: {}: {missed:?}, found {:?}", file.display(), entry.map(|e| missed.found(e)));
        }
    }
    eprintln!("feeds: {held} of {cases}");
    Ok(held as f64 / f64::from(cases.max(1)))
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            walk(&path, files);
        } else if path.extension().is_some_and(|e| e == "xml") {
            files.push(path);
        }
    }
}

/// What a case wants of an entry.
#[derive(Debug)]
struct Wanted {
    entry: usize,
    field: String,
    value: String,
}

impl Wanted {
    /// Reads `entries[0]['title'] == 'Example'`.
    fn of(clause: &str) -> Option<Self> {
        let (left, right) = clause.split_once("==")?;
        let rest = left.trim().strip_prefix("entries[")?;
        let (entry, rest) = rest.split_once(']')?;
        let keys: Vec<&str> = rest
            .split(['[', ']', '.'])
            .map(|k| k.trim_matches(['\'', '"', ' ']))
            .filter(|k| !k.is_empty())
            .collect();
        let field = match keys.as_slice() {
            ["title"] | ["title_detail", "value"] => "title",
            ["link"] => "link",
            ["published"] => "published",
            ["updated" | "modified" | "date"] => "updated",
            ["published_parsed" | "issued_parsed"] => "published_parsed",
            ["updated_parsed" | "modified_parsed"] => "updated_parsed",
            ["description" | "summary"] | ["summary_detail" | "description_detail", "value"] => "summary",
            ["content", "0", "value"] => "content",
            _ => return None,
        };
        Some(Self { entry: entry.parse().ok()?, field: field.to_owned(), value: literal(right.trim())? })
    }

    fn found(&self, entry: &Entry) -> Option<String> {
        let date = |text: &Option<String>| {
            let day = day(text.as_deref()?)?;
            Some(format!("({}, {}, {}", day.year(), day.month(), day.day()))
        };
        match self.field.as_str() {
            "title" => entry.title.clone(),
            "link" => entry.link.clone(),
            "published" => entry.published.clone().or(entry.updated.clone()),
            "updated" => entry.updated.clone().or(entry.published.clone()),
            "published_parsed" => date(&entry.published),
            "updated_parsed" => date(&entry.updated),
            // feedparser gives the one for the other where only one is there.
            "summary" => entry.summary.clone().or(entry.content.clone()),
            _ => entry.content.clone().or(entry.summary.clone()),
        }
    }

    fn holds(&self, feed: &Feed) -> bool {
        let found = feed.entries.get(self.entry).and_then(|e| self.found(e)).unwrap_or_default();
        match self.field.as_str() {
            "published" | "updated" | "link" => found.trim() == self.value.trim(),
            "published_parsed" | "updated_parsed" => {
                self.value.starts_with(&format!("{found},")) && !found.is_empty()
            }
            _ => seen(&found) == seen(&self.value),
        }
    }
}

/// The words of a piece of HTML, white space left out.
fn seen(text: &str) -> String {
    html::plain_text(text).split_whitespace().collect()
}

/// A string of Python, or a tuple as it is written.
fn literal(text: &str) -> Option<String> {
    if text.starts_with('(') {
        return Some(text.to_owned());
    }
    let text = text.strip_prefix('u').unwrap_or(text);
    let quote = ["\"\"\"", "'''", "\"", "'"].into_iter().find(|q| text.starts_with(q))?;
    let inner = text[quote.len()..].rsplit_once(quote)?.0;
    let mut out = String::new();
    let mut characters = inner.chars();
    while let Some(c) = characters.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        match characters.next()? {
            'n' => out.push('\n'),
            't' => out.push('\t'),
            'x' => out.push(coded(&mut characters, 2)?),
            'u' => out.push(coded(&mut characters, 4)?),
            other => out.push(other),
        }
    }
    Some(out)
}

fn coded(characters: &mut std::str::Chars<'_>, digits: usize) -> Option<char> {
    let code: String = characters.take(digits).collect();
    char::from_u32(u32::from_str_radix(&code, 16).ok()?)
}
