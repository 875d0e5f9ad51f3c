//! The Redis server log.

use super::super::{LogLine, LogRecord};
use super::{Pieces, one};

pub(super) fn pieces(record: &LogRecord) -> Option<Pieces> {
    use LogLine as L;
    Some(match (record.line, record.a) {
        (L::RedisSave, _) => one("1:M {redis_time} * {a} changes in 60 seconds. Saving...\n\
             1:M {redis_time} * Background saving started by pid {backend}"),
        (L::State, 0) => one("1:M {redis_time} # User requested shutdown...\n\
             1:M {redis_time} # Redis is now ready to exit, bye bye..."),
        (L::State, 1) => one(
            "1:C {redis_time} * Redis version=7.4.2, bits=64, commit=00000000, modified=0, pid=1, just started\n\
             1:M {redis_time} * Loading RDB produced by version 7.4.2",
        ),
        (L::State, _) => one("1:M {redis_time} * Ready to accept connections tcp"),
        _ => return None,
    })
}
