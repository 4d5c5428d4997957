//! Listings of the pages: sorted by every column, as tables, and with filters that are kept.

mod served;

use serde_json::Value;
use served::{served, token};

#[test]
fn every_column_sorts_both_ways() {
    let served = served();
    let listed = |sort: &str, of: &dyn Fn(&Value) -> Value| -> Vec<Value> {
        let page = served.json(&format!("/timeline.json?quiet=1&sort={sort}"));
        page["events"].as_array().expect("a list").iter().map(of).filter(|v| !v.is_null()).collect()
    };
    let names = |role: &'static str| {
        move |e: &Value| e[role][0]["name"].as_str().map_or(Value::Null, |n| n.to_lowercase().into())
    };
    for (sort, role) in [("place", "where"), ("who", "who"), ("whom", "whom")] {
        let there = listed(sort, &names(role));
        let mut sorted: Vec<String> = there.iter().filter_map(|v| v.as_str().map(str::to_owned)).collect();
        assert!(sorted.len() > 2, "{sort}");
        sorted.sort();
        assert_eq!(there, sorted, "{sort}");
        sorted.reverse();
        assert_eq!(listed(&format!("-{sort}"), &names(role)), sorted, "-{sort}");
    }
    let reports = |e: &Value| e["reports"].clone();
    let mut most: Vec<u64> = listed("reports", &reports).iter().filter_map(Value::as_u64).collect();
    assert!(most.is_sorted_by(|a, b| a >= b), "{most:?}");
    most.reverse();
    assert_eq!(listed("-reports", &reports).iter().filter_map(Value::as_u64).collect::<Vec<_>>(), most);
    let head = served.get("/timeline?sort=-place").body;
    assert_eq!(head.matches("aria-sort=\"descending\"").count(), 1);
}

#[test]
fn a_listing_is_a_table_too() {
    let served = served();
    let table = served.get("/timeline.csv?quiet=1");
    assert!(table.headers.contains("content-type: text/csv"), "{}", table.headers);
    let lines = table.body.trim_start_matches('\u{feff}').lines().count();
    let total = served.json("/timeline.json?quiet=1")["total"].as_u64().expect("a number");
    assert_eq!(lines as u64, total + 1);
    assert_eq!(served.get("/runs.csv").status, 200);
    assert_eq!(served.get("/review.csv").status, 404);
}

#[test]
fn filters_are_kept_under_a_name_for_whom_they_are_meant() {
    let served = served();
    let page = served.get("/review?class=C&type=clash").body;
    let send = |at: &str, name: &str, act: &str, token: &str| {
        let form = format!("token={token}&act={act}&name={name}&for=Lina&at={at}");
        served.post("/views", &form).status
    };
    let token = token(&page);
    assert_eq!(send("/review%3Ftype%3Dclash%26class%3DC", "Clashes", "keep", "wrong"), 403);
    assert_eq!(send("https%3A%2F%2Fevil.example%2Freview", "x", "keep", token), 400);
    assert_eq!(send("%2F%2Fevil.example", "x", "keep", token), 400);
    assert_eq!(send("/review%3Ftype%3Dclash%26class%3DC", "", "keep", token), 422);
    assert_eq!(send("/review%3Ftype%3Dclash%26class%3DC", "%3Cb%3EClashes", "keep", token), 303);
    let kept = served.get("/review").body;
    assert!(
        kept.contains("href=\"/review?type=clash&#38;class=C\"")
            || kept.contains("href=\"/review?type=clash&amp;class=C\""),
        "{kept}"
    );
    assert!(kept.contains("b&#62;Clashes") && !kept.contains("<b>Clashes"));
    assert!(!served.get("/timeline").body.contains("Clashes"));
    assert_eq!(send("/review", "%3Cb%3EClashes", "forget", token), 303);
    assert!(!served.get("/review").body.contains("Clashes"));
}
