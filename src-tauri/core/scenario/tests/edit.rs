//! Changes to a file: what was asked for, and nothing else.
#![allow(clippy::disallowed_methods, clippy::unwrap_used)]

mod disk;

use proptest::prelude::*;
use scenario::edit::{Edit, Entries, Step, Written, apply, at, tree};
use scenario::format::FileKind;

const SMALL: &str = r#"# The kiosk.
title  = "The kiosk"   # for the card
length = "30m"

# What is going on.

[truth]
trigger = "v2"

# ── the run sheet ──

# It begins here.
[[inject]]
at    = "00:00"
title = "It leaks"
fault = { kind = "pool-leak", on = "shop.db", rate = 0.01 } # small

[[inject]]
at      = "06:00"
title   = "A call"
message = { from = "Kiosk 4", to = "bridge", text = """
Nobody can pay.
# not a comment
""" }
# and nothing more

# ── the tray ──

[[inject]]
tray  = true
title = "A laptop dies"
note  = "Take it."

[[hint]]
for   = "Roll back"
steps = ["What changed?", "v2."]
"#;

fn path(way: &str) -> Vec<Step> {
    let step = |part: &str| {
        part.parse::<usize>()
            .map_or_else(|_| Step::from(part), Step::from)
    };
    way.split('.').map(step).collect()
}

fn text(value: &str) -> Written {
    Written::Text(value.to_owned())
}

fn set(way: &str, value: Written) -> Edit {
    Edit::Set {
        at: path(way),
        value,
    }
}

fn unset(way: &str) -> Edit {
    Edit::Unset { at: path(way) }
}

fn inject(before: usize) -> Edit {
    let table = Entries(vec![
        ("at".to_owned(), text("04:00")),
        ("title".to_owned(), text("A \"new\" one")),
    ]);
    Edit::Insert {
        list: path("inject"),
        before,
        table,
    }
}

fn moved(from: usize, to: usize) -> Edit {
    Edit::Move {
        list: path("inject"),
        from,
        to,
    }
}

/// What a change does, as a difference of lines.
fn difference(edit: &Edit) -> String {
    changes(SMALL, edit)
}

fn changes(text: &str, edit: &Edit) -> String {
    let after = match apply(text, FileKind::Scenario, edit) {
        Ok(after) => after,
        Err(error) => return format!("refused: {error}\n"),
    };
    let changes = similar::TextDiff::from_lines(text, &after);
    let mut all = String::new();
    for change in changes.iter_all_changes() {
        let sign = change.tag().to_string();
        let line = change
            .old_index()
            .or(change.new_index())
            .unwrap_or_default()
            + 1;
        if sign != " " {
            all.push_str(format!("{sign}{line:>3} {}", change.value()).trim_end());
            all.push('\n');
        }
    }
    if !after.ends_with('\n') {
        all.push_str("no line break at the end\n");
    }
    all
}

#[test]
fn each_kind_of_change_leaves_the_rest_as_it_is() {
    let table = |entries: &[(&str, Written)]| {
        Written::Table(Entries(
            entries
                .iter()
                .map(|(key, value)| ((*key).to_owned(), value.clone()))
                .collect(),
        ))
    };
    let cases = [
        ("another value", set("title", text("The shop"))),
        (
            "a value in braces",
            set("inject.0.fault.rate", Written::Number(0.5)),
        ),
        (
            "a text of several lines in braces",
            set("inject.1.message.text", text("Nobody.\nAt all.")),
        ),
        (
            "a new key in braces",
            set("inject.1.message.wants_answer", Written::Truth(true)),
        ),
        ("a new key of the file", set("level", Written::Whole(2))),
        (
            "a new key of a table, in its place",
            set("inject.1.id", text("call")),
        ),
        (
            "a new key behind the others",
            set("inject.2.stops", Written::List(vec![text("It leaks")])),
        ),
        (
            "a new table in a table",
            set("inject.2.message.to", text("room")),
        ),
        (
            "a whole new table",
            set("norms", table(&[("first_update", text("5m"))])),
        ),
        (
            "another table for one in braces",
            set(
                "inject.0.fault",
                table(&[("kind", text("down")), ("on", text("db"))]),
            ),
        ),
        (
            "another entry of a list",
            set("hint.0.steps.2", text("Roll back.")),
        ),
        ("without a key", unset("inject.0.fault")),
        ("without a key in braces", unset("inject.0.fault.rate")),
        (
            "without the first key in braces",
            unset("inject.0.fault.kind"),
        ),
        ("without an entry of a list", unset("hint.0.steps.0")),
        (
            "without a table: comments that stand apart stay",
            unset("inject.0"),
        ),
        ("without the first of the tray", unset("inject.2")),
        ("without the last table", unset("hint.0")),
        ("a new first", inject(0)),
        ("a new one between", inject(1)),
        ("a new last", inject(3)),
        (
            "a first of another kind",
            Edit::Insert {
                list: path("deploy"),
                before: 0,
                table: Entries(vec![("on".to_owned(), text("shop"))]),
            },
        ),
        (
            "a first in a table",
            Edit::Insert {
                list: path("truth.cause"),
                before: 0,
                table: Entries(vec![("id".to_owned(), text("leak"))]),
            },
        ),
        ("down", moved(0, 1)),
        ("up", moved(2, 0)),
        ("to the end", moved(0, 2)),
        ("nothing there", unset("inject.7")),
        ("no such list", moved(0, 9)),
        (
            "a list in the place of a table",
            set("truth", Written::List(Vec::new())),
        ),
    ];
    let mut all = String::new();
    for (name, edit) in &cases {
        all.push_str(&format!("=== {name}\n{}\n", difference(edit)));
    }
    insta::assert_snapshot!(all);
}

const COMMENTED: &str = r#"# The file's own.
title = "x"
# about level
level = 3
seed = 1

[truth]
  trigger = "indented"
contributing = [
  "a", # one
  # about b
  # twice
  "b", # x
  "c"
]
short = ["a", "b"]
"#;

#[test]
fn comments_go_with_what_they_are_about_and_stay_with_the_rest() {
    let cases = [
        ("a key with its comment", unset("level")),
        (
            "the first key of a file: the comment is the file's",
            unset("title"),
        ),
        ("an entry with its comments", unset("truth.contributing.1")),
        ("the first entry", unset("truth.contributing.0")),
        ("the last entry", unset("truth.contributing.2")),
        ("an entry of a line", unset("truth.short.0")),
        (
            "another first entry",
            set("truth.contributing.0", text("A")),
        ),
        ("a new last entry", set("truth.contributing.3", text("d"))),
        (
            "a new key, indented as the others",
            set("truth.root_cause", text("y")),
        ),
    ];
    let mut all = String::new();
    for (name, edit) in &cases {
        all.push_str(&format!("=== {name}\n{}\n", changes(COMMENTED, edit)));
    }
    insta::assert_snapshot!(all);
}

#[test]
fn lines_end_as_they_ended() {
    let windows = SMALL.replace('\n', "\r\n");
    let edits = [
        set("title", text("The shop")),
        set("level", Written::Whole(2)),
        inject(1),
        moved(0, 2),
        unset("inject.0"),
        Edit::Write {
            text: SMALL.replace("kiosk", "shop"),
        },
    ];
    for edit in &edits {
        let plain = apply(SMALL, FileKind::Scenario, edit).unwrap();
        let done = apply(&windows, FileKind::Scenario, edit).unwrap();
        assert_eq!(done, plain.replace('\n', "\r\n"), "{edit:?}");
    }
}

#[test]
fn one_line_of_windows_does_not_change_the_others() {
    let edit = set("title", text("Another"));
    let plain = apply(SMALL, FileKind::Scenario, &edit).unwrap();
    let one = SMALL.replacen('\n', "\r\n", 1);
    assert_eq!(apply(&one, FileKind::Scenario, &edit).unwrap(), plain);
    // And the other way round.
    let all_but_one = SMALL.replace('\n', "\r\n").replacen("\r\n", "\n", 1);
    let done = apply(&all_but_one, FileKind::Scenario, &edit).unwrap();
    assert_eq!(done, plain.replace('\n', "\r\n"));
}

#[test]
fn a_place_in_the_text_is_known() {
    let way = |line: u32, column: u32| {
        let steps = at(SMALL, &[(line, column)])
            .remove(0)
            .into_iter()
            .map(|step| match step {
                Step::At(at) => at.to_string(),
                Step::Key(key) => key,
            });
        steps.collect::<Vec<_>>().join(".")
    };
    assert_eq!(way(2, 10), "title");
    assert_eq!(way(13, 1), "inject.0");
    assert_eq!(way(15, 3), "inject.0.title");
    assert_eq!(way(16, 50), "inject.0.fault.rate");
    assert_eq!(way(23, 3), "inject.1.message.text");
    assert_eq!(way(36, 12), "hint.0.steps.0");
}

#[test]
fn a_text_that_does_not_read_is_only_replaced() {
    let broken = "title = \"x\nlevel = 1\n";
    let error = apply(broken, FileKind::Scenario, &set("title", text("y"))).unwrap_err();
    assert!(error.to_string().contains("mend its text first"), "{error}");
    let whole = Edit::Write {
        text: "title = \"x\"\n".to_owned(),
    };
    assert_eq!(
        apply(broken, FileKind::Scenario, &whole).unwrap(),
        "title = \"x\"\n"
    );
}

/// Comments of a text, in order.
fn comments(text: &str) -> Vec<String> {
    let each = text.lines().filter(|line| line.starts_with('#'));
    each.map(str::to_owned).collect()
}

fn any_value() -> impl Strategy<Value = Written> {
    let leaf = prop_oneof![
        any::<bool>().prop_map(Written::Truth),
        any::<i32>().prop_map(|whole| Written::Whole(whole.into())),
        (-1e9..1e9_f64).prop_map(Written::Number),
        "(?s).{0,30}".prop_map(|text| Written::Text(text.replace('\r', ""))),
    ];
    leaf.prop_recursive(2, 12, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Written::List),
            prop::collection::btree_map("[a-z]{1,8}", inner, 0..4)
                .prop_map(|map| Written::Table(Entries(map.into_iter().collect()))),
        ]
    })
}

proptest! {
    /// Any value into any key of what ships: the file then says exactly that, and every comment is
    /// still there.
    #[test]
    fn any_value_anywhere(value in any_value(), seed in any::<u32>(), which in 0..3_usize) {
        let files = disk::shipped();
        let (name, kind) = [
            ("3am-outage/scenario.toml", FileKind::Scenario),
            ("3am-outage/teams/good.toml", FileKind::Team),
            ("systems/storefront/system.toml", FileKind::System),
        ][which];
        let before = &files.0[name];
        let mut ways = Vec::new();
        leaves(&tree(before).unwrap(), &mut Vec::new(), &mut ways);
        let way = ways[seed as usize % ways.len()].clone();
        let edit = Edit::Set { at: way.clone(), value: value.clone() };
        let after = apply(before, kind, &edit).unwrap();
        prop_assert_eq!(comments(before), comments(&after).into_iter().filter(|line| before.contains(line.as_str())).collect::<Vec<_>>());
        // And back: the same text, byte for byte, when what stood there was written as we write.
        let back = apply(&after, kind, &Edit::Set { at: way.clone(), value: found(&tree(before).unwrap(), &way) }).unwrap();
        prop_assert_eq!(tree(&back).unwrap(), tree(before).unwrap());
    }

    /// Injects moved about at will: as many comments, and every table as it was.
    #[test]
    fn tables_moved_about(moves in prop::collection::vec((0..18_usize, 0..18_usize), 1..8)) {
        let files = disk::shipped();
        let before = &files.0["3am-outage/scenario.toml"];
        let mut text = before.clone();
        for (from, to) in moves {
            text = apply(&text, FileKind::Scenario, &Edit::Move { list: path("inject"), from, to }).unwrap();
        }
        let sorted = |text: &str| {
            let mut lines: Vec<&str> = text.lines().filter(|line| !line.is_empty()).collect();
            lines.sort_unstable();
            lines.join("\n")
        };
        prop_assert_eq!(sorted(before), sorted(&text));
    }
}

fn leaves(value: &Written, here: &mut Vec<Step>, all: &mut Vec<Vec<Step>>) {
    let mut inside = |step: Step, inner: &Written| {
        here.push(step);
        leaves(inner, here, all);
        here.pop();
    };
    match value {
        Written::Table(entries) if !entries.0.is_empty() => entries
            .0
            .iter()
            .for_each(|(key, inner)| inside(Step::Key(key.clone()), inner)),
        Written::List(items) if !items.is_empty() => items
            .iter()
            .enumerate()
            .for_each(|(at, inner)| inside(Step::At(at), inner)),
        _ => all.push(here.clone()),
    }
}

fn found(value: &Written, way: &[Step]) -> Written {
    way.iter().fold(value.clone(), |here, step| match step {
        Step::Key(key) => here.get(key).unwrap().clone(),
        Step::At(at) => here.items()[*at].clone(),
    })
}
