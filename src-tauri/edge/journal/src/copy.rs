//! Rows of one drill, from one database to another: every table of the record, a line each.

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, params_from_iter};

/// A table with the record of a drill.
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// The version of the schema that brought it.
    pub since: u32,
    /// The column with the drill's id.
    pub drill: &'static str,
    /// What becomes of its rows when a journal has the drill already.
    pub keeps: Keeps,
    /// Most rows of a drill. A file with more is refused.
    pub rows_max: usize,
    /// Longest cell, bytes. A file with a longer one is refused.
    pub cell_max: usize,
}

/// Most events of a drill. Two hours of a full room are some 20,000.
const EVENTS_MAX: usize = 1_000_000;
/// Minutes of the longest drill and of the longest warm-up.
const MINUTES_MAX: usize = 26 * 60 + 1;
/// Bytes of a scenario.
pub const SCENARIO_MAX: usize = 16 << 20;
/// Bytes of an event: a hundred action items, as long as they may be, are the largest.
const EVENT_MAX: usize = 2 << 20;
/// Bytes of a minute as it is packed.
const CHUNK_MAX: usize = 1 << 20;
/// Bytes of the other cells.
const SHORT: usize = 1 << 10;

/// What becomes of a row that two records of a drill both have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keeps {
    /// It is never changed: both must have the same.
    Rows,
    /// It is the clock: the later one is right.
    Clock,
}

const fn table(
    name: &'static str,
    since: u32,
    drill: &'static str,
    keeps: Keeps,
    (rows_max, cell_max): (usize, usize),
) -> Table {
    Table {
        name,
        since,
        drill,
        keeps,
        rows_max,
        cell_max,
    }
}

/// The tables that travel, in the order in which rows may be put in. Whatever is not here stays:
/// keys of desks above all. A new one is one line.
pub const TABLES: [Table; 4] = [
    table("drills", 1, "id", Keeps::Rows, (1, SCENARIO_MAX)),
    table("events", 1, "drill", Keeps::Rows, (EVENTS_MAX, EVENT_MAX)),
    table(
        "telemetry",
        1,
        "drill",
        Keeps::Rows,
        (MINUTES_MAX, CHUNK_MAX),
    ),
    table("clocks", 1, "drill", Keeps::Clock, (1, SHORT)),
];

/// The SQL for a table, made from the columns that a database of ours has.
pub struct Shape {
    columns: Vec<String>,
    keys: Vec<String>,
    table: &'static Table,
}

impl Shape {
    /// The shape of a table. Only for a database whose schema is ours.
    pub fn of(db: &Connection, table: &'static Table) -> rusqlite::Result<Self> {
        let mut info = db.prepare("SELECT name, pk FROM pragma_table_info(?1) ORDER BY cid")?;
        let all = info
            .query_map([table.name], |row| {
                Ok((row.get::<_, String>(0)?, row.get::<_, u32>(1)?))
            })?
            .collect::<rusqlite::Result<Vec<_>>>()?;
        let mut keys: Vec<_> = all.iter().filter(|(_, pk)| *pk > 0).collect();
        keys.sort_by_key(|(_, pk)| *pk);
        Ok(Self {
            keys: keys.into_iter().map(|(name, _)| name.clone()).collect(),
            columns: all.into_iter().map(|(name, _)| name).collect(),
            table,
        })
    }

    fn select(&self, tail: &str) -> String {
        let (columns, name) = (self.columns.join(", "), self.table.name);
        format!("SELECT {columns} FROM main.{name} {tail}")
    }

    /// How many rows a drill has.
    pub fn count(&self, db: &Connection, drill: &str) -> rusqlite::Result<u32> {
        let (name, column) = (self.table.name, self.table.drill);
        let sql = format!("SELECT count(*) FROM main.{name} WHERE {column} = ?1");
        db.query_row(&sql, [drill], |row| row.get(0))
    }

    /// The row with the same key.
    pub fn same_key(&self, db: &Connection, row: &[Value]) -> rusqlite::Result<Option<Vec<Value>>> {
        let wanted: Vec<String> = (1..)
            .zip(&self.keys)
            .map(|(at, key)| format!("{key} = ?{at}"))
            .collect();
        let keys = self.keys.iter().filter_map(|key| {
            let at = self.columns.iter().position(|column| column == key)?;
            row.get(at)
        });
        db.prepare_cached(&self.select(&format!("WHERE {}", wanted.join(" AND "))))?
            .query_row(params_from_iter(keys), |row| self.values(row))
            .optional()
    }

    /// Puts a row in.
    pub fn insert(&self, db: &Connection, row: &[Value]) -> rusqlite::Result<()> {
        let marks = vec!["?"; self.columns.len()].join(", ");
        let (columns, name) = (self.columns.join(", "), self.table.name);
        let sql = format!("INSERT INTO main.{name} ({columns}) VALUES ({marks})");
        db.prepare_cached(&sql)?.execute(params_from_iter(row))?;
        Ok(())
    }

    fn values(&self, row: &rusqlite::Row<'_>) -> rusqlite::Result<Vec<Value>> {
        (0..self.columns.len()).map(|at| row.get(at)).collect()
    }
}

/// Goes through the rows of a drill, or of whichever there are, in the order of their keys.
pub fn each<E: From<rusqlite::Error>>(
    shape: &Shape,
    from: &Connection,
    drill: Option<&str>,
    mut with: impl FnMut(Vec<Value>) -> Result<(), E>,
) -> Result<(), E> {
    let which = drill.map_or_else(String::new, |_| format!("WHERE {} = ?1", shape.table.drill));
    let order = shape.keys.join(", ");
    let mut rows = from.prepare(&shape.select(&format!("{which} ORDER BY {order}")))?;
    let mut rows = rows.query(params_from_iter(drill))?;
    while let Some(row) = rows.next()? {
        with(shape.values(row)?)?;
    }
    Ok(())
}

/// Copies the rows of every table that a version has. `to` has our schema, and refuses what is of
/// another type, there twice, or of a drill that is not there.
pub fn copy(
    from: &Connection,
    to: &Connection,
    version: u32,
    drill: Option<&str>,
) -> rusqlite::Result<()> {
    for table in TABLES.iter().filter(|table| table.since <= version) {
        let shape = Shape::of(to, table)?;
        each::<rusqlite::Error>(&shape, from, drill, |row| shape.insert(to, &row))?;
    }
    Ok(())
}
