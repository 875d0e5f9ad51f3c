//! The stage: one thread that owns the journal and the drill on it.

use std::collections::{BTreeMap, VecDeque};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use drill::{Drill, Refusal};
use journal::{Journal, Key};
use tokio::sync::{mpsc, watch};
use wire::call::Told;
use wire::view::Around;
use wire::{Push, Reply};

use crate::clock::{Clock, Moment, Tick};
use crate::library::Checked;
use handle::Said;
pub use handle::{Desks, Graphs, Handle, Seat};

mod calls;
mod desks;
mod drills;
mod handle;
mod hot_wash;
mod postmortem;
mod pre_flight;
mod saving;

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
    /// `first` is the facilitator's: whatever the desks ask, PAUSE and REAL EMERGENCY do not wait.
    async fn run(mut self, mut first: mpsc::Receiver<Said>, mut inbox: mpsc::Receiver<Said>) {
        // The first page asks for the library: it is checked while that page is still coming. What
        // is wrong with the folder is said to whoever asks.
        let _ = self.checked.look(&self.config);
        if let Some(saved) = self.config.journal.salvaged().last() {
            let said = saved.said();
            self.damaged(said);
        }
        let look = tokio::time::sleep(LOOK_AFTER);
        tokio::pin!(look);
        let mut looked = false;
        let mut ticks = tokio::time::interval(TICK);
        ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        let mut together = VecDeque::with_capacity(TOGETHER);
        let mut some = Vec::with_capacity(TOGETHER);
        loop {
            let due = self.shown + DESKS_EVERY;
            tokio::select! {
                biased;
                said = first.recv() => match said {
                    Some(said) => together.push_back(said),
                    None => break,
                },
                _ = ticks.tick() => self.tick(),
                () = tokio::time::sleep_until(due.into()), if self.stale => self.show(),
                () = &mut look, if !looked => {
                    looked = true;
                    self.look_through();
                }
                _ = inbox.recv_many(&mut some, TOGETHER) => together.extend(some.drain(..)),
            }
            self.hear(&mut together, &mut first);
        }
        // Nobody is left to be told; what could be saved is.
        let _ = self.leave();
    }

    /// Answers all that has come, in order, the facilitator first. What desks did is on disk before
    /// any of them is told.
    fn hear(&mut self, said: &mut VecDeque<Said>, first: &mut mpsc::Receiver<Said>) {
        let mut answers: Vec<Box<dyn FnOnce()>> = Vec::new();
        let mut joins = false;
        while let Some(one) = first.try_recv().ok().or_else(|| said.pop_front()) {
            match one {
                Said::Call(call, reply) => {
                    let answer = self.answer(call);
                    // Whoever asked may have left; the deed is done all the same.
                    let _ = reply.send(answer);
                }
                Said::TakeIn(file, reply) => {
                    self.pass();
                    let answer = self.take_in(&file);
                    let _ = reply.send(answer.unwrap_or_else(|refusal| Reply::Refused { refusal }));
                }
                Said::Join(name, key, reply) => {
                    self.elapse();
                    let joined = self.join(&name, key);
                    joins |= joined.is_ok();
                    answers.push(Box::new(move || {
                        let _ = reply.send(joined);
                    }));
                }
                Said::Desk(desk, call, reply) => {
                    self.elapse();
                    let answer = self.desk(desk, call);
                    answers.push(Box::new(move || {
                        let _ = reply.send(answer);
                    }));
                }
                Said::Told(reply) => self.told(reply),
                Said::Present(desk, here) => self.present(desk, here),
                Said::TurnedAway(what) => self.turned_away(what),
                Said::Joining(joining, reply) => {
                    self.around.joining = joining;
                    self.show();
                    let _ = reply.send(());
                }
            }
        }
        if !answers.is_empty() {
            self.save();
        }
        // Who has a desk must be found there when they come back with their token.
        if joins || (self.stale && self.shown.elapsed() >= DESKS_EVERY) {
            self.show();
        }
        for answer in answers {
            answer();
        }
    }

    fn tick(&mut self) {
        let trouble = |on: &Option<OnStage>| {
            let on = on.as_ref()?;
            Some((on.unsaved.clone(), on.slow.clone()))
        };
        let before = trouble(&self.on);
        self.pass();
        let every = self.shown.elapsed() >= VIEW_EVERY;
        let due = match &self.on {
            // A clock that is no faster than the room's is seen to change when it does.
            Some(on) if on.drill.running() => {
                known(&on.drill) != self.known && (every || on.drill.state().speed <= 1.0)
            }
            _ => self.washing() && every,
        };
        if due || trouble(&self.on) != before {
            self.show();
        }
    }

    /// Tells the console what came of something that it had not asked.
    fn told(&mut self, reply: Reply) {
        let before = self.around.told.as_ref().map_or(0, |told| told.number);
        self.around.told = Some(Told {
            number: before + 1,
            reply: Box::new(reply),
        });
        self.show();
    }

    /// Lets drill time pass up to now, and saves what came of it.
    fn pass(&mut self) {
        self.elapse();
        self.save();
    }

    /// Lets drill time pass up to now. What comes of it is not on disk yet.
    fn elapse(&mut self) {
        let Some(on) = &mut self.on else { return };
        let speed = if on.drill.running() {
            on.drill.state().speed
        } else {
            0.0
        };
        let why = match on.clock.tick(Moment::now(), speed) {
            Tick::Passed(ms) => {
                if ms > 0 {
                    let to = on.drill.now_ms() + ms;
                    on.drill.advance(to, wall_ms());
                }
                return;
            }
            Tick::Leapt => "the computer could not keep up".to_owned(),
            Tick::Slept(slept) => format!(
                "the computer slept for {}",
                match slept.as_secs() {
                    s @ ..60 => format!("{s} s"),
                    s => format!("{} min", s / 60),
                }
            ),
        };
        on.drill.pause_for(&why, wall_ms());
        self.told(Reply::Refused {
            refusal: Refusal::new(
                "paused",
                format!("The drill was paused: {why}."),
                "No time of it has passed meanwhile. Space lets it go on.",
            ),
        });
    }

    /// Shows everybody what is so now. What is not on disk yet is saved first.
    fn show(&mut self) {
        self.save();
        self.shown = Instant::now();
        self.stale = false;
        self.wash();
        // Desks first: there are many of them, and their way is the longest.
        let desks = Arc::new(self.desk_views());
        self.desks.send_replace(desks);
        let (console, room) = match &self.on {
            None => (
                Push::Empty {
                    told: self.around.told.clone(),
                },
                NOTHING,
            ),
            Some(on) => {
                self.known = known(&on.drill);
                self.around.unsaved.clone_from(&on.unsaved);
                self.around.slow = on.slow.as_ref().map(|(_, said)| said.clone());
                let around = &self.around;
                (
                    Push::Console {
                        view: Box::new(wire::view::console(&on.drill, around)),
                    },
                    Push::Room {
                        view: Box::new(wire::view::room(&on.drill, around)),
                    },
                )
            }
        };
        self.console.send_replace(Arc::new(console));
        self.room.send_replace(Arc::new(room));
        self.graph();
    }
}

/// What has to change before a view is worth drawing again while the clock runs.
fn known(drill: &Drill) -> (i64, usize) {
    (drill.now_ms().div_euclid(1_000), drill.events().len())
}

/// Unix milliseconds.
fn wall_ms() -> i64 {
    chrono::Utc::now().timestamp_millis()
}
