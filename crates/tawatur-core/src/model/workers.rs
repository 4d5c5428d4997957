//! How many pieces of work are done that do not depend on one another: one after the other here, by threads where the
//! program that runs the core has some. The result is the same.

use std::sync::OnceLock;

/// Whoever does pieces of work.
pub trait Workers: Sync {
    /// Does every piece from 0 to `pieces`, each once, in whatever order.
    fn each(&self, pieces: usize, work: &(dyn Fn(usize) + Sync));
}

/// One piece after the other.
#[derive(Debug, Clone, Copy, Default)]
pub struct Alone;

impl Workers for Alone {
    fn each(&self, pieces: usize, work: &(dyn Fn(usize) + Sync)) {
        (0..pieces).for_each(work);
    }
}

impl dyn Workers + '_ {
    /// What is made of each stretch of `items`, in their order. Stretches are long enough to be worth a thread's while.
    pub fn stretches<'i, I: Sync, T: Send + Sync>(
        &self,
        items: &'i [I],
        make: impl Fn(&'i [I]) -> T + Sync,
    ) -> Vec<T> {
        /// Items in one stretch.
        const STRETCH: usize = 512;
        let stretches: Vec<&[I]> = items.chunks(STRETCH).collect();
        let made: Vec<OnceLock<T>> = stretches.iter().map(|_| OnceLock::new()).collect();
        self.each(stretches.len(), &|k| {
            // Each piece is done once, so that its place is empty.
            let _ = made[k].set(make(stretches[k]));
        });
        made.into_iter().map(|one| one.into_inner().expect("every piece is done")).collect()
    }
}
