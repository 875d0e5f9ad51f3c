//! Exceptions of the database and of the pool of connections to it.

/// Joins an exception to the one that was raised from it.
macro_rules! from {
    () => {
        "\n\nThe above exception was the direct cause of the following exception:\n\n"
    };
}

/// Down from a query set to the cursor.
macro_rules! query_frames {
    () => {
        r#"  File "/srv/{app}/{app}/{module}/services.py", line {lineno2}, in handle
    rows = list(queryset)
  File "/usr/local/lib/python3.13/site-packages/django/db/models/query.py", line 386, in __iter__
    self._fetch_all()
    ~~~~~~~~~~~~~~~^^
  File "/usr/local/lib/python3.13/site-packages/django/db/models/query.py", line 1954, in _fetch_all
    self._result_cache = list(self._iterable_class(self))
"#
    };
}

/// From opening a connection that Django asked for down to who opens it.
macro_rules! connect_frames {
    () => {
        r#"  File "/usr/local/lib/python3.13/site-packages/django/db/backends/base/base.py", line 279, in ensure_connection
    self.connect()
    ~~~~~~~~~~~~^^
  File "/usr/local/lib/python3.13/site-packages/django/utils/asyncio.py", line 26, in inner
    return func(*args, **kwargs)
  File "/usr/local/lib/python3.13/site-packages/django/db/backends/base/base.py", line 256, in connect
    self.connection = self.get_new_connection(conn_params)
  File "/usr/local/lib/python3.13/site-packages/django/utils/asyncio.py", line 26, in inner
    return func(*args, **kwargs)
"#
    };
}

/// A connection could not be had: the frames that open it, and what they raise.
macro_rules! no_connection {
    ($frames:expr, $raised:literal, $text:literal) => {
        (
            concat!(
                "Traceback (most recent call last):\n",
                connect_frames!(),
                $frames,
                $raised,
                $text,
                from!()
            ),
            concat!(
                query_frames!(),
                r#"  File "/usr/local/lib/python3.13/site-packages/django/db/models/sql/compiler.py", line 1621, in execute_sql
    cursor = self.connection.cursor()
  File "/usr/local/lib/python3.13/site-packages/django/db/backends/base/base.py", line 296, in _cursor
    self.ensure_connection()
    ~~~~~~~~~~~~~~~~~~~~~~^^
  File "/usr/local/lib/python3.13/site-packages/django/db/utils.py", line 91, in __exit__
    raise dj_exc_value.with_traceback(traceback) from exc_value
"#,
                connect_frames!(),
                $frames,
                "django.db.utils.OperationalError: ",
                $text
            ),
        )
    };
}

macro_rules! pool_frames {
    () => {
        r#"  File "/usr/local/lib/python3.13/site-packages/django/db/backends/postgresql/base.py", line 330, in get_new_connection
    connection = self.pool.getconn()
  File "/usr/local/lib/python3.13/site-packages/psycopg_pool/pool.py", line 218, in getconn
    raise PoolTimeout(
        f"couldn't get a connection after {brace_open}timeout:.2f{brace_close} sec"
    ) from None
"#
    };
}

macro_rules! server_frames {
    () => {
        r#"  File "/usr/local/lib/python3.13/site-packages/django/db/backends/postgresql/base.py", line 332, in get_new_connection
    connection = self.Database.connect(**conn_params)
  File "/usr/local/lib/python3.13/site-packages/psycopg/connection.py", line 126, in connect
    raise last_ex.with_traceback(None)
"#
    };
}

macro_rules! execute_frames {
    () => {
        r#"  File "/usr/local/lib/python3.13/site-packages/django/db/backends/utils.py", line 105, in _execute
    return self.cursor.execute(sql, params)
           ~~~~~~~~~~~~~~~~~~~^^^^^^^^^^^^^
  File "/usr/local/lib/python3.13/site-packages/psycopg/cursor.py", line 117, in execute
    raise ex.with_traceback(None)
"#
    };
}

/// A statement failed: what psycopg raises, what Django makes of it, and what both say.
macro_rules! statement_failed {
    ($psycopg:literal, $django:literal, $frames:expr, $text:literal) => {
        (
            concat!(
                "Traceback (most recent call last):\n",
                execute_frames!(),
                "psycopg.errors.",
                $psycopg,
                ": ",
                $text,
                from!()
            ),
            concat!(
                $frames,
                r#"  File "/usr/local/lib/python3.13/site-packages/django/db/models/sql/compiler.py", line 1623, in execute_sql
    cursor.execute(sql, params)
    ~~~~~~~~~~~~~~^^^^^^^^^^^^^
  File "/usr/local/lib/python3.13/site-packages/django/db/backends/utils.py", line 92, in _execute_with_wrappers
    return executor(sql, params, many, context)
  File "/usr/local/lib/python3.13/site-packages/django/db/utils.py", line 91, in __exit__
    raise dj_exc_value.with_traceback(traceback) from exc_value
"#,
                execute_frames!(),
                "django.db.utils.",
                $django,
                ": ",
                $text
            ),
        )
    };
}

type Pair = (&'static str, &'static str);

pub(super) const POOL: Pair = no_connection!(
    pool_frames!(),
    "psycopg_pool.PoolTimeout: ",
    "couldn't get a connection after {waited} sec"
);
pub(super) const TOO_MANY: Pair = no_connection!(
    server_frames!(),
    "psycopg.OperationalError: ",
    "connection failed: connection to server at \"{target}\" ({target_ip}), port 5432 failed: FATAL:  sorry, too many clients already"
);
pub(super) const DOWN: Pair = no_connection!(
    server_frames!(),
    "psycopg.OperationalError: ",
    "connection failed: connection to server at \"{target}\" ({target_ip}), port 5432 failed: Connection refused\n\
     \tIs the server running on that host and accepting TCP/IP connections?"
);
pub(super) const LOCK_TIMEOUT: Pair = statement_failed!(
    "LockNotAvailable",
    "OperationalError",
    query_frames!(),
    "canceling statement due to lock timeout\nLINE 1: {error_line}"
);
pub(super) const TERMINATED: Pair = statement_failed!(
    "AdminShutdown",
    "OperationalError",
    query_frames!(),
    "terminating connection due to administrator command"
);
/// A column that is first in the statement: psycopg points at it from below.
pub(super) const SCHEMA: Pair = statement_failed!(
    "UndefinedColumn",
    "ProgrammingError",
    query_frames!(),
    "column {table}.{column} does not exist\n\
     LINE 1: SELECT \"{table}\".\"{column}\", \"{table}\".\"id\", \"{table}\".\"sta...\n\
     \x20              ^"
);
pub(super) const DISK_FULL: Pair = statement_failed!(
    "DiskFull",
    "OperationalError",
    r#"  File "/srv/{app}/{app}/{module}/services.py", line {lineno2}, in handle
    row = manager.create(**values)
  File "/usr/local/lib/python3.13/site-packages/django/db/models/manager.py", line 87, in manager_method
    return getattr(self.get_queryset(), name)(*args, **kwargs)
           ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~^^^^^^^^^^^^^^^^^
"#,
    "could not extend file \"base/16384/{relation}\": No space left on device\n\
     HINT:  Check free disk space."
);
pub(super) const STALE_READ: &str = r#"  File "/srv/{app}/{app}/{module}/services.py", line {lineno2}, in handle
    row = {Model}.objects.using("replica").get(pk=pk)
  File "/usr/local/lib/python3.13/site-packages/django/db/models/query.py", line 635, in get
    raise self.model.DoesNotExist(
        "%s matching query does not exist." % self.model._meta.object_name
    )
{app}.models.{Model}.DoesNotExist: {Model} matching query does not exist."#;
