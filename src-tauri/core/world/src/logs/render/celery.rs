//! A Celery worker's log.

use super::super::{LogLine, LogRecord};
use super::{Pieces, one, traceback};

pub(super) fn pieces(record: &LogRecord) -> Option<Pieces> {
    use LogLine as L;
    Some(match (record.line, record.a) {
        (L::TaskReceived, _) => {
            one("[{python_time}: INFO/MainProcess] Task {task}[{uuid}] received")
        }
        (L::TaskDone, _) => one(
            "[{python_time}: INFO/ForkPoolWorker-{slot}] Task {task}[{uuid}] succeeded in {b_s}{frac}s: None",
        ),
        (L::TaskRetry, _) => one(
            "[{python_time}: INFO/ForkPoolWorker-{slot}] Task {task}[{uuid}] retry: Retry in {b_short}s",
        ),
        (L::TaskFailed, _) => {
            let cause = traceback::cause(record.b);
            [
                "[{python_time}: ERROR/ForkPoolWorker-{slot}] Task {task}[{uuid}] raised unexpected\n",
                cause.inner,
                CELERY_FRAMES,
                cause.outer,
            ]
        }
        (L::TaskTimeLimit, _) => one(
            "[{python_time}: ERROR/MainProcess] Hard time limit ({b_short}s) exceeded for {task}[{uuid}]\n\
             Traceback (most recent call last):\n  \
             File \"/usr/local/lib/python3.13/site-packages/billiard/pool.py\", line 684, in on_hard_timeout\n    \
             raise TimeLimitExceeded(job._timeout)\n\
             billiard.einfo.ExceptionWithTraceback: TimeLimitExceeded({b_short})",
        ),
        (L::WorkerMissed, _) => {
            one("[{python_time}: WARNING/MainProcess] missed heartbeat from {source}@{source}-{a}")
        }
        (L::ModelLoaded, _) => one(
            "[{python_time}: INFO/ForkPoolWorker-{slot}] shop.ml: loaded weights of {x} in {a_s} s on cuda:0",
        ),
        (L::State, 0) => one("worker: Cold shutdown (MainProcess)"),
        (L::State, 1) => one("[{python_time}: INFO/MainProcess] Connected to redis://queue:6379/0"),
        (L::State, _) => {
            one("[{python_time}: INFO/MainProcess] {source}@{source}-{replica} ready.")
        }
        (L::Started, _) => one(
            "[{python_time}: INFO/MainProcess] celery v5.5.0 (immunity), release {x}, pid {a}\n\
             [{python_time}: INFO/MainProcess] {source}@{source}-{replica} ready.",
        ),
        (L::Stopped, _) => one(
            "[{python_time}: INFO/MainProcess] worker: Warm shutdown (MainProcess), release {x}, pid {a}",
        ),
        (L::Deprecation, _) => one("[{python_time}: WARNING/MainProcess] {deprecation}"),
        (L::Traceback, _) => {
            let cause = traceback::cause(record.a);
            [
                "[{python_time}: ERROR/ForkPoolWorker-{slot}] {x} failed\n",
                cause.inner,
                CELERY_FRAMES,
                cause.outer,
            ]
        }
        _ => return None,
    })
}

/// From the task runner down to the task.
const CELERY_FRAMES: &str = r#"Traceback (most recent call last):
  File "/usr/local/lib/python3.13/site-packages/celery/app/trace.py", line 453, in trace_task
    R = retval = fun(*args, **kwargs)
  File "/srv/shop/shop/tasks.py", line {lineno}, in run
    return self.handle(*args, **kwargs)
"#;
