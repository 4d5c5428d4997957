//! Second opinions, from outside: sheets corrected in a spreadsheet, agreement of two coders, tables of other people.

mod desk;

use desk::{Desk, errors};
use serde_json::Value;

const TEXT: &str = "On 4 May 2021 the army shelled Tafas and killed ten residents. Gunmen attacked a checkpoint in Nawa on \
5 May 2021. Talks were held in Jasim on 6 May 2021.\n";

const ROWS: &str = r#"{"document":"a.txt","type":"shelling","evidence":"the army shelled Tafas and killed ten residents","who":"Syrian army","whom":"residents","where":"Tafas","when":"2021-05-04","count":[{"value":10,"of":"killed","op":"="}]}
{"document":"a.txt","type":"attack","evidence":"Gunmen attacked a checkpoint in Nawa","who":"gunmen","where":"Nawa","when":"2021-05-05"}
"#;

fn desk() -> Desk {
    let desk = Desk::new();
    desk.write("a.txt", TEXT);
    desk.write("rows.jsonl", ROWS);
    desk.expect(0, &["add", "--documents-only", "a.txt"]);
    desk.expect(0, &["add", "--reports", "rows.jsonl", "--by", "first"]);
    desk
}

/// The sheet of reports with cells put in place of others: row, column, value.
fn sheet(desk: &Desk, changes: &[(usize, &str, &str)], more: &str) {
    let text = desk.expect(0, &["export", "reports", "--raw"]);
    let mut lines: Vec<Vec<String>> =
        text.lines().map(|line| line.split(',').map(str::to_owned).collect()).collect();
    for (row, column, value) in changes {
        let at = lines[0].iter().position(|name| name == column).expect("a column");
        lines[*row][at] = (*value).to_owned();
    }
    // As a spreadsheet of a country with commas in its numbers writes it.
    let lines: Vec<String> = lines.iter().map(|cells| cells.join(";")).collect();
    desk.write("sheet.csv", format!("\u{feff}{}\r\n{more}", lines.join("\r\n")));
}

#[test]
fn a_corrected_sheet_comes_in_as_decisions_and_only_once() {
    let desk = desk();
    sheet(
        &desk,
        &[(1, "mode", "reported"), (1, "counts", "more than 12 killed"), (2, "decision", "reject")],
        "",
    );
    let before = desk.expect(0, &["export", "json"]);
    let preview = desk.expect(0, &["decide", "import", "sheet.csv", "--preview", "--by", "amal"]);
    assert!(preview.contains("asserted") && preview.contains("more than 12 killed"), "{preview}");
    assert_eq!(before, desk.expect(0, &["export", "json"]));
    desk.expect(0, &["decide", "import", "sheet.csv", "--by", "amal"]);
    let record: Value = serde_json::from_str(&desk.expect(0, &["export", "json"])).expect("JSON");
    let reports = record["reports"].as_array().expect("a list");
    assert_eq!(reports.len(), 1);
    assert_eq!(reports[0]["mode"], "reported");
    assert_eq!(
        (&reports[0]["counts"][0]["op"], &reports[0]["counts"][0]["value"]),
        (&"more than".into(), &12.into())
    );
    // Who was not touched is who it was.
    let earlier: Value = serde_json::from_str(&before).expect("JSON");
    assert_eq!(reports[0]["who"], earlier["reports"][0]["who"]);
    let again = desk.run(&["decide", "import", "sheet.csv", "--by", "amal"]);
    assert!(errors(&again).contains("0 decisions stored"), "{}", errors(&again));
}

#[test]
fn new_rows_are_reports_and_wrong_ones_are_refused_with_the_reason() {
    let desk = desk();
    let columns = desk.expect(0, &["export", "reports"]).lines().next().expect("a header").to_owned();
    let row = |cells: &[(&str, &str)]| -> String {
        let cell = |name: &str| cells.iter().find(|(k, _)| *k == name).map_or("", |(_, v)| *v);
        columns.split(',').map(cell).collect::<Vec<_>>().join(";")
    };
    let missed = row(&[
        ("document", "a.txt"),
        ("type", "negotiate"),
        ("evidence", "Talks were held in Jasim"),
        ("where", "Jasim"),
    ]);
    let wrong = row(&[("document", "a.txt"), ("type", "negotiate"), ("evidence", "Talks were not held")]);
    sheet(&desk, &[(1, "when", "4/5/2021"), (2, "decision", "maybe")], &format!("{missed}\r\n{wrong}\r\n"));
    let output = desk.run(&["decide", "import", "sheet.csv", "--by", "amal"]);
    assert_eq!(output.status.code(), Some(1));
    let told = errors(&output);
    for part in [
        "row 2 refused",
        "no date",
        "row 3 refused",
        "maybe",
        "row 5 refused",
        "letter by letter",
        "1 decision stored, 3 refused",
    ] {
        assert!(
            told.contains(part) || part == "letter by letter" && told.contains("does not stand"),
            "`{part}` is not in\n{told}"
        );
    }
    assert!(desk.expect(0, &["export", "csv"]).contains("negotiate"));
}

#[test]
fn a_report_that_changed_since_the_sheet_is_not_overwritten() {
    let desk = desk();
    sheet(&desk, &[(1, "who", "Russia")], "");
    let id = desk
        .expect(0, &["export", "reports"])
        .lines()
        .nth(1)
        .expect("a row")
        .split(',')
        .next()
        .expect("an id")
        .to_owned();
    desk.expect(0, &["decide", "correct", &id, "--set", "mode=denied", "--by", "samir"]);
    let output = desk.run(&["decide", "import", "sheet.csv", "--by", "amal"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(errors(&output).contains("has changed since the sheet"), "{}", errors(&output));
}

#[test]
fn two_coders_are_compared_field_by_field() {
    let desk = desk();
    desk.write(
        "second.jsonl",
        ROWS.replace("\"who\":\"gunmen\"", "\"who\":\"rebels\"")
            .replace("killed ten residents\"", "killed ten\""),
    );
    desk.expect(0, &["add", "--reports", "second.jsonl", "--by", "second"]);
    let told = desk.expect(0, &["--json", "agree", "first", "second", "--differences"]);
    let lines: Vec<Value> = told.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!((&lines[0]["units"]["both"], &lines[0]["documents"]), (&2.into(), &1.into()));
    assert_eq!(lines[0]["fields"]["type"]["equal"], 2);
    assert_eq!(lines[0]["fields"]["who"]["equal"], 1);
    assert_eq!(lines.len(), 2, "{told}");
    assert_eq!((&lines[1]["field"], &lines[1]["second"]), (&"who".into(), &"rebels".into()));
    let output = desk.run(&["agree", "first", "nobody"]);
    assert_eq!(output.status.code(), Some(6));
    assert!(errors(&output).contains("first, second, program"), "{}", errors(&output));
}

const GED: &str = "id,year,type_of_violence,side_a,side_b,number_of_sources,source_original,where_prec,where_coordinates,adm_1,adm_2,latitude,longitude,date_prec,date_start,date_end,deaths_a,deaths_b,deaths_civilians,deaths_unknown,low,best,high\n\
1,2021,3,Government of Syria,Civilians,1,A monitor,1,Tafas town,Daraa Governorate,,32.7355,36.0668,1,2021-05-05 00:00:00.000,2021-05-05,0,0,14,0,14,14,14\n\
2,2021,1,Government of Syria,IS,1,A monitor,1,Palmyra town,Homs Governorate,,34.5624,38.2840,1,2021-05-04,2021-05-04,1,2,0,0,3,3,3\n\
3,2011,1,Government of Syria,IS,1,A monitor,1,Palmyra town,Homs Governorate,,34.5624,38.2840,1,2011-05-04,2011-05-04,1,2,0,0,3,3,3\n";

#[test]
fn a_table_of_others_is_matched_and_differences_are_named() {
    let desk = desk();
    desk.write("ged.csv", GED);
    // The text has no date of publication of its own; this one has.
    desk.write("news.jsonl", "{\"id\":\"n\",\"text\":\"Rain fell.\",\"published\":\"2021-05-06\"}\n{\"id\":\"m\",\"text\":\"Rain fell again.\",\"published\":\"2021-05-03\"}\n");
    desk.expect(0, &["add", "--documents-only", "news.jsonl"]);
    let output = desk.run(&["--json", "compare", "ged.csv"]);
    assert!(output.status.success(), "{}", errors(&output));
    let told = String::from_utf8(output.stdout.clone()).expect("UTF-8");
    let lines: Vec<Value> = told.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let both: Vec<&Value> = lines.iter().filter(|l| l["in"] == "both").collect();
    assert_eq!(both.len(), 1, "{told}");
    let differences = both[0]["differences"].to_string();
    assert!(differences.contains("day: theirs 2021-05-05, ours 2021-05-04"), "{differences}");
    assert!(differences.contains("deaths: theirs 14, ours 10"), "{differences}");
    let theirs: Vec<&Value> = lines.iter().filter(|l| l["in"] == "theirs").collect();
    assert_eq!(theirs.len(), 1, "{told}");
    assert_eq!(theirs[0]["theirs"]["id"], "2");
    assert!(errors(&output).contains("1 row of theirs lie"), "{}", errors(&output));
    desk.write("other.csv", "a,b\n1,2\n");
    assert_eq!(desk.run(&["compare", "other.csv"]).status.code(), Some(2));
}
