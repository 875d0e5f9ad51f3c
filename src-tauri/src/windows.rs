//! The console and the room screen, each on the right display.

use drill::Refusal;
use tauri::plugin::TauriPlugin;
use tauri::{AppHandle, Manager, Monitor, WebviewUrl, WebviewWindow, WebviewWindowBuilder};
use tauri::{Window, WindowEvent, Wry};
use tauri_plugin_dialog::DialogExt;
use tauri_plugin_window_state::StateFlags;
use wire::{Format, Reply};

use crate::commands::Watchers;

/// Label of the console's window.
pub const CONSOLE: &str = "console";
/// Label of the room screen's window.
pub const ROOM: &str = "room";

/// What the file dialogs call a drill file.
const DRILL_FILE: &str = "Drill file";
const SCENARIO_FILE: &str = "Three AM scenario";

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
    WebviewWindowBuilder::new(app, CONSOLE, WebviewUrl::App("console.html".into()))
        .initialization_script(SPEAKS)
        .title("Three AM")
        .inner_size(1440.0, 900.0)
        .min_inner_size(390.0, 600.0)
        .background_color(tauri::window::Color(10, 13, 18, 255))
        .build()
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
    let window = WebviewWindowBuilder::new(app, ROOM, WebviewUrl::App("room.html".into()))
        .initialization_script(SPEAKS)
        .title("Three AM: room screen")
        .inner_size(1280.0, 720.0)
        .background_color(tauri::window::Color(10, 13, 18, 255))
        .build()?;
    if let Some(display) = second_display(app)? {
        window.set_position(*display.position())?;
        window.set_fullscreen(true)?;
    }
    front(app);
    Ok(())
}

/// A display on which the console is not.
fn second_display(app: &AppHandle) -> tauri::Result<Option<Monitor>> {
    let Some(console) = app.get_webview_window(CONSOLE) else {
        return Ok(None);
    };
    let here = console.current_monitor()?.map(|m| *m.position());
    let all = app.available_monitors()?;
    Ok(all.into_iter().find(|m| Some(*m.position()) != here))
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

/// Asks where an export should go. Tests answer with `THREE_AM_EXPORT_TO`.
pub async fn ask_where(app: &AppHandle, format: Format) -> Option<String> {
    if let Ok(path) = std::env::var("THREE_AM_EXPORT_TO") {
        return Some(path);
    }
    let (name, ending) = match format {
        Format::Pdf => ("PDF", "pdf"),
        Format::Markdown => ("Markdown", "md"),
        Format::Json => ("JSON", "json"),
        Format::Csv => ("CSV", "csv"),
        Format::Drill => (DRILL_FILE, "3am"),
    };
    let (title, what) = match format {
        Format::Drill => ("Export the drill", "drill"),
        _ => ("Export the postmortem", "postmortem"),
    };
    ask_to_save(app, title, &format!("{what}.{ending}"), (name, ending)).await
}

/// Asks where a packed scenario should go. Tests answer with `THREE_AM_EXPORT_TO`.
pub async fn ask_where_packed(app: &AppHandle) -> Option<String> {
    if let Ok(path) = std::env::var("THREE_AM_EXPORT_TO") {
        return Some(path);
    }
    ask_to_save(
        app,
        "Pack the scenario",
        "night.scenario.json",
        (SCENARIO_FILE, "json"),
    )
    .await
}

async fn ask_to_save(
    app: &AppHandle,
    title: &str,
    name: &str,
    kind: (&str, &str),
) -> Option<String> {
    let (answer, asked) = tokio::sync::oneshot::channel();
    app.dialog()
        .file()
        .set_title(title)
        .set_file_name(name)
        .add_filter(kind.0, &[kind.1])
        .save_file(move |path| {
            let _ = answer.send(path);
        });
    asked.await.ok().flatten().map(|path| path.to_string())
}

/// Asks which drill or scenario file to take in. Tests answer with `THREE_AM_TAKE_IN`.
pub async fn ask_which(app: &AppHandle) -> Option<String> {
    if let Ok(path) = std::env::var("THREE_AM_TAKE_IN") {
        return Some(path);
    }
    let (answer, asked) = tokio::sync::oneshot::channel();
    app.dialog()
        .file()
        .set_title("Open a drill or a scenario")
        .add_filter("Drills and scenarios", &["3am", "json"])
        .pick_file(move |path| {
            let _ = answer.send(path);
        });
    asked.await.ok().flatten().map(|path| path.to_string())
}
