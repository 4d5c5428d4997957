//! Feeds: RSS 0.9 to 2.0, RDF, Atom 0.3 and 1.0, CDF, JSON Feed. Every entry becomes a row of its own.
//!
//! The row holds the entry's words without markup; the feed as it came is kept beside its rows by the store.

use super::{html, xml};
use jiff::civil::Date;
use jiff::fmt::{rfc2822, strtime};
use serde_json::{Map, Value, json};
use xml::{Child, Element};

/// What a feed is and holds.
#[derive(Debug, Default)]
pub struct Feed {
    /// The feed's title: the outlet.
    pub title: Option<String>,
    /// Language of the feed.
    pub language: Option<String>,
    /// Its entries, in the order they stand.
    pub entries: Vec<Entry>,
    /// What was wrong with its markup, if anything.
    pub problem: Option<String>,
}

/// One entry of a feed; texts may hold HTML.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its title.
    pub title: Option<String>,
    /// The address of what it announces.
    pub link: Option<String>,
    /// Who wrote it.
    pub byline: Option<String>,
    /// When it was published, as written.
    pub published: Option<String>,
    /// When it was last changed, as written.
    pub updated: Option<String>,
    /// A short form of the text.
    pub summary: Option<String>,
    /// The text.
    pub content: Option<String>,
}

/// True when a text begins as a feed in XML does.
pub(super) fn is_feed(text: &str) -> bool {
    let mut rest = text.trim_start();
    loop {
        let skipped = ["<?", "<!--", "<!"].iter().find(|open| rest.starts_with(**open));
        let Some(open) = skipped else { break };
        let end = match *open {
            "<!--" => "-->",
            "<?" => "?>",
            // A document type may hold declarations of its own.
            _ if rest.split('>').next().is_some_and(|head| head.contains('[')) => "]>",
            _ => ">",
        };
        rest = rest.split_once(end).map_or("", |(_, after)| after).trim_start();
    }
    let name: String =
        rest.chars().skip(1).take_while(|c| !c.is_whitespace() && !"/>".contains(*c)).collect();
    let local = name.rsplit(':').next().unwrap_or("").to_ascii_lowercase();
    rest.starts_with('<') && matches!(local.as_str(), "rss" | "feed" | "rdf" | "channel" | "entry")
}

/// True for a JSON Feed.
pub(super) fn is_json_feed(value: &Value) -> bool {
    value["version"].as_str().is_some_and(|v| v.contains("jsonfeed.org/version/"))
        && value["items"].is_array()
}

/// Reads a feed in XML.
#[must_use]
pub fn read(text: &str) -> Feed {
    let (root, problem) = xml::parse(text);
    let mut feed = Feed { problem, ..Feed::default() };
    let Some(top) = root.elements().next() else { return feed };
    let base = top.attribute("xml:base").unwrap_or("").to_owned();
    feed.language = top.attribute("xml:lang").map(str::to_owned);
    if top.name == "entry" {
        feed.entries.push(entry(top, &base));
        return feed;
    }
    let channel = top.child("channel").unwrap_or(top);
    let channel_base = joined(&base, channel.attribute("xml:base").unwrap_or(""));
    feed.title = channel.child("title").map(words).filter(|t| !t.is_empty());
    let language =
        channel.child("language").or(channel.child("dc:language")).map(|e| e.text().trim().to_owned());
    feed.language = feed.language.take().or(language).filter(|l| !l.is_empty());
    let outside = if std::ptr::eq(channel, top) { None } else { Some((top, &base)) };
    for (parent, base) in std::iter::once((channel, &channel_base)).chain(outside) {
        let entries = parent.elements().filter(|e| matches!(e.name.as_str(), "item" | "entry"));
        feed.entries.extend(entries.map(|e| entry(e, base)));
    }
    feed
}

/// Reads a JSON Feed.
#[must_use]
pub fn read_json(value: &Value) -> Feed {
    let text = |v: &Value| v.as_str().map(str::trim).filter(|t| !t.is_empty()).map(str::to_owned);
    let escaped = |v: &Value| text(v).map(|t| xml::escaped(&t));
    let items = value["items"].as_array().map(Vec::as_slice).unwrap_or_default();
    let entry = |item: &Value| Entry {
        title: escaped(&item["title"]),
        link: text(&item["url"]).or(text(&item["external_url"])),
        byline: text(&item["authors"][0]["name"]).or(text(&item["author"]["name"])),
        published: text(&item["date_published"]),
        updated: text(&item["date_modified"]),
        summary: escaped(&item["summary"]),
        content: text(&item["content_html"]).or(escaped(&item["content_text"])),
    };
    Feed {
        title: text(&value["title"]),
        language: text(&value["language"]),
        entries: items.iter().map(entry).collect(),
        problem: None,
    }
}

fn entry(element: &Element, base: &str) -> Entry {
    let base = joined(base, element.attribute("xml:base").unwrap_or(""));
    let mut entry = Entry::default();
    for child in element.elements() {
        match child.name.as_str() {
            "title" | "dc:title" => first(&mut entry.title, child, child.name == "title"),
            "link" => link(&mut entry, child, &base),
            "guid" if entry.link.is_none() && child.attribute("ispermalink") != Some("false") => {
                entry.link = Some(joined(&base, child.text().trim())).filter(|l| l.contains("://"));
            }
            "pubdate" | "issued" | "published" | "dcterms:issued" => date(&mut entry.published, child),
            "author" | "dc:creator" => {
                let name =
                    child.elements().find(|e| e.name == "name").map_or_else(|| child.text(), Element::text);
                entry.byline = entry.byline.take().or(Some(squeeze(&name)).filter(|name| !name.is_empty()));
            }
            "modified" | "updated" | "dc:date" | "dcterms:modified" | "lastbuilddate" => {
                date(&mut entry.updated, child);
            }
            "description" | "summary" | "dc:description" | "abstract" => {
                first(&mut entry.summary, child, matches!(child.name.as_str(), "summary" | "description"));
            }
            "content" | "content:encoded" | "html:body" | "body" | "fullitem" => {
                first(&mut entry.content, child, child.name == "content:encoded");
            }
            _ => {}
        }
    }
    // Extensions of podcasts and pictures stand in where the entry itself says nothing.
    let extension = |names: [&str; 2]| {
        element.elements().find(|e| names.contains(&e.name.as_str())).map(value).filter(|v| !v.is_empty())
    };
    entry.title = entry.title.take().or_else(|| extension(["itunes:title", "media:title"]));
    if entry.summary.is_none() && entry.content.is_none() {
        entry.summary = extension(["itunes:summary", "media:description"]);
    }
    if entry.updated.is_none() {
        entry.updated = element.attribute("lastmod").map(str::to_owned);
    }
    if entry.link.is_none() && element.attribute("href").is_some() {
        entry.link = element.attribute("href").map(|href| joined(&base, href));
    }
    entry
}

/// Keeps the first text of its kind; one of the format's own name stands before one of an extension.
fn first(slot: &mut Option<String>, element: &Element, stronger: bool) {
    let value = value(element);
    if !value.is_empty()
        && (slot.is_none() || stronger && !element.name.contains(':') && slot.as_deref() == Some(""))
    {
        *slot = Some(value);
    }
}

fn date(slot: &mut Option<String>, element: &Element) {
    let text = element.text();
    if slot.is_none() && !text.trim().is_empty() {
        *slot = Some(text.trim().to_owned());
    }
}

/// A link of an entry: its text, or Atom's `href` where it is the entry's own page.
fn link(entry: &mut Entry, element: &Element, base: &str) {
    let base = joined(base, element.attribute("xml:base").unwrap_or(""));
    match element.attribute("href") {
        Some(href) => {
            let alternate = element.attribute("rel").is_none_or(|rel| rel == "alternate");
            if alternate && entry.link.is_none() {
                entry.link = Some(joined(&base, href));
            }
        }
        None => {
            let text = element.text();
            if !text.trim().is_empty() {
                entry.link = Some(joined(&base, text.trim()));
            }
        }
    }
}

/// The HTML of a text: plain text is escaped, markup of the feed's own is written out, Base64 is decoded.
fn value(element: &Element) -> String {
    let kind = element.attribute("type").unwrap_or("").to_ascii_lowercase();
    let mode = element.attribute("mode").unwrap_or("").to_ascii_lowercase();
    let has_elements = element.elements().next().is_some();
    if mode == "base64" || (element.attribute("src").is_none() && is_binary_kind(&kind)) {
        let bytes = base64(&element.text());
        return String::from_utf8_lossy(&bytes).trim().to_owned();
    }
    if has_elements {
        return element.markup().trim().to_owned();
    }
    let text: String = element
        .children
        .iter()
        .filter_map(|child| if let Child::Text(text) = child { Some(text.as_str()) } else { None })
        .collect();
    let text = text.trim();
    let plain =
        kind == "text" || kind == "text/plain" && mode != "escaped" || mode == "xml" && kind != "text/html";
    if plain { xml::escaped(text) } else { text.to_owned() }
}

/// Kinds of content that Atom carries in Base64.
fn is_binary_kind(kind: &str) -> bool {
    kind.contains('/') && !kind.starts_with("text/") && !kind.ends_with("xml") && !kind.contains("html")
}

/// Decodes Base64, leaving out what is none.
pub(super) fn base64(text: &str) -> Vec<u8> {
    let digit = |b: u8| match b {
        b'A'..=b'Z' => Some(b - b'A'),
        b'a'..=b'z' => Some(b - b'a' + 26),
        b'0'..=b'9' => Some(b - b'0' + 52),
        b'+' | b'-' => Some(62),
        b'/' | b'_' => Some(63),
        _ => None,
    };
    let digits: Vec<u8> = text.bytes().filter_map(digit).collect();
    let mut out = Vec::with_capacity(digits.len() * 3 / 4);
    for chunk in digits.chunks(4) {
        let bits = chunk.iter().fold(0_u32, |bits, &d| bits << 6 | u32::from(d)) << (6 * (4 - chunk.len()));
        out.extend(bits.to_be_bytes().iter().skip(1).take(chunk.len().saturating_sub(1)));
    }
    out
}

/// The words of an element, without markup.
fn words(element: &Element) -> String {
    squeeze(&html::plain_text(&value(element)))
}

fn squeeze(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// An address as it is meant beside another (RFC 3986, section 5.2, for addresses with a host).
fn joined(base: &str, address: &str) -> String {
    let has_scheme = address.split_once(':').is_some_and(|(scheme, _)| {
        !scheme.is_empty() && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
    });
    if has_scheme || base.is_empty() {
        return address.to_owned();
    }
    if address.is_empty() {
        return base.to_owned();
    }
    let (scheme, rest) = base.split_once("://").unwrap_or(("", base));
    let (host, path) =
        rest.split_once('/').map_or((rest, String::new()), |(host, path)| (host, format!("/{path}")));
    if let Some(other) = address.strip_prefix("//") {
        return format!("{scheme}://{other}");
    }
    let path = path.split(['?', '#']).next().unwrap_or("");
    let mut parts: Vec<&str> = if address.starts_with('/') { Vec::new() } else { path.split('/').collect() };
    if !parts.is_empty() && !address.starts_with(['?', '#']) {
        parts.pop();
    }
    for part in address.trim_start_matches('/').split('/') {
        match part {
            "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    let path: Vec<&str> = parts.into_iter().filter(|p| !p.is_empty()).collect();
    let slash = if address.ends_with('/') && !path.is_empty() { "/" } else { "" };
    format!("{scheme}://{host}/{}{slash}", path.join("/"))
}

/// The day of a date as feeds write it: RFC 2822 with its many slips, or ISO 8601.
#[must_use]
pub fn day(text: &str) -> Option<Date> {
    let text = squeeze(text);
    if let Some(day) = text.get(..10).and_then(|d| d.parse().ok()) {
        return Some(day);
    }
    if let Ok(moment) = rfc2822::parse(&text) {
        return Some(moment.date());
    }
    // The day and month are enough; the weekday and zone may be anything.
    let rest = text.split_once(',').map_or(text.as_str(), |(_, rest)| rest).trim();
    let first: Vec<&str> = rest.split([' ', '-']).filter(|p| !p.is_empty()).take(3).collect();
    let joined = first.join(" ");
    ["%d %b %Y", "%d %B %Y", "%d %b %y"]
        .iter()
        .find_map(|format| strtime::parse(format, &joined).ok()?.to_date().ok())
        .or_else(|| text.replace(['/', '.'], "-").get(..10)?.parse().ok())
}

/// The rows of a feed: one JSON object for each entry with words.
pub(super) fn rows(feed: &Feed) -> Vec<Result<Value, String>> {
    feed.entries.iter().map(|entry| row(entry, feed)).collect()
}

fn row(entry: &Entry, feed: &Feed) -> Result<Value, String> {
    let plain =
        |html: &Option<String>| html.as_deref().map(html::plain_text).filter(|t| !t.trim().is_empty());
    let title = plain(&entry.title).map(|t| squeeze(&t));
    let body = plain(&entry.content).or_else(|| plain(&entry.summary)).unwrap_or_default();
    let text = match &title {
        Some(title) if !body.starts_with(title.as_str()) => format!("{title}\n\n{body}"),
        _ => body,
    };
    if text.trim().is_empty() {
        return Err("is empty: the entry holds no words".to_owned());
    }
    let mut row = Map::new();
    row.insert("text".to_owned(), json!(text.trim()));
    let date = entry.published.as_deref().or(entry.updated.as_deref());
    let written = date.map(|d| day(d).map_or_else(|| d.to_owned(), |day| day.to_string()));
    for (name, value) in [
        ("title", title),
        ("url", entry.link.clone()),
        ("outlet", feed.title.clone()),
        ("byline", entry.byline.clone()),
        ("published", written),
        ("language", feed.language.clone()),
    ] {
        if let Some(value) = value {
            row.insert(name.to_owned(), json!(value));
        }
    }
    Ok(Value::Object(row))
}
