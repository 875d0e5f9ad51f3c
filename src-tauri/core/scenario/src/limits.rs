//! Limits on everything a file may say, so that no file can hurt the machine that reads
//! it. What goes beyond one is an error that names it.

/// Bytes of one file.
pub const FILE_BYTES: usize = 1_000_000;
/// Characters of an id.
pub const ID: usize = 60;
/// Characters of a title or a name.
pub const TITLE: usize = 140;
/// Characters of a message, note or other paragraph.
pub const TEXT: usize = 2_000;
/// Injects of a scenario.
pub const INJECTS: usize = 500;
/// Expectations of a scenario.
pub const EXPECTATIONS: usize = 300;
/// Hints of a scenario.
pub const HINTS: usize = 300;
/// Roles of a scenario.
pub const ROLES: usize = 12;
/// Entries of any other list.
pub const LIST: usize = 60;
/// Steps of a team script.
pub const TEAM_STEPS: usize = 2_000;
/// Components of one kind.
pub const COMPONENTS: usize = 40;
/// Replicas of a service.
pub const REPLICAS: u32 = 64;
/// Workers of a replica, slots of a worker or a model, cores of a database.
pub const SLOTS: u32 = 1_000;
/// Connections of a pool.
pub const POOL: u32 = 1_000;
/// Connections of a database.
pub const CONNECTIONS: u32 = 10_000;
/// Megabytes of a memory or a disk.
pub const MEGABYTES: f64 = 100_000_000.0;
/// Places in a queue.
pub const PLACES: u32 = 1_000_000;
/// Journeys per second.
pub const RATE: f64 = 1_000.0;
/// Longest drill, and latest time on a run sheet, milliseconds.
pub const LENGTH_MS: u32 = 8 * 3_600_000;
/// Longest duration inside a system, microseconds.
pub const DURATION_US: u64 = 3_600_000_000;
/// Longest warm-up, seconds.
pub const WARM_UP_S: u32 = 2 * 3_600;
