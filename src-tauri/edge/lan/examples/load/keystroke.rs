//! From the facilitator's keystroke to every desk.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::numbers::{need_files, now_us, spread};
use crate::room::{Crowd, Room, done};
use crate::{Failed, mark};

pub async fn measure(desks: usize, rounds: usize, stuck: usize) -> Result<Value, Failed> {
    let all = desks + stuck;
    need_files(all)?;
    let room = Room::open(false).await?;
    let joining = room.joining.clone();
    let crowd = tokio::task::spawn_blocking(move || Crowd::join(&joining, (all, 1, stuck)));
    let crowd = crowd.await??;
    room.begin(all).await?;

    let (mut sent, mut calls) = (Vec::new(), Vec::new());
    for round in 1..=rounds {
        // About four a second, and never in step with the stage's own ticks.
        let jitter = (round * 7_919) % 101;
        tokio::time::sleep(Duration::from_millis(200 + jitter as u64)).await;
        let call = Room::saying(&mark(round))?;
        sent.push(now_us());
        let began = Instant::now();
        done(room.front.call(call).await)?;
        calls.push(began.elapsed().as_micros() as u64);
    }
    tokio::time::sleep(Duration::from_secs(2)).await;
    let told = tokio::task::spawn_blocking(|| crowd.tell()).await??;

    let (mut last, mut each) = (Vec::new(), Vec::new());
    for (round, sent) in sent.iter().enumerate() {
        let receipts = told["receipts"][(round + 1).to_string()].as_array();
        let receipts: Vec<u64> = receipts
            .into_iter()
            .flatten()
            .flat_map(Value::as_u64)
            .collect();
        if receipts.len() != desks {
            let came = receipts.len();
            return Err(format!("Round {round}: {came} of {desks} desks were told.").into());
        }
        let took = receipts.iter().map(|us| us.saturating_sub(*sent));
        each.extend(took.clone());
        last.extend(took.max());
    }
    Ok(json!({
        "desks": desks,
        "stuck": stuck,
        "rounds": rounds,
        "view_bytes": told["view_bytes"],
        "last_desk_ms": spread(&last),
        "each_desk_ms": spread(&each),
        // Until the facilitator has the reply: on disk, and views are built.
        "call_ms": spread(&calls),
        "given_up": told["given_up"],
    }))
}
