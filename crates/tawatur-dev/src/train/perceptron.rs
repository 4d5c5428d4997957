//! The averaged perceptron (Collins 2002) on a hashed table, with averages kept up lazily.

use tawatur_core::packs::Weights;

/// Slots in which features are counted; far more than there are features.
const COUNTERS: usize = 1 << 24;

/// One weight in so many may be cut to the largest that fits.
const RARE_SIZE: usize = 2000;

/// Weights in training.
pub struct Perceptron {
    counts: Vec<u8>,
    usual: u8,
    classes: usize,
    weights: Vec<i32>,
    sums: Vec<i64>,
    stamps: Vec<u32>,
    time: u32,
}

impl Perceptron {
    /// All zero. Features seen fewer than `usual` times in the first pass get no weight, so that the others collide less.
    pub fn new(classes: usize, table: usize, usual: u8) -> Self {
        Self {
            counts: vec![0; COUNTERS],
            usual,
            classes,
            weights: vec![0; table],
            sums: vec![0; table],
            stamps: vec![0; table],
            time: 0,
        }
    }

    /// Sets `scores` to the score of every class.
    pub fn score(&self, features: &[u64], scores: &mut [i32]) {
        scores.fill(0);
        let width = scores.len();
        for &feature in features {
            let at = Weights::row(feature, self.classes, self.weights.len());
            for (score, weight) in scores.iter_mut().zip(&self.weights[at..at + width]) {
                *score += weight;
            }
        }
    }

    /// Counts features; to be done throughout the first pass.
    pub fn count(&mut self, features: &[u64]) {
        for &feature in features {
            let counter = &mut self.counts[feature as usize % COUNTERS];
            *counter = counter.saturating_add(1);
        }
    }

    /// Counts one decision.
    pub fn tick(&mut self) {
        self.time += 1;
    }

    /// Moves the weights of a class.
    pub fn update(&mut self, features: &[u64], class: usize, by: i32) {
        for &feature in features {
            if self.counts[feature as usize % COUNTERS] < self.usual {
                continue;
            }
            let at = Weights::row(feature, self.classes, self.weights.len()) + class;
            self.sums[at] += i64::from(self.weights[at]) * i64::from(self.time - self.stamps[at]);
            self.stamps[at] = self.time;
            self.weights[at] += by;
        }
    }

    /// Adds the averages of the weights to a sum, which is empty or as long as the table.
    pub fn add_to(&self, sum: &mut Vec<f64>) {
        sum.resize(self.weights.len(), 0.0);
        for (at, sum) in sum.iter_mut().enumerate() {
            let total = self.sums[at] + i64::from(self.weights[at]) * i64::from(self.time - self.stamps[at]);
            *sum += total as f64 / f64::from(self.time.max(1));
        }
    }

    /// Averages scaled to small integers.
    pub fn weights(classes: usize, averages: &[f64]) -> Weights {
        let mut sizes: Vec<f64> = averages.iter().map(|a| a.abs()).filter(|a| *a > 0.0).collect();
        sizes.sort_by(f64::total_cmp);
        // A few very large weights would squeeze all others into a handful of steps.
        let top = sizes
            .len()
            .checked_sub(sizes.len() / RARE_SIZE + 1)
            .and_then(|k| sizes.get(k))
            .copied()
            .unwrap_or(1.0);
        let scale = f64::from(i8::MAX) / top;
        let small = |a: &f64| (a * scale).round().clamp(-f64::from(i8::MAX), f64::from(i8::MAX)) as i8;
        Weights::new(classes, averages.iter().map(small).collect()).expect("the table holds at least one row")
    }
}
