//! What is looked after for as long as the program runs: displays that come and go, and that the
//! machine stays awake while somebody looks.

use std::thread::{self, sleep};
use std::time::Duration;

use lan::Front;
use tauri::{AppHandle, Manager, WebviewWindow};
use wire::Push;
use wire::parts::ClockState;

use crate::awake::Awake;
use crate::displays::{Display, RoomMove, moves};
use crate::windows::{self, CONSOLE, ROOM};

/// Between two looks. No toolkit tells on every system when a display comes or goes.
const EVERY: Duration = Duration::from_secs(1);

/// Starts the rounds on a thread of their own; it ends with the program.
///
/// # Errors
/// The system gives no thread.
pub fn start(app: AppHandle) -> std::io::Result<()> {
    let rounds = move || {
        let mut displays = Displays::default();
        let mut awake = Awake::default();
        loop {
            sleep(EVERY);
            // A window that is being closed says no; the next round sees that it is gone.
            let _ = displays.look(&app);
            awake.keep(somebody_looks(&app));
        }
    };
    thread::Builder::new()
        .name("rounds".to_owned())
        .spawn(rounds)?;
    Ok(())
}

/// A drill runs, or the room screen is open.
fn somebody_looks(app: &AppHandle) -> bool {
    let runs = app.try_state::<Front>().is_some_and(|front| {
        let push = front.stage().console();
        let push = push.borrow();
        matches!(&**push, Push::Console { view } if view.clock.state == ClockState::Running)
    });
    runs || app.get_webview_window(ROOM).is_some()
}

/// The displays, as they were when they last stood still.
#[derive(Default)]
struct Displays {
    settled: Vec<Display>,
    /// The console's.
    home: Option<Display>,
    /// As they were at the last look.
    last: Vec<Display>,
    /// They have changed since they last stood still.
    restless: bool,
}

impl Displays {
    /// Acts when the set of displays has changed, and only then: a window that somebody moved by
    /// hand stays there. Systems change it in several steps, so it must be the same twice.
    fn look(&mut self, app: &AppHandle) -> tauri::Result<()> {
        let Some(console) = app.get_webview_window(CONSOLE) else {
            return Ok(());
        };
        let now = windows::displays(app)?;
        if now != self.last || now.is_empty() {
            self.last = now;
            self.restless = true;
            return Ok(());
        }
        if self.restless {
            self.restless = false;
            let was = std::mem::replace(&mut self.settled, now);
            self.act(app, &console, &was)?;
        }
        self.home = windows::display_of(&console)?;
        Ok(())
    }

    fn act(&self, app: &AppHandle, console: &WebviewWindow, was: &[Display]) -> tauri::Result<()> {
        let room = app.get_webview_window(ROOM);
        let (stands, there) = (
            windows::stands(console)?,
            room.as_ref().map(windows::stands).transpose()?,
        );
        let moves = moves(
            was,
            self.home.as_ref(),
            &self.settled,
            &stands,
            there.as_ref(),
        );
        if let Some(to) = moves.console {
            windows::place(console, to)?;
        }
        match (room, moves.room) {
            (Some(room), Some(RoomMove::Fill(display))) => windows::fill(&room, display)?,
            (Some(room), Some(RoomMove::Window(at))) => windows::place(&room, at)?,
            _ => return Ok(()),
        }
        // Whatever came over it, the console is what the facilitator works with.
        windows::front(app);
        Ok(())
    }
}
