//! A new scenario checks clean on every system that people can look at.
#![allow(clippy::disallowed_methods, clippy::unwrap_used)]

mod disk;

use scenario::format::{FileKind, schema::schema};
use scenario::{Files, Start, read, read_team, start};

/// Every system that ships or stands in the README, and can be played.
fn playable() -> (Files, Vec<String>) {
    let mut files = disk::shipped();
    files.0.extend(disk::readme::example().0);
    let ids: Vec<String> = files.system_ids().into_iter().map(str::to_owned).collect();
    let has = |id: &String| {
        let text = &files.0[&format!("systems/{id}/system.toml")];
        text.contains("[[alert]]") && text.contains("[[panel]]")
    };
    let ids = ids.into_iter().filter(has).collect();
    (files, ids)
}

fn checked(mut files: Files, wanted: &Start) -> Files {
    let new = start(&files, wanted).unwrap();
    files.0.extend(new.0.clone());
    let read = read(&files, &wanted.id).unwrap_or_else(|problems| {
        let all: Vec<String> = problems.iter().map(ToString::to_string).collect();
        panic!("{}\n{}", wanted.system, all.join("\n"))
    });
    assert_eq!(read.warnings, [], "{}", wanted.system);
    let team = format!("{}/teams/good.toml", wanted.id);
    read_team(&files, &team, &read.scenario).unwrap();
    for (path, kind) in [
        ("scenario.toml", FileKind::Scenario),
        ("teams/good.toml", FileKind::Team),
    ] {
        let text = &files.0[&format!("{}/{path}", wanted.id)];
        assert!(text.starts_with("#:schema ../"), "{text}");
        let validator = jsonschema::validator_for(&schema(kind)).unwrap();
        let value = serde_json::to_value(scenario::edit::tree(text).unwrap()).unwrap();
        assert!(validator.is_valid(&value), "{path}");
    }
    new
}

#[test]
fn it_checks_clean_on_every_system() {
    let (files, systems) = playable();
    assert!(systems.len() >= 2, "{systems:?}");
    for system in &systems {
        let new = checked(files.clone(), &Start::new("a-new-night", system));
        assert!(new.0.keys().all(|path| path.starts_with("a-new-night/")));
        if system == "kiosk" {
            let all: Vec<String> = new.0.iter().map(|(p, t)| format!("=== {p}\n{t}")).collect();
            insta::assert_snapshot!("a_new_scenario", all.join("\n"));
        }
    }
}

/// What is taken from the system, in systems that lack something.
#[test]
fn it_takes_what_breaks_from_the_system() {
    let alert = "shop.errors / shop.requests > 0.02\"\nfor      = \"1m\"\nseverity";
    let mut all = String::new();
    for (what, from, to) in [
        (
            "an alert on slowness",
            alert,
            "shop.p95_ms > 900\"\nfor      = \"1m\"\nseverity",
        ),
        (
            "an alert on the database",
            alert,
            "db.connections > 40\"\nfor      = \"1m\"\nseverity",
        ),
        (
            "no history",
            "versions = [{ id = \"v1\", at = \"-9d\", note = \"First release\" }]\n",
            "",
        ),
        ("a version without a number", "id = \"v1\"", "id = \"blue\""),
        (
            "a short warm-up",
            "title = \"Kiosk\"",
            "title = \"Kiosk\"\nwarm_up = \"3m\"",
        ),
    ] {
        let mut files = disk::readme::example();
        let system = files.0.get_mut("systems/kiosk/system.toml").unwrap();
        assert!(system.contains(from), "{what}");
        *system = system.replacen(from, to, 1);
        let new = checked(files, &Start::new("night", "kiosk"));
        let text = &new.0["night/scenario.toml"];
        let deploys = text.split("[[deploy]]").skip(1);
        let deploys: Vec<&str> = deploys.map(|d| d.split("\n\n").next().unwrap()).collect();
        let fault = text.lines().find(|line| line.starts_with("fault")).unwrap();
        let when = text.lines().find(|line| line.starts_with("when")).unwrap();
        let own = text
            .split_once("\n[[alert]]")
            .map_or("", |(_, own)| own.split("\n\n").next().unwrap());
        all.push_str(&format!(
            "=== {what}\n{fault}\n{when}{own}\n{}\n",
            deploys.concat()
        ));
    }
    insta::assert_snapshot!("what_breaks", all);
}

#[test]
fn what_cannot_be_begun_is_said() {
    let files = disk::readme::example();
    let said = |wanted: &Start, files: &Files| start(files, wanted).unwrap_err().to_string();
    let mut all = vec![said(&Start::new("night", "kisok"), &files)];
    let mut titled = Start::new("night", "kiosk");
    titled.title = Some("x".repeat(200));
    all.push(said(&titled, &files));
    let mut alone = Files::default();
    let system =
        "title = \"Users\"\n[traffic]\nrate = 1\n[[traffic.journey]]\nname = \"a\"\ncalls = []\n";
    alone
        .0
        .insert("systems/users/system.toml".to_owned(), system.to_owned());
    all.push(said(&Start::new("night", "users"), &alone));
    insta::assert_snapshot!("not_begun", all.join("\n\n"));
}

#[test]
fn a_title_of_any_letters_is_a_title() {
    for title in ["Say \"no\"", "C:\\ is <<title>> full", "電話 | läutet", "#"] {
        let mut wanted = Start::new("night", "kiosk");
        wanted.title = Some(title.to_owned());
        let files = disk::readme::example();
        let mut all = files.clone();
        all.0.extend(checked(files, &wanted).0);
        assert_eq!(read(&all, "night").unwrap().scenario.title, title);
    }
}
