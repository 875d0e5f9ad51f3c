//! The built pages, inside the program (in debug builds: from the folder they are built in).

use axum::body::Body;
use axum::http::{StatusCode, header};
use axum::response::Response;
use rust_embed::Embed;

#[derive(Embed)]
#[folder = "$CARGO_MANIFEST_DIR/../../../ui/dist"]
#[allow_missing = true]
struct Pages;

/// Nothing but our own pages, fonts and socket.
const POLICY: &str = "default-src 'self'; connect-src 'self'; img-src 'self' data:; \
     style-src 'self' 'unsafe-inline'; font-src 'self'; object-src 'none'; base-uri 'none'; \
     form-action 'none'; frame-ancestors 'none'";

/// A page or one of its parts.
pub fn asset(path: &str) -> Response {
    let path = path.trim_start_matches('/');
    let path = if path.is_empty() {
        "console.html"
    } else {
        path
    };
    let Some(file) = Pages::get(path) else {
        let built = Pages::get("console.html").is_some();
        let text = if built {
            "There is no such page. The console is at / and the room screen at /room.html.\n"
        } else {
            "The pages have not been built. Run: npm run ui:build\n"
        };
        return page(
            StatusCode::NOT_FOUND,
            "text/plain; charset=utf-8",
            text.into(),
        );
    };
    let kind = mime_guess::from_path(path).first_or_octet_stream();
    page(
        StatusCode::OK,
        kind.as_ref(),
        Body::from(file.data.into_owned()),
    )
}

fn page(status: StatusCode, kind: &str, body: Body) -> Response {
    let made = Response::builder()
        .status(status)
        .header(header::CONTENT_TYPE, kind)
        .header(header::CONTENT_SECURITY_POLICY, POLICY)
        .header(header::X_CONTENT_TYPE_OPTIONS, "nosniff")
        .header(header::REFERRER_POLICY, "no-referrer")
        .header(header::CACHE_CONTROL, "no-cache")
        .body(body);
    made.unwrap_or_default()
}
