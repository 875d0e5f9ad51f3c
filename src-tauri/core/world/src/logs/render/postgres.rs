//! The PostgreSQL server log, with `log_line_prefix = '%m [%p] '`.

use super::super::{LogLine, LogRecord};
use super::{Pieces, one};

pub(super) fn pieces(record: &LogRecord) -> Option<Pieces> {
    use LogLine as L;
    Some(match (record.line, record.a) {
        (L::DbConnection, _) => one(
            "{sql_time} UTC [{backend}] LOG:  connection received: host={pod} port={a}\n\
             {sql_time} UTC [{backend}] LOG:  connection authorized: user=shop database=shop",
        ),
        (L::DbTooMany, _) => {
            one("{sql_time} UTC [{backend}] FATAL:  sorry, too many clients already")
        }
        (L::DbSlow, _) => {
            one("{sql_time} UTC [{backend}] LOG:  duration: {a}.{frac} ms  statement: {statement}")
        }
        (L::DbCancel, _) => one(
            "{sql_time} UTC [{backend}] ERROR:  canceling statement due to user request\n\
             {sql_time} UTC [{backend}] STATEMENT:  {statement}",
        ),
        (L::DbCheckpoint, _) => one(
            "{sql_time} UTC [27] LOG:  checkpoint complete: wrote {a} buffers; 0 WAL file(s) added, \
             0 removed, 1 recycled; write=26.{frac} s, sync=0.004 s, total=26.{frac} s",
        ),
        (L::State, 0) => one(
            "{sql_time} UTC [1] LOG:  received immediate shutdown request\n\
             {sql_time} UTC [1] LOG:  database system is shut down",
        ),
        (L::State, 1) => one(
            "{sql_time} UTC [1] LOG:  starting PostgreSQL 17.4 on x86_64-pc-linux-gnu\n\
             {sql_time} UTC [29] LOG:  database system was interrupted; automatic recovery in progress",
        ),
        (L::State, _) => {
            one("{sql_time} UTC [1] LOG:  database system is ready to accept connections")
        }
        _ => return None,
    })
}
