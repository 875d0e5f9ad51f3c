//! The stage: one thread that owns the journal and the drill on it.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use diary::{Diary, Program};
use drill::Drill;
use journal::{Journal, Key};
use tokio::sync::{mpsc, watch};
use wire::Push;
use wire::view::Around;

use crate::clock::Clock;
use crate::diagnostics::Places;
use crate::library::Checked;
pub use handle::{Desks, Graphs, Handle, Seat};

mod calls;
mod desks;
mod drills;
mod faults;
mod handle;
mod hearing;
mod hot_wash;
pub(crate) mod noted;
mod postmortem;
mod pre_flight;
mod saving;
mod showing;

/// How often time passes on the stage.
const TICK: Duration = Duration::from_millis(250);
/// How often watchers get a new view while the clock runs: with each second of the drill, and when
/// it runs fast at most this often.
const VIEW_EVERY: Duration = Duration::from_millis(500);
/// Calls that may wait. A caller beyond waits for a place: nothing is dropped.
const CALLS: usize = 256;
/// Calls that are written to the disk together.
const TOGETHER: usize = 64;
/// What desks do is shown to others at most this often.
const DESKS_EVERY: Duration = Duration::from_millis(100);
/// Graphs go to desks at most this often, and when they have a new value.
const GRAPHS_EVERY: Duration = Duration::from_secs(1);
/// The journal is looked through for damage so long after the start, while no drill is on the stage.
const LOOK_AFTER: Duration = Duration::from_secs(5);
/// Drill time between two values of a graph.
const GRAPH_STEP_MS: i64 = 5_000;

/// No drill, and nothing to say.
const NOTHING: Push = Push::Empty { told: None };

/// What the stage needs.
pub struct Config {
    /// The journal, opened.
    pub journal: Journal,
    /// Scenarios folder; None: none was found.
    pub scenarios: Option<PathBuf>,
    /// Where exports go when no place was chosen.
    pub exports: PathBuf,
    /// Where what happens is noted.
    pub diary: Diary,
    /// Which program has the stage.
    pub program: Program,
}

/// Starts the stage on a thread of its own; it ends when the last handle is gone.
///
/// # Errors
/// The system gives no thread.
pub fn spawn(config: Config) -> std::io::Result<Handle> {
    let (said, inbox) = mpsc::channel(CALLS);
    let (first, first_inbox) = mpsc::channel(CALLS);
    let (console_out, console) = watch::channel(Arc::new(NOTHING));
    let (room_out, room) = watch::channel(Arc::new(NOTHING));
    let (desks_out, desks) = watch::channel(Arc::new(Desks::default()));
    let (graphs_out, graphs) = watch::channel(Graphs::default());
    let places = Arc::new(Places {
        journal: config.journal.path().to_owned(),
        exports: config.exports.clone(),
        diary: config.diary.clone(),
        program: config.program,
    });
    let editor = crate::editor::spawn(config.scenarios.clone(), config.exports.clone())?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()?;
    std::thread::Builder::new()
        .name("stage".to_owned())
        .spawn(move || {
            let stage = Stage {
                config,
                checked: Checked::default(),
                on: None,
                console: console_out,
                room: room_out,
                desks: desks_out,
                graphs: graphs_out,
                around: Around::default(),
                shown: Instant::now(),
                known: (0, 0),
                stale: false,
                graphed: (Instant::now(), i64::MIN),
                mended: 0,
                washed: (Instant::now(), (0, false)),
            };
            runtime.block_on(stage.run(first_inbox, inbox));
        })?;
    Ok(Handle {
        first,
        editor,
        places,
        said,
        console,
        room,
        desks,
        graphs,
    })
}

/// The drill on the stage.
pub(crate) struct OnStage {
    pub id: String,
    pub made_ms: i64,
    pub drill: Drill,
    pub clock: Clock,
    /// What the journal has is as stands here; false: it was damaged, and has to be asked.
    pub is_known: bool,
    /// Events the journal has.
    pub saved: usize,
    /// Drill time the journal has.
    pub saved_ms: i64,
    /// First minute of telemetry the journal lacks.
    pub minute: i32,
    /// Keys of desks.
    pub keys: BTreeMap<u32, Key>,
    /// Seats, and the last event that they know of.
    pub seats: (u32, Arc<BTreeMap<u32, Seat>>),
    /// Why the journal does not have the rest.
    pub unsaved: Option<String>,
    /// When a save was slow the last time, and what is said of it.
    pub slow: Option<(Instant, String)>,
    /// That is noted.
    pub waits: bool,
    /// What came of it is kept, as far as the record goes.
    pub kept: bool,
    /// The postmortem's draft, and how many events of the record it knows.
    pub drafted: Option<(u32, report::Postmortem)>,
}

struct Stage {
    config: Config,
    checked: Checked,
    on: Option<OnStage>,
    console: watch::Sender<Arc<Push>>,
    room: watch::Sender<Arc<Push>>,
    desks: watch::Sender<Arc<Desks>>,
    graphs: watch::Sender<Graphs>,
    /// What is so around the drill; `unsaved` is filled in when it is shown.
    around: Around,
    shown: Instant,
    /// Second of the drill and number of events that watchers know.
    known: (i64, usize),
    /// Something happened at a desk that is not shown yet.
    stale: bool,
    /// When graphs were last sent, and of which step.
    graphed: (Instant, i64),
    /// How often a damaged journal was saved.
    mended: u32,
    /// Since when the hot wash plays from where it stands, and what its stories know.
    washed: (Instant, (u32, bool)),
}

impl Stage {
    fn diary(&self) -> &Diary {
        &self.config.diary
    }
}

/// Unix milliseconds.
fn wall_ms() -> i64 {
    chrono::Utc::now().timestamp_millis()
}
