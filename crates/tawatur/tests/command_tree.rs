//! Walks the tree of commands: every one has a help that begins with an example and ends with the exit codes; every row
//! that `--json` prints is what `docs/commands.schema.json` says; nothing that is piped has colours.
//!
//! `TAWATUR_UPDATE=1 cargo test -p tawatur --test command_tree` writes the schema anew, from what the commands print over the
//! demo's store and from what it said before.

mod desk;

use desk::{Desk, errors};
use serde_json::{Map, Value, json};
use std::path::PathBuf;

/// How each command is tried, by its path in the tree. What stands in braces is filled in with ids of the
/// demo's record.
const TRIED: &[(&str, Tried)] = &[
    ("demo", Tried::NoRows(&[])),
    ("add", Tried::Rows(&["{folder}/new.txt"])),
    ("fetch", Tried::NotHere("asks the network")),
    ("watch", Tried::NotHere("asks the network")),
    ("timeline", Tried::Rows(&[])),
    ("events", Tried::Rows(&[])),
    ("agreements", Tried::Rows(&[])),
    ("disputes", Tried::Rows(&[])),
    ("sources", Tried::Rows(&[])),
    ("show", Tried::Rows(&["{event}"])),
    ("explain", Tried::Rows(&["{report}"])),
    ("search", Tried::Rows(&["Deraa"])),
    ("serve", Tried::NotHere("runs until it is stopped; docs/openapi.json describes its JSON")),
    ("decide accept", Tried::Rows(&["{report}"])),
    ("decide reject", Tried::Rows(&["{other_report}"])),
    ("decide correct", Tried::Rows(&["{report}", "--set", "mode=denied"])),
    ("decide add", Tried::Rows(&["new.txt", "--type", "enter", "--evidence", "The army entered the town"])),
    ("decide merge", Tried::Rows(&["{event}", "{other_event}"])),
    ("decide split", Tried::Rows(&["{report}"])),
    ("decide outcome", Tried::Rows(&["{agreement}", "{term}", "carried_out"])),
    ("decide note", Tried::Rows(&["{event}", "a remark"])),
    ("decide undo", Tried::Rows(&["{decision}"])),
    ("decide import", Tried::NoRows(&["{folder}/sheet.csv", "--preview"])),
    ("decide list", Tried::Rows(&[])),
    ("undo", Tried::Rows(&["--list"])),
    ("merge", Tried::Rows(&["{folder}/other.db", "--preview"])),
    ("agree", Tried::Rows(&["{by}", "program", "--differences"])),
    ("compare", Tried::Rows(&["{folder}/acled.csv"])),
    ("export", Tried::NotHere("its formats have their own schemas and headers (docs/exports.md)")),
    ("verify", Tried::Rows(&[])),
    ("custody", Tried::Rows(&["{event}"])),
    ("backup", Tried::NoRows(&["{folder}/copy.db"])),
    ("restore", Tried::NoRows(&["{folder}/copy.db"])),
    ("rebuild", Tried::NoRows(&[])),
    ("check", Tried::Rows(&["{folder}/packs"])),
    ("analyse", Tried::Rows(&["{folder}/new.txt"])),
    ("completions", Tried::NoRows(&["bash"])),
    ("man", Tried::NoRows(&[])),
];

/// How a command is tried.
enum Tried {
    /// With `--json` it prints rows of JSON.
    Rows(&'static [&'static str]),
    /// It prints no rows of JSON.
    NoRows(&'static [&'static str]),
    /// It is not run here, for a reason.
    NotHere(&'static str),
}

/// The schema: one definition a command, each that of one row.
fn schema_path() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/commands.schema.json")
}

/// Calls `see` with every command below one and its path.
fn walk(command: &clap::Command, path: &str, see: &mut impl FnMut(&str, &clap::Command)) {
    for below in command.get_subcommands() {
        let name = format!("{path} {}", below.get_name()).trim().to_owned();
        see(&name, below);
        walk(below, &name, see);
    }
}

#[test]
fn every_help_begins_with_an_example_and_ends_with_the_exit_codes() {
    let desk = Desk::new();
    let mut leaves = vec![String::new()];
    walk(&tawatur::cli::command(), "", &mut |path, _| leaves.push(path.to_owned()));
    assert!(leaves.len() > 30);
    for path in leaves {
        let arguments: Vec<&str> = path.split_whitespace().chain(["--help"]).collect();
        let help = desk.expect(0, &arguments);
        let begins = format!("Example: tawatur {}", path.split(' ').next().unwrap_or(""));
        assert!(
            help.starts_with(begins.trim_end()),
            "`tawatur {path} --help` begins with\n{}",
            &help[..help.len().min(80)]
        );
        for code in ["Exit codes:", "\n  0 ", "\n  130 "] {
            assert!(help.contains(code), "`tawatur {path} --help` does not tell its exit codes");
        }
        assert!(!help.contains('\u{1b}'), "`tawatur {path} --help` is coloured in a pipe");
    }
}

#[test]
fn every_command_is_tried_and_its_rows_are_those_of_the_schema() {
    let desk = Desk::new();
    let ids = prepare(&desk);
    let mut named = Vec::new();
    walk(&tawatur::cli::command(), "", &mut |path, command| {
        if !command.has_subcommands() {
            named.push(path.to_owned());
        }
    });
    for path in &named {
        assert!(TRIED.iter().any(|(tried, _)| tried == path), "`{path}` has no line in TRIED");
    }
    let mut known: Map<String, Value> = std::fs::read_to_string(schema_path())
        .ok()
        .and_then(|text| serde_json::from_str::<Value>(&text).ok())
        .and_then(|schema| schema["$defs"].as_object().cloned())
        .unwrap_or_default();
    let mut stale = Vec::new();
    for (path, how) in TRIED {
        let (given, rows) = match how {
            Tried::Rows(given) => (*given, true),
            Tried::NoRows(given) => (*given, false),
            Tried::NotHere(reason) => {
                assert!(!reason.is_empty());
                continue;
            }
        };
        // Every command meets the same store.
        for name in ["tawatur.db-wal", "tawatur.db-shm"] {
            let _ = std::fs::remove_file(desk.path(name));
        }
        std::fs::copy(desk.path("base.db"), desk.path("tawatur.db")).expect("a copy");
        let given: Vec<String> = given.iter().map(|a| fill(a, &ids)).collect();
        let mut arguments: Vec<&str> = path.split(' ').collect();
        arguments.extend(given.iter().map(String::as_str));
        if rows {
            arguments.push("--json");
        }
        let output = desk.run(&arguments);
        let (out, told) = (String::from_utf8_lossy(&output.stdout).into_owned(), errors(&output));
        assert!(matches!(output.status.code(), Some(0 | 1)), "{arguments:?}: {told}");
        assert!(!out.contains('\u{1b}') && !told.contains('\u{1b}'), "{arguments:?} is coloured in a pipe");
        if !rows {
            continue;
        }
        assert!(!out.trim().is_empty(), "{arguments:?} prints no row: {told}");
        let seen = out.lines().map(|line| {
            shape(&serde_json::from_str(line).unwrap_or_else(|e| panic!("{arguments:?}: {e}: {line}")))
        });
        let name = path.replace(' ', "_");
        let before = known.get(&name).cloned();
        let after = before.iter().cloned().chain(seen).reduce(|a, b| both(&a, &b)).unwrap_or_default();
        if before.as_ref() != Some(&after) {
            stale.push(name.clone());
        }
        known.insert(name, after);
    }
    if std::env::var_os("TAWATUR_UPDATE").is_some() {
        let schema = json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$id": "https://tawatur.invalid/commands-1.schema.json",
            "title": "tawatur: one row of `--json` a command",
            "description": "Written by `TAWATUR_UPDATE=1 cargo test -p tawatur --test command_tree`; `decide accept` is `decide_accept`.",
            "$defs": known,
        });
        let text = serde_json::to_string_pretty(&schema).expect("a schema is JSON") + "\n";
        std::fs::write(schema_path(), text).expect("the schema can be written");
        return;
    }
    assert!(
        stale.is_empty(),
        "docs/commands.schema.json does not cover {stale:?}; see the head of this file"
    );
}

/// A store with the demo, a document and a sheet more, and what placeholders stand for.
fn prepare(desk: &Desk) -> Vec<(&'static str, String)> {
    desk.expect(0, &["demo", "--store", "tawatur.db"]);
    desk.write("new.txt", "The army entered the town of Tafas on 3 July 2018.\n");
    desk.expect(0, &["add", "new.txt"]);
    desk.write("packs/project.toml", "quiet = [\"accuse\"]\n");
    std::fs::copy(desk.path("tawatur.db"), desk.path("other.db")).expect("a copy");
    let export: Value = serde_json::from_str(&desk.expect(0, &["export", "json"])).expect("JSON");
    for (format, file) in [("reports", "sheet.csv"), ("acled", "acled.csv")] {
        let path = desk.path(file);
        desk.expect(0, &["export", format, "--output", path.to_str().expect("UTF-8")]);
    }
    let told = |list: &str, at: usize, key: &str| export[list][at][key].as_str().expect("an id").to_owned();
    let with_terms = export["agreements"].as_array().into_iter().flatten();
    let agreement = with_terms.clone().find(|a| a["terms"][0]["type"].is_string()).expect("one has a term");
    let text = |value: &Value| value.as_str().expect("a string").to_owned();
    desk.expect(0, &["--store", "other.db", "decide", "accept", &told("reports", 2, "id"), "--by", "amal"]);
    let decided = desk.expect(0, &["decide", "accept", &told("reports", 3, "id"), "--by", "samir", "--json"]);
    let decided: Value = serde_json::from_str(&decided).expect("JSON");
    desk.expect(0, &["backup", desk.path("base.db").to_str().expect("UTF-8")]);
    vec![
        ("{event}", told("events", 0, "id")),
        ("{other_event}", told("events", 1, "id")),
        ("{report}", told("reports", 0, "id")),
        ("{other_report}", told("reports", 1, "id")),
        ("{agreement}", text(&agreement["id"])),
        ("{term}", text(&agreement["terms"][0]["type"])),
        ("{decision}", decided[0].to_string()),
        ("{by}", "samir".to_owned()),
        ("{folder}", desk.path("").to_string_lossy().trim_end_matches('/').to_owned()),
    ]
}

fn fill(argument: &str, ids: &[(&str, String)]) -> String {
    ids.iter().fold(argument.to_owned(), |text, (mark, id)| text.replace(mark, id))
}

/// The schema that a value fits most closely.
fn shape(value: &Value) -> Value {
    match value {
        Value::Object(fields) => {
            let properties: Map<String, Value> =
                fields.iter().map(|(name, field)| (name.clone(), shape(field))).collect();
            let mut required: Vec<&String> = fields.keys().collect();
            required.sort();
            json!({ "type": ["object"], "properties": sorted(properties), "required": required })
        }
        Value::Array(items) => match items.iter().map(shape).reduce(|a, b| both(&a, &b)) {
            Some(item) => json!({ "type": ["array"], "items": item }),
            None => json!({ "type": ["array"] }),
        },
        Value::String(_) => json!({ "type": ["string"] }),
        Value::Number(_) => json!({ "type": ["number"] }),
        Value::Bool(_) => json!({ "type": ["boolean"] }),
        Value::Null => json!({ "type": ["null"] }),
    }
}

/// The closest schema that everything fits which fits one of two.
fn both(a: &Value, b: &Value) -> Value {
    let list = |schema: &Value, key: &str| -> Vec<String> {
        let items = schema[key].as_array().into_iter().flatten();
        items.filter_map(Value::as_str).map(str::to_owned).collect()
    };
    let mut types: Vec<String> = list(a, "type").into_iter().chain(list(b, "type")).collect();
    types.sort();
    types.dedup();
    let mut out = Map::from_iter([("type".to_owned(), json!(types))]);
    let fields = [a, b].map(|s| s["properties"].as_object());
    if fields.iter().any(Option::is_some) {
        let mut properties = Map::new();
        for (name, field) in fields.iter().flatten().copied().flatten() {
            let joined = properties.get(name).map_or_else(|| field.clone(), |before| both(before, field));
            properties.insert(name.clone(), joined);
        }
        let (of_a, of_b) = (list(a, "required"), list(b, "required"));
        let required: Vec<&String> = match fields {
            [Some(_), Some(_)] => of_a.iter().filter(|name| of_b.contains(name)).collect(),
            [Some(_), None] => of_a.iter().collect(),
            _ => of_b.iter().collect(),
        };
        out.insert("properties".to_owned(), sorted(properties));
        out.insert("required".to_owned(), json!(required));
    }
    let items = [a, b].into_iter().filter_map(|s| s.get("items")).cloned().reduce(|x, y| both(&x, &y));
    out.extend(items.map(|items| ("items".to_owned(), items)));
    Value::Object(out)
}

fn sorted(fields: Map<String, Value>) -> Value {
    let mut fields: Vec<(String, Value)> = fields.into_iter().collect();
    fields.sort_by(|a, b| a.0.cmp(&b.0));
    Value::Object(fields.into_iter().collect())
}
