//! `system.toml`.

use super::{
    Form, Key, Kind, Source, form, id, key, named, number, of, sections, table, tables, text, whole,
};
use super::{parts, scenario};
use crate::limits;

pub(super) fn forms() -> Vec<Form> {
    let mut all = vec![
        file(),
        traffic(),
        journey(),
        service(),
        queue_of(),
        pool(),
        memory(),
        health(),
    ];
    all.extend([endpoint(), step(), breaker(), version()]);
    all.push(scenario::alert());
    all.extend(parts::forms());
    all
}

fn file() -> Form {
    form(
        "system",
        "the system",
        "What is simulated: services, data, models, traffic, and how it is watched.",
        vec![
            key("title", text(), "Its name.").needed(),
            key(
                "app",
                Kind::Text { most: 24 },
                "What the application is called in its logs: package, database, host (app).",
            ),
            key(
                "warm_up",
                Kind::Duration,
                "How long it has run healthy before STARTEX (30m).",
            ),
            key("traffic", table("traffic"), "Who comes.").needed(),
            key("service", named("service"), "Services.").needed(),
            key(
                "database",
                named("database"),
                "Databases and their replicas.",
            ),
            key("cache", named("cache"), "Caches."),
            key("queue", named("queue"), "Queues of tasks."),
            key("worker", named("worker"), "Workers that serve a queue."),
            key("model", named("model"), "AI models."),
            key("external", named("external"), "Third parties."),
            key("flag", named("flag"), "Switches."),
            key("alert", sections("alert"), "What wakes people."),
            key(
                "service_level",
                sections("service_level"),
                "What users were promised.",
            ),
            key("panel", sections("panel"), "What people look at."),
        ],
    )
}

fn traffic() -> Form {
    form(
        "traffic",
        "traffic",
        "Who comes, and how they behave.",
        vec![
            key("rate", number(0.001, limits::RATE), "Journeys a second.").needed(),
            key("gives_up", Kind::Duration, "A user closes the tab (10s)."),
            key("attempts", whole(1, 10), "How often a user tries (2)."),
            key("retry_after", Kind::Time, "Before the next try (2s exp)."),
            key(
                "by_hour",
                Kind::Numbers,
                "24 factors of the rate, from midnight.",
            ),
            key("journey", sections("journey"), "What users do.").needed(),
        ],
    )
}

fn journey() -> Form {
    form(
        "journey",
        "a journey",
        "What a user does, call by call.",
        vec![
            key("name", id(), "Its name.").needed(),
            key(
                "weight",
                number(0.0, 1_000_000.0),
                "How often, against the others (1).",
            ),
            key(
                "calls",
                Kind::Texts {
                    most: 2 * limits::TITLE,
                    of: None,
                },
                "Service and endpoint, as \"web GET /\".",
            )
            .needed(),
            key(
                "counts",
                id(),
                "A business figure that a journey which succeeds counts.",
            ),
        ],
    )
}

pub(super) fn titled() -> Key {
    key("title", text(), "Its name in full; the id unless given.")
}

pub(super) fn stack() -> Key {
    key("stack", of(Source::Stack), "How its logs look.")
}

pub(super) fn essential() -> Key {
    key(
        "essential",
        Kind::Truth,
        "False: it may be switched off (true).",
    )
}

pub(super) fn versions() -> [Key; 2] {
    [
        key(
            "version",
            id(),
            "What runs when the warm-up begins; follows from `versions` unless given.",
        ),
        key(
            "versions",
            tables("version"),
            "Deploy history, oldest first.",
        ),
    ]
}

fn service() -> Form {
    let mut keys = vec![
        titled(),
        stack(),
        key("replicas", whole(1, limits::REPLICAS), "How many run (1)."),
        key(
            "workers",
            whole(1, limits::SLOTS),
            "Requests one replica serves at once.",
        )
        .needed(),
        key("queue", table("listen"), "Requests that wait."),
        key(
            "timeout",
            Kind::Duration,
            "Longest a request is served (30s).",
        ),
        key(
            "pool",
            named("pool"),
            "Connections to a database, per replica.",
        ),
        key(
            "memory",
            table("memory"),
            "Of a replica, which is killed beyond its limit.",
        ),
        key(
            "health",
            table("health"),
            "A real request to each replica; who fails gets no more.",
        ),
        key(
            "rate_limit",
            number(0.001, 100_000.0),
            "Requests a second; others get 429.",
        ),
        essential(),
    ];
    keys.extend(versions());
    keys.push(key("endpoint", sections("endpoint"), "What it answers.").needed());
    form(
        "service",
        "service",
        "Replicas with workers behind a listen queue.",
        keys,
    )
}

fn queue_of() -> Form {
    form(
        "listen",
        "the queue",
        "Requests that wait for a worker.",
        vec![
            key("length", whole(0, limits::PLACES), "Places (128)."),
            key("order", of(Source::Order), "Who is next (fifo)."),
        ],
    )
}

fn pool() -> Form {
    form(
        "pool",
        "pool",
        "Connections to a database, per replica.",
        vec![
            key("size", whole(1, limits::POOL), "How many.").needed(),
            key("wait", Kind::Duration, "Longest wait for one (30s)."),
        ],
    )
}

fn memory() -> Form {
    form(
        "memory",
        "the memory",
        "Megabytes of a process.",
        vec![
            key("base", number(0.0, limits::MEGABYTES), "What it needs.").needed(),
            key(
                "limit",
                number(0.0, limits::MEGABYTES),
                "Beyond, it is killed.",
            )
            .needed(),
        ],
    )
}

fn health() -> Form {
    form(
        "health",
        "the health check",
        "A real request to each replica.",
        vec![
            key("endpoint", text(), "Which.").needed(),
            key("every", Kind::Duration, "How often (5s)."),
            key("timeout", Kind::Duration, "Longest wait (1s)."),
            key(
                "failures",
                whole(1, 1000),
                "So many, and it is out of rotation (3).",
            ),
            key("passes", whole(1, 1000), "So many, and it is back (2)."),
        ],
    )
}

fn endpoint() -> Form {
    form(
        "endpoint",
        "an endpoint",
        "What a service does for a request.",
        vec![
            key("name", text(), "As \"POST /api/checkout\".").needed(),
            key("steps", tables("step"), "In order.").needed(),
        ],
    )
}

fn step() -> Form {
    form(
        "step",
        "a step",
        "Own work, a query, a cache, a call or a task.",
        vec![
            key("cpu", Kind::Time, "Own work.").either("what"),
            key("query", id(), "A database, over the service's pool.").either("what"),
            key("cache", id(), "A cache.").either("what"),
            key(
                "call",
                Kind::Text {
                    most: 2 * limits::TITLE,
                },
                "A service's endpoint, a model or a third party.",
            )
            .either("what"),
            key("enqueue", text(), "Queue and task, as \"images.tag\".").either("what"),
            key("table", id(), "Of a query: which table."),
            key("time", Kind::Time, "Of a query: how long it takes."),
            key(
                "holds",
                Kind::Text { most: limits::ID },
                "Of a query: \"until-end\" keeps the connection until the request is over.",
            ),
            key(
                "access",
                of(Source::Access),
                "Of a query: read or write (read).",
            ),
            key(
                "hot",
                number(0.0, 1.0),
                "Of a query: share that needs the same row.",
            ),
            key(
                "miss",
                tables("step"),
                "Of a cache: further steps on a miss.",
            ),
            key("timeout", Kind::Duration, "Of a call: longest wait."),
            key(
                "attempts",
                whole(1, 20),
                "Of a call: how often it is tried (1).",
            ),
            key(
                "backoff",
                Kind::Duration,
                "Of a call: pause before the next try (100ms).",
            ),
            key(
                "jitter",
                number(0.0, 1.0),
                "Of a call: how much that pause varies (0.5).",
            ),
            key(
                "budget",
                number(0.0, 10.0),
                "Of a call: retries per call at the most.",
            ),
            key(
                "breaker",
                table("breaker"),
                "Of a call: stops calling what fails.",
            ),
            key(
                "fallback",
                Kind::Truth,
                "Of a call: a cached answer can be served instead.",
            ),
            key("flag", id(), "Only while it is on."),
            key(
                "optional",
                Kind::Truth,
                "Its failure does not fail the request.",
            ),
        ],
    )
}

fn breaker() -> Form {
    form(
        "breaker",
        "the breaker",
        "Stops calling what fails.",
        vec![
            key("failures", number(0.01, 1.0), "Share that opens it.").needed(),
            key("calls", whole(1, 100_000), "Of so many calls.").needed(),
            key("open", Kind::Duration, "How long it stays open."),
        ],
    )
}

fn version() -> Form {
    let mut keys = vec![key("id", id(), "Its name.").needed()];
    keys.extend(scenario::release());
    form("version", "a version", "One deploy.", keys)
}
