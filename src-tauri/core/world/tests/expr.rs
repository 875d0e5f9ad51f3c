//! Expressions, as data: what is read, what it is worth, and how a mistake is named.

use proptest::prelude::{ProptestConfig, any, proptest};
use world::expr::{Expr, ExprError, MAX_BYTES, MAX_DEPTH};

/// The values every expression here is evaluated with.
fn lookup(component: &str, alias: &str) -> Option<f64> {
    match (component, alias) {
        ("api", "requests") => Some(200.0),
        ("api", "errors") => Some(5.0),
        ("image-worker", "p95_ms") => Some(1_500.0),
        ("browser", "journeys_failed_checkout") => Some(3.0),
        ("idle", "requests") => Some(0.0),
        ("a-b", "c") => Some(10.0),
        ("b", "c") => Some(4.0),
        ("3ds", "rate-2") => Some(8.0),
        _ => None,
    }
}

#[test]
fn values() {
    let rows: &[(&str, Option<f64>)] = &[
        ("1 + 2 * 3", Some(7.0)),
        ("(1 + 2) * 3", Some(9.0)),
        ("10 - 4 - 3", Some(3.0)),
        ("100 / 10 / 5", Some(2.0)),
        ("-(2 + 1)", Some(-3.0)),
        ("2 - -1", Some(3.0)),
        ("1e-3 * 1000", Some(1.0)),
        (".5", Some(0.5)),
        ("api.errors / api.requests", Some(0.025)),
        ("100*api.errors/api.requests", Some(2.5)),
        ("image-worker.p95_ms", Some(1_500.0)),
        ("browser.journeys_failed_checkout", Some(3.0)),
        ("a-b.c", Some(10.0)),
        ("a-b.c - b.c", Some(6.0)),
        ("a-b.c -b.c", Some(6.0)),
        ("3ds.rate-2", Some(8.0)),
        ("api.errors / idle.requests", None),
        ("idle.requests / idle.requests", None),
        ("api.errors / (api.errors - 5)", None),
        ("api.nothing + 1", None),
        ("1e300 * 1e300", None),
        ("\t api.errors\n+ 1 ", Some(6.0)),
    ];
    for (text, value) in rows {
        let expr = Expr::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(expr.eval(&mut lookup), *value, "{text}");
        assert!(
            !expr.is_comparison() && expr.holds(&mut lookup).is_none(),
            "{text}"
        );
    }
}

#[test]
fn comparisons() {
    let rows: &[(&str, Option<bool>, Option<f64>)] = &[
        ("api.errors / api.requests > 0.01", Some(true), Some(0.01)),
        (
            "api.errors / api.requests > 0.025",
            Some(false),
            Some(0.025),
        ),
        (
            "api.errors / api.requests >= 0.025",
            Some(true),
            Some(0.025),
        ),
        ("api.errors<6", Some(true), Some(6.0)),
        ("api.errors <= 2 * 2", Some(false), Some(4.0)),
        ("api.errors > -1", Some(true), Some(-1.0)),
        ("api.requests > b.c * 10", Some(true), None),
        ("idle.requests / idle.requests > 0", None, Some(0.0)),
        ("api.errors > api.nothing", None, None),
    ];
    for (text, holds, threshold) in rows {
        let expr = Expr::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
        assert!(expr.is_comparison(), "{text}");
        assert_eq!(expr.holds(&mut lookup), *holds, "{text}");
        assert_eq!(expr.threshold(), *threshold, "{text}");
    }
}

#[test]
fn terms_are_listed_once_in_order() {
    let expr = Expr::parse("api.errors / (api.requests + api.errors) > b.c").unwrap();
    assert_eq!(
        expr.terms(),
        [("api", "errors"), ("api", "requests"), ("b", "c")]
    );
}

#[test]
fn mistakes_are_named() {
    let deep = format!(
        "{}1{}",
        "(".repeat(MAX_DEPTH + 1),
        ")".repeat(MAX_DEPTH + 1)
    );
    let long = "1+".repeat(MAX_BYTES);
    let mut table = String::new();
    for text in [
        "",
        "api",
        "api.",
        ".errors",
        "a.b.c",
        "api.errors >",
        "> 1",
        "api.errors > 1 > 2",
        "(api.errors > 1)",
        "(api.errors",
        "api.errors)",
        "api.errors api.requests",
        "api.errors > 1%",
        "api.errors == 1",
        "a.b- 1",
        "5-3",
        "5s",
        "api.errors * / 2",
        "()",
        "api.errors ≥ 1",
        "a.b && c.d",
        "ä.b",
        "1e999",
        &deep,
        &long,
    ] {
        let ExprError { at, message, help } = Expr::parse(text).expect_err(text);
        assert!(at <= text.len() && text.is_char_boundary(at), "{text}");
        let shown: String = text.chars().take(40).collect();
        table += &format!("{shown:<40} | {at:>4} | {message} | {help}\n");
    }
    insta::assert_snapshot!(table);
}

#[test]
fn deepest_nesting_is_accepted() {
    let deep = format!("{}1{}", "(".repeat(MAX_DEPTH), ")".repeat(MAX_DEPTH));
    assert_eq!(Expr::parse(&deep).unwrap().eval(&mut lookup), Some(1.0));
}

#[test]
fn it_is_a_string_in_data() {
    let expr: Expr = serde_json::from_str("\"api.errors > 1\"").unwrap();
    assert_eq!(serde_json::to_string(&expr).unwrap(), "\"api.errors > 1\"");
    let error = serde_json::from_str::<Expr>("\"api.errors >\"")
        .unwrap_err()
        .to_string();
    assert!(error.contains("something is missing at the end"), "{error}");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn parsing_never_panics(text in any::<String>()) {
        let _ = Expr::parse(&text);
    }

    #[test]
    fn likely_text_never_panics(text in "[a-b0-9.() +*/<>=%\\-]{0,60}") {
        if let Ok(expr) = Expr::parse(&text) {
            let again = Expr::parse(expr.as_str()).expect("what was read can be read again");
            assert_eq!(again, expr);
            let _ = (expr.eval(&mut |_, _| Some(2.0)), expr.holds(&mut |_, _| None), expr.threshold());
        } else {
            let at = Expr::parse(&text).unwrap_err().at;
            assert!(at <= text.len());
        }
    }
}
