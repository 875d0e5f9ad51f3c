//! Sockets that stay connected.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::Failed;
use crate::numbers::{cpu_s, need_files, peak_mb};
use crate::room::{Crowd, Room};

/// Sockets of one desk: a few tabs. The door allows six.
const EACH: usize = 5;

pub async fn measure(sockets: usize, seconds: u64) -> Result<Value, Failed> {
    need_files(sockets)?;
    let desks = sockets / EACH;
    let room = Room::open(false).await?;
    let joining = room.joining.clone();
    let crowd = tokio::task::spawn_blocking(move || Crowd::join(&joining, (desks, EACH, 0)));
    let crowd = crowd.await??;
    room.begin(desks).await?;
    let (began, cpu) = (Instant::now(), cpu_s());
    tokio::time::sleep(Duration::from_secs(seconds)).await;
    let cpu = cpu_s().zip(cpu).map(|(after, before)| after - before);
    let took_s = began.elapsed().as_secs_f64();
    let told = tokio::task::spawn_blocking(|| crowd.tell()).await??;
    Ok(json!({
        "sockets": desks * EACH,
        "desks": desks,
        "seconds": seconds,
        "open": told["open"],
        // Of them, those that had a view in the last two seconds.
        "fresh": told["fresh"],
        "view_bytes": told["view_bytes"],
        "cpu_percent": cpu.map(|cpu| 100.0 * cpu / took_s),
        "peak_mb": peak_mb(),
    }))
}
