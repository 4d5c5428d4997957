//! HTML pages, minimally: the visible text in blocks, the title, and what `meta` says of outlet, date and address.
//!
//! It does not yet tell an article from the navigation around it, and never keeps markup.

use super::{blank, decode::Decoded, language, published};
use crate::model::{Block, BlockKind, Document};
use crate::text::Span;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};
use std::cell::RefCell;

/// Elements whose content is never shown as text.
const HIDDEN: [&str; 11] = [
    "script", "style", "noscript", "template", "svg", "math", "iframe", "object", "select", "button",
    "textarea",
];
/// Elements that stand inside a line of text; all others begin and end a block.
const INLINE: [&str; 31] = [
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font",
    "i", "ins", "kbd", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time",
    "u", "var", "wbr",
];

/// True when a text begins as an HTML page does.
pub(super) fn is_html(text: &str) -> bool {
    let start = text.trim_start();
    let head: String = start.chars().take(64).collect::<String>().to_ascii_lowercase();
    head.starts_with("<!doctype html")
        || head.starts_with("<html")
        || (head.starts_with("<?xml") && start.contains("<html"))
        || ["<head", "<body", "<article", "<main", "<div", "<p>", "<h1"]
            .iter()
            .any(|tag| head.starts_with(tag))
}

/// A page as a document.
pub(super) fn page(name: &str, decoded: Decoded) -> Document {
    let queue = BufferQueue::default();
    queue.push_back(decoded.text.as_str().into());
    let tokenizer = Tokenizer::new(Sink::default(), TokenizerOpts::default());
    let _ = tokenizer.feed(&queue);
    tokenizer.end();
    let mut page = tokenizer.sink.0.into_inner();
    page.close();
    let mut document = blank(name, page.text);
    let mut notes = decoded.notes;
    document.blocks = page.blocks;
    document.title = Some(squeeze(&page.title)).filter(|t| !t.is_empty());
    document.outlet = page.outlet;
    document.url = page.url;
    if let Some(date) = page.published {
        document.published = published(&date, "article:published_time", &mut notes);
    }
    if let Some(lang) = page.lang {
        document.language = language(&lang, &mut notes);
    }
    document.notes = notes;
    document
}

fn squeeze(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What a page gives while its tokens go by.
#[derive(Default)]
struct Page {
    text: String,
    blocks: Vec<Block>,
    /// Text of the open block, white space squeezed.
    line: String,
    kind: Option<BlockKind>,
    /// Names of open hidden elements.
    hidden: Vec<String>,
    in_title: bool,
    title: String,
    outlet: Option<String>,
    published: Option<String>,
    url: Option<String>,
    lang: Option<String>,
}

impl Page {
    /// Ends the open block.
    fn close(&mut self) {
        let line = self.line.trim();
        if !line.is_empty() {
            if !self.text.is_empty() {
                self.text.push_str("\n\n");
            }
            let start = self.text.len();
            self.text.push_str(line);
            let kind = self.kind.unwrap_or(BlockKind::Paragraph);
            self.blocks.push(Block { kind, span: Span::new(start, self.text.len()) });
        }
        self.line.clear();
        self.kind = None;
    }

    fn characters(&mut self, characters: &str) {
        if self.in_title {
            self.title.push_str(characters);
            return;
        }
        if !self.hidden.is_empty() {
            return;
        }
        for c in characters.chars() {
            let c = if c.is_ascii_whitespace() { ' ' } else { c };
            if c != ' ' || !(self.line.is_empty() || self.line.ends_with(' ')) {
                self.line.push(c);
            }
        }
    }

    fn tag(&mut self, tag: &Tag) -> TokenSinkResult<()> {
        let name: &str = &tag.name;
        let opens = tag.kind == TagKind::StartTag;
        if name == "title" && self.hidden.is_empty() {
            self.in_title = opens && self.title.is_empty();
            return if opens { TokenSinkResult::RawData(RawKind::Rcdata) } else { TokenSinkResult::Continue };
        }
        if HIDDEN.contains(&name) {
            return self.hide(name, opens, tag.self_closing);
        }
        if opens {
            self.metadata(name, tag);
        }
        if !INLINE.contains(&name) && self.hidden.is_empty() {
            self.close();
            if opens {
                self.kind = match name {
                    "h1" => Some(BlockKind::Headline),
                    "h2" | "h3" | "h4" | "h5" | "h6" => Some(BlockKind::Heading),
                    "figcaption" | "caption" => Some(BlockKind::Caption),
                    "li" | "dt" | "dd" => Some(BlockKind::Item),
                    _ => None,
                };
            }
        }
        TokenSinkResult::Continue
    }

    fn hide(&mut self, name: &str, opens: bool, self_closing: bool) -> TokenSinkResult<()> {
        if !opens {
            if let Some(k) = self.hidden.iter().rposition(|h| h == name) {
                self.hidden.truncate(k);
            }
            return TokenSinkResult::Continue;
        }
        if self_closing && matches!(name, "svg" | "math") {
            return TokenSinkResult::Continue;
        }
        self.hidden.push(name.to_owned());
        match name {
            "script" => TokenSinkResult::RawData(RawKind::ScriptData),
            "style" | "iframe" => TokenSinkResult::RawData(RawKind::Rawtext),
            "textarea" => TokenSinkResult::RawData(RawKind::Rcdata),
            _ => TokenSinkResult::Continue,
        }
    }

    fn metadata(&mut self, name: &str, tag: &Tag) {
        let attribute = |wanted: &str| {
            tag.attrs.iter().find(|a| &*a.name.local == wanted).map(|a| a.value.trim().to_owned())
        };
        let filled = |value: Option<String>| value.filter(|v| !v.is_empty());
        match name {
            "html" => self.lang = self.lang.take().or(filled(attribute("lang"))),
            "link" if attribute("rel").as_deref() == Some("canonical") => {
                self.url = filled(attribute("href")).or(self.url.take())
            }
            "meta" => {
                let content = filled(attribute("content"));
                match attribute("property")
                    .or(attribute("name"))
                    .unwrap_or_default()
                    .to_ascii_lowercase()
                    .as_str()
                {
                    "og:site_name" => self.outlet = self.outlet.take().or(content),
                    "article:published_time" => self.published = self.published.take().or(content),
                    "og:url" => self.url = self.url.take().or(content),
                    _ => {}
                }
            }
            _ => {}
        }
    }
}

/// The tokenizer's sink; it wants a shared reference, so the page lies in a cell.
#[derive(Default)]
struct Sink(RefCell<Page>);

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut page = self.0.borrow_mut();
        match token {
            Token::TagToken(tag) => page.tag(&tag),
            Token::CharacterTokens(characters) => {
                page.characters(&characters);
                TokenSinkResult::Continue
            }
            _ => TokenSinkResult::Continue,
        }
    }
}
