//! Groups of reports that tell of one event: the best links first, as long as the mean over all pairs holds and no
//! pair is kept apart. What people said comes before every link.

use super::compare::Scale;
use super::{Ruling, rule};
use crate::model::{Judgement, Relation, Subject};
use std::collections::{BTreeMap, BTreeSet};

/// Members of each group that are compared before two groups are joined; the mean of more tells little more.
const COMPARED: usize = 16;

/// What was gathered: the joins made, best first, and the group of each report.
pub(super) struct Gathered {
    joins: Vec<(f32, usize, usize)>,
    pub groups: Vec<usize>,
}

/// Gathers reports into groups, each for one event.
pub(super) fn gather(pairs: &[(usize, usize)], rulings: &[Ruling], scale: &Scale<'_>) -> Gathered {
    let mut groups = Groups::new(scale.sketches.len());
    for ruling in rulings {
        if ruling.same {
            groups.join(ruling.left, ruling.right);
        } else {
            groups.keep_apart(ruling.left, ruling.right);
        }
    }
    let mut scored: Vec<(f32, usize, usize)> =
        pairs.iter().filter_map(|&(a, b)| scale.link(a, b).map(|score| (score, a, b))).collect();
    // Best first; ties by the ids of the reports, which stay when documents are added.
    let id = |k: usize| &scale.sketches[k].report.id;
    scored.sort_by(|x, y| y.0.total_cmp(&x.0).then_with(|| (id(x.1), id(x.2)).cmp(&(id(y.1), id(y.2)))));
    let mut joins = Vec::new();
    for (score, a, b) in scored {
        if groups.may_join(a, b, scale) {
            groups.join(a, b);
            joins.push((score, a, b));
        }
    }
    Gathered { joins, groups: groups.of }
}

impl Gathered {
    /// Judgements: what people said, then one for every join with its reasons.
    pub fn judgements(&self, rulings: &[Ruling], scale: &Scale<'_>) -> Vec<Judgement> {
        let mut judgements: Vec<Judgement> = rulings.iter().map(|ruling| ruled(ruling, scale)).collect();
        for &(score, a, b) in &self.joins {
            let reasons = scale.compare(a, b).map(|parts| parts.reasons()).unwrap_or_default();
            judgements.push(rule(
                Relation::Same,
                subject(scale, a),
                subject(scale, b),
                logistic(score),
                reasons,
            ));
        }
        judgements
    }
}

fn subject(scale: &Scale<'_>, at: usize) -> Subject {
    Subject::Report(scale.sketches[at].report.id.clone())
}

fn ruled(ruling: &Ruling, scale: &Scale<'_>) -> Judgement {
    Judgement {
        relation: if ruling.same { Relation::Same } else { Relation::Different },
        left: subject(scale, ruling.left),
        right: subject(scale, ruling.right),
        made_by: ruling.by.clone(),
        weight: 1.0,
        reasons: vec![format!("decision {}", ruling.decision)],
    }
}

fn logistic(score: f32) -> f32 {
    1.0 / (1.0 + (-score).exp())
}

/// Reports in groups.
struct Groups {
    of: Vec<usize>,
    members: BTreeMap<usize, Vec<usize>>,
    apart: BTreeSet<(usize, usize)>,
}

impl Groups {
    fn new(len: usize) -> Self {
        Self {
            of: (0..len).collect(),
            members: (0..len).map(|k| (k, vec![k])).collect(),
            apart: BTreeSet::new(),
        }
    }

    fn keep_apart(&mut self, a: usize, b: usize) {
        self.apart.insert((a.min(b), a.max(b)));
    }

    fn join(&mut self, a: usize, b: usize) {
        let (to, from) = (self.of[a].min(self.of[b]), self.of[a].max(self.of[b]));
        if to == from {
            return;
        }
        let moved = self.members.remove(&from).unwrap_or_default();
        for &member in &moved {
            self.of[member] = to;
        }
        let members = self.members.entry(to).or_default();
        members.extend(moved);
        members.sort_unstable();
    }

    /// True when the mean over the pairs of both groups holds and none of them is kept apart.
    fn may_join(&self, a: usize, b: usize, scale: &Scale<'_>) -> bool {
        let (left, right) = (self.of[a], self.of[b]);
        if left == right {
            return false;
        }
        let (left, right) = (&self.members[&left], &self.members[&right]);
        let ruled_out = |x: usize, y: usize| self.apart.contains(&(x.min(y), x.max(y)));
        if !self.apart.is_empty() && left.iter().any(|&x| right.iter().any(|&y| ruled_out(x, y))) {
            return false;
        }
        let (mut sum, mut compared) = (0.0f32, 0u16);
        for &x in left.iter().take(COMPARED) {
            for &y in right.iter().take(COMPARED) {
                let score = scale.score(x, y);
                if score <= scale.packs.linking.never {
                    return false;
                }
                sum += score;
                compared += 1;
            }
        }
        sum / f32::from(compared.max(1)) >= scale.packs.linking.join
    }
}
