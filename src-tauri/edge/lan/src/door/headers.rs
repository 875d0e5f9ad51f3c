//! What a request says of itself.

use axum::http::{HeaderMap, HeaderName, header};

fn text(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// Host must be ours (a name that points here from outside is not), and so must Origin
/// where there is one (another page in the same browser is not).
pub fn is_ours(headers: &HeaderMap, hosts: &[String], origin_needed: bool) -> bool {
    let known = |host: &str| hosts.iter().any(|ours| ours == host);
    let host = text(headers, header::HOST).is_some_and(known);
    let origin = match text(headers, header::ORIGIN) {
        Some(origin) => origin.strip_prefix("http://").is_some_and(known),
        None => !origin_needed,
    };
    host && origin
}

/// The values of a cookie.
pub fn cookies<'a>(headers: &'a HeaderMap, name: &'a str) -> impl Iterator<Item = &'a str> {
    let all = text(headers, header::COOKIE).unwrap_or("");
    all.split(';')
        .filter_map(|pair| pair.trim().split_once('='))
        .filter(move |(known, _)| *known == name)
        .map(|(_, value)| value)
}
