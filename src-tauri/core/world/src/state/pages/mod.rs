//! The pages people open in anger: connections and locks, queues and workers, replicas and
//! versions. They are asked of the parts themselves, so they are there when telemetry is not.

mod database;
mod models;
mod queues;
mod replicas;

pub use database::{
    ConnectionsBy, DatabasePage, DiskState, LockHolder, LockWait, ReplicationState, SlowStatement,
};
pub use models::{GpuState, ModelPage};
pub use queues::{FailedTaskView, QueuePage, WorkerState};
pub use replicas::{MemoryState, PoolState, ReplicaPage, ReplicaState};

use crate::World;
use crate::parts::Process;
use crate::parts::replica::Stand;
use crate::problem::Refusal;

impl World {
    /// How a process stands, in a word: "up", "draining", "starting", "off"; "down": it is there
    /// and answers nobody.
    fn stand_word(&self, stand: Stand, process: Process) -> String {
        let word = match stand {
            Stand::Up if self.down_for_sure(process.place, process) => "down",
            Stand::Up => "up",
            Stand::Draining => "draining",
            Stand::Starting => "starting",
            Stand::Off => "off",
        };
        word.to_owned()
    }

    /// A counter since STARTEX, the running second included.
    fn count_since_startex(&self, component: &str, alias: &str, this_second: u32) -> u64 {
        let Some(series) = self.telemetry.find(component, alias) else {
            return u64::from(this_second);
        };
        let before = usize::try_from(-series.from_s).unwrap_or(0);
        let since = series.values.iter().skip(before);
        since.map(|&value| value as u64).sum::<u64>() + u64::from(this_second)
    }

    fn wrong_kind<T>(&self, id: &str, what: &str) -> Result<T, Refusal> {
        let message = format!("`{id}` is no {what}.");
        Err(Refusal::new(
            "wrong-kind",
            message,
            format!("Name a {what}."),
        ))
    }
}
