//! nginx: combined access log with the request time appended, and the error log.

use super::super::{LogLine, LogRecord};
use super::{Pieces, one};

const CLIENT: &str = ", client: {ip}, server: shop.example, request: \"{method} {path} HTTP/1.1\", \
     host: \"shop.example\"";

pub(super) fn pieces(record: &LogRecord) -> Option<Pieces> {
    use LogLine as L;
    const HEAD: &str = "{nginx_error_time} [{level}] {pid}#{pid}: *{connection} ";
    Some(match (record.line, record.a) {
        (L::Access, _) => one(
            "{ip} - - [{nginx_time}] \"{method} {path} HTTP/1.1\" {a} {bytes} \
             \"https://shop.example/\" \"{agent}\" rt={b_s}",
        ),
        (L::Upstream, 0) => [
            HEAD,
            "connect() failed (111: Connection refused) while connecting to upstream",
            UPSTREAM,
            "",
        ],
        (L::Upstream, 1) => [
            HEAD,
            "upstream timed out (110: Connection timed out) while reading response header from upstream",
            UPSTREAM,
            "",
        ],
        (L::Upstream, _) => [
            HEAD,
            "upstream prematurely closed connection while reading response header from upstream",
            UPSTREAM,
            "",
        ],
        (L::QueueFull, _) => [HEAD, "{a} connections are queued, refused", CLIENT, ""],
        (L::NotFound, _) => one(
            "{ip} - - [{nginx_time}] \"GET {bot_path} HTTP/1.1\" 404 153 \"-\" \
             \"Mozilla/5.0 (compatible; scanner/1.1)\" rt=0.000",
        ),
        (L::Health, 0) => one(
            "{pod} - - [{nginx_time}] \"GET /healthz HTTP/1.1\" 503 19 \"-\" \"kube-probe/1.32\" rt=1.000",
        ),
        (L::Health, _) => one(
            "{pod} - - [{nginx_time}] \"GET /healthz HTTP/1.1\" 200 2 \"-\" \"kube-probe/1.32\" rt=0.001",
        ),
        (L::State, 0) => {
            one("{nginx_error_time} [notice] 1#1: signal 3 (SIGQUIT) received, shutting down")
        }
        (L::State, 1) => one("{nginx_error_time} [notice] 1#1: nginx/1.27.4"),
        (L::State, _) => one("{nginx_error_time} [notice] 1#1: start worker processes"),
        (L::Started, _) => one(
            "{nginx_error_time} [notice] 1#1: using the \"epoll\" event method\n\
             {nginx_error_time} [notice] 1#1: start worker process {a}, release {x}",
        ),
        (L::Stopped, _) => one(
            "{nginx_error_time} [notice] 1#1: worker process {a} exited with code 0, release {x}",
        ),
        _ => return None,
    })
}

/// x of an upstream line is the upstream, not an endpoint.
const UPSTREAM: &str = ", client: {ip}, server: shop.example, upstream: \"http://{peer}:8000/\" ({x}), \
     host: \"shop.example\"";
