//! What an application says of itself, and how each program introduces a line. Every kind
//! of line has a message here; a program's own file is asked first.

use super::super::{LogLine, LogRecord};
use super::{Pieces, one};
use crate::spec::Stack;

/// What stands before an application message.
pub(super) fn prefix(stack: Stack) -> &'static str {
    match stack {
        Stack::Django => "{python_time} {LEVEL} [{app}.{source}] [req {req}] ",
        Stack::Celery => "[{python_time}: {LEVEL}/ForkPoolWorker-{slot}] [req {req}] ",
        Stack::React | Stack::Nginx => "{nginx_error_time} [{nginx_level}] {pid}#{pid}: ",
        Stack::Postgres => "{sql_time} UTC [1] LOG:  ",
        Stack::Redis => "1:M {redis_time} * ",
        Stack::Plain => {
            "time=\"{iso_time}\" level={level} instance={source}-{replica} req={req} msg=\""
        }
    }
}

/// Lines that the machine writes about a component, not the component.
pub(super) fn pieces(record: &LogRecord) -> Option<Pieces> {
    Some(one(match (record.line, record.a) {
        (LogLine::OomKilled, _) => {
            "kernel: Memory cgroup out of memory: Killed process {a} ({source}) total-vm:{vm_kb}kB, \
             anon-rss:{b_kb}kB, file-rss:15232kB, shmem-rss:0kB, UID:1000 pgtables:4096kB oom_score_adj:968"
        }
        (LogLine::Rotation, 0) => {
            "I{klog_time}    1412 prober.go:107] \"Probe failed\" probeType=\"Readiness\" \
             pod=\"{app}/{source}-{replica}\" containerName=\"{source}\" probeResult=\"failure\" \
             output=\"HTTP probe failed with statuscode: 503\"\n\
             Warning  Unhealthy  pod/{source}-{replica}  Readiness probe failed: \
             HTTP probe failed with statuscode: 503 (x{b}): taken out of rotation"
        }
        (LogLine::Rotation, _) => {
            "I{klog_time}    1412 kubelet.go:2597] \"SyncLoop (probe)\" probe=\"readiness\" \
             status=\"ready\" pod=\"{app}/{source}-{replica}\"\n\
             Normal  Ready  pod/{source}-{replica}  Readiness probe passed (x{b}): back in rotation"
        }
        _ => return None,
    }))
}

/// What stands after an application message.
pub(super) fn suffix(stack: Stack) -> &'static str {
    if stack == Stack::Plain { "\"" } else { "" }
}

/// The message of any line.
pub(super) fn message(record: &LogRecord) -> &'static str {
    use LogLine as L;
    match (record.line, record.a) {
        (L::Access, _) => "{method} {path} -> {a} in {b} ms",
        (L::Traceback | L::TaskFailed, _) => {
            "unhandled error calling {target} after {waited} s: {method} {path}"
        }
        (L::PoolTimeout, _) => "couldn't get a connection to {x} after {a_s} sec (pool size {b})",
        (L::PoolSlow, _) => "waited {a} ms for a connection to {x} ({b} in use)",
        (L::WorkerTimeout, _) => "worker timeout (pid:{a})",
        (L::QueueFull, _) => "listen queue full ({a}), refusing {method} {path}",
        (L::Upstream, 0) => "{host}: connection refused after {b} ms",
        (L::Upstream, 1) => "{host}: no answer after {b} ms",
        (L::Upstream, 3) => "{host}: x509: certificate has expired or is not yet valid",
        (L::Upstream, 4) => "dial tcp: lookup {host}: no such host",
        (L::Upstream, 5) => "{host}: no replica in rotation",
        (L::Upstream, _) => "{host}: connection closed before the answer, after {b} ms",
        (L::Retry, _) => "retrying {target} in {b} ms (attempt {a})",
        (L::Breaker, 0) => "circuit breaker {target}: closed, calls go through",
        (L::Breaker, 1) => "circuit breaker {target}: open, calls fail at once",
        (L::Breaker, _) => "circuit breaker {target}: half-open, trying one call",
        (L::Fallback, _) => "{target} not asked or not answering: serving the cached answer",
        (L::State, 0) => "{source}-{replica} is down",
        (L::State, 1) => "{source}-{replica} is starting",
        (L::State, _) => "{source}-{replica} is ready",
        (L::ModelLoaded, _) => "loaded {x} in {a_s} s on cuda:0",
        (L::Started, _) => "{source} {x} started (pid {a})",
        (L::Stopped, _) => "{source} {x} stopped (pid {a})",
        (L::Config, _) => "configuration {x} changed from {a_short} to {b_short}",
        (L::Flag, 0) => "flag {x} switched off",
        (L::Flag, _) => "flag {x} switched on",
        (L::Health, 0) => "health check failed",
        (L::Health, _) => "health check passed",
        (L::NotFound, _) => "Not Found: {bot_path}",
        (L::Deprecation, _) => "{deprecation}",
        (L::ExternalError, 429) => {
            "POST https://{host}/v1/{target} -> 429 Too Many Requests after {b} ms"
        }
        (L::ExternalError, _) => "POST https://{host}/v1/{target} -> {a} {status} after {b} ms",
        (L::DbConnection, _) => "connection received: host={pod} port={a}",
        (L::DbTooMany, _) => "sorry, too many clients already ({a})",
        (L::DbSlow, _) => "slow statement on {x}: {a} ms",
        (L::DbCancel, _) => "statement on {x} cancelled",
        (L::DbCheckpoint, _) => "checkpoint: {a} buffers",
        (L::RedisSave, _) => "background save: {a} changes",
        (L::TaskReceived, _) => "task {task}[{uuid}] received",
        (L::TaskDone, _) => "task {task}[{uuid}] done in {b} ms",
        (L::TaskRetry, _) => "task {task}[{uuid}] retries in {b} ms",
        (L::TaskTimeLimit, _) => "task {task}[{uuid}] exceeded {b} ms",
        (L::WorkerMissed, _) => "slot {a} missed its heartbeat",
        (L::BrowserError, _) => "{method} {path} failed: {a}",
        (L::BrowserLeft, _) => "{x} abandoned after {a} ms",
        (L::OomKilled | L::Rotation, _) => "{source}-{replica}",
        (L::DbLockWait, _) => {
            "process {backend} still waiting for a lock on {x} after {a} ms, held by {b}"
        }
        (L::DbLockTimeout, _) => "lock on {x} not granted after {a} ms",
        (L::DbMigration, 0) => "migration of {x} begins",
        (L::DbMigration, 1) => "migration of {x} is done",
        (L::DbMigration, _) => "migration of {x} was ended",
        (L::DbTerminated, _) => "session {a} was ended by an administrator",
        (L::DbNoSpace, _) => "could not extend {x}: no space left on device",
        (L::DbPromoted, _) => "promoted; {a} transactions had not arrived",
        (L::DbSchema, _) => "column of {x} does not exist",
        (L::DbVacuum, _) => "automatic vacuum of {x}: {a} pages",
        (L::TaskLost, _) => "task {task}[{uuid}] lost its process {b}",
        (L::TaskDeadLettered, _) => "task {task}[{uuid}] taken out after {b} deliveries",
        (L::JsError, _) => "script error on {x}",
        (L::CertRenewed, _) => "certificate renewed, good for {a} days",
        (L::DiskFreed, _) => "disk use {a} % -> {b} %",
        (L::BadHost, _) => "request for the unknown host {server_ip}",
        (L::CsrfFailed, _) => "Forbidden ({csrf}): /{form}/",
        (L::ClientClosed, _) => "client closed the connection to {method} {path} after {b} ms",
        (L::WorkerNotice, _) => "worker {a} recycled",
        (L::BeatSent, _) => "sending due task {due}",
        (L::WorkerChatter, _) => "{chatter} {source}-{peer_slot}",
        (L::RedisClient, _) => "client {a} closed its connection",
        (L::RedisSaved, _) => "background save is done",
        (L::BrowserNoise, _) => "browser notice",
    }
}
