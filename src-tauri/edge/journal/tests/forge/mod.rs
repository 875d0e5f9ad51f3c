//! What somebody makes of a drill file who knows how: the seal is right, and all else may be wrong.
#![allow(dead_code, reason = "each test uses what it needs")]

pub mod pages;

use rusqlite::{Connection, MAIN_DB};
use sha2::{Digest, Sha256};

/// Bytes of a seal.
const SEAL: usize = 40;

/// The database in a file.
pub fn unsealed(file: &[u8]) -> &[u8] {
    &file[..file.len() - SEAL]
}

/// A file with a seal, of a database that was changed by somebody who knows how.
pub fn forged(file: &[u8], sql: &str) -> Vec<u8> {
    let mut db = Connection::open_in_memory().unwrap();
    let database = unsealed(file);
    db.deserialize_read_exact(MAIN_DB, database, database.len(), false)
        .unwrap();
    // A forger has no need of our triggers, and puts them back.
    let triggers: Vec<(String, String)> = db
        .prepare("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        .unwrap()
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    for (name, _) in &triggers {
        db.execute_batch(&format!("DROP TRIGGER {name}")).unwrap();
    }
    db.execute_batch(sql).expect(sql);
    for (_, sql) in &triggers {
        db.execute_batch(sql).unwrap();
    }
    sealed(db.serialize(MAIN_DB).unwrap().to_vec())
}

/// A database with the seal that it should have.
pub fn sealed(mut database: Vec<u8>) -> Vec<u8> {
    let hash = Sha256::digest(&database);
    database.extend(b"3am seal");
    database.extend(hash);
    database
}
