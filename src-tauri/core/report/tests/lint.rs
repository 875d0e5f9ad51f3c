//! The linter: text → what is found in it.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

use report::lint::{Column, Place, Remark, RemarkKind, Severity};
use report::postmortem::{ActionItem, Change, RoleShift, RowKind, TimelineRow};
use report::{Postmortem, lint};

/// A postmortem about which there is nothing to say.
fn fine() -> Postmortem {
    let shift = |role: &str, person: &str| RoleShift {
        role: role.to_owned(),
        person: person.to_owned(),
        ..RoleShift::default()
    };
    let mut p = Postmortem::default();
    p.title.date = "2026-11-24".to_owned();
    p.summary = "Nobody could pay for ten minutes.".to_owned();
    p.cause.root = "Pools run dry when connections are not given back.".to_owned();
    p.trigger.prose = "A release went out.".to_owned();
    p.lessons.lucky = vec!["It was night.".to_owned()];
    p.role_board = vec![
        shift("On-Call Engineer", "Mara Lindqvist"),
        shift("Backend Engineer", "Jörg van der Müller"),
        shift("Frontend Engineer", "Анна Ковальчук"),
        shift("Bridge Engineer", "Will Bridge"),
        shift("Documentation Lead", "Zoë O’Neill"),
    ];
    p.action_items = vec![item("Alert on waiting for a connection")];
    p
}

fn item(title: &str) -> ActionItem {
    ActionItem {
        title: title.to_owned(),
        owner: Some("Mara Lindqvist".to_owned()),
        due: Some("2026-12-01".to_owned()),
        changes: Some(Change::Threshold),
        ..ActionItem::default()
    }
}

/// The words that were found, as the offsets give them back.
fn words(text: &str, remarks: &[Remark]) -> Vec<String> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let cut = |r: &Remark| {
        let part = &units[r.from as usize..r.to as usize];
        let part = String::from_utf16(part).unwrap();
        assert_eq!(part, r.found, "offsets and words agree");
        part
    };
    remarks.iter().map(cut).collect()
}

/// What is found in a text that stands where we got lucky.
fn found(text: &str) -> Vec<String> {
    let mut p = fine();
    p.lessons.lucky = vec![text.to_owned()];
    words(text, &lint(&p))
}

#[test]
fn there_is_nothing_to_say_about_a_good_one() {
    assert_eq!(lint(&fine()), []);
}

#[test]
fn names_are_found_outside_the_role_board() {
    let table: &[(&str, &[&str])] = &[
        ("Mara rolled back.", &["Mara"]),
        ("Mara Lindqvist rolled back.", &["Mara Lindqvist"]),
        (
            "It was Mara's idea, said Lindqvist.",
            &["Mara", "Lindqvist"],
        ),
        ("Marathon, Maras, _Mara_x and tamara are no names.", &[]),
        ("mara is a river.", &[]),
        ("Müller asked; die Müllerei nicht.", &["Müller"]),
        (
            "Jörg van der Müller asked van der Valk.",
            &["Jörg van der Müller"],
        ),
        ("😀 Jörg asked.", &["Jörg"]),
        ("Анна посмотрела логи, Аннабель нет.", &["Анна"]),
        ("Ковальчук, Анна", &["Ковальчук", "Анна"]),
        ("Anna-Mara is somebody else; Mara-led is not.", &["Mara"]),
        // The role is called so as well.
        ("The Bridge asked, and Bridge answered.", &[]),
        (
            "Will it hold? We hope that Will knows. **Will** it?",
            &["Will"],
        ),
        ("O’Neill and Zoë asked.", &["O’Neill", "Zoë"]),
        ("`user=Mara` logged in", &[]),
        ("Support said “Mara fixed it”.", &["Mara"]),
        ("> Mara fixed it", &["Mara"]),
        ("See https://wiki.example/Mara for more.", &[]),
    ];
    for (text, wanted) in table {
        assert_eq!(found(text), *wanted, "{text}");
    }
}

#[test]
fn blame_and_hindsight_are_found() {
    let table: &[(&str, &[&str])] = &[
        ("It was human error.", &["human error"]),
        ("Human  Error, they said.", &["Human  Error"]),
        (
            "A careless act, and the fault of the release.",
            &["careless", "fault of"],
        ),
        (
            "The default of the pool is carelessly low.",
            &["carelessly"],
        ),
        ("We should have looked.", &["should have"]),
        (
            "We should\nhave looked, and shouldn’t have waited.",
            &["should\nhave", "shouldn’t have"],
        ),
        ("We should, have no doubt, look.", &[]),
        (
            "If only we had. They forgot to ask and didn't bother.",
            &["If only", "forgot to", "didn't bother"],
        ),
        ("The pods failed to start.", &["failed to"]),
        ("The log says `should have` and \"could have\".", &[]),
        ("Er sagte „should have“ und «if only».", &[]),
        ("```\nshould have\n```\nafter", &[]),
        ("> we should have looked\n\nThey said so.", &[]),
        (
            "One \" is left open, and we should have closed it.",
            &["should have"],
        ),
        ("Müde waren wir, wir could have slept.", &["could have"]),
        ("Stupidity is not stupid-proof.", &["Stupidity", "stupid"]),
    ];
    for (text, wanted) in table {
        assert_eq!(found(text), *wanted, "{text}");
    }
}

#[test]
fn hindsight_matters_most_in_the_timeline_and_is_asked_for_elsewhere() {
    let mut p = fine();
    p.timeline = vec![TimelineRow {
        text: "Orders would have gone through".to_owned(),
        event: Some(12),
        ..TimelineRow::default()
    }];
    // What an act did is measured against what would have been.
    p.timeline.push(TimelineRow {
        kind: RowKind::Act,
        event: Some(13),
        ..p.timeline[0].clone()
    });
    p.lessons.prose = "Orders would have gone through.".to_owned();
    p.detection.earlier = vec!["An alert could have told us.".to_owned()];
    p.detection.halve = "We could have looked at queues.".to_owned();
    let remarks = lint(&p);
    let said: Vec<_> = remarks.iter().map(|r| (&r.place, r.severity)).collect();
    assert_eq!(
        said,
        [
            (&Place::Row(12), Severity::Warning),
            (&Place::Lessons, Severity::Hint)
        ]
    );
}

fn of_items(items: Vec<ActionItem>) -> Vec<(Place, RemarkKind)> {
    let mut p = fine();
    p.action_items = items;
    let remarks = lint(&p);
    remarks.into_iter().map(|r| (r.place, r.kind)).collect()
}

#[test]
fn action_items_begin_with_a_verb_and_can_be_finished() {
    use RemarkKind::{NoVerb, Vague};
    let table: &[(&str, &[RemarkKind])] = &[
        ("Alert on waiting for a connection", &[]),
        ("Add a time limit to image tasks", &[]),
        ("**Lower** the threshold of ShopErrors to 1 %", &[]),
        ("Write into the playbook: look at deploys first", &[]),
        ("Implement bake time", &[]),
        ("Document the pool sizes", &[]),
        ("Process failed tasks again every hour", &[]),
        ("Bring the dashboards of both queues together", &[]),
        ("Ping the owner of a release before rolling back", &[]),
        ("Double-check pools after each deploy", &[]),
        ("Backfill thumbnails of the night", &[]),
        ("Zip old logs", &[]),
        ("Monitor the age of the oldest image task", &[]),
        (
            "Investigate why w8.0 has no time limit, and write it down",
            &[],
        ),
        (
            "Improve monitoring of pools: alert at 80 % for five minutes",
            &[],
        ),
        ("The pool must be larger", &[NoVerb]),
        ("Better alerts for queues", &[NoVerb]),
        ("Monitoring of the queues", &[NoVerb]),
        ("Documentation of pool sizes", &[NoVerb]),
        ("Alerts on queues", &[NoVerb]),
        ("Added an alert on queues", &[NoVerb]),
        ("SLO for photos", &[NoVerb]),
        ("We need an alert on queues", &[NoVerb]),
        ("…", &[NoVerb]),
        ("Be more careful with releases", &[Vague]),
        ("Improve communication", &[Vague]),
        ("Investigate", &[Vague]),
        ("Look into it", &[Vague]),
        ("Improve monitoring", &[Vague]),
    ];
    for (title, wanted) in table {
        let kinds: Vec<_> = of_items(vec![item(title)])
            .into_iter()
            .map(|(_, kind)| kind)
            .collect();
        assert_eq!(kinds, *wanted, "{title}");
    }
}

#[test]
fn action_items_have_an_owner_a_date_and_a_purpose() {
    use RemarkKind::{BeforeDrill, Duplicate, NoDue, NoOwner, NotADate, NothingChanges};
    let with = |owner: Option<&str>, due: Option<&str>| ActionItem {
        owner: owner.map(str::to_owned),
        due: due.map(str::to_owned),
        ..item("Add a time limit")
    };
    let on = |column| Place::ActionItem(0, column);
    let table = [
        (
            with(None, Some("2026-12-01")),
            vec![(on(Column::Owner), NoOwner)],
        ),
        (
            with(Some(" "), Some("2026-12-01")),
            vec![(on(Column::Owner), NoOwner)],
        ),
        (with(Some("Zoë"), None), vec![(on(Column::Due), NoDue)]),
        (
            with(Some("Zoë"), Some("soon")),
            vec![(on(Column::Due), NotADate)],
        ),
        (
            with(Some("Zoë"), Some("2026-02-30")),
            vec![(on(Column::Due), NotADate)],
        ),
        (
            with(Some("Zoë"), Some("2026-11-23")),
            vec![(on(Column::Due), BeforeDrill)],
        ),
        (with(Some("Zoë"), Some("2026-11-24")), vec![]),
        (
            ActionItem {
                changes: None,
                ..item("Add a time limit")
            },
            vec![(Place::ActionItems, NothingChanges)],
        ),
    ];
    for (item, wanted) in table {
        assert_eq!(of_items(vec![item.clone()]), wanted, "{item:?}");
    }
    let twice = vec![
        item("Add a time limit"),
        item("Alert on pools"),
        item("add a *time* limit."),
    ];
    let wanted = [(Place::ActionItem(2, Column::Title), Duplicate)];
    assert_eq!(of_items(twice), wanted);
}

#[test]
fn what_is_empty_too_long_or_the_same_is_said() {
    let kinds = |change: &dyn Fn(&mut Postmortem)| {
        let mut p = fine();
        change(&mut p);
        let remarks = lint(&p);
        for r in &remarks {
            assert!(!r.says.is_empty() && !r.remedy.is_empty());
        }
        remarks.into_iter().map(|r| r.kind).collect::<Vec<_>>()
    };
    assert_eq!(
        kinds(&|p| p.summary = " ".to_owned()),
        [RemarkKind::SummaryEmpty]
    );
    assert_eq!(kinds(&|p| p.cause.root.clear()), [RemarkKind::CauseEmpty]);
    assert_eq!(
        kinds(&|p| p.lessons.lucky.clear()),
        [RemarkKind::LuckyEmpty]
    );
    assert_eq!(
        kinds(&|p| {
            p.trigger.prose = "The release of 02:41 went out with a leak.".to_owned();
            p.cause.root = "Release of 02:41 with the leak".to_owned();
        }),
        [RemarkKind::CauseIsTrigger]
    );
    let five = "It broke at 03.14, e.g. for some. Two! Three? Four: v1.2 too. Five…";
    assert_eq!(kinds(&|p| p.summary = five.to_owned()), []);
    let mut p = fine();
    p.summary = format!("{five} Six ü.");
    let remarks = lint(&p);
    assert_eq!(words(&p.summary, &remarks), ["Six ü."]);
}

#[test]
fn remarks_are_data() {
    let mut p = fine();
    p.summary = "Mara should have looked.".to_owned();
    p.action_items[0].owner = None;
    insta::assert_snapshot!(serde_json::to_string_pretty(&lint(&p)).unwrap());
}
