//! Documents that tell of one happening, by the telling words and the names of their leads and by the days between
//! them. It finds documents of one language, and says nothing about their reports.

use super::{Linkable, rule};
use crate::model::{Extraction, Judgement, Relation, Subject, Workers};
use crate::packs::KindredWeights;
use jiff::civil::Date;
use rustc_hash::FxHashMap;

/// Set in the marks of names.
const NAME: u32 = Extraction::NAME;
/// Documents that word frequencies are taken over at least, so that in a small collection no word is called rare or
/// common for chance.
const BACKGROUND: f32 = 300.0;
/// Documents a word may stand in to bring two of them together; commoner words only weigh.
const RARE: usize = 60;
/// Documents that a name may stand in to speak for one happening: beyond it are names of towns and of statesmen.
const RARE_NAME: usize = 20;
/// Members of each group that are compared before two groups are joined.
const COMPARED: usize = 16;

/// Judgements that two documents tell of one happening: for each group as many as hold it together.
pub(super) fn find(
    documents: &[&Linkable],
    weights: &KindredWeights,
    workers: &dyn Workers,
) -> Vec<Judgement> {
    let leads = Leads::of(documents, weights);
    let numbers: Vec<usize> = (0..documents.len()).collect();
    let likely = |later: &[usize]| {
        let mut likely: Vec<(f32, usize, usize)> = Vec::new();
        for &b in later {
            let pairs = leads.met(b).into_iter().map(|a| (leads.likeness(a, b), a, b));
            likely.extend(pairs.filter(|(likeness, ..)| *likeness >= weights.link));
        }
        likely
    };
    let mut scored = workers.stretches(&numbers, likely).concat();
    // Best first; ties by the ids of the documents, which are sorted.
    scored.sort_by(|x, y| y.0.total_cmp(&x.0).then((x.1, x.2).cmp(&(y.1, y.2))));
    let mut of: Vec<usize> = (0..documents.len()).collect();
    let mut members: Vec<Vec<usize>> = (0..documents.len()).map(|k| vec![k]).collect();
    let mut judgements = Vec::new();
    for (likeness, a, b) in scored {
        let (left, right) = (of[a].min(of[b]), of[a].max(of[b]));
        if left == right || leads.mean(&members[left], &members[right]) < weights.join {
            continue;
        }
        let moved = std::mem::take(&mut members[right]);
        moved.iter().for_each(|&k| of[k] = left);
        members[left].extend(moved);
        let subject = |k: usize| Subject::Document(documents[k].document.id.clone());
        let reasons = vec![format!("their leads share words and names ({likeness:.2})")];
        judgements.push(rule(Relation::Same, subject(a), subject(b), likeness.min(1.0), reasons));
    }
    judgements
}

/// The leads of documents, with what their words weigh.
struct Leads<'a> {
    weights: &'a KindredWeights,
    marks: Vec<&'a [u32]>,
    days: Vec<Option<Date>>,
    /// For each mark its weight, and the documents that bear it.
    known: FxHashMap<u32, (f32, Vec<usize>)>,
    lengths: Vec<f32>,
}

impl<'a> Leads<'a> {
    fn of(documents: &[&'a Linkable], weights: &'a KindredWeights) -> Self {
        let marks: Vec<&[u32]> = documents.iter().map(|d| d.extraction.lead.as_slice()).collect();
        let mut known: FxHashMap<u32, (f32, Vec<usize>)> = FxHashMap::default();
        for (k, lead) in marks.iter().enumerate() {
            lead.iter().for_each(|&mark| known.entry(mark).or_default().1.push(k));
        }
        let days: Vec<Option<Date>> = documents.iter().map(|d| d.document.published.date).collect();
        let all = BACKGROUND.max(documents.len() as f32);
        for (weight, bearers) in known.values_mut() {
            let share = bearers.len() as f32 / all;
            if share <= weights.common {
                let gathered = gathered(&days, bearers, weights.gathered_days);
                *weight = -share.ln() * (weights.scattered + (1.0 - weights.scattered) * gathered);
            }
        }
        let of_lead = |lead: &&[u32]| {
            let words = lead.iter().filter(|m| *m & NAME == 0);
            words.map(|mark| known[mark].0.powi(2)).sum::<f32>().sqrt().max(1.0)
        };
        let lengths = marks.iter().map(of_lead).collect();
        Self { weights, marks, days, known, lengths }
    }

    /// The documents before one that share two rare words with it, or a rare name.
    fn met(&self, k: usize) -> Vec<usize> {
        // A name counts twice.
        let mut met: Vec<usize> = Vec::new();
        for mark in self.marks[k] {
            let bearers = &self.known[mark].1;
            if bearers.len() <= RARE {
                let earlier = &bearers[..bearers.partition_point(|&other| other < k)];
                met.extend(earlier);
                if mark & NAME != 0 {
                    met.extend(earlier);
                }
            }
        }
        met.sort_unstable();
        met.chunk_by(|a, b| a == b).filter(|same| same.len() > 1).map(|same| same[0]).collect()
    }

    /// How alike two leads are: the cosine of their words, something for each name, less the further apart they lie.
    fn likeness(&self, a: usize, b: usize) -> f32 {
        let (mut words, mut names) = (0.0f32, 0.0f32);
        let (mut x, mut y) = (self.marks[a].iter().peekable(), self.marks[b].iter().peekable());
        let most = -(1.0 / BACKGROUND.max(self.marks.len() as f32)).ln();
        while let (Some(&&p), Some(&&q)) = (x.peek(), y.peek()) {
            if p == q {
                let (weight, bearers) = &self.known[&p];
                if p & NAME == 0 {
                    words += weight * weight;
                } else if bearers.len() <= RARE_NAME {
                    names += weight / most;
                }
            }
            if p <= q {
                x.next();
            }
            if q <= p {
                y.next();
            }
        }
        let likeness =
            words / (self.lengths[a] * self.lengths[b]) + self.weights.name * names.min(self.weights.names);
        likeness * self.fading(a, b)
    }

    fn fading(&self, a: usize, b: usize) -> f32 {
        let undated = self.weights.fading.get(1).map_or(1.0, |f| f.1);
        let (Some(p), Some(q)) = (self.days[a], self.days[b]) else { return undated };
        let apart = p.duration_since(q).as_hours().abs() / 24;
        let within = self.weights.fading.iter().find(|(days, _)| apart <= i64::from(*days));
        within.map_or(self.weights.beyond, |f| f.1)
    }

    fn mean(&self, left: &[usize], right: &[usize]) -> f32 {
        let (mut sum, mut compared) = (0.0, 0u16);
        for &a in left.iter().take(COMPARED) {
            for &b in right.iter().take(COMPARED) {
                sum += self.likeness(a.min(b), a.max(b));
                compared += 1;
            }
        }
        sum / f32::from(compared.max(1))
    }
}

/// Share of the documents that bear a mark and have another of them within so many days. What a page always says, and
/// the names of a place, stand in documents of all times; what happened, in those of some days.
fn gathered(days: &[Option<Date>], bearers: &[usize], within: u16) -> f32 {
    let mut told: Vec<Date> = bearers.iter().filter_map(|&k| days[k]).collect();
    told.sort_unstable();
    let near = |a: Date, b: Date| b.duration_since(a).as_hours() / 24 <= i64::from(within);
    let scattered = (0..told.len()).filter(|&k| {
        let before = k > 0 && near(told[k - 1], told[k]);
        let after = told.get(k + 1).is_some_and(|&next| near(told[k], next));
        !before && !after
    });
    if told.len() < 2 { 1.0 } else { 1.0 - scattered.count() as f32 / bearers.len() as f32 }
}
