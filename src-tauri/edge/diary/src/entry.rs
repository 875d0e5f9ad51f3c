//! What can be noted.

use serde::Serialize;

use crate::{DrillId, Place, Word};

/// Something that the program did, or how it stands. Every field is a number, a text of the
/// program's own, a [`Word`], a [`DrillId`] or a [`Place`] in its source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Entry {
    /// The program.
    Started {
        /// Version.
        version: &'static str,
        /// Which of the two.
        program: Program,
        /// Operating system.
        system: &'static str,
        /// Its name and version, where it says them.
        release: [Word; 2],
        /// Kind of processor.
        machine: &'static str,
        /// Processors.
        processors: u32,
        /// How the data folder came to be where it is.
        data: DataFolder,
    },
    /// The program ended as it should.
    Ended,
    /// The journal is open.
    JournalOpened {
        /// Version of its tables.
        schema: u32,
        /// Drills in it.
        drills: u32,
        /// It took so long.
        ms: u32,
    },
    /// The journal is not.
    JournalNotOpened {
        /// Why.
        code: Word,
    },
    /// A drill came onto the stage.
    DrillOpened {
        /// It.
        drill: DrillId,
        /// Events in its record.
        events: u32,
        /// It took so long.
        ms: u32,
    },
    /// STARTEX.
    DrillStarted {
        /// The drill.
        drill: DrillId,
    },
    /// The clock stands.
    DrillPaused {
        /// The drill.
        drill: DrillId,
    },
    /// The clock runs.
    DrillResumed {
        /// The drill.
        drill: DrillId,
    },
    /// REAL EMERGENCY.
    EmergencyCalled {
        /// The drill.
        drill: DrillId,
    },
    /// ENDEX.
    DrillEnded {
        /// The drill.
        drill: DrillId,
    },
    /// A drill left the stage.
    DrillClosed {
        /// It.
        drill: DrillId,
        /// Events in its record.
        events: u32,
    },
    /// A call was refused.
    Refused {
        /// The refusal's.
        code: Word,
    },
    /// What happened could not be saved. Noted once, until it is.
    NotSaved {
        /// The drill.
        drill: DrillId,
        /// Why.
        code: Word,
        /// Events that wait.
        events: u32,
    },
    /// What waited is saved.
    CaughtUp {
        /// The drill.
        drill: DrillId,
        /// Events that waited.
        events: u32,
    },
    /// Saving was so slow that the facilitator is told.
    SavedSlowly {
        /// It took so long.
        ms: u32,
    },
    /// A damaged journal was saved, as far as it could be read.
    JournalSalvaged {
        /// Drills that lost something.
        cut: u32,
    },
    /// Somebody sat down at a desk.
    DeskJoined {
        /// Number of the desk.
        desk: u32,
        /// Desks now.
        desks: u32,
    },
    /// A desk is no more.
    DeskLeft {
        /// Number of the desk.
        desk: u32,
        /// Desks now.
        desks: u32,
    },
    /// An export was written.
    Exported {
        /// Format.
        format: &'static str,
        /// Size.
        bytes: u64,
        /// It took so long.
        ms: u32,
    },
    /// The program had a fault.
    Panicked {
        /// File.
        file: Option<Place>,
        /// Line in it.
        line: u32,
        /// Thread.
        thread: &'static str,
        /// The message, where it is a text of the program's own.
        message: Option<&'static str>,
    },
    /// After a fault the drill was made anew from its events.
    Mended {
        /// The drill.
        drill: DrillId,
        /// Events in its record.
        events: u32,
        /// It took so long.
        ms: u32,
    },
    /// After a fault the drill could not be made anew, and left the stage.
    NotMended {
        /// The drill.
        drill: DrillId,
        /// Events that are not on disk.
        unsaved: u32,
    },
    /// Entries that are missing here, because the disk was slow, full or in use.
    LeftOut {
        /// How many.
        entries: u64,
    },
    /// A display. (Only in diagnostics, like all that follow.)
    Display {
        /// Pixels.
        width: u32,
        /// Pixels.
        height: u32,
    },
    /// The journal as it stands.
    Journal {
        /// Version of its tables; None: it cannot be told.
        schema: Option<u32>,
        /// Size.
        bytes: u64,
        /// Whether it is sound.
        check: Check,
    },
    /// Drills in the journal.
    Drills {
        /// All.
        drills: u32,
        /// Those after ENDEX.
        ended: u32,
    },
    /// Events in the journal, of one kind.
    Events {
        /// Kind.
        kind: Word,
        /// How many.
        events: u32,
    },
    /// Room on the disk.
    Disk {
        /// Bytes; None: it cannot be told.
        free_bytes: Option<u64>,
    },
    /// Calls refused since the program started, of one code.
    RefusedSince {
        /// Code.
        code: Word,
        /// How many.
        calls: u32,
    },
    /// Faults of the program, and entries left out of the log, since it started.
    Since {
        /// Faults.
        faults: u32,
        /// Times that saving failed.
        not_saved: u32,
        /// Entries left out of the log.
        left_out: u64,
    },
    /// What follows is the log, oldest first.
    Log {
        /// Lines.
        lines: u32,
    },
}

/// A program that keeps a diary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Program {
    /// The desktop application.
    Window,
    /// `3am serve`, or the application where there is no display.
    Serve,
    /// `3am diagnostics`.
    Command,
}

/// How the data folder came to be where it is. Where that is would name whoever is logged in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DataFolder {
    /// The desktop's.
    Desktop,
    /// `THREE_AM_DATA` names it.
    Named,
}

/// What SQLite says of the journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Check {
    /// It is sound.
    Sound,
    /// It has so many problems.
    Problems(u32),
    /// It could not be looked at.
    Unread(Word),
    /// There is none yet.
    None,
}
