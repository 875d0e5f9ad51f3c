//! Pages as participants see them: their figures are the world's, and what is not seen is said.

#[path = "../../drill/tests/play/mod.rs"]
mod play;

use drill::{Command, Drill};
use scenario::Page;
use wire::lookup::TableView;
use wire::parts::Tone;
use wire::view;
use world::{Carrier, Effect, Fault, Shape};

fn start(drill: &mut Drill, on: &str, only: Option<&str>, effect: Effect, carried_by: Carrier) {
    let fault = Fault {
        title: format!("{effect:?}"),
        on: on.to_owned(),
        only: only.map(str::to_owned),
        effect,
        shape: Shape::Step,
        for_ms: None,
        carried_by,
    };
    drill
        .command(&Command::StartFault { fault }, 0)
        .expect("the fault fits");
}

fn table(drill: &Drill, page: Page, title: &str) -> TableView {
    let all = view::page(drill, page, None).tables;
    let found = all.into_iter().find(|table| table.title.starts_with(title));
    found.unwrap_or_else(|| panic!("no table {title}"))
}

/// The cells of a column.
fn column(table: &TableView, head: &str) -> Vec<String> {
    let at = table.columns.iter().position(|one| one == head);
    let at = at.unwrap_or_else(|| panic!("no column {head} in {:?}", table.columns));
    let rows = table.rows.iter();
    rows.map(|(cells, _)| cells[at].clone()).collect()
}

#[test]
fn every_row_has_a_cell_in_every_column() {
    let mut drill = play::started();
    drill.advance(60_000, 0);
    for page in [
        Page::Deploys,
        Page::Database,
        Page::AiPipeline,
        Page::WebConsole,
    ] {
        let view = view::page(&drill, page, None);
        assert_eq!(view.note, None);
        for table in view.tables {
            for (cells, _) in &table.rows {
                assert_eq!(cells.len(), table.columns.len(), "{}", table.title);
            }
        }
    }
}

#[test]
fn the_database_page_names_who_holds_a_lock_and_who_waits() {
    let mut drill = play::started();
    drill.advance(10_000, 0);
    start(
        &mut drill,
        "db",
        Some("orders"),
        Effect::Lock,
        Carrier::Process,
    );
    drill.advance(40_000, 0);
    let holders = table(&drill, Page::Database, "Sessions that hold");
    let waits = table(&drill, Page::Database, "Who waits for a lock");
    let pid = &column(&holders, "PID")[0];
    assert!(column(&waits, "Blocked by PID").iter().all(|by| by == pid));
    assert_eq!(column(&holders, "Table"), ["orders"]);
    assert!(
        column(&holders, "Since")[0].ends_with("(30 s)"),
        "{holders:?}"
    );
    assert_eq!(holders.rows[0].1, Tone::Bad);
    let world = drill.world().database_page("db").expect("it is there");
    assert_eq!(column(&waits, "Queries").len(), world.lock_waits.len());
    let all = table(&drill, Page::Database, "Databases");
    assert_eq!(
        column(&all, "Waiting for a lock")[0],
        world.waiting_for_lock.to_string()
    );
    // Sums of what clients hold are what the database has open.
    let open: u32 = column(&table(&drill, Page::Database, "Connections by"), "Open")
        .iter()
        .zip(column(
            &table(&drill, Page::Database, "Connections by"),
            "Database",
        ))
        .filter(|(_, database)| database == "db")
        .map(|(open, _)| open.parse::<u32>().expect("a number"))
        .sum();
    assert!(open > 0);
    assert_eq!(open, world.connections);
}

#[test]
fn replicas_stand_beside_the_deploys() {
    let mut drill = play::started();
    drill.advance(10_000, 0);
    start(
        &mut drill,
        "api",
        None,
        Effect::MemoryLeak { mb: 2.0 },
        Carrier::Process,
    );
    drill.advance(200_000, 0);
    let replicas = table(&drill, Page::Deploys, "Replicas");
    let page = drill.world().replica_page("api").expect("it is there");
    let killed = page.replicas.iter().find(|one| one.oom_kills > 0);
    let killed = killed.expect("one was killed");
    let at = column(&replicas, "Replica")
        .iter()
        .position(|name| *name == killed.name)
        .expect("it is listed");
    assert_eq!(
        column(&replicas, "Restarts")[at],
        killed.restarts.to_string()
    );
    assert_eq!(
        column(&replicas, "Out of memory")[at],
        killed.oom_kills.to_string()
    );
    assert_ne!(replicas.rows[at].1, Tone::Plain);
    assert!(column(&replicas, "Memory, MB")[at].ends_with("of 768"));
}

#[test]
fn what_is_not_seen_is_said_and_never_a_figure() {
    let mut drill = play::started();
    drill.advance(60_000, 0);
    let unseen = |drill: &Drill| {
        let view = view::console(drill, &Default::default());
        let api = view.system.components.into_iter().find(|c| c.id == "api");
        let api = api.expect("it is there");
        let panels: Vec<Option<i32>> = view.panels.iter().map(|p| p.missing_since_s).collect();
        (api.says, api.tone, panels)
    };
    let (says, _, panels) = unseen(&drill);
    assert!(!says.contains("not seen"), "{says}");
    assert!(panels.iter().all(Option::is_none), "{panels:?}");
    start(&mut drill, "api", None, Effect::Blind, Carrier::Outside);
    drill.advance(120_000, 0);
    let (says, tone, panels) = unseen(&drill);
    // The map keeps the truth, and says that the team does not see it.
    assert!(says.starts_with("not seen since 03:01 · "), "{says}");
    assert_ne!(tone, Tone::Plain);
    assert!(
        panels.contains(&Some(60)) && panels.contains(&None),
        "{panels:?}"
    );
    for panel in view::console(&drill, &Default::default()).panels {
        if panel.missing_since_s.is_some() {
            assert_eq!((panel.value, panel.values.last()), (None, Some(&None)));
        }
    }
    // Asked directly, the parts answer; their metrics are missing.
    let view = view::page(&drill, Page::Database, None);
    let note = view.note.expect("api keeps pools");
    assert!(note.contains("No metrics of api since 03:01:00"), "{note}");
    let pools = table(&drill, Page::Database, "Connection pools");
    assert!(column(&pools, "In use")[0].contains(" of "));
    assert_eq!(
        column(&pools, "Service gave up waiting, last minute")[0],
        "–"
    );
}

#[test]
fn what_is_late_is_shown_as_of_when_it_was_measured() {
    let mut drill = play::started();
    drill.advance(60_000, 0);
    start(
        &mut drill,
        "telemetry",
        None,
        Effect::Late { seconds: 40.0 },
        Carrier::Outside,
    );
    drill.advance(120_000, 0);
    let note = view::page(&drill, Page::AiPipeline, None).note;
    let note = note.expect("queues have metrics");
    assert!(
        note.starts_with("Metrics arrive late: those here are of 03:01:20."),
        "{note}"
    );
    let room = view::room(&drill, &Default::default());
    for panel in room.panels {
        assert_eq!(panel.missing_since_s, Some(80), "{}", panel.id);
        assert_eq!(panel.values.last(), Some(&None), "{}", panel.id);
    }
}

#[test]
fn acts_are_offered_where_they_make_sense() {
    let drill = play::fresh();
    let vocabulary = view::vocabulary(&drill);
    let pair = ("db".to_owned(), "db-replica".to_owned());
    assert_eq!(vocabulary.replicas, [pair]);
    assert_eq!(vocabulary.disks, ["db"]);
}
