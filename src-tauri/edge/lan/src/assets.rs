//! The built pages, inside the program (in debug builds: from the folder they are built in).

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::OnceLock;

use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
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

/// A page of the facilitator's, or one of its parts.
pub fn console(path: &str) -> Response {
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

/// The desk's page, or one of the files that it refers to. Nothing else is there.
pub fn desk(path: &str) -> Response {
    let path = path.trim_start_matches('/');
    let path = if path.is_empty() { DESK } else { path };
    let file = desk_files().get(path).copied().and_then(Pages::get);
    let (Some(file), true) = (file, path == DESK || path.starts_with("assets/")) else {
        return page(
            StatusCode::NOT_FOUND,
            "text/plain; charset=utf-8",
            "There is no such page. Open the address as the facilitator shows it.\n".into(),
        );
    };
    let kind = mime_guess::from_path(path).first_or_octet_stream();
    let body = Body::from(file.data.into_owned());
    let mut made = page(StatusCode::OK, kind.as_ref(), body);
    if path.starts_with("assets/") {
        // Their names change with what is in them.
        let kept = HeaderValue::from_static("public, max-age=31536000, immutable");
        made.headers_mut().insert(header::CACHE_CONTROL, kept);
    }
    made
}

const DESK: &str = "desk.html";

/// What the desk's page refers to, and what that refers to.
fn desk_files() -> &'static BTreeSet<&'static str> {
    static FILES: OnceLock<BTreeSet<&'static str>> = OnceLock::new();
    FILES.get_or_init(|| {
        let all: Vec<String> = Pages::iter().map(|path| path.into_owned()).collect();
        let mut found = BTreeSet::from([DESK.to_owned()]);
        let mut open = vec![DESK.to_owned()];
        while let Some(path) = open.pop() {
            let Some(file) = Pages::get(&path) else {
                continue;
            };
            // Fonts name nobody; what is no text is read as such and finds nothing.
            let text = String::from_utf8_lossy(&file.data);
            for other in &all {
                let name = other.rsplit('/').next().unwrap_or(other);
                let page = Path::new(other).extension().is_some_and(|e| e == "html");
                if !page && text.contains(name) && found.insert(other.clone()) {
                    open.push(other.clone());
                }
            }
        }
        found
            .into_iter()
            .map(|path| &*Box::leak(path.into_boxed_str()))
            .collect()
    })
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
