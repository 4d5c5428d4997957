//! The program from outside: what it does with good and bad input, and that what it stored stays.

mod desk;

use desk::{Desk, errors};
use serde_json::Value;
use std::path::Path;
use std::process::{Command, Stdio};

fn exported(desk: &Desk) -> Value {
    serde_json::from_str(&desk.expect(0, &["export", "json"])).expect("JSON")
}

const EN: &str = "Fighters left the town\n\nSome 40 fighters left Tafas for Idlib on 3 July 2018, a local council said. The army entered the town.\n";
const AR: &str = "غادر نحو أربعين مقاتلاً بلدة طفس إلى إدلب يوم 3 تموز 2018، ودخل الجيش البلدة.\n";

const ROWS: &str = r#"{"document":"en.txt","type":"evacuate","evidence":"Some 40 fighters left Tafas for Idlib on 3 July 2018","whom":"fighters","from":"Tafas","to":"Idlib","when":"2018-07-03","count":[{"value":40,"of":"fighters","op":"about"}],"source":["a local council"]}
{"document":"ar.txt","type":"evacuate","evidence":"غادر نحو أربعين مقاتلاً بلدة طفس إلى إدلب","from":"Tafas","to":"Idlib","when":"2018-07-03"}
"#;

fn filled() -> Desk {
    let desk = Desk::new();
    desk.write("texts/en.txt", EN);
    desk.write("texts/ar.txt", AR);
    desk.write("rows.jsonl", ROWS);
    desk.expect(0, &["add", "--documents-only", "texts"]);
    desk.expect(0, &["add", "--reports", "rows.jsonl", "--by", "second coder"]);
    desk
}

#[test]
fn reports_of_other_hands_come_out_as_they_went_in() {
    let desk = filled();
    let export = exported(&desk);
    let reports = export["reports"].as_array().expect("a list");
    assert_eq!(reports.len(), 2);
    let report = reports.iter().find(|r| r["counts"][0]["value"] == 40).expect("the English one");
    assert_eq!(report["made_by"], "second coder");
    assert_eq!(report["evidence"], "Some 40 fighters left Tafas for Idlib on 3 July 2018");
    assert_eq!(report["when"]["start"], "2018-07-03");
    let text: Vec<char> = EN.chars().collect();
    let (start, end) =
        (report["span"][0].as_u64().expect("a number"), report["span"][1].as_u64().expect("a number"));
    let cut: String =
        text[usize::try_from(start).expect("small")..usize::try_from(end).expect("small")].iter().collect();
    assert_eq!(report["evidence"], cut.as_str());
    let entity = |id: &Value| {
        export["entities"]
            .as_array()
            .expect("a list")
            .iter()
            .find(|e| e["id"] == *id)
            .expect("it is there")
            .clone()
    };
    let whom = entity(&report["whom"][0]).to_string();
    assert!(whom.contains("fighters"), "{whom}");
    desk.expect(0, &["verify"]);
    // Handing the same rows in again changes nothing.
    desk.expect(0, &["add", "--reports", "rows.jsonl", "--by", "second coder"]);
    assert_eq!(exported(&desk), export);
}

#[test]
fn rows_without_a_true_quotation_are_refused_and_the_rest_goes_in() {
    let desk = Desk::new();
    desk.write("texts/en.txt", EN);
    desk.expect(0, &["add", "--documents-only", "texts"]);
    desk.write(
        "rows.jsonl",
        "{\"document\":\"en.txt\",\"type\":\"enter\",\"evidence\":\"the army entered the town\"}\n\
         {\"document\":\"en.txt\",\"type\":\"march\",\"evidence\":\"The army entered the town\"}\n\
         {\"document\":\"gone.txt\",\"type\":\"enter\",\"evidence\":\"x\"}\nnot json\n\
         {\"document\":\"en.txt\",\"type\":\"enter\",\"evidence\":\"The army entered the town\",\"who\":\"army\"}\n",
    );
    let output = desk.run(&["add", "--reports", "rows.jsonl"]);
    assert_eq!(output.status.code(), Some(1));
    let told = errors(&output);
    for part in [
        "row 1 refused",
        "letter by letter",
        "row 2 refused",
        "evacuate",
        "row 3 refused",
        "gone.txt",
        "row 4 refused",
        "1 report taken, 4 refused",
    ] {
        assert!(told.contains(part), "`{part}` is not in\n{told}");
    }
    assert_eq!(exported(&desk)["reports"].as_array().map(Vec::len), Some(1));
}

#[test]
fn order_threads_and_repetition_change_no_byte_of_the_export() {
    let texts = ["a.txt", "b.txt", "c.txt", "d.txt"];
    let mut exports = Vec::new();
    for (order, threads) in [([0, 1, 2, 3], "1"), ([3, 1, 0, 2], "2"), ([2, 3, 1, 0], "2")] {
        let desk = Desk::new();
        for k in order {
            let path = desk.write(texts[k], format!("{EN}\nPart {}.\n", k / 2));
            // One at a time, so that the store receives them in this order.
            desk.expect(0, &["add", "--threads", threads, path.to_str().expect("UTF-8")]);
        }
        desk.write(
            "n.jsonl",
            format!(
                "{}\n{}\n",
                serde_json::json!({"id": "r1", "text": AR}),
                serde_json::json!({"id": "r2", "text": EN})
            ),
        );
        desk.expect(0, &["add", "--threads", threads, "n.jsonl"]);
        desk.expect(0, &["add", "--threads", threads, "n.jsonl", "b.txt", "a.txt"]);
        exports.push(desk.expect(0, &["export", "json"]));
    }
    assert!(exports[0].contains("\"file\":\"a.txt\""));
    assert_eq!(exports[0], exports[1]);
    assert_eq!(exports[0], exports[2]);
}

#[test]
fn a_correction_outlasts_a_rebuild() {
    let desk = filled();
    let id = exported(&desk)["reports"][0]["id"].as_str().expect("an id").to_owned();
    desk.expect(0, &["decide", "correct", &id, "--set", "mode=denied"]);
    desk.expect(0, &["rebuild"]);
    let export = exported(&desk);
    // `rebuild` brings in the program's own reports beside the one handed in.
    let corrected = export["reports"].as_array().and_then(|all| all.iter().find(|r| r["id"] == id.as_str()));
    assert_eq!(corrected.map(|r| &r["mode"]), Some(&Value::from("denied")));
}

#[test]
fn undo_takes_back_and_decisions_last() {
    let desk = filled();
    let before = desk.expect(0, &["export", "json"]);
    let id = exported(&desk)["reports"][0]["id"].as_str().expect("an id").to_owned();
    desk.expect(0, &["decide", "correct", &id, "--set", "mode=denied", "--set", "when=2018-07"]);
    let corrected = exported(&desk);
    assert_eq!(corrected["reports"][0]["mode"], "denied");
    assert_eq!(corrected["reports"][0]["when"]["end"], "2018-07-31");
    desk.expect(0, &["undo"]);
    desk.expect(0, &["decide", "reject", &id[..8], "--by", "me"]);
    assert_eq!(exported(&desk)["reports"].as_array().map(Vec::len), Some(1));
    let list = desk.expect(0, &["decide", "list", "--json"]);
    let last: Value = serde_json::from_str(list.lines().last().expect("a line")).expect("JSON");
    desk.expect(0, &["decide", "undo", &last["id"].to_string()]);
    desk.expect(0, &["verify"]);
    desk.expect(6, &["decide", "undo", "9999"]);
    desk.expect(6, &["undo", "9999"]);
    desk.expect(0, &["rebuild"]);
    // The documents' own reports would come in with `rebuild`; only the handed-in ones are compared.
    let handed = |export: &str| -> Vec<Value> {
        let export: Value = serde_json::from_str(export).expect("JSON");
        let rows =
            export["reports"].as_array().expect("a list").iter().filter(|r| r["made_by"] == "second coder");
        rows.map(|r| {
            let mut r = r.clone();
            r["event"].take();
            r
        })
        .collect()
    };
    assert_eq!(handed(&desk.expect(0, &["export", "json"])), handed(&before));
}

#[test]
fn every_listing_prints_for_people_and_for_machines() {
    let desk = filled();
    let event = exported(&desk)["events"][0]["id"].as_str().expect("an id").to_owned();
    for command in [
        &["timeline"][..],
        &["events"],
        &["sources"],
        &["sources", "--origins"],
        &["search", "Tafas"],
        &["show", &event],
        &["explain", &event],
        &["undo", "--list"],
        &["decide", "list"],
    ] {
        assert!(!desk.expect(0, command).trim().is_empty(), "{command:?}");
        let machine = desk.expect(0, &[command, &["--json"]].concat());
        for line in machine.lines() {
            serde_json::from_str::<Value>(line).unwrap_or_else(|e| panic!("{command:?}: {e}: {line}"));
        }
    }
    for command in [
        &["agreements"][..],
        &["disputes"],
        &["completions", "bash"],
        &["man"],
        &["--help"],
        &["add", "--help"],
    ] {
        desk.expect(0, command);
    }
    assert!(
        desk.expect(
            0,
            &["timeline", "--place", "Idlib", "--type", "evacuate", "--from", "2018-07", "--to", "2018"]
        )
        .contains("2018-07-03")
    );
    for nothing in [
        ["--place", "Aleppo"],
        ["--from", "2019"],
        ["--type", "siege"],
        ["--language", "zz"],
        ["--actor", "nobody"],
    ] {
        assert_eq!(desk.expect(0, &["timeline", nothing[0], nothing[1]]), "", "{nothing:?}");
    }
    desk.expect(2, &["timeline", "--from", "July"]);
    desk.expect(6, &["show", "e00000000"]);
    assert!(desk.expect(0, &["search", "مقاتلا"]).contains("ar.txt"));
    assert!(desk.expect(0, &["search", "اربعين ادلب"]).contains("ar.txt"));
}

#[test]
fn bad_input_gets_a_sentence_and_a_code_and_harms_nothing() {
    let desk = filled();
    let before = desk.expect(0, &["export", "json"]);
    let utf16: Vec<u8> =
        [0xff, 0xfe].into_iter().chain(EN.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    for (name, bytes, code, sentence) in [
        ("empty.txt", Vec::new(), 1, "is empty"),
        ("program", b"\x7fELF\0\0\0\x01\0\0\0\0\0".to_vec(), 1, "binary"),
        ("broken.jsonl", b"{\"text\":\"a\"}\n{\"text\":\n".to_vec(), 1, "row 2"),
        ("utf16.txt", utf16, 0, "UTF-16"),
        ("old.txt", b"\xde\xc7\xe1 \xe3\xd5\xcf\xd1 \xda\xd3\xdf\xd1\xed \xc5\xe4 \xc7\xe1\xde\xe6\xc7\xca \xcf\xce\xe1\xca \xc7\xe1\xc8\xe1\xcf\xc9 \xd5\xc8\xc7\xcd \xc7\xe1\xed\xe6\xe3".to_vec(), 0, "windows-1256"),
    ] {
        let path = desk.write(name, bytes);
        let output = desk.run(&["add", path.to_str().expect("UTF-8")]);
        assert_eq!(output.status.code(), Some(code), "{name}: {}", errors(&output));
        assert!(errors(&output).contains(sentence), "{name}: {}", errors(&output));
    }
    let output = desk.run(&["add", "nowhere.txt"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(errors(&output).contains("check the name"), "{}", errors(&output));
    desk.expect(0, &["verify"]);
    let before: Value = serde_json::from_str(&before).expect("JSON");
    let after = exported(&desk);
    for document in before["documents"].as_array().expect("a list") {
        assert!(
            after["documents"].as_array().expect("a list").iter().any(|d| d["sha256"] == document["sha256"])
        );
    }
}

#[test]
fn a_huge_file_is_refused_without_being_read_whole() {
    let desk = Desk::new();
    let path = desk.path("huge.txt");
    let file = std::fs::File::create(&path).expect("a file");
    // 200 MB that take no room on the disk.
    file.set_len(200_000_000).expect("a sparse file");
    drop(file);
    let output = desk.run(&["add", "huge.txt"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(errors(&output).contains("MiB"), "{}", errors(&output));
}

#[cfg(unix)]
#[test]
fn a_folder_without_rights_is_named() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::new();
    let path = desk.write("closed/a.txt", EN);
    let folder = path.parent().expect("it has a folder").to_owned();
    std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o000)).expect("rights");
    let output = desk.run(&["add", "closed"]);
    let readable = std::fs::read_dir(&folder).is_ok();
    std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o755)).expect("rights");
    if readable {
        println!("skipped: this user may read every folder");
        return;
    }
    assert_eq!(output.status.code(), Some(1));
    assert!(errors(&output).contains("rights"), "{}", errors(&output));
}

#[test]
fn stores_of_others_are_left_alone() {
    let desk = Desk::new();
    desk.write("a.txt", EN);
    desk.expect(3, &["timeline"]);
    let text = desk
        .write("notes.db", "this is no database at all, only some text that is long enough to be looked at");
    let output = desk.run(&["add", "a.txt", "--store", "notes.db"]);
    assert_eq!(output.status.code(), Some(3), "{}", errors(&output));
    assert!(std::fs::read(&text).expect("still there").starts_with(b"this is"));
    // The store of a newer version: its number stands in the header, at byte 60 (SQLite file format).
    desk.expect(0, &["add", "a.txt"]);
    let mut bytes = std::fs::read(desk.path("tawatur.db")).expect("the store");
    bytes[63] = 99;
    desk.write("newer.db", &bytes);
    let output = desk.run(&["timeline", "--store", "newer.db"]);
    assert_eq!(output.status.code(), Some(3));
    assert!(errors(&output).contains("newer"), "{}", errors(&output));
    // Another program's: its mark stands at byte 68.
    bytes[63] = 1;
    bytes[68..72].copy_from_slice(b"else");
    desk.write("other.db", &bytes);
    let output = desk.run(&["timeline", "--store", "other.db"]);
    assert_eq!(output.status.code(), Some(3));
    assert!(errors(&output).contains("another program"), "{}", errors(&output));
    let folder = desk.path("folder");
    std::fs::create_dir(&folder).expect("a folder");
    desk.expect(3, &["timeline", "--store", "folder"]);
}

#[test]
fn a_person_adds_merges_splits_and_notes() {
    let desk = Desk::new();
    desk.write("en.txt", EN);
    desk.expect(0, &["add", "--documents-only", "en.txt"]);
    let add = |evidence: &str| {
        desk.expect(
            0,
            &[
                "decide",
                "add",
                "en",
                "--type",
                "evacuate",
                "--evidence",
                evidence,
                "--set",
                "to=Idlib",
                "--set",
                "count=40",
                "--set",
                "when=2018-07-03",
            ],
        );
    };
    add("Some 40 fighters left Tafas for Idlib");
    add("Fighters left the town");
    desk.expect(1, &["decide", "add", "en", "--type", "evacuate", "--evidence", "fighters left the town"]);
    let ids: Vec<String> = exported(&desk)["reports"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|r| r["id"].as_str().expect("an id").to_owned())
        .collect();
    let events = || exported(&desk)["events"].as_array().expect("a list").len();
    desk.expect(0, &["decide", "merge", &ids[0], &ids[1]]);
    assert_eq!(events(), 1);
    desk.expect(0, &["decide", "split", &ids[0]]);
    assert_eq!(events(), 2);
    desk.expect(0, &["undo"]);
    assert_eq!(events(), 1);
    desk.expect(0, &["decide", "note", &ids[0][..8], "seen on site", "--source", "a visit", "--by", "me"]);
    desk.expect(0, &["decide", "accept", &ids[0], &ids[1]]);
    let list = desk.expect(0, &["decide", "list"]);
    assert!(list.contains("note") && list.contains("accept") && list.contains("me"), "{list}");
    desk.expect(0, &["verify"]);
}

/// Wherever Ctrl-C hits, the store is whole, and the same command run again leads to the same record.
#[cfg(unix)]
#[test]
fn an_interrupt_leaves_the_store_whole() {
    let rows: String = (0..300)
        .map(|k| format!("{}\n", serde_json::json!({ "id": format!("n{k}"), "text": format!("{EN} {k}") })))
        .collect();
    let whole = Desk::new();
    whole.write("n.jsonl", &rows);
    whole.expect(0, &["add", "n.jsonl"]);
    let wanted = whole.expect(0, &["export", "json"]);
    let desk = Desk::new();
    desk.write("n.jsonl", &rows);
    // At once; when the store has just been made; when the first rows are being written.
    for sign in [None, Some("tawatur.db"), Some("tawatur.db-wal")] {
        let mut adding = Command::new(env!("CARGO_BIN_EXE_tawatur"));
        adding.current_dir(desk.path("")).env_remove("TAWATUR_STORE").args(["add", "n.jsonl"]);
        let mut child = adding.stderr(Stdio::null()).spawn().expect("the program runs");
        while sign.is_some_and(|file| !desk.path(file).exists())
            && child.try_wait().expect("it runs").is_none()
        {
            std::thread::yield_now();
        }
        let signalled = Command::new("kill").args(["-INT", &child.id().to_string()]).status();
        let status = child.wait().expect("it ends");
        // Too early a signal ends the program before it listens; too late a one finds it done.
        assert!(matches!(status.code(), None | Some(0 | 130)), "{status:?} {signalled:?}");
        if desk.path("tawatur.db").exists() {
            desk.expect(0, &["verify"]);
        }
    }
    desk.expect(0, &["add", "n.jsonl"]);
    assert!(desk.expect(0, &["export", "json"]) == wanted);
}

#[test]
fn an_event_type_comes_from_a_folder_alone() {
    let desk = filled();
    desk.write("pk/events/parade/frame.toml", "family = \"civic\"\nlabel = { en = \"parade\" }\n[roles]\nwho = { kinds = [\"force\", \"crowd\"] }\nwhere = { kinds = [\"place\"] }\n");
    desk.expect(0, &["check", "pk"]);
    desk.write(
        "rows.jsonl",
        "{\"document\":\"en.txt\",\"type\":\"parade\",\"evidence\":\"The army entered the town\"}\n",
    );
    desk.expect(1, &["add", "--reports", "rows.jsonl"]);
    desk.expect(0, &["add", "--reports", "rows.jsonl", "--packs", "pk"]);
    assert!(desk.expect(0, &["timeline", "--type", "parade"]).contains("parade"));
    desk.write("bad/events/parade/frame.toml", "family = 3\n");
    desk.write("bad/events/march/frame.toml", "nothing\n");
    let output = desk.run(&["check", "bad"]);
    assert_eq!(output.status.code(), Some(1));
    let told = errors(&output);
    assert!(
        told.contains("events/march/frame.toml:1:") && told.contains("events/parade/frame.toml:1:10"),
        "{told}"
    );
}

#[test]
fn the_demo_needs_nothing_and_leaves_nothing() {
    let desk = Desk::new();
    let told = desk.expect(0, &["demo"]);
    for heading in ["TIMELINE", "AGREEMENTS", "DISPUTES", "ORIGINS", "NEXT"] {
        assert!(told.contains(heading), "{told}");
    }
    assert_eq!(std::fs::read_dir(desk.path("")).expect("the folder").count(), 0);
    desk.expect(0, &["demo", "--store", "kept.db"]);
    assert!(Path::exists(&desk.path("kept.db")));
    desk.expect(0, &["verify", "--store", "kept.db"]);
}
