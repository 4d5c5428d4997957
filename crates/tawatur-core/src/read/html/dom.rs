//! The tree of an HTML page as browsers build it, in one vector, with named limits on what hostile pages may cost.
//!
//! The tree builder looks through its stack of open elements at nearly every tag, so nesting without end would cost
//! the square of its depth: tags deeper than `DEPTH_LIMIT` are dropped before they reach it. Formatting tags never
//! reach it, because they carry no structure and are what makes repair of broken pages costly.

use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts};
use html5ever::{Attribute, ExpandedName, QualName};
use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// Deepest nesting of elements that is kept; real pages stay below 100.
pub const DEPTH_LIMIT: u32 = 512;
/// Attributes of one tag that are read; the tokenizer compares each with all before it. Real tags have below 50.
pub const ATTRIBUTE_LIMIT: usize = 1024;
/// Nodes of one page that are kept: a page of 32 MiB with a tag every 16 bytes.
pub const NODE_LIMIT: usize = 2 << 20;

/// Elements that only change how characters look.
const FORMATTING: [&str; 13] =
    ["b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"];

/// Place of a node in its tree.
pub(super) type Place = usize;

/// One node of a page.
#[derive(Debug)]
pub(super) struct Node {
    /// The node it stands in; its own place for the root.
    pub parent: Place,
    /// Nodes below it, in order.
    pub children: Vec<Place>,
    /// What it is.
    pub data: Data,
    depth: u32,
}

/// What a node is.
#[derive(Debug)]
pub(super) enum Data {
    /// The root, a comment, and the like.
    Other,
    /// An element with its attributes.
    Element(Rc<QualName>, Vec<Attribute>),
    /// Characters.
    Text(String),
}

/// A page as a tree; the root is the first node.
#[derive(Debug, Default)]
pub(super) struct Tree {
    nodes: Vec<Node>,
    /// Names of the limits that were hit.
    pub limits: Vec<&'static str>,
}

impl Tree {
    /// Builds the tree of a page.
    pub fn parse(html: &str) -> Self {
        let (html, cut) = with_few_attributes(html);
        let queue = BufferQueue::default();
        queue.push_back(html.as_ref().into());
        let builder = TreeBuilder::new(Sink::new(), TreeBuilderOpts::default());
        let tokenizer =
            Tokenizer::new(Gate { builder, dropped: RefCell::default() }, TokenizerOpts::default());
        // The tokenizer pauses at scripts and at a `meta` that names an encoding.
        while !queue.is_empty() {
            let _ = tokenizer.feed(&queue);
        }
        tokenizer.end();
        let mut tree = tokenizer.sink.builder.sink.tree.into_inner();
        if cut {
            tree.limits.push("ATTRIBUTE_LIMIT");
        }
        tree
    }

    /// A node.
    pub fn node(&self, at: Place) -> &Node {
        &self.nodes[at]
    }

    /// The name of an element; empty for other nodes.
    pub fn name(&self, at: Place) -> &str {
        match &self.nodes[at].data {
            Data::Element(name, _) => &name.local,
            _ => "",
        }
    }

    /// The value of an attribute of an element.
    pub fn attribute(&self, at: Place, wanted: &str) -> Option<&str> {
        match &self.nodes[at].data {
            Data::Element(_, attributes) => {
                attributes.iter().find(|a| &*a.name.local == wanted).map(|a| &*a.value)
            }
            _ => None,
        }
    }

    /// Every place of the tree, in the order the nodes were made.
    pub fn places(&self) -> std::ops::Range<Place> {
        0..self.nodes.len()
    }

    /// All characters below a node.
    pub fn characters(&self, at: Place) -> String {
        let mut text = String::new();
        self.gather(at, &mut text);
        text
    }

    fn gather(&self, at: Place, text: &mut String) {
        if let Data::Text(characters) = &self.nodes[at].data {
            text.push_str(characters);
        }
        for &child in &self.nodes[at].children {
            self.gather(child, text);
        }
    }

    fn add(&mut self, data: Data) -> Place {
        self.nodes.push(Node { parent: 0, children: Vec::new(), data, depth: 0 });
        self.nodes.len() - 1
    }

    fn limit(&mut self, name: &'static str) {
        if !self.limits.contains(&name) {
            self.limits.push(name);
        }
    }

    /// Puts a node below another, at an index among its children.
    fn put(&mut self, parent: Place, child: Place, index: usize) {
        self.detach(child);
        let index = index.min(self.nodes[parent].children.len());
        self.nodes[parent].children.insert(index, child);
        self.nodes[child].parent = parent;
        self.nodes[child].depth = self.nodes[parent].depth + 1;
    }

    fn detach(&mut self, child: Place) {
        let parent = self.nodes[child].parent;
        if let Some(index) = self.nodes[parent].children.iter().rposition(|&c| c == child) {
            self.nodes[parent].children.remove(index);
        }
    }

    /// Characters join those just before them.
    fn put_text(&mut self, parent: Place, text: &StrTendril, index: usize) {
        let before = index.checked_sub(1).and_then(|k| self.nodes[parent].children.get(k).copied());
        if let Some(before) = before
            && let Data::Text(there) = &mut self.nodes[before].data
        {
            there.push_str(text);
            return;
        }
        let node = self.add(Data::Text(text.to_string()));
        self.put(parent, node, index);
    }
}

/// A tag with more attributes than are read loses the rest.
fn with_few_attributes(html: &str) -> (Cow<'_, str>, bool) {
    let bytes = html.as_bytes();
    let (mut kept, mut from, mut at) = (String::new(), 0, 0);
    while let Some(step) = bytes[at..].iter().position(|&b| b == b'<') {
        at += step + 1;
        if !bytes.get(at).is_some_and(u8::is_ascii_alphabetic) {
            continue;
        }
        let (end, cut) = tag_end(bytes, at);
        if let Some(cut) = cut {
            kept.push_str(&html[from..cut]);
            from = end;
        }
        at = end;
    }
    if from == 0 {
        return (Cow::Borrowed(html), false);
    }
    kept.push_str(&html[from..]);
    (Cow::Owned(kept), true)
}

/// Where the tag that begins at `at` ends (its `>`), and where its attributes become too many.
fn tag_end(bytes: &[u8], mut at: usize) -> (usize, Option<usize>) {
    let (mut attributes, mut cut, mut between) = (0, None, false);
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'>' => break,
            b'"' | b'\'' if bytes[..at].trim_ascii_end().last() == Some(&b'=') => {
                match bytes[at + 1..].iter().position(|&b| b == byte) {
                    Some(length) => at += length + 1,
                    None => return (bytes.len(), cut),
                }
            }
            b' ' | b'\t' | b'\n' | b'\r' | b'\x0c' | b'/' => between = true,
            _ if between => {
                attributes += 1;
                between = false;
                if attributes > ATTRIBUTE_LIMIT && cut.is_none() {
                    cut = Some(at);
                }
            }
            _ => {}
        }
        at += 1;
    }
    (at.min(bytes.len()), cut)
}

/// Stands between tokenizer and tree builder and drops what would cost too much.
struct Gate {
    builder: TreeBuilder<Handle, Sink>,
    /// Names of start tags dropped for their depth, whose end tags are dropped too.
    dropped: RefCell<Vec<html5ever::LocalName>>,
}

impl Gate {
    fn drops(&self, tag: &Tag) -> bool {
        if FORMATTING.contains(&&*tag.name) {
            return true;
        }
        let mut dropped = self.dropped.borrow_mut();
        if tag.kind == TagKind::EndTag {
            let last = dropped.last() == Some(&tag.name);
            if last {
                dropped.pop();
            }
            return last;
        }
        let sink = &self.builder.sink;
        if sink.depth.get() < DEPTH_LIMIT && sink.tree.borrow().nodes.len() < NODE_LIMIT {
            dropped.clear();
            return false;
        }
        let name = if sink.depth.get() < DEPTH_LIMIT { "NODE_LIMIT" } else { "DEPTH_LIMIT" };
        sink.tree.borrow_mut().limit(name);
        dropped.push(tag.name.clone());
        true
    }
}

impl TokenSink for Gate {
    type Handle = Handle;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<Handle> {
        match token {
            Token::TagToken(tag) if self.drops(&tag) => TokenSinkResult::Continue,
            Token::CommentToken(_) | Token::ParseError(_) => TokenSinkResult::Continue,
            token => self.builder.process_token(token, line),
        }
    }

    fn end(&self) {
        self.builder.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.builder.adjusted_current_node_present_but_not_in_html_namespace()
    }
}

/// A node as the tree builder holds it.
#[derive(Clone, Debug)]
struct Handle {
    place: Place,
    name: Option<Rc<QualName>>,
}

/// Takes what the tree builder makes.
struct Sink {
    tree: RefCell<Tree>,
    /// How deep the place is at which the next element will be put, as far as it is known.
    depth: Cell<u32>,
}

impl Sink {
    fn new() -> Self {
        let mut tree = Tree::default();
        tree.add(Data::Other);
        Self { tree: RefCell::new(tree), depth: Cell::new(0) }
    }

    fn put(&self, parent: Place, child: NodeOrText<Handle>, index: impl FnOnce(&Tree) -> usize) {
        let mut tree = self.tree.borrow_mut();
        let index = index(&tree);
        match child {
            NodeOrText::AppendText(text) => tree.put_text(parent, &text, index),
            NodeOrText::AppendNode(node) => {
                tree.put(parent, node.place, index);
                self.depth.set(tree.nodes[node.place].depth);
            }
        }
    }
}

impl TreeSink for Sink {
    type Handle = Handle;
    type Output = ();
    type ElemName<'a> = ExpandedName<'a>;

    fn finish(self) {}

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> Handle {
        Handle { place: 0, name: None }
    }

    fn elem_name<'a>(&'a self, target: &'a Handle) -> ExpandedName<'a> {
        target.name.as_ref().expect("the tree builder asks for names of elements only").expanded()
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, _: ElementFlags) -> Handle {
        let name = Rc::new(name);
        let place = self.tree.borrow_mut().add(Data::Element(Rc::clone(&name), attributes));
        Handle { place, name: Some(name) }
    }

    fn create_comment(&self, _: StrTendril) -> Handle {
        Handle { place: self.tree.borrow_mut().add(Data::Other), name: None }
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> Handle {
        Handle { place: self.tree.borrow_mut().add(Data::Other), name: None }
    }

    fn append(&self, parent: &Handle, child: NodeOrText<Handle>) {
        let parent = parent.place;
        self.put(parent, child, |tree| tree.nodes[parent].children.len());
    }

    fn append_before_sibling(&self, sibling: &Handle, child: NodeOrText<Handle>) {
        let place = sibling.place;
        let parent = self.tree.borrow().nodes[place].parent;
        self.put(parent, child, |tree| {
            tree.nodes[parent].children.iter().rposition(|&c| c == place).unwrap_or(0)
        });
    }

    fn append_based_on_parent_node(&self, element: &Handle, previous: &Handle, child: NodeOrText<Handle>) {
        // Only the root is its own parent.
        if self.tree.borrow().nodes[element.place].parent != 0 || element.place == 0 {
            self.append_before_sibling(element, child);
        } else {
            self.append(previous, child);
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn get_template_contents(&self, target: &Handle) -> Handle {
        target.clone()
    }

    fn same_node(&self, x: &Handle, y: &Handle) -> bool {
        x.place == y.place
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn add_attrs_if_missing(&self, target: &Handle, attributes: Vec<Attribute>) {
        if let Data::Element(_, there) = &mut self.tree.borrow_mut().nodes[target.place].data {
            let missing: Vec<Attribute> =
                attributes.into_iter().filter(|a| !there.iter().any(|t| t.name == a.name)).collect();
            there.extend(missing);
            there.truncate(ATTRIBUTE_LIMIT);
        }
    }

    fn remove_from_parent(&self, target: &Handle) {
        let mut tree = self.tree.borrow_mut();
        tree.detach(target.place);
        tree.nodes[target.place].parent = 0;
    }

    fn reparent_children(&self, node: &Handle, new_parent: &Handle) {
        let mut tree = self.tree.borrow_mut();
        let children = std::mem::take(&mut tree.nodes[node.place].children);
        let depth = tree.nodes[new_parent.place].depth + 1;
        for &child in &children {
            tree.nodes[child].parent = new_parent.place;
            tree.nodes[child].depth = depth;
        }
        tree.nodes[new_parent.place].children.extend(children);
    }

    fn pop(&self, node: &Handle) {
        let depth = self.tree.borrow().nodes[node.place].depth;
        self.depth.set(depth.saturating_sub(1));
    }
}
