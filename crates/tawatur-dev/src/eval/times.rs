//! Times and figures: TempEval-3 platinum (en), French TimeBank by way of XLTime, dahmri (ar), the Recognizers cases.
//! `strict` = same span, `relaxed` = overlap, `value` = overlap and the same normalised value (MEASURES.md).

use super::{Measures, Options, shared};
use crate::checkout::packs;
use jiff::civil::Date;
use std::fs;
use std::path::Path;
use tawatur_core::extract::dating;
use tawatur_core::extract::times::{self, TimeExpression, Timex};
use tawatur_core::model::Lang;
use tawatur_core::packs::Packs;
use tawatur_core::read;
use tawatur_core::text::Span;

mod gva;
mod recognizers;

/// dahmri's texts carry no date; its annotators resolved every "today" to this day.
const DAHMRI_DATE: &str = "2015-12-24";

/// Takes the measures of every set that is there.
pub fn take(options: &Options) -> Result<Measures, String> {
    let packs = packs()?;
    let mut measures = Measures::new();
    let en = score(
        "en",
        &platinum(&shared("data/measure/te3-platinum/data/TempEval3/Evaluation/te3-platinum")?)?,
        &packs,
        options,
    );
    en.put(&mut measures, "times-en", true);
    let fr = score(
        "fr",
        &xltime(&shared("data/measure/XLTime-FR-EN/data/sl_EN_2_FR/test.txt")?)?,
        &packs,
        options,
    );
    fr.put(&mut measures, "times-fr", true);
    measures.remove("times-fr-value");
    let ar = score("ar", &dahmri(&shared("data/measure/dahmri-arabic-timex/Corpus_test")?)?, &packs, options);
    ar.put(&mut measures, "times-ar", false);
    let specs = shared("data/languages/recognizers-text/Specs")?;
    for (lang, folder) in [("ar", "Arabic"), ("fr", "French"), ("en", "English")] {
        measures.insert(
            format!("recognizers-{lang}"),
            recognizers::share_right(&specs, folder, lang, &packs, options)?,
        );
    }
    measures.insert("gva-counts".to_owned(), gva::share_right(&packs, options)?);
    measures.insert("times-seeds-dated".to_owned(), dated(&packs, options)?);
    Ok(measures)
}

/// The share of the seeds whose date, taken by dating alone, is right (seeds-published is taken on the whole export).
fn dated(packs: &Packs, options: &Options) -> Result<f64, String> {
    let path = shared("gold/seeds/documents.json")?;
    let source = fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
    let gold: serde_json::Value =
        serde_json::from_str(&source).map_err(|e| format!("{}: {e}", path.display()))?;
    let rows = gold["documents"].as_array().map(Vec::as_slice).unwrap_or_default();
    let mut right = 0;
    for row in rows {
        let (file, day) = (row["id"].as_str().unwrap_or(""), row["published"].as_str().unwrap_or(""));
        let bytes = fs::read(shared(&format!("seeds/{file}"))?).map_err(|e| format!("{file}: {e}"))?;
        let mut document = read::read_one(file, &bytes).map_err(|e| format!("{file}: {e}"))?.document;
        document.language =
            row["language"].as_str().and_then(|l| l.parse().ok()).unwrap_or(document.language);
        let text = &document.text;
        let found = times::find_in(text, Span::new(0, text.len()), document.language, packs);
        let published = dating::date(&document, &found, packs);
        let off = |day: Date| published.date.and_then(|d| d.until(day).ok()).map(|s| s.get_days().abs());
        let slack = i32::from(row["published_precision"].as_str().is_some_and(|p| p.contains("±1")));
        if day.parse().ok().and_then(off).is_some_and(|off| off <= slack) {
            right += 1;
        } else if options.errors {
            println!("date {file}: gold {day} ours {:?}", published);
        }
    }
    Ok(f64::from(right) / rows.len().max(1) as f64)
}

/// An annotated text.
struct Annotated {
    name: String,
    text: String,
    date: Option<Date>,
    gold: Vec<(Span, String)>,
}

#[derive(Default)]
struct Tally {
    gold: usize,
    found: usize,
    strict: usize,
    relaxed: usize,
    value: usize,
}

impl Tally {
    fn put(&self, measures: &mut Measures, key: &str, strict: bool) {
        let f1 = |hits: usize| 2.0 * hits as f64 / (self.gold + self.found).max(1) as f64;
        if strict {
            measures.insert(format!("{key}-strict"), f1(self.strict));
        }
        measures.insert(format!("{key}-relaxed"), f1(self.relaxed));
        measures.insert(format!("{key}-value"), f1(self.value));
    }
}

fn score(code: &str, texts: &[Annotated], packs: &Packs, options: &Options) -> Tally {
    let mut tally = Tally::default();
    let Ok(lang) = code.parse::<Lang>() else { return tally };
    for doc in texts {
        let found = times::find_in(&doc.text, Span::new(0, doc.text.len()), lang, packs);
        let found: Vec<_> = found.iter().flat_map(TimeExpression::parts).collect();
        let values = times::timex_all(&found, doc.date);
        tally.found += found.len();
        tally.gold += doc.gold.len();
        let mut used = vec![false; found.len()];
        let show = |what: &str, span: Span, more: String| {
            if options.errors {
                println!("{code} {} {what}: `{}` {more}", doc.name, context(&doc.text, span));
            }
        };
        for (span, value) in &doc.gold {
            let exact = (0..found.len()).find(|&k| !used[k] && found[k].span == *span);
            let Some(k) =
                exact.or_else(|| (0..found.len()).find(|&k| !used[k] && found[k].span.overlaps(*span)))
            else {
                show("missed", *span, value.clone());
                continue;
            };
            used[k] = true;
            tally.relaxed += 1;
            if exact.is_some() {
                tally.strict += 1;
            } else {
                show(
                    "extent",
                    *span,
                    format!("found `{}` {}", found[k].span.slice(&doc.text), found[k].rule),
                );
            }
            let Timex { value: ours, .. } = &values[k];
            if ours == value {
                tally.value += 1;
            } else if code != "fr" {
                show("value", *span, format!("gold {value} ours {ours}"));
            }
        }
        for k in (0..found.len()).filter(|&k| !used[k]) {
            show("spurious", found[k].span, format!("{} {}", values[k].value, found[k].rule));
        }
    }
    tally
}

/// The words around a span, with the span in brackets.
fn context(text: &str, span: Span) -> String {
    const AROUND: usize = 30;
    let before: String = text[..span.start as usize]
        .chars()
        .rev()
        .take(AROUND)
        .collect::<Vec<_>>()
        .into_iter()
        .rev()
        .collect();
    let after: String = text[span.end as usize..].chars().take(AROUND).collect();
    format!("{before}[{}]{after}", span.slice(text)).replace('\n', " ")
}

fn files(folder: &Path, ending: &str) -> Result<Vec<std::path::PathBuf>, String> {
    let mut paths: Vec<_> = fs::read_dir(folder)
        .map_err(|e| format!("{}: {e}", folder.display()))?
        .flatten()
        .map(|e| e.path())
        .filter(|p| p.extension().is_some_and(|e| e == ending))
        .collect();
    paths.sort();
    Ok(paths)
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let at = tag.find(&format!("{name}=\""))? + name.len() + 2;
    tag[at..].split('"').next()
}

/// The text of a TimeML element without tags, and its TIMEX3 spans.
fn timeml(source: &str) -> (String, Vec<(Span, String)>) {
    let (mut text, mut gold, mut open) = (String::new(), Vec::new(), None);
    let mut rest = source;
    while let Some(at) = rest.find('<') {
        text.push_str(&unescape(&rest[..at]));
        let Some(end) = rest[at..].find('>') else { break };
        let tag = &rest[at + 1..at + end];
        if tag.starts_with("TIMEX3") {
            open = Some((text.len(), attribute(tag, "value").unwrap_or("").to_owned()));
        } else if tag == "/TIMEX3"
            && let Some((start, value)) = open.take()
        {
            gold.push((Span::new(start, text.len()), value));
        }
        rest = &rest[at + end + 1..];
    }
    text.push_str(&unescape(rest));
    (text, gold)
}

fn unescape(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&apos;", "'")
        .replace("&amp;", "&")
}

fn platinum(folder: &Path) -> Result<Vec<Annotated>, String> {
    let mut out = Vec::new();
    for path in files(folder, "tml")? {
        let source = fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
        let date = source
            .split("<DCT>")
            .nth(1)
            .and_then(|d| attribute(d, "value"))
            .and_then(|v| v.get(..10)?.parse().ok());
        let body = source.split("<TEXT>").nth(1).and_then(|b| b.split("</TEXT>").next()).unwrap_or("");
        let (text, gold) = timeml(body);
        out.push(Annotated { name: name(&path), text, date, gold });
    }
    Ok(out)
}

fn name(path: &Path) -> String {
    path.file_stem().map_or_else(String::new, |n| n.to_string_lossy().into_owned())
}

fn dahmri(folder: &Path) -> Result<Vec<Annotated>, String> {
    let mut out = Vec::new();
    for path in files(folder, "tml")? {
        let source = fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
        let (text, gold) = timeml(source.split("<TimeML>").nth(1).unwrap_or(""));
        out.push(Annotated { name: name(&path), text, date: DAHMRI_DATE.parse().ok(), gold });
    }
    Ok(out)
}

/// One token a line with its tag; sentences end with an empty line. Words are joined by one space.
fn xltime(path: &Path) -> Result<Vec<Annotated>, String> {
    let source = fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
    let mut out = Vec::new();
    for (number, block) in source.split("\n\n").enumerate() {
        let (mut text, mut gold): (String, Vec<(Span, String)>) = (String::new(), Vec::new());
        for line in block.lines() {
            let mut cells = line.split_whitespace();
            let (Some(token), Some(tag)) = (cells.next(), cells.next()) else { continue };
            if !text.is_empty() {
                text.push(' ');
            }
            let start = text.len();
            text.push_str(token);
            if tag.starts_with("B-") {
                gold.push((Span::new(start, text.len()), String::new()));
            } else if tag.starts_with("I-")
                && let Some((span, _)) = gold.last_mut()
            {
                span.end = text.len() as u32;
            }
        }
        out.push(Annotated { name: format!("s{number}"), text, date: None, gold });
    }
    Ok(out)
}
