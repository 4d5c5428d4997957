//! The named world: entities of `world/` and `conflicts/`, and an index from spelling to entity.
//!
//! A table is any `.tsv` below those folders whose first column is `id`. Nationality adjectives stand in
//! `lang/<xx>/demonyms.tsv`; names in a language that the tables have no column for in `lang/<xx>/names.tsv`. Finding names in text is `extract`'s work, matching unlike spellings `link`'s.

use super::{Language, PackFile, Problems, Row, Table};
use crate::model::{Entity, EntityId, Lang, OutletKind};
use crate::text::{NameKey, fold_str, name_words};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// Columns every entity table may have, beside `<lang>` and `alias_<lang>` for each language pack.
const COLUMNS: [&str; 21] = [
    "id",
    "kind",
    "generic",
    "concept",
    "wikidata",
    "geonames",
    "pcode",
    "lat",
    "lon",
    "part_of",
    "place_kind",
    "country",
    "outlet_kind",
    "domain",
    "owner",
    "side",
    "codes",
    "from",
    "to",
    "context",
    "alias",
];

/// Columns of `demonyms.tsv`.
const DEMONYM_COLUMNS: [&str; 2] = ["country", "words"];

/// About how many spellings an entity has.
const SPELLINGS: usize = 5;

/// Columns of `names.tsv`.
const NAME_COLUMNS: [&str; 2] = ["id", "names"];

/// Mark before a spelling that counts only in a text about the entity's country.
const AT_HOME: char = '~';

/// Mark before a spelling that is a common word: it counts only when the text marks it as a name.
const MARKED: char = '!';

/// The kind of place, and the concept of the noun, that means the capital of a country.
const CAPITAL: &str = "capital";

/// When a spelling counts as a name of its entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Condition {
    /// Always.
    Always,
    /// In a text about the country or conflict of the entity (`~`).
    AtHome,
    /// When a word such as "channel" introduces it, or quotation marks hold it, or it speaks (`!`).
    Marked,
}

/// One spelling of one entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bearing {
    /// Whose.
    pub entity: EntityId,
    /// When it counts.
    pub condition: Condition,
    /// True for each word that the pack writes with the Arabic article; first word in the lowest bit.
    pub articles: u32,
    /// True when the pack writes it in capitals alone (an acronym): so must the text.
    pub acronym: bool,
    /// True when the pack writes its first letter as a capital: so must the text, in scripts that have them.
    pub capital: bool,
}

/// All that bear one spelling, in the order of the packs.
#[derive(Debug, Clone, Default)]
pub struct Bearers {
    /// Who.
    pub entities: Vec<EntityId>,
    /// How each writes it, in the same order.
    pub spellings: Vec<Bearing>,
}

/// The named world.
#[derive(Debug, Default)]
pub struct World {
    /// Entities by id.
    pub entities: FxHashMap<EntityId, Entity>,
    /// Spellings by their words, in the order of the packs. The key is what `text::name_words` joins with spaces.
    pub spellings: FxHashMap<String, Bearers>,
    /// Longest spelling that begins with a word, in words.
    pub longest: FxHashMap<String, u8>,
    /// Countries by folded nationality adjective or demonym. The flag tells that it counts at home only.
    pub demonyms: FxHashMap<String, Vec<(EntityId, Condition)>>,
    /// Entities by the institution they are (`army`) and their country.
    pub institutions: FxHashMap<(String, EntityId), EntityId>,
    /// Outlets by the domains of their sites.
    pub domains: FxHashMap<String, EntityId>,
    /// Entities below each entity (`part_of`).
    pub parts: FxHashMap<EntityId, Vec<EntityId>>,
}

impl World {
    /// The entities that bear a spelling, whatever its case, accents, hamzas, hyphens or articles.
    #[must_use]
    pub fn named(&self, spelling: &str) -> &[EntityId] {
        self.spellings.get(&name_words(spelling).key()).map_or(&[], |bearers| &bearers.entities)
    }

    /// The entities that bear a spelling in every text, whatever it is about.
    pub fn named_anywhere(&self, spelling: &str) -> impl Iterator<Item = &EntityId> + use<'_> {
        let bearers = self.spellings.get(&name_words(spelling).key());
        let always = bearers.into_iter().flat_map(|b| &b.spellings);
        always.filter(|b| b.condition == Condition::Always).map(|b| &b.entity)
    }

    /// The outlet whose site an address or a domain belongs to.
    #[must_use]
    pub fn outlet_at(&self, address: &str) -> Option<&EntityId> {
        let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
        let mut host = rest.split(['/', '?', '#', ':']).next()?;
        loop {
            if let Some(outlet) = self.domains.get(host) {
                return Some(outlet);
            }
            host = host.split_once('.')?.1;
        }
    }

    /// The country of an entity: its own, that of what it is part of, or itself.
    #[must_use]
    pub fn country(&self, id: &EntityId) -> Option<&EntityId> {
        let mut entity = self.entities.get(id)?;
        // Chains of places and units are short; the bound guards against a circle in a pack.
        for _ in 0..8 {
            if entity.place_kind.as_deref() == Some("country") {
                return Some(&entity.id);
            }
            if let Some(country) = &entity.country {
                return Some(country);
            }
            entity = self.entities.get(entity.part_of.as_ref()?)?;
        }
        None
    }

    /// Every entity that an entity is part of, nearest first.
    pub fn above<'a>(&'a self, id: &EntityId) -> impl Iterator<Item = &'a Entity> + use<'a> {
        let up = |e: &Entity| e.part_of.as_ref().and_then(|p| self.entities.get(p));
        std::iter::successors(self.entities.get(id).and_then(up), move |e| up(e)).take(8)
    }

    fn add(&mut self, entity: Entity, spellings: &[(Condition, &str)], name: &mut NameKey) {
        self.spell(&entity.id, spellings, name);
        if let Some(part_of) = &entity.part_of {
            self.parts.entry(part_of.clone()).or_default().push(entity.id.clone());
        }
        self.entities.insert(entity.id.clone(), entity);
    }

    /// Adds spellings of an entity to the index.
    fn spell(&mut self, id: &EntityId, spellings: &[(Condition, &str)], name: &mut NameKey) {
        for (k, &(condition, spelling)) in spellings.iter().enumerate() {
            // One spelling often serves two languages.
            if spellings[..k].iter().any(|&(earlier, known)| known == spelling && earlier <= condition) {
                continue;
            }
            name.fill(spelling);
            if name.words == 0 {
                continue;
            }
            let words = name.words.min(usize::from(u8::MAX)) as u8;
            match self.longest.get_mut(name.first()) {
                Some(longest) => *longest = words.max(*longest),
                None => drop(self.longest.insert(name.first().to_owned(), words)),
            }
            let capital = spelling.chars().any(char::is_uppercase);
            let acronym = capital && !spelling.chars().any(char::is_lowercase) && name.words == 1;
            let articles = name.articles;
            let spelling = Bearing { entity: id.clone(), condition, articles, acronym, capital };
            let Some(all) = self.spellings.get_mut(name.key.as_str()) else {
                // Most have one bearer: lists of exactly one.
                let only = Bearers { entities: vec![id.clone()], spellings: vec![spelling] };
                self.spellings.insert(name.key.clone(), only);
                continue;
            };
            match all.spellings.iter_mut().find(|s| s.entity == spelling.entity) {
                Some(known) if known.condition <= spelling.condition => {}
                Some(known) => *known = spelling,
                None => {
                    all.entities.push(id.clone());
                    all.spellings.push(spelling);
                }
            }
        }
    }
}

/// Reads every entity table and every list of demonyms.
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
    let names: Vec<(Lang, String)> = languages.keys().map(|&code| (code, format!("alias_{code}"))).collect();
    let mut name = NameKey::default();
    let is_table = |file: &&PackFile<'_>| file.0.ends_with(".tsv") && !file.0.ends_with("ORIGINS.tsv");
    let is_world = |file: &&PackFile<'_>| file.0.starts_with("world/") || file.0.starts_with("conflicts/");
    let tables = files.iter().filter(is_table).filter(is_world);
    let tables: Vec<Table<'_>> = tables.map(|&file| Table::read(file, &known, problems)).collect();
    // Room for all at once: growing by and by would move them several times.
    let rows = tables.iter().map(|table| table.rows.len()).sum();
    world.entities.reserve(rows);
    world.spellings.reserve(SPELLINGS * rows);
    for table in &tables {
        for row in &table.rows {
            if let Some((entity, spellings)) = read_entity(table, row, &names, &mut world, problems) {
                world.add(entity, &spellings, &mut name);
            }
        }
    }
    let is_demonyms = |f: &&PackFile<'_>| f.0.starts_with("lang/") && f.0.ends_with("/demonyms.tsv");
    for &file in files.iter().filter(is_demonyms) {
        let table = Table::read(file, &DEMONYM_COLUMNS, problems);
        for row in &table.rows {
            for word in table.values(row, "words") {
                let (condition, word) = condition(word);
                let countries = world.demonyms.entry(fold_str(word)).or_default();
                countries.push((EntityId::new(table.cell(row, "country")), condition));
            }
        }
    }
    // Names of a language come last: the entities they belong to may stand in any table.
    for code in languages.keys() {
        let path = format!("lang/{code}/names.tsv");
        for &file in files.iter().filter(|f| f.0 == path) {
            read_names(file, *code, &mut world, &mut name, problems);
        }
    }
    world
}

/// Reads what a language calls entities of the tables.
fn read_names(
    file: PackFile<'_>,
    code: Lang,
    world: &mut World,
    name: &mut NameKey,
    problems: &mut Problems,
) {
    let table = Table::read(file, &NAME_COLUMNS, problems);
    for row in &table.rows {
        let id = EntityId::new(table.cell(row, "id"));
        let spellings: Vec<_> = table.values(row, "names").map(condition).collect();
        let Some(entity) = world.entities.get_mut(&id) else {
            problems.at(
                file.0,
                row.line,
                1,
                format!("no table below `world` or `conflicts` has the id `{id}`"),
            );
            continue;
        };
        if let Some((first, aliases)) = spellings.split_first() {
            entity.names.entry(code).or_insert_with(|| first.1.to_owned());
            entity.aliases.extend(aliases.iter().map(|alias| alias.1.to_owned()));
        }
        world.spell(&id, &spellings, name);
    }
}

/// Splits the mark off a spelling.
fn condition(spelling: &str) -> (Condition, &str) {
    match spelling.chars().next() {
        Some(AT_HOME) => (Condition::AtHome, &spelling[1..]),
        Some(MARKED) => (Condition::Marked, &spelling[1..]),
        _ => (Condition::Always, spelling),
    }
}

/// The entity of a row with its spellings; `names` are the languages with the column of other spellings in each.
fn read_entity<'a>(
    table: &Table<'a>,
    row: &Row<'a>,
    names: &[(Lang, String)],
    world: &mut World,
    problems: &mut Problems,
) -> Option<(Entity, Vec<(Condition, &'a str)>)> {
    let id = table.cell(row, "id");
    let Some(kind) = super::language::kind(table.cell(row, "kind")).filter(|_| !id.is_empty()) else {
        let kind = table.cell(row, "kind");
        problems.at(
            table.file,
            row.line,
            1,
            format!("needs an `id` and a `kind` of the codebook, not `{kind}`"),
        );
        return None;
    };
    let mut entity = Entity::new(EntityId::new(id), kind);
    let mut spellings = Vec::new();
    for (code, others) in names {
        let names = table.values(row, code.as_str()).chain(table.values(row, others));
        for (k, spelling) in names.map(condition).enumerate() {
            if k == 0 {
                entity.names.insert(*code, spelling.1.to_owned());
            } else {
                entity.aliases.push(spelling.1.to_owned());
            }
            spellings.push(spelling);
        }
    }
    for spelling in table.values(row, "alias").map(condition) {
        entity.aliases.push(spelling.1.to_owned());
        spellings.push(spelling);
    }
    fill(table, row, &mut entity, problems);
    if let Some(country) = &entity.country {
        if entity.place_kind.as_deref() == Some(CAPITAL) {
            world.institutions.insert((CAPITAL.to_owned(), country.clone()), entity.id.clone());
        }
        for concept in table.values(row, "concept") {
            world.institutions.insert((concept.to_owned(), country.clone()), entity.id.clone());
        }
    }
    for domain in table.values(row, "domain") {
        world.domains.insert(domain.to_owned(), entity.id.clone());
    }
    Some((entity, spellings))
}

/// Fills everything but names.
fn fill(table: &Table<'_>, row: &Row<'_>, entity: &mut Entity, problems: &mut Problems) {
    let text = |column| Some(table.cell(row, column)).filter(|c| !c.is_empty()).map(str::to_owned);
    let link = |column| text(column).map(|id: String| EntityId::new(id));
    entity.generic = table.cell(row, "generic") == "yes";
    entity.wikidata = text("wikidata");
    entity.geonames = text("geonames");
    entity.pcode = text("pcode");
    entity.part_of = link("part_of");
    entity.country = link("country");
    entity.place_kind = text("place_kind");
    entity.owner = text("owner");
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
}
