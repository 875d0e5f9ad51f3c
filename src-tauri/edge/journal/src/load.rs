//! A drill, read from the journal: whole, or with the place where it is damaged.

use drill::{EVENT_VERSION, Event};
use rusqlite::OptionalExtension;
use scenario::{Scenario, short};
use serde::de::DeserializeOwned;

use crate::error::JournalError;
use crate::store::Journal;
use crate::sums::{self, Of};

/// Everything recorded of a drill.
#[derive(Debug, Clone)]
pub struct Recorded {
    /// The scenario as it was played.
    pub scenario: Scenario,
    /// Its events.
    pub events: Vec<Event>,
    /// Drill time last known to be over.
    pub clock_ms: i64,
}

impl Journal {
    /// Everything recorded of a drill.
    ///
    /// # Errors
    /// Unknown, or damaged: the message says where.
    pub fn load(&self, drill: &str) -> Result<Recorded, JournalError> {
        let found: Option<(String, i64)> = self
            .db
            .query_row(
                "SELECT d.scenario, c.at_ms FROM drills d JOIN clocks c ON c.drill = d.id
                 WHERE d.id = ?1",
                [drill],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )
            .optional()?;
        let Some((scenario, clock_ms)) = found else {
            return Err(JournalError::Unknown(drill.to_owned()));
        };
        let scenario = self.read(drill, Of::Scenario, "its scenario", &scenario)?;
        let mut rows = self
            .db
            .prepare("SELECT seq, v, body FROM events WHERE drill = ?1 ORDER BY seq")?;
        let rows = rows.query_map([drill], |row| {
            Ok((
                row.get::<_, u32>(0)?,
                row.get::<_, u32>(1)?,
                row.get::<_, String>(2)?,
            ))
        })?;
        let mut events: Vec<Event> = Vec::new();
        for row in rows {
            let (seq, v, body) = row?;
            if seq as usize != events.len() + 1 {
                return Err(JournalError::Damaged {
                    drill: drill.to_owned(),
                    message: format!("event {} is missing", events.len() + 1),
                });
            }
            if v > u32::from(EVENT_VERSION) {
                return Err(JournalError::Foreign {
                    drill: drill.to_owned(),
                    message: format!("event {seq} was written by a newer Three AM"),
                });
            }
            events.push(self.read(drill, Of::Event(seq), &format!("event {seq}"), &body)?);
        }
        // A page that lost its last rows says nothing of them.
        let last = sums::last_event(&self.db, drill)?;
        if last.is_some_and(|last| last as usize > events.len()) || events.is_empty() {
            return Err(JournalError::Damaged {
                drill: drill.to_owned(),
                message: format!("event {} is missing", events.len() + 1),
            });
        }
        Ok(Recorded {
            scenario,
            events,
            clock_ms,
        })
    }

    /// Reads what was written as JSON. What its sum tells to be as it was written is not damaged.
    fn read<T: DeserializeOwned>(
        &self,
        drill: &str,
        of: Of,
        name: &str,
        text: &str,
    ) -> Result<T, JournalError> {
        let drill = drill.to_owned();
        let holds = sums::holds(&self.db, &drill, of, text.as_bytes())?;
        if holds == Some(false) {
            let message = format!("{name} is not as it was written");
            return Err(JournalError::Damaged { drill, message });
        }
        serde_json::from_str(text).map_err(|e| {
            let message = short(format!("{name} cannot be read: {e}"));
            match holds {
                Some(_) => JournalError::Foreign { drill, message },
                None => JournalError::Damaged { drill, message },
            }
        })
    }
}
