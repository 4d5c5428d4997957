//! Word documents (DOCX): paragraphs, headings and table cells as text, the title and day from their properties.
//!
//! Deleted text, comments, notes, headers and footers are left out; inserted text is kept.

use super::limits::Limits;
use super::parts::zip;
use super::{blank, published, xml};
use crate::model::{Block, BlockKind, Document, Note, NoteKind};
use crate::text::Span;
use xml::Element;

/// True for a zip archive that holds a Word document.
pub(super) fn fits(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
        && zip::list(bytes).is_ok_and(|all| all.iter().any(|e| e.name == "word/document.xml"))
}

/// A Word document as a document.
///
/// # Errors
/// A sentence, when its text cannot be unpacked.
pub(super) fn document(name: &str, bytes: &[u8]) -> Result<Document, String> {
    let entries = zip::list(bytes)?;
    // The text of a document must be the same everywhere: the limit is the one nobody has set.
    let ratio = Limits::default().ratio;
    let part = |wanted: &str| {
        let entry = entries.iter().find(|e| e.name == wanted)?;
        Some(zip::unpacked(bytes, entry, ratio).map(|content| xml::parse(&String::from_utf8_lossy(&content))))
    };
    let (root, problem) = part("word/document.xml").ok_or("is no Word document")??;
    let mut document = blank(name, String::new());
    paragraphs(&root, &mut document);
    if let Some(problem) = problem {
        document.notes.push(Note { kind: NoteKind::Markup, text: problem });
    }
    if let Some(Ok((properties, _))) = part("docProps/core.xml") {
        let top = properties.elements().next();
        let field = |name: &str| {
            let element = top?.elements().find(|e| e.name.rsplit(':').next() == Some(name))?;
            Some(element.text().trim().to_owned()).filter(|t| !t.is_empty())
        };
        document.title = field("title");
        if let Some(date) = field("created") {
            document.published = published(&date, "created", &mut document.notes);
        }
    }
    Ok(document)
}

/// Adds every paragraph below an element as a block.
fn paragraphs(element: &Element, document: &mut Document) {
    for child in element.elements() {
        if child.name != "w:p" {
            paragraphs(child, document);
            continue;
        }
        let mut line = String::new();
        runs(child, &mut line);
        if line.trim().is_empty() {
            continue;
        }
        if !document.text.is_empty() {
            document.text.push_str("\n\n");
        }
        let start = document.text.len();
        document.text.push_str(line.trim());
        document.blocks.push(Block { kind: kind(child), span: Span::new(start, document.text.len()) });
    }
}

/// What a paragraph is, by the name of its style.
fn kind(paragraph: &Element) -> BlockKind {
    let properties = paragraph.child("w:ppr");
    let style = properties.and_then(|p| p.child("w:pstyle")).and_then(|s| s.attribute("w:val")).unwrap_or("");
    match style {
        "Title" => BlockKind::Headline,
        style if style.starts_with("Heading") => BlockKind::Heading,
        "Caption" => BlockKind::Caption,
        _ if properties.is_some_and(|p| p.child("w:numpr").is_some()) => BlockKind::Item,
        _ => BlockKind::Paragraph,
    }
}

/// Adds the characters of a paragraph to a line.
fn runs(element: &Element, line: &mut String) {
    for child in element.elements() {
        match child.name.as_str() {
            "w:t" => line.push_str(&child.text()),
            "w:tab" | "w:br" | "w:cr" => line.push(' '),
            "w:del" | "w:ppr" | "w:rpr" | "w:instrtext" => {}
            _ => runs(child, line),
        }
    }
}
