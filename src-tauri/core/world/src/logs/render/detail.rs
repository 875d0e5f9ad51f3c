//! Details a record does not hold: addresses, ids, user agents, statements. All are
//! hashed from the record, so the same record always reads the same, and lines of one
//! request agree on who made it.

use super::super::LogRecord;

/// User agents of ordinary browsers.
pub(super) const AGENTS: [&str; 6] = [
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/133.0.0.0 Safari/537.36",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.3 Safari/605.1.15",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_3 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.3 Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (Linux; Android 15; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/133.0.0.0 Mobile Safari/537.36",
    "Mozilla/5.0 (X11; Linux x86_64; rv:135.0) Gecko/20100101 Firefox/135.0",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:135.0) Gecko/20100101 Firefox/135.0",
];

/// What scanners ask every public server for.
pub(super) const BOT_PATHS: [&str; 6] = [
    "/wp-login.php",
    "/.env",
    "/xmlrpc.php",
    "/.git/config",
    "/phpmyadmin/index.php",
    "/vendor/phpunit/phpunit.xml",
];

/// Deprecation warnings of a Python code base.
pub(super) const DEPRECATIONS: [&str; 4] = [
    "/srv/{app}/{app}/catalog/models.py:214: RemovedInDjango60Warning: CheckConstraint.check is deprecated in favor of `.condition`.",
    "/srv/{app}/{app}/core/urls.py:31: RemovedInDjango60Warning: The FORMS_URLFIELD_ASSUME_HTTPS transitional setting is deprecated.",
    "/srv/{app}/{app}/reports/export.py:77: DeprecationWarning: datetime.datetime.utcnow() is deprecated and scheduled for removal in a future version.",
    "/srv/{app}/{app}/media/resize.py:58: DeprecationWarning: 'mode' parameter is deprecated and will be removed in Pillow 13.",
];

/// Why Django refuses a form.
pub(super) const CSRF: [&str; 3] = [
    "CSRF token missing.",
    "CSRF cookie not set.",
    "Origin checking failed - https://{app}-example.test does not match any trusted origins.",
];

/// Forms that crawlers post to.
pub(super) const FORMS: [&str; 3] = ["accounts/login", "newsletter", "reviews/new"];

/// What Celery beat sends; in parentheses the task.
pub(super) const DUE: [&str; 4] = [
    "expire-drafts ({app}.core.tasks.expire_drafts)",
    "sitemap-refresh ({app}.seo.tasks.refresh_sitemap)",
    "clear-sessions ({app}.core.tasks.clear_sessions)",
    "rotate-keys ({app}.core.tasks.rotate_keys)",
];

/// What Celery workers say of each other; the other's name follows.
pub(super) const CHATTER: [&str; 3] = [
    "sync with",
    "pidbox received method ping() from",
    "mingle: processing reply from",
];

/// Columns that a migration adds, or that code expects.
const COLUMNS: [&str; 4] = ["discount_code", "tax_region", "locale", "gift_note"];

/// The column that migrations of a table add.
pub(crate) fn added_column(table: &str) -> &'static str {
    let sum: usize = table.bytes().map(usize::from).sum();
    COLUMNS[sum % COLUMNS.len()]
}

/// How a statement of [`STATEMENTS`] locks its table.
pub(super) const LOCKS: [&str; 4] = [
    "AccessShareLock",
    "RowShareLock",
    "RowExclusiveLock",
    "AccessShareLock",
];

/// Mistakes in a program, as Python names them.
pub(super) const BUGS: [&str; 4] = [
    "AttributeError: 'NoneType' object has no attribute 'total'",
    "KeyError: 'currency'",
    "TypeError: unsupported operand type(s) for +: 'Decimal' and 'NoneType'",
    "ValueError: could not convert string to float: ''",
];

/// Statements an ORM writes on a table `{table}`.
pub(super) const STATEMENTS: [&str; 4] = [
    r#"SELECT "{table}"."id", "{table}"."status", "{table}"."created_at" FROM "{table}" WHERE "{table}"."user_id" = {user} ORDER BY "{table}"."created_at" DESC LIMIT 20"#,
    r#"SELECT "{table}"."id", "{table}"."status", "{table}"."total" FROM "{table}" WHERE "{table}"."id" = {row} FOR UPDATE"#,
    r#"UPDATE "{table}" SET "status" = 'open', "updated_at" = '{sql_time}{frac}+00:00'::timestamptz WHERE "{table}"."id" = {row}"#,
    r#"SELECT COUNT(*) AS "__count" FROM "{table}" WHERE ("{table}"."status" = 'open' AND "{table}"."user_id" = {user})"#,
];

/// A number hashed from two others (splitmix64).
pub(super) fn hash(seed: u64, salt: u64) -> u64 {
    let mut z = seed.wrapping_add(salt.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// The same for the same record.
pub(super) fn of_record(record: &LogRecord) -> u64 {
    let place =
        u64::from(record.source) << 32 | u64::from(record.replica) << 8 | record.line as u64;
    let arguments = u64::from(record.a) << 32 | u64::from(record.b);
    hash(
        hash(record.at_us as u64, place),
        arguments ^ u64::from(record.req),
    )
}

/// The same for all lines of one request; of the record where it has none.
pub(super) fn of_request(record: &LogRecord) -> u64 {
    if record.req == 0 {
        of_record(record)
    } else {
        hash(u64::from(record.req), 0x5e55)
    }
}

/// The same for one process: a replica of a component.
pub(super) fn of_process(record: &LogRecord) -> u64 {
    hash(u64::from(record.source), u64::from(record.replica))
}

/// Reason phrase of an HTTP status.
pub(super) fn reason(status: u32) -> &'static str {
    match status {
        200 => "OK",
        201 => "Created",
        204 => "No Content",
        301 => "Moved Permanently",
        302 => "Found",
        304 => "Not Modified",
        400 => "Bad Request",
        401 => "Unauthorized",
        402 => "Payment Required",
        403 => "Forbidden",
        404 => "Not Found",
        408 => "Request Timeout",
        409 => "Conflict",
        422 => "Unprocessable Entity",
        429 => "Too Many Requests",
        499 => "Client Closed Request",
        500 => "Internal Server Error",
        501 => "Not Implemented",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        _ => "Unknown",
    }
}
