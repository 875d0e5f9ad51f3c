//! One of each that can be said to the stage, as it stands on the wire.

use serde_json::{Value, json};

/// Everything that a facilitator's surface can ask. What is written goes where nobody chose.
pub fn calls() -> Vec<Value> {
    let mut calls = vec![
        json!({ "call": "library" }),
        json!({ "call": "scenario", "id": "3am-outage" }),
        json!({ "call": "create", "scenario": "3am-outage", "team": "Night shift", "seed": 7,
            "minutes": 30, "people": [["on-call", "Ada"], ["bridge", "Björn"]] }),
        json!({ "call": "open", "drill": "d1" }),
        json!({ "call": "take_in", "path": null }),
        json!({ "call": "close" }),
        json!({ "call": "foresee", "command": { "do": "slide", "by_ms": 60_000, "from": null } }),
        json!({ "call": "estimate", "act": { "act": "restart", "on": "api" } }),
        json!({ "call": "logs", "query": "level:warn -service:db /time.?out/ \"a b\"", "from_ms": -60_000,
            "to_ms": 60_000, "before": 900, "limit": 50 }),
        json!({ "call": "traces", "filter": { "component": "api", "name": null, "failed": true,
            "min_ms": 5, "req": null }, "from_ms": -60_000, "to_ms": 60_000, "before": null, "limit": 50 }),
        json!({ "call": "trace", "req": "8f21b7" }),
        json!({ "call": "page", "page": "database", "on": "orders-db" }),
        json!({ "call": "page", "page": "dashboards", "on": null }),
        json!({ "call": "vocabulary" }),
        json!({ "call": "export", "format": "json", "paper": "a4", "path": null }),
        json!({ "call": "export", "format": "drill", "paper": "letter", "path": null }),
        json!({ "call": "postmortem", "version": 1 }),
        json!({ "call": "preview", "field": "summary", "text": "At **03:04** | it ran dry" }),
        json!({ "call": "hot_wash", "open": true }),
        json!({ "call": "wash", "at_ms": 1_000, "speed": 8.0 }),
        json!({ "call": "networks" }),
        json!({ "call": "joining", "network": "127.0.0.1" }),
        json!({ "call": "pre_flight", "scenario": "3am-outage" }),
        json!({ "call": "room_screen", "open": true }),
    ];
    let command = |command| json!({ "call": "command", "command": command });
    calls.extend(commands().into_iter().map(command));
    calls.extend(
        asks()
            .into_iter()
            .map(|ask| json!({ "call": "editor", "ask": ask })),
    );
    calls
}

fn fault() -> Value {
    json!({ "title": "slow", "on": "api", "only": null, "effect": { "kind": "slow", "factor": 2.0 },
        "shape": { "kind": "ramp", "over_ms": 5_000 }, "for_ms": 60_000, "carried_by": { "kind": "process" } })
}

fn commands() -> Vec<Value> {
    let log =
        |deed: Value| json!({ "do": "log", "role": "on-call", "person": "Ada", "deed": deed });
    let mut commands = vec![
        json!({ "do": "assign", "role": "backend", "person": "Chris" }),
        json!({ "do": "unassign", "role": "on-call", "person": "Ada" }),
        json!({ "do": "hand_over", "role": "on-call", "from": "Ada", "to": "Dee", "note": "mind the pool" }),
        json!({ "do": "rename", "from": "Ada", "to": "Ada L." }),
        json!({ "do": "move_person", "person": "Ada", "role": "bridge" }),
        json!({ "do": "remove", "person": "Eve" }),
        json!({ "do": "drop_desks" }),
        json!({ "do": "open_role", "role": "backend", "open": false }),
        json!({ "do": "start" }),
        json!({ "do": "pause" }),
        json!({ "do": "resume" }),
        json!({ "do": "speed", "factor": 60.0 }),
        json!({ "do": "jump", "by_ms": 20_000 }),
        json!({ "do": "jump", "by_ms": null }),
        json!({ "do": "emergency" }),
        json!({ "do": "end" }),
        json!({ "do": "move", "inject": "leak", "at_ms": 240_000 }),
        json!({ "do": "slide", "by_ms": -30_000, "from": null }),
        json!({ "do": "fit", "length_ms": 1_200_000 }),
        json!({ "do": "add_inject", "title": "A call", "at_ms": 90_000, "fault": fault(),
            "message": { "from": "Support", "to": "room", "channel": "chat", "text": "It is down", "wants_answer": true } }),
        json!({ "do": "start_fault", "fault": fault() }),
        json!({ "do": "stop_fault", "fault": 1 }),
        json!({ "do": "rule", "hypothesis": 1, "truth": "red_herring" }),
        json!({ "do": "answer", "question": 1, "text": "Look at the pool", "script": null, "right": true }),
        json!({ "do": "hold_answer", "question": 1 }),
        json!({ "do": "hint", "expectation": "ack" }),
        json!({ "do": "write", "edits": [{ "edit": "text", "field": "summary", "text": "It **was** a leak." },
            { "edit": "text", "field": "went_well", "text": null }] }),
        json!({ "do": "write", "edits": [{ "edit": "row", "event": 3,
            "row": { "hidden": false, "pinned": true, "note": "here" } }] }),
        json!({ "do": "write", "edits": [{ "edit": "caption", "graph": "api-errors", "text": "See the step" }] }),
        json!({ "do": "write", "edits": [{ "edit": "action_items", "items": [{ "title": "Alert on the pool",
            "owner": "Ada", "due": "soon", "kind": "detect", "changes": null }] }] }),
        json!({ "do": "keep_version", "says": "first" }),
        json!({ "do": "restore_version", "version": 1 }),
        json!({ "do": "file", "status": "final" }),
        json!({ "do": "file", "status": "draft" }),
        json!({ "do": "survey", "role": "on-call", "survey": { "helped": "calm", "hindered": "noise", "change": "alerts" } }),
        json!({ "do": "reveal" }),
        json!({ "do": "observe", "text": "They talk", "mark": "good", "at_ms": 500, "by": "Olga" }),
        json!({ "do": "set_aside", "need": "silent on-call" }),
    ];
    for on_inject in [
        "fire",
        "hold",
        "release",
        "skip",
        "restore",
        "duplicate",
        "undo",
    ] {
        commands.push(json!({ "do": on_inject, "inject": "leak" }));
    }
    commands.extend(deeds().into_iter().map(log));
    commands
}

/// Everything that a participant can do.
pub fn deeds() -> Vec<Value> {
    vec![
        json!({ "deed": "look", "page": "logs", "on": null, "query": "level:error" }),
        json!({ "deed": "acknowledge", "alert": "api-errors" }),
        json!({ "deed": "hypothesis", "text": "The pool leaks connections since v214" }),
        json!({ "deed": "judge", "hypothesis": 1, "verdict": "confirmed", "evidence": "the graph" }),
        json!({ "deed": "system", "act": { "act": "restart", "on": "api" } }),
        json!({ "deed": "system", "act": { "act": "scale", "on": "api", "to": 6 } }),
        json!({ "deed": "system", "act": { "act": "roll_back", "on": "api", "to": null } }),
        json!({ "deed": "severity", "level": 2 }),
        json!({ "deed": "state", "state": "identified" }),
        json!({ "deed": "status_update", "impact": "checkout fails", "doing": "rolling back", "next_in_min": 15 }),
        json!({ "deed": "notice", "text": "We are looking into it" }),
        json!({ "deed": "say", "to": "Support", "text": "We know", "answers": 1 }),
        json!({ "deed": "decision", "text": "Roll back" }),
        json!({ "deed": "note", "text": "A note", "mark": "lucky" }),
        json!({ "deed": "tick", "item": 0 }),
        json!({ "deed": "pin", "page": "dashboards", "on": null, "what": "the step", "hypothesis": 1, "against": false }),
        json!({ "deed": "ask", "question": "Why do requests wait?" }),
        json!({ "deed": "verify", "question": 1, "holds": true, "evidence": "seen" }),
    ]
}

/// Everything that an author asks of the editor.
fn asks() -> Vec<Value> {
    let file = "3am-outage/scenario.toml";
    vec![
        json!({ "ask": "open", "scenario": "3am-outage" }),
        json!({ "ask": "change", "says": "a change", "edits": [
            { "file": file, "edit": { "edit": "set", "at": ["inject", 0, "title"], "value": "Otherwise" } },
            { "file": file, "edit": { "edit": "unset", "at": ["inject", 1, "note"] } },
            { "file": file, "edit": { "edit": "insert", "list": ["inject"], "before": 0,
                "table": { "id": "new", "title": "New" } } },
            { "file": file, "edit": { "edit": "move", "list": ["inject"], "from": 0, "to": 2 } } ] }),
        json!({ "ask": "remove", "file": "3am-outage/playbooks/none.md" }),
        json!({ "ask": "undo" }),
        json!({ "ask": "redo" }),
        json!({ "ask": "again" }),
        json!({ "ask": "make", "title": "Another night", "system": "storefront", "from": null }),
        json!({ "ask": "pack", "path": null }),
        json!({ "ask": "close" }),
    ]
}

/// Everything that a desk can ask.
pub fn desk_calls() -> Vec<Value> {
    let role = "on-call";
    let mut calls = vec![
        json!({ "call": "take", "role": "backend" }),
        json!({ "call": "estimate", "role": role, "act": { "act": "restart", "on": "api" } }),
        json!({ "call": "logs", "role": role, "again": false, "query": "timeout -level:info", "from_ms": -60_000,
            "to_ms": 60_000, "before": null, "limit": 100 }),
        json!({ "call": "traces", "role": role, "again": true, "filter": { "component": "api", "name": null,
            "failed": false, "min_ms": 0, "req": null }, "from_ms": -60_000, "to_ms": 60_000,
            "before": "8f21b7", "limit": 100 }),
        json!({ "call": "trace", "role": role, "req": "8f21b7" }),
        json!({ "call": "page", "role": role, "again": false, "page": "playbooks", "on": null }),
        json!({ "call": "vocabulary" }),
        json!({ "call": "survey", "anonymous": true, "survey": { "helped": "calm", "hindered": "", "change": "" } }),
        json!({ "call": "watch", "graphs": true }),
    ];
    let done = |deed| json!({ "call": "do", "role": role, "deed": deed });
    calls.extend(deeds().into_iter().map(done));
    calls
}
