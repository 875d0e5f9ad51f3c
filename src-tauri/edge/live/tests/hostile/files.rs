//! Names of files are made of what a drill file says: they stay where they belong, and are names
//! on every system.

use serde_json::json;
use wire::{Call, Format, PaperSize, Reply};

use crate::record::{PLAYED, file};
use crate::staged;

/// The played drill under another id.
fn under(id: &str) -> Vec<u8> {
    let (scenario, mut events) = PLAYED.clone();
    events[0]["data"]["drill"] = json!(id);
    file(scenario, events).unwrap()
}

#[tokio::test]
async fn an_id_that_is_no_name_of_a_file_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let stage = staged::stage(folder.path());
    let long = "x".repeat(201);
    for id in [
        "",
        ".hidden",
        "..",
        "../d1",
        "a/b",
        "a\\b",
        "C:d1",
        "dé",
        "a b",
        "a\nb",
        "d1\u{202e}",
        &long,
    ] {
        let reply = stage.take_in(under(id)).await;
        assert_eq!(staged::refused(reply).0, "drill-file", "{id:?}");
    }
}

#[tokio::test]
async fn exports_of_a_drill_of_any_id_lie_in_their_folder() {
    let folder = tempfile::tempdir().unwrap();
    let stage = staged::stage(folder.path());
    let long = "x".repeat(200);
    for id in ["con", "NUL", "aux.", "a..b", "-rf", &long] {
        let reply = stage.take_in(under(id)).await;
        assert!(matches!(reply, Reply::TakenIn { .. }), "{id}: {reply:?}");
        let drill = id.to_owned();
        let reply = stage.call(Call::Open { drill }).await;
        assert!(matches!(reply, Reply::Opened { .. }), "{id}: {reply:?}");
        for format in [Format::Markdown, Format::Json, Format::Csv, Format::Drill] {
            let (paper, path) = (PaperSize::A4, None);
            let reply = stage
                .call(Call::Export {
                    format,
                    paper,
                    path,
                })
                .await;
            assert!(matches!(reply, Reply::Exported { .. }), "{id}: {reply:?}");
        }
        assert_eq!(stage.call(Call::Close).await, Reply::Done);
    }
    let exports = std::fs::read_dir(folder.path().join("exports")).unwrap();
    let names: Vec<String> = exports
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(names.len(), 6 * 4, "{names:?}");
    for name in names {
        // No device of Windows' begins so, and none of its names ends in a dot.
        assert!(
            name.starts_with("postmortem-") || name.starts_with("drill-"),
            "{name}"
        );
        assert!(!name.ends_with('.') && name.len() < 240, "{name}");
    }
}
