//! Plain text: the text is the file's own, cut into blocks at blank lines and at line ends that end a paragraph.

use super::{blank, decode::Decoded};
use crate::model::{Block, BlockKind, Document};
use crate::text::Span;

/// A first block of at most this many characters, with others after it and no full stop, is the headline.
const HEADLINE_CHARACTERS: usize = 200;
/// Lines of a hard-wrapped paragraph have at least and at most this many characters (its last line may be shorter).
const WRAPPED: std::ops::RangeInclusive<usize> = 45..=100;
/// Lines from which on a run of such lines is taken as wrapped by a program rather than as paragraphs.
const WRAPPED_LINES: usize = 3;

/// A plain text as a document.
pub(super) fn text(name: &str, decoded: Decoded) -> Document {
    let mut document = blank(name, decoded.text);
    document.notes = decoded.notes;
    document.blocks = blocks(&document.text);
    document
}

/// The blocks of a text.
pub(super) fn blocks(text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut group: Vec<Span> = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let span = Span::new(at, at + line.len()).trim(text);
        at += line.len();
        if span.is_empty() {
            close(text, &mut group, &mut blocks);
        } else {
            group.push(span);
        }
    }
    close(text, &mut group, &mut blocks);
    let several = blocks.len() > 1;
    if let Some(first) = blocks.first_mut() {
        let words = first.span.slice(text);
        if several && words.chars().count() <= HEADLINE_CHARACTERS && !words.ends_with('.') {
            first.kind = BlockKind::Headline;
        }
    }
    blocks
}

/// Turns lines between blank lines into one block when they are hard-wrapped, else into a block each.
fn close(text: &str, group: &mut Vec<Span>, blocks: &mut Vec<Block>) {
    let lengths: Vec<usize> = group.iter().map(|s| s.slice(text).chars().count()).collect();
    let wrapped = lengths.split_last().is_some_and(|(last, rest)| {
        group.len() >= WRAPPED_LINES && rest.iter().all(|n| WRAPPED.contains(n)) && last <= WRAPPED.end()
    });
    if let (true, Some(first), Some(last)) = (wrapped, group.first(), group.last()) {
        blocks.push(Block { kind: BlockKind::Paragraph, span: first.cover(*last) });
    } else {
        blocks.extend(group.iter().map(|&span| Block { kind: kind(span.slice(text)), span }));
    }
    group.clear();
}

fn kind(line: &str) -> BlockKind {
    let listed = line
        .strip_prefix(['-', '*', '\u{2022}', '\u{25aa}'])
        .is_some_and(|rest| rest.starts_with(char::is_whitespace));
    if listed { BlockKind::Item } else { BlockKind::Paragraph }
}
