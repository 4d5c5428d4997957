//! Runs every Markdown case below `packs`: a text, and the reports that must come out of it, letter by letter.
//!
//! The form is described in `packs/README.md`. Cases that do not hold yet are listed in `packs/open-cases.txt`: the list
//! only shrinks. A listed case that holds fails the test, so does one that fails without being listed.
//! `TAWATUR_UPDATE=1 cargo test -p tawatur-core --test cases` writes the list anew.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use tawatur_core::model::{Extraction, Report, Role};
use tawatur_core::packs::Packs;
use tawatur_core::{pipeline, read};

/// One case as written.
struct Case {
    /// `events/evacuate/en.md: heading`.
    name: String,
    text: String,
    published: Option<String>,
    expected: Vec<Expected>,
}

/// One expected report, or that there is none.
enum Expected {
    None,
    Report { kind: String, parts: Vec<(String, String)> },
}

fn packs_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs")
}

/// Case files: any `.md` in a folder named `cases`.
fn case_files(folder: &Path, inside: bool, found: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            case_files(&path, inside || entry.file_name() == "cases", found);
        } else if inside && path.extension().is_some_and(|e| e == "md") {
            found.push(path);
        }
    }
}

fn parse(path: &Path) -> Vec<Case> {
    let source = std::fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let file =
        path.strip_prefix(packs_folder()).unwrap_or(path).display().to_string().replace("/cases/", "/");
    let mut cases: Vec<Case> = Vec::new();
    let mut heading = String::new();
    let mut block: Option<(String, Vec<&str>)> = None;
    for line in source.lines() {
        if let Some((kind, lines)) = &mut block {
            if line.trim_end() != "```" {
                lines.push(line);
                continue;
            }
            if kind.starts_with("text") {
                let published =
                    kind.strip_prefix("text").map(str::trim).filter(|d| !d.is_empty()).map(str::to_owned);
                cases.push(Case {
                    name: format!("{file}: {heading}"),
                    text: lines.join("\n"),
                    published,
                    expected: Vec::new(),
                });
            } else if let Some(case) = cases.last_mut() {
                case.expected.extend(lines.iter().filter(|l| !l.trim().is_empty()).map(|l| expected(l)));
            }
            block = None;
        } else if let Some(kind) = line.strip_prefix("```") {
            block = Some((kind.to_owned(), Vec::new()));
        } else if let Some(title) = line.strip_prefix("## ") {
            title.trim().clone_into(&mut heading);
        }
    }
    cases
}

/// `type key="value" key=value …`, or `none`.
fn expected(line: &str) -> Expected {
    let (kind, mut rest) = line.trim().split_once(' ').unwrap_or((line.trim(), ""));
    if kind == "none" {
        return Expected::None;
    }
    let mut parts = Vec::new();
    while let Some((key, after)) = rest.trim_start().split_once('=') {
        let (value, next) = match after.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"').unwrap_or((quoted, "")),
            None => after.split_once(' ').unwrap_or((after, "")),
        };
        parts.push((key.trim().to_owned(), value.to_owned()));
        rest = next;
    }
    Expected::Report { kind: kind.to_owned(), parts }
}

/// Why a case does not hold; empty when it does.
fn problems(case: &Case, packs: &Packs) -> Vec<String> {
    let mut row = serde_json::json!({ "text": case.text });
    if let Some(day) = &case.published {
        row["published"] = day.as_str().into();
    }
    let documents = read::read("case.jsonl", row.to_string().as_bytes()).unwrap_or_default();
    let Some(document) = documents.into_iter().next() else {
        return vec!["the text could not be read".into()];
    };
    let examined = pipeline::examine(document, packs);
    let reports: Vec<&Report> = examined
        .extraction
        .reports
        .iter()
        .filter(|r| packs.frames.get(&r.kind).is_none_or(|f| !f.quiet))
        .collect();
    let mut out = Vec::new();
    for expected in &case.expected {
        match expected {
            Expected::None if reports.is_empty() => {}
            Expected::None => out.push(format!("told {} where nothing is expected", kinds(&reports))),
            Expected::Report { kind, parts } => {
                let fits = |r: &&&Report| {
                    r.kind.as_str() == kind
                        && parts.iter().all(|p| part_holds(p, r, &examined.extraction, &case.text, packs))
                };
                if !reports.iter().any(|r| fits(&r)) {
                    out.push(format!("no {kind} with {parts:?} among {}", kinds(&reports)));
                }
            }
        }
    }
    out
}

fn kinds(reports: &[&Report]) -> String {
    let all: Vec<&str> = reports.iter().map(|r| r.kind.as_str()).collect();
    format!("[{}]", all.join(", "))
}

/// True when a report has what a part of the expectation says.
fn part_holds(
    (key, value): &(String, String),
    report: &Report,
    found: &Extraction,
    text: &str,
    packs: &Packs,
) -> bool {
    let named = |entity: &tawatur_core::model::EntityId| {
        let known =
            packs.world.entities.get(entity).or_else(|| found.entities.iter().find(|e| e.id == *entity));
        let same = |s: &String| tawatur_core::text::fold_str(s) == tawatur_core::text::fold_str(value);
        entity.as_str() == value || known.is_some_and(|e| e.names.values().chain(&e.aliases).any(same))
    };
    let words = |span: Option<tawatur_core::text::Span>| span.is_some_and(|s| s.slice(text) == value);
    if let Some(role) = Role::ALL.into_iter().find(|r| r.name() == key) {
        return report.roles.iter().any(|f| f.role == role && (words(f.span) || named(&f.entity)));
    }
    match key.as_str() {
        "mode" => serde_json::to_value(report.mode).is_ok_and(|m| m == value.as_str()),
        "source" => report.source.iter().flat_map(|c| &c.0).any(|l| words(l.span) || named(&l.entity)),
        "term" => report.terms.iter().any(|t| t.kind.as_str() == value),
        "means" => report.means.iter().any(|m| m == value),
        "evidence" => report.span.slice(text) == value,
        "trigger" => words(report.trigger),
        "when" => report.when.as_ref().is_some_and(|w| when_text(w) == *value),
        "order" => report.order.is_some_and(|o| o.to_string() == *value),
        _ => report.counts.iter().any(|c| {
            c.of == *key
                && (c.value.to_string() == *value
                    || serde_json::to_value(c.op).is_ok_and(|o| o == value.as_str()))
        }),
    }
}

/// `2021-08-26`, `A/B` or `A/..`.
fn when_text(when: &tawatur_core::model::When) -> String {
    let start = when.start.map_or("..".to_owned(), |d| d.to_string());
    match when.end {
        tawatur_core::model::WhenEnd::Day(end) if Some(end) == when.start => start,
        tawatur_core::model::WhenEnd::Day(end) => format!("{start}/{end}"),
        tawatur_core::model::WhenEnd::Open => format!("{start}/.."),
    }
}

#[test]
fn every_case_holds_or_is_listed_as_open() {
    let packs = Packs::load(tawatur_packs::FILES).unwrap_or_else(|e| panic!("{}", e[0]));
    let mut files = Vec::new();
    case_files(&packs_folder(), false, &mut files);
    files.sort();
    let list = packs_folder().join("open-cases.txt");
    let open: BTreeSet<String> =
        std::fs::read_to_string(&list).unwrap_or_default().lines().map(str::to_owned).collect();
    let (mut failing, mut wrong, mut all) = (BTreeSet::new(), Vec::new(), 0);
    for case in files.iter().flat_map(|f| parse(f)) {
        all += 1;
        let found = problems(&case, &packs);
        if !found.is_empty() {
            failing.insert(case.name.clone());
        }
        match (found.is_empty(), open.contains(&case.name)) {
            (false, false) => wrong.push(format!("{}\n    {}", case.name, found.join("\n    "))),
            (true, true) => wrong.push(format!("{} holds now: take it off packs/open-cases.txt", case.name)),
            _ => {}
        }
    }
    println!("{all} cases, {} open", failing.len());
    if std::env::var_os("TAWATUR_UPDATE").is_some() {
        let lines: Vec<&str> = failing.iter().map(String::as_str).collect();
        std::fs::write(&list, lines.join("\n") + "\n").unwrap_or_else(|e| panic!("{}: {e}", list.display()));
        return;
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}
