//! The Redis server log, with `loglevel verbose`.

use super::super::{LogLine, LogRecord};
use super::{Pieces, one};

pub(super) fn pieces(record: &LogRecord) -> Option<Pieces> {
    use LogLine as L;
    Some(match (record.line, record.a) {
        (L::RedisSave, _) => one("1:M {redis_time} * {a} changes in 60 seconds. Saving...\n\
             1:M {redis_time} * Background saving started by pid {fork}"),
        (L::RedisSaved, _) => one("{fork}:C {redis_time} * DB saved on disk\n\
             {fork}:C {redis_time} * Fork CoW for RDB: current 2 MB, peak 2 MB, average 1 MB\n\
             1:M {redis_time} * Background saving terminated with success"),
        (L::RedisClient, _) => one(
            "1:M {redis_time} - Client closed connection id={a} addr={proxy}:{port} \
             laddr={pod}:6379 fd=9 name= age=300 idle=300 flags=N db=0 sub=0 psub=0 ssub=0 multi=-1 \
             cmd=get user=default lib-name=redis-py",
        ),
        (L::OomKilled, _) => one(
            "kernel: Memory cgroup out of memory: Killed process {a} (redis-server) total-vm:{vm_kb}kB, \
             anon-rss:{b_kb}kB, file-rss:4096kB, shmem-rss:0kB, UID:999 pgtables:4096kB oom_score_adj:968",
        ),
        (L::State, 0) => one(
            "1:signal-handler ({unix}) Received SIGTERM scheduling shutdown...\n\
             1:M {redis_time} * User requested shutdown...\n\
             1:M {redis_time} * Saving the final RDB snapshot before exiting.\n\
             1:M {redis_time} # Redis is now ready to exit, bye bye...",
        ),
        (L::State, 1) => one(
            "1:C {redis_time} * oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo\n\
             1:C {redis_time} * Redis version=7.4.2, bits=64, commit=00000000, modified=0, pid=1, just started\n\
             1:M {redis_time} * Running mode=standalone, port=6379.\n\
             1:M {redis_time} * Server initialized\n\
             1:M {redis_time} * Loading RDB produced by version 7.4.2",
        ),
        (L::State, _) => one("1:M {redis_time} * Ready to accept connections tcp"),
        _ => return None,
    })
}
