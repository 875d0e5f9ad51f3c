//! The PostgreSQL 17 server log, with `log_line_prefix = '%m [%p] '`, `log_lock_waits`,
//! `log_statement = 'ddl'` and the application's request id as a comment in each statement.

use super::super::{LogLine, LogRecord};
use super::{Pieces, one};

pub(super) fn pieces(record: &LogRecord) -> Option<Pieces> {
    use LogLine as L;
    Some(match (record.line, record.a) {
        (L::DbConnection, _) => one(
            "{sql_time} UTC [{backend}] LOG:  connection received: host={pod} port={a}\n\
             {sql_time} UTC [{backend}] LOG:  connection authenticated: identity=\"{app}\" method=scram-sha-256 \
             (/var/lib/postgresql/data/pg_hba.conf:128)\n\
             {sql_time} UTC [{backend}] LOG:  connection authorized: user={app} database={app}",
        ),
        (L::DbTooMany, _) => {
            one("{sql_time} UTC [{backend}] FATAL:  sorry, too many clients already")
        }
        (L::DbSlow, _) if record.req == 0 => one(
            "{sql_time} UTC [{backend}] LOG:  duration: {a}.{frac} ms  statement: \
             SELECT date_trunc('day', t.created_at) AS day, count(*) FROM \"{x}\" t \
             WHERE t.created_at >= now() - interval '{days} days' GROUP BY 1 ORDER BY 1 /* nightly report */",
        ),
        (L::DbSlow, _) => one(
            "{sql_time} UTC [{backend}] LOG:  duration: {a}.{frac} ms  statement: {statement}{comment}",
        ),
        (L::DbCancel, _) => one(
            "{sql_time} UTC [{backend}] ERROR:  canceling statement due to user request\n\
             {sql_time} UTC [{backend}] STATEMENT:  {statement}{comment}",
        ),
        (L::DbLockWait, _) => one(
            "{sql_time} UTC [{backend}] LOG:  process {backend} still waiting for {lock} on relation \
             {relation} of database 16384 after {a}.{frac} ms at character {character}\n\
             {sql_time} UTC [{backend}] DETAIL:  Process holding the lock: {b}. Wait queue: {backend}.\n\
             {sql_time} UTC [{backend}] STATEMENT:  {statement}{comment}",
        ),
        (L::DbLockTimeout, _) => one(
            "{sql_time} UTC [{backend}] ERROR:  canceling statement due to lock timeout at character {character}\n\
             {sql_time} UTC [{backend}] STATEMENT:  {statement}{comment}",
        ),
        (L::DbMigration, 0) => one(
            "{sql_time} UTC [{session}] LOG:  statement: ALTER TABLE \"{x}\" \
             ADD COLUMN \"{column}\" varchar(32) DEFAULT '' NOT NULL",
        ),
        (L::DbMigration, 1) => {
            one("{sql_time} UTC migrate[{session}]:   Applying {app}.0042_{x}_{column}... OK")
        }
        (L::DbMigration, _) => one(
            "{sql_time} UTC [{session}] FATAL:  terminating connection due to administrator command\n\
             {sql_time} UTC [{session}] STATEMENT:  ALTER TABLE \"{x}\" \
             ADD COLUMN \"{column}\" varchar(32) DEFAULT '' NOT NULL",
        ),
        (L::DbTerminated, _) => one(
            "{sql_time} UTC [{a}] FATAL:  terminating connection due to administrator command\n\
             {sql_time} UTC [{a}] STATEMENT:  {statement}{comment}",
        ),
        (L::DbNoSpace, _) => one(
            "{sql_time} UTC [{backend}] ERROR:  could not extend file \"base/16384/{relation}\": No space left on device\n\
             {sql_time} UTC [{backend}] HINT:  Check free disk space.\n\
             {sql_time} UTC [{backend}] STATEMENT:  INSERT INTO \"{x}\" (\"user_id\", \"status\", \"created_at\") \
             VALUES ({user}, 'open', '{sql_time}{frac}+00:00'::timestamptz) RETURNING \"{x}\".\"id\"{comment}",
        ),
        (L::DbSchema, _) => one(
            "{sql_time} UTC [{backend}] ERROR:  column {x}.{column} does not exist at character 8\n\
             {sql_time} UTC [{backend}] STATEMENT:  SELECT \"{x}\".\"{column}\", \"{x}\".\"id\", \"{x}\".\"status\" \
             FROM \"{x}\" WHERE \"{x}\".\"user_id\" = {user} LIMIT 21{comment}",
        ),
        (L::DbPromoted, _) => one(PROMOTED),
        (L::DbVacuum, _) => one(VACUUM),
        (L::DbCheckpoint, _) => one(
            "{sql_time} UTC [27] LOG:  checkpoint complete: wrote {a} buffers ({buffers}%); 0 WAL file(s) added, \
             0 removed, 1 recycled; write=26.{frac} s, sync=0.004 s, total=26.{frac} s; sync files=38, \
             longest=0.002 s, average=0.001 s; distance={wal} kB, estimate={wal} kB; lsn={lsn}, redo lsn={lsn}",
        ),
        (L::OomKilled, _) => one(
            "{sql_time} UTC [1] LOG:  server process (PID {a}) was terminated by signal 9: Killed\n\
             {sql_time} UTC [1] LOG:  terminating any other active server processes\n\
             {sql_time} UTC [1] LOG:  all server processes terminated; reinitializing",
        ),
        (L::State, 0) => one(
            "{sql_time} UTC [1] LOG:  received immediate shutdown request\n\
             {sql_time} UTC [1] LOG:  database system is shut down",
        ),
        (L::State, 1) => one(
            "{sql_time} UTC [1] LOG:  starting PostgreSQL 17.4 (Debian 17.4-1.pgdg120+2) on x86_64-pc-linux-gnu, \
             compiled by gcc (Debian 12.2.0-14) 12.2.0, 64-bit\n\
             {sql_time} UTC [1] LOG:  listening on IPv4 address \"0.0.0.0\", port 5432\n\
             {sql_time} UTC [29] LOG:  database system was not properly shut down; automatic recovery in progress",
        ),
        (L::State, _) => {
            one("{sql_time} UTC [1] LOG:  database system is ready to accept connections")
        }
        (L::CertRenewed, _) => one(
            "{sql_time} UTC [1] LOG:  received SIGHUP, reloading configuration files\n\
             certbot: Congratulations, all renewals succeeded: \
             /etc/letsencrypt/live/{source}/fullchain.pem (success), good for {a} days",
        ),
        (L::DiskFreed, _) => one(
            "{sql_time} UTC ops: rotated logs and removed old backups under /var/lib/postgresql: \
             {a}% -> {b}% used",
        ),
        _ => return None,
    })
}

/// PostgreSQL does not say what a promotion lost; the tool that asked for it does.
const PROMOTED: &str = "{sql_time} UTC [1] LOG:  received promote request\n\
     {sql_time} UTC [29] LOG:  redo done at {lsn}\n\
     {sql_time} UTC [29] LOG:  selected new timeline ID: 2\n\
     {sql_time} UTC [29] LOG:  archive recovery complete\n\
     {sql_time} UTC [27] LOG:  checkpoint starting: force\n\
     {sql_time} UTC [1] LOG:  database system is ready to accept connections\n\
     {sql_time} UTC failover: promoted standby of {source}; {a} transactions of the old primary had not arrived";

const VACUUM: &str = "{sql_time} UTC [{backend}] LOG:  automatic vacuum of table \"{app}.public.{x}\": index scans: 1\n\
     \tpages: 0 removed, {pages} remain, {a} scanned ({scanned}% of total)\n\
     \ttuples: {dead} removed, {live} remain, 0 are dead but not yet removable\n\
     \tbuffer usage: {live} hits, {a} misses, {dead} dirtied\n\
     \tsystem usage: CPU: user: 0.1{digit} s, system: 0.0{digit} s, elapsed: 1.{digit}{digit2} s\n\
     {sql_time} UTC [{backend}] LOG:  automatic analyze of table \"{app}.public.{x}\"\n\
     \tsystem usage: CPU: user: 0.0{digit} s, system: 0.0{digit} s, elapsed: 0.{digit}{digit2} s";
