//! The coverage page `docs/coverage.md`: how many cases each event type and each mechanism of language has in each language.
//! A page that is not what the cases are fails the test; `TAWATUR_UPDATE=1 cargo test -p tawatur-core --test coverage`
//! writes it anew.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// Rows by name: cases by language.
type Counts = BTreeMap<String, BTreeMap<String, usize>>;

fn base() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The names in a folder, sorted.
fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names: Vec<String> = entries.map(|e| e.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// Cases of a file: its headings of the second order.
fn cases(file: &Path) -> usize {
    std::fs::read_to_string(file).unwrap_or_default().lines().filter(|l| l.starts_with("## ")).count()
}

/// Cases by event type and language.
fn by_event() -> Counts {
    let folder = base().join("packs/events");
    let mut counts = Counts::new();
    for kind in names(&folder) {
        let row = counts.entry(kind.clone()).or_default();
        for name in names(&folder.join(&kind).join("cases")) {
            let lang = name.trim_end_matches(".md").to_owned();
            row.insert(lang, cases(&folder.join(&kind).join("cases").join(&name)));
        }
    }
    counts
}

/// Cases by mechanism and language.
fn by_mechanism() -> Counts {
    let folder = base().join("packs/lang");
    let mut counts = Counts::new();
    for lang in names(&folder) {
        for name in names(&folder.join(&lang).join("cases")) {
            let mechanism = name.trim_end_matches(".md").to_owned();
            let number = cases(&folder.join(&lang).join("cases").join(&name));
            counts.entry(mechanism).or_default().insert(lang.clone(), number);
        }
    }
    counts
}

/// A table with a column a language.
fn table(what: &str, counts: &Counts, languages: &BTreeSet<String>) -> String {
    let columns = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    let head = std::iter::once(what.to_owned()).chain(languages.iter().cloned()).collect();
    let mut out = columns(head) + &columns(vec!["---".to_owned(); languages.len() + 1]);
    for (name, row) in counts {
        let number = |lang: &String| row.get(lang).copied().unwrap_or(0).to_string();
        out += &columns(std::iter::once(name.clone()).chain(languages.iter().map(number)).collect());
    }
    out
}

#[test]
fn the_coverage_page_is_what_the_cases_are() {
    let (events, mechanisms) = (by_event(), by_mechanism());
    let languages: BTreeSet<String> =
        events.values().chain(mechanisms.values()).flat_map(|row| row.keys().cloned()).collect();
    let mut page = String::from(
        "# Coverage\nWritten by `TAWATUR_UPDATE=1 cargo test -p tawatur-core --test coverage`; do not edit.\n",
    );
    for (title, what, counts) in
        [("Event types", "event type", &events), ("Mechanisms of language", "mechanism", &mechanisms)]
    {
        let all: usize = counts.values().flat_map(BTreeMap::values).sum();
        write!(page, "\n## {title}: {all} cases\n{}", table(what, counts, &languages))
            .expect("a String takes all");
    }
    let path = base().join("docs/coverage.md");
    if std::env::var_os("TAWATUR_UPDATE").is_some() {
        std::fs::write(&path, page).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        return;
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        written == page,
        "docs/coverage.md is stale: run TAWATUR_UPDATE=1 cargo test -p tawatur-core --test coverage"
    );
}

#[test]
fn every_mechanism_has_cases_in_every_language_that_has_any() {
    let mechanisms = by_mechanism();
    let languages: BTreeSet<&String> = mechanisms.values().flat_map(BTreeMap::keys).collect();
    for (mechanism, row) in &mechanisms {
        for lang in &languages {
            assert!(row.get(*lang).is_some_and(|&n| n > 0), "{mechanism} has no case in `{lang}`");
        }
    }
}
