//! Exports in part and in folders, from outside: narrowed, masked, what changed; Parquet tables, the dossier, and case
//! folders that tell when a byte of them changed.

mod desk;

use desk::{Desk, errors};
use serde_json::Value;
use std::path::{Path, PathBuf};

fn demo() -> Desk {
    let desk = Desk::new();
    desk.expect(0, &["--store", "tawatur.db", "demo"]);
    desk
}

fn json(desk: &Desk, more: &[&str]) -> Value {
    let arguments: Vec<&str> = ["export", "json"].iter().chain(more).copied().collect();
    serde_json::from_str(&desk.expect(0, &arguments)).expect("JSON")
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        if entry.path().is_dir() { all.extend(files(&entry.path())) } else { all.push(entry.path()) }
    }
    all.sort();
    all
}

#[test]
fn folders_are_new_and_the_same_from_the_same_record() {
    let desk = demo();
    let output = desk.run(&["export", "parquet"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(errors(&output).contains("--output FOLDER"), "{}", errors(&output));
    desk.expect(0, &["export", "parquet", "--output", "one"]);
    desk.expect(0, &["export", "parquet", "--output", "two"]);
    assert_eq!(desk.run(&["export", "parquet", "--output", "one"]).status.code(), Some(5));
    let (one, two) = (files(&desk.path("one")), files(&desk.path("two")));
    assert_eq!((one.len(), two.len()), (11, 11));
    for (a, b) in one.iter().zip(&two) {
        let (a, b) = (std::fs::read(a).expect("a file"), std::fs::read(b).expect("a file"));
        assert!(a.starts_with(b"PAR1") && a.ends_with(b"PAR1"));
        assert_eq!(a, b);
    }
}

#[test]
fn a_case_folder_tells_of_every_change() {
    let desk = demo();
    desk.expect(0, &["export", "case", "--output", "case"]);
    let seal = desk.expect(0, &["verify", "--case", "case"]);
    assert!(seal.starts_with("seal "), "{seal}");
    let case = desk.path("case");
    for (k, path) in files(&case).iter().enumerate() {
        let whole = std::fs::read(path).expect("a file");
        if whole.is_empty() {
            continue;
        }
        let mut bytes = whole.clone();
        let at = (k * 7919) % bytes.len();
        bytes[at] ^= 1;
        std::fs::write(path, &bytes).expect("it can be written");
        let output = desk.run(&["verify", "--case", "case"]);
        assert_eq!(output.status.code(), Some(4), "{} byte {at}", path.display());
        std::fs::write(path, &whole).expect("it can be written");
    }
    desk.write("case/data/more.txt", "x");
    assert!(desk.expect(4, &["verify", "--case", "case"]).contains("data/more.txt: stands in no list"));
    std::fs::remove_file(case.join("data/more.txt")).expect("it is there");
    std::fs::remove_file(case.join("data/record.json")).expect("it is there");
    assert!(desk.expect(4, &["verify", "--case", "case"]).contains("data/record.json"));
    assert_eq!(desk.run(&["verify", "--case", "no-such"]).status.code(), Some(5));
}

#[test]
fn a_part_holds_what_belongs_to_it_and_nothing_more() {
    let desk = demo();
    let all = json(&desk, &[]);
    let event = &all["events"][0];
    let id = event["id"].as_str().expect("an id");
    let part = json(&desk, &["--about", id]);
    assert_eq!(part["events"].as_array().map(Vec::len), Some(1));
    assert_eq!(part["events"][0], *event);
    let reports = part["reports"].as_array().expect("a list");
    assert!(
        event["reports"].as_array().expect("a list").iter().all(|r| reports.iter().any(|k| k["id"] == *r))
    );
    assert!(
        part["documents"].as_array().expect("a list").len()
            < all["documents"].as_array().expect("a list").len()
    );
    let known = part["entities"].as_array().expect("a list");
    for role in ["who", "whom", "where"] {
        for entity in event[role].as_array().expect("a list") {
            assert!(known.iter().any(|e| e["id"] == *entity), "{entity}");
        }
    }
    let story = all["stories"][0]["id"].as_str().expect("an id");
    let of_story = json(&desk, &["--about", story]);
    assert_eq!(
        of_story["events"].as_array().map(Vec::len),
        all["stories"][0]["events"].as_array().map(Vec::len)
    );
    assert_eq!(desk.run(&["export", "json", "--about", "nothing-of-this"]).status.code(), Some(6));
}

/// Reports by hand that name a private person.
fn private() -> Desk {
    let desk = Desk::new();
    desk.write(
        "a.txt",
        "Soldiers arrested Nabil Qassoum in Tafas on 4 May 2021. Nabil Qassoum is a baker. <b>x</b>\n",
    );
    desk.write(
        "rows.jsonl",
        r#"{"document":"a.txt","type":"arrest","evidence":"Soldiers arrested Nabil Qassoum in Tafas","who":"soldiers","whom":"Nabil Qassoum","where":"Tafas","when":"2021-05-04"}"#,
    );
    desk.expect(0, &["add", "a.txt"]);
    desk.expect(0, &["add", "--reports", "rows.jsonl", "--by", "coder"]);
    desk
}

#[test]
fn a_mask_leaves_no_private_name() {
    let desk = private();
    for format in
        ["json", "csv", "acled", "plover", "geojson", "hxl", "ftm", "timelinejs", "reports", "dossier"]
    {
        assert!(!desk.expect(0, &["export", format, "--mask"]).contains("Qassoum"), "{format}");
    }
    assert!(desk.expect(0, &["export", "reports"]).contains("Nabil Qassoum"));
    let masked = json(&desk, &["--mask"]);
    let whole = json(&desk, &[]);
    assert_eq!(masked["reports"][0]["span"], whole["reports"][0]["span"]);
    assert!(masked["reports"].to_string().contains("Soldiers arrested ************* in Tafas"));
    desk.expect(0, &["export", "parquet", "--mask", "--output", "tables"]);
    for path in files(&desk.path("tables")) {
        let bytes = std::fs::read(&path).expect("a file");
        assert!(!bytes.windows(7).any(|w| w == b"Qassoum"), "{}", path.display());
    }
    assert_eq!(desk.run(&["export", "csv", "--mask", "--mask-also", "nobody"]).status.code(), Some(6));
    let refused = desk.run(&["export", "case", "--mask", "--output", "case"]);
    assert_eq!(refused.status.code(), Some(2), "{}", errors(&refused));
    assert!(!desk.path("case").exists());
}

#[test]
fn a_dossier_is_one_page_with_the_words_and_nothing_from_outside() {
    let desk = demo();
    let page = desk.expect(0, &["export", "dossier", "--language", "ar"]);
    assert!(page.contains("<html lang=\"ar\" dir=\"rtl\">"));
    for outside in ["<script", "src=", "<link", "@import", "url("] {
        assert!(!page.contains(outside), "{outside}");
    }
    let record = json(&desk, &[]);
    let quiet = |r: &&Value| r["type"] != "statement";
    for report in record["reports"].as_array().expect("a list").iter().filter(quiet) {
        let words = report["evidence"].as_str().expect("words");
        let words = words.replace('&', "&#38;").replace('\'', "&#39;").replace('"', "&#34;");
        assert!(page.contains(&words) || report["event"].is_null(), "{words}");
    }
    for document in record["documents"].as_array().expect("a list") {
        assert!(page.contains(document["sha256"].as_str().expect("a hash")));
    }
    let hostile = Desk::new();
    hostile.write(
        "a.jsonl",
        r#"{"id":"a","title":"<script>run()</script>","text":"The army shelled Tafas on 4 May 2021."}"#,
    );
    hostile.write(
        "r.jsonl",
        r#"{"document":"a","type":"shelling","evidence":"The army shelled Tafas","who":"<img src=x>","when":"2021-05-04"}"#,
    );
    hostile.expect(0, &["add", "--documents-only", "a.jsonl"]);
    hostile.expect(0, &["add", "--reports", "r.jsonl", "--by", "coder"]);
    let page = hostile.expect(0, &["export", "dossier"]);
    assert!(page.contains("run()") && !page.contains("<script") && !page.contains("<img"), "{page}");
}

#[test]
fn what_changed_since_an_export_is_told_apart_from_what_did_not() {
    let desk = demo();
    desk.expect(0, &["export", "json", "--output", "earlier.json"]);
    let nothing = json(&desk, &["--changed-since", "earlier.json"]);
    assert_eq!(nothing["events"], Value::Array(Vec::new()));
    let record = json(&desk, &[]);
    let alone: Vec<&Value> = record["events"]
        .as_array()
        .expect("a list")
        .iter()
        .filter(|e| e["reports"].as_array().is_some_and(|r| r.len() == 1))
        .collect();
    let report = |event: &Value| event["reports"][0].as_str().expect("an id").to_owned();
    desk.expect(0, &["decide", "reject", &report(alone[0])]);
    desk.expect(0, &["decide", "correct", &report(alone[1]), "--set", "mode=denied"]);
    let output = desk.run(&["export", "json", "--changed-since", "earlier.json", "--gone", "gone.csv"]);
    assert!(output.status.success(), "{}", errors(&output));
    let changed: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let ids: Vec<&Value> = changed["events"].as_array().expect("a list").iter().map(|e| &e["id"]).collect();
    assert!(ids.contains(&&alone[1]["id"]), "{ids:?}");
    assert!(!ids.contains(&&alone[0]["id"]), "{ids:?}");
    let gone = std::fs::read_to_string(desk.path("gone.csv")).expect("the list");
    assert!(gone.contains(alone[0]["id"].as_str().expect("an id")), "{gone}");
    desk.write("other.json", "{}");
    assert_eq!(desk.run(&["export", "json", "--changed-since", "other.json"]).status.code(), Some(2));
}
