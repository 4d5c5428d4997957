//! The main text of a page: which part of its tree is the article, and which blocks of that part are its text.
//!
//! It goes by structure: where long paragraphs stand together, how much of a block is links, and what the page's own
//! class names, roles and elements call navigation, advertising or remarks. It reads no word of the text itself.
//! A page without such a part (a short note, a bare list) is read as everything that can be seen on it.

use super::dom::{Data, Place, Tree};
use crate::model::BlockKind;
use std::collections::BTreeSet;

/// Characters from which on a block counts as a paragraph of running text.
const LONG: usize = 80;
/// Characters of running text from which on a page has an article at all.
const ARTICLE: usize = 250;
/// Share of characters in links above which a block is no running text.
const LINKED: f64 = 0.5;
/// Share of the running text that a part must hold to be taken for the article, when the page itself names it so.
const NAMED_SHARE: f64 = 0.25;
/// Share of the running text that a child must hold for the article to lie wholly in it.
const CHILD_SHARE: f64 = 0.85;
/// Share of the running text above which a part is kept whatever the page names it.
const APART_SHARE: f64 = 0.7;
/// Weight of an item of a list beside that of a paragraph: lists of teasers are made of items.
const LISTED: f64 = 0.3;

/// Elements whose content is never shown as text.
const HIDDEN: [&str; 19] = [
    "script", "style", "noscript", "template", "svg", "math", "iframe", "object", "select", "button",
    "textarea", "head", "input", "audio", "video", "canvas", "dialog", "datalist", "map",
];
/// Elements that are not of the article by what they are.
const APART: [&str; 6] = ["nav", "footer", "aside", "figure", "figcaption", "menu"];
/// Elements that stand inside a line of text; all others begin and end a block.
const INLINE: [&str; 24] = [
    "a", "abbr", "acronym", "bdi", "bdo", "cite", "data", "del", "dfn", "ins", "kbd", "label", "mark", "q",
    "ruby", "samp", "span", "strike", "sub", "sup", "time", "var", "wbr", "img",
];
/// Roles (WAI-ARIA) of parts that are not of the article.
const ROLES: [&str; 9] =
    ["navigation", "banner", "contentinfo", "complementary", "search", "dialog", "menu", "toolbar", "alert"];
/// Parts of class names and ids by which pages name what is not of the article: a word of a name must begin so.
const APART_NAMES: [&str; 67] = [
    "ad",
    "ads",
    "advert",
    "advertisement",
    "author-bio",
    "banner",
    "bio",
    "breadcrumb",
    "byline",
    "caption",
    "carousel",
    "collapse",
    "comment",
    "comments",
    "cookie",
    "copyright",
    "credit",
    "credits",
    "dateline",
    "disclaimer",
    "disqus",
    "donate",
    "gallery",
    "footer",
    "hidden",
    "inline-related",
    "jump",
    "login",
    "masthead",
    "menu",
    "meta",
    "modal",
    "most-read",
    "nav",
    "navbar",
    "navigation",
    "newsletter",
    "outbrain",
    "pager",
    "pagination",
    "paywall",
    "popup",
    "popular",
    "promo",
    "promoted",
    "rating",
    "read-more",
    "readmore",
    "recirc",
    "recommended",
    "recommendations",
    "related",
    "respond",
    "share",
    "sharedaddy",
    "sharing",
    "sidebar",
    "signup",
    "social",
    "sponsor",
    "sponsored",
    "subscribe",
    "subscription",
    "taboola",
    "tags",
    "toolbar",
    "trending",
];
/// Class names and ids by which pages name the article's own text.
const ARTICLE_NAMES: [&str; 24] = [
    "article-body",
    "article-content",
    "article-text",
    "article__body",
    "article__content",
    "articlebody",
    "article_body",
    "articletext",
    "body-copy",
    "content-body",
    "entry-content",
    "entry-body",
    "main-text",
    "news-body",
    "news-text",
    "post-body",
    "post-content",
    "post-entry",
    "post-text",
    "post_content",
    "story-body",
    "story-content",
    "story-text",
    "storytext",
];

/// A block of a page: its text and what it is.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    /// What it is.
    pub kind: BlockKind,
    /// Its text, white space squeezed.
    pub text: String,
    /// Characters of it that stand in links.
    linked: usize,
    /// Every element it stands in, outermost first.
    path: Vec<Place>,
}

impl Piece {
    fn length(&self) -> usize {
        self.text.chars().count()
    }

    fn link_share(&self) -> f64 {
        self.linked as f64 / self.length().max(1) as f64
    }

    /// Weight as running text; none for what is short or mostly links.
    fn weight(&self) -> f64 {
        let length = self.length();
        if length < LONG
            || self.link_share() > LINKED
            || self.kind != BlockKind::Paragraph && length < 2 * LONG
        {
            return 0.0;
        }
        let listed = if self.kind == BlockKind::Item { LISTED } else { 1.0 };
        length as f64 * (1.0 - self.link_share()) * listed
    }

    /// The element around the one it is the text of.
    fn parent(&self, tree: &Tree) -> Option<Place> {
        self.path.last().map(|&at| tree.node(at).parent)
    }

    fn ends_as_sentence(&self) -> bool {
        self.text
            .trim_end_matches(['"', '\'', ')', ']', '\u{201d}', '\u{2019}', '\u{bb}'])
            .ends_with(['.', '!', '?', '\u{2026}', '\u{61f}', ':', ';'])
    }
}

/// The blocks of the article, with its headline first where the page has one outside of it.
pub(super) fn blocks(tree: &Tree) -> Vec<Piece> {
    let all = seen(tree);
    let weights = weights(tree, &all);
    let kept = Walk::over(tree, Some(&weights));
    let total: f64 = kept.iter().map(Piece::weight).sum();
    let pieces = if (total as usize) < ARTICLE { short(tree, kept) } else { article(tree, kept, total) };
    if pieces.is_empty() { all } else { with_headline(pieces, &all) }
}

/// Every block that can be seen.
pub(super) fn seen(tree: &Tree) -> Vec<Piece> {
    Walk::over(tree, None)
}

/// The page's first headline goes before an article that has none.
fn with_headline(mut pieces: Vec<Piece>, all: &[Piece]) -> Vec<Piece> {
    let headline = |p: &&Piece| p.kind == BlockKind::Headline;
    if !pieces.iter().any(|p| headline(&p))
        && let Some(headline) = all.iter().find(headline)
    {
        pieces.insert(0, headline.clone());
    }
    pieces
}

/// The blocks of a page with little running text: those of the part that the page names its article, if any.
fn short(tree: &Tree, pieces: Vec<Piece>) -> Vec<Piece> {
    let part = tree.places().find(|&at| is_named_article(tree, at) || tree.name(at) == "article");
    pieces.into_iter().filter(|p| part.is_some_and(|at| p.path.contains(&at))).collect()
}

/// How much running text stands in each element.
fn weights(tree: &Tree, pieces: &[Piece]) -> Vec<f64> {
    let mut weights = vec![0.0; tree.places().len()];
    for piece in pieces {
        let weight = piece.weight();
        piece.path.iter().for_each(|&place| weights[place] += weight);
        weights[0] += weight;
    }
    weights
}

/// The blocks of the part of a page that is its article.
fn article(tree: &Tree, pieces: Vec<Piece>, total: f64) -> Vec<Piece> {
    let weights = weights(tree, &pieces);
    let named: Vec<Place> =
        tree.places().filter(|&at| weights[at] > 0.0 && is_named_article(tree, at)).collect();
    let within = |p: &Piece| p.path.iter().any(|at| named.contains(at));
    let share: f64 = pieces.iter().filter(|p| within(p)).map(Piece::weight).sum();
    // A page may cut its article into several parts of the same name.
    let mut root = if share >= total * NAMED_SHARE {
        common(&pieces, &named)
    } else {
        headed(tree, &weights).unwrap_or(0)
    };
    let floor = if root == 0 { total } else { weights[root] };
    loop {
        let below =
            tree.node(root).children.iter().copied().max_by(|&a, &b| weights[a].total_cmp(&weights[b]));
        match below {
            Some(child)
                if weights[child] >= floor * CHILD_SHARE && !matches!(tree.name(child), "p" | "li") =>
            {
                root = child;
            }
            _ => break,
        }
    }
    let inside = pieces.into_iter().filter(|p| root == 0 || p.path.contains(&root)).collect();
    trimmed(tree, inside)
}

/// The `article` element around the page's one headline, when it holds enough running text.
fn headed(tree: &Tree, weights: &[f64]) -> Option<Place> {
    let mut headlines = tree.places().filter(|&at| tree.name(at) == "h1");
    let mut at = headlines.next()?;
    if headlines.next().is_some() {
        return None;
    }
    while at != 0 {
        at = tree.node(at).parent;
        if tree.name(at) == "article" {
            return (weights[at] as usize >= ARTICLE).then_some(at);
        }
    }
    None
}

/// The innermost element that holds all running text below any of the named ones.
fn common(pieces: &[Piece], named: &[Place]) -> Place {
    let mut paths =
        pieces.iter().filter(|p| p.weight() > 0.0 && p.path.iter().any(|at| named.contains(at))).map(|p| {
            let last = p.path.iter().rposition(|at| named.contains(at)).unwrap_or(0);
            &p.path[..=last]
        });
    let first = paths.next().unwrap_or_default().to_vec();
    let shared = paths.fold(first, |shared, path| {
        shared.into_iter().zip(path).take_while(|(a, b)| a == *b).map(|(a, _)| a).collect()
    });
    shared.last().copied().unwrap_or(0)
}

/// True for an element that the page itself names its article's text.
fn is_named_article(tree: &Tree, at: Place) -> bool {
    if matches!(tree.name(at), "html" | "body") {
        return false;
    }
    if tree.attribute(at, "itemprop").is_some_and(|p| p.split_whitespace().any(|w| w == "articleBody")) {
        return true;
    }
    ["class", "id"].iter().filter_map(|a| tree.attribute(at, a)).any(|names| {
        let names = names.to_ascii_lowercase();
        names.split_whitespace().any(|name| ARTICLE_NAMES.iter().any(|known| name.contains(known)))
    })
}

/// Leaves out what stands between, before and after the running text without being of it.
fn trimmed(tree: &Tree, mut pieces: Vec<Piece>) -> Vec<Piece> {
    pieces.retain(|p| {
        let share = p.link_share();
        share <= LINKED || (share < 0.8 && p.length() > 2 * LONG && p.ends_as_sentence())
    });
    let running = |p: &Piece| p.weight() > 0.0;
    let first = pieces.iter().position(running).unwrap_or(0);
    let last = pieces.iter().rposition(running).map_or(pieces.len(), |k| k + 1);
    // Elements that hold running text: a short paragraph beside it is of it too.
    let parents: BTreeSet<Place> =
        pieces.iter().filter(|p| running(p)).filter_map(|p| p.parent(tree)).collect();
    let mut kept = Vec::new();
    for (k, piece) in pieces.into_iter().enumerate() {
        let inside = (first..last).contains(&k);
        let sentence = piece.ends_as_sentence() && piece.length() > 25;
        let listed = k >= last && piece.kind == BlockKind::Item && piece.linked == 0;
        let beside = piece.linked == 0
            && piece.path.last().is_some_and(|&at| tree.name(at) == "p")
            && piece.parent(tree).is_some_and(|at| parents.contains(&at));
        if inside || sentence || listed || beside || piece.kind == BlockKind::Headline {
            kept.push(piece);
        }
    }
    // A heading that heads nothing.
    while kept.last().is_some_and(|p| p.kind == BlockKind::Heading) {
        kept.pop();
    }
    kept
}

/// Goes through a tree and cuts its visible text into blocks.
struct Walk<'t> {
    tree: &'t Tree,
    /// How much running text stands in each element, when parts that are not of an article by name are left out.
    weights: Option<&'t [f64]>,
    pieces: Vec<Piece>,
    line: String,
    linked: usize,
    links: usize,
    kind: BlockKind,
    pub path: Vec<Place>,
}

impl<'t> Walk<'t> {
    fn over(tree: &'t Tree, weights: Option<&'t [f64]>) -> Vec<Piece> {
        let mut walk = Self {
            tree,
            weights,
            pieces: Vec::new(),
            line: String::new(),
            linked: 0,
            links: 0,
            kind: BlockKind::Paragraph,
            path: Vec::new(),
        };
        walk.visit(0);
        walk.close();
        walk.pieces
    }

    fn visit(&mut self, at: Place) {
        match &self.tree.node(at).data {
            Data::Text(characters) => self.characters(characters),
            Data::Other => self.children(at),
            Data::Element(name, _) => {
                let name: &str = &name.local;
                if HIDDEN.contains(&name) || self.is_unseen(at) {
                    return;
                }
                if let Some(weights) = self.weights
                    && self.is_apart(at, name)
                    && weights[at] <= weights[0] * APART_SHARE
                {
                    return;
                }
                if INLINE.contains(&name) {
                    let link = usize::from(name == "a");
                    self.links += link;
                    self.children(at);
                    self.links -= link;
                    return;
                }
                self.close();
                let outer = self.kind;
                self.kind = match name {
                    "h1" => BlockKind::Headline,
                    "h2" | "h3" | "h4" | "h5" | "h6" => BlockKind::Heading,
                    "figcaption" | "caption" => BlockKind::Caption,
                    "li" | "dt" | "dd" => BlockKind::Item,
                    _ => outer,
                };
                self.path.push(at);
                self.children(at);
                self.close();
                self.path.pop();
                self.kind = outer;
            }
        }
    }

    fn children(&mut self, at: Place) {
        let tree = self.tree;
        for &child in &tree.node(at).children {
            self.visit(child);
        }
    }

    fn characters(&mut self, characters: &str) {
        for c in characters.chars() {
            let c = if c.is_ascii_whitespace() { ' ' } else { c };
            if c != ' ' || !(self.line.is_empty() || self.line.ends_with(' ')) {
                self.line.push(c);
                self.linked += usize::from(self.links > 0 && c != ' ');
            }
        }
    }

    /// Ends the open block.
    fn close(&mut self) {
        let text = self.line.trim();
        if !text.is_empty() {
            self.pieces.push(Piece {
                kind: self.kind,
                text: text.to_owned(),
                linked: self.linked,
                path: self.path.clone(),
            });
        }
        self.line.clear();
        self.linked = 0;
    }

    /// True for what a browser does not show.
    fn is_unseen(&self, at: Place) -> bool {
        self.tree.attribute(at, "hidden").is_some()
            || self.tree.attribute(at, "style").is_some_and(|s| {
                let style: String = s.chars().filter(|c| !c.is_whitespace()).collect();
                style.contains("display:none") || style.contains("visibility:hidden")
            })
    }

    /// True for a part that is not of the article by its element, role, class or id.
    fn is_apart(&self, at: Place, name: &str) -> bool {
        if matches!(name, "html" | "body" | "article" | "main") {
            return false;
        }
        if APART.contains(&name) || (name == "header" && self.path.len() < 4) {
            return true;
        }
        if self.tree.attribute(at, "role").is_some_and(|r| ROLES.contains(&r)) {
            return true;
        }
        ["class", "id"]
            .iter()
            .filter_map(|a| self.tree.attribute(at, a))
            .any(|names| names.split_whitespace().any(is_apart_name))
    }
}

/// True when a word of a class name or id is one by which pages name what is not of the article.
fn is_apart_name(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    APART_NAMES.iter().any(|known| {
        name.match_indices(known).any(|(at, _)| {
            let before = name[..at].chars().next_back();
            let after = name[at + known.len()..].chars().next();
            let edge = |c: Option<char>| c.is_none_or(|c| !c.is_ascii_alphabetic());
            edge(before) && edge(after)
        })
    })
}
