//! Pre-flight: what is ready for a drill, and what is not.

use drill::Refusal;
use wire::Reply;
use wire::call::{FlightCheck, FlightRow};
use wire::parts::Tone;

use super::Stage;
use crate::library;

/// A drill of an hour with all telemetry takes a few megabytes, its PDF one; below this it is said,
const ROOM_WARN: u64 = 500_000_000;
/// and below this it may not fit.
const ROOM_BAD: u64 = 50_000_000;

impl Stage {
    /// What is so without the windows and the network, which know of themselves.
    pub(super) fn pre_flight(&mut self, scenario: Option<&str>) -> Result<Reply, Refusal> {
        let mut rows = vec![self.journal_row(), self.disk_row()];
        match scenario {
            Some(id) => rows.push(self.scenario_row(id)),
            None => rows.push(self.roles_row()?),
        }
        Ok(Reply::PreFlight { rows })
    }

    fn journal_row(&mut self) -> FlightRow {
        let path = self.config.journal.path().display().to_string();
        match self.config.journal.try_writing() {
            Ok(()) => row(
                FlightCheck::Journal,
                Tone::Good,
                format!("The journal takes what happens: {path}."),
            ),
            Err(error) => row(
                FlightCheck::Journal,
                Tone::Bad,
                format!(
                    "Nothing can be written to the journal, {path}: {error}. Make room, or give \
                     yourself the right to write there."
                ),
            ),
        }
    }

    fn disk_row(&self) -> FlightRow {
        let path = self.config.journal.path();
        let (tone, says) = match shelf::available_bytes(path) {
            Ok(bytes) if bytes < ROOM_BAD => (
                Tone::Bad,
                format!(
                    "{} left on the disk: the drill may not fit.",
                    megabytes(bytes)
                ),
            ),
            Ok(bytes) if bytes < ROOM_WARN => (
                Tone::Warn,
                format!("{} left on the disk.", megabytes(bytes)),
            ),
            Ok(bytes) => (
                Tone::Good,
                format!("{} left on the disk.", megabytes(bytes)),
            ),
            Err(error) => (
                Tone::Warn,
                format!("How much room the disk has cannot be told: {error}."),
            ),
        };
        row(FlightCheck::Disk, tone, says)
    }

    fn scenario_row(&self, id: &str) -> FlightRow {
        match library::checked(&self.config, id) {
            Err(refusal) => row(
                FlightCheck::Scenario,
                Tone::Bad,
                format!("{} {}", refusal.message, refusal.hint),
            ),
            Ok(read) if read.warnings.is_empty() => row(
                FlightCheck::Scenario,
                Tone::Good,
                "The scenario checks clean.".to_owned(),
            ),
            Ok(read) => {
                let all: Vec<String> = read.warnings.iter().map(ToString::to_string).collect();
                row(
                    FlightCheck::Scenario,
                    Tone::Warn,
                    format!("The scenario can be played. {}", all.join(" ")),
                )
            }
        }
    }

    fn roles_row(&mut self) -> Result<FlightRow, Refusal> {
        let drill = &self.on()?.drill;
        let empty: Vec<&str> = drill
            .scenario()
            .roles
            .iter()
            .filter(|role| drill.state().people(&role.id).is_empty())
            .map(|role| role.short.as_str())
            .collect();
        Ok(if empty.is_empty() {
            row(
                FlightCheck::Roles,
                Tone::Good,
                "Every role is held.".to_owned(),
            )
        } else {
            row(
                FlightCheck::Roles,
                Tone::Warn,
                format!(
                    "Held by nobody: {}. What they should do will be flagged, not done.",
                    empty.join(", ")
                ),
            )
        })
    }
}

fn row(id: FlightCheck, tone: Tone, says: String) -> FlightRow {
    FlightRow { id, tone, says }
}

fn megabytes(bytes: u64) -> String {
    match bytes / 1_000_000 {
        mb if mb >= 10_000 => format!("{} GB", mb / 1_000),
        mb => format!("{mb} MB"),
    }
}
