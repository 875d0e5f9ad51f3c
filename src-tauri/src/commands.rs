//! Two commands, `call` and `watch`. Which audience a window is, its label says.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use drill::Refusal;
use lan::Front;
use live::Told;
use serde_json::Value;
use tauri::async_runtime::JoinHandle;
use tauri::ipc::Channel;
use tauri::{AppHandle, Manager, State, WebviewWindow};
use wire::{Call, EditorCall, Reply};

use crate::{asking, flight, windows};

/// The task that feeds each window; a window that asks again replaces its own.
#[derive(Default)]
pub struct Watchers(Mutex<HashMap<String, JoinHandle<()>>>);

impl Watchers {
    /// Puts a window's task in place of the one before.
    fn put(&self, label: &str, task: Option<JoinHandle<()>>) {
        let Ok(mut tasks) = self.0.lock() else { return };
        let before = match task {
            Some(task) => tasks.insert(label.to_owned(), task),
            None => tasks.remove(label),
        };
        if let Some(before) = before {
            before.abort();
        }
    }

    /// A window is gone.
    pub fn gone(&self, label: &str) {
        self.put(label, None);
    }
}

/// Makes a call.
#[tauri::command]
pub async fn call(app: AppHandle, call: Call) -> Reply {
    match call {
        Call::RoomScreen { open } => windows::room(&app, open),
        Call::Export {
            format,
            paper,
            path: None,
        } => match asking::ask_where(&app, format).await {
            Some(path) => {
                stage(
                    &app,
                    Call::Export {
                        format,
                        paper,
                        path: Some(path),
                    },
                )
                .await
            }
            None => Reply::Cancelled,
        },
        Call::Editor {
            ask: EditorCall::Pack { path: None },
        } => match asking::ask_where_packed(&app).await {
            Some(path) => {
                let path = Some(path);
                let ask = EditorCall::Pack { path };
                stage(&app, Call::Editor { ask }).await
            }
            None => Reply::Cancelled,
        },
        Call::PreFlight { scenario } => {
            let mut reply = stage(&app, Call::PreFlight { scenario }).await;
            if let Reply::PreFlight { rows } = &mut reply {
                rows.push(flight::displays_row(&app));
            }
            reply
        }
        Call::Diagnostics { .. } => {
            let displays = windows::displays(&app).unwrap_or_default();
            let sizes = displays.iter().map(|one| (one.area.width, one.area.height));
            let displays = sizes.collect();
            stage(&app, Call::Diagnostics { displays }).await
        }
        Call::TakeIn { path: None } => match asking::ask_which(&app).await {
            Some(path) => stage(&app, Call::TakeIn { path: Some(path) }).await,
            None => Reply::Cancelled,
        },
        other => stage(&app, other).await,
    }
}

async fn stage(app: &AppHandle, call: Call) -> Reply {
    // The window is there before the journal, and stays for the word when that cannot be opened.
    let Some(front) = app.try_state::<Front>().map(|front| front.inner().clone()) else {
        return Reply::Refused {
            refusal: Refusal::new(
                "not-open",
                "The journal is not open.",
                "Start the program again; it says what is in the way.",
            ),
        };
    };
    front.call(call).await
}

/// Sends a window the first view, then what changes in it, until it is gone. Slow ones skip to the
/// newest.
#[tauri::command]
#[allow(
    clippy::needless_pass_by_value,
    reason = "Tauri hands a command its arguments by value"
)]
pub fn watch(
    window: WebviewWindow,
    front: State<'_, Front>,
    watchers: State<'_, Watchers>,
    channel: Channel<Value>,
) {
    let mut views = if window.label() == windows::CONSOLE {
        front.stage().console()
    } else {
        front.stage().room()
    };
    views.mark_changed();
    let mut told = Told::default();
    let task = tauri::async_runtime::spawn(async move {
        while views.changed().await.is_ok() {
            let push = Arc::clone(&views.borrow_and_update());
            if let Some(change) = told.tell(&push)
                && channel.send(change).is_err()
            {
                break;
            }
        }
    });
    watchers.put(window.label(), Some(task));
}
