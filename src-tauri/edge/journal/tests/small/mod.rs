//! The smallest drill that a journal takes.
#![allow(dead_code, reason = "each test uses what it needs")]

use drill::{Created, EVENT_VERSION, Event, Fact};
use scenario::Scenario;

/// The smallest system that can be simulated: nothing, and nobody comes.
pub fn scenario() -> Scenario {
    let system = serde_json::json!({
        "title": "Small", "warmup_s": 0, "services": [], "databases": [], "caches": [],
        "queues": [], "workers": [], "models": [], "externals": [], "flags": [], "alerts": [],
        "service_levels": [], "panels": [],
        "traffic": { "rate": 0.0, "journeys": [], "gives_up_us": 1, "attempts": 1,
                     "retry_after": { "mean_us": 1, "dist": "fixed" } }
    });
    serde_json::from_value(serde_json::json!({
        "id": "small", "title": "Small", "summary": "", "system_id": "small", "system": system,
        "starts_s": 10800, "length_ms": 60000, "level": 1, "seed": 1, "trains": [],
        "truth": { "root_cause": "", "trigger": "", "contributing": [], "causes": [],
                   "herrings": [] },
        "roles": [], "injects": [], "expectations": [], "hints": [],
        "norms": { "first_update_ms": 1, "update_every_ms": 1, "silent_after_ms": 1 },
        "briefing": "", "facilitator": "", "playbooks": []
    }))
    .expect("the smallest scenario")
}

pub fn event(seq: u32, fact: Fact) -> Event {
    Event {
        seq,
        at_ms: i64::from(seq) * 1_000,
        wall_ms: 5,
        v: EVENT_VERSION,
        fact,
    }
}

pub fn created() -> Event {
    event(
        1,
        Fact::Created(Created {
            drill: "d1".to_owned(),
            scenario: "small".to_owned(),
            title: "Small".to_owned(),
            team: "Night shift".to_owned(),
            number: 1,
            seed: 7,
            length_ms: 60_000,
            unattended: false,
        }),
    )
}
