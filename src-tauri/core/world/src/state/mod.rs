//! The system as it stands now: the map, and the pages people open in anger.

mod components;
mod health;
mod pages;
mod stations;

pub use components::{ComponentState, EdgeState, Figure, Health, VersionCount};
pub use pages::{
    ConnectionsBy, DatabasePage, DiskState, FailedTaskView, GpuState, LockHolder, LockWait,
    MemoryState, ModelPage, PoolState, QueuePage, ReplicaPage, ReplicaState, ReplicationState,
    SlowStatement, WorkerState,
};
pub use stations::Station;
