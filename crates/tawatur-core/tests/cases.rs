//! Runs every Markdown case below `packs`: a text, and the reports that must come out of it, letter by letter.
//!
//! The form is described in `packs/README.md`. Cases that do not hold yet are listed in `packs/open-cases.txt`: the list
//! only shrinks. A listed case that holds fails the test, so does one that fails without being listed.
//! `TAWATUR_UPDATE=1 cargo test -p tawatur-core --test cases` writes the list anew.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use tawatur_core::model::{Chain, EntityId, Extraction, Report, Role, When, WhenEnd};
use tawatur_core::packs::Packs;
use tawatur_core::text::{Span, fold_str};
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
    let row = row.to_string();
    let received = match read::read_one("case", row.as_bytes()) {
        Ok(received) => received,
        Err(problem) => return vec![problem],
    };
    let examined = pipeline::examine(received.document, packs);
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
    let filler = |entity: &EntityId, span: Option<Span>, value: &str| {
        let known =
            packs.world.entities.get(entity).or_else(|| found.entities.iter().find(|e| e.id == *entity));
        let bears = |s: &String| fold_str(s) == fold_str(value);
        let words = span.map_or("", |s| s.slice(text));
        let held = !words.is_empty() && (words.contains(value) || value.contains(words));
        held || known.is_some_and(|e| e.names.values().chain(&e.aliases).any(bears))
    };
    if let Some(role) = Role::ALL.into_iter().find(|r| r.name() == key) {
        return report.roles.iter().any(|f| f.role == role && filler(&f.entity, f.span, value));
    }
    match key.as_str() {
        "mode" => serde_json::to_value(report.mode).is_ok_and(|m| m == value.as_str()),
        "source" => {
            let links: Vec<&str> = value.split('>').map(str::trim).collect();
            let same = |c: &Chain| {
                c.0.len() == links.len() && c.0.iter().zip(&links).all(|(l, v)| filler(&l.entity, l.span, v))
            };
            report.source.iter().any(same)
        }
        "terms" => value.split(',').all(|kind| report.terms.iter().any(|t| t.kind.as_str() == kind.trim())),
        "means" => report.means.iter().any(|m| m == value),
        "when" => report.when.as_ref().is_some_and(|w| is_time(w, value)),
        "count" => {
            let (number, of) = value.split_once(':').map_or((value.as_str(), None), |(n, of)| (n, Some(of)));
            report.counts.iter().any(|c| c.value.to_string() == number && of.is_none_or(|of| c.of == of))
        }
        other => panic!("`{other}` is no slot of a case; packs/README.md lists them"),
    }
}

/// True when a time is what is written: an ISO day, month or year, or `A/B` with `..` for an open end.
fn is_time(when: &When, written: &str) -> bool {
    let (from, to) = written.split_once('/').unwrap_or((written, written));
    let begins = |date: Option<jiff::civil::Date>, text: &str| {
        date.map_or(text == "..", |d| d.to_string().starts_with(text))
    };
    let end = match when.end {
        WhenEnd::Day(day) => Some(day),
        WhenEnd::Open => None,
    };
    begins(when.start, from) && begins(end, to)
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
