//! Logs at their boundary: how each line reads, and which queries find which lines.

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
        L::ExternalError as usize + 1,
        "a kind of line has no sample"
    );
    insta::assert_snapshot!(text_of(&sample_store()));
}

#[test]
fn every_cause_has_its_traceback() {
    let mut store = empty_store();
    let target = store.names_mut().intern("payments");
    for code in 0..FAULT_CODES.len() as u8 {
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
            let text = store.render(0).unwrap().text;
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
        "timeout -pool",
        "timed out",
        "/pool ?timeout/",
        "/attempt \\d+ failed/",
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
