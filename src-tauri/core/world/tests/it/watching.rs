//! Alerts, service levels, telemetry and logs tell what happened.

use crate::play::{done, fault, go, open_shop};
use world::logs::LogLine;
use world::{Act, Effect, What};

#[test]
fn an_alert_fires_after_its_time_and_resolves() {
    let mut world = open_shop();
    world
        .start_fault(
            1,
            &fault("api", Effect::Errors { ratio: 0.5 }, Some(120_000)),
        )
        .unwrap();
    let happenings = go(&mut world, 600);
    let at = |wanted: &dyn Fn(&What) -> bool| {
        happenings
            .iter()
            .find(|one| wanted(&one.what))
            .map(|one| one.at_ms / 1000)
    };
    let fired = at(
        &|what| matches!(what, What::AlertFired { alert, value } if alert == "APIAvailability" && *value > 0.01),
    );
    let resolved =
        at(&|what| matches!(what, What::AlertResolved { alert } if alert == "APIAvailability"));
    let began = at(&|what| matches!(what, What::BreachBegan { level } if level == "checkout"));
    let ended = at(&|what| matches!(what, What::BreachEnded { level } if level == "checkout"));
    // It holds from the first seconds on, and must hold for 30 s.
    assert!((31..=36).contains(&fired.unwrap()), "{happenings:?}");
    assert!((11..=16).contains(&began.unwrap()), "{happenings:?}");
    // The window of a minute must pass, then a minute without; two for the service level.
    assert!((235..=250).contains(&resolved.unwrap()), "{happenings:?}");
    assert!((290..=310).contains(&ended.unwrap()), "{happenings:?}");
}

#[test]
fn the_lines_of_one_call_share_a_request_id() {
    let mut world = open_shop();
    world
        .start_fault(1, &fault("payments", Effect::Down, None))
        .unwrap();
    go(&mut world, 60);
    let logs = world.logs();
    let all: Vec<_> = (0..logs.len()).filter_map(|at| logs.get(at)).collect();
    let failed = all
        .iter()
        .rev()
        .find(|line| line.line == LogLine::BrowserError)
        .unwrap();
    let kinds: Vec<LogLine> = all
        .iter()
        .filter(|line| line.req == failed.req)
        .map(|line| line.line)
        .collect();
    for wanted in [LogLine::Traceback, LogLine::Access, LogLine::BrowserError] {
        assert!(kinds.contains(&wanted), "{kinds:?}");
    }
    assert!(
        all.windows(2).all(|pair| pair[0].at_us <= pair[1].at_us),
        "in order of time"
    );
}

#[test]
fn healthy_systems_are_not_silent() {
    let world = open_shop();
    let logs = world.logs();
    let has =
        |wanted| (0..logs.len()).any(|at| logs.get(at).is_some_and(|line| line.line == wanted));
    for line in [
        LogLine::NotFound,
        LogLine::Deprecation,
        LogLine::DbCheckpoint,
        LogLine::RedisSave,
        LogLine::Access,
    ] {
        assert!(has(line), "no {line:?}");
    }
}

#[test]
fn totals_count_from_startex_and_between() {
    let mut world = open_shop();
    go(&mut world, 60);
    world
        .start_fault(1, &fault("api", Effect::Errors { ratio: 1.0 }, None))
        .unwrap();
    go(&mut world, 60);
    let (first, second, all) = (
        world.totals_between(0, 60_000),
        world.totals_between(60_000, 120_000),
        world.totals(),
    );
    assert_eq!(first.requests + second.requests, all.requests);
    assert_eq!(
        first.users_affected + second.users_affected,
        all.users_affected
    );
    assert!(
        second.users_affected > 900 && first.users_affected < 20,
        "{first:?} {second:?}"
    );
    assert!(second.counts["orders"] < first.counts["orders"] / 10);
}

#[test]
fn who_probes_is_no_user() {
    let mut world = open_shop();
    for (number, act) in [
        Act::WarmCache {
            cache: "cache".into(),
        },
        Act::SmokeTest,
    ]
    .iter()
    .enumerate()
    {
        world.act(number as u32 + 1, act).unwrap();
    }
    go(&mut world, 60);
    let of = |alias: &str| {
        world
            .telemetry()
            .find("browser", alias)
            .unwrap()
            .values
            .clone()
    };
    let (begun, done, failed) = (of("journeys"), of("journeys_done"), of("journeys_failed"));
    let mut there = 0.0;
    for (second, users) in of("users").into_iter().enumerate() {
        there += begun[second] - done[second] - failed[second];
        assert_eq!(there, users, "second {second}");
    }
}

#[test]
fn each_call_is_counted_once() {
    let mut world = open_shop();
    go(&mut world, 120);
    world
        .start_fault(1, &fault("db", Effect::Slow { factor: 40.0 }, Some(60_000)))
        .unwrap();
    go(&mut world, 300);
    let sum = |alias: &str| -> f64 {
        let values = &world.telemetry().find("browser", alias).unwrap().values;
        values.iter().map(|&value| f64::from(value)).sum()
    };
    let present = f64::from(
        *world
            .telemetry()
            .find("browser", "users")
            .unwrap()
            .values
            .last()
            .unwrap(),
    );
    assert_eq!(
        sum("journeys"),
        sum("journeys_done") + sum("journeys_failed") + present
    );
    for service in ["web", "api", "recs"] {
        let station = world.station(service).unwrap();
        let values = &world.telemetry().find(service, "requests").unwrap().values;
        let counted: f64 = values.iter().map(|&value| f64::from(value)).sum();
        let refused: f64 = world
            .telemetry()
            .find(service, "refused")
            .unwrap()
            .values
            .iter()
            .map(|&value| f64::from(value))
            .sum();
        assert_eq!(station.arrived, station.left + u64::from(station.present));
        assert_eq!(counted, station.left as f64 + refused, "{service}");
    }
}

#[test]
fn the_load_on_the_database_follows_the_misses() {
    // 5. λ(1 − h): a hit ratio of .95 instead of .99 is five times the queries.
    let queries = |hit_ratio: f64| {
        let mut spec = crate::systems::storefront(60.0);
        spec.traffic
            .journeys
            .retain(|journey| journey.name == "browse");
        (spec.service_levels, spec.panels) = (Vec::new(), Vec::new());
        spec.caches[0].hit_ratio = hit_ratio;
        let mut world = crate::systems::start(&spec, 3);
        world.advance(600_000);
        let queries = world::Expr::parse("db.queries").unwrap();
        world.eval(&queries, 600, 1_000).unwrap()
    };
    let ratio = queries(0.95) / queries(0.99);
    assert!((ratio - 5.0).abs() < 0.6, "{ratio}");
}

#[test]
fn every_figure_that_expressions_need_is_there() {
    let world = open_shop();
    let wanted = [
        (
            "api",
            "requests errors refused p50_ms p95_ms p99_ms in_flight queue cpu pool_used pool_size pool_waiting pool_timeouts restarts",
        ),
        (
            "db",
            "connections max_connections active waiting queries errors p95_ms refused",
        ),
        ("cache", "hits misses hit_ratio"),
        ("images", "depth oldest_s published refused"),
        ("image-worker", "busy hung slots done failed retried p95_ms"),
        ("vision-v7", "requests errors p95_ms quality waiting"),
        ("payments", "requests errors p95_ms limited"),
        (
            "browser",
            "page_loads js_errors failed_pages left journeys journeys_failed journeys_checkout journeys_failed_checkout",
        ),
        ("business", "orders"),
    ];
    for (component, aliases) in wanted {
        for alias in aliases.split(' ') {
            let series = world.telemetry().find(component, alias);
            let series = series.unwrap_or_else(|| panic!("there is no {component}.{alias}"));
            assert_eq!(
                (series.from_s, series.values.len()),
                (-600, 600),
                "one value a second"
            );
        }
    }
}

#[test]
fn a_changed_rule_fires_by_its_new_words_and_a_wrong_one_is_refused_in_words() {
    let change = |when: &str, for_s| Act::SetAlert {
        alert: "APIAvailability".into(),
        when: when.into(),
        for_s,
    };
    let fires = |rule: Option<(&str, u32)>| {
        let mut world = open_shop();
        if let Some((when, for_s)) = rule {
            let (ok, says) = done(&mut world, 1, &change(when, for_s));
            assert!(ok && says.contains(when), "{says}");
        }
        let fails = fault("api", Effect::Errors { ratio: 0.05 }, None);
        world.start_fault(1, &fails).unwrap();
        go(&mut world, 180).iter().any(
            |one| matches!(&one.what, What::AlertFired { alert, .. } if alert == "APIAvailability"),
        )
    };
    assert!(fires(None));
    assert!(!fires(Some(("api.errors / api.requests > 0.5", 30))));
    assert!(!fires(Some(("api.errors / api.requests > 0.01", 900))));
    let world = open_shop();
    for (when, code) in [
        ("api.errors /", "bad-rule"),
        ("api.errors", "bad-rule"),
        ("api.erors > 1", "bad-rule"),
        ("apy.errors > 1", "bad-rule"),
    ] {
        let refused = world.estimate(&change(when, 60)).unwrap_err();
        assert_eq!(refused.code, code, "{when}: {refused}");
        assert!(!refused.hint.is_empty(), "{when}");
    }
    let rules = world.alert_rules();
    assert_eq!(rules[0].1, "api.errors / api.requests > 0.01");
}
