//! `3am serve`

use journal::Journal;
use live::Config;
use wire::Call;

use crate::outcome::{Failure, input, on_the_way, say};

/// Serves the console on loopback until Ctrl C.
pub fn run(port: u16) -> Result<(), Failure> {
    let journal = Journal::open(&shelf::data_folder().join("journal.sqlite")).map_err(input)?;
    let stage = live::spawn(Config {
        journal,
        scenarios: shelf::scenarios_folder(),
        exports: shelf::exports_folder(),
    })
    .map_err(on_the_way)?;
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
