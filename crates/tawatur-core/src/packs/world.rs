//! The named world: entities of `world/` and `conflicts/`, and an index from folded spelling to entity.
//!
//! A table is any `.tsv` below those folders whose first column is `id`. Names in further languages may stand in
//! `lang/<xx>/names.tsv` (`id`, `name`, `aliases`), so that a new language edits no existing file.

use super::{Language, PackFile, Problems, Table};
use crate::model::{Entity, EntityId, Lang, OutletKind};
use crate::text::fold_str;
use std::collections::{BTreeMap, HashMap};

/// Columns every entity table may have, beside `<lang>` and `alias_<lang>` for each language pack.
const COLUMNS: [&str; 18] = [
    "id",
    "kind",
    "generic",
    "wikidata",
    "geonames",
    "pcode",
    "lat",
    "lon",
    "part_of",
    "place_kind",
    "country",
    "outlet_kind",
    "side",
    "codes",
    "from",
    "to",
    "context",
    "alias",
];

/// The named world.
#[derive(Debug, Default)]
pub struct World {
    /// Entities by id.
    pub entities: BTreeMap<EntityId, Entity>,
    /// Folded spelling to the entities that bear it, in the order of the packs.
    pub spellings: HashMap<String, Vec<EntityId>>,
}

impl World {
    /// The entities that bear a spelling, whatever its case, accents or hamzas.
    #[must_use]
    pub fn named(&self, spelling: &str) -> &[EntityId] {
        self.spellings.get(&fold_str(spelling)).map_or(&[], Vec::as_slice)
    }

    fn add(&mut self, entity: Entity) {
        for spelling in entity.names.values().chain(&entity.aliases) {
            let ids = self.spellings.entry(fold_str(spelling)).or_default();
            if !ids.contains(&entity.id) {
                ids.push(entity.id.clone());
            }
        }
        self.entities.insert(entity.id.clone(), entity);
    }
}

/// Reads every entity table.
pub(super) fn load(
    files: &[PackFile<'_>],
    languages: &BTreeMap<Lang, Language>,
    problems: &mut Problems,
) -> World {
    let mut world = World::default();
    let mut columns: Vec<String> = COLUMNS.iter().map(|&c| c.to_owned()).collect();
    for code in languages.keys() {
        columns.extend([code.to_string(), format!("alias_{code}")]);
    }
    let known: Vec<&str> = columns.iter().map(String::as_str).collect();
    for &file in files {
        let of_world =
            (file.0.starts_with("world/") || file.0.starts_with("conflicts/")) && file.0.ends_with(".tsv");
        if !of_world || file.0.ends_with("ORIGINS.tsv") {
            continue;
        }
        let table = Table::read(file, &known, problems);
        for row in &table.rows {
            if let Some(entity) = entity(&table, row, languages, problems) {
                world.add(entity);
            }
        }
    }
    world
}

fn entity(
    table: &Table<'_>,
    row: &super::Row<'_>,
    languages: &BTreeMap<Lang, Language>,
    problems: &mut Problems,
) -> Option<Entity> {
    let id = table.cell(row, "id");
    let Some(kind) = super::language::kind(table.cell(row, "kind")).filter(|_| !id.is_empty()) else {
        problems.at(
            table.file,
            row.line,
            1,
            format!("needs an `id` and a `kind` of the codebook, not `{}`", table.cell(row, "kind")),
        );
        return None;
    };
    let mut entity = Entity::new(EntityId::new(id), kind);
    let text = |column| Some(table.cell(row, column)).filter(|c| !c.is_empty()).map(str::to_owned);
    let link = |column| text(column).map(|id: String| EntityId::new(id));
    for &code in languages.keys() {
        let mut names = table.values(row, code.as_str()).map(str::to_owned);
        if let Some(first) = names.next() {
            entity.names.insert(code, first);
        }
        entity.aliases.extend(names);
        entity.aliases.extend(table.values(row, &format!("alias_{code}")).map(str::to_owned));
    }
    entity.aliases.extend(table.values(row, "alias").map(str::to_owned));
    entity.generic = table.cell(row, "generic") == "yes";
    entity.wikidata = text("wikidata");
    entity.geonames = text("geonames");
    entity.pcode = text("pcode");
    entity.part_of = link("part_of");
    entity.country = link("country");
    entity.place_kind = text("place_kind");
    entity.side = text("side");
    entity.codes = table.values(row, "codes").map(str::to_owned).collect();
    entity.outlet_kind =
        text("outlet_kind").and_then(|k| serde_json::from_value::<OutletKind>(k.into()).ok());
    if let (Ok(lat), Ok(lon)) = (table.cell(row, "lat").parse(), table.cell(row, "lon").parse()) {
        entity.point = Some((lat, lon));
    }
    for (column, field) in [("from", &mut entity.from), ("to", &mut entity.to)] {
        let cell = table.cell(row, column);
        match cell.parse() {
            Ok(date) => *field = Some(date),
            Err(_) if cell.is_empty() => {}
            Err(_) => problems.at(
                table.file,
                row.line,
                1,
                format!("`{cell}` in `{column}` is no date; write 2018-07-31"),
            ),
        }
    }
    Some(entity)
}
