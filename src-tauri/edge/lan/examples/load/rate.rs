//! How many views a second reach desks: ours beside others that send the same bytes.
//!
//! The loop is closed: the next is sent when all have the one before, so that none is skipped.
//! The clock runs from the first until all have the last.

use std::sync::Arc;
use std::time::Instant;

use live::Desks;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tokio::runtime::Runtime;
use wire::DeskPush;
use wire::desk::DeskView;

use crate::numbers::{median, need_files};
use crate::peers::{Bare, with_node};
use crate::room::{Crowd, DRILL, Room, scenarios};
use crate::{Failed, mark};

/// The team that has played what is sent.
const TEAM: &str = "good.toml";
/// Messages before the clock runs.
const WARM: usize = 20;

pub fn measure(
    runtime: &Runtime,
    desks: usize,
    messages: usize,
    rounds: usize,
    script: Option<&str>,
) -> Result<Value, Failed> {
    need_files(desks)?;
    let view = a_view()?;
    let texts = (1..=WARM + messages).map(|number| printed(&view, number));
    let texts: Vec<String> = texts.collect::<Result<_, _>>()?;
    let room = runtime.block_on(Room::open(true))?;
    let (mut ours, mut bare, mut ws) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..rounds {
        let crowd = runtime.block_on(room.seat((desks, 1, 0)))?;
        if round == 0 {
            // They have their roles when they come again.
            runtime.block_on(room.cast(desks))?;
            room.show_stage();
        }
        ours.push(desks as f64 * through_the_door(&room, crowd, &texts)?);
        runtime.block_on(room.command(json!({ "do": "drop_desks" })))?;
        room.show_stage();
        bare.push(desks as f64 * through_axum(runtime, &texts, desks)?);
        if let Some(script) = script {
            ws.push(desks as f64 * with_node(script, &texts, WARM, desks)?);
        }
    }
    Ok(json!({
        "desks": desks,
        "messages": messages,
        "view_bytes": texts[0].len(),
        "ours_per_s": median(&ours),
        "bare_per_s": median(&bare),
        "ws_per_s": script.map(|_| median(&ws)),
        // Of each round by itself: what else the machine did weighs on both.
        "of_bare": beside(&ours, &bare),
        "of_ws": script.map(|_| beside(&ours, &ws)),
        "rounds": { "ours": ours, "bare": bare, "ws": ws },
    }))
}

fn beside(ours: &[f64], others: &[f64]) -> f64 {
    let pairs = ours.iter().zip(others);
    median(&pairs.map(|(ours, other)| ours / other).collect::<Vec<_>>())
}

/// What On-Call sees at the end of the drill as a scripted team plays it, with a mark in it.
fn a_view() -> Result<DeskView, Failed> {
    let files = shelf::read_files(&scenarios())?;
    let said = |error: String| Failed::from(error);
    let read = scenario::read(&files, DRILL).map_err(|all| said(format!("{all:?}")))?;
    let scenario = Arc::new(read.scenario);
    let mut teams = files.team_paths(DRILL).into_iter();
    let path = teams
        .find(|path| path.ends_with(TEAM))
        .ok_or("no such team")?;
    let team =
        scenario::read_team(&files, path, &scenario).map_err(|all| said(format!("{all:?}")))?;
    let played = live::rehearse(&scenario, &team, scenario.seed, |_, _| {})?;
    let mut view = wire::view::desk(&played.drill, &["on-call"], false);
    let newest = view.channel.first_mut().ok_or("nothing was said")?;
    newest.text = mark(0);
    Ok(view)
}

#[derive(Serialize, Deserialize)]
struct Said {
    push: DeskPush,
}

/// The view as it goes over the wire, with another mark.
fn printed(view: &DeskView, number: usize) -> Result<String, Failed> {
    let view = Box::new(view.clone());
    let push = DeskPush::Desk { view };
    let text = serde_json::to_string(&Said { push })?;
    Ok(text.replace(&mark(0), &mark(number)))
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
fn through_the_door(room: &Room, mut crowd: Crowd, texts: &[String]) -> Result<f64, Failed> {
    let seated = Arc::clone(&room.stage.desks().borrow());
    // Built before, as others have their bytes before.
    let desks = |text: &String| {
        let said: Said = serde_json::from_str(text)?;
        let DeskPush::Desk { view } = said.push else {
            return Err("no view".into());
        };
        let roles = seated.views.keys();
        Ok(Arc::new(Desks {
            drill: seated.drill.clone(),
            seats: Arc::clone(&seated.seats),
            views: roles
                .map(|roles| (roles.clone(), (*view).clone()))
                .collect(),
        }))
    };
    let all: Vec<_> = texts.iter().map(desks).collect::<Result<_, Failed>>()?;
    paced(all.len() - WARM, &mut crowd, |number| {
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
