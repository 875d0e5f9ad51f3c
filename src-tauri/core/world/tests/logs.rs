//! Logs at their boundary: how each line reads, and which queries find which lines.

#[allow(clippy::unwrap_used)] // Shared with the tests of the simulator.
#[path = "it/systems.rs"]
mod systems;

use std::collections::BTreeSet;

use proptest::prelude::{ProptestConfig, any, prop, proptest};
use ts_rs::{Config, TS};
use world::logs::{
    BINS, Cause, FAULT_CODES, LogLevel, LogLine, LogPage, LogRecord, LogStore, PagedLine, Query,
    request_id,
};
use world::spec::Stack;

use LogLevel::{Error, Info, Warn};
use LogLine as L;

/// (line, component, x, a, b, level): every kind once, some more often.
type Sample = (LogLine, &'static str, &'static str, u32, u32, LogLevel);

const SAMPLES: &[Sample] = &[
    (L::Access, "web", "GET /checkout", 200, 12, Info),
    (L::Access, "api", "GET /api/products/{id}", 500, 532, Error),
    (L::Access, "gateway", "POST /api/checkout", 201, 41, Info),
    (L::Traceback, "api", "POST /api/checkout", 0, 30_012, Error),
    (L::PoolTimeout, "api", "db", 30_001, 25, Error),
    (L::PoolSlow, "api", "db", 1_204, 25, Warn),
    (L::WorkerTimeout, "api", "", 48, 0, Error),
    (L::QueueFull, "api", "GET /api/products", 256, 0, Error),
    (L::QueueFull, "web", "GET /", 256, 0, Error),
    (L::Upstream, "web", "api", 0, 2, Error),
    (L::Upstream, "web", "api", 1, 30_000, Error),
    (L::Upstream, "web", "api", 2, 140, Error),
    (L::Retry, "api", "payments", 2, 400, Warn),
    (L::Breaker, "api", "payments", 1, 0, Warn),
    (L::Breaker, "image-worker", "vision-v7", 2, 0, Warn),
    (L::Fallback, "api", "recommend", 0, 0, Info),
    (L::DbConnection, "db", "", 51_324, 0, Info),
    (L::DbTooMany, "db", "", 100, 0, Error),
    (L::DbSlow, "db", "orders", 1_532, 0, Warn),
    (L::DbCancel, "db", "orders", 0, 0, Error),
    (L::State, "db", "", 0, 0, Error),
    (L::State, "db", "", 1, 0, Info),
    (L::State, "db", "", 2, 0, Info),
    (L::State, "cache", "", 2, 0, Info),
    (L::State, "api", "", 2, 0, Info),
    (L::State, "web", "", 0, 0, Warn),
    (L::State, "image-worker", "", 2, 0, Info),
    (L::State, "payments", "", 0, 0, Error),
    (L::DbCheckpoint, "db", "", 1_243, 0, Info),
    (L::RedisSave, "cache", "", 12_043, 0, Info),
    (
        L::TaskReceived,
        "image-worker",
        "images.thumbnail",
        77,
        0,
        Info,
    ),
    (
        L::TaskDone,
        "image-worker",
        "images.thumbnail",
        77,
        912,
        Info,
    ),
    (
        L::TaskRetry,
        "image-worker",
        "images.thumbnail",
        77,
        5_000,
        Info,
    ),
    (
        L::TaskFailed,
        "image-worker",
        "images.thumbnail",
        77,
        7,
        Error,
    ),
    (L::TaskFailed, "image-worker", "thumbnail", 78, 3, Error),
    (
        L::TaskTimeLimit,
        "image-worker",
        "images.thumbnail",
        77,
        30_000,
        Error,
    ),
    (L::WorkerMissed, "image-worker", "", 3, 0, Warn),
    (L::ModelLoaded, "image-worker", "vision-v7", 41_230, 0, Info),
    (
        L::BrowserError,
        "browser",
        "POST /api/checkout",
        500,
        812,
        Error,
    ),
    (
        L::BrowserError,
        "browser",
        "POST /api/checkout",
        0,
        8_000,
        Error,
    ),
    (L::BrowserLeft, "browser", "checkout", 8_012, 0, Warn),
    (L::Started, "api", "v214", 48, 0, Info),
    (L::Started, "image-worker", "v31", 12, 0, Info),
    (L::Started, "web", "v88", 12, 0, Info),
    (L::Stopped, "api", "v213", 48, 0, Info),
    (L::Stopped, "image-worker", "v30", 12, 0, Info),
    (
        L::Config,
        "api",
        "api->payments.timeout_ms",
        5_000_000,
        2_500,
        Info,
    ),
    (L::Flag, "api", "recommendations", 0, 0, Info),
    (L::Health, "api", "", 1, 0, Info),
    (L::Health, "web", "", 0, 0, Error),
    (L::NotFound, "web", "", 3, 0, Info),
    (L::NotFound, "api", "", 1, 0, Warn),
    (L::Deprecation, "api", "", 2, 0, Warn),
    (L::ExternalError, "api", "payments", 503, 412, Error),
    (L::ExternalError, "gateway", "payments", 429, 8, Warn),
    (L::Upstream, "web", "api", 3, 12, Error),
    (L::Upstream, "web", "api", 4, 5_003, Error),
    (L::Upstream, "web", "api", 5, 0, Error),
    (L::Upstream, "api", "payments", 0, 2, Error),
    (L::Upstream, "api", "payments", 3, 31, Error),
    (L::Upstream, "image-worker", "vision-v7", 1, 30_000, Error),
    (L::Upstream, "gateway", "payments", 4, 3, Error),
    (L::OomKilled, "api", "v214", 57, 1_024, Error),
    (L::OomKilled, "image-worker", "v31", 31, 8_192, Error),
    (L::OomKilled, "db", "17", 812, 4_096, Error),
    (L::OomKilled, "web", "v88", 29, 256, Error),
    (L::OomKilled, "cache", "", 1, 2_048, Error),
    (L::Rotation, "api", "", 0, 3, Warn),
    (L::Rotation, "api", "", 1, 1, Info),
    (L::DbLockWait, "db", "orders", 1_000, 812, Warn),
    (L::DbLockTimeout, "db", "orders", 2_000, 0, Error),
    (L::DbMigration, "db", "orders", 0, 812, Info),
    (L::DbMigration, "db", "orders", 1, 812, Info),
    (L::DbMigration, "db", "orders", 2, 812, Error),
    (L::DbTerminated, "db", "orders", 913, 0, Error),
    (L::DbNoSpace, "db", "orders", 0, 0, Error),
    (L::DbPromoted, "db", "", 14, 0, Warn),
    (L::DbSchema, "db", "orders", 0, 0, Error),
    (L::DbVacuum, "db", "orders", 214, 0, Info),
    (
        L::TaskLost,
        "image-worker",
        "images.thumbnail",
        77,
        31,
        Error,
    ),
    (
        L::TaskFailed,
        "image-worker",
        "images.thumbnail",
        77,
        17,
        Error,
    ),
    (
        L::TaskDeadLettered,
        "image-worker",
        "images.thumbnail",
        77,
        5,
        Error,
    ),
    (L::BrowserError, "browser", "GET /", 200, 0, Error),
    (
        L::BrowserError,
        "browser",
        "POST /api/checkout",
        502,
        31,
        Error,
    ),
    (L::BrowserError, "browser", "GET /api/products", 1, 9, Error),
    (L::BrowserError, "browser", "GET /", 2, 9, Error),
    (L::JsError, "browser", "checkout", 0, 0, Error),
    (L::JsError, "browser", "checkout", 1, 0, Error),
    (L::JsError, "browser", "checkout", 2, 0, Error),
    (L::JsError, "browser", "checkout", 3, 0, Error),
    (L::CertRenewed, "web", "", 90, 0, Info),
    (L::CertRenewed, "gateway", "", 90, 0, Info),
    (L::DiskFreed, "db", "", 100, 61, Info),
    (L::BadHost, "api", "", 5, 0, Error),
    (L::CsrfFailed, "api", "", 5, 0, Warn),
    (L::ClientClosed, "web", "GET /", 0, 1_204, Info),
    (L::WorkerNotice, "api", "", 57, 0, Info),
    (L::WorkerNotice, "web", "", 29, 0, Warn),
    (L::BeatSent, "image-worker", "", 1, 0, Info),
    (L::WorkerChatter, "image-worker", "", 0, 0, Info),
    (L::RedisClient, "cache", "", 1_204, 0, Info),
    (L::RedisSaved, "cache", "", 12_043, 0, Info),
    (L::BrowserNoise, "browser", "", 0, 0, Warn),
    (L::BrowserNoise, "browser", "", 1, 0, Warn),
    (L::BrowserNoise, "browser", "", 2, 0, Warn),
    (L::BrowserNoise, "browser", "", 3, 0, Warn),
    (L::BrowserNoise, "browser", "", 4, 0, Warn),
    (L::BrowserNoise, "browser", "", 5, 0, Warn),
];

const COMPONENTS: &[(&str, Stack)] = &[
    ("browser", Stack::React),
    ("web", Stack::Nginx),
    ("api", Stack::Django),
    ("gateway", Stack::Plain),
    ("db", Stack::Postgres),
    ("cache", Stack::Redis),
    ("image-worker", Stack::Celery),
];

fn empty_store() -> LogStore {
    let mut store = LogStore::new(3 * 3600);
    for (id, stack) in COMPONENTS {
        store.component(id, *stack);
    }
    store
}

fn push(store: &mut LogStore, at_ms: i64, req: u32, (line, source, x, a, b, level): Sample) {
    let source = store.names_mut().intern(source);
    let x = store.names_mut().intern(x);
    store.push(LogRecord {
        at_us: at_ms * 1000 + 481,
        req,
        a,
        b,
        source,
        replica: 1,
        x,
        level,
        line,
    });
}

/// One sample a second from T+14:32, each of its own request.
fn sample_store() -> LogStore {
    let mut store = empty_store();
    for (n, sample) in SAMPLES.iter().enumerate() {
        push(
            &mut store,
            872_000 + n as i64 * 1000,
            0x8f_2100 + n as u32,
            *sample,
        );
    }
    store
}

fn text_of(store: &LogStore) -> String {
    let lines = (0..store.len()).filter_map(|at| store.render(at));
    lines
        .map(|line| format!("{}-{}\n{}\n\n", line.component, line.replica, line.text))
        .collect()
}

#[test]
fn every_kind_of_line_reads_as_its_program_writes_it() {
    let kinds: BTreeSet<u8> = SAMPLES.iter().map(|sample| sample.0 as u8).collect();
    assert_eq!(
        kinds.len(),
        L::BrowserNoise as usize + 1,
        "a kind of line has no sample"
    );
    insta::assert_snapshot!(text_of(&sample_store()));
}

#[test]
fn every_cause_has_its_traceback() {
    let mut store = empty_store();
    for code in 0..FAULT_CODES.len() as u8 {
        let about_a_table = ["disk-full", "lock-timeout", "stale-read", "schema"];
        let target = match FAULT_CODES[usize::from(code)] {
            name if about_a_table.contains(&name) => "orders",
            "pool-timeout" | "db-too-many" | "db-down" | "terminated" => "db",
            "gpu-oom" | "model-timeout" => "vision-v7",
            _ => "payments",
        };
        let target = store.names_mut().intern(target);
        let cause = Cause {
            code,
            waited_s: 5,
            target,
        };
        assert_eq!(Cause::unpack(cause.pack()), cause);
        push(
            &mut store,
            0,
            7,
            (
                L::Traceback,
                "api",
                "POST /api/checkout",
                cause.pack(),
                5_003,
                Error,
            ),
        );
    }
    insta::assert_snapshot!(text_of(&store));
}

#[test]
fn any_component_can_write_any_line() {
    for (line, _, x, a, b, level) in SAMPLES {
        for (source, _) in COMPONENTS {
            let mut store = empty_store();
            push(&mut store, 0, 0, (*line, source, x, *a, *b, *level));
            // Python's own source lines have braces.
            let text = store.render(0).unwrap().text.replace("{timeout", "");
            assert!(
                !text.is_empty() && !text.contains(['{', '\u{1}']),
                "{line:?} {source}: {text}"
            );
        }
    }
}

#[test]
fn wall_times_follow_the_incident_clock() {
    let rows = [
        (3 * 3600, 0, "2026-03-12 03:00:00.000"),
        (3 * 3600, -4 * 3_600_000, "2026-03-11 23:00:00.000"),
        (86_000, 500_250, "2026-03-13 00:01:40.250"),
    ];
    for (starts_s_of_day, at_ms, time) in rows {
        let mut store = LogStore::new(starts_s_of_day);
        push(
            &mut store,
            at_ms,
            0,
            (L::DbTooMany, "db", "", 100, 0, Error),
        );
        let line = store.render(0).unwrap();
        assert!(line.text.starts_with(time), "{}", line.text);
        assert_eq!((line.at_ms, line.req), (at_ms, None));
    }
}

/// How many of the sample lines each query finds.
#[test]
fn queries_find() {
    let store = sample_store();
    let mut table = String::new();
    for query in [
        "",
        "pooltimeout",
        "PoolTimeout",
        "\"worker timeout\"",
        "\"too many clients already\"",
        "/api/checkout",
        "/api/checkout -axioserror",
        "checkout -service:browser -service:web",
        "level:error",
        "level:warn -level:error",
        "service:db",
        "SERVICE:DB service:cache",
        "service:db level:error",
        "service:nowhere",
        "-service:nowhere service:db",
        "req:8f2103",
        "req:8f2103 req:8f2104",
        "8f2103",
        "rid=8f2102",
        "\"[req 8f2103]\"",
        "request_id='8f2112'",
        "replica:1 service:cache",
        "replica:0",
        "-replica:1",
        "timeout -pool",
        "timed out",
        "/pool ?timeout/",
        "/retrying in \\d+ ms/",
        "/ (500|503) /",
        "/\\/api\\/(cart|checkout)/ service:browser",
        "-/./",
        "/^Traceback/",
        "images.thumbnail succeeded",
        "12/mar/2026",
        "mar",
        "chrome",
        "-chrome service:web",
        "v214",
        "statement: select",
        "duration:",
        "https://shop.example",
        "nothing-like-this",
        "-",
    ] {
        let page = store.search(&Query::parse(query).unwrap(), 0, 3_600_000, None, 3);
        let first = page
            .lines
            .iter()
            .map(|line| format!("{:?}", SAMPLES[line.index as usize].0));
        table += &format!(
            "{query:<48} | {:>2} | {}\n",
            page.matched,
            first.collect::<Vec<_>>().join(" ")
        );
    }
    insta::assert_snapshot!(table);
}

#[test]
fn mistakes_are_named() {
    let long = "word ".repeat(101);
    let many = "a ".repeat(17);
    let mut table = String::new();
    for text in [
        "\"no end",
        "x \"\"",
        "service:",
        "level:loud",
        "level:",
        "req:xyz",
        "req:0",
        "req:+1",
        "req:123456789",
        "replica:two",
        "replica:70000",
        "/(/",
        "/a{1000}{1000}/",
        "/api/.*x",
        "a -/[/",
        "/\\p{Greek}/",
        &long,
        &many,
    ] {
        let error = Query::parse(text).expect_err(text);
        assert!(error.at <= text.len(), "{text}");
        let shown: String = text.chars().take(20).collect();
        table += &format!(
            "{shown:<20} | {:>3} | {} | {}\n",
            error.at, error.message, error.help
        );
    }
    insta::assert_snapshot!(table);
}

/// (second, request, replica is 1, sample) of a minute.
type Row = (i64, u32, Sample);

/// A healthy minute: each program at its business.
const HEALTHY: &[Row] = &[
    (0, 0, (L::RedisSave, "cache", "", 12_043, 0, Info)),
    (1, 0, (L::RedisSaved, "cache", "", 12_043, 0, Info)),
    (
        3,
        0x8f_2140,
        (L::Access, "web", "GET /checkout", 200, 12, Info),
    ),
    (
        4,
        0x8f_2141,
        (L::Access, "api", "POST /api/checkout", 201, 141, Info),
    ),
    (
        5,
        0x8f_2141,
        (
            L::TaskReceived,
            "image-worker",
            "images.thumbnail",
            77,
            0,
            Info,
        ),
    ),
    (
        6,
        0x8f_2141,
        (
            L::TaskDone,
            "image-worker",
            "images.thumbnail",
            77,
            912,
            Info,
        ),
    ),
    (9, 0, (L::BrowserNoise, "browser", "", 0, 0, Warn)),
    (14, 0, (L::NotFound, "api", "", 1, 0, Warn)),
    (20, 0, (L::BeatSent, "image-worker", "", 1, 0, Info)),
    (25, 0, (L::DbConnection, "db", "", 51_324, 0, Info)),
    (30, 0, (L::DbCheckpoint, "db", "", 1_243, 0, Info)),
    (33, 0, (L::DbVacuum, "db", "orders", 214, 0, Info)),
    (38, 0, (L::ClientClosed, "web", "GET /", 0, 1_204, Info)),
    (41, 0, (L::DbSlow, "db", "orders", 1_532, 0, Info)),
    (47, 0, (L::Deprecation, "api", "", 2, 0, Warn)),
    (52, 0, (L::RedisClient, "cache", "", 1_204, 0, Info)),
    (
        55,
        0x8f_2142,
        (L::Access, "gateway", "POST /api/checkout", 201, 41, Info),
    ),
    (58, 0, (L::WorkerNotice, "api", "", 57, 0, Info)),
];

/// A migration holds a lock; what waits for it times out; what retries runs out of memory.
const BROKEN: &[Row] = &[
    (0, 0, (L::DbMigration, "db", "orders", 0, 812, Info)),
    (
        2,
        0x8f_21b7,
        (L::DbLockWait, "db", "orders", 1_000, 812, Warn),
    ),
    (
        4,
        0x8f_21b7,
        (L::DbLockTimeout, "db", "orders", 2_000, 0, Error),
    ),
    (
        4,
        0x8f_21b7,
        (L::Traceback, "api", "POST /api/checkout", 13, 2_004, Error),
    ),
    (
        4,
        0x8f_21b7,
        (L::Access, "api", "POST /api/checkout", 500, 2_010, Error),
    ),
    (
        4,
        0x8f_21b7,
        (
            L::BrowserError,
            "browser",
            "POST /api/checkout",
            500,
            2_040,
            Error,
        ),
    ),
    (
        9,
        0x8f_21c2,
        (L::PoolTimeout, "api", "db", 30_001, 25, Error),
    ),
    (
        15,
        0x8f_21c9,
        (L::ExternalError, "gateway", "payments", 503, 412, Error),
    ),
    (
        22,
        0x8f_21d0,
        (
            L::TaskLost,
            "image-worker",
            "images.thumbnail",
            77,
            31,
            Error,
        ),
    ),
    (30, 0, (L::OomKilled, "api", "v214", 57, 1_024, Error)),
    (34, 0, (L::Rotation, "api", "", 0, 3, Warn)),
    (36, 0x8f_21d4, (L::Upstream, "web", "api", 5, 0, Error)),
    (
        36,
        0x8f_21d4,
        (
            L::BrowserError,
            "browser",
            "POST /api/checkout",
            502,
            31,
            Error,
        ),
    ),
    (
        37,
        0x8f_21d5,
        (L::Access, "web", "GET /checkout", 502, 3, Error),
    ),
    (41, 0, (L::OomKilled, "cache", "", 1, 2_048, Error)),
    (50, 0, (L::DbMigration, "db", "orders", 2, 812, Error)),
    (58, 0, (L::Rotation, "api", "", 1, 1, Info)),
];

/// To be read aloud: would a person on call believe it?
#[test]
fn a_minute_reads_like_a_minute() {
    for (name, rows) in [("healthy", HEALTHY), ("broken", BROKEN)] {
        let mut store = empty_store();
        for (second, req, sample) in rows {
            push(
                &mut store,
                872_000 + second * 1000 + i64::from(sample.4 % 997),
                *req,
                *sample,
            );
        }
        let mut text = String::new();
        for line in (0..store.len()).filter_map(|at| store.render(at)) {
            let lines: Vec<&str> = line.text.lines().collect();
            // The end of a traceback says most.
            let (first, last) = if lines.len() > 14 {
                (1, 3)
            } else {
                (lines.len(), 0)
            };
            text += &format!("{}\n", lines[..first].join("\n"));
            if last > 0 {
                text += &format!(
                    "[{} lines]\n{}\n",
                    lines.len() - first - last,
                    lines[lines.len() - last..].join("\n")
                );
            }
        }
        insta::assert_snapshot!(format!("a_minute_reads_like_a_minute-{name}"), text);
    }
}

/// One call from the browser to the task it caused, and what each program says of it.
#[test]
fn one_id_finds_a_call_in_every_program() {
    let mut store = empty_store();
    let lock_timeout = u32::try_from(
        FAULT_CODES
            .iter()
            .position(|code| *code == "lock-timeout")
            .unwrap(),
    )
    .unwrap();
    let rows: [(Sample, &str); 11] = [
        (
            (L::Access, "web", "POST /api/checkout", 500, 2_031, Error),
            "rid=8f21b7",
        ),
        (
            (L::Access, "api", "POST /api/checkout", 500, 2_024, Error),
            "rid=8f21b7",
        ),
        (
            (
                L::Traceback,
                "api",
                "POST /api/checkout",
                lock_timeout,
                2_000,
                Error,
            ),
            "[req 8f21b7]",
        ),
        ((L::PoolSlow, "api", "db", 411, 25, Warn), "[req 8f21b7]"),
        (
            (L::DbLockWait, "db", "orders", 1_000, 812, Warn),
            "/*request_id='8f21b7'*/",
        ),
        (
            (L::DbLockTimeout, "db", "orders", 2_000, 0, Error),
            "/*request_id='8f21b7'*/",
        ),
        (
            (L::DbSlow, "db", "orders", 1_532, 0, Info),
            "/*request_id='8f21b7'*/",
        ),
        (
            (L::Retry, "gateway", "payments", 2, 400, Warn),
            "req=8f21b7",
        ),
        (
            (
                L::TaskReceived,
                "image-worker",
                "images.thumbnail",
                77,
                0,
                Info,
            ),
            "[req 8f21b7]",
        ),
        (
            (
                L::TaskFailed,
                "image-worker",
                "images.thumbnail",
                77,
                3,
                Error,
            ),
            "[req 8f21b7]",
        ),
        (
            (
                L::BrowserError,
                "browser",
                "POST /api/checkout",
                500,
                2_040,
                Error,
            ),
            "X-Request-Id: 8f21b7",
        ),
    ];
    for (n, (sample, _)) in rows.iter().enumerate() {
        push(&mut store, n as i64 * 1000, 0x8f_21b7, *sample);
        push(&mut store, n as i64 * 1000, 0, *sample);
        push(&mut store, n as i64 * 1000, 0x8f_21b8, *sample);
    }
    for query in ["8f21b7", "/8f21b7/"] {
        let page = store.search(&Query::parse(query).unwrap(), 0, 60_000, None, 100);
        assert_eq!(page.matched as usize, rows.len(), "{query}");
        for (line, (_, written)) in page.lines.iter().rev().zip(&rows) {
            assert!(line.line.text.contains(written), "{}", line.line.text);
        }
    }
    let dash = Query::parse("/rid=-|\\[req -\\]|req=- |X-Request-Id: -/").unwrap();
    assert_eq!(store.search(&dash, 0, 60_000, None, 0).matched, 8);
    let comment = Query::parse("service:db request_id").unwrap();
    assert_eq!(store.search(&comment, 0, 60_000, None, 0).matched, 6);
}

/// The database and the application tell of the same statement.
#[test]
fn a_traceback_quotes_what_the_database_logged() {
    let mut store = empty_store();
    let target = store.names_mut().intern("orders");
    let cause = Cause {
        code: 13,
        waited_s: 2,
        target,
    };
    for req in 1..40 {
        push(
            &mut store,
            0,
            req,
            (L::DbLockTimeout, "db", "orders", 2_000, 0, Error),
        );
        push(
            &mut store,
            9,
            req,
            (
                L::Traceback,
                "api",
                "POST /api/checkout",
                cause.pack(),
                2_009,
                Error,
            ),
        );
    }
    let mut places = BTreeSet::new();
    for at in (0..store.len()).step_by(2) {
        let [logged, raised] = [at, at + 1].map(|at| store.render(at).unwrap().text);
        let place: usize = logged
            .split(" at character ")
            .nth(1)
            .unwrap()
            .lines()
            .next()
            .unwrap()
            .parse()
            .unwrap();
        let statement = logged.split("STATEMENT:  ").nth(1).unwrap();
        let mut last = raised.lines().rev();
        let (caret, shown) = (last.next().unwrap(), last.next().unwrap());
        let quoted = shown.strip_prefix("LINE 1: ").unwrap().trim_matches('.');
        assert!(statement.contains(quoted), "{statement}\n{shown}");
        assert!(
            statement[place - 1..].starts_with("\"orders\""),
            "{place} {statement}"
        );
        assert!(
            shown[caret.len() - 1..].starts_with("\"orders\""),
            "{shown}\n{caret}"
        );
        places.insert(place);
    }
    assert_eq!(places.len(), 2, "two statements a table");
}

/// What a byte of a line can cost at worst: the states of the regex. Nothing grows with
/// the length of a line beyond that, whatever the nesting.
#[test]
fn no_regex_can_hang_a_search() {
    let store = sample_store();
    let nested = format!("{}a{}", "(".repeat(35), ")*".repeat(35));
    let names = (0..70)
        .map(|n| format!("w{n}x"))
        .collect::<Vec<_>>()
        .join("|");
    let dots = ".*".repeat(200);
    let mut table = String::new();
    for pattern in [
        "(a*)*b",
        "(a+)+$",
        "(a|a)*b",
        "(a|aa)+$",
        "(.*)*x",
        "([a-z]+)*=",
        "(.*,){11}P",
        "(x+x+)+y",
        "^(([a-z])+.)+[A-Z]([a-z])+$",
        ".{1,1000}{1,1000}",
        ".{1,1000}",
        "(.{1,90}){1,90}",
        "a{1000}{1000}",
        "(((a{50}){50}){50})",
        "[a-q][^u-z]{13}x",
        "(?:.?){60}x",
        &nested,
        &names,
        &dots,
    ] {
        let verdict = match Query::parse(&format!("/{pattern}/")) {
            Ok(query) => {
                let nfa = regex_automata::nfa::thompson::NFA::compiler()
                    .syntax(
                        regex_automata::util::syntax::Config::new()
                            .unicode(false)
                            .utf8(false),
                    )
                    .build(pattern)
                    .unwrap();
                assert!(
                    nfa.states().len() <= 1_200,
                    "{pattern}: {}",
                    nfa.states().len()
                );
                let page = store.search(&query, 0, 3_600_000, None, 0);
                assert_eq!(page.scanned as usize, store.len());
                format!("{:>4} states", nfa.states().len())
            }
            Err(error) => error.to_string(),
        };
        let shown: String = pattern.chars().take(28).collect();
        table += &format!("{shown:<28} | {verdict}\n");
    }
    insta::assert_snapshot!(table);
}

#[test]
fn a_million_records_are_searched_exactly() {
    let mut store = empty_store();
    let kinds: [Sample; 4] = [
        (L::Access, "api", "GET /api/products", 200, 0, Info),
        (L::DbSlow, "db", "orders", 0, 0, Info),
        (
            L::TaskDone,
            "image-worker",
            "images.thumbnail",
            0,
            912,
            Info,
        ),
        (L::PoolTimeout, "api", "db", 30_001, 25, Error),
    ];
    for n in 0..1_000_000_u32 {
        let which = match n % 100 {
            0 => 3,
            1..4 => 1,
            4..20 => 2,
            _ => 0,
        };
        push(&mut store, i64::from(n) * 7, n, kinds[which]);
    }
    let rows = [
        ("", 1_000_000),
        ("pooltimeout", 10_000),
        ("\"images.thumbnail\" succeeded", 160_000),
        ("-service:api -succeeded", 30_000),
        ("level:error service:api replica:1", 10_000),
        ("/pool 'db': size=\\d+/", 10_000),
        ("req:f423f", 1),
    ];
    for (query, matched) in rows {
        let page = store.search(&Query::parse(query).unwrap(), 0, 7_000_000, None, 1);
        assert_eq!(
            (page.matched, page.scanned),
            (matched, 1_000_000),
            "{query}"
        );
        assert_eq!(page.histogram.iter().sum::<u32>(), matched, "{query}");
    }
    let half = store.search(&Query::parse("pooltimeout").unwrap(), 0, 3_500_000, None, 1);
    assert_eq!((half.matched, half.scanned), (5_000, 500_000));
}

/// What healthy systems write by chance, and how often at most in an hour.
const NOISE: [(LogLine, usize); 12] = [
    (L::NotFound, 600),
    (L::Deprecation, 160),
    (L::BadHost, 40),
    (L::CsrfFailed, 80),
    (L::WorkerNotice, 60),
    (L::ClientClosed, 100),
    (L::DbVacuum, 50),
    (L::RedisClient, 60),
    (L::BeatSent, 90),
    (L::WorkerChatter, 60),
    (L::BrowserNoise, 120),
    (L::RedisSaved, 140),
];

fn noise_of(world: &world::World) -> Vec<LogRecord> {
    let logs = world.logs();
    let is_noise =
        |record: &LogRecord| record.req == 0 && NOISE.iter().any(|(line, _)| *line == record.line);
    (0..logs.len())
        .filter_map(|at| logs.get(at))
        .filter(is_noise)
        .collect()
}

#[test]
fn a_healthy_hour_is_not_silent_and_not_loud() {
    let mut world = systems::start(&systems::storefront(5.0), 7);
    world.advance(0);
    world.advance(3_600_000);
    let noise: Vec<_> = noise_of(&world)
        .into_iter()
        .filter(|record| record.at_us >= 0)
        .collect();
    for (line, most) in NOISE {
        let count = noise.iter().filter(|record| record.line == line).count();
        assert!((1..=most).contains(&count), "{line:?}: {count}");
    }
    let errors = noise.iter().filter(|record| record.level == Error).count();
    assert!(
        noise.len() <= 1_300 && errors <= 30,
        "{} {errors}",
        noise.len()
    );
    let reports = (0..world.logs().len()).filter_map(|at| world.logs().get(at));
    assert!(
        reports
            .filter(|record| record.line == L::DbSlow && record.req == 0)
            .count()
            > 0
    );
}

/// A component more, and the others are as noisy as before, at the same moments.
#[test]
fn noise_does_not_shift_other_noise() {
    let spec = systems::storefront(5.0);
    let mut more = spec.clone();
    more.databases.push(systems::database("archive", 2, 50));
    let [one, other] = [spec, more].map(|spec| {
        let mut world = systems::start(&spec, 7);
        world.advance(0);
        world.advance(600_000);
        let names = world.logs().names();
        let rows = noise_of(&world).into_iter().map(|record| {
            (
                record.at_us,
                record.line,
                names.get(record.source).to_owned(),
                record.a,
            )
        });
        rows.filter(|row| row.2 != "archive").collect::<Vec<_>>()
    });
    assert!(one.len() > 100);
    assert_eq!(one, other);
}

#[test]
fn pages_go_back_in_time_and_counts_stay() {
    let mut store = empty_store();
    for n in 0..10_000_u32 {
        let level = if n % 10 == 0 { Error } else { Info };
        push(
            &mut store,
            i64::from(n) * 6,
            n,
            (L::Access, "api", "GET /api/products", 200, n % 50, level),
        );
    }
    let query = Query::parse("level:error").unwrap();
    let mut before = None;
    let mut seen = Vec::new();
    loop {
        let page = store.search(&query, 0, 60_000, before, 300);
        assert_eq!(
            (page.matched, page.scanned, page.bin_ms),
            (1_000, 10_000, 1_000)
        );
        assert_eq!(page.histogram.iter().sum::<u32>(), 1_000);
        let Some(last) = page.lines.last() else { break };
        before = Some(last.index as usize);
        seen.extend(page.lines.iter().map(|line| line.index));
    }
    assert_eq!(seen, (0..1_000).rev().map(|n| n * 10).collect::<Vec<_>>());

    let window = store.search(&query, 600, 1_200, None, 5);
    assert_eq!(
        (window.matched, window.scanned, window.histogram.len()),
        (10, 100, 60)
    );
    for (from, to) in [(5, 5), (9, 3), (i64::MIN, i64::MAX), (i64::MAX, i64::MIN)] {
        let page = store.search(&query, from, to, None, usize::MAX);
        assert_eq!(
            page.histogram.iter().sum::<u32>(),
            page.matched,
            "{from}..{to}"
        );
    }
}

#[test]
fn what_the_surfaces_receive() {
    let store = sample_store();
    let page = store.search(&Query::parse("axioserror").unwrap(), 0, 3_600_000, None, 1);
    assert_eq!(page.histogram.len(), BINS);
    insta::assert_json_snapshot!(page.lines);
    insta::assert_snapshot!(
        [
            PagedLine::decl(&Config::default()),
            LogPage::decl(&Config::default())
        ]
        .join("\n")
    );
    assert_eq!(size_of::<LogRecord>(), 32);
}

#[test]
fn a_clone_is_a_checkpoint() {
    let mut store = sample_store();
    let fork = store.clone();
    push(&mut store, 0, 1, SAMPLES[0]);
    assert_eq!(
        (store.len(), fork.len()),
        (SAMPLES.len() + 1, SAMPLES.len())
    );
    assert_eq!(store.get(3), fork.get(3));
    assert!(fork.get(SAMPLES.len()).is_none() && fork.render(usize::MAX).is_none());
    assert_eq!(request_id(0x8f_21b7).as_deref(), Some("8f21b7"));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn parsing_never_panics(text in any::<String>()) {
        let _ = Query::parse(&text);
    }

    #[test]
    fn likely_text_never_panics(text in "[a-c:/\"\\\\ ()*.+-]{0,40}") {
        let _ = Query::parse(&text);
    }

    /// Words judged by the shape of a line are found exactly where the line has them.
    #[test]
    fn shapes_never_lie(
        which in prop::collection::vec((0..SAMPLES.len(), any::<u32>(), any::<u32>(), 0_u16..5), 1..40),
        pick in any::<prop::sample::Index>(),
        start in any::<prop::sample::Index>(),
        length in 1_usize..9,
        negated in any::<bool>(),
    ) {
        let mut store = empty_store();
        for (n, (sample, a, b, replica)) in which.iter().enumerate() {
            let (line, source, x, own_a, own_b, level) = SAMPLES[*sample];
            let at_us = i64::from(*a) * 400;
            let source = store.names_mut().intern(source);
            let x = store.names_mut().intern(x);
            let (a, b) = if n % 2 == 0 { (own_a, *b) } else { (*a % 600, own_b) };
            store.push(LogRecord { at_us, req: b, a, b, source, replica: *replica, x, level, line });
        }
        let texts: Vec<String> = (0..store.len()).filter_map(|at| store.render(at)).map(|line| line.text).collect();
        let text: Vec<char> = pick.get(&texts).chars().collect();
        let from = start.index(text.len());
        let word: String = text[from..].iter().take(length).collect();
        let lower = word.to_ascii_lowercase();
        let is_id = lower.len() >= 6 && lower.bytes().all(|byte| byte.is_ascii_hexdigit());
        if is_id || word.contains(['"', '\\']) {
            return Ok(());
        }
        let minus = if negated { "-" } else { "" };
        let regex = regex::escape(&word).replace('/', "\\/");
        let expected = texts.iter().filter(|text| text.to_ascii_lowercase().contains(&lower) != negated).count();
        for query in [format!("{minus}\"{word}\""), format!("{minus}/{regex}/")] {
            let page = store.search(&Query::parse(&query).unwrap(), i64::MIN, i64::MAX, None, 1000);
            assert_eq!(page.matched as usize, expected, "{query}");
        }
    }
}
