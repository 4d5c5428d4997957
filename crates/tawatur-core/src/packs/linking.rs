//! The weights of linking: one table, `world/linking.toml`, read into numbers. Comparing is the work of `link`.

use super::{PackFile, Problems, toml};
use crate::model::EventType;
use serde::Deserialize;
use std::collections::BTreeMap;

/// Where the table stands.
const FILE: &str = "world/linking.toml";

/// Every weight of linking, in logits. The default links nothing.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)] // each weight is explained where its value stands, in the table
pub struct Linking {
    pub link: f32,
    pub join: f32,
    pub never: f32,
    pub prior: f32,
    pub same_type: f32,
    pub one_document: f32,
    pub goes_on: f32,
    pub one_story: f32,
    pub terms: f32,
    pub time: TimeWeights,
    pub place: PlaceWeights,
    pub actor: ActorWeights,
    pub figure: FigureWeights,
    pub mode: ModeWeights,
    pub kindred: KindredWeights,
    #[serde(default)]
    pub bond: Vec<Bond>,
    /// What is added for reports of a type, by type.
    #[serde(default)]
    pub readiness: BTreeMap<EventType, f32>,
}

/// Weights of when.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct TimeWeights {
    pub same_day: f32,
    pub in_period: f32,
    pub same_period: f32,
    pub in_year: f32,
    pub next_day: f32,
    pub near: f32,
    pub apart: f32,
    pub apart_lasting: f32,
    pub apart_lasting_far: f32,
    pub phase_days: i32,
    pub untold: f32,
    pub untold_far: f32,
    pub untold_late: f32,
    pub late_days: i32,
    pub recent_days: i32,
    pub taken: f32,
    pub taken_both: f32,
    pub taken_days: i32,
    pub taken_apart: f32,
}

/// Weights of where.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct PlaceWeights {
    pub same: f32,
    pub part: f32,
    pub alike: f32,
    pub wide: f32,
    pub doubt: f32,
    pub differ: f32,
    pub part_of_list: f32,
    pub taken_meets: f32,
    pub taken_both: f32,
    pub taken_differs: f32,
    pub untold: f32,
    pub route: f32,
    pub route_differs: f32,
}

/// Weights of who and whom.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct ActorWeights {
    pub same: f32,
    pub kin: f32,
    pub comparable: f32,
    pub differ: f32,
    pub doubt: f32,
}

/// Weights of figures.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct FigureWeights {
    pub equal: f32,
    pub equal_small: f32,
    pub small: f64,
    pub close: f32,
    pub differ_here: f32,
    pub differ: f32,
    pub far: f32,
    pub far_ratio: f64,
}

/// Weights of modes.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct ModeWeights {
    pub habitual: f32,
    pub unreal: f32,
    pub denial: f32,
    pub of_a_deal: f32,
}

/// Weights of documents that tell of one happening.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct KindredWeights {
    pub link: f32,
    pub join: f32,
    pub name: f32,
    pub names: f32,
    pub common: f32,
    pub gathered_days: u16,
    pub scattered: f32,
    /// Up to so many days apart, so much of the likeness counts.
    pub fading: Vec<(u16, f32)>,
    pub beyond: f32,
}

/// Types that may tell of one happening.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bond {
    /// The types.
    pub types: Vec<EventType>,
    /// How readily.
    pub weight: f32,
}

impl Linking {
    /// How readily reports of two types tell of one event; `None` when they never do.
    #[must_use]
    pub fn bond(&self, a: &EventType, b: &EventType) -> Option<f32> {
        let readiness = |kind| self.readiness.get(kind).copied().unwrap_or(0.0);
        if a == b {
            return Some(self.same_type + readiness(a));
        }
        let both = |bond: &&Bond| bond.types.contains(a) && bond.types.contains(b);
        let weights = self.bond.iter().filter(both).map(|bond| bond.weight);
        weights.reduce(f32::max).map(|weight| weight + readiness(a).min(readiness(b)))
    }
}

impl Linking {
    /// The most that place, actors, figures, mode and terms can add to what type, document and time say.
    #[must_use]
    pub fn most_of_the_rest(&self) -> f32 {
        let place = self.place.same + self.place.route;
        let figures = self.figure.equal.max(self.figure.equal_small) + self.figure.close;
        // Who, whom and, by half, the mediator.
        let actors = self.actor.same * 2.5;
        place + actors + figures + self.mode.denial + self.terms
    }
}

/// Reads the table; the last file of that path wins.
pub(super) fn load(files: &[PackFile<'_>], problems: &mut Problems) -> Linking {
    let last = files.iter().rev().find(|file| file.0 == FILE);
    last.and_then(|&file| toml(file, problems)).unwrap_or_default()
}
