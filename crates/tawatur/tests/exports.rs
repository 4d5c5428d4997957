//! Every export, from outside: headers letter by letter, rows with evidence that stands in the documents, the same bytes
//! on every run, and whole files or none. Folders, parts and masks: `parts.rs`.

mod desk;

use desk::Desk;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;

const ACLED: &str = "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,assoc_actor_1,inter1,actor2,assoc_actor_2,inter2,interaction,civilian_targeting,iso,region,country,admin1,admin2,admin3,location,latitude,longitude,geo_precision,source,source_scale,notes,fatalities,tags,timestamp";
const GED: &str = "id,relid,year,active_year,code_status,type_of_violence,conflict_dset_id,conflict_new_id,conflict_name,dyad_dset_id,dyad_new_id,dyad_name,side_a_dset_id,side_a_new_id,side_a,side_b_dset_id,side_b_new_id,side_b,number_of_sources,source_article,source_office,source_date,source_headline,source_original,where_prec,where_coordinates,where_description,adm_1,adm_2,latitude,longitude,geom_wkt,priogrid_gid,country,country_id,region,event_clarity,date_prec,date_start,date_end,deaths_a,deaths_b,deaths_civilians,deaths_unknown,best,high,low,gwnoa,gwnob";
const HXL: &str =
    "#event+type,#date+occurred,#adm1+name,#loc+name,#geo+lat,#geo+lon,#affected+killed,#meta+source";

/// A desk with the record of the demo.
fn demo() -> Desk {
    let desk = Desk::new();
    desk.expect(0, &["--store", "tawatur.db", "demo"]);
    desk
}

fn export(desk: &Desk, format: &str) -> String {
    desk.expect(0, &["export", format])
}

fn sheet(desk: &Desk, format: &str) -> Vec<BTreeMap<String, String>> {
    rows(&export(desk, format))
}

/// The rows of a CSV text by column.
fn rows(text: &str) -> Vec<BTreeMap<String, String>> {
    let mut lines = cells(text).into_iter();
    let header = lines.next().expect("a header");
    lines
        .map(|line| {
            assert_eq!(line.len(), header.len(), "{line:?}");
            header.iter().cloned().zip(line).collect()
        })
        .collect()
}

/// A small reader of RFC 4180.
fn cells(text: &str) -> Vec<Vec<String>> {
    let (mut lines, mut line, mut cell, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => cell.extend(chars.next()),
            '"' => quoted = !quoted,
            ',' if !quoted => line.push(std::mem::take(&mut cell)),
            '\r' if !quoted => {}
            '\n' if !quoted => {
                line.push(std::mem::take(&mut cell));
                lines.push(std::mem::take(&mut line));
            }
            c => cell.push(c),
        }
    }
    lines
}

/// The texts of the example, by hash of the document.
fn texts(desk: &Desk) -> BTreeMap<String, Vec<char>> {
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/deraa");
    let mut by_name = BTreeMap::new();
    for lang in ["ar", "en", "fr"] {
        let file = std::fs::read_to_string(example.join(format!("{lang}.jsonl"))).expect("the example");
        for line in file.lines() {
            let row: Value = serde_json::from_str(line).expect("JSON");
            let id = row["id"].as_str().expect("an id").to_owned();
            by_name.insert(id, row["text"].as_str().expect("a text").chars().collect::<Vec<char>>());
        }
    }
    let export: Value = serde_json::from_str(&export(desk, "json")).expect("JSON");
    let documents = export["documents"].as_array().expect("a list");
    let hash = |d: &Value| d["sha256"].as_str().expect("a hash").to_owned();
    documents
        .iter()
        .map(|d| {
            let file = d["file"].as_str().expect("a name");
            let text = by_name.iter().find(|(id, _)| file.ends_with(id.as_str())).expect("its row").1;
            (hash(d), text.clone())
        })
        .collect()
}

/// Every `sha256:…#char=a,b` of a text, cut out of its document; there must be one.
fn quoted(text: &str, texts: &BTreeMap<String, Vec<char>>) -> Vec<String> {
    let found: Vec<String> = text
        .split("sha256:")
        .skip(1)
        .map(|rest| {
            let (hash, range) = rest.split_once("#char=").expect("a range");
            let numbers: Vec<usize> = range
                .split(|c: char| !c.is_ascii_digit())
                .take(2)
                .map(|n| n.parse().expect("a number"))
                .collect();
            texts[hash][numbers[0]..numbers[1]].iter().collect()
        })
        .collect();
    assert!(!found.is_empty(), "no evidence in {text}");
    found
}

const FORMATS: [&str; 12] = [
    "json",
    "csv",
    "agreements",
    "acled",
    "ged",
    "plover",
    "geojson",
    "hxl",
    "ftm",
    "timelinejs",
    "reports",
    "dossier",
];
/// Formats that are folders of files.
const FOLDERS: [&str; 2] = ["parquet", "case"];

#[test]
fn headers_are_those_of_the_formats() {
    let desk = demo();
    let first = |format: &str| export(&desk, format).lines().next().expect("a header").to_owned();
    assert_eq!(first("acled"), ACLED);
    assert_eq!(first("ged"), GED);
    let hxl = export(&desk, "hxl");
    assert!(hxl.lines().nth(1).expect("a tag row").starts_with(HXL));
}

#[test]
fn every_row_leads_to_characters_of_a_document() {
    let desk = demo();
    let texts = texts(&desk);
    for (format, column) in [("acled", "notes"), ("csv", "evidence"), ("agreements", "evidence")] {
        let rows = sheet(&desk, format);
        assert!(!rows.is_empty(), "{format}");
        for row in rows {
            let cut = quoted(&row[column], &texts);
            let page = row.get("page").unwrap_or(&row[column]);
            assert!(page.contains("http://127.0.0.1:8080/"), "{format}: no page in {row:?}");
            if let Some(text) = row.get("evidence_text") {
                assert_eq!(*text, cut[0], "{format}");
            } else {
                assert!(row[column].contains(cut[0].trim()), "{format}: {row:?}");
            }
        }
    }
    let hxl = sheet(&desk, "hxl");
    assert!(hxl.len() > 1);
    for row in hxl.iter().skip(1) {
        quoted(&row["evidence"], &texts);
    }
    for line in export(&desk, "plover").lines() {
        let row: Value = serde_json::from_str(line).expect("JSON");
        let info = &row["text_info"];
        let range = |k: usize| usize::try_from(info["range"][k].as_u64().expect("a number")).expect("small");
        let hash = info["sha256"].as_str().expect("a hash");
        let cut: String = texts[hash][range(0)..range(1)].iter().collect();
        assert_eq!(row["text"], cut.as_str());
        assert!(cut.contains(row["event_text"].as_str().expect("a trigger")));
    }
}

#[test]
fn json_formats_are_what_their_readers_expect() {
    let desk = demo();
    let map: Value = serde_json::from_str(&export(&desk, "geojson")).expect("JSON");
    assert_eq!(map["type"], "FeatureCollection");
    let features = map["features"].as_array().expect("a list");
    assert!(!features.is_empty());
    for feature in features {
        let (lon, lat) = (&feature["geometry"]["coordinates"][0], &feature["geometry"]["coordinates"][1]);
        assert!(
            lon.as_f64().expect("a number").abs() <= 180.0 && lat.as_f64().expect("a number").abs() <= 90.0
        );
        assert!(feature["properties"]["origins"].as_u64().expect("a number") >= 1);
    }
    let line: Value = serde_json::from_str(&export(&desk, "timelinejs")).expect("JSON");
    let slides = line["events"].as_array().expect("a list");
    assert!(!slides.is_empty());
    assert!(slides.iter().all(|s| s["start_date"]["year"].is_i64() && s["unique_id"].is_string()));
    let agreements: Value =
        serde_json::from_str(&desk.expect(0, &["--json", "export", "agreements"])).expect("JSON");
    assert!(!agreements["agreements"].as_array().expect("a list").is_empty());
    // Everything a FollowTheMoney entity points to came before it.
    let mut known = Vec::new();
    for row in export(&desk, "ftm").lines() {
        let entity: Value = serde_json::from_str(row).expect("JSON");
        for property in ["involved", "proof", "document", "resolved"] {
            for id in entity["properties"][property].as_array().into_iter().flatten() {
                assert!(known.contains(id), "{id} is not among the entities above {row}");
            }
        }
        known.push(entity["id"].clone());
    }
    assert!(!known.is_empty());
}

#[test]
fn quiet_types_stay_out_unless_asked() {
    let desk = demo();
    let kinds = |text: &str| rows(text).iter().filter(|r| r["kind"] == "statement").count();
    assert_eq!(kinds(&export(&desk, "csv")), 0);
    assert!(kinds(&desk.expect(0, &["export", "csv", "--statements"])) > 0);
    assert!(!export(&desk, "plover").contains("\"codebook_type\":\"statement\""));
    assert!(export(&desk, "json").contains("\"type\":\"statement\""));
}

#[test]
fn the_same_store_gives_the_same_bytes_and_two_stores_too() {
    let (one, two) = (demo(), demo());
    for format in FORMATS {
        let first = export(&one, format);
        assert_eq!(first, export(&one, format), "{format}");
        assert_eq!(first, export(&two, format), "{format}");
    }
}

#[test]
fn every_file_of_the_folder_is_a_format() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/export");
    let helpers = ["mod", "changes", "deaths", "material", "sheet", "templates", "view"];
    for entry in std::fs::read_dir(folder).expect("the folder").flatten() {
        let name = entry.path().file_stem().expect("a name").to_string_lossy().into_owned();
        assert!(
            [&helpers[..], &FORMATS, &FOLDERS].concat().contains(&name.as_str()),
            "{name} is not tested here"
        );
    }
}

const TEXT: &str = "On 4 May 2021 the army shelled Tafas and killed ten residents, a hospital said. A monitor said \
dozens of residents were killed by army artillery in Tafas on 4 May 2021. The army may enter Tafas.\n";

/// Reports by hand, so that these tests measure the exports and not the reading.
fn shelled() -> Desk {
    let desk = Desk::new();
    desk.write("a.txt", TEXT);
    desk.write(
        "rows.jsonl",
        r#"{"document":"a.txt","type":"shelling","evidence":"the army shelled Tafas and killed ten residents","who":"Syrian army","whom":"residents","where":"Tafas","when":"2021-05-04","count":[{"value":10,"of":"killed","op":"="}],"source":["a hospital"]}
{"document":"a.txt","type":"shelling","evidence":"dozens of residents were killed by army artillery in Tafas on 4 May 2021","who":"Syrian army","whom":"residents","where":"Tafas","when":"2021-05-04","count":[{"value":12,"of":"killed","op":"dozens"}],"source":["=cmd"]}
{"document":"a.txt","type":"enter","evidence":"The army may enter Tafas","who":"Syrian army","where":"Tafas","when":"2021-05-05","mode":"hypothetical"}
"#,
    );
    desk.expect(0, &["add", "--documents-only", "a.txt"]);
    desk.expect(0, &["add", "--reports", "rows.jsonl", "--by", "coder"]);
    desk
}

#[test]
fn acled_takes_the_lowest_toll_and_tells_of_the_others() {
    let rows = sheet(&shelled(), "acled");
    assert_eq!(rows.len(), 1, "{rows:?}");
    let row = &rows[0];
    assert_eq!(row["sub_event_type"], "Shelling/artillery/missile attack");
    assert_eq!(row["event_type"], "Explosions/Remote violence");
    assert_eq!((row["actor1"].as_str(), row["actor2"].as_str()), ("Syrian army", "Civilians (Syria)"));
    assert_eq!(row["interaction"], "State forces-Civilians");
    assert_eq!(row["civilian_targeting"], "Civilian targeting");
    assert_eq!((row["fatalities"].as_str(), row["event_date"].as_str()), ("10", "2021-05-04"));
    assert!(row["notes"].contains("deaths differ: 10 (a hospital); 12 (=cmd)"), "{}", row["notes"]);
}

#[test]
fn ged_sums_deaths_by_side() {
    let rows = sheet(&shelled(), "ged");
    assert_eq!(rows.len(), 1, "{rows:?}");
    let row = &rows[0];
    assert_eq!((row["side_a"].as_str(), row["side_b"].as_str()), ("Syrian army", "Civilians"));
    assert_eq!(row["type_of_violence"], "3");
    let number = |name: &str| row[name].parse::<f64>().expect("a number");
    let sum: f64 = ["deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown"].map(number).iter().sum();
    assert!((number("best") - sum).abs() < f64::EPSILON);
    assert!(number("low") <= number("best") && number("best") <= number("high"));
    assert_eq!((row["best"].as_str(), row["high"].as_str()), ("10", "99"));
    assert_eq!(row["number_of_sources"], "2");
}

#[test]
fn formulas_are_disarmed_unless_raw() {
    let desk = Desk::new();
    desk.write("a.txt", "=1+1 said the army shelled Tafas on 4 May 2021.\n");
    desk.write(
        "rows.jsonl",
        "{\"document\":\"a.txt\",\"type\":\"shelling\",\"evidence\":\"=1+1 said the army shelled Tafas on 4 May 2021\",\"where\":\"Tafas\",\"when\":\"2021-05-04\"}\n",
    );
    desk.expect(0, &["add", "--documents-only", "a.txt"]);
    desk.expect(0, &["add", "--reports", "rows.jsonl", "--by", "coder"]);
    assert!(sheet(&desk, "csv")[0]["evidence_text"].starts_with("'=1+1"));
    assert!(rows(&desk.expect(0, &["export", "csv", "--raw"]))[0]["evidence_text"].starts_with("=1+1"));
}

#[test]
fn files_are_written_whole_or_not_at_all() {
    let desk = shelled();
    desk.expect(0, &["export", "acled", "--output", "acled.csv"]);
    let written = std::fs::read_to_string(desk.path("acled.csv")).expect("the file");
    assert_eq!(written, export(&desk, "acled"));
    let output = desk.run(&["export", "acled", "--output", "no-such-folder/acled.csv"]);
    assert_eq!(output.status.code(), Some(5));
    let left = std::fs::read_dir(desk.path("")).expect("the folder").flatten();
    assert!(left.into_iter().all(|e| !e.file_name().to_string_lossy().ends_with(".part")));
}
