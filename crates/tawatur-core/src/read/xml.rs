//! XML as a small tree: names with well-known prefixes, attributes, text. Broken XML is read as far as it goes.
//!
//! No entity of a document's own is expanded, so none can be a bomb. It resolves no reference to anything outside.

use super::html;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// Deepest nesting that is kept; what lies deeper is left out.
pub(super) const DEPTH_LIMIT: usize = 512;
/// Attributes of one element that are read; the rest is left out.
const ATTRIBUTE_LIMIT: usize = 256;

/// Namespaces and the prefix under which this program knows them; an empty one for those that feeds leave out.
const NAMESPACES: [(&str, &str); 12] = [
    ("http://www.w3.org/2005/Atom", ""),
    ("http://purl.org/atom/ns#", ""),
    ("http://purl.org/rss/1.0/", ""),
    ("http://my.netscape.com/rdf/simple/0.9/", ""),
    ("http://channel.netscape.com/rdf/simple/0.9/", ""),
    ("http://backend.userland.com/rss2", ""),
    ("http://www.w3.org/1999/02/22-rdf-syntax-ns#", "rdf"),
    ("http://purl.org/dc/elements/1.1/", "dc"),
    ("http://purl.org/dc/terms/", "dcterms"),
    ("http://purl.org/rss/1.0/modules/content/", "content"),
    ("http://www.w3.org/1999/xhtml", "html"),
    ("http://schemas.openxmlformats.org/wordprocessingml/2006/main", "w"),
];

/// An element.
#[derive(Debug, Default)]
pub(super) struct Element {
    /// Its name, in lower case, with a known prefix: `entry`, `dc:date`.
    pub name: String,
    /// Attributes, names as written in lower case, values without entities.
    pub attributes: Vec<(String, String)>,
    /// What stands in it.
    pub children: Vec<Child>,
}

/// What stands in an element.
#[derive(Debug)]
pub(super) enum Child {
    /// An element.
    Element(Element),
    /// Characters, entities resolved.
    Text(String),
}

impl Element {
    /// The value of an attribute.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(n, _)| n == name).map(|(_, v)| v.trim())
    }

    /// Elements directly in it.
    pub fn elements(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(|child| match child {
            Child::Element(element) => Some(element),
            Child::Text(_) => None,
        })
    }

    /// The first element of a name directly in it.
    pub fn child(&self, name: &str) -> Option<&Element> {
        self.elements().find(|e| e.name == name)
    }

    /// All characters in it.
    pub fn text(&self) -> String {
        let mut text = String::new();
        self.gather(&mut text);
        text
    }

    fn gather(&self, text: &mut String) {
        for child in &self.children {
            match child {
                Child::Text(characters) => text.push_str(characters),
                Child::Element(element) => element.gather(text),
            }
        }
    }

    /// What stands in it, written as markup.
    pub fn markup(&self) -> String {
        let mut out = String::new();
        self.write(&mut out);
        out
    }

    fn write(&self, out: &mut String) {
        for child in &self.children {
            match child {
                Child::Text(text) => out.push_str(&escaped(text)),
                Child::Element(element) => {
                    let name = element.name.rsplit(':').next().unwrap_or("");
                    out.push('<');
                    out.push_str(name);
                    for (key, value) in &element.attributes {
                        out.push_str(&format!(" {key}=\"{}\"", escaped(value).replace('"', "&quot;")));
                    }
                    out.push('>');
                    element.write(out);
                    if !element.children.is_empty() || name != "br" {
                        out.push_str(&format!("</{name}>"));
                    }
                }
            }
        }
    }
}

/// Text in which nothing is markup.
pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// Parses a document. The second value tells what was wrong, where anything was.
pub(super) fn parse(text: &str) -> (Element, Option<String>) {
    let mut reader = Reader::from_str(text);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    config.check_comments = false;
    let mut open = vec![Element::default()];
    let (mut names, mut too_deep, mut problem) = (Names::default(), 0_usize, None);
    loop {
        match reader.read_event() {
            Ok(Event::Start(start)) => {
                if open.len() > DEPTH_LIMIT {
                    too_deep += 1;
                    problem = Some(format!("elements nested deeper than {DEPTH_LIMIT} were left out"));
                } else {
                    open.push(names.element(&start, open.len()));
                }
            }
            Ok(Event::Empty(start)) if open.len() <= DEPTH_LIMIT => {
                let element = names.element(&start, open.len());
                names.forget(open.len());
                put(&mut open, Child::Element(element));
            }
            Ok(Event::End(_)) if too_deep > 0 => too_deep -= 1,
            Ok(Event::End(_)) => close(&mut open, &mut names),
            Ok(Event::Text(characters)) => put_text(&mut open, &characters),
            Ok(Event::CData(characters)) => put_text(&mut open, &characters),
            Ok(Event::GeneralRef(reference)) => put_text(&mut open, &resolved(&reference)),
            Ok(Event::Eof) => break,
            Ok(_) => {}
            Err(error) => {
                problem = Some(format!("the XML is broken at byte {} ({error})", reader.error_position()));
                break;
            }
        }
    }
    while open.len() > 1 {
        close(&mut open, &mut names);
    }
    (open.pop().unwrap_or_default(), problem)
}

fn close(open: &mut Vec<Element>, names: &mut Names) {
    if open.len() > 1
        && let Some(element) = open.pop()
    {
        names.forget(open.len());
        put(open, Child::Element(element));
    }
}

fn put(open: &mut [Element], child: Child) {
    if let Some(parent) = open.last_mut() {
        parent.children.push(child);
    }
}

fn put_text(open: &mut [Element], characters: &str) {
    let Some(parent) = open.last_mut() else { return };
    match parent.children.last_mut() {
        Some(Child::Text(before)) => before.push_str(characters),
        _ => parent.children.push(Child::Text(characters.to_owned())),
    }
}

/// What an entity stands for; one that is not known stays as it is written.
fn resolved(name: &str) -> String {
    match name {
        "amp" => "&".to_owned(),
        "lt" => "<".to_owned(),
        "gt" => ">".to_owned(),
        "quot" => "\"".to_owned(),
        "apos" => "'".to_owned(),
        _ => html::entity(&format!("&{name};")),
    }
}

/// An attribute's value with its entities resolved.
fn unescaped(value: &str) -> String {
    let mut out = String::new();
    let mut rest = value;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        match after.split_once(';') {
            Some((name, behind)) if name.len() < 32 && !name.contains(['&', ' ']) => {
                out.push_str(&resolved(name));
                rest = behind;
            }
            _ => {
                out.push('&');
                rest = after;
            }
        }
    }
    out + rest
}

/// The prefixes that are declared where the parser stands.
#[derive(Default)]
struct Names {
    /// Depth, prefix as written, prefix as known here.
    declared: Vec<(usize, String, String)>,
}

impl Names {
    fn element(&mut self, start: &BytesStart<'_>, depth: usize) -> Element {
        let attributes: Vec<(String, String)> = start
            .attributes()
            .with_checks(false)
            .flatten()
            .take(ATTRIBUTE_LIMIT)
            .map(|a| (a.key.as_ref().to_ascii_lowercase(), unescaped(&a.value)))
            .collect();
        for (key, value) in &attributes {
            let prefix = key.strip_prefix("xmlns:").or((key == "xmlns").then_some(""));
            if let Some(prefix) = prefix {
                let address = value.trim();
                let known = NAMESPACES.iter().find(|(uri, _)| uri.eq_ignore_ascii_case(address));
                let known = known.map_or(prefix, |(_, known)| known);
                self.declared.push((depth, prefix.to_owned(), known.to_owned()));
            }
        }
        let name = start.name().as_ref().to_ascii_lowercase();
        Element { name: self.known(&name), attributes, children: Vec::new() }
    }

    fn known(&self, name: &str) -> String {
        let (prefix, local) = name.split_once(':').unwrap_or(("", name));
        let declared = self.declared.iter().rev().find(|(_, p, _)| p == prefix);
        match declared.map_or(prefix, |(_, _, known)| known) {
            "" => local.to_owned(),
            known => format!("{known}:{local}"),
        }
    }

    /// Forgets what was declared at a depth or deeper.
    fn forget(&mut self, depth: usize) {
        while self.declared.last().is_some_and(|(d, ..)| *d >= depth) {
            self.declared.pop();
        }
    }
}
