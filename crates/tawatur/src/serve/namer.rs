//! Names for pages: each entity read once a page, when it is first asked for; private persons under a mask where that
//! is wanted.

use super::words::Tongue;
use crate::mask;
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use tawatur_core::model::{DocumentId, Entity, EntityId, Origin};
use tawatur_store::Store;

/// Names things for one page.
pub struct Namer<'a> {
    store: &'a Store,
    tongue: Tongue,
    masked: bool,
    entities: RefCell<HashMap<EntityId, Option<Rc<Entity>>>>,
    texts: RefCell<HashMap<DocumentId, Rc<str>>>,
}

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
            return mask::instead(id, &self.tongue.word("masked"));
        }
        let name = entity.name(self.tongue.lang());
        if name.is_empty() { id.to_string() } else { name.to_owned() }
    }

    /// True for whoever is under the mask, when there is one.
    pub fn hides(&self, entity: &Entity) -> bool {
        self.masked && mask::hides(entity)
    }

    /// True when names are masked.
    pub fn masks(&self) -> bool {
        self.masked
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
        // Reports of other hands name people whom the reader did not find.
        let mut spellings = Vec::new();
        for report in self.store.reports_of_document(id)? {
            for entity in report.roles.iter().filter_map(|f| self.get(&f.entity)).filter(|e| self.hides(e)) {
                spellings.extend(entity.names.values().chain(&entity.aliases).cloned());
            }
        }
        let names = mask::automaton(spellings.iter());
        let known = |entity: &EntityId| self.get(entity).is_some_and(|e| self.hides(&e));
        Ok(mask::text(self.store.document(id)?, known, names.as_ref()))
    }
}
