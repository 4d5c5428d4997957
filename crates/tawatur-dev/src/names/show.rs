//! Lists the names and noun phrases of a text with whom they mean, for reading by eye.

use crate::checkout::packs;
use std::path::PathBuf;
use tawatur_core::analyse::analyse;
use tawatur_core::extract::names::find;
use tawatur_core::model::{Document, DocumentId, Lang, Published};
use tawatur_core::text::sha256_hex;

/// A document that is nothing but a text.
pub fn document(text: &str) -> Document {
    let hash = sha256_hex(text.as_bytes());
    Document {
        id: DocumentId::new(format!("d{}", &hash[..20])),
        file: String::new(),
        sha256: hash.clone(),
        text_sha256: hash,
        language: Lang::UNKNOWN,
        title: None,
        byline: None,
        outlet: None,
        url: None,
        published: Published::default(),
        text: text.to_owned(),
        blocks: Vec::new(),
        notes: Vec::new(),
    }
}

/// Prints every mention of the files.
pub fn show(files: &[PathBuf]) -> Result<String, String> {
    let packs = packs()?;
    for file in files {
        let text = std::fs::read_to_string(file).map_err(|e| format!("{}: {e}", file.display()))?;
        let document = document(&text);
        let analysis = analyse(&text, &[], &packs);
        let found = find(&document, &analysis, &packs);
        println!("{}: mostly about {:?}", file.display(), found.country);
        for mention in found.mentions() {
            let Some(entity) = found.entity(&packs, &mention.entity) else { continue };
            let words = mention.span.slice(&text).replace('\n', " ");
            println!("  {:50} {:?} {} {}", words, entity.kind, mention.entity, entity.name(Lang::UNKNOWN));
        }
    }
    Ok(format!("{} files read", files.len()))
}
