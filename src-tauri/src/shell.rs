//! From the process to the first window, and out again.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;

use lan::Front;
use live::{Diary, Handle, Program};
use tauri::{AppHandle, Manager, RunEvent};
use tokio::sync::mpsc::Receiver;
use wire::Call;

use crate::opening::{self, Doorstep};
use crate::{asking, commands, rounds, windows};

/// How long the end waits for the log.
const SETTLE: Duration = Duration::from_secs(1);

/// Why the program could not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The journal, or the stage.
    #[error(transparent)]
    Open(#[from] live::OpenError),
    /// The system.
    #[error(transparent)]
    Io(#[from] std::io::Error),
    /// The windows.
    #[error(transparent)]
    Tauri(#[from] tauri::Error),
}

/// A line for whoever started the program from a terminal.
pub fn tell(line: &str) {
    let _ = writeln!(std::io::stderr(), "{line}");
}

/// Runs the program until its console is closed.
///
/// # Errors
/// It could not start.
pub fn run() -> Result<(), StartError> {
    if !display_there() {
        tell("There is no display here, so no window can be opened.");
        return serve();
    }
    let context = tauri::generate_context!();
    let (doorstep, left) = Doorstep::new();
    let app = tauri::Builder::default()
        .plugin(tauri_plugin_single_instance::init(
            |app, arguments, folder| {
                leave(app, opening::files(&arguments, Path::new(&folder)));
                windows::front(app);
            },
        ))
        .plugin(tauri_plugin_dialog::init())
        .plugin(windows::remembered())
        .manage(commands::Watchers::default())
        .manage(doorstep)
        .invoke_handler(tauri::generate_handler![commands::call, commands::watch])
        .setup(|app| {
            // Tauri would make a panic of an error from here.
            if let Err(error) = mount(app.handle(), left) {
                let why = error.to_string();
                tell(&format!("Three AM could not start: {why}"));
                windows::away(app.handle());
                asking::cannot_start(app.handle(), &why);
            }
            Ok(())
        })
        .on_window_event(windows::on_event)
        .build(context)?;
    app.run(|app, event| on_event(app, &event));
    Ok(())
}

/// Opens the console and the journal. After the single-instance check, so that a second start
/// does not ask for the journal.
fn mount(app: &AppHandle, left: Receiver<PathBuf>) -> Result<(), StartError> {
    // The webview is what takes longest to come. It starts in processes of its own while the
    // journal is opened, and nothing of it is heard before this is done.
    windows::console(app)?;
    let diary = Diary::open(&shelf::logs_folder());
    app.manage(diary.clone());
    app.manage(Front::new(stage(&diary, Program::Window)?));
    let arguments: Vec<String> = std::env::args_os()
        .map(|argument| argument.to_string_lossy().into_owned())
        .collect();
    leave(
        app,
        opening::files(&arguments, &std::env::current_dir().unwrap_or_default()),
    );
    // Before the console is heard asking what there is, so that it is told of these, too.
    tauri::async_runtime::spawn(opening::take_in(app.clone(), left));
    rounds::start(app.clone())?;
    quit_on_signals(app.clone());
    Ok(())
}

/// Leaves files where they are taken in from, as soon as there is a stage.
fn leave(app: &AppHandle, files: Vec<PathBuf>) {
    app.state::<Doorstep>().leave(files);
}

fn on_event(app: &AppHandle, event: &RunEvent) {
    match event {
        RunEvent::Exit => {
            if let Some(front) = app.try_state::<Front>() {
                // The drill is paused and on disk before the process goes.
                tauri::async_runtime::block_on(front.call(Call::Close));
            }
            if let Some(diary) = app.try_state::<Diary>() {
                diary.note(live::ENDED);
                diary.settle(SETTLE);
            }
        }
        #[cfg(target_os = "macos")]
        RunEvent::Opened { urls } => {
            let files = urls.iter().filter_map(|url| url.to_file_path().ok());
            leave(app, files.collect());
        }
        _ => {}
    }
}

fn stage(diary: &Diary, program: Program) -> Result<Handle, StartError> {
    diary.hear_panics();
    Ok(live::open(
        &shelf::data_folder().join("journal.sqlite"),
        shelf::scenarios_folder(),
        shelf::exports_folder(),
        diary,
        program,
    )?)
}

#[cfg(target_os = "linux")]
fn display_there() -> bool {
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    set("DISPLAY") || set("WAYLAND_DISPLAY")
}

#[cfg(not(target_os = "linux"))]
fn display_there() -> bool {
    true
}

/// The same console in a browser on this machine.
fn serve() -> Result<(), StartError> {
    let diary = Diary::open(&shelf::logs_folder());
    let done = served(&diary);
    diary.settle(SETTLE);
    done
}

fn served(diary: &Diary) -> Result<(), StartError> {
    let stage = stage(diary, Program::Serve)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let server = lan::bind(Front::new(stage.clone()), 0).await?;
        tell("Open the console in a browser on this machine:");
        tell(&format!("    {}", server.url));
        tell("The address works once; the browser is remembered. Ctrl C ends.");
        tell("A drill can also be played unattended:");
        tell("    src-tauri/target/debug/3am rehearse scenarios/3am-outage --team good --out out");
        server.run(interrupted()).await?;
        stage.call(Call::Close).await;
        diary.note(live::ENDED);
        Ok(())
    })
}

async fn interrupted() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let (Ok(mut term), Ok(mut int)) = (
            signal(SignalKind::terminate()),
            signal(SignalKind::interrupt()),
        ) else {
            return std::future::pending().await;
        };
        tokio::select! {
            _ = term.recv() => {},
            _ = int.recv() => {},
        }
    }
    #[cfg(not(unix))]
    let _ = tokio::signal::ctrl_c().await;
}

fn quit_on_signals(app: AppHandle) {
    tauri::async_runtime::spawn(async move {
        interrupted().await;
        app.exit(0);
    });
}
