//! What Python prints of each cause in [`FAULT_CODES`](super::super::FAULT_CODES): the
//! exception it came from, if any, then the frames below the caller's and the last line.

use super::super::Cause;

/// Texts of one cause.
pub(super) struct Texts {
    /// A whole first traceback with the sentence that joins the two; empty if there is none.
    pub inner: &'static str,
    /// The innermost frames and the exception, after the caller's frames.
    pub outer: &'static str,
}

/// Texts of a packed [`Cause`].
pub(super) fn cause(packed: u32) -> Texts {
    let (inner, outer) = match Cause::unpack(packed).code {
        0 => (POOL_INNER, POOL),
        1 => (TOO_MANY_INNER, TOO_MANY),
        2 => (DOWN_INNER, DOWN),
        3 => (TIMEOUT_INNER, TIMEOUT),
        4 => ("", REFUSED),
        5 => ("", CALL_ERROR),
        7 => ("", MODEL_TIMEOUT),
        8 => ("", RATE_LIMITED),
        _ => ("", BUG),
    };
    Texts { inner, outer }
}

const POOL_INNER: &str = r#"Traceback (most recent call last):
  File "/usr/local/lib/python3.13/site-packages/django/db/backends/base/base.py", line 279, in ensure_connection
    self.connect()
  File "/usr/local/lib/python3.13/site-packages/django/db/backends/postgresql/base.py", line 341, in get_new_connection
    connection = self.pool.getconn()
  File "/usr/local/lib/python3.13/site-packages/psycopg_pool/pool.py", line 200, in getconn
    raise PoolTimeout(
psycopg_pool.PoolTimeout: couldn't get a connection after {waited} sec

The above exception was the direct cause of the following exception:

"#;
const POOL: &str = r#"  File "/usr/local/lib/python3.13/site-packages/django/db/models/query.py", line 630, in get
    num = len(clone)
  File "/usr/local/lib/python3.13/site-packages/django/db/backends/base/base.py", line 279, in ensure_connection
    self.connect()
django.db.utils.OperationalError: couldn't get a connection after {waited} sec"#;

const TOO_MANY_INNER: &str = r#"Traceback (most recent call last):
  File "/usr/local/lib/python3.13/site-packages/psycopg/connection.py", line 117, in connect
    raise last_ex.with_traceback(None)
psycopg.OperationalError: connection failed: connection to server at "{target}", port 5432 failed: FATAL:  remaining connection slots are reserved for roles with the SUPERUSER attribute

The above exception was the direct cause of the following exception:

"#;
const TOO_MANY: &str = r#"  File "/usr/local/lib/python3.13/site-packages/django/db/backends/base/base.py", line 256, in connect
    self.connection = self.get_new_connection(conn_params)
django.db.utils.OperationalError: connection failed: connection to server at "{target}", port 5432 failed: FATAL:  remaining connection slots are reserved for roles with the SUPERUSER attribute"#;

const DOWN_INNER: &str = r#"Traceback (most recent call last):
  File "/usr/local/lib/python3.13/site-packages/psycopg/connection.py", line 117, in connect
    raise last_ex.with_traceback(None)
psycopg.OperationalError: connection failed: connection to server at "{target}", port 5432 failed: Connection refused

The above exception was the direct cause of the following exception:

"#;
const DOWN: &str = r#"  File "/usr/local/lib/python3.13/site-packages/django/db/backends/base/base.py", line 256, in connect
    self.connection = self.get_new_connection(conn_params)
django.db.utils.OperationalError: connection failed: connection to server at "{target}", port 5432 failed: Connection refused
	Is the server running on that host and accepting TCP/IP connections?"#;

const TIMEOUT_INNER: &str = r#"Traceback (most recent call last):
  File "/usr/local/lib/python3.13/site-packages/urllib3/connectionpool.py", line 534, in _make_request
    response = conn.getresponse()
  File "/usr/local/lib/python3.13/socket.py", line 719, in readinto
    return self._sock.recv_into(b)
TimeoutError: The read operation timed out

During handling of the above exception, another exception occurred:

"#;
const TIMEOUT: &str = r#"  File "/srv/shop/shop/clients/base.py", line 61, in call
    response = self.session.request(method, url, json=body, timeout=self.timeout)
  File "/usr/local/lib/python3.13/site-packages/requests/adapters.py", line 713, in send
    raise ReadTimeout(e, request=request)
requests.exceptions.ReadTimeout: HTTPSConnectionPool(host='{host}', port=443): Read timed out. (read timeout={waited})"#;

const REFUSED: &str = r#"  File "/srv/shop/shop/clients/base.py", line 61, in call
    response = self.session.request(method, url, json=body, timeout=self.timeout)
  File "/usr/local/lib/python3.13/site-packages/requests/adapters.py", line 700, in send
    raise ConnectionError(e, request=request)
requests.exceptions.ConnectionError: HTTPSConnectionPool(host='{host}', port=443): Max retries exceeded with url: /v1/{target} (Caused by NewConnectionError('<urllib3.connection.HTTPSConnection object at 0x{address}>: Failed to establish a new connection: [Errno 111] Connection refused'))"#;

const CALL_ERROR: &str = r#"  File "/srv/shop/shop/clients/base.py", line 64, in call
    response.raise_for_status()
  File "/usr/local/lib/python3.13/site-packages/requests/models.py", line 1024, in raise_for_status
    raise HTTPError(http_error_msg, response=self)
requests.exceptions.HTTPError: 503 Server Error: Service Unavailable for url: https://{host}/v1/{target}"#;

const MODEL_TIMEOUT: &str = r#"  File "/srv/shop/shop/ml/client.py", line 48, in infer
    raise ModelTimeout(self.model, waited)
shop.ml.client.ModelTimeout: {target}: no answer after {waited} s"#;

const RATE_LIMITED: &str = r#"  File "/srv/shop/shop/clients/base.py", line 64, in call
    response.raise_for_status()
  File "/usr/local/lib/python3.13/site-packages/requests/models.py", line 1024, in raise_for_status
    raise HTTPError(http_error_msg, response=self)
requests.exceptions.HTTPError: 429 Client Error: Too Many Requests for url: https://{host}/v1/{target}"#;

const BUG: &str = r#"  File "/srv/shop/shop/{module}/services.py", line {lineno}, in handle
    return self.build(cart, customer)
{bug}"#;
