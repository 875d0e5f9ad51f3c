//! From a record to the line its program writes.
//!
//! A line is one or more templates, e.g. `[{gunicorn_time}] [1] [CRITICAL] WORKER TIMEOUT
//! (pid:{a})`. The files beside this one hold the templates, one file a program; [`ink`]
//! fills the placeholders; what a record does not hold is derived from it by hashing.

mod app;
mod browser;
mod celery;
mod clock;
mod detail;
mod django;
mod ink;
mod nginx;
mod postgres;
mod redis;
mod traceback;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{LogLevel, LogLine, LogRecord, LogStore, request_id};
use crate::spec::Stack;

pub(crate) use detail::added_column;
pub(super) use ink::{GAP, Ink};

/// A line as it is read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RenderedLine {
    /// Milliseconds from STARTEX.
    #[ts(type = "number")]
    pub at_ms: i64,
    /// Level.
    pub level: LogLevel,
    /// Component id.
    pub component: String,
    /// Replica or slot, from 0.
    pub replica: u16,
    /// Request id, hex.
    pub req: Option<String>,
    /// What the program wrote; several lines for a traceback.
    pub text: String,
}

/// Templates written one after the other.
type Pieces = [&'static str; 4];

/// A line that is one template.
const fn one(template: &'static str) -> Pieces {
    [template, "", "", ""]
}

pub(super) fn line(store: &LogStore, record: &LogRecord) -> RenderedLine {
    let mut text = String::new();
    write(&mut Ink::new(store, record, &mut text));
    RenderedLine {
        at_ms: record.at_us.div_euclid(1000),
        level: record.level,
        component: store.names().get(record.source).to_owned(),
        replica: record.replica,
        req: request_id(record.req),
        text,
    }
}

/// Writes the text of the ink's record.
pub(super) fn write(ink: &mut Ink<'_>) {
    let record = ink.record;
    let stack = ink.store.stack(record.source);
    let pieces = pieces(stack, record).unwrap_or_else(|| {
        [
            app::prefix(stack),
            app::message(record),
            app::suffix(stack),
            "",
        ]
    });
    for piece in pieces {
        ink.fill(piece);
    }
}

/// Some lines are of one program only; the others look as their component's stack has it.
fn pieces(stack: Stack, record: &LogRecord) -> Option<Pieces> {
    use LogLine as L;
    match record.line {
        L::WorkerTimeout | L::BadHost | L::CsrfFailed => django::pieces(record),
        L::DbConnection
        | L::DbTooMany
        | L::DbSlow
        | L::DbCancel
        | L::DbCheckpoint
        | L::DbLockWait
        | L::DbLockTimeout
        | L::DbMigration
        | L::DbTerminated
        | L::DbNoSpace
        | L::DbPromoted
        | L::DbSchema
        | L::DbVacuum => postgres::pieces(record),
        L::RedisSave | L::RedisSaved | L::RedisClient => redis::pieces(record),
        L::TaskReceived
        | L::TaskDone
        | L::TaskRetry
        | L::TaskFailed
        | L::TaskTimeLimit
        | L::TaskLost
        | L::TaskDeadLettered
        | L::BeatSent
        | L::WorkerChatter
        | L::WorkerMissed => celery::pieces(record),
        L::BrowserError | L::BrowserLeft | L::JsError | L::BrowserNoise => browser::pieces(record),
        _ => match stack {
            Stack::React | Stack::Nginx => nginx::pieces(record),
            Stack::Django => django::pieces(record),
            Stack::Postgres => postgres::pieces(record),
            Stack::Redis => redis::pieces(record),
            Stack::Celery => celery::pieces(record),
            Stack::Plain => None,
        }
        .or_else(|| app::pieces(record)),
    }
}

/// The argument that decides which template is taken or which fixed words are in it;
/// 0 where none does. Records that agree in it, and in line, level, source and x, differ
/// only in what [`Ink`] leaves as gaps.
pub(super) fn variant(record: &LogRecord) -> u32 {
    use LogLine as L;
    match record.line {
        L::Access
        | L::Traceback
        | L::Upstream
        | L::Breaker
        | L::State
        | L::BrowserError
        | L::Flag
        | L::Health
        | L::Rotation
        | L::DbMigration
        | L::ExternalError => record.a,
        L::TaskFailed => record.b,
        // A statement's comment, or another statement altogether.
        L::DbSlow
        | L::DbCancel
        | L::DbLockWait
        | L::DbLockTimeout
        | L::DbTerminated
        | L::DbNoSpace
        | L::DbSchema => u32::from(record.req == 0),
        L::JsError => record.a % browser::SCRIPTS,
        L::BrowserNoise => record.a % browser::NOISES,
        _ => 0,
    }
}
