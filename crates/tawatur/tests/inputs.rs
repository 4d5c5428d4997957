//! Inputs of several documents, their custody, limits, and copies of the store, from outside the program.

mod desk;

use desk::{Desk, errors};

#[test]
fn a_feed_is_read_kept_and_its_custody_told() {
    let desk = Desk::new();
    desk.write("f.xml", "<rss version='2.0'><channel><title>Local</title><item><title>Fighters left Tafas on 3 July 2018.</title></item></channel></rss>");
    desk.expect(0, &["add", "f.xml"]);
    let told = desk.expect(0, &["custody", "f.xml#1"]);
    for words in ["container received as f.xml", "document received as f.xml#1", "SHA-256"] {
        assert!(told.contains(words), "{words} in {told}");
    }
    desk.expect(0, &["verify"]);
}

#[test]
fn a_backup_comes_back_and_what_was_there_is_kept() {
    let desk = Desk::new();
    desk.write("a.txt", "Some 40 fighters left Tafas for Idlib on 3 July 2018, a local council said.\n");
    desk.expect(0, &["add", "a.txt"]);
    let before = desk.expect(0, &["export", "json"]);
    desk.expect(0, &["backup", "copy.db"]);
    desk.expect(5, &["backup", "copy.db"]);
    desk.write("more.txt", "The army shelled Nawa on 5 July 2018.\n");
    desk.expect(0, &["add", "more.txt"]);
    desk.expect(0, &["restore", "copy.db"]);
    assert_eq!(desk.expect(0, &["export", "json"]), before);
    assert!(desk.path("tawatur.db.replaced-1").exists());
}

#[test]
fn limits_are_set_on_the_command_line() {
    let desk = Desk::new();
    desk.write("t.csv", "text\nOne.\nTwo.\n");
    let output = desk.run(&["add", "t.csv", "--limit", "rows=2"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(errors(&output).contains("`rows`"), "{}", errors(&output));
    desk.expect(2, &["add", "t.csv", "--limit", "speed=2"]);
}

#[test]
fn what_columns_hold_is_said_once() {
    let desk = Desk::new();
    desk.write("a.csv", "Datum;Inhalt\n2018-07-31;The army shelled Nawa.\n");
    desk.write("b.csv", "Datum;Inhalt\n2018-08-02;The army shelled Tafas.\n");
    desk.write("c.jsonl", "{\"Inhalt\":\"The army shelled Jasim.\",\"Datum\":\"2018-08-03\"}\n");
    let output = desk.run(&["add", "a.csv"]);
    assert!(errors(&output).contains("--column"), "{}", errors(&output));
    desk.expect(0, &["add", "a.csv", "--column", "text=Inhalt", "--column", "published=Datum"]);
    desk.expect(0, &["add", "b.csv", "c.jsonl"]);
    let record = desk.expect(0, &["export", "json"]);
    for day in ["2018-07-31", "2018-08-02", "2018-08-03"] {
        assert!(record.contains(day), "{day}");
    }
    assert!(desk.expect(0, &["custody", "c.jsonl#1"]).contains("container received as c.jsonl#1"));
    desk.expect(0, &["verify"]);
    desk.expect(2, &["add", "a.csv", "--column", "body=Inhalt"]);
}
