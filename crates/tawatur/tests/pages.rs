//! The pages over HTTP, as a browser asks for them, on a store with hostile words in it.

mod served;

use serde_json::Value;
use served::{program, served, serving, token};
use tempfile::TempDir;

/// Every page that is a listing.
const LISTINGS: [&str; 20] = [
    "/stories",
    "/stories?sort=documents",
    "/timeline",
    "/timeline?sort=origins&type=agree",
    "/timeline?sort=-place",
    "/sources?sort=name",
    "/entities?sort=-whole",
    "/search?q=Deraa&year=2021&page=2",
    "/timeline?quiet=1",
    "/agreements",
    "/disputes",
    "/review",
    "/review?view=second",
    "/sources",
    "/wording",
    "/entities",
    "/runs",
    "/ledger",
    "/search",
    "/search?q=Deraa",
];

/// A page without the only script there is.
fn without_script(body: &str) -> String {
    let (before, rest) = body.split_once("<script src=\"/tawatur.js?").expect("our script");
    let (stamp, after) = rest.split_once("\" defer></script>").expect("its end");
    assert!(stamp.bytes().all(|b| b.is_ascii_hexdigit()), "{stamp}");
    format!("{before}{after}")
}

#[test]
fn every_page_and_its_twin_answer_in_three_languages() {
    let served = served();
    let events = served.json("/timeline.json");
    let mut paths: Vec<String> = LISTINGS.map(str::to_owned).into();
    for (listing, field, one) in [
        ("stories", "stories", "story"),
        ("entities", "entities", "entity"),
        ("agreements", "agreements", "agreement"),
    ] {
        let listed = served.json(&format!("/{listing}.json"));
        for row in listed[field].as_array().expect("a list").iter().take(5) {
            paths.push(format!("/{one}/{}", row["id"].as_str().expect("an id")));
        }
    }
    for event in events["events"].as_array().expect("a list") {
        paths.push(format!("/event/{}", event["id"].as_str().expect("an id")));
    }
    let documents = served.json("/search.json?q=2018");
    for hit in documents["hits"].as_array().expect("a list") {
        paths.push(format!("/document/{}", hit["document"].as_str().expect("an id")));
    }
    assert!(paths.len() > 10, "{paths:?}");
    for path in &paths {
        let mark = if path.contains('?') { '&' } else { '?' };
        for (lang, dir) in [("ar", "rtl"), ("fr", "ltr"), ("en", "ltr")] {
            let answer = served.get(&format!("{path}{mark}lang={lang}"));
            assert_eq!(answer.status, 200, "{path}\n{}", answer.body);
            assert!(answer.body.contains(&format!("<html lang=\"{lang}\" dir=\"{dir}\">")), "{path}");
            assert!(
                answer
                    .headers
                    .contains("default-src 'none'; script-src 'self'; style-src 'self'; form-action 'self'")
            );
            assert!(answer.headers.contains("x-content-type-options: nosniff"));
            assert!(answer.headers.contains("referrer-policy: no-referrer"));
            let body = without_script(&answer.body);
            for forbidden in
                ["<script", "<svg onload", "<img", "<b>", "<i>", "style=\"", "src=\"", "\u{202e}"]
            {
                assert!(!body.contains(forbidden), "{forbidden} in {path}");
            }
        }
        let (before, query) = path.split_once('?').unwrap_or((path, ""));
        assert!(served.json(&format!("{before}.json?{query}")).is_object());
    }
    assert_eq!(served.get("/event/nothing").status, 404);
    assert_eq!(served.get("/nothing").status, 404);
    assert_eq!(served.get("/timeline?from=soon").status, 400);
    assert!(served.get("/style.css").headers.contains("text/css"));
}

#[test]
fn why_an_agreement_stands_as_it_does_is_told_in_the_readers_language() {
    let served = served();
    let told = |lang: &str| -> Vec<String> {
        let page = served.json(&format!("/agreements.json?lang={lang}"));
        let all = page["agreements"].as_array().expect("a list").iter();
        all.map(|a| a["why"].as_str().expect("a sentence").to_owned()).collect()
    };
    let (english, french, arabic) = (told("en"), told("fr"), told("ar"));
    assert!(!english.is_empty());
    for ((english, french), arabic) in english.iter().zip(&french).zip(&arabic) {
        assert!(english.is_ascii(), "{english}");
        assert_ne!(english, french);
        assert!(arabic.chars().any(|c| ('\u{621}'..='\u{64a}').contains(&c)), "{arabic}");
    }
}

#[test]
fn hostile_words_are_shown_and_do_nothing() {
    let served = served();
    let id = served.document("Nawa+shelled");
    let page = served.get(&format!("/document/{id}?lang=en"));
    assert!(page.body.contains("&#60;script&#62;") || page.body.contains("&lt;script&gt;"), "{}", page.body);
    assert!(page.body.contains("\u{27e6}RLO\u{27e7}"), "the control is shown");
    let twin = served.json(&format!("/document/{id}.json"));
    assert!(
        twin["text"]
            .as_array()
            .expect("pieces")
            .iter()
            .any(|p| { p["text"].as_str().expect("words").contains('\u{202e}') })
    );
}

#[test]
fn filters_of_the_address_narrow_the_timeline() {
    let served = served();
    let all = served.json("/timeline.json");
    let some = served.json("/timeline.json?from=2021&type=&place=");
    assert!(some["total"].as_u64() < all["total"].as_u64(), "{some}");
    let kind = all["events"][0]["type"].as_str().expect("a type");
    let of_kind = served.json(&format!("/timeline.json?type={kind}"));
    let events = of_kind["events"].as_array().expect("a list");
    assert!(!events.is_empty() && events.iter().all(|e| e["type"] == kind));
}

#[test]
fn only_this_machines_own_pages_may_ask_and_decide() {
    let served = served();
    assert_eq!(served.send("GET", "/timeline", "evil.example", "", "").status, 403);
    assert_eq!(served.send("GET", "/timeline", &format!("localhost:{}", served.port), "", "").status, 200);
    let id = served.document("Nawa+shelled");
    let path = format!("/document/{id}/decide");
    let note = "act=note&text=checked";
    assert_eq!(served.post(&path, note).status, 403, "no token");
    assert_eq!(served.post(&path, &format!("{note}&token=0123")).status, 403, "a wrong token");
    let body = served.get(&format!("/document/{id}")).body;
    let right = format!("{note}&token={}", token(&body));
    let form = "Content-Type: application/x-www-form-urlencoded\r\n";
    for from in ["Origin: http://evil.example\r\n", "Sec-Fetch-Site: cross-site\r\n", "Origin: null\r\n"] {
        assert_eq!(served.send("POST", &path, &served.host(), &format!("{form}{from}"), &right).status, 403);
    }
    assert!(served.json(&format!("/document/{id}.json"))["decisions"].as_array().expect("a list").is_empty());
    let own = format!("{form}Origin: null\r\nSec-Fetch-Site: same-origin\r\n");
    assert_eq!(served.send("POST", &path, &served.host(), &own, &right).status, 303);
    assert_eq!(served.json(&format!("/document/{id}.json"))["decisions"][0]["words"], "checked");
}

#[test]
fn a_person_adds_rejects_and_takes_back() {
    let served = served();
    let id = served.document("Nawa+shelled");
    let (page, path) = (format!("/document/{id}.json"), format!("/document/{id}/decide"));
    let body = served.get(&format!("/document/{id}")).body;
    let token = token(&body);
    let before = served.json(&page)["reports"].as_array().expect("a list").len();
    let wrong = format!("token={token}&act=add&type=enter&evidence=words+that+stand+nowhere");
    assert_eq!(served.post(&path, &wrong).status, 422);
    let right =
        format!("token={token}&act=add&type=capture&evidence=entered+Tafas&when=2018-07-03&where=Tafas");
    let added = served.post(&path, &right);
    assert_eq!(added.status, 303, "{}", added.body);
    let view = served.json(&page);
    let reports = view["reports"].as_array().expect("a list");
    assert_eq!(reports.len(), before + 1);
    let report = reports.iter().find(|r| r["evidence"] == "entered Tafas").expect("the new one");
    let report = report["report"].as_str().expect("an id");
    assert_eq!(served.post(&path, &format!("token={token}&act=reject&report={report}")).status, 303);
    let view = served.json(&page);
    assert_eq!(view["reports"].as_array().expect("a list").len(), before);
    let rejected = view["decisions"].as_array().expect("a list").last().expect("one")["number"].to_string();
    assert_eq!(served.post(&path, &format!("token={token}&act=undo&decision={rejected}")).status, 303);
    assert_eq!(served.json(&page)["reports"].as_array().expect("a list").len(), before + 1);
}

#[test]
fn an_address_that_others_reach_is_refused_with_a_sentence() {
    let folder = TempDir::new().expect("a temporary folder");
    for address in ["0.0.0.0", "192.168.1.5", "::", "here"] {
        let output = program(&folder, &["serve", "--address", address]).output().expect("it runs");
        assert_eq!(output.status.code(), Some(2), "{address}");
        assert!(String::from_utf8_lossy(&output.stderr).contains("127.0.0.1"), "{address}");
    }
}

/// What a review form holds of the item shown.
fn item(body: &str) -> (String, String) {
    let value = |name: &str| {
        let after = body.split(&format!("name=\"{name}\" value=\"")).nth(1).expect("a field");
        after.split('"').next().expect("it ends").to_owned()
    };
    (value("report"), value("position"))
}

#[test]
fn the_queue_moves_on_with_every_decision_and_undo_comes_back() {
    let served = served();
    let start = served.get("/review?lang=en");
    let key = token(&start.body).to_owned();
    let mut path = "/review".to_owned();
    let mut seen = Vec::new();
    for act in ["accept", "reject", "accept"] {
        let (report, position) = item(&served.get(&path).body);
        assert!(!seen.contains(&report), "an item comes once");
        let sent = served
            .post("/review/decide", &format!("token={key}&act={act}&report={report}&position={position}"));
        assert_eq!(sent.status, 303, "{}", sent.body);
        let to =
            sent.headers.split("location: ").nth(1).expect("it leads on").lines().next().expect("a line");
        path = to.trim().to_owned();
        seen.push(report);
    }
    let view = served.json("/review.json");
    assert!(view["decided"].as_u64() >= Some(2), "{view}");
    let undone =
        served.post("/review/decide", &format!("token={key}&act=undo&report={}&position=0", seen[0]));
    assert!(undone.headers.contains(&format!("location: /review?item={}", seen[2])), "{}", undone.headers);
    let again = served.json(&format!("/review.json?item={}", seen[2]));
    assert!(again["item"]["verdicts"].as_array().expect("a list").is_empty());
    let skipped = served.json("/review.json?after=5");
    assert!(skipped["item"]["position"].as_i64() > Some(5));
}

#[test]
fn the_queue_corrects_adds_notes_and_asks_for_the_token() {
    let served = served();
    let page = served.get("/review?lang=en");
    let (key, (report, position)) = (token(&page.body).to_owned(), item(&page.body));
    let form = |act: &str, more: &str| {
        served.post(
            "/review/decide",
            &format!("token={key}&act={act}&report={report}&position={position}{more}"),
        )
    };
    assert_eq!(served.post("/review/decide", &format!("act=accept&report={report}")).status, 403);
    assert_eq!(form("sing", "").status, 400);
    assert_eq!(form("note", "&text=seen&note_source=a+letter").status, 303);
    let corrected = form(
        "correct",
        "&kind=clash&mode=denied&who=Someone+New&when=2018-07-02&count_op=%3D&count_value=7&count_of=killed",
    );
    assert_eq!(corrected.status, 303, "{}", corrected.body);
    let item = served.json(&format!("/review.json?item={report}"))["item"].clone();
    let actions: Vec<&str> =
        item["verdicts"].as_array().expect("a list").iter().filter_map(|v| v["action"].as_str()).collect();
    assert!(actions.contains(&"note") && actions.contains(&"corrected"), "{actions:?}");
    let filtered = served.json("/review.json?class=C&alone=1");
    assert!(filtered["all"].as_u64() < served.json("/review.json").get("all").and_then(Value::as_u64));
    let evidence = item["claim"]["evidence"].as_str().expect("words");
    let words: Vec<&str> = evidence.split(' ').collect();
    let added = form("add", &format!("&add_type=kill&evidence={}", words[0]));
    assert_eq!(added.status, 303, "{}", added.body);
}

#[test]
fn two_people_see_each_others_decisions_and_where_they_differ() {
    let folder = TempDir::new().expect("a temporary folder");
    assert!(program(&folder, &["demo", "--store", "p.db"]).output().expect("it runs").status.success());
    let listed = program(&folder, &["export", "json", "--store", "p.db"]).output().expect("it runs");
    let record: Value = serde_json::from_slice(&listed.stdout).expect("JSON");
    let report = record["reports"][0]["id"].as_str().expect("an id");
    for (by, what) in [("Anna", "accept"), ("Badr", "reject")] {
        let decided = program(&folder, &["decide", what, report, "--by", by, "--store", "p.db"]).output();
        assert!(decided.expect("it runs").status.success());
    }
    let served = serving(folder, "Anna", &[]);
    assert_eq!(served.json("/review.json")["conflicts"], 1);
    let conflict = served.json("/review.json?view=conflicts")["item"].clone();
    assert_eq!(conflict["claim"]["report"], report);
    assert_eq!(conflict["verdicts"].as_array().expect("a list").len(), 2);
    assert!(served.json("/review.json?view=second")["item"].is_null(), "Anna decided on it herself");
}

#[test]
fn names_of_private_persons_are_masked_where_asked() {
    let folder = TempDir::new().expect("a temporary folder");
    let text = "Mohammed al-Hariri, a doctor, was killed in Tafas on 4 July 2018.";
    std::fs::write(folder.path().join("a.txt"), text).expect("it can be written");
    assert!(
        program(&folder, &["add", "a.txt", "--store", "p.db"]).output().expect("it runs").status.success()
    );
    let masked = serving(folder, "Lina", &["--mask"]);
    let id = masked.document("doctor");
    let pages = LISTINGS
        .map(str::to_owned)
        .into_iter()
        .chain([format!("/document/{id}"), "/search?q=doctor".to_owned()]);
    for path in pages {
        let answer = masked.get(&path);
        assert_eq!(answer.status, 200, "{path}");
        assert!(!answer.body.contains("al-Hariri"), "{path}");
    }
    assert!(masked.get(&format!("/document/{id}")).body.contains("a doctor, was killed"));
}

#[test]
fn decisions_of_two_stores_come_together_once_and_with_their_names() {
    let folder = TempDir::new().expect("a temporary folder");
    let run = |arguments: &[&str]| {
        let output = program(&folder, arguments).output().expect("it runs");
        assert!(output.status.success(), "{arguments:?}\n{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    run(&["demo", "--store", "a.db"]);
    run(&["demo", "--store", "b.db"]);
    let record: Value = serde_json::from_str(&run(&["export", "json", "--store", "a.db"])).expect("JSON");
    let report = |k: usize| record["reports"][k]["id"].as_str().expect("an id").to_owned();
    run(&["decide", "accept", &report(0), "--by", "Anna", "--store", "a.db"]);
    run(&["decide", "reject", &report(1), "--by", "Badr", "--store", "b.db"]);
    run(&["decide", "accept", &report(2), "--by", "Badr", "--store", "b.db"]);
    let listed = |store: &str| run(&["decide", "list", "--json", "--store", store]).lines().count();
    let taken_back = run(&["decide", "list", "--json", "--store", "b.db"]);
    let last: Value = serde_json::from_str(taken_back.lines().last().expect("a line")).expect("JSON");
    run(&["decide", "undo", &last["id"].to_string(), "--by", "Badr", "--store", "b.db"]);
    run(&["merge", "b.db", "--preview", "--store", "a.db"]);
    assert_eq!(listed("a.db"), 1);
    run(&["merge", "b.db", "--store", "a.db"]);
    assert_eq!(listed("a.db"), 4, "two decisions and one that takes back");
    run(&["merge", "b.db", "--store", "a.db"]);
    assert_eq!(listed("a.db"), 4, "nothing comes twice");
    let after: Value = serde_json::from_str(&run(&["export", "json", "--store", "a.db"])).expect("JSON");
    let ids: Vec<&str> =
        after["reports"].as_array().expect("a list").iter().filter_map(|r| r["id"].as_str()).collect();
    assert!(!ids.contains(&report(1).as_str()) && ids.contains(&report(2).as_str()));
}

/// The description of the JSON twins.
const OPENAPI: &str = include_str!("../../../docs/openapi.json");

#[test]
fn the_description_of_the_twins_is_what_they_answer() {
    let served = served();
    let described: Value = serde_json::from_str(OPENAPI).expect("JSON");
    let first = |path: &str, list: &str, key: &str| {
        served.json(path)[list][0][key].as_str().expect("an id").to_owned()
    };
    for (path, item) in described["paths"].as_object().expect("paths") {
        let asked = match path.as_str() {
            "/story/{id}.json" => path.replace("{id}", &first("/stories.json", "stories", "id")),
            "/event/{id}.json" => path.replace("{id}", &first("/timeline.json", "events", "id")),
            "/document/{id}.json" => path.replace("{id}", &first("/search.json?q=2018", "hits", "document")),
            "/agreement/{id}.json" => path.replace("{id}", &first("/agreements.json", "agreements", "id")),
            "/entity/{id}.json" => path.replace("{id}", &first("/entities.json", "entities", "id")),
            other => other.to_owned(),
        };
        let page = served.json(&asked);
        let told: Vec<&String> = page.as_object().expect("an object").keys().collect();
        let schema = &item["get"]["responses"]["200"]["content"]["application/json"]["schema"];
        let mut wanted: Vec<&String> =
            schema["properties"]["page"]["properties"].as_object().expect("properties").keys().collect();
        wanted.sort();
        let mut told_sorted = told.clone();
        told_sorted.sort();
        assert_eq!(told_sorted, wanted, "{path}");
    }
    for listing in LISTINGS {
        let path = listing.split('?').next().unwrap_or(listing);
        assert!(described["paths"].get(format!("{path}.json")).is_some(), "{path} is not described");
    }
}

#[test]
fn events_come_in_the_order_that_is_asked_for() {
    let served = served();
    let listed = |sort: &str| -> Vec<Value> {
        let page = served.json(&format!("/timeline.json?sort={sort}"));
        page["events"].as_array().expect("a list").clone()
    };
    let by_day = listed("");
    let mut origins: Vec<u64> = by_day.iter().filter_map(|e| e["origins"].as_u64()).collect();
    origins.sort_unstable_by(|a, b| b.cmp(a));
    assert_eq!(listed("origins").iter().filter_map(|e| e["origins"].as_u64()).collect::<Vec<_>>(), origins);
    let mut types: Vec<&str> = by_day.iter().filter_map(|e| e["type"].as_str()).collect();
    types.sort_unstable();
    assert_eq!(listed("type").iter().filter_map(|e| e["type"].as_str()).collect::<Vec<_>>(), types);
    let dated =
        |events: Vec<Value>| -> Vec<Value> { events.into_iter().filter(|e| e["when"] != "").collect() };
    let mut latest = dated(listed("latest"));
    latest.reverse();
    assert_eq!(latest, dated(by_day));
}
