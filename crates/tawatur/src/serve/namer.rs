//! Names for pages: each entity read once a page, when it is first asked for; private persons under a mask where that
//! is wanted.

use super::words::Tongue;
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use tawatur_core::model::{DocumentId, Entity, EntityId, EntityKind, Origin};
use tawatur_core::text::Span;
use tawatur_store::Store;

/// Names things for one page.
pub struct Namer<'a> {
    store: &'a Store,
    tongue: Tongue,
    masked: bool,
    entities: RefCell<HashMap<EntityId, Option<Rc<Entity>>>>,
    texts: RefCell<HashMap<DocumentId, Rc<str>>>,
}

/// Digits of an id that stand for a masked name: enough to tell persons of a page apart.
const MASK_DIGITS: usize = 5;

impl<'a> Namer<'a> {
    /// Names in a language.
    #[must_use]
    pub fn new(store: &'a Store, tongue: Tongue, masked: bool) -> Self {
        Self { store, tongue, masked, entities: RefCell::default(), texts: RefCell::default() }
    }

    /// An entity, where the record has it.
    pub fn get(&self, id: &EntityId) -> Option<Rc<Entity>> {
        let mut known = self.entities.borrow_mut();
        known.entry(id.clone()).or_insert_with(|| self.store.entity(id).ok().map(Rc::new)).clone()
    }

    /// Its name in the reader's language where it has one, else in any, else its id.
    pub fn entity(&self, id: &EntityId) -> String {
        let Some(entity) = self.get(id) else { return id.to_string() };
        if self.hides(&entity) {
            return self.mask(id);
        }
        let name = entity.name(self.tongue.lang());
        if name.is_empty() { id.to_string() } else { name.to_owned() }
    }

    /// True for a person whom no pack knows, when names are masked: those the packs name hold an office. A name of
    /// nobody knows what may be a person's.
    pub fn hides(&self, entity: &Entity) -> bool {
        let may_be = matches!(entity.kind, EntityKind::Person | EntityKind::Other);
        self.masked && may_be && !entity.generic && entity.id.as_str().starts_with('x')
    }

    /// True when names are masked.
    pub fn masks(&self) -> bool {
        self.masked
    }

    fn mask(&self, id: &EntityId) -> String {
        let digits: String = id.as_str().chars().skip(1).take(MASK_DIGITS).collect();
        format!("{} {digits}", self.tongue.word("masked"))
    }

    /// A document's name.
    pub fn document(&self, id: &DocumentId) -> String {
        self.store.record_document(id).map_or_else(|_| id.to_string(), |d| d.file)
    }

    /// Who or what an origin is.
    pub fn origin(&self, origin: &Origin) -> String {
        match (&origin.entity, &origin.document) {
            (Some(entity), _) => self.entity(entity),
            (None, Some(document)) => self.document(document),
            (None, None) => self.tongue.word("unknown"),
        }
    }

    /// The name of an entity or a document, by an id of either.
    pub fn either(&self, id: &str) -> String {
        match self.get(&EntityId::new(id)) {
            Some(entity) => self.entity(&entity.id),
            None => self.document(&DocumentId::new(id)),
        }
    }

    /// A document's text, for showing: under a mask, the words that name private persons are blacked out, so that all
    /// spans still fit.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn text(&self, id: &DocumentId) -> Result<Rc<str>, tawatur_store::StoreError> {
        if let Some(text) = self.texts.borrow().get(id) {
            return Ok(text.clone());
        }
        let text: Rc<str> =
            if self.masked { self.masked_text(id)?.into() } else { self.store.text(id)?.into() };
        self.texts.borrow_mut().insert(id.clone(), text.clone());
        Ok(text)
    }

    fn masked_text(&self, id: &DocumentId) -> Result<String, tawatur_store::StoreError> {
        let stored = self.store.document(id)?;
        let mut text = stored.document.text;
        for mention in &stored.extraction.mentions {
            let own = stored.extraction.entities.iter().find(|e| e.id == mention.entity);
            let hidden = own.is_some_and(|e| self.hides(e))
                || self.get(&mention.entity).is_some_and(|e| self.hides(&e));
            let Span { start, end } = mention.span;
            if hidden && text.get(start as usize..end as usize).is_some() {
                text.replace_range(start as usize..end as usize, &blacked_out(mention.span.len()));
            }
        }
        Ok(text)
    }
}

/// As many bytes of blocks and dots: the block takes three, the dot two, the star one.
fn blacked_out(bytes: usize) -> String {
    let rest = ["", "*", "\u{b7}"][bytes % 3];
    format!("{}{rest}", "\u{2588}".repeat(bytes / 3))
}

#[cfg(test)]
mod tests {
    use super::blacked_out;

    #[test]
    fn blacking_out_keeps_the_length() {
        for bytes in 0..12 {
            assert_eq!(blacked_out(bytes).len(), bytes);
        }
    }
}
