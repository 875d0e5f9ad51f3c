//! Commands of the facilitator's by lot: every variant there is.

use drill::writing::{ActionItem, Edit, Field, RowEdit, Status, Survey};
use drill::{Command, Drill, Ruling};
use scenario::Message;

use crate::deeds::{deed, mark};
use crate::dice::Dice;
use crate::faults::fault;
use crate::names::{Names, person, words};

// A command that is new does not compile until it stands here, has a weight, and can be drawn.
kinds!(CommandKind of Command {
    Assign, Unassign, HandOver, Rename, MovePerson, Remove, DropDesks, OpenRole, Start, Pause,
    Resume, Speed, Jump, Emergency, End, Fire, Hold, Release, Skip, Restore, Move, Slide, Fit,
    Duplicate, Undo, AddInject, StartFault, StopFault, Log, Rule, Answer, HoldAnswer, Hint, Write,
    KeepVersion, RestoreVersion, File, Survey, Reveal, Observe, SetAside,
});

/// How often a kind is drawn, once the drill has ended and before.
fn weight(kind: CommandKind, ended: bool) -> usize {
    match kind {
        CommandKind::Write
        | CommandKind::KeepVersion
        | CommandKind::RestoreVersion
        | CommandKind::File
        | CommandKind::Survey
        | CommandKind::Reveal => 1 + 30 * usize::from(ended),
        CommandKind::Log => 30,
        // A drill that is over, or stands, is soon a dull one.
        CommandKind::End | CommandKind::Start | CommandKind::DropDesks => 1,
        CommandKind::Emergency | CommandKind::Remove | CommandKind::Pause => 3,
        CommandKind::Speed | CommandKind::SetAside | CommandKind::OpenRole => 5,
        CommandKind::Assign
        | CommandKind::Unassign
        | CommandKind::HandOver
        | CommandKind::Rename
        | CommandKind::MovePerson
        | CommandKind::Jump
        | CommandKind::Resume
        | CommandKind::Hold
        | CommandKind::Release
        | CommandKind::Skip
        | CommandKind::Restore
        | CommandKind::Move
        | CommandKind::Slide
        | CommandKind::Fit
        | CommandKind::Duplicate
        | CommandKind::AddInject
        | CommandKind::StartFault
        | CommandKind::StopFault
        | CommandKind::Rule
        | CommandKind::Answer
        | CommandKind::HoldAnswer
        | CommandKind::Hint
        | CommandKind::Observe => 8,
        CommandKind::Fire | CommandKind::Undo => 12,
    }
}

/// A command, which may be refused.
pub fn command(dice: &mut Dice, names: &Names, drill: &Drill) -> Command {
    let ended = drill.state().ended_ms.is_some();
    let kind = dice.weighed(CommandKind::ALL, |kind| weight(kind, ended));
    of(kind, dice, names, drill)
}

/// A command of a kind.
pub fn of(kind: CommandKind, dice: &mut Dice, names: &Names, drill: &Drill) -> Command {
    match kind {
        CommandKind::Assign
        | CommandKind::Unassign
        | CommandKind::HandOver
        | CommandKind::Rename
        | CommandKind::MovePerson
        | CommandKind::Remove
        | CommandKind::DropDesks
        | CommandKind::OpenRole => people(kind, dice, names, drill),
        CommandKind::Start => Command::Start,
        CommandKind::Pause => Command::Pause,
        CommandKind::Resume => Command::Resume,
        CommandKind::Speed => Command::Speed {
            factor: *dice.pick(&[0.5, 1.0, 2.5, 60.0, 0.0, -1.0, 1e300]),
        },
        CommandKind::Jump => Command::Jump {
            by_ms: match dice.below(20) {
                0 => Some(u32::MAX),
                1..=6 => None,
                _ => Some(dice.between(0, 150_000) as u32),
            },
        },
        CommandKind::Emergency => Command::Emergency,
        CommandKind::End => Command::End,
        CommandKind::Fire
        | CommandKind::Hold
        | CommandKind::Release
        | CommandKind::Skip
        | CommandKind::Restore
        | CommandKind::Move
        | CommandKind::Slide
        | CommandKind::Fit
        | CommandKind::Duplicate
        | CommandKind::Undo
        | CommandKind::AddInject => sheet(kind, dice, names, drill),
        CommandKind::StartFault => Command::StartFault {
            fault: fault(dice, names),
        },
        CommandKind::StopFault => Command::StopFault {
            fault: number(dice, drill.state().faults.len()),
        },
        CommandKind::Log
        | CommandKind::Rule
        | CommandKind::Answer
        | CommandKind::HoldAnswer
        | CommandKind::Hint
        | CommandKind::Observe
        | CommandKind::SetAside => team(kind, dice, names, drill),
        CommandKind::Write
        | CommandKind::KeepVersion
        | CommandKind::RestoreVersion
        | CommandKind::File
        | CommandKind::Survey
        | CommandKind::Reveal => after(kind, dice, names, drill),
    }
}

/// A number from 1 to one more than there are.
fn number(dice: &mut Dice, last: usize) -> u32 {
    1 + dice.below(last + 1) as u32
}

fn people(kind: CommandKind, dice: &mut Dice, names: &Names, drill: &Drill) -> Command {
    let role = dice.name(&names.roles);
    let person_of = person(dice, drill);
    match kind {
        CommandKind::Unassign => Command::Unassign {
            role,
            person: person_of,
        },
        CommandKind::HandOver => Command::HandOver {
            role,
            from: person_of,
            to: person(dice, drill),
            note: words(dice, names),
        },
        CommandKind::Rename => Command::Rename {
            from: person_of,
            to: person(dice, drill),
        },
        CommandKind::MovePerson => Command::MovePerson {
            person: person_of,
            role: dice.maybe(|_| role),
        },
        CommandKind::Remove => Command::Remove { person: person_of },
        CommandKind::DropDesks => Command::DropDesks,
        CommandKind::OpenRole => Command::OpenRole {
            role,
            open: dice.flip(),
        },
        _ => Command::Assign {
            role,
            person: person_of,
        },
    }
}

fn sheet(kind: CommandKind, dice: &mut Dice, names: &Names, drill: &Drill) -> Command {
    let state = drill.state();
    let known: Vec<String> = state.injects.iter().map(|r| r.inject.id.clone()).collect();
    let inject = dice.name(&known);
    let now = state.now_ms;
    let at = |dice: &mut Dice| (now + dice.between(-90_000, 600_000)).max(0) as u32;
    match kind {
        CommandKind::Hold => Command::Hold { inject },
        CommandKind::Release => Command::Release { inject },
        CommandKind::Skip => Command::Skip { inject },
        CommandKind::Restore => Command::Restore { inject },
        CommandKind::Move => Command::Move {
            inject,
            at_ms: if dice.one_in(12) { u32::MAX } else { at(dice) },
        },
        CommandKind::Slide => Command::Slide {
            by_ms: match dice.below(12) {
                0 => i32::MIN,
                1 => i32::MAX,
                _ => dice.between(-300_000, 300_000) as i32,
            },
            from: dice.maybe(|_| inject),
        },
        CommandKind::Fit => Command::Fit {
            length_ms: (now + dice.between(-60_000, 3_000_000)).max(0) as u32,
        },
        CommandKind::Duplicate => Command::Duplicate { inject },
        CommandKind::Undo => Command::Undo { inject },
        CommandKind::AddInject => Command::AddInject {
            title: words(dice, names),
            at_ms: dice.maybe(at),
            fault: dice.maybe(|dice| fault(dice, names)),
            message: dice.maybe(|dice| Message {
                from: person(dice, drill),
                to: if dice.flip() {
                    "room".to_owned()
                } else {
                    dice.name(&names.roles)
                },
                channel: "chat".to_owned(),
                text: words(dice, names),
                wants_answer: dice.flip(),
            }),
        },
        _ => Command::Fire { inject },
    }
}

fn team(kind: CommandKind, dice: &mut Dice, names: &Names, drill: &Drill) -> Command {
    let state = drill.state();
    match kind {
        CommandKind::Rule => Command::Rule {
            hypothesis: number(dice, state.hypotheses.len()),
            truth: *dice.pick(&[Ruling::True, Ruling::RedHerring, Ruling::Open]),
        },
        CommandKind::Answer => Command::Answer {
            question: number(dice, state.questions.len()),
            text: words(dice, names),
            script: dice.maybe(|dice| dice.name(&names.answers)),
            right: dice.maybe(Dice::flip),
        },
        CommandKind::HoldAnswer => Command::HoldAnswer {
            question: number(dice, state.questions.len()),
        },
        CommandKind::Hint => Command::Hint {
            expectation: dice.name(&names.expectations),
        },
        CommandKind::Observe => Command::Observe {
            text: words(dice, names),
            mark: dice.maybe(mark),
            at_ms: dice.maybe(|dice| *dice.pick(&[i32::MIN, -1, 0, 60_000, i32::MAX])),
            by: dice.maybe(|dice| person(dice, drill)),
        },
        CommandKind::SetAside => Command::SetAside {
            need: (*dice.pick(&["silent:on-call", "tray", "end", ""])).to_owned(),
        },
        _ => Command::Log {
            role: dice.name(&names.roles),
            person: dice.one_in(4).then(|| person(dice, drill)),
            deed: deed(dice, names, drill),
        },
    }
}

fn after(kind: CommandKind, dice: &mut Dice, names: &Names, drill: &Drill) -> Command {
    let state = drill.state();
    match kind {
        CommandKind::KeepVersion => Command::KeepVersion {
            says: words(dice, names),
        },
        CommandKind::RestoreVersion => Command::RestoreVersion {
            version: number(dice, state.writing.versions.len()),
        },
        CommandKind::File => Command::File {
            status: *dice.pick(&[Status::Draft, Status::InReview, Status::Final]),
        },
        CommandKind::Survey => Command::Survey {
            role: dice.maybe(|dice| dice.name(&names.roles)),
            survey: survey(dice, names),
        },
        CommandKind::Reveal => Command::Reveal,
        _ => Command::Write {
            edits: (0..dice.below(4))
                .map(|_| edit(dice, names, drill))
                .collect(),
        },
    }
}

/// An answer to the three questions after a drill.
pub fn survey(dice: &mut Dice, names: &Names) -> Survey {
    Survey {
        helped: words(dice, names),
        hindered: String::new(),
        change: words(dice, names),
    }
}

fn edit(dice: &mut Dice, names: &Names, drill: &Drill) -> Edit {
    match dice.below(5) {
        0 => Edit::Row {
            event: number(dice, drill.events().len()),
            row: RowEdit {
                hidden: dice.flip(),
                pinned: dice.flip(),
                note: words(dice, names),
            },
        },
        1 => Edit::Caption {
            graph: dice.name(&names.panels),
            text: dice.maybe(|dice| words(dice, names)),
        },
        2 => Edit::ActionItems {
            items: dice.maybe(|dice| {
                let item = |dice: &mut Dice| ActionItem {
                    title: words(dice, names),
                    ..ActionItem::default()
                };
                (0..dice.below(3)).map(|_| item(dice)).collect()
            }),
        },
        _ => Edit::Text {
            field: *dice.pick(&Field::ALL),
            text: dice.maybe(|dice| words(dice, names)),
        },
    }
}
