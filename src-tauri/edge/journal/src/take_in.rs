//! Taking a drill file in: checked throughout, then put beside what is there, all or nothing.

use rusqlite::{Transaction, params_from_iter};

use crate::copy::{Keeps, Shape, TABLES, Table, each};
use crate::store::Journal;
use crate::sums;
use crate::untrusted::{FileError, check};

/// A drill file that was taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// Drill id.
    pub drill: String,
    /// Title of what was played.
    pub title: String,
    /// Who played.
    pub team: String,
    /// Events in the file.
    pub events: usize,
    /// What came of it.
    pub came: Came,
}

/// What came of taking a file in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Came {
    /// The drill was not there.
    New,
    /// It was there up to a point; what the file has beyond was added.
    Longer,
    /// It was there, the same. Nothing was changed.
    Same,
    /// It was there, and goes on beyond the file. Nothing was changed.
    Shorter,
}

impl Taken {
    /// What came of it, in a sentence for people.
    #[must_use]
    pub fn said(&self) -> &'static str {
        match self.came {
            Came::New => "The drill stands in the library now.",
            Came::Longer => "The drill was there; what the file has beyond it was added.",
            Came::Same => "The drill is there already, the same. Nothing was changed.",
            Came::Shorter => {
                "The drill is there already, and goes on beyond the file. Nothing was changed."
            }
        }
    }
}

/// Rows that one has and the other has not.
#[derive(Default)]
struct Beyond {
    /// The file, and they were put in.
    theirs: u32,
    /// The journal.
    ours: u32,
}

impl Journal {
    /// Takes a drill file in. It is hostile until it was checked, and it is checked throughout
    /// before anything is written. Durable on return.
    ///
    /// # Errors
    /// In words, what is wrong with it. The journal is untouched then.
    pub fn take_in(&mut self, file: &[u8]) -> Result<Taken, FileError> {
        let checked = check(file)?;
        let drill = checked.head.drill.clone();
        self.make_writable()?;
        let tx = self.db_mut().transaction()?;
        let there: u32 = tx.query_row(
            "SELECT count(*) FROM drills WHERE id = ?1",
            [&drill],
            |row| row.get(0),
        )?;
        let mut beyond = Beyond::default();
        for table in &TABLES {
            merge(&checked.journal, &tx, table, &drill, &mut beyond)?;
        }
        sums::keep_all(&tx, &drill)?;
        tx.commit()?;
        let came = match (there, beyond.theirs, beyond.ours) {
            (0, ..) => Came::New,
            (_, 1.., _) => Came::Longer,
            (_, 0, 1..) => Came::Shorter,
            (_, 0, 0) => Came::Same,
        };
        Ok(Taken {
            drill,
            title: checked.head.title,
            team: checked.head.team,
            events: checked.events,
            came,
        })
    }
}

/// Puts in what is not there. What is there must be the same: events are numbered without gaps,
/// so that one record is the beginning of the other then.
fn merge(
    from: &Journal,
    to: &Transaction<'_>,
    table: &'static Table,
    drill: &str,
    beyond: &mut Beyond,
) -> Result<(), FileError> {
    let shape = Shape::of(to, table)?;
    let mut ours_only = shape.count(to, drill)?;
    each::<FileError>(&shape, from.db(), Some(drill), |row| {
        let Some(ours) = shape.same_key(to, &row)? else {
            shape.insert(to, &row)?;
            beyond.theirs += 1;
            return Ok(());
        };
        ours_only -= 1;
        if ours == row {
            return Ok(());
        }
        if table.keeps == Keeps::Rows {
            return Err(FileError::Different {
                drill: drill.to_owned(),
                table: table.name,
            });
        }
        let moved = to.execute(
            "UPDATE clocks SET at_ms = ?2 WHERE drill = ?1 AND at_ms < ?2",
            params_from_iter(row),
        )?;
        if moved > 0 {
            beyond.theirs += 1;
        } else {
            beyond.ours += 1;
        }
        Ok(())
    })?;
    beyond.ours += ours_only;
    Ok(())
}
