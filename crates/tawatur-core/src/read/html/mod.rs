//! HTML pages: the article in blocks, the title, and what the page says of author, outlet, date, address and language.
//!
//! It keeps no markup. Which part of a page is its article is decided in `article`, from structure alone.

mod article;
mod dom;
mod metadata;

pub use dom::{ATTRIBUTE_LIMIT, DEPTH_LIMIT, NODE_LIMIT};

use super::{blank, decode::Decoded, language, published};
use crate::model::{Block, BlockKind, Document, Note, NoteKind};
use crate::text::Span;
use dom::Tree;

/// True when a text begins as an HTML page does.
pub(super) fn is_html(text: &str) -> bool {
    let mut start = text.trim_start();
    // Comments may stand before the page.
    while let Some(rest) = start.strip_prefix("<!--") {
        start = rest.split_once("-->").map_or("", |(_, after)| after).trim_start();
    }
    let head: String = start.chars().take(64).collect::<String>().to_ascii_lowercase();
    head.starts_with("<!doctype html")
        || head.starts_with("<html")
        || (head.starts_with("<?xml") && start.contains("<html"))
        || ["<head", "<body", "<article", "<main", "<div", "<p>", "<h1", "<meta", "<title", "<script"]
            .iter()
            .any(|tag| head.starts_with(tag))
}

/// A page as a document.
pub(super) fn page(name: &str, decoded: Decoded) -> Document {
    let tree = Tree::parse(&decoded.text);
    let about = metadata::of(&tree);
    let mut document = blank(name, String::new());
    let mut notes = decoded.notes;
    notes.extend(tree.limits.iter().map(|limit| Note {
        kind: NoteKind::Limit,
        text: format!("the page goes beyond {limit}; tags beyond it were left out, their text was kept"),
    }));
    for piece in article::blocks(&tree) {
        if !document.text.is_empty() {
            document.text.push_str("\n\n");
        }
        let start = document.text.len();
        document.text.push_str(&piece.text);
        document.blocks.push(Block { kind: piece.kind, span: Span::new(start, document.text.len()) });
    }
    document.title = about.title;
    document.byline = about.byline;
    document.outlet = about.outlet;
    document.url = about.url;
    if let Some((field, date)) = about.published {
        document.published = published(&date, field, &mut notes);
    }
    if let Some(lang) = about.language {
        document.language = language(&lang, &mut notes);
    }
    document.notes = notes;
    document
}

/// Everything that can be seen of a piece of HTML, as plain text with a blank line between blocks.
#[must_use]
pub fn plain_text(html: &str) -> String {
    let blocks = article::seen(&Tree::parse(html));
    blocks.iter().map(|piece| piece.text.as_str()).collect::<Vec<_>>().join("\n\n")
}

/// The article's own text: its blocks without the headline.
#[must_use]
pub fn body(document: &Document) -> String {
    let body = document.blocks.iter().filter(|b| b.kind != BlockKind::Headline);
    body.map(|b| b.span.slice(&document.text)).collect::<Vec<_>>().join("\n\n")
}

/// The characters that an entity of HTML, `&nbsp;`, stands for; itself when there is none of that name.
pub(super) fn entity(reference: &str) -> String {
    Tree::parse(reference).characters(0)
}
