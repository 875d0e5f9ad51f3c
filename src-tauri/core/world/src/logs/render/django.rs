//! Django under gunicorn: access log, arbiter and worker messages, Python logging.

use super::super::{LogLine, LogRecord};
use super::{Pieces, one, traceback};

pub(super) fn pieces(record: &LogRecord) -> Option<Pieces> {
    use LogLine as L;
    const APP: &str = "{python_time} {LEVEL} ";
    Some(match (record.line, record.a) {
        (L::Access, _) => one(
            "{proxy} - - [{nginx_time}] \"{method} {path} HTTP/1.1\" {a} {bytes} \"-\" \"-\" rt={b_s}",
        ),
        (L::Traceback, _) => {
            let cause = traceback::cause(record.a);
            [
                "{python_time} ERROR [django.request] Internal Server Error: {path}\n",
                cause.inner,
                DJANGO_FRAMES,
                cause.outer,
            ]
        }
        (L::PoolTimeout, _) => [
            APP,
            "[shop.db] psycopg_pool.PoolTimeout: couldn't get a connection after {a_s} sec \
             (pool '{x}': size={b}, available=0)",
            "",
            "",
        ],
        (L::PoolSlow, _) => [
            APP,
            "[psycopg.pool] pool '{x}': waited {a} ms for a connection, {b} in use",
            "",
            "",
        ],
        (L::WorkerTimeout, _) => one("[{gunicorn_time}] [1] [CRITICAL] WORKER TIMEOUT (pid:{a})"),
        (L::QueueFull, _) => one(
            "[{gunicorn_time}] [1] [WARNING] listen queue full (backlog {a}), refused {method} {path}",
        ),
        (L::Retry, _) => [
            APP,
            "[shop.clients.{target}] attempt {a} failed, next try in {b} ms",
            "",
            "",
        ],
        (L::Breaker, 0) => [
            APP,
            "[shop.clients.{target}] circuit breaker: half-open -> closed",
            "",
            "",
        ],
        (L::Breaker, 1) => [
            APP,
            "[shop.clients.{target}] circuit breaker: closed -> open, calls fail at once",
            "",
            "",
        ],
        (L::Breaker, _) => [
            APP,
            "[shop.clients.{target}] circuit breaker: open -> half-open",
            "",
            "",
        ],
        (L::Fallback, _) => [
            APP,
            "[shop.clients.{target}] serving the cached answer",
            "",
            "",
        ],
        (L::ExternalError, _) => [
            APP,
            "[shop.clients.{target}] POST https://{host}/v1/{target} -> {a} {status} ({b} ms)",
            "",
            "",
        ],
        (L::Config, _) => [APP, "[shop.config] {x}: {a_short} -> {b_short}", "", ""],
        (L::Flag, 0) => [APP, "[shop.flags] {x}: on -> off", "", ""],
        (L::Flag, _) => [APP, "[shop.flags] {x}: off -> on", "", ""],
        (L::Health, 0) => one(
            "{pod} - - [{nginx_time}] \"GET /healthz HTTP/1.1\" 503 19 \"-\" \"kube-probe/1.32\" rt=1.000",
        ),
        (L::Health, _) => one(
            "{pod} - - [{nginx_time}] \"GET /healthz HTTP/1.1\" 200 2 \"-\" \"kube-probe/1.32\" rt=0.002",
        ),
        (L::NotFound, _) => [APP, "[django.request] Not Found: {bot_path}", "", ""],
        (L::Deprecation, _) => [APP, "[py.warnings] {deprecation}", "", ""],
        (L::State, 0) => one("[{gunicorn_time}] [1] [INFO] Shutting down: Master"),
        (L::State, 1) => one("[{gunicorn_time}] [1] [INFO] Starting gunicorn 23.0.0"),
        (L::State, _) => one("[{gunicorn_time}] [1] [INFO] Listening at: http://0.0.0.0:8000 (1)"),
        (L::Started, _) => one(
            "[{gunicorn_time}] [1] [INFO] Starting gunicorn 23.0.0, release {x}\n\
             [{gunicorn_time}] [{a}] [INFO] Booting worker with pid: {a}",
        ),
        (L::Stopped, _) => one(
            "[{gunicorn_time}] [1] [INFO] Handling signal: term, release {x}\n\
             [{gunicorn_time}] [{a}] [INFO] Worker exiting (pid: {a})",
        ),
        _ => return None,
    })
}

/// From the request handler down to the view.
const DJANGO_FRAMES: &str = r#"Traceback (most recent call last):
  File "/usr/local/lib/python3.13/site-packages/django/core/handlers/exception.py", line 55, in inner
    response = get_response(request)
  File "/usr/local/lib/python3.13/site-packages/django/core/handlers/base.py", line 197, in _get_response
    response = wrapped_callback(request, *callback_args, **callback_kwargs)
  File "/srv/shop/shop/{module}/views.py", line {lineno}, in {verb}
    return self.respond({module}_service.handle(request))
"#;
