//! Who a handed row means: ids, spellings that a pack knows, spellings that none knows.
//!
//! A spelling that several entities bear goes to the one that may fill the role. It follows no reference in the text.

use crate::model::{Entity, EntityId, EntityKind, EventType, Role};
use crate::packs::Packs;
use crate::text::fold_str;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// Roles that places fill, whatever a frame says.
const PLACE_ROLES: [Role; 3] = [Role::Where, Role::From, Role::To];

/// Resolves the entities of one row.
pub(super) struct Cast<'a> {
    packs: &'a Packs,
    known: &'a [Entity],
    /// Spellings that stand in a role of place in this row: the same spelling elsewhere in it means the place.
    places: BTreeSet<String>,
    /// The words a row quotes for an id, for ids that only another store knows.
    quoted: BTreeMap<&'a str, &'a str>,
    made: BTreeMap<EntityId, Entity>,
}

impl<'a> Cast<'a> {
    /// For a row with these fields, in a document with these entities of its own.
    pub fn new(fields: &'a Map<String, Value>, known: &'a [Entity], packs: &'a Packs) -> Self {
        let in_place_roles = PLACE_ROLES.iter().filter_map(|role| fields.get(role.name()));
        let places = in_place_roles.flat_map(spellings).map(fold_str).collect();
        let mentions = fields.get("mentions").and_then(Value::as_array).into_iter().flatten();
        let quoted =
            mentions.filter_map(|m| Some((m.get("entity")?.as_str()?, m.get("text")?.as_str()?))).collect();
        Self { packs, known, places, quoted, made: BTreeMap::new() }
    }

    /// The packs in force.
    pub fn packs(&self) -> &'a Packs {
        self.packs
    }

    /// The entities named that no pack knows, by id.
    pub fn finish(self) -> Vec<Entity> {
        self.made.into_values().collect()
    }

    /// The entities of a value: nothing, one spelling or id, or a list of them; each once.
    ///
    /// # Errors
    /// What is wrong with the value, to follow the field's name.
    pub fn list(
        &mut self,
        value: &Value,
        role: Option<Role>,
        kind: &EventType,
    ) -> Result<Vec<EntityId>, String> {
        if !matches!(value, Value::Null | Value::String(_) | Value::Array(_)) {
            return Err("must be a spelling, an id or a list of them".to_owned());
        }
        let mut ids = Vec::new();
        for spelling in spellings(value) {
            let id = self.one(spelling, role, kind);
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        Ok(ids)
    }

    /// The entity that an id or a spelling means; made when nobody knows it.
    pub fn one(&mut self, spelling: &str, role: Option<Role>, kind: &EventType) -> EntityId {
        let spelling = spelling.trim();
        let id = EntityId::new(spelling);
        if self.packs.world.entities.contains_key(&id) {
            return id;
        }
        if let Some(entity) = self.known.iter().find(|e| e.id == id) {
            self.made.insert(id.clone(), entity.clone());
            return id;
        }
        let spelling = self.quoted.get(spelling).copied().unwrap_or(spelling);
        if let Some(id) = self.named(spelling, role, kind) {
            return id;
        }
        let folded = fold_str(spelling);
        let bears = |e: &&Entity| e.names.values().chain(&e.aliases).any(|s| fold_str(s) == folded);
        if let Some(entity) = self.known.iter().find(bears) {
            self.made.insert(entity.id.clone(), entity.clone());
            return entity.id.clone();
        }
        let is_place = role.is_some_and(|r| PLACE_ROLES.contains(&r)) || self.places.contains(&folded);
        let entity =
            Entity::provisional(if is_place { EntityKind::Place } else { EntityKind::Other }, spelling);
        self.made.entry(entity.id.clone()).or_insert(entity).id.clone()
    }

    /// Among the pack's entities of that spelling, the first that may fill the role, else the first.
    fn named(&self, spelling: &str, role: Option<Role>, kind: &EventType) -> Option<EntityId> {
        let candidates = self.packs.world.named(spelling);
        let slot = role.and_then(|r| self.packs.frames.get(kind)?.roles.get(&r));
        let fits = |id: &&EntityId| {
            let found = self.packs.world.entities.get(*id);
            found.is_some_and(|e| slot.is_none_or(|s| s.kinds.contains(&e.kind)))
        };
        candidates.iter().find(fits).or(candidates.first()).cloned()
    }
}

/// The strings of a value, one level deep.
fn spellings(value: &Value) -> impl Iterator<Item = &str> {
    let list = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
    list.iter().filter_map(Value::as_str).filter(|s| !s.trim().is_empty())
}
