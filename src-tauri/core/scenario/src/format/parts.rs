//! The parts of a `system.toml` that stand behind its services, and how they are watched.

use super::system::{essential, stack, titled, versions};
use super::{Form, Kind, form, id, key, named, number, table, text, whole};
use crate::limits;

pub(super) fn forms() -> [Form; 12] {
    [
        database(),
        disk(),
        cache(),
        queue(),
        worker(),
        task(),
        model(),
        gpu(),
        external(),
        flag(),
        level(),
        panel(),
    ]
}

fn database() -> Form {
    form(
        "database",
        "database",
        "Cores, connections, locks.",
        vec![
            titled(),
            stack(),
            key(
                "cores",
                whole(1, limits::SLOTS),
                "Queries that run at once.",
            )
            .needed(),
            key(
                "max_connections",
                whole(1, limits::CONNECTIONS),
                "Most connections.",
            )
            .needed(),
            key(
                "lock_timeout",
                Kind::Duration,
                "Longest wait for a lock (0s: for ever).",
            ),
            key("disk", table("disk"), "What it writes to."),
            key("replica_of", id(), "A database that it follows."),
            key(
                "replays",
                number(0.001, 1_000_000.0),
                "Writes a second that it follows (2000).",
            ),
        ],
    )
}

fn disk() -> Form {
    form(
        "disk",
        "the disk",
        "Megabytes.",
        vec![
            key("size", number(1.0, limits::MEGABYTES), "How large.").needed(),
            key("used", number(0.0, limits::MEGABYTES), "How full (half)."),
            key(
                "write",
                number(0.0, limits::MEGABYTES),
                "What a write adds (0.01).",
            ),
        ],
    )
}

fn cache() -> Form {
    form(
        "cache",
        "cache",
        "Answers that are kept.",
        vec![
            titled(),
            stack(),
            key(
                "hit_ratio",
                number(0.0, 1.0),
                "Share it has when it is warm.",
            )
            .needed(),
            key("warm_up", Kind::Duration, "How long a flush costs (5m)."),
            key("time", Kind::Time, "Of a look (800us)."),
        ],
    )
}

fn queue() -> Form {
    form(
        "queue",
        "queue",
        "Tasks that wait.",
        vec![
            titled(),
            stack(),
            key("capacity", whole(1, limits::PLACES), "Places (10000)."),
            key(
                "max_deliveries",
                whole(0, 1000),
                "How often a task is given out (0: no end).",
            ),
        ],
    )
}

fn worker() -> Form {
    let mut keys = vec![
        titled(),
        stack(),
        key("queue", id(), "The queue it serves.").needed(),
        key("slots", whole(1, limits::SLOTS), "Tasks at once.").needed(),
        essential(),
        key("memory", table("memory"), "Of one slot's process."),
        key(
            "prefetch",
            whole(1, 1000),
            "Tasks taken ahead, per slot (1).",
        ),
        key(
            "late_after",
            Kind::Duration,
            "A task that takes longer is late (0s: none is).",
        ),
    ];
    keys.extend(versions());
    keys.push(key("task", named("task"), "What it does.").needed());
    form(
        "worker",
        "worker",
        "Slots that take tasks from a queue.",
        keys,
    )
}

fn task() -> Form {
    form(
        "task",
        "task",
        "One kind of task.",
        vec![
            key("time", Kind::Time, "Own work.").needed(),
            key("model", id(), "The model it asks."),
            key("attempts", whole(1, 20), "How often it is tried (1)."),
            key("retry_after", Kind::Time, "Before the next try (10s)."),
            key(
                "timeout",
                Kind::Duration,
                "Longest it may take (0s: no limit).",
            ),
        ],
    )
}

fn model() -> Form {
    form(
        "model",
        "model",
        "An AI model: latency, errors, quality.",
        vec![
            titled(),
            key("time", Kind::Time, "Of an inference.").needed(),
            key("slots", whole(1, limits::SLOTS), "Inferences at once.").needed(),
            key("errors", number(0.0, 1.0), "Share that fails (0)."),
            key(
                "quality",
                number(0.0, 1.0),
                "Share of answers that are right (1).",
            ),
            key("gpu", table("gpu"), "Memory of its GPU."),
            key("load", Kind::Duration, "How long it takes to load (30s)."),
        ],
    )
}

fn gpu() -> Form {
    let mb = || number(0.0, limits::MEGABYTES);
    form(
        "gpu",
        "the GPU",
        "Megabytes.",
        vec![
            key("size", mb(), "How large.").needed(),
            key("weights", mb(), "What the model takes."),
            key("each", mb(), "What an inference takes."),
        ],
    )
}

fn external() -> Form {
    form(
        "external",
        "external",
        "A third party.",
        vec![
            titled(),
            key("time", Kind::Time, "Of a call.").needed(),
            key("errors", number(0.0, 1.0), "Share that fails (0)."),
            key(
                "rate_limit",
                number(0.001, 100_000.0),
                "Calls a second; others get 429.",
            ),
            key(
                "counts_refused",
                Kind::Truth,
                "Who keeps asking stays refused (false).",
            ),
        ],
    )
}

fn flag() -> Form {
    form(
        "flag",
        "flag",
        "A switch.",
        vec![
            key("title", text(), "What users lose without it.").needed(),
            key("on", Kind::Truth, "How it stands (true)."),
        ],
    )
}

fn level() -> Form {
    form(
        "service_level",
        "a service level",
        "What users were promised.",
        vec![
            key("id", id(), "Its name.").needed(),
            key("title", text(), "The promise.").needed(),
            key(
                "breach",
                text(),
                "Expression that is true while it is broken.",
            )
            .needed(),
            key("window", Kind::Duration, "Over how long it measures (1m)."),
            key("for", Kind::Duration, "For how long before it counts (1m)."),
        ],
    )
}

fn panel() -> Form {
    let limit = || number(-1e12, 1e12);
    form(
        "panel",
        "a panel",
        "A graph.",
        vec![
            key("id", id(), "Its name.").needed(),
            key("title", text(), "Above the graph.").needed(),
            key("expr", text(), "Expression, as \"db.connections\".").needed(),
            key("unit", Kind::Text { most: 20 }, "Behind the figure."),
            key("window", Kind::Duration, "Over how long it measures (1m)."),
            key("warn", limit(), "Amber from here."),
            key("bad", limit(), "Red from here."),
            key(
                "low_is_bad",
                Kind::Truth,
                "The limits are crossed downwards (false).",
            ),
            key(
                "key",
                Kind::Truth,
                "One of the four on the room screen (false).",
            ),
        ],
    )
}
