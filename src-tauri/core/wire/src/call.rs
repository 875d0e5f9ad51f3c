//! Calls and their replies, and what is pushed to those who watch.

use drill::writing::Field;
use drill::{Command, Refusal};
use report::document::Block;
use scenario::Page;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use world::logs::LogPage;
use world::traces::{TraceFilter, TracePage, TraceView};
use world::{Act, ActEstimate};

use crate::console::{ConsoleView, Move};
use crate::editor::{EditorCall, EditorReply};
use crate::library::{LibraryView, ScenarioSheet};
use crate::lookup::{PageView, Vocabulary};
use crate::parts::Tone;
use crate::postmortem::{PostmortemView, RemarkView};
use crate::room::RoomView;

/// Everything a facilitator's surface can ask.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "call", rename_all = "snake_case")]
pub enum Call {
    /// Scenarios and past drills.
    Library,
    /// One scenario in full, for the set-up page.
    Scenario {
        /// Its id.
        id: String,
    },
    /// Makes a drill and puts it on the stage, not yet started.
    Create {
        /// Scenario id.
        scenario: String,
        /// Team name.
        team: String,
        /// None: the scenario's.
        seed: Option<u32>,
        /// Time box in minutes; None: the scenario's length.
        minutes: Option<u32>,
        /// Role id and person, as many as there are.
        people: Vec<(String, String)>,
    },
    /// Puts a recorded drill on the stage, paused where it stood.
    Open {
        /// Drill id.
        drill: String,
    },
    /// Writes scenarios.
    Editor {
        /// What is asked.
        ask: EditorCall,
    },
    /// Takes a drill file into the journal, or a scenario in one file into the scenarios folder.
    /// It is checked throughout first.
    TakeIn {
        /// The file; None: ask, where somebody can be asked.
        path: Option<String>,
    },
    /// Takes the drill off the stage. It can be opened again.
    Close,
    /// Asks something of the drill on the stage.
    Command {
        /// What.
        command: Box<Command>,
    },
    /// Where a command would move injects. Changes nothing.
    Foresee {
        /// The command.
        command: Box<Command>,
    },
    /// What an act would do and how long it takes. Changes nothing.
    Estimate {
        /// The act.
        act: Act,
    },
    /// Searches the logs. The facilitator's looking leaves no trace.
    Logs {
        /// Words, "phrases", -not, service: level: req: /regex/.
        query: String,
        /// From, milliseconds.
        from_ms: i32,
        /// To, milliseconds.
        to_ms: i32,
        /// Continue before this line index; None: newest.
        before: Option<u32>,
        /// At most so many, 500 at most.
        limit: u32,
    },
    /// Searches the traces. The facilitator's looking leaves no mark.
    Traces {
        /// What is looked for.
        filter: TraceFilter,
        /// From, milliseconds.
        from_ms: i32,
        /// To, milliseconds.
        to_ms: i32,
        /// Continue behind this request id; None: newest.
        before: Option<String>,
        /// At most so many, 500 at most.
        limit: u32,
    },
    /// One trace.
    Trace {
        /// Request id, as logs write it.
        req: String,
    },
    /// A page as participants would see it.
    Page {
        /// Which.
        page: Page,
        /// Component or playbook.
        on: Option<String>,
    },
    /// What there is to point at: components, flags, keys, alerts, roles …
    Vocabulary,
    /// Exports the drill on the stage: its postmortem, or its whole record.
    Export {
        /// As what.
        format: Format,
        /// Paper, for PDF.
        paper: PaperSize,
        /// Target file; None: ask, or the default folder where nobody can be asked.
        path: Option<String>,
    },
    /// The postmortem of the drill on the stage, to be written.
    Postmortem {
        /// As it was in this version; None: as it stands.
        version: Option<u32>,
    },
    /// A field's text as it will be printed, and what there is to say about it. Changes nothing.
    Preview {
        /// Which.
        field: Field,
        /// Its text.
        text: String,
    },
    /// Opens or closes the hot wash on the room screen.
    HotWash {
        /// Open or close.
        open: bool,
    },
    /// Moves the hot wash, and lets it play or stand.
    Wash {
        /// To this drill time, milliseconds.
        at_ms: i32,
        /// Drill seconds per wall second, 1 to 60; 0: it stands.
        speed: f64,
    },
    /// The networks of this machine that desks can come from.
    Networks,
    /// Lets desks join over a network, or ends that and drops everyone.
    Joining {
        /// Address of the network to listen on; None: joining is off.
        network: Option<String>,
    },
    /// What is ready for a drill, and what is not. Changes nothing.
    PreFlight {
        /// Scenario that is to be played; None: the drill on the stage.
        scenario: Option<String>,
    },
    /// Which program this is, and where it keeps what.
    About,
    /// Writes down how the program stands, without names and texts, into the folder for exports.
    Diagnostics {
        /// Sizes of the displays, pixels, as far as the page knows them; a window knows better.
        displays: Vec<(u32, u32)>,
    },
    /// Opens or closes the room screen. Refused where there are no windows, with its address.
    RoomScreen {
        /// Open or close.
        open: bool,
    },
}

/// Export formats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// PDF.
    Pdf,
    /// Markdown.
    Markdown,
    /// The document model.
    Json,
    /// Action items.
    Csv,
    /// The whole record, `.3am`: another Three AM opens and replays it.
    Drill,
}

/// Paper sizes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PaperSize {
    /// 210 × 297 mm.
    #[default]
    A4,
    /// 8.5 × 11 in.
    Letter,
}

/// A network that desks can come from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct NetworkView {
    /// This machine's address there.
    pub address: String,
    /// Name of the interface.
    pub name: String,
    /// Only programs on this machine are on it.
    pub loopback: bool,
}

/// What a call comes back with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "reply", rename_all = "snake_case")]
pub enum Reply {
    /// Done.
    Done,
    /// Not done, in words.
    Refused {
        /// Why.
        refusal: Refusal,
    },
    /// To [`Call::Library`].
    Library {
        /// The library.
        library: LibraryView,
    },
    /// To [`Call::Scenario`].
    Scenario {
        /// The scenario.
        sheet: Box<ScenarioSheet>,
    },
    /// To [`Call::Create`] and [`Call::Open`].
    Opened {
        /// Drill id.
        drill: String,
    },
    /// To [`Call::TakeIn`].
    TakenIn {
        /// Drill id.
        drill: String,
        /// Title of what was played.
        title: String,
        /// What came of it, in a sentence.
        said: String,
    },
    /// To [`Call::TakeIn`] of a scenario.
    ScenarioTaken {
        /// Its id here.
        scenario: String,
        /// Its title.
        title: String,
        /// What came of it, in a sentence.
        said: String,
    },
    /// To [`Call::Editor`].
    Editor {
        /// What came of it.
        answer: EditorReply,
    },
    /// To [`Call::Foresee`].
    Foreseen {
        /// Those that would move.
        moves: Vec<Move>,
    },
    /// To [`Call::Estimate`].
    Estimate {
        /// The estimate.
        estimate: ActEstimate,
    },
    /// To [`Call::Logs`].
    Logs {
        /// The page.
        page: LogPage,
    },
    /// To [`Call::Traces`].
    Traces {
        /// The page.
        page: TracePage,
    },
    /// To [`Call::Trace`].
    Trace {
        /// The trace; None: it was not kept.
        trace: Option<TraceView>,
    },
    /// To [`Call::Page`].
    Page {
        /// The page.
        page: Box<PageView>,
    },
    /// To [`Call::Vocabulary`].
    Vocabulary {
        /// The vocabulary.
        vocabulary: Box<Vocabulary>,
    },
    /// To [`Call::Export`].
    Exported {
        /// Where it is.
        path: String,
        /// Pages, for PDF.
        pages: u32,
        /// Size of the file.
        bytes: u32,
        /// What the reader should know, e.g. characters without a glyph.
        warnings: Vec<String>,
    },
    /// To [`Call::Postmortem`].
    Postmortem {
        /// The postmortem.
        view: Box<PostmortemView>,
    },
    /// To [`Call::Preview`].
    Preview {
        /// What will be printed.
        blocks: Vec<Block>,
        /// What there is to say about the text.
        remarks: Vec<RemarkView>,
    },
    /// To [`Call::Networks`].
    Networks {
        /// The likeliest first.
        networks: Vec<NetworkView>,
    },
    /// To [`Call::PreFlight`].
    PreFlight {
        /// Worst first.
        rows: Vec<FlightRow>,
    },
    /// To [`Call::About`].
    About {
        /// The program.
        about: AboutProgram,
    },
    /// To [`Call::Diagnostics`].
    Diagnosed {
        /// Where it is.
        path: String,
        /// Size of the file.
        bytes: u32,
    },
    /// The person closed the file dialog.
    Cancelled,
}

/// Which program this is, and where it keeps what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct AboutProgram {
    /// Program version.
    pub version: String,
    /// The journal.
    pub journal: String,
    /// Folder of the log; None: none is written.
    pub logs: Option<String>,
    /// Folder where exports go when nobody chose one.
    pub exports: String,
}

/// Something that should be ready before a drill.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FlightRow {
    /// What.
    pub id: FlightCheck,
    /// Good, warn or bad; info where nothing has to be done.
    pub tone: Tone,
    /// How it stands, one sentence or two.
    pub says: String,
}

/// What pre-flight looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum FlightCheck {
    /// The journal takes what happens.
    Journal,
    /// Room on the disk.
    Disk,
    /// The scenario has no mistakes.
    Scenario,
    /// Every role is held.
    Roles,
    /// Where the room screen goes.
    Displays,
    /// How desks join.
    Joining,
}

/// A reply to something that was not asked on the console.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct Told {
    /// The how manieth since the program started, from 1.
    pub number: u32,
    /// What came of it.
    pub reply: Box<Reply>,
}

/// What watchers get, the newest only.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "push", rename_all = "snake_case")]
pub enum Push {
    /// No drill is on the stage.
    Empty {
        /// What came of a file that was opened from outside the console.
        told: Option<Told>,
    },
    /// For the facilitator.
    Console {
        /// The view.
        view: Box<ConsoleView>,
    },
    /// For the room.
    Room {
        /// The view.
        view: Box<RoomView>,
    },
}
