//! Logs at their boundary: how each line reads, and which queries find which lines.

#[allow(clippy::unwrap_used)] // Shared with the tests of the simulator.
#[path = "../it/systems.rs"]
mod systems;

mod data;
mod finding;
mod noise;
mod plain;

use std::collections::BTreeSet;

use proptest::prelude::{ProptestConfig, any, prop, proptest};
use ts_rs::{Config, TS};
use world::logs::{
    BINS, Cause, FAULT_CODES, LogLevel, LogLine, LogPage, LogRecord, LogStore, PagedLine, Query,
    request_id,
};

use data::{BROKEN, COMPONENTS, HEALTHY, SAMPLES, Sample};

use LogLevel::{Error, Info, Warn};
use LogLine as L;

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
