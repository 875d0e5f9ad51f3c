//! Chance for one drill, all of it from the drill's seed.

use rand_core::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

/// What is drawn depends on the seed, and on what was drawn before.
pub struct Dice(Xoshiro256PlusPlus);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(Xoshiro256PlusPlus::seed_from_u64(seed))
    }

    /// A number below `limit`, which is not 0.
    pub fn below(&mut self, limit: usize) -> usize {
        (self.0.next_u64() % limit as u64) as usize
    }

    /// A number from `low` to `high`, both included.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        low + (self.0.next_u64() % (high - low + 1) as u64) as i64
    }

    /// Once in so many times.
    pub fn one_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    pub fn flip(&mut self) -> bool {
        self.one_in(2)
    }

    /// From 0 to 1, in hundredths.
    pub fn share(&mut self) -> f64 {
        self.below(101) as f64 / 100.0
    }

    pub fn u32(&mut self) -> u32 {
        self.0.next_u32()
    }

    /// One of some. There is at least one.
    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }

    /// One of some names; now and then one that nothing has.
    pub fn name(&mut self, from: &[String]) -> String {
        if from.is_empty() || self.one_in(12) {
            return (*self.pick(&["nothing", "", "api->", "🙂", "traffic", "room"])).to_owned();
        }
        self.pick(from).clone()
    }

    /// One of some things, or none.
    pub fn maybe<T>(&mut self, one: impl FnOnce(&mut Self) -> T) -> Option<T> {
        self.flip().then(|| one(self))
    }

    /// One of some kinds, each as often as its weight says.
    pub fn weighed<T: Copy>(&mut self, from: &[T], weight: impl Fn(T) -> usize) -> T {
        let all: usize = from.iter().map(|one| weight(*one)).sum();
        let mut at = self.below(all);
        for one in from {
            match at.checked_sub(weight(*one)) {
                Some(rest) => at = rest,
                None => return *one,
            }
        }
        from[0]
    }
}
