//! The families of faults: what each looks like to those on call, what helps, what misleads.
//!
//! What stands here is held against the simulation by `tests/it/families.rs`: the symptom is
//! measured, the remedy ends it, and the misleading one does not. `scenarios/README.md` prints it.

/// A family of faults.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Family {
    /// E.g. "Connection pool leak".
    pub name: &'static str,
    /// A fault as a scenario writes it.
    pub example: &'static str,
    /// What participants see.
    pub seen: &'static str,
    /// What ends it, or at least contains it.
    pub helps: &'static str,
    /// What looks like a remedy and is none.
    pub misleads: &'static str,
}

/// All of them.
pub fn families() -> &'static [Family] {
    &FAMILIES
}

const fn family(
    name: &'static str,
    example: &'static str,
    seen: &'static str,
    helps: &'static str,
    misleads: &'static str,
) -> Family {
    Family {
        name,
        example,
        seen,
        helps,
        misleads,
    }
}

const FAMILIES: [Family; 38] = [
    family(
        "Connection pool leak",
        r#"{ kind = "pool-leak", on = "api.db", rate = 0.02, carried_by = "api@v214" }"#,
        "Pool use climbs to its size; then waits, pool timeouts, 500s. The database is idle in transaction",
        "Roll back the version that leaks",
        "A restart empties the pools, and they fill again",
    ),
    family(
        "Connection pool exhausted",
        r#"{ kind = "misconfigured", on = "api.pool.db.size", value = 1 }"#,
        "Requests wait for connections while the database is bored",
        "Set the pool size back",
        "A restart; more replicas open more connections, and a pool above what the database takes breaks the database",
    ),
    family(
        "Database down",
        r#"{ kind = "down", on = "db", carried_by = "process" }"#,
        "Connection refused in every traceback; all that needs a row fails at once",
        "Restart the database, or fail over",
        "Restarting the API",
    ),
    family(
        "Database slow",
        r#"{ kind = "slow", on = "db", factor = 12, carried_by = "data" }"#,
        "All queries take longer, cores are busy, pools run full, then timeouts",
        "Fail over to the replica: the slowness stays on the old machine",
        "Restarting the database: it comes back cold, on the same machine",
    ),
    family(
        "Database fails over",
        r#"{ kind = "failover", on = "db" }"#,
        "Connections drop for most of a minute; after it a cold cache, and the last writes are missing",
        "Wait; shed traffic until it is warm",
        "Restarting it again",
    ),
    family(
        "Lock held by a migration",
        r#"{ kind = "lock", on = "db", only = "orders" }"#,
        "Everything on one table waits, CPU is idle, `still waiting for AccessShareLock` in the log",
        "End the session that holds the lock; a lock timeout lets others fail fast",
        "Scaling the API: more sessions wait",
    ),
    family(
        "Slow query after a deploy",
        r#"{ kind = "slow", on = "db", only = "products", factor = 40, carried_by = "api@v214" }"#,
        "Slow statements on one table since the deploy; p95 up; database cores busy",
        "Roll back",
        "Restarting the database",
    ),
    family(
        "N+1 queries",
        r#"{ kind = "n-plus-one", on = "api", only = "POST /api/checkout", queries = 30, carried_by = "api@v214" }"#,
        "Queries per request multiply since the deploy; each is fast, the request is not",
        "Roll back",
        "More replicas: the queries stay as many",
    ),
    family(
        "Replica lag",
        r#"{ kind = "replica-lag", on = "db-replica", ratio = 1, carried_by = "process" }"#,
        "Lag climbs; users do not find what they just saved, though no write failed",
        "Restart the replica",
        "Restarting the API; failing over now loses what has not arrived",
    ),
    family(
        "Bad deploy: errors",
        r#"{ kind = "errors", on = "api", only = "POST /api/checkout", ratio = 0.4, carried_by = "api@v214" }"#,
        "500s with a new traceback on one endpoint, replica by replica as the deploy rolls",
        "Roll back",
        "A restart: the same code starts again",
    ),
    family(
        "Bad deploy: some replicas not updated",
        r#"{ kind = "errors", on = "api", only = "POST /api/checkout", ratio = 0.9, carried_by = "api@v213" }"#,
        "A steady share of requests fails; the replicas page shows two versions",
        "Deploy the version everywhere",
        "A restart: each replica keeps its version",
    ),
    family(
        "Bad deploy: a schema that cannot go back",
        r#"{ kind = "errors", on = "api", only = "POST /api/checkout", ratio = 0.3, carried_by = "api@v214" }"#,
        "500s since a deploy that carries a migration (`rolls_back = false`, `migrates`)",
        "Deploy a fix, or take the feature off by its flag",
        "Rolling back: `column does not exist`, and all of it fails",
    ),
    family(
        "Configuration push",
        r#"{ kind = "misconfigured", on = "api->payments.timeout_ms", value = 60 }"#,
        "Calls over one edge time out since a line in the change history",
        "Set the value back",
        "A restart: it reads the same value",
    ),
    family(
        "Flag push",
        r#"{ kind = "misconfigured", on = "recommendations", value = 0 }"#,
        "A feature is gone; no errors at all",
        "Switch the flag back",
        "A restart",
    ),
    family(
        "Cache loss and stampede",
        r#"{ kind = "cache-loss", on = "cache", share = 1 }"#,
        "Hit ratio falls, the database gets many times its queries, latency follows",
        "Shed traffic, or warm the cache, until it knows enough again",
        "Flushing or restarting the cache: it is empty already",
    ),
    family(
        "Retry storm",
        r#"{ kind = "surge", on = "traffic", factor = 3, for = "10s" }"#,
        "The trigger is long gone and the system stays down: what it serves was given up by its caller",
        "Clear the queue: restart, or serve the last first. A retry budget or a short queue keeps it from coming back",
        "Cutting the retries alone: the queue is full of those who have left; shedding for a minute",
    ),
    family(
        "Memory leak and OOM",
        r#"{ kind = "memory-leak", on = "api", mb = 0.5, carried_by = "api@v214" }"#,
        "Memory climbs like a saw; processes are killed, 502s in bursts, cold starts",
        "Roll back",
        "A restart buys time until it is full again",
    ),
    family(
        "Traffic surge",
        r#"{ kind = "surge", on = "traffic", factor = 6 }"#,
        "More of everything; workers busy, listen queues full, 503",
        "Shed traffic, scale out",
        "A restart throws away capacity",
    ),
    family(
        "Queue backlog",
        r#"{ kind = "surge", on = "images", factor = 12 }"#,
        "Depth and age of the oldest task climb; workers busy, none of them broken",
        "More worker slots",
        "Restarting the workers",
    ),
    family(
        "Hung workers",
        r#"{ kind = "hang", on = "image-worker", ratio = 0.05, carried_by = "process" }"#,
        "Slots hang one after the other, tasks done falls, missed heartbeats; the API is green",
        "Restart the workers",
        "Restarting the API",
    ),
    family(
        "Poison task",
        r#"{ kind = "poison", on = "images", ratio = 0.002 }"#,
        "One task kills each process that takes it and goes back to the head of the queue; WorkerLostError",
        "Limit the deliveries, so that it is taken out",
        "Restarting the workers: they take it again",
    ),
    family(
        "Tasks to a queue nobody reads",
        r#"{ kind = "misrouted", on = "images", to = "recs", carried_by = "api@v214" }"#,
        "Nothing fails, nothing is done: depth grows in a queue whose workers do not know the task",
        "Roll back, then move the tasks over",
        "More workers for the queue they were meant for",
    ),
    family(
        "Model server hangs",
        r#"{ kind = "hang", on = "vision", ratio = 0.2, carried_by = "process" }"#,
        "Inferences never end; slots of the model and then of its workers fill",
        "Restart the model",
        "Restarting the workers: they ask the same model",
    ),
    family(
        "GPU out of memory",
        r#"{ kind = "memory-leak", on = "vision", mb = 40, carried_by = "process" }"#,
        "GPU memory climbs, then `CUDA out of memory` at every inference",
        "Restart the model",
        "More workers: more inferences that fail",
    ),
    family(
        "Slow model",
        r#"{ kind = "slow", on = "reco-v3", factor = 20 }"#,
        "Latency of what calls the model, timeouts, its slots busy",
        "Serve the fallback, or switch the feature off",
        "Restarting what calls it",
    ),
    family(
        "Rate limit",
        r#"{ kind = "misconfigured", on = "payments.rate_limit", value = 2 }"#,
        "429 from the provider; with retries more of them",
        "Call less: fewer tries, or let fewer users in",
        "More tries",
    ),
    family(
        "Garbage with HTTP 200",
        r#"{ kind = "garbage", on = "reco-v3", ratio = 0.8 }"#,
        "Every graph is green but the quality of the answers",
        "Switch the feature off, or serve the fallback",
        "Restarting the model",
    ),
    family(
        "Third-party outage",
        r#"{ kind = "down", on = "payments", for = "10m" }"#,
        "All calls to one provider fail; what needs it fails with it",
        "Wait for them; a breaker saves the time of trying",
        "A restart",
    ),
    family(
        "Network loss",
        r#"{ kind = "loss", on = "api->db", ratio = 0.2 }"#,
        "A fat tail of latency in steps of 200 ms; the database itself is fast",
        "Wait for the network; less that depends on the way",
        "Restarting the database",
    ),
    family(
        "Network delay",
        r#"{ kind = "delay", on = "api->recommender", by = "700ms" }"#,
        "Calls over one edge take longer by the same time; the callee says it is fast",
        "Serve the fallback",
        "Scaling the callee",
    ),
    family(
        "Certificate expired",
        r#"{ kind = "certificate", on = "api" }"#,
        "Browsers refuse to connect from one second to the next; the server logs nothing",
        "Renew the certificate",
        "A restart: the old certificate is read again",
    ),
    family(
        "DNS",
        r#"{ kind = "dns", on = "api->db", for = "10m" }"#,
        "Name or service not known, for new connections; what is connected works on",
        "Leave what is connected alone until names resolve again",
        "A restart: nothing can connect any more",
    ),
    family(
        "Disk full",
        r#"{ kind = "disk-fill", on = "db", mb_per_s = 100, carried_by = "process" }"#,
        "Disk use climbs; then every write fails, `No space left on device`, and reads go on",
        "Free the disk, and end what fills it",
        "Restarting the API",
    ),
    family(
        "Health check removes good servers",
        r#"{ kind = "misconfigured", on = "api.health.timeout_ms", value = 8 }"#,
        "Replicas leave and return to rotation although they work; the rest is overloaded",
        "Set the check back",
        "A restart",
    ),
    family(
        "Observability late or blind",
        r#"{ kind = "blind", on = "telemetry" }"#,
        "Graphs end or lie behind, and no alert fires; only users and logs tell",
        "Ask the system itself: health check, smoke test, logs",
        "Trusting the graphs",
    ),
    family(
        "Bad frontend bundle",
        r#"{ kind = "errors", on = "browser", ratio = 0.9, carried_by = "web@5.18" }"#,
        "Pages come with 200 and stay blank; script errors in browsers; the API gets less to do",
        "Roll back the web",
        "Rolling back the API",
    ),
    family(
        "Thundering herd",
        r#"{ kind = "misconfigured", on = "api->recommender.jitter", value = 0 }"#,
        "After a short outage all who failed together come back together, again and again",
        "Let the pauses vary; fewer tries",
        "A restart in the middle of it",
    ),
    family(
        "None at all",
        r#"none: an alert rule that fires at healthy figures"#,
        "A page, and every graph in its usual place",
        "Look, say so, and mend the rule",
        "Any act on the system",
    ),
];
