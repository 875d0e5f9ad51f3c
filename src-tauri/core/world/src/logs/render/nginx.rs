//! nginx: the access log as `log_format` has it (combined, then `rt=$request_time
//! rid=$http_x_request_id`), and the error log, whose format is fixed and has no id.

use super::super::{LogLine, LogRecord};
use super::{Pieces, one};

const CLIENT: &str = ", client: {ip}, server: {app}.example, request: \"{method} {path} HTTP/1.1\", \
     host: \"{app}.example\"";
/// x of an upstream line is the upstream, not an endpoint.
const UPSTREAM: &str = ", client: {ip}, server: {app}.example, upstream: \"http://{peer}:8000/\", \
     host: \"{x}.{app}.example\"";
const HEAD: &str = "{nginx_error_time} [{nginx_level}] {pid}#{pid}: *{connection} ";

pub(super) fn pieces(record: &LogRecord) -> Option<Pieces> {
    use LogLine as L;
    Some(match (record.line, record.a) {
        (L::Access, _) => one(
            "{ip} - - [{nginx_time}] \"{method} {path} HTTP/1.1\" {a} {bytes} \
             \"https://{app}.example/\" \"{agent}\" rt={b_s} rid={req}",
        ),
        (L::ClientClosed, _) => one(
            "{ip} - - [{nginx_time}] \"{method} {path} HTTP/1.1\" 499 0 \
             \"https://{app}.example/\" \"{agent}\" rt={b_s} rid={req}",
        ),
        (L::Upstream, how) => upstream(how),
        (L::QueueFull, _) => [HEAD, "{a} connections are queued, refused", CLIENT, ""],
        (L::NotFound, _) => one(
            "{ip} - - [{nginx_time}] \"GET {bot_path} HTTP/1.1\" 404 153 \"-\" \
             \"Mozilla/5.0 (compatible; scanner/1.1)\" rt=0.000 rid=-",
        ),
        (L::Health, 0) => one(
            "{pod} - - [{nginx_time}] \"GET /healthz HTTP/1.1\" 503 19 \"-\" \"kube-probe/1.32\" rt=1.000 rid=-",
        ),
        (L::Health, _) => one(
            "{pod} - - [{nginx_time}] \"GET /healthz HTTP/1.1\" 200 2 \"-\" \"kube-probe/1.32\" rt=0.001 rid=-",
        ),
        (L::WorkerNotice, _) => one(
            "{nginx_error_time} [warn] {pid}#{pid}: *{connection} an upstream response is buffered \
             to a temporary file /var/cache/nginx/proxy_temp/{temp} while reading upstream, \
             client: {ip}, server: {app}.example, host: \"{app}.example\"",
        ),
        (L::State, 0) => one(
            "{nginx_error_time} [notice] 1#1: signal 3 (SIGQUIT) received, shutting down\n\
             {nginx_error_time} [notice] {pid}#{pid}: gracefully shutting down",
        ),
        (L::State, 1) => one(
            "{nginx_error_time} [notice] 1#1: using the \"epoll\" event method\n\
             {nginx_error_time} [notice] 1#1: nginx/1.27.4",
        ),
        (L::State, _) => one("{nginx_error_time} [notice] 1#1: start worker processes\n\
             {nginx_error_time} [notice] 1#1: start worker process {pid}"),
        (L::Started, _) => one(
            "{nginx_error_time} [notice] 1#1: using the \"epoll\" event method\n\
             {nginx_error_time} [notice] 1#1: nginx/1.27.4, release {x}\n\
             {nginx_error_time} [notice] 1#1: start worker process {a}",
        ),
        (L::Stopped, _) => one(
            "{nginx_error_time} [notice] {a}#{a}: gracefully shutting down, release {x}\n\
             {nginx_error_time} [notice] 1#1: signal 17 (SIGCHLD) received from {a}\n\
             {nginx_error_time} [notice] 1#1: worker process {a} exited with code 0",
        ),
        (L::OomKilled, _) => one(
            "{nginx_error_time} [notice] 1#1: signal 17 (SIGCHLD) received from {a}\n\
             {nginx_error_time} [alert] 1#1: worker process {a} exited on signal 9",
        ),
        (L::CertRenewed, _) => one(
            "{nginx_error_time} [notice] 1#1: signal 1 (SIGHUP) received from {pid}, reconfiguring\n\
             {nginx_error_time} [notice] 1#1: reconfiguring\n\
             certbot: Congratulations, all renewals succeeded: \
             /etc/letsencrypt/live/{source}/fullchain.pem (success), good for {a} days",
        ),
        _ => return None,
    })
}

fn upstream(how: u32) -> Pieces {
    let (what, rest) = match how {
        0 => (
            "connect() failed (111: Connection refused) while connecting to upstream",
            UPSTREAM,
        ),
        1 => (
            "upstream timed out (110: Connection timed out) while reading response header from upstream",
            UPSTREAM,
        ),
        3 => (
            "upstream SSL certificate verify error: (10:certificate has expired) while SSL handshaking to upstream",
            ", client: {ip}, server: {app}.example, upstream: \"https://{peer}:443/\", \
             host: \"{x}.{app}.example\"",
        ),
        4 => (
            "{host} could not be resolved (3: Host not found)",
            ", client: {ip}, server: {app}.example, host: \"{x}.{app}.example\"",
        ),
        5 => (
            "no live upstreams while connecting to upstream",
            ", client: {ip}, server: {app}.example, upstream: \"http://{x}/\", \
             host: \"{x}.{app}.example\"",
        ),
        _ => (
            "upstream prematurely closed connection while reading response header from upstream",
            UPSTREAM,
        ),
    };
    [HEAD, what, rest, ""]
}
