//! What is said by a log line: 32 bytes, packed to some six when its block is sealed.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Request ids of calls are of six hex digits at most: they come again after 16 million.
pub(crate) const IDS: u32 = 1 << 24;
/// From the number of a call to its id. An odd factor: each call has an id of its own, and it
/// looks like one.
const STRIDE: u32 = 0x9e37_79b1;
/// Its inverse: `STRIDE * BACK` is 1, modulo [`IDS`].
const BACK: u32 = inverse(STRIDE);

const fn inverse(odd: u32) -> u32 {
    // Each step doubles the bits that are right; three of any odd number's are.
    let (mut found, mut step) = (odd, 0);
    while step < 4 {
        found = found.wrapping_mul(2_u32.wrapping_sub(odd.wrapping_mul(found)));
        step += 1;
    }
    found
}

/// The request id of a call by its number, modulo 16 million. A larger one is its own.
pub(crate) fn id_of(call: u32) -> u32 {
    if call < IDS {
        call.wrapping_mul(STRIDE) % IDS
    } else {
        call
    }
}

/// The inverse of [`id_of`]. Calls of about the same time have numbers that are close.
pub(super) fn call_of(id: u32) -> u32 {
    if id < IDS {
        id.wrapping_mul(BACK) % IDS
    } else {
        id
    }
}

/// Level of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
#[repr(u8)]
pub enum LogLevel {
    /// For developers.
    Debug,
    /// Business as usual.
    Info,
    /// Not yet broken.
    Warn,
    /// Broken.
    Error,
}

/// One line, not yet rendered. What `x`, `a` and `b` mean stands at each [`LogLine`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LogRecord {
    /// Microseconds from STARTEX.
    pub at_us: i64,
    /// Request id shared by all lines of one user call; 0 = none.
    pub req: u32,
    /// First argument.
    pub a: u32,
    /// Second argument.
    pub b: u32,
    /// Name of the component in [`Names`].
    pub source: u16,
    /// Replica or slot.
    pub replica: u16,
    /// A third argument, mostly a name in [`Names`].
    pub x: u16,
    /// Level.
    pub level: LogLevel,
    /// What it says.
    pub line: LogLine,
}

/// What a line says. `x` is a name (endpoint, table, task, version …) unless said otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum LogLine {
    /// Access line of a service. x endpoint, a status, b milliseconds.
    Access,
    /// Unhandled exception with traceback. x endpoint, a [`Cause::pack`] (a bare [`FAULT_CODES`]
    /// index is one), b milliseconds waited.
    Traceback,
    /// Waited for a pool connection and gave up. x database, a milliseconds, b pool size.
    PoolTimeout,
    /// Waits long for a pool connection. x database, a milliseconds, b in use.
    PoolSlow,
    /// Worker killed for taking too long (gunicorn WORKER TIMEOUT). a pid.
    WorkerTimeout,
    /// Listen queue full, request refused. x endpoint, a queue length.
    QueueFull,
    /// Upstream failed. x upstream, a 0 refused / 1 timed out / 2 closed / 3 certificate
    /// expired / 4 name not resolved / 5 no replica left to ask, b milliseconds.
    Upstream,
    /// A retry of a call. x target, a attempt, b backoff milliseconds.
    Retry,
    /// A circuit breaker changed. x target, a 0 closed / 1 open / 2 half-open.
    Breaker,
    /// A cached answer was served instead. x target.
    Fallback,
    /// Database: connection received. a port.
    DbConnection,
    /// Database: too many clients. a max_connections.
    DbTooMany,
    /// Database: slow statement. x table, a milliseconds.
    DbSlow,
    /// Database: statement cancelled because the client left. x table.
    DbCancel,
    /// Database or any component: it went down or came up. a 0 down / 1 starting / 2 ready.
    State,
    /// Database: checkpoint noise. a buffers.
    DbCheckpoint,
    /// Redis noise: background save. a changes.
    RedisSave,
    /// Task received. x task, a id.
    TaskReceived,
    /// Task succeeded. x task, a id, b milliseconds.
    TaskDone,
    /// Task retried. x task, a id, b retry in milliseconds.
    TaskRetry,
    /// Task failed for good. x task, a id, b [`Cause::pack`] (a bare [`FAULT_CODES`] index is one).
    TaskFailed,
    /// A task ran into its time limit. x task, a id, b limit milliseconds.
    TaskTimeLimit,
    /// A worker slot stopped answering heartbeats. a slot.
    WorkerMissed,
    /// A model was loaded. x model, a milliseconds.
    ModelLoaded,
    /// Browser console: a call failed. x endpoint, a status (0 timed out, 1 certificate
    /// expired, 2 name not resolved, 3 refused; 200: the page came, its script failed),
    /// b milliseconds.
    BrowserError,
    /// Browser console: the user left the page. x journey, a milliseconds.
    BrowserLeft,
    /// Process start. x version, a pid.
    Started,
    /// Process stop. x version, a pid.
    Stopped,
    /// A configuration value changed. x key, a old value × 1000, b new value × 1000.
    Config,
    /// A flag changed. x flag, a 0 off / 1 on.
    Flag,
    /// Health check. a 0 failed / 1 well.
    Health,
    /// Healthy noise: a bot asks for something that is not there. a which (any number).
    NotFound,
    /// Healthy noise: deprecation warning. a which (any number).
    Deprecation,
    /// Third party answered with an error. x target, a status, b milliseconds.
    ExternalError,
    /// A process took more memory than it may have and was killed. x version, a pid, b megabytes.
    OomKilled,
    /// The load balancer took a replica out of rotation (0) or back in (1), by its health
    /// check. a which, b answers in a row that decided it.
    Rotation,
    /// Database: a query waits for a lock. x table, a milliseconds so far, b pid of the holder.
    DbLockWait,
    /// Database: a query was cancelled after waiting too long for a lock. x table, a milliseconds.
    DbLockTimeout,
    /// Database: a migration. x table, a 0 begun / 1 done / 2 ended by an administrator,
    /// b pid of its session (0 = not said).
    DbMigration,
    /// Database: a session was ended by an administrator. x table it was at, a pid.
    DbTerminated,
    /// Database: a write found no space on the disk. x table.
    DbNoSpace,
    /// Database: a standby was promoted. a transactions that had not reached it.
    DbPromoted,
    /// Database: a statement names a column that is not there. x table.
    DbSchema,
    /// Database noise: autovacuum. x table, a pages.
    DbVacuum,
    /// A worker's process died at a task, which goes back to the queue. x task, a id, b pid.
    TaskLost,
    /// A message was taken out of a queue after too many deliveries. x task, a id, b deliveries.
    TaskDeadLettered,
    /// Browser console: the page came, and its script failed. x journey, a which (any number).
    JsError,
    /// A certificate was renewed. a days it is good for.
    CertRenewed,
    /// Disk space was freed. a percent in use before, b percent after.
    DiskFreed,
    /// Healthy noise: a request for a host name that is not ours. a which (any number).
    BadHost,
    /// Healthy noise: a form without its CSRF token. a which (any number).
    CsrfFailed,
    /// Healthy noise: the client left before the answer. x endpoint, b milliseconds.
    ClientClosed,
    /// Healthy noise: a server's notice of its own workers. a pid.
    WorkerNotice,
    /// Healthy noise: Celery beat sends a periodic task. a which (any number).
    BeatSent,
    /// Healthy noise: Celery workers talk of each other. a which (any number).
    WorkerChatter,
    /// Redis noise: a client closed its connection. a client number.
    RedisClient,
    /// Redis noise: the background save is done. a changes, as its [`LogLine::RedisSave`] has.
    RedisSaved,
    /// Browser console noise: extensions, layout, content policy. a which (any number).
    BrowserNoise,
}

/// Causes a traceback can name: index in `a` or `b` of a record.
pub const FAULT_CODES: [&str; 18] = [
    "pool-timeout",
    "db-too-many",
    "db-down",
    "call-timeout",
    "call-refused",
    "call-error",
    "app-error",
    "model-timeout",
    "rate-limited",
    "gpu-oom",
    "no-address",
    "certificate",
    "disk-full",
    "lock-timeout",
    "terminated",
    "stale-read",
    "schema",
    "worker-lost",
];

/// Why something failed, as one argument of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Cause {
    /// A [`FAULT_CODES`] index.
    pub code: u8,
    /// How long it was waited for, seconds; 0 = not said.
    pub waited_s: u8,
    /// Name of what failed (database, service, model, third party; for disk-full,
    /// lock-timeout, stale-read and schema the table); 0 = not said.
    pub target: u16,
}

impl Cause {
    /// Code in the low byte, seconds in the next, target in the upper half.
    pub fn pack(self) -> u32 {
        u32::from(self.code) | u32::from(self.waited_s) << 8 | u32::from(self.target) << 16
    }

    /// The inverse of [`Cause::pack`].
    pub fn unpack(packed: u32) -> Self {
        let [code, waited_s, low, high] = packed.to_le_bytes();
        Self {
            code,
            waited_s,
            target: u16::from_le_bytes([low, high]),
        }
    }
}

/// Interned names. Index 0 is the empty name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names(Vec<String>);

impl Names {
    /// The index of a name, new or known. At 65,535 names further ones become the empty name.
    pub fn intern(&mut self, name: &str) -> u16 {
        if self.0.is_empty() {
            self.0.push(String::new());
        }
        if let Some(at) = self.0.iter().position(|known| known == name) {
            return at as u16;
        }
        if self.0.len() >= usize::from(u16::MAX) {
            return 0;
        }
        self.0.push(name.to_owned());
        (self.0.len() - 1) as u16
    }

    /// The index of a known name, whatever its ASCII case. None if it is not known.
    pub fn find(&self, name: &str) -> Option<u16> {
        self.0
            .iter()
            .position(|known| known.eq_ignore_ascii_case(name))
            .map(|at| at as u16)
    }

    /// All names, by index.
    pub(crate) fn all(&self) -> &[String] {
        &self.0
    }

    /// The name at an index; empty if there is none.
    pub fn get(&self, at: u16) -> &str {
        self.0.get(usize::from(at)).map_or("", String::as_str)
    }
}
