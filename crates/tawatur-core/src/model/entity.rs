//! Whoever and whatever is named: states, forces, groups, people, places, outlets. Matching names is not done here.

use super::{EntityId, Lang};
use crate::text::{content_id, fold_str};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One entity, from a pack or known only from documents.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entity {
    /// Stable id.
    pub id: EntityId,
    /// What it is.
    pub kind: EntityKind,
    /// A class of people or things ("fighters", "residents") rather than one named entity.
    #[serde(default)]
    pub generic: bool,
    /// Preferred name by language.
    pub names: BTreeMap<Lang, String>,
    /// Every other spelling seen or known.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Wikidata item.
    #[serde(default)]
    pub wikidata: Option<String>,
    /// GeoNames number.
    #[serde(default)]
    pub geonames: Option<String>,
    /// OCHA place code.
    #[serde(default)]
    pub pcode: Option<String>,
    /// Latitude and longitude in degrees, WGS 84.
    #[serde(default)]
    pub point: Option<(f64, f64)>,
    /// What it is part of: a town of a province, a brigade of an army, an outlet of an owner.
    #[serde(default)]
    pub part_of: Option<EntityId>,
    /// Kind of place: `country`, `admin1`, `admin2`, `admin3`, `town`, `village`, `quarter`, `region`, `camp` …
    #[serde(default)]
    pub place_kind: Option<String>,
    /// The country it belongs to.
    #[serde(default)]
    pub country: Option<EntityId>,
    /// For outlets, agencies and monitors: who stands behind it.
    #[serde(default)]
    pub outlet_kind: Option<OutletKind>,
    /// For the same: who owns or runs it, in English words.
    #[serde(default)]
    pub owner: Option<String>,
    /// Side in a conflict, as its pack names it.
    #[serde(default)]
    pub side: Option<String>,
    /// CAMEO-style codes: country and sector (`SYR GOV MIL`).
    #[serde(default)]
    pub codes: Vec<String>,
    /// First day it exists or holds its post.
    #[serde(default)]
    pub from: Option<Date>,
    /// Last day.
    #[serde(default)]
    pub to: Option<Date>,
}

impl Entity {
    /// An entity with an id and a kind and nothing else known yet.
    #[must_use]
    pub fn new(id: EntityId, kind: EntityKind) -> Self {
        Self {
            id,
            kind,
            generic: false,
            names: BTreeMap::new(),
            aliases: Vec::new(),
            wikidata: None,
            geonames: None,
            pcode: None,
            point: None,
            part_of: None,
            place_kind: None,
            country: None,
            outlet_kind: None,
            owner: None,
            side: None,
            codes: Vec::new(),
            from: None,
            to: None,
        }
    }

    /// An entity that no pack knows, by one spelling. Its id is made from kind and folded spelling, so that every
    /// document and every hand that writes the same name means the same entity.
    #[must_use]
    pub fn provisional(kind: EntityKind, spelling: &str) -> Self {
        let spelling = spelling.trim();
        let mut entity = Self::new(EntityId::new(content_id("x", &[kind.name(), &fold_str(spelling)])), kind);
        entity.aliases.push(spelling.to_owned());
        entity
    }

    /// Name in a language, else in any.
    #[must_use]
    pub fn name(&self, lang: Lang) -> &str {
        self.names
            .get(&lang)
            .or_else(|| self.names.values().next())
            .or(self.aliases.first())
            .map_or("", String::as_str)
    }
}

/// What an entity is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EntityKind {
    /// One human being.
    Person,
    /// An armed or political group that is no state's force.
    Group,
    /// People without an organisation: residents, protesters, displaced.
    Crowd,
    /// A state or its government.
    State,
    /// An army, police, unit or militia of a state.
    Force,
    /// A committee, party, organisation, court, company.
    Body,
    /// A newspaper, agency, channel, site or monitor.
    Outlet,
    /// Anything on a map.
    Place,
    /// Weapons and vehicles.
    Weapon,
    /// None of these.
    Other,
}

impl EntityKind {
    /// Every kind.
    pub const ALL: [Self; 10] = [
        Self::Person,
        Self::Group,
        Self::Crowd,
        Self::State,
        Self::Force,
        Self::Body,
        Self::Outlet,
        Self::Place,
        Self::Weapon,
        Self::Other,
    ];

    /// Its name in packs, pages and exports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Group => "group",
            Self::Crowd => "crowd",
            Self::State => "state",
            Self::Force => "force",
            Self::Body => "body",
            Self::Outlet => "outlet",
            Self::Place => "place",
            Self::Weapon => "weapon",
            Self::Other => "other",
        }
    }
}

/// Who stands behind an outlet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OutletKind {
    /// A wire agency.
    Agency,
    /// Run by a state.
    State,
    /// Run by a party to the conflict.
    Party,
    /// Close to an opposition.
    Opposition,
    /// Independent or private.
    Independent,
    /// A monitoring group.
    Monitor,
    /// A non-governmental organisation.
    Ngo,
    /// A body of the United Nations.
    Un,
}
