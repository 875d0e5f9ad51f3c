//! The console of a user's browser, as an error reporter collects it.

use super::super::{LogLine, LogRecord};
use super::{Pieces, one};

pub(super) fn pieces(record: &LogRecord) -> Option<Pieces> {
    Some(match (record.line, record.a) {
        (LogLine::BrowserError, 0) => one(
            "Uncaught (in promise) AxiosError: timeout of {b}ms exceeded\n    \
             at XMLHttpRequest.handleTimeout (https://shop.example/assets/vendor-5f1c2e.js:12:48213)\n    \
             at async {module}.submit (https://shop.example/assets/app-8d03b1.js:3:{lineno}417)\n  \
             code: ECONNABORTED, method: {verb}, url: {path}",
        ),
        (LogLine::BrowserError, _) => one("{method} https://shop.example{path} {a} ({status})"),
        (LogLine::BrowserLeft, _) => {
            one("pagehide: journey \"{x}\" abandoned after {a} ms, user {user}")
        }
        _ => return None,
    })
}
