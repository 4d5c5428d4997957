//! Everything that README and the documents tell to type is true: blocks of code are run over the demo's store, commands
//! within sentences are known to the command line, links lead somewhere, and the words of pages stand in three languages.

mod desk;

use desk::{Desk, errors};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Commands of blocks that are only parsed, with the reason.
const NOT_RUN: [(&str, &str); 4] = [
    ("tawatur fetch", "asks the network"),
    ("tawatur watch", "the same"),
    ("tawatur serve", "runs until it is stopped; tests/pages.rs serves"),
    ("tawatur --store demo.db serve", "the same"),
];

/// Programs of others that blocks may name, with what tries them.
const OTHERS: [(&str, &str); 3] = [
    ("duckdb", "tests/readers reads every export with it"),
    ("node", "tests/browser"),
    ("cargo", "checked by `named_by_cargo`"),
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// README and every document, with its text.
fn documents() -> Vec<(String, String)> {
    let mut paths: Vec<PathBuf> =
        ["README.md", "CONTRIBUTING.md", "ARCHITECTURE.md", "packs/README.md"].map(|p| root().join(p)).into();
    for folder in ["docs", "docs/decisions"] {
        let entries = std::fs::read_dir(root().join(folder)).expect("the folder is there").flatten();
        paths.extend(entries.map(|e| e.path()).filter(|p| p.extension().is_some_and(|e| e == "md")));
    }
    paths.sort();
    let read = |path: PathBuf| {
        let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        (path.strip_prefix(root()).unwrap_or(&path).display().to_string(), text)
    };
    paths.into_iter().map(read).collect()
}

/// The blocks of code of a document, with the word behind the fence; indented blocks have none.
fn blocks(text: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut fenced: Option<(String, String)> = None;
    let mut indented = String::new();
    for line in text.lines().chain([""]) {
        if let Some((_, block)) = &mut fenced {
            if line.trim() == "```" {
                found.extend(fenced.take());
            } else {
                *block += &format!("{line}\n");
            }
        } else if let Some(kind) = line.strip_prefix("```") {
            fenced = Some((kind.trim().to_owned(), String::new()));
        } else if let Some(code) = line.strip_prefix("    ") {
            indented += &format!("{code}\n");
        } else if !indented.is_empty() {
            found.push((String::new(), std::mem::take(&mut indented)));
        }
    }
    found
}

/// The lines of a block that are typed, without their remarks.
fn typed(block: &str) -> Vec<String> {
    let lines = block.lines().map(|line| line.split(" #").next().unwrap_or("").trim());
    lines.filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

/// The words of a command, quotation marks taken off.
fn words(line: &str) -> Vec<String> {
    let (mut words, mut word, mut mark) = (Vec::new(), String::new(), None);
    for c in line.chars().chain([' ']) {
        match (mark, c) {
            (None, '"' | '\'') => mark = Some(c),
            (Some(open), _) if open == c => mark = None,
            (None, ' ') => {
                if !word.is_empty() {
                    words.push(std::mem::take(&mut word));
                }
            }
            _ => word.push(c),
        }
    }
    words
}

/// What a command of a document means over the demo's store: names of the reader's own become those of the desk.
fn made_real(line: &str, ids: &[(&str, String)]) -> Vec<String> {
    let known =
        words(line.split([';', '|', '>']).next().unwrap_or(line).split(" && ").next().unwrap_or(line));
    let real = |word: &String| {
        ids.iter().find(|(name, _)| name == word).map_or_else(|| word.clone(), |i| i.1.clone())
    };
    known.iter().skip(1).map(real).collect()
}

#[test]
fn blocks_of_code_run() {
    let desk = Desk::new();
    let ids = prepare(&desk);
    let mut tried = 0;
    for (document, text) in documents() {
        for (kind, block) in blocks(&text) {
            if !matches!(kind.as_str(), "" | "sh") {
                continue;
            }
            for line in typed(&block) {
                let line = line.replace("cargo run --release --", "tawatur");
                let program = line.split(' ').next().unwrap_or("");
                if program != "tawatur" {
                    if kind == "sh" || OTHERS.iter().any(|(name, _)| *name == program) {
                        assert!(OTHERS.iter().any(|(name, _)| *name == program), "{document}: `{line}`");
                    }
                    continue;
                }
                tried += 1;
                if NOT_RUN.iter().any(|(begins, _)| line.starts_with(begins)) {
                    parses(&document, &line, false);
                    continue;
                }
                let arguments = made_real(&line, &ids);
                let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
                let output = desk.run(&arguments);
                assert_eq!(output.status.code(), Some(0), "{document}: `{line}`: {}", errors(&output));
            }
        }
    }
    assert!(tried > 20, "only {tried} commands stand in blocks");
}

/// A store with the demo under the names that documents use, and files of theirs.
fn prepare(desk: &Desk) -> Vec<(&'static str, String)> {
    desk.expect(0, &["demo", "--store", "tawatur.db"]);
    desk.expect(0, &["demo", "--store", "other.db"]);
    desk.write("reports/one.txt", "The army entered the town of Tafas on 3 July 2018.\n");
    desk.write(
        "articles.csv",
        "Inhalt,Datum der Meldung\nThe army entered Tafas on 3 July 2018.,2018-07-04\n",
    );
    let export: serde_json::Value = serde_json::from_str(&desk.expect(0, &["export", "json"])).expect("JSON");
    let row = |at: usize| export["reports"][at]["id"].as_str().expect("an id").to_owned();
    let row_text = &export["reports"][0];
    let handed = serde_json::json!({
        "document": row_text["document"], "type": row_text["type"], "evidence": row_text["evidence"],
    });
    desk.write("rows.jsonl", format!("{handed}\n"));
    // The demo tells of no death by an organised actor's hand, so its GED table would be empty.
    desk.expect(0, &["export", "acled", "--output", desk.path("ged.csv").to_str().expect("UTF-8")]);
    for by in ["AMAL", "SAMIR"] {
        desk.expect(0, &["decide", "accept", &row(0), "--by", by]);
    }
    vec![
        ("ID", export["events"][0]["id"].as_str().expect("an id").to_owned()),
        ("FILE", "copy.db".to_owned()),
        ("OTHER.db", "other.db".to_owned()),
    ]
}

/// The command line knows the command; a sentence may leave out what must be given.
fn parses(document: &str, line: &str, may_lack: bool) {
    use clap::error::ErrorKind::{DisplayHelp, DisplayVersion, MissingRequiredArgument};
    let typed = line.split(" > ").next().unwrap_or(line);
    let error = tawatur::cli::command().try_get_matches_from(words(typed)).err();
    let fails = error.filter(|e| match e.kind() {
        DisplayHelp | DisplayVersion => false,
        MissingRequiredArgument => !may_lack,
        _ => true,
    });
    assert!(fails.is_none(), "{document}: `{line}`: {}", fails.map(|e| e.to_string()).unwrap_or_default());
}

#[test]
fn commands_within_sentences_are_known() {
    let mut seen = BTreeSet::new();
    for (document, text) in documents() {
        for code in
            text.split('`').skip(1).step_by(2).filter(|c| c.starts_with("tawatur ") && !c.contains('\n'))
        {
            // "tawatur add --reports FILE.jsonl", "tawatur export FORMAT": a name in capitals stands for any.
            let line = code.replace("FORMAT", "json").replace('…', "x");
            let bare = words(&line);
            let group = bare.len() == 2 && has_subcommands(&bare[1]);
            let named = bare.len() == 2 && tawatur::cli::command().find_subcommand(&bare[1]).is_some();
            if !group && !named {
                parses(&document, &line, true);
            }
            seen.insert(line);
        }
    }
    assert!(seen.len() > 15, "{seen:?}");
}

fn has_subcommands(name: &str) -> bool {
    tawatur::cli::command().find_subcommand(name).is_some_and(clap::Command::has_subcommands)
}

#[test]
fn what_cargo_is_told_to_build_is_there() {
    let packages = ["tawatur", "tawatur-core", "tawatur-store", "tawatur-dev", "tawatur-packs"];
    for (document, text) in documents() {
        let spans = text
            .split('`')
            .chain(text.lines())
            .filter(|c| c.trim().starts_with("cargo ") && !c.contains('\n'));
        for line in spans {
            let words = words(line.split('#').next().unwrap_or(line));
            for pair in words.windows(2) {
                match pair[0].as_str() {
                    "-p" | "--package" => {
                        assert!(
                            packages.contains(&pair[1].as_str()),
                            "{document}: `{line}` names no package"
                        );
                    }
                    "--test" | "--bench" => {
                        let file = format!("{}s/{}.rs", &pair[0][2..].replace("bench", "benche"), pair[1]);
                        let there =
                            packages.iter().any(|p| root().join("crates").join(p).join(&file).exists());
                        assert!(there, "{document}: `{line}` names {file}, which is in no crate");
                    }
                    "--path" => assert!(root().join(&pair[1]).is_dir(), "{document}: `{line}`"),
                    _ => {}
                }
            }
        }
    }
}

#[test]
fn links_lead_to_files() {
    for (document, text) in documents() {
        let base = root().join(&document);
        for target in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let path = target.split('#').next().unwrap_or("");
            if path.is_empty() || path.contains("://") {
                continue;
            }
            let file = base.parent().map(|folder| folder.join(path));
            assert!(file.is_some_and(|f| f.exists()), "{document} leads to {target}, which is not there");
        }
    }
}

#[test]
fn every_document_stands_in_the_summary_of_the_book() {
    let summary = std::fs::read_to_string(root().join("docs/SUMMARY.md")).expect("the summary is there");
    for (document, _) in documents() {
        let Some(name) = document.strip_prefix("docs/").filter(|name| *name != "SUMMARY.md") else {
            continue;
        };
        assert!(summary.contains(&format!("]({name})")), "docs/SUMMARY.md does not lead to {name}");
    }
}

#[test]
fn the_glossary_holds_the_words_of_every_event_type() {
    let glossary = std::fs::read_to_string(root().join("docs/glossary.md")).expect("the glossary is there");
    for entry in std::fs::read_dir(root().join("packs/events")).expect("the folder").flatten() {
        let frame = std::fs::read_to_string(entry.path().join("frame.toml")).expect("a frame");
        let labels = frame.lines().find(|line| line.starts_with("label")).expect("labels");
        let label = |lang: &str| {
            let behind = labels.split(&format!("{lang} = \"")).nth(1).and_then(|rest| rest.split('"').next());
            behind.unwrap_or_else(|| panic!("{} has no label in `{lang}`", entry.path().display())).to_owned()
        };
        let name = entry.file_name().to_string_lossy().into_owned();
        let row = format!("| `{name}` | {} | {} | {} |", label("en"), label("fr"), label("ar"));
        assert!(glossary.contains(&row), "docs/glossary.md lacks `{row}`");
    }
}
