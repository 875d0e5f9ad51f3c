//! `3am serve`

use std::time::Duration;

use live::{Diary, OpenError, Program};
use wire::Call;

use crate::outcome::{Failure, input, on_the_way, say};

/// How long the end waits for the log.
const SETTLE: Duration = Duration::from_secs(1);

/// Serves the console on loopback until Ctrl C.
pub fn run(port: u16) -> Result<(), Failure> {
    let diary = Diary::open(&shelf::logs_folder());
    diary.hear_panics();
    let done = served(&diary, port);
    diary.settle(SETTLE);
    done
}

fn served(diary: &Diary, port: u16) -> Result<(), Failure> {
    let stage = live::open(
        &shelf::data_folder().join("journal.sqlite"),
        shelf::scenarios_folder(),
        shelf::exports_folder(),
        diary,
        Program::Serve,
    )
    .map_err(|error| match error {
        OpenError::Journal(error) => input(error),
        OpenError::Io(error) => on_the_way(error),
    })?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(on_the_way)?;
    runtime.block_on(async {
        let server = lan::bind(lan::Front::new(stage.clone()), port)
            .await
            .map_err(|e| input(format!("Port {port} cannot be listened on: {e}")))?;
        say("Open the console in a browser on this machine:");
        say(format!("    {}", server.url));
        say("The address works once; the browser is remembered. Ctrl C ends.");
        server.run(ended()).await.map_err(on_the_way)?;
        stage.call(Call::Close).await;
        diary.note(live::ENDED);
        Ok(())
    })
}

async fn ended() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut term) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = term.recv() => {},
                _ = tokio::signal::ctrl_c() => {},
            }
            return;
        }
    }
    let _ = tokio::signal::ctrl_c().await;
}
