//! Keys of desks. They live as long as the desk does, and are no part of the record.

use std::collections::BTreeMap;

use rusqlite::params;

use crate::error::JournalError;
use crate::store::Journal;

/// SHA-256 of the token that a desk's browser has.
pub type Key = [u8; 32];

impl Journal {
    /// Keeps the key of a desk. Durable on return.
    ///
    /// # Errors
    /// SQLite's.
    pub fn keep_key(&mut self, drill: &str, desk: u32, key: &Key) -> Result<(), JournalError> {
        self.make_writable()?;
        self.db().execute(
            "INSERT OR REPLACE INTO keys VALUES (?1, ?2, ?3)",
            params![drill, desk, key.as_slice()],
        )?;
        Ok(())
    }

    /// Throws the keys of desks away, all or none.
    ///
    /// # Errors
    /// SQLite's.
    pub fn drop_keys(&mut self, drill: &str, desks: &[u32]) -> Result<(), JournalError> {
        self.make_writable()?;
        let tx = self.db_mut().transaction()?;
        for desk in desks {
            tx.execute(
                "DELETE FROM keys WHERE drill = ?1 AND desk = ?2",
                params![drill, desk],
            )?;
        }
        tx.commit()?;
        Ok(())
    }

    /// The keys of a drill's desks.
    ///
    /// # Errors
    /// SQLite's.
    pub fn keys(&self, drill: &str) -> Result<BTreeMap<u32, Key>, JournalError> {
        let mut rows = self
            .db()
            .prepare("SELECT desk, key FROM keys WHERE drill = ?1")?;
        let rows = rows.query_map([drill], |row| {
            Ok((row.get::<_, u32>(0)?, row.get::<_, Vec<u8>>(1)?))
        })?;
        let mut keys = BTreeMap::new();
        for row in rows {
            let (desk, key) = row?;
            if let Ok(key) = Key::try_from(key) {
                keys.insert(desk, key);
            }
        }
        Ok(keys)
    }
}
