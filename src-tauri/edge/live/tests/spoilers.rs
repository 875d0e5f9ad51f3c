//! Nothing of the truth reaches the room or a desk: every byte that they could be sent is scanned
//! for the scenario's secrets, in every scenario, by every team, all through the drill. (The same
//! over real sockets: `lan/tests/spoilers.rs`.)

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test; its counts are part of the result"
)]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use drill::Drill;
use scenario::{Files, Page};
use secrets::{said, secrets};
use wire::view::{self, Around, Wash};
use wire::{DeskPush, DeskReply};
use world::traces::TraceFilter;

mod secrets;

macro_rules! json {
    ($value:expr) => {
        serde_json::to_string($value).unwrap()
    };
}

fn scenarios() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../scenarios")
}

/// Everything that the room and each role's desk could be sent at this moment.
fn sent(drill: &Drill) -> Vec<(String, String)> {
    let around = Around::default();
    let mut all = vec![("the room".to_owned(), json!(&view::room(drill, &around)))];
    // The hot wash before the truth is shown. (Open, it is on the room screen after ENDEX.)
    let hot_wash = Around {
        wash: Some(Wash {
            at_ms: 0,
            speed: 1.0,
            revealed: false,
            told: Arc::new(view::story(drill, true)),
            shown: Arc::new(view::story(drill, false)),
        }),
        ..Around::default()
    };
    let room = view::room(drill, &hot_wash);
    all.push(("the hot wash".to_owned(), json!(&room)));
    let roles: Vec<&str> = drill
        .scenario()
        .roles
        .iter()
        .map(|r| r.id.as_str())
        .collect();
    let one_each = roles.iter().map(std::slice::from_ref);
    for held in one_each.chain([&roles[..], &[]]) {
        let view = Box::new(view::desk(drill, held, false));
        let who = format!("a desk of {held:?}");
        all.push((who, json!(&DeskPush::Desk { view })));
    }
    let panels = view::graphs(drill);
    all.push((
        "a dashboard".to_owned(),
        json!(&DeskPush::Graphs { panels }),
    ));
    for desk in &drill.state().desks {
        let seat = Box::new(view::seat(drill, &desk.person, false).unwrap());
        all.push((desk.person.clone(), json!(&DeskPush::Seat { seat })));
    }
    for page in PAGES {
        let page = Box::new(view::page(drill, page, None));
        all.push((format!("{:?}", page.page), json!(&DeskReply::Page { page })));
    }
    let vocabulary = Box::new(view::desk_vocabulary(drill));
    all.push((
        "the vocabulary".to_owned(),
        json!(&DeskReply::Vocabulary { vocabulary }),
    ));
    let (from, to) = (-600_000, i32::try_from(drill.now_ms()).unwrap() + 1);
    let page = view::logs(drill, "", from, to, None, 500).unwrap();
    all.push(("the logs".to_owned(), json!(&DeskReply::Logs { page })));
    let filter = TraceFilter {
        component: None,
        name: None,
        failed: false,
        min_ms: 0,
        req: None,
    };
    let page = view::traces(drill, &filter, from, to, None, 500).unwrap();
    if let Some(row) = page.rows.first() {
        let trace = view::trace(drill, &row.req).unwrap();
        all.push(("a trace".to_owned(), json!(&DeskReply::Trace { trace })));
    }
    all.push(("the traces".to_owned(), json!(&DeskReply::Traces { page })));
    all
}

const PAGES: [Page; 9] = [
    Page::Alerts,
    Page::Dashboards,
    Page::Logs,
    Page::Traces,
    Page::Deploys,
    Page::Database,
    Page::AiPipeline,
    Page::WebConsole,
    Page::Playbooks,
];

/// What was scanned: texts, bytes, times that a secret was looked for.
#[derive(Debug, Default)]
struct Scanned {
    texts: usize,
    bytes: usize,
    looked: usize,
}

#[test]
fn neither_the_room_nor_a_desk_reads_a_secret() {
    let files = shelf::read_files(&scenarios()).unwrap();
    let ids = shelf::ids(&files);
    let paths = ids
        .iter()
        .flat_map(|id| files.team_paths(id).into_iter().map(move |path| (id, path)));
    let todo = Mutex::new(paths.collect::<Vec<_>>());
    let done = Mutex::new(Scanned::default());
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                loop {
                    let Some((id, path)) = todo.lock().unwrap().pop() else {
                        break;
                    };
                    let one = scan(&files, id, path);
                    let mut all = done.lock().unwrap();
                    all.texts += one.texts;
                    all.bytes += one.bytes;
                    all.looked += one.looked;
                }
            });
        }
    });
    let all = done.into_inner().unwrap();
    println!(
        "{} texts of {} bytes, {} times a secret looked for",
        all.texts, all.bytes, all.looked
    );
    assert!(
        all.texts >= 80 * ids.len() && all.bytes > 1_000_000,
        "{all:?}"
    );
}

/// One team's drill, at four moments of it.
fn scan(files: &Files, id: &str, path: &str) -> Scanned {
    let scenario = Arc::new(scenario::read(files, id).unwrap().scenario);
    let secrets = secrets(&scenario);
    assert!(secrets.len() > 30, "{} secrets in {id}", secrets.len());
    let team = scenario::read_team(files, path, &scenario).unwrap();
    let played = live::rehearse(&scenario, &team, scenario.seed, |_, _| {}).unwrap();
    let events = played.drill.events();
    let mut scanned = Scanned::default();
    for part in 1..=4 {
        let some = events[..events.len() * part / 4].to_vec();
        let mut drill = Drill::replay(Arc::clone(&scenario), some, 0).unwrap();
        drill.join("Somebody waiting", 0).unwrap();
        // What the team or the outside has said aloud is no secret any more.
        let said = said(&drill);
        for (who, text) in sent(&drill) {
            look(&text, &secrets, &said).unwrap_or_else(|found| panic!("{path}: {who} {found}"));
            scanned.texts += 1;
            scanned.bytes += text.len();
            scanned.looked += secrets.len();
        }
    }
    // The scan can find something: the facilitator's view holds secrets.
    let console = json!(&view::console(&played.drill, &Around::default())).to_lowercase();
    assert!(
        secrets
            .iter()
            .any(|secret| console.contains(secret.as_str()))
    );
    scanned
}

/// A secret in a text, or a field with a name for one.
fn look(text: &str, secrets: &BTreeSet<String>, said: &str) -> Result<(), String> {
    let read = text.to_lowercase();
    for secret in secrets {
        if read.contains(secret.as_str()) && !said.contains(secret.as_str()) {
            return Err(format!("reads “{secret}”"));
        }
    }
    for field in [
        "right",
        "truth",
        "cause",
        "proposals",
        "script",
        "root_cause",
        "stakeholders",
    ] {
        if text.contains(&format!("\"{field}\":")) {
            return Err(format!("has a field {field}"));
        }
    }
    if text.contains("\"tone\":\"truth\"") {
        return Err("has the tone of the truth".to_owned());
    }
    Ok(())
}
