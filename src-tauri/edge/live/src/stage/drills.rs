//! Drills come onto the stage and leave it.

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use diary::{DrillId, Entry};
use drill::{ClockPhase, Command, Created, Drill, Refusal};
use journal::FileError;
use wire::Reply;

use super::noted::{count, ms_since};
use super::{OnStage, Stage, wall_ms};
use crate::clock::{Clock, Moment};
use crate::editor::making;
use crate::library;

impl Stage {
    pub(super) fn create(
        &mut self,
        scenario: &str,
        team: &str,
        seed: Option<u32>,
        minutes: Option<u32>,
        people: Vec<(String, String)>,
    ) -> Result<Reply, Refusal> {
        let from = Instant::now();
        let team = drill::names::name(team, "The team's name")?;
        let read = library::scenario(&self.config, scenario)?;
        let length_ms = library::length(&read, minutes)?;
        let scenario = Arc::new(read.fitted(length_ms));
        let made_ms = wall_ms();
        let number = library::number(&self.config.journal, &team)?;
        let id = library::drill_id(&self.config.journal, made_ms)?;
        let head = Created {
            drill: id.clone(),
            scenario: scenario.id.clone(),
            title: scenario.title.clone(),
            team,
            number,
            seed: seed.unwrap_or(scenario.seed),
            length_ms,
            unattended: false,
        };
        let mut drill = Drill::create(Arc::clone(&scenario), head, made_ms)
            .map_err(|e| Refusal::new("system", e.to_string(), "Check the system file."))?;
        for (role, person) in people {
            drill.command(&Command::Assign { role, person }, made_ms)?;
        }
        self.leave()?;
        self.config
            .journal
            .begin(&id, made_ms, &scenario, drill.events())
            .map_err(|e| library::trouble(&e))?;
        self.put(id.clone(), made_ms, drill, from);
        Ok(Reply::Opened { drill: id })
    }

    pub(super) fn open(&mut self, id: &str) -> Result<Reply, Refusal> {
        if self.on.as_ref().is_some_and(|on| on.id == id) {
            return Ok(Reply::Opened {
                drill: id.to_owned(),
            });
        }
        let from = Instant::now();
        let recorded = self
            .config
            .journal
            .load(id)
            .map_err(|e| library::trouble(&e))?;
        let made_ms = recorded.events.first().map_or(0, |event| event.wall_ms);
        let drill = Drill::replay(
            Arc::new(recorded.scenario),
            recorded.events,
            recorded.clock_ms,
        )
        .map_err(|e| Refusal::new("damaged", e.to_string(), "Open another drill."))?;
        self.leave()?;
        self.put(id.to_owned(), made_ms, drill, from);
        Ok(Reply::Opened {
            drill: id.to_owned(),
        })
    }

    pub(super) fn take_in_from(&mut self, path: Option<String>) -> Result<Reply, Refusal> {
        let Some(path) = path else {
            return Err(Refusal::new(
                "no-path",
                "Nobody can be asked here which file it is.",
                "Say where it is, or open the program in a window.",
            ));
        };
        // Before it is read: a large one takes a moment.
        self.off_stage()?;
        let file = shelf::read_whole(Path::new(&path), journal::FILE_MAX).map_err(|e| {
            Refusal::new(
                "not-read",
                format!("{e}."),
                "Choose a file that ends in .3am.",
            )
        })?;
        self.take_in(&file)
    }

    /// Takes a drill file into the journal. Not while a drill is on the stage: it may be the same,
    /// and checking a record stops the clock for as long as it takes to replay it.
    ///
    /// A file that is no database is taken for a scenario, and goes into the scenarios folder.
    pub(super) fn take_in(&mut self, file: &[u8]) -> Result<Reply, Refusal> {
        if is_scenario(file) {
            let folder = self.config.scenarios.as_ref();
            let folder = folder.ok_or_else(library::no_scenarios)?;
            return making::take_in(folder, file);
        }
        self.off_stage()?;
        match self.config.journal.take_in(file) {
            Ok(taken) => Ok(Reply::TakenIn {
                said: taken.said().to_owned(),
                drill: taken.drill,
                title: taken.title,
            }),
            Err(FileError::Journal(error)) => Err(library::trouble(&error)),
            Err(error) => Err(Refusal::new(
                "drill-file",
                format!("The file was not taken in: {error}."),
                error.help(),
            )),
        }
    }

    fn off_stage(&self) -> Result<(), Refusal> {
        match &self.on {
            None => Ok(()),
            Some(on) => Err(Refusal::new(
                "on-stage",
                format!("The drill {} is on the stage.", on.id),
                "Close it first; it can be opened again.",
            )),
        }
    }

    pub(super) fn put(&mut self, id: String, made_ms: i64, drill: Drill, from: Instant) {
        let mut on = OnStage {
            made_ms,
            is_known: true,
            saved: drill.events().len(),
            saved_ms: drill.now_ms(),
            minute: wire::view::first_minute(drill.world()),
            drill,
            clock: Clock::start(Moment::now()),
            keys: self.config.journal.keys(&id).unwrap_or_default(),
            seats: (0, Arc::default()),
            unsaved: None,
            slow: None,
            waits: false,
            kept: false,
            drafted: None,
            id,
        };
        // Without a key nobody comes back to their desk, and their name is free again.
        let desks = on.drill.state().desks.iter().map(|desk| desk.desk);
        let lost: Vec<u32> = desks.filter(|desk| !on.keys.contains_key(desk)).collect();
        // What has ended is only read: it must not differ from one reader to the next.
        if on.drill.state().phase != ClockPhase::Ended {
            on.drill.leave(&lost, wall_ms());
        }
        self.around.turned_away.clear();
        self.around.answered.clear();
        self.around.wash = None;
        let desks = on.drill.state().desks.iter();
        let now_ms = on.drill.now_ms();
        self.around.lost = desks.map(|desk| (desk.desk, now_ms)).collect();
        // A drill that was running when the program ended stands where it stood.
        on.drill.pause_for("the program was closed", wall_ms());
        self.diary().note(Entry::DrillOpened {
            drill: DrillId::of(&on.id),
            events: count(on.saved),
            ms: ms_since(from),
        });
        self.on = Some(on);
        self.save();
        self.show();
    }

    /// Takes the drill off the stage; a running one is paused, and both are on disk. One that
    /// cannot be saved stays where it is: it is in memory only.
    pub(super) fn leave(&mut self) -> Result<(), Refusal> {
        if let Some(on) = &mut self.on {
            on.drill.pause_for("closed", wall_ms());
        }
        self.save();
        if let Some(on) = self
            .on
            .as_ref()
            .filter(|on| on.saved < on.drill.events().len())
        {
            let why = on.unsaved.clone().unwrap_or_default();
            return Err(Refusal::new(
                "unsaved",
                format!("This drill is not on disk and would be lost. {why}"),
                "Make room or free the file, then try again. Exports still work.",
            ));
        }
        if let Some(on) = &self.on {
            self.diary().note(Entry::DrillClosed {
                drill: DrillId::of(&on.id),
                events: count(on.saved),
            });
        }
        // Tokens die with the drill.
        if let Some(on) = self
            .on
            .take_if(|on| on.drill.state().phase == ClockPhase::Ended)
        {
            let desks: Vec<u32> = on.keys.into_keys().collect();
            // At worst they open nothing.
            let _ = self.config.journal.drop_keys(&on.id, &desks);
        }
        self.on = None;
        self.around.wash = None;
        Ok(())
    }
}

/// Whether a file is a scenario in one file: a text that begins as JSON does. A drill file is a
/// database, and begins with its name.
fn is_scenario(file: &[u8]) -> bool {
    let first = file.iter().find(|byte| !byte.is_ascii_whitespace());
    first == Some(&b'{')
}
