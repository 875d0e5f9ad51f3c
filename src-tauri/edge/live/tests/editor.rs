//! The editor as its callers know it: changes in, views out, and the files on the disk.

#![allow(clippy::unwrap_used)]

mod staged;

use std::fs;
use std::path::{Path, PathBuf};

use journal::Journal;
use live::{Config, Handle, spawn};
use scenario::edit::{Edit, Entries, Step, Written};
use staged::refused;
use wire::editor::{EditedKind, EditorView, FileEdit, InjectLane};
use wire::{Call, EditorCall, EditorReply, Reply};

const FILE: &str = "3am-outage/scenario.toml";

/// A folder of scenarios of our own, and an editor on it.
struct Desk {
    folder: tempfile::TempDir,
    stage: Handle,
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        for part in ["3am-outage", "false-alarm", "systems/storefront"] {
            copy(
                &staged::scenarios().join(part),
                &folder.path().join("scenarios").join(part),
            );
        }
        let config = Config {
            journal: Journal::in_memory().unwrap(),
            scenarios: Some(folder.path().join("scenarios")),
            exports: folder.path().join("exports"),
            diary: live::Diary::nowhere(),
            program: live::Program::Serve,
        };
        let stage = spawn(config).unwrap();
        Self { folder, stage }
    }

    fn path(&self, file: &str) -> PathBuf {
        self.folder.path().join("scenarios").join(file)
    }

    fn text(&self, file: &str) -> String {
        fs::read_to_string(self.path(file)).unwrap()
    }

    async fn ask(&self, ask: EditorCall) -> Reply {
        self.stage.call(Call::Editor { ask }).await
    }

    async fn open(&self) -> EditorView {
        let reply = self
            .ask(EditorCall::Open {
                scenario: "3am-outage".to_owned(),
            })
            .await;
        match reply {
            Reply::Editor {
                answer: EditorReply::Opened { view, forms },
            } => {
                assert!(forms.iter().any(|form| form.id == "inject"));
                *view
            }
            other => panic!("not opened: {other:?}"),
        }
    }

    async fn change(&self, file: &str, edit: Edit) -> Reply {
        let edits = vec![FileEdit {
            file: file.to_owned(),
            edit,
        }];
        self.ask(EditorCall::Change {
            edits,
            says: "a change".to_owned(),
        })
        .await
    }

    async fn rehearse(&self, team: Option<&str>) -> Reply {
        let team = team.map(str::to_owned);
        self.ask(EditorCall::Rehearse {
            team,
            minutes: Some(5),
        })
        .await
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

fn edited(reply: Reply) -> EditorView {
    match reply {
        Reply::Editor {
            answer: EditorReply::Edited { view },
        } => *view,
        other => panic!("not edited: {other:?}"),
    }
}

fn set(way: &[Step], text: &str) -> Edit {
    Edit::Set {
        at: way.to_vec(),
        value: Written::Text(text.to_owned()),
    }
}

fn inject_at(at: usize) -> Vec<Step> {
    vec![Step::from("inject"), Step::from(at), Step::from("at")]
}

#[tokio::test]
async fn a_change_is_on_the_disk_with_all_comments_and_can_be_taken_back() {
    let desk = Desk::new();
    let view = desk.open().await;
    assert_eq!((view.undo, view.problems.len()), (None, 0));
    assert_eq!(view.injects[0].lane, InjectLane::Clock);
    assert!(
        view.map
            .unwrap()
            .faults
            .iter()
            .any(|fault| fault.inject.as_deref() == Some("leak"))
    );
    assert!(
        view.choices["fault_on pool-leak"]
            .iter()
            .any(|(id, _)| id == "api.db")
    );
    let before = desk.text(FILE);

    let view = edited(desk.change(FILE, set(&inject_at(3), "05:45")).await);
    assert_eq!(view.injects[3].at_ms, Some(345_000));
    assert_eq!(view.undo.as_deref(), Some("a change"));
    let after = desk.text(FILE);
    let differ: Vec<_> = before
        .lines()
        .zip(after.lines())
        .filter(|(a, b)| a != b)
        .collect();
    assert_eq!(differ, [("at      = \"05:30\"", "at      = \"05:45\"")]);

    let view = edited(desk.ask(EditorCall::Undo).await);
    assert_eq!((view.undo, view.redo.as_deref()), (None, Some("a change")));
    assert_eq!(desk.text(FILE), before);
    let view = edited(desk.ask(EditorCall::Redo).await);
    assert_eq!(view.redo, None);
    assert_eq!(desk.text(FILE), after);
    assert_eq!(refused(desk.ask(EditorCall::Redo).await).0, "nothing");
}

#[tokio::test]
async fn a_mistake_is_named_where_it_is_and_keeps_the_rehearsal_from_beginning() {
    let desk = Desk::new();
    desk.open().await;
    let way = [
        Step::from("inject"),
        Step::from(0),
        Step::from("fault"),
        Step::from("on"),
    ];
    let view = edited(desk.change(FILE, set(&way, "api.databse")).await);
    let placed = &view.problems[0];
    assert_eq!(placed.way, way);
    assert!(
        placed.problem.message.contains("api.databse"),
        "{}",
        placed.problem.message
    );
    assert!(
        placed.problem.help.contains("api.db"),
        "{}",
        placed.problem.help
    );
    assert!(view.injects[0].trouble.is_some() && view.injects[1].trouble.is_none());
    let (code, words) = refused(desk.rehearse(None).await);
    assert_eq!(code, "broken-scenario");
    assert!(words.contains("api.databse"), "{words}");

    // A text that does not read is kept as well: nothing that was typed is lost.
    let broken = desk.text(FILE) + "\n[[inject]\n";
    let view = edited(
        desk.change(
            FILE,
            Edit::Write {
                text: broken.clone(),
            },
        )
        .await,
    );
    assert_eq!(view.says, None);
    assert_eq!(desk.text(FILE), broken);
    let (code, words) = refused(desk.change(FILE, set(&inject_at(3), "05:45")).await);
    assert_eq!(code, "not-changed");
    assert!(words.contains("does not read"), "{words}");
    edited(desk.ask(EditorCall::Undo).await);
    let view = edited(desk.ask(EditorCall::Undo).await);
    assert_eq!(view.problems, []);
}

#[tokio::test]
async fn what_another_program_wrote_is_never_written_over() {
    let desk = Desk::new();
    desk.open().await;
    let theirs = desk.text(FILE).replace("The 3 AM outage", "Theirs");
    fs::write(desk.path(FILE), &theirs).unwrap();
    let (code, words) = refused(desk.change(FILE, set(&[Step::from("title")], "Ours")).await);
    assert_eq!(code, "changed-outside");
    assert!(words.contains(FILE), "{words}");
    assert_eq!(desk.text(FILE), theirs);
    let view = edited(desk.ask(EditorCall::Again).await);
    assert_eq!(view.title, "Theirs");
    let view = edited(desk.change(FILE, set(&[Step::from("title")], "Ours")).await);
    assert_eq!(view.title, "Ours");
    fs::remove_file(desk.path("3am-outage/briefing.md")).unwrap();
    let text = "# New\n".to_owned();
    let (code, _) = refused(
        desk.change("3am-outage/briefing.md", Edit::Write { text })
            .await,
    );
    assert_eq!(code, "changed-outside");
}

#[tokio::test]
async fn only_files_of_the_scenario_are_written() {
    let desk = Desk::new();
    desk.open().await;
    for file in [
        "../out.toml",
        "3am-outage/../../out.md",
        "/tmp/out.md",
        "false-alarm/scenario.toml",
        "3am-outage/teams/../../x.toml",
        "3am-outage/teams/Good Team.toml",
        "3am-outage/.hidden.md",
        "3am-outage/notes.txt",
        "systems/other/system.toml",
        "",
    ] {
        let text = "title = \"x\"\n".to_owned();
        let (code, _) = refused(desk.change(file, Edit::Write { text }).await);
        assert_eq!(code, "no-such-file", "{file}");
    }
    let large = Edit::Write {
        text: "#".repeat(scenario::limits::FILE_BYTES + 1),
    };
    assert_eq!(refused(desk.change(FILE, large).await).0, "too-large");
    let stays = desk
        .ask(EditorCall::Remove {
            file: FILE.to_owned(),
        })
        .await;
    assert_eq!(refused(stays).0, "stays");
}

#[tokio::test]
async fn teams_and_playbooks_come_and_go_and_come_back() {
    let desk = Desk::new();
    desk.open().await;
    let file = "3am-outage/teams/lucky.toml";
    let text = desk.text("3am-outage/teams/good.toml");
    let view = edited(desk.change(file, Edit::Write { text: text.clone() }).await);
    let found = view.files.iter().find(|known| known.path == file).unwrap();
    assert_eq!(
        (found.kind, found.name.as_str()),
        (EditedKind::Team, "Team: lucky")
    );
    let view = edited(
        desk.ask(EditorCall::Remove {
            file: file.to_owned(),
        })
        .await,
    );
    assert!(!desk.path(file).exists() && !view.files.iter().any(|known| known.path == file));
    edited(desk.ask(EditorCall::Undo).await);
    assert_eq!(desk.text(file), text);
    let system = view
        .files
        .iter()
        .find(|known| known.kind == EditedKind::System)
        .unwrap();
    assert_eq!(system.shared_with, ["false-alarm"]);
}

#[tokio::test]
async fn a_rehearsal_plays_what_is_written_and_gives_way_to_a_newer_one() {
    let desk = Desk::new();
    desk.open().await;
    let table = Entries(vec![
        ("at".to_owned(), Written::Text("01:15".to_owned())),
        ("title".to_owned(), Written::Text("A knock".to_owned())),
        (
            "note".to_owned(),
            Written::Text("Open the door.".to_owned()),
        ),
    ]);
    let insert = Edit::Insert {
        list: vec![Step::from("inject")],
        before: 0,
        table,
    };
    let view = edited(desk.change(FILE, insert).await);
    assert_eq!(view.injects[0].id, "a-knock");

    let older = desk.rehearse(Some("good"));
    let newer = async {
        tokio::task::yield_now().await;
        desk.rehearse(None).await
    };
    let (older, newer) = tokio::join!(older, newer);
    assert_eq!(refused(older).0, "overtaken");
    let Reply::Editor {
        answer: EditorReply::Rehearsed { rehearsal },
    } = newer
    else {
        panic!("not rehearsed: {newer:?}");
    };
    // 45 minutes in 5: a ninth of the time.
    assert_eq!(rehearsal.fired[0], ("a-knock".to_owned(), 8_000));
    assert_eq!(rehearsal.team, None);
    assert!(rehearsal.story.panels.len() == 4 && rehearsal.outcome.contains("Users were hit"));
    assert_eq!(rehearsal.expectations.0, 0);
    let (code, words) = refused(desk.rehearse(Some("nobody-knows")).await);
    assert_eq!(code, "broken-scenario");
    assert!(words.contains("nobody-knows"), "{words}");
}

#[tokio::test]
async fn nothing_is_done_before_a_scenario_is_open() {
    let desk = Desk::new();
    assert_eq!(refused(desk.ask(EditorCall::Undo).await).0, "nothing-open");
    assert_eq!(refused(desk.rehearse(None).await).0, "nothing-open");
    let open = desk
        .ask(EditorCall::Open {
            scenario: "no-such".to_owned(),
        })
        .await;
    let (code, words) = refused(open);
    assert_eq!(code, "unknown-scenario");
    assert!(words.contains("no-such"), "{words}");
}

#[tokio::test]
async fn a_scenario_is_made_copied_packed_and_taken_in_elsewhere() {
    let desk = Desk::new();
    let make = |title: &str, from: Option<&str>| EditorCall::Make {
        title: title.to_owned(),
        system: None,
        from: from.map(str::to_owned),
    };
    let opened = |reply: Reply| match reply {
        Reply::Editor {
            answer: EditorReply::Opened { view, .. },
        } => *view,
        other => panic!("not opened: {other:?}"),
    };
    let view = opened(desk.ask(make("Our own night: öffnet!", None)).await);
    assert_eq!(
        (view.id.as_str(), view.title.as_str()),
        ("our-own-night-ffnet", "Our own night: öffnet!")
    );
    assert_eq!(view.problems, []);
    let again = opened(desk.ask(make("Our own night: öffnet!", None)).await);
    assert_eq!(again.id, "our-own-night-ffnet-2");
    let copy = opened(desk.ask(make("A copy", Some("3am-outage"))).await);
    assert_eq!(copy.title, "A copy");
    let differ = |a: &str, b: &str| a.lines().zip(b.lines()).filter(|(a, b)| a != b).count();
    assert_eq!(
        differ(&desk.text(FILE), &desk.text("a-copy/scenario.toml")),
        1
    );
    let (code, words) = refused(desk.ask(make("  ", None)).await);
    assert!(code == "no-title" && words.contains("no title"), "{words}");
    let (_, words) = refused(desk.ask(make("A third", Some("no-such"))).await);
    assert!(words.contains("no-such"), "{words}");

    let packed = desk.ask(EditorCall::Pack { path: None }).await;
    let Reply::Editor {
        answer: EditorReply::Packed { path, .. },
    } = packed
    else {
        panic!("not packed: {packed:?}");
    };
    assert!(path.ends_with("a-copy.scenario.json"), "{path}");
    let file = fs::read(&path).unwrap();
    // Beside the original the copy gets a free name; elsewhere its own, with its system.
    for (there, id) in [(&desk, "a-copy-2"), (&Desk::new(), "a-copy")] {
        match there.stage.take_in(file.clone()).await {
            Reply::ScenarioTaken {
                scenario, title, ..
            } => {
                assert_eq!((scenario.as_str(), title.as_str()), (id, "A copy"));
                assert_eq!(
                    there.text(&format!("{id}/scenario.toml")),
                    desk.text("a-copy/scenario.toml")
                );
            }
            other => panic!("not taken: {other:?}"),
        }
    }
    let hostile = String::from_utf8(file)
        .unwrap()
        .replace("a-copy/briefing.md", "a-copy/../../briefing.md");
    let (code, words) = refused(desk.stage.take_in(hostile.into_bytes()).await);
    assert_eq!(code, "scenario-refused");
    assert!(words.contains("leads elsewhere"), "{words}");
}

#[tokio::test]
async fn what_fails_halfway_is_taken_back() {
    let desk = Desk::new();
    desk.open().await;
    let before = desk.text("3am-outage/briefing.md");
    // Where a folder should be there is a file.
    fs::write(desk.path("3am-outage/playbooks.part"), "").unwrap();
    fs::remove_dir_all(desk.path("3am-outage/playbooks")).unwrap();
    fs::rename(
        desk.path("3am-outage/playbooks.part"),
        desk.path("3am-outage/playbooks"),
    )
    .unwrap();
    let view = edited(desk.ask(EditorCall::Again).await);
    let write = |file: &str| FileEdit {
        file: file.to_owned(),
        edit: Edit::Write {
            text: "# New\n".to_owned(),
        },
    };
    let edits = vec![
        write("3am-outage/briefing.md"),
        write("3am-outage/playbooks/mine.md"),
    ];
    let (code, _) = refused(
        desk.ask(EditorCall::Change {
            edits,
            says: "both".to_owned(),
        })
        .await,
    );
    assert_eq!((code.as_str(), view.undo), ("not-written", None));
    assert_eq!(desk.text("3am-outage/briefing.md"), before);
    assert_eq!(refused(desk.ask(EditorCall::Undo).await).0, "nothing");
}

#[cfg(unix)]
#[tokio::test]
async fn nothing_is_written_through_a_link() {
    let desk = Desk::new();
    let outside = desk.folder.path().join("outside");
    fs::create_dir(&outside).unwrap();
    fs::write(outside.join("secret.md"), "PRECIOUS").unwrap();
    fs::remove_dir_all(desk.path("3am-outage/playbooks")).unwrap();
    std::os::unix::fs::symlink(&outside, desk.path("3am-outage/playbooks")).unwrap();
    desk.open().await;
    let write = Edit::Write {
        text: "# Ours\n".to_owned(),
    };
    let (code, words) = refused(desk.change("3am-outage/playbooks/secret.md", write).await);
    assert_eq!(code, "not-written");
    assert!(words.contains("it is a link"), "{words}");
    assert_eq!(
        fs::read_to_string(outside.join("secret.md")).unwrap(),
        "PRECIOUS"
    );
}

#[tokio::test]
async fn a_file_full_of_mistakes_is_shown_as_any_other() {
    let desk = Desk::new();
    desk.open().await;
    let one = |at: usize| format!("\n[[inject]]\ntitle = \"{at}\"\nat = \"1m\"\nnotte = \"x\"\n");
    let many: String = (0..450).map(one).collect();
    let text = desk.text(FILE) + &many;
    let view = edited(desk.change(FILE, Edit::Write { text }).await);
    // Counted in layouts of the file, not in seconds: it is laid out once for all of them.
    assert_eq!(view.problems.len(), 200);
    assert_eq!(view.problems[7].way[0], Step::from("inject"));
}
