//! The console of a user's browser, as an error reporter collects it. The page makes a
//! request's id itself and sends it as `X-Request-Id`, so it is known even without an answer.

use super::super::{LogLine, LogRecord};
use super::{Pieces, one};

/// How many texts [`LogLine::JsError`] has.
pub(super) const SCRIPTS: u32 = 4;
/// How many texts [`LogLine::BrowserNoise`] has.
pub(super) const NOISES: u32 = 6;

const ID: &str = "\n  X-Request-Id: {req}";

pub(super) fn pieces(record: &LogRecord) -> Option<Pieces> {
    Some(match (record.line, record.a) {
        (LogLine::BrowserError, 200) => [BROKEN_BUNDLE, "\n  page: {path}", ID, ""],
        (LogLine::BrowserError, status) => [network(status), ID, "", ""],
        (LogLine::BrowserLeft, _) => one(
            "pagehide: journey \"{x}\" abandoned after {a} ms, user {user}, X-Request-Id: {req}",
        ),
        (LogLine::JsError, which) => [
            match which % SCRIPTS {
                0 => BROKEN_BUNDLE,
                1 => NO_CHUNK,
                2 => NO_MODULE,
                _ => NOT_A_FUNCTION,
            },
            "\n  journey: {x}",
            ID,
            "",
        ],
        (LogLine::BrowserNoise, which) => one(match which % NOISES {
            0 => "ResizeObserver loop completed with undelivered notifications.",
            1 => {
                "Unchecked runtime.lastError: The message port closed before a response was received."
            }
            2 => {
                "Uncaught (in promise) Error: A listener indicated an asynchronous response by returning true, \
                 but the message channel closed before a response was received"
            }
            3 => {
                "Refused to load the script 'https://cdn.adblock-helper.example/inject.js' because it violates \
                 the following Content Security Policy directive: \"script-src 'self'\". Note that \
                 'script-src-elem' was not explicitly set, so 'script-src' is used as a fallback."
            }
            4 => {
                "TypeError: Cannot read properties of null (reading 'sendMessage')\n    \
                 at chrome-extension://kbfnbcaeplbcioakkpcpgfkobkghlhen/src/content.js:2:41873"
            }
            _ => {
                "[Report Only] Refused to load the image 'https://pixel.tracker.example/p.gif' because it violates \
                 the following Content Security Policy directive: \"img-src 'self' data:\"."
            }
        }),
        _ => return None,
    })
}

/// A call that got no answer the page may read. A gateway's own 502, 503 or 504 comes
/// without CORS headers, so the browser blames CORS.
fn network(status: u32) -> &'static str {
    match status {
        0 => {
            "Uncaught (in promise) AxiosError: timeout of {b}ms exceeded\n    \
             at XMLHttpRequest.handleTimeout (https://{app}.example/assets/vendor-5f1c2e.js:12:48213)\n    \
             at async {module}.submit (https://{app}.example/assets/app-8d03b1.js:3:{lineno}417)\n  \
             code: ECONNABORTED, method: {verb}, url: {path}"
        }
        1 => "{method} {site}{path} net::ERR_CERT_DATE_INVALID",
        2 => "{method} {site}{path} net::ERR_NAME_NOT_RESOLVED",
        3 => "{method} {site}{path} net::ERR_CONNECTION_REFUSED",
        502..=504 => {
            "Access to XMLHttpRequest at '{site}{path}' from origin 'https://{app}.example' has been blocked \
             by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.\n\
             {method} {site}{path} net::ERR_FAILED {a} ({status})"
        }
        _ => "{method} {site}{path} {a} ({status})",
    }
}

const BROKEN_BUNDLE: &str = "Uncaught TypeError: Cannot read properties of undefined (reading 'map')\n    \
     at Ye (https://{app}.example/assets/app-8d03b1.js:3:18213)\n    \
     at Nl (https://{app}.example/assets/vendor-5f1c2e.js:38:16959)\n    \
     at Xs (https://{app}.example/assets/vendor-5f1c2e.js:40:43694)\n    \
     at Ru (https://{app}.example/assets/vendor-5f1c2e.js:40:39461)\n\
     React error boundary, component stack:\n    \
     at Ye (https://{app}.example/assets/app-8d03b1.js:3:18004)\n    \
     at Suspense\n    \
     at main\n    \
     at Qt (https://{app}.example/assets/app-8d03b1.js:3:2217)";
const NO_CHUNK: &str = "Uncaught (in promise) ChunkLoadError: Loading chunk 417 failed.\n\
     (error: https://{app}.example/assets/417.8d03b1c2.js)\n    \
     at r.f.j (https://{app}.example/assets/runtime-2c9e4a.js:1:3128)\n    \
     at r.e (https://{app}.example/assets/runtime-2c9e4a.js:1:1204)";
const NO_MODULE: &str = "Uncaught (in promise) TypeError: Failed to fetch dynamically imported module: \
     https://{app}.example/assets/DetailPage-8d03b1.js";
const NOT_A_FUNCTION: &str = "Uncaught TypeError: e.locale.toUpperCase is not a function\n    \
     at Kn (https://{app}.example/assets/app-8d03b1.js:3:20981)\n    \
     at Nl (https://{app}.example/assets/vendor-5f1c2e.js:38:16959)\n    \
     at Bo (https://{app}.example/assets/vendor-5f1c2e.js:38:57214)\n\
     React error boundary, component stack:\n    \
     at Kn (https://{app}.example/assets/app-8d03b1.js:3:20744)\n    \
     at Suspense\n    \
     at main";
