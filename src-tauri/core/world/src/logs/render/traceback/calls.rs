//! Exceptions of calls over HTTP: services, models, third parties.

/// Joins an exception to one that was raised while it was handled.
macro_rules! during {
    () => {
        "\n\nDuring handling of the above exception, another exception occurred:\n\n"
    };
}

macro_rules! request_frames {
    () => {
        r#"  File "/srv/{app}/{app}/clients/base.py", line 61, in call
    response = self.session.request(method, url, json=body, timeout=self.timeout)
  File "/usr/local/lib/python3.13/site-packages/requests/sessions.py", line 651, in request
    resp = self.send(prep, **send_kwargs)
  File "/usr/local/lib/python3.13/site-packages/requests/sessions.py", line 784, in send
    r = adapter.send(request, **kwargs)
"#
    };
}

macro_rules! retries_frames {
    () => {
        r#"Traceback (most recent call last):
  File "/usr/local/lib/python3.13/site-packages/requests/adapters.py", line 696, in send
    resp = conn.urlopen(
    ...<11 lines>...
    )
  File "/usr/local/lib/python3.13/site-packages/urllib3/connectionpool.py", line 847, in urlopen
    retries = retries.increment(
        method, url, error=new_e, _pool=self, _stacktrace=sys.exc_info()[2]
    )
  File "/usr/local/lib/python3.13/site-packages/urllib3/util/retry.py", line 555, in increment
    raise MaxRetryError(_pool, url, reason) from reason  # type: ignore[arg-type]
    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
"#
    };
}

/// No connection at all: what went wrong below, how urllib3 says it, and what requests
/// makes of it at which line.
macro_rules! no_connection {
    ($first:literal, $reason:literal, $line:literal, $class:literal) => {
        (
            concat!(
                $first,
                "\n\nThe above exception was the direct cause of the following exception:\n\n",
                retries_frames!(),
                "urllib3.exceptions.MaxRetryError: HTTPSConnectionPool(host='{host}', port=443): \
                 Max retries exceeded with url: /v1/{target} (Caused by ",
                $reason,
                ")",
                during!()
            ),
            concat!(
                request_frames!(),
                "  File \"/usr/local/lib/python3.13/site-packages/requests/adapters.py\", line ",
                $line,
                ", in send\n    raise ",
                $class,
                "(e, request=request)\nrequests.exceptions.",
                $class,
                ": HTTPSConnectionPool(host='{host}', port=443): \
                 Max retries exceeded with url: /v1/{target} (Caused by ",
                $reason,
                ")"
            ),
        )
    };
}

type Pair = (&'static str, &'static str);

pub(super) const TIMEOUT: Pair = (
    concat!(
        r#"Traceback (most recent call last):
  File "/usr/local/lib/python3.13/site-packages/urllib3/connectionpool.py", line 540, in _make_request
    response = conn.getresponse()
  File "/usr/local/lib/python3.13/socket.py", line 719, in readinto
    return self._sock.recv_into(b)
           ~~~~~~~~~~~~~~~~~~~~^^^
  File "/usr/local/lib/python3.13/ssl.py", line 1304, in recv_into
    return self.read(nbytes, buffer)
           ~~~~~~~~~^^^^^^^^^^^^^^^^
TimeoutError: The read operation timed out

The above exception was the direct cause of the following exception:

Traceback (most recent call last):
  File "/usr/local/lib/python3.13/site-packages/requests/adapters.py", line 696, in send
    resp = conn.urlopen(
    ...<11 lines>...
    )
  File "/usr/local/lib/python3.13/site-packages/urllib3/connectionpool.py", line 373, in _raise_timeout
    raise ReadTimeoutError(
        self, url, f"Read timed out. (read timeout={brace_open}timeout_value{brace_close})"
    ) from err
urllib3.exceptions.ReadTimeoutError: HTTPSConnectionPool(host='{host}', port=443): Read timed out. (read timeout={waited})"#,
        during!()
    ),
    concat!(
        request_frames!(),
        r#"  File "/usr/local/lib/python3.13/site-packages/requests/adapters.py", line 742, in send
    raise ReadTimeout(e, request=request)
requests.exceptions.ReadTimeout: HTTPSConnectionPool(host='{host}', port=443): Read timed out. (read timeout={waited})"#
    ),
);

pub(super) const REFUSED: Pair = no_connection!(
    r#"Traceback (most recent call last):
  File "/usr/local/lib/python3.13/site-packages/urllib3/connection.py", line 239, in _new_conn
    sock = connection.create_connection(
    ...<4 lines>...
    )
  File "/usr/local/lib/python3.13/site-packages/urllib3/util/connection.py", line 73, in create_connection
    sock.connect(sa)
    ~~~~~~~~~~~~^^^^
ConnectionRefusedError: [Errno 111] Connection refused"#,
    "NewConnectionError(\"HTTPSConnection(host='{host}', port=443): \
     Failed to establish a new connection: [Errno 111] Connection refused\")",
    "729",
    "ConnectionError"
);

pub(super) const NO_ADDRESS: Pair = no_connection!(
    r#"Traceback (most recent call last):
  File "/usr/local/lib/python3.13/site-packages/urllib3/util/connection.py", line 60, in create_connection
    for res in socket.getaddrinfo(host, port, family, socket.SOCK_STREAM):
               ~~~~~~~~~~~~~~~~~~^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  File "/usr/local/lib/python3.13/socket.py", line 977, in getaddrinfo
    for res in _socket.getaddrinfo(host, port, family, type, proto, flags):
               ~~~~~~~~~~~~~~~~~~~^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
socket.gaierror: [Errno -2] Name or service not known

The above exception was the direct cause of the following exception:

Traceback (most recent call last):
  File "/usr/local/lib/python3.13/site-packages/urllib3/connection.py", line 398, in connect
    self.sock = self._new_conn()
  File "/usr/local/lib/python3.13/site-packages/urllib3/connection.py", line 246, in _new_conn
    raise NameResolutionError(self.host, self, e) from e
urllib3.exceptions.NameResolutionError: HTTPSConnection(host='{host}', port=443): Failed to resolve '{host}' ([Errno -2] Name or service not known)"#,
    "NameResolutionError(\"HTTPSConnection(host='{host}', port=443): \
     Failed to resolve '{host}' ([Errno -2] Name or service not known)\")",
    "729",
    "ConnectionError"
);

pub(super) const CERTIFICATE: Pair = no_connection!(
    r#"Traceback (most recent call last):
  File "/usr/local/lib/python3.13/site-packages/urllib3/util/ssl_.py", line 481, in _ssl_wrap_socket_impl
    return ssl_context.wrap_socket(sock, server_hostname=server_hostname)
           ~~~~~~~~~~~~~~~~~~~~~~~^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  File "/usr/local/lib/python3.13/ssl.py", line 1076, in _create
    self.do_handshake()
    ~~~~~~~~~~~~~~~~~^^
  File "/usr/local/lib/python3.13/ssl.py", line 1372, in do_handshake
    self._sslobj.do_handshake()
    ~~~~~~~~~~~~~~~~~~~~~~~~~^^
ssl.SSLCertVerificationError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: certificate has expired (_ssl.c:1028)"#,
    "SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] \
     certificate verify failed: certificate has expired (_ssl.c:1028)'))",
    "727",
    "SSLError"
);

pub(super) const CALL_ERROR: &str = r#"  File "/srv/{app}/{app}/clients/base.py", line 64, in call
    response.raise_for_status()
    ~~~~~~~~~~~~~~~~~~~~~~~~~^^
  File "/usr/local/lib/python3.13/site-packages/requests/models.py", line 1167, in raise_for_status
    raise HTTPError(http_error_msg, response=self)
requests.exceptions.HTTPError: 503 Server Error: Service Unavailable for url: https://{host}/v1/{target}"#;

pub(super) const RATE_LIMITED: &str = r#"  File "/srv/{app}/{app}/clients/base.py", line 64, in call
    response.raise_for_status()
    ~~~~~~~~~~~~~~~~~~~~~~~~~^^
  File "/usr/local/lib/python3.13/site-packages/requests/models.py", line 1167, in raise_for_status
    raise HTTPError(http_error_msg, response=self)
requests.exceptions.HTTPError: 429 Client Error: Too Many Requests for url: https://{host}/v1/{target}"#;

pub(super) const MODEL_TIMEOUT: &str = r#"  File "/srv/{app}/{app}/ml/client.py", line 48, in infer
    raise ModelTimeout(self.model, waited)
{app}.ml.client.ModelTimeout: {target}: no answer after {waited} s"#;
