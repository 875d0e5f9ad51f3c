//! Traces: every failed user call, a sample of the others, and nothing else changes by them.

use std::collections::BTreeSet;

use crate::play::{carried, done, fault, go, open_shop};
use crate::systems::{start, storefront};
use world::logs::{LogLine, request_id};
use world::traces::{SpanKind, SpanView, TraceFilter, TraceRow, TraceView};
use world::{Act, Effect, World};

const ALL_MS: (i64, i64) = (-3_600_000, 3_600_000);

/// A shop whose pool leaks, whose payments fail now and then, and whose images take too long.
fn hurt_shop() -> World {
    let mut world = open_shop();
    let leak = fault("api.db", Effect::PoolLeak { rate: 0.3 }, None);
    let faults = [
        carried(leak, "api", "v214"),
        fault("payments", Effect::Errors { ratio: 0.3 }, None),
        fault("vision-v7", Effect::Errors { ratio: 0.5 }, None),
        fault("recs->ranker", Effect::Hang { ratio: 0.1 }, None),
        fault("api", Effect::Hang { ratio: 0.01 }, None),
    ];
    for (id, fault) in (1..).zip(&faults) {
        world.start_fault(id, fault).unwrap();
    }
    go(&mut world, 180);
    world
}

fn rows(world: &World, filter: &TraceFilter) -> Vec<TraceRow> {
    let mut all = Vec::new();
    let mut before = None;
    loop {
        let page = world
            .traces()
            .search(filter, ALL_MS.0, ALL_MS.1, before, 500);
        let Some(last) = page.rows.last() else {
            assert_eq!(all.len(), page.matched as usize, "pages add up");
            return all;
        };
        before = u32::from_str_radix(&last.req, 16).ok();
        all.extend(page.rows);
    }
}

fn trace(world: &World, req: &str) -> TraceView {
    let root = u32::from_str_radix(req, 16).unwrap();
    let found = world.traces().trace(root);
    found.unwrap_or_else(|| panic!("{req} has a row and no trace"))
}

fn failed() -> TraceFilter {
    TraceFilter {
        failed: true,
        ..TraceFilter::default()
    }
}

/// As a person reads it, without figures.
fn outline(spans: &[SpanView]) -> String {
    let line = |span: &SpanView| {
        let indent = "  ".repeat(span.depth as usize);
        let peer = span.peer.as_ref().map(|peer| format!(" -> {peer}"));
        let error = span.error.as_ref().map(|error| format!(" !! {error}"));
        format!(
            "{indent}{:?} {}{} {}{}",
            span.kind,
            span.component,
            peer.unwrap_or_default(),
            span.name,
            error.unwrap_or_default()
        )
    };
    spans.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn recording_changes_nothing_else() {
    let mut spec = storefront(20.0);
    spec.warmup_s = 10;
    let (mut with, mut without) = (start(&spec, 3), start(&spec, 3));
    without.set_traces(false);
    for world in [&mut with, &mut without] {
        world.advance(0);
        world
            .start_fault(1, &fault("db", Effect::Slow { factor: 30.0 }, None))
            .unwrap();
        go(world, 60);
    }
    assert_eq!(
        with.telemetry().fingerprint(),
        without.telemetry().fingerprint()
    );
    assert_eq!(with.logs().len(), without.logs().len());
    assert!(!with.traces().is_empty());
    assert!(without.traces().is_empty());
}

#[test]
fn every_failed_user_call_has_a_trace() {
    let world = hurt_shop();
    let logs = world.logs();
    let browser = logs.names().find("browser").unwrap();
    let failed_calls: BTreeSet<String> = (0..logs.len())
        .filter_map(|at| logs.get(at))
        .filter(|record| record.source == browser)
        .filter(|record| matches!(record.line, LogLine::BrowserError | LogLine::BrowserLeft))
        .filter_map(|record| request_id(record.req))
        .collect();
    let found: BTreeSet<String> = rows(&world, &failed())
        .into_iter()
        .map(|row| row.req)
        .collect();
    assert!(failed_calls.len() > 50, "{}", failed_calls.len());
    let missing: Vec<&String> = failed_calls.difference(&found).collect();
    assert!(missing.is_empty(), "no trace: {missing:?}");
}

#[test]
fn a_part_begins_when_the_whole_has_begun_and_stands_behind_it() {
    let world = hurt_shop();
    let all = rows(&world, &TraceFilter::default());
    assert!(all.len() > 500);
    let mut kinds = BTreeSet::new();
    for row in &all {
        let trace = trace(&world, &row.req);
        let mut seen = Vec::new();
        for span in &trace.spans {
            kinds.insert(span.kind);
            if let Some(parent) = span.parent {
                let whole: &SpanView = seen
                    .iter()
                    .copied()
                    .find(|other: &&SpanView| other.id == parent)
                    .unwrap_or_else(|| panic!("{}: {span:?} before its whole", row.req));
                assert!(whole.from_us <= span.from_us, "{}: {span:?}", row.req);
                assert_eq!(whole.depth + 1, span.depth);
            }
            assert!(span.from_us.saturating_add(span.took_us) <= trace.took_us);
            seen.push(span);
        }
        let roots = trace.spans.iter().filter(|span| span.depth == 0).count();
        assert_eq!(roots, 1, "{}\n{}", row.req, outline(&trace.spans));
    }
    for kind in [
        SpanKind::Browser,
        SpanKind::Server,
        SpanKind::ConnectionWait,
        SpanKind::Query,
        SpanKind::Cache,
        SpanKind::Call,
        SpanKind::Publish,
        SpanKind::Task,
        SpanKind::Try,
        SpanKind::QueueWait,
        SpanKind::Inference,
    ] {
        assert!(kinds.contains(&kind), "no {kind:?} in any trace");
    }
}

#[test]
fn a_failure_is_traced_to_where_it_comes_from() {
    let world = hurt_shop();
    let checkout = TraceFilter {
        name: Some("checkout".into()),
        ..failed()
    };
    let found = rows(&world, &checkout);
    let waited = found
        .iter()
        .find(|row| {
            row.fault
                .as_ref()
                .is_some_and(|fault| *fault == ("db".into(), "no connection in time".into()))
        })
        .unwrap();
    insta::assert_snapshot!(outline(&trace(&world, &waited.req).spans));
    let refused = found
        .iter()
        .find(|row| {
            row.fault
                .as_ref()
                .is_some_and(|fault| fault.0 == "payments")
        })
        .unwrap();
    let spans = trace(&world, &refused.req).spans;
    let tries: Vec<Option<u16>> = spans
        .iter()
        .filter(|span| span.kind == SpanKind::Call)
        .map(|span| span.attempt)
        .collect();
    assert_eq!(tries[0], Some(1));
    assert_eq!(spans.last().unwrap().error.as_deref(), Some("HTTP 503"));
}

#[test]
fn of_the_others_a_sample_is_kept() {
    let mut world = open_shop();
    go(&mut world, 300);
    let page = world
        .traces()
        .search(&TraceFilter::default(), 0, 300_000, None, 1);
    let calls = world.totals().requests as f64;
    let share = f64::from(page.matched) / calls;
    let wanted = 1.0 / f64::from(page.one_in);
    assert!(page.one_in > 1);
    assert!(
        (share / wanted - 1.0).abs() < 0.15,
        "{share:.4}, not {wanted:.4}"
    );
    let binned: u32 = page.histogram.iter().map(|bin| bin.0).sum();
    let classed: u32 = page.durations.iter().map(|class| class.0).sum();
    assert_eq!((binned, classed), (page.matched, page.matched));
}

#[test]
fn a_search_finds_what_it_says() {
    let world = hurt_shop();
    let find = |filter: TraceFilter| rows(&world, &filter);
    let all = find(TraceFilter::default());
    assert!(all.windows(2).all(|two| two[0].at_ms >= two[1].at_ms));
    let slow = find(TraceFilter {
        min_ms: 1_500,
        ..TraceFilter::default()
    });
    assert!(!slow.is_empty() && slow.iter().all(|row| row.took_us >= 1_500_000));
    let vision = find(TraceFilter {
        component: Some("vision-v7".into()),
        ..TraceFilter::default()
    });
    assert!(!vision.is_empty() && vision.len() < all.len());
    let one = find(TraceFilter {
        req: Some(slow[0].req.clone()),
        ..TraceFilter::default()
    });
    assert_eq!(one, [slow[0].clone()]);
    for nothing in [
        TraceFilter {
            component: Some("nobody".into()),
            ..TraceFilter::default()
        },
        TraceFilter {
            req: Some("no number".into()),
            ..TraceFilter::default()
        },
    ] {
        assert!(find(nothing).is_empty());
    }
    assert!(world.traces().trace(0).is_none());
}

#[test]
fn what_is_not_over_is_found_once_its_user_has_left() {
    let mut world = open_shop();
    world
        .start_fault(1, &fault("api", Effect::Hang { ratio: 1.0 }, None))
        .unwrap();
    go(&mut world, 20);
    let open = rows(&world, &failed())
        .into_iter()
        .find(|row| row.open)
        .unwrap();
    let trace = trace(&world, &open.req);
    assert!(trace.open);
    let at_work = trace.spans.iter().filter(|span| span.open);
    assert!(at_work.clone().all(|span| span.kind != SpanKind::Browser));
    assert!(at_work.count() > 0);
}

#[test]
fn tasks_hang_on_the_call_that_published_them() {
    let world = hurt_shop();
    let with_task = rows(&world, &TraceFilter::default())
        .into_iter()
        .map(|row| trace(&world, &row.req))
        .find(|trace| {
            let has = |kind| trace.spans.iter().any(|span| span.kind == kind);
            has(SpanKind::Browser) && has(SpanKind::Task)
        })
        .unwrap();
    let spans = &with_task.spans;
    let task = spans
        .iter()
        .find(|span| span.kind == SpanKind::Task)
        .unwrap();
    let parent = spans.iter().find(|span| Some(span.id) == task.parent);
    assert_eq!(parent.unwrap().kind, SpanKind::Publish);
}

#[test]
fn the_oldest_go_first_and_the_failed_last() {
    let mut world = open_shop();
    world.set_trace_limit(12_000);
    go(&mut world, 240);
    let calm = rows(&world, &TraceFilter::default()).len();
    world
        .start_fault(1, &fault("payments", Effect::Down, None))
        .unwrap();
    go(&mut world, 240);
    assert!(world.traces().store().spans() <= 12_000);
    let kept = rows(&world, &TraceFilter::default());
    let failures = kept.iter().filter(|row| row.failed).count();
    assert!(calm > 0 && failures > 0);
    assert!(kept.last().unwrap().failed, "what went well went first");
}

#[test]
fn copies_go_their_own_ways() {
    let mut world = hurt_shop();
    let before = rows(&world, &TraceFilter::default());
    let mut copy = world.clone();
    assert!(done(&mut copy, 9, &Act::Restart { on: "api".into() }).0);
    go(&mut copy, 60);
    assert_eq!(rows(&world, &TraceFilter::default()), before);
    go(&mut world, 60);
    let (one, other) = (
        rows(&world, &TraceFilter::default()),
        rows(&copy, &TraceFilter::default()),
    );
    assert!(one != before && one != other);
}

#[test]
fn nothing_is_held_when_nothing_is_in_flight() {
    let mut world = hurt_shop();
    assert!(world.traces().store().in_progress() > 0);
    world
        .act(9, &Act::ShedTraffic { keep: 0.0 })
        .unwrap_or_else(|refusal| panic!("{refusal}"));
    for (id, on) in [(10, "api"), (11, "recs"), (12, "web")] {
        done(&mut world, id, &Act::Restart { on: on.into() });
    }
    (1..=5).for_each(|id| {
        world.stop_fault(id).unwrap();
    });
    go(&mut world, 900);
    assert_eq!(world.traces().store().in_progress(), 0);
}
