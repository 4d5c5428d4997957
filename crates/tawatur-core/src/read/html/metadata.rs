//! What a page says of itself: title, byline, outlet, date, address, language; from JSON-LD, `meta`, `time` and its address.
//!
//! It takes what is written; whether a date is one is decided where all dates are read.

use super::dom::{Place, Tree};
use serde_json::Value;

/// What a page says of itself.
#[derive(Debug, Default)]
pub(super) struct About {
    /// Its title.
    pub title: Option<String>,
    /// Who wrote it.
    pub byline: Option<String>,
    /// The outlet it appeared in.
    pub outlet: Option<String>,
    /// Its own address.
    pub url: Option<String>,
    /// When it was published, after the name of the field that says so.
    pub published: Option<(&'static str, String)>,
    /// Its language.
    pub language: Option<String>,
}

/// Names of `meta` that give the date of publication, best first.
const DATES: [&str; 12] = [
    "article:published_time",
    "datepublished",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date",
    "dcterms.date",
    "parsely-pub-date",
    "sailthru.date",
    "pubdate",
    "publishdate",
    "publish-date",
    "date",
];
/// Names of `meta` that give the author.
const AUTHORS: [&str; 6] =
    ["author", "article:author", "dc.creator", "dcterms.creator", "parsely-author", "byl"];
/// Characters of the longest byline that is taken: what is longer describes the author.
const LONGEST_NAME: usize = 120;
/// Deepest nesting of JSON-LD that is looked through.
const JSON_DEPTH: usize = 8;

/// Gathers what a page says of itself.
pub(super) fn of(tree: &Tree) -> About {
    let mut about = About::default();
    let (mut plain_title, mut time, mut dates) = (None, None, vec![None; DATES.len()]);
    let mut json = Json::default();
    for at in tree.places() {
        let attribute = |name| tree.attribute(at, name).map(str::trim).filter(|v| !v.is_empty());
        match tree.name(at) {
            "html" => about.language = about.language.take().or(attribute("lang").map(str::to_owned)),
            "title" => fill(&mut plain_title, || Some(squeeze(&tree.characters(at)))),
            "link" if attribute("rel") == Some("canonical") => {
                about.url = attribute("href").map(str::to_owned).or(about.url.take());
            }
            "meta" => meta(tree, at, &mut about, &mut dates),
            "a" | "span" | "p" | "address" if is_byline(tree, at) => {
                fill(&mut about.byline, || Some(squeeze(&tree.characters(at))).filter(|name| is_name(name)));
            }
            "time" if is_publication(tree, at) => {
                fill(&mut time, || attribute("datetime").map(str::to_owned))
            }
            "script" if attribute("type") == Some("application/ld+json") => {
                if let Ok(value) = serde_json::from_str::<Value>(&tree.characters(at)) {
                    json.take(&value, JSON_DEPTH);
                }
            }
            _ => {}
        }
    }
    about.title = json.headline.or(plain_title).or(about.title.take());
    about.outlet = about.outlet.take().or(json.publisher);
    about.byline = json.author.or(about.byline.take());
    let named = DATES.iter().zip(dates).find_map(|(&name, date)| Some((name, date?)));
    let linked = json.published.map(|date| ("datePublished", date));
    let in_address = about.url.as_deref().and_then(date_in_address).map(|date| ("address", date));
    about.published = linked.or(named).or(time.map(|date| ("time", date))).or(in_address);
    about.language = about.language.take().or(json.language);
    about
}

fn meta(tree: &Tree, at: Place, about: &mut About, dates: &mut [Option<String>]) {
    let attribute = |name| tree.attribute(at, name).map(str::trim).filter(|v| !v.is_empty());
    let Some(content) = attribute("content") else { return };
    let names = ["property", "name", "itemprop"].into_iter().filter_map(attribute);
    for name in names.map(str::to_ascii_lowercase) {
        match name.as_str() {
            "og:site_name" => fill(&mut about.outlet, || Some(content.to_owned())),
            "og:url" => fill(&mut about.url, || Some(content.to_owned())),
            name if AUTHORS.contains(&name) => {
                fill(&mut about.byline, || Some(squeeze(content)).filter(|name| is_name(name)));
            }
            "og:title" => fill(&mut about.title, || Some(squeeze(content))),
            name => {
                if let Some(k) = DATES.iter().position(|&known| known == name) {
                    fill(&mut dates[k], || Some(content.to_owned()));
                }
            }
        }
    }
}

/// True for an element that is marked as naming the author.
fn is_byline(tree: &Tree, at: Place) -> bool {
    let has = |name: &str, wanted: &str| {
        tree.attribute(at, name).is_some_and(|v| v.split_whitespace().any(|word| word == wanted))
    };
    has("rel", "author") || has("itemprop", "author") || has("class", "byline") || has("class", "p-author")
}

/// True for what may be a name: no address, and not a whole sentence.
fn is_name(text: &str) -> bool {
    !text.contains("://") && text.chars().count() <= LONGEST_NAME
}

/// True for a `time` that is marked as that of publication.
fn is_publication(tree: &Tree, at: Place) -> bool {
    tree.attribute(at, "pubdate").is_some()
        || tree.attribute(at, "itemprop").is_some_and(|p| p == "datePublished")
        || tree.attribute(at, "class").is_some_and(|c| {
            c.split_whitespace().any(|name| matches!(name, "published" | "entry-date" | "dt-published"))
        })
}

fn fill(slot: &mut Option<String>, value: impl FnOnce() -> Option<String>) {
    if slot.is_none() {
        *slot = value().filter(|v| !v.is_empty());
    }
}

fn squeeze(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What JSON-LD says.
#[derive(Default)]
struct Json {
    headline: Option<String>,
    author: Option<String>,
    publisher: Option<String>,
    published: Option<String>,
    language: Option<String>,
}

impl Json {
    fn take(&mut self, value: &Value, depth: usize) {
        match value {
            Value::Array(several) if depth > 0 => several.iter().for_each(|v| self.take(v, depth - 1)),
            Value::Object(fields) if depth > 0 => {
                if let Some(graph) = fields.get("@graph") {
                    self.take(graph, depth - 1);
                }
                if !is_article(&value["@type"]) {
                    return;
                }
                let text = |v: &Value| v.as_str().map(squeeze);
                fill(&mut self.headline, || {
                    text(&value["headline"]).map(|t| squeeze(&super::plain_text(&t)))
                });
                fill(&mut self.published, || text(&value["datePublished"]));
                fill(&mut self.language, || text(&value["inLanguage"]));
                fill(&mut self.publisher, || text(&value["publisher"]["name"]));
                fill(&mut self.author, || Some(names(&value["author"])).filter(|name| is_name(name)));
            }
            _ => {}
        }
    }
}

/// The names of one or several authors.
fn names(value: &Value) -> String {
    match value {
        Value::String(name) => squeeze(name),
        Value::Array(several) => {
            several.iter().map(names).filter(|n| !n.is_empty()).collect::<Vec<_>>().join(", ")
        }
        Value::Object(fields) => fields.get("name").map(names).unwrap_or_default(),
        _ => String::new(),
    }
}

/// True for the types of schema.org that are articles.
fn is_article(kind: &Value) -> bool {
    match kind {
        Value::String(name) => name.ends_with("Article") || name.ends_with("Posting") || name == "Report",
        Value::Array(several) => several.iter().any(is_article),
        _ => false,
    }
}

/// A day as addresses of news pages hold it: `/2018/07/31/` or `/2018-07-31`.
fn date_in_address(url: &str) -> Option<String> {
    let parts: Vec<&str> = url.split(['/', '-', '_', '?', '#']).collect();
    parts.windows(3).find_map(|part| {
        let digits = |text: &str, n: usize| text.len() == n && text.bytes().all(|b| b.is_ascii_digit());
        let whole = digits(part[0], 4) && digits(part[1], 2) && digits(part[2], 2);
        let day = whole.then(|| format!("{}-{}-{}", part[0], part[1], part[2]))?;
        let date: jiff::civil::Date = day.parse().ok()?;
        (1990..2100).contains(&date.year()).then_some(day)
    })
}
