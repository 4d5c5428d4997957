//! The store's promises: nothing given changes or is lost, a failed write leaves no trace, every changed byte is found.

use std::path::Path;
use tawatur_core::model::{Action, DocumentId, Maker};
use tawatur_core::packs::Packs;
use tawatur_core::pipeline::{Examined, examine, query_forms};
use tawatur_core::read::read_one;
use tawatur_store::{Admission, Filter, Kind, Mode, Narrowed, Run, Store, StoreError, Writer};
use tempfile::TempDir;

fn examined(name: &str, text: &str) -> Examined {
    examine(read_one(name, text.as_bytes()).expect("a text").document, &Packs::default())
}

fn add(store: &mut Store, run: &mut Run, name: &str, text: &str) -> Admission {
    let examined = examined(name, text);
    store
        .write::<_, StoreError>(run, |writer| {
            let admission = writer.receive(&examined.document, text.as_bytes())?;
            writer.put_found(&examined, text.as_bytes())?;
            Ok(admission)
        })
        .expect("it can be written")
}

fn run(kind: &str) -> Run {
    Run::new(kind, "a test", "2026-01-01T00:00:00Z")
}

fn store(folder: &TempDir) -> Store {
    Store::open(&folder.path().join("s.db"), Mode::Create).expect("a new store")
}

fn note(writer: &mut Writer<'_>, text: &str) -> Result<u64, StoreError> {
    let action = Action::Note { target: "d1".into(), text: text.into(), source: None };
    writer.decide(&Maker::Person("me".into()), &action, None)
}

#[test]
fn bytes_come_back_as_they_came() {
    let folder = TempDir::new().expect("a folder");
    let mut store = store(&folder);
    let texts = ["first\r\n text é درعا 𝒳", "\u{feff}second", "third"];
    let mut add_run = run("add");
    for (k, text) in texts.iter().enumerate() {
        assert_eq!(add(&mut store, &mut add_run, &format!("{k}.txt"), text), Admission::New);
    }
    assert_eq!(store.runs().expect("runs").len(), 1);
    for text in texts {
        let id = examined("x", text).document.id;
        assert_eq!(store.bytes(&id).expect("bytes"), text.as_bytes());
        let stored = store.document(&id).expect("a document");
        assert_eq!(stored.document.text, text.trim_start_matches('\u{feff}'));
    }
    assert!(store.verify().faults.is_empty(), "{:?}", store.verify().faults);
}

#[test]
fn the_same_bytes_are_one_document_with_all_its_names() {
    let folder = TempDir::new().expect("a folder");
    let mut store = store(&folder);
    let mut first = run("add");
    assert_eq!(add(&mut store, &mut first, "b.txt", "text"), Admission::New);
    assert_eq!(add(&mut store, &mut first, "b.txt", "text"), Admission::Known);
    let mut second = run("add");
    assert_eq!(add(&mut store, &mut second, "a.txt", "text"), Admission::Named);
    let id = examined("x", "text").document.id;
    assert_eq!(store.file_name(&id).expect("a name"), "a.txt");
    assert_eq!(store.document_named("b").expect("by name without ending"), id);
    store
        .write::<_, StoreError>(&mut run("undo"), |w| w.undo(second.number().expect("it wrote")))
        .expect("undone");
    assert_eq!(store.file_name(&id).expect("a name"), "b.txt");
}

#[test]
fn a_failed_write_leaves_no_trace() {
    let folder = TempDir::new().expect("a folder");
    let mut store = store(&folder);
    let mut failing = run("decide");
    let result = store.write::<(), StoreError>(&mut failing, |writer| {
        note(writer, "lost")?;
        Err(StoreError::new(Kind::Missing, "no", ""))
    });
    assert!(result.is_err());
    assert_eq!(failing.number(), None);
    assert!(store.runs().expect("runs").is_empty());
    // The same run can be used again, and its row is written then.
    store.write::<_, StoreError>(&mut failing, |w| note(w, "kept")).expect("written");
    assert_eq!(store.decisions().expect("decisions").len(), 1);
    assert!(store.verify().faults.is_empty());
}

#[test]
fn a_run_taken_back_counts_no_more_and_can_be_done_again() {
    let folder = TempDir::new().expect("a folder");
    let mut store = store(&folder);
    let mut first = run("add");
    add(&mut store, &mut first, "a.txt", "text");
    let number = first.number().expect("it wrote");
    store.write::<_, StoreError>(&mut run("undo"), |w| w.undo(number)).expect("undone");
    assert!(store.document_ids().expect("ids").is_empty());
    assert!(store.runs().expect("runs")[0].undone);
    let mut twice = run("undo");
    assert!(store.write::<_, StoreError>(&mut twice, |w| w.undo(number)).is_err());
    assert_eq!(add(&mut store, &mut run("add"), "a.txt", "text"), Admission::New);
    assert_eq!(store.document_ids().expect("ids").len(), 1);
    assert!(store.verify().faults.is_empty());
}

#[test]
fn the_record_knows_when_it_is_old() {
    let folder = TempDir::new().expect("a folder");
    let mut store = store(&folder);
    add(&mut store, &mut run("add"), "a.txt", "text");
    assert!(!store.record_is_current().expect("readable"));
    let built = store.rebuild_record(&Packs::default()).expect("built");
    assert!(store.record_is_current().expect("readable"));
    assert_eq!(store.record().expect("readable"), built);
    assert_eq!(store.documents().expect("readable").len(), 1);
    assert!(store.events(&Filter::default()).expect("readable").is_empty());
    store.write::<_, StoreError>(&mut run("decide"), |w| note(w, "seen")).expect("written");
    assert!(!store.record_is_current().expect("readable"));
}

#[test]
fn search_finds_other_spellings() {
    let folder = TempDir::new().expect("a folder");
    let mut store = store(&folder);
    add(&mut store, &mut run("add"), "a.txt", "إجلاء المُقاتلين من إدلب");
    add(&mut store, &mut run("add"), "b.txt", "L’armée est entrée à Évreux");
    for (query, file) in [
        ("ادلب", "a.txt"),
        ("المقاتلين", "a.txt"),
        ("armee", "b.txt"),
        ("EVREUX entree", "b.txt"),
        ("l'armée \"OR", ""),
    ] {
        let hits =
            store.search(&query_forms(query, &Packs::default()), &Narrowed::default(), 10).expect("readable");
        assert_eq!(hits.first().map_or("", |h| h.file.as_str()), file, "{query}");
    }
    assert!(
        store
            .search(&query_forms("\"* - :", &Packs::default()), &Narrowed::default(), 10)
            .expect("readable")
            .is_empty()
    );
}

/// Runs SQL on the file as a stranger would.
fn meddle(path: &Path, sql: &str) {
    let connection = rusqlite::Connection::open(path).expect("a database");
    let changed = connection.execute(sql, []).expect("sound SQL");
    assert!(changed > 0, "{sql}");
}

/// Runs a script on the file, making it when it is not there.
fn script(path: &Path, sql: &str) {
    let connection = rusqlite::Connection::open(path).expect("a database");
    connection.execute_batch(sql).expect("sound SQL");
}

#[test]
fn rows_changed_removed_or_slipped_in_are_found() {
    let changes = [
        "UPDATE ledger SET name = 'z.txt' WHERE class = 'document'",
        "UPDATE ledger SET body = replace(body, 'first', 'other') WHERE class = 'decision'",
        "UPDATE ledger SET run = 2 WHERE number = 3",
        "UPDATE ledger SET bytes = zeroblob(length(bytes)) WHERE class = 'document'",
        "DELETE FROM ledger WHERE number = 2",
        "DELETE FROM ledger WHERE number = (SELECT max(number) FROM ledger)",
        "INSERT INTO ledger SELECT number + 1, run, class, key, name, body, bytes, hash FROM ledger ORDER BY number DESC LIMIT 1",
        "UPDATE found SET extraction = meta",
        "UPDATE found SET text = meta",
        "UPDATE found SET run = run + 1",
        "DELETE FROM found",
    ];
    for change in changes {
        let folder = TempDir::new().expect("a folder");
        let mut whole = store(&folder);
        add(&mut whole, &mut run("add"), "a.txt", "text one");
        add(&mut whole, &mut run("add"), "b.txt", "text two");
        whole.write::<_, StoreError>(&mut run("decide"), |w| note(w, "first")).expect("written");
        assert!(whole.verify().faults.is_empty());
        let path = whole.path().to_owned();
        drop(whole);
        meddle(&path, change);
        let store = Store::open(&path, Mode::Existing).expect("still a store");
        assert!(!store.verify().faults.is_empty(), "{change}");
    }
}

#[test]
fn what_is_missing_is_said_so() {
    let folder = TempDir::new().expect("a folder");
    let store = store(&folder);
    assert_eq!(store.document(&DocumentId::new("d0")).expect_err("none").kind, Kind::Missing);
    assert_eq!(store.full_id("e123").expect_err("none").kind, Kind::Missing);
    let absent = Store::open(&folder.path().join("none.db"), Mode::Existing).expect_err("none");
    assert_eq!(absent.kind, Kind::Absent);
    assert!(!absent.hint.is_empty());
}

#[test]
fn an_older_store_is_copied_before_it_is_changed() {
    let folder = TempDir::new().expect("a temporary folder");
    let path = folder.path().join("s.db");
    script(&path, include_str!("../migrations/0001-first.sql"));
    script(&path, "PRAGMA application_id = 1952544609; PRAGMA user_version = 1;");
    let mut old = Store::open(&path, Mode::Existing).expect("it is brought up to date");
    assert_eq!(add(&mut old, &mut run("add"), "a.txt", "Something was said."), Admission::New);
    assert!(old.verify().faults.is_empty());
    assert!(folder.path().join("s.db.before-version-5").exists());
}

#[test]
fn a_newer_store_is_refused() {
    let folder = TempDir::new().expect("a temporary folder");
    drop(store(&folder));
    let path = folder.path().join("s.db");
    script(&path, "PRAGMA user_version = 99;");
    let error = Store::open(&path, Mode::Existing).expect_err("a newer store");
    assert_eq!(error.kind, Kind::Foreign);
    assert!(error.message.contains("99"));
}

#[test]
fn a_backup_is_whole_and_a_damaged_one_is_not_restored() {
    let folder = TempDir::new().expect("a temporary folder");
    let mut store = store(&folder);
    add(&mut store, &mut run("add"), "a.txt", "Something was said.");
    let copy = folder.path().join("copy.db");
    store.backup(&copy).expect("a copy");
    assert_eq!(store.backup(&copy).expect_err("it is there").kind, Kind::Io);
    add(&mut store, &mut run("add"), "b.txt", "Something else was said.");
    drop(store);
    let path = folder.path().join("s.db");
    let kept = Store::restore(&copy, &path).expect("it is whole").expect("a store was there");
    let count = |path: &Path| {
        Store::open(path, Mode::Existing).and_then(|s| s.document_ids()).expect("a store").len()
    };
    assert_eq!((count(&path), count(&kept)), (1, 2));
    meddle(&copy, "UPDATE ledger SET name = 'other' WHERE class = 'document'");
    assert_eq!(Store::restore(&copy, &path).expect_err("it is damaged").kind, Kind::Damaged);
    assert_eq!(count(&path), 1);
}

#[test]
fn an_input_is_kept_once_beside_the_rows_made_from_it() {
    let folder = TempDir::new().expect("a temporary folder");
    let mut store = store(&folder);
    let one = examined("f.xml#1", "Something was said.");
    store
        .write::<_, StoreError>(&mut run("add").by("me"), |writer| {
            writer.keep_container("f.xml", "ab", b"<rss/>")?;
            writer.keep_container("f.xml", "ab", b"<rss/>")?;
            writer.receive_from(&one.document, b"Something was said.", "ab")?;
            writer.put_found(&one, b"Something was said.").map(drop)
        })
        .expect("it can be written");
    let steps = store.custody(&one.document.id).expect("the ledger is read");
    let classes: Vec<&str> = steps.iter().map(|s| s.class.as_str()).collect();
    assert_eq!(classes, ["container", "document"]);
    assert_eq!(steps[1].run["by"], "me");
}
