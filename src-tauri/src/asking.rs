//! Native dialogs: which file, where to, and why the program cannot start.

use tauri::AppHandle;
use tauri_plugin_dialog::{DialogExt, MessageDialogKind};
use wire::Format;

/// What the file dialogs call a drill file.
const DRILL_FILE: &str = "Drill file";
const SCENARIO_FILE: &str = "Three AM scenario";

/// Says why the program cannot start to whoever started it from a desktop, and ends it when they
/// have read it.
pub fn cannot_start(app: &AppHandle, why: &str) {
    let ended = app.clone();
    app.dialog()
        .message(why)
        .title("Three AM could not start")
        .kind(MessageDialogKind::Error)
        .show(move |_| ended.exit(1));
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
