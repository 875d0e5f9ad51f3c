//! How many views a second reach desks: ours beside others that send the same bytes.
//!
//! The loop is closed: the next is sent when all have the one before, so that none is skipped.
//! The clock runs from the first until all have the last.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use live::Desks;
use serde_json::{Value, json};
use tokio::runtime::Runtime;
use wire::DeskPush;
use wire::desk::DeskView;

use crate::numbers::{median, need_files};
use crate::peers::{Bare, with_node};
use crate::room::{Crowd, Room, done};
use crate::{Failed, mark};

/// Messages before the clock runs.
const WARM: usize = 20;
/// Drill time that has passed in the view that is sent, and how fast it passes.
const DRILL_S: u64 = 480;
const SPEED: u64 = 60;

pub fn measure(
    runtime: &Runtime,
    desks: usize,
    messages: usize,
    rounds: usize,
    script: Option<&str>,
) -> Result<Value, Failed> {
    need_files(desks)?;
    let room = runtime.block_on(Room::open(true))?;
    let (mut ours, mut bare, mut ws) = (Vec::new(), Vec::new(), Vec::new());
    let mut sent: Option<(DeskView, Vec<String>)> = None;
    for _ in 0..rounds {
        let crowd = runtime.block_on(room.seat((desks, 1, 0)))?;
        if sent.is_none() {
            let view = runtime.block_on(a_view(&room, desks))?;
            let texts = (1..=WARM + messages).map(|number| printed(&view, number));
            let texts = texts.collect::<Result<_, _>>()?;
            sent = Some((view, texts));
        }
        let Some((view, texts)) = &sent else { continue };
        ours.push(desks as f64 * through_the_door(&room, crowd, view, messages)?);
        runtime.block_on(room.command(json!({ "do": "drop_desks" })))?;
        room.show_stage();
        bare.push(desks as f64 * through_axum(runtime, texts, desks)?);
        if let Some(script) = script {
            ws.push(desks as f64 * with_node(script, texts, WARM, desks)?);
        }
    }
    Ok(json!({
        "desks": desks,
        "messages": messages,
        "view_bytes": sent.as_ref().map(|(_, texts)| texts[0].len()),
        "ours_per_s": median(&ours),
        "bare_per_s": median(&bare),
        "ws_per_s": script.map(|_| median(&ws)),
        "rounds": { "ours": ours, "bare": bare, "ws": ws },
    }))
}

/// What a desk sees after some minutes of the drill, with a mark in it.
async fn a_view(room: &Room, desks: usize) -> Result<DeskView, Failed> {
    room.cast(desks).await?;
    room.command(json!({ "do": "start" })).await?;
    room.command(json!({ "do": "speed", "factor": SPEED })).await?;
    tokio::time::sleep(Duration::from_secs(DRILL_S / SPEED)).await;
    room.command(json!({ "do": "pause" })).await?;
    done(room.stage.call(Room::saying(&mark(0))?).await)?;
    room.show_stage();
    let desks = room.stage.desks();
    let view = desks.borrow().views.values().next().cloned();
    view.ok_or_else(|| "nobody has a view".into())
}

fn marked(view: &DeskView, number: usize) -> DeskView {
    let mut view = view.clone();
    if let Some(said) = view.channel.first_mut() {
        said.text = mark(number);
    }
    view
}

/// A view as it goes over the wire.
fn printed(view: &DeskView, number: usize) -> Result<String, serde_json::Error> {
    let view = Box::new(marked(view, number));
    #[derive(serde::Serialize)]
    struct Said {
        push: DeskPush,
    }
    let push = DeskPush::Desk { view };
    serde_json::to_string(&Said { push })
}

/// Messages a second, of a closed loop.
fn paced(
    messages: usize,
    crowd: &mut Crowd,
    mut send: impl FnMut(usize) -> Result<(), Failed>,
) -> Result<f64, Failed> {
    let mut began = Instant::now();
    for number in 1..=WARM + messages {
        if number == WARM + 1 {
            began = Instant::now();
        }
        send(number)?;
        crowd.hear(&number.to_string())?;
    }
    Ok(messages as f64 / began.elapsed().as_secs_f64())
}

/// All of our road behind the stage: every role's view is printed anew, each desk gets its own.
fn through_the_door(
    room: &Room,
    mut crowd: Crowd,
    view: &DeskView,
    messages: usize,
) -> Result<f64, Failed> {
    let seated = Arc::clone(&room.stage.desks().borrow());
    // Built before, as others have their bytes before.
    let all = (1..=WARM + messages).map(|number| {
        let views: BTreeMap<String, DeskView> = seated
            .views
            .keys()
            .map(|roles| (roles.clone(), marked(view, number)))
            .collect();
        Arc::new(Desks {
            drill: seated.drill.clone(),
            seats: Arc::clone(&seated.seats),
            views,
        })
    });
    let all: Vec<_> = all.collect();
    paced(messages, &mut crowd, |number| {
        room.show(Arc::clone(&all[number - 1]));
        Ok(())
    })
}

fn through_axum(runtime: &Runtime, texts: &[String], desks: usize) -> Result<f64, Failed> {
    let bare = runtime.block_on(Bare::open())?;
    let mut crowd = Crowd::connect(&bare.address, (desks, 1, 0), None)?;
    let all: Vec<_> = texts.iter().map(|text| text.as_str().into()).collect();
    paced(texts.len() - WARM, &mut crowd, |number| {
        bare.send(&all[number - 1])
    })
}
