//! The AI pipeline's page: queues, workers, failed tasks, models.

use drill::{Drill, words};
use world::{QueuePage, WorkerState};

use super::deploys::memory;
use super::{amount, figure, fullness, minute, moment, percent, table};
use crate::lookup::TableView;
use crate::parts::Tone;
use crate::view::system::versions;

/// Failed tasks shown at most, of all queues together.
const FAILED_SHOWN: usize = 20;
/// A task that waits for longer is worth a look.
const OLD_S: f64 = 60.0;

/// The tables of the page, in the order in which a task goes through them.
pub(super) fn tables(drill: &Drill) -> Vec<TableView> {
    let queues = drill.scenario().system.queues.iter();
    let pages: Vec<QueuePage> = queues
        .filter_map(|queue| drill.world().queue_page(&queue.id).ok())
        .collect();
    vec![
        queues_table(drill, &pages),
        workers(drill, &pages),
        failed(drill, &pages),
        models(drill),
    ]
}

fn queues_table(drill: &Drill, pages: &[QueuePage]) -> TableView {
    let rows = pages.iter().map(|page| {
        let readers: Vec<&str> = page.workers.iter().map(|one| one.id.as_str()).collect();
        let unread = readers.is_empty() && page.waiting > 0;
        let cells = vec![
            page.id.clone(),
            format!("{} of {}", page.waiting, page.capacity),
            words::duration((page.oldest_s * 1_000.0) as i64),
            if readers.is_empty() {
                "nobody".to_owned()
            } else {
                readers.join(", ")
            },
            page.scheduled.to_string(),
            page.prefetched.to_string(),
            page.failed.to_string(),
            page.dead_lettered.to_string(),
            figure(minute(drill, &page.id, "published")),
            figure(minute(drill, &page.id, "refused")),
        ];
        let tone = match fullness(page.waiting.into(), page.capacity.into()) {
            Tone::Plain if unread || page.oldest_s > OLD_S => Tone::Warn,
            tone => tone,
        };
        (cells, tone)
    });
    table(
        "Queues",
        &[
            "Queue",
            "Waiting",
            "Oldest task",
            "Read by",
            "Scheduled",
            "Prefetched",
            "Failed for good",
            "Dead-lettered",
            "Published, last minute",
            "Refused, last minute",
        ],
        "This system has no queue.",
        rows.collect(),
    )
}

fn workers(drill: &Drill, pages: &[QueuePage]) -> TableView {
    let all = pages.iter().flat_map(|page| &page.workers);
    let rows = all.map(|one| {
        let lately = |alias| figure(minute(drill, &one.id, alias));
        let cells = vec![
            one.id.clone(),
            versions(&one.versions).unwrap_or_else(|| "–".to_owned()),
            slots(one),
            words::duration((one.oldest_try_s * 1_000.0) as i64),
            one.lost.to_string(),
            one.oom_kills.to_string(),
            memory(one.memory),
            lately("done"),
            lately("failed"),
            lately("retried"),
            lately("p95_ms"),
        ];
        let tone = match one {
            _ if one.off || one.hung > 0 => Tone::Bad,
            _ if one.lost > 0 || one.starting > 0 => Tone::Warn,
            _ => Tone::Plain,
        };
        (cells, tone)
    });
    table(
        "Workers; processes lost since STARTEX",
        &[
            "Worker",
            "Version",
            "Slots",
            "Oldest try",
            "Processes lost",
            "Out of memory",
            "Largest, MB",
            "Done, last minute",
            "Failed, last minute",
            "Retried, last minute",
            "p95 ms, last minute",
        ],
        "This system has no workers.",
        rows.collect(),
    )
}

/// "3 busy, 2 hung, 1 idle, 2 starting"
fn slots(one: &WorkerState) -> String {
    let parts = [
        (one.busy, "busy"),
        (one.hung, "hung"),
        (one.idle, "idle"),
        (one.starting, "starting"),
    ];
    let there = parts.iter().filter(|(count, _)| *count > 0);
    let said: Vec<String> = there
        .map(|(count, what)| format!("{count} {what}"))
        .collect();
    match (one.off, said.is_empty()) {
        (true, _) => "switched off".to_owned(),
        (false, true) => "none".to_owned(),
        (false, false) => said.join(", "),
    }
}

fn failed(drill: &Drill, pages: &[QueuePage]) -> TableView {
    let all = pages
        .iter()
        .flat_map(|page| page.failed_tasks.iter().map(|one| (page.id.as_str(), one)));
    let mut all: Vec<_> = all.collect();
    all.sort_by_key(|(_, one)| std::cmp::Reverse(one.at_ms));
    let rows = all.into_iter().take(FAILED_SHOWN).map(|(queue, one)| {
        let cells = vec![
            moment(drill, one.at_ms),
            queue.to_owned(),
            format!("{} {}", one.task, one.id),
            why(&one.why).to_owned(),
        ];
        (cells, Tone::Plain)
    });
    table(
        "Tasks that failed for good, newest first",
        &["Time", "Queue", "Task", "Why"],
        "No task has failed for good.",
        rows.collect(),
    )
}

/// One of [`world::logs::FAULT_CODES`] in words.
fn why(code: &str) -> &str {
    match code {
        "pool-timeout" => "no database connection in time",
        "db-too-many" => "the database takes no more connections",
        "db-down" => "the database did not answer",
        "call-timeout" => "a call took too long",
        "call-refused" => "a call was refused",
        "call-error" => "a call failed",
        "app-error" => "exception in the task",
        "model-timeout" => "time limit: the model did not answer",
        "rate-limited" => "rate limit",
        "gpu-oom" => "out of GPU memory",
        "no-address" => "name not resolved",
        "certificate" => "certificate not valid",
        "disk-full" => "no space left on the database's disk",
        "lock-timeout" => "waited too long for a lock",
        "terminated" => "its database session was ended",
        "stale-read" => "a row was not there yet on the replica",
        "schema" => "a column is missing",
        "worker-lost" => "dead-lettered: its process died each time",
        other => other,
    }
}

fn models(drill: &Drill) -> TableView {
    let models = drill.scenario().system.models.iter();
    let pages = models.filter_map(|model| drill.world().model_page(&model.id).ok());
    let rows = pages.map(|page| {
        let lately = |alias| figure(minute(drill, &page.id, alias));
        // Where nobody asked, the last answer's quality is old.
        let asked = minute(drill, &page.id, "requests").is_some_and(|asked| asked > 0.0);
        let quality = minute(drill, &page.id, "quality").filter(|_| asked);
        let cells = vec![
            page.id.clone(),
            if page.stand == "down" {
                "does not answer".to_owned()
            } else {
                page.stand.clone()
            },
            format!("{} of {}", page.busy, page.slots),
            page.waiting.to_string(),
            words::duration((page.oldest_s * 1_000.0) as i64),
            page.gpu
                .map_or_else(|| "–".to_owned(), |gpu| amount(gpu.used_mb, gpu.size_mb)),
            percent(quality),
            lately("requests"),
            lately("errors"),
            lately("p95_ms"),
        ];
        let tone = match page.gpu {
            _ if page.stand != "up" => Tone::Bad,
            Some(gpu) if gpu.full => Tone::Bad,
            _ if page.waiting > page.slots || page.oldest_s > OLD_S => Tone::Warn,
            Some(gpu) => fullness(gpu.used_mb, gpu.size_mb),
            None => Tone::Plain,
        };
        (cells, tone)
    });
    table(
        "Models",
        &[
            "Model",
            "State",
            "Slots busy",
            "Waiting",
            "Oldest at work",
            "GPU memory, MB",
            "Answers right, last minute",
            "Asked, last minute",
            "Errors, last minute",
            "p95 ms, last minute",
        ],
        "This system has no model.",
        rows.collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::why;

    #[test]
    fn every_cause_has_words() {
        for code in world::logs::FAULT_CODES {
            assert_ne!(why(code), code);
        }
    }
}
