//! A drill file (`.3am`): the whole record of one drill.
//!
//! An SQLite database with the journal's schema and one drill in it, told from a journal by its
//! application id, and behind its last page a seal: whoever reads it sees that no byte is missing
//! or another. The seal is against damage; a file from somebody else is still checked throughout.

use rusqlite::{Connection, MAIN_DB};
use sha2::{Digest, Sha256};

use crate::copy::copy;
use crate::error::JournalError;
use crate::schema::{VERSION, migrate};
use crate::store::Journal;

/// `PRAGMA application_id` of a drill file: "3amd".
pub const APPLICATION: u32 = 0x3361_6d64;
/// Largest drill file, bytes. A drill of two hours has about 10 MB.
pub const FILE_MAX: usize = 256 << 20;
/// Bytes of the seal: its name, and SHA-256 of all that stands before it.
pub const SEAL: usize = SEAL_NAME.len() + 32;
/// What a seal begins with.
pub const SEAL_NAME: &[u8; 8] = b"3am seal";

/// The seal of these bytes.
pub fn seal(database: &[u8]) -> [u8; SEAL] {
    let mut seal = [0; SEAL];
    let (name, hash) = seal.split_at_mut(SEAL_NAME.len());
    name.copy_from_slice(SEAL_NAME);
    hash.copy_from_slice(&Sha256::digest(database));
    seal
}

impl Journal {
    /// The whole record of a drill as a drill file. The same record gives the same bytes. Keys of
    /// desks stay here.
    ///
    /// # Errors
    /// Unknown, larger than [`FILE_MAX`], or SQLite's.
    pub fn write_out(&self, drill: &str) -> Result<Vec<u8>, JournalError> {
        let mut file = Connection::open_in_memory()?;
        migrate(&file, 0, VERSION)?;
        file.pragma_update(None, "application_id", APPLICATION)?;
        file.pragma_update(None, "foreign_keys", true)?;
        let tx = file.transaction()?;
        copy(self.db(), &tx, VERSION, Some(drill))?;
        let drills: u32 = tx.query_row("SELECT count(*) FROM drills", [], |row| row.get(0))?;
        tx.commit()?;
        if drills == 0 {
            return Err(JournalError::Unknown(drill.to_owned()));
        }
        let mut bytes = file.serialize(MAIN_DB)?.to_vec();
        bytes.extend(seal(&bytes));
        if bytes.len() > FILE_MAX {
            return Err(JournalError::Damaged {
                drill: drill.to_owned(),
                message: format!(
                    "its record has {} MB; a drill file has at most {} MB",
                    bytes.len() >> 20,
                    FILE_MAX >> 20
                ),
            });
        }
        Ok(bytes)
    }
}
