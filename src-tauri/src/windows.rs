//! The console and the room screen, each on the right display.

use std::time::Duration;

use drill::Refusal;
use tauri::plugin::TauriPlugin;
use tauri::{AppHandle, Manager, Monitor, WebviewUrl, WebviewWindow, WebviewWindowBuilder};
use tauri::{PhysicalPosition, PhysicalSize, Window, WindowEvent, Wry};
use tauri_plugin_window_state::StateFlags;
use wire::Reply;

use crate::commands::Watchers;
use crate::displays::{self, Area, Display, Stands};
use crate::layers;

/// Label of the console's window.
pub const CONSOLE: &str = "console";
/// Label of the room screen's window.
pub const ROOM: &str = "room";

/// How long a window takes to fill its display no more.
const LEAVES: Duration = Duration::from_millis(300);

/// On a machine without a locale WebKitGTK says that its language is `C`, which no number
/// format takes, and the page that asks for one dies before it is drawn.
const SPEAKS: &str = "try { new Intl.NumberFormat(navigator.language) } catch { \
     Object.defineProperty(navigator, 'language', { value: 'en' }) }";

/// Remembers where the console was. The room screen finds its display anew each time.
pub fn remembered() -> TauriPlugin<Wry> {
    tauri_plugin_window_state::Builder::default()
        .with_state_flags(StateFlags::SIZE | StateFlags::POSITION | StateFlags::MAXIMIZED)
        .with_denylist(&[ROOM])
        .build()
}

/// Opens the console.
///
/// # Errors
/// Tauri's.
pub fn console(app: &AppHandle) -> tauri::Result<WebviewWindow> {
    let window = WebviewWindowBuilder::new(app, CONSOLE, WebviewUrl::App("console.html".into()))
        .initialization_script(SPEAKS)
        .title("Three AM")
        .inner_size(1440.0, 900.0)
        .min_inner_size(390.0, 600.0)
        .background_color(tauri::window::Color(10, 13, 18, 255))
        .build()?;
    layers::suit(&window);
    Ok(window)
}

/// Takes the console from the screen: there is nothing behind it, and a dialog says why.
pub fn away(app: &AppHandle) {
    if let Some(window) = app.get_webview_window(CONSOLE) {
        let _ = window.hide();
    }
}

/// Brings the console to the front.
pub fn front(app: &AppHandle) {
    if let Some(window) = app.get_webview_window(CONSOLE) {
        let _ = window.unminimize();
        let _ = window.set_focus();
    }
}

/// Opens or closes the room screen; on a second display if there is one, and fills it.
pub fn room(app: &AppHandle, open: bool) -> Reply {
    let done = match (app.get_webview_window(ROOM), open) {
        (Some(window), false) => window.close(),
        (Some(window), true) => window.set_focus(),
        (None, false) => Ok(()),
        (None, true) => open_room(app),
    };
    match done {
        Ok(()) => Reply::Done,
        Err(error) => Reply::Refused {
            refusal: Refusal::new(
                "window",
                format!("The room screen could not be opened: {error}"),
                "Try again; the drill is not affected.",
            ),
        },
    }
}

fn open_room(app: &AppHandle) -> tauri::Result<()> {
    let now = displays(app)?;
    let home = match app.get_webview_window(CONSOLE) {
        Some(console) => display_of(&console)?,
        None => None,
    };
    let window = WebviewWindowBuilder::new(app, ROOM, WebviewUrl::App("room.html".into()))
        .initialization_script(SPEAKS)
        .title("Three AM: room screen")
        .inner_size(1280.0, 720.0)
        .background_color(tauri::window::Color(10, 13, 18, 255))
        .build()?;
    layers::suit(&window);
    match (displays::free(&[], home.as_ref(), &now), home) {
        (Some(display), _) => fill(&window, display.area)?,
        (None, Some(home)) => place(&window, displays::beside(home.area))?,
        (None, None) => {}
    }
    front(app);
    Ok(())
}

/// All displays.
///
/// # Errors
/// Tauri's.
pub fn displays(app: &AppHandle) -> tauri::Result<Vec<Display>> {
    let all = app.available_monitors()?;
    Ok(all.iter().map(display).collect())
}

/// The display that has most of a window.
///
/// # Errors
/// Tauri's.
pub fn display_of(window: &WebviewWindow) -> tauri::Result<Option<Display>> {
    Ok(window.current_monitor()?.as_ref().map(display))
}

fn display(monitor: &Monitor) -> Display {
    Display {
        name: monitor.name().cloned().unwrap_or_default(),
        area: area(*monitor.position(), *monitor.size()),
    }
}

fn area(at: PhysicalPosition<i32>, size: PhysicalSize<u32>) -> Area {
    let (x, y) = (at.x, at.y);
    let (width, height) = (size.width, size.height);
    Area {
        x,
        y,
        width,
        height,
    }
}

/// A window as it stands.
///
/// # Errors
/// Tauri's.
pub fn stands(window: &WebviewWindow) -> tauri::Result<Stands> {
    let on = display_of(window)?;
    let whole = area(window.outer_position()?, window.outer_size()?);
    // One that is minimised says that it is nowhere, and comes back where it was.
    let minimised = window.is_minimized()?;
    let area = on
        .as_ref()
        .filter(|_| minimised)
        .map_or(whole, |on| on.area);
    let fills = window.is_fullscreen()?;
    Ok(Stands { area, on, fills })
}

/// Lets a window fill a display.
///
/// # Errors
/// Tauri's.
pub fn fill(window: &WebviewWindow, display: Area) -> tauri::Result<()> {
    leave_full(window)?;
    window.set_fullscreen_on_monitor(PhysicalPosition::new(display.x.into(), display.y.into()))
}

/// Makes a window an ordinary one that stands somewhere with its frame.
///
/// # Errors
/// Tauri's.
pub fn place(window: &WebviewWindow, at: Area) -> tauri::Result<()> {
    leave_full(window)?;
    // A size is asked for without the frame, and would grow by it with each move.
    let (whole, inner) = (window.outer_size()?, window.inner_size()?);
    let within = |length: u32, whole: u32, inner: u32| {
        length.saturating_sub(whole.saturating_sub(inner)).max(1)
    };
    window.set_size(PhysicalSize::new(
        within(at.width, whole.width, inner.width),
        within(at.height, whole.height, inner.height),
    ))?;
    window.set_position(PhysicalPosition::new(at.x, at.y))
}

/// A window that fills its display takes neither place nor size.
fn leave_full(window: &WebviewWindow) -> tauri::Result<()> {
    if window.is_fullscreen()? {
        window.set_fullscreen(false)?;
        std::thread::sleep(LEAVES);
    }
    if window.is_maximized()? {
        window.unmaximize()?;
        std::thread::sleep(LEAVES);
    }
    Ok(())
}

/// Closing the console closes the program; a window that is gone gets no more views.
pub fn on_event(window: &Window, event: &WindowEvent) {
    if let WindowEvent::Destroyed = event {
        window.state::<Watchers>().gone(window.label());
        if window.label() == CONSOLE {
            window.app_handle().exit(0);
        }
    }
}
