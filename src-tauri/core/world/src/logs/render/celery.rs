//! A Celery worker's log, with `worker_log_format` and `worker_task_log_format` that add the
//! request id of the message's headers after the level.

use super::super::{LogLine, LogRecord};
use super::traceback::lost;
use super::{Pieces, django, one, traceback};

const TASK: &str = "[{python_time}: {LEVEL}/ForkPoolWorker-{slot}] ";

pub(super) fn pieces(record: &LogRecord) -> Option<Pieces> {
    task(record).or_else(|| worker(record))
}

/// Lines of one task.
fn task(record: &LogRecord) -> Option<Pieces> {
    use LogLine as L;
    Some(match record.line {
        L::TaskReceived => {
            one("[{python_time}: INFO/MainProcess] [req {req}] Task {task}[{uuid}] received")
        }
        L::TaskDone => one(
            "[{python_time}: INFO/ForkPoolWorker-{slot}] [req {req}] Task {task}[{uuid}] succeeded in {b_s}{frac}s: None",
        ),
        L::TaskRetry => one(
            "[{python_time}: INFO/ForkPoolWorker-{slot}] [req {req}] Task {task}[{uuid}] retry: Retry in {b_short}s",
        ),
        L::TaskFailed if traceback::is_lost(record.b) => one(concat!(
            "[{python_time}: ERROR/MainProcess] [req {req}] Task handler raised error: ",
            "WorkerLostError('Worker exited prematurely: signal 9 (SIGKILL) Job: {a}.') in {task}[{uuid}]\n",
            lost!()
        )),
        L::TaskFailed => {
            let cause = traceback::cause(record.b);
            [
                "[{python_time}: ERROR/ForkPoolWorker-{slot}] [req {req}] Task {task}[{uuid}] raised unexpected: {exception}\n",
                cause.inner,
                CELERY_FRAMES,
                cause.outer,
            ]
        }
        L::TaskTimeLimit => one(
            "[{python_time}: ERROR/MainProcess] [req {req}] Task handler raised error: TimeLimitExceeded({b_short})\n\
             Traceback (most recent call last):\n  \
             File \"/usr/local/lib/python3.13/site-packages/billiard/pool.py\", line 745, in on_hard_timeout\n    \
             raise TimeLimitExceeded(job._timeout)\n\
             billiard.exceptions.TimeLimitExceeded: TimeLimitExceeded({b_short},)\n\
             [{python_time}: ERROR/MainProcess] [req {req}] Hard time limit ({b_short}s) exceeded for {task}[{uuid}]",
        ),
        L::TaskLost => one(concat!(
            "[{python_time}: ERROR/MainProcess] [req -] Process 'ForkPoolWorker-{slot}' pid:{b} exited with 'signal 9 (SIGKILL)'\n",
            "[{python_time}: ERROR/MainProcess] [req {req}] Task handler raised error: ",
            "WorkerLostError('Worker exited prematurely: signal 9 (SIGKILL) Job: {a}.') in {task}[{uuid}]\n",
            lost!(),
            "\n[{python_time}: WARNING/MainProcess] [req {req}] Restoring 1 unacknowledged message(s)"
        )),
        L::TaskDeadLettered => one(
            "[{python_time}: ERROR/MainProcess] [req {req}] Task {task}[{uuid}] reject requeue=False: \
             delivered {b} times, moved to the dead-letter queue",
        ),
        L::Traceback => {
            let cause = traceback::cause(record.a);
            [
                "[{python_time}: ERROR/ForkPoolWorker-{slot}] [req {req}] {x} failed\n",
                cause.inner,
                CELERY_FRAMES,
                cause.outer,
            ]
        }
        L::Upstream => [TASK, django::failed_call(record.a), "", ""],
        _ => return None,
    })
}

/// Lines of the worker itself.
fn worker(record: &LogRecord) -> Option<Pieces> {
    use LogLine as L;
    Some(match (record.line, record.a) {
        (L::WorkerMissed, _) => one(
            "[{python_time}: WARNING/MainProcess] [req -] missed heartbeat from celery@{source}-{a}",
        ),
        (L::WorkerChatter, _) => {
            one("[{python_time}: INFO/MainProcess] [req -] {chatter} celery@{source}-{peer_slot}")
        }
        (L::BeatSent, _) => {
            one("[{python_time}: INFO/Beat] [req -] Scheduler: Sending due task {due}")
        }
        (L::ModelLoaded, _) => one(
            "[{python_time}: INFO/ForkPoolWorker-{slot}] [req -] {app}.ml: loaded weights of {x} in {a_s} s on cuda:0",
        ),
        (L::OomKilled, _) => one(
            "[{python_time}: ERROR/MainProcess] [req -] Process 'ForkPoolWorker-{slot}' pid:{a} exited with 'signal 9 (SIGKILL)'\n\
             kernel: Memory cgroup out of memory: Killed process {a} (celery) total-vm:{vm_kb}kB, \
             anon-rss:{b_kb}kB, file-rss:15232kB, shmem-rss:0kB, UID:1000 pgtables:4096kB oom_score_adj:968",
        ),
        (L::State, 0) => {
            one("[{python_time}: WARNING/MainProcess] [req -] worker: Cold shutdown (MainProcess)")
        }
        (L::State, 1) => one(
            "[{python_time}: INFO/MainProcess] [req -] Connected to redis://queue:6379/0\n\
             [{python_time}: INFO/MainProcess] [req -] mingle: searching for neighbors",
        ),
        (L::State, _) => {
            one("[{python_time}: INFO/MainProcess] [req -] celery@{source}-{replica} ready.")
        }
        (L::Started, _) => one(
            "[{python_time}: INFO/MainProcess] [req -] celery v5.5.3 (immunity), release {x}, pid {a}\n\
             [{python_time}: INFO/MainProcess] [req -] Connected to redis://queue:6379/0\n\
             [{python_time}: INFO/MainProcess] [req -] mingle: searching for neighbors\n\
             [{python_time}: INFO/MainProcess] [req -] mingle: sync complete\n\
             [{python_time}: INFO/MainProcess] [req -] celery@{source}-{replica} ready.",
        ),
        (L::Stopped, _) => one(
            "[{python_time}: INFO/MainProcess] [req -] worker: Warm shutdown (MainProcess), release {x}, pid {a}",
        ),
        (L::Deprecation, _) => one("[{python_time}: WARNING/MainProcess] [req -] {deprecation}"),
        _ => return None,
    })
}

/// From the task runner down to the task.
const CELERY_FRAMES: &str = r#"Traceback (most recent call last):
  File "/usr/local/lib/python3.13/site-packages/celery/app/trace.py", line 453, in trace_task
    R = retval = fun(*args, **kwargs)
  File "/usr/local/lib/python3.13/site-packages/celery/app/trace.py", line 736, in __protected_call__
    return self.run(*args, **kwargs)
           ~~~~~~~~^^^^^^^^^^^^^^^^^
  File "/srv/{app}/{app}/tasks.py", line {lineno}, in run
    result = handle(*args, **kwargs)
"#;
