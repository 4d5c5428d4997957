//! In which order listings come, and what they are sorted by: names by where they stand in each language.

use crate::Result;
use rusqlite::{Transaction, params};
use rustc_hash::FxHashMap;
use tawatur_core::model::{EntityId, Event, Lang, Record};
use tawatur_core::text::fold_str;

/// A column of a listing of events.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Column {
    /// Day; those without one last.
    #[default]
    Day,
    /// Type.
    Kind,
    /// The first place, by its name.
    Place,
    /// The first who did it, by name.
    Who,
    /// The first to whom it was done, by name.
    Whom,
    /// The largest figure, largest first.
    Figure,
    /// Reports, most first.
    Reports,
    /// Independent origins, most first.
    Origins,
}

/// An order of events; what is equal comes by day, what has nothing in the column comes last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Order {
    /// The column that decides.
    pub column: Column,
    /// The other way round.
    pub reversed: bool,
    /// In which language names are sorted.
    pub language: Option<Lang>,
}

/// Languages whose names have a rank; the last for any other.
const RANKED: [&str; 3] = ["ar", "fr", "en"];

/// The ending of a language's columns.
fn ranked(language: Option<Lang>) -> &'static str {
    let wanted = language.as_ref().map_or("", Lang::as_str);
    RANKED.into_iter().find(|known| *known == wanted).unwrap_or(RANKED[2])
}

impl Order {
    /// What stands beside `record_events e` for this order, the index that gives it without sorting all, and the order in SQL.
    pub(crate) fn sql(self) -> (&'static str, &'static str, String) {
        const BESIDE: &str = " CROSS JOIN record_sorting s ON s.event = e.position";
        let back = if self.reversed { " DESC" } else { "" };
        let by_name = |column: &str| {
            let name = format!("s.{column}_{}", ranked(self.language));
            ("record_events_slim", BESIDE, format!("{name} IS NULL, {name}{back}, e.position"))
        };
        let most = |column: &str| {
            format!("{column} IS NULL, {column}{}, e.position", if self.reversed { "" } else { " DESC" })
        };
        match self.column {
            Column::Day if self.reversed => {
                ("record_events_slim", "", "e.first IS NULL, e.position DESC".to_owned())
            }
            Column::Day => ("record_events_slim", "", "e.position".to_owned()),
            Column::Kind => ("record_events_by_type", "", format!("e.type{back}, e.position{back}")),
            Column::Place => by_name("place"),
            Column::Who => by_name("who"),
            Column::Whom => by_name("whom"),
            Column::Figure => ("record_events_slim", BESIDE, most("s.figure")),
            Column::Reports => ("record_events_slim", BESIDE, most("s.reports")),
            Column::Origins if self.reversed => {
                ("record_events_by_origins", "", "e.origins, e.position DESC".to_owned())
            }
            Column::Origins => ("record_events_by_origins", "", "e.origins DESC, e.position".to_owned()),
        }
    }
}

/// A column of the listings of names, of sources and of stories.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Of {
    /// Events, most first.
    #[default]
    Events,
    /// Name.
    Name,
    /// Kind of entity.
    Kind,
    /// What it is part of, by name.
    Whole,
    /// Events that rest on it alone, most first.
    Alone,
    /// Disputes in which it is on a side, most first.
    Disputed,
    /// Documents, most first.
    Documents,
}

/// An order of one of those listings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sorted {
    /// The column that decides.
    pub of: Of,
    /// The other way round.
    pub reversed: bool,
    /// In which language names are sorted.
    pub language: Option<Lang>,
}

impl Sorted {
    /// What stands beside the table of the listing for this order, and the order in SQL.
    pub(crate) fn sql(self) -> (String, String) {
        let by = |column: &str, most: bool| {
            let back = if self.reversed == most { "" } else { " DESC" };
            (String::new(), format!("{column}{back}, position"))
        };
        let named = |key: &str| {
            let (name, back) = (ranked(self.language), if self.reversed { " DESC" } else { "" });
            (
                format!(" LEFT JOIN record_ranks r ON r.entity = {key}"),
                format!("r.{name} IS NULL, r.{name}{back}, position"),
            )
        };
        match self.of {
            Of::Events => by("events", true),
            Of::Name => named("id"),
            Of::Kind => by("kind", false),
            Of::Whole => named("part_of"),
            Of::Alone => by("alone", true),
            Of::Disputed => by("disputed", true),
            Of::Documents => by("documents", true),
        }
    }
}

/// Where names stand among all names, in each language.
pub(crate) struct Ranks<'r>(FxHashMap<&'r EntityId, [i64; RANKED.len()]>);

impl<'r> Ranks<'r> {
    /// Ranks of all entities of a record.
    pub fn of(record: &'r Record) -> Self {
        let mut ranks: FxHashMap<&EntityId, [i64; RANKED.len()]> = FxHashMap::default();
        for (k, code) in RANKED.into_iter().enumerate() {
            let language = code.parse().unwrap_or(Lang::UNKNOWN);
            let name = |e: &'r tawatur_core::model::Entity| (fold_str(e.name(language)), &e.id);
            let mut named: Vec<(String, &EntityId)> = record.entities.iter().map(name).collect();
            named.sort_unstable();
            for ((_, id), rank) in named.into_iter().zip(0..) {
                ranks.entry(id).or_default()[k] = rank;
            }
        }
        Self(ranks)
    }

    /// Those of the first of a list; nothing for an empty one.
    fn first(&self, list: &[EntityId]) -> [Option<i64>; RANKED.len()] {
        match list.first().and_then(|id| self.0.get(id)) {
            Some(ranks) => ranks.map(Some),
            None => [None; RANKED.len()],
        }
    }
}

/// Puts what listings are sorted by; events stand in the order of their positions.
pub(crate) fn put(transaction: &Transaction<'_>, record: &Record, listed: &[&Event]) -> Result<()> {
    let ranks = Ranks::of(record);
    let mut put = transaction.prepare("INSERT INTO record_ranks VALUES (?1, ?2, ?3, ?4)")?;
    let mut all: Vec<(&&EntityId, &[i64; RANKED.len()])> = ranks.0.iter().collect();
    all.sort_unstable();
    for (id, [ar, fr, en]) in all {
        put.execute(params![id.as_str(), ar, fr, en])?;
    }
    let mut put = transaction
        .prepare("INSERT INTO record_sorting VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)")?;
    for (k, event) in (0_i64..).zip(listed) {
        let [place, who, whom] = [&event.place, &event.who, &event.whom].map(|list| ranks.first(list));
        let figure = event.counts.iter().map(|count| count.best).max_by(f64::total_cmp);
        let reports = i64::try_from(event.reports.len()).unwrap_or(i64::MAX);
        put.execute(params![
            k, place[0], place[1], place[2], who[0], who[1], who[2], whom[0], whom[1], whom[2], figure,
            reports
        ])?;
    }
    Ok(())
}
