//! The AI pipeline's page: queues, workers, models.

use drill::{Drill, words};

use super::{figure, last, sum, table};
use crate::lookup::TableView;
use crate::parts::Tone;

pub(super) fn queues(drill: &Drill) -> TableView {
    let rows = drill.scenario().system.queues.iter().map(|queue| {
        let get = |alias| last(drill, &queue.id, alias);
        let oldest = get("oldest_s");
        let cells = vec![
            queue.title.clone(),
            figure(get("depth")),
            oldest.map_or("–".to_owned(), |s| words::duration((s * 1_000.0) as i64)),
            figure(sum(drill, &queue.id, "published", 60)),
            figure(sum(drill, &queue.id, "refused", 60)),
        ];
        (
            cells,
            if oldest.is_some_and(|s| s > 60.0) {
                Tone::Warn
            } else {
                Tone::Plain
            },
        )
    });
    table(
        "Queues",
        &[
            "Queue",
            "Waiting",
            "Oldest task",
            "Published, last minute",
            "Refused, last minute",
        ],
        "This system has no queue.",
        rows.collect(),
    )
}

pub(super) fn workers(drill: &Drill) -> TableView {
    let rows = drill.scenario().system.workers.iter().map(|worker| {
        let get = |alias| last(drill, &worker.id, alias);
        let hung = get("hung");
        let cells = vec![
            worker.title.clone(),
            format!("{} of {}", figure(get("busy")), figure(get("slots"))),
            figure(hung),
            figure(sum(drill, &worker.id, "done", 60)),
            figure(sum(drill, &worker.id, "failed", 60)),
            figure(sum(drill, &worker.id, "retried", 60)),
            figure(get("p95_ms")),
        ];
        (
            cells,
            if hung.is_some_and(|n| n > 0.0) {
                Tone::Bad
            } else {
                Tone::Plain
            },
        )
    });
    table(
        "Workers",
        &[
            "Worker",
            "Busy",
            "No heartbeat",
            "Done, last minute",
            "Failed, last minute",
            "Retried, last minute",
            "p95 ms",
        ],
        "This system has no workers.",
        rows.collect(),
    )
}

pub(super) fn models(drill: &Drill) -> TableView {
    let rows = drill.scenario().system.models.iter().map(|model| {
        let get = |alias| last(drill, &model.id, alias);
        let cells = vec![
            model.title.clone(),
            figure(sum(drill, &model.id, "requests", 60)),
            figure(sum(drill, &model.id, "errors", 60)),
            figure(get("waiting")),
            figure(get("p95_ms")),
        ];
        (cells, Tone::Plain)
    });
    table(
        "Models",
        &[
            "Model",
            "Asked, last minute",
            "Errors, last minute",
            "Waiting",
            "p95 ms",
        ],
        "This system has no model.",
        rows.collect(),
    )
}
