//! Systems to test with: small ones built in a few lines, and one like the storefront.
#![allow(dead_code)] // Each user of this file needs another part of it.

use std::sync::Arc;

use world::spec::{
    Access, AlertSpec, BreakerSpec, CacheSpec, DatabaseSpec, Dist, EdgeSpec, EndpointSpec,
    ExternalSpec, FlagSpec, Holds, JourneySpec, ModelSpec, PanelSpec, PoolSpec, QueueOrder,
    QueueSpec, ServiceLevelSpec, ServiceSpec, Stack, Step, StepKind, TaskSpec, Time, TrafficSpec,
    VersionSpec, WorkerSpec,
};
use world::{Level, SystemSpec, World};

pub fn exp(mean_us: u64) -> Time {
    Time {
        mean_us,
        dist: Dist::Exp,
    }
}

pub fn fixed(mean_us: u64) -> Time {
    Time {
        mean_us,
        dist: Dist::Fixed,
    }
}

pub fn ms(mean: u64) -> Time {
    Time {
        mean_us: mean * 1000,
        dist: Dist::LogNormal,
    }
}

pub fn step(kind: StepKind) -> Step {
    Step {
        flag: None,
        optional: false,
        kind,
    }
}

pub fn cpu(time: Time) -> Step {
    step(StepKind::Cpu { time })
}

pub fn query(database: &str, table: &str, time: Time, holds: Holds) -> Step {
    step(StepKind::Query {
        database: database.into(),
        table: table.into(),
        time,
        holds,
        access: Access::Read,
        hot: 0.0,
    })
}

/// A query that writes.
pub fn write(database: &str, table: &str, time: Time) -> Step {
    step(StepKind::Query {
        database: database.into(),
        table: table.into(),
        time,
        holds: Holds::Query,
        access: Access::Write,
        hot: 0.0,
    })
}

pub fn edge(timeout_ms: u64, attempts: u32, backoff_ms: u64) -> EdgeSpec {
    EdgeSpec {
        timeout_us: timeout_ms * 1000,
        attempts,
        backoff_us: backoff_ms * 1000,
        jitter: 0.5,
        retry_budget: None,
        breaker: None,
        fallback: false,
    }
}

pub fn call(target: &str, endpoint: &str, edge: EdgeSpec) -> Step {
    step(StepKind::Call {
        target: target.into(),
        endpoint: endpoint.into(),
        edge,
    })
}

pub fn cache(id: &str, miss: Vec<Step>) -> Step {
    step(StepKind::Cache {
        cache: id.into(),
        miss,
    })
}

pub fn enqueue(queue: &str, task: &str) -> Step {
    step(StepKind::Enqueue {
        queue: queue.into(),
        task: task.into(),
    })
}

pub fn endpoint(name: &str, steps: Vec<Step>) -> EndpointSpec {
    EndpointSpec {
        name: name.into(),
        steps,
    }
}

pub fn version(id: &str, at_s: Option<i32>) -> VersionSpec {
    VersionSpec {
        id: id.into(),
        at_s,
        rolls_back: true,
        note: format!("release {id}"),
        reaches: None,
        migrates: None,
    }
}

/// A service of one replica.
pub fn service(id: &str, workers: u32, endpoints: Vec<EndpointSpec>) -> ServiceSpec {
    ServiceSpec {
        id: id.into(),
        title: id.to_uppercase(),
        stack: Stack::Django,
        replicas: 1,
        workers,
        queue_length: 100_000,
        queue_order: QueueOrder::Fifo,
        timeout_us: 0,
        version: "v1".into(),
        versions: Vec::new(),
        pools: Default::default(),
        endpoints,
        essential: true,
        memory: None,
        health: None,
        rate_limit: None,
    }
}

pub fn database(id: &str, cores: u32, max_connections: u32) -> DatabaseSpec {
    DatabaseSpec {
        id: id.into(),
        title: String::new(),
        stack: Stack::Postgres,
        cores,
        max_connections,
        lock_timeout_us: 0,
        disk: None,
        replica: None,
    }
}

pub fn journey(
    name: &str,
    weight: f64,
    calls: &[(&str, &str)],
    counts: Option<&str>,
) -> JourneySpec {
    JourneySpec {
        name: name.into(),
        weight,
        calls: calls
            .iter()
            .map(|(service, endpoint)| ((*service).into(), (*endpoint).into()))
            .collect(),
        counts: counts.map(Into::into),
    }
}

/// Users who ask one endpoint, once, and wait for ever.
pub fn small(rate: f64, services: Vec<ServiceSpec>) -> SystemSpec {
    let first = &services[0];
    let journeys = vec![journey(
        "visit",
        1.0,
        &[(&first.id, &first.endpoints[0].name)],
        Some("visits"),
    )];
    SystemSpec {
        title: "Small".into(),
        app: "shop".to_owned(),
        warmup_s: 0,
        traffic: TrafficSpec {
            rate,
            journeys,
            gives_up_us: 0,
            attempts: 1,
            retry_after: fixed(1_000_000),
            by_hour: Vec::new(),
        },
        services,
        databases: Vec::new(),
        caches: Vec::new(),
        queues: Vec::new(),
        workers: Vec::new(),
        models: Vec::new(),
        externals: Vec::new(),
        flags: Vec::new(),
        alerts: Vec::new(),
        service_levels: Vec::new(),
        panels: Vec::new(),
    }
}

pub fn start(spec: &SystemSpec, seed: u64) -> World {
    match World::new(&Arc::new(spec.clone()), seed) {
        Ok(world) => world,
        Err(problems) => panic!("{problems:#?}"),
    }
}

fn optional(step: Step) -> Step {
    Step {
        optional: true,
        ..step
    }
}

fn flagged(flag: &str, step: Step) -> Step {
    Step {
        flag: Some(flag.into()),
        ..step
    }
}

/// A web shop: web → api → database, cache, payments, recommendations by a model, images by
/// workers. `rate` journeys a second.
pub fn storefront(rate: f64) -> SystemSpec {
    let breaker = BreakerSpec {
        failure_ratio: 0.5,
        min_calls: 20,
        open_us: 10_000_000,
    };
    let web = ServiceSpec {
        stack: Stack::React,
        replicas: 2,
        workers: 64,
        queue_length: 256,
        version: "w57".into(),
        versions: vec![
            version("w56", Some(-90_000)),
            version("w57", Some(-80_000)),
            version("w58", None),
        ],
        ..service(
            "web",
            64,
            vec![
                endpoint("GET /", vec![cpu(ms(2))]),
                endpoint("GET /checkout", vec![cpu(ms(2))]),
            ],
        )
    };
    let products = vec![
        cpu(ms(6)),
        cache(
            "cache",
            vec![query("db", "products", ms(8), Holds::Query), cpu(ms(4))],
        ),
        flagged(
            "recommendations",
            optional(call(
                "recs",
                "GET /similar",
                EdgeSpec {
                    breaker: Some(breaker.clone()),
                    fallback: true,
                    ..edge(800, 1, 0)
                },
            )),
        ),
    ];
    let checkout = vec![
        cpu(ms(12)),
        query("db", "orders", ms(8), Holds::UntilEnd),
        call(
            "payments",
            "",
            EdgeSpec {
                retry_budget: Some(0.1),
                breaker: Some(breaker.clone()),
                ..edge(5_000, 3, 200)
            },
        ),
        query("db", "orders", ms(4), Holds::UntilEnd),
        enqueue("tasks", "receipt"),
    ];
    let upload = vec![
        cpu(ms(8)),
        query("db", "images", ms(5), Holds::Query),
        enqueue("images", "thumbnail"),
    ];
    let api = ServiceSpec {
        replicas: 4,
        workers: 16,
        queue_length: 64,
        timeout_us: 30_000_000,
        version: "v213".into(),
        versions: vec![
            version("v212", Some(-400_000)),
            version("v213", Some(-200_000)),
            version("v214", Some(-300)),
        ],
        pools: [(
            "db".to_owned(),
            PoolSpec {
                size: 20,
                wait_us: 5_000_000,
            },
        )]
        .into(),
        ..service(
            "api",
            16,
            vec![
                endpoint("GET /api/products", products),
                endpoint("POST /api/checkout", checkout),
                endpoint("POST /api/images", upload),
            ],
        )
    };
    let recs = ServiceSpec {
        replicas: 2,
        workers: 16,
        queue_length: 64,
        timeout_us: 10_000_000,
        version: "r8".into(),
        versions: vec![version("r8", Some(-500_000))],
        essential: false,
        ..service(
            "recs",
            16,
            vec![endpoint(
                "GET /similar",
                vec![cpu(ms(2)), call("ranker", "", edge(2_000, 1, 0))],
            )],
        )
    };
    let task = |name: &str, model: Option<&str>, time, timeout_ms: u64| TaskSpec {
        name: name.into(),
        model: model.map(Into::into),
        time,
        attempts: 3,
        retry_after: ms(2_000),
        timeout_us: timeout_ms * 1000,
    };
    let worker = |id: &str, queue: &str, slots, tasks| WorkerSpec {
        id: id.into(),
        title: String::new(),
        stack: Stack::Celery,
        queue: queue.into(),
        slots,
        version: "k1".into(),
        versions: vec![version("k1", Some(-500_000)), version("k2", None)],
        tasks,
        essential: false,
        memory: None,
        prefetch: 1,
        late_after_s: 0,
    };
    let queue = |id: &str| QueueSpec {
        id: id.into(),
        title: String::new(),
        stack: Stack::Redis,
        capacity: 50_000,
        max_deliveries: 0,
    };
    let model = |id: &str, time, slots| ModelSpec {
        id: id.into(),
        title: String::new(),
        time,
        error_ratio: 0.002,
        slots,
        quality: 0.97,
        gpu: None,
        load_us: 30_000_000,
    };
    let alert = |name: &str, component: &str, when: &str, severity| AlertSpec {
        name: name.into(),
        title: name.into(),
        component: component.into(),
        when: when.into(),
        window_s: 60,
        for_s: 30,
        severity,
    };
    SystemSpec {
        title: "Storefront".into(),
        app: "shop".to_owned(),
        warmup_s: 600,
        traffic: TrafficSpec {
            rate,
            journeys: vec![
                journey(
                    "browse",
                    6.0,
                    &[("web", "GET /"), ("api", "GET /api/products")],
                    None,
                ),
                journey(
                    "checkout",
                    2.0,
                    &[("web", "GET /checkout"), ("api", "POST /api/checkout")],
                    Some("orders"),
                ),
                journey("upload", 1.0, &[("api", "POST /api/images")], None),
            ],
            gives_up_us: 8_000_000,
            attempts: 2,
            retry_after: ms(1_500),
            by_hour: Vec::new(),
        },
        services: vec![web, api, recs],
        databases: vec![database("db", 8, 100)],
        caches: vec![CacheSpec {
            id: "cache".into(),
            title: String::new(),
            stack: Stack::Redis,
            hit_ratio: 0.95,
            warmup_s: 120,
            time: ms(1),
        }],
        queues: vec![queue("images"), queue("tasks")],
        workers: vec![
            worker(
                "image-worker",
                "images",
                12,
                vec![task("thumbnail", Some("vision-v7"), ms(300), 20_000)],
            ),
            worker(
                "mailer",
                "tasks",
                6,
                vec![task("receipt", None, ms(150), 0)],
            ),
        ],
        models: vec![model("vision-v7", ms(600), 12), model("ranker", ms(40), 24)],
        externals: vec![ExternalSpec {
            id: "payments".into(),
            title: String::new(),
            time: ms(180),
            error_ratio: 0.002,
            rate_limit: Some(60.0),
            counts_refused: false,
        }],
        flags: vec![FlagSpec {
            id: "recommendations".into(),
            title: "similar products".into(),
            on: true,
        }],
        alerts: vec![
            alert(
                "APIAvailability",
                "api",
                "api.errors / api.requests > 0.01",
                Level::Critical,
            ),
            alert("APILatency", "api", "api.p95_ms > 1000", Level::Warning),
            alert("PoolWaits", "api", "api.pool_waiting > 1", Level::Warning),
            alert(
                "ImageBacklog",
                "images",
                "images.oldest_s > 60",
                Level::Warning,
            ),
        ],
        service_levels: vec![ServiceLevelSpec {
            id: "checkout".into(),
            title: "99 % of checkouts succeed".into(),
            breach: "browser.journeys_failed_checkout / browser.journeys_checkout > 0.01".into(),
            window_s: 60,
            for_s: 10,
        }],
        panels: vec![PanelSpec {
            id: "orders".into(),
            title: "Orders".into(),
            expr: "business.orders".into(),
            unit: "/min".into(),
            window_s: 60,
            warn: None,
            bad: None,
            low_is_bad: true,
            key: true,
        }],
    }
}
