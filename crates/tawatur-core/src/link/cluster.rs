//! Groups of reports that tell of one event: the best links first, as long as the mean over all pairs holds and no
//! pair is kept apart. What people said comes before every link.

use super::candidates::{Candidates, is_worth};
use super::compare::Scale;
use super::{Ruling, rule};
use crate::model::{Judgement, Relation, Subject, Workers};
use rustc_hash::{FxHashMap, FxHashSet};

/// Members of each group that are compared before two groups are joined; the mean of more tells little more.
const COMPARED: usize = 16;

/// A pair with its score.
pub(super) type Scored = (f32, u32, u32);

/// What was gathered: the joins made, best first, and the group of each report.
pub(super) struct Gathered {
    joins: Vec<Scored>,
    pub groups: Vec<u32>,
}

/// The pairs that may be joined, with their scores, best first.
pub(super) fn scored(candidates: &Candidates, scale: &Scale<'_>, workers: &dyn Workers) -> Vec<Scored> {
    let worth = |a: usize, b: usize, under| is_worth(&scale.sketches[a], &scale.sketches[b], under);
    let mut scored = candidates.scored(workers, worth, |a, b| scale.link(a, b));
    best_first(&mut scored, scale);
    scored
}

/// The same, now that the scale knows which documents tell one story: where two reports stand in two documents of one
/// story they are compared again, and so are the pairs that only the story brings together.
pub(super) fn scored_anew(
    candidates: Candidates,
    before: Vec<Scored>,
    scale: &Scale<'_>,
    workers: &dyn Workers,
) -> Vec<Scored> {
    let sketches = scale.sketches;
    let worth =
        |a: usize, b: usize, under| scale.tell_one_story(a, b) && is_worth(&sketches[a], &sketches[b], under);
    let mut scored = candidates.scored(workers, worth, |a, b| scale.link(a, b));
    drop(candidates);
    let bare = |a: usize, b: usize, _| sketches[a].is_bare() || sketches[b].is_bare();
    let more = Candidates::sharing_stories(sketches, &scale.told, scale.packs, workers);
    // Within one document nothing changes with its story.
    let link = |a: usize, b: usize| scale.tell_one_story(a, b).then(|| scale.link(a, b)).flatten();
    scored.extend(more.scored(workers, bare, link));
    scored.extend(before.into_iter().filter(|&(_, a, b)| !scale.tell_one_story(a as usize, b as usize)));
    best_first(&mut scored, scale);
    scored.dedup();
    scored
}

/// Ties by the ids of the reports, which stay when documents are added.
fn best_first(scored: &mut [Scored], scale: &Scale<'_>) {
    let rank = |k: u32| scale.ranks[k as usize];
    scored.sort_unstable_by(|x, y| {
        y.0.total_cmp(&x.0).then_with(|| (rank(x.1), rank(x.2)).cmp(&(rank(y.1), rank(y.2))))
    });
}

/// Gathers reports into groups, each for one event; `scored` holds the links, best first.
pub(super) fn gather(scored: &[Scored], rulings: &[Ruling], scale: &Scale<'_>) -> Gathered {
    let mut groups = Groups::new(scale.sketches.len());
    for ruling in rulings {
        if ruling.same {
            groups.join(ruling.left, ruling.right);
        } else {
            groups.keep_apart(ruling.left, ruling.right);
        }
    }
    let mut joins = Vec::new();
    for &(score, a, b) in scored {
        if groups.may_join(a as usize, b as usize, scale) {
            groups.join(a as usize, b as usize);
            joins.push((score, a, b));
        }
    }
    Gathered { joins, groups: groups.all() }
}

impl Gathered {
    /// Judgements: what people said, then one for every join with its reasons.
    pub fn judgements(&self, rulings: &[Ruling], scale: &Scale<'_>, workers: &dyn Workers) -> Vec<Judgement> {
        let joined = |&(score, a, b): &Scored| {
            let (a, b) = (a as usize, b as usize);
            let reasons = scale.compare(a, b).map(|parts| parts.reasons()).unwrap_or_default();
            rule(Relation::Same, subject(scale, a), subject(scale, b), logistic(score), reasons)
        };
        let mut judgements: Vec<Judgement> = rulings.iter().map(|ruling| ruled(ruling, scale)).collect();
        let joined = workers.stretches(&self.joins, |joins| joins.iter().map(joined).collect::<Vec<_>>());
        judgements.extend(joined.into_iter().flatten());
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

/// Reports in groups, each known by its lowest member.
struct Groups {
    /// For each report one nearer to the lowest member of its group.
    towards: Vec<u32>,
    /// For the lowest member of each group its lowest members, as many as are compared.
    first: Vec<Vec<u32>>,
    /// For the lowest member of each group those of its members of which people said that they are kept apart from
    /// others.
    ruled: FxHashMap<u32, Vec<u32>>,
    apart: FxHashSet<(u32, u32)>,
    /// Groups that were not joined, by their lowest members, as they were then: how many members each had.
    refused: FxHashMap<(u32, u32), (u32, u32)>,
    size: Vec<u32>,
}

impl Groups {
    fn new(len: usize) -> Self {
        // Reports are fewer than four thousand million.
        let all = || 0..len as u32;
        Self {
            towards: all().collect(),
            first: all().map(|k| vec![k]).collect(),
            ruled: FxHashMap::default(),
            apart: FxHashSet::default(),
            refused: FxHashMap::default(),
            size: vec![1; len],
        }
    }

    /// The lowest member of a report's group.
    fn of(&mut self, k: usize) -> u32 {
        let mut k = k as u32;
        while self.towards[k as usize] != k {
            let next = self.towards[self.towards[k as usize] as usize];
            self.towards[k as usize] = next;
            k = next;
        }
        k
    }

    /// The group of each report.
    fn all(mut self) -> Vec<u32> {
        (0..self.towards.len()).map(|k| self.of(k)).collect()
    }

    fn keep_apart(&mut self, a: usize, b: usize) {
        let (of_a, of_b) = (self.of(a), self.of(b));
        let (a, b) = (a as u32, b as u32);
        self.ruled.entry(of_a).or_default().push(a);
        self.ruled.entry(of_b).or_default().push(b);
        self.apart.insert((a.min(b), a.max(b)));
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.of(a), self.of(b));
        let (to, from) = (a.min(b), a.max(b));
        if to == from {
            return;
        }
        self.towards[from as usize] = to;
        self.size[to as usize] += self.size[from as usize];
        let moved = std::mem::take(&mut self.first[from as usize]);
        let first = &mut self.first[to as usize];
        first.extend(moved);
        first.sort_unstable();
        first.truncate(COMPARED);
        if let Some(moved) = self.ruled.remove(&from) {
            self.ruled.entry(to).or_default().extend(moved);
        }
    }

    /// True when the mean over the pairs of both groups holds and none of them is kept apart.
    fn may_join(&mut self, a: usize, b: usize, scale: &Scale<'_>) -> bool {
        let (a, b) = (self.of(a), self.of(b));
        if a == b {
            return false;
        }
        let groups = (a.min(b), a.max(b));
        let sizes = (self.size[groups.0 as usize], self.size[groups.1 as usize]);
        if self.refused.get(&groups) == Some(&sizes) {
            return false;
        }
        let joined = !self.kept_apart(a, b) && self.mean_holds(a, b, scale);
        if !joined {
            self.refused.insert(groups, sizes);
        }
        joined
    }

    fn kept_apart(&self, a: u32, b: u32) -> bool {
        let (Some(left), Some(right)) = (self.ruled.get(&a), self.ruled.get(&b)) else { return false };
        left.iter().any(|&x| right.iter().any(|&y| self.apart.contains(&(x.min(y), x.max(y)))))
    }

    fn mean_holds(&self, a: u32, b: u32, scale: &Scale<'_>) -> bool {
        let (mut sum, mut compared) = (0.0f32, 0u16);
        for &x in &self.first[a as usize] {
            for &y in &self.first[b as usize] {
                let score = scale.score(x as usize, y as usize);
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
