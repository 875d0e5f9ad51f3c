//! The windows' row of pre-flight: where the room screen goes.

use tauri::{AppHandle, Manager};
use wire::call::{FlightCheck, FlightRow};
use wire::parts::Tone;

use crate::windows::{self, CONSOLE, ROOM};

/// How the displays stand now.
pub fn displays_row(app: &AppHandle) -> FlightRow {
    let is_open = app.get_webview_window(ROOM).is_some();
    let (tone, says) = match (windows::displays(app).map(|all| all.len()), is_open) {
        (Err(error), _) => (
            Tone::Warn,
            format!("The displays cannot be told: {error}. Open the room screen, and look."),
        ),
        (Ok(2..), true) if beside_the_console(app) => (
            Tone::Warn,
            "The room screen is on the console’s display. Drag it to the projector.".to_owned(),
        ),
        (Ok(2..), true) => (
            Tone::Good,
            "The room screen is on the projector.".to_owned(),
        ),
        (Ok(2..), false) => (
            Tone::Warn,
            "A second display is there, and the room screen is not open: it goes there by itself."
                .to_owned(),
        ),
        (Ok(_), true) => (
            Tone::Info,
            "One display: the room screen is a window on it, and goes to a projector that is \
             plugged in."
                .to_owned(),
        ),
        (Ok(_), false) => (
            Tone::Info,
            "One display. The room screen goes to a projector by itself.".to_owned(),
        ),
    };
    FlightRow {
        id: FlightCheck::Displays,
        tone,
        says,
    }
}

/// The room screen is where the console is. What cannot be told is not said.
fn beside_the_console(app: &AppHandle) -> bool {
    let of = |label| {
        let window = app.get_webview_window(label)?;
        windows::display_of(&window).ok().flatten()
    };
    matches!((of(ROOM), of(CONSOLE)), (Some(room), Some(console)) if room == console)
}
