//! Django under gunicorn: access log, arbiter and worker messages, Python logging. The
//! application's formatter is `{asctime} {levelname} [{name}] [req {request_id}] {message}`.

use super::super::{LogLine, LogRecord};
use super::{Pieces, one, traceback};

const APP: &str = "{python_time} {LEVEL} ";

pub(super) fn pieces(record: &LogRecord) -> Option<Pieces> {
    gunicorn(record).or_else(|| application(record))
}

/// What gunicorn writes; it has no request ids but in its access log.
fn gunicorn(record: &LogRecord) -> Option<Pieces> {
    use LogLine as L;
    Some(match (record.line, record.a) {
        (L::Access, _) => one(
            "{proxy} - - [{nginx_time}] \"{method} {path} HTTP/1.1\" {a} {bytes} \"-\" \"-\" rt={b_s} rid={req}",
        ),
        (L::WorkerTimeout, _) => one("[{gunicorn_time}] [1] [CRITICAL] WORKER TIMEOUT (pid:{a})"),
        (L::OomKilled, _) => one(
            "[{gunicorn_time}] [1] [ERROR] Worker (pid:{a}) was sent SIGKILL! Perhaps out of memory?",
        ),
        (L::QueueFull, _) => one(
            "[{gunicorn_time}] [1] [WARNING] listen queue full (backlog {a}), refused {method} {path}",
        ),
        (L::WorkerNotice, _) => one(
            "[{gunicorn_time}] [{a}] [INFO] Autorestarting worker after current request.\n\
             [{gunicorn_time}] [{a}] [INFO] Worker exiting (pid: {a})",
        ),
        (L::Health, 0) => one(
            "{pod} - - [{nginx_time}] \"GET /healthz HTTP/1.1\" 503 19 \"-\" \"kube-probe/1.32\" rt=1.000 rid=-",
        ),
        (L::Health, _) => one(
            "{pod} - - [{nginx_time}] \"GET /healthz HTTP/1.1\" 200 2 \"-\" \"kube-probe/1.32\" rt=0.002 rid=-",
        ),
        (L::State, 0) => one("[{gunicorn_time}] [1] [INFO] Shutting down: Master"),
        (L::State, 1) => one("[{gunicorn_time}] [1] [INFO] Starting gunicorn 23.0.0"),
        (L::State, _) => one(
            "[{gunicorn_time}] [1] [INFO] Listening at: http://0.0.0.0:8000 (1)\n\
             [{gunicorn_time}] [1] [INFO] Using worker: sync",
        ),
        (L::Started, _) => one(
            "[{gunicorn_time}] [1] [INFO] Starting gunicorn 23.0.0, release {x}\n\
             [{gunicorn_time}] [1] [INFO] Listening at: http://0.0.0.0:8000 (1)\n\
             [{gunicorn_time}] [1] [INFO] Using worker: sync\n\
             [{gunicorn_time}] [{a}] [INFO] Booting worker with pid: {a}",
        ),
        (L::Stopped, _) => one(
            "[{gunicorn_time}] [1] [INFO] Handling signal: term, release {x}\n\
             [{gunicorn_time}] [{a}] [INFO] Worker exiting (pid: {a})\n\
             [{gunicorn_time}] [1] [INFO] Shutting down: Master",
        ),
        _ => return None,
    })
}

/// What Django and the shop's own loggers write.
fn application(record: &LogRecord) -> Option<Pieces> {
    use LogLine as L;
    let message = match (record.line, record.a) {
        (L::Traceback, _) => {
            let cause = traceback::cause(record.a);
            return Some([
                "{python_time} ERROR [django.request] [req {req}] Internal Server Error: {path}\n",
                cause.inner,
                DJANGO_FRAMES,
                cause.outer,
            ]);
        }
        (L::PoolTimeout, _) => {
            "[{app}.db] [req {req}] psycopg_pool.PoolTimeout: couldn't get a connection after {a_s} sec \
             (pool '{x}': size={b}, available=0)"
        }
        (L::PoolSlow, _) => {
            "[{app}.db] [req {req}] pool '{x}': waited {a} ms for a connection, {b} in use"
        }
        (L::Upstream, how) => failed_call(how),
        (L::Retry, _) => "[{app}.clients.{target}] [req {req}] retrying in {b} ms (attempt {a})",
        (L::Breaker, 0) => {
            "[{app}.clients.{target}] [req {req}] circuit breaker: half-open -> closed"
        }
        (L::Breaker, 1) => {
            "[{app}.clients.{target}] [req {req}] circuit breaker: closed -> open, calls fail at once"
        }
        (L::Breaker, _) => {
            "[{app}.clients.{target}] [req {req}] circuit breaker: open -> half-open"
        }
        (L::Fallback, _) => "[{app}.clients.{target}] [req {req}] serving the cached answer",
        (L::ExternalError, _) => {
            "[{app}.clients.{target}] [req {req}] POST https://{host}/v1/{target} -> {a} {status} ({b} ms)"
        }
        (L::Config, _) => "[{app}.config] [req -] {x}: {a_short} -> {b_short}",
        (L::Flag, 0) => "[{app}.flags] [req -] {x}: on -> off",
        (L::Flag, _) => "[{app}.flags] [req -] {x}: off -> on",
        (L::NotFound, _) => "[django.request] [req {req}] Not Found: {bot_path}",
        (L::Deprecation, _) => "[py.warnings] [req {req}] {deprecation}",
        (L::BadHost, _) => {
            "[django.security.DisallowedHost] [req {req}] Invalid HTTP_HOST header: '{server_ip}'. \
             You may need to add '{server_ip}' to ALLOWED_HOSTS."
        }
        (L::CsrfFailed, _) => "[django.security.csrf] [req {req}] Forbidden ({csrf}): /{form}/",
        _ => return None,
    };
    Some([APP, message, "", ""])
}

/// A call to another service that failed, as the shop's clients log it. The exception
/// texts are those of requests and urllib3.
pub(super) fn failed_call(how: u32) -> &'static str {
    match how {
        0 => {
            "[{app}.clients.{target}] [req {req}] POST https://{host}/v1/{target} failed after {b} ms: \
             ConnectionError: Failed to establish a new connection: [Errno 111] Connection refused"
        }
        1 => {
            "[{app}.clients.{target}] [req {req}] POST https://{host}/v1/{target} failed after {b} ms: \
             ReadTimeout: HTTPSConnectionPool(host='{host}', port=443): Read timed out."
        }
        3 => {
            "[{app}.clients.{target}] [req {req}] POST https://{host}/v1/{target} failed after {b} ms: \
             SSLError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: \
             certificate has expired (_ssl.c:1028)"
        }
        4 => {
            "[{app}.clients.{target}] [req {req}] POST https://{host}/v1/{target} failed after {b} ms: \
             NameResolutionError: Failed to resolve '{host}' ([Errno -2] Name or service not known)"
        }
        5 => {
            "[{app}.clients.{target}] [req {req}] POST https://{host}/v1/{target} failed after {b} ms: \
             503 Service Unavailable (no replica in rotation)"
        }
        _ => {
            "[{app}.clients.{target}] [req {req}] POST https://{host}/v1/{target} failed after {b} ms: \
             ConnectionError: ('Connection aborted.', RemoteDisconnected('Remote end closed connection without response'))"
        }
    }
}

/// From the request handler down to the view.
const DJANGO_FRAMES: &str = r#"Traceback (most recent call last):
  File "/usr/local/lib/python3.13/site-packages/django/core/handlers/exception.py", line 55, in inner
    response = get_response(request)
  File "/usr/local/lib/python3.13/site-packages/django/core/handlers/base.py", line 197, in _get_response
    response = wrapped_callback(request, *callback_args, **callback_kwargs)
  File "/usr/local/lib/python3.13/site-packages/django/views/generic/base.py", line 105, in view
    return self.dispatch(request, *args, **kwargs)
           ~~~~~~~~~~~~~^^^^^^^^^^^^^^^^^^^^^^^^^^
  File "/usr/local/lib/python3.13/site-packages/django/views/generic/base.py", line 144, in dispatch
    return handler(request, *args, **kwargs)
  File "/srv/{app}/{app}/{module}/views.py", line {lineno}, in {verb}
    answer = services.handle(request)
"#;
