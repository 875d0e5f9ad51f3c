//! Work spread over threads, with results in the order of the work, whatever the number of
//! threads: nothing that is made here may depend on it.

use std::num::NonZeroUsize;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// How many threads to work on.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Workers(NonZeroUsize);

impl Workers {
    /// As many as asked for, or as there are cores.
    pub fn new(asked: Option<NonZeroUsize>) -> Self {
        let cores = std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
        Self(
            asked
                .unwrap_or(cores)
                .min(NonZeroUsize::MIN.saturating_add(63)),
        )
    }

    /// How many there are.
    pub fn count(self) -> usize {
        self.0.get()
    }

    /// Does `work` for each number below `tasks`; each thread first makes itself a `bench`.
    pub fn map<B, R: Send>(
        self,
        tasks: usize,
        bench: impl Fn() -> B + Sync,
        work: impl Fn(&mut B, usize) -> R + Sync,
    ) -> Vec<R> {
        let threads = self.count().min(tasks);
        if threads <= 1 {
            let mut bench = bench();
            return (0..tasks).map(|task| work(&mut bench, task)).collect();
        }
        let next = AtomicUsize::new(0);
        let done: Mutex<Vec<(usize, R)>> = Mutex::new(Vec::with_capacity(tasks));
        let turn = || {
            let mut bench = bench();
            let mut mine = Vec::new();
            loop {
                let task = next.fetch_add(1, Ordering::Relaxed);
                if task >= tasks {
                    break;
                }
                mine.push((task, work(&mut bench, task)));
            }
            // A poisoned lock holds results all the same; the panic itself is passed on by scope.
            let mut done = done.lock().unwrap_or_else(|e| e.into_inner());
            done.append(&mut mine);
        };
        std::thread::scope(|scope| {
            for _ in 1..threads {
                scope.spawn(turn);
            }
            turn();
        });
        let mut done = done.into_inner().unwrap_or_else(|e| e.into_inner());
        done.sort_unstable_by_key(|(task, _)| *task);
        done.into_iter().map(|(_, result)| result).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::Workers;
    use std::num::NonZeroUsize;

    #[test]
    fn results_stand_in_the_order_of_the_work() {
        for threads in [1, 2, 7] {
            let workers = Workers::new(NonZeroUsize::new(threads));
            let squares = workers.map(100, || 0, |_, i| i * i);
            assert_eq!(squares, (0..100).map(|i| i * i).collect::<Vec<_>>());
        }
        assert!(Workers::new(None).map(0, || (), |(), i| i).is_empty());
    }
}
