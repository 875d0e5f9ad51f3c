//! Finding lines, and keeping them.

use super::*;

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

/// Before, at and after the ends of blocks.
#[test]
fn records_are_read_from_anywhere() {
    let mut store = empty_store();
    for n in 0..9_000 {
        push(&mut store, n, n as u32, SAMPLES[n as usize % SAMPLES.len()]);
    }
    for from in [
        0, 1, 4_095, 4_096, 4_097, 8_191, 8_192, 8_999, 9_000, 20_000,
    ] {
        let read: Vec<_> = store.since(from).collect();
        let got: Vec<_> = (from..9_000).filter_map(|at| store.get(at)).collect();
        assert_eq!(read, got, "from {from}");
    }
}
